"""Which service may ask about what."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ledger.judging.services import PER_MINUTE, services_at
from ledger.registers.snapshot import RegisterRow, Registers
from tests.unit.law.acts import act

BODY = {"sources": ["crm"], "recipients": ["company"], "items": ["name", "phone"], "closed": True}


def test_a_service_may_ask_about_its_own_range_only() -> None:
    (crm,) = services_at(Registers(0, [RegisterRow(0, "services", "crm-service", 0, None, BODY)]), 10)
    inside = replace(act(), source="crm", recipient="company", items=("name",))
    assert crm.may_ask(inside)
    for outside in ({"source": "members"}, {"recipient": "police"}, {"items": ("name", "address")}):
        assert not crm.may_ask(replace(inside, **outside))  # type: ignore[arg-type]


def test_a_service_that_names_no_recipients_or_items_may_ask_about_none() -> None:
    body = {"sources": ["crm"], "closed": True}
    (crm,) = services_at(Registers(0, [RegisterRow(0, "services", "crm-service", 0, None, body)]), 10)
    assert not crm.may_ask(replace(act(), source="crm"))
    assert (crm.key_digest, crm.per_minute) == (None, PER_MINUTE)


@pytest.mark.parametrize("at", [5, 20])
def test_a_service_is_one_only_while_it_is_registered(at: int) -> None:
    registers = Registers(0, [RegisterRow(0, "services", "crm-service", 10, 20, BODY)])
    assert services_at(registers, at) == ()
    assert len(services_at(registers, 10)) == 1

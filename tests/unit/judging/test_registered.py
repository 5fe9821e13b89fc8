"""What the law reads in the registers: changes of an opt-out notification (27(3)) and a joint use (27(6)), blanks."""

from __future__ import annotations

from typing import Any

import pytest

from ledger.judging.registered import interpretation, joint_use, notice, notification, recipient
from ledger.registers.snapshot import RegisterRow, Registers
from tests.unit.law.acts import instant

FIRST, CHANGE = instant("2026-04-01T00:00:00+09:00"), instant("2026-06-01T00:00:00+09:00")
LATER = instant("2026-07-01T00:00:00+09:00")
NOTIFIED: dict[str, Any] = {
    "items": ["name", "address"], "methods": ["api"], "notified_on": "2026-03-01", "noticed_on": "2026-03-01",
}  # fmt: skip
_WIDER: dict[str, Any] = {"items": ["name", "address", "phone"]}
SHARED: dict[str, Any] = {
    "items": ["name"], "users": ["company"], "purposes": ["operation"], "noticed_on": "2026-03-01",
    "manager": {"name": "m", "address": "a", "representative": "r"},
}  # fmt: skip


def versions(register: str, first: dict[str, Any], **changed: Any) -> list[RegisterRow]:
    rows = [
        RegisterRow(0, register, "key", FIRST, None, first),
        RegisterRow(1, register, "key", CHANGE, None, {**first, **changed}),
    ]
    return Registers(1, rows).versions(register, "key")


@pytest.mark.parametrize(
    ("changed", "rightly"),
    [
        ({}, True),
        ({"operator": "renamed"}, True),
        ({"items": ["address", "name"]}, True),
        (_WIDER, False),
        ({"items": ["name"]}, False),
        ({"methods": ["paper"]}, False),
        ({"starts_on": "2026-07-01"}, False),
        ({**_WIDER, "notified_on": "2026-05-31", "noticed_on": "2026-05-31"}, True),
        ({**_WIDER, "notified_on": "2026-06-01", "noticed_on": "2026-06-01"}, True),
        ({**_WIDER, "notified_on": "2026-06-02", "noticed_on": "2026-06-01"}, False),
        ({**_WIDER, "notified_on": "2026-06-01", "noticed_on": "2026-06-02"}, False),
        ({**_WIDER, "notified_on": "2026-05-31"}, False),
        ({**_WIDER, "noticed_on": "2026-05-31"}, False),
        ({**_WIDER, "notified_on": None, "noticed_on": "2026-05-31"}, False),
    ],
)
def test_a_notification_is_changed_by_notifying_and_telling_people_anew(changed: dict[str, Any], rightly: bool) -> None:
    rows = versions("opt_out_notifications", NOTIFIED, **changed)
    assert notification(rows[1], rows).told_before_change is rightly
    assert notification(rows[0], rows).told_before_change


@pytest.mark.parametrize(
    ("changed", "told", "altered"),
    [
        ({}, True, False),
        ({"purposes": ["operation", "advertising"]}, False, False),
        ({"purposes": ["operation", "advertising"], "noticed_on": "2026-06-01"}, True, False),
        ({"purposes": ["operation", "advertising"], "noticed_on": "2026-06-02"}, False, False),
        ({"manager": {"name": "other", "address": "a", "representative": "r"}}, False, False),
        ({"manager": {"name": "m", "address": "moved", "representative": "new"}}, True, False),
        ({"manager": {**SHARED["manager"], "name": "new"}, "changes_because": "name_only"}, True, False),
        ({"purposes": ["advertising"], "changes_because": "name_only"}, False, False),
        ({"items": ["name", "phone"]}, True, True),
        ({"users": ["company", "other"]}, True, True),
        ({"users": ["company", "other"], "changes_because": "consent"}, True, False),
        ({"users": []}, True, False),
    ],
)
def test_a_joint_use_is_changed_on_the_ways_there_are(changed: dict[str, Any], told: bool, altered: bool) -> None:
    rows = versions("joint_use", SHARED, **changed)
    entry = joint_use(rows[1], rows)
    assert (entry.told_before_change, entry.altered) == (told, altered)
    first = joint_use(rows[0], rows)
    assert first.told_before_change and not first.altered


_UNTOLD = {"purposes": ["operation", "advertising"]}


@pytest.mark.parametrize(
    ("then", "told"),
    [
        ({**_UNTOLD, "ja": "グループ"}, False),
        ({"ja": "グループ"}, True),
        ({**_UNTOLD, "noticed_on": "2026-06-20"}, True),
        ({**_UNTOLD, "noticed_on": "2026-07-02"}, False),
    ],
)
def test_what_was_never_told_is_healed_by_telling_it_or_taking_it_back_alone(then: dict[str, Any], told: bool) -> None:
    rows = [*versions("joint_use", SHARED, **_UNTOLD), RegisterRow(2, "joint_use", "key", LATER, None, SHARED | then)]
    assert [joint_use(row, rows).told_before_change for row in rows] == [True, False, told]


def test_a_change_of_a_notification_that_was_never_told_stays_untold() -> None:
    rows = versions("opt_out_notifications", NOTIFIED, **_WIDER)
    later = {**NOTIFIED, **_WIDER, "operator": "renamed"}
    rows.append(RegisterRow(2, "opt_out_notifications", "key", LATER, None, later))
    assert not notification(rows[2], rows).told_before_change


def test_who_is_responsible_and_no_corporation_has_no_representative() -> None:
    manager = {**SHARED["manager"], "representative": None}
    (row, _) = versions("joint_use", {**SHARED, "fact_stated": True, "manager": manager})
    assert not joint_use(row, [row]).lacking


@pytest.mark.parametrize("member", ["name", "address", "representative"])
def test_who_is_responsible_is_named_in_full(member: str) -> None:
    manager = {name: value for name, value in SHARED["manager"].items() if name != member}
    (row, _) = versions("joint_use", {**SHARED, "fact_stated": True, "manager": manager})
    assert joint_use(row, [row]).lacking == {"manager"}


# Blanks --------------------------------------------------------------------------------------------------------------

_WHO = {"name": "n", "address": "a", "representative": "r", "kind": "company", "country": "JP"}
_BLANK = [" ", "\u3000", ""]


def row(register: str, body: dict[str, Any]) -> RegisterRow:
    return RegisterRow(0, register, "key", FIRST, None, body)


@pytest.mark.parametrize("blank", _BLANK)
@pytest.mark.parametrize("member", ["name", "address", "representative"])
def test_who_receives_is_not_named_by_blanks(member: str, blank: str) -> None:
    assert recipient(row("recipients", _WHO)).named
    assert not recipient(row("recipients", {**_WHO, member: blank})).named


@pytest.mark.parametrize("blank", _BLANK)
def test_nothing_else_is_said_by_blanks(blank: str) -> None:
    reading = {"ja": "解釈", "en": "reading", "side": "both", "approved_by": blank}
    assert interpretation(row("interpretations", reading)).approved_by is None
    told = {"countries": ["US"], "system": blank, "measures": blank}
    assert notice(row("notices", told)).lacking == {"system", "measures"}
    reasons = {"countries": ["US"], "country_unfixed_because": blank, "measures_unknown_because": blank}
    assert notice(row("notices", reasons)).lacking == {"system", "measures"}
    notified = row("opt_out_notifications", {**NOTIFIED, "how_to_ask": blank, "updating": "monthly"})
    assert {"7"} <= notification(notified, [notified]).lacking
    assert "8" not in notification(notified, [notified]).lacking
    for member in ("name", "address", "representative"):
        used = row("joint_use", {**SHARED, "manager": {**SHARED["manager"], member: blank}})
        assert joint_use(used, [used]).lacking >= {"manager"}

"""Which register entries an act names, and the number of the set of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ledger.judging.references import OPERATOR, reference, references, references_of_replacement, touch_of
from ledger.judging.rules import changed, described
from ledger.law.rulesets import RULE_SETS
from ledger.law.types import Act

ACT = Act(
    role="provider", recipient="company", items=("name", "phone"), purpose="operation", recipient_purpose=None,
    ground="consent", evidence=(), form="each", method="api", data_class="personal_data", handling="intended",
    provenance=None, recipient_country=None, has_person=True, source="crm",
)  # fmt: skip
_BASE = {
    ("recipients", "company"), ("data_items", "name"), ("data_items", "phone"), ("purposes", "operation"),
    ("sources", "crm"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("otherwise", "named"),
    [
        ({}, set()),
        ({"agreement": "a-1"}, {reference("agreements", "a-1"), reference("joint_use", "a-1")}),
        ({"opt_out_notification": "n-1"}, {("opt_out_notifications", "n-1")}),
        ({"recipient_system": "s-1"}, {("systems", "s-1")}),
        ({"recipient_country": "US"}, {("countries", "US")}),
        ({"substitute_document": "d-1"}, {reference("documents", "d-1")}),
        ({"evidence": (("statute", "jp-1"), ("statute", "jp-2"), ("necessity", "words"))},
         {reference("statutes", "jp-1"), reference("statutes", "jp-2")}),
        ({"evidence": (("interpretation", "i-1"),)}, {("interpretations", "i-1")}),
        ({"ground": "27(1)vi"}, {OPERATOR}),
        ({"ground": "27(1)vii", "role": "recipient"}, {OPERATOR}),
    ],
)  # fmt: skip
def test_an_act_names_what_its_judgement_rests_on(otherwise: dict[str, object], named: set[tuple[str, str]]) -> None:
    assert references(replace(ACT, **otherwise)) == _BASE | named  # type: ignore[arg-type]


def test_what_is_no_code_stands_nowhere_and_is_found_all_the_same() -> None:
    assert reference("systems", "山田の件") == reference("systems", "x" * 81) == ("systems", "?")
    told = references(replace(ACT, evidence=(("statute", "Taro Yamada's case"),)))
    assert not any("Yamada" in key for _, key in told)


@pytest.mark.parametrize("register", ["agreements", "joint_use", "documents", "statutes"])
def test_a_number_that_may_be_one_persons_is_shared_by_many(register: str) -> None:
    keys = {reference(register, f"contract-{number}") for number in range(5_000)}
    assert len(keys) == 256
    assert all(len(key) == 3 for _, key in keys)


def test_a_set_has_one_number_whatever_the_order() -> None:
    other = replace(ACT, items=("phone", "name"))
    assert touch_of(references(ACT)) == touch_of(references(other))
    assert touch_of(references(ACT)) != touch_of(references(replace(ACT, items=("name",))))
    assert -(2**63) <= touch_of(references(ACT)) < 2**63


def test_a_correction_names_what_it_puts_in_place() -> None:
    assert references_of_replacement({}) == frozenset()
    assert references_of_replacement({
        "recipient": "other", "items": ["phone"], "purpose": None, "ground": "27(1)v",
        "evidence": [{"code": "statute", "value": "jp-1"}],
    }) == {("recipients", "other"), ("data_items", "phone"), reference("statutes", "jp-1"), OPERATOR}  # fmt: skip


def test_the_days_changed_are_those_of_the_rule_sets_that_say_something_else() -> None:
    now = described()
    first, second, third = (RULE_SETS[name].in_force_from for name in ("2017-05-30", "2022-04-01", "2026-amendment"))
    assert third is None and first is not None and second is not None
    assert changed(now, now) == []
    assert changed({}, now) == [(0, None)]
    former = replace(RULE_SETS["2017-05-30"], system_checks=True)
    assert changed(now, described({**RULE_SETS, "2017-05-30": former})) == [(first, second)]
    prepared = replace(RULE_SETS["2026-amendment"], under_16_representative=False)
    assert changed(now, described({**RULE_SETS, "2026-amendment": prepared})) == [], "it judges nothing"
    in_force = described({**RULE_SETS, "2026-amendment": replace(prepared, in_force_from=second + 1000)})
    assert changed(now, in_force) == [(second + 1000, None)]
    later = described({**RULE_SETS, "2026-amendment": replace(prepared, in_force_from=second + 2000)})
    assert changed(in_force, later) == [(second + 1000, None)], "days it loses, and days it gains"

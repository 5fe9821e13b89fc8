"""Never yes where the law finds a violation, or nothing yet, for anybody the question is about."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from hypothesis import given
from hypothesis import strategies as st

from ledger.judging.binding import NOTHING, Binding
from ledger.judging.judging import Judging, judge_looked
from ledger.judging.lookup import Links, Looked
from ledger.judging.preflight import PreFlight, Question, _Standing
from ledger.law.types import ConsentChange
from ledger.registers.blocks import Blocks
from ledger.registers.snapshot import RegisterRow, Registers
from tests.unit.law.acts import AT, act, scope

ROWS = [
    RegisterRow(0, "recipients", "company", 0, None, {
        "name": "company", "address": "a", "representative": "r", "kind": "company", "country": "JP",
    }),
    RegisterRow(1, "data_items", "name", 0, None, {"ja": "氏名", "en": "name", "sensitive": False}),
    RegisterRow(2, "purposes", "operation", 0, None, {"ja": "運営", "en": "operation", "announced_on": "2020-01-01"}),
]  # fmt: skip
REGISTERS = Registers(2, ROWS)
FREE = Blocks(frozenset(), frozenset())
PEOPLE = [("member", f"A-{number}") for number in range(3)]


def consents(draw: Any) -> tuple[ConsentChange, ...]:
    changes = draw(st.lists(st.tuples(st.sampled_from(["given", "withdrawn"]), st.integers(-9, 9)), max_size=3))
    return tuple(
        ConsentChange(idx, "c", change, AT + ago, False, scope()) for idx, (change, ago) in enumerate(changes)
    )


def preflight() -> PreFlight:
    made = PreFlight(cast(Any, None), cast(Any, None), lambda: AT)
    made._judging = Judging(REGISTERS)
    return made


def looked_up(told: dict[int, tuple[ConsentChange, ...]], reached: dict[str, int]) -> Looked:
    return Looked(7, REGISTERS, reached, Links(()), told, {})


def answer(question: Question, looked: Looked, blocks: Blocks = FREE, waiting: Binding = NOTHING) -> tuple[bool, str]:
    known = {person: number for number, person in enumerate(PEOPLE, start=1)}
    _, said, _ = preflight()._answer(question, known, {}, _Standing(looked, blocks, waiting, AT))
    return said.yes, said.reason


@given(st.data())
def test_yes_only_where_every_record_would_be_lawful_or_no_provision(data: Any) -> None:
    told = {number: consents(data.draw) for number in (1, 2, 3)}
    reached = data.draw(st.sampled_from([{}, {"consent": AT, "link": AT, "register": AT}]))
    claimed = replace(
        act(), ground=data.draw(st.sampled_from(["consent", "27(1)i", "27(1)ii", "same_legal_person", "no ground"])),
        handling=data.draw(st.sampled_from(["intended", "theft"])),
        items=tuple(data.draw(st.lists(st.sampled_from(["name", "unknown"]), max_size=2))),
        evidence=data.draw(st.sampled_from([(), (("necessity", "n"), ("consent_difficult", "c"))])),
    )  # fmt: skip
    people = tuple(data.draw(st.lists(st.sampled_from([*PEOPLE, ("member", "unknown")]), unique=True, max_size=3)))
    looked = looked_up(told, reached)
    yes, reason = answer(Question("crm", claimed, people), looked)
    verdicts = {
        judge_looked(Judging(REGISTERS), looked, ("crm", b""), claimed, identity, AT, AT).judgement.verdict
        for identity in [PEOPLE.index(person) + 1 if person in PEOPLE else None for person in people] or [None]
    }
    assert yes == (verdicts <= {"lawful", "not_provision"})
    assert yes == (reason == "permitted")


GIVEN = {1: (ConsentChange(1, "c", "given", AT - 1, False, scope()),)}
MAY = Question("crm", replace(act(), source="crm"), (PEOPLE[0],))


def test_what_may_leave_may_not_while_recipient_or_source_is_blocked() -> None:
    looked = looked_up(GIVEN, {})
    assert answer(MAY, looked) == (True, "permitted")
    for blocks in (Blocks(frozenset({"company"}), frozenset()), Blocks(frozenset(), frozenset({"crm"}))):
        assert answer(MAY, looked, blocks) == (False, "blocked")
    for blocked in (("recipient", "company"), ("source", "crm")):
        assert answer(MAY, looked, waiting=Binding(frozenset({blocked}), frozenset(), False)) == (False, "blocked")
    assert answer(MAY, looked, waiting=Binding(frozenset({("source", "company")}), frozenset(), False))[0]
    assert answer(MAY, looked, waiting=Binding(frozenset(), frozenset(), True)) == (False, "blocked")


def test_a_stop_that_was_just_entered_binds_its_person_alone() -> None:
    stopped = Binding(frozenset(), frozenset({1}), False)
    assert answer(MAY, looked_up(GIVEN, {}), waiting=stopped) == (False, "not_yet")
    other = Binding(frozenset(), frozenset({2}), False)
    assert answer(MAY, looked_up(GIVEN, {}), waiting=other) == (True, "permitted")

"""An agent's case: nothing is given before their right is proven and the person concerned was told."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.cases.case import Case
from ledger.cases.folding import after, fold
from ledger.cases.next_step import next_step
from ledger.cases.same_agent import MANY, asks_often
from ledger.cases.steps import PERSON, Step, StepRefused
from tests.unit.cases.case_steps import AGREE, ANSWER, DAY, IDENTIFY, NOON, PART, WHOLE, opened, step

PROOF = step("agent", proof="mandate")
TOLD = step("principal", by="call_back", held_since="2026-03-31", objects=False)
UNSAFE = step("principal", unsafe="danger")
SCREENED = step("screen", interest="none_adverse", custody="both")
UNPROVEN = step("decide", outcome="refused", as_of=1, withheld={}, text="", grounds=["agent"])


def by_agent(kind: str = "mandated", **more: Any) -> Step:
    return opened(agent={"kind": kind, "name": "代理 太郎", **more})


def test_a_mandate_is_proven_and_the_person_told_before_anything_is_decided() -> None:
    assert fold([by_agent(), PROOF, TOLD, IDENTIFY, WHOLE]).stage == "answer"
    for lacking in ([], [PROOF], [TOLD]):
        with pytest.raises(StepRefused, match="has not"):
            fold([by_agent(), *lacking, IDENTIFY, WHOLE])


def test_a_contact_that_came_with_the_request_tells_nobody() -> None:
    with pytest.raises(StepRefused, match="held before"):
        fold([by_agent(), step("principal", by="notice", held_since="2026-04-01", objects=False)])


def test_who_was_not_told_for_their_safety_takes_two_officers() -> None:
    assert fold([by_agent(), PROOF, UNSAFE, IDENTIFY, WHOLE]).stage == "second"
    later = fold([by_agent(), PROOF, TOLD, IDENTIFY, WHOLE, UNSAFE])
    assert later.stage == "second", "found out after one officer had decided"


def test_who_objects_takes_everything_out_of_the_agent_s_reach() -> None:
    objects = step("principal", by="call_back", held_since="2026-01-01", objects=True)
    case = fold([by_agent(), PROOF, TOLD, IDENTIFY, WHOLE, objects])
    assert (case.stage, case.decision, next_step(case, NOON)) == ("decision", None, "unfit_agent")
    case = fold([by_agent(), PROOF, TOLD, IDENTIFY, WHOLE, ANSWER, objects])
    assert case.code is None, "the code that was given out opens nothing any more"
    with pytest.raises(StepRefused):
        after(case, ANSWER)


def test_an_agent_who_cannot_show_their_right_is_refused_by_two_in_one_wording() -> None:
    case = fold([by_agent(), UNPROVEN])
    assert case.stage == "second" and not case.gives_records
    assert fold([by_agent(), UNPROVEN, AGREE, ANSWER]).stage == "answered"
    assert fold([by_agent(), UNPROVEN, step("second", "officer-2", agrees=False)]).stage == "identity"


def test_nothing_is_confirmed_to_a_parent_before_their_interest_was_looked_at() -> None:
    register = step("agent", proof="family_register")
    with pytest.raises(StepRefused, match="interest"):
        fold([by_agent("parent"), register, TOLD, IDENTIFY])
    with pytest.raises(StepRefused, match="interest"):
        fold([by_agent("parent"), step("screen", interest="adverse"), register, TOLD, IDENTIFY])
    assert fold([by_agent("parent"), SCREENED, register, TOLD, IDENTIFY, WHOLE]).stage == "answer"


def test_one_parent_asking_alone_since_joint_custody_is_looked_at() -> None:
    alone = fold([by_agent("parent")])
    assert alone.agent is not None and alone.agent.asks_alone
    with pytest.raises(StepRefused, match="alone"):
        fold([by_agent("parent"), step("screen", interest="none_adverse"), step("agent", proof="family_register"),
              TOLD, IDENTIFY, WHOLE])  # fmt: skip
    both = fold([by_agent("parent", alone=False)])
    assert both.agent is not None and not both.agent.asks_alone


def test_a_proof_shows_the_right_it_is_for() -> None:
    with pytest.raises(StepRefused, match="does not show"):
        fold([by_agent("guardian"), PROOF])
    with pytest.raises(StepRefused):
        fold([opened(), PROOF])


def test_an_heir_is_no_agent_and_death_ends_a_mandate() -> None:
    with pytest.raises(StepRefused, match="consultation"):
        fold([by_agent("heir")])
    assert fold([opened("consultation", agent={"kind": "heir", "name": "相続 花子"})]).agent is None
    case = fold([by_agent(), PROOF, TOLD, IDENTIFY, WHOLE, ANSWER, step("death")])
    assert (case.stage, case.stands, case.code) == ("closed", "closed_death", None)


def test_many_cases_by_one_agent_are_counted_however_the_name_is_written() -> None:
    agent = fold([by_agent()]).agent
    assert agent is not None
    same = [opened(agent={"kind": "mandated", "name": " 代理　太郎"})] * (MANY - 2)
    others = [opened(agent={"kind": "mandated", "name": "別人"}), opened()] * MANY
    assert not asks_often(agent, [*same, *others])
    assert asks_often(agent, [*same, same[0], *others])


ANY = [
    IDENTIFY, WHOLE, PART, AGREE, ANSWER, PROOF, TOLD, UNSAFE, SCREENED, UNPROVEN,
    step("second", agrees=True), step("second", "officer-2", agrees=False), step("second", "officer-1", agrees=True),
    step("agent", proof="family_register"), step("screen", interest="adverse"), step("screen", interest="none_adverse"),
    step("principal", by="notice", held_since="2020-01-01", objects=True),
    step("protect", because="violence", on=True), step("protect", because="over", on=False),
    step("answer", code_digest="c", code_until=NOON + 30 * DAY, by="phone", held_since="2020-01-01"),
    step("answer", code_digest="c", code_until=NOON + 30 * DAY, by="post", held_since="2020-01-01"),
    step("decide", "officer-2", outcome="whole", as_of=1, withheld={}, text=""),
    step("withdraw", PERSON), step("supplement"), step("death"), step("note", text="n"),
    step("identify", method="registered_mail_code", ids=[["member", "A-1", None]]),
]  # fmt: skip


def walked(first: Step, steps: list[Step]) -> list[tuple[Case, Step, Case]]:
    case, taken = fold([first]), []
    for one in steps:
        try:
            moved = after(case, one)
        except StepRefused:
            continue
        taken.append((case, one, moved))
        case = moved
    return taken


@given(
    st.sampled_from([opened(), by_agent(), by_agent("parent"), by_agent("guardian"), opened(protected=True)]),
    st.lists(st.sampled_from(ANY), max_size=25),
)
def test_no_order_of_steps_lets_out_what_must_not(first: Step, steps: list[Step]) -> None:
    for before, one, case in walked(first, steps):
        if one.command == "case answer":
            decision = case.decision
            assert decision is not None
            if decision.outcome in ("part", "refused"):
                assert case.seconded_by not in (None, decision.officer)
            if case.agent is not None and not decision.unproven:
                assert case.agent.lacking is None and not case.protected
            if before.stage == "answer" and (
                case.protected or (case.agent is not None and case.agent.untold_because is not None)
            ):
                assert case.seconded_by not in (None, decision.officer)
            if case.protected:
                assert one.said["by"] == "phone"
        if case.agent is not None and case.protected and not (case.decision and case.decision.unproven):
            assert case.code is None

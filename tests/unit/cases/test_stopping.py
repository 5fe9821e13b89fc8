"""What a granted request stops, and when the person may be told that it is done (article 35(7))."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.cases.folding import fold
from ledger.cases.next_step import next_step, next_steps
from ledger.cases.requests import KINDS
from ledger.cases.steps import Step, StepRefused
from ledger.cases.stopping import answer_of, granted, scopes_of, stop_state, to_give, to_tell, told_of_stop, unsaid
from ledger.cases.stops import CLOSED, GROUNDS, StopScope
from ledger.judging.stops import Effected
from ledger.law.stops import BARS
from tests.unit.cases.case_steps import AGREE, ANSWER, DAY, IDENTIFY, NOON, WHOLE, opened, step

STOP, OTHER = UUID(int=1), UUID(int=2)
REFUSED = step("decide", outcome="refused", as_of=1, withheld={}, text="no", grounds=["identity"])
PART = step("decide", outcome="part", as_of=1, withheld={}, text="some", grounds=["no_opt_out"])
TWO = step("identify", method="call_back", ids=[["member", "A-1", str(2**62)], ["member", "B-1", None]])
GIVEN = step("stop", stops=[STOP.hex, OTHER.hex])
DONE = {STOP: Effected(("crm", "shop"), (), NOON + DAY), OTHER: Effected(("crm", "shop"), (), NOON + 2 * DAY)}


def case_of(*steps: Any, kind: str = "stop_provision") -> Any:
    return fold([opened(kind), TWO, *steps])


def test_every_ground_of_a_stop_is_one_the_law_knows_and_every_kind_is_one_of_the_window() -> None:
    assert set(GROUNDS.values()) == set(BARS)
    assert set(GROUNDS) <= set(KINDS)
    assert [code for code, kind in KINDS.items() if scopes_of(kind)] == [code for code in KINDS if code in GROUNDS]


@pytest.mark.parametrize(
    ("steps", "kind", "is_granted"),
    [
        ([WHOLE], "stop_provision", True), ([PART, AGREE], "opt_out", True), ([PART], "opt_out", False),
        ([REFUSED, AGREE], "stop_use", False), ([], "withdrawal", False), ([WHOLE], "correction", False),
        ([WHOLE, step("withdraw")], "opt_out", False), ([WHOLE, ANSWER], "opt_out", True),
    ],
)  # fmt: skip
def test_a_stop_is_granted_once_its_decision_needs_nobody_else(steps: list[Any], kind: str, is_granted: bool) -> None:
    assert granted(case_of(*steps, kind=kind)) is is_granted


def test_it_is_done_when_every_stop_is_in_effect_everywhere_and_from_the_last_of_them_on() -> None:
    case = case_of(WHOLE, GIVEN)
    state = stop_state(case, DONE)
    assert (state.state, state.done_at) == ("done", NOON + 2 * DAY)
    assert state.words.ja == "停止しました（2026年4月3日（金））"


@pytest.mark.parametrize(
    "acknowledged",
    [
        {}, {STOP: DONE[STOP]}, {**DONE, OTHER: Effected(("crm",), ("shop",))},
    ],
    ids=["not in the log yet", "one of two", "one service awaited"],
)  # fmt: skip
def test_until_then_it_is_in_hand_and_the_person_is_told_no_more(acknowledged: dict[UUID, Effected]) -> None:
    state = stop_state(case_of(WHOLE, GIVEN), acknowledged)
    assert state.state == "in_hand"
    assert state.words.ja == "停止の手続をしています"
    assert stop_state(case_of(WHOLE), DONE).state == "in_hand", "granted, and not given yet"


@given(st.lists(st.tuples(st.sampled_from([STOP, OTHER]), st.booleans()), max_size=4))
def test_no_set_of_acknowledgements_with_a_service_missing_is_done(told: list[tuple[UUID, bool]]) -> None:
    acknowledged = {stop: DONE[stop] if done else Effected((), ("crm",)) for stop, done in told}
    done = stop_state(case_of(WHOLE, GIVEN), acknowledged).state == "done"
    assert done is (len(acknowledged) == 2 and all(not one.awaited for one in acknowledged.values()))


def test_an_answer_says_done_only_then_and_in_hand_only_in_an_officers_words() -> None:
    waiting, done = stop_state(case_of(WHOLE, GIVEN), {}), stop_state(case_of(WHOLE, GIVEN), DONE)
    with pytest.raises(StepRefused, match="not every service"):
        answer_of(waiting, None)
    with pytest.raises(StepRefused, match="empty"):
        answer_of(waiting, " ")
    assert answer_of(waiting, "いま止めています") == {"in_hand": "いま止めています"}
    assert answer_of(done, None) == {"stopped_at": NOON + 2 * DAY}
    nothing = stop_state(case_of(REFUSED, AGREE), {})
    assert answer_of(nothing, None) == {}
    with pytest.raises(StepRefused, match="nothing was stopped"):
        answer_of(nothing, "いま止めています")


def test_what_was_told_in_hand_is_told_as_done_by_a_later_answer() -> None:
    in_hand = step("answer", code_digest="c", code_until=NOON + 30 * DAY, in_hand="いま止めています")
    done = step("answer", code_digest="d", code_until=NOON + 30 * DAY, stopped_at=NOON + DAY)
    first = case_of(WHOLE, GIVEN, in_hand)
    assert (first.stops.in_hand, told_of_stop(first), to_tell(first)) == ("いま止めています", (), True)
    second = case_of(WHOLE, GIVEN, in_hand, done)
    assert (second.stops.in_hand, to_tell(second)) == ("", False)
    assert [one.en for one in told_of_stop(second)] == ["Stopped on 2 April 2026 (Thu)"]


def test_stops_are_given_once_and_a_given_one_is_not_undone_by_withdrawing_the_request() -> None:
    with pytest.raises(StepRefused, match="already"):
        case_of(WHOLE, GIVEN, GIVEN)
    with pytest.raises(StepRefused, match="already"):
        case_of(WHOLE, GIVEN, step("withdraw"))


def decision(outcome: str, recipients: list[str] | None = None, items: list[str] | None = None) -> Step:
    grounds = ["no_opt_out"] if outcome == "part" else []
    scope = {"recipients": recipients, "items": items}
    return step("decide", outcome=outcome, as_of=1, withheld={}, text="", scope=scope, grounds=grounds)


def asked_for(scope: str, *steps: Step) -> Any:
    return fold([opened("opt_out", scope=scope), IDENTIFY, *steps])


def test_less_than_was_asked_is_a_part_and_more_than_was_asked_is_refused() -> None:
    assert case_of(decision("whole")).decision.scope == StopScope()
    assert asked_for("all", decision("part", ["company"])).decision.scope == StopScope(("company",), None)
    assert granted(asked_for("recipient", decision("whole", ["company"])))
    with pytest.raises(StepRefused, match="less than that is a part"):
        asked_for("all", decision("whole", ["company"]))
    with pytest.raises(StepRefused, match="one recipient was asked for"):
        asked_for("recipient", decision("whole"))
    with pytest.raises(StepRefused, match="one item was asked for"):
        asked_for("item", decision("part", ["company"]))
    with pytest.raises(StepRefused, match="nothing is stopped"):
        case_of(decision("whole", ["company"]), kind="data")
    with pytest.raises(StepRefused, match="nothing is stopped"):
        case_of(decision("refused"), kind="opt_out")


def test_a_decision_that_does_not_say_what_it_covers_gives_no_stop_by_itself() -> None:
    """As those that were entered before decisions said so: each would stop everything the moment a worker starts."""
    before = case_of(WHOLE, kind="opt_out")
    assert (granted(before), to_give(before), unsaid(before)) == (True, False, True)
    since = case_of(decision("whole"), kind="opt_out")
    assert (to_give(since), unsaid(since)) == (True, False)
    given = case_of(decision("whole"), GIVEN, kind="opt_out")
    assert (to_give(given), unsaid(given)) == (False, False)


def test_what_a_decision_does_not_say_it_covers_an_officer_says_and_it_binds_from_then_on() -> None:
    later = NOON + 40 * DAY
    named = step("stop scope", "officer-2", at=later, scope={"recipients": None, "items": None})
    case = case_of(WHOLE, named, kind="opt_out")
    assert (to_give(case), unsaid(case), case.decision.scope) == (True, False, StopScope())
    assert (case.stops.granted_at, case.stops.granted_by) == (later, "officer-2")
    for wrong in ([decision("whole"), named], [WHOLE, named, named], [REFUSED, AGREE, named]):
        with pytest.raises(StepRefused, match="says what its stop covers, or grants none"):
            case_of(*wrong, kind="opt_out")
    with pytest.raises(StepRefused, match="less than that is a part"):
        case_of(WHOLE, step("stop scope", scope={"recipients": ["company"], "items": None}), kind="opt_out")


def test_a_stop_is_given_for_another_id_of_the_person_and_is_done_when_that_one_is_too() -> None:
    third = UUID(int=3)
    also = step("stop id", at=NOON + 3 * DAY, method="call_back", ids=[["member", "C-1", None]])
    case = case_of(decision("whole"), GIVEN, also)
    assert to_give(case) and stop_state(case, DONE).state == "in_hand", "done for the ids before, not for this one"
    given = case_of(decision("whole"), GIVEN, also, step("stop", stops=[third.hex]))
    assert not to_give(given) and given.stops.given == (STOP, OTHER, third)
    assert stop_state(given, {**DONE, third: Effected((), ("crm",))}).state == "in_hand"
    assert stop_state(given, {**DONE, third: Effected(("crm",), (), NOON + 4 * DAY)}).done_at == NOON + 4 * DAY
    told = step("answer", code_digest="c", code_until=NOON + 30 * DAY, stopped_at=NOON + DAY)
    for wrong in ([WHOLE, also], [decision("whole"), GIVEN, also, also], [decision("whole"), GIVEN, told, also]):
        with pytest.raises(StepRefused):
            case_of(*wrong)


def test_a_stop_is_closed_once_two_officers_say_the_same() -> None:
    def close(officer: str, *stops: UUID, because: str = "id_passed_on") -> Step:
        named = [stop.hex for stop in stops]
        return step("stop close", officer, stops=named, because=because, takes_two=True)

    proposed = case_of(decision("whole"), GIVEN, close("one", STOP))
    assert not proposed.stops.closed and stop_state(proposed, {}).because == "", "the person reads nothing of it yet"
    assert next_steps(proposed, NOON) == ("answer", "stop_close"), "it hides nothing of what is to be done"
    in_hand = step("answer", code_digest="c", code_until=NOON + 30 * DAY)
    assert next_steps(case_of(decision("whole"), GIVEN, in_hand, close("one", STOP)), NOON) == ("stop_close",)
    with pytest.raises(StepRefused, match="somebody else"):
        case_of(decision("whole"), GIVEN, close("one", STOP), close("one", STOP))
    for other in (close("two", OTHER), close("two", STOP, OTHER), close("two", STOP, because="no_data_left")):
        another = case_of(decision("whole"), GIVEN, close("one", STOP), other)
        assert not another.stops.closed and another.stops.closing is not None, "it is a proposal of its own"
        assert another.stops.closing.officer == "two"
    agreed = case_of(decision("whole"), GIVEN, close("one", STOP), close("two", STOP))
    assert dict(agreed.stops.closed) == {STOP: "id_passed_on"} and agreed.stops.closing is None
    assert next_steps(agreed, NOON) == ("answer",)
    told = step("answer", code_digest="c", code_until=NOON + 30 * DAY, stopped_at=NOON + DAY)
    overtaken = case_of(decision("whole"), GIVEN, close("one", STOP), told)
    assert next_step(overtaken, NOON) == "nothing", "services put it into effect after all, and nobody is left to agree"


def test_a_stop_nobody_will_put_into_effect_is_closed_with_a_reason_that_the_person_reads() -> None:
    def close(*stops: UUID) -> Step:
        """A step as it was entered before it took two."""
        return step("stop close", stops=[stop.hex for stop in stops], because="id_passed_on")

    one = stop_state(case_of(decision("whole"), GIVEN, close(STOP)), {OTHER: DONE[OTHER]})
    assert (one.state, one.done_at, one.because) == ("done", NOON + 2 * DAY, "id_passed_on")
    waits = stop_state(case_of(decision("whole"), GIVEN, close(STOP)), {})
    assert waits.state == "in_hand", "of the other one nobody has said anything"
    both = case_of(decision("whole"), GIVEN, close(STOP, OTHER))
    state = stop_state(both, {})
    assert (state.state, state.words, state.done_at) == ("closed", CLOSED["id_passed_on"], None)
    assert answer_of(state, None) == {"stop_closed": "id_passed_on"}
    told = case_of(decision("whole"), GIVEN, close(STOP, OTHER), step(
        "answer", code_digest="c", code_until=NOON + 30 * DAY, stop_closed="id_passed_on"
    ))  # fmt: skip
    assert (told_of_stop(told), to_tell(told)) == ((CLOSED["id_passed_on"],), False)
    for wrong in ([close()], [close(UUID(int=9))], [close(STOP), close(STOP)]):
        with pytest.raises(StepRefused, match="no open stops"):
            case_of(decision("whole"), GIVEN, *wrong)
    with pytest.raises(StepRefused):
        case_of(decision("whole"), GIVEN, step("stop close", stops=[STOP.hex], because="tired"))

"""The parts of a case: its clock, its grounds, its thread, what it does for who is protected, and a complaint's way."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.cases.case import Case, as_told
from ledger.cases.clock import DELAYS
from ledger.cases.deadline import deadline
from ledger.cases.deciding import LONGEST_REASON
from ledger.cases.folding import after, fold
from ledger.cases.grounds import GROUNDS, grounds_of
from ledger.cases.meant import Meant, decide_step
from ledger.cases.next_step import NEXT, next_step
from ledger.cases.owner import OwnerMoved
from ledger.cases.requests import KINDS
from ledger.cases.steps import PERSON, Step, StepRefused
from ledger.cases.targets import next_target, working_days_after
from ledger.cases.thread import MOST
from ledger.judging.ranges import EVERYTHING
from ledger.law.holidays import closed
from tests.unit.cases.case_steps import AGREE, ANSWER, DAY, IDENTIFY, NOON, PART, WHOLE, opened, step

PAUSE = step("pause", cause="identity")


def extend(until: str, at: int = NOON + DAY, because: str = "records") -> Step:
    return step("extend", at=at, because=because, until=until)


def test_targets_are_counted_in_working_days_from_the_day_after_arrival() -> None:
    case = fold([opened()])
    assert next_target(case, NOON) == date(2026, 4, 6), "the third working day; a weekend lies between"
    assert next_target(after(case, IDENTIFY), NOON) == date(2026, 4, 10)
    assert next_target(case, NOON, frozenset({date(2026, 4, 3)})) == date(2026, 4, 7)


def test_a_pause_moves_targets_and_leaves_day_14_where_it_is() -> None:
    case = fold([opened(), PAUSE])
    assert case.clock.paused_for == "identity"
    assert next_target(case, NOON + 6 * DAY) == date(2026, 4, 9), "2, 3 and 6 April were stood still"
    assert deadline(case, NOON + 6 * DAY).due == date(2026, 4, 15)
    ended = after(case, step("identify", at=NOON + 2 * DAY, method="call_back", ids=[]))
    assert ended.clock.paused_for is None, "what was waited for is there"
    assert next_target(ended, NOON + 9 * DAY) == date(2026, 4, 13)


@pytest.mark.parametrize("steps", [
    [step("pause", cause="fee")], [IDENTIFY, PAUSE], [PAUSE, PAUSE], [step("resume")], [step("pause", cause="holiday")],
])  # fmt: skip
def test_a_pause_has_a_cause_that_is_allowed_and_there(steps: list[Step]) -> None:
    with pytest.raises(StepRefused):
        fold([opened(), *steps])


def test_an_extension_has_a_coded_reason_and_a_later_day() -> None:
    for wrong in (extend("2026-04-01"), extend("2026-05-01", because="hard to tell")):
        with pytest.raises(StepRefused):
            fold([opened(), wrong])
    with pytest.raises(StepRefused, match="no later"):
        fold([opened(), extend("2026-04-20"), extend("2026-04-20")])
    case = fold([opened(), extend("2026-04-20")])
    assert next_target(case, NOON) == date(2026, 4, 20) and deadline(case, NOON).due == date(2026, 4, 15)


def test_lateness_is_told_with_its_reason_and_the_new_day() -> None:
    case = fold([opened(), extend("2026-04-20")])
    assert deadline(case, NOON + 15 * DAY).words.ja == (
        "回答が遅れています。理由は、記録の確認に時間がかかっているためです。新しい予定は4月20日（月）です。"
    ).replace("は4月", "は2026年4月")
    assert deadline(case, NOON + 15 * DAY).words.en == (
        "Our answer is late because checking the records takes longer. New date: 20 April 2026 (Mon)."
    )
    assert deadline(case, NOON).words.ja.startswith("回答が予定より遅れます。")
    over = deadline(case, NOON + 25 * DAY).words
    assert "4月20日" not in over.ja and over.en.endswith("We will show the new date here once it is known.")
    assert deadline(fold([opened()]), NOON + 15 * DAY).words.en.startswith("Our answer is late. We will")
    assert next_step(fold([opened()]), NOON + 15 * DAY) == next_step(case, NOON + 25 * DAY) == "say_late"
    assert next_step(case, NOON + 15 * DAY) == "identity"


@given(st.dates(date(2022, 1, 1), date(2040, 1, 1)), st.integers(0, 30))
def test_a_working_day_after_another_is_open_and_the_days_between_are_counted_once(day: date, count: int) -> None:
    found = working_days_after(day, count)
    assert working_days_after(working_days_after(day, count // 2), count - count // 2) == found
    assert found >= day + timedelta(days=count)
    assert count == 0 or found.year > 2028 or not closed(found)


@given(st.lists(st.sampled_from([
    PAUSE, step("resume"), IDENTIFY, extend("2026-04-20"), extend("2026-06-30"), WHOLE, PART, AGREE,
])), st.integers(0, 60))  # fmt: skip
def test_nothing_moves_day_14(steps: list[Step], days: int) -> None:
    case = fold([opened()])
    for one in steps:
        try:
            case = after(case, one)
        except StepRefused:
            continue
    found = deadline(case, NOON + days * DAY)
    assert (found.due, found.days_left, found.suit_from) == (date(2026, 4, 15), 14 - days, date(2026, 4, 16))


def test_every_next_step_has_its_words() -> None:
    for steps in ([], [IDENTIFY], [IDENTIFY, PART], [IDENTIFY, WHOLE], [IDENTIFY, WHOLE, ANSWER]):
        assert next_step(fold([opened(), *steps]), NOON) in NEXT
    assert next_step(fold([opened(fee=300), IDENTIFY, WHOLE]), NOON) == "fee"


def protected(*steps: Step) -> Case:
    return fold([opened(), step("protect", because="violence", on=True), *steps])


def test_who_is_protected_gets_nothing_by_post_nothing_new_and_two_officers() -> None:
    with pytest.raises(StepRefused, match="post"):
        protected(step("identify", method="registered_mail_code", ids=[]))
    assert protected(IDENTIFY, WHOLE).stage == "second"
    ready = protected(IDENTIFY, WHOLE, AGREE)
    kept = {"code_digest": "c", "code_until": NOON + 30 * DAY}
    for wrong in ({}, {"by": "post", "held_since": "2020-01-01"}, {"by": "phone", "held_since": "2026-04-01"}):
        with pytest.raises(StepRefused):
            after(ready, step("answer", **kept, **wrong))
    assert after(ready, step("answer", **kept, by="phone", held_since="2020-01-01")).stage == "answered"


def test_no_code_goes_to_an_address_that_is_not_to_be_used_and_no_agent_says_which() -> None:
    case = opened(unsafe="自宅の電話と Ｈａｎａ@example.jp")
    sends = {"held_since": "2020-01-01", "code_digest": "c", "code_until": NOON}
    with pytest.raises(StepRefused, match="not to be used"):
        after(fold([case]), step("code", **sends, address="hana@Example.jp"))
    assert after(fold([case]), step("code", **sends, address="hanako@example.jp")).proof is not None
    with pytest.raises(StepRefused, match="agent"):
        fold([opened(unsafe="03-0000-0000", agent={"kind": "parent", "name": "代理"})])


SENDS = {"held_since": "2020-01-01", "code_digest": "c", "code_until": NOON + 3 * DAY}
SAID_AT = NOON + DAY


def test_contacts_that_are_named_later_get_no_mail_and_what_went_there_proves_nothing() -> None:
    asked = opened(email="new@example.jp", unsafe="自宅の電話")
    case = fold([asked, step("code", **SENDS, address="hana@example.jp")])
    assert case.address == "new@example.jp" and case.proof is not None and case.proof.open_at(SAID_AT)
    named = after(case, step("unsafe", contacts="ｈａｎａ@Example.jp と new@example.jp\n"))
    assert named.unsafe == "自宅の電話\nｈａｎａ@Example.jp と new@example.jp" and named.turn == case.turn + 1
    assert named.address == "" and named.proof is not None and not named.proof.open_at(SAID_AT)
    with pytest.raises(StepRefused, match="no code is waiting"):
        after(named, step("prove", code_digest="c"))
    other = after(case, step("unsafe", contacts="03-0000-0000"))
    assert other.address == "new@example.jp" and other.proof == case.proof
    assert after(other, step("unsafe", contacts="03-0000-0000")).unsafe == other.unsafe, "said twice it is one"
    for refused in (" ", "a" * 401):
        with pytest.raises(StepRefused, match="characters"):
            after(case, step("unsafe", contacts=refused))
    with pytest.raises(StepRefused, match="stay as they are"):
        fold([asked, *(step("unsafe", contacts=f"{n:0400}") for n in range(11))])
    with pytest.raises(StepRefused, match="agent"):
        fold([opened(agent={"kind": "mandated", "name": "代理"}), step("unsafe", contacts="03-0000-0000")])


def test_a_code_that_went_to_an_address_named_later_opens_nothing_before_a_supplement_and_while_one_is_made() -> None:
    answered = fold([
        opened(email="new@example.jp"), IDENTIFY, WHOLE,
        step("answer", by="email", code_digest=None, code_until=NOON + 30 * DAY),
        step("receive code", code_digest="c", code_until=NOON + 3 * DAY, openings=3, opens_for=DAY, again_from=NOON),
    ])  # fmt: skip
    assert answered.code is not None and answered.code.waits(SAID_AT)
    for case in (answered, after(answered, step("supplement"))):
        for named, opens in (("old@example.jp", True), ("NEW@example.jp", False)):
            told = as_told(after(case, step("unsafe", contacts=named)), SAID_AT)
            assert told.code is not None and told.code.waits(SAID_AT) is opens and bool(told.address) is opens


def test_who_ends_the_flag_does_not_decide_alone_by_it() -> None:
    ended = protected(step("protect", because="over", on=False))
    assert after(after(ended, IDENTIFY), WHOLE).stage == "second"
    again = [step("protect", because="person", on=True), step("protect", because="over", on=False)]
    assert protected(IDENTIFY, *again, WHOLE).stage == "second"


def test_a_flag_set_late_sends_a_decision_of_one_officer_to_a_second() -> None:
    late = fold([opened(), IDENTIFY, WHOLE, step("protect", because="authority", on=True)])
    assert late.stage == "second"
    assert after(late, AGREE).stage == "answer"
    agent = opened(agent={"kind": "mandated", "name": "代理"}, protected=True)
    with pytest.raises(StepRefused, match="no agent"):
        fold([agent, step("agent", proof="mandate"), step("principal", unsafe="danger"), IDENTIFY, WHOLE])


def refused(kind: str, *grounds: str, outcome: str = "refused", measure: str = "", explained: str = "") -> Case:
    steps = [opened(kind), *([IDENTIFY] if KINDS[kind].personal else [])]
    return fold([*steps, step(
        "decide", outcome=outcome, as_of=1, withheld={}, text="t", grounds=list(grounds), measure=measure,
        explained=explained,
    )])  # fmt: skip


@pytest.mark.parametrize("kind", sorted(GROUNDS))
def test_a_refusal_takes_a_ground_of_its_kind(kind: str) -> None:
    for ground, said in GROUNDS[kind].items():
        assert refused(kind, ground, measure="代わりの措置" if said.measure else "").stage == "second"
        assert said.words.ja.endswith("。") and said.words.en.endswith(".")
    for wrong in ((), ("33(9)",)):
        with pytest.raises(StepRefused):
            refused(kind, *wrong)


def test_other_measures_say_which_and_a_whole_answer_has_no_ground() -> None:
    with pytest.raises(StepRefused, match="instead"):
        refused("stop_use", "35(2)")
    with pytest.raises(StepRefused, match="instead"):
        refused("stop_use", "35(1)", measure="何か")
    with pytest.raises(StepRefused):
        refused("stop_use", "35(1)", outcome="whole")
    assert {"identity", "agent"} <= grounds_of("records").keys()


def test_our_own_reason_is_short_and_goes_out_once_a_second_officer_has_read_it() -> None:
    case = refused("data", "33(2)ii", explained="営業秘密にあたるため。")
    with pytest.raises(StepRefused, match="nobody else"):
        after(case, AGREE)
    assert after(case, step("second", "officer-2", agrees=True, names_nobody_else=True)).stage == "answer"
    with pytest.raises(StepRefused):
        refused("data", "33(2)ii", explained="あ" * (LONGEST_REASON + 1))
    with pytest.raises(StepRefused):
        refused("data", outcome="whole", explained="理由")


def test_there_is_nothing_of_what_was_asked_for() -> None:
    assert refused("data", outcome="none").stage == "answer"


def test_what_is_decided_says_what_was_done_and_that_there_is_none_only_where_the_act_knows_it() -> None:
    def means(kind: str, **more: Any) -> Any:
        return decide_step(fold([opened(kind=kind), IDENTIFY]), Meant(**more), 1, EVERYTHING)

    assert means("correction", outcome="whole", text="住所を改めました。")["outcome"] == "whole"
    assert means("correction", outcome="none", text="ありません。")["outcome"] == "none"
    with pytest.raises(StepRefused, match="takes a reply"):
        means("correction", outcome="whole", text=" ")
    for kind in ("purpose", "foreign", "stop_provision", "opt_out"):
        with pytest.raises(StepRefused, match="ground"):
            means(kind, outcome="none", text="ありません。")


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"records", "data", "purpose"}))
def test_no_fee_for_what_article_38_does_not_name(kind: str) -> None:
    with pytest.raises(StepRefused, match="38"):
        fold([opened(kind, fee=300)])


def test_an_answer_waits_for_its_fee() -> None:
    case = fold([opened(fee=300), IDENTIFY, WHOLE])
    with pytest.raises(StepRefused, match="fee"):
        after(case, ANSWER)
    waiting = after(case, step("pause", cause="fee"))
    settled = after(waiting, step("fee", settled="paid"))
    assert settled.clock.paused_for is None and after(settled, ANSWER).stage == "answered"
    with pytest.raises(StepRefused):
        fold([opened(), step("fee", settled="paid")])


def test_a_thread_has_both_sides_and_notes_are_no_part_of_it() -> None:
    written = step("write", PERSON, text="いつですか")
    case = fold([opened(), written, step("note", text="internal"), step("message", text=" 来週です ")])
    assert [(one.from_person, one.text) for one in case.thread] == [(True, "いつですか"), (False, "来週です")]
    assert next_step(fold([opened(), written]), NOON) == "reply"
    for wrong in (step("write", PERSON, text="  "), step("write", PERSON, text="あ" * 4_001)):
        with pytest.raises(StepRefused):
            after(case, wrong)
    with pytest.raises(StepRefused, match="already"):
        fold([opened(), *[written] * (MOST + 1)])


def test_what_is_written_while_a_supplement_is_prepared_is_in_the_thread_the_person_sees() -> None:
    case = fold([opened(), IDENTIFY, WHOLE, ANSWER, step("supplement", at=NOON + 2 * DAY),
                 step("message", at=NOON + 3 * DAY, text="調べています")])  # fmt: skip
    assert case.told_before is not None and case.told_before.thread == case.thread


def complaint(*steps: Step) -> Case:
    return fold([opened("complaint"), *steps])


ASSIGN = step("assign", category="provision", responsible="officer-2")


def test_a_complaint_has_who_answers_for_it_and_what_came_of_it() -> None:
    reply = step("decide", outcome="whole", as_of=1, withheld={}, text="直しました。")
    assert next_step(complaint(), NOON) == "assign"
    case = complaint(ASSIGN, step("refer", to="judgement", reference="ab" * 16),
                     step("refer", to="article26", handling="leak"), reply, ANSWER)  # fmt: skip
    assert next_step(case, NOON) == "conclude"
    case = after(case, step("conclude", outcome="put_right", lessons="宛先を二人で確かめる"))
    assert (case.complaint.outcome, [one.to for one in case.complaint.led]) == ("put_right", ["judgement", "article26"])
    assert next_step(case, NOON) == "nothing"


@pytest.mark.parametrize(("kind", "steps"), [
    ("complaint", [step("conclude", outcome="put_right", lessons="")]),
    ("complaint", [step("refer", to="article26")]),
    ("complaint", [step("refer", to="stop", reference="x", handling="leak")]),
    ("complaint", [step("assign", category="weather", responsible="officer-2")]),
    ("records", [ASSIGN]),
])  # fmt: skip
def test_what_is_no_way_of_a_complaint_is_refused(kind: str, steps: list[Any]) -> None:
    with pytest.raises(StepRefused):
        fold([opened(kind), *steps])


def test_every_reason_of_delay_reads_in_both_sentences() -> None:
    for because, words in DELAYS.items():
        told = deadline(fold([opened(), extend("2026-05-20", because=because)]), NOON + 20 * DAY).words
        assert f"理由は、{words.ja}ためです。" in told.ja and f"late because {words.en}. New" in told.en


def test_a_case_goes_from_whom_it_was_seen_to_be_and_from_nobody_else() -> None:
    case = fold([opened(), step("own", before="", owner="officer-1")])
    assert case.owner == "officer-1" and case.turn == 1, "what somebody saw of it stands as it stood"
    with pytest.raises(OwnerMoved):
        after(case, step("own", "officer-2", before="", owner="officer-2"))
    assert after(case, step("own", "officer-2", before="officer-1", owner="officer-2")).owner == "officer-2"

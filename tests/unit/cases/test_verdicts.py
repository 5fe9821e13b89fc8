"""A verdict is told once an officer has confirmed it, of the judgement that is current, and never by a place before."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from ledger.cases import csv, html, json
from ledger.cases.folding import after, fold
from ledger.cases.projection import RecordShown, project
from ledger.cases.steps import StepRefused
from ledger.cases.verdict_words import UNDETERMINED, VIOLATIONS, cause_of_violation, cause_of_waiting
from ledger.cases.verdicts import Judged, Verdict, confirmations
from ledger.law.catalogue import GROUNDS, Sentence
from ledger.law.words import ANSWERS
from tests.unit.cases.test_case import AGREE, IDENTIFY, opened, step
from tests.unit.cases.test_silence import facts, hidden_marks, hide

DAY = 86_400_000_000
ARTICLES = ("27(1)", "27(1)iv", "27(2)", "27(5)i", "28(1)", "28(2)", "29(1)", "30(1)i", "31(1)i", "番号法19", "21(1)")
GROUNDS_CLAIMED = ["consent", "28(1)consent", "27(2)", "27(1)iv", "27(5)i", "31(1)", "30", "none"]


def found(verdict: str = "violation", basis: str = "none", article: str = "27(1)", name: str = "aa") -> Judged:
    return Judged(name, verdict, basis, "consent_in_scope", article, ("consent",), Sentence("x", "x"))


VERDICTS = st.builds(
    lambda verdict, basis, article: Verdict(
        found(verdict, basis if verdict == "lawful" else "none", article), 1_775_005_200_000_000
    ),
    st.sampled_from(["lawful", "violation", "undetermined"]), st.sampled_from(sorted(GROUNDS)),
    st.sampled_from(ARTICLES),
)  # fmt: skip


def shown(make_answer: Any, record: Any, verdict: Verdict | None = None) -> RecordShown:
    (only,) = project(make_answer(record), {}, {record.record_id: verdict} if verdict else {}).records
    return only


def words_of(record: RecordShown, code: str) -> str:
    (fact,) = (fact for fact in (*record.granted_by_act, *record.added_by_operator) if fact.code == code)
    return fact.words.ja


def test_a_violation_says_string_6_and_an_undetermined_one_that_nothing_has_arrived(
    make_record: Any, make_answer: Any
) -> None:
    broken = words_of(shown(make_answer, make_record(), Verdict(found(), 0)), "judgement")
    assert broken == (
        "当社は、この提供の前に同意を得ていませんでした。法律（個人情報保護法27条1項）に反する提供だったと判断しています。"
        "この提供先への提供を止めるよう求めることができます。"
    )
    waits = words_of(shown(make_answer, make_record(), Verdict(found("undetermined"), 0)), "judgement")
    assert waits.startswith("この提供の根拠を確認しています。同意の記録がまだ届いていません。")


def test_a_lawful_one_names_its_basis_in_the_acts_words(make_record: Any, make_answer: Any) -> None:
    record = shown(make_answer, make_record(ground="27(2)"), Verdict(found("lawful", "27(2)"), 0))
    assert "オプトアウト（27条2項）" in words_of(record, "judgement")
    assert words_of(record, "ground") == "オプトアウト（27条2項）"


def test_what_failed_names_no_exemption(make_record: Any, make_answer: Any) -> None:
    record = shown(make_answer, make_record(ground="27(1)iv"), Verdict(found(article="27(1)iv"), 0))
    told = "".join(fact.words.ja for fact in (*record.granted_by_act, *record.added_by_operator))
    assert "4号" not in told and "確認中" not in told


def test_only_where_a_consent_was_claimed_does_a_sentence_say_that_there_was_none() -> None:
    assert [cause for cause, words in VIOLATIONS.items() if "同意を得て" in words.ja] == ["no_consent"]
    assert [cause for cause, words in VIOLATIONS.items() if "have your consent" in words.en] == ["no_consent"]


@pytest.mark.parametrize("role", ["provider", "recipient"])
def test_every_no_of_the_law_has_its_sentence(role: str) -> None:
    questions = {question for question, answer in ANSWERS if answer == "no"}
    for question in questions:
        for article in ARTICLES:
            words = VIOLATIONS[cause_of_violation(role, question, article)]
            assert words.ja and words.en
            if role == "recipient":
                assert "提供先への提供を止める" not in words.ja


@pytest.mark.parametrize(
    ("question", "article", "cause"),
    [
        ("consent_in_scope", "27(1)", "no_consent"), ("consent_in_scope", "28(1)", "abroad"),
        ("not_stopped", "35(3)", "stopped"), ("foreign_information_shown", "28(2)", "not_informed"),
        ("public_duty_shown", "27(1)iv", "exception"), ("notified_before", "27(2)", "opt_out"),
        ("a_joint_user", "27(5)iii", "not_third_party"), ("purpose_announced", "21(1)", "purpose"),
        ("recipient_known", "29(1)", "record"), ("consent_confirmed_shown", "31(1)i", "related"),
    ],
)  # fmt: skip
def test_a_cause_is_that_of_the_answer_that_decided(question: str, article: str, cause: str) -> None:
    assert cause_of_violation("provider", question, article) == cause


def test_every_waiting_has_its_sentence() -> None:
    for missing, cause in (((), "other"), (("consent",), "consent"), (("register:recipient",), "other"),
                           (("acceptance:late_evidence", "consent"), "acceptance")):  # fmt: skip
        assert cause_of_waiting(missing) == cause and UNDETERMINED[cause].en


def test_only_what_was_looked_at_and_can_be_told_is_confirmed() -> None:
    assert confirmations({"r": found()}, {"r"}) == {"r": ["aa", "violation"]}
    for judged, wanted in (({}, {"r"}), ({"r": found("not_provision")}, {"r"})):
        with pytest.raises(StepRefused):
            confirmations(judged, wanted)


def test_a_violation_that_is_told_takes_a_second_officer_and_others_do_not() -> None:
    for verdict, stage in (("lawful", "answer"), ("undetermined", "answer"), ("violation", "second")):
        told = step("decide", outcome="whole", as_of=1, withheld={}, text="", confirmed={"r": ["aa", verdict]})
        case = fold([opened(), IDENTIFY, told])
        assert case.stage == stage
    assert after(case, AGREE).stage == "answer"


def test_what_was_judged_anew_stands_beside_what_was_told_before(make_record: Any, make_answer: Any) -> None:
    noon = 1_775_005_200_000_000  # 2026-04-01 10:00 in Japan
    anew = Verdict(found("lawful", "consent", name="bb"), noon + 9 * DAY, Verdict(found("undetermined"), noon))
    record = shown(make_answer, make_record(), anew)
    assert record.verdict == "lawful"
    told = words_of(record, "judgement")
    assert told.index("2026年4月10日（金）") < told.index("沿った提供") < told.index("2026年4月1日（水）")


@pytest.mark.parametrize("ground", GROUNDS_CLAIMED)
@pytest.mark.parametrize("role", ["provider", "recipient"])
def test_until_it_is_confirmed_nothing_of_a_record_depends_on_what_was_found(
    make_record: Any, make_answer: Any, role: str, ground: str
) -> None:
    other = make_record(record_id="ee" * 16, role=role, ground=ground)
    record = make_record(role=role, ground=ground)
    alone = shown(make_answer, record)
    for verdict in ("lawful", "violation", "undetermined"):
        beside = project(make_answer(record, other), {}, {other.record_id: Verdict(found(verdict, "consent"), 0)})
        (same,) = (one for one in beside.records if one.record_id == record.record_id)
        assert (same.granted_by_act, same.added_by_operator) == (alone.granted_by_act, alone.added_by_operator)
    assert alone.verdict is None


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    visible=st.lists(st.tuples(facts(), st.none() | VERDICTS), max_size=3, unique_by=lambda one: one[0]["record_id"]),
    hidden=st.lists(st.tuples(facts(), hidden_marks(), VERDICTS), min_size=1, max_size=3),
)
def test_a_verdict_of_a_hidden_record_changes_no_byte(
    make_record: Any, make_answer: Any, visible: list[Any], hidden: list[Any]
) -> None:
    assume({each["record_id"] for each, _ in visible}.isdisjoint(each["record_id"] for each, _, _ in hidden))
    there = [make_record(**each) for each, _ in visible]
    verdicts = {each["record_id"]: verdict for each, verdict in visible if verdict is not None}
    silent = [hide(make_record(**each), marks) for each, marks, _ in hidden]
    of_hidden = {each["record_id"]: verdict for each, _, verdict in hidden}
    with_them = project(make_answer(*there, *silent), {}, of_hidden | verdicts)
    without = project(make_answer(*there), {}, verdicts)
    for render in (html.render, json.render, csv.render):
        assert render(with_them) == render(without)


def test_a_page_with_a_verdict_does_not_say_that_all_are_being_checked(make_record: Any, make_answer: Any) -> None:
    record = make_record()
    page = html.render(project(make_answer(record), {}, {record.record_id: Verdict(found(), 0)})).decode()
    assert "すべての記録で「確認中」" not in page and "担当者が確かめたものだけ" in page
    assert page.count('class="chip violation"') == 2 and "違反</span>" in page and "Violation</span>" in page

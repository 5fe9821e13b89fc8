"""What the table of cases does not vary: texts beside consents, versions of the law, and which side is academic."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ledger.law.catalogue import duty_reason, ground, missing
from ledger.law.consent import in_force
from ledger.law.days import after_months, calendar, day_number
from ledger.law.judge import judge
from ledger.law.registered import TermsEntry
from ledger.law.rulesets import CURRENT, RULE_SETS
from ledger.law.types import RuleAnswer
from tests.unit.law.acts import ALL_PASSED, AT, NONE_PASSED, act, change, found, instant, recipient
from tests.unit.law.cases.entries import CONTRACT, ENTRUSTED, NOTIFIED, READING, SYSTEM, TERMS, TODAY, US

AMENDED = RULE_SETS["2026-amendment"]


def answers(judgement: Any, question: str) -> list[RuleAnswer]:
    return [rule for rule in judgement.rules if rule.question == question]


def test_the_amendment_would_ask_who_receives_by_opt_out() -> None:
    claimed = act(ground="27(2)", opt_out_notification="notification", agreement=None)
    known = found(notification=NOTIFIED)
    assert judge(claimed, known).verdict == "lawful"
    amended = judge(claimed, replace(known, rules=AMENDED))
    assert answers(amended, "recipient_verified") == [
        RuleAnswer("recipient_verified", "2026 amendment", "no", ("evidence:recipient_verified",))
    ]
    shown = replace(claimed, evidence=(("recipient_verified", "登記簿と契約書"),))
    assert judge(shown, replace(known, rules=AMENDED)).verdict == "lawful"


def test_an_opt_out_lasts_to_the_end_of_its_last_day() -> None:
    claimed = act(ground="27(2)", opt_out_notification="notification", agreement=None)
    for ended, verdict in ((TODAY, "lawful"), (TODAY - 1, "violation")):
        assert judge(claimed, found(notification=replace(NOTIFIED, ended=ended))).verdict == verdict


@pytest.mark.parametrize(
    ("rules", "consented_by", "verdict"),
    [(CURRENT, None, "lawful"), (AMENDED, None, "violation"), (AMENDED, "parent", "lawful")],
)
def test_a_child_under_16_who_could_judge_needs_a_representative_under_the_amendment_only(
    rules: Any, consented_by: str | None, verdict: str
) -> None:
    given = change(AT - 9, incapacity="under_16", consented_by=consented_by)
    assert judge(act(), found(given, rules=rules)).verdict == verdict


def test_before_2022_the_law_did_not_speak_of_personal_related_information() -> None:
    claimed = act(ground="31(1)", data_class="personal_related", has_person=False)
    judgement = judge(claimed, found(rules=RULE_SETS["2017-05-30"]))
    assert (judgement.verdict, judgement.basis) == ("not_provision", "none")
    assert answers(judgement, "related_information_in_law") == [
        RuleAnswer("related_information_in_law", "31(1)", "no")
    ]


_TEXT = replace(TERMS, said=None, recipients=None, ranges=None, items=None, purposes=None)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (_TEXT, "lawful"),
        (replace(_TEXT, recipients=frozenset({"company"})), "lawful"),
        (replace(_TEXT, recipients=frozenset({"another"})), "violation"),
        (replace(_TEXT, ranges=frozenset({"group"})), "lawful"),
        (replace(_TEXT, ranges=frozenset({"press"})), "violation"),
        (replace(_TEXT, recipients=frozenset({"another"}), ranges=frozenset({"group"})), "lawful"),
        (replace(_TEXT, recipients=frozenset({"company"}), ranges=frozenset({"press"})), "lawful"),
        (replace(_TEXT, items=frozenset({"name"})), "lawful"),
        (replace(_TEXT, items=frozenset({"phone"})), "violation"),
        (replace(_TEXT, purposes=frozenset({"operation"})), "lawful"),
        (replace(_TEXT, purposes=frozenset({"advertising"})), "violation"),
    ],
)
def test_a_consent_reaches_no_further_than_the_text_that_was_shown(text: TermsEntry, verdict: str) -> None:
    assert judge(act(), found(change(AT - 9), terms=(text,))).verdict == verdict


@pytest.mark.parametrize("other", [replace(_TEXT, code="terms-2"), replace(_TEXT, version=2)])
def test_another_text_and_another_version_limit_nothing(other: TermsEntry) -> None:
    narrow = replace(other, items=frozenset())
    for texts in ((narrow, _TEXT), (_TEXT, narrow)):
        assert judge(act(), found(change(AT - 9), terms=texts)).verdict == "lawful"


def test_a_text_limits_who_receives_even_while_no_register_knows_them() -> None:
    text = replace(_TEXT, ranges=frozenset({"group"}))
    judgement = judge(act(), found(change(AT - 9), terms=(text,), recipient=None, passed=ALL_PASSED))
    assert answers(judgement, "consent_in_scope")[0].answer == "no"


@pytest.mark.parametrize(
    ("told", "said", "verdict"),
    [
        ("digest-1", "digest-1", "lawful"), ("digest-2", "digest-1", "violation"), ("said", "digest-1", "lawful"),
        ("digest-2", None, "lawful"), (None, None, "violation"),
    ],
)  # fmt: skip
def test_what_the_text_said_is_what_the_register_says_it_said(told: str | None, said: str | None, verdict: str) -> None:
    given = change(AT - 9, terms_said=told)
    assert judge(act(), found(given, terms=(replace(_TEXT, said=said),))).verdict == verdict


@pytest.mark.parametrize(
    ("given", "verdict"),
    [
        ("2022-03-31T23:59:59.999999+09:00", "lawful"),
        ("2022-04-01T00:00:00+09:00", "violation"),
    ],
)
def test_consents_to_provision_abroad_need_information_from_the_day_28_2_came_into_force(
    given: str, verdict: str
) -> None:
    known = found(recipient=recipient("company", "US"), country=US, consents=in_force([change(instant(given))], AT))
    judgement = judge(act(ground="28(1)consent"), known)
    assert judgement.verdict == verdict
    assert judgement.basis == ("28(1)consent" if verdict == "lawful" else "none")


def test_a_consent_about_nobody_is_none() -> None:
    judgement = judge(act(has_person=False), found(change(AT - 9)))
    assert answers(judgement, "consent_in_scope") == [RuleAnswer("consent_in_scope", "27(1)", "no")]


def test_whether_a_department_is_ours_waits_for_the_register() -> None:
    claimed = act(ground="same_legal_person", evidence={"same_legal_person": "運営部"})
    judgement = judge(claimed, found(recipient=None, passed=NONE_PASSED))
    assert answers(judgement, "recipient_known") == [
        RuleAnswer("recipient_known", "27(1)", "missing", ("register:recipient",))
    ]


_CONFIRMED = {"confirmation": "契約書", "acquisition": "本人から直接"}


@pytest.mark.parametrize(
    ("ground", "evidence", "verdict"),
    [
        ("consent", {"consent_record": "同意書"}, "lawful"), ("consent", {}, "violation"),
        ("28(1)consent", {"consent_confirmed": "申告"}, "lawful"), ("28(1)consent", {}, "violation"),
        ("30", {}, "lawful"), ("number_act_19", {"number_act_item": "8"}, "lawful"), ("number_act_19", {}, "violation"),
    ],
)  # fmt: skip
def test_a_receipt_confirms_the_consent_it_rests_on(ground: str, evidence: dict[str, str], verdict: str) -> None:
    number = ground == "number_act_19"
    claimed = act(
        role="recipient", ground=ground, evidence=evidence, **_CONFIRMED,
        data_class="specific_personal_information" if number else "personal_data",
    )  # fmt: skip
    judgement = judge(claimed, found())
    assert judgement.verdict == verdict
    if verdict == "lawful":
        assert judgement.basis == ("number_act_19" if number else "30"), "番号法 allows it by itself"


_RESEARCH = {"academic_purpose": "疫学研究", "no_unjust_infringement": "匿名で公表"}


@pytest.mark.parametrize("ground", ["27(1)v", "27(1)vi"])
@pytest.mark.parametrize(
    ("kind", "passed", "answer"),
    [("academic", ALL_PASSED, "yes"), ("company", ALL_PASSED, "no"), (None, NONE_PASSED, "missing")],
)
def test_of_items_v_and_vi_the_recipient_asks_whether_the_provider_is_academic(
    ground: str, kind: str | None, passed: frozenset[str], answer: str
) -> None:
    who = None if kind is None else recipient(kind)
    claimed = act(role="recipient", ground=ground, evidence=_RESEARCH)
    lacking = ("register:recipient",) if answer == "missing" else ()
    assert answers(judge(claimed, found(recipient=who, passed=passed)), "provider_is_academic") == [
        RuleAnswer("provider_is_academic", ground, answer, lacking)  # type: ignore[arg-type]
    ]


@pytest.mark.parametrize(
    ("academic", "passed", "answer"),
    [(True, ALL_PASSED, "yes"), (False, ALL_PASSED, "no"), (None, NONE_PASSED, "missing")],
)
def test_of_item_vii_the_recipient_asks_whether_it_is_academic_itself(
    academic: bool | None, passed: frozenset[str], answer: str
) -> None:
    claimed = act(role="recipient", ground="27(1)vii", evidence=_RESEARCH)
    judgement = judge(claimed, found(academic_operator=academic, passed=passed))
    lacking = ("register:operator",) if answer == "missing" else ()
    assert answers(judgement, "operator_is_academic") == [
        RuleAnswer("operator_is_academic", "27(1)vii", answer, lacking)  # type: ignore[arg-type]
    ]
    assert answers(judgement, "academic_purpose_shown")[0].article == "27(1)vii"


@pytest.mark.parametrize(
    ("claimed", "known", "rule"),
    [
        (act(ground="27(1)iv", evidence={"public_duty": "統計", "impediment": "回答が得られない"}), {"recipient": None},
         ("recipient_is_public_body", "27(1)iv", "register:recipient")),
        (act(ground="27(1)v", evidence={"publication_unavoidable": "症例", "no_unjust_infringement": "目線"}),
         {"academic_operator": None}, ("operator_is_academic", "27(1)v", "register:operator")),
        (act(ground="27(5)i", recipient_system="system"),
         {"recipient": recipient("company", "US"), "country": US, "agreement": ENTRUSTED},
         ("system_known", "28(1)", "register:system")),
    ],
)  # fmt: skip
def test_what_a_register_may_still_say_is_awaited_by_name(claimed: Any, known: dict[str, Any], rule: Any) -> None:
    question, article, lacking = rule
    judgement = judge(claimed, found(passed=NONE_PASSED, **known))
    assert answers(judgement, question) == [RuleAnswer(question, article, "missing", (lacking,))]
    assert lacking in judgement.missing


@pytest.mark.parametrize(
    ("member", "code"),
    [
        ("role", "observer"), ("handling", "lost"), ("data_class", "rumour"), ("ground", "whim"), ("ground", "x"),
        ("ground", "x" * 40),
    ],
)  # fmt: skip
def test_a_code_nobody_wrote_a_rule_for_is_named(member: str, code: str) -> None:
    judgement = judge(act(**{member: code}), found())
    assert judgement.rules == (RuleAnswer(member, "", "missing", (f"judgement:{code}",)),)


@pytest.mark.parametrize(
    ("changed", "answer"),
    [
        ({"since": TODAY}, "yes"), ({"since": TODAY + 1}, "no"), ({"until": TODAY}, "yes"),
        ({"until": TODAY - 1}, "no"),
    ],
)  # fmt: skip
def test_a_system_is_in_place_on_its_first_and_its_last_day(changed: dict[str, int], answer: str) -> None:
    known = found(recipient=recipient("company", "US"), country=US, system=replace(SYSTEM, **changed))
    judgement = judge(act(ground="27(5)i", recipient_system="system"), known)
    assert answers(judgement, "system_in_place")[0].answer == answer


def test_a_look_into_a_country_counts_on_its_last_day_and_whatever_the_system() -> None:
    for due, flagged in ((TODAY, ()), (TODAY - 1, ("country_not_surveyed",))):
        known = found(
            change(AT - 9, foreign_information="said"), recipient=recipient("company", "US"),
            country=replace(US, due=due), system=SYSTEM,
        )  # fmt: skip
        for claimed in (act(), act(recipient_system="system"), act(ground="27(5)i", recipient_system="system")):
            assert judge(claimed, known).marks == flagged


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2025-11-30", 1, "2025-12-30"), ("2025-12-31", 1, "2026-01-31"), ("2025-12-31", 2, "2026-02-28"),
        ("2024-12-31", 12, "2025-12-31"), ("2023-12-31", 2, "2024-02-29"), ("2025-10-31", 1, "2025-11-30"),
        ("2025-12-15", 12, "2026-12-15"), ("2025-11-15", 13, "2026-12-15"),
    ],
)  # fmt: skip
def test_a_period_of_months_ends_on_the_corresponding_day(day: str, months: int, later: str) -> None:
    assert calendar(after_months(day_number(day), months)).isoformat() == later


def test_what_no_catalogue_knows_is_said_to_be_unknown() -> None:
    assert ground("whim") == ("知られていない根拠（whim）", "unknown ground (whim)")
    assert missing("whim") == ("不明な事項", "something unknown")
    assert duty_reason("interpretation:a:b") == ("承認された解釈（a:b）による", "by an approved reading (a:b)")


@pytest.mark.parametrize(("own", "answer"), [(-1, "no"), (0, "yes"), (1, "yes")])
def test_we_publish_on_the_day_of_the_commission_or_later(own: int, answer: str) -> None:
    assert NOTIFIED.published is not None
    entry = replace(NOTIFIED, own_published=NOTIFIED.published + own)
    judgement = judge(act(ground="27(2)", opt_out_notification="notification"), found(notification=entry))
    assert answers(judgement, "own_publication_before")[0].answer == answer


@pytest.mark.parametrize("role", ["provider", "recipient"])
@pytest.mark.parametrize("side", ["provider", "recipient", "both"])
def test_a_reading_serves_the_side_it_was_approved_for(role: str, side: str) -> None:
    claimed = act(role=role, ground="interpretation", evidence={"interpretation": "for-the-person"}, **_CONFIRMED)
    judgement = judge(claimed, found(interpretation=replace(READING, side=side)))
    assert judgement.verdict == ("lawful" if side in (role, "both") else "violation")


def test_no_document_stands_for_the_record_of_what_the_number_act_allows() -> None:
    claimed = act(
        ground="number_act_19", evidence={"number_act_item": "8"}, data_class="specific_personal_information",
        form="substitute", substitute_document="contract",
    )  # fmt: skip
    judgement = judge(claimed, found(document=CONTRACT))
    assert (judgement.verdict, judgement.marks) == ("lawful", ("form_failed",))


@pytest.mark.parametrize("passed", [NONE_PASSED, ALL_PASSED])
def test_a_purpose_that_no_register_has_is_asked_for_by_article_17(passed: frozenset[str]) -> None:
    judgement = judge(act(), found(change(AT - 9), purpose=None, purpose_announced=False, passed=passed))
    assert answers(judgement, "purpose_known")[0].article == "17(1)"

"""Article 28 at its edges: who says where the other side is, systems that do not hold, checks made afterwards."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ledger.judging.registered import country as read_country
from ledger.judging.registered import system as read_system
from ledger.law.days import day_number, jst_day
from ledger.law.judge import judge
from ledger.law.registered import NoticeEntry, SystemEntry
from ledger.law.types import ConsentChange
from ledger.registers.snapshot import RegisterRow
from tests.unit.law.acts import AT, CONFIRMED, JOINT_RESEARCH, NONE_PASSED, TOLD_ABROAD, act, change, found, recipient

TODAY = jst_day(AT)
ABROAD = recipient("company", "US")
SYSTEM = SystemEntry("system", "company", "contract", TODAY - 100, None, TODAY - 30, TODAY + 335, None)
LAPSED = replace(SYSTEM, due=TODAY - 1)
INFORMED = change(AT - 9, foreign_information="US, its system, the recipient's measures")


@pytest.mark.parametrize(
    ("registered", "claimed", "basis"),
    [
        ("JP", None, "consent"),
        ("JP", "JP", "consent"),
        ("JP", "US", "28(1)consent"),
        ("US", None, "28(1)consent"),
        ("US", "JP", "28(1)consent"),
        ("US", "DE", "28(1)consent"),
    ],
)
def test_an_event_can_not_bring_home_what_the_register_has_abroad(
    registered: str, claimed: str | None, basis: str
) -> None:
    facts = found(INFORMED, recipient=recipient("company", registered))
    assert judge(act(recipient_country=claimed), facts).basis == basis


@pytest.mark.parametrize("claimed", ["consent", "28(1)consent"])
@pytest.mark.parametrize(
    "system", [LAPSED, replace(SYSTEM, recipient="another"), replace(SYSTEM, stop_from=TODAY), None]
)
def test_a_consent_to_provision_abroad_needs_no_system_that_holds(claimed: str, system: SystemEntry | None) -> None:
    asked = act(ground=claimed, recipient_system="system")
    facts = found(INFORMED, recipient=ABROAD, system=system)
    assert judge(asked, facts).basis == "28(1)consent"
    told_nothing = found(change(AT - 9), recipient=ABROAD, system=system)
    assert judge(asked, told_nothing).decided_by == "foreign_information_shown"


def test_with_a_system_that_holds_a_consent_as_at_home_is_enough() -> None:
    facts = found(change(AT - 9), recipient=ABROAD, system=SYSTEM)
    assert judge(act(recipient_system="system"), facts).basis == "consent"


def test_a_system_that_may_still_be_registered_is_waited_for() -> None:
    facts = found(change(AT - 9), recipient=ABROAD, passed=NONE_PASSED)
    assert judge(act(recipient_system="system"), facts).missing == ("register:system",)


@pytest.mark.parametrize(("data_class", "verdict"), [("personal_data", "violation"), ("pseudonymised", "lawful")])
def test_41_6_stands_in_the_place_of_28_for_pseudonymised_data(data_class: str, verdict: str) -> None:
    entrusted = replace(JOINT_RESEARCH, kind="entrustment")
    facts = found(recipient=ABROAD, agreement=entrusted)
    assert judge(act(ground="27(5)i", data_class=data_class), facts).verdict == verdict


def row(register: str, **body: object) -> RegisterRow:
    return RegisterRow(0, register, "key", 0, None, body)


@pytest.mark.parametrize(
    ("day", "due"),
    [("2025-05-31", "2026-04-01"), ("2026-05-31", "2026-04-01"), ("2026-06-01", "2027-06-01")],
)
def test_a_check_of_a_system_counts_from_its_own_day_only(day: str, due: str) -> None:
    registered = row(
        "systems", recipient="company", means="contract", in_place_from="2025-04-01", checked_on="2026-06-01"
    )
    assert read_system(registered, day_number(day)).due == day_number(due)


def test_a_country_is_not_surveyed_before_the_day_it_was_looked_into() -> None:
    registered = row("countries", ja="米国", en="US", surveyed_on="2026-06-01")
    assert read_country("US", registered, day_number("2026-05-31")).due is None
    assert read_country("US", registered, day_number("2026-06-01")).due == day_number("2027-06-01")


def test_what_another_notice_said_tells_nothing_of_the_one_that_was_shown() -> None:
    shown = NoticeEntry("shown", frozenset({"US"}), frozenset())
    other = NoticeEntry("other", frozenset({"DE"}), frozenset({"measures"}))
    consent = change(AT - 9, foreign_information="shown")
    for notices in ((shown, other), (other, shown)):
        assert judge(act(ground="28(1)consent"), found(consent, recipient=ABROAD, notices=notices)).verdict == "lawful"
    none_of_it = found(consent, recipient=ABROAD, notices=(replace(shown, countries=frozenset({"DE"})), other))
    assert judge(act(ground="28(1)consent"), none_of_it).decided_by == "foreign_information_shown"


@pytest.mark.parametrize(
    ("claimed", "verdict"),
    [
        pytest.param({"ground": "27(5)i"}, "violation", id="entrusting is not open under 28(1)"),
        pytest.param({"ground": "27(5)i", "data_class": "pseudonymised"}, "lawful", id="41(6) in its place"),
        pytest.param({"ground": "consent", "recipient_system": "system"}, "lawful", id="a system that does not hold"),
    ],
)
def test_a_country_that_nobody_looked_into_is_flagged_whichever_article_applies(
    claimed: dict[str, str], verdict: str
) -> None:
    entrusted = replace(JOINT_RESEARCH, kind="entrustment")
    facts = found(INFORMED, recipient=ABROAD, agreement=entrusted, system=LAPSED)
    judgement = judge(act(**claimed), facts)
    assert (judgement.verdict, judgement.marks) == (verdict, ("country_not_surveyed",))


@pytest.mark.parametrize("evidence", [CONFIRMED, TOLD_ABROAD])
def test_article_31_leaves_the_country_to_who_told_the_person_of_it(evidence: dict[str, str]) -> None:
    asked = act(ground="31(1)", evidence=evidence, data_class="personal_related", has_person=False)
    assert judge(asked, found(recipient=ABROAD)).marks == ()


@pytest.mark.parametrize("claimed", ["28(1)consent", "27(5)i"])
@pytest.mark.parametrize(("shown", "terms"), [("US, its system, the measures", "terms-1"), (None, "")])
def test_the_text_named_beside_a_provision_abroad_is_that_of_a_consent_to_provision_abroad(
    claimed: str, shown: str | None, terms: str
) -> None:
    facts = found(change(AT - 9, foreign_information=shown), recipient=ABROAD)
    assert judge(act(ground=claimed), facts).terms_version == terms


def test_consents_to_provision_abroad_add_up_only_where_each_was_informed() -> None:
    def given(items: tuple[str, ...], consent: str, shown: str | None, terms: str) -> ConsentChange:
        return change(AT - 9, items=items, consent=consent, foreign_information=shown, terms=terms)

    both = ("name", "phone")
    told = "US, its system, the measures"
    domestic = given(both, "c", None, "a-home")
    parts = (given(("name",), "d", told, "b-abroad"), given(("phone",), "e", told, "c-abroad"))
    facts = replace(found(domestic, *parts, recipient=ABROAD), items=found().items * 2)
    judgement = judge(act(items=both), facts)
    assert (judgement.basis, judgement.terms_version) == ("28(1)consent", "b-abroad")

"""Late evidence (rule 11): it heals nothing, and what makes a verdict worse binds at once."""

from __future__ import annotations

import pytest

from ledger.law.consent import in_force
from ledger.law.days import jst_day
from ledger.law.judge import judge
from ledger.law.types import ConsentChange, InForce
from tests.unit.law.acts import AT, act, change, found, recipient

GIVEN = change(AT - 60_000_000, "given")


@pytest.mark.parametrize(
    ("after", "verdict", "marks"),
    [
        ([], "lawful", ()),
        ([change(AT - 50_000_000, "withdrawn", late=True)], "violation", ()),
        ([change(AT - 50_000_000, "withdrawn", late=True), change(AT - 40_000_000, "given", late=True)],
         "violation", ("late_evidence",)),
        ([change(AT - 50_000_000, "withdrawn", late=True), change(AT - 40_000_000, "given")], "lawful", ()),
        ([change(AT - 50_000_000, "revoked")], "violation", ()),
        ([change(AT - 50_000_000, "withdrawn"), change(AT - 40_000_000, "changed", late=True)], "violation", ()),
        ([change(AT - 50_000_000, "withdrawn"), change(AT - 40_000_000, "given", late=True),
          change(AT - 30_000_000, "changed")], "violation", ("late_evidence",)),
        ([change(AT - 50_000_000, "withdrawn"), change(AT - 40_000_000, "given", late=True, items=()),
          change(AT - 30_000_000, "changed", late=True)], "violation", ("late_evidence",)),
        ([change(AT - 50_000_000, "changed", late=True, items=())], "violation", ()),
        ([change(AT - 50_000_000, "changed", late=True, items=()), change(AT - 40_000_000, "changed", late=True)],
         "violation", ("late_evidence",)),
        ([change(AT - 50_000_000, "changed", late=True, recipients=None, range=None)], "violation", ()),
        ([change(AT - 50_000_000, "changed", late=True, terms="")], "violation", ()),
        ([change(AT - 50_000_000, "changed", late=True)], "lawful", ()),
    ],
)  # fmt: skip
def test_what_was_told_late_narrows_and_never_widens(
    after: list[ConsentChange], verdict: str, marks: tuple[str, ...]
) -> None:
    judged = judge(act(), found(GIVEN, *after))
    assert (judged.verdict, judged.marks) == (verdict, marks)


LATE = change(AT - 60_000_000, late=True)


@pytest.mark.parametrize(
    ("passed", "verdict", "missing"),
    [
        (frozenset({"consent", "link", "register"}), "violation", ("acceptance:late_evidence", "consent")),
        (frozenset[str](), "undetermined", ("acceptance:late_evidence", "consent")),
    ],
)  # fmt: skip
def test_what_late_evidence_would_heal_says_that_its_acceptance_is_missing(
    passed: frozenset[str], verdict: str, missing: tuple[str, ...]
) -> None:
    judged = judge(act(), found(LATE, passed=passed))
    assert (judged.verdict, judged.missing, judged.marks) == (verdict, missing, ("late_evidence",))


def test_what_is_lawful_misses_no_acceptance() -> None:
    assert judge(act(), found(GIVEN, change(AT - 50_000_000, "changed", late=True))).missing == ()
    assert judge(act(), found(GIVEN, void_late=True)).missing == ()


@pytest.mark.parametrize(("shown", "marks"), [("US, its system, the measures", ("late_evidence",)), (None, ())])
def test_a_late_consent_would_heal_a_provision_abroad_only_with_what_28_2_asks_for(
    shown: str | None, marks: tuple[str, ...]
) -> None:
    facts = found(change(AT - 60_000_000, late=True, foreign_information=shown), recipient=recipient("company", "US"))
    judged = judge(act(ground="28(1)consent"), facts)
    assert (judged.verdict, judged.marks) == ("violation", ("country_not_surveyed", *marks))


def test_a_period_that_only_a_late_change_prolonged_allows_nothing_and_is_told() -> None:
    ended = change(AT - 60_000_000, last_day=jst_day(AT) - 1)
    prolonged = change(AT - 50_000_000, "changed", late=True, idx=1)
    assert in_force((ended, prolonged), AT) == {InForce((), prolonged.scope)}
    judged = judge(act(), found(ended, prolonged))
    assert (judged.verdict, judged.marks) == ("violation", ("late_evidence",))


def test_a_consent_for_home_beside_a_late_one_for_abroad_heals_nothing_abroad() -> None:
    late = change(AT - 50_000_000, late=True, consent="d", idx=1, foreign_information="US, its system, the measures")
    judged = judge(act(ground="28(1)consent"), found(GIVEN, late, recipient=recipient("company", "US")))
    assert (judged.verdict, judged.marks) == ("violation", ("country_not_surveyed", "late_evidence"))

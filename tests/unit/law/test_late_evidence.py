"""Late evidence (rule 11): it heals nothing, and what makes a verdict worse binds at once."""

from __future__ import annotations

import pytest

from ledger.law.judge import judge
from ledger.law.types import ConsentChange
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

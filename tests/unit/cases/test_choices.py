"""Choices of a decision in progress: the latest about a record counts, and only for what it was made about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.cases.case import Case
from ledger.cases.choices import AGREES, FIRST, GIVE, SECOND, Alike, Choice, chosen, touched
from ledger.cases.folding import after, fold
from ledger.cases.steps import Step, StepRefused

GROUND = "33(2)i"
GROUPS = (Alike("g1", {"a": "ma", "b": "mb"}), Alike("mc", {"c": "mc"}))


def opened(*more: tuple[str, str, dict[str, object]]) -> Case:
    """A case about records that is identified, and what followed."""
    said = {
        "kind": "records", "number": "N", "secret_digest": "", "channel": "post", "language": "ja",
        "arrived": "2026-04-01", "asked": "", "contact": "", "claimed": "",
    }  # fmt: skip
    steps = [
        Step("case open", "one", 1, said),
        Step("case identify", "one", 2, {"ids": [["member", "A-1", "7"]], "method": "call_back"}),
        *(Step(command, officer, 3, told) for command, officer, told in more),
    ]
    return fold(steps)


def choose(officer: str, about: str, choice: str) -> tuple[str, str, dict[str, object]]:
    return "case choose", officer, {"about": about, "choice": choice, "text": ""}


def decide(withheld: dict[str, str]) -> tuple[str, str, dict[str, object]]:
    return "case decide", "one", {"outcome": "part", "as_of": 9, "withheld": withheld, "text": ""}


@given(st.lists(st.tuples(st.sampled_from(["g1", "ma", "mb", "mc", "gone"]), st.sampled_from([GIVE, GROUND]))))
def test_the_latest_choice_about_a_record_or_its_group_stands(made: list[tuple[str, str]]) -> None:
    choices = [Choice(about, choice, "one", turn, "") for turn, (about, choice) in enumerate(made)]
    found = chosen(choices, FIRST, GROUPS)
    for record, names in {"a": {"g1", "ma"}, "b": {"g1", "mb"}, "c": {"mc"}}.items():
        about = [choice for about, choice in made if about in names]
        assert (found[record].choice if record in found else None) == (about[-1] if about else None)


def test_what_changed_since_is_a_choice_about_nothing() -> None:
    assert chosen([Choice("old", GIVE, "one", 2, "")], FIRST, GROUPS) == {}


def test_a_choice_since_it_was_looked_at_is_noticed() -> None:
    made = [Choice("ma", GIVE, "one", 4, "")]
    assert touched(made, frozenset({"ma"}), 4) and not touched(made, frozenset({"ma"}), 5)
    assert not touched(made, frozenset({"mb"}), 1)


def test_choices_stay_when_they_are_sent_back_and_go_with_new_ids() -> None:
    case = opened(choose("one", "ma", GROUND), decide({"a": GROUND}), choose("two", "ma", "differs"))
    back = after(case, Step("case second", "two", 4, {"agrees": False, "why": "see row 1"}))
    assert back.stage == "decision" and back.sent_back == "see row 1"
    assert [(one.choice, one.officer) for one in back.choices] == [(GROUND, "one"), ("differs", "two")]
    again = after(back, Step("case decide", "one", 5, {"outcome": "part", "as_of": 9, "withheld": {}, "text": ""}))
    assert [one.choice for one in again.choices] == [GROUND] and again.sent_back == ""
    anew = after(back, Step("case identify", "one", 5, {"ids": [["member", "A-2", "8"]], "method": "call_back"}))
    assert anew.choices == ()


def test_each_officer_chooses_what_is_theirs_to_choose() -> None:
    with pytest.raises(StepRefused, match="no choice at decision"):
        opened(choose("one", "ma", AGREES))
    with pytest.raises(StepRefused, match="no choice at second"):
        opened(decide({"a": GROUND}), choose("two", "ma", GIVE))
    with pytest.raises(StepRefused, match="somebody else"):
        opened(decide({"a": GROUND}), choose("one", "ma", AGREES))
    assert opened(decide({"a": GROUND}), choose("two", "ma", AGREES)).turn == 4
    assert not FIRST & SECOND

"""The list beside a record that is decided: numbers, portions and where each leads."""

from __future__ import annotations

from ledger.cases.choices import Choice
from ledger.web.console.case_row_list import PORTION, portion

ORDER = [f"{place:032x}" for place in range(5_000)]
CHOSEN = {
    ORDER[one]: Choice("mark", choice, "officer-1", 3, "") for one, choice in ((0, "give"), (1, "items"), (2, "33(2)i"))
}


def test_the_list_begins_a_little_before_the_current_record_and_turns_both_ways() -> None:
    made = portion(ORDER, CHOSEN, ORDER[4_960], "")
    assert [row.number for row in made.rows] == list(range(4_958, 5_001)) and made.after is None
    assert [row.number for row in made.rows if row.current] == [4_961]
    seen = {row.record for row in made.rows}
    while made.before is not None:
        made = portion(ORDER, CHOSEN, ORDER[4_960], made.before)
        assert len(made.rows) == PORTION
        seen |= {row.record for row in made.rows}
    assert seen == set(ORDER) and made.rows[0].number == 1 and made.after == ORDER[PORTION]


def test_each_row_says_what_was_chosen_and_the_first_without_a_choice_is_named() -> None:
    made = portion(ORDER, CHOSEN, ORDER[0], "")
    assert [row.state.ja for row in made.rows[:4]] == ["開示", "項目を除いて開示", "開示しない", "まだ"]
    assert [row.decided for row in made.rows[:4]] == [True, True, True, False]
    assert made.unchosen == ORDER[3]
    assert portion(ORDER[:3], CHOSEN, ORDER[0], "").unchosen is None


def test_a_portion_that_begins_nowhere_any_more_is_that_of_the_current_record() -> None:
    assert portion(ORDER, {}, ORDER[120], "ffff").rows == portion(ORDER, {}, ORDER[120], "").rows

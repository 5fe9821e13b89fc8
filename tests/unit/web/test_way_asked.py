"""The way in which a person wants their answer stands before the officer who releases it (article 33(2))."""

from __future__ import annotations

from dataclasses import replace

from ledger.cases.folding import fold
from ledger.cases.wishes import DELIVERIES
from ledger.web.console.case_answer import way_asked
from tests.unit.cases.case_steps import IDENTIFY, PART, WHOLE, opened


def test_the_way_that_was_chosen_is_told_unless_it_is_any_or_nothing_is_given() -> None:
    for way in ("page", "post", "counter"):
        case = fold([opened(delivery=way), IDENTIFY, WHOLE])
        told = way_asked(case)
        assert told is not None and DELIVERIES[way].ja in told.ja and DELIVERIES[way].en in told.en
        assert case.decision is not None
        assert way_asked(replace(case, decision=replace(case.decision, outcome="refused"))) is None
    assert way_asked(fold([opened(), IDENTIFY, WHOLE])) is way_asked(fold([opened(delivery="any"), IDENTIFY])) is None
    assert way_asked(fold([opened(delivery="post"), IDENTIFY, PART])) is not None


def test_nobody_is_told_to_write_by_post_to_who_is_protected() -> None:
    case = fold([opened(delivery="post", protected=True), IDENTIFY])
    assert case.protected and way_asked(case) is None
    assert way_asked(fold([opened(delivery="counter", protected=True), IDENTIFY])) is not None

"""What an undetermined record waits for, as a word of its view."""

from __future__ import annotations

from ledger.judging.awaiting import EVERYTHING, awaits


def test_what_only_officers_can_give_is_waited_for_on_no_topic() -> None:
    assert awaits(["acceptance:late_evidence", "consent", "register:recipient"]) == "consent register"


def test_every_word_that_can_be_said_is_found_among_everything() -> None:
    assert awaits(["acceptance:late_evidence", "judgement:x", "consent", "register:item"]) in EVERYTHING

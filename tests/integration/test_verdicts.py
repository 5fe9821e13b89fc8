"""Confirmed verdicts over a real ledger: what the officer confirms, what the person reads, what a later one changes."""

from __future__ import annotations

from ledger.cases.casebook import Casebook
from tests.events import provision
from tests.integration.commands import run
from tests.integration.pages import Browser
from tests.integration.windows import (
    FIRST,
    answered,
    ask,
    decide,
    identified,
    looked,
    received,
    second,
    staff,
    told,
    window,
)
from tests.integration.world import World

__all__ = ["told", "window"]


def judgement(answer: dict[str, object], record: str) -> dict[str, str]:
    (one,) = (each for each in answer["records"] if each["record_id"] == record)  # type: ignore[attr-defined]
    told_of: dict[str, str] = one["added_by_operator"]["judgement"]
    return told_of


def test_a_verdict_is_told_once_confirmed_and_anew_once_it_was_judged_anew(told: World, window: Browser) -> None:
    told.tell("provisions.crm", provision("A-3"))
    (row,) = told.rows(people=[told.vault.find(("member", "A-3"))[0].identity])
    record = row.entry_id.hex()
    receipt = ask(window)
    number = receipt["number"]
    identified(told, number, "A-3")
    assert "machine: 判断未了" in staff(told, "case", "show", number, *FIRST, "--records")
    strange = run(told, "case", "decide", number, *FIRST, *looked(told, number, "--records"), "--confirm", "ff" * 16)
    assert strange.returncode == 2 and "not among those" in strange.stderr
    assert "stands at: answer" in decide(told, number, "--confirm", record)
    first = received(window, receipt, answered(told, number))
    assert judgement(first, record)["code"] == "undetermined"

    told.pass_time(7200)
    assert told.rows(people=[row.identity or 0])[0].verdict == "violation"
    code = answered(told, number)
    again = received(window, receipt, code)
    assert again == first, "an answer stays as of its decision"
    assert "0 records came of what had happened before it, and 1 told verdicts" in staff(
        told, "case", "show", number, *FIRST
    )  # fmt: skip
    # By the world's clock, which has passed the tick.
    book = Casebook(*told.worker())
    assert book.step(number, "officer-1", "request", "case supplement", {}, told.clock).stage == "decision"
    assert received(window, receipt, code) == first
    assert "stands at: second" in decide(told, number, "--confirm-all")
    second(told, number)
    code = answered(told, number)
    anew = judgement(received(window, receipt, code), record)
    assert anew["code"] == "violation" and "27条1項" in anew["ja"] and "それより前" in anew["ja"]
    page = window.post("/en/records", {**receipt, "code": code}).text
    assert page.count('<span class="chip violation">') == 1 and "Violation</span>" in page
    assert page.count('<p class="verdict">') == 1, "its sentence stands open beneath it"

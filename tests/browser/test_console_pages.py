"""The console's pages over the whole ledger in a browser: nothing on any of them keeps anybody out."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest

from ledger.runtime.ports import LOOPBACK
from tests.browser.chromium import Chromium
from tests.browser.pages import Pages
from tests.browser.test_case_pages import sit_down
from tests.browser.test_window_pages import Looked
from tests.events import provision
from tests.integration.consoles import Seat
from tests.integration.test_record_pages import begin, period, seats, told
from tests.integration.world import World

__all__ = ["seats", "told"]

pytestmark = pytest.mark.browser


def _menu_folds(browser: Chromium) -> bool:
    """Tell whether the menu stands folded above a narrow page, and whole beside a wide one."""
    shown = "document.querySelector('.menu li').checkVisibility()"
    found = []
    for width in (360, 1280):
        browser.width(width)
        found.append(browser.evaluate(shown))
    return found == [False, True]


def _printed_whole(browser: Chromium) -> bool:
    """Tell whether print shows what is folded, over the whole width, and chips in black on white."""
    browser.width(1280)
    browser.media("print")
    folded = browser.evaluate(
        "[...document.querySelectorAll('main details > :not(summary)')].every(one => one.checkVisibility())"
    )
    chips = browser.evaluate(
        "[...new Set([...document.querySelectorAll('.chip')].map(one => getComputedStyle(one)).flatMap("
        "one => [one.color, one.borderTopColor]))]"
    )
    # On wide paper too: what stands beside it on the screen is not there.
    wide = browser.evaluate("2 * document.querySelector('main').offsetWidth > innerWidth")
    browser.media()
    return bool(folded) and bool(wide) and chips == ["rgb(0, 0, 0)"]


def _tab_marked(browser: Chromium) -> bool:
    """Tell whether the tab that one is on has its bar in forced colours, and it alone."""
    browser.media(forced_colors="active")
    bars = browser.evaluate(
        "[...document.querySelectorAll('.tabs a')].map(one => "
        "[one.ariaCurrent === 'page', getComputedStyle(one).borderTopColor])"
    )
    browser.media()
    assert [here for here, _ in bars].count(True) == 1
    return {color for here, color in bars if here}.isdisjoint(color for here, color in bars if not here)


def test_no_page_over_the_ledger_keeps_anybody_out(
    seats: Sequence[Seat], told: World, browser: Chromium
) -> None:  # fmt: skip
    first, second, _ = seats
    pages = Pages(browser, f"http://{LOOPBACK}:{first.browser.port}")
    looked = Looked(pages)
    sit_down(pages, first)
    pages.open("/ja/records")
    looked.look("reason")
    begin(first, second, reason="incident")
    for seat, who in ((first, "A-1"), (second, "A-2")):
        seat.send("/ja/records/person", {"namespace": "member", "subject": who})
    told.tell("provisions.crm", provision("A-3"), b"nobody can read this")
    told.settle()
    lawful = next(row for row in told.rows() if row.verdict == "lawful")
    unlawful = next(row for row in told.rows() if row.verdict == "violation")
    for name, path in (
        ("search", f"/ja/records?{period(verdict='violation')}"), ("no day", "/ja/records?since_year=2026"),
        ("record", f"/en/records/{unlawful.idx}"), ("person", "/ja/records/person"),
        ("person found", f"/ja/records/{unlawful.idx}/person"),
        ("no person", f"/ja/records/{lawful.idx}/person"), ("violations", "/ja/violations"),
        ("flows", "/ja/flows?pick=company"), ("flows compared", "/en/flows?compare=before"),
        ("undetermined", "/en/violations?show=undetermined"), ("alerts", "/ja/violations?show=alerts"),
        ("put right", "/ja/violations?show=put_right"),
        ("put right, no day", "/en/violations?show=put_right&since_year=x"),
        ("quarantine", "/en/quarantine"), ("registers", "/ja/registers"), ("register", "/ja/registers/recipients"),
        ("no check", "/ja/checks"), ("operations", "/en/operations"),
    ):  # fmt: skip
        pages.open(path)
        looked.look(name)
    asked = f"records?{period(verdict='violation')}"
    pages.open(f"/ja/{asked}")
    assert pages.header_links() == [f"/ja/{asked}", f"/en/{asked}"], "what was searched is searched in English too"
    assert _menu_folds(browser)
    pages.open(f"/ja/records/{unlawful.idx}")
    assert _printed_whole(browser)
    pages.open("/ja/violations")
    assert _tab_marked(browser)
    pages.open("/ja/checks")
    pages.press("main form button")
    looked.look("checks")
    for page, link, name in (
        ("/ja/quarantine", "tbody a", "quarantined"), ("/en/registers/recipients", "tbody a", "versions"),
        ("/ja/violations?show=alerts", "tbody td:last-child a", "an alert"),
    ):  # fmt: skip
        pages.open(page)
        pages.press(link)
        looked.look(name)
    assert not looked.faults, json.dumps(looked.faults, ensure_ascii=False, indent=1)

"""The console's pages for what is not answered by a record, in a browser: stops that do not take their way
by themselves, complaints, and who is not known yet. Nothing on any of them keeps anybody out."""

from __future__ import annotations

import json

import pytest

from ledger.cases.casebook import Casebook
from ledger.judging.said import iso
from ledger.runtime.ports import LOOPBACK
from tests.browser.chromium import Chromium
from tests.browser.pages import Pages
from tests.browser.test_case_pages import sit_down
from tests.browser.test_window_pages import Looked
from tests.events import HOUR, link, now_us
from tests.integration.consoles import Seat, console
from tests.integration.test_case_pages import enter, path
from tests.integration.test_granted_stops import asked, decide, selling
from tests.integration.test_stops import opted_out
from tests.integration.world import World

__all__ = ["selling"]

pytestmark = pytest.mark.browser


def at(seat: Seat, browser: Chromium) -> tuple[Pages, Looked]:
    """Let the browser be an officer's."""
    pages = Pages(browser, f"http://{LOOPBACK}:{seat.browser.port}")
    sit_down(pages, seat)
    return pages, Looked(pages)


def test_no_page_of_a_stop_keeps_anybody_out(selling: World, browser: Chromium) -> None:
    selling.clock = now_us() - 4 * HOUR
    selling.tell("provisions.crm", opted_out("A-1", happened_at=selling.clock - 2 * HOUR))
    fresh, unsaid = asked(selling, "opt_out", "A-2"), asked(selling, "opt_out", "A-3")
    told, stuck = asked(selling, "opt_out", "A-4"), asked(selling, "opt_out", "A-1")
    handed_over = selling.clock + HOUR
    selling.clock += 2 * HOUR
    selling.tell("links.members", link("A-1", None, "reassigned", iso(handed_over)))
    decide(selling, told)
    decide(selling, stuck)
    whole = {"outcome": "whole", "as_of": selling.size, "withheld": {}, "text": "止めます"}
    Casebook(selling.connection, selling.vault).step(
        unsaid.number, "officer-1", "request", "case decide", whole, selling.clock
    )
    selling.settle()
    with console(selling, "officer-1") as (seat,):
        pages, looked = at(seat, browser)
        for case, name in ((fresh, "before"), (told, "told"), (unsaid, "no scope"), (stuck, "stuck")):
            seat.look(case.number)
            pages.open(f"/ja/cases/{case.number}/stop")
            looked.look(name)
        for button in ("form[action$=id] button", "form[action$=close] button"):
            pages.press(button)
            assert pages.title.startswith("エラー：")
            looked.look(button)
        pages.open(f"/en/cases/{unsaid.number}/stop")
        pages.press("main form button")
        looked.look("no scope said")
        assert pages.header_links() == [f"/{lang}/cases/{unsaid.number}/stop" for lang in ("ja", "en")]
    assert not looked.faults, json.dumps(looked.faults, ensure_ascii=False, indent=1)


def test_no_page_of_a_complaint_or_of_somebody_not_yet_identified_keeps_anybody_out(
    world: World, browser: Chromium
) -> None:  # fmt: skip
    world.registered()
    with console(world, "officer-1") as (seat,):
        pages, looked = at(seat, browser)
        complaint, data, records = (enter(seat, kind=kind) for kind in ("complaint", "data", "records"))
        for one in (complaint, data, records):
            seat.look(one["number"])
        for tab in ("/reply", "/complaint"):
            pages.open(path(complaint) + tab)
            looked.look(f"complaint{tab}")
        for tab in ("/thread", "/complaint"):
            pages.open(path(complaint) + tab)
            pages.press("main form button")
            assert pages.title.startswith("エラー：")
            looked.look(f"complaint{tab}, nothing said")
        for case, tab in ((records, "/records"), (data, "/identify"), (data, "/tasks")):
            pages.open(path(case) + tab)
            looked.look(f"not identified{tab}")
    assert not looked.faults, json.dumps(looked.faults, ensure_ascii=False, indent=1)

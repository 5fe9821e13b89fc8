"""The console's pages about how the ledger runs, and those by which a case is worked without a terminal, in a browser:
nothing on any of them keeps anybody out."""

from __future__ import annotations

import json
import time

import pytest

from ledger.law.days import jst_day
from ledger.runtime.ports import LOOPBACK
from ledger.web.console.finished_months import finished
from tests.browser.chromium import Chromium
from tests.browser.pages import Pages
from tests.browser.test_case_pages import sit_down
from tests.browser.test_window_pages import Looked
from tests.events import provision
from tests.integration.consoles import seated, served
from tests.integration.test_case_pages import enter, path, told
from tests.integration.test_case_without_terminal import mailing
from tests.integration.world import World

__all__ = ["mailing", "told"]

pytestmark = pytest.mark.browser

PERIOD = "since={0}&until={0}".format(next(iter(finished(jst_day(time.time_ns() // 1_000)))))


def test_no_page_about_how_the_ledger_runs_keeps_anybody_out(
    mailing: World, browser: Chromium
) -> None:  # fmt: skip
    mailing.tell("provisions.crm", b"nobody can read this", provision("A-3", handling="theft"))
    mailing.settle()
    with served(mailing) as (accounts, somebody):
        pages = Pages(browser, f"http://{LOOPBACK}:{somebody.port}")
        looked = Looked(pages)
        seat = seated(accounts, somebody, "officer-1", mailing.clock)
        receipt, complaint = enter(seat), enter(seat, kind="complaint")
        for one in (receipt, complaint):
            seat.look(one["number"])
        seat.send("/ja/records/reason", {"reason": "incident"})
        seat.send("/ja/checks", {})
        sit_down(pages, seat)
        for lang in ("ja", "en"):
            for page in ("/checks", f"/checks/report?{PERIOD}", "/operations", "/runbook", "/runbook/incident",
                         "/violations?show=alerts", "/quarantine", "/retention"):  # fmt: skip
                pages.open(f"/{lang}{page}")
                looked.look(f"{lang}{page.partition('?')[0]}")
            pages.press("main form button")
            looked.look(f"{lang}/retention, counted")
            pages.open(f"/{lang}/quarantine")
            pages.press("th a")
            looked.look(f"{lang} one message")
            pages.open(f"{path(receipt)}/code".replace("/ja/", f"/{lang}/"))
            looked.look(f"{lang}/code")
            pages.open(f"{path(complaint)}/refer".replace("/ja/", f"/{lang}/"))
            looked.look(f"{lang}/refer")
        pages.open("/ja/checks/report?since=2026")
        looked.look("a period that cannot be read")
        for page in (f"{path(receipt)}/code", f"{path(complaint)}/refer"):
            pages.open(page)
            pages.press("main form button")
            assert pages.title.startswith("エラー："), page
            looked.look(f"{page.rpartition('/')[2]}, nothing said")
        pages.open("/ja/quarantine")
        pages.press("th a")
        pages.press("main form button")
        looked.look("asked to be read again")
        mailing.settle()
        pages.open("/ja/quarantine")
        pages.press("th a")
        assert "まだ読めません" in pages.text
        looked.look("unreadable still")
        pages.press("main p a[href$=dismiss]")
        looked.look("let rest?")
        pages.press("main form button")
        assert pages.title.startswith("エラー：")
        looked.look("no reason said")
    assert not looked.faults, json.dumps(looked.faults, ensure_ascii=False, indent=1)

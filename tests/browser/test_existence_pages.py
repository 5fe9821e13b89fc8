"""The console's pages on what is neither confirmed nor denied, in a browser: nothing on them keeps anybody out."""

from __future__ import annotations

import json

import pytest

from ledger.runtime.ports import LOOPBACK
from tests.browser.chromium import Chromium
from tests.browser.pages import Pages
from tests.browser.test_case_pages import sit_down
from tests.browser.test_window_pages import Looked
from tests.integration.consoles import console
from tests.integration.test_existence import BODY, FIRST, SECOND_ONE, identified, seen, the, told
from tests.integration.world import World

__all__ = ["told"]

pytestmark = pytest.mark.browser


def test_a_record_is_released_and_hidden_by_two_and_no_page_keeps_anybody_out(
    browser: Chromium, told: World
) -> None:  # fmt: skip
    case = identified(told, "A-1")
    record = the(seen(told, case), BODY)
    with console(told, FIRST, SECOND_ONE) as (first, second):
        pages = Pages(browser, f"http://{LOOPBACK}:{first.browser.port}")
        looked = Looked(pages)
        for seat in (first, second):
            seat.look(case.number)
        sit_down(pages, first)
        home = f"/cases/{case.number}/existence"
        for lang in ("en", "ja"):
            pages.open(f"/{lang}{home}")
            looked.look(f"{lang} list")
        pages.open(f"/ja{home}/{record}")
        looked.look("hidden by its kind")
        pages.press("main section + form button")
        assert pages.title.startswith("エラー：")
        looked.look("nothing chosen")
        pages.choose("release", "known")
        pages.press("main section + form button")
        pages.open(f"/ja{home}/{record}")
        looked.look("one's own proposal")
        sit_down(pages, second)
        pages.open(f"/en{home}/{record}")
        looked.look("to confirm")
        pages.press("main .banner button")
        pages.open(f"/ja{home}/{record}")
        looked.look("released")
        pages.choose("hide", "i")
        pages.press("main form button")
        looked.look("hidden again")
        assert len(seen(told, case)[record].silent) == 1
    assert not looked.faults, json.dumps(looked.faults, ensure_ascii=False, indent=1)

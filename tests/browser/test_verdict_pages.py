"""Confirming a verdict, leaving items out and supplementing an answer, in a browser: nothing keeps anybody out."""

from __future__ import annotations

import json

import pytest

from tests.browser.chromium import Chromium
from tests.browser.pages import Pages
from tests.browser.test_case_pages import pages, sit_down
from tests.browser.test_window_pages import Looked
from tests.events import provision
from tests.integration.consoles import Seat
from tests.integration.test_case_pages import decide, enter, groups, identify, path, release
from tests.integration.test_verdict_pages import agree, seats, told
from tests.integration.world import World

__all__ = ["pages", "seats", "told"]

pytestmark = pytest.mark.browser


def test_a_verdict_is_confirmed_and_an_answer_supplemented_on_pages_for_everybody(
    pages: Pages, seats: tuple[Seat, Seat], told: World, browser: Chromium
) -> None:  # fmt: skip
    first, second = seats
    looked = Looked(pages)
    receipt = enter(first, claimed="A-3")
    for seat in seats:
        seat.look(receipt["number"])
    identify(first, receipt, "member A-3")
    (alike,) = groups(first, receipt)
    sit_down(pages, first)
    pages.open(alike)
    looked.look("alike")
    pages.choose("choice", "items")
    pages.choose("verdict", "tell")
    pages.press("main form button")
    assert pages.title.startswith("エラー：")
    looked.look("no item and no reason said")
    browser.evaluate("document.getElementById('item-1').value = '33(2)i'")
    pages.type(text="病歴が分かる")
    pages.press("main form button")
    looked.look("decide")
    decide(first, receipt)
    sit_down(pages, second)
    pages.open(f"{path(receipt)}/second")
    looked.look("second")
    pages.press("tbody a")
    looked.look("second, a violation that is told")
    agree(second, receipt)
    release(first, receipt)
    told.tell("provisions.crm", provision("A-3"))
    told.settle()
    sit_down(pages, first)
    for page in ("/ja/", "/en/cases?show=late", path(receipt), f"{path(receipt)}/supplement"):
        pages.open(page)
        looked.look(page.rpartition("/")[2] or "home")
    pages.press("main form button")
    looked.look("records, decided anew")
    assert not looked.faults, json.dumps(looked.faults, ensure_ascii=False, indent=1)

"""The console's pages for cases in a browser: a case worked by two officers, and nothing on any page that keeps anybody
out."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from ledger.runtime.ports import LOOPBACK
from tests.browser.chromium import Chromium
from tests.browser.pages import Pages
from tests.browser.test_window_pages import Looked
from tests.integration.consoles import Seat
from tests.integration.test_case_pages import enter, groups, identify, path, seats, told
from tests.integration.world import World

__all__ = ["seats", "told"]

pytestmark = pytest.mark.browser


@pytest.fixture
def pages(seats: tuple[Seat, Seat], browser: Chromium) -> Iterator[Pages]:
    yield Pages(browser, f"http://{LOOPBACK}:{seats[0].browser.port}")


def sit_down(pages: Pages, seat: Seat) -> None:
    """Let the browser be an officer's."""
    for name, value in seat.browser.jar.items():
        done = pages.browser.send(
            "Network.setCookie", name=name, value=value, url=f"http://{LOOPBACK}:{seat.browser.port}/"
        )
        assert done["success"]


def test_a_case_is_worked_by_two_and_no_page_keeps_anybody_out(
    pages: Pages, seats: tuple[Seat, Seat]
) -> None:  # fmt: skip
    first, second = seats
    looked = Looked(pages)
    receipt = enter(first)
    for seat in seats:
        seat.look(receipt["number"])
    sit_down(pages, first)
    for page in ("/ja/", "/en/cases", "/ja/cases/new", path(receipt), f"{path(receipt)}/thread"):
        pages.open(page)
        looked.look(page.rpartition("/")[2] or page)
    pages.open("/ja/cases/new")
    pages.press("main form button")
    assert pages.title.startswith("エラー：")
    looked.look("new, nothing said")
    identify(first, receipt)
    alike, single = sorted(groups(first, receipt))
    for page in (f"{path(receipt)}/records", alike, single, f"{path(receipt)}/history", f"{path(receipt)}/extend"):
        pages.open(page)
        looked.look(page.split("/")[4])
    pages.open(alike)
    pages.choose("choice", "give")
    pages.press("main form button")
    pages.open(single)
    pages.choose("choice", "33(2)i")
    pages.press("main form button")
    looked.look("row, no reason said")
    pages.type(text="ほかの人の住所が分かる")
    pages.press("main form button")
    looked.look("decide")
    pages.press("main form button")
    sit_down(pages, second)
    pages.open(f"{path(receipt)}/second")
    looked.look("second")
    pages.press("tbody a")
    looked.look("second, a part")
    pages.choose("choice", "agrees")
    pages.press("main form button")
    pages.press("main form button")
    pages.open(f"{path(receipt)}/answer")
    looked.look("answer")
    pages.choose("by", "phone")
    pages.press("main form button")
    looked.look("answered")
    assert len(pages.codes()) == 1
    assert len(looked.seen) > 12
    assert not looked.faults, json.dumps(looked.faults, ensure_ascii=False, indent=1)


def test_the_pages_of_a_stop_keep_nobody_out(
    told: World, pages: Pages, seats: tuple[Seat, Seat]
) -> None:  # fmt: skip
    first, looked = seats[0], Looked(pages)
    receipt = enter(first, kind="opt_out")
    first.look(receipt["number"])
    identify(first, receipt)
    sit_down(pages, first)
    pages.open(f"{path(receipt)}/reply")
    looked.look("reply to who asks for a stop")
    pages.choose("outcome", "whole")
    pages.type(text="止めます。")
    pages.press("main form button")
    assert pages.title.startswith("エラー：")
    looked.look("reply, scope not said")
    pages.choose("covers", "all")
    pages.press("main form button")
    told.settle()
    for page in (f"{path(receipt)}/stop", f"{path(receipt)}/answer", f"{path(receipt).replace('/ja/', '/en/')}/stop"):
        pages.open(page)
        looked.look(page)
    assert len(looked.seen) == 5
    assert not looked.faults, json.dumps(looked.faults, ensure_ascii=False, indent=1)

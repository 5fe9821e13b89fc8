"""The console's pages beside the way from request to answer, in a browser: nothing on any of them keeps anybody out."""

from __future__ import annotations

import json

import pytest

from tests.browser.pages import Pages
from tests.browser.test_case_pages import pages, sit_down
from tests.browser.test_window_pages import Looked
from tests.files import PDF
from tests.integration.consoles import Seat
from tests.integration.test_case_pages import (
    choose,
    enter,
    follow,
    groups,
    identify,
    path,
    seats,
    told,
)

__all__ = ["pages", "seats", "told"]

pytestmark = pytest.mark.browser


def test_no_page_of_a_case_keeps_anybody_out(pages: Pages, seats: tuple[Seat, Seat]) -> None:
    first, _ = seats
    looked = Looked(pages)
    receipt = enter(first, by_whom="parent", agent_name="山田 太郎")
    first.look(receipt["number"])
    at = path(receipt)
    first.send_file(f"{at}/files", {"shows_identity": "yes"}, PDF)
    first.send(f"{at}/clock", {"does": "pause", "cause": "identity"})
    sit_down(pages, first)
    for lang in ("ja", "en"):
        for tab in ("", "/asker", "/clock", "/letters", "/files", "/screen", "/principal", "/owner", "/code"):
            pages.open(at.replace("/ja/", f"/{lang}/") + tab)
            looked.look(f"{lang}{tab}")
    for tab in ("/agent", "/fee", "/protect", "/unsafe", "/death", "/withdraw", "/unproven"):
        pages.open(at + tab)
        looked.look(tab)
    for tab in ("/principal", "/screen", "/files"):
        pages.open(at + tab)
        pages.press("main form button")
        assert pages.title.startswith("エラー："), tab
        looked.look(f"{tab}, nothing said")
    pages.open(f"{at}/letters")
    pages.choose("letter_kind", "receipt")
    pages.choose("letter_by", "counter")
    pages.press("main form button")
    looked.look("a letter")
    pages.open(f"{at}/files")
    pages.press("td a")
    looked.look("destroy")
    for home in ("/ja/", "/en/", "/ja/cases"):
        pages.open(home)
        looked.look(home)
    pages.open("/ja/conflicts")
    looked.look("conflicts")
    ready = enter(first)
    first.look(ready["number"])
    identify(first, ready)
    for group in groups(first, ready):
        follow(first, choose(first, group, "33(2)i", "ほかの人の住所が分かる"))
    for lang in ("ja", "en"):
        pages.open(f"{path(ready)}/decide".replace("/ja/", f"/{lang}/"))
        looked.look(f"{lang}/decide, something withheld")
    pages.type(explained="長" * 1_001)
    pages.press("main form button")
    looked.look("our own reason too long")
    assert not looked.faults, json.dumps(looked.faults, ensure_ascii=False, indent=1)
    assert [line for line in pages.browser.logged if "Policy" in line] == [], "a page keeps its own policy"

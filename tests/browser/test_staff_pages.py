"""The console's pages before and around all work, in a browser: getting in, people and their roles, what is refused.
Nothing on any of them keeps anybody out."""

from __future__ import annotations

import json
import re

import pytest

from ledger.runtime.ports import LOOPBACK
from tests.browser.chromium import Chromium
from tests.browser.pages import Pages
from tests.browser.test_case_pages import sit_down
from tests.browser.test_window_pages import Looked
from tests.events import register
from tests.integration.consoles import PASSWORD, seated, served
from tests.integration.test_case_pages import path
from tests.integration.test_sign_in import code, staffed
from tests.integration.world import World

__all__ = ["staffed"]

pytestmark = pytest.mark.browser


def test_getting_in_and_seeing_to_people_keeps_nobody_out(browser: Chromium, staffed: World) -> None:
    with served(staffed) as (accounts, somebody):
        pages = Pages(browser, f"http://{LOOPBACK}:{somebody.port}")
        looked = Looked(pages)
        seat = seated(accounts, somebody, "officer-1", staffed.clock)
        sit_down(pages, seat)
        for lang in ("en", "ja"):
            pages.open(f"/{lang}/people")
            looked.look(f"{lang} people")
            pages.press("th a")
            looked.look(f"{lang} an officer")
            pages.open(f"/{lang}/people")
        pages.press("form[action$=invite] button")
        looked.look("invited")
        (invitation,) = pages.codes()
        pages.press("form[action$=revoke] button")
        looked.look("revoke")
        browser.send("Network.clearBrowserCookies")
        for page in ("/en/sign-in", "/ja/enrol"):
            pages.open(page)
            looked.look(page)
        pages.press("main form button")
        assert pages.title.startswith("エラー：")
        looked.look("no invitation")
        pages.type(invitation=invitation)
        pages.press("main form button")
        looked.look("enrolling")
        secret = re.sub(r"\s", "", pages.codes()[0])
        pages.press("main form button")
        assert pages.title.startswith("エラー：")
        looked.look("no password")
        pages.type(password=PASSWORD, again=PASSWORD, code=code(secret, staffed))
        pages.press("main form button")
        looked.look("nothing to do")
        pages.open("/ja/cases")
        looked.look("no case")
        pages.press(".signed-in button")
        pages.press("main form button")
        assert pages.title.startswith("エラー：")
        looked.look("not signed in")
        sit_down(pages, seat)
        pages.open("/ja/cases/new")
        for name, value in (("kind", "records"), ("channel", "post"), ("by_whom", "person")):
            pages.choose(name, value)
        pages.type(contact="山田 花子 電話 03-0000-0000")
        pages.press("main form button")
        looked.look("received")
        number, _ = pages.codes()
        pages.open(f"{path({'number': number})}/thread")
        looked.look("why")
        pages.press("main form button")
        assert pages.title.startswith("エラー：")
        looked.look("no reason said")
        for page in ("/ja/records/reason", "/ja/cases/open?number=1234", "/ja/nowhere"):
            pages.open(page)
            looked.look(page)
        staffed.tell("registers.operator", register("officers", "operator-1", {
            "display_name": "Operator", "roles": ["operator"],
        }))  # fmt: skip
        sit_down(pages, seated(accounts, somebody, "operator-1", staffed.clock))
        for page in ("/en/", "/ja/cases"):
            pages.open(page)
            looked.look(f"operator {page}")
    assert not looked.faults, json.dumps(looked.faults, ensure_ascii=False, indent=1)

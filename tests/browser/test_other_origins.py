"""A page of another site, in a real browser and over plain HTTP, where no browser says `Sec-Fetch-Site`: what it sends
in a visitor's name reaches neither a case of the window nor the console."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from html import escape
from urllib.parse import urlencode

import pytest
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response

from ledger.cli.window_command import open_desks
from ledger.web.rate import Rates
from ledger.web.window import window_app
from tests.browser.chromium import Chromium
from tests.browser.pages import Pages
from tests.integration.consoles import seated, served
from tests.integration.pages import Browser, browsing
from tests.integration.test_sign_in import staffed
from tests.integration.windows import ask, told
from tests.integration.world import World

__all__ = ["staffed", "told"]

pytestmark = pytest.mark.browser


@pytest.fixture
def theirs() -> Iterator[Browser]:
    """Another site: a page whose form goes where its address says, with and without a referrer."""
    app = FastAPI()

    @app.get("/sends/{policy}")
    async def page(request: Request, policy: str) -> Response:
        fields = "".join(
            f'<input name="{escape(name)}" value="{escape(value)}">'
            for name, value in request.query_params.items() if name != "to"
        )  # fmt: skip
        form = f'<form method="post" action="{escape(request.query_params["to"])}">{fields}<button>x</button></form>'
        return HTMLResponse(f"<!doctype html><title>theirs</title>{form}", headers={"Referrer-Policy": policy})

    with browsing(app) as site:
        yield site


def lured(pages: Pages, theirs: Browser, policy: str, to: str, form: dict[str, str]) -> None:
    """Open the other site's page in the same browser and send its form."""
    Pages(pages.browser, f"http://theirs.test:{theirs.port}").open(f"/sends/{policy}?{urlencode({**form, 'to': to})}")
    pages.press("button")


@pytest.mark.parametrize("policy", ["no-referrer", "unsafe-url"])
def test_another_site_brings_its_own_case_to_nobody(
    browser: Chromium, told: World, theirs: Browser, policy: str
) -> None:  # fmt: skip
    with ExitStack() as stack:
        desks = open_desks(told.settings)
        stack.callback(desks.close)
        window = stack.enter_context(browsing(window_app(desks, Rates(lambda: 0.0), lambda: told.clock)))
        receipt, here = ask(window), f"http://window.test:{window.port}"
        pages = Pages(browser, here)
        pages.open("/ja/follow")
        assert browser.evaluate("isSecureContext") is False, "no browser says Sec-Fetch-Site here"
        pages.type(**receipt)
        pages.press("main form button")
        assert receipt["number"] in pages.text, "our own form is taken"
        for path, form in (("/ja/follow", receipt), ("/ja/write", {**receipt, "message": "x"})):
            lured(pages, theirs, policy, here + path, form)
            assert receipt["number"] not in pages.text and "ほかのサイト" in pages.text
    assert told.ask("select count(*) from intake where command = 'case write'") == [(0,)]


@pytest.mark.parametrize("policy", ["no-referrer", "unsafe-url"])
def test_another_site_sends_nothing_for_an_officer_who_is_signed_in(
    browser: Chromium, staffed: World, theirs: Browser, policy: str
) -> None:  # fmt: skip
    with served(staffed) as (accounts, somebody):
        here = f"http://console.test:{somebody.port}"
        pages = Pages(browser, here)
        seat = seated(accounts, somebody, "officer-1", staffed.clock)
        browser.send("Network.setCookie", name="console", value=seat.browser.jar["console"], url=here)
        pages.open("/ja/")
        assert browser.evaluate("isSecureContext") is False and "サインアウト" in pages.text
        form = {"officer": "officer-2", "csrf": "guessed"}
        for path in ("/ja/people/invite", "/ja/sign-out", "/ja/sign-in"):
            lured(pages, theirs, policy, here + path, form)
            assert "この画面からは送れません" in pages.text, path
        pages.open("/ja/")
        assert "サインアウト" in pages.text, "nobody was signed out"
    assert staffed.ask("select count(*) from intake where command = 'staff invite'") == [(0,)]

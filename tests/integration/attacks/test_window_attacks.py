"""What a page of another site, or an error, could make of the contact window."""

from __future__ import annotations

import logging

import pytest

from ledger.web.asking_pages import Asking
from tests.integration.pages import Browser
from tests.integration.windows import FORM, ask, told, window
from tests.integration.world import World

__all__ = ["told", "window"]


def test_a_page_of_another_site_hands_nobody_its_own_case(told: World, window: Browser) -> None:
    drawn = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
    theirs = ask(window)
    cases = told.ask("select count(*) from intake where command = 'case open'")
    for site in ("cross-site", "same-site"):
        for path, form in (
            ("/ja/ask/records", {**FORM, "form": drawn}), ("/ja/follow", theirs), ("/en/write", theirs),
        ):  # fmt: skip
            page = window.post(path, form, sec_fetch_site=site)
            assert page.status == 403 and theirs["number"] not in page.text
            assert FORM["name"] not in page.text
    for origin in ("http://other.test", "http://127.0.0.1:1", "https://127.0.0.1.other.test", "null"):
        assert window.post("/ja/follow", theirs, origin=origin).status == 403, "without Fetch Metadata, over plain HTTP"
    assert told.ask("select count(*) from intake where command = 'case open'") == cases
    assert window.post("/ja/follow", theirs).status == 200
    assert window.get("/ja/follow").headers["referrer-policy"] == "same-origin", "or a form of ours would say null"
    for site in ("same-origin", "none"):
        assert window.post("/ja/follow", theirs, sec_fetch_site=site).status == 200


def test_an_error_that_nobody_foresaw_tells_no_log_what_was_sent(
    told: World, window: Browser, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    def broken(*told: object) -> None:
        raise ValueError(f"no such thing: {told}")

    for name in ("uvicorn", "uvicorn.error"):
        monkeypatch.setattr(logging.getLogger(name), "propagate", True)
    monkeypatch.setattr(Asking, "asked", broken)
    page = window.post("/ja/ask/records", FORM)
    assert page.status == 500 and "いまは受け付けられません" in page.text and FORM["name"] not in page.text
    assert page.headers["content-security-policy"]
    logged = caplog.text + "".join(capfd.readouterr())
    assert "ValueError at ledger.web.window:" in logged
    assert FORM["name"] not in logged and "no such thing" not in logged

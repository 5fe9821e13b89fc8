"""The page that checks a disclosure: it accepts and refuses what the command does, and asks no network."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.cases.disclosure.page import FILE_NAME, verify_page
from tests.browser.chromium import Chromium, executable
from tests.disclosures import CORPUS, disclosure, policy

pytestmark = pytest.mark.browser

GOOD = disclosure()


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    path = executable()
    if path is None:
        pytest.skip("no Chromium is installed")
    with Chromium(path, tmp_path_factory.mktemp("profile")) as started:
        yield started


@pytest.fixture
def page(browser: Chromium, tmp_path: Path) -> Chromium:
    written = tmp_path / FILE_NAME
    written.write_bytes(verify_page())
    browser.media()
    browser.width(1280)
    browser.open(written)
    return browser


def choose(page: Chromium, name: str, data: bytes, tmp_path: Path) -> None:
    """Choose a file as a person does."""
    path = tmp_path / f"{name}-{len(list(tmp_path.iterdir()))}"  # the same file chosen again is no change
    path.write_bytes(data)
    found = page.send("Runtime.evaluate", expression=f"document.getElementById('{name}')")["result"]["objectId"]
    page.send("DOM.setFileInputFiles", files=[str(path)], objectId=found)


def wait(page: Chromium, expression: str) -> None:
    until = time.monotonic() + 20
    while not page.evaluate(expression):
        assert time.monotonic() < until, page.evaluate("document.body.innerText")
        time.sleep(0.02)


def check(page: Chromium, data: bytes, tmp_path: Path, trusted: bytes | None = None) -> set[str]:
    """Let the page check a file; return the names of the steps that refuse."""
    choose(page, "file", data, tmp_path)
    choose(page, "policy", trusted or policy(), tmp_path)
    wait(page, "!document.getElementById('compare').hidden")
    page.evaluate("document.getElementById('compared').click()")
    wait(page, "document.querySelector('[data-accepted]') !== null")
    refusals = "[...document.querySelectorAll('[data-refusal]')]"
    names = page.evaluate(f"{refusals}.map((one) => one.dataset.refusal).join(' ')")
    accepted = page.evaluate("document.querySelector('[data-accepted]').dataset.accepted") == "true"
    assert accepted is (names == "")
    return set(names.split())


@pytest.mark.parametrize("name", CORPUS)
def test_it_refuses_what_the_command_refuses(page: Chromium, tmp_path: Path, name: str) -> None:
    expected, change = CORPUS[name]
    names = check(page, change(GOOD), tmp_path)
    assert names == set() if expected is None else expected in names


def test_nothing_turns_green_before_the_fingerprint_was_compared(page: Chromium, tmp_path: Path) -> None:
    choose(page, "file", GOOD, tmp_path)
    choose(page, "policy", policy(), tmp_path)
    wait(page, "!document.getElementById('compare').hidden")
    time.sleep(0.2)
    assert page.evaluate("document.querySelectorAll('.accepted').length") == 0
    page.evaluate("document.getElementById('compared').click()")
    wait(page, "document.querySelectorAll('article.accepted').length === 3")
    choose(page, "policy", policy(issuer="somebody.else"), tmp_path)
    wait(page, "document.querySelectorAll('.accepted').length === 0")
    assert page.evaluate("document.getElementById('compared').checked") is False


def test_whoever_is_not_trusted_turns_nothing_green(page: Chromium, tmp_path: Path) -> None:
    assert check(page, GOOD, tmp_path, policy(issuer="somebody.else")) == {"issuer_unknown"}
    assert page.evaluate("document.querySelectorAll('article').length") == 0


def test_it_asks_no_network_and_runs_nothing_from_a_file(page: Chromium, tmp_path: Path) -> None:
    assert check(page, GOOD, tmp_path) == set()
    assert page.requested == [(tmp_path / FILE_NAME).as_uri()]
    assert page.logged == []
    assert page.evaluate("document.querySelectorAll('article b').length") == 0
    assert "見本<b>商会" in page.evaluate("document.body.innerText")


def test_what_the_holder_withheld_is_shown_as_withheld(page: Chromium, tmp_path: Path) -> None:
    _, change = CORPUS["a claim left out"]
    assert check(page, change(GOOD), tmp_path) == set()
    assert page.evaluate("document.querySelectorAll('article em').length") == 1


def test_it_fits_a_telephone_and_the_dark(page: Chromium, tmp_path: Path) -> None:
    page.width(360)
    page.media(prefers_color_scheme="dark")
    assert check(page, GOOD, tmp_path) == set()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.picture(tmp_path / "page.png")

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from ledger.cases import html
from ledger.cases.answer import Answer, Coded, DisclosableRecord, Operator, PersonId, Recipient
from ledger.cases.projection import project
from tests.browser.chromium import Chromium

pytestmark = pytest.mark.browser

LONG = Recipient(
    "long",
    "株式会社" + "国際総合情報処理技術研究開発推進機構" * 4,
    "〒100-0001\n東京都千代田区千代田一丁目1番1号\n千代田インターナショナルビルディング\n本館38階",
    "A" * 120,
    "company",
    "JP",
)
RECORD = DisclosableRecord(
    record_id="0f" * 16,
    happened_at=1_772_410_440_000_000,
    role="provider",
    recipient=LONG,
    items=(Coded("name", "氏名", "Name"),),
    purpose=Coded("quote", "保険の見積りのため", "To quote insurance"),
    ground="consent",
    method="api",
    duty="statutory",
)
FULL = Answer(
    answered_at=1_775_005_200_000_000,
    checked_up_to=1_775_005_200_000_000,
    operator=Operator("株式会社サンプル", "東京都千代田区1", "山田太郎", "窓口\n03-0000-0000"),
    asked_with=(PersonId("member", "A-001234"),),
    records=(RECORD, replace(RECORD, record_id="1e" * 16, role="recipient", ground="27(2)")),
)


@pytest.fixture(params=["full", "none"])
def page(request: pytest.FixtureRequest, browser: Chromium, tmp_path: Path) -> Path:
    answer = FULL if request.param == "full" else replace(FULL, records=())
    written = tmp_path / html.FILE_NAME
    written.write_bytes(html.render(project(answer)))
    browser.media()
    browser.width(360)
    browser.open(written)
    return written


def test_nothing_is_requested_and_nothing_is_blocked(browser: Chromium, page: Path) -> None:
    assert browser.requested == [page.as_uri()]
    assert browser.logged == []


@pytest.mark.parametrize("width", [320, 360, 768, 1280, 1920])
def test_nothing_scrolls_sideways(browser: Chromium, page: Path, width: int) -> None:
    browser.width(width)
    assert browser.evaluate("innerWidth") == width
    assert browser.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [320, 1280])
def test_no_text_is_under_14_pixels_and_lines_stay_short(browser: Chromium, page: Path, width: int) -> None:
    browser.width(width)
    sizes = "[...document.querySelectorAll('main *')].map(e=>parseFloat(getComputedStyle(e).fontSize))"
    assert min(browser.evaluate(sizes)) >= 14
    widths = "[...document.querySelectorAll('p')].map(e=>e.offsetWidth/parseFloat(getComputedStyle(e).fontSize))"
    assert max(browser.evaluate(widths)) <= 40.1


def test_links_are_44_pixels_high(browser: Chromium, page: Path) -> None:
    smallest = "Math.min(...[...document.querySelectorAll('nav a')].map(e=>e.getBoundingClientRect().height))"
    assert browser.evaluate(smallest) >= 44


def test_light_dark_and_forced_colours_differ_and_are_drawn(browser: Chromium, page: Path, tmp_path: Path) -> None:
    canvas = "getComputedStyle(document.body).backgroundColor"
    assert browser.evaluate(canvas) == "rgb(255, 255, 255)"
    light = browser.picture(tmp_path / "light.png")
    browser.media(prefers_color_scheme="dark")
    assert browser.evaluate(canvas) == "rgb(26, 26, 26)"
    dark = browser.picture(tmp_path / "dark.png")
    browser.media(forced_colors="active")
    forced = browser.picture(tmp_path / "forced.png")
    assert len({light, dark, forced}) == 3


def test_it_prints_on_a4_without_links(browser: Chromium, page: Path) -> None:
    browser.media(prefers_color_scheme="dark")
    printed = browser.pdf()
    assert printed.startswith(b"%PDF-")
    width, height = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", printed)[0]
    assert (round(float(width)), round(float(height))) == (595, 842)
    browser.media("print", prefers_color_scheme="dark")
    assert browser.evaluate("getComputedStyle(document.querySelector('nav')).display") == "none"
    assert browser.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"

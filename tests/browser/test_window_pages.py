"""The contact window in a browser: from the asking to the receiving, and nothing on any page that keeps people out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product

import pytest

from ledger.cases.casebook import Casebook, digest, normal
from ledger.cases.code import sending
from ledger.cases.release import released, tick_after
from ledger.cases.steps import PERSON
from ledger.cli.window_command import open_desks
from ledger.runtime.ports import LOOPBACK
from ledger.web.rate import Rates
from ledger.web.window import window_app
from tests.browser.asking import answer
from tests.browser.chromium import Chromium
from tests.browser.pages import Pages
from tests.events import now_us
from tests.integration.pages import browsing
from tests.integration.windows import decide, decided, identified, told
from tests.integration.world import World

__all__ = ["told"]

pytestmark = pytest.mark.browser

WIDTHS = (320, 1280)


@pytest.fixture
def pages(told: World, browser: Chromium) -> Iterator[Pages]:
    desks = open_desks(told.settings)
    with browsing(window_app(desks, Rates(lambda: 0.0), lambda: told.clock)) as served:
        yield Pages(browser, f"http://{LOOPBACK}:{served.port}")
    desks.close()


@dataclass
class Looked:
    """What was found on pages: where, at which width and in which colours."""

    pages: Pages
    #: In which colours and how wide (CSS pixels) each page is looked at.
    views: Sequence[tuple[str, int]] = tuple(product(("light", "dark"), WIDTHS))
    faults: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def look(self, name: str) -> None:
        """Look at the page as it stands, by default narrow and wide, light and dark."""
        self.seen.add(name)
        for scheme, width in self.views:
            self.pages.browser.media(prefers_color_scheme=scheme)
            self.pages.browser.width(width)
            where = f"{name} {scheme} {width}"
            self.faults += [f"{where}: {fault}" for fault in self.pages.faults()]
            if self.pages.sideways():
                self.faults.append(f"{where}: scrolls sideways")
        self.pages.browser.media()


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_person_asks_follows_and_receives_and_no_page_keeps_anybody_out(
    pages: Pages, told: World, lang: str
) -> None:  # fmt: skip
    looked = Looked(pages)
    for path in ("/", "/policy", "/ask", "/follow", "/nowhere"):
        pages.open(f"/{lang}{path}")
        looked.look(path)
    pages.open(f"/{lang}/ask?step=kind")
    looked.look("no kind chosen")
    pages.choose("kind", "records")
    pages.press("main form button")
    looked.look("ask")

    def wrong(at: str) -> None:
        """Look at a question as it is asked, and where nothing was answered."""
        looked.look(at)
        if at in ("who", "alone", "agent", "name", "both", "delivery", "contact", "safety"):
            pages.press("main form button")
            assert pages.title.startswith("エラー：" if lang == "ja" else "Error: ")
            looked.look(f"{at}, nothing said")
            assert pages.browser.evaluate("document.activeElement.id") == "error-summary", "read first, without scripts"

    # Who asks for somebody else is asked more, and in other words.
    answer(pages, wrong if lang == "ja" else looked.look, who="parent")
    pages.press("button[value=who]")
    pages.choose("who", "self")
    pages.press("main form button")
    pages.press("button[value=safety]")
    looked.look("safety")
    pages.choose("protected", "no")
    pages.press("main form button")
    pages.press("main form button")
    number, secret = pages.codes()
    looked.look("received")

    pages.open(f"/{lang}/follow")
    pages.type(number=number, secret="22222-22222-22222-22222")
    pages.press("main form button")
    looked.look("another secret")
    pages.type(secret=secret)
    pages.press("main form button")
    looked.look("state")
    code = decided(told, number)
    pages.open(f"/{lang}/follow")
    pages.type(number=number, secret=secret)
    pages.press("main form button")
    looked.look("answered")
    pages.type(code="22222-22222")
    pages.press("form[action$=receive] button")
    looked.look("another code")
    pages.type(code=code)
    pages.press("button[formaction]")
    pages.browser.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    looked.look("records")
    # One markup: a table with a head where there is room, and else a card for each with its labels.
    for width, head, label in ((1280, "table-header-group", "none"), (320, "none", "block")):
        pages.browser.width(width)
        shown = "['.records thead', '.line .of'].map(one => getComputedStyle(document.querySelector(one)).display)"
        assert pages.browser.evaluate(shown) == [head, label]
    pages.browser.evaluate("document.querySelectorAll('details').forEach(one => one.open = false)")
    pages.browser.media("print")
    assert pages.browser.evaluate("getComputedStyle(document.querySelector('form.acts')).display") == "none"
    assert pages.browser.evaluate("document.querySelector('details li').checkVisibility()"), "what folds prints open"
    pages.browser.media()
    assert not pages.browser.evaluate("document.querySelector('details li').checkVisibility()")
    pages.browser.evaluate("document.querySelector('#verdict').value = 'being_checked'")
    pages.press(".narrow button")
    looked.look("records, narrowed")
    pages.press("button[name=drop]")
    shift_thrice_leaves(pages)
    pages.press("button[formaction$=stop_provision]")
    assert code and looked.faults == []
    assert [line for line in pages.browser.logged if "Policy" in line] == [], "a page keeps its own policy"


def shift_thrice_leaves(pages: Pages) -> None:
    """Press keys on a page that follows number and secret: only three times Shift in a row press the button."""
    heard = "one => { one.preventDefault(); window.to = one.target.action }"
    pages.browser.evaluate(f"addEventListener('submit', {heard}, {{once: true}})")

    def left(*keys: str) -> str:
        for key in keys:
            for kind in ("keyDown", "keyUp"):
                pages.browser.send("Input.dispatchKeyEvent", type=kind, key=key)
        return str(pages.browser.evaluate("`${(window.to || '').slice(-6)} ${document.body.hidden}`"))

    assert left("Shift", "Shift", "A", "Shift") == " false", "who types capitals stays"
    assert left("Shift", "Shift") == "/leave true"
    pages.browser.evaluate("document.body.hidden = false")


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_no_page_of_a_code_by_mail_keeps_anybody_out(pages: Pages, told: World, lang: str) -> None:
    looked, book = Looked(pages), Casebook(told.connection, told.vault)
    receipt, _ = book.open({
        "kind": "records", "channel": "phone", "language": lang, "arrived": "2026-04-01", "asked": "", "contact": "",
        "claimed": "", "email": "hanako@mail.example.jp",
    }, PERSON, told.clock)  # fmt: skip
    identified(told, receipt.number)
    decide(told, receipt.number)
    told.clock = max(told.clock, now_us())
    said = {**released(None, told.clock), "by": "email"}
    book.step(receipt.number, "officer-1", "request", "case answer", said, told.clock, told.registers())
    told.clock = tick_after(told.clock)

    def follow() -> None:
        pages.open(f"/{lang}/follow")
        pages.type(number=receipt.number, secret=receipt.secret)
        pages.press("main form button")

    follow()
    looked.look("answered, no code sent")
    pages.press("#again")
    looked.look("a code was sent")
    pages.press("#again")
    assert pages.title.startswith("エラー：" if lang == "ja" else "Error: ")
    looked.look("another too soon")
    code = "22222-22222"
    case = book.find(receipt.number)
    assert case.code is not None
    told.clock += 60_000_000
    sent = {**sending(case.code, digest(normal(code)), told.clock)}
    book.step(receipt.number, PERSON, "request", "case receive code", sent, told.clock)
    told.clock += 600_000_001
    pages.browser.evaluate(f"document.querySelector('#code').value = '{code}'")
    pages.press("button[formaction$=records]")
    looked.look("a code that is late")
    told.clock += 31 * 86_400_000_000
    follow()
    looked.look("the answer's time is over")
    pages.press("#again")
    looked.look("the staff are told")
    assert looked.faults == [] and len(looked.seen) == 6


def test_what_keeps_people_out_is_found(pages: Pages) -> None:
    pages.open("/ja/follow")
    assert pages.faults() == [] and not pages.sideways()
    pages.browser.evaluate("document.documentElement.removeAttribute('lang')")
    pages.browser.evaluate("document.querySelector('label').remove()")
    pages.browser.evaluate("document.querySelector('h1').style.width = '4000px'")
    assert {fault.partition(":")[0] for fault in pages.faults()} >= {"html-has-lang", "label"} and pages.sideways()

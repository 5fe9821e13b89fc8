"""A company for stories in a browser: its ledger, window and console, and what a person and two officers do there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

import pyotp
import pytest

from ledger.cases.disclosure.page import FILE_NAME, verify_page
from ledger.cases.release import TICK
from ledger.cli.window_command import open_desks
from ledger.judging.acts import announce_key
from ledger.law.days import calendar, jst_day
from ledger.log.witness.witness import Witness
from ledger.runtime.ports import LOOPBACK
from ledger.web.rate import Rates
from ledger.web.window import window_app
from tests.browser.chromium import Chromium
from tests.browser.pages import Pages
from tests.browser.test_verify_page import check
from tests.browser.test_window_pages import Looked
from tests.disclosures import COSIGNER, ISSUER, KEY, SIGNER, policy
from tests.events import consent, provision, register
from tests.integration.consoles import PASSWORD, enrolled, served
from tests.integration.notaries import Desk, policy_of, serving
from tests.integration.pages import Browser, browsing
from tests.integration.world import World


class Company:
    """A ledger whose heads are witnessed, its window and its console, and two officers with their secrets."""

    def __init__(self, told: World, desk: Desk, window: Browser, console: Browser, secrets: dict[str, str]) -> None:
        self.world, self.desk, self.window = told, desk, window
        self.console = console
        self._secrets = secrets

    def code(self, officer: str) -> str:
        """The code that an officer's telephone shows now; each works once, so time goes on before the next."""
        self.world.clock += 30_000_000
        return pyotp.TOTP(self._secrets[officer]).at(self.world.clock // 1_000_000)

    def pass_time(self, seconds: int = TICK // 1_000_000) -> None:
        """Let time pass, by default to the next tick: what was released is out then, and heads are witnessed."""
        self.world.clock += seconds * 1_000_000
        self.world.settle()
        self.desk.turn()

    def days_ago(self, days: int) -> date:
        """Return the Japanese day so many days before today."""
        return calendar(jst_day(self.world.clock)) - timedelta(days=days)


@pytest.fixture
def company(world: World, tmp_path: Path) -> Iterator[Company]:
    world.registered()
    world.tell("registers.operator", register("officers", "officer-2", {
        "display_name": "鈴木 一郎", "roles": ["privacy_officer"],
    }))  # fmt: skip
    witness = Witness(COSIGNER, [SIGNER.key], tmp_path / "witness", lambda: world.clock // 1_000_000)
    key = tmp_path / "issuer.pem"
    KEY.write(key)
    issuing = world.settings.model_copy(update={"issuer_key_file": key, "issuer_name": ISSUER})
    with serving(witness) as url, served(world) as (accounts, console):
        desk = Desk(world, tmp_path / "notary", policy_of(url))
        connection, vault = world.worker()
        body = {"issuer": ISSUER, "jwk": KEY.public.jwk, "valid_from": world.clock // 1_000_000 - 60}
        announce_key(connection, vault, "officer-1", body, (), world.clock)
        world.tell("consents.members", consent("A-1"))
        world.tell("provisions.crm", *(provision("A-1") for _ in range(3)), provision("A-1", recipient="advertiser"),
                   provision("A-1", recipient="police"))  # fmt: skip
        world.settle()
        desk.turn()
        secrets = {officer: enrolled(accounts, officer, world.clock) for officer in ("officer-1", "officer-2")}
        desks = open_desks(issuing)
        with browsing(window_app(desks, Rates(lambda: 0.0), lambda: world.clock)) as window:
            yield Company(world, desk, window, console, secrets)
        desks.close()
        desk.close()
        witness.close()


class Visit:
    """The window and the console in one browser, with scripts or without."""

    def __init__(self, company: Company, browser: Chromium, scripts: bool) -> None:
        self.company, self._browser, self._scripts = company, browser, scripts
        self.window = Pages(browser, f"http://{LOOPBACK}:{company.window.port}")
        self.console = Pages(browser, f"http://{LOOPBACK}:{company.console.port}")
        # Each page alone is looked at in every view elsewhere; here it is what stands on it that is new.
        self.looked = Looked(self.console, (("light", 1280), ("dark", 320)))
        self._allow(scripts)

    def look(self, pages: Pages, name: str) -> None:
        """Let axe look at a page as it stands. axe itself is a script, so scripts run while it looks."""
        self._allow(True)
        self.looked.pages = pages
        self.looked.look(name)
        self._allow(self._scripts)

    def _allow(self, scripts: bool) -> None:
        self._browser.send("Emulation.setScriptExecutionDisabled", value=not scripts)

    # The person

    def follow(self, number: str, secret: str) -> str:
        """Look where a case stands; return what the page says."""
        self.window.open("/ja/follow")
        self.window.type(number=number, secret=secret)
        self.window.press("main form button")
        return self.window.text

    def receive(self, number: str, secret: str, code: str) -> str:
        """Open an answer that is a page; return what it says."""
        self.follow(number, secret)
        self.window.type(code=code)
        self.window.press("form[action$=receive] button")
        return self.window.text

    def receive_file(self, number: str, secret: str, code: str, form: str, folder: Path) -> bytes:
        """Take an answer as a file."""
        self.follow(number, secret)
        self.window.type(code=code)
        self.window.choose_alone("format", form)
        return self.window.take("form[action$=receive] button", folder)

    def verify(self, proof: bytes, folder: Path) -> int:
        """Check a proof on the page that checks, which finds nothing wrong; return how many records it shows."""
        self._allow(True)
        page = folder / FILE_NAME
        page.write_bytes(verify_page())
        self._browser.open(page)
        assert check(self._browser, proof, folder, policy()) == set()
        shown: int = self._browser.evaluate("document.querySelectorAll('#result article').length")
        # That page is a file: who comes from one counts as not signed in on the first page (SameSite=Strict).
        self.window.open("/ja/")
        self._allow(self._scripts)
        return shown

    # The officers

    def sign_in(self, officer: str) -> None:
        self.console.open("/ja/sign-in")
        self.console.type(officer=officer, password=PASSWORD, code=self.company.code(officer))
        self.console.press("main form button")

    def sign_out(self) -> None:
        self.console.press("form.signed-in button")

    def case(self, number: str, page: str = "") -> str:
        """Open a page of a case and return what it says; whoever has not said why they look is asked."""
        self.console.open(f"/ja/cases/{number.replace('-', '')}{page}")
        if "/reason/" in str(self.console.browser.evaluate("location.pathname")):
            self.console.choose("reason", "request")
            self.console.press("main form button")
        return self.console.text

    def identify(self, number: str, ids: str = "member A-1") -> None:
        """Confirm whose ids they are, after the page that says where they lead."""
        self.case(number, "/identify")
        self.console.choose("method", "call_back")
        self.console.type(ids=ids)
        self.console.press("main form button")
        self.console.press("main form button")

    def groups(self, number: str) -> Sequence[str]:
        """Return the lines of the table of records."""
        self.case(number, "/records")
        named: list[str] = self.console.browser.evaluate(
            "[...document.querySelectorAll('th[scope=row] a')].map(one => one.innerText)"
        )
        return named

    def choose(self, number: str, words: str, choice: str, why: str = "") -> None:
        """Choose for the records whose line says these words."""
        self.case(number, "/records")
        self.console.go(words)
        self.console.choose("choice", choice)
        self.console.type(text=why)
        self.console.press("main form button")

    def decide(self, number: str) -> None:
        """Decide by what was chosen for the records."""
        self.case(number, "/decide")
        self.console.press("main form button")

    def reply(self, number: str, outcome: str, text: str, *grounds: str, covers: str = "") -> None:
        """Decide what is not about records, in words of one's own."""
        self.case(number, "/reply")
        self.console.choose("outcome", outcome)
        for ground in grounds:
            self.console.choose("ground", ground)
        if covers:
            self.console.choose("covers", covers)
        self.console.type(text=text)
        self.console.press("main form button")

    def agree(self, number: str) -> None:
        """Agree as the second officer with the one group of records that was withheld."""
        self.case(number, "/second")
        self.console.press("th[scope=row] a")
        self.console.choose("choice", "agrees")
        self.console.press("main form button")
        self.console.press("main form button")

    def answer(self, number: str, by: str = "phone", to: str = "", in_hand: str = "") -> str:
        """Release the answer; return the code, which goes to the person another way."""
        self.case(number, "/answer")
        self.console.choose("by", by)
        if to:
            self.console.choose("to", to)
        if in_hand:
            self.console.type(in_hand=in_hand)
        self.console.press("main form button")
        (code,) = self.console.codes()[-1:]
        return code

    def letter(self, number: str, kind: str, folder: Path, by: str = "post") -> str:
        """Look at a letter and write it out; return what it says."""
        self.case(number, "/letters")
        self.console.choose("letter_kind", kind)
        self.console.choose("letter_by", by)
        self.console.type(letter_to="山田 花子\n東京都千代田区見本町一丁目2番3号")
        self.console.press("main form button")
        said = self.console.text
        assert self.console.take("main form button", folder).startswith(b"%PDF")
        return said

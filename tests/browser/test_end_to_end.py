"""A request from its first page to its proof, in a browser: the person, two officers, and the page that checks.

Once with scripts and once without: no page of ours needs one, but the page that checks a proof.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyotp
import pytest

from ledger.cases.disclosure.page import FILE_NAME, verify_page
from ledger.cases.release import TICK
from ledger.cli.window_command import open_desks
from ledger.judging.acts import announce_key
from ledger.log.witness.witness import Witness
from ledger.runtime.ports import LOOPBACK
from ledger.web.rate import Rates
from ledger.web.window import window_app
from tests.browser.asking import ask
from tests.browser.chromium import Chromium
from tests.browser.pages import Pages
from tests.browser.test_verify_page import check
from tests.browser.test_window_pages import Looked
from tests.disclosures import COSIGNER, ISSUER, KEY, SIGNER, policy
from tests.events import consent, provision, register
from tests.integration.conftest import folder, postgres, settings, world  # noqa: F401 - fixtures of this tier too
from tests.integration.consoles import PASSWORD, enrolled, served
from tests.integration.notaries import Desk, policy_of, serving
from tests.integration.pages import Browser, browsing
from tests.integration.world import World

pytestmark = pytest.mark.browser


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


@pytest.fixture
def company(world: World, tmp_path: Path) -> Iterator[Company]:  # noqa: F811
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
    """The window and the console in one browser. Pages of signing in are looked at, where scripts can do that."""

    def __init__(self, company: Company, browser: Chromium, scripts: bool) -> None:
        browser.send("Emulation.setScriptExecutionDisabled", value=not scripts)
        self.company = company
        self.window = Pages(browser, f"http://{LOOPBACK}:{company.window.port}")
        self.console = Pages(browser, f"http://{LOOPBACK}:{company.console.port}")
        self.looked = Looked(self.console)
        self._scripts = scripts

    def look(self, name: str) -> None:
        if self._scripts:
            self.looked.look(name)

    def sign_in(self, officer: str) -> None:
        self.console.open("/ja/sign-in")
        self.look("sign-in")
        self.console.type(officer=officer, password=PASSWORD, code=self.company.code(officer))
        self.console.press("main form button")
        self.console.open("/ja/people")
        self.look("people")

    def sign_out(self) -> None:
        self.console.press("form.signed-in button")

    def case(self, number: str, page: str = "") -> None:
        """Open a page of a case; whoever has not said why they look is asked."""
        self.console.open(f"/ja/cases/{number.replace('-', '')}{page}")
        if "/reason/" in str(self.console.browser.evaluate("location.pathname")):
            self.look("reason")
            self.console.choose("reason", "request")
            self.console.press("main form button")


def identified(visit: Visit, number: str, ids: str = "member A-1") -> None:
    visit.case(number, "/identify")
    visit.console.choose("method", "call_back")
    visit.console.type(ids=ids)
    visit.console.press("main form button")
    visit.console.press("main form button")


def chosen(visit: Visit, number: str, words: str, choice: str, why: str = "") -> None:
    """Choose for the records whose line says these words."""
    visit.case(number, "/records")
    visit.console.go(words)
    visit.console.choose("choice", choice)
    visit.console.type(text=why)
    visit.console.press("main form button")


def answered(visit: Visit, number: str) -> str:
    visit.case(number, "/answer")
    visit.console.choose("by", "phone")
    visit.console.press("main form button")
    (code,) = visit.console.codes()[-1:]
    return code


@pytest.mark.parametrize("scripts", [True, False])
def test_from_the_asking_to_the_proof(company: Company, browser: Chromium, tmp_path: Path, scripts: bool) -> None:
    visit = Visit(company, browser, scripts)
    number, secret = ask(visit.window)

    visit.sign_in("officer-1")
    visit.case(number)
    identified(visit, number)
    visit.case(number, "/records")
    names = visit.console.browser.evaluate(
        "[...document.querySelectorAll('th[scope=row] a')].map(one => one.innerText)"
    )
    single = next(name for name in names if "広告" in name) if any("広告" in name for name in names) else names[-1]
    other = next(name for name in names if name != single)
    chosen(visit, number, other, "give")
    chosen(visit, number, single, "33(2)i", "ほかの方の住所が分かるため")
    visit.case(number, "/decide")
    visit.console.press("main form button")
    visit.case(number, "/second")
    assert "ほかの担当者が確認します" in visit.console.text
    visit.sign_out()

    visit.sign_in("officer-2")
    visit.case(number, "/second")
    visit.console.press("th[scope=row] a")
    visit.console.choose("choice", "agrees")
    visit.console.press("main form button")
    visit.console.press("main form button")
    visit.sign_out()

    visit.sign_in("officer-1")
    code = answered(visit, number)
    for page in ("/history", "/thread"):
        visit.case(number, page)
    visit.sign_out()
    assert visit.looked.faults == []

    company.world.clock += TICK
    company.world.settle()
    company.desk.turn()
    file = company.window.post("/ja/receive", {"number": number, "secret": secret, "code": code, "format": "proof"})
    assert file.status == 200 and file.headers["content-type"] == "application/json"
    browser.send("Emulation.setScriptExecutionDisabled", value=False)
    page = tmp_path / FILE_NAME
    page.write_bytes(verify_page())
    browser.open(page)
    assert check(browser, file.content, tmp_path, policy()) == set()
    shown = browser.evaluate("document.querySelectorAll('#result article').length")
    assert shown == 3, "one is withheld, and of the police's nobody hears"

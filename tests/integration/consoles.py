"""The console with officers who are signed in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from unittest.mock import patch

import pyotp
from argon2 import PasswordHasher

from ledger.cli.console_command import open_accounts, staff_store
from ledger.cli.window_command import open_desks
from ledger.vault.accounts import Accounts, Material
from ledger.vault.saved_searches import SavedSearches
from ledger.vault.tries import Tries
from ledger.web.console import kept_counts
from ledger.web.console.app import ROUTES, console_app
from ledger.web.console.entrance import cookie
from ledger.web.console.passwords import Passwords
from ledger.web.console.routes import Route
from ledger.web.console.slowing import Slowing
from tests.integration.pages import Browser, Page, browsing
from tests.integration.world import World

#: As little work as argon2 can do: tests of pages are not of passwords.
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PASSWORD = "a long sentence of mine"


@dataclass(frozen=True, slots=True)
class Seat:
    """A browser in which an officer is signed in."""

    browser: Browser

    def get(self, path: str) -> Page:
        return self.browser.get(path)

    def send(self, path: str, form: Mapping[str, str], seen: Page | None = None) -> Page:
        """Send a form with the token of the page that it stands on; by default of the first page."""
        token = re.findall(r'name="csrf" value="([^"]+)"', (seen or self.browser.get("/ja/")).text)[0]
        return self.browser.post(path, {**form, "csrf": token})

    def send_file(self, path: str, form: Mapping[str, str], content: bytes) -> Page:
        """Send a form that brings a file."""
        token = re.findall(r'name="csrf" value="([^"]+)"', self.browser.get("/ja/").text)[0]
        return self.browser.send_file(path, {**form, "csrf": token}, content)

    def look(self, number: str, reason: str = "request") -> Page:
        """Say why the officer looks at a case, which opens its pages."""
        return self.send(f"/ja/reason/{number}", {"reason": reason})


def enrolled(accounts: Accounts, officer: str, now: int) -> str:
    """Give an officer an account; return the secret of their codes."""
    secret, code = pyotp.random_base32(), pyotp.random_base32()
    accounts.invite(officer, "(set-up)", code, secret, now + 60_000_000)
    assert accounts.enrol(code, officer, Material(QUICK.hash(PASSWORD), secret), 0, now)
    return secret


@contextmanager
def served(world: World, routes: tuple[Route, ...] = ROUTES) -> Iterator[tuple[Accounts, Browser]]:
    """Serve the console; give its accounts, and a browser in which nobody is signed in."""
    desks, accounts = open_desks(world.settings), open_accounts(world.settings)
    staff = staff_store(world.settings)
    slowing = Slowing(Tries(staff), lambda: world.clock)
    app = console_app(
        desks, accounts, SavedSearches(staff), Passwords(QUICK), slowing, lambda: world.clock, False, routes
    )  # fmt: skip
    # However slow the machine: what a page counts is as of that page.
    with patch.multiple(kept_counts, _MOMENT=30.0, _RESTS=0), browsing(app) as browser:
        yield accounts, browser
    desks.close()
    accounts.close()
    staff.close()


def seated(accounts: Accounts, browser: Browser, officer: str, now: int) -> Seat:
    """Give an officer an account, and a browser in which they are signed in."""
    enrolled(accounts, officer, now)
    accounts.begin(f"session of {officer}", officer, now)
    return Seat(Browser(browser.port, {cookie(False): f"session of {officer}"}))


@contextmanager
def console(world: World, *officers: str) -> Iterator[list[Seat]]:
    """Serve the console and give each officer a seat, in order. They have not said yet why they look at a case."""
    with served(world) as (accounts, browser):
        yield [seated(accounts, browser, officer, world.clock) for officer in officers]

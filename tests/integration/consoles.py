"""The console with officers who are signed in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from ledger.cli.window_command import open_desks
from ledger.judging.ranges import range_of
from ledger.web.console.app import console_app, cookie
from ledger.web.console.routes import Who
from ledger.web.desks import Desks
from tests.integration.pages import Browser, Page, browsing
from tests.integration.world import World


@dataclass(frozen=True, slots=True)
class Seated:
    """Sessions whose tokens are the officers' names, of whoever is in the register."""

    desks: Desks
    reason_given: str | None

    def who(self, token: str, now: int) -> Who | None:
        row = self.desks.registers().valid_at("officers", token, now)
        if row is None:
            return None
        body = row.body
        roles = frozenset(body["roles"])
        return Who(token, body["display_name"], roles, range_of(body), f"csrf of {token}", token, None)

    def reason(self, who: Who, number: str) -> str | None:
        return self.reason_given


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


@contextmanager
def console(world: World, *officers: str, reason: str | None = "request") -> Iterator[list[Seat]]:
    """Serve the console and give each officer a seat, in order. ``reason``: why they look at cases."""
    desks = open_desks(world.settings)
    app = console_app(desks, lambda: world.clock, Seated(desks, reason), https=False)
    with browsing(app) as browser:
        yield [Seat(Browser(browser.port, {cookie(False): officer})) for officer in officers]
    desks.close()

"""The HTTP API as a program of the operator calls it."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from ledger.cli.window_command import open_desks
from ledger.judging.clients import make
from ledger.runtime.ports import LOOPBACK
from ledger.web.api.app import api_app
from ledger.web.rate import Rates
from tests.integration.pages import browsing
from tests.integration.world import World

DAY_US = 86_400_000_000


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer. Names of headers are in small letters."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def told(self) -> Any:
        return json.loads(self.content)

    @property
    def problem(self) -> str:
        """The code of the problem that this is."""
        assert self.headers["content-type"] == "application/problem+json", self.content
        told = self.told
        assert told["status"] == self.status and told["title"] and told["detail"]
        return str(told["type"]).removeprefix("/v1/problems/")


@dataclass(frozen=True, slots=True)
class Program:
    """A program with a token."""

    port: int
    token: str

    def ask(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        connection = http.client.HTTPConnection(LOOPBACK, self.port, timeout=20)
        try:
            connection.request(method, path, body, dict(headers))
            response = connection.getresponse()
            found = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, found, response.read())
        finally:
            connection.close()

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, None, self._headers(headers))

    def post(self, path: str, told: Any, turn: int | None = None, **headers: str) -> Answer:
        headers.setdefault("idempotency_key", str(uuid4()))
        if turn is not None:
            headers["if_match"] = f'"{turn}"'
        sent = {"content-type": "application/json", **self._headers(headers)}
        return self.ask("POST", path, json.dumps(told).encode(), sent)

    def step(self, number: str, step: str, told: Any, turn: int | None = None, **headers: str) -> Answer:
        return self.post(f"/v1/cases/{number}/{step}", told, turn, **headers)

    def _headers(self, more: Mapping[str, str]) -> dict[str, str]:
        sent = {"authorization": f"Bearer {self.token}", "act_reason": "request", **more}
        return {name.replace("_", "-"): value for name, value in sent.items() if value}


def token_for(world: World, officer: str, name: str | None = None, days: int = 30) -> str:
    """Make a client that acts as an officer; return its token."""
    connection, vault = world.worker()
    try:
        return make(
            connection, vault, world.registers(), name or f"for-{officer}", officer, "operation",
            world.clock + days * DAY_US, world.clock,
        )  # fmt: skip
    finally:
        connection.close()
        vault.close()


@contextmanager
def api(world: World, *officers: str, seconds: Any = lambda: 0.0) -> Iterator[list[Program]]:
    """Serve the API and give each officer a program, in order. ``seconds``: the clock by which rates are limited."""
    desks = open_desks(world.settings)
    with browsing(api_app(desks, Rates(seconds), lambda: world.clock)) as browser:
        yield [Program(browser.port, token_for(world, officer)) for officer in officers]
    desks.close()

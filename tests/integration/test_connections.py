"""Connections that ask nothing, or ask slowly, keep nobody out."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest
import uvicorn
from fastapi import FastAPI
from fastapi.responses import PlainTextResponse, Response

from ledger.runtime.ports import LOOPBACK, free_port
from ledger.web import connections
from ledger.web.connections import AT_ONCE, Connection, QuickConnection
from tests.integration.pages import Browser, serving

SLOWLY = b"GET / HTTP/1.1\r\nHost: x\r\n"

of_both_kinds = pytest.mark.parametrize("kind", [Connection, QuickConnection])


@contextmanager
def served(kind: type[Connection | QuickConnection] = Connection, at_once: int = AT_ONCE) -> Iterator[Browser]:
    """A page that comes at once, one that waits and one that is large, as our processes serve them."""
    app = FastAPI()

    @app.get("/")
    async def page() -> Response:
        return PlainTextResponse("here")

    @app.get("/waits")
    async def waits() -> Response:
        await asyncio.sleep(1.5)
        return PlainTextResponse("waited")

    @app.get("/large")
    async def large() -> Response:
        return PlainTextResponse("x" * 50_000_000)

    with serving(uvicorn.Config(
        app, host=LOOPBACK, port=free_port(), log_level="critical", http=kind, limit_concurrency=at_once
    )) as browser:  # fmt: skip
        yield browser


def connected(stack: ExitStack, browser: Browser, said: bytes = b"") -> socket.socket:
    one = stack.enter_context(socket.create_connection((LOOPBACK, browser.port), timeout=10))
    one.sendall(said)
    return one


def ended(one: socket.socket) -> bool:
    """Wait until the other side has ended a connection."""
    try:
        while one.recv(65_536):
            pass
    except ConnectionError:
        return True
    except TimeoutError:
        return False
    return True


@of_both_kinds
@pytest.mark.parametrize("said", [b"", SLOWLY])
def test_two_hundred_connections_that_ask_nothing_keep_no_person_out(
    said: bytes, kind: type[Connection | QuickConnection]
) -> None:
    with served(kind) as browser, ExitStack() as stack:
        held = [connected(stack, browser, said) for _ in range(AT_ONCE + 20)]
        for _ in range(3):
            assert (browser.get("/").status, browser.get("/").text) == (200, "here")
        assert ended(held[0]), "who has asked nothing for longest made room"
        held[-1].settimeout(0.2)
        assert not ended(held[-1]), "and nobody else had to"


@of_both_kinds
def test_who_is_being_answered_is_not_ended_for_who_comes(kind: type[Connection | QuickConnection]) -> None:
    with served(kind, at_once=4) as browser, ExitStack() as stack:
        asking = [connected(stack, browser, b"GET /waits HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                  for _ in range(3)]  # fmt: skip
        time.sleep(0.3)
        assert browser.get("/").status == 503, "all of them are answered: come again"
        answers = []
        for one in asking:
            answers.append(b"".join(iter(lambda one=one: one.recv(65_536), b"")))  # type: ignore[misc]
        assert all(answer.startswith(b"HTTP/1.1 200") and answer.endswith(b"waited") for answer in answers)
        assert browser.get("/").status == 200


@of_both_kinds
def test_a_connection_that_asks_slowly_ends_and_so_does_one_whose_answer_nobody_takes(
    monkeypatch: pytest.MonkeyPatch, kind: type[Connection | QuickConnection],
) -> None:
    monkeypatch.setattr(connections, "ASKS_WITHIN", 0.6)
    monkeypatch.setattr(connections, "ANSWERED_WITHIN", 2.5)
    with served(kind) as browser, ExitStack() as stack:
        silent, slow = connected(stack, browser), connected(stack, browser, SLOWLY)
        began = time.monotonic()
        with pytest.raises(ConnectionError):
            while time.monotonic() - began < 5:
                slow.sendall(b"X-A: b\r\n")
                time.sleep(0.1)
        assert time.monotonic() - began < 3, "letter by letter is no asking"
        assert ended(silent)
        again = connected(stack, browser, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert b"200 OK" in again.recv(65_536)
        began = time.monotonic()
        assert ended(again) and time.monotonic() - began < 3, "after an answer it has to ask anew"
        waiting = connected(stack, browser, b"GET /waits HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert b"200 OK" in waiting.recv(65_536), "an answer may take longer than asking"
        taken = connected(stack, browser, b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n")
        time.sleep(3.5)
        size = 0
        try:
            while found := taken.recv(1_000_000):
                size += len(found)
        except ConnectionError:
            pass
        assert size < 50_000_000, "nobody took it"


@of_both_kinds
def test_headers_without_an_end_end_the_connection_and_many_short_questions_do_not(
    kind: type[Connection | QuickConnection],
) -> None:
    with served(kind) as browser, ExitStack() as stack:
        endless = connected(stack, browser, SLOWLY)
        with pytest.raises(ConnectionError):
            for _ in range(200):
                endless.sendall(b"X-A: " + b"b" * 2_000 + b"\r\n")
                time.sleep(0.005)
        asking = connected(stack, browser)
        for _ in range(60):
            asking.sendall(SLOWLY + b"X-A: " + b"b" * 2_000 + b"\r\n\r\n")
            assert asking.recv(65_536).endswith(b"here")

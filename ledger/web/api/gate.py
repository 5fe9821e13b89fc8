"""Before a request is looked into: who sends it, how often, how many at once, and whether its body is one.

Whoever has no token learns nothing and is not read. What was read is in the request's state: ``client``, ``told``.
"""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from hashlib import sha256
from typing import Any, NoReturn

import psycopg
from fastapi import Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ledger.cases.files.kinds import MOST_BYTES as MOST_OF_A_FILE
from ledger.judging.clients import Client, clients, count_of, digest_of
from ledger.store.connect import speakable
from ledger.vault.master import WrongMasterKey
from ledger.web.api.problems import Problem, foreseen, response_of
from ledger.web.desks import Desks
from ledger.web.rate import Rates
from ledger.web.sender import network
from ledger.web.slots import PAGE, PAPER, in_slots
from ledger.web.unforeseen import log_unforeseen

logger = logging.getLogger(__name__)

MOST_BYTES, MOST_DEPTH = 65_536, 8
#: How long (s) a body may take to arrive.
_BODY_SECONDS = 10.0
#: Files have more of both: one too large by a byte is read whole, and said to be unusable.
FILE_BYTES, _FILE_SECONDS = MOST_OF_A_FILE + 1, 60.0
_FILES = re.compile(r"/v1/cases/[^/]+/files")
#: A file of the person comes as base64 within JSON: number and secret are in the body alone.
_OWN_FILE, _OWN_FILE_BYTES = "/v1/person/files", -(-FILE_BYTES // 3) * 4 + MOST_BYTES
#: How often a client may ask, and how often an address may come with a token that is none, a minute.
_PER_MINUTE, _STRANGER_PER_MINUTE = 600, 60
#: How many requests are worked on at once, and how many of one client's.
_AT_ONCE, _OF_ONE = 32, 8
#: What needs no token: it says nothing of anybody.
_OPEN = frozenset({"/healthz", "/openapi.json", "/v1/problems"})
_PERSONAL, _RECEIPT = "/v1/person/", "/v1/person/receipt"


def is_open(path: str) -> bool:
    """Tell whether a look at this address takes no token."""
    return path in _OPEN or path.startswith("/v1/problems/")


class Tokens:
    """Knows the client of a token, as its acts say at this instant. May be used by several threads."""

    def __init__(self, desks: Desks, clock: Callable[[], int]) -> None:
        self._desks, self._clock = desks, clock
        self._known: tuple[int, Mapping[str, Client]] = (-1, {})

    def knows(self, token: str) -> bool:
        """Tell whether a client with this token stood when it was last looked."""
        client = self._known[1].get(digest_of(token))
        return client is not None and client.stands(self._clock())

    def client(self, token: str) -> Client | None:
        """Return the client that has this token and still stands. Raises psycopg errors."""
        with self._desks.one() as desk:
            count = count_of(desk.connection)
            known, found = self._known
            if count != known:
                found = {one.digest: one for one in clients(desk.connection, desk.vault).values()}
                self._known = count, found
        client = found.get(digest_of(token))
        return client if client is not None and client.stands(self._clock()) else None


class Gate:
    """Around the application: nothing reaches it that is not let in, and nothing but problems leaves in its place."""

    def __init__(self, app: ASGIApp, desks: Desks, rates: Rates, clock: Callable[[], int]) -> None:
        self._app, self._rates = app, rates
        self._tokens = Tokens(desks, clock)
        self._inside: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        try:
            await self._served(request, receive, send)
        except Exception as error:  # noqa: BLE001 - a traceback could quote what was sent
            problem = error if isinstance(error, Problem) else foreseen(error) or _unforeseen(error)
            await response_of(problem, request.headers.get("accept-language", ""))(scope, receive, send)

    async def _served(self, request: Request, receive: Receive, send: Send) -> None:
        path = request.url.path
        if request.method == "GET" and is_open(path):
            await self._app(request.scope, receive, send)
            return
        client = await self._let_in(request)
        if self._inside[client.name] >= _OF_ONE or self._inside.total() >= _AT_ONCE:
            raise Problem("too_many_at_once")
        self._inside[client.name] += 1
        try:
            body = await _read(request, *_bounds(request))
            request.state.client = client
            request.state.told = _told(request, body) if request.method == "POST" else None
            held = _Held()
            slot = PAPER if path == _RECEIPT else PAGE
            async with in_slots(slot) if path.startswith(_PERSONAL) else nullcontext():
                await self._app(request.scope, _once(body), held)
            await held.release(send)
        finally:
            self._inside[client.name] -= 1

    async def _let_in(self, request: Request) -> Client:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        token = token if scheme.lower() == "bearer" else ""
        if not self._tokens.knows(token):
            # Before anything is looked up: whoever has no token costs no look-up more often than this.
            address = network(request.client.host) if request.client else ""
            _refuse_often(self._rates.take(f"address {address}", _STRANGER_PER_MINUTE))
        client = await run_in_threadpool(self._tokens.client, token) if token else None
        if client is None:
            raise Problem("not_authorised")
        _refuse_often(self._rates.take(f"client {client.name}", _PER_MINUTE))
        return client


class _Held:
    """An answer held back until it is whole and may leave."""

    def __init__(self) -> None:
        self._messages: list[Message] = []

    async def __call__(self, message: Message) -> None:
        self._messages.append(message)

    async def release(self, send: Send) -> None:
        for message in self._messages:
            await send(message)


def _refuse_often(wait: int) -> None:
    if wait:
        raise Problem("too_often", {"Retry-After": str(wait)})


def _is_file(request: Request) -> bool:
    """Whether the body is a file, which is taken as bytes."""
    return request.method == "POST" and _FILES.fullmatch(request.url.path) is not None


def _bounds(request: Request) -> tuple[int, float]:
    """Return how many bytes a body may have, and how long (s) it may take to arrive."""
    if _is_file(request):
        return FILE_BYTES, _FILE_SECONDS
    return (_OWN_FILE_BYTES, _FILE_SECONDS) if request.url.path == _OWN_FILE else (MOST_BYTES, _BODY_SECONDS)


async def _read(request: Request, most: int, seconds: float) -> bytes:
    body = bytearray()
    try:
        async with asyncio.timeout(seconds):
            async for chunk in request.stream():
                body += chunk
                if len(body) > most:
                    raise Problem("too_large")
    except (TimeoutError, ClientDisconnect):
        raise Problem("too_slow") from None
    return bytes(body)


def _once(body: bytes) -> Receive:
    """Give a body that was read to the application."""

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


def _told(request: Request, body: bytes) -> Any:
    """Return what was sent, as an idempotency key stands for it. Raises Problem."""
    if _is_file(request):
        return {"sha256": sha256(body).hexdigest(), "query": request.url.query}
    return _json(request, body)


def _json(request: Request, body: bytes) -> Any:
    """Read a body strictly: no member twice, no number that JSON does not know, nothing nested deeply, all of it
    Unicode. Raises Problem."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise Problem("not_json")
    try:
        told = json.loads(body.decode("utf-8"), object_pairs_hook=_members, parse_constant=_no_number)
        json.dumps(told, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError):
        raise Problem("json_unreadable") from None
    if _depth(told) > MOST_DEPTH:
        raise Problem("json_unreadable")
    return told


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a member twice")
    return members


def _no_number(_: str) -> NoReturn:
    raise ValueError("no number of JSON")


def _depth(told: Any) -> int:
    inside = told.values() if isinstance(told, dict) else told if isinstance(told, list) else ()
    return 1 + max((_depth(one) for one in inside), default=0)


def _unforeseen(error: Exception) -> Problem:
    log_unforeseen(error)
    return Problem("failed")


def log_away(error: Exception) -> None:
    """Log what kept the ledger from answering, without the values of any row."""
    if isinstance(error, psycopg.Error | WrongMasterKey):
        said = speakable(error) if isinstance(error, psycopg.Error) else type(error).__name__
        logger.error("the ledger does not answer a request (%s)", said)


def said(problem: Problem, request: Request) -> Response:
    """Return a problem in the language that was asked for."""
    return response_of(problem, request.headers.get("accept-language", ""))

"""One call of a client: as which officer, why, by what it saw; and its act, entered before its answer leaves."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Header, Request
from fastapi.responses import Response
from pydantic import BaseModel

from ledger.cases.case import Case
from ledger.cases.casebook import Casebook, CodeByMail, case_id_of
from ledger.cases.once import Asked, Kept, once
from ledger.judging.acts import REASONS, check_officer, enter_act
from ledger.judging.clients import EVERY_ROLE, Client
from ledger.judging.officers import officer_at
from ledger.judging.ranges import Range
from ledger.law.days import jst_date
from ledger.log.head import LOG_ID, read_head
from ledger.registers.snapshot import Registers, load_registers, register_version
from ledger.vault.keys import Scope, case, day
from ledger.web.api.problems import Problem
from ledger.web.desks import Desk, Desks

HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}

Reason = Annotated[str, Header(
    alias="Act-Reason", pattern=f"^({'|'.join(REASONS)})$",
    description=f"Why it is looked at or done: {', '.join(REASONS)}.",
)]  # fmt: skip
Key = Annotated[str, Header(
    alias="Idempotency-Key", pattern=r"^[!-~]{8,128}$",
    description="New for each request; sent again with the same request it does nothing twice. Kept for 24 hours.",
)]  # fmt: skip
Match = Annotated[str, Header(
    alias="If-Match", pattern=r'^"[0-9]{1,9}"$', description="ETag of the case as it was looked at.",
)]  # fmt: skip


Work = Callable[[], tuple[str | None, Kept]]


@dataclass(frozen=True, slots=True)
class Seat:
    """A client's officer at a desk for one act, as of a head size, at an instant (µs UTC)."""

    desk: Desk
    registers: Registers
    as_of: int
    now: int
    client: Client
    reason: str
    command: str
    roles: frozenset[str]
    range: Range

    @property
    def book(self) -> Casebook:
        """The cases."""
        return Casebook(self.desk.connection, self.desk.vault)

    def enter(self, about: Mapping[str, Any]) -> None:
        """Enter the act."""
        enter_act(
            self.desk.connection, self.desk.vault, self.registers, self.client.officer, self.reason, self.command,
            {**about, "client": self.client.name}, None, self.now, None, self.roles,
        )  # fmt: skip

    def step(
        self, number: str, said: Mapping[str, Any], turn: int | None, code: CodeByMail | None = None
    ) -> Case:  # fmt: skip
        """Take a step of a case as the officer. ``code``: the mail that it causes."""
        return self.book.step(
            number, self.client.officer, self.reason, self.command, {**said, "client": self.client.name}, self.now,
            self.registers, turn, code,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls, and with what: ``request`` is all of it that an idempotency key stands for."""

    desks: Desks
    clock: Callable[[], int]
    client: Client
    request: bytes

    @contextmanager
    def seat(self, command: str, reason: str, roles: frozenset[str]) -> Iterator[Seat]:
        """Give a desk, once the officer was seen to have one of the roles now, and a pledge and training that hold.
        Raises ActRefused and Problem."""
        known = self.desks.registers()
        with self.desks.one() as desk:
            as_of = read_head(desk.connection, LOG_ID).size
            fresh = register_version(desk.connection, LOG_ID, as_of) == known.version
            registers = known if fresh else load_registers(desk.connection, LOG_ID, as_of)
            now = self.clock()
            check_officer(registers, self.client.officer, reason, command, now, roles)
            officer = officer_at(registers, self.client.officer, now)
            assert officer is not None, "who has a role is an officer"
            lapsed = officer.closed(now)
            # What a person does through a portal is the person's: the officer sees nothing of it.
            if lapsed is not None and roles is not EVERY_ROLE:
                raise Problem("lapsed", because=lapsed)
            yield Seat(desk, registers, as_of, now, self.client, reason, command, roles, officer.range)

    def once(self, at: Seat, key: str, work: Work) -> tuple[Kept, Mapping[str, str]]:
        """Do what is asked, which gives the number of the case (None: it is about none) and the answer, or find the
        answer that was given under this key; return it and the headers that tell which it was. Raises KeyBusy,
        KeyReused and what ``work`` does."""

        def done() -> tuple[Scope, Kept]:
            number, kept = work()
            return day(jst_date(at.now)) if number is None else case(case_id_of(number)), kept

        asked = Asked(self.client.name, key, self.request)
        kept, before = once(at.desk.connection, at.desk.vault, asked, at.now, done)
        return kept, {**HEADERS, **kept.headers, **({"Idempotency-Replayed": "true"} if before else {})}

    def answered_once(self, at: Seat, key: str, work: Work) -> Response:
        """The same, as the answer that is sent."""
        found, headers = self.once(at, key, work)
        return Response(found.body, found.status, dict(headers), "application/json")


def caller(request: Request) -> Caller:
    """Return who calls: the gate has let them in."""
    told = [
        request.method, request.url.path, request.headers.get("if-match"), request.headers.get("act-reason"),
        request.state.told,
    ]
    state = request.app.state
    return Caller(state.desks, state.clock, request.state.client, json.dumps(told, sort_keys=True).encode())


def kept(told: BaseModel, status: int = 200, turn: int | None = None) -> Kept:
    """Return an answer of ours as it is kept and sent."""
    return Kept(status, {} if turn is None else {"ETag": etag(turn)}, told.model_dump_json())


def answer(told: BaseModel, turn: int | None = None) -> Response:
    """Return the answer to a look."""
    headers = HEADERS if turn is None else {**HEADERS, "ETag": etag(turn)}
    return Response(told.model_dump_json(), 200, headers, "application/json")


def etag(turn: int) -> str:
    """Return the ETag of a case: the turn counts the steps that moved it. Notes and openings move nothing."""
    return f'"{turn}"'


def turn_of(match: str) -> int:
    """Return the turn that an ETag names."""
    return int(match.strip('"'))

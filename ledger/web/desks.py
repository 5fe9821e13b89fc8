"""Connections for pages: a few, each used by one page at a time, and the registers as they were a moment ago."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from queue import Empty, LifoQueue

import psycopg
from psycopg.pq import TransactionStatus

from ledger.cases.answer import Operator
from ledger.cases.disclosure.signing import Issuer
from ledger.cases.fees import fee_of, fees_at
from ledger.cases.keeping import Periods
from ledger.cases.shut import shut_at
from ledger.cases.texts import Text
from ledger.log.head import LOG_ID, read_head
from ledger.registers.snapshot import Registers, load_registers, register_version
from ledger.store.connect import Connection, speakable
from ledger.vault.master import WrongMasterKey
from ledger.vault.vault import Vault

logger = logging.getLogger(__name__)

#: For how long (s) registers are taken for the present ones.
_FRESH = 5.0


@dataclass(frozen=True, slots=True)
class Desk:
    """A connection to the ledger, in autocommit, and a view of the key store, for one page at a time."""

    connection: Connection
    vault: Vault
    issuer: Issuer | None


class Desks:
    """Desks are made when they are needed and kept. ``connect`` and ``open_vault`` raise psycopg errors while a
    database is away; ``mails``: mail is sent to people; ``periods``: how long what is over is kept. May be used by
    several threads."""

    def __init__(
        self, connect: Callable[[], Connection], open_vault: Callable[[], Vault], issuer: Issuer | None,
        periods: Periods, mails: bool = False,
    ) -> None:  # fmt: skip
        self._connect = connect
        self._open_vault = open_vault
        self.issuer, self.mails, self.periods = issuer, mails, periods
        self._free: LifoQueue[Desk] = LifoQueue()
        self._lock = threading.Lock()
        self._registers: Registers | None = None
        self._looked_at = 0.0
        self._away: psycopg.OperationalError | None = None

    def connection(self) -> Connection:
        """Open a connection to the ledger for what goes on beside pages; who asks closes it. Raises psycopg errors."""
        return self._connect()

    @contextmanager
    def one(self) -> Iterator[Desk]:
        """Give a desk to one page. After an error of a database it is not used again: nobody knows in which state it
        is."""
        desk = self._taken()
        try:
            yield desk
        except psycopg.Error:
            _close(desk)
            raise
        except BaseException:
            self._put_back(desk)
            raise
        self._put_back(desk)

    def registers(self) -> Registers:
        """Return the registers, as a rule at most some seconds old. Raises psycopg errors where they were never read.

        One page at a time looks for newer ones; the others go on with those that are there.
        """
        known = self._registers
        fresh = time.monotonic() - self._looked_at < _FRESH
        if known is not None and (fresh or not self._lock.acquire(blocking=False)):
            return known
        if known is None:
            self._lock.acquire()
        try:
            if self._registers is None and self._away is not None and time.monotonic() - self._looked_at < _FRESH:
                raise self._away
            return self._looked(known)
        finally:
            self._lock.release()

    def _looked(self, known: Registers | None) -> Registers:
        try:
            with self.one() as desk:
                size = read_head(desk.connection, LOG_ID).size
                if known is None or register_version(desk.connection, LOG_ID, size) != known.version:
                    known = self._registers = load_registers(desk.connection, LOG_ID, size)
            self._away = None
        except psycopg.OperationalError as error:
            self._away = psycopg.OperationalError("the ledger's database was away a moment ago")
            if known is None:
                raise
            logger.error("the registers could not be read anew (%s); the old ones serve on", speakable(error))
        finally:
            self._looked_at = time.monotonic()
        return known

    def operator(self, at: int) -> Operator:
        """Return who the operator is, as last known; blank where nobody ever said, or nobody can be asked."""
        registers = self._readable()
        rows = registers.keys_at("operator", at) if registers is not None else []
        body = rows[0].body if rows else {}
        return Operator(*(str(body.get(name, "")) for name in ("name", "address", "representative", "contact")))

    def fee(self, kind: str, at: int) -> int | None:
        """Return the fee (yen) for a kind of request, as last known; None where nobody can be asked."""
        registers = self._readable()
        return None if registers is None else fee_of(registers, kind, at)

    def fees(self, at: int) -> Mapping[str, int] | None:
        """Return the fees (yen) by kind of request, as last known; None where nobody can be asked."""
        registers = self._readable()
        return None if registers is None else fees_at(registers, at)

    def shut(self, at: int) -> Text | None:
        """Return the operator's words where the form is shut, as last known; None where it is open, or nobody can be
        asked: then what is sent fails by itself."""
        registers = self._readable()
        return None if registers is None else shut_at(registers, at)

    def _readable(self) -> Registers | None:
        try:
            return self.registers()
        except (psycopg.Error, LookupError, WrongMasterKey) as error:
            logger.error("the register of the operator could not be read (%s)", type(error).__name__)
            return None

    def close(self) -> None:
        """Close the desks that are free."""
        while True:
            desk = self._next()
            if desk is None:
                return
            _close(desk)

    def _put_back(self, desk: Desk) -> None:
        """Keep a desk for the next page, if it is as it was."""
        if desk.connection.closed or desk.connection.info.transaction_status != TransactionStatus.IDLE:
            _close(desk)
        else:
            self._free.put(desk)

    def _taken(self) -> Desk:
        while True:
            desk = self._next()
            if desk is None:
                return Desk(self._connect(), self._open_vault(), self.issuer)
            if not desk.connection.closed:
                return desk
            _close(desk)

    def _next(self) -> Desk | None:
        try:
            return self._free.get_nowait()
        except Empty:
            return None


def _close(desk: Desk) -> None:
    desk.connection.close()
    desk.vault.close()

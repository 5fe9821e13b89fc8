"""Connections for pages: a few, each used by one page at a time, and the registers as they were a moment ago."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from queue import Empty, LifoQueue

import psycopg

from ledger.cases.answer import Operator
from ledger.cases.disclosure.signing import Issuer
from ledger.log.head import LOG_ID, read_head
from ledger.registers.snapshot import Registers, load_registers, register_version
from ledger.store.connect import Connection, speakable
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
    database is away. May be used by several threads."""

    def __init__(
        self, connect: Callable[[], Connection], open_vault: Callable[[], Vault], issuer: Issuer | None
    ) -> None:
        self._connect = connect
        self._open_vault = open_vault
        self.issuer = issuer
        self._free: LifoQueue[Desk] = LifoQueue()
        self._lock = threading.Lock()
        self._registers: Registers | None = None
        self._read_at = 0.0

    @contextmanager
    def one(self) -> Iterator[Desk]:
        """Give a desk to one page. After an error it is not used again: nobody knows in which state it is."""
        desk = self._taken()
        try:
            yield desk
        except BaseException:
            desk.connection.close()
            desk.vault.close()
            raise
        self._free.put(desk)

    def registers(self) -> Registers:
        """Return the registers, at most some seconds old. Raises psycopg errors."""
        with self._lock:
            if self._registers is None or time.monotonic() - self._read_at > _FRESH:
                with self.one() as desk:
                    size = read_head(desk.connection, LOG_ID).size
                    version = register_version(desk.connection, LOG_ID, size)
                    if self._registers is None or version != self._registers.version:
                        self._registers = load_registers(desk.connection, LOG_ID, size)
                self._read_at = time.monotonic()
            return self._registers

    def operator(self, at: int) -> Operator:
        """Return who the operator is, as last known; blank where nobody ever said, or nobody can be asked."""
        try:
            registers: Registers | None = self.registers()
        except psycopg.Error as error:
            logger.error("the registers could not be read (%s); pages go on with those read before", speakable(error))
            registers = self._registers
        rows = registers.keys_at("operator", at) if registers is not None else []
        body = rows[0].body if rows else {}
        return Operator(*(str(body.get(name, "")) for name in ("name", "address", "representative", "contact")))

    def close(self) -> None:
        """Close the desks that are free."""
        while True:
            desk = self._next()
            if desk is None:
                return
            desk.connection.close()
            desk.vault.close()

    def _taken(self) -> Desk:
        while True:
            desk = self._next()
            if desk is None:
                return Desk(self._connect(), self._open_vault(), self.issuer)
            if not desk.connection.closed:
                return desk

    def _next(self) -> Desk | None:
        try:
            return self._free.get_nowait()
        except Empty:
            return None

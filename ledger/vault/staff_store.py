"""The part of the key store that is the staff's: a connection in their role, and the key by which what stands there is
sealed, and told from what somebody else wrote."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from threading import Lock
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ledger.store.connect import Connection
from ledger.vault.master import KeyService
from ledger.vault.proving import named_context, prove
from ledger.vault.seal import open_sealed, seal

_KEY = "staff"


class StaffStore:
    """May be used by several threads, each statement by itself. Whatever asks the store raises psycopg errors, and
    WrongMasterKey where it does not know the master key. ``connect`` opens a connection in the role of the staff."""

    def __init__(self, connect: Callable[[], Connection], service: KeyService) -> None:
        self._connect = connect
        self._service = service
        self._lock = Lock()
        self._connection: Connection | None = None
        self._key: bytes | None = None

    def run(self, statement: str, values: Any) -> tuple[Any, ...] | None:
        """Run a statement, and return its first row, if it gives any."""
        cursor = self.database().execute(statement, values)
        return cursor.fetchone() if cursor.description is not None else None

    def sealed(self, named: bytes, text: str) -> bytes:
        """Return a text sealed, bound to where it stands."""
        return seal(AESGCM(self._staff_key()), text.encode(), named)

    def opened(self, named: bytes, sealed: bytes) -> str:
        """Return a sealed text. Raises SealBroken where it stands elsewhere than it was sealed for."""
        return open_sealed(AESGCM(self._staff_key()), bytes(sealed), named).decode()

    def proof(self, said: bytes) -> bytes:
        """Return by what is known again what who has the staff's key said."""
        return hmac.digest(self._staff_key(), b"said by the staff's console\n" + said, "sha256")

    def database(self) -> Connection:
        """Return the connection, opened anew where it is closed."""
        with self._lock:
            if self._connection is None or self._connection.closed:
                connection = self._connect()
                try:
                    prove(connection, self._service)
                except BaseException:
                    connection.close()
                    raise
                self._connection = connection
            return self._connection

    def close(self) -> None:
        """Close the connection."""
        if self._connection is not None:
            self._connection.close()

    def _staff_key(self) -> bytes:
        if self._key is None:
            row = self.run("select wrapped from named_key where name = %s", (_KEY,))
            if row is None:
                raise LookupError("the key store has no key staff; run `provision-ledger migrate`")
            self._key = self._service.unwrap(bytes(row[0]), named_context(_KEY))
        return self._key

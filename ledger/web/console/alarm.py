"""Whether the last self-check says that the ledger cannot be trusted: then every page says so, to everybody."""

from __future__ import annotations

import logging
import time

import psycopg

from ledger.audit.selfcheck import last
from ledger.store.connect import speakable
from ledger.web.desks import Desks

logger = logging.getLogger(__name__)

#: For how long (s) what was looked up counts.
_FRESH = 30.0


class Alarm:
    """What the last check said, looked up anew from time to time. May be used by several threads."""

    def __init__(self) -> None:
        self._failed, self._until = False, 0.0

    def raised(self, desks: Desks, now: int) -> bool:
        """Tell whether the last check failed; while a database is away, what was known before."""
        if time.monotonic() >= self._until:
            try:
                with desks.one() as desk:
                    self._failed = any(one.failed for one in last(desk.connection, desk.vault, now, 1))
            except psycopg.Error as error:
                logger.error("the last self-check could not be read (%s)", speakable(error))
            self._until = time.monotonic() + _FRESH
        return self._failed

    def look_again(self) -> None:
        """Look it up anew with the next page: a check was just run."""
        self._until = 0.0

"""Has published heads stamped beside the notary's turns: an authority that does not answer delays nothing."""

from __future__ import annotations

import http.client
import logging
import threading
from collections.abc import Callable

import psycopg

from ledger.log.notary.notary import Published
from ledger.log.notary.stamps import StampInvalid, ask_for_stamp
from ledger.store.connect import Connection, speakable

logger = logging.getLogger(__name__)

_INSERT = "insert into time_stamp (log_id, checkpoint_id, token, stamped_at) values (%s, %s, %s, %s)"


class Stamping:
    """Stamps the newest head it was told of, at most once in ``interval`` seconds, in a thread of its own."""

    def __init__(self, log_id: int, url: str, interval: float, connect: Callable[[], Connection]) -> None:
        self._log_id = log_id
        self._url = url
        self._interval = interval
        self._connect = connect
        self._newest: Published | None = None
        self._news = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._work, name="stamping", daemon=True)

    def start(self) -> None:
        """Begin to stamp."""
        self._thread.start()

    def tell(self, published: Published) -> None:
        """Say which head was published last."""
        self._newest = published
        self._news.set()

    def stop(self) -> None:
        """Stop, without waiting for an answer under way."""
        self._stopping.set()
        self._news.set()

    def _work(self) -> None:
        while not self._stopping.is_set():
            self._news.wait()
            self._news.clear()
            newest = self._newest
            if newest is not None and not self._stopping.is_set():
                self._stamp(newest)
                self._stopping.wait(self._interval)

    def _stamp(self, published: Published) -> None:
        try:
            token, at = ask_for_stamp(self._url, published.note.text)
            with self._connect() as connection:
                connection.execute(_INSERT, (self._log_id, published.checkpoint_id, token, at))
        except (OSError, http.client.HTTPException, StampInvalid) as error:
            logger.warning("a head was not stamped (%s); the next one is tried", type(error).__name__)
        except psycopg.Error as error:
            logger.warning("a time stamp was not kept (%s); the next one is tried", speakable(error))

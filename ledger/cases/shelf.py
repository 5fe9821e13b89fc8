"""Cases as they stood when they were last listed, for a process that lists them with every page: each is opened once,
and again when a step was taken since."""

from __future__ import annotations

import threading
from collections.abc import Mapping

from ledger.cases.case import Case
from ledger.cases.casebook import Casebook, in_order
from ledger.log.head import LOG_ID, read_head


class Shelf:
    """The cases of one ledger. What they say stays in this process until a key was destroyed somewhere since; then all
    are opened anew, as far as they can be. May be used by several threads."""

    def __init__(self) -> None:
        self._key_epoch = -1
        #: By case the number of its last step, and the case; None where it cannot be read.
        self._kept: Mapping[bytes, tuple[int, Case | None]] = {}
        self._lock = threading.Lock()

    def all(self, book: Casebook) -> list[Case]:
        """Return what ``Casebook.all`` returns."""
        key_epoch = read_head(book.connection, LOG_ID).key_epoch
        with self._lock:
            kept = self._kept if self._key_epoch == key_epoch else {}
        last = book.last_steps()
        opened = book.opened([case_id for case_id, step in last.items() if kept.get(case_id, (-1, None))[0] != step])
        # A step taken meanwhile may be in a case that was opened: it is opened once more next time.
        now = {
            case_id: kept[case_id] if case_id in kept and kept[case_id][0] == step else (step, opened.get(case_id))
            for case_id, step in last.items()
        }
        with self._lock:
            self._key_epoch, self._kept = key_epoch, now
        return in_order(case for _, case in now.values() if case is not None)

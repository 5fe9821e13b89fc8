"""Asking witnesses for their cosignatures (C2SP tlog-witness v1.0.0, ``add-checkpoint``)."""

from __future__ import annotations

import http.client
import logging
from base64 import b64encode
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

from ledger.log.note import Note, NoteInvalid, Signature, parse_note
from ledger.log.trust_policy import Witness

logger = logging.getLogger(__name__)

#: Returns the proof that the head to be cosigned extends the tree of a size.
Consistency = Callable[[int], Sequence[bytes]]
_SECONDS = 2.0
_MOST_BYTES = 65_536
#: A witness that knows another size than we thought says which, and is asked once more.
_TRIES = 2


class Asking:
    """Asks the witnesses that have an address, all at once. Remembers which size each saw last, as a hint only."""

    def __init__(self, witnesses: Sequence[Witness]) -> None:
        self._witnesses = tuple(witness for witness in witnesses if witness.url)
        self._known = {witness.name: 0 for witness in self._witnesses}
        self._threads = ThreadPoolExecutor(max_workers=max(1, len(self._witnesses)))

    def cosignatures(self, note: Note, size: int, consistency: Consistency) -> list[Signature]:
        """Return the lines that witnesses gave for the signed head. Who did not answer, or refused, is logged."""

        def ask(witness: Witness) -> list[Signature]:
            try:
                return self._ask(witness, note, size, consistency)
            except (OSError, http.client.HTTPException, NoteInvalid, ValueError) as error:
                logger.warning("witness %s gave no cosignature (%s)", witness.name, type(error).__name__)
                return []

        return [line for lines in self._threads.map(ask, self._witnesses) for line in lines]

    def _ask(self, witness: Witness, note: Note, size: int, consistency: Consistency) -> list[Signature]:
        for _ in range(_TRIES):
            old = self._known[witness.name]
            proof = consistency(old) if 0 < old < size else ()
            lines = [f"old {old}", *(b64encode(digest).decode() for digest in proof), ""]
            body = "".join(f"{line}\n" for line in lines).encode() + bytes(note)
            status, said = _post(witness, body)
            if status == 200:
                self._known[witness.name] = size
                return list(parse_note(note.text.encode() + b"\n" + said).signatures)
            if status == 409:
                seen = int(said)
                if seen < old:
                    logger.error("witness %s was rolled back: it saw %s entries and knows %s", witness.name, old, seen)
                if seen > size:
                    logger.error("witness %s has seen a log of %s entries, ours has %s", witness.name, seen, size)
                    return []
                self._known[witness.name] = seen
                continue
            logger.error("witness %s refuses the head of size %s (%s)", witness.name, size, status)
            return []
        return []


def _post(witness: Witness, body: bytes) -> tuple[int, bytes]:
    parts = urlsplit(witness.url or "")
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=_SECONDS)
    try:
        connection.request("POST", parts.path.rstrip("/") + "/add-checkpoint", body)
        response = connection.getresponse()
        return response.status, response.read(_MOST_BYTES)
    finally:
        connection.close()

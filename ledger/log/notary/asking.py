"""Asking witnesses (C2SP tlog-witness v1.0.0, ``add-checkpoint``): what they know already, then to cosign."""

from __future__ import annotations

import http.client
import logging
import re
import socket
import threading
import time
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from hashlib import sha256
from urllib.parse import urlsplit

from ledger.log.checkpoint import Checkpoint
from ledger.log.note import Note, NoteInvalid, Signature, VerifierKey, parse_note, verified
from ledger.log.trust_policy import Witness

logger = logging.getLogger(__name__)

#: Returns the proof that the head to be cosigned extends the tree of a size.
Consistency = Callable[[int], Sequence[bytes]]
#: What all witnesses together may take of one turn, from beginning to end.
_SECONDS = 2.0
_MOST_BYTES = 65_536
#: A witness that knows another size than we thought says which, and is asked once more.
_TRIES = 2
_SIZE = re.compile(rb"(0|[1-9][0-9]{0,18})\n?")

_Answer = tuple[int, bytes]
#: What a witness is sent: method, path and body.
_Question = tuple[str, str, bytes]


class WitnessKnowsMore(Exception):
    """A witness holds a head signed by this log's key that the notary's memory does not lead to: the memory was lost,
    put back to an older one or begun anew, or the key signs somewhere else too. Nothing was signed. Put the witness's
    copy in the memory's place (docs/notary.md); where the log does not extend that, run the audit with it."""


class Asking:
    """Asks the witnesses that have an address, all at once. Remembers which size each saw last, as a hint only, and who
    was shown in this run the head that was signed last."""

    def __init__(self, witnesses: Sequence[Witness], seconds: float = _SECONDS) -> None:
        self._witnesses = tuple(witness for witness in witnesses if witness.url)
        self._seconds = seconds
        self._known = {witness.name: 0 for witness in self._witnesses}
        self._agreeing: set[str] = set()
        self._left_out: set[str] = set()
        self._under_way: dict[str, Future[_Answer]] = {}
        self._threads = ThreadPoolExecutor(max_workers=max(1, len(self._witnesses)))

    def know_no_more(self, last: Note, keys: Sequence[VerifierKey]) -> frozenset[str]:
        """Show the head signed last to the witnesses that were not shown it in this run, and return the names of all
        that know of none beyond it, and of no other of its size. Raises WitnessKnowsMore.

        A witness that only says that it knows more is left out, so that it stops nobody but itself; one that shows a
        head signed by one of ``keys`` is believed. Who does not answer is asked in the next turn.
        """
        deadline = time.monotonic() + self._seconds
        ours = Checkpoint.parse(last.text)
        unasked = [witness for witness in self._witnesses if witness.name not in self._agreeing]
        ask = [witness for witness in unasked if self._is_free(witness)]
        disputing = []
        shown = _add(f"old {ours.size}\n\n".encode() + bytes(last))
        for witness, answer in self._answers(ask, lambda _: shown, deadline):
            try:
                known = _known(answer, ours.size)
            except (OSError, http.client.HTTPException, NoteInvalid, ValueError) as error:
                _gave_none(witness, type(error).__name__)
                continue
            if known is None:
                disputing.append(witness)
            else:
                self._known[witness.name] = known
                self._agreeing.add(witness.name)
        its_last = ("GET", f"/{sha256(ours.origin.encode()).hexdigest()}/checkpoint", b"")
        for witness, answer in self._answers(disputing, lambda _: its_last, deadline):
            _compare(witness, answer, ours, keys)
        self._left_out = {witness.name for witness in unasked} - self._agreeing
        return frozenset(self._agreeing)

    def cosignatures(self, note: Note, size: int, consistency: Consistency) -> list[Signature]:
        """Return each witness's own cosignature of the signed head, checked. Who gave none is logged, and why.

        Returns within the bound of a turn, whatever a witness does. ``consistency`` is called by this thread alone.
        """
        deadline = time.monotonic() + self._seconds
        found: list[Signature] = []
        willing = [witness for witness in self._witnesses if witness.name not in self._left_out]
        ask = [witness for witness in willing if self._is_free(witness)]
        for _ in range(_TRIES):
            again = []
            for witness, answer in self._answers(
                ask, lambda witness: self._question(witness, note, size, consistency), deadline
            ):
                try:
                    cosigned = self._read(witness, answer, note, size)
                except (OSError, http.client.HTTPException, NoteInvalid, ValueError) as error:
                    _gave_none(witness, type(error).__name__)
                    continue
                if cosigned is None:
                    again.append(witness)
                else:
                    found += cosigned
            ask = again
        for witness in ask:
            _gave_none(witness, "it names another size each time")
        return found

    def _is_free(self, witness: Witness) -> bool:
        """Tell whether nothing is under way to a witness: one that hangs is left out, and holds up one thread alone."""
        before = self._under_way.get(witness.name)
        if before is None or before.done():
            return True
        _gave_none(witness, "it still owes an earlier answer")
        return False

    def _answers(
        self, witnesses: Sequence[Witness], question: Callable[[Witness], _Question], deadline: float
    ) -> list[tuple[Witness, Future[_Answer]]]:
        """Ask the witnesses and return who answered, or failed, in time."""
        asked: Mapping[str, Future[_Answer]] = {
            witness.name: self._threads.submit(_send, witness, question(witness), deadline) for witness in witnesses
        }
        self._under_way.update(asked)
        wait(asked.values(), max(0.0, deadline - time.monotonic()))
        for witness in witnesses:
            if not asked[witness.name].done():
                _gave_none(witness, f"no whole answer in {self._seconds:g} s")
        return [(witness, asked[witness.name]) for witness in witnesses if asked[witness.name].done()]

    def _question(self, witness: Witness, note: Note, size: int, consistency: Consistency) -> _Question:
        old = self._known[witness.name]
        proof = consistency(old) if 0 < old < size else ()
        lines = [f"old {old}", *(b64encode(digest).decode() for digest in proof), ""]
        return _add("".join(f"{line}\n" for line in lines).encode() + bytes(note))

    def _read(self, witness: Witness, answer: Future[_Answer], note: Note, size: int) -> list[Signature] | None:
        """Return what the answer gives, or None where the witness is to be asked again from the size it knows."""
        status, said = answer.result()
        if status == 200:
            found = _own(witness, note, said)
            self._known[witness.name] = size
            return found
        if status == 409:
            return self._other_size(witness, said, size)
        logger.error("witness %s refuses the head of size %s (%s)", witness.name, size, status)
        return []

    def _other_size(self, witness: Witness, said: bytes, size: int) -> list[Signature] | None:
        told = _SIZE.fullmatch(said)
        if told is None:
            raise NoteInvalid("a conflict names a size")
        seen, old = int(told[1]), self._known[witness.name]
        if seen < old:
            logger.error("witness %s was rolled back: it saw %s entries and knows %s", witness.name, old, seen)
        if seen > size:
            logger.error("witness %s has seen a log of %s entries, ours has %s", witness.name, seen, size)
            return []
        self._known[witness.name] = seen
        return None


def _add(body: bytes) -> _Question:
    return "POST", "/add-checkpoint", body


def _known(answer: Future[_Answer], size: int) -> int | None:
    """Return which size a witness knows that was shown the head of ``size`` entries, None where it knows another head.

    Raises NoteInvalid where it tells neither.
    """
    status, said = answer.result()
    told = _SIZE.fullmatch(said) if status == 409 else None
    if status == 200:
        return size
    if told is not None and int(told[1]) < size:
        return int(told[1])
    # By the standard another head of the same size is a conflict; some take it for a proof that fails.
    if status in (409, 422):
        return None
    raise NoteInvalid(f"answered {status}")


def _compare(witness: Witness, answer: Future[_Answer], ours: Checkpoint, keys: Sequence[VerifierKey]) -> None:
    """See whether the head that a witness shows is this log's and beside or beyond the last one. Raises
    WitnessKnowsMore."""
    try:
        theirs = Checkpoint.parse(verified(parse_note(answer.result()[1]), keys).text)
    except (OSError, http.client.HTTPException, NoteInvalid, ValueError):
        theirs = None
    if theirs is not None and theirs.origin == ours.origin and theirs.size >= ours.size and theirs != ours:
        raise WitnessKnowsMore(f"witness {witness.name} holds {theirs.size} entries, the memory {ours.size}")
    logger.error("witness %s says that it knows another head than the last one signed, and shows none", witness.name)


def _own(witness: Witness, note: Note, said: bytes) -> list[Signature]:
    """Return the witness's own lines. A line by anybody else, or one that fails, would spoil the others' note.

    Raises NoteInvalid.
    """
    key = witness.key
    lines = parse_note(note.text.encode() + b"\n" + said).signatures
    own = next((line for line in lines if (line.name, line.key_id) == (key.name, key.key_id)), None)
    if own is None:
        raise NoteInvalid("no line by the witness")
    key.check(note.text, own)
    return [own]


def _gave_none(witness: Witness, why: str) -> None:
    logger.warning("witness %s gave no cosignature (%s)", witness.name, why)


def _send(witness: Witness, question: _Question, deadline: float) -> _Answer:
    parts = urlsplit(witness.url or "")
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    connection = kind(parts.hostname or "", parts.port, timeout=left)
    try:
        connection.connect()
        # A socket's timeout counts from byte to byte, so one that drips would never run into it.
        cut = threading.Timer(max(0.0, deadline - time.monotonic()), _cut, [connection.sock])
        cut.daemon = True
        cut.start()
        try:
            method, path, body = question
            connection.request(method, parts.path.rstrip("/") + path, body or None)
            response = connection.getresponse()
            said = response.read(_MOST_BYTES + 1)
        finally:
            cut.cancel()
        if len(said) > _MOST_BYTES:
            raise NoteInvalid("an answer is not that long")
        return response.status, said
    finally:
        connection.close()


def _cut(connected: socket.socket) -> None:
    with suppress(OSError):
        connected.shutdown(socket.SHUT_RDWR)

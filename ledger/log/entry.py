"""Entry bytes, version 1: a small canonical JSON of salted digests, and the opening that is sealed beside it.

The tree sees only entries. An entry carries no personal data and no value that repeats per person: its digests are
those of SD-JWT (RFC 9901, section 4.2), each over a salt of 128 bits that is drawn once. What was said and the salts
form the *opening*, which is sealed under a key that the entry does not name.

A record's digests nest as SD-JWT allows, so that its shape is the same whatever it says: ``items`` holds one digest
per data item, ``ground_and_evidence`` one for each half, ``judgement`` one for each half.
"""

from __future__ import annotations

import json
import os
from binascii import b2a_base64
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, NamedTuple

from ledger.log.canonical import canonical

VERSION = 1
#: No entry is longer: a C2SP tlog-tiles bundle gives each a 16-bit length.
MAX_ENTRY_BYTES = 65_535

#: Claims of a record that stand in the entry, in the order of their salts; then the nested ones; then one per item.
RECORD_CLAIMS = (
    "person", "recipient", "items", "time", "ground_and_evidence", "manner", "judgement",
)  # fmt: skip
NESTED_CLAIMS = ("statement", "evidence", "basis_and_duty", "verdict_and_policy")
_FIXED_SALTS = len(RECORD_CLAIMS) + len(NESTED_CLAIMS)

_URL_SAFE = bytes.maketrans(b"+/", b"-_")
_PADDING = b"=\n"
_SALT_STRIDE = 24
#: Ids or salts drawn at once.
_PORTION = 4_096
_SALT_CHARACTERS = 22


class EntryTooLarge(Exception):
    """An entry would exceed 65,535 bytes. Nothing was appended; the work is split and tried again."""


class RecordValues(NamedTuple):
    """What a record says: each member is canonical JSON; ``items`` has one for each data item."""

    person: bytes
    recipient: bytes
    items: tuple[bytes, ...]
    time: bytes
    statement: bytes
    evidence: bytes
    manner: bytes
    basis_and_duty: bytes
    verdict_and_policy: bytes


class Entropy:
    """Entry ids and salts from the system's generator, drawn in large portions. Used by one thread."""

    def __init__(self) -> None:
        self._ids = b""
        self._salts = b""
        self._id_at = self._salt_at = 0

    def entry_id(self) -> bytes:
        """Return an entry id: 128 random bits."""
        at = self._id_at
        if at == len(self._ids):
            self._ids, at = os.urandom(16 * _PORTION), 0
        self._id_at = at + 16
        return self._ids[at : at + 16]

    def salts(self, items: int) -> list[bytes]:
        """Return the salts of a record with ``items`` data items, base64url without padding, 128 bits each."""
        count = _FIXED_SALTS + items
        at, end = self._salt_at, self._salt_at + _SALT_STRIDE * count
        if end > len(self._salts):
            self._salts = _salt_text(max(_PORTION, count))
            at, end = 0, _SALT_STRIDE * count
        self._salt_at = end
        text = self._salts
        return [text[start : start + _SALT_CHARACTERS] for start in range(at, end, _SALT_STRIDE)]


def new_id() -> bytes:
    """Draw an entry id: 128 random bits."""
    return os.urandom(16)


def _salts(count: int) -> list[bytes]:
    text = _salt_text(count)
    return [text[start : start + _SALT_CHARACTERS] for start in range(0, _SALT_STRIDE * count, _SALT_STRIDE)]


def _salt_text(count: int) -> bytes:
    """Return salts of 22 characters, 24 apart."""
    # 18 bytes encode to 24 characters without padding. With the last 12 bits zero, the first 22 characters are
    # exactly the encoding of the first 16 bytes: one call encodes all salts.
    mask = int.from_bytes((b"\xff" * 16 + b"\0\0") * count, "big")
    drawn = (int.from_bytes(os.urandom(18 * count), "big") & mask).to_bytes(18 * count, "big")
    return b2a_base64(drawn).translate(_URL_SAFE, _PADDING)


def _digest(disclosure_json: bytes) -> bytes:
    disclosure = b2a_base64(disclosure_json).translate(_URL_SAFE, _PADDING)
    return b2a_base64(sha256(disclosure).digest()).translate(_URL_SAFE, _PADDING)


def _digests(disclosures: Sequence[bytes]) -> list[bytes]:
    """Return the digest of each disclosure."""
    # 33 bytes encode to 44 characters without padding, of which the first 43 are the encoding of the first 32.
    hashed = b"".join([sha256(b2a_base64(one).translate(_URL_SAFE, _PADDING)).digest() + b"\0" for one in disclosures])
    text = b2a_base64(hashed).translate(_URL_SAFE)
    return [text[start : start + 43] for start in range(0, 44 * len(disclosures), 44)]


def body_digest(salt: bytes, value_json: bytes) -> bytes:
    """Return the digest of an entry that has one: of the disclosure ``[salt, "body", value]``."""
    return _digest(b'["%b","body",%b]' % (salt, value_json))


def record_entry(
    entry_id: bytes, salts: Sequence[bytes], values: RecordValues, as_of: int, law: bytes, engine: bytes
) -> bytes:
    """Return the entry of a record: seven digests and the clear members of something judged.

    ``law`` and ``engine`` are ASCII without characters that JSON escapes. The bytes equal the canonical JSON of the
    same members, which a property test holds.
    """
    (s_person, s_recipient, s_items, s_time, s_ground, s_manner, s_judgement,
     s_statement, s_evidence, s_basis, s_verdict) = salts[:_FIXED_SALTS]  # fmt: skip
    person, recipient, time, manner, statement, evidence, basis, verdict, *items = _digests(
        [
            b'["%b","person",%b]' % (s_person, values.person),
            b'["%b","recipient",%b]' % (s_recipient, values.recipient),
            b'["%b","time",%b]' % (s_time, values.time),
            b'["%b","manner",%b]' % (s_manner, values.manner),
            b'["%b","statement",%b]' % (s_statement, values.statement),
            b'["%b","evidence",%b]' % (s_evidence, values.evidence),
            b'["%b","basis_and_duty",%b]' % (s_basis, values.basis_and_duty),
            b'["%b","verdict_and_policy",%b]' % (s_verdict, values.verdict_and_policy),
            *[b'["%b",%b]' % pair for pair in zip(salts[_FIXED_SALTS:], values.items, strict=True)],
        ]
    )
    array = b'"},{"...":"'.join(items)
    ground, all_items, judgement = _digests(
        [
            b'["%b","ground_and_evidence",{"_sd":["%b","%b"]}]' % (s_ground, statement, evidence),
            b'["%b","items",[{"...":"%b"}]]' % (s_items, array) if items else b'["%b","items",[]]' % s_items,
            b'["%b","judgement",{"_sd":["%b","%b"]}]' % (s_judgement, basis, verdict),
        ]
    )
    return (
        b'{"as_of":%d,"claims":{"ground_and_evidence":"%b","items":"%b","judgement":"%b","manner":"%b",'
        b'"person":"%b","recipient":"%b","time":"%b"},"engine":"%b","id":"%b","kind":"record","law":"%b",'
        b'"refs":[],"v":1}'
    ) % (
        as_of, ground, all_items, judgement, manner, person, recipient, time, engine, entry_id.hex().encode(), law,
    )  # fmt: skip


def record_opening(salts: Sequence[bytes], values: RecordValues, event: bytes) -> bytes:
    """Return what is sealed beside a record: its values, their salts, and ``event`` (canonical JSON: what names the
    event and what no disclosure ever shows, such as an existence flag)."""
    return b'{"event":%b,"salts":"%b","values":[%b,%b,[%b],%b,%b,%b,%b,%b,%b]}' % (
        event,
        b"".join(salts),
        values.person,
        values.recipient,
        b",".join(values.items),
        values.time,
        values.statement,
        values.evidence,
        values.manner,
        values.basis_and_duty,
        values.verdict_and_policy,
    )


@dataclass(frozen=True, slots=True)
class RecordOpening:
    """A record's opening, read back."""

    salts: tuple[bytes, ...]
    person: Mapping[str, Any] | None
    recipient: Mapping[str, Any]
    items: tuple[Mapping[str, Any], ...]
    time: Mapping[str, Any]
    statement: Mapping[str, Any]
    evidence: tuple[Mapping[str, Any], ...]
    manner: Mapping[str, Any]
    basis_and_duty: Mapping[str, Any]
    verdict_and_policy: Mapping[str, Any]
    event: Mapping[str, Any]

    @classmethod
    def parse(cls, opening: bytes) -> RecordOpening:
        """Read what ``record_opening`` wrote."""
        read = json.loads(opening)
        person, recipient, items, time, statement, evidence, manner, basis, verdict = read["values"]
        text = read["salts"].encode()
        salts = tuple(text[at : at + _SALT_CHARACTERS] for at in range(0, len(text), _SALT_CHARACTERS))
        return cls(
            salts, person, recipient, tuple(items), time, statement, tuple(evidence), manner, basis, verdict,
            read["event"],
        )  # fmt: skip

    def values(self) -> RecordValues:
        """Return the canonical values, from which the entry's digests can be made again."""
        return RecordValues(
            canonical(self.person),
            canonical(self.recipient),
            tuple(canonical(item) for item in self.items),
            canonical(self.time),
            canonical(self.statement),
            canonical(list(self.evidence)),
            canonical(self.manner),
            canonical(self.basis_and_duty),
            canonical(self.verdict_and_policy),
        )


@dataclass(frozen=True, slots=True)
class Sealable:
    """An entry that is ready to be appended, and what is to be sealed beside it (None: the entry is in clear)."""

    entry_id: bytes
    entry: bytes
    opening: bytes | None


def body_entry(
    kind: str, body: object, refs: Sequence[bytes] = (), beside: Mapping[str, Any] | None = None
) -> Sealable:
    """Return an entry of a kind with one digest, and its opening ``{"beside": …, "body": …, "salts": …}``.

    ``refs`` are ids of the entries it concerns or replaces; ``beside`` is what is sealed with it but in no claim.
    """
    entry_id, salt, said = new_id(), _salts(1)[0], canonical(body)
    entry = _entry(kind, entry_id, refs, None, {"body": body_digest(salt, said).decode()})
    opening = b'{"beside":%b,"body":%b,"salts":"%b"}' % (canonical(dict(beside or {})), said, salt)
    return Sealable(entry_id, entry, opening)


def judgement_entry(
    basis_and_duty: bytes, verdict_and_policy: bytes, refs: Sequence[bytes], judged: tuple[int, str, str], beside: bytes
) -> Sealable:
    """Return the entry of a later judgement: its body nests the same two halves as a record's judgement does."""
    salt, s_basis, s_verdict = _salts(3)
    basis = _digest(b'["%b","basis_and_duty",%b]' % (s_basis, basis_and_duty))
    verdict = _digest(b'["%b","verdict_and_policy",%b]' % (s_verdict, verdict_and_policy))
    digest = body_digest(salt, b'{"_sd":["%b","%b"]}' % (basis, verdict))
    entry_id = new_id()
    opening = b'{"beside":%b,"salts":"%b","values":[%b,%b]}' % (
        beside, salt + s_basis + s_verdict, basis_and_duty, verdict_and_policy,
    )  # fmt: skip
    return Sealable(entry_id, _entry("judgement", entry_id, refs, judged, {"body": digest.decode()}), opening)


def clear_entry(kind: str, members: Mapping[str, Any], refs: Sequence[bytes] = ()) -> Sealable:
    """Return an entry that says everything in clear (batch, watermark, erasure). Raises EntryTooLarge."""
    entry_id = new_id()
    entry = canonical(
        {**members, "id": entry_id.hex(), "kind": kind, "refs": [ref.hex() for ref in refs], "v": VERSION}
    )
    if len(entry) > MAX_ENTRY_BYTES:
        raise EntryTooLarge(kind)
    return Sealable(entry_id, entry, None)


def salted_digest(name: str, value: object) -> tuple[bytes, bytes]:
    """Return (digest, disclosure JSON) of a value that is referred to from a clear entry."""
    disclosure = b'["%b","%b",%b]' % (_salts(1)[0], name.encode(), canonical(value))
    return _digest(disclosure), disclosure


def _entry(
    kind: str,
    entry_id: bytes,
    refs: Sequence[bytes],
    judged: tuple[int, str, str] | None,
    claims: Mapping[str, str],
) -> bytes:
    members: dict[str, Any] = {
        "claims": claims,
        "id": entry_id.hex(),
        "kind": kind,
        "refs": [ref.hex() for ref in refs],
        "v": VERSION,
    }
    if judged:
        members["as_of"], members["law"], members["engine"] = judged
    entry = canonical(members)
    if len(entry) > MAX_ENTRY_BYTES:
        raise EntryTooLarge(kind)
    return entry


def runs(dispositions: Sequence[tuple[int, str, int | None, Any]]) -> Iterator[dict[str, Any]]:
    """Fold per-offset dispositions into the runs of a batch entry.

    Each disposition is (offset, kind, index, detail), in order of offsets. A run of ``entries`` or ``duplicate``
    either pairs its offsets one to one with consecutive indexes, or is a single offset; ``detail`` is the number of
    entries of an event (1 folds), a duplicate's (instance, number), a quarantine's digest, a heartbeat's claim,
    or a hole's next offset.
    """
    run: dict[str, Any] = {}
    for offset, kind, index, detail in dispositions:
        if run and run["is"] == kind and run["next"] == offset and _continues(run, kind, index, detail):
            run["next"] = offset + 1
            if "to" in run and index is not None:
                run["to"] = index + 1
            continue
        if run:
            yield run
        run = {"first": offset, "next": offset + 1, "is": kind}
        if kind in ("entries", "conflict") and index is not None:
            run["from"], run["to"] = index, index + (detail if kind == "entries" else 1)
        elif kind == "duplicate":
            run["from"], (run["instance"], run["number"]) = index, detail
        elif kind == "hole":
            run["next"] = detail
        elif detail is not None:
            run["what"] = detail
    if run:
        yield run


def _continues(run: Mapping[str, Any], kind: str, index: int | None, detail: Any) -> bool:
    if kind == "entries":
        paired: bool = run["to"] - run["from"] == run["next"] - run["first"]
        return detail == 1 and paired and run["to"] == index
    if kind == "conflict":
        return bool(run["to"] == index)
    if kind == "duplicate" and index is not None:
        so_far = run["next"] - run["first"]
        return (run["from"] + so_far, run["instance"], run["number"] + so_far) == (index, *detail)
    return False

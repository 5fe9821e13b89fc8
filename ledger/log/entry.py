"""Entry bytes, version 1: a small canonical JSON of salted digests, and the opening that is sealed beside it.

The tree sees only entries. An entry carries no personal data and no value that repeats per person: its digests are
those of SD-JWT (RFC 9901, section 4.2), each over a salt of 128 bits that is drawn once. What was said and the salts
form the *opening*, which is sealed under a key that the entry does not name. A record's entry is in ``record.py``.
"""

from __future__ import annotations

import os
from binascii import b2a_base64
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from ledger.log.canonical import canonical

VERSION = 1
#: No entry is longer: a C2SP tlog-tiles bundle gives each a 16-bit length.
MAX_ENTRY_BYTES = 65_535

URL_SAFE = bytes.maketrans(b"+/", b"-_")
_PADDING = b"=\n"


class EntryTooLarge(Exception):
    """An entry would exceed 65,535 bytes. Nothing was appended; the work is split and tried again."""


def new_id() -> bytes:
    """Draw an entry id: 128 random bits."""
    return os.urandom(16)


def _salt() -> bytes:
    """Draw a salt: 128 bits, base64url without padding."""
    return base64url(os.urandom(16))


def base64url(data: bytes) -> bytes:
    """Encode as SD-JWT does: base64url without padding."""
    return b2a_base64(data).translate(URL_SAFE, _PADDING)


def _digest(disclosure_json: bytes) -> bytes:
    return base64url(sha256(base64url(disclosure_json)).digest())


def body_digest(salt: bytes, value_json: bytes) -> bytes:
    """Return the digest of an entry that has one: of the disclosure ``[salt, "body", value]``."""
    return _digest(b'["%b","body",%b]' % (salt, value_json))


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
    entry_id, salt, said = new_id(), _salt(), canonical(body)
    entry = _entry(kind, entry_id, refs, None, {"body": body_digest(salt, said).decode()})
    opening = b'{"beside":%b,"body":%b,"salts":"%b"}' % (canonical(dict(beside or {})), said, salt)
    return Sealable(entry_id, entry, opening)


def judgement_entry(
    basis_and_duty: bytes, verdict_and_policy: bytes, refs: Sequence[bytes], judged: tuple[int, str, str], beside: bytes
) -> Sealable:
    """Return the entry of a later judgement: its body nests the same two halves as a record's judgement does."""
    salt, s_basis, s_verdict = _salt(), _salt(), _salt()
    digest = body_digest(salt, nested_judgement(s_basis, s_verdict, basis_and_duty, verdict_and_policy))
    entry_id = new_id()
    opening = b'{"beside":%b,"salts":"%b","values":[%b,%b]}' % (
        beside, salt + s_basis + s_verdict, basis_and_duty, verdict_and_policy,
    )  # fmt: skip
    return Sealable(entry_id, _entry("judgement", entry_id, refs, judged, {"body": digest.decode()}), opening)


def nested_judgement(s_basis: bytes, s_verdict: bytes, basis_and_duty: bytes, verdict_and_policy: bytes) -> bytes:
    """Return the body that nests the digests of both halves of a judgement, each with its salt."""
    basis = _digest(b'["%b","basis_and_duty",%b]' % (s_basis, basis_and_duty))
    verdict = _digest(b'["%b","verdict_and_policy",%b]' % (s_verdict, verdict_and_policy))
    return b'{"_sd":["%b","%b"]}' % (basis, verdict)


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
    disclosure = b'["%b","%b",%b]' % (_salt(), name.encode(), canonical(value))
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

"""Whether what was sealed beside an entry is what the entry committed to: its digests are made again and compared."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Mapping
from typing import Any

from ledger.log.canonical import canonical
from ledger.log.entry import body_digest, nested_judgement
from ledger.log.record import RecordOpening, record_entry, salts_of, wording

_SALT_CHARACTERS = 22


def fits(entry: bytes, said: Mapping[str, Any], opening: bytes) -> bool:
    """Tell whether the opening makes this entry. ``said``: the entry, read. An opening that cannot be read does not."""
    try:
        if said["kind"] == "record":
            return _record(said, opening) == entry
        return bool(said["claims"] == {"body": _body(said["kind"], json.loads(opening)).decode()})
    except (ValueError, LookupError, TypeError, AttributeError, struct.error, zlib.error):
        return False


def _record(said: Mapping[str, Any], opening: bytes) -> bytes:
    """Make a record's entry again, byte for byte."""
    values = RecordOpening.parse(opening).values()
    again = wording(
        values.recipient, values.items, values.statement, values.evidence, values.manner, values.basis_and_duty,
        values.verdict_and_policy,
    )  # fmt: skip
    return record_entry(
        bytes.fromhex(said["id"]), salts_of(opening), values.person, values.time, again, said["as_of"],
        said["law"].encode(), said["engine"].encode(),
    )  # fmt: skip


def _body(kind: str, opened: Mapping[str, Any]) -> bytes:
    salts = opened["salts"].encode()
    if kind != "judgement":
        return body_digest(salts, canonical(opened["body"]))
    starts = range(0, 3 * _SALT_CHARACTERS, _SALT_CHARACTERS)
    first, second, third = (salts[at : at + _SALT_CHARACTERS] for at in starts)
    basis, verdict = opened["values"]
    return body_digest(first, nested_judgement(second, third, canonical(basis), canonical(verdict)))

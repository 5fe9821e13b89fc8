"""Record entries, version 1, and what is sealed beside them: the part of the entry format that has to be quick.

A record's digests nest as SD-JWT allows, so that its shape is the same whatever it says: ``items`` holds one digest
per data item, ``ground_and_evidence`` one for each half, ``judgement`` one for each half.

Records repeat their wording: whatever names neither person nor time is said by many. Since a disclosure begins with
``["``, a salt of 22 characters, and 24 bytes are 32 characters of base64, what follows the salt is encoded on its own,
once for all records that say it. A property test holds the digests equal to those of a plain reading of RFC 9901.
"""

from __future__ import annotations

import json
import os
import zlib
from binascii import b2a_base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from struct import Struct
from typing import Any, NamedTuple

from ledger.log.canonical import canonical
from ledger.log.entry import URL_SAFE, base64url

#: Claims of a record that stand in its entry.
RECORD_CLAIMS = ("person", "recipient", "items", "time", "ground_and_evidence", "manner", "judgement")
#: The order of a record's salts: its digests of values, then one per item, then the digests that nest others.
LEAVES = (
    "person", "time", "recipient", "manner", "statement", "evidence", "basis_and_duty", "verdict_and_policy",
)  # fmt: skip
NESTING = ("ground_and_evidence", "judgement", "items")
SALT_BYTES = 16

#: Salts or ids drawn at once.
_PORTION = 4_096
#: Bytes of a disclosure up to its salt's last character, and their length in base64.
_OPENED, _PREFIX = 24, 32
_DIGEST, _STRIDE = 43, 44
#: How an opening begins, by version: itself, and the bytes of the salts and of what is the record's own. The second is
#: written only where the salts of very many data items do not fit the first.
_OPENING_HEADS = {1: Struct(">BHI"), 2: Struct(">BII")}
_GROUND = b'%b","ground_and_evidence",{"_sd":["%b","%b"]}]'
_JUDGEMENT = b'%b","judgement",{"_sd":["%b","%b"]}]'
_GROUND_BYTES, _JUDGEMENT_BYTES = (
    len(template % (bytes(_OPENED), bytes(_DIGEST), bytes(_DIGEST))) for template in (_GROUND, _JUDGEMENT)
)
#: Where the disclosures that nest begin and end when they are encoded together, each up to a multiple of three bytes.
_GROUND_ENDS, _JUDGEMENT_BEGINS = (4 * _GROUND_BYTES + 2) // 3, -(-_GROUND_BYTES // 3) * 4
_JUDGEMENT_ENDS = _JUDGEMENT_BEGINS + (4 * _JUDGEMENT_BYTES + 2) // 3
_ITEMS_BEGIN = _JUDGEMENT_BEGINS + -(-_JUDGEMENT_BYTES // 3) * 4
_TWO = _GROUND + bytes(-_GROUND_BYTES % 3) + _JUDGEMENT + bytes(-_JUDGEMENT_BYTES % 3)
_NESTED = (_TWO + b'%b","items",[{"...":"%b"}]]', _TWO + b'%b","items",[%b]]')


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


@dataclass(frozen=True, slots=True, eq=False)
class Wording:
    """What a record says besides its person and its times, with all that can be computed without them.

    ``leaves`` are the ends of its disclosures in the order of their salts, ``packed`` the values as they are sealed.
    """

    leaves: tuple[bytes, ...]
    items: int
    packed: bytes


def wording(
    recipient: bytes, items: Sequence[bytes], statement: bytes, evidence: bytes, manner: bytes, basis_and_duty: bytes,
    verdict_and_policy: bytes,
) -> Wording:  # fmt: skip
    """Prepare a wording from canonical JSON values."""
    values = b"[%b,[%b],%b,%b,%b,%b,%b]" % (
        recipient, b",".join(items), statement, evidence, manner, basis_and_duty, verdict_and_policy,
    )  # fmt: skip
    return Wording(
        tuple(
            _ending(end)
            for end in (
                b'","recipient",%b]' % recipient,
                b'","manner",%b]' % manner,
                b'","statement",%b]' % statement,
                b'","evidence",%b]' % evidence,
                b'","basis_and_duty",%b]' % basis_and_duty,
                b'","verdict_and_policy",%b]' % verdict_and_policy,
                *(b'",%b]' % item for item in items),
            )
        ),
        len(items),
        zlib.compress(values),
    )


@lru_cache(maxsize=10_000)
def _ending(end: bytes) -> bytes:
    """Encode the end of a disclosure. Different wordings share most of theirs."""
    return base64url(end)


class Salts(NamedTuple):
    """The salts of one record, three times: as they were drawn, as disclosures begin with them (``["`` and 22
    characters of base64url), and those beginnings in base64url."""

    drawn: bytes
    opened: bytes
    prefixes: bytes


class Entropy:
    """Entry ids, salts and nonces from the system's generator, drawn in large portions. Used by one thread."""

    def __init__(self) -> None:
        self._ids = self._nonces = b""
        self._salts = Salts(b"", b"", b"")
        self._id_at = self._nonce_at = self._salt_at = 0

    def entry_id(self) -> bytes:
        """Return an entry id: 128 random bits."""
        at = self._id_at
        if at == len(self._ids):
            self._ids, at = os.urandom(16 * _PORTION), 0
        self._id_at = at + 16
        return self._ids[at : at + 16]

    def nonce(self) -> bytes:
        """Return a nonce for sealing: 96 random bits."""
        at = self._nonce_at
        if at == len(self._nonces):
            self._nonces, at = os.urandom(12 * _PORTION), 0
        self._nonce_at = at + 12
        return self._nonces[at : at + 12]

    def salts(self, items: int) -> Salts:
        """Return the salts of a record with ``items`` data items, 128 bits each."""
        count = len(LEAVES) + len(NESTING) + items
        at, end = self._salt_at, self._salt_at + count
        drawn, opened, prefixes = self._salts
        if SALT_BYTES * end > len(drawn):
            drawn, opened, prefixes = self._salts = _spelled(os.urandom(SALT_BYTES * max(_PORTION, count)))
            at, end = 0, count
        self._salt_at = end
        return Salts(
            drawn[SALT_BYTES * at : SALT_BYTES * end],
            opened[_OPENED * at : _OPENED * end],
            prefixes[_PREFIX * at : _PREFIX * end],
        )


def _spelled(drawn: bytes) -> Salts:
    """Spell salts, 16 bytes each, as disclosures begin with them."""
    count = len(drawn) // SALT_BYTES
    # 18 bytes encode to 24 characters; with the last two zero, the first 22 are the encoding of the first 16 bytes.
    spread = bytearray(18 * count)
    for place in range(SALT_BYTES):
        spread[place::18] = drawn[place::SALT_BYTES]
    # The two characters that are left over from the salt before make room for the beginning of the next.
    opened = bytearray(b'["' + b2a_base64(spread, newline=False).translate(URL_SAFE)[:-2])
    opened[::_OPENED] = b"[" * count
    opened[1::_OPENED] = b'"' * count
    return Salts(drawn, bytes(opened), b2a_base64(opened, newline=False).translate(URL_SAFE))


def salts_of(opening: bytes) -> Salts:
    """Return the salts of a record's opening. Raises ValueError for one of a version unknown here."""
    salted, _, at = _lengths(opening)
    return _spelled(opening[at : at + salted])


def _lengths(opening: bytes) -> tuple[int, int, int]:
    """Return the bytes of an opening's salts and of what is the record's own, and where the first begin."""
    head = _OPENING_HEADS.get(opening[0])
    if head is None:
        raise ValueError(f"an opening of version {opening[0]}; this release reads {sorted(_OPENING_HEADS)}")
    _, salted, own = head.unpack_from(opening)
    return salted, own, head.size


def record_entry(
    entry_id: bytes, salts: Salts, person: bytes, time: bytes, said: Wording, as_of: int, law: bytes, engine: bytes
) -> bytes:
    """Return the entry of a record: seven digests and the clear members of something judged.

    ``person`` and ``time`` are canonical JSON; ``law`` and ``engine`` are ASCII without characters that JSON escapes.
    The bytes equal the canonical JSON of the same members, which a property test holds.
    """
    _, opened, prefixes = salts
    # Two ends in one encoding: zeros up to a multiple of three bytes add only characters behind the first one's.
    end = b'","time",%b]' % time
    cut = len(end)
    ends = base64url(end + b"\0\0"[: -cut % 3] + b'","person",%b]' % person)
    leaves = (ends[(cut + 2) // 3 * 4 :], ends[: (4 * cut + 2) // 3], *said.leaves)
    starts = range(0, _PREFIX * len(leaves), _PREFIX)
    d_person, d_time, d_recipient, d_manner, d_statement, d_evidence, d_basis, d_verdict, *d_items = _spelled_digests(
        [sha256(prefixes[at : at + _PREFIX] + leaf).digest() for at, leaf in zip(starts, leaves, strict=True)]
    )
    nest = _OPENED * len(leaves)
    s_ground, s_judgement, s_items = opened[nest : nest + 24], opened[nest + 24 : nest + 48], opened[nest + 48 :]
    # Again several in one encoding: the first two have one length, whatever they say, and end with zeros.
    ends = base64url(
        _NESTED[not d_items]
        % (s_ground, d_statement, d_evidence, s_judgement, d_basis, d_verdict, s_items, b'"},{"...":"'.join(d_items))
    )
    d_ground, d_judgement, d_all_items = _spelled_digests(
        [
            sha256(ends[:_GROUND_ENDS]).digest(),
            sha256(ends[_JUDGEMENT_BEGINS:_JUDGEMENT_ENDS]).digest(),
            sha256(ends[_ITEMS_BEGIN:]).digest(),
        ]
    )
    return (
        b'{"as_of":%d,"claims":{"ground_and_evidence":"%b","items":"%b","judgement":"%b","manner":"%b",'
        b'"person":"%b","recipient":"%b","time":"%b"},"engine":"%b","id":"%b","kind":"record","law":"%b",'
        b'"refs":[],"v":1}'
    ) % (
        as_of, d_ground, d_all_items, d_judgement, d_manner, d_person, d_recipient, d_time, engine,
        entry_id.hex().encode(), law,
    )  # fmt: skip


def record_opening(salts: Salts, person: bytes, time: bytes, said: Wording, event: bytes) -> bytes:
    """Return what is sealed beside a record: its values, their salts, and ``event`` (canonical JSON: what names the
    event and what no disclosure ever shows, such as an existence flag)."""
    own = b"[%b,%b,%b]" % (event, person, time)
    version = 1 if len(salts.drawn) < 65_536 else 2
    return b"%b%b%b%b" % (
        _OPENING_HEADS[version].pack(version, len(salts.drawn), len(own)), salts.drawn, own, said.packed,
    )  # fmt: skip


def named_in(opening: bytes) -> Mapping[str, Any] | None:
    """Return whom a record's opening names, without reading the rest."""
    salted, own, at = _lengths(opening)
    person: Mapping[str, Any] | None = json.loads(opening[at + salted : at + salted + own])[1]
    return person


@dataclass(frozen=True, slots=True)
class RecordOpening:
    """A record's opening, read back. ``salts`` are spelled as disclosures spell them."""

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
        salted, own, at = _lengths(opening)
        opened = _spelled(opening[at : at + salted]).opened
        event, person, time = json.loads(opening[at + salted : at + salted + own])
        recipient, items, statement, evidence, manner, basis, verdict = json.loads(
            zlib.decompress(opening[at + salted + own :])
        )
        return cls(
            tuple(opened[start + 2 : start + _OPENED] for start in range(0, len(opened), _OPENED)),
            person, recipient, tuple(items), time, statement, tuple(evidence), manner, basis, verdict, event,
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


def _spelled_digests(digests: Sequence[bytes]) -> list[bytes]:
    """Return the base64url of each digest: 43 characters."""
    # A zero byte after each makes 33 bytes, hence 44 characters, of which the first 43 are the digest's own.
    text = b2a_base64(b"\0".join(digests) + b"\0").translate(URL_SAFE)
    return [text[at : at + _DIGEST] for at in range(0, _STRIDE * len(digests), _STRIDE)]

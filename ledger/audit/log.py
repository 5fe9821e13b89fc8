"""The log read through once: what is sealed beside each entry, what stands twice, and what was erased as recorded."""

from __future__ import annotations

import json
from array import array
from base64 import urlsafe_b64decode
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ledger.audit.batches import Batches
from ledger.audit.findings import Finding
from ledger.audit.keys import opened
from ledger.audit.origins import Origins
from ledger.judging.said import instant
from ledger.log.entry_form import CLEAR, JUDGED, SALTED, EntryMalformed, read_entry
from ledger.log.head import LOG_ID
from ledger.log.opened import fits
from ledger.log.record import named_in
from ledger.store.connect import Connection
from ledger.vault.blind import Person
from ledger.vault.keys import Scope, identity_of
from ledger.vault.master import WrongMasterKey
from ledger.vault.seal import SealBroken, open_sealed
from ledger.vault.vault import ALWAYS, SealingKey, Vault

_PORTION = 5_000
_ENTRIES = """
select e.idx, e.entry, s.key_id, s.sealed from entry e left join sealed s using (log_id, idx)
where e.log_id = %s and e.idx >= %s and e.idx < %s order by e.idx
"""
#: In clear: an erasure tells of others, whose seals nobody opens.
_ERASURES = """
select e.idx, e.entry from entry e
where e.log_id = %s and e.idx < %s and position('"kind":"erasure"'::bytea in e.entry) > 0
"""
_BUCKETS = 256


class _Once:
    """Numbers of 128 bits and more, of which none may come twice: kept by eight of their bytes, in buckets."""

    def __init__(self) -> None:
        self._buckets = [array("Q") for _ in range(_BUCKETS)]
        self._places = [array("Q") for _ in range(_BUCKETS)]

    def add(self, number: bytes, idx: int) -> None:
        value = int.from_bytes(number[1:9], "big")
        self._buckets[number[0]].append(value)
        self._places[number[0]].append(idx)

    def twice(self) -> Iterator[int]:
        """Yield where a number stands that stood before."""
        for numbers, places in zip(self._buckets, self._places, strict=True):
            if len(set(numbers)) == len(numbers):
                continue
            seen = set()
            for number, place in zip(numbers, places, strict=True):
                if number in seen:
                    yield place
                seen.add(number)


@dataclass(slots=True)
class Answers:
    """How many records of each answer: valid, erased as recorded, missing without a record."""

    valid: int = 0
    erased: int = 0
    missing: int = 0


@dataclass(frozen=True, slots=True)
class Act:
    """An act in the log: where, its entry, and what is sealed beside it under which key."""

    idx: int
    kind: str
    entry: bytes
    key_id: int | None
    sealed: bytes | None


@dataclass(slots=True)
class Read:
    """What reading the log gave: the findings, the answers, what its batches say, what they leave unaccounted for, by
    entry id its acts, and the days (yyyymmdd) whose quarantine was erased."""

    findings: list[Finding] = field(default_factory=list)
    answers: Answers = field(default_factory=Answers)
    batches: Batches = field(default_factory=Batches)
    unaccounted: list[Finding] = field(default_factory=list)
    acts: dict[bytes, Act] = field(default_factory=dict)
    days_erased: frozenset[int] = frozenset()


class Covered:
    """Which entries the log says were erased, and the days (yyyymmdd) whose quarantine was."""

    def __init__(self, runs: Iterable[Sequence[int]], days: Iterable[int]) -> None:
        self._runs = sorted((first, end) for first, end in runs)
        self.days = frozenset(days)

    def __len__(self) -> int:
        return len(self._runs)

    def __contains__(self, idx: int) -> bool:
        at = bisect_right(self._runs, (idx, 2**63)) - 1
        return at >= 0 and self._runs[at][0] <= idx < self._runs[at][1]


def covered(connection: Connection, size: int) -> Covered:
    """Read every erasure entry below a head size. None covers what came after it: whoever says so in advance would have
    the next ones destroyed in silence."""
    entries = connection.execute(_ERASURES, (LOG_ID, size)).fetchall()
    said = [(idx, one) for idx, entry in entries if (one := _said(bytes(entry))) and one["kind"] == "erasure"]
    runs = [(first, min(end, idx)) for idx, one in said for first, end in one["covers"] if first < idx]
    return Covered(runs, (day for _, one in said for day in one["days"]))


def _said(entry: bytes) -> dict[str, Any] | None:
    """Return what an entry says, None where it has not the one form that it could have: then nothing of it counts."""
    try:
        return read_entry(entry)
    except EntryMalformed:
        return None


def audit_log(
    connection: Connection, vault: Vault, first: int, size: int, on_progress: Callable[[int, int], None]
) -> Read:
    """Read entries from ``first`` until before ``size`` with what is sealed beside them."""
    erased = covered(connection, size)
    read = Read(batches=Batches(whole=first == 0), days_erased=erased.days)
    ids, digests, told, origins = _Once(), _Once(), _People(), Origins(first)
    for start in range(first, size, _PORTION):
        end = min(size, start + _PORTION)
        rows = connection.execute(_ENTRIES, (LOG_ID, start, end), binary=True).fetchall()
        keys, broken = opened(vault, {key_id for _, _, key_id, _ in rows if key_id is not None})
        for idx, entry, key_id, sealed in rows:
            said = _said(entry)
            # What judges does it by what came before it.
            if said is None or (said["kind"] in JUDGED and said["as_of"] > idx):
                read.findings.append(Finding("entry_malformed", idx))
                read.answers.missing += b'"kind":"record"' in entry
                continue
            kind = said["kind"]
            ids.add(bytes.fromhex(said["id"]), idx)
            for digest in said["claims"].values() if kind in SALTED else ():
                digests.add(urlsafe_b64decode(digest + "="), idx)
            origins.add(idx, said)
            if kind == "batch":
                read.batches.add(idx, said)
            elif kind in ("act", "key"):
                read.acts[bytes.fromhex(said["id"])] = Act(idx, kind, entry, key_id, sealed)
            finding = None if kind in CLEAR else (
                Finding("key_changed", idx) if key_id in broken
                else _sealed(idx, entry, said, key_id, sealed, keys, erased, told)
            )  # fmt: skip
            if finding is not None:
                read.findings.append(finding)
            if kind == "record":
                _count(read.answers, finding, idx in erased)
        read.findings += told.misplaced(vault)
        on_progress(end - first, size - first)
    if first == 0 and not len(erased):
        read.findings += told.untold()  # an erasure may have taken the entry that told so
    read.unaccounted = [*origins.findings, *origins.left()]
    read.findings += [Finding("id_reused", idx) for idx in ids.twice()]
    read.findings += [Finding("digest_reused", idx) for idx in sorted(set(digests.twice()))]
    return read


class _People:
    """Whom openings name, under whose key each lies, and when ids were told to have changed hands."""

    def __init__(self) -> None:
        self._told: list[tuple[int, Person, int]] = []
        self._handed_over: list[tuple[int, Person, int]] = []
        self._boundaries: dict[Person, set[int]] = {}

    def add(self, idx: int, said: Mapping[str, Any], opening: bytes, scope: Scope) -> None:
        """Note whom an opening names, if it lies under a person's key."""
        identity = identity_of(scope)
        if identity is None:
            return
        body = {} if said["kind"] == "record" else json.loads(opening).get("body", {})
        named = named_in(opening) if said["kind"] == "record" else body.get("person")
        if not isinstance(named, dict) or named.keys() != {"namespace", "id"}:
            return
        person = (named["namespace"], named["id"])
        self._told.append((idx, person, identity))
        if body.get("change") == "reassigned":
            self._handed_over.append((idx, person, instant(body["since"])))

    def misplaced(self, vault: Vault) -> Iterator[Finding]:
        """Yield the entries of a portion by which the key store has another person, or another day, than they say:
        records would be shown to somebody else, or to nobody."""
        try:
            holders = vault.find_holders({person for _, person, _ in self._told})
        except (LookupError, WrongMasterKey):
            return  # `audit_well_known` says which key of the index is gone or was changed
        for idx, person, identity in self._told:
            chain = holders.get(person, ())
            if identity not in {holder.identity for holder in chain} or chain[0].since != ALWAYS:
                yield Finding("identity_differs", idx)
            if len(chain) > 1:
                self._boundaries.setdefault(person, {holder.since for holder in chain[1:]})
        for idx, person, since in self._handed_over:
            if since not in {holder.since for holder in holders.get(person, ())}:
                yield Finding("identity_differs", idx)
            self._boundaries.get(person, set()).discard(since)
        self._told, self._handed_over = [], []

    def untold(self) -> Iterator[Finding]:
        """Yield ids that changed hands by the key store alone, once the whole log was read."""
        for left in self._boundaries.values():
            if left:
                yield Finding("identity_differs", None, "an id that no entry hands over")


def _sealed(
    idx: int, entry: bytes, said: Mapping[str, Any], key_id: int | None, sealed: bytes | None,
    keys: Mapping[int, tuple[SealingKey, Scope]], erased: Covered, told: _People,
) -> Finding | None:  # fmt: skip
    """Return what is wrong with what is sealed beside an entry; where nothing is, note whom it names."""
    if key_id is None or sealed is None:
        return Finding("sealed_missing", idx)
    if key_id not in keys:
        return None if idx in erased else Finding("key_missing", idx)
    key, scope = keys[key_id]
    if idx in erased:
        return Finding("key_restored", idx)
    try:
        opening = open_sealed(key.cipher, sealed, bytes.fromhex(said["id"]))
    except SealBroken:
        return Finding("sealed_changed", idx)
    if not fits(entry, said, opening):
        return Finding("opening_differs", idx)
    told.add(idx, said, opening, scope)
    return None


def _count(answers: Answers, finding: Finding | None, erased: bool) -> None:
    if finding is not None:
        answers.missing += 1
    elif erased:
        answers.erased += 1
    else:
        answers.valid += 1

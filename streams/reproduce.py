"""Making judgements again from the log (rule 2): each from the entries below its ``as_of``, and nothing else.

The acts, times and people come from the records' entries; registers, links, consents, stops, corrections, acceptances
and watermarks from the views of their entries. So a judgement that differs shows a release that judges otherwise, or a
log or view that was changed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ledger.judging.judging import Judging, judge_looked
from ledger.judging.lookup import look_up
from ledger.judging.rules import Sets, described
from ledger.judging.said import instant
from ledger.law.types import Act
from ledger.log.canonical import canonical
from ledger.log.head import LOG_ID
from ledger.log.record import RecordOpening
from ledger.registers.snapshot import Registers, load_registers, register_version
from ledger.store.arrays import Bigints
from ledger.store.connect import Connection
from ledger.vault.identities import Holder, holder_at
from ledger.vault.keys import identity_of
from ledger.vault.seal import SealBroken, open_sealed
from ledger.vault.vault import Vault
from streams.recorder.claims import act_of_opening

_PORTION = 2_000
#: ``offset 0``: of each by itself, or the planner may read every seal there is for it.
_WITH_SEALS = """
select e.idx, e.entry, s.key_id, s.sealed from entry e
left join lateral (select key_id, sealed from sealed where log_id = e.log_id and idx = e.idx offset 0) s on true
"""
_ENTRIES = _WITH_SEALS + "where e.log_id = %s and e.idx >= %s and e.idx < %s order by e.idx"
_RECORDS = _WITH_SEALS + "where e.log_id = %s and e.idx = any(%s)"
_RULES = "select idx, sets from rules where log_id = %s order by idx"
_HANDED_OVER = "select identity, min(idx) from link where log_id = %s and change = 'reassigned' group by identity"
#: The last judgement of each record that this release made.
_LATER = """
select j.record_idx, max(j.idx) from judgement j join entry e using (log_id, idx)
where j.log_id = %s and j.record_idx = any(%s) and convert_from(e.entry, 'UTF8')::json ->> 'engine' = %s
group by j.record_idx
"""

#: Why a judgement may differ.
WHY = {
    "rules": "the rule set says something else now",
    "engine": "another release made it",
    "changed": "neither rules nor release differ: log or views were changed",
    "broken": "what was sealed beside the entry is missing or does not open",
}


@dataclass(frozen=True, slots=True)
class Differing:
    """A judgement that came out otherwise. ``members``: those that differ, with what was said and what is said now;
    ``why``: a code of WHY; ``explained_by``: index of a later entry that says why, if there is one."""

    idx: int
    record: int
    as_of: int
    law: str
    engine: str
    why: str
    members: Mapping[str, tuple[Any, Any]]
    explained_by: int | None


@dataclass(slots=True)
class Reproduced:
    """What became of the judgements that were made again."""

    reproduced: int = 0
    erased: int = 0
    differing: int = 0
    unexplained: int = 0


@dataclass(frozen=True, slots=True)
class _Made:
    """A judgement in the log with what it was made from; ``opening`` is that of the record it is about."""

    idx: int
    record: int
    as_of: int
    law: str
    engine: str
    basis: Mapping[str, Any]
    verdict: Mapping[str, Any]
    opening: RecordOpening
    act: Act
    owner: int | None

    @property
    def event(self) -> tuple[str, bytes]:
        return self.opening.event["source"], bytes.fromhex(self.opening.event["id"])


def reproduce(
    connection: Connection, vault: Vault, engine: str, first: int, end: int,
    on_differing: Callable[[Differing], None], on_progress: Callable[[int, int], None],
) -> Reproduced:  # fmt: skip
    """Make every judgement with an index from ``first`` until before ``end`` again, as this release judges."""
    maker = _Maker(connection, vault, engine)
    for start in range(first, end, _PORTION):
        for differing in maker.portion(start, min(end, start + _PORTION)):
            on_differing(differing)
        on_progress(min(end, start + _PORTION) - first, end - first)
    return maker.counts


class _Maker:
    def __init__(self, connection: Connection, vault: Vault, engine: str) -> None:
        self._connection = connection
        self._vault = vault
        self._engine = engine
        self._judging = Judging(Registers(-1, ()))
        self._sets = described()
        self._told: list[tuple[int, Sets]] = [
            (idx, json.loads(sets)) for idx, sets in connection.execute(_RULES, (LOG_ID,))
        ]
        self._handed_over: dict[int, int] = dict(connection.execute(_HANDED_OVER, (LOG_ID,)).fetchall())
        self.counts = Reproduced()

    def portion(self, first: int, end: int) -> Iterator[Differing]:
        """Make the judgements of some entries again, those of one head size together."""
        by_as_of: dict[int, list[_Made]] = {}
        for found in self._read(first, end):
            if isinstance(found, Differing):
                yield self._count(found)
            else:
                by_as_of.setdefault(found.as_of, []).append(found)
        differing = [one for as_of, made in sorted(by_as_of.items()) for one in self._make(as_of, made)]
        later = dict(
            self._connection.execute(
                _LATER, (LOG_ID, Bigints([one.record for one in differing]), self._engine)
            ).fetchall()
        ) if differing else {}
        for one in differing:
            yield self._count(self._explained(one, later.get(one.record, -1)))

    def _count(self, one: Differing) -> Differing:
        self.counts.differing += 1
        self.counts.unexplained += one.explained_by is None
        return one

    def _read(self, first: int, end: int) -> Iterator[_Made | Differing]:
        """Open the judgements among some entries, and the records they are about."""
        judged = [
            (idx, json.loads(entry), key_id, sealed)
            for idx, entry, key_id, sealed in self._connection.execute(_ENTRIES, (LOG_ID, first, end), binary=True)
            if b'"kind":"record"' in entry or b'"kind":"judgement"' in entry
        ]
        keys = self._vault.open_scopes({key_id for _, _, key_id, _ in judged if key_id is not None})
        opened: list[tuple[int, Mapping[str, Any], bytes]] = []
        for idx, said, key_id, sealed in judged:
            if key_id is not None and key_id not in keys:
                self.counts.erased += 1
                continue
            try:
                opened.append((idx, said, _open(keys, key_id, sealed, said)))
            except SealBroken:
                yield _broken(idx, idx, said)
        about = {idx: _record_of(idx, said, opening) for idx, said, opening in opened}
        records = self._records(set(about.values()))
        chains = self._vault.holders_of({identity for identity, _ in records.values() if identity is not None})
        for idx, said, opening in opened:
            record = records.get(about[idx])
            if record is None:
                yield _broken(idx, about[idx], said)
                continue
            identity, read = record
            basis, verdict = (
                (read.basis_and_duty, read.verdict_and_policy) if said["kind"] == "record"
                else json.loads(opening)["values"]
            )
            yield _Made(
                idx, about[idx], said["as_of"], said["law"], said["engine"], basis, verdict, read,
                act_of_opening(read),
                None if identity is None
                else self._owner(identity, chains.get(identity, ()), instant(read.time["happened_at"]), said["as_of"]),
            )  # fmt: skip

    def _records(self, indexes: set[int]) -> dict[int, tuple[int | None, RecordOpening]]:
        """Return by index whose key sealed a record, and its opening; those that do not open are left out."""
        rows = self._connection.execute(_RECORDS, (LOG_ID, Bigints(list(indexes))), binary=True).fetchall()
        keys = self._vault.open_scopes({key_id for _, _, key_id, _ in rows if key_id is not None})
        found = {}
        for idx, entry, key_id, sealed in rows:
            try:
                opening = _open(keys, key_id, sealed, json.loads(entry))
            except SealBroken:
                continue
            found[idx] = (identity_of(keys[key_id][1]), RecordOpening.parse(opening))
        return found

    def _owner(self, identity: int, chain: Sequence[Holder], at: int, as_of: int) -> int:
        """Return whose record it is that stands under an identity, by the changes of hands told below the head size.
        ``chain``: the holders of its id; none where it was erased, but for the key of this record."""
        known = [
            holder
            for place, holder in enumerate(chain)
            if place == 0 or self._handed_over.get(holder.identity, as_of) < as_of
        ]
        return holder_at(known, at) if known else identity

    def _make(self, as_of: int, made: Sequence[_Made]) -> Iterator[Differing]:
        if register_version(self._connection, LOG_ID, as_of) != self._judging.registers.version:
            self._judging = Judging(load_registers(self._connection, LOG_ID, as_of))
        looked = look_up(
            self._connection, self._vault, LOG_ID, as_of, self._judging.registers,
            {one.owner for one in made if one.owner is not None}, [one.event[1] for one in made],
        )  # fmt: skip
        for one in made:
            time = one.opening.time
            judgement = judge_looked(
                self._judging, looked, one.event, one.act, one.owner, instant(time["happened_at"]),
                instant(time["appended_at"]),
            ).judgement  # fmt: skip
            was = {"law": one.law, **one.basis, **one.verdict}
            now = {"law": judgement.law, **judgement.basis_and_duty(), **judgement.verdict_and_policy()}
            members = {
                name: (was.get(name), now.get(name))
                for name in sorted({*was, *now})
                if canonical(was.get(name)) != canonical(now.get(name))
            }
            if not members:
                self.counts.reproduced += 1
                continue
            why = (
                "rules" if self._sets.get(one.law) != self._rules_at(as_of).get(one.law, self._sets.get(one.law))
                else "engine" if one.engine != self._engine
                else "changed"
            )  # fmt: skip
            yield Differing(one.idx, one.record, as_of, one.law, one.engine, why, members, None)

    def _rules_at(self, as_of: int) -> Sets:
        """Return what the ledger judged by at a head size; what was said first held before it was said."""
        below = [sets for idx, sets in self._told if idx < as_of]
        return below[-1] if below else self._told[0][1] if self._told else {}

    def _explained(self, one: Differing, later: int) -> Differing:
        """Name the later entry that says why: that the rules changed, or that this release judged the record again.
        Nothing explains what neither rules nor release account for. ``later``: index of this release's last judgement
        of the record, or -1."""
        by = None
        if one.why == "rules":
            before = self._rules_at(one.as_of).get(one.law)
            by = next((idx for idx, sets in self._told if idx >= one.as_of and sets.get(one.law) != before), None)
        elif one.why == "engine" and later > one.idx:
            by = later
        return Differing(one.idx, one.record, one.as_of, one.law, one.engine, one.why, one.members, by)


def _open(keys: Mapping[int, Any], key_id: int | None, sealed: bytes | None, said: Mapping[str, Any]) -> bytes:
    if key_id is None or sealed is None or key_id not in keys:
        raise SealBroken(said["id"])
    return open_sealed(keys[key_id][0].cipher, sealed, bytes.fromhex(said["id"]))


def _record_of(idx: int, said: Mapping[str, Any], opening: bytes) -> int:
    """Return the index of the record that a judged entry is about."""
    if said["kind"] == "record":
        return idx
    index: int = json.loads(opening)["beside"]["index"]
    return index


def _broken(idx: int, record: int, said: Mapping[str, Any]) -> Differing:
    return Differing(idx, record, said["as_of"], said["law"], said["engine"], "broken", {}, None)

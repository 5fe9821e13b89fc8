"""What an officer decides about, record by record: as the person would see it, beside how it stands in the ledger.

Records that differ in nothing but their day are alike: same other side, items, purpose, ground and everything else the
person would read, same verdict, basis, duty and marks. They may be decided together.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from ledger.cases.answer import Coded
from ledger.cases.case import Case
from ledger.cases.choices import Alike
from ledger.cases.given import Given
from ledger.cases.looking import would_be_given
from ledger.cases.projection import RecordShown
from ledger.cases.verdicts import Judged, judged_of
from ledger.judging.records import RecordRow, records_of_people
from ledger.log.head import LOG_ID
from ledger.registers.snapshot import load_registers
from ledger.store.connect import Connection
from ledger.vault.vault import Vault

#: Facts that records which are alike differ in, or that turn with the decision about them.
_BY_DECISION = frozenset({"when", "judgement", "ground"})


@dataclass(frozen=True, slots=True)
class Row:
    """``shown``: as the person would see it; ``kept``: as the ledger's views have it, with its current judgement, of
    which ``judged`` is what could be told: None where its key was destroyed."""

    shown: RecordShown
    kept: RecordRow
    judged: Judged | None
    mark: str
    group: str

    @property
    def items(self) -> tuple[Coded, ...]:
        """The data items that the person would read of it."""
        told = [fact.value for fact in self.shown.granted_by_act if fact.code == "items"]
        return tuple(
            Coded(str(one["code"]), str(one["ja"]), str(one["en"]))
            for value in told if isinstance(value, list) for one in value
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rows:
    """Every record that would be given, by entry id in hex, newest first, and the groups of those that are alike, by
    mark. Made as of a head size and an instant (µs UTC)."""

    as_of: int
    made_at: int
    given: Given
    rows: Mapping[str, Row]
    groups: Mapping[str, Alike]

    @property
    def kept(self) -> list[RecordRow]:
        """Every record as the ledger's views have it."""
        return [row.kept for row in self.rows.values()]


def rows_of(connection: Connection, vault: Vault, case: Case, as_of: int, now: int) -> Rows:
    """Return what is to decide about, as the registers were below ``as_of``. Raises StepRefused, OperatorUnknown and
    PersonErased."""
    registers = load_registers(connection, LOG_ID, as_of)
    given = would_be_given(connection, vault, registers, case, {}, as_of, now)
    kept = kept_of(connection, given, as_of)
    former = case.told_before.decisions if case.told_before is not None else ()
    told = {record for decision, _ in former for record in decision.confirmed}
    return _sorted_out(given, kept, judged_of(connection, vault, kept), told, as_of, now)


def kept_of(connection: Connection, given: Given, as_of: int) -> list[RecordRow]:
    """Return the rows of the records that are given, in order of the log."""
    shown = {record.record_id for record in given.projection.records}
    people = {identity for person in given.people for identity in person.identities}
    return [row for row in records_of_people(connection, people, as_of) if row.entry_id.hex() in shown]


def _sorted_out(
    given: Given, rows: Iterable[RecordRow], judged: Mapping[str, Judged], told: Collection[str], as_of: int, now: int
) -> Rows:  # fmt: skip
    """Put each record that would be given beside its row of the ledger, and together with those that are alike.
    ``told``: of which a verdict was told before."""
    kept = {row.entry_id.hex(): row for row in rows}
    shown = {record.record_id: record for record in given.projection.records}
    contents = {
        record: _content(one, kept[record], judged.get(record), record in told) for record, one in shown.items()
    }
    names = {record: f"{record} {judged[record].judgement}" if record in judged else record for record in shown}
    together: dict[str, list[str]] = {}
    for record, content in contents.items():
        together.setdefault(content, []).append(record)
    groups = {
        mark: Alike(mark, {record: _mark(content, [names[record]]) for record in records})
        for content, records in together.items() for mark in [_mark(content, [names[one] for one in records])]
    }  # fmt: skip
    of = {record: (group.mark, mark) for group in groups.values() for record, mark in group.records.items()}
    found = {
        record: Row(one, kept[record], judged.get(record), of[record][1], of[record][0])
        for record, one in shown.items()
    }  # fmt: skip
    return Rows(as_of, now, given, found, groups)


def _content(shown: RecordShown, kept: RecordRow, judged: Judged | None, told: bool) -> str:
    """Return all that is seen of a record, on both sides, but its day and its number. What the decision itself makes of
    its verdict is left to the judgement and to whether one was told before, or no choice would stand once decided."""
    facts = [
        (block, fact.code, fact.words, fact.value)
        for block, facts in (("act", shown.granted_by_act), ("operator", shown.added_by_operator))
        for fact in facts if fact.code not in _BY_DECISION
    ]  # fmt: skip
    amended = [amendment.action for amendment in shown.amendments]
    inside = [kept.source, kept.ground, kept.verdict, kept.basis, kept.duty, kept.marks, kept.awaits]
    decided = [judged.question, judged.article, judged.missing] if judged is not None else None
    return json.dumps([shown.role, facts, amended, inside, decided, told], ensure_ascii=False, sort_keys=True)


def _mark(content: str, names: Iterable[str]) -> str:
    """Return the mark over records, each named with the judgement that was looked at: a later one is another."""
    said = "\n".join([content, *sorted(names)])
    return sha256(said.encode(errors="surrogatepass")).hexdigest()[:32]

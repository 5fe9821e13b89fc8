"""What an officer decides about, record by record: as the person would see it, beside how it stands in the ledger.

Records that differ in nothing but their day are alike: same other side, items, purpose, ground and everything else the
person would read, same verdict, basis, duty and marks. They may be decided together.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from ledger.cases.case import Case
from ledger.cases.choices import Alike
from ledger.cases.given import Given
from ledger.cases.looking import would_be_given
from ledger.cases.projection import RecordShown
from ledger.judging.records import RecordRow, records_of_people
from ledger.registers.snapshot import Registers
from ledger.store.connect import Connection
from ledger.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class Row:
    """``shown``: as the person would see it; ``kept``: as the ledger's views have it, with its current judgement."""

    shown: RecordShown
    kept: RecordRow
    mark: str
    group: str


@dataclass(frozen=True, slots=True)
class Rows:
    """Every record that would be given, by entry id in hex, newest first, and the groups of those that are alike, by
    mark. Made as of a head size and an instant (µs UTC)."""

    as_of: int
    made_at: int
    given: Given
    rows: Mapping[str, Row]
    groups: Mapping[str, Alike]


def rows_of(
    connection: Connection, vault: Vault, registers: Registers, case: Case, as_of: int, now: int
) -> Rows:  # fmt: skip
    """Return what is to decide about. Raises StepRefused, OperatorUnknown and PersonErased."""
    given = would_be_given(connection, vault, registers, case, {}, as_of, now)
    people = {identity for person in given.people for identity in person.identities}
    kept = {row.entry_id.hex(): row for row in records_of_people(connection, people, as_of)}
    return sorted_out(given, kept, as_of, now)


def sorted_out(given: Given, kept: Mapping[str, RecordRow], as_of: int, now: int) -> Rows:
    """Put each record that would be given beside its row of the ledger, and together with those that are alike."""
    shown = {record.record_id: record for record in given.projection.records}
    contents = {record: _content(one, kept[record]) for record, one in shown.items()}
    together: dict[str, list[str]] = {}
    for record, content in contents.items():
        together.setdefault(content, []).append(record)
    groups = {
        mark: Alike(mark, {record: _mark(content, [record]) for record in records})
        for content, records in together.items() for mark in [_mark(content, records)]
    }  # fmt: skip
    of = {record: (group.mark, mark) for group in groups.values() for record, mark in group.records.items()}
    rows = {record: Row(one, kept[record], of[record][1], of[record][0]) for record, one in shown.items()}
    return Rows(as_of, now, given, rows, groups)


def _content(shown: RecordShown, kept: RecordRow) -> str:
    """Return all that is seen of a record, on both sides, but its day and its number."""
    facts = [
        (block, fact.code, fact.words, fact.value)
        for block, facts in (("act", shown.granted_by_act), ("operator", shown.added_by_operator))
        for fact in facts if fact.code != "when"
    ]  # fmt: skip
    amended = [amendment.action for amendment in shown.amendments]
    inside = [kept.source, kept.ground, kept.verdict, kept.basis, kept.duty, kept.marks, kept.awaits]
    return json.dumps([shown.role, facts, amended, inside], ensure_ascii=False, sort_keys=True)


def _mark(content: str, records: Iterable[str]) -> str:
    said = "\n".join([content, *sorted(records)])
    return sha256(said.encode(errors="surrogatepass")).hexdigest()[:32]

"""What the existence screen leaves out of a case, for officers with the role; hiding records and releasing them.

Looked at as the ledger stands now, with every act that was entered, moved into the log or not. Each look and act is
entered with the person, under commands that nobody without the role is shown.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ledger.cases.answer import DisclosableRecord
from ledger.cases.case import Case
from ledger.cases.existence import (
    Act,
    Doing,
    Standing,
    check_confirm,
    check_hide,
    check_release,
    open_proposals,
    reasons,
    silent,
    standings,
)
from ledger.cases.existence_acts import acts_about, alone, enter
from ledger.cases.given import Given, held_of
from ledger.cases.looking import enter_look
from ledger.cases.projection import RecordShown, project
from ledger.cases.ranged import covers
from ledger.cases.steps import StepRefused
from ledger.judging.acts import EXISTENCE
from ledger.judging.ranges import Range
from ledger.judging.records import RecordRow, records_of_people
from ledger.log.head import LOG_ID, read_head
from ledger.registers.snapshot import Registers
from ledger.store.connect import Connection
from ledger.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class Existence:
    """An officer with the role who acts, for which reason and when (µs UTC); ``registers``: as they are then;
    ``range``: what part of the ledger the officer is charged with."""

    officer: str
    reason: str
    now: int
    registers: Registers
    range: Range


@dataclass(frozen=True, slots=True)
class Screened:
    """One record within the officer's range. ``shown``: as the person would read it; ``silent``: the reasons for which
    they do not, none where they do; ``proposals``: releases that wait for a second officer."""

    shown: RecordShown
    kept: RecordRow
    silent: frozenset[str]
    proposals: tuple[Act, ...]
    acts: tuple[Act, ...]


def screened(
    connection: Connection, vault: Vault, case: Case, by: Existence, command: str = "existence list"
) -> dict[str, Screened]:  # fmt: skip
    """Return by entry id in hex the 第三者提供記録 of a case's person within the officer's range, those left out first,
    each part newest first. The look is entered before. Raises StepRefused while nobody knows who they are, ActRefused,
    OperatorUnknown and PersonErased."""
    as_of = read_head(connection, LOG_ID).size
    given, found = _found(connection, vault, case, by, as_of)
    enter_look(
        connection, vault, by.registers, given, by.officer, by.reason, command, as_of, by.now, EXISTENCE
    )
    return {record: found[record] for record in sorted(found, key=lambda record: not found[record].silent)}


def hide(
    connection: Connection, vault: Vault, case: Case, by: Existence, record: str, because: str
) -> None:  # fmt: skip
    """Hide a record (entry id in hex) for an item of Cabinet Order 11; it binds at once. Raises as `screened` does."""

    def said(one: Screened) -> Mapping[str, Any]:
        check_hide(one.silent, because)
        return {"because": because}

    _act(connection, vault, case, by, "hide", record, said)


def release(
    connection: Connection, vault: Vault, case: Case, by: Existence, record: str, seen: Collection[str], because: str
) -> None:  # fmt: skip
    """Release a record from the reasons that were seen; a second officer confirms it. Raises as `screened` does, and
    StepRefused where other reasons stand than those."""

    def said(one: Screened) -> Mapping[str, Any]:
        check_release(one.silent, seen, because)
        return {"because": because, "silent": sorted(one.silent)}

    _act(connection, vault, case, by, "release", record, said)


def confirm(
    connection: Connection, vault: Vault, case: Case, by: Existence, record: str, proposal: str
) -> None:  # fmt: skip
    """Confirm another officer's release (the name of its act). Raises as `screened` does, and StepRefused where it is
    the officer's own, or does not reach a reason that came since."""

    def said(one: Screened) -> Mapping[str, Any]:
        check_confirm(one.acts, one.silent, proposal, by.officer)
        return {"proposal": proposal}

    _act(connection, vault, case, by, "confirm", record, said)


def _act(
    connection: Connection, vault: Vault, case: Case, by: Existence, doing: Doing, record: str, said: Any
) -> None:  # fmt: skip
    with alone(connection, record):
        _, found = _found(connection, vault, case, by, read_head(connection, LOG_ID).size)
        if record not in found:
            raise StepRefused(
                "no such record of this case's person lies within the officer's range; look at the list again (`case"
                " existence list`)"
            )
        one = found[record]
        about = {"record": record, **said(one)}
        assert one.kept.identity is not None, "a record of a person's is filed under an identity"
        enter(
            connection, vault, by.registers, by.officer, by.reason, doing, about, one.kept.identity, by.now
        )


def _found(
    connection: Connection, vault: Vault, case: Case, by: Existence, as_of: int
) -> tuple[Given, dict[str, Screened]]:  # fmt: skip
    if not case.ids:
        raise StepRefused("who asks has not been identified yet; do that first (`case identify`)")
    whole, people = held_of(connection, vault, by.registers, case.ids, as_of, by.now)
    identities = {identity for person in people for identity in person.identities}
    acts = acts_about(connection, vault, identities)
    standing = standings(acts)
    stands = {one.record_id: _standing(one, standing) for one in whole.records}
    # Each as the person would read it, the screen passed.
    shown = project(replace(whole, records=tuple(
        replace(record, released_from=reasons(record)) for record in stands.values()
    )))  # fmt: skip
    kept = {row.entry_id.hex(): row for row in records_of_people(connection, identities, as_of)}
    found = {
        one.record_id: _screened(one, kept[one.record_id], stands[one.record_id], acts)
        for one in shown.records if covers(by.range, case, kept[one.record_id])
    }  # fmt: skip
    return Given(shown, people), found


def _standing(record: DisclosableRecord, standing: Mapping[str, Standing]) -> DisclosableRecord:
    """Return a record with every act that was entered about it, whether it stands in the log yet or not."""
    said = standing.get(record.record_id, Standing())
    return replace(record, hidden=said.hidden, released_from=said.released_from)


def _screened(shown: RecordShown, kept: RecordRow, record: DisclosableRecord, acts: Sequence[Act]) -> Screened:
    mine, stands = [act for act in acts if act.record == shown.record_id], silent(record)
    return Screened(shown, kept, stands, tuple(open_proposals(mine, stands)), tuple(mine))

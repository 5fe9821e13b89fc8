"""An officer's range and the records of a case: by this, and nothing else, commands, console and API leave out and
refuse what lies outside."""

from __future__ import annotations

from ledger.cases.case import Case
from ledger.cases.given import Given
from ledger.cases.steps import StepRefused
from ledger.judging.ranges import EVERYTHING, Range
from ledger.judging.records import RecordRow, records_of_people
from ledger.store.connect import Connection


def covers(range_: Range, case: Case, kept: RecordRow) -> bool:
    """Tell whether a record of a case lies within an officer's range."""
    people = {one.namespace for one in case.ids}
    return range_.covers_people(people) and range_.covers(kept.recipient, kept.items)


def see_all_covered(connection: Connection, range_: Range, case: Case, given: Given, as_of: int) -> None:
    """See that everything that would be given lies within an officer's range. Raises StepRefused."""
    if range_ == EVERYTHING:
        return
    shown = {record.record_id for record in given.projection.records}
    people = {identity for person in given.people for identity in person.identities}
    kept = [row for row in records_of_people(connection, people, as_of) if row.entry_id.hex() in shown]
    if not all(covers(range_, case, row) for row in kept):
        raise StepRefused("there are records outside the officer's range; somebody whose range covers them works this")

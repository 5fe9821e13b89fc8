"""An officer's range and the records of a case: by this, and nothing else, commands, console and API leave out and
refuse what lies outside."""

from __future__ import annotations

from collections.abc import Iterable

from ledger.cases.case import Case
from ledger.cases.steps import StepRefused
from ledger.judging.ranges import Range
from ledger.judging.records import RecordRow


def covers(range_: Range, case: Case, kept: RecordRow) -> bool:
    """Tell whether a record of a case lies within an officer's range."""
    people = {one.namespace for one in case.ids}
    return range_.covers_people(people) and range_.covers(kept.recipient, kept.items)


def see_all_covered(range_: Range, case: Case, kept: Iterable[RecordRow]) -> None:
    """See that everything that would be given lies within an officer's range. Raises StepRefused."""
    if not all(covers(range_, case, row) for row in kept):
        raise StepRefused("there are records outside the officer's range; somebody whose range covers them works this")

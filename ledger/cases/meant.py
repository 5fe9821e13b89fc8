"""What an officer means to decide, and the step that says so: made in one way, wherever it was read from (command,
console, program)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from ledger.cases.assembling import fitting_outcome
from ledger.cases.case import Case, Outcome
from ledger.cases.looking import outcome_of
from ledger.cases.ranged import see_all_covered
from ledger.cases.rows import Rows
from ledger.cases.steps import StepRefused
from ledger.cases.stops import GRANTING, GROUNDS
from ledger.cases.task_words import NOTHING
from ledger.cases.verdicts import confirmations
from ledger.judging.ranges import Range


@dataclass(frozen=True, slots=True)
class Meant:
    """``as_of``: head size as of which records were looked at; ``withheld``: by record (entry id in hex) its ground;
    ``left_out``: by record and item its ground; ``confirm``: records whose verdict is told, None for every one that is
    given. ``outcome`` is said of what is not decided record by record: there it follows, as it may from what services
    answered. ``text``: the reply; ``scope``: what `stopping.scope_of` says of a stop; the rest as in `Decision`."""

    as_of: int | None = None
    withheld: Mapping[str, str] = field(default_factory=dict)
    confirm: Collection[str] | None = ()
    outcome: Outcome | None = None
    text: str = ""
    grounds: Collection[str] = ()
    measure: str = ""
    explained: str = ""
    scope: Mapping[str, Any] = field(default_factory=dict)
    left_out: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def by_records(case: Case, meant: Meant) -> bool:
    """Tell whether it is decided record by record: a request for records that is refused as a whole is not."""
    return case.kind.code == "records" and not meant.grounds


def decide_step(
    case: Case, meant: Meant, head: int, range_: Range, look: Callable[[int], Rows] | None = None
) -> dict[str, Any]:  # fmt: skip
    """Return what the step ``case decide`` says. ``head``: size of the head now; ``range_``: of the officer; ``look``
    looks at the records as of a head size, and enters the look; it is asked where they are decided. Raises
    StepRefused."""
    outcome, told, records = meant.outcome, {}, None
    if by_records(case, meant):
        if meant.as_of is None or meant.as_of > head:
            raise StepRefused("records are decided as of when they were looked at; say when that was (--as-of, as_of)")
        assert look is not None, "who decides about records looks at them"
        rows = look(meant.as_of)
        see_all_covered(range_, case, rows.kept)
        if not meant.withheld.keys() <= rows.rows.keys():
            raise StepRefused("a record to withhold is not among those that would be given; look at the records again")
        _check_items(meant, rows)
        outcome = outcome_of(len(rows.rows), len(meant.withheld), len(meant.left_out))
        told, records = _confirmed(meant, rows), sorted(rows.rows)
    elif (outcome := outcome or fitting_outcome(case)) is None:
        raise StepRefused(
            "what is not decided record by record, nor by what services answered, says its outcome; add it"
            " (--outcome, outcome)"
        )
    if outcome == "none" and case.kind.code not in NOTHING and case.kind.code != "records":
        raise StepRefused("that there is none is said of records and of personal data held; refuse this on its ground")
    if not (by_records(case, meant) or meant.text.strip() or meant.grounds or case.tasks):
        # 34(3) wants the content of a correction told; whatever else is done, only the reply says what.
        raise StepRefused("a request for something else than records takes a reply; write it (--reply, reply)")
    if case.kind.code in GROUNDS and outcome in GRANTING and not meant.scope:
        raise StepRefused("a stop that is granted says what it covers; name it (--recipient, --item, scope)")
    return {
        "outcome": outcome, "as_of": head if meant.as_of is None else meant.as_of, "withheld": dict(meant.withheld),
        "text": meant.text, "confirmed": told, "grounds": list(meant.grounds), "measure": meant.measure,
        "explained": meant.explained, "left_out": {record: dict(each) for record, each in meant.left_out.items()},
        "records": records, **meant.scope,
    }  # fmt: skip


def _check_items(meant: Meant, rows: Rows) -> None:
    """See that items are left out of records that are given and hold them. Raises StepRefused."""
    for record, each in meant.left_out.items():
        there = {item.code for item in rows.rows[record].items} if record in rows.rows else set()
        if not each or record in meant.withheld or not each.keys() <= there:
            raise StepRefused("an item to leave out is not in a record that would be given; look at the records again")


def _confirmed(meant: Meant, rows: Rows) -> dict[str, list[str]]:
    given = rows.rows.keys() - meant.withheld.keys()
    found = {record: made for record in given if (made := rows.rows[record].judged) is not None}
    return confirmations(found, given if meant.confirm is None else set(meant.confirm))

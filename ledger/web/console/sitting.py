"""What an officer sees of a case's records at one sitting: those within their range, and what was chosen so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ledger.cases.case import Case, Decision
from ledger.cases.choices import FIRST, GIVE, ITEMS, Alike, Choice, chosen
from ledger.cases.ranged import covers
from ledger.cases.rows import Row, Rows
from ledger.web.console.case_frame import found
from ledger.web.console.console import Console
from ledger.web.console.routes import Asked
from ledger.web.desks import Desk


@dataclass(frozen=True, slots=True)
class Sitting:
    """``mine``: the records within the officer's range, newest first; ``chosen``: what stands about each of all the
    records, as chosen or as decided; ``beyond``: there are records outside the range."""

    case: Case
    rows: Rows
    mine: Mapping[str, Row]
    chosen: Mapping[str, Choice]
    beyond: bool

    @property
    def left(self) -> int:
        """How many records within the range nothing was chosen about yet."""
        return sum(record not in self.chosen for record in self.mine)

    @property
    def complete(self) -> bool:
        """Whether this officer can decide: they see every record, and something was chosen about each."""
        return not self.beyond and not self.left

    @property
    def groups(self) -> list[Alike]:
        """The groups with a record within the range: what is decided together comes first, by how many they are."""
        there = [self.rows.groups[mark] for mark in dict.fromkeys(row.group for row in self.mine.values())]
        return sorted(there, key=lambda group: -len(group.records))

    def next_after(self, record: str) -> str | None:
        """Return the record to look at next: the first without a choice after this one, else the first of all."""
        order = list(self.mine)
        after = order.index(record) + 1 if record in self.mine else 0
        return next((one for one in (*order[after:], *order[:after]) if one not in self.chosen), None)


def sit(console: Console, asked: Asked, desk: Desk) -> Sitting:
    """Return the sitting of a case that is identified. Raises NoSuchCase, CaseErased, StepRefused, ActRefused,
    OperatorUnknown and PersonErased."""
    return sitting_of(console, asked, desk, found(desk, asked))


def sitting_of(console: Console, asked: Asked, desk: Desk, case: Case) -> Sitting:
    """Return the sitting of a case as it stands."""
    rows = console.looks.rows(desk, asked, case)
    mine = {record: row for record, row in rows.rows.items() if covers(asked.who.range, case, row.kept)}
    return Sitting(case, rows, mine, _standing(case, rows), len(mine) < len(rows.rows))


def _standing(case: Case, rows: Rows) -> Mapping[str, Choice]:
    decision = case.decision
    if decision is None:
        return chosen(case.choices, FIRST, rows.groups.values())
    words = chosen(case.choices, FIRST, rows.groups.values())
    decided = {record: _decided(case, decision, record, row) for record, row in rows.rows.items()}
    return {
        record: words[record] if record in words and _same(words[record], one) else one
        for record, one in decided.items()
    }


def _decided(case: Case, decision: Decision, record: str, row: Row) -> Choice:
    left_out = decision.left_out.get(record, {})
    choice = decision.withheld.get(record, ITEMS if left_out else GIVE)
    return Choice(row.mark, choice, decision.officer, case.turn, "", record in decision.confirmed, left_out)


def _same(one: Choice, other: Choice) -> bool:
    return (one.choice, one.confirms, one.left_out) == (other.choice, other.confirms, other.left_out)

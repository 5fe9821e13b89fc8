"""What came to be known after an answer about records: records of what had happened before the person was told, and
judgements in place of one that was told. The answer is then supplemented, if an officer finds so.

All of it passes the existence screen, as the answer does: of a record that is hidden nothing is told here either.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ledger.cases.answer import PersonId
from ledger.cases.case import Case
from ledger.cases.collect import OperatorUnknown, collect
from ledger.cases.given import PersonErased, people_of
from ledger.cases.projection import RecordShown, project
from ledger.cases.ranged import covers
from ledger.judging.lookup import linked
from ledger.judging.ranges import Range
from ledger.judging.records import RecordRow, records_of_people
from ledger.log.head import LOG_ID
from ledger.registers.snapshot import Registers, load_registers
from ledger.store.connect import Connection
from ledger.vault.vault import Vault

#: Answers whose person has a record or a judgement since, each with the index of the last one. Most have none, so their
#: records are not opened.
_TOUCHED = """
with a as (
  select * from unnest(%(places)s::int[], %(people)s::bigint[], %(as_of)s::bigint[], %(answered)s::bigint[])
    a(place, identity, as_of, answered)
)
select place, max(idx) from (
  select a.place, r.idx from a join record r
    on r.log_id = %(log)s and r.identity = a.identity and r.idx >= a.as_of and r.happened_at < a.answered
  union all
  select a.place, j.idx from a join record r on r.log_id = %(log)s and r.identity = a.identity and r.idx < a.as_of
    join judgement j on j.log_id = r.log_id and j.record_idx = r.idx and j.idx >= a.as_of
) since group by place order by place
"""


@dataclass(frozen=True, slots=True)
class Known:
    """A record as the person would read it, and as the ledger's views have it."""

    shown: RecordShown
    kept: RecordRow


@dataclass(frozen=True, slots=True)
class Late:
    """``came``: records that came since, of what happened before the answer; ``changed``: records of which a verdict
    was told that another has replaced. Both by entry id in hex."""

    came: Mapping[str, Known]
    changed: Mapping[str, Known]

    @property
    def any(self) -> bool:
        """Whether there is anything of it."""
        return bool(self.came or self.changed)


NOTHING = Late({}, {})


@dataclass(frozen=True, slots=True)
class Touched:
    """An answered case whose person has a record or a judgement since: ``last`` is the index of the last one, and
    ``people`` are all who are this person at the instant it was asked."""

    case: Case
    last: int
    people: frozenset[int]


def late(
    connection: Connection, vault: Vault, cases: Iterable[Case], range_: Range, as_of: int, now: int
) -> dict[str, Late]:  # fmt: skip
    """Return by the number of an answered case what came to be known below ``as_of`` since, as far as it lies within an
    officer's range. A case of which nothing did, or whose person was erased, is left out."""
    there = touched(connection, cases, as_of, now)
    registers = load_registers(connection, LOG_ID, as_of) if there else None
    found = {}
    for one in there:
        assert registers is not None, "they were read for whoever is there"
        known = late_of(connection, vault, registers, one.case, range_, as_of, now)
        if known.any:
            found[one.case.number] = known
    return found


def touched(connection: Connection, cases: Iterable[Case], as_of: int, now: int) -> list[Touched]:
    """Return the answered cases of which something may have come to be known below ``as_of`` since."""
    told = [one for one in cases if _answered(one)]
    asked = {one.identity for case in told for one in case.ids if one.identity is not None}
    if not asked:
        return []
    _, links = linked(connection, LOG_ID, as_of, asked)
    lines = []
    for place, case in enumerate(told):
        assert case.decision is not None and case.answered_at is not None, "an answer was decided and released"
        people = {identity for one in case.identities for identity in links.everyone(one)}
        lines += [(place, identity, case.decision.as_of, case.answered_at) for identity in people]
    places, people_, sizes, answered = (list(column) for column in zip(*lines, strict=True))
    rows = connection.execute(
        _TOUCHED, {"log": LOG_ID, "places": places, "people": people_, "as_of": sizes, "answered": answered}
    ).fetchall()
    return [
        Touched(told[place], last, frozenset().union(*(links.together(one, now) for one in told[place].identities)))
        for place, last in rows
    ]


def late_of(
    connection: Connection, vault: Vault, registers: Registers, case: Case, range_: Range, as_of: int, now: int
) -> Late:  # fmt: skip
    """Return what came to be known of one answered case; nothing of whose person was erased."""
    try:
        return _late(connection, vault, registers, case, range_, as_of, now)
    except (PersonErased, OperatorUnknown):
        return NOTHING


def _answered(case: Case) -> bool:
    return case.stage == "answered" and case.gives_records and any(one.identity is not None for one in case.ids)


def _late(
    connection: Connection, vault: Vault, registers: Registers, case: Case, range_: Range, as_of: int, now: int
) -> Late:  # fmt: skip
    decision, answered = case.decision, case.answered_at
    assert decision is not None and answered is not None, "an answer was decided and released"
    told = {record for one, _ in case.decisions for record in one.confirmed}
    people = people_of(connection, vault, case.ids, as_of, now)
    came, changed = {}, {}
    for row in records_of_people(connection, {one for person in people for one in person.identities}, as_of):
        if not covers(range_, case, row):
            continue
        if row.idx >= decision.as_of and row.happened_at < answered:
            came[row.entry_id.hex()] = row
        elif row.entry_id.hex() in told and row.judged_at is not None and row.judged_at >= decision.as_of:
            changed[row.entry_id.hex()] = row
    # Only these are opened. What was hidden since the answer is hidden here too.
    shown: dict[str, RecordShown] = {}
    for person in people:
        asked = PersonId(case.ids[0].namespace, case.ids[0].number)
        answer = collect(connection, vault, registers, person, asked, as_of, now, among={*came, *changed})
        shown |= {one.record_id: one for one in project(answer).records}
    return Late(*(
        {record: Known(shown[record], row) for record, row in rows.items() if record in shown}
        for rows in (came, changed)
    ))  # fmt: skip

"""What came to be known after an answer about records: records of what had happened before the person was told, and
judgements in place of one that was told. The answer is then supplemented, if an officer finds so.

All of it passes the existence screen, as the answer does: of a record that is hidden nothing is told here either.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from ledger.cases.case import Case
from ledger.cases.collect import OperatorUnknown
from ledger.cases.given import PersonErased
from ledger.cases.ranged import covers
from ledger.cases.rows import Row, rows_of
from ledger.judging.lookup import linked
from ledger.judging.ranges import Range
from ledger.log.head import LOG_ID
from ledger.store.connect import Connection
from ledger.vault.vault import Vault

#: Answers whose person has a record or a judgement since. Most have none, so their records are not opened.
_TOUCHED = """
select distinct a.place
from unnest(%(places)s::int[], %(people)s::bigint[], %(as_of)s::bigint[], %(answered)s::bigint[])
  a(place, identity, as_of, answered)
where exists (
  select from record r
  where r.log_id = %(log)s and r.identity = a.identity and r.idx >= a.as_of and r.happened_at < a.answered
) or exists (
  select from record r join judgement j on j.log_id = r.log_id and j.record_idx = r.idx
  where r.log_id = %(log)s and r.identity = a.identity and r.idx < a.as_of and j.idx >= a.as_of
)
"""


@dataclass(frozen=True, slots=True)
class Late:
    """``came``: records that came since, of what happened before the answer; ``changed``: records of which a verdict
    was told that another has replaced. Both by entry id in hex."""

    came: Mapping[str, Row]
    changed: Mapping[str, Row]

    @property
    def any(self) -> bool:
        """Whether there is anything of it."""
        return bool(self.came or self.changed)


NOTHING = Late({}, {})


def late(
    connection: Connection, vault: Vault, cases: Iterable[Case], range_: Range, as_of: int, now: int
) -> dict[str, Late]:  # fmt: skip
    """Return by the number of an answered case what came to be known below ``as_of`` since, as far as it lies within an
    officer's range. A case of which nothing did, or whose person was erased, is left out."""
    found = {}
    for case in _touched(connection, [one for one in cases if _answered(one)], as_of):
        try:
            one = _late(connection, vault, case, range_, as_of, now)
        except (PersonErased, OperatorUnknown):
            continue
        if one.any:
            found[case.number] = one
    return found


def _answered(case: Case) -> bool:
    return case.stage == "answered" and case.gives_records and any(one.identity is not None for one in case.ids)


def _touched(connection: Connection, cases: list[Case], as_of: int) -> list[Case]:
    asked = {one.identity for case in cases for one in case.ids if one.identity is not None}
    if not asked:
        return []
    _, links = linked(connection, LOG_ID, as_of, asked)
    lines = []
    for place, case in enumerate(cases):
        assert case.decision is not None and case.answered_at is not None, "an answer was decided and released"
        held = {one.identity for one in case.ids if one.identity is not None}
        people = {identity for one in held for identity in links.everyone(one)}
        lines += [(place, identity, case.decision.as_of, case.answered_at) for identity in people]
    places, people_, sizes, answered = (list(column) for column in zip(*lines, strict=True))
    told = connection.execute(
        _TOUCHED, {"log": LOG_ID, "places": places, "people": people_, "as_of": sizes, "answered": answered}
    )
    return [cases[place] for (place,) in sorted(told.fetchall())]


def _late(connection: Connection, vault: Vault, case: Case, range_: Range, as_of: int, now: int) -> Late:
    decision, answered = case.decision, case.answered_at
    assert decision is not None and answered is not None, "an answer was decided and released"
    # As a supplement would look: what was hidden since the answer is hidden here too.
    look = rows_of(connection, vault, replace(case, answered_at=None), as_of, now)
    rows = {record: row for record, row in look.rows.items() if covers(range_, case, row.kept)}
    told = {record for one, _ in case.decisions for record in one.confirmed}
    return Late(
        {
            record: row for record, row in rows.items()
            if row.kept.idx >= decision.as_of and row.kept.happened_at < answered
        },
        {
            record: row for record, row in rows.items()
            if record in told and row.kept.judged_at is not None and row.kept.judged_at >= decision.as_of
        },
    )  # fmt: skip

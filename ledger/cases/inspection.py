"""What a report of self-inspection tells of a period: checks, audits, alerts, requests and looks, counted. Nobody is in
it: no person, no officer, no case, and no number by which somebody could be told from others.

The privacy policy promises it. Numbers are of everybody together, so none of them moves with whose a record is that
nobody may learn of (Cabinet Order 11).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ledger.audit.selfcheck import checks_in
from ledger.cases.case import Case
from ledger.judging.looks import acts_by_reason
from ledger.law.clocks import two_weeks_end
from ledger.law.days import calendar, jst_day
from ledger.log.head import LOG_ID
from ledger.store.connect import Connection
from ledger.vault.vault import Vault

#: A number above 0 and below this is told as that alone, where it counts what is about people.
FEWEST = 5
_AUDITS = """
select count(*) from intake
where log_id = %s and command <> 'preflight' and command = 'audit' and made_at >= %s and made_at < %s
"""
#: That records were judged again is told and asks for nothing; an escalation is about an alert that is counted.
_ALERTS = """
select a.kind, count(*), count(*) filter (where exists (
  select from alert_acknowledgement k where k.log_id = a.log_id and k.alert_idx = a.idx and k.made_at < %(end)s))
from alert a
where a.log_id = %(log)s and a.raised_at >= %(begin)s and a.raised_at < %(end)s
  and a.kind not in ('escalated', 'rejudged')
group by a.kind order by a.kind
"""


@dataclass(frozen=True, slots=True)
class Raised:
    """Alerts of one kind that were raised, and how many of them somebody has acknowledged."""

    raised: int
    acknowledged: int


@dataclass(frozen=True, slots=True)
class Requests:
    """Requests of one kind that were taken in: answered or ended up to article 39's fourteenth day, after it, and still
    open at the end of the period."""

    in_time: int
    late: int
    open: int

    @property
    def arrived(self) -> int:
        """All of them."""
        return self.in_time + self.late + self.open


@dataclass(frozen=True, slots=True)
class Inspection:
    """One report. ``failed``: checks that found the ledger not to be trusted; ``parts``: by part of the self-check, how
    many checks found something there; ``looks``: acts of officers by reason, but for those about what nobody may
    learn of."""

    checks: int
    failed: int
    parts: Mapping[str, int]
    audits: int
    alerts: Mapping[str, Raised]
    requests: Mapping[str, Requests]
    looks: Mapping[str, int]


def inspected(connection: Connection, vault: Vault, cases: Iterable[Case], begin: int, end: int) -> Inspection:
    """Return the report of a period between two instants (µs UTC). ``cases``: all there are; of one whose key was
    destroyed nothing is known, so a period long ago tells fewer."""
    checks = checks_in(connection, vault, begin, end)
    audits = connection.execute(_AUDITS, (LOG_ID, begin, end)).fetchone()
    alerts = connection.execute(_ALERTS, {"log": LOG_ID, "begin": begin, "end": end})
    return Inspection(
        len(checks), sum(1 for one in checks if one.failed),
        Counter(part.code for one in checks for part in one.parts if part.found), audits[0] if audits else 0,
        {kind: Raised(raised, acknowledged) for kind, raised, acknowledged in alerts},
        _requests(cases, begin, end), acts_by_reason(connection, begin, end),
    )  # fmt: skip


def _requests(cases: Iterable[Case], begin: int, end: int) -> dict[str, Requests]:
    """Return requests that were taken in in the period, by kind: what came on paper may be entered later than the day
    on which it arrived, and would change a period that was told already."""
    told: dict[str, Counter[str]] = {}
    for case in cases:
        if begin <= case.received_at < end:
            told.setdefault(case.kind.code, Counter())[_stood(case, end)] += 1
    return {kind: Requests(one["in_time"], one["late"], one["open"]) for kind, one in sorted(told.items())}


def _stood(case: Case, end: int) -> str:
    """Tell how a case stood when the period ended. One that its person withdrew ended with its last step."""
    done = case.answered_at if case.answered_at is not None else case.last_step_at if case.stage == "closed" else None
    if done is None or done >= end:
        return "open"
    return "late" if calendar(jst_day(done)) > two_weeks_end(case.arrived) else "in_time"

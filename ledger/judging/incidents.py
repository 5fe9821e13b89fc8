"""The days of article 26's reports on incidents: from when any department is known to have known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ledger.judging.alerts import Alert
from ledger.judging.closed_days import closed_days
from ledger.judging.records import Opened, open_records, records_at
from ledger.judging.said import instant
from ledger.law.clocks import Reports, known_on, reports
from ledger.law.holidays import HolidaysUnknown
from ledger.registers.snapshot import Registers
from ledger.store.connect import Connection
from ledger.vault.vault import Vault

#: A handling that is likely malicious (Rule 7(iii)): its final report has sixty days.
_MALICIOUS = frozenset({"theft"})


@dataclass(frozen=True, slots=True)
class ReportDays:
    """``known``: the Japanese day that is day 1; ``reports``: None where holidays they hang on are not on file."""

    known: date
    reports: Reports | None


def report_days(
    connection: Connection, vault: Vault, registers: Registers, as_of: int, now: int, found: Sequence[Alert]
) -> Mapping[int, ReportDays]:
    """Return the days of the reports by the index of each alert of kind `incident`.

    A service that writes that data was mis-sent or stolen knows it then: any department's knowledge is the operator's.
    Whether the incident has to be reported (Rule 7) is for an officer.
    """
    records = {alert.record_idx for alert in found if alert.kind == "incident" and alert.record_idx is not None}
    if not records:
        return {}
    rows = records_at(connection, sorted(records), as_of)
    opened = {one.row.idx: one for one in open_records(connection, vault, rows)}
    holidays = closed_days(registers, now)
    return {
        alert.idx: _days(opened[alert.record_idx], alert.raised_at, holidays)
        for alert in found
        if alert.kind == "incident" and alert.record_idx in opened
    }


def _days(incident: Opened, raised_at: int, holidays: frozenset[date]) -> ReportDays:
    told = [raised_at, incident.row.appended_at]
    malicious = False
    if incident.opening is not None:
        told.append(instant(incident.opening.time["written_at"]))
        malicious = incident.opening.manner["handling"] in _MALICIOUS
    known = known_on(told)
    try:
        return ReportDays(known, reports(known, malicious, holidays))
    except HolidaysUnknown:
        return ReportDays(known, None)

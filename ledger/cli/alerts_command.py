"""`alerts`: signs of violation, who answers for them, and their acknowledgement by name."""

from __future__ import annotations

import json

import click
from rich.table import Table

from ledger.cli.asking import counted, officer_options, show
from ledger.cli.desk import desk
from ledger.judging.acts import DECISIONS, LOOKS
from ledger.judging.alerts import NOTES, Alert, addressees, check_other, find_alert
from ledger.judging.alerts import alerts as alerts_below
from ledger.judging.incidents import ReportDays, report_days
from ledger.judging.said import iso
from ledger.law.clocks import Reports


@click.group()
def alerts() -> None:
    """Signs of violation: raised, acknowledged by name, escalated when nobody does."""


@alerts.command("list")
@officer_options
@click.option("--open", "only_open", is_flag=True, help="Only those that nobody has acknowledged.")
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True)
@click.option("--before", type=int, help="Next page: the index that the last page ended on.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def list_(officer: str, reason: str, only_open: bool, limit: int, before: int | None, as_json: bool) -> None:
    """List alerts, newest first. They name records and officers, never a person."""
    with desk("alerts list", officer, reason, LOOKS) as at:
        at.enter({"as_of": at.as_of, "open": only_open})
        found = alerts_below(at.connection, at.as_of, only_open=only_open, limit=limit, before=before)
        due = report_days(at.connection, at.vault, at.registers, at.as_of, at.now, found)
    answering = [addressees(at.registers, alert.responsible, at.now) for alert in found]
    if as_json:
        click.echo(json.dumps({
            "as_of": at.as_of, "next": found[-1].idx if len(found) == limit else None,
            "alerts": [
                {**_json(alert, officers), "article_26": _days(due.get(alert.idx))}
                for alert, officers in zip(found, answering, strict=True)
            ],
        }, indent=2))  # fmt: skip
        return
    table = Table("Index", "Kind", "Raised (UTC)", "Record", "About", "Responsible", "Escalated", "Acknowledged")
    for alert, officers in zip(found, answering, strict=True):
        table.add_row(
            str(alert.idx), alert.kind, iso(alert.raised_at), "" if alert.record_idx is None else str(alert.record_idx),
            alert.source or alert.about or "", " ".join(officers), _escalated(alert), _acknowledged(alert),
        )  # fmt: skip
    show(table)
    for idx, days in due.items():
        click.echo(f"{idx}: {_said(days)}")
    click.echo(f"{counted(len(found), 'alert')} shown, checked up to entry {at.as_of}.")
    if len(found) == limit:
        click.echo(f"There may be more: --before {found[-1].idx}")


@alerts.command()
@click.argument("alert", type=click.IntRange(0))
@officer_options
@click.option("--note-code", "note", type=click.Choice(sorted(NOTES)), required=True, help="What is said to it.")
def acknowledge(alert: int, officer: str, reason: str, note: str) -> None:
    """Acknowledge by name the ALERT raised by the entry at this index."""
    with desk("alerts acknowledge", officer, reason, DECISIONS) as at:
        found = find_alert(at.connection, at.as_of, alert)
        check_other(found, officer)
        at.enter({"alert": found.idx, "note": note})
    click.echo(f"{found.idx} ({found.kind}): acknowledged by {officer}, {NOTES[note]}")


def _json(alert: Alert, officers: tuple[str, ...]) -> dict[str, object]:
    return {
        "index": alert.idx, "kind": alert.kind, "raised_at": iso(alert.raised_at), "record_index": alert.record_idx,
        "record": alert.record and alert.record.hex(), "source": alert.source, "about": alert.about,
        "responsible": list(officers),
        "escalated_at": None if alert.escalated_at is None else iso(alert.escalated_at),
        "escalated_to": alert.escalated_to, "acknowledged_by": alert.acknowledged_by,
        "acknowledged_at": None if alert.acknowledged_at is None else iso(alert.acknowledged_at), "note": alert.note,
    }  # fmt: skip


def _days(days: ReportDays | None) -> dict[str, str | None] | None:
    if days is None:
        return None
    reports = {} if days.reports is None else days.reports._asdict()
    return {
        "known_on": days.known.isoformat(),
        **{name: day.isoformat() if (day := reports.get(name)) else None for name in Reports._fields},
    }


def _said(days: ReportDays) -> str:
    known = f"known since {days.known} (day 1, article 26)"
    if days.reports is None:
        return f"{known}; the holidays of the year in which the final report is due are not on file"
    first, until, final = days.reports
    return f"{known}; if it has to be reported: preliminary {first} to {until}, final by {final}"


def _escalated(alert: Alert) -> str:
    if alert.escalated_at is None:
        return ""
    return f"{iso(alert.escalated_at)} to {alert.escalated_to or 'every privacy officer'}"


def _acknowledged(alert: Alert) -> str:
    if alert.acknowledged_by is None or alert.acknowledged_at is None or alert.note is None:
        return ""
    return f"{iso(alert.acknowledged_at)} by {alert.acknowledged_by}: {NOTES[alert.note]}"

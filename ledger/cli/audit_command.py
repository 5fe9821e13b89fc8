"""`audit`: the whole ledger checked by somebody who trusts neither its officers nor its administrator."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click
from psycopg import sql
from rich.table import Table

from ledger.audit.audit import Report, Seen, Source, audit
from ledger.audit.findings import NOTES, Finding
from ledger.cli.asking import now_us, officer_options, progress, show
from ledger.cli.desk import Desk, desk
from ledger.cli.settings import Settings, load_settings
from ledger.cli.wiring import ENGINE
from ledger.judging.acts import LOOKS
from ledger.law.days import jst_date
from ledger.log.tiles import HASH_BYTES
from ledger.log.trust_policy import parse_policy
from ledger.store.connect import LEDGER_SCHEMA, VAULT_SCHEMA, Connection, connect
from ledger.store.files import write_durably
from ledger.store.migrate import ledger_migrations, make_temporary
from ledger.vault.keys import day
from ledger.vault.master import WrongMasterKey
from ledger.vault.vault import Vault
from streams.recorder.rebuild import differences, fill, first_difference
from streams.reproduce import Differing, reproduce

_SHOWN = 50
_DAY_US = 86_400_000_000
#: Where PostgreSQL keeps the temporary tables of a session.
_OWN_SCHEMA = "pg_temp"


class AuditStateUnreadable(Exception):
    """The file does not hold what an audit keeps. Nothing was audited; name the right file, or leave --state out for a
    full audit."""


@click.command("audit")
@officer_options
@click.option("--policy", type=click.Path(path_type=Path, exists=True, dir_okay=False),
              help="Trust policy by which published heads are checked.")
@click.option("--head", "heads", type=click.Path(path_type=Path, exists=True, dir_okay=False), multiple=True,
              help="A signed head kept elsewhere, such as a witness's; may be given several times.")
@click.option("--state", type=click.Path(path_type=Path, dir_okay=False),
              help="File of the auditor's: what was audited before is not audited again, but must not have changed.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def audit_command(
    officer: str, reason: str, policy: Path | None, heads: tuple[Path, ...], state: Path | None, as_json: bool
) -> None:
    """Check entries, tree, heads, seals, originals of acts, Kafka's offsets, key store, views and judgements.

    It runs under the role pl_auditor, which changes nothing: a full audit builds the views again in temporary tables.
    Workers may go on meanwhile. Exits with 1 when something was changed or lost.
    """
    since = _read(state) if state is not None and state.exists() else None
    settings = load_settings()
    with desk("audit", officer, reason, LOOKS, plays="pl_auditor") as at:
        _enter(at, {"as_of": at.as_of, "from": since.size if since else 0})
        key_store = connect(settings.vault_dsn, "pl_auditor", VAULT_SCHEMA)
        with progress("audit") as advance, at.connection.transaction():
            at.connection.execute("set transaction isolation level repeatable read, read only")
            report = audit(
                Source(
                    at.connection, at.vault, key_store, parse_policy(policy.read_bytes()) if policy else None,
                    {str(file): file.read_bytes() for file in heads},
                    {
                        "judgements": lambda first, end: judgements(at.connection, at.vault, first, end),
                        **({} if since else {"views": lambda *_: views(settings, at.connection, at.vault)}),
                    },
                ),
                now_us(), since, on_progress=lambda _, done, of: advance(done, of),
            )  # fmt: skip
        key_store.close()
    if state is not None and not report.faults:
        write_durably(state, json.dumps({"size": report.size, "root": report.root.hex()}).encode())
    click.echo(json.dumps(as_words(report), ensure_ascii=False, indent=2)) if as_json else _show(report)
    sys.exit(1 if report.faults else 0)


def _enter(at: Desk, about: Mapping[str, Any]) -> None:
    """Enter the audit under today's key. Where that does not open any more, which is what an audit has to tell, under
    tomorrow's."""
    try:
        at.enter(about)
    except WrongMasterKey:
        at.enter(about, None, day(jst_date(at.now + _DAY_US)))


def judgements(connection: Connection, vault: Vault, first: int, end: int) -> list[Finding]:
    """Make every judgement again, and return those that differ without an entry that says why."""
    differing: list[Differing] = []
    reproduce(connection, vault, ENGINE, first, end, differing.append, lambda *_: None)
    return [Finding("judgement_differs", one.idx, one.why) for one in differing if one.explained_by is None]


def views(settings: Settings, connection: Connection, vault: Vault) -> Iterator[Finding]:
    """Build every view again in temporary tables of a session of the auditor's, and return those that differ.

    ``connection`` is in a transaction of one snapshot, which the comparison sees too: workers go on meanwhile.
    """
    with connect(settings.ledger_dsn, "pl_auditor", _OWN_SCHEMA) as own:
        make_temporary(own, ledger_migrations())
        row = connection.execute("select pg_export_snapshot()").fetchone()
        assert row is not None
        with own.transaction(), progress("views") as advance:
            own.execute("set transaction isolation level repeatable read")
            own.execute(sql.SQL("set transaction snapshot {}").format(row[0]))
            fill(connection, own, vault, advance)
            for view, count in differences(own, LEDGER_SCHEMA, _OWN_SCHEMA).items():
                if count:
                    index = first_difference(own, view, LEDGER_SCHEMA, _OWN_SCHEMA)
                    yield Finding("view_changed", index, f"{view}: {count} rows")


def as_words(report: Report) -> dict[str, Any]:
    """Return the report for programs."""
    return {
        "from": report.first, "to": report.size, "root": report.root.hex(), "ok": not report.faults,
        "records": {
            "valid": report.answers.valid, "erased_as_recorded": report.answers.erased,
            "missing_without_record": report.answers.missing,
        },
        "skipped": list(report.skipped),
        "findings": [
            {"kind": one.kind, "index": one.index, "what": one.what, "words": one.words, "fault": one.kind not in NOTES}
            for one in report.findings
        ],
    }  # fmt: skip


def _read(state: Path) -> Seen:
    try:
        kept = json.loads(state.read_bytes())
        seen = Seen(int(kept["size"]), bytes.fromhex(kept["root"]))
    except (ValueError, KeyError, TypeError) as error:
        raise AuditStateUnreadable(state.name) from error
    if seen.size < 0 or len(seen.root) != HASH_BYTES:
        raise AuditStateUnreadable(state.name)
    return seen


def _show(report: Report) -> None:
    if report.findings:
        table = Table("番号 / Entry", "種類 / Kind", "内容 / What was found", "どこ / Where")
        for one in report.findings[:_SHOWN]:
            table.add_row("" if one.index is None else str(one.index), one.kind, one.words, one.what)
        show(table)
        if len(report.findings) > _SHOWN:
            click.echo(f"{len(report.findings)} findings; the first {_SHOWN} are shown.")
    answers = report.answers
    click.echo(
        f"記録 {report.first}〜{report.size} / Entries {report.first} to {report.size}: records"
        f" {answers.valid} valid, {answers.erased} erased as recorded, {answers.missing} missing without a record."
    )
    if report.faults:
        click.echo(f"異常 {len(report.faults)} 件 / {len(report.faults)} faults. Keep both databases as they are.")
        for name in report.skipped:
            click.echo(f"  未検査 / not checked, since the log is not whole: {name}")
    else:
        click.echo("異常なし / Nothing was changed or lost, as far as these checks see.")

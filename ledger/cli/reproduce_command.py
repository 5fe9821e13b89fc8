"""`reproduce`: every judgement again from the log, and what became of it."""

from __future__ import annotations

import json
import sys
from typing import Any

import click
from rich.table import Table

from ledger.cli.asking import officer_options, progress, show
from ledger.cli.desk import desk
from ledger.cli.wiring import ENGINE
from ledger.judging.acts import LOOKS
from streams.reproduce import WHY, Differing
from streams.reproduce import reproduce as make_again

#: Differing judgements that are listed; all are counted.
_LISTED = 200


@click.command()
@officer_options
@click.option("--from", "first", type=click.IntRange(0), default=0, show_default=True, help="First index.")
@click.option("--to", "end", type=click.IntRange(0), help="Index to end before; the whole log when absent.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def reproduce(officer: str, reason: str, first: int, end: int | None, as_json: bool) -> None:
    """Make every judgement of the log again, each from the entries below its own as_of.

    Exits with 1 when one differs and no later entry says why.
    """
    listed: list[Differing] = []

    def keep(one: Differing) -> None:
        if len(listed) < _LISTED:
            listed.append(one)

    with desk("reproduce", officer, reason, LOOKS) as at:
        to = at.as_of if end is None else min(end, at.as_of)
        at.enter({"from": first, "to": to})
        with progress("entries") as advance:
            counts = make_again(at.connection, at.vault, ENGINE, first, to, keep, advance)
    if as_json:
        click.echo(json.dumps({
            "from": first, "to": to, "engine": ENGINE, "reproduced": counts.reproduced, "erased": counts.erased,
            "differs": counts.differing, "unexplained": counts.unexplained, "listed": [_json(one) for one in listed],
        }, ensure_ascii=False, indent=2))  # fmt: skip
    else:
        _show(listed)
        click.echo(
            f"Entries {first} to {to}: {counts.reproduced} judgements reproduced, {counts.erased} erased,"
            f" {counts.differing} differ ({counts.unexplained} of them without a later entry that says why)."
        )
    sys.exit(1 if counts.unexplained else 0)


def _json(one: Differing) -> dict[str, Any]:
    return {
        "index": one.idx, "record_index": one.record, "as_of": one.as_of, "law": one.law, "engine": one.engine,
        "why": one.why, "explained_by": one.explained_by,
        "members": {name: {"was": was, "now": now} for name, (was, now) in one.members.items()},
    }  # fmt: skip


def _show(listed: list[Differing]) -> None:
    if not listed:
        return
    table = Table("Entry", "Record", "As of", "Law", "Engine", "Why it differs", "Members", "Said by entry")
    for one in listed:
        table.add_row(
            str(one.idx), str(one.record), str(one.as_of), one.law, one.engine, WHY[one.why],
            " ".join(one.members), "" if one.explained_by is None else str(one.explained_by),
        )  # fmt: skip
    show(table)
    click.echo(f"At most {_LISTED} are listed.")

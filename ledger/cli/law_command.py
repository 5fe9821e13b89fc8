"""`law`: the rule sets, and which past records another one would judge otherwise."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import click
from rich.table import Table

from ledger.cli.asking import officer_options, progress, show
from ledger.cli.desk import desk
from ledger.cli.otherwise import Tallied, otherwise_json, show_otherwise, tally
from ledger.judging.acts import LOOKS
from ledger.judging.rules import described
from ledger.law.days import calendar, day_of, midnight
from ledger.law.rulesets import RULE_SETS
from streams.otherwise import by_rule_sets

_RULE_SET = click.Choice(sorted(RULE_SETS))
_PREPARED = "prepared, not in force"


class Period(click.ParamType):
    """Japanese days, both included, such as 2025-01-01..2025-12-31, as the instants (µs UTC) from which and before
    which."""

    name = "period"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        first, _, last = str(value).partition("..")
        try:
            since, until = midnight(day_of(date.fromisoformat(first))), midnight(day_of(date.fromisoformat(last)) + 1)
        except ValueError:
            return self.fail("expected two days such as 2025-01-01..2025-12-31", param, ctx)
        return (since, until) if since < until else self.fail("the last day is before the first", param, ctx)


@click.group()
def law() -> None:
    """Rule sets: versions of the law in time."""


@law.command("list")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def list_(as_json: bool) -> None:
    """List the rule sets of this release, and since when each is in force."""
    sets = sorted(described().items(), key=lambda one: (one[1]["in_force_from"] is None, one[1]["in_force_from"]))
    if as_json:
        click.echo(json.dumps([
            {"law": name, "in_force_from": _day(said["in_force_from"]), "digest": said["digest"]} for name, said in sets
        ], indent=2))  # fmt: skip
        return
    table = Table("Rule set", "In force from", "Digest")
    for name, said in sets:
        table.add_row(name, _day(said["in_force_from"]) or _PREPARED, said["digest"][:16])
    show(table)


@law.command()
@click.argument("one", metavar="V1", type=_RULE_SET)
@click.argument("other", metavar="V2", type=_RULE_SET)
@click.option("--over", "period", type=Period(), required=True, help="Japanese days, such as 2025-01-01..2025-12-31.")
@officer_options
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def diff(one: str, other: str, period: tuple[int, int], officer: str, reason: str, as_json: bool) -> None:
    """Tell which records of a period V2 would judge otherwise than V1, with what the ledger knows now. Changes none."""
    with desk("law diff", officer, reason, LOOKS) as at:
        at.enter({"laws": [one, other], "since": str(period[0]), "until": str(period[1]), "as_of": at.as_of})
        with progress("records") as advance:
            found = tally(
                by_rule_sets(at.connection, at.vault, at.registers, (one, other), period, at.as_of), advance
            )
    _print(found, one, other, at.as_of, as_json)


def _print(found: Tallied, one: str, other: str, as_of: int, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"as_of": as_of, "laws": [one, other], **otherwise_json(found)}, indent=2))
        return
    show_otherwise(found, f"By {one}", f"By {other}")
    click.echo(f"{found.differing} of {found.looked_at} records would be judged otherwise, as of entry {as_of}.")


def _day(day: int | None) -> str | None:
    return None if day is None else calendar(day).isoformat()

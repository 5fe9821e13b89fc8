"""`register preview`: which judgements a change of registers would change, before it is told."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import IO

import click

from ledger.cli.asking import officer_options, progress
from ledger.cli.desk import desk
from ledger.cli.otherwise import otherwise_json, show_otherwise, tally
from ledger.judging.acts import LOOKS
from ledger.registers.snapshot import RegisterRow
from streams.otherwise import by_registers
from streams.publisher import event_json_lines
from streams.recorder.bodies import body_fault
from streams.scenario import ScenarioInvalid, from_json

_EVENT = "RegisterChange"


@click.command()
@click.argument("file", type=click.File("r", encoding="utf-8"))
@officer_options
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def preview(file: IO[str], officer: str, reason: str, as_json: bool) -> None:
    """Tell which judgements would change if the register changes in FILE (- for standard input) were published.

    One JSON object a line, in the fields of RegisterChange, as `publish` reads them. Nothing is written but that an
    officer looked.
    """
    written = list(_changes(event_json_lines(file)))
    with desk("register preview", officer, reason, LOOKS) as at:
        told = [_row(at.as_of + place, change) for place, change in enumerate(written)]
        at.enter({"changes": [[row.register, row.key] for row in told], "as_of": at.as_of})
        with progress("records") as advance:
            found = tally(by_registers(at.connection, at.vault, at.registers, told, at.as_of), advance)
    if as_json:
        click.echo(json.dumps({"as_of": at.as_of, "changes": len(told), **otherwise_json(found)}, indent=2))
        return
    show_otherwise(found, "Now", "With these changes")
    click.echo(
        f"{len(told)} register changes touch {found.looked_at} records and would change the judgement of"
        f" {found.differing}, as of entry {at.as_of}. Nothing was written."
    )


def _changes(lines: Iterable[tuple[int, object]]) -> Iterable[dict[str, object]]:
    """Read the changes. Raises ScenarioInvalid with line and path of the fault."""
    for number, written in lines:
        if not isinstance(written, dict):
            raise ScenarioInvalid(f"line {number}", "expected an object")
        if written.pop("event", _EVENT) != _EVENT:
            raise ScenarioInvalid(f"line {number}, $.event", f"expected {_EVENT}")
        try:
            change = from_json(_EVENT, written)
        except ScenarioInvalid as error:
            raise ScenarioInvalid(f"line {number}, {error.path}", error.fault) from error
        fault = body_fault(change)
        if fault is not None:
            raise ScenarioInvalid(f"line {number}, $.{fault.path}", fault.fault)
        yield change


def _row(idx: int, change: dict[str, object]) -> RegisterRow:
    name, key, since, until, body = (
        change[member] for member in ("register", "key", "valid_from", "valid_to", "body")
    )
    assert isinstance(name, str) and isinstance(key, str) and isinstance(since, int) and isinstance(body, str)
    assert until is None or isinstance(until, int)
    return RegisterRow(idx, name, key, since, until, json.loads(body))

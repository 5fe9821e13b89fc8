"""`case decide` and `case second`: what is given, decided by what was looked at."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import click

from ledger.cases.case import Case, Outcome
from ledger.cases.casebook import CASES
from ledger.cases.looking import enter_look
from ledger.cases.meant import Meant, decide_step
from ledger.cases.ranged import see_all_covered
from ledger.cases.requests import WITHHELD
from ledger.cases.rows import Rows, rows_of
from ledger.cases.steps import StepRefused
from ledger.cases.stopping import scope_of
from ledger.cli.asking import Code
from ledger.cli.case_telling import book, case_number, take
from ledger.cli.desk import Desk, desk
from ledger.judging.ranges import EVERYTHING


@click.command()
@case_number
@click.option("--turn", type=click.IntRange(1), required=True, help="At which the case was looked at (`case show`).")
@click.option("--as-of", type=click.IntRange(0), help="Head size as of which the records were looked at.")
@click.option("--withhold", multiple=True, metavar="RECORD=GROUND",
              help=f"Record (its id, in hex) that is not disclosed, and why: {', '.join(WITHHELD)}.")  # fmt: skip
@click.option("--confirm", multiple=True, metavar="RECORD",
              help="Record (its id, in hex) whose verdict was looked into and is told; a violation takes a second"
                   " officer.")
@click.option("--confirm-all", is_flag=True, help="The same of every record that is given.")
@click.option("--leave-out", multiple=True, metavar="RECORD:ITEM=GROUND",
              help="Data item (its code) that is not disclosed of a record that is, and why.")  # fmt: skip
@click.option("--reply", type=click.File("r", encoding="utf-8"),
              help="File with the reply, to a request for something else than records.")  # fmt: skip
@click.option("--refused", is_flag=True, help="All that was asked is refused.")
@click.option("--part", is_flag=True, help="Part of what was asked is refused.")
@click.option("--none", "nothing", is_flag=True, help="There is no such data (33(3)).")
@click.option("--ground", multiple=True, help="Why it is refused, by code; a wrong one names those there are.")
@click.option("--measure", type=click.File("r", encoding="utf-8"), help="File with what is done instead (35).")
@click.option("--explain", type=click.File("r", encoding="utf-8"),
              help="File with our own reason for a refusal, which the person reads (article 36).")  # fmt: skip
@click.option("--recipient", "recipients", type=Code(), multiple=True,
              help="Of a stop: recipient it covers, by code; all when absent.")  # fmt: skip
@click.option("--item", "items", type=Code(), multiple=True,
              help="Of a stop: data item it covers, by code; all when absent.")  # fmt: skip
def decide(
    number: str, officer: str, reason: str, turn: int, as_of: int | None, withhold: tuple[str, ...],
    confirm: tuple[str, ...], confirm_all: bool, leave_out: tuple[str, ...], reply: Any, refused: bool, part: bool,
    nothing: bool, ground: tuple[str, ...], measure: Any, explain: Any, recipients: tuple[str, ...],
    items: tuple[str, ...],
) -> None:  # fmt: skip
    """Decide what is given, by what `case show --records` showed. A part, a refusal and a violation that is told wait
    for a second officer; a verdict that is not confirmed is told as being checked.

    A stop that is granted is given within a second of it, and told to every service.
    """
    outcome: Outcome | None = "refused" if refused else "part" if part else "none" if nothing else None
    meant = Meant(
        as_of, dict(_withheld(one) for one in withhold), None if confirm_all else confirm, outcome,
        reply.read() if reply else "", ground, measure.read().strip() if measure else "",
        explain.read().strip() if explain else "", left_out=_left_out(leave_out),
    )  # fmt: skip
    with desk("case decide", officer, reason, CASES) as at:
        one = book(at).looked_at(number, officer, at.now)
        if outcome is None and not one.tasks:
            outcome = "whole"

        def look(as_of: int) -> Rows:
            rows = rows_for(at, one, as_of)
            enter_look_of(at, rows)
            return rows

        meant = replace(meant, outcome=outcome, scope=scope_of(one, outcome, recipients, items, at.registers, at.now))
        take(at, number, decide_step(one, meant, at.as_of, at.range, look), turn)


@click.command()
@case_number
@click.option("--turn", type=click.IntRange(1), required=True, help="At which it was looked at (`case show`).")
@click.option("--agrees/--sends-back", required=True, default=None)
@click.option("--names-nobody-else", is_flag=True, help="Our own reason was read and names nobody but the person.")
def second(number: str, officer: str, reason: str, turn: int, agrees: bool, names_nobody_else: bool) -> None:
    """Agree to what was looked at (a part, a refusal, a violation that is told), or send it back, as somebody else than
    who decided it."""
    with desk("case second", officer, reason, CASES) as at:
        one = book(at).looked_at(number, officer, at.now)
        if at.range != EVERYTHING and one.decision is not None and one.ids:
            rows_for(at, one, one.decision.as_of)
        take(at, number, {"agrees": agrees, "names_nobody_else": names_nobody_else}, turn)


def rows_for(at: Desk, one: Case, as_of: int) -> Rows:
    """Return what the person would be given. Raises StepRefused where some of it lies outside the officer's range."""
    rows = rows_of(at.connection, at.vault, one, as_of, at.now)
    see_all_covered(at.range, one, rows.kept)
    return rows


def enter_look_of(at: Desk, rows: Rows) -> None:
    """Enter the look with everybody whose records it was at."""
    enter_look(
        at.connection, at.vault, at.registers, rows.given, at.officer, at.reason, at.command, at.as_of, at.now, at.roles
    )


def _withheld(written: str) -> tuple[str, str]:
    record, found, ground = written.partition("=")
    if not found or ground not in WITHHELD:
        raise StepRefused(f"this is not RECORD=GROUND; write it so, with a ground of {', '.join(WITHHELD)}")
    return record, ground


def _left_out(written: tuple[str, ...]) -> dict[str, dict[str, str]]:
    """Return by record and item the ground on which it is left out. Raises StepRefused."""
    found: dict[str, dict[str, str]] = {}
    for one in written:
        what, ground = _withheld(one)
        record, divided, item = what.partition(":")
        if not divided:
            raise StepRefused("this is not RECORD:ITEM=GROUND; write it so")
        found.setdefault(record, {})[item] = ground
    return found

"""`block`: stop asking services from providing to a recipient, or from a source, until two officers lift it."""

from __future__ import annotations

import json

import click
from rich.table import Table

from ledger.cli.asking import Code, officer_options, show
from ledger.cli.desk import desk
from ledger.judging.acts import DECISIONS, LOOKS
from ledger.judging.blocks import block_steps
from ledger.judging.said import iso
from ledger.registers.blocks import Block, BlockStep, blocks_of, check_step

_KIND = click.Choice(["recipient", "source"])


@click.group()
def block() -> None:
    """Recipients and sources for which the pre-flight check says no, whatever the ground.

    One officer blocks at once; a second confirms within a day or the block lapses; two lift it. What is provided all
    the same is judged by the law alone.
    """


@block.command()
@click.argument("code", type=Code())
@officer_options
def recipient(code: str, officer: str, reason: str) -> None:
    """Block the recipient CODE."""
    _take(BlockStep(-1, "recipient", code, "block", officer, 0), "block recipient", reason)


@block.command()
@click.argument("code", type=Code())
@officer_options
def source(code: str, officer: str, reason: str) -> None:
    """Block the source CODE."""
    _take(BlockStep(-1, "source", code, "block", officer, 0), "block source", reason)


@block.command()
@click.argument("kind", type=_KIND)
@click.argument("code", type=Code())
@officer_options
def confirm(kind: str, code: str, officer: str, reason: str) -> None:
    """Confirm another officer's block within a day of it."""
    _take(BlockStep(-1, kind, code, "confirm", officer, 0), "block confirm", reason)


@block.command()
@click.argument("kind", type=_KIND)
@click.argument("code", type=Code())
@officer_options
def lift(kind: str, code: str, officer: str, reason: str) -> None:
    """Ask for the end of a block; it ends when a second officer has asked."""
    _take(BlockStep(-1, kind, code, "lift", officer, 0), "block lift", reason)


@block.command("list")
@officer_options
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def list_(officer: str, reason: str, as_json: bool) -> None:
    """List blocks, those that ended too."""
    with desk("block list", officer, reason, LOOKS) as at:
        at.enter({"as_of": at.as_of})
        blocks = blocks_of(block_steps(at.connection, at.as_of))
    if as_json:
        click.echo(json.dumps([
            {
                "index": one.idx, "kind": one.kind, "code": one.code, "state": _state(one, at.now),
                "since": iso(one.since), "until": None if one.until is None else iso(one.until),
                "blocked_by": one.blocked_by, "confirmed_by": one.confirmed_by, "lift_asked_by": one.lift_asked_by,
            }
            for one in blocks
        ], indent=2))  # fmt: skip
        return
    table = Table("Index", "Blocked", "State", "Since (UTC)", "Until (UTC)", "By", "Confirmed by", "Lift asked by")
    for one in blocks:
        table.add_row(
            str(one.idx), f"{one.kind} {one.code}", _state(one, at.now), iso(one.since),
            "" if one.until is None else iso(one.until), one.blocked_by, one.confirmed_by or "",
            one.lift_asked_by or "",
        )  # fmt: skip
    show(table)


def _take(step: BlockStep, command: str, reason: str) -> None:
    with desk(command, step.officer, reason, DECISIONS) as at:
        after = check_step(block_steps(at.connection, at.as_of), step, at.now)
        at.enter({"block": {"kind": step.kind, "code": step.code, "step": step.step}})
    click.echo(f"{step.kind} {step.code}: {_told(after, at.now)}")


def _state(block: Block, now: int) -> str:
    if block.lifted:
        return "lifted"
    if not block.stands(now):
        return "lapsed"
    return "confirmed" if block.confirmed_by else "to be confirmed"


def _told(block: Block, now: int) -> str:
    if block.lifted:
        return "lifted"
    if block.lift_asked_by is not None and block.stands(now):
        return "blocked until a second officer asks for the lift too"
    if block.until is None:
        return f"blocked, confirmed by {block.confirmed_by}"
    return f"blocked; lapses at {iso(block.until)} unless a second officer confirms it"

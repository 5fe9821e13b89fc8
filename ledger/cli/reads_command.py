"""`reads`: who looked at whose records, when, why, and by which command."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

import click
from rich.table import Table

from ledger.cases.answer import PersonId
from ledger.cases.collect import collect
from ledger.cases.outside import outside
from ledger.cases.projection import Projection, project
from ledger.cases.read_log import told
from ledger.cli.asking import Code, Instant, counted, officer_options, read_person, show, tokyo_time
from ledger.cli.desk import Desk, desk
from ledger.judging.acts import LOOKS
from ledger.judging.reads import Read
from ledger.judging.reads import reads as reads_of
from ledger.judging.records import Person, find_person
from ledger.judging.said import iso

_PAGE = 1_000


@click.command()
@officer_options
@click.option("--person", help="File (- for standard input) with `namespace id`; never the id itself.")
@click.option("--officer", "by", type=Code(), help="Officer who looked.")
@click.option("--since", type=Instant(), help="First instant, with its offset.")
@click.option("--until", type=Instant(), help="Instant before which; now, where it is absent.")
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True)
@click.option("--before", type=int, help="Next page: the act that the last page ended on.")
@click.option("--told", "for_person", is_flag=True, help="What that person may be told, to be given to them.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def reads(
    officer: str, reason: str, person: str | None, by: str | None, since: int | None, until: int | None, limit: int,
    before: int | None, for_person: bool, as_json: bool,
) -> None:  # fmt: skip
    """List looks and decisions of officers, newest first: who, when, why, by which command. A look itself.

    With --person those about who holds the id now, under any id that is linked; never those about who held it before.
    Of who was erased it is told that there was a look, and no longer at whom. Looks at what the existence screen leaves
    out are listed for who has that role, and those of one person at records that are hidden. With --told it prints what
    may be given to that person: looks at all of their records together, and none where no record may be shown to them.
    """
    if for_person and person is None:
        raise click.UsageError("--told is about one person; name them (--person)")
    asked = read_person(person) if person else None
    with desk("reads", officer, reason, LOOKS) as at:
        whom = find_person(at.connection, at.vault, *asked, at.as_of, at.now) if asked else None
        at.enter(
            {"by": by, "since": _iso(since), "until": _iso(until), "as_of": at.as_of},
            whom.identity if whom else None,
        )
        look = outside(at.connection, at.vault, at.registers, officer, at.as_of, at.now)
        # What the person is told is the same whoever asks for it.
        look = replace(look, everything=look.everything and not for_person)
        known = look.known(whom)
        people = () if asked and known is None else known.linked if known else None
        find = partial(
            reads_of, at.connection, at.vault, people=people, officer=by, since=since,
            until=at.now if until is None else min(until, at.now),
            existence=look.everything, closed=look.closed_at if asked else None,
        )  # fmt: skip
        if for_person and asked:
            # Every page, whatever was asked for: where a page ends tells how many looks are not told.
            for line in told(_every(find), _shown(at, whom, asked)):
                click.echo(f"{line.ja}\n{line.en}")
            return
        found = find(limit=limit, before=before)
    _show(found, found[-1].act if len(found) == limit else None, as_json)


def _every(find: Callable[..., list[Read]]) -> Iterator[Read]:
    """Return all acts that are found, page after page."""
    page = find(limit=_PAGE, before=None)
    while page:
        yield from page
        page = find(limit=_PAGE, before=page[-1].act)


def _shown(at: Desk, whom: Person | None, asked: tuple[str, str]) -> Projection:
    """Return what the person would be shown of their records now."""
    return project(collect(at.connection, at.vault, at.registers, whom, PersonId(*asked), at.as_of, at.now))


def _iso(at: int | None) -> str | None:
    return None if at is None else iso(at)


def _show(found: list[Read], following: int | None, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({
            "next": following,
            "reads": [
                {
                    "act": one.act, "made_at": iso(one.made_at), "officer": one.officer, "reason": one.reason,
                    "command": one.command, "concerned": one.concerned, "about": one.about,
                }
                for one in found
            ],
        }, ensure_ascii=False, indent=2))  # fmt: skip
        return
    table = Table("Act", "When (Japan time)", "Officer", "Reason", "Command", "About whom", "About what")
    for one in found:
        table.add_row(
            str(one.act), tokyo_time(one.made_at), one.officer, one.reason, one.command, one.concerned,
            "" if one.about is None else json.dumps(one.about, ensure_ascii=False),
        )  # fmt: skip
    show(table)
    click.echo(f"{counted(len(found), 'act')} shown.")
    if following is not None:
        click.echo(f"There may be more: --before {following}")

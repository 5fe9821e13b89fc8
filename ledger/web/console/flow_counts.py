"""The flow map for who keeps the ledger running and reads no records: how many people, by recipient and data item.

Numbers that few people make up are not told, and others by fives: a few could be reckoned from a recipient's whole, and
who knows of one provision would see by one number more, or none, whether that person had been given to the recipient
before (docs/decisions/0023). Neither period nor filter can be chosen, for the same reason, and what is counted is the
ledger as its last head of the month before was published: what comes within a month changes no number. Nor is a part
of it told while the rest is still being counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from fastapi.responses import Response

from ledger.cases.moments import spoken
from ledger.cases.texts import Text
from ledger.judging.acts import LOOKS, OPERATIONS, enter_act
from ledger.judging.flow_sums import Part, Reach
from ledger.judging.tallies import published_before
from ledger.law.days import calendar, day_of, jst_day
from ledger.registers.snapshot import Registers
from ledger.web.console.console import Console
from ledger.web.console.flow_words import WORDS
from ledger.web.console.parts import coded, filled, gaps, instants, recipient_name
from ledger.web.console.routes import Asked, Route

#: From how many people on a number is told, and in steps of how many.
FEW = 5
_READS_NO_RECORDS = OPERATIONS - LOOKS


def shown(console: Console, asked: Asked) -> Response:
    """Show how many people’s data went where in the twelve months before this one."""
    registers, (first, last) = console.desks.registers(), twelve_months(jst_day(asked.now))
    found: Sequence[Reach] | None = None
    with console.desks.one() as desk:
        as_of = published_before(desk.connection, instants(first, last)[1])
        enter_act(
            desk.connection, desk.vault, registers, asked.who.officer, "operation", "console flow counts",
            {"since": first, "until": last, "as_of": as_of}, None, asked.now, None, _READS_NO_RECORDS,
        )  # fmt: skip
        if asked.who.range.people is None and as_of is not None:
            console.counting.catch_up()
            found = console.counting.reach(Part(first, last, asked.who.range), as_of)
        missing = gaps(console, desk, registers, asked.now)
    return console.render(
        asked, "flow_counts.html", WORDS["flows"].told_in(asked.lang), words=WORDS, gaps=missing,
        by_range=asked.who.range.people is not None, found=None if found is None else _lines(registers, asked, found),
        period=filled(WORDS["counted"], spoken(calendar(first)), spoken(calendar(last)), 0, as_of or 0),
        published=as_of is not None, few=filled(WORDS["few_note"], FEW),
    )  # fmt: skip


def twelve_months(today: int) -> tuple[int, int]:
    """Return the first and last day (since 1970) of the twelve months before that of a day."""
    this = calendar(today)
    return day_of(date(this.year - 1, this.month, 1)), day_of(date(this.year, this.month, 1)) - 1


def told(count: int) -> Text:
    """Return a number of people in words: that they are few, or the step that they reach."""
    return filled(WORDS["people_few"], FEW) if count < FEW else filled(WORDS["people_from"], count - count % FEW)


def _lines(
    registers: Registers, asked: Asked, found: Sequence[Reach]
) -> list[tuple[str, Text, list[tuple[Text, Text]]]]:  # fmt: skip
    """Return by recipient its name, its people, and of each item its name and its people; in the order of names, where
    that of numbers would tell of the few."""
    now = asked.now
    named = {one.recipient: recipient_name(registers, one.recipient, now) for one in found}
    return [
        (
            named[whole.recipient], told(whole.people),
            sorted(
                ((coded(registers, "data_items", one.item, now), told(one.people))
                 for one in found if one.recipient == whole.recipient and one.item is not None),
                key=lambda item: item[0].ja,
            ),
        )
        for whole in sorted((one for one in found if one.item is None), key=lambda one: named[one.recipient])
    ]  # fmt: skip


ROUTES = (Route("GET", "/flows/counts", _READS_NO_RECORDS, shown, personal=False, menu=WORDS["flows_menu"]),)

"""What is wrong or not yet known: violations and undetermined records in groups, violations that were put right, and
alerts nobody acknowledged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import psycopg
from fastapi.responses import Response

from ledger.cases.moments import minute
from ledger.cases.texts import Text
from ledger.judging.acts import DECISIONS, EXISTENCE, LOOKS, enter_act
from ledger.judging.alerts import NOTES, Alert, NoSuchAlert, OwnAlert, Unsent, alerts, check_other, find_alert, unsent
from ledger.judging.charges import Charge, ChargeMoved, Group, charges, take
from ledger.judging.grace import graces
from ledger.judging.put_right import put_right
from ledger.judging.standing import Group as Together
from ledger.judging.standing import Order, Standing, groups
from ledger.law.days import jst_day
from ledger.log.head import LOG_ID, read_head
from ledger.registers.snapshot import Registers
from ledger.web.console.console import Console, to
from ledger.web.console.kept_counts import Counted
from ledger.web.console.parts import PERIOD_FIELDS, filled, gaps, instants, period, period_written
from ledger.web.console.records import SECONDS
from ledger.web.console.routes import Asked, Route
from ledger.web.console.violation_lines import alert_line, charge_line, group_line, put_right_line
from ledger.web.console.watch_words import WORDS
from ledger.web.desks import Desk

_TABS = ("violation", "undetermined", "put_right", "alerts")
#: The tabs of what stands so now.
_STANDS: Mapping[str, Standing] = {"violation": "violation", "undetermined": "undetermined"}
#: Groups and alerts of a page, and days in which what was put right is looked for at first.
_MOST, _USUAL = 50, 89
#: Whose groups are shown, beside everybody's, and among how many of them these are looked for.
_WHOSE, _AMONG = ("mine", "nobody"), 1_000
#: Characters of a code.
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class _Groups:
    """The first groups in an order, of the records below a head size."""

    as_of: int
    found: Sequence[Together]


def shown(console: Console, asked: Asked, moved: bool = False) -> Response:
    """Show one of the tabs. ``moved``: a group came to be another officer's, so that it could not be taken."""
    registers, tab = console.desks.registers(), _tab(asked)
    by_range = asked.who.range.people is not None and tab != "alerts"
    fields, first, last, errors = _period(asked, tab)
    if errors or first is None or last is None:
        return _page(console, asked, tab, fields, errors, asked.now)
    grouped = None if by_range or tab not in _STANDS else _grouped(console, asked, _STANDS[tab])
    with console.desks.one() as desk:
        as_of = read_head(desk.connection, LOG_ID).size
        if grouped is not None and grouped.value is not None:
            as_of = grouped.value.as_of
        enter_act(
            desk.connection, desk.vault, registers, asked.who.officer, asked.reason or "", "console violations",
            {"show": tab, "as_of": as_of}, None, asked.now, None, LOOKS,
        )  # fmt: skip
        if grouped is not None:
            found = _standing(desk, registers, asked, _STANDS[tab], grouped.value)
        else:
            found = None if by_range else _found_in(desk, registers, asked, tab, as_of, instants(first, last))
        waiting = unsent(desk.connection) if tab == "alerts" else None
        missing = gaps(console, desk, registers, asked.now)
    looked_at = asked.now if grouped is None or grouped.at is None else grouped.at
    return _page(
        console, asked, tab, fields, {}, looked_at, by_range=by_range, gaps=missing, as_of=as_of, found=found,
        waiting=waiting, undelivered=_undelivered(waiting) if waiting is not None else [], total=_total(found),
        moved=moved, counting=grouped is not None and grouped.at is None and not grouped.away,
    )  # fmt: skip


def _page(
    console: Console, asked: Asked, tab: str, fields: Mapping[str, str], errors: Mapping[str, Text], looked_at: int, *,
    by_range: bool = False, moved: bool = False, **more: Any,
) -> Response:  # fmt: skip
    order, orders, whose = _order(asked), _orders(asked), _whose(asked)
    return console.render(
        asked, "violations.html", WORDS["violations"].told_in(asked.lang), status=409 if moved else 200, words=WORDS,
        errors=errors, typed=fields, moved=moved, whose=whose, path="/violations" if moved else None,
        tab=tab, tabs=_TABS, most=_MOST, now=minute(looked_at), may=bool(DECISIONS & asked.who.roles), order=order,
        by_range=by_range, by_people="people" in orders, **more,
        orders=[(one, _address(tab, one, whose, **_said(asked))) for one in orders],
        charges=[(one, _address(tab, order, one)) for one in ("", *_WHOSE)],
    )  # fmt: skip


def _total(found: Sequence[Mapping[str, Any]] | None) -> Text | None:
    """Return how many there are in words, None where there are more groups than are shown."""
    if not found or len(found) == _MOST or "count" not in found[0]:
        return None
    return filled(WORDS["group_total"], sum(one["count"] for one in found), len(found))


def _undelivered(waiting: Unsent) -> list[Text]:
    """Return what is said of alerts that wait to be sent."""
    said = [filled(WORDS["undelivered"], waiting.runs, waiting.first)]
    if waiting.since is not None:
        said.append(filled(WORDS["undelivered_since"], minute(waiting.since)))
    return [*said, WORDS["undelivered_retry"]]


def _tab(asked: Asked) -> str:
    named = asked.query.get("show", "")
    return named if named in _TABS else _TABS[0]


def _order(asked: Asked) -> Order:
    usual, oldest = _orders(asked)
    return oldest if asked.query.get("sort") == oldest else usual


def _orders(asked: Asked) -> tuple[Order, Order]:
    """Return the orders there are for the officer, the usual one first. How many people there are tells of two records
    whether they are one person's, so it is for the role alone (docs/decisions/0023)."""
    return ("people" if EXISTENCE & asked.who.roles else "records"), "oldest"


def _whose(asked: Asked) -> str:
    """Return whose groups are asked for, empty for everybody's."""
    return one if (one := asked.query.get("charge", "")) in _WHOSE else ""


def _address(tab: str, order: str, whose: str, **more: str) -> str:
    return f"/violations?{urlencode({'show': tab, 'sort': order, **({'charge': whose} if whose else {}), **more})}"


def _said(asked: Asked) -> dict[str, str]:
    """Return what was said of the period, which a link that sorts anew keeps."""
    return {name: asked.query[name] for name in PERIOD_FIELDS if asked.query.get(name)}


def _period(asked: Asked, tab: str) -> tuple[dict[str, str], int | None, int | None, Mapping[str, Text]]:
    """Return the fields of the period in which violations were put right, its first and last day, and what is wrong
    with them; at first the last ninety days."""
    today = jst_day(asked.now)
    if tab != "put_right" or not _said(asked):
        return period_written(today - _USUAL, today), today - _USUAL, today, {}
    first, last, errors = period(asked.query)
    return {name: asked.query.get(name, "") for name in PERIOD_FIELDS}, first, last, errors


def _grouped(console: Console, asked: Asked, standing: Standing) -> Counted[_Groups]:
    """Return the groups within the officer's range, counted beside the requests: there may be a million records."""
    within, order = asked.who.range, _order(asked)

    def counted(desk: Desk) -> _Groups:
        as_of = read_head(desk.connection, LOG_ID).size
        return _Groups(as_of, groups(desk.connection, standing, as_of, within, _AMONG, order))

    name = (standing, within, order)
    return console.counts.told(console.desks, {name: counted}, asked.now)[name]


def _standing(
    desk: Desk, registers: Registers, asked: Asked, standing: Standing, grouped: _Groups | None
) -> list[dict[str, Any]] | None:  # fmt: skip
    """Return the lines of the groups that were asked for, with who is in charge of each; None where they are not
    counted yet."""
    if grouped is None:
        return None
    waited, taken, whose = graces(registers, asked.now), charges(desk.connection, desk.vault), _whose(asked)
    found = [(one, taken.get(Group(standing, one.recipient, one.ground))) for one in grouped.found]
    return [
        {**group_line(registers, standing, one, waited, asked.now), **charge_line(one, charge, asked.who.officer)}
        for one, charge in found if not whose or _is(whose, charge, asked.who.officer)
    ][:_MOST]  # fmt: skip


def _found_in(
    desk: Desk, registers: Registers, asked: Asked, tab: str, as_of: int, between: tuple[int, int]
) -> list[dict[str, Any]] | None:  # fmt: skip
    """Return the lines of a tab that counts no groups that stand so now; None where it took too long."""
    try:
        with desk.connection.transaction():
            desk.connection.execute(f"set local statement_timeout = {SECONDS * 1000}".encode())
            if tab == "alerts":
                opened = alerts(desk.connection, as_of, only_open=True, limit=_MOST)
                return [alert_line(registers, one, asked.now) for one in opened]
            ended = put_right(desk.connection, as_of, *between, asked.who.range, _MOST, _order(asked))
            return [put_right_line(registers, one, asked.now) for one in ended]
    except psycopg.errors.QueryCanceled:
        return None


def _is(whose: str, charge: Charge | None, officer: str) -> bool:
    return charge is None if whose == "nobody" else charge is not None and charge.owner == officer


def charged(console: Console, asked: Asked) -> Response:
    """Take charge of a group, or give one’s charge up, and show where it stands."""
    standing: Standing = "undetermined" if asked.form.get("standing") == "undetermined" else "violation"
    recipient, claimed = (asked.form.get(name, "") for name in ("recipient", "ground"))
    within = asked.who.range
    if not all(0 < len(code) <= _LONGEST for code in (recipient, claimed)) or (
        within.recipients is not None and recipient not in within.recipients
    ):  # fmt: skip
        return console.said(asked.lang, "missing", 404, asked.who)
    with console.desks.one() as desk:
        try:
            take(
                desk.connection, desk.vault, console.desks.registers(), asked.who.officer, asked.reason or "",
                Group(standing, recipient, claimed), asked.form.get("before", ""), asked.now,
                taken=asked.form.get("does") == "take",
            )  # fmt: skip
        except ChargeMoved:
            return shown(console, asked, moved=True)
    return to(asked, _address(standing, _order(asked), _whose(asked)))


def acknowledge(console: Console, asked: Asked, errors: Mapping[str, Text] | None = None) -> Response:
    """Ask what is done about an alert."""
    with console.desks.one() as desk:
        one = _found(desk, asked)
    if one is None:
        return console.said(asked.lang, "missing", 404, asked.who)
    options = [(code, dict(zip(("ja", "en"), words.split(" / "), strict=True))[asked.lang], "")
               for code, words in NOTES.items()]  # fmt: skip
    return console.render(
        asked, "alert.html", WORDS["acknowledge_title"].told_in(asked.lang), words=WORDS, errors=errors,
        typed={"note": ""}, options=options, alert=alert_line(console.desks.registers(), one, asked.now),
        crumbs=[("/violations?show=alerts", WORDS["violations"].told_in(asked.lang))],
    )  # fmt: skip


def acknowledged(console: Console, asked: Asked) -> Response:
    """Enter what is done about an alert, by name."""
    note = asked.form.get("note", "")
    if note not in NOTES:
        return acknowledge(console, asked, {"note": WORDS["note_missing"]})
    with console.desks.one() as desk:
        one = _found(desk, asked)
        if one is None:
            return console.said(asked.lang, "missing", 404, asked.who)
        try:
            check_other(one, asked.who.officer)
        except OwnAlert:
            return acknowledge(console, asked, {"note": WORDS["own_alert"]})
        enter_act(
            desk.connection, desk.vault, console.desks.registers(), asked.who.officer, asked.reason or "",
            "alerts acknowledge", {"alert": one.idx, "note": note}, None, asked.now, None, DECISIONS,
        )  # fmt: skip
    return to(asked, "/violations?show=alerts")


def _found(desk: Desk, asked: Asked) -> Alert | None:
    named = asked.params["alert"]
    try:
        return find_alert(
            desk.connection, read_head(desk.connection, LOG_ID).size, int(named) if named[:18].isdecimal() else -1
        )
    except (NoSuchAlert, ValueError):
        return None


ROUTES = (
    Route("GET", "/violations", LOOKS, shown, personal=True, menu=WORDS["violations"]),
    Route("POST", "/violations", DECISIONS, charged, personal=True),
    Route("GET", "/violations/alerts/{alert}", DECISIONS, acknowledge, personal=True),
    Route("POST", "/violations/alerts/{alert}", DECISIONS, acknowledged, personal=True),
)

"""What is wrong or not yet known: violations and undetermined records in groups, and alerts nobody acknowledged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import psycopg
from fastapi.responses import Response

from ledger.cases.moments import minute, short
from ledger.cases.texts import Text
from ledger.judging.acts import DECISIONS, LOOKS, enter_act
from ledger.judging.alerts import NOTES, Alert, NoSuchAlert, addressees, alerts, find_alert
from ledger.judging.standing import Group, Standing, groups
from ledger.law.catalogue import ground
from ledger.log.head import LOG_ID, read_head
from ledger.registers.snapshot import Registers
from ledger.web.console.console import Console, to
from ledger.web.console.parts import DAY_PARTS, filled, gaps, recipient_name
from ledger.web.console.records import SECONDS
from ledger.web.console.routes import Asked, Route
from ledger.web.console.watch_words import WORDS
from ledger.web.desks import Desk

_TABS: tuple[Standing, ...] = ("violation", "undetermined")
#: Groups and alerts of a page.
_MOST = 50
_WAITING = "select count(*), min(first_index) from outbox where log_id = %s and kind = 'alerts'"


def shown(console: Console, asked: Asked) -> Response:
    """Show one of the tabs: groups of violations, of undetermined records, or open alerts."""
    named = asked.query.get("show", "violation")
    registers = console.desks.registers()
    by_range = asked.who.range.people is not None
    tab: Standing | None = None if named == "alerts" else "undetermined" if named == "undetermined" else "violation"
    with console.desks.one() as desk:
        as_of = read_head(desk.connection, LOG_ID).size
        enter_act(
            desk.connection, desk.vault, registers, asked.who.officer, asked.reason or "", "console violations",
            {"show": tab or "alerts", "as_of": as_of}, None, asked.now, None, LOOKS,
        )  # fmt: skip
        found = None if tab is None or by_range else _groups(desk, asked, tab, as_of)
        opened = alerts(desk.connection, as_of, only_open=True, limit=_MOST) if tab is None else []
        waiting = desk.connection.execute(_WAITING, (LOG_ID,)).fetchone()
        missing = gaps(desk, registers, asked.now)
    return console.render(
        asked, "violations.html", WORDS["violations"].told_in(asked.lang), words=WORDS, tab=tab or "alerts",
        tabs=(*_TABS, "alerts"), by_range=by_range, gaps=missing, most=_MOST, as_of=as_of, now=minute(asked.now),
        found=None if found is None else [_line(registers, asked, tab, one) for one in found],
        alerts=[_alert(registers, asked, one) for one in opened], waiting=waiting if waiting and waiting[0] else None,
        total=filled(WORDS["group_total"], sum(one.records for one in found), len(found)) if found else None,
        may=bool(DECISIONS & asked.who.roles),
    )  # fmt: skip


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
        typed={"note": ""}, options=options, alert=_alert(console.desks.registers(), asked, one),
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


def _groups(desk: Desk, asked: Asked, tab: Standing, as_of: int) -> list[Group] | None:
    """Return the groups, None where counting them took too long."""
    try:
        with desk.connection.transaction():
            desk.connection.execute(f"set local statement_timeout = {SECONDS * 1000}".encode())
            return groups(desk.connection, tab, as_of, asked.who.range, _MOST)
    except psycopg.errors.QueryCanceled:
        return None


def _line(registers: Registers, asked: Asked, tab: Standing | None, one: Group) -> dict[str, Any]:
    query = {"recipient": one.recipient, "ground": one.ground, "verdict": tab or ""}
    for name, at in (("since", one.first), ("until", one.last)):
        written = short(at)[:10].split("-")
        query |= {f"{name}_{part}": str(int(said)) for part, said in zip(DAY_PARTS, written, strict=True)}
    awaits = [WORDS.get(f"awaits_{kind}", WORDS["awaits_other"]) for kind in (one.awaits or "").split(",") if kind]
    return {
        "recipient": recipient_name(registers, one.recipient, asked.now), "ground": Text(*ground(one.ground)),
        "people": filled(WORDS["people"], one.people), "records": filled(WORDS["records"], one.records),
        "first": short(one.first)[:10], "last": short(one.last)[:10], "awaits": awaits,
        "address": f"/records?{urlencode(query)}",
    }  # fmt: skip


def _alert(registers: Registers, asked: Asked, one: Alert) -> dict[str, Any]:
    about = Text(*[one.source or one.about or "–"] * 2)
    escalated = None if one.escalated_at is None else filled(
        WORDS["escalated"], short(one.escalated_at), one.escalated_to or WORDS["everyone"]
    )  # fmt: skip
    return {
        "idx": one.idx, "kind": WORDS.get(f"kind_{one.kind}", Text(one.kind, one.kind)), "raised": short(one.raised_at),
        "record": one.record_idx, "about": about, "escalated": escalated,
        "responsible": ", ".join(addressees(registers, one.responsible, asked.now)),
    }  # fmt: skip


ROUTES = (
    Route("GET", "/violations", LOOKS, shown, personal=True, menu=WORDS["violations"]),
    Route("GET", "/violations/alerts/{alert}", DECISIONS, acknowledge, personal=True),
    Route("POST", "/violations/alerts/{alert}", DECISIONS, acknowledged, personal=True),
)

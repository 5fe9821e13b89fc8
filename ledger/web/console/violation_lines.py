"""Lines of the page about what is wrong or not yet known: each leads to its records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from ledger.cases.moments import minute, short
from ledger.cases.texts import Text
from ledger.judging.alerts import Alert, addressees
from ledger.judging.charges import Charge
from ledger.judging.put_right import PutRight
from ledger.judging.standing import Group, Standing
from ledger.law.catalogue import ground
from ledger.law.days import jst_day
from ledger.registers.snapshot import Registers
from ledger.web.console.parts import filled, joined, period_written, recipient_name
from ledger.web.console.records_words import CAUSES
from ledger.web.console.runbook import step_page
from ledger.web.console.runbook_words import alert_named
from ledger.web.console.watch_words import WORDS


def group_line(
    registers: Registers, standing: Standing, one: Group, graces: Mapping[str, int], now: int
) -> dict[str, Any]:  # fmt: skip
    """Return a group of records. ``graces``: for how long (µs) each kind of fact is waited for."""
    return {
        **_common(registers, one, {"verdict": standing}, now),
        "awaits": joined([WORDS[f"awaits_{kind}"] for kind in _kinds(one)]),
        "next_try": _next_try(one, graces, now) if standing == "undetermined" else None,
    }  # fmt: skip


def charge_line(one: Group, charge: Charge | None, officer: str) -> dict[str, Any]:
    """Return who sees to a group, with what its form says."""
    return {
        "recipient_code": one.recipient, "ground_code": one.ground, "owner": charge.owner if charge else "",
        "mine": charge is not None and charge.owner == officer,
        "owned_since": short(charge.since)[:10] if charge else "",
    }  # fmt: skip


def put_right_line(registers: Registers, one: PutRight, now: int) -> dict[str, Any]:
    """Return a group of violations that were put right."""
    return {
        **_common(registers, one, {}, now), "from": short(one.from_)[:10], "to": short(one.to)[:10],
        "causes": joined([CAUSES.get(kind, Text(kind, kind)) for kind in one.causes]),
    }  # fmt: skip


def alert_line(registers: Registers, one: Alert, now: int) -> dict[str, Any]:
    """Return an alert with its officers."""
    escalated = None if one.escalated_at is None else filled(
        WORDS["escalated"], short(one.escalated_at), one.escalated_to or WORDS["everyone"]
    )  # fmt: skip
    return {
        "idx": one.idx, "kind": alert_named(one.kind), "steps": step_page(one.kind), "raised": short(one.raised_at),
        "record": one.record_idx, "about": Text(*[one.source or one.about or "–"] * 2), "escalated": escalated,
        "responsible": ", ".join(addressees(registers, one.responsible, now)), "unsent": one.unsent,
    }  # fmt: skip


def _common(registers: Registers, one: Group | PutRight, filters: Mapping[str, str], now: int) -> dict[str, Any]:
    days = period_written(jst_day(one.first), jst_day(one.last))
    query = {"recipient": one.recipient, "ground": one.ground, **filters, **days}
    return {
        "recipient": recipient_name(registers, one.recipient, now), "ground": Text(*ground(one.ground)),
        "people": filled(WORDS["people"], one.people), "records": filled(WORDS["records"], one.records),
        "count": one.records,
        "first": short(one.first)[:10], "last": short(one.last)[:10], "address": f"/records?{urlencode(query)}",
    }  # fmt: skip


def _kinds(one: Group) -> list[str]:
    """Return what is missing; where it is none of what can arrive, it is for officers to accept what came."""
    return (one.awaits or "").split() or ["acceptance"]


def _next_try(one: Group, graces: Mapping[str, int], now: int) -> Text:
    """Return when the oldest record of a group is judged without what is missing, if that does not come before."""
    ends = [one.first + graces[kind] for kind in _kinds(one) if kind in graces]
    if not ends:
        return WORDS["try_when_it_comes"]
    return filled(WORDS["try_at" if min(ends) > now else "try_passed"], minute(min(ends)))

"""Stops by the person: what each ground bars, and what it never does.

27(2) bars the opt-out route only. Withdrawal bars what rests on consents given before it. 35(1) and 35(5) (handling in
breach, no longer needed, an incident, harm) bar use and provision; 35(3) bars provision to third parties, and 27(5)
recipients are none. No stop bars an item of 27(1), a consent given after it, or what lies outside its scope, and none
reaches past its end. A stop binds from its own instant on. One that names items leaves an earlier consent standing for
all others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from ledger.law.types import Act, ConsentChange, Found, RuleAnswer

CONSENTS = frozenset({"consent", "28(1)consent"})
_NOT_THIRD_PARTY = frozenset({"27(5)i", "27(5)ii", "27(5)iii"})
#: The Act has no article on withdrawal: what is missing then is the consent.
_ARTICLE = {"withdrawal": "27(1)"}
#: Grounds of a provision that each ground of a stop bars.
BARS = {
    "27(2)": frozenset({"27(2)"}),
    "withdrawal": CONSENTS,
    "35(1)": CONSENTS | _NOT_THIRD_PARTY | {"27(2)", "interpretation"},
    "35(3)": CONSENTS | {"27(2)", "interpretation"},
    "35(5)": CONSENTS | _NOT_THIRD_PARTY | {"27(2)", "interpretation"},
}


class StopOrder(NamedTuple):
    """A stop that was asked for and found right: from ``at`` (µs UTC) until before ``ends_at`` (None: open), for these
    recipients and items (None: all)."""

    idx: int
    ground: str
    at: int
    ends_at: int | None
    recipients: frozenset[str] | None
    items: frozenset[str] | None


def covering(stops: Iterable[StopOrder], act: Act, at: int) -> tuple[StopOrder, ...]:
    """Return the stops in force at the instant whose scope the act touches."""
    return tuple(
        stop
        for stop in stops
        if stop.at <= at
        and (stop.ends_at is None or at < stop.ends_at)
        and (stop.recipients is None or act.recipient in stop.recipients)
        and (stop.items is None or not stop.items.isdisjoint(act.items))
    )


def left_standing(changes: Sequence[ConsentChange], stops: Iterable[StopOrder]) -> tuple[ConsentChange, ...]:
    """Return the consent changes that the stops leave: what was given up to a stop no longer counts for what it
    stopped, and still does for items that it does not name."""
    barring = [stop for stop in stops if BARS.get(stop.ground, frozenset()) & CONSENTS]
    if not barring:
        return tuple(changes)
    return tuple(left for change in changes if (left := _left(change, barring)) is not None)


def _left(change: ConsentChange, barring: Sequence[StopOrder]) -> ConsentChange | None:
    after = [stop for stop in barring if change.at <= stop.at]
    if not after or change.change not in ("given", "changed"):
        return change
    items = tuple(item for item in change.scope.items if not any(_stops(stop, item) for stop in after))
    return change._replace(scope=replace(change.scope, items=items)) if items else None


def _stops(stop: StopOrder, item: str) -> bool:
    return stop.items is None or item in stop.items


def ask(act: Act, found: Found) -> RuleAnswer | None:
    """Does the act rest on what the person stopped? None where it does not. Of a consent: only once an item is left in
    none and none may still arrive, since one given after the stop stands."""
    barring = sorted(ground for ground in found.stopped if act.ground in BARS.get(ground, frozenset()))
    if not barring or (act.ground in CONSENTS and _may_stand(act, found)):
        return None
    return RuleAnswer("not_stopped", _ARTICLE.get(barring[0], barring[0]), "no")


def _may_stand(act: Act, found: Found) -> bool:
    left = {item for consent in found.consents for scope in consent.scopes for item in scope.items}
    return "consent" not in found.passed or (bool(left) and left.issuperset(act.items))

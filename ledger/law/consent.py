"""Consent (articles 27(1), 28(1)): in force before the instant of provision, and covering what was provided.

The Act asks for consent *beforehand* (あらかじめ), so one given at the very instant does not count, while a withdrawal at
that instant does. The Act has no article on withdrawal; that it stops later provisions and nothing else is our
interpretation. Naming each recipient is not asked for domestically: a range shown is enough (PPC Q&A 7-9).
"""

from __future__ import annotations

from collections.abc import Sequence

from ledger.law.days import jst_day
from ledger.law.types import Act, ConsentChange, ConsentScope, Found, RuleAnswer

_ENDING = "withdrawn"


def in_force(changes: Sequence[ConsentChange], at: int) -> tuple[ConsentScope, ...]:
    """Return what the person's consents covered at the instant (µs UTC), whatever the order in which they were told.

    What came late heals nothing but binds where it makes things worse: a late withdrawal ends a consent, a late
    giving only marks it as late.
    """
    by_consent: dict[str, list[ConsentChange]] = {}
    for change in changes:
        by_consent.setdefault(change.consent, []).append(change)
    scopes = [scope for told in by_consent.values() for scope in _scopes(told, at)]
    return tuple(sorted(scopes, key=repr))


def covers(scope: ConsentScope, act: Act, found: Found) -> bool:
    """Tell whether a consent in force covers recipient (named, or in the range shown), items and purpose."""
    named = scope.recipients is not None and act.recipient in scope.recipients
    ranged = scope.range is not None and found.recipient is not None and scope.range in found.recipient.ranges
    return (
        bool(scope.terms)
        and (named or ranged)
        and bool(act.items)
        and set(act.items) <= set(scope.items)
        and act.purpose in scope.purposes
    )


def ask(act: Act, found: Found) -> RuleAnswer:
    """Was the person's consent in force, in scope, at that instant?"""
    article = "27(1)"
    if not act.has_person:
        return RuleAnswer("consent_in_scope", article, "no")
    if any(not scope.late and covers(scope, act, found) for scope in found.consents):
        return RuleAnswer("consent_in_scope", article, "yes")
    if "consent" not in found.passed:
        return RuleAnswer("consent_in_scope", article, "missing", ("consent",))
    return RuleAnswer("consent_in_scope", article, "no")


def healed_late(act: Act, found: Found) -> bool:
    """Tell whether only consents that came late would cover the act."""
    fits = [scope.late for scope in found.consents if covers(scope, act, found)]
    return bool(fits) and all(fits)


def _scopes(told: Sequence[ConsentChange], at: int) -> list[ConsentScope]:
    ordered = sorted(told, key=lambda change: (change.at, change.change == _ENDING, change.idx))
    binding = [change for change in ordered if change.at < at or (change.change == _ENDING and change.at <= at)]
    if not binding:
        return []
    last = binding[-1]
    if last.change == _ENDING:
        return []
    timely = [change for change in binding if not change.late]
    found = [last]
    if last.late and timely and timely[-1].change != _ENDING:
        # What was told late may narrow a consent but not widen it: both readings must cover the act.
        found = [_narrower(timely[-1], last), last]
    day = jst_day(at)
    return [
        ConsentScope(
            change.terms, change.recipients, change.range, change.items, change.purposes, change.consented_by,
            change.foreign_information, change is last and last.late,
        )
        for change in found
        if (change.first_day is None or change.first_day <= day) and (change.last_day is None or day <= change.last_day)
    ]  # fmt: skip


def _narrower(timely: ConsentChange, late: ConsentChange) -> ConsentChange:
    """Return what both readings of one consent allow."""
    both_named = timely.recipients is not None and late.recipients is not None
    return ConsentChange(
        idx=timely.idx, consent=timely.consent, change=timely.change, at=timely.at, late=False, terms=timely.terms,
        recipients=(
            tuple(code for code in timely.recipients if code in late.recipients)
            if both_named and timely.recipients is not None and late.recipients is not None
            else timely.recipients if late.recipients is None and late.range == timely.range else ()
        ),
        range=timely.range if timely.range == late.range else None,
        items=tuple(item for item in timely.items if item in late.items),
        purposes=tuple(purpose for purpose in timely.purposes if purpose in late.purposes),
        first_day=_later(timely.first_day, late.first_day),
        last_day=_earlier(timely.last_day, late.last_day),
        channel=timely.channel, consented_by=timely.consented_by, foreign_information=timely.foreign_information,
    )  # fmt: skip


def _later(one: int | None, other: int | None) -> int | None:
    return max((day for day in (one, other) if day is not None), default=None)


def _earlier(one: int | None, other: int | None) -> int | None:
    return min((day for day in (one, other) if day is not None), default=None)

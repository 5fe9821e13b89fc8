"""Consent (articles 27(1), 28(1)): in force before the instant of provision, and covering what was provided.

The Act asks for consent *beforehand* (あらかじめ), so one given at the very instant does not count, while a withdrawal
at that instant does. The Act has no article on withdrawal; that it stops later provisions and nothing else is our
interpretation. Naming each recipient is not asked for domestically: a range shown is enough (PPC Q&A 7-9).
"""

from __future__ import annotations

from collections.abc import Sequence

from ledger.law.days import jst_day
from ledger.law.types import Act, ConsentChange, ConsentScope, Found, InForce, RuleAnswer

#: Changes that give; whatever else is told of a consent ends it.
_GIVING = frozenset({"given", "changed"})
_NONE: frozenset[InForce] = frozenset()


def in_force(changes: Sequence[ConsentChange], at: int) -> frozenset[InForce]:
    """Return what the person's consents allowed at the instant (µs UTC), whatever the order in which they were told.

    What came late heals nothing but binds where it makes things worse: a late withdrawal ends a consent, a late
    change may narrow it, and neither a late giving nor a late widening counts.
    """
    if len(changes) == 1:
        return _in_force(changes, at)
    by_consent: dict[str, list[ConsentChange]] = {}
    for change in changes:
        by_consent.setdefault(change.consent, []).append(change)
    return _NONE.union(*(_in_force(told, at) for told in by_consent.values()))


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
    if any(allows(consent, act, found) for consent in found.consents):
        return RuleAnswer("consent_in_scope", article, "yes")
    if "consent" not in found.passed:
        return RuleAnswer("consent_in_scope", article, "missing", ("consent",))
    return RuleAnswer("consent_in_scope", article, "no")


def allows(consent: InForce, act: Act, found: Found) -> bool:
    """Tell whether a consent allows the act by what came in time."""
    return bool(consent.scopes) and all(covers(scope, act, found) for scope in consent.scopes)


def healed_late(act: Act, found: Found) -> bool:
    """Tell whether only what came late would allow the act."""
    return not any(allows(consent, act, found) for consent in found.consents) and any(
        consent.told is not None and covers(consent.told, act, found) for consent in found.consents
    )


def _in_force(told: Sequence[ConsentChange], at: int) -> frozenset[InForce]:
    """Return what one consent allowed at the instant, given all that was ever told of it."""
    binding = [change for change in told if change.at < at or (change.change not in _GIVING and change.at <= at)]
    if not binding:
        return _NONE
    # At one instant an ending comes last: it must not be undone by a giving of the same moment.
    binding.sort(key=lambda change: (change.at, change.change not in _GIVING, change.idx))
    scopes: tuple[ConsentScope, ...] = ()
    for change in binding:
        if change.change not in _GIVING:
            scopes = ()
        elif not change.late:
            scopes = (change.scope,)
        elif scopes:
            scopes = (*scopes, change.scope)
    day = jst_day(at)
    if not all(_on(scope, day) for scope in scopes):
        scopes = ()
    last = binding[-1]
    if last.change not in _GIVING or not _on(last.scope, day):
        return frozenset({InForce(scopes, None)}) if scopes else _NONE
    return frozenset({InForce(scopes, last.scope)})


def _on(scope: ConsentScope, day: int) -> bool:
    return (scope.first_day is None or scope.first_day <= day) and (scope.last_day is None or day <= scope.last_day)

"""Consent (articles 27(1), 28(1)): in force before the instant of provision, and covering what was provided.

The Act asks for consent *beforehand* (あらかじめ), so one given at the very instant does not count, while a withdrawal
at that instant does. The Act has no article on withdrawal; that it stops later provisions and nothing else is our
interpretation. Naming each recipient is not asked for domestically: a range shown is enough (PPC Q&A 7-9).

A consent says which version of the text was shown. Where that version is registered, the consent reaches no further
than its text did at the instant of the consent: to what the register says of it since, nobody has consented. A text
that was first shown later can not have been shown. Where the person could not judge (minors, adults under
guardianship), a representative must have consented (general guideline 2-16); somebody else's consent for who could
judge is not 本人の同意, which is our strict reading. What was withdrawn can not be changed: only what is given anew
allows anything again, another reading of ours. Consent to provision *abroad* is another consent: since 2022-04-01 only
one before which the information of article 28(2) was shown, as the register had it then.

Consents add up by item: what one covers of an act and another the rest, both cover together. Recipient and purpose are
never put together from two.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from ledger.law.days import jst_day, midnight
from ledger.law.registered import TermsEntry
from ledger.law.rulesets import DAY_2022_04_01
from ledger.law.types import NOT_SHOWN_YET, Act, ConsentChange, ConsentScope, Found, InForce, RuleAnswer

#: Changes that give; whatever else is told of a consent ends it.
GIVING = frozenset({"given", "changed"})
#: The change that gives again what had ended.
_ANEW = "given"
_NONE: frozenset[InForce] = frozenset()
_INFORMED_SINCE = midnight(DAY_2022_04_01)
#: Said of who could judge, but was under 16: it matters under the 2026 amendment only.
_UNDER_16 = "under_16"


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
        bool(scope.terms and scope.terms_said)
        and (named or ranged)
        and bool(act.items)
        and set(act.items) <= set(scope.items)
        and act.purpose in scope.purposes
        and _said(scope, act, found)
        and _by_who_may(scope, found)
    )


def informed(scope: ConsentScope, found: Found, country: str) -> bool:
    """Tell whether the person had been shown what 28(2) asks for, for this country.

    A registered notice must be whole and name the country; information told in words counts as its source says. A
    consent from before 2022-04-01 needs none.
    """
    if scope.before_28_2 or not found.rules.informed_foreign_consent:
        return True
    if scope.foreign_information is None:
        return False
    for notice in found.notices:
        if notice.code == scope.foreign_information and notice.version == scope.information:
            return not notice.lacking and country in notice.countries
    return True


def ask(act: Act, found: Found, country: str | None = None) -> RuleAnswer:
    """Was the person's consent in force, in scope, at that instant? With ``country``: to provision abroad (28(1))."""
    article = "27(1)" if country is None else "28(1)"
    if not act.has_person:
        return RuleAnswer("consent_in_scope", article, "no")
    if _allowed(act, found, country):
        return RuleAnswer("consent_in_scope", article, "yes")
    if "consent" not in found.passed:
        return RuleAnswer("consent_in_scope", article, "missing", ("consent",))
    if country is not None and _allowed(act, found, None):
        return RuleAnswer("foreign_information_shown", "28(2)", "no", ("evidence:foreign_information",))
    return RuleAnswer("consent_in_scope", article, "no", ("consent",))


def allows(consent: InForce, act: Act, found: Found, country: str | None = None) -> bool:
    """Tell whether a consent allows the act by what came in time."""
    return bool(consent.scopes) and all(_reaches(scope, act, found, country) for scope in consent.scopes)


def healed_late(act: Act, found: Found, country: str | None = None) -> bool:
    """Tell whether only what came late would allow the act."""

    def told(part: Act) -> bool:
        return any(
            allows(consent, part, found, country)
            or (consent.told is not None and _reaches(consent.told, part, found, country))
            for consent in found.consents
        )

    return not _allowed(act, found, country) and _item_by_item(act, told)


def terms_shown(act: Act, found: Found, country: str | None = None) -> str:
    """Return the version of the text behind the consent that allows the act, or nothing."""
    if not _allowed(act, found, country):
        return ""
    for parts in ((act,), _parts(act)):
        shown = {
            consent.scopes[-1].terms
            for consent in found.consents
            if any(allows(consent, part, found, country) for part in parts)
        }
        if shown:
            return min(shown)
    return ""


def _allowed(act: Act, found: Found, country: str | None) -> bool:
    return _item_by_item(act, lambda part: any(allows(consent, part, found, country) for consent in found.consents))


def _item_by_item(act: Act, covered: Callable[[Act], bool]) -> bool:
    return covered(act) or (len(act.items) > 1 and all(map(covered, _parts(act))))


def _parts(act: Act) -> tuple[Act, ...]:
    return tuple(replace(act, items=(item,)) for item in act.items)


def _reaches(scope: ConsentScope, act: Act, found: Found, country: str | None) -> bool:
    return covers(scope, act, found) and (country is None or informed(scope, found, country))


def _said(scope: ConsentScope, act: Act, found: Found) -> bool:
    """Tell whether the text shown, where it is registered, said as much as the consent is told to cover."""
    for terms in found.terms:
        if terms.code == scope.terms and terms.version == scope.text:
            told = scope.terms_said in (terms.said, "said") or terms.said is None
            return told and _covered_by_text(terms, act, found)
    return scope.text != NOT_SHOWN_YET


def _covered_by_text(terms: TermsEntry, act: Act, found: Found) -> bool:
    ranges = found.recipient.ranges if found.recipient is not None else frozenset()
    limited = terms.recipients is not None or terms.ranges is not None
    named = act.recipient in (terms.recipients or ()) or bool(ranges & (terms.ranges or frozenset()))
    return (
        (named or not limited)
        and (terms.items is None or set(act.items) <= terms.items)
        and (terms.purposes is None or act.purpose in terms.purposes)
    )


def _by_who_may(scope: ConsentScope, found: Found) -> bool:
    """Tell whether somebody consented who could: the person, or a representative of whom cannot judge."""
    by_another = scope.consented_by is not None and bool(scope.consented_by.strip())
    if scope.incapacity is None:
        return not by_another
    return by_another or (scope.incapacity == _UNDER_16 and not found.rules.under_16_representative)


def _in_force(changes: Sequence[ConsentChange], at: int) -> frozenset[InForce]:
    """Return what one consent allowed at the instant, given all that was ever told of it."""
    binding = [change for change in changes if change.at < at or (change.change not in GIVING and change.at <= at)]
    if not binding:
        return _NONE
    # At one instant an ending comes last: it must not be undone by a giving of the same moment.
    binding.sort(key=lambda change: (change.at, change.change not in GIVING, change.idx))
    scopes: tuple[ConsentScope, ...] = ()
    told: ConsentScope | None = None
    over = told_over = False  # by what came in time, and by all that was told
    for change in binding:
        if change.change not in GIVING:
            scopes, told, over, told_over = (), None, True, True
            continue
        anew = change.change == _ANEW
        if anew or not told_over:
            told, told_over = _dated(change), False
        if change.late:
            scopes = (*scopes, _dated(change)) if scopes else ()
        elif anew or not over:
            scopes, over = (_dated(change),), False
    day = jst_day(at)
    if not all(_on(scope, day) for scope in scopes):
        scopes = ()
    if told is not None and not _on(told, day):
        told = None
    return frozenset({InForce(scopes, told)}) if scopes or told is not None else _NONE


def _dated(change: ConsentChange) -> ConsentScope:
    return change.scope if change.at >= _INFORMED_SINCE else replace(change.scope, before_28_2=True)


def _on(scope: ConsentScope, day: int) -> bool:
    return (scope.first_day is None or scope.first_day <= day) and (scope.last_day is None or day <= scope.last_day)

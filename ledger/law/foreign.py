"""Article 28: third parties abroad. Which of the two articles an act to somebody abroad falls under.

In the order of the Act: the operator itself, in its branch abroad, is no third party, an operator in Japan no foreign
one; a country that the Commission found equivalent is no foreign country; a recipient with a conforming system (Rule
16) is no foreign third party as long as its measures are checked about once a year and provision has not had to stop
(28(3), Rule 18). For all of these article 27 applies in full. For everybody else 28(1) applies in its place: the items
of 27(1), or consent to provision abroad; opt-out and 27(5) do not exist there. That a lapsed yearly check ends the
exception is our strict reading. A consent to provision abroad needs no conforming system, nor does what 31(1)ii asks
of a recipient abroad: where the system named does not hold, they are held to what counts without it. For pseudonymised
data 41(6) stands in the place of 28(1), by its wording wherever the recipient is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ledger.law.data_classes import PSEUDONYMISED
from ledger.law.registered import RecipientEntry
from ledger.law.stops import CONSENTS
from ledger.law.types import Act, Found, RuleAnswer, asked, unregistered

#: Countries the Commission found equivalent: the EEA and the United Kingdom (PPC notice of 2019-01-23, in force on the
#: day of the mutual decision), by the Japanese day from which. A register of countries may say otherwise.
EQUIVALENT_SINCE = 17_919
EQUIVALENT = frozenset(
    {
        "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GR", "HR", "HU", "IE", "IS", "IT",
        "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
    }
)  # fmt: skip


#: Grounds that hold without a conforming system too, if more was told to the person (28(2), 31(1)ii).
_HOLD_WITHOUT_SYSTEM = CONSENTS | {"31(1)"}


@dataclass(frozen=True, slots=True)
class Route:
    """Which article an act falls under: ``country`` is set where 28(1) applies. ``rules`` say why."""

    country: str | None
    rules: tuple[RuleAnswer, ...]
    marks: tuple[str, ...] = ()


def country_of(act: Act, recipient: RecipientEntry | None) -> str:
    """Return the other side's country; Japan if neither event nor register says.

    An event may tell that what the register has in Japan is abroad, and that what it has in a country that the
    Commission found equivalent is in another. It can not bring home what the register has abroad: where a legal person
    is, and so which article applies, is not for a source to claim.
    """
    registered = "JP" if recipient is None else recipient.country
    said = act.recipient_country or registered
    if registered == "JP" or (registered in EQUIVALENT and said not in {"JP", *EQUIVALENT}):
        return said
    return registered


def is_foreign(act: Act, recipient: RecipientEntry | None) -> bool:
    """Tell whether the other side is abroad and neither the operator itself nor an operator in Japan."""
    ours = recipient is not None and (recipient.legal_person == "operator" or recipient.domestic)
    return not ours and country_of(act, recipient) != "JP"


def route(act: Act, found: Found) -> Route:
    """Does article 28(1) apply, and what has to be flagged about the country?"""
    country = country_of(act, found.recipient)
    if country == "JP":
        return Route(None, ())
    if found.recipient is not None and found.recipient.legal_person == "operator":
        return Route(None, (RuleAnswer("the_same_legal_person", "28(1)", "yes"),))
    if found.recipient is not None and found.recipient.domestic:
        return Route(None, (RuleAnswer("operator_in_japan", "28(1)", "yes"),))
    marks = _country_marks(found)
    if found.country is not None and found.country.equivalent:
        return Route(None, (RuleAnswer("country_equivalent", "28(1)", "yes"),))
    if act.data_class == PSEUDONYMISED and found.rules.pseudonymised_information:
        return Route(None, (), marks)
    if not act.recipient_system:
        return Route(country, (RuleAnswer("country_equivalent", "28(1)", "not_asked"),), marks)
    rules = _system(act, found)
    failed = [rule for rule in rules if rule.answer == "no"]
    if failed and act.ground in _HOLD_WITHOUT_SYSTEM:
        return Route(country, tuple(replace(rule, answer="not_asked", missing=()) for rule in failed), marks)
    return Route(None, rules, marks)


def _system(act: Act, found: Found) -> tuple[RuleAnswer, ...]:
    """Does the recipient have a conforming system, checked, and not to be stopped?"""
    system = found.system
    if system is None:
        return (unregistered("system_known", "28(1)", "register:system", found),)
    held = (
        system.recipient == act.recipient
        and system.since <= found.day
        and (system.until is None or found.day <= system.until)
    )
    rules = [asked("system_in_place", "28(1)", held)]
    if found.rules.system_checks:
        fresh = system.due is not None and found.day <= system.due
        rules.append(asked("system_checked", "28(3)", fresh, "evidence:system_check"))
        rules.append(
            asked("system_not_to_be_stopped", "28(3)", system.stop_from is None or found.day < system.stop_from)
        )
    return tuple(rules)


def _country_marks(found: Found) -> tuple[str, ...]:
    """A country's system that was never looked into, or longer ago than its interval, is flagged."""
    fresh = found.country is not None and found.country.due is not None and found.day <= found.country.due
    return () if fresh else ("country_not_surveyed",)

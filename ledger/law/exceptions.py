"""Article 27(1), items i to vii: the exceptions, each with the test its wording forces.

A court or police order of a foreign state is not 法令: the statute cited must be domestic (ordinances count). Items v
and vi are open to a provider that is an academic research institution itself (article 16(8)): universities, institutes
whose main aim is research, academic societies. Developing products is no academic purpose (general guideline 2-19).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ledger.law.agreements import agreement
from ledger.law.types import Act, Found, RuleAnswer, asked, unregistered

_PUBLIC_KINDS = frozenset({"government", "local_government", "police", "child_guidance"})
#: Purposes of the other side that are no academic research, whatever is said beside them.
_NOT_ACADEMIC = frozenset({"product_development"})


def _based_on_law(act: Act, found: Found) -> tuple[RuleAnswer, ...]:
    """Item i: 法令に基づく場合."""
    cited = act.all_shown("statute")
    if not cited:
        return (asked("statute_cited", "27(1)i", False, "evidence:statute"),)
    known_ones = [statute for statute in found.statutes if statute.code in cited]
    domestic = any(statute.domestic for statute in known_ones)
    if not domestic and len(known_ones) < len(set(cited)):
        return (unregistered("statute_known", "27(1)i", "register:statute", found),)
    return (asked("statute_domestic", "27(1)i", domestic),)


def _protects_life(act: Act, found: Found) -> tuple[RuleAnswer, ...]:
    """Item ii: necessary for life, body or property, and hard to obtain consent."""
    del found
    return shown(act, "27(1)ii", "necessity", "consent_difficult")


def _public_health(act: Act, found: Found) -> tuple[RuleAnswer, ...]:
    """Item iii: *especially* necessary for public health or children, and hard to obtain consent."""
    del found
    return shown(act, "27(1)iii", "special_necessity", "consent_difficult")


def _public_duty(act: Act, found: Found) -> tuple[RuleAnswer, ...]:
    """Item iv: to a state or local body, or one it entrusted, whose duty asking for consent would impede."""
    rules = shown(act, "27(1)iv", "public_duty", "impediment")
    if found.recipient is None:
        return (*rules, unregistered("recipient_is_public_body", "27(1)iv", "register:recipient", found))
    if found.recipient.kind in _PUBLIC_KINDS:  # of a foreign state: a body of its own, whoever is said to entrust it
        return (*rules, asked("recipient_is_public_body", "27(1)iv", found.recipient.country == "JP"))
    entrusted = act.shows("entrusted_by") is not None
    return (*rules, asked("recipient_is_public_body", "27(1)iv", entrusted, "evidence:entrusted_by"))


def _academic_publication(act: Act, found: Found) -> tuple[RuleAnswer, ...]:
    """Item v: by an academic institution, unavoidable for publishing results or teaching."""
    rules = shown(act, "27(1)v", "publication_unavoidable", "no_unjust_infringement")
    return (*rules, _by_academic_operator(found, "27(1)v"))


def _joint_research(act: Act, found: Found) -> tuple[RuleAnswer, ...]:
    """Item vi: by an academic institution, for academic research done jointly with the recipient, which need not be
    academic itself."""
    return (
        *academic_purpose(act, "27(1)vi"),
        *agreement(act, found, "joint_research", "27(1)vi")[1],
        _by_academic_operator(found, "27(1)vi"),
    )


def _academic_recipient(act: Act, found: Found) -> tuple[RuleAnswer, ...]:
    """Item vii: to an academic institution that needs it for research, rights not unjustly infringed."""
    rules = academic_purpose(act, "27(1)vii")
    if found.recipient is None:
        return (*rules, unregistered("recipient_is_academic", "27(1)vii", "register:recipient", found))
    return (*rules, asked("recipient_is_academic", "27(1)vii", found.recipient.kind == "academic"))


def shown(act: Act, article: str, *codes: str) -> tuple[RuleAnswer, ...]:
    """Is each kind of evidence that the wording asks for shown?"""
    return tuple(asked(f"{code}_shown", article, act.shows(code) is not None, f"evidence:{code}") for code in codes)


def academic_purpose(act: Act, article: str) -> tuple[RuleAnswer, ...]:
    """Is it for academic research, and are rights not unjustly infringed?"""
    return (
        *shown(act, article, "academic_purpose", "no_unjust_infringement"),
        asked("purpose_is_academic", article, act.recipient_purpose not in _NOT_ACADEMIC),
    )


def _by_academic_operator(found: Found, article: str) -> RuleAnswer:
    if found.academic_operator is None:
        return unregistered("operator_is_academic", article, "register:operator", found)
    return asked("operator_is_academic", article, found.academic_operator)


EXCEPTIONS: Mapping[str, Callable[[Act, Found], tuple[RuleAnswer, ...]]] = {
    "27(1)i": _based_on_law,
    "27(1)ii": _protects_life,
    "27(1)iii": _public_health,
    "27(1)iv": _public_duty,
    "27(1)v": _academic_publication,
    "27(1)vi": _joint_research,
    "27(1)vii": _academic_recipient,
}

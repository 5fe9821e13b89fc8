"""Article 27(1), items i to vii: the exceptions, each with the test its wording forces.

A court or police order of a foreign state is not 法令: the statute cited must be domestic (ordinances count). Items v
and vi are open to a provider that is an academic research institution itself (article 16(8)): universities, institutes
whose main aim is research, academic societies. Developing products is no academic purpose (general guideline 2-19).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ledger.law.types import Act, Found, RuleAnswer

_PUBLIC_KINDS = frozenset({"government", "local_government", "police", "child_guidance"})


def _based_on_law(act: Act, found: Found) -> RuleAnswer:
    """Item i: 法令に基づく場合."""
    cited = act.all_shown("statute")
    if not cited:
        return RuleAnswer("statute_cited", "27(1)i", "no")
    known_ones = [statute for statute in found.statutes if statute.code in cited]
    domestic = any(statute.domestic for statute in known_ones)
    if not domestic and len(known_ones) < len(set(cited)):
        known = "register" in found.passed
        return RuleAnswer(
            "statute_known", "27(1)i", "no" if known else "missing", () if known else ("register:statute",)
        )
    return RuleAnswer("statute_domestic", "27(1)i", "yes" if domestic else "no")


def _protects_life(act: Act, found: Found) -> RuleAnswer:
    """Item ii: necessary for life, body or property, and hard to obtain consent."""
    del found
    return _all_shown(act, "27(1)ii", "necessity", "consent_difficult")


def _public_health(act: Act, found: Found) -> RuleAnswer:
    """Item iii: *especially* necessary for public health or children, and hard to obtain consent."""
    del found
    return _all_shown(act, "27(1)iii", "special_necessity", "consent_difficult")


def _public_duty(act: Act, found: Found) -> RuleAnswer:
    """Item iv: to a state or local body, or one it entrusted, whose duty asking for consent would impede."""
    shown = _all_shown(act, "27(1)iv", "public_duty", "impediment")
    if shown.answer != "yes":
        return shown
    if found.recipient is None:
        return RuleAnswer("recipient_is_public_body", "27(1)iv", "missing", ("register:recipient",))
    public = found.recipient.kind in _PUBLIC_KINDS and found.recipient.country == "JP"
    entrusted = act.shows("entrusted_by") is not None
    return RuleAnswer("recipient_is_public_body", "27(1)iv", "yes" if public or entrusted else "no")


def _academic_publication(act: Act, found: Found) -> RuleAnswer:
    """Item v: by an academic institution, unavoidable for publishing results or teaching."""
    shown = _all_shown(act, "27(1)v", "publication_unavoidable", "no_unjust_infringement")
    return _by_academic_operator(found, "27(1)v") if shown.answer == "yes" else shown


def _joint_research(act: Act, found: Found) -> RuleAnswer:
    """Item vi: by an academic institution, for academic research done jointly with the recipient, which need not be
    academic itself."""
    shown = _all_shown(act, "27(1)vi", "academic_purpose", "no_unjust_infringement")
    if shown.answer != "yes":
        return shown
    if act.agreement is None or not act.agreement.strip():
        return RuleAnswer("joint_research_agreement_named", "27(1)vi", "no")
    return _by_academic_operator(found, "27(1)vi")


def _by_academic_operator(found: Found, article: str) -> RuleAnswer:
    if found.academic_operator is None and "register" not in found.passed:
        return RuleAnswer("operator_is_academic", article, "missing", ("register:operator",))
    return RuleAnswer("operator_is_academic", article, "yes" if found.academic_operator else "no")


def _academic_recipient(act: Act, found: Found) -> RuleAnswer:
    """Item vii: to an academic institution that needs it for research, rights not unjustly infringed."""
    shown = _all_shown(act, "27(1)vii", "academic_purpose", "no_unjust_infringement")
    if shown.answer != "yes":
        return shown
    if found.recipient is None:
        return RuleAnswer("recipient_is_academic", "27(1)vii", "missing", ("register:recipient",))
    return RuleAnswer("recipient_is_academic", "27(1)vii", "yes" if found.recipient.kind == "academic" else "no")


def _all_shown(act: Act, article: str, *codes: str) -> RuleAnswer:
    lacking = next((code for code in codes if act.shows(code) is None), None)
    return RuleAnswer(f"{lacking}_shown" if lacking else "evidence_shown", article, "no" if lacking else "yes")


EXCEPTIONS: Mapping[str, Callable[[Act, Found], RuleAnswer]] = {
    "27(1)i": _based_on_law,
    "27(1)ii": _protects_life,
    "27(1)iii": _public_health,
    "27(1)iv": _public_duty,
    "27(1)v": _academic_publication,
    "27(1)vi": _joint_research,
    "27(1)vii": _academic_recipient,
}

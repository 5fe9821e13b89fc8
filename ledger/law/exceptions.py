"""Article 27(1), items i–iv and vii: the five exceptions that section 4 of the policy names, each with the test its
wording forces. Items v and vi ask about the provider's own academic status and are judged with the rest of the law.

A court or police order of a foreign state is not 法令: the statute cited must be domestic (ordinances count).
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
    "27(1)vii": _academic_recipient,
}

"""The other side, items and purpose must be known: articles 29(1) and 17, and the promise to announce purposes (21(1)).

A record has to name recipient and items; what no register knows by the time all register facts have come cannot be
named, so the act is judged a violation. That reading is ours; a lawyer should confirm it.
"""

from __future__ import annotations

from ledger.law.types import Act, Found, RuleAnswer, asked, unregistered


def ask(act: Act, found: Found) -> tuple[RuleAnswer, ...]:
    """Are the other side and the items known?"""
    article = "29(1)" if act.role == "provider" else "30(3)"
    return (
        _known("recipient_known", article, found.recipient is not None, "register:recipient", found),
        _known(
            "items_known", article, bool(act.items) and all(item is not None for item in found.items), "register:item",
            found,
        ),
    )  # fmt: skip


def ask_purpose(found: Found) -> tuple[RuleAnswer, ...]:
    """Is the purpose known, and was it announced by then?"""
    if found.purpose is None:
        return (unregistered("purpose_known", "17(1)", "register:purpose", found),)
    return (
        RuleAnswer("purpose_known", "17(1)", "yes"),
        asked("purpose_announced", "21(1)", found.purpose_announced),
    )


def _known(question: str, article: str, known: bool, missing: str, found: Found) -> RuleAnswer:
    return RuleAnswer(question, article, "yes") if known else unregistered(question, article, missing, found)

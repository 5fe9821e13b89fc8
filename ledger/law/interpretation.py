"""Exemptions by interpretation (PPC confirmation and record guideline 2-2): the person provides through us, the
recipient is one with the person, the information is public, the recipient only looks at it, and the like.

No wording of the Act says so, therefore each reading is registered with the officer who approved it, and an act that
rests on one names it. Without an approval there is no exemption.
"""

from __future__ import annotations

from ledger.law.types import Act, Found, RuleAnswer, asked, unregistered

_ARTICLE = "29(1) interpretation"


def ask(act: Act, found: Found) -> tuple[RuleAnswer, ...]:
    """Is a reading named, registered for this side, and approved by an officer?"""
    if act.shows("interpretation") is None:
        return (asked("interpretation_named", _ARTICLE, False, "evidence:interpretation"),)
    entry = found.interpretation
    if entry is None:
        return (unregistered("interpretation_known", _ARTICLE, "register:interpretation", found),)
    return (
        asked("interpretation_for_this_side", _ARTICLE, entry.side in (act.role, "both")),
        asked("interpretation_approved", _ARTICLE, bool(entry.approved_by), "register:interpretation"),
    )

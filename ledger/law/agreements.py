"""Agreements that a provision rests on: named by the event, registered, with this recipient, in force on the day."""

from __future__ import annotations

from ledger.law.registered import AgreementEntry
from ledger.law.types import Act, Found, RuleAnswer, asked, unregistered


def agreement(act: Act, found: Found, kind: str, article: str) -> tuple[AgreementEntry | None, tuple[RuleAnswer, ...]]:
    """Return the agreement of this kind, if it stands in the register, and the questions about it."""
    if act.agreement is None or not act.agreement.strip():
        return None, (asked("agreement_named", article, False, "evidence:agreement"),)
    entry = found.agreement
    if entry is None:
        return None, (unregistered("agreement_known", article, "register:agreement", found),)
    running = entry.concluded <= found.day and (entry.ended is None or found.day <= entry.ended)
    return entry, (
        asked("agreement_of_the_kind", article, entry.kind == kind),
        asked("agreement_in_force", article, running),
        asked("agreement_with_the_recipient", article, act.recipient in entry.parties),
        asked("agreement_covers_items", article, entry.items is None or set(act.items) <= entry.items),
        asked("agreement_covers_purpose", article, entry.purposes is None or act.purpose in entry.purposes),
    )

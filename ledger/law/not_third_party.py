"""Article 27(5): recipients that are no third party. Entrustment, succession, joint use.

Only where article 27 applies; abroad under 28(1) none of them exists. What they lift is article 27 and nothing else:
the purposes of use (17, 18) and the duty to supervise (25) stay.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ledger.law.agreements import agreement
from ledger.law.types import Act, Found, RuleAnswer, asked, unregistered

#: What a contract for due diligence has to fix (general guideline 3-6-3(2)).
DUE_DILIGENCE_CLAUSES = frozenset({"purpose", "handling", "leak_measures", "if_talks_fail"})
_DEALS = frozenset({"merger", "split", "transfer", "due_diligence"})


def entrustment(act: Act, found: Found) -> tuple[RuleAnswer, ...]:
    """Item i: handling entrusted within what the purpose of use needs. The contractor does the entrusted work only;
    using the data for purposes of its own breaks it."""
    article = "27(5)i"
    entry, rules = agreement(act, found, "entrustment", article)
    if entry is None or any(rule.answer != "yes" for rule in rules):
        return rules
    within = act.recipient_purpose is None or act.recipient_purpose in entry.work
    return (
        *rules,
        asked("within_the_entrusted_work", article, within),
        asked("no_purposes_of_its_own", article, not entry.own_purposes),
    )


def succession(act: Act, found: Found) -> tuple[RuleAnswer, ...]:
    """Item ii: merger, split, transfer; also the examination before it, under a contract that keeps the data safe."""
    article = "27(5)ii"
    entry, rules = agreement(act, found, "succession", article)
    if entry is None or any(rule.answer != "yes" for rule in rules):
        return rules
    same_purpose = act.recipient_purpose is None or act.recipient_purpose in (act.purpose, *entry.work)
    rules = (
        *rules,
        asked("a_succession", article, entry.deal in _DEALS),
        asked("within_the_old_purpose", "18(2)", same_purpose),
    )
    if entry.deal != "due_diligence":
        return rules
    fixed = entry.clauses >= DUE_DILIGENCE_CLAUSES
    return (*rules, asked("due_diligence_contract", article, fixed, "register:agreement"))


def joint_use(act: Act, found: Found) -> tuple[RuleAnswer, ...]:
    """Item iii: all five notice items, beforehand; changes only on the ways there are (27(6))."""
    article = "27(5)iii"
    if act.agreement is None or not act.agreement.strip():
        return (asked("joint_use_named", article, False, "evidence:agreement"),)
    entry = found.joint_use
    if entry is None:
        return (unregistered("joint_use_known", article, "register:joint_use", found),)
    ranged = found.recipient is not None and bool(entry.ranges & found.recipient.ranges)
    purposes = {act.purpose} if act.recipient_purpose is None else {act.purpose, act.recipient_purpose}
    return (
        asked("joint_use_notice_whole", article, not entry.lacking),
        asked("joint_use_notice_before", article, entry.noticed is not None and entry.noticed <= found.day),
        asked("joint_use_changed_rightly", "27(6)", entry.told_before_change and not entry.altered),
        asked("a_joint_user", article, act.recipient in entry.users or ranged),
        asked("no_mere_contractor", article, act.recipient not in entry.contractors),
        asked("items_in_joint_use", article, bool(act.items) and set(act.items) <= entry.items),
        asked("purposes_in_joint_use", article, purposes <= entry.purposes),
    )


NOT_THIRD_PARTY: Mapping[str, Callable[[Act, Found], tuple[RuleAnswer, ...]]] = {
    "27(5)i": entrustment,
    "27(5)ii": succession,
    "27(5)iii": joint_use,
}

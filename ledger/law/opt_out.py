"""Opt-out (article 27(2) to (4), Rules 11 to 14): provision without consent, notified and published beforehand.

Never for sensitive data, never for data acquired unlawfully, never for data that itself came by opt-out, nor for
processed copies of either. The list of items is exhaustive. Between telling people and starting there must be enough
time for them to ask for a stop (Rule 11(1)(i)); how much is enough no text says, so the register gives the days.
Changes of items, method and the like are notified *before* they take effect (27(3)): each is a version of its own, with
days of its own. Each record is made on its own (Rule 19): see `form`.
"""

from __future__ import annotations

from ledger.law.registered import NotificationEntry
from ledger.law.types import Act, Found, RuleAnswer, asked, unregistered

#: Ways in which data came to us that 27(2) shuts out, processed copies included.
_SHUT_OUT = {
    "opt_out": "not_by_opt_out",
    "opt_out_copy": "not_by_opt_out",
    "unlawful": "lawfully_acquired",
    "unlawful_copy": "lawfully_acquired",
}
_NEVER = "27(2) proviso"


def ask(act: Act, found: Found) -> tuple[RuleAnswer, ...]:
    """Was the opt-out open for this data, and was every step taken in time?"""
    rules = [
        asked("about_a_person", "27(2)", act.has_person),
        asked("not_sensitive", _NEVER, not sensitive(act, found)),
        *_provenance(act, found),
    ]
    entry = found.notification
    if act.opt_out_notification is None or not act.opt_out_notification.strip():
        return (*rules, asked("notification_named", "27(2)", False, "evidence:opt_out_notification"))
    if entry is None:
        return (*rules, unregistered("notification_known", "27(2)", "register:opt_out_notification", found))
    running = entry.ended is None or found.day <= entry.ended
    rules += [
        asked("notification_whole", "27(2)", not entry.lacking),
        asked("opt_out_changed_rightly", "27(3)", entry.told_before_change),
        asked("notified_before", "27(2)", _by(entry.notified, found.day)),
        asked("noticed_before", "27(2)", _by(entry.noticed, found.day)),
        asked("published_before", "27(4)", _by(entry.published, found.day)),
        asked("own_publication_before", "Rule 14", _by(entry.own_published, found.day) and _in_order(entry)),
        asked("started", "27(2)viii", _by(entry.starts, found.day) and running),
        asked(
            "time_to_ask_for_a_stop", "Rule 11(1)i",
            entry.noticed is not None and found.day - entry.noticed >= entry.time_to_ask,
        ),
        asked("items_notified", "27(2)iii", bool(act.items) and set(act.items) <= entry.items),
        asked("method_notified", "27(2)v", act.method in entry.methods),
    ]  # fmt: skip
    if found.rules.opt_out_recipient_verified:
        shown = act.shows("recipient_verified") is not None
        rules.append(asked("recipient_verified", "2026 amendment", shown, "evidence:recipient_verified"))
    return tuple(rules)


def sensitive(act: Act, found: Found) -> bool:
    """Tell whether an item is sensitive, alone or beside the other items or this recipient."""
    beside = {*act.items, act.recipient}
    return any(item is not None and (item.sensitive or item.sensitive_with & beside) for item in found.items)


def _provenance(act: Act, found: Found) -> list[RuleAnswer]:
    if act.provenance is None or not found.rules.no_second_opt_out:
        return []
    return [RuleAnswer(_SHUT_OUT.get(act.provenance, "provenance_open"), _NEVER, "no")]


def _in_order(entry: NotificationEntry) -> bool:
    """Tell whether ours came after the Commission's publication, as Rule 14 has it."""
    return entry.own_published is not None and (entry.published is None or entry.published <= entry.own_published)


def _by(step: int | None, day: int) -> bool:
    return step is not None and step <= day

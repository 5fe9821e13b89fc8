"""Which rule sets judged: what a release's rule sets say, and the days whose law changed when they did."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from hashlib import sha256
from itertools import zip_longest
from typing import Any

from ledger.law.rulesets import RULE_SETS, RuleSet
from ledger.log.canonical import canonical
from ledger.log.head import LOG_ID
from ledger.store.connect import Connection

#: By name, the digest of what a rule set says, and the Japanese day (since 1970) it came into force on.
Sets = Mapping[str, Mapping[str, Any]]
#: Japanese days since 1970: the first, and the first that is no longer meant (None: open).
Days = tuple[int, int | None]

_LAST = "select sets from rules where log_id = %s and idx < %s order by idx desc limit 1"


def described(rule_sets: Mapping[str, RuleSet] = RULE_SETS) -> Sets:
    """Return what the rule sets of this release say, as it stands in the log."""
    return {
        name: {"digest": sha256(canonical(asdict(rules))).hexdigest(), "in_force_from": rules.in_force_from}
        for name, rules in rule_sets.items()
    }


def sets_below(connection: Connection, idx: int) -> Sets:
    """Return the rule sets that judged by the last word below an index; empty where none was said."""
    row = connection.execute(_LAST, (LOG_ID, idx)).fetchone()
    return json.loads(row[0]) if row else {}


def days_changed(connection: Connection, idx: int) -> list[Days]:
    """Return the days whose law the word at this index changed, in order, none of them twice."""
    return changed(sets_below(connection, idx), sets_below(connection, idx + 1))


def changed(before: Sets, now: Sets) -> list[Days]:
    """Return the days on which a rule set that is new, gone or otherwise was or is in force."""
    other = {name for name in {*before, *now} if before.get(name) != now.get(name)}
    spans = [days for sets in (before, now) for name, days in _in_force(sets).items() if name in other]
    return _joined(spans)


def _in_force(sets: Sets) -> dict[str, Days]:
    begun = sorted((said["in_force_from"], name) for name, said in sets.items() if said["in_force_from"] is not None)
    ends = [day for day, _ in begun][1:]
    return {name: (day, end) for (day, name), end in zip_longest(begun, ends)}


def _joined(spans: Iterable[Days]) -> list[Days]:
    joined: list[Days] = []
    for first, end in sorted(spans, key=lambda days: days[0]):
        if joined and (joined[-1][1] is None or first <= joined[-1][1]):
            last, open_end = joined[-1]
            joined[-1] = (last, None if open_end is None or end is None else max(open_end, end))
        else:
            joined.append((first, end))
    return joined

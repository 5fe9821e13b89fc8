"""What a second officer looks at, one by one: records that are withheld, records that are given without some of their
items, and violations that the answer would tell. Those alike with the same choice are looked at together."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from ledger.cases.case import Decision
from ledger.cases.choices import Alike
from ledger.cases.rows import Rows


@dataclass(frozen=True, slots=True)
class Part:
    """Records that are alike and decided alike. Each record's mark is that of the whole: they are agreed to together.
    ``ground``: on which they are withheld, None where they are given; ``left_out``: without which items, each with its
    ground; ``violation``: that they broke the law is told."""

    group: Alike
    ground: str | None
    left_out: Mapping[str, str]
    violation: bool


def parts(rows: Rows, decision: Decision) -> dict[str, Part]:
    """Return by mark what a second officer looks at, in the order of the newest record."""
    found = {}
    for group in rows.groups.values():
        together: dict[tuple[str | None, str, bool], list[str]] = {}
        for record in group.records:
            told = decision.confirmed.get(record)
            left_out = json.dumps(decision.left_out.get(record, {}), sort_keys=True)
            key = (decision.withheld.get(record), left_out, told is not None and told.verdict == "violation")
            together.setdefault(key, []).append(record)
        for (ground, left_out, violation), records in together.items():
            if ground is None and left_out == "{}" and not violation:
                continue
            choice = [ground] if ground is not None else ["given", left_out, str(violation)]
            said = "\n".join(["second", group.mark, *choice, *sorted(records)])
            mark = sha256(said.encode()).hexdigest()[:32]
            found[mark] = Part(Alike(mark, dict.fromkeys(records, mark)), ground, json.loads(left_out), violation)
    return found

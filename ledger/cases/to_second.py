"""What a second officer looks at, one by one: records that are withheld, records that are given without some of their
items, and violations that the answer would tell. Those alike with the same choice for the same reason are looked at
together."""

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
    ground; ``violation``: that they broke the law is told; ``why``: the first officer's words for the second."""

    group: Alike
    ground: str | None
    left_out: Mapping[str, str]
    violation: bool
    why: str


def parts(rows: Rows, decision: Decision, reasons: Mapping[str, str]) -> dict[str, Part]:
    """Return by mark what a second officer looks at, in the order of the newest record. ``reasons``: by record the
    first officer's words. They are part of what is agreed to, so nobody agrees to a reason that they were not shown."""
    found = {}
    for group in rows.groups.values():
        together: dict[tuple[str | None, str, bool, str], list[str]] = {}
        for record in group.records:
            told = decision.confirmed.get(record)
            left_out = json.dumps(decision.left_out.get(record, {}), sort_keys=True)
            violation = told is not None and told.verdict == "violation"
            key = (decision.withheld.get(record), left_out, violation, reasons.get(record, ""))
            together.setdefault(key, []).append(record)
        for (ground, left_out, violation, why), records in together.items():
            if ground is None and left_out == "{}" and not violation:
                continue
            choice = [ground] if ground is not None else ["given", left_out, str(violation)]
            said = "\n".join(["second", group.mark, *choice, *sorted(records), why])
            mark = sha256(said.encode(errors="surrogatepass")).hexdigest()[:32]
            found[mark] = Part(
                Alike(mark, dict.fromkeys(records, mark)), ground, json.loads(left_out), violation, why
            )  # fmt: skip
    return found

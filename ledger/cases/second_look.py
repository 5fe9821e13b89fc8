"""What a second officer looks at: the records that are withheld, those alike with the same choice together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from ledger.cases.choices import Alike
from ledger.cases.rows import Rows


@dataclass(frozen=True, slots=True)
class Withheld:
    """Records that are alike and withheld on one ground. Each record's mark is that of the whole: they are agreed to
    together."""

    group: Alike
    ground: str


def withheld_together(rows: Rows, withheld: Mapping[str, str]) -> dict[str, Withheld]:
    """Return by mark what is withheld, in the order of the newest record. ``withheld``: ground by entry id in hex."""
    found = {}
    for group in rows.groups.values():
        by_ground: dict[str, list[str]] = {}
        for record in group.records:
            if record in withheld:
                by_ground.setdefault(withheld[record], []).append(record)
        for ground, records in by_ground.items():
            said = "\n".join(["second", group.mark, ground, *sorted(records)])
            mark = sha256(said.encode()).hexdigest()[:32]
            found[mark] = Withheld(Alike(mark, dict.fromkeys(records, mark)), ground)
    return found

"""The ledger's own part of an answer about personal data held (33(1)): what it keeps without a duty to.

A record that the Act asks for is disclosed by 33(5) alone. What is exempt or kept voluntarily is none of those, and may
be personal data held. The answer names records, and what they say is read anew whenever it is told: what officers hid
meanwhile is in it no more.
"""

from __future__ import annotations

from ledger.cases.projection import Projection, RecordShown
from ledger.cases.texts import Text

#: What of a record says how it was judged: none of this answer.
_UNTOLD = frozenset({"judgement", "ground", "person"})


def own_part(held: Projection) -> dict[str, object]:
    """Return what the ledger answers to its own task, as the step `case report` says it: entry ids in hex."""
    rows = [[record.record_id, ""] for record in held.records]
    return {"outcome": "given" if rows else "none_held", "ground": "", "held": rows, "text": ""}


def own_row(record: RecordShown) -> tuple[Text, Text]:
    """Return a record as a piece of data: which it is, and what it says."""
    facts = [fact for fact in (*record.granted_by_act, *record.added_by_operator) if fact.code not in _UNTOLD]
    return record.heading, Text(
        "\n".join(f"{fact.label.ja}：{fact.words.ja}" for fact in facts),
        "\n".join(f"{fact.label.en}: {fact.words.en}" for fact in facts),
    )

"""Causes: facts that changed judgements, each with one entry and one alert once all it touches was judged again."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

from ledger.law.judge import IGNORED_REFUSAL
from ledger.law.types import Judgement
from ledger.log.append import Ready, ready
from ledger.log.canonical import canonical
from ledger.log.entry import body_entry
from ledger.log.head import LOG_ID
from ledger.vault.seal import seal
from ledger.vault.vault import SealingKey
from streams.recorder.alerts import ALERT, raises_again
from streams.recorder.reach import Fact
from streams.recorder.transaction import Rows

_CAUSE = (
    "log_id", "idx", "entry_id", "fact_idx", "fact_id", "fact_kind", "looked_at", "changed", "first_record",
    "last_record", "first_judgement", "last_judgement", "verdicts", "raised_at",
)  # fmt: skip
#: Kinds of alert about a cause: `rejudged` says only that records were judged again.
_GRAVEST = ("violation", "incident", IGNORED_REFUSAL, "rejudged")
_OUTBOX = ("log_id", "kind", "first_index", "next_index")


@dataclass(slots=True)
class Tally:
    """What a fact has led to so far: records looked at, judgements written, and their number by the verdict before and
    the verdict after. Indexes are -1 where there is none. ``alert``: the gravest kind that its judgements raise."""

    looked_at: int = 0
    changed: int = 0
    first_record: int = -1
    last_record: int = -1
    first_judgement: int = -1
    last_judgement: int = -1
    verdicts: dict[str, dict[str, int]] = field(default_factory=dict)
    alert: str = "rejudged"

    def look(self, records: Sequence[int]) -> None:
        """Count records that were looked at."""
        if records:
            self.looked_at += len(records)
            self.first_record = min(records) if self.first_record < 0 else min(self.first_record, *records)
            self.last_record = max(self.last_record, *records)

    def change(self, idx: int, before: str, marked: Collection[str], judgement: Judgement) -> None:
        """Count a judgement, written at an index, that took the place of one with another verdict or other marks."""
        after = judgement.verdict
        self.changed += 1
        self.first_judgement = idx if self.first_judgement < 0 else self.first_judgement
        self.last_judgement = idx
        counts = self.verdicts.setdefault(before, {})
        counts[after] = counts.get(after, 0) + 1
        raised = raises_again(before, marked, after, judgement.marks) or "rejudged"
        self.alert = min(self.alert, raised, key=_GRAVEST.index)

    def said(self) -> dict[str, Any]:
        """Return the tally as JSON-able values."""
        return asdict(self)


def cause_entry(fact: Fact, tally: Tally, key: SealingKey, now: int) -> tuple[Ready, Mapping[str, Any]]:
    """Make the entry of a cause, and return it with its body."""
    body = {"fact": fact.kind, "fact_id": fact.entry_id.hex, "fact_index": fact.idx, **tally.said()}
    sealable = body_entry("cause", body, [fact.entry_id.bytes], {"raised_at": str(now)})
    assert sealable.opening is not None
    sealed = seal(key.cipher, sealable.opening, sealable.entry_id)
    return ready(sealable.entry_id, sealable.entry, key.key_id, sealed), body


def add_cause(rows: Rows, idx: int, entry_id: UUID, body: Mapping[str, Any], raised_at: int) -> None:
    """Add a cause and its alert to the views."""
    rows.add("cause", _CAUSE, (
        LOG_ID, idx, entry_id, body["fact_index"], UUID(body["fact_id"]), body["fact"], body["looked_at"],
        body["changed"], body["first_record"], body["last_record"], body["first_judgement"], body["last_judgement"],
        canonical(body["verdicts"]).decode(), raised_at,
    ))  # fmt: skip
    rows.add("alert", ALERT, (LOG_ID, idx, entry_id, body["alert"], None, raised_at))


def add_alert_out(rows: Rows, idx: int) -> None:
    """Let the alert of the cause at this index leave."""
    rows.add("outbox", _OUTBOX, (LOG_ID, "alerts", idx, idx + 1))


"""Corrections of provisions: what they say, and the act as corrected. The first record stays as it was."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ledger.judging.acceptances import accepted_below
from ledger.judging.acts import said_in
from ledger.law.types import Act
from ledger.store.arrays import Uuids
from ledger.store.connect import Connection
from ledger.vault.vault import Vault

_CORRECTIONS = """
select f.source, f.corrects, f.idx, f.entry_id, f.late, f.happened_at, s.key_id, s.sealed
from unnest(%(events)s) e(event_id)
cross join lateral (
  select * from fact where log_id = %(log)s and corrects = e.event_id and idx < %(as_of)s offset 0
) f
cross join lateral (select key_id, sealed from sealed where log_id = f.log_id and idx = f.idx offset 0) s
order by f.idx
"""


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction of an event: ``action`` is `correct` or `void`; ``late``: it came later than declared and two
    officers have not accepted it; ``replacement`` has the fields it replaces."""

    idx: int
    action: str
    late: bool
    happened_at: int
    replacement: Mapping[str, Any]


def look_up_corrections(
    connection: Connection, vault: Vault, log_id: int, as_of: int, events: Collection[bytes]
) -> dict[tuple[str, bytes], tuple[Correction, ...]]:
    """Return the corrections of these events below ``as_of``, by (source, event id), in the order told.

    A correction whose key was destroyed says nothing any more and is left out.
    """
    rows = connection.execute(_CORRECTIONS, {"log": log_id, "events": Uuids(list(events)), "as_of": as_of}).fetchall()
    keys = vault.open_keys({row[6] for row in rows}) if rows else {}
    accepted = accepted_below(connection, log_id, as_of, [row[2] for row in rows if row[4]])
    found: dict[tuple[str, bytes], list[Correction]] = {}
    for source, corrects, idx, entry_id, late, happened_at, key_id, sealed in rows:
        if key_id not in keys:
            continue
        body = said_in(keys[key_id], entry_id, sealed)
        found.setdefault((source, corrects.bytes), []).append(
            Correction(
                idx, body["action"], late and idx not in accepted, happened_at, body.get("replacement", {})
            )
        )  # fmt: skip
    return {event: tuple(corrections) for event, corrections in found.items()}


def effective(act: Act, corrections: Iterable[Correction]) -> tuple[Act, bool]:
    """Return the act as corrected, and whether it was voided. A later correction overrides an earlier void; which is
    the later, the time at which each was made says, so the order in which they arrive changes nothing."""
    voided = False
    for correction in sorted(corrections, key=lambda correction: (correction.happened_at, correction.idx)):
        voided = correction.action == "void"
        if not voided:
            act = replace(act, **_replaced(correction.replacement))
    return act, voided


def _replaced(replacement: Mapping[str, Any]) -> dict[str, Any]:
    fields: dict[str, Any] = {
        name: replacement[name] for name in ("recipient", "purpose", "ground") if name in replacement
    }
    if "items" in replacement:
        fields["items"] = tuple(replacement["items"])
    if "evidence" in replacement:
        fields["evidence"] = tuple((item["code"], item["value"]) for item in replacement["evidence"])
    return fields

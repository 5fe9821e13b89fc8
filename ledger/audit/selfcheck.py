"""The self-check: what can be looked through at once, while everything goes on. Its result is an act, so that who asked
later sees what was known when.

It hashes the last entries, so many at most, and holds the log to what the last check that found nothing wrong has seen;
the whole ledger, its seals and its judgements included, is for `audit`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ledger.audit.beside import audit_checkpoints, audit_outbox, published_sizes
from ledger.audit.findings import Finding
from ledger.audit.tree import Roots, audit_tree
from ledger.judging.acts import LOOKS, OPERATIONS, UNSETTLED, enter_act, said_in
from ledger.judging.completeness import heard_sources, holes, missing_numbers
from ledger.log.head import LOG_ID, read_head
from ledger.registers.snapshot import Registers
from ledger.store.connect import Connection
from ledger.vault.keys import register
from ledger.vault.vault import Vault

#: Who may run it: it shows nobody's data.
ROLES = LOOKS | OPERATIONS
#: Entries that one check hashes at most, and pieces of evidence that are kept of each part.
MOST, EVIDENCE = 200_000, 5
COMMAND = "self-check"
#: How long (µs) an act may wait to be moved into the log, and how far back earlier checks are looked for.
_PATIENCE, _BACK = 60_000_000, 30 * 86_400_000_000
_WAITING = """
select intake_id from intake i
where i.log_id = %(log)s and i.intake_id > (select coalesce(max(intake_id), 0) from act) - %(unsettled)s
  and i.made_at < %(before)s and not exists (select from act a where a.intake_id = i.intake_id)
order by intake_id limit %(most)s
"""
_QUARANTINED = """
select q.topic || '/' || q.partition || '/' || q."offset" from quarantine q
left join quarantine_resolution s using (log_id, topic_id, partition, "offset")
where q.log_id = %s and s.outcome is null limit %s
"""
# Spelled as the index `intake_checked` is.
_LAST = """
select made_at, officer, key_id, entry_id, sealed from intake
where log_id = %s and command = 'self-check' and made_at >= %s
order by made_at desc, intake_id desc limit %s
"""
_WITHIN = """
select made_at, officer, key_id, entry_id, sealed from intake
where log_id = %s and command = 'self-check' and made_at >= %s and made_at < %s
order by made_at, intake_id
"""


@dataclass(frozen=True, slots=True)
class Part:
    """What one part found. ``fault``: that anything was found says that the ledger cannot be trusted; else somebody has
    to look into it. ``evidence``: codes that name nobody, the first few."""

    code: str
    fault: bool
    found: int
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SelfCheck:
    """One check: who ran it when (µs UTC), over which entries, the root it ended at, and its parts."""

    made_at: int
    officer: str
    first: int
    size: int
    root: str
    parts: tuple[Part, ...]

    @property
    def failed(self) -> bool:
        """Tell whether it says that the ledger cannot be trusted."""
        return any(part.fault and part.found for part in self.parts)

    @property
    def wanting(self) -> int:
        """How many parts found something."""
        return sum(1 for part in self.parts if part.found)


def run(
    connection: Connection, vault: Vault, registers: Registers, officer: str, reason: str, now: int
) -> SelfCheck:  # fmt: skip
    """Check, enter what was found, and return it. ``connection``: in autocommit. Raises ActRefused."""
    since = next((one for one in last(connection, vault, now, 10) if not one.failed), None)
    with connection.transaction():
        connection.execute("set transaction isolation level repeatable read, read only")
        first, size, root, parts = _looked(connection, registers, since, now)
    made = SelfCheck(now, officer, first, size, root, parts)
    about = {
        "from": first, "to": size, "root": root,
        "parts": [[part.code, part.fault, part.found, list(part.evidence)] for part in parts],
    }  # fmt: skip
    enter_act(connection, vault, registers, officer, reason, COMMAND, about, None, now, register(), ROLES)
    return made


def last(connection: Connection, vault: Vault, now: int, most: int) -> list[SelfCheck]:
    """Return the latest checks of the last thirty days, the newest first."""
    return _opened(vault, connection.execute(_LAST, (LOG_ID, now - _BACK, most)).fetchall())


def checks_in(connection: Connection, vault: Vault, begin: int, end: int) -> list[SelfCheck]:
    """Return the checks of a period between two instants (µs UTC), the oldest first."""
    return _opened(vault, connection.execute(_WITHIN, (LOG_ID, begin, end)).fetchall())


def _opened(vault: Vault, rows: Sequence[tuple[Any, ...]]) -> list[SelfCheck]:
    keys = vault.open_keys({row[2] for row in rows})
    return [
        _read(made_at, officer, said_in(keys[key_id], entry_id, sealed))
        for made_at, officer, key_id, entry_id, sealed in rows if key_id in keys
    ]  # fmt: skip


def _looked(
    connection: Connection, registers: Registers, since: SelfCheck | None, now: int
) -> tuple[int, int, str, tuple[Part, ...]]:  # fmt: skip
    size = read_head(connection, LOG_ID).size
    first = max(size - MOST, 0)
    seen = frozenset({since.size} if since is not None else ())
    of_tree, roots = audit_tree(connection, first, published_sizes(connection) | seen, lambda *_: None)
    changed = since is not None and (
        since.size > size or (since.size in roots.at and roots.at[since.size].hex() != since.root)
    )
    history = [Finding("history_changed", size, "the last check")] if changed else []
    parts = (
        _findings("tree", [*history, *of_tree]),
        _findings("heads", _contradicted(connection, roots)),
        _findings("outbox", audit_outbox(connection, size)),
        _part("acts", [str(row[0]) for row in connection.execute(
            _WAITING, {"log": LOG_ID, "unsettled": UNSETTLED, "before": now - _PATIENCE, "most": 1_000})]),
        _part("sources", [one.source for one in heard_sources(connection, registers, now) if one.silence_due(now)]),
        _part("numbers", [
            f"{one.source}/{one.instance} {one.first}–{one.last}" for one in missing_numbers(connection).shown
        ]),
        _part("offsets", [
            f"{one.topic}/{one.partition} {one.first}–{one.end - 1}" for one in holes(connection, size).shown
        ]),
        _part("quarantine", [row[0] for row in connection.execute(_QUARANTINED, (LOG_ID, 1_000))]),
    )  # fmt: skip
    return first, size, roots.at.get(size, b"").hex(), parts


def _contradicted(connection: Connection, roots: Roots) -> list[Finding]:
    """Return published heads that the log contradicts. That the notary's clock went back is an alert of its own."""
    return [one for one in audit_checkpoints(connection, None, roots) if one.kind != "clock_back"]


def _findings(code: str, found: Iterable[Finding]) -> Part:
    said = [f"{one.kind} {'' if one.index is None else one.index} {one.what}".strip() for one in found]
    return Part(code, True, len(said), tuple(said[:EVIDENCE]))


def _part(code: str, found: Sequence[str]) -> Part:
    return Part(code, False, len(found), tuple(found[:EVIDENCE]))


def _read(made_at: int, officer: str, body: Mapping[str, object]) -> SelfCheck:
    parts = body["parts"]
    assert isinstance(parts, list)
    return SelfCheck(
        made_at, officer, int(str(body["from"])), int(str(body["to"])), str(body["root"]),
        tuple(Part(code, bool(fault), int(found), tuple(evidence)) for code, fault, found, evidence in parts),
    )  # fmt: skip

"""The audit: every check over one snapshot of the log, for somebody who trusts neither officer nor administrator.

Checks have names. Leaving one out is for tests alone, which show by it that what it finds gets through without it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

from ledger.audit.batches import audit_batches
from ledger.audit.beside import (
    audit_ahead,
    audit_checkpoints,
    audit_head,
    audit_intake,
    audit_outbox,
    audit_stamps,
    named,
    published_sizes,
)  # fmt: skip
from ledger.audit.files import audit_files
from ledger.audit.findings import NOTES, Finding
from ledger.audit.keys import audit_destroyed, audit_stopped, audit_well_known
from ledger.audit.log import Answers, audit_log
from ledger.audit.log_keys import audit_log_keys, follow
from ledger.audit.tree import audit_tree
from ledger.log.checkpoint import Checkpoint
from ledger.log.head import LOG_ID, read_head
from ledger.log.note import NoteInvalid, parse_note
from ledger.log.trust_policy import TrustPolicy
from ledger.store.connect import Connection
from ledger.vault.vault import Vault

Check = Literal["tree", "heads", "seals", "intake", "files", "outbox", "batches", "keys", "views", "judgements"]
CHECKS: frozenset[Check] = frozenset(get_args(Check))
_END = "select coalesce(max(idx) + 1, 0) from entry where log_id = %s"
#: A check that other rooms bring: given a connection and the range of entries, it returns what it found.
Brought = Callable[[int, int], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Seen:
    """What an earlier audit saw, from where an incremental one goes on: kept by the auditor, not by us."""

    size: int
    root: bytes


@dataclass(frozen=True, slots=True)
class Source:
    """What is audited: the ledger in a transaction of one snapshot, the key store, and what the auditor brings.

    ``policy``: whom the auditor trusts; ``heads``: signed heads from elsewhere (a witness, an export, somebody's
    disclosure), by where they were kept; ``brought``: checks of views and judgements.
    """

    connection: Connection
    vault: Vault
    key_store: Connection
    policy: TrustPolicy | None = None
    heads: Mapping[str, bytes] = field(default_factory=dict)
    brought: Mapping[Check, Brought] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Report:
    """What an audit found, in order of the index at which it begins. ``skipped``: checks for which the log has to be
    whole, when it is not."""

    first: int
    size: int
    root: bytes
    findings: tuple[Finding, ...]
    answers: Answers
    skipped: tuple[Check, ...] = ()

    @property
    def faults(self) -> tuple[Finding, ...]:
        """Findings that say that something was changed or lost."""
        return tuple(finding for finding in self.findings if finding.kind not in NOTES)

    @property
    def seen(self) -> Seen:
        return Seen(self.size, self.root)


def audit(
    source: Source, now: int, since: Seen | None = None, checks: frozenset[Check] = CHECKS,
    on_progress: Callable[[str, int, int], None] = lambda *_: None,
) -> Report:  # fmt: skip
    """Audit the log, from where an earlier audit ended if it is told where. ``now``: µs since 1970 UTC."""
    connection = source.connection
    size, first = read_head(connection, LOG_ID).size, since.size if since else 0
    findings: list[Finding] = []
    if first > size:
        return Report(size, size, b"", (Finding("history_changed", size, "the last audit"),), Answers())
    wanted = published_sizes(connection) | {told.size for told in _told(source.heads)}
    of_tree, roots = audit_tree(connection, first, wanted, lambda done, of: on_progress("hashes", done, of))
    if since is not None and roots.at[first] != since.root:
        findings.append(Finding("history_changed", first, "the last audit"))
    if "tree" in checks:
        findings += of_tree
    if "heads" in checks:
        policy = source.policy
        if policy is not None:
            policy, announced = follow(connection, source.vault, policy)
            findings += audit_log_keys(connection, policy, announced)
        findings += audit_checkpoints(connection, policy, roots)
        findings += audit_ahead(connection, now)
        findings += audit_stamps(connection, policy)
        for kept, note in source.heads.items():
            findings += audit_head(note, policy, roots, kept)
    end = min(size, _end(connection))
    read = audit_log(connection, source.vault, first, end, lambda done, of: on_progress("seals", done, of))
    if "seals" in checks:
        findings += read.findings
    if "intake" in checks:
        findings += audit_intake(connection, source.vault, read.acts, now, whole=first == 0)
    if "files" in checks:
        findings += audit_files(connection, source.vault, source.key_store, first)
    if "outbox" in checks:
        findings += audit_outbox(connection, size)
    if "batches" in checks:
        findings += audit_batches(connection, source.vault, read.batches, read.days_erased)
        findings += read.unaccounted
    well_known = list(audit_well_known(source.vault, source.key_store))
    if "keys" in checks:
        findings += well_known
        findings += audit_destroyed(source.key_store)
        findings += audit_stopped(connection, source.vault, source.key_store) if not well_known else ()
    whole = not (of_tree or read.findings or read.unaccounted or well_known)
    for name, brought in source.brought.items():
        if name in checks and whole:
            findings += brought(first, size)
    skipped = () if whole else tuple(sorted(source.brought))
    return Report(first, size, roots.at.get(size, b""), tuple(named(_once(findings))), read.answers, skipped)


def _end(connection: Connection) -> int:
    """Return the index behind the last entry that is there: of what a head says beyond it, `audit_tree` tells."""
    row = connection.execute(_END, (LOG_ID,)).fetchone()
    return row[0] if row else 0


def _told(heads: Mapping[str, bytes]) -> list[Checkpoint]:
    told = []
    for note in heads.values():
        try:
            told.append(Checkpoint.parse(parse_note(note).text))
        except NoteInvalid:
            continue  # `audit_head` says so
    return told


def _once(findings: Sequence[Finding]) -> list[Finding]:
    return list(dict.fromkeys(findings))

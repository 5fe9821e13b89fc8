"""The quarantine: bytes nobody could read, kept sealed until they can be, or until somebody dismisses them by name."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from ledger.law.days import jst_date
from ledger.log.append import Ready, append, ready
from ledger.log.entry import body_entry
from ledger.log.head import LOG_ID, read_head
from ledger.store.connect import Connection
from ledger.vault.keys import day
from ledger.vault.seal import open_sealed, seal
from ledger.vault.vault import Vault
from streams.batches import Message, PartitionBatch
from streams.recorder.ingest import Ingest
from streams.recorder.quarantine_acts import add_reread
from streams.recorder.taken import TakenPartition, TakenUnread, take
from streams.recorder.transaction import Outcome, Rows
from streams.wire import known_fingerprints

_COLUMNS = """
q.topic_id, q.partition, q."offset", q.topic, q.reason, q.appended_at, q.taken_at, q.key_id, q.seal_id, q.sealed
"""
_UNRESOLVED = f"""
select {_COLUMNS} from quarantine q
where q.log_id = %(log)s
  and not exists (
    select from quarantine_resolution s
    where s.log_id = q.log_id and s.topic_id = q.topic_id and s.partition = q.partition and s."offset" = q."offset"
    offset 0)
"""
#: Messages that an officer asked on a page to read again, and of which nothing was said since.
_ASKED = f"""
select a.officer, {_COLUMNS} from quarantine_reread a join quarantine q using (log_id, topic_id, partition, "offset")
where a.log_id = %(log)s and a.reason is null
  and not exists (
    select from quarantine_resolution s
    where s.log_id = q.log_id and s.topic_id = q.topic_id and s.partition = q.partition and s."offset" = q."offset"
    offset 0)
  and not exists (
    select from quarantine_reread u
    where u.log_id = q.log_id and u.topic_id = q.topic_id and u.partition = q.partition and u."offset" = q."offset"
      and u.idx > a.idx offset 0)
order by a.idx limit 100
"""
#: Why a message cannot be read again whose key is gone, among the reasons for which it could not be read at all.
BYTES_ERASED = "bytes_erased"
RESOLUTION = ("log_id", "topic_id", "partition", "offset", "outcome", "idx")


class NotInQuarantine(Exception):
    """There is no unresolved quarantined message at this place. Nothing was changed; see `quarantine list`."""


class StillUnreadable(Exception):
    """The message cannot be read by this release either. It stays in quarantine, unchanged; replay it with a release
    that knows its schema, or let it rest by name (`quarantine dismiss`)."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}")
        self.reason = reason


class BytesErased(Exception):
    """The day key of this message was destroyed, so its bytes are gone. Dismiss it by name to let watermarks pass."""


@dataclass(frozen=True, slots=True)
class Quarantined:
    """One quarantined message: where it stood, why it could not be read, and when it came (µs UTC)."""

    topic_id: str
    partition: int
    offset: int
    topic: str
    reason: str
    appended_at: int
    taken_at: int
    key_id: int
    seal_id: bytes
    sealed: bytes

    @property
    def place(self) -> str:
        """The name by which commands speak of it."""
        return f"{self.topic}/{self.partition}/{self.offset}"


def unresolved(connection: Connection) -> list[Quarantined]:
    """Return what is in quarantine, oldest first."""
    rows = connection.execute(
        _UNRESOLVED.encode() + b' order by q.taken_at, q.topic, q.partition, q."offset"', {"log": LOG_ID}
    ).fetchall()
    return [_quarantined(row) for row in rows]


def find(connection: Connection, place: str) -> Quarantined:
    """Return the message at ``topic/partition/offset``. Raises NotInQuarantine."""
    topic, _, rest = place.rpartition("/")[0].rpartition("/")
    offset = place.rpartition("/")[2]
    if not (topic and rest.isdigit() and offset.isdigit()):
        raise NotInQuarantine(place)
    row = connection.execute(
        _UNRESOLVED.encode() + b' and q.topic = %(topic)s and q.partition = %(partition)s and q."offset" = %(offset)s',
        {"log": LOG_ID, "topic": topic, "partition": int(rest), "offset": int(offset)},
    ).fetchone()
    if row is None:
        raise NotInQuarantine(place)
    return _quarantined(row)


def replay(connection: Connection, ingest: Ingest, vault: Vault, message: Quarantined, by: str, now: int) -> str:
    """Take the message in as if it had been readable then, and return its disposition.

    ``by`` names who asked. Raises StillUnreadable or BytesErased; the message then stays in quarantine.
    """
    value = _bytes(vault, message)
    partition = take(
        PartitionBatch(
            topic=message.topic,
            topic_id=message.topic_id,
            partition=message.partition,
            first_offset=message.offset,
            next_offset=message.offset + 1,
            log_start=message.offset,
            records=[Message(message.offset, message.appended_at, value)],
        )
    )
    taken = partition.taken[0]
    if isinstance(taken, TakenUnread):
        raise StillUnreadable(message.place, taken.reason)

    def close(
        _connection: Connection, rows: Rows, _partitions: Sequence[TakenPartition],
        outcomes: Sequence[Sequence[Outcome]], next_index: int,
    ) -> list[Ready]:  # fmt: skip
        outcome = outcomes[0][0]
        body = {**_where(message), "by": by, "disposition": outcome.disposition, "index": outcome.index}
        rows.add("quarantine_resolution", RESOLUTION, _resolution(message, "replayed", next_index))
        return [_resolved(vault, "replay", body, now)]

    appended = ingest.ingest(connection, [partition], now, close)
    return next(iter(appended.dispositions))


def dismiss(connection: Connection, vault: Vault, message: Quarantined, by: str, reason: str, now: int) -> None:
    """Let the message rest for good, by name: it no longer holds a watermark back."""
    entry = _resolved(vault, "dismissal", {**_where(message), "by": by, "reason": reason}, now)
    with connection.transaction():
        head = read_head(connection, LOG_ID, lock=True)
        find(connection, message.place)
        append(connection, LOG_ID, head.size, head.root, [entry])
        rows = Rows()
        rows.add("quarantine_resolution", RESOLUTION, _resolution(message, "dismissed", head.size))
        rows.write(connection)


def replay_known_fingerprints(connection: Connection, ingest: Ingest, vault: Vault, now: int) -> int:
    """Replay what was quarantined for a schema that this release knows by now; return how many."""
    rows = connection.execute(
        _UNRESOLVED.encode() + b" and q.reason = 'unknown_fingerprint' and q.fingerprint = any(%(known)s) limit 100",
        {"log": LOG_ID, "known": list(known_fingerprints())},
    ).fetchall()
    replayed = 0
    for message in map(_quarantined, rows):
        try:
            replay(connection, ingest, vault, message, "schema_known", now)
        except (StillUnreadable, BytesErased):
            continue
        replayed += 1
    return replayed


def reread_asked(connection: Connection, ingest: Ingest, vault: Vault, now: int) -> int:
    """Read again what officers asked for on a page, and return how many messages that were. Of what cannot be read
    still, an entry says why."""
    asked = connection.execute(_ASKED.encode(), {"log": LOG_ID}).fetchall()
    for officer, *columns in asked:
        message = _quarantined(columns)
        try:
            replay(connection, ingest, vault, message, officer, now)
        except StillUnreadable as error:
            _say_unreadable(connection, vault, message, officer, error.reason, now)
        except BytesErased:
            _say_unreadable(connection, vault, message, officer, BYTES_ERASED, now)
    return len(asked)


def _say_unreadable(
    connection: Connection, vault: Vault, message: Quarantined, by: str, reason: str, now: int
) -> None:  # fmt: skip
    where = _where(message)
    entry = _resolved(vault, "reread", {**where, "by": by, "reason": reason}, now)
    with connection.transaction():
        head = read_head(connection, LOG_ID, lock=True)
        append(connection, LOG_ID, head.size, head.root, [entry])
        rows = Rows()
        add_reread(rows, head.size, where, by, reason)
        rows.write(connection)


def _bytes(vault: Vault, message: Quarantined) -> bytes:
    key = vault.open_keys({message.key_id}).get(message.key_id)
    if key is None:
        raise BytesErased(message.place)
    disclosure = json.loads(open_sealed(key.cipher, message.sealed, message.seal_id))
    return bytes.fromhex(disclosure[2]["bytes"])


def _where(message: Quarantined) -> dict[str, object]:
    return {"topic_id": message.topic_id, "partition": message.partition, "offset": message.offset}


def _resolution(message: Quarantined, outcome: str, idx: int) -> tuple[object, ...]:
    return (LOG_ID, UUID(message.topic_id), message.partition, message.offset, outcome, idx)


def _resolved(vault: Vault, kind: str, body: dict[str, object], now: int) -> Ready:
    scope = day(jst_date(now))
    key = vault.keys({scope})[scope]
    sealable = body_entry(kind, body)
    assert sealable.opening is not None
    return ready(sealable.entry_id, sealable.entry, key.key_id, seal(key.cipher, sealable.opening, sealable.entry_id))


def _quarantined(row: Sequence[object]) -> Quarantined:
    topic_id, partition, offset, topic, reason, appended_at, taken_at, key_id, seal_id, sealed = row
    assert isinstance(topic_id, UUID) and isinstance(seal_id, UUID) and isinstance(sealed, bytes)
    return Quarantined(
        topic_id.hex, int(str(partition)), int(str(offset)), str(topic), str(reason), int(str(appended_at)),
        int(str(taken_at)), int(str(key_id)), seal_id.bytes, sealed,
    )  # fmt: skip

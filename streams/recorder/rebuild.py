"""Rebuilding: every view again, from the entries and what is sealed beside them, into an empty schema.

What is rebuilt are the views of the log. Not views are the entries themselves, what is sealed beside them
(``sealed``, ``quarantine``), the intake that waits to become entries, and the state of taking in that only the next
messages need (``watermark``, ``heard``, ``instance``, ``outbox``).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from psycopg import sql

from ledger.judging.awaiting import awaits
from ledger.judging.erasing import ERASED, add_erasure
from ledger.judging.said import content, instant, unsaid
from ledger.log.append import Ready
from ledger.log.canonical import canonical
from ledger.log.head import LOG_ID
from ledger.log.record import RecordOpening
from ledger.log.tiles import RightEdge, leaf_hash
from ledger.store.connect import Connection
from ledger.vault.keys import identity_of
from ledger.vault.seal import open_sealed
from ledger.vault.vault import Vault
from schemas import event_fields
from streams.recorder.alerts import ALERT, ALERT_OF_ITS_OWN, raises
from streams.recorder.causes import add_cause
from streams.recorder.claims import claim_of, claim_of_opening, provision_content
from streams.recorder.effects import EFFECTS, PlacedAct
from streams.recorder.facts import KINDS, DraftFact
from streams.recorder.ingest import CONFLICT, add_fact
from streams.recorder.intake import ACT, about_of
from streams.recorder.provisions import RECORD_COLUMNS, plain_code
from streams.recorder.quarantine import RESOLUTION
from streams.recorder.quarantine_acts import add_reread
from streams.recorder.rejudge import JUDGEMENT_COLUMNS
from streams.recorder.rules import add_rules
from streams.recorder.stops import SealedPerson
from streams.recorder.taken import TakenEvent
from streams.recorder.ties import add_ties, ids_as_bytes
from streams.recorder.touches import add_touch
from streams.recorder.transaction import SEEN_COLUMNS, Rows, add_traces, number_bits

#: Views that are rebuilt.
VIEWS = (
    "record", "judgement", "fact", "consent", "link", "register", "conflict", "watermark_entry", "alert", "trace",
    "seen", "position", "quarantine_resolution", "act", "tile", "stop", "stop_acknowledgement", "series", "omission",
    "acceptance", "alert_acknowledgement", "block", "touch", "corrected", "rules", "cause", "refusal", "counterpart",
    "erased", "export", "task", "task_answer", "task_report", "quarantine_reread",
)  # fmt: skip

_PORTION = 2_000
_ENTRIES = """
select e.idx, e.entry, s.key_id, s.sealed from entry e left join sealed s using (log_id, idx)
where e.log_id = %s and e.idx >= %s order by e.idx limit %s
"""
_MOVE = """
insert into position (log_id, topic_id, partition, topic, next_offset) values (%s, %s, %s, %s, %s)
on conflict (log_id, topic_id, partition) do update set next_offset = excluded.next_offset
"""
_TILE = """
insert into tile (log_id, level, n, hashes) values (%s, %s, %s, %s)
on conflict (log_id, level, n) do update set hashes = excluded.hashes
"""
_INTAKE = "select entry_id, intake_id, made_at from intake where log_id = %s and entry_id = any(%s)"


class RootDiffers(Exception):
    """The entries do not hash to the head's root: the log was changed. The new schema is incomplete; keep the
    database as it is."""


@dataclass(frozen=True, slots=True)
class _Entry:
    idx: int
    entry_id: bytes
    said: Mapping[str, Any]
    opening: bytes | None
    identity: int | None


def rebuild(connection: Connection, into: Connection, vault: Vault, on_progress: Callable[[int, int], None]) -> int:
    """Fill the empty schema that ``into`` finds, from the log that ``connection`` finds; return the entries read.

    ``on_progress`` is told after each portion how many entries of how many are done.

    Records whose keys were destroyed are left out, as erasure leaves them out. Raises RootDiffers.
    """
    with connection.transaction(), into.transaction():
        connection.execute("set transaction isolation level repeatable read, read only")
        return fill(connection, into, vault, on_progress)


def fill(connection: Connection, into: Connection, vault: Vault, on_progress: Callable[[int, int], None]) -> int:
    """Do what ``rebuild`` does, within transactions of the caller's: ``connection`` in one that sees one snapshot."""
    builder = _Builder(connection, into, vault)
    head = connection.execute("select size, root from head where log_id = %s", (LOG_ID,)).fetchone()
    assert head is not None
    while builder.size < head[0]:
        builder.take(connection.execute(_ENTRIES, (LOG_ID, builder.size, _PORTION), binary=True).fetchall())
        on_progress(builder.size, head[0])
    if builder.edge.root() != head[1]:
        raise RootDiffers(f"{builder.size} entries")
    into.execute("update head set size = %s, root = %s, rejudged_to = %s where log_id = %s", (*head, head[0], LOG_ID))
    return builder.size


class _Builder:
    def __init__(self, connection: Connection, into: Connection, vault: Vault) -> None:
        self._connection = connection
        self._into = into
        self._vault = vault
        self._content_key = vault.content_key
        self._people: list[tuple[int, RecordOpening]] = []
        #: Running numbers of entries not yet named by a batch entry: (index, source, instance, number).
        self._numbers: list[tuple[int, str, int]] = []
        self._touches: set[int] = set()
        self.edge = RightEdge(0, {})
        self.size = 0

    def take(self, rows: Sequence[tuple[int, bytes, int | None, bytes | None]]) -> None:
        """Rebuild what a portion of entries says."""
        entries = list(self._opened(rows))
        views = Rows()
        for entry in entries:
            # An unknown kind says nothing that any view of this release shows.
            view = getattr(self, f"_{entry.said['kind']}", None)
            if view is not None:
                view(entry, views)
        self._acts([entry for entry in entries if entry.said["kind"] in ("act", "key")], views)
        views.write(self._into)
        appended = self.edge.append([leaf_hash(entry) for _, entry, _, _ in rows])
        with self._into.cursor() as cursor:
            cursor.executemany(_TILE, [(LOG_ID, level, n, hashes) for level, n, hashes in appended.tiles])
        self.size += len(rows)

    def _opened(self, rows: Sequence[tuple[int, bytes, int | None, bytes | None]]) -> Iterator[_Entry]:
        keys = self._vault.open_scopes({key_id for _, _, key_id, _ in rows if key_id is not None})
        for idx, entry, key_id, sealed in rows:
            said = json.loads(entry)
            entry_id = bytes.fromhex(said["id"])
            if key_id is None or sealed is None:
                yield _Entry(idx, entry_id, said, None, None)
            elif key_id in keys:
                key, scope = keys[key_id]
                yield _Entry(idx, entry_id, said, open_sealed(key.cipher, sealed, entry_id), identity_of(scope))
            elif said["kind"] == "act":  # erased, and moved into the log all the same
                yield _Entry(idx, entry_id, said, None, None)

    def _record(self, entry: _Entry, views: Rows) -> None:
        assert entry.opening is not None
        opening = RecordOpening.parse(entry.opening)
        event, time, verdict = opening.event, opening.time, opening.verdict_and_policy["verdict"]
        marks, missing = opening.verdict_and_policy["marks"], opening.verdict_and_policy["missing"]
        position, people = event["position"], event["people"]
        claim = claim_of_opening(opening)
        if position == 0 or (self._people and self._people[-1][1].event["id"] != event["id"]):
            self._people = []
        if position == 0:
            self._numbers.append((entry.idx, event["instance"], event["number"]))
        self._people.append((entry.idx, opening))
        views.add("record", RECORD_COLUMNS, (
            LOG_ID, entry.idx, UUID(bytes=entry.entry_id), UUID(event["id"]), position, people,
            instant(time["happened_at"]), instant(time["appended_at"]), None, entry.identity, event["source"],
            plain_code(claim.act.recipient), [plain_code(item) for item in claim.act.items],
            plain_code(claim.act.purpose), plain_code(claim.ground), verdict, opening.basis_and_duty["basis"],
            opening.basis_and_duty["duty"], _awaits(verdict, missing), list(marks) or None, claim.touch,
        ))  # fmt: skip
        if claim.touch not in self._touches:
            add_touch(views, claim.act)
            self._touches.add(claim.touch)
        if claim.tied:
            add_ties(
                views, self._content_key, event["source"], claim.act.recipient, ids_as_bytes(opening.manner),
                instant(time["happened_at"]), entry.idx,
            )  # fmt: skip
        alert = raises(verdict, tuple(marks))
        if alert is not None:
            views.add("alert", ALERT, (
                LOG_ID, entry.idx, UUID(bytes=entry.entry_id), alert, entry.idx, instant(time["taken_at"]),
            ))  # fmt: skip
        if position == people - 1 and len(self._people) == people:
            self._set_content(views)

    def _set_content(self, views: Rows) -> None:
        """Give the first record of a complete event its content hash: it takes everybody the event is about."""
        first, opening = self._people[0]
        people = [canonical(said.person) for _, said in self._people if said.person is not None]
        content_hash = provision_content(
            self._content_key, claim_of_opening(opening), people, instant(opening.time["happened_at"])
        )
        views.later("update record set content = %s where log_id = %s and idx = %s", (content_hash, LOG_ID, first))

    def _judgement(self, entry: _Entry, views: Rows) -> None:
        assert entry.opening is not None
        opening = json.loads(entry.opening)
        beside, (basis, verdict) = opening["beside"], opening["values"]
        views.add("judgement", JUDGEMENT_COLUMNS, (
            LOG_ID, entry.idx, UUID(bytes=entry.entry_id), beside["index"], int(beside["happened_at"]),
            verdict["verdict"], basis["basis"], basis["duty"], _awaits(verdict["verdict"], verdict["missing"]),
            list(verdict["marks"]), beside["cause"],
        ))  # fmt: skip

    def _fact(self, entry: _Entry, views: Rows) -> None:
        assert entry.opening is not None
        opening = json.loads(entry.opening)
        kind, words, beside = entry.said["kind"], opening["body"], opening["beside"]
        name = KINDS[kind]
        event = unsaid(event_fields(name), words)
        other = int(beside["other"]) if beside["other"] is not None else None
        stop = kind == "stop"
        content_hash = bytes.fromhex(beside["content"]) if stop else content(self._content_key, name, event)
        draft = DraftFact(
            TakenEvent(0, int(beside["appended_at"]), name, event), event["id"], event["source"], content_hash, kind,
            [], entry.identity, other, beside["late"], None, Ready(entry.entry_id, b"", b"", None, None),
            SealedPerson.read(beside) if stop else None,
        )  # fmt: skip
        self._numbers.append((entry.idx, event["instance"], event["number"]))
        add_fact(views, self._content_key, draft, entry.idx)

    _register = _link = _consent = _correction = _stop = _stop_acknowledgement = _task_answer = _fact

    def _conflict(self, entry: _Entry, views: Rows) -> None:
        assert entry.opening is not None
        opening = json.loads(entry.opening)
        name, words = opening["body"]["name"], opening["body"]["event"]
        event = unsaid(event_fields(name), words)
        if name == "Provision":
            people = [canonical(person) for person in event["people"]]
            claim = claim_of(event["source"], event)
            content_hash = provision_content(self._content_key, claim, people, event["happened_at"])
        else:
            content_hash = content(self._content_key, name, event)
        self._numbers.append((entry.idx, event["instance"], event["number"]))
        views.add("conflict", CONFLICT, (
            LOG_ID, entry.idx, UUID(bytes=entry.entry_id), event["source"], UUID(bytes=event["id"]), content_hash,
            opening["beside"]["first"],
        ))  # fmt: skip

    def _watermark(self, entry: _Entry, views: Rows) -> None:
        kind, reached = entry.said["fact"], entry.said["reached"]
        views.add("watermark_entry", ("log_id", "idx", "kind", "reached"), (LOG_ID, entry.idx, kind, reached))
        views.add("fact", ("log_id", "idx", "entry_id", "kind", "happened_at", "appended_at"), (
            LOG_ID, entry.idx, UUID(bytes=entry.entry_id), "watermark", reached, reached,
        ))  # fmt: skip

    def _erasure(self, entry: _Entry, views: Rows) -> None:
        for row in add_erasure(entry.idx, entry.said):
            views.add("erased", ERASED, row)

    def _alert(self, entry: _Entry, views: Rows) -> None:
        assert entry.opening is not None
        opening = json.loads(entry.opening)
        body, beside = opening["body"], opening["beside"]
        views.add("alert", ALERT_OF_ITS_OWN, (
            LOG_ID, entry.idx, UUID(bytes=entry.entry_id), body["kind"], beside["index"], int(beside["raised_at"]),
            beside.get("concerns"), body.get("addressed_to"), body.get("about"),
        ))  # fmt: skip

    def _rules(self, entry: _Entry, views: Rows) -> None:
        assert entry.opening is not None
        opening = json.loads(entry.opening)
        add_rules(
            views, entry.idx, UUID(bytes=entry.entry_id), opening["body"]["now"], int(opening["beside"]["at"])
        )

    def _cause(self, entry: _Entry, views: Rows) -> None:
        assert entry.opening is not None
        opening = json.loads(entry.opening)
        add_cause(
            views, entry.idx, UUID(bytes=entry.entry_id), opening["body"], int(opening["beside"]["raised_at"])
        )

    def _replay(self, entry: _Entry, views: Rows) -> None:
        # What a replay brought stood in no batch: its numbers were never counted as seen there.
        self._numbers.clear()
        self._resolved(entry, views, "replayed")

    def _dismissal(self, entry: _Entry, views: Rows) -> None:
        self._resolved(entry, views, "dismissed")

    def _reread(self, entry: _Entry, views: Rows) -> None:
        assert entry.opening is not None
        body = json.loads(entry.opening)["body"]
        add_reread(views, entry.idx, body, body["by"], body["reason"])

    def _resolved(self, entry: _Entry, views: Rows, outcome: str) -> None:
        assert entry.opening is not None
        body = json.loads(entry.opening)["body"]
        views.add("quarantine_resolution", RESOLUTION, (
            LOG_ID, UUID(body["topic_id"]), body["partition"], body["offset"], outcome, entry.idx,
        ))  # fmt: skip

    def _batch(self, entry: _Entry, views: Rows) -> None:
        said = entry.said
        source = said["topic"].partition(".")[2]
        add_traces(views, said["topic_id"], said["partition"], said["runs"], entry.idx)
        views.later(_MOVE, (LOG_ID, UUID(said["topic_id"]), said["partition"], said["topic"], said["next"]))
        numbers: dict[str, list[int]] = defaultdict(list)
        spans = [(run["from"], run["to"]) for run in said["runs"] if run["is"] in ("entries", "conflict")]
        for idx, instance, number in self._numbers:
            if any(first <= idx < end for first, end in spans):
                numbers[instance].append(number)
        self._numbers = [one for one in self._numbers if not any(first <= one[0] < end for first, end in spans)]
        for run in said["runs"]:
            if run["is"] == "duplicate":
                numbers[run["instance"]] += range(run["number"], run["number"] + run["next"] - run["first"])
        for instance, came in numbers.items():
            for first, bits in number_bits(came):
                views.add("seen", SEEN_COLUMNS, (LOG_ID, source, instance, entry.idx, first, bits))

    def _acts(self, entries: Sequence[_Entry], views: Rows) -> None:
        places = {UUID(bytes=entry.entry_id): entry for entry in entries}
        found = self._connection.execute(_INTAKE, (LOG_ID, list(places))).fetchall()
        # What one act does may hang on those before it, so they take effect in the order of the log.
        for entry_id, intake_id, made_at in sorted(found, key=lambda row: places[row[0]].idx):
            entry = places[entry_id]
            views.add("act", ACT, (LOG_ID, entry.idx, intake_id))
            if entry.opening is None:
                continue
            body = json.loads(entry.opening)["body"]
            if body.get("command") in EFFECTS:
                EFFECTS[body["command"]](views, PlacedAct(
                    entry.idx, entry_id, made_at, body["officer"], body["command"], about_of(entry.opening),
                    entry.identity,
                ))  # fmt: skip


def _awaits(verdict: str, missing: Sequence[str]) -> str | None:
    if verdict != "undetermined":
        return None
    return awaits(missing)


#: What an erasure leaves of a view that was made of sealed words as well, in a form in which rows can be compared: the
#: rebuilt ones are among the running ones, and fewer. Sets of register entries outlive their last record, and running
#: numbers are told by the events themselves.
_AFTER_ERASURE = {
    "touch": "select * from {schema}.touch",
    "seen": """
        select log_id, source, instance, first_number + bit from {schema}.seen,
        generate_series(0, 8 * octet_length(bits) - 1) bit where get_bit(bits, bit) = 1
    """,
}


def differences(connection: Connection, running: str, rebuilt: str) -> dict[str, int]:
    """Return for each view how many rows stand in one schema only."""
    row = connection.execute(
        sql.SQL("select exists (select from {})").format(sql.Identifier(running, "erased"))
    ).fetchone()
    erased = bool(row and row[0])
    return {view: _difference(connection, view, running, rebuilt, erased) for view in VIEWS}


def first_difference(connection: Connection, view: str, running: str, rebuilt: str) -> int | None:
    """Return the least index among the rows of a view that stand in one schema only, where its rows have one."""
    has = connection.execute(
        "select 1 from information_schema.columns where table_schema = %s and table_name = %s and column_name = 'idx'",
        (running, view),
    ).fetchone()
    if has is None:
        return None
    one, other = (sql.SQL("select * from {}").format(sql.Identifier(name, view)) for name in (running, rebuilt))
    statement = sql.SQL(
        "select min(idx) from ((({one}) except all ({other})) union all (({other}) except all ({one}))) d"
    ).format(one=one, other=other)
    row = connection.execute(statement).fetchone()
    return row[0] if row else None


def _difference(connection: Connection, view: str, running: str, rebuilt: str, erased: bool) -> int:
    whole = "select * from {schema}." + view
    one, other = (
        sql.SQL(_AFTER_ERASURE.get(view, whole) if erased else whole).format(schema=sql.Identifier(name))
        for name in (running, rebuilt)
    )
    missing = sql.SQL("(({other}) except all ({one}))").format(one=one, other=other)
    lost = sql.SQL("(({one}) except all ({other}))").format(one=one, other=other)
    both = missing if erased and view in _AFTER_ERASURE else missing + sql.SQL(" union all ") + lost
    row = connection.execute(sql.SQL("select count(*) from ({both}) d").format(both=both)).fetchone()
    assert row is not None
    return int(row[0])

"""Provisions made ready before the lock: claim, judgement, digests, seal, entry and view row of every record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from struct import Struct

from ledger.judging.judging import Judging, judge_looked
from ledger.judging.lookup import Looked
from ledger.judging.said import text_json
from ledger.law.days import jst_month
from ledger.log.append import Ready, ready
from ledger.log.entry import Entropy, RecordValues, record_entry, record_opening
from ledger.log.head import LOG_ID
from ledger.store.copy import NULL, bigint, field, integer, text, text_array
from ledger.vault.identities import Holder, holder_at
from ledger.vault.keys import Scope, event_month, person_month
from ledger.vault.seal import seal
from ledger.vault.vault import SealingKey
from streams.recorder.claims import Claim, Claims, person_json, provision_content, time_json
from streams.recorder.taken import TakenEvent

Person = tuple[str, str]

RECORD_COLUMNS = (
    "log_id", "idx", "entry_id", "event_id", "source", "position", "people", "content", "identity", "happened_at",
    "appended_at", "recipient", "items", "purpose", "ground", "verdict", "basis", "duty", "awaits", "marks",
)  # fmt: skip
_ROW_HEAD = Struct(">hihiq").pack
_UUIDS = Struct(">i16si16s").pack
_PLAIN = 80
_NOBODY = b"null"


@dataclass(slots=True)
class Draft:
    """One record, ready to be appended: everything but its index."""

    identity: int | None
    claim: Claim
    happened_at: int
    awaits: str | None
    verdict: str
    ready: Ready
    row: bytes


@dataclass(slots=True)
class DraftEvent:
    """A provision with its records."""

    taken: TakenEvent
    event_id: bytes
    source: str
    content: bytes
    claim: Claim
    people: list[Person]
    people_json: list[bytes]
    identities: list[int | None]
    scopes: list[Scope]
    drafts: list[Draft]


class Drafting:
    """Makes drafts of provisions. ``engine`` is this program's release, ``content_key`` the vault's."""

    def __init__(self, content_key: bytes, engine: str) -> None:
        self._content_key = content_key
        self._engine = engine.encode()
        self._claims = Claims()
        self._entropy = Entropy()

    def read(self, source: str, taken: Iterable[TakenEvent]) -> list[DraftEvent]:
        """Read claims and content of provisions; nobody is looked up yet."""
        events = []
        for item in taken:
            event = item.event
            claim = self._claims.read(source, event, item.tail)
            people = [(person["namespace"], person["id"]) for person in event["people"]]
            written = [person_json(person) for person in event["people"]]
            content = provision_content(self._content_key, claim, written, event["happened_at"])
            events.append(DraftEvent(item, event["id"], source, content, claim, people, written, [], [], []))
        return events

    def place(self, events: Iterable[DraftEvent], holders: Mapping[Person, tuple[Holder, ...]]) -> set[Scope]:
        """Find whose records these are, and return the scopes whose keys will be needed."""
        scopes: set[Scope] = set()
        for event in events:
            at = event.taken.event["happened_at"]
            month = jst_month(at)
            event.identities = [holder_at(holders[person], at) for person in event.people] or [None]
            event.scopes = [
                event_month(event.event_id, month) if identity is None else person_month(identity, month)
                for identity in event.identities
            ]
            scopes.update(event.scopes)
        return scopes

    def draft(
        self, event: DraftEvent, judging: Judging, looked: Looked, keys: Mapping[Scope, SealingKey], taken_at: int
    ) -> None:
        """Judge and seal every record of the event as of the look-up."""
        event.drafts = [
            self._draft_one(event, position, judging, looked, keys, taken_at)
            for position in range(len(event.identities))
        ]

    def _draft_one(
        self, event: DraftEvent, position: int, judging: Judging, looked: Looked,
        keys: Mapping[Scope, SealingKey], taken_at: int,
    ) -> Draft:  # fmt: skip
        taken, claim, identity = event.taken, event.claim, event.identities[position]
        said = taken.event
        at = said["happened_at"]
        judged = judge_looked(judging, looked, (event.source, event.event_id), claim.act, identity, at)
        snapshot = judging.snapshot(claim.act, at)
        values = RecordValues(
            event.people_json[position] if event.people else _NOBODY,
            snapshot.recipient,
            snapshot.items,
            time_json(taken.appended_at, at, taken_at, said["written_at"]),
            claim.statement,
            claim.evidence,
            claim.manner,
            judged.basis_and_duty,
            judged.verdict_and_policy,
        )
        judgement = judged.judgement
        people = len(event.identities)
        salts = self._entropy.salts(len(snapshot.items))
        entry_id = self._entropy.entry_id()
        entry = record_entry(entry_id, salts, values, looked.as_of, judgement.law.encode(), self._engine)
        opening = record_opening(
            salts, values, event_json(event.event_id, event.source, said["instance"], said["number"], position, people,
                                      claim.existence),
        )  # fmt: skip
        key = keys[event.scopes[position]]
        row = (
            _UUIDS(16, entry_id, 16, event.event_id)
            + _text(event.source)
            + integer(position)
            + integer(people)
            + (NULL if position else field(event.content))
            + bigint(identity)
            + bigint(at)
            + bigint(taken.appended_at)
            + _claim_columns(claim.act.recipient, claim.act.items, claim.act.purpose, claim.ground)
            + _judgement_columns(judgement.verdict, judgement.basis, judgement.duty, judged.awaits, judgement.marks)
        )
        return Draft(
            identity, claim, at, judged.awaits, judgement.verdict,
            ready(entry_id, entry, key.key_id, seal(key.cipher, opening, entry_id)), row,
        )  # fmt: skip


def event_json(
    event_id: bytes, source: str, instance: str, number: int, position: int, people: int, existence: bytes
) -> bytes:
    """Write what names the event in a record's opening, with what no disclosure shows."""
    return (
        f'{{"existence":{existence.decode()},"id":"{event_id.hex()}","instance":{text_json(instance)},'
        f'"number":{number},"people":{people},"position":{position},"source":{text_json(source)}}}'
    ).encode()


def record_row(idx: int, row: bytes) -> bytes:
    """Put the index before a packed row of `record`."""
    return _ROW_HEAD(len(RECORD_COLUMNS), 2, LOG_ID, 8, idx) + row


def plain_code(code: str) -> str:
    """Return the code if it is plain enough to stand unsealed in a view, else ``?``.

    A source may have put anything where a code belongs; what it said is kept, sealed.
    """
    return code if 0 < len(code) <= _PLAIN and code.isascii() and code.isprintable() else "?"


@lru_cache(maxsize=256)
def _text(value: str) -> bytes:
    return text(value)


@lru_cache(maxsize=8192)
def _claim_columns(recipient: str, items: tuple[str, ...], purpose: str, ground: str) -> bytes:
    return (
        text(plain_code(recipient))
        + text_array([plain_code(item) for item in items])
        + text(plain_code(purpose))
        + text(plain_code(ground))
    )


@lru_cache(maxsize=1024)
def _judgement_columns(verdict: str, basis: str, duty: str, awaits: str | None, marks: tuple[str, ...]) -> bytes:
    return text(verdict) + text(basis) + text(duty) + text(awaits) + (text_array(marks) if marks else NULL)

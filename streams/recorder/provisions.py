"""Provisions made ready before the lock: claim, judgement, digests, seal, entry and view row of every record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from struct import Struct

from ledger.judging.judging import Judged, Judging, Snapshot, judge_looked
from ledger.judging.lookup import Looked
from ledger.judging.said import text_json
from ledger.law.days import jst_month
from ledger.log.append import Ready, ready
from ledger.log.head import LOG_ID
from ledger.log.record import Entropy, Wording, record_entry, record_opening, wording
from ledger.store.copy import NULL, bigint, field, text, text_array
from ledger.vault.identities import holder_at
from ledger.vault.keys import Scope, event_month
from ledger.vault.seal import seal
from ledger.vault.vault import Holding, SealingKey, Vault
from streams.recorder.alerts import raises
from streams.recorder.claims import Claim, Claims, person_json, provision_content, time_json
from streams.recorder.taken import TakenEvent

Person = tuple[str, str]

RECORD_COLUMNS = (
    "log_id", "idx", "entry_id", "event_id", "position", "people", "happened_at", "appended_at", "content", "identity",
    "source", "recipient", "items", "purpose", "ground", "verdict", "basis", "duty", "awaits", "marks",
    "touch",
)  # fmt: skip
_ROW_HEAD = Struct(">hihiq").pack
_FIXED = Struct(">i16si16siiiiiqiq").pack
#: Wordings remembered, with their claims and judgements: about 1 kB each.
_SPOKEN_KEPT = 16_000
_PLAIN = 80
_NOBODY = b"null"


@dataclass(slots=True)
class Draft:
    """One record, ready to be appended: everything but its index. ``alert``: the kind of alert it raises, if any."""

    identity: int | None
    claim: Claim
    happened_at: int
    awaits: str | None
    verdict: str
    alert: str | None
    ready: Ready
    row: bytes


@dataclass(slots=True)
class DraftEvent:
    """A provision with its records. ``people`` are those it is about, ``people_json`` what it says of them; what
    follows has one member for each record, of which an event about nobody has one."""

    taken: TakenEvent
    event_id: bytes
    source: str
    content: bytes
    claim: Claim
    people: list[Person]
    people_json: list[bytes]
    identities: list[int | None]
    keys: list[SealingKey | None]
    drafts: list[Draft]


@dataclass(frozen=True, slots=True)
class _Spoken:
    """What records of one claim, judged one way, have in common: wording, rule set, and the end of the view's row."""

    wording: Wording
    law: bytes
    columns: bytes


class Drafting:
    """Makes drafts of provisions. ``engine`` is this program's release, ``content_key`` the vault's."""

    def __init__(self, content_key: bytes, engine: str) -> None:
        self._content_key = content_key
        self._engine = engine.encode()
        self._claims = Claims()
        self._entropy = Entropy()
        self._known: dict[tuple[Claim, Snapshot, Judged], _Spoken] = {}

    def read(self, source: str, taken: Iterable[TakenEvent]) -> list[DraftEvent]:
        """Read claims and content of provisions; nobody is looked up yet."""
        events = []
        for item in taken:
            event = item.event
            claim = self._claims.read(source, event, item.tail)
            told = event["people"]
            people = [(person["namespace"], person["id"]) for person in told]
            written = [person_json(namespace, number) for namespace, number in people]
            content = provision_content(self._content_key, claim, written, event["happened_at"])
            events.append(DraftEvent(item, event["id"], source, content, claim, people, written, [], [], []))
        return events

    def place(self, events: Sequence[DraftEvent], vault: Vault) -> None:
        """Find whose records these are, and the keys to seal them with."""
        holdings = vault.holdings({person for event in events for person in event.people})
        missing: dict[tuple[int, int], Holding] = {}
        waiting: list[tuple[list[SealingKey | None], int, tuple[int, int]]] = []
        nobodys: list[tuple[DraftEvent, Scope]] = []
        for event in events:
            at = event.taken.event["happened_at"]
            month = jst_month(at)
            for person in event.people:
                holding = holdings[person]
                identity = holder_at(holding.holders, at)
                place = (identity, month)
                event.identities.append(identity)
                if holding.place == place:
                    event.keys.append(holding.key)
                else:
                    missing[place] = holding
                    waiting.append((event.keys, len(event.keys), place))
                    event.keys.append(None)
            if not event.people:
                nobodys.append((event, event_month(event.event_id, month)))
        made = vault.month_keys(missing)
        for keys, position, place in waiting:
            keys[position] = made[place]
        keys_of_nobody = vault.keys({scope for _, scope in nobodys})
        for event, scope in nobodys:
            event.identities, event.keys = [None], [keys_of_nobody[scope]]

    def draft(self, event: DraftEvent, judging: Judging, looked: Looked, taken_at: int) -> None:
        """Judge and seal every record of the event as of the look-up."""
        event.drafts = [
            self._draft_one(event, position, judging, looked, taken_at) for position in range(len(event.identities))
        ]

    def _draft_one(self, event: DraftEvent, position: int, judging: Judging, looked: Looked, taken_at: int) -> Draft:
        taken, claim, identity = event.taken, event.claim, event.identities[position]
        said = taken.event
        at, people = said["happened_at"], len(event.identities)
        judged = judge_looked(
            judging, looked, (event.source, event.event_id), claim.act, identity, at, taken.appended_at
        )
        spoken = self._spoken(claim, judging.snapshot(claim.act, at), judged)
        person = event.people_json[position] if event.people else _NOBODY
        time = time_json(taken.appended_at, at, taken_at, said["written_at"])
        salts, entry_id = self._entropy.salts(spoken.wording.items), self._entropy.entry_id()
        entry = record_entry(entry_id, salts, person, time, spoken.wording, looked.as_of, spoken.law, self._engine)
        opening = record_opening(
            salts, person, time, spoken.wording,
            event_json(event.event_id, event.source, said["instance"], said["number"], position, people,
                       claim.existence),
        )  # fmt: skip
        key = event.keys[position]
        assert key is not None
        row = (
            _FIXED(16, entry_id, 16, event.event_id, 4, position, 4, people, 8, at, 8, taken.appended_at)
            + (NULL if position else field(event.content))
            + bigint(identity)
            + _text(event.source)
            + spoken.columns
        )
        return Draft(
            identity, claim, at, judged.awaits, judged.judgement.verdict,
            raises(judged.judgement.verdict, judged.judgement.marks),
            ready(entry_id, entry, key.key_id, seal(key.cipher, opening, entry_id, self._entropy.nonce())), row,
        )  # fmt: skip

    def _spoken(self, claim: Claim, snapshot: Snapshot, judged: Judged) -> _Spoken:
        """Return what records of this claim and judgement have in common."""
        key = (claim, snapshot, judged)
        spoken = self._known.get(key)
        if spoken is None:
            if len(self._known) >= _SPOKEN_KEPT:
                self._known.clear()
            spoken = self._known[key] = _spoken(claim, snapshot, judged)
        return spoken


def _spoken(claim: Claim, snapshot: Snapshot, judged: Judged) -> _Spoken:
    act, judgement = claim.act, judged.judgement
    return _Spoken(
        wording(
            snapshot.recipient, snapshot.items, claim.statement, claim.evidence, claim.manner, judged.basis_and_duty,
            judged.verdict_and_policy,
        ),
        judgement.law.encode(),
        text(plain_code(act.recipient))
        + text_array([plain_code(item) for item in act.items])
        + text(plain_code(act.purpose))
        + text(plain_code(claim.ground))
        + text(judgement.verdict)
        + text(judgement.basis)
        + text(judgement.duty)
        + text(judged.awaits)
        + (text_array(judgement.marks) if judgement.marks else NULL)
        + bigint(claim.touch),
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

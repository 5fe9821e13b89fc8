"""Facts made ready before the lock: register versions, person links, consents, stops and corrections."""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from ledger.judging.said import content, said
from ledger.law.days import jst_month
from ledger.log.append import Ready, ready
from ledger.log.canonical import canonical
from ledger.log.entry import body_entry, new_id
from ledger.log.head import LOG_ID
from ledger.registers.snapshot import Registers
from ledger.vault.identities import holder_at
from ledger.vault.keys import Scope, event_month, facts, register, stops
from ledger.vault.seal import seal
from ledger.vault.vault import Holding, SealingKey
from streams.recorder.provisions import plain_code
from streams.recorder.stops import SealedPerson, Stopped, stop_row
from streams.recorder.taken import TakenEvent

Person = tuple[str, str]

_KIND = {
    "RegisterChange": "register", "PersonLink": "link", "ConsentChange": "consent", "ProvisionCorrection": "correction",
    "Stop": "stop", "StopAcknowledgement": "stop_acknowledgement", "TaskAnswer": "task_answer",
}  # fmt: skip
#: The member that says what a fact about nobody in particular is about; of a correction it is what it corrects.
_ABOUT = {"stop_acknowledgement": "stop", "task_answer": "task"}
#: What may be the code of a register entry or a digest.
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/()-]{0,79}")
#: The event that brings each kind of fact.
KINDS = {kind: name for name, kind in _KIND.items()}
_SCOPE = (
    "terms", "recipients", "range", "items", "purposes", "first_day", "last_day", "channel", "consented_by",
    "foreign_information", "incapacity", "terms_said",
)  # fmt: skip
FACT_COLUMNS = (
    "log_id", "idx", "entry_id", "kind", "source", "event_id", "content", "identity", "other", "corrects",
    "happened_at", "appended_at", "late",
)  # fmt: skip


@dataclass(slots=True)
class DraftFact:
    """A fact, ready to be appended: everything but its index."""

    taken: TakenEvent
    event_id: bytes
    source: str
    content: bytes
    kind: str
    people: list[Person]
    identity: int | None = None
    other: int | None = None
    late: bool = False
    scope: Scope | None = None
    ready: Ready | None = None
    #: Of a stop: its id, and whose it is.
    stops: SealedPerson | None = None

    @property
    def corrects(self) -> bytes | None:
        corrects: bytes | None = self.taken.event.get("corrects")
        return corrects


def read_facts(content_key: bytes, source: str, taken: Iterable[TakenEvent]) -> list[DraftFact]:
    """Read facts out of events; nobody is looked up yet."""
    drafts = []
    for item in taken:
        event = item.event
        people = [
            (person["namespace"], person["id"])
            for person in (event.get("person"), event.get("other"))
            if person is not None
        ]
        drafts.append(
            DraftFact(item, event["id"], source, content(content_key, item.name, event), _KIND[item.name], people)
        )
    return drafts


def place_fact(draft: DraftFact, holdings: Mapping[Person, Holding], registers: Registers) -> set[Scope]:
    """Find whom the fact concerns and whether it came later than its source's declared lag; return the scopes of the
    keys that seal it."""
    event = draft.taken.event
    at = event.get("since", event["happened_at"])
    if draft.people:
        draft.identity = holder_at(holdings[draft.people[0]].holders, at)
    if len(draft.people) > 1:
        draft.other = holder_at(holdings[draft.people[1]].holders, at)
    if event.get("change") == "reassigned":
        # The new holder and the one before: what either's records say may change.
        before = [holder.identity for holder in holdings[draft.people[0]].holders if holder.since < at]
        draft.other = before[-1] if before else draft.identity
    draft.late = came_late(registers, draft.source, event["happened_at"], draft.taken.appended_at)
    if draft.kind == "register":
        draft.scope = register()
    elif draft.identity is None:
        about: bytes = event[_ABOUT.get(draft.kind, "corrects")]
        draft.scope = event_month(about, jst_month(event["happened_at"]))
    elif draft.kind == "stop":
        draft.scope = stops(draft.identity)
        return {draft.scope, facts(draft.identity)}
    else:
        draft.scope = facts(draft.identity)
    return {draft.scope}


def came_late(registers: Registers, source: str, happened_at: int, appended_at: int) -> bool:
    """Tell whether the broker took an event later than its source declares (contract 5). An unregistered source
    declares nothing, so whatever it says of the past is late."""
    row = registers.valid_at("sources", source, appended_at)
    lag = int(row.body["lag_seconds"]) * 1_000_000 if row else 0
    return appended_at - happened_at > lag


def seal_fact(draft: DraftFact, keys: Mapping[Scope, SealingKey]) -> None:
    """Make the fact's entry and seal what it says."""
    assert draft.scope is not None
    words = said(draft.taken.event)
    beside: dict[str, Any] = {"appended_at": draft.taken.appended_at, "late": draft.late, "other": draft.other}
    if draft.kind == "stop":
        assert draft.identity is not None
        draft.stops = SealedPerson.of(new_id(), draft.people[0], keys[facts(draft.identity)])
        # What outlives erasure names nobody, so the content can be compared again only by its hash.
        del words["person"]
        beside |= {"content": draft.content.hex(), **draft.stops.words()}
    sealable = body_entry(draft.kind, words, beside=_exact(beside))
    key = keys[draft.scope]
    assert sealable.opening is not None
    draft.ready = ready(
        sealable.entry_id, sealable.entry, key.key_id, seal(key.cipher, sealable.opening, sealable.entry_id)
    )


def _exact(beside: Mapping[str, Any]) -> dict[str, Any]:
    """Write integers that JSON would not carry exactly as text."""
    return {name: str(value) if type(value) is int else value for name, value in beside.items()}


def fact_row(draft: DraftFact, idx: int) -> tuple[Any, ...]:
    """Return the row of `fact`, in FACT_COLUMNS."""
    assert draft.ready is not None
    corrects = draft.corrects
    return (
        LOG_ID, idx, draft.ready.uuid, draft.kind, draft.source, UUID(bytes=draft.event_id), draft.content,
        draft.identity, draft.other, UUID(bytes=corrects) if corrects else None,
        draft.taken.event["happened_at"], draft.taken.appended_at, draft.late,
    )  # fmt: skip


def consent_row(content_key: bytes, draft: DraftFact, idx: int) -> tuple[Any, ...]:
    """Return the row of `consent`. The consent's own id is keyed, since services put names in such ids."""
    event = draft.taken.event
    name = canonical([draft.source, event["consent"]])
    surrogate = hmac.digest(content_key, b"consent\n" + name, "sha256")[:16]
    return (
        LOG_ID, idx, draft.identity, UUID(bytes=surrogate), plain_code(event["change"]), event["happened_at"],
        draft.late, consent_scope(event),
    )  # fmt: skip


def consent_scope(event: Mapping[str, Any]) -> str:
    """Return what of a consent's scope the law is asked about, as the view keeps it: canonical JSON."""
    return canonical({member: _unsealed(member, event[member]) for member in _SCOPE}).decode()


def _unsealed(member: str, told: Any) -> Any:
    """Return what of a consent's scope may stand unsealed: plain codes and days. Of who consented for the person only
    that it was said; of what the text or the information on a foreign country said its code, or only that it said
    something."""
    if member == "consented_by":
        return "said" if told and told.strip() else None
    if member in ("foreign_information", "terms_said"):
        return (told if _CODE.fullmatch(told) else "said") if told and told.strip() else None
    if isinstance(told, str):
        return plain_code(told) if told.strip() else ""
    if isinstance(told, list | tuple):
        return [code for code in told if plain_code(code) == code]
    return told


def link_row(draft: DraftFact, idx: int) -> tuple[Any, ...]:
    """Return the row of `link`."""
    event = draft.taken.event
    return (LOG_ID, idx, plain_code(event["change"]), draft.identity, draft.other, event["since"], draft.late)


def row_of_stop(draft: DraftFact, idx: int) -> tuple[Any, ...]:
    """Return the row of `stop`."""
    assert draft.stops is not None
    event = draft.taken.event
    stopped = Stopped(
        event["ground"], event["happened_at"], event["ends_at"], event["recipients"], event["items"],
        draft.taken.appended_at,
    )  # fmt: skip
    return stop_row(idx, draft.identity, stopped, draft.stops)


def register_row(draft: DraftFact, idx: int) -> tuple[Any, ...]:
    """Return the row of `register`."""
    event = draft.taken.event
    body = canonical(json.loads(event["body"])).decode()
    return (LOG_ID, idx, event["register"], event["key"], event["valid_from"], event["valid_to"], body)

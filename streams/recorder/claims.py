"""What a provision event claims, in the words of the record. Events repeat their wording, so readings are kept."""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from ledger.judging.references import references, touch_of
from ledger.judging.said import text_json, to_the_second
from ledger.law.form import EACH
from ledger.law.types import Act
from ledger.log.canonical import canonical
from ledger.log.record import RecordOpening

#: Fields of a provision that stand in the claim `manner`, besides its source.
_MANNER = (
    "role", "purpose", "recipient_purpose", "form", "method", "data_class", "handling", "agreement",
    "opt_out_notification", "recipient_country", "recipient_system", "series", "series_closed", "substitute_document",
    "acquisition", "confirmation", "provenance", "counterpart", "omitted_items_record", "counterpart_event",
)  # fmt: skip
_SECOND = 1_000_000
#: Fields of a provision that name other events.
EVENT_IDS = frozenset({"omitted_items_record", "counterpart_event"})


@dataclass(frozen=True, slots=True, eq=False)
class Claim:
    """The part of a provision that names neither person nor time: the act the law judges, and its wording.

    ``said`` is a hash of all of it, for the content hash; it never leaves the process by itself.
    Compared by identity: ``Claims`` returns the same one for the same bytes.
    """

    act: Act
    ground: str
    manner: bytes
    statement: bytes
    evidence: bytes
    existence: bytes
    said: bytes
    #: Tied to other records: of a series or a document, or pointing to another record.
    tied: bool
    #: Which register entries it names, as a number: records that share it are touched by the same changes.
    touch: int


class Claims:
    """Reads claims out of events and remembers up to ``capacity`` of them."""

    def __init__(self, capacity: int = 10_000) -> None:
        self._capacity = capacity
        self._known: dict[tuple[bytes, str, str, bool], Claim] = {}

    def read(self, source: str, event: Mapping[str, Any], tail: bytes | None) -> Claim:
        """Return the claim of a decoded Provision. ``tail`` are its bytes after the people, if they are known."""
        if tail is None:
            return claim_of(source, event)
        key = (tail, source, event["role"], bool(event["people"]))
        claim = self._known.get(key)
        if claim is None:
            if len(self._known) >= self._capacity:
                self._known.clear()
            claim = self._known[key] = claim_of(source, event)
        return claim


def claim_of(source: str, event: Mapping[str, Any]) -> Claim:
    """Read one claim. ``event`` has the fields of a Provision, decoded."""
    manner = {
        name: event[name].hex() if name in EVENT_IDS else event[name] for name in _MANNER if event[name] is not None
    }
    existence = canonical(event["existence"])
    manner_json = canonical({**manner, "source": source})
    statement = canonical({"ground": event["ground"]})
    evidence = canonical([dict(item) for item in event["evidence"]])
    act = act_of(source, event)
    return Claim(
        act=act,
        ground=event["ground"],
        manner=manner_json,
        statement=statement,
        evidence=evidence,
        existence=existence,
        said=sha256(
            b"\n".join(
                (
                    canonical(event["recipient"]),
                    canonical(list(event["items"])),
                    statement,
                    evidence,
                    manner_json,
                    existence,
                )
            )
        ).digest(),
        tied=event["form"] != EACH or any(event[name] is not None for name in EVENT_IDS),
        touch=touch_of(references(act)),
    )


def act_of(source: str, event: Mapping[str, Any]) -> Act:
    """Return the act that the law judges."""
    return Act(
        role=event["role"],
        recipient=event["recipient"],
        items=tuple(event["items"]),
        purpose=event["purpose"],
        recipient_purpose=event["recipient_purpose"],
        ground=event["ground"],
        evidence=tuple((item["code"], item["value"]) for item in event["evidence"]),
        form=event["form"],
        method=event["method"],
        data_class=event["data_class"],
        handling=event["handling"],
        provenance=event["provenance"],
        recipient_country=event["recipient_country"],
        has_person=bool(event["people"]),
        agreement=event["agreement"],
        opt_out_notification=event["opt_out_notification"],
        recipient_system=event["recipient_system"],
        existence=event["existence"],
        source=source,
        acquisition=event["acquisition"],
        confirmation=event["confirmation"],
        substitute_document=event["substitute_document"],
        in_series=bool(event["series"] and event["series"].strip()),
        omits=event["omitted_items_record"] is not None,
    )


def act_of_opening(opening: RecordOpening) -> Act:
    """Return the act a record claims, read back from its opening."""
    return act_of(opening.manner["source"], _event_of(opening))


def claim_of_opening(opening: RecordOpening) -> Claim:
    """Return the whole claim of a record, read back from its opening."""
    event = _event_of(opening)
    ids = {name: bytes.fromhex(event[name]) for name in EVENT_IDS if event[name] is not None}
    return claim_of(opening.manner["source"], {**event, **ids})


def _event_of(opening: RecordOpening) -> dict[str, Any]:
    return {
        **dict.fromkeys(_MANNER),
        **opening.manner,
        "recipient": opening.recipient["code"],
        "items": [item["code"] for item in opening.items],
        "ground": opening.statement["ground"],
        "evidence": opening.evidence,
        "people": [opening.person] if opening.person else [],
        "existence": opening.event["existence"],
    }


def provision_content(key: bytes, claim: Claim, people: Sequence[bytes], happened_at: int) -> bytes:
    """Return the keyed hash of what a provision says, without instance, number and written_at (contract: dedup)."""
    return hmac.digest(key, b"Provision\n%b\n[%b]\n%d" % (claim.said, b",".join(people), happened_at), "sha256")


def person_json(namespace: str, number: str) -> bytes:
    """Write a person as the canonical claim."""
    return f'{{"id":{text_json(number)},"namespace":{text_json(namespace)}}}'.encode()


def time_json(appended_at: int, happened_at: int, taken_at: int, written_at: int) -> bytes:
    """Write the claim `time`: when it happened, when the source wrote it, when broker and ledger took it."""
    appended, a = divmod(appended_at, _SECOND)
    happened, h = divmod(happened_at, _SECOND)
    taken, t = divmod(taken_at, _SECOND)
    written, w = divmod(written_at, _SECOND)
    return (
        f'{{"appended_at":"{to_the_second(appended)}.{a:06d}Z","happened_at":"{to_the_second(happened)}.{h:06d}Z",'
        f'"taken_at":"{to_the_second(taken)}.{t:06d}Z","written_at":"{to_the_second(written)}.{w:06d}Z"}}'
    ).encode()

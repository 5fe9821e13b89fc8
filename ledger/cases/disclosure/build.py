"""Making a disclosure out of a projection, the records' openings, and the log's checkpoint."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ledger.cases.disclosure.file import Anchor, DisclosureFile, Proven
from ledger.cases.disclosure.given import digests, disclosures, given
from ledger.cases.disclosure.issuer import IssuerKey
from ledger.cases.disclosure.sd_jwt import Payload, RecordOf, sign
from ledger.cases.disclosure.strict import ascending
from ledger.cases.projection import Projection, RecordShown
from ledger.log.checkpoint import Checkpoint
from ledger.log.note import Note
from ledger.log.proofs import Prover
from ledger.log.record import RecordOpening


class OpeningDiffers(Exception):
    """What is sealed beside a record is not what its entry has committed to: somebody changed one of them. Nothing was
    disclosed. Keep the database as it is and run the audit."""


@dataclass(frozen=True, slots=True)
class KeptRecord:
    """A record as the ledger keeps it."""

    index: int
    entry: bytes
    opening: RecordOpening


@dataclass(frozen=True, slots=True)
class Announced:
    """The issuer's key entry, its index, and the disclosure that opens it."""

    index: int
    entry: bytes
    opening: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a disclosure is signed and proved with: the issuer, a published head that covers every record, what proves
    from its tiles, its time stamps (DER), and the coverage statement."""

    issuer: str
    key: IssuerKey
    announced: Announced
    note: Note
    prover: Prover
    time_stamps: Sequence[bytes]
    coverage: Mapping[str, Any]


def build(projection: Projection, kept: Mapping[str, KeptRecord], evidence: Evidence) -> bytes:
    """Return the bytes of `person.disclosure.json`: the records that the projection shows, and no others.

    ``kept`` has every record shown, by its entry id in hex. Raises OpeningDiffers.
    """
    prover, announced = evidence.prover, evidence.announced
    shown = [(record, kept[record.record_id]) for record in projection.records]
    file = DisclosureFile(
        "",
        Anchor(
            Proven(announced.entry, announced.index, tuple(prover.inclusion(announced.index))), announced.opening
        ),
        tuple(Proven(one.entry, one.index, tuple(prover.inclusion(one.index))) for _, one in shown),
        _ordered(evidence.note),
        tuple(evidence.time_stamps),
    )  # fmt: skip
    names = [given(record, one.opening, projection.asked_with) for record, one in shown]
    payload = Payload(
        evidence.issuer,
        projection.answered_at // 1_000_000,
        Checkpoint.parse(evidence.note.text).origin,
        file.beside(),
        evidence.coverage,
        tuple(_record(record, one, told) for (record, one), told in zip(shown, names, strict=True)),
    )
    told = [
        text for (record, one), those in zip(shown, names, strict=True)
        for text in disclosures(record, one.opening, those)
    ]  # fmt: skip
    return replace(file, sd_jwt=sign(payload, told, evidence.key)).as_bytes()


def _record(shown: RecordShown, kept: KeptRecord, names: tuple[str, ...]) -> RecordOf:
    made = digests(kept.opening)
    if made != json.loads(kept.entry)["claims"]:
        raise OpeningDiffers(str(kept.index))
    return RecordOf(
        shown.record_id,
        kept.index,
        shown.role,
        tuple({"action": one.action, "made_at": one.made_at} for one in shown.amendments),
        names,
        tuple(sorted(made.values())),
    )


def _ordered(note: Note) -> str:
    """Return the note with its signature lines in the one order that a disclosure has."""
    lines = sorted((signature.line() for signature in note.signatures), key=str.encode)
    assert ascending(lines), "no line stands twice"
    return note.text + "\n" + "".join(f"{line}\n" for line in lines)

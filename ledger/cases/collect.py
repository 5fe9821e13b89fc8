"""From a person to the answer they may have: every record of theirs, opened, as it stands after its corrections."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from ledger.cases.answer import Amendment, Answer, Coded, DisclosableRecord, Operator, PersonId, Recipient
from ledger.cases.existence import Standing, standings
from ledger.cases.existence_acts import acts_about
from ledger.judging.corrections import Correction, look_up_corrections
from ledger.judging.records import Opened, Person, RecordRow, open_records, records_of_people
from ledger.log.head import LOG_ID
from ledger.registers.snapshot import Registers
from ledger.store.connect import Connection
from ledger.vault.vault import Vault


class OperatorUnknown(Exception):
    """The register does not say who the operator is, so nobody could answer. Nothing was written; publish the
    operator's entry first."""


def operator_of(registers: Registers, now: int) -> Operator:
    """Return who the operator is at an instant (µs UTC). Raises OperatorUnknown."""
    row = next(iter(registers.keys_at("operator", now)), None)
    if row is None:
        raise OperatorUnknown("no operator in the register")
    return Operator(**{name: row.body[name] for name in ("name", "address", "representative", "contact")})


def collect(
    connection: Connection, vault: Vault, registers: Registers, person: Person | None, asked_with: PersonId, as_of: int,
    now: int, hides_until: int | None = None, among: Collection[str] | None = None,
) -> Answer:  # fmt: skip
    """Return everything the ledger holds about the person; the projection decides what of it is shown.

    What officers released counts as of the head size; what they hid counts up to ``hides_until`` (µs UTC; None: until
    now). Records whose keys were destroyed say nothing any more and are left out. ``among``: only these records (entry
    ids in hex) are opened, if not all. Raises OperatorUnknown.
    """
    operator = operator_of(registers, now)
    rows = records_of_people(connection, person.identities, as_of) if person else []
    mine = [
        row for row in rows if person and person.owns(row) and (among is None or row.entry_id.hex() in among)
    ]  # fmt: skip
    told = disclosable(connection, vault, registers, mine, as_of, hides_until)
    return Answer(
        answered_at=now, checked_up_to=now, operator=operator, asked_with=(asked_with,), records=tuple(told.values())
    )  # fmt: skip


def disclosable(
    connection: Connection, vault: Vault, registers: Registers, rows: Sequence[RecordRow], as_of: int,
    hides_until: int | None = None,
) -> dict[int, DisclosableRecord]:  # fmt: skip
    """Return by index these records, opened, after their corrections and what officers hid and released; those whose
    keys were destroyed are left out."""
    if not rows:
        return {}
    corrections = look_up_corrections(connection, vault, LOG_ID, as_of, [row.event_id for row in rows])
    acts = acts_about(connection, vault, {row.identity for row in rows if row.identity is not None})
    said = standings(acts, as_of, hides_until)
    return {
        opened.row.idx: _disclosable(
            opened, registers, corrections.get((opened.row.source, opened.row.event_id), ()),
            said.get(opened.row.entry_id.hex(), Standing()),
        )
        for opened in open_records(connection, vault, rows)
        if opened.opening is not None
    }  # fmt: skip


def _disclosable(
    opened: Opened, registers: Registers, corrections: tuple[Correction, ...], standing: Standing
) -> DisclosableRecord:  # fmt: skip
    opening, row = opened.opening, opened.row
    assert opening is not None
    told: dict[str, Any] = {}
    for correction in corrections:
        if correction.action == "correct" and not correction.late:
            told |= correction.replacement
    at = row.happened_at
    recipient = _recipient(registers, told["recipient"], at) if "recipient" in told else opening.recipient
    kinds = [
        opening.recipient.get("kind"),
        *(
            _recipient(registers, correction.replacement["recipient"], at).get("kind")
            for correction in corrections
            if "recipient" in correction.replacement
        ),
    ]
    items = [_item(registers, code, at) for code in told["items"]] if "items" in told else opening.items
    manner, evidence = opening.manner, told.get("evidence", opening.evidence)
    purpose = registers.valid_at("purposes", told.get("purpose", manner["purpose"]), at)
    code = told.get("purpose", manner["purpose"])
    return DisclosableRecord(
        record_id=row.entry_id.hex(),
        happened_at=at,
        role=manner["role"],
        recipient=Recipient(
            recipient["code"],
            *(recipient.get(name) for name in ("name", "address", "representative", "kind", "country")),
        ),
        items=tuple(Coded(item["code"], item.get("ja", item["code"]), item.get("en", item["code"])) for item in items),
        purpose=Coded(code, purpose.body["ja"], purpose.body["en"]) if purpose else Coded(code, code, code),
        ground=told.get("ground", opening.statement["ground"]),
        method=manner["method"],
        duty=row.duty,
        data_class=manner["data_class"],
        existence=opening.event["existence"],
        told_kinds=tuple(kind for kind in kinds if kind),
        hidden=standing.hidden,
        released_from=standing.released_from,
        recipient_purpose=manner.get("recipient_purpose"),
        terms=next((item["value"] for item in evidence if item["code"] == "consent_record"), None),
        acquisition=manner.get("acquisition"),
        opt_out_notification=manner.get("opt_out_notification"),
        amendments=tuple(Amendment(correction.action, correction.happened_at) for correction in corrections),
    )


def _recipient(registers: Registers, code: str, at: int) -> Mapping[str, Any]:
    row = registers.valid_at("recipients", code, at)
    return {"code": code, **(row.body if row else {})}


def _item(registers: Registers, code: str, at: int) -> Mapping[str, Any]:
    row = registers.valid_at("data_items", code, at)
    return {"code": code, **(row.body if row else {})}

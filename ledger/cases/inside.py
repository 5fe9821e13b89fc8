"""The inside view of one record, for the staff alone: its current judgement with every answer, and the consents of its
person that name its other side, with their times."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ledger.cases.texts import Text
from ledger.judging.history import judgements_of
from ledger.judging.lookup import look_up
from ledger.judging.records import RecordRow
from ledger.judging.registered import approver
from ledger.law.catalogue import MARKS, VERDICTS, answered, decided_by, duty_reason, explained, ground, missing
from ledger.law.types import ConsentChange
from ledger.law.words import Sentence
from ledger.log.head import LOG_ID
from ledger.registers.snapshot import Registers
from ledger.store.connect import Connection
from ledger.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer of the rule tree: ``answer`` is yes, no, missing or not asked; ``decisive``: by it it was decided."""

    answer: str
    words: Text
    decisive: bool


@dataclass(frozen=True, slots=True)
class Consent:
    """One change of a consent that names the record's other side. ``at`` is µs UTC; ``before``: it had happened when
    the record's act did."""

    change: str
    at: int
    before: bool
    late: bool


@dataclass(frozen=True, slots=True)
class Inside:
    """What the ledger holds of a record for itself. ``judgements``: how many there are; the last one is told."""

    verdict: str
    verdict_words: Text
    explained: Text
    claimed: Text
    duty: Text
    rules: tuple[Answered, ...]
    missing: tuple[Text, ...]
    marks: tuple[Text, ...]
    judgements: int
    as_of: int
    law: str
    consents: tuple[Consent, ...]


def inside_of(
    connection: Connection, vault: Vault, registers: Registers, row: RecordRow, as_of: int
) -> Inside | None:  # fmt: skip
    """Return the inside view of a record below ``as_of``; None where its key was destroyed."""
    told = judgements_of(connection, vault, row.idx, as_of)
    basis, verdict = told[-1].basis_and_duty, told[-1].verdict_and_policy
    if basis is None or verdict is None:
        return None
    decisive = decided_by(verdict["rules"])
    asked = [] if row.identity is None else [row.identity]
    looked = look_up(connection, vault, LOG_ID, as_of, registers, asked, [])
    return Inside(
        verdict["verdict"],
        _text(VERDICTS[verdict["verdict"]]),
        _text(explained(basis, verdict)),
        _text(ground(basis["claimed"])),
        _text(duty_reason(basis["duty_reason"], approver(registers, basis["duty_reason"], row.happened_at))),
        tuple(Answered(rule["answer"], _text(answered(rule)), rule is decisive) for rule in verdict["rules"]),
        _texts([missing(code) for code in verdict["missing"]]),
        _texts([MARKS[mark] for mark in verdict["marks"]]),
        len(told),
        told[-1].as_of,
        told[-1].law,
        tuple(
            Consent(change.change, change.at, change.at <= row.happened_at, change.late)
            for change in looked.consents_of(row.identity, row.happened_at) if _names(change, row.recipient)
        ),
    )  # fmt: skip


def _names(change: ConsentChange, recipient: str) -> bool:
    recipients = change.scope.recipients
    return recipients is None or recipient in recipients


def _text(words: Sentence) -> Text:
    return Text(words.ja, words.en)


def _texts(found: Sequence[Sentence]) -> tuple[Text, ...]:
    return tuple(_text(words) for words in found)

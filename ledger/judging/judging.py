"""From what a provision claims and what the ledger knew to a judgement, with the law's answers kept per question.

The law's functions are pure and see neither person nor instant, so one answer serves every record that asks the same
question: the same claim, the same registers, the same consents in force, the same watermarks passed. Only the times
are compared per record.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ledger.judging import awaiting
from ledger.judging.corrections import effective
from ledger.judging.lookup import FACT_KINDS, Looked
from ledger.law import consent as consent_law
from ledger.law.days import announced
from ledger.law.judge import judge, worst
from ledger.law.rulesets import law_version
from ledger.law.types import (
    Act,
    ConsentChange,
    Found,
    InForce,
    ItemEntry,
    Judgement,
    PurposeEntry,
    RecipientEntry,
    StatuteEntry,
)  # fmt: skip
from ledger.log.canonical import canonical
from ledger.registers.snapshot import RegisterRow, Registers

_PASSED = {bits: frozenset(kind for place, kind in enumerate(FACT_KINDS) if bits >> place & 1) for bits in range(8)}


_NO_CONSENT: frozenset[InForce] = frozenset()
#: What a record repeats from the registers, besides the code (rule 6).
_RECIPIENT = ("name", "address", "representative", "kind", "country")
_ITEM = ("ja", "en")


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """A judgement and its two halves as canonical JSON, ready to be sealed as claims. Compared by identity."""

    judgement: Judgement
    basis_and_duty: bytes
    verdict_and_policy: bytes
    awaits: str | None


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """What the registers said on the day of provision, as canonical JSON (rule 6). Compared by identity."""

    recipient: bytes
    items: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class _Era:
    recipient: RecipientEntry | None
    items: tuple[ItemEntry | None, ...]
    purpose: PurposeEntry | None
    statutes: tuple[StatuteEntry, ...]
    academic_operator: bool | None
    snapshot: Snapshot


class Judging:
    """Judges acts against one version of the registers, remembering answers.

    ``capacity`` bounds the number of answers remembered; when it is reached all are forgotten at once.
    """

    def __init__(self, registers: Registers, capacity: int = 10_000) -> None:
        self.registers = registers
        self._capacity = capacity
        self._eras: dict[tuple[Act, int], _Era] = {}
        self._described: dict[tuple[str, int | None], bytes] = {}
        self._judged: dict[tuple[Any, ...], Judged] = {}

    def snapshot(self, act: Act, at: int) -> Snapshot:
        """Return recipient and items as the registers described them at the instant."""
        return self._era(act, self.registers.era(at), at).snapshot

    def judge(
        self, act: Act, at: int, consents: tuple[ConsentChange, ...], reached: Mapping[str, int], *,
        voided: bool = False, void_late: bool = False,
    ) -> Judged:  # fmt: skip
        """Judge one act at the instant, given the person's consent changes and how far each watermark has reached."""
        era_number = self.registers.era(at)
        scopes = consent_law.in_force(consents, at) if consents else _NO_CONSENT
        bits = 0
        for place, kind in enumerate(FACT_KINDS):
            if at <= reached.get(kind, -1):
                bits |= 1 << place
        key = (act, era_number, scopes, bits, voided, void_late)
        judged = self._judged.get(key)
        if judged is None:
            if len(self._judged) >= self._capacity:
                self._judged.clear()
                self._eras.clear()
                self._described.clear()
            era = self._era(act, era_number, at)
            judged = self._judged[key] = _judged(
                judge(
                    act,
                    Found(
                        recipient=era.recipient,
                        items=era.items,
                        purpose=era.purpose,
                        purpose_announced=era.purpose is not None and announced(era.purpose, at),
                        statutes=era.statutes,
                        consents=scopes,
                        passed=_passed(bits),
                        voided=voided,
                        void_late=void_late,
                        law=law_version(at),
                        academic_operator=era.academic_operator,
                    ),
                )
            )
        return judged

    def _era(self, act: Act, number: int, at: int) -> _Era:
        era = self._eras.get((act, number))
        if era is None:
            era = self._eras[act, number] = self._resolve(act, at)
        return era

    def _resolve(self, act: Act, at: int) -> _Era:
        recipient = self.registers.valid_at("recipients", act.recipient, at)
        items = tuple(self.registers.valid_at("data_items", item, at) for item in act.items)
        purpose = self.registers.valid_at("purposes", act.purpose, at)
        statutes = [StatuteEntry(row.key, bool(row.body["domestic"])) for row in self.registers.keys_at("statutes", at)]
        operator = next(iter(self.registers.keys_at("operator", at)), None)
        return _Era(
            _recipient(recipient) if recipient else None,
            tuple(ItemEntry(row.key, bool(row.body["sensitive"])) if row else None for row in items),
            PurposeEntry(purpose.key, purpose.body["announced_on"]) if purpose else None,
            tuple(sorted(statutes, key=lambda entry: entry.code)),
            bool(operator.body.get("academic", False)) if operator else None,
            Snapshot(
                self._describe(act.recipient, recipient, _RECIPIENT),
                tuple(self._describe(item, row, _ITEM) for item, row in zip(act.items, items, strict=True)),
            ),
        )

    def _describe(self, code: str, row: RegisterRow | None, members: Sequence[str]) -> bytes:
        """Write what a register says of a code, or the code alone."""
        key = (code, row.idx if row else None)
        described = self._described.get(key)
        if described is None:
            body = row.body if row else {}
            said = {member: body[member] for member in members if body.get(member) is not None}
            described = self._described[key] = canonical({"code": code, **said})
        return described


def _recipient(row: RegisterRow) -> RecipientEntry:
    return RecipientEntry(
        code=row.key,
        kind=row.body["kind"],
        country=row.body["country"],
        ranges=frozenset(row.body.get("range", ())),
        article_16_2=bool(row.body.get("article_16_2", False)),
    )


@lru_cache(maxsize=4096)
def _judged(judgement: Judgement) -> Judged:
    awaits = None
    if judgement.verdict == "undetermined":
        awaits = awaiting.awaits(judgement.missing)
    return Judged(judgement, canonical(judgement.basis_and_duty()), canonical(judgement.verdict_and_policy()), awaits)


def _passed(bits: int) -> frozenset[str]:
    # A consent may yet come by way of a link, so consents have all come only when links have too.
    passed = _PASSED[bits]
    return passed if "link" in passed else passed - {"consent"}


def judge_looked(
    judging: Judging, looked: Looked, event: tuple[str, bytes], act: Act, identity: int | None, at: int
) -> Judged:
    """Judge one act of one person as of a look-up, corrections of its event included.

    A correction that came in time replaces what it corrects. One that came late heals nothing until two officers
    accept it, but binds at once where it makes the verdict worse (rule 11).
    """
    consents = looked.consents_of(identity, at)
    corrections = looked.corrections.get(event, ())
    if not corrections:
        return judging.judge(act, at, consents, looked.reached)
    timely, voided = effective(act, [correction for correction in corrections if not correction.late])
    judged = judging.judge(timely, at, consents, looked.reached, voided=voided)
    if all(not correction.late for correction in corrections):
        return judged
    told, told_void = effective(act, corrections)
    as_told = judging.judge(told, at, consents, looked.reached, voided=told_void)
    if worst(judged.judgement.verdict, as_told.judgement.verdict) != judged.judgement.verdict:
        return as_told
    return judging.judge(timely, at, consents, looked.reached, voided=voided, void_late=True)

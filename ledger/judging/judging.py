"""From what a provision claims and what the ledger knew to a judgement, with the law's answers kept per question.

The law's functions are pure and see neither person nor instant, so one answer serves every record that asks the same
question: the same claim, the same registers, the same consents in force, the same watermarks passed. Only the times
are compared per record.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, TypeVar

from ledger.judging import awaiting, registered
from ledger.judging.corrections import effective
from ledger.judging.lookup import FACT_KINDS, Looked
from ledger.judging.refusals import ignores
from ledger.law import consent as consent_law
from ledger.law import stops as stops_law
from ledger.law.days import announced, jst_day
from ledger.law.foreign import country_of
from ledger.law.judge import judge, worst
from ledger.law.periods import PROMPT_DAYS
from ledger.law.registered import NoticeEntry, StatuteEntry, TermsEntry
from ledger.law.rulesets import RULE_SETS, law_version
from ledger.law.seed_policy import SEED
from ledger.law.stops import StopOrder
from ledger.law.types import NOT_SHOWN_YET, Act, ConsentChange, ConsentScope, Found, InForce, Judgement
from ledger.log.canonical import canonical
from ledger.registers.snapshot import RegisterRow, Registers

Entry = TypeVar("Entry")

_PASSED = {bits: frozenset(kind for place, kind in enumerate(FACT_KINDS) if bits >> place & 1) for bits in range(8)}


_NO_CONSENT: frozenset[InForce] = frozenset()
_NO_STOP: frozenset[str] = frozenset()
_PROMPT = PROMPT_DAYS * 86_400_000_000
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
    """What the registers say about one act, as long as no register changes: what is found, but for the person."""

    found: Found
    snapshot: Snapshot


@dataclass(frozen=True, slots=True)
class _Common:
    """What the registers say whatever the act. ``texts`` and ``notices``: also the versions no longer in force, since
    what was shown at a consent still says how far it reaches."""

    statutes: tuple[StatuteEntry, ...]
    terms: tuple[TermsEntry, ...]
    texts: tuple[TermsEntry, ...]
    notices: tuple[NoticeEntry, ...]
    policies: tuple[RegisterRow, ...]
    academic_operator: bool | None


class Judging:
    """Judges acts against one version of the registers, remembering answers.

    ``capacity`` bounds the number of answers remembered; when it is reached all are forgotten at once. ``law`` names a
    rule set to judge everything by, in place of that of each act's day.
    """

    def __init__(self, registers: Registers, capacity: int = 10_000, law: str | None = None) -> None:
        self.registers = registers
        self._capacity = capacity
        self._law = law
        self._texts, self._notices = registers.keys("terms"), registers.keys("notices")
        self._common: dict[int, _Common] = {}
        self._eras: dict[tuple[Act, int], _Era] = {}
        self._scopes: dict[tuple[ConsentScope, int, int], ConsentScope] = {}
        self._described: dict[tuple[str, int | None], bytes] = {}
        self._judged: dict[tuple[Any, ...], Judged] = {}

    def snapshot(self, act: Act, at: int) -> Snapshot:
        """Return recipient and items as the registers described them at the instant."""
        return self._era(act, self.registers.era(at), at).snapshot

    def judge(
        self, act: Act, at: int, consents: tuple[ConsentChange, ...], reached: Mapping[str, int], *,
        stops: tuple[StopOrder, ...] = (), made_late: bool = False, voided: bool = False, void_late: bool = False,
        ignored_refusal: bool = False,
    ) -> Judged:  # fmt: skip
        """Judge one act at the instant, given the person's consent changes and stops, and how far each watermark has
        reached. ``made_late``: the record was made long after the act; ``ignored_refusal``: its source had asked before
        and been told no."""
        era_number = self.registers.era(at)
        stopped = _NO_STOP
        if stops:
            covering = stops_law.covering(stops, act, at)
            consents = stops_law.left_standing(consents, covering)
            stopped = frozenset(stop.ground for stop in covering)
        scopes = consent_law.in_force(self._as_shown(consents, at, era_number), at) if consents else _NO_CONSENT
        bits = 0
        for place, kind in enumerate(FACT_KINDS):
            if at <= reached.get(kind, -1):
                bits |= 1 << place
        flags = made_late + 2 * voided + 4 * void_late + 8 * ignored_refusal
        key = (act, era_number, scopes, bits, flags, stopped)
        judged = self._judged.get(key)
        if judged is None:
            self._make_room()
            found = replace(
                self._era(act, era_number, at).found,
                consents=scopes, passed=_passed(bits), stopped=stopped, made_late=made_late, voided=voided,
                void_late=void_late, ignored_refusal=ignored_refusal,
            )  # fmt: skip
            judged = self._judged[key] = _judged(judge(act, found))
        return judged

    def _as_shown(self, consents: Sequence[ConsentChange], at: int, era: int) -> Sequence[ConsentChange]:
        """Return consent changes with the versions of text and information that were shown at their instants."""
        for change in consents:
            if change.scope.terms in self._texts or change.scope.foreign_information in self._notices:
                return [
                    ConsentChange(one.idx, one.consent, one.change, one.at, one.late, self._shown(one, at, era))
                    for one in consents
                ]
        return consents

    def _shown(self, change: ConsentChange, at: int, era: int) -> ConsentScope:
        key = (change.scope, self.registers.era(change.at), era)
        shown = self._scopes.get(key)
        if shown is None:
            shown = self._scopes[key] = self._of_its_versions(change, at)
        return shown

    def _of_its_versions(self, change: ConsentChange, at: int) -> ConsentScope:
        scope = change.scope
        text = self.registers.shown("terms", scope.terms, change.at, at)
        version = None if text is None else text.idx
        if text is not None and jst_day(change.at) < registered.first_shown(text):
            version = NOT_SHOWN_YET
        said = scope.foreign_information
        told = self.registers.shown("notices", said, change.at, at) if said is not None else None
        return replace(scope, text=version, information=None if told is None else told.idx)

    def _make_room(self) -> None:
        if len(self._judged) >= self._capacity:
            for remembered in (self._judged, self._eras, self._scopes, self._common, self._described):
                remembered.clear()

    def _era(self, act: Act, number: int, at: int) -> _Era:
        era = self._eras.get((act, number))
        if era is None:
            era = self._eras[act, number] = self._resolve(act, number, at)
        return era

    def _in_common(self, number: int, at: int) -> _Common:
        common = self._common.get(number)
        if common is None:
            operator = next(iter(self.registers.keys_at("operator", at)), None)
            common = self._common[number] = _Common(
                tuple(map(registered.statute, self.registers.keys_at("statutes", at))),
                tuple(map(registered.terms, self.registers.keys_at("terms", at))),
                tuple(map(registered.terms, self.registers.begun("terms", at))),
                tuple(map(registered.notice, self.registers.begun("notices", at))),
                tuple(self.registers.keys_at("policies", at)),
                bool(operator.body.get("academic", False)) if operator else None,
            )
        return common

    def _resolve(self, act: Act, number: int, at: int) -> _Era:
        valid_at, common, day = self.registers.valid_at, self._in_common(number, at), jst_day(at)
        recipient = valid_at("recipients", act.recipient, at)
        items = tuple(valid_at("data_items", item, at) for item in act.items)
        purpose = valid_at("purposes", act.purpose, at)
        law = self._law or law_version(at)
        entry = registered.recipient(recipient) if recipient else None
        country = country_of(act, entry)
        joint_use = valid_at("joint_use", act.agreement, at) if act.agreement else None
        service = self._service(act.source, at)
        policy = registered.policy_in_force(common.policies, service, at)
        found = Found(
            recipient=entry,
            items=tuple(registered.item(row) if row else None for row in items),
            purpose=registered.purpose(purpose) if purpose else None,
            purpose_announced=purpose is not None and announced(registered.purpose(purpose), at),
            statutes=common.statutes,
            consents=_NO_CONSENT,
            passed=frozenset(),
            law=law,
            academic_operator=common.academic_operator,
            day=day,
            rules=RULE_SETS[law],
            agreement=_read(registered.agreement, valid_at, "agreements", act.agreement, at),
            joint_use=(
                registered.joint_use(joint_use, self.registers.versions("joint_use", joint_use.key))
                if joint_use
                else None
            ),
            notification=_read(
                lambda row: registered.notification(row, self.registers.versions(row.register, row.key)),
                valid_at,
                "opt_out_notifications",
                act.opt_out_notification,
                at,
            ),
            country=registered.country(country, valid_at("countries", country, at), day) if country != "JP" else None,
            system=_read(lambda row: registered.system(row, day), valid_at, "systems", act.recipient_system, at),
            interpretation=_read(
                registered.interpretation, valid_at, "interpretations", act.shows("interpretation"), at
            ),
            document=_read(registered.document, valid_at, "documents", act.substitute_document, at),
            terms=common.texts,
            notices=common.notices,
            policy=registered.policy(policy) if policy else SEED,
            terms_in_force=registered.terms_in_force(common.terms, service, day),
        )
        return _Era(
            found,
            Snapshot(
                self._describe(act.recipient, recipient, _RECIPIENT),
                tuple(self._describe(item, row, _ITEM) for item, row in zip(act.items, items, strict=True)),
            ),
        )

    def _service(self, source: str, at: int) -> frozenset[str]:
        """Return the names under which a source's service may stand in a register."""
        row = self.registers.valid_at("sources", source, at)
        return frozenset({source, row.body["owner_service"]}) if row else frozenset({source})

    def _describe(self, code: str, row: RegisterRow | None, members: Sequence[str]) -> bytes:
        """Write what a register says of a code, or the code alone."""
        key = (code, row.idx if row else None)
        described = self._described.get(key)
        if described is None:
            body = row.body if row else {}
            said = {member: body[member] for member in members if body.get(member) is not None}
            described = self._described[key] = canonical({"code": code, **said})
        return described


def _read(
    read: Callable[[RegisterRow], Entry], valid_at: Callable[[str, str, int], RegisterRow | None], register: str,
    key: str | None, at: int,
) -> Entry | None:  # fmt: skip
    """Return what the register says of a key that an act names, if it names one and the register knows it."""
    row = valid_at(register, key, at) if key else None
    return read(row) if row else None


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
    judging: Judging, looked: Looked, event: tuple[str, bytes], act: Act, identity: int | None, at: int, made_at: int
) -> Judged:
    """Judge one act of one person as of a look-up, corrections of its event included. ``made_at``: when the broker took
    the event (µs UTC), which is when the record is made.

    A correction that came in time replaces what it corrects. One that came late heals nothing until two officers
    accept it, but binds at once where it makes the verdict worse (rule 11).
    """
    told = looked.consents_of(identity, at)
    stops = looked.stops_of(identity, at) if looked.stops else ()
    made_late = made_at - at > _PROMPT
    answers = looked.answers_about(identity, at) if looked.answers else ()
    corrections = looked.corrections.get(event, ())
    if not corrections and not answers:  # nearly every record
        return judging.judge(act, at, told, looked.reached, stops=stops, made_late=made_late)

    def judge_as(claimed: Act, voided: bool = False, void_late: bool = False) -> Judged:
        return judging.judge(
            claimed, at, told, looked.reached, stops=stops, made_late=made_late, voided=voided, void_late=void_late,
            ignored_refusal=bool(answers) and ignores(answers, claimed, at),
        )  # fmt: skip

    timely, voided = effective(act, [correction for correction in corrections if not correction.late])
    judged = judge_as(timely, voided)
    if all(not correction.late for correction in corrections):
        return judged
    later, later_void = effective(act, corrections)
    as_told = judge_as(later, later_void)
    if worst(judged.judgement.verdict, as_told.judgement.verdict) != judged.judgement.verdict:
        return as_told
    return judge_as(timely, voided, void_late=True)

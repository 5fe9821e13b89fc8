"""Letters of a case: what each kind says, made of the case and nothing looked up.

A receipt never holds the secret: it may go the same way as the number. A stop is told as done only when every service
has said so (article 35(7)). The letter that nothing is to be disclosed is the answer about records without any.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from ledger.cases import pdf
from ledger.cases.answer import Operator
from ledger.cases.case import Case, Decision
from ledger.cases.clock import DELAYS, Clock
from ledger.cases.deadline import Deadline, deadline
from ledger.cases.grounds import grounds_of
from ledger.cases.letters.days import document_number, written
from ledger.cases.letters.letter import Item, Letter, Section
from ledger.cases.letters.phrases import IDENTITY_WAYS, PHRASES, SUBJECTS, outcome_told
from ledger.cases.part import PartShown
from ledger.cases.projection import Projection
from ledger.cases.steps import StepRefused
from ledger.cases.texts import SENTENCES, Language, Text
from ledger.law.clocks import suit_possible_from
from ledger.law.days import calendar, jst_day

#: Which kinds of letter there are.
KINDS = ("receipt", "identity", "answer", "refusal", "none", "stop", "correction", "reply", "late")
#: Those that tell the answer: they go when it has been released.
ANSWERS = frozenset(KINDS) - {"receipt", "identity", "late"}
_STOPS = frozenset({"stop_use", "stop_provision", "no_longer_needed", "opt_out", "withdrawal"})


@dataclass(frozen=True, slots=True)
class Addressed:
    """To whom a letter goes and on which Japanese day. ``to``: name first, then the lines of the address; none where
    the name is not known. ``number``: of the document."""

    to: tuple[str, ...]
    operator: Operator
    day: date
    number: str
    language: Language
    sample: bool


@dataclass(frozen=True, slots=True)
class Stopped:
    """How far a stop is: on which Japanese day the last service confirmed it, None while one has not. ``closed``: why
    there is nothing to put into effect, or was not for one of several ids; then nobody is waited for."""

    on: date | None
    closed: Text | None = None


def fitting(case: Case) -> str:
    """Return the kind of letter that tells the answer of a decided case. Raises StepRefused for one not decided."""
    if case.decision is None:
        raise StepRefused(
            "the case has not been decided, so there is no answer to write; decide it first (`case decide`)"
        )
    if case.kind.code in _STOPS:
        return "stop"
    if not case.kind.personal:
        return "reply"
    if case.kind.code == "correction":
        return "correction"
    if case.decision.outcome == "none":
        return "none"
    return "refusal" if case.decision.outcome == "refused" else "answer"


def compose(
    kind: str, case: Case, due: Deadline, addressed: Addressed, records: Projection | None = None,
    stopped: Stopped | None = None, parts: Sequence[PartShown] = (),
) -> Letter:  # fmt: skip
    """Return a letter of a case. ``records``: what an answer about records gives; ``stopped``: how far a stop is;
    ``parts``: the services' parts of an answer.

    Raises StepRefused where the letter says what is not so.
    """
    if kind in ANSWERS and kind != fitting(case):
        raise StepRefused(f"another letter tells this answer; write the letter {fitting(case)}")
    write = _Writer(case, due, addressed, parts)
    if records is not None:
        return write.about_records(kind, records)
    match kind:
        case "receipt":
            return write.receipt()
        case "identity":
            return write.identity()
        case "late":
            return write.late()
        case "stop":
            return write.stop(stopped)
        case _:
            return write.answer(kind)


def own_receipt(case: Case, operator: Operator, language: Language) -> Letter:
    """Return the receipt that a person keeps without asking anybody: as it was on the day on which the request came in,
    the same whatever became of the case since. ``operator``: who it was then."""
    begun = replace(
        case, stage="identity" if case.kind.personal else "decision", clock=Clock(), decision=None, answered_at=None,
        told_before=None,
    )  # fmt: skip
    day, number = calendar(jst_day(case.received_at)), document_number(case.number, case.arrived)
    addressed = Addressed((), operator, day, number, language, sample=False)
    return _Writer(begun, deadline(begun, case.received_at), addressed, ()).receipt("receipt_secret_known")


class _Writer:
    """Writes letters of one case in one language."""

    def __init__(self, case: Case, due: Deadline, addressed: Addressed, parts: Sequence[PartShown]) -> None:
        self._case, self._due, self._addressed, self._parts = case, due, addressed, parts

    def receipt(self, secret: str = "receipt_secret") -> Letter:
        """``secret``: the code of the words that say where the secret is."""
        case = self._case
        fee = self._say("fee_yen").format(case.fee) if case.fee else self._say("fee_none")
        shown = "receipt_identity" if case.agent is None else "receipt_agent"
        more = [self._say(shown)] if case.stage == "identity" else []
        return self._letter(
            "receipt", (self._say("receipt").format(self._in(case.asked_for)), *more, self._say(secret)),
            (
                Item(self._say("number"), document_number(case.number, case.arrived).partition("-")[2]),
                Item(self._say("kind"), self._in(case.asked_for)),
                Item(self._say("arrived"), self._in(written(case.arrived))),
                Item(self._say("due"), self._in(self._due.words_by(written))),
                Item(self._say("fee"), fee),
            ),
        )  # fmt: skip

    def identity(self) -> Letter:
        if self._case.stage != "identity":
            raise StepRefused("who asks is known already, or need not be; write another letter")
        papers = Section(
            self._say("papers"), tuple(self._say(f"papers_{part}") for part in ("which", "cover", "after")), listed=True
        )
        # All ways, whatever is known of the case: a list with fewer would tell that the person is protected.
        ways = tuple(Item("", self._in(words)) for words in IDENTITY_WAYS.values())
        return self._letter("identity", (self._say("identity"),), ways, (papers,))

    def late(self) -> Letter:
        extended = self._case.clock.extended
        if extended is None or extended.until <= self._due.due:
            raise StepRefused(
                "no day after day 14 has been told for the answer, so nothing is late; tell one first (`case extend`)"
            )
        code = "late" if self._addressed.day > self._due.due else "will_be_late"
        told = self._say(code).format(self._in(DELAYS[extended.because]), self._in(written(extended.until)))
        return self._letter("late", (told,), options=self._options("options_open", self._due.suit_from))

    def stop(self, stopped: Stopped | None) -> Letter:
        if self._decision.outcome == "refused":
            return self.answer("stop")
        if stopped is None:
            raise StepRefused(
                "no stop was granted that the letter could tell of; write the letter of a refusal or a reply"
            )
        options = self._options("options", self._suit_from())
        closed = (self._in(stopped.closed),) if stopped.closed is not None else ()
        if stopped.on is None and closed:
            return self._letter("stop", (*closed, *self._part()), self._reasons(), options=options)
        if stopped.on is None:
            items = (*self._what(self._case.stops.in_hand or self._decision.text), *self._reasons())
            return self._letter("stop", (self._say("not_yet"), *self._part()), items, options=options)
        done = self._in(outcome_told(self._case.kind.code, self._decision.outcome))
        confirmed = Item(self._say("stopped_on"), self._in(written(stopped.on)))
        return self._letter(
            "stop", (done, *closed, *self._part()), (confirmed, *self._what(self._decision.text), *self._reasons()),
            options=options,
        )  # fmt: skip

    def answer(self, kind: str) -> Letter:
        """Tell what was decided of anything but records: what is done, or that it is not and why."""
        case, decision = self._case, self._decision
        if not case.kind.personal:
            return self._letter(kind, tuple(decision.text.strip().split("\n\n")), options=self._options("options"))
        told = outcome_told(case.kind.code, decision.outcome)
        options = self._options("options", self._suit_from())
        return self._letter(
            kind, (self._in(told), *self._part()), (*self._what(decision.text), *self._reasons(), *self._by_service()),
            options=options,
        )  # fmt: skip

    def about_records(self, kind: str, records: Projection) -> Letter:
        """Tell what records are given; without any it says the one sentence, whoever reads it."""
        letter = pdf.answer(records, self._case.number, self._addressed.language)
        return replace(
            letter, kind=kind, number=self._number, sent_on=self._in(written(self._addressed.day)), to=self._to(),
            sample=self._addressed.sample,
        )  # fmt: skip

    def _letter(
        self, kind: str, opening: tuple[str, ...], items: tuple[Item, ...] = (), sections: tuple[Section, ...] = (),
        options: Section | None = None,
    ) -> Letter:  # fmt: skip
        told, operator = self._addressed, self._addressed.operator
        governs = (self._in(SENTENCES["governs"]),) if told.language == "en" else ()
        ends = (options,) if options is not None else ()
        return Letter(
            kind, told.language, self._number, self._in(written(told.day)), self._to(),
            (operator.name, operator.address, operator.representative), self._in(SUBJECTS[kind]), (*opening, *governs),
            items, (*sections, *ends, Section(self._say("contact"), (operator.contact,))), sample=told.sample,
        )  # fmt: skip

    def _to(self) -> str:
        if not self._addressed.to:
            return self._say("you")
        name, *address = self._addressed.to
        return "\n".join((*address, self._say("named").format(name)))

    def _what(self, text: str) -> tuple[Item, ...]:
        return (Item(self._say("what"), text.strip()),) if text.strip() else ()

    def _by_service(self) -> tuple[Item, ...]:
        """One item for each service: what it did, and the data line by line."""
        return tuple(
            Item(
                self._in(part.name),
                " ".join(self._in(words) for words in (part.told, part.because) if words is not None),
                (
                    *(f"{self._in(item)}{self._colon}{self._in(value)}" for item, value in part.held),
                    *((part.text,) if part.text else ()),
                ),
            )
            for part in self._parts
        )  # fmt: skip

    def _reasons(self) -> tuple[Item, ...]:
        decision, there = self._decision, grounds_of(self._case.kind.code)
        more = (("explained", decision.explained), ("measure", decision.measure))
        return (
            *(Item(self._say("reason"), self._in(there[code].words)) for code in decision.grounds),
            *(Item(self._say(code), text.strip()) for code, text in more if text.strip()),
        )  # fmt: skip

    def _part(self) -> tuple[str, ...]:
        return (self._say("part"),) if self._decision.outcome == "part" else ()

    def _suit_from(self) -> date | None:
        """A refusal, whole or partial, opens suit on the day on which the person is told. That there is nothing refuses
        nothing (`Case.refused_at`)."""
        if self._due.suit_from is None or self._decision.outcome in ("whole", "none"):
            return self._due.suit_from
        return suit_possible_from(self._case.arrived, self._addressed.day)

    def _options(self, heading: str, suit_from: date | None = None) -> Section:
        court = () if suit_from is None else (self._say("options_court").format(self._in(written(suit_from))),)
        fee = () if self._case.fee else (self._say("no_fee"),)
        return Section(
            self._say(heading), (self._say("options_ask"), self._say("options_commission"), *court, *fee), listed=True
        )

    @property
    def _decision(self) -> Decision:
        assert self._case.decision is not None, "what is told was decided"
        return self._case.decision

    @property
    def _number(self) -> str:
        return self._addressed.number

    @property
    def _colon(self) -> str:
        return "：" if self._addressed.language == "ja" else ": "

    def _say(self, code: str) -> str:
        return self._in(PHRASES[code])

    def _in(self, words: Text) -> str:
        return words.ja if self._addressed.language == "ja" else words.en

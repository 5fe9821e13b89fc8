"""A case: one request as it stands. How its steps make it is told in `folding`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from ledger.cases.agents import Agent
from ledger.cases.choices import Choice
from ledger.cases.clock import Clock
from ledger.cases.code import Code
from ledger.cases.complaints import Complaint
from ledger.cases.files.filed import Filed
from ledger.cases.grounds import UNPROVEN
from ledger.cases.letters.sent import Sent
from ledger.cases.mail.address import named_in
from ledger.cases.proof import Mailed, Proof
from ledger.cases.requests import BOTH, RequestKind
from ledger.cases.service_tasks import Part, ServiceTask, TaskKind
from ledger.cases.stops import Stops, StopScope
from ledger.cases.texts import Text
from ledger.cases.thread import Message
from ledger.cases.wishes import Wishes

Stage = Literal["identity", "decision", "second", "answer", "answered", "closed"]
#: What an answer gives: everything there is to disclose, a part, nothing for a reason, or that there is nothing.
Outcome = Literal["whole", "part", "refused", "none"]


@dataclass(frozen=True, slots=True)
class Confirmed:
    """An id that was confirmed to be the person's, and who held it then: whoever is given it later is somebody else.
    ``identity`` is None where nobody was known by it."""

    namespace: str
    number: str
    identity: int | None

    def written(self) -> list[str | None]:
        """Return it as a step says it."""
        return [self.namespace, self.number, None if self.identity is None else str(self.identity)]


def ids_said(written: Iterable[tuple[str, str, str | None]]) -> tuple[Confirmed, ...]:
    """Read confirmed ids as a step says them."""
    # Identities are larger than the integers of canonical JSON.
    return tuple(Confirmed(name, number, None if held is None else int(held)) for name, number, held in written)


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A verdict that an officer confirmed: of which judgement (entry id in hex), so that a later one is none of it."""

    judgement: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What an officer decided as of a head size: for each withheld record (entry id in hex) its ground. ``text``: the
    reply to a request for something else than records. ``confirmed``: by record the verdicts that the answer tells.
    ``grounds``: why the request is refused, ``measure``: what is done instead; ``explained``: the operator's own reason
    in an officer's words (article 36); ``scope``: of the stop that is granted, if one is and the decision names it.
    ``left_out``: by record that is given the data items that are not, each (its code) with its ground. ``parts``: what
    the services answered, as it is told; ``quiet``: one of them says nothing of data for what its existence would
    tell. ``records``: those that were decided about, withheld ones too; an answer opens no others, so that it takes no
    longer for what is left out of it. None: of decisions that did not say."""

    officer: str
    outcome: Outcome
    as_of: int
    decided_at: int
    withheld: Mapping[str, str]
    text: str
    confirmed: Mapping[str, Confirmation] = field(default_factory=dict)
    grounds: tuple[str, ...] = ()
    measure: str = ""
    explained: str = ""
    scope: StopScope | None = None
    left_out: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()
    quiet: bool = False
    records: frozenset[str] | None = None

    @property
    def needs_second(self) -> bool:
        """Whether another officer has to agree: to what is not given or kept quiet, and to a violation, since telling
        the person of one admits it on the operator's behalf."""
        return self.outcome in ("part", "refused") or self.quiet or any(
            one.verdict == "violation" for one in self.confirmed.values()
        )

    @property
    def unproven(self) -> bool:
        """Whether it says no more than that who asks could not be shown to be the person, or their agent."""
        return self.outcome == "refused" and bool(self.grounds) and set(self.grounds) <= set(UNPROVEN)


@dataclass(frozen=True, slots=True)
class Case:
    """One request as it stands. ``claimed``: by which ids the person says they are known, in their words; ``ids``:
    which were confirmed to be theirs, as of the head size ``identified_as_of``. ``identified_at``: when identity was
    first confirmed (µs UTC). ``answered_at``: from when the answer may be received, by ``code``; ``opened``: how often
    it was, ``opened_at``: when last. ``told_before``: the case as it stood answered, while a supplement to it is
    prepared. ``turn`` counts the steps that moved the case: who steps by what they saw says at which turn that was.
    ``sent_back``: why the second officer sent the last decision back, in their words. ``fee``: yen that were named
    beforehand. ``owner``: the officer who sees to it, if one does. ``protected``: nobody but the case's officers may
    learn of it; ``was_protected``: it was ended. ``unsafe``: contacts that are not to be used, in the words of who
    asks. ``last_step_at``: when the last of its steps was taken (µs UTC).
    ``also_data``: with records the personal data held is asked for as well (33(1))."""

    number: str
    secret_digest: str
    kind: RequestKind
    channel: str
    language: str
    arrived: date
    received_at: int
    asked: str
    contact: str
    claimed: str
    stage: Stage
    ids: tuple[Confirmed, ...] = ()
    identified_by: str | None = None
    identified_at: int | None = None
    identified_as_of: int = 0
    decision: Decision | None = None
    seconded_by: str | None = None
    answered_at: int | None = None
    code: Code | None = None
    opened: int = 0
    opened_at: int | None = None
    notes: tuple[tuple[str, int, str], ...] = ()
    closed_because: str | None = None
    told_before: Case | None = None
    turn: int = 1
    choices: tuple[Choice, ...] = ()
    sent_back: str = ""
    fee: int = 0
    fee_settled: str | None = None
    clock: Clock = field(default_factory=Clock)
    agent: Agent | None = None
    many_by_one_agent: bool = False
    owner: str = ""
    protected: bool = False
    was_protected: bool = False
    unsafe: str = ""
    complaint: Complaint = field(default_factory=Complaint)
    thread: tuple[Message, ...] = ()
    stops: Stops = field(default_factory=Stops)
    letters: tuple[Sent, ...] = ()
    email: str = ""
    proof: Proof | None = None
    mails: tuple[Mailed, ...] = ()
    files: tuple[Filed, ...] = ()
    last_step_at: int = 0
    wishes: Wishes = field(default_factory=Wishes)
    also_data: bool = False
    tasks: tuple[ServiceTask, ...] = ()

    @property
    def asked_for(self) -> Text:
        """What is asked for, in words: the kind, or both where the personal data held is asked for with records."""
        return BOTH if self.also_data else self.kind.words

    @property
    def address(self) -> str:
        """Where mail to the person goes: the address that they proved to read, else the one they gave; or nothing.
        One that came with the request is a new one, to which nothing goes about a person who is protected; nothing
        goes to one that they ask us not to use."""
        if self.proof is not None and self.proof.made:
            address = self.proof.address
        else:
            address = "" if self.protected else self.email
        return "" if named_in(self.unsafe, address) else address

    @property
    def identities(self) -> frozenset[int]:
        """Who the person is by the confirmed ids, where somebody was known by them."""
        return frozenset(one.identity for one in self.ids if one.identity is not None)

    @property
    def decisions(self) -> tuple[tuple[Decision, int], ...]:
        """Every decision that stands, the newest first, each with when the person is told (µs UTC)."""
        before = self.told_before.decisions if self.told_before is not None else ()
        if self.decision is None:
            return before
        return ((self.decision, self.answered_at or self.decision.decided_at), *before)

    @property
    def refused_at(self) -> int | None:
        """When the person was first told of a refusal, whole or partial (µs UTC), if they were."""
        before = self.told_before.refused_at if self.told_before is not None else None
        if before is not None:
            return before
        refused = self.decision is not None and self.decision.outcome in ("refused", "part")
        return self.answered_at if refused else None

    @property
    def stands(self) -> str:
        """Where it stands, by the code of the words that tell the person."""
        return f"closed_{self.closed_because}" if self.stage == "closed" else self.stage

    @property
    def gives_records(self) -> bool:
        """Whether the answer is made of records: not where a request for them was refused as a whole, on a ground."""
        return self.kind.code == "records" and not (self.decision is not None and self.decision.grounds)

    @property
    def task_kind(self) -> TaskKind | None:
        """What the services that hold the person's data are asked for in this case, if anything."""
        if self.kind.code == "data" or self.also_data:
            return "data"
        return "correction" if self.kind.code == "correction" else None

    @property
    def ended(self) -> bool:
        """Whether the person has their answer, or wants none any more."""
        return self.stage in ("answered", "closed")

    @property
    def waits_for(self) -> frozenset[str]:
        """What only the person can give, and is not there yet: causes for which the internal targets may pause."""
        fee = {"fee"} if self.fee and self.fee_settled is None and not self.ended else set()
        return frozenset(fee | ({"identity"} if self.stage == "identity" else set()))


def as_told(case: Case, now: int) -> Case:
    """Return the case as the person may see it at an instant (µs UTC): an answer is told from its release tick on;
    until then, and while a supplement is prepared, what was told before. Nor is it told that a decision was made, by
    whom or of what: from when to when somebody looked would tell how much there was to look at."""
    waits = case.stage == "answered" and case.answered_at is not None and now < case.answered_at
    if case.told_before is not None and (waits or case.stage != "answered"):
        return case.told_before
    if waits or case.stage in ("second", "answer"):
        return replace(
            case, stage="decision", decision=None, seconded_by=None, answered_at=None, code=None,
            sent_back="", stops=Stops(case.stops.asked),
        )  # fmt: skip
    return case

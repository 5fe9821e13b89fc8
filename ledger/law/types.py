"""What the law is asked about, and what it answers. Everything is immutable and hashable, so answers can be kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from ledger.law.registered import (
    AgreementEntry,
    CountryEntry,
    DocumentEntry,
    InterpretationEntry,
    ItemEntry,
    JointUseEntry,
    NoticeEntry,
    NotificationEntry,
    PolicyEntry,
    PurposeEntry,
    RecipientEntry,
    StatuteEntry,
    SystemEntry,
    TermsEntry,
)
from ledger.law.rulesets import CURRENT, RuleSet
from ledger.law.seed_policy import SEED

Verdict = Literal["violation", "undetermined", "lawful", "not_provision"]
Duty = Literal["statutory", "exempt", "voluntary"]
Policy = Literal["kept", "broken", "unclear"]
Answer = Literal["yes", "no", "missing", "not_asked"]
#: The version of a text that was first shown after the day of the consent: it can not have been shown then.
NOT_SHOWN_YET = -1


@dataclass(frozen=True, slots=True)
class Act:
    """A provision as its source claims it, without person and time: those decide only what was in force.

    ``recipient`` is the other side: who received it, or, on the recipient's side, who provided it.
    """

    role: str
    recipient: str
    items: tuple[str, ...]
    purpose: str
    recipient_purpose: str | None
    ground: str
    evidence: tuple[tuple[str, str], ...]
    form: str
    method: str
    data_class: str
    handling: str
    provenance: str | None
    recipient_country: str | None
    has_person: bool
    agreement: str | None = None
    opt_out_notification: str | None = None
    recipient_system: str | None = None
    existence: str | None = None
    source: str = ""
    acquisition: str | None = None
    confirmation: str | None = None
    substitute_document: str | None = None
    in_series: bool = False
    omits: bool = False
    #: Asked for with every record, so it is computed once.
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        claimed = (
            self.role, self.recipient, self.items, self.purpose, self.recipient_purpose, self.ground, self.evidence,
            self.form, self.method, self.data_class, self.handling, self.provenance, self.recipient_country,
            self.has_person, self.agreement, self.opt_out_notification, self.recipient_system, self.existence,
            self.source, self.acquisition, self.confirmation, self.substitute_document, self.in_series, self.omits,
        )  # fmt: skip
        object.__setattr__(self, "_hash", hash(claimed))

    def __hash__(self) -> int:
        return self._hash

    def shows(self, code: str) -> str | None:
        """Return what the evidence of this kind says, or None when there is none or it says nothing."""
        return next(iter(self.all_shown(code)), None)

    def all_shown(self, code: str) -> tuple[str, ...]:
        """Return everything that evidence of this kind says."""
        return tuple(value for kind, value in self.evidence if kind == code and value.strip())


@dataclass(frozen=True, slots=True)
class ConsentScope:
    """What a consent covers, as it was shown. Days are Japanese calendar days since 1970, both included.

    ``text`` and ``information``: which version of the registered text, and of the registered information on the
    foreign country, was shown at the instant of the consent; None where no register knows it.
    """

    terms: str
    recipients: tuple[str, ...] | None
    range: str | None
    items: tuple[str, ...]
    purposes: tuple[str, ...]
    first_day: int | None
    last_day: int | None
    channel: str
    consented_by: str | None
    foreign_information: str | None
    incapacity: str | None = None
    terms_said: str | None = "said"
    before_28_2: bool = False
    text: int | None = None
    information: int | None = None
    #: Asked for with every record, so it is computed once.
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        said = (
            self.terms, self.recipients, self.range, self.items, self.purposes, self.first_day, self.last_day,
            self.channel, self.consented_by, self.foreign_information, self.incapacity,
            self.terms_said, self.before_28_2, self.text, self.information,
        )  # fmt: skip
        object.__setattr__(self, "_hash", hash(said))

    def __hash__(self) -> int:
        return self._hash


class ConsentChange(NamedTuple):
    """A consent given, changed or withdrawn at an instant (µs UTC). ``late``: it came later than its source's
    declared lag."""

    idx: int
    consent: str
    change: str
    at: int
    late: bool
    scope: ConsentScope


class InForce(NamedTuple):
    """What one consent allows: ``scopes`` all have to cover an act (none: it allows nothing). ``told`` is what would be
    in force if everything that came late counted too, or None."""

    scopes: tuple[ConsentScope, ...]
    told: ConsentScope | None


@dataclass(frozen=True, slots=True)
class Found:
    """What was known about an act.

    ``passed``: kinds of fact all of which have come up to the act's instant; ``day``: the act's Japanese day (days
    since 1970-01-01); ``academic_operator``: whether the operator is an academic research institution (None: it is in
    no register); ``stopped``: grounds of the person's stops in force that cover recipient and items. An entry that is
    None stands in no register.
    """

    recipient: RecipientEntry | None
    items: tuple[ItemEntry | None, ...]
    purpose: PurposeEntry | None
    purpose_announced: bool
    statutes: tuple[StatuteEntry, ...]
    consents: frozenset[InForce]
    passed: frozenset[str]
    law: str
    academic_operator: bool | None = None
    voided: bool = False
    void_late: bool = False
    day: int = 0
    rules: RuleSet = CURRENT
    agreement: AgreementEntry | None = None
    joint_use: JointUseEntry | None = None
    notification: NotificationEntry | None = None
    country: CountryEntry | None = None
    system: SystemEntry | None = None
    interpretation: InterpretationEntry | None = None
    document: DocumentEntry | None = None
    terms: tuple[TermsEntry, ...] = ()
    notices: tuple[NoticeEntry, ...] = ()
    policy: PolicyEntry = SEED
    terms_in_force: str = ""
    stopped: frozenset[str] = frozenset()
    made_late: bool = False
    ignored_refusal: bool = False


@dataclass(frozen=True, slots=True)
class RuleAnswer:
    """One question put, the article it comes from, and the answer.

    ``missing``: with the answer `missing`, facts that could still arrive (``consent``, ``register:recipient``); with
    the answer `no`, what would have had to be shown (``evidence:statute``).
    """

    question: str
    article: str
    answer: Answer
    missing: tuple[str, ...] = ()


def asked(question: str, article: str, holds: bool, lacking: str | None = None) -> RuleAnswer:
    """Return yes or no; ``lacking`` names what would have had to be shown."""
    return RuleAnswer(question, article, "yes" if holds else "no", (lacking,) if lacking and not holds else ())


def unregistered(question: str, article: str, missing: str, found: Found) -> RuleAnswer:
    """Return the answer about an entry that stands in no register: missing while the register may still say it."""
    return RuleAnswer(question, article, "no" if "register" in found.passed else "missing", (missing,))


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the law finds. ``basis`` is the ground found to hold (`none` for a violation or while undetermined)."""

    verdict: Verdict
    basis: str
    claimed: str
    duty: Duty
    duty_reason: str
    rules: tuple[RuleAnswer, ...]
    missing: tuple[str, ...]
    marks: tuple[str, ...]
    policy: Policy
    policy_reason: str
    law: str
    policy_sentence: str = ""
    policy_version: str = ""
    terms_version: str = ""

    @property
    def decided_by(self) -> str:
        """Return the question whose answer decided: the first no, else the first missing, else the last yes."""
        for wanted in ("no", "missing"):
            for rule in self.rules:
                if rule.answer == wanted:
                    return rule.question
        said_yes = [rule.question for rule in self.rules if rule.answer == "yes"]
        return said_yes[-1] if said_yes else ""

    def basis_and_duty(self) -> dict[str, Any]:
        """Return the half that may be disclosed before an officer has confirmed the verdict."""
        return {"basis": self.basis, "claimed": self.claimed, "duty": self.duty, "duty_reason": self.duty_reason}

    def verdict_and_policy(self) -> dict[str, Any]:
        """Return the other half: verdict, how it was reached, and the operator's promise."""
        return {
            "marks": list(self.marks),
            "missing": list(self.missing),
            "policy": self.policy,
            "policy_reason": self.policy_reason,
            "policy_sentence": self.policy_sentence,
            "policy_version": self.policy_version,
            "rules": [
                {"answer": rule.answer, "article": rule.article, "question": rule.question} for rule in self.rules
            ],
            "terms_version": self.terms_version,
            "verdict": self.verdict,
        }

"""What is sent to the API and what it answers, as JSON: unknown members are refused, every text has a bound."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool, StringConstraints, WithJsonSchema

from ledger.cases.agents import KINDS_OF_AGENT
from ledger.cases.deciding import LONGEST_REASON
from ledger.cases.grounds import grounds_of
from ledger.cases.mail.address import AddressUnusable, address_of
from ledger.cases.requests import CHANNELS, IDENTITY_METHODS, KINDS, WITHHELD
from ledger.web.receiving import FORMATS

#: Characters of what a person says, and of a reply.
MOST_CHARACTERS, MOST_REPLY = 4_000, 16_000


def _real_day(written: str) -> str:
    date.fromisoformat(written)
    return written


def _known(codes: Collection[str]) -> AfterValidator:
    def known(written: str) -> str:
        if written not in codes:
            raise ValueError("no such code")
        return written

    return AfterValidator(known)


def coded(codes: Collection[str]) -> tuple[AfterValidator, WithJsonSchema]:
    """Return what makes a text one of these codes, and says so."""
    return _known(codes), WithJsonSchema({"type": "string", "enum": list(codes)})


def _address(written: str) -> str:
    try:
        return address_of(written) if written else ""
    except AddressUnusable:
        raise ValueError("no address for e-mail") from None


Day = Annotated[
    str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), AfterValidator(_real_day),
    WithJsonSchema({"type": "string", "format": "date"}),
]  # fmt: skip
Instant = Annotated[str, WithJsonSchema({"type": "string", "format": "date-time"})]
Words = Annotated[str, StringConstraints(max_length=MOST_CHARACTERS)]
RecordId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
Drawn = Annotated[str, StringConstraints(min_length=1, max_length=60)]
Registered = Annotated[str, StringConstraints(min_length=1, max_length=80)]
HeadSize = Annotated[int, Field(strict=True, ge=0, lt=2**53)]
Kind = Annotated[str, *coded(KINDS)]
Channel = Annotated[str, *coded(CHANNELS)]
Method = Annotated[str, *coded(IDENTITY_METHODS)]
Ground = Annotated[str, *coded(WITHHELD)]
#: Of every kind; which of them a kind has, its step sees.
_GROUNDS = {code: None for kind in KINDS for code in grounds_of(kind)}
RefusalGround = Annotated[str, *coded(_GROUNDS)]
#: An heir is no agent: their consultation is a case of their own.
_AGENTS = (*KINDS_OF_AGENT, "heir")
AgentKind = Annotated[str, *coded(_AGENTS)]
Format = Annotated[str, *coded(FORMATS)]
Stage = Literal["identity", "decision", "second", "answer", "answered", "closed"]


class Sent(BaseModel):
    """What a client sends."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Told(BaseModel):
    """What the API answers."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class AgentSent(Sent):
    """Somebody who asks for the person. `alone`: of a parent, false where the other parent asks too."""

    kind: AgentKind
    name: Annotated[str, StringConstraints(min_length=1, max_length=500, pattern=r"\S")]
    alone: StrictBool = True


class Open(Sent):
    """A request of a person. `arrived`: Japanese day of arrival, today where absent; a request by `web` arrives now."""

    kind: Kind
    channel: Channel
    arrived: Day | None = None
    language: Literal["ja", "en"] = "ja"
    asked: Words = Field("", description="What they ask, in their words.")
    contact: Words = Field("", description="Who they are and how to reach them.")
    claimed: Words = Field("", description="By which numbers they say they are known.")
    agent: AgentSent | None = Field(None, description="Who asks for them, if somebody does.")
    scope: Literal["recipient", "item", "all"] = Field("all", description="Of a stop: what is to stop.")
    protected: StrictBool = Field(False, description="The person says that they are to be protected.")
    also_data: StrictBool = Field(False, description="With records, the personal data held is asked for too (33(1)).")
    email: Annotated[str, StringConstraints(max_length=300), AfterValidator(_address)] = Field(
        "", description="Where mail may go to them: that there is news, never what."
    )


class PersonIdSent(Sent):
    """An id by which somebody is known."""

    namespace: Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=r"^\S+$")]
    id: Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^\S(.*\S)?$")]


class Identify(Sent):
    """Who asks is who they say, and these ids are theirs."""

    method: Method
    ids: Annotated[list[PersonIdSent], Field(min_length=1, max_length=50)]


class WithheldSent(Sent):
    """A record that is not disclosed, and the ground."""

    record: RecordId
    ground: Ground


class ScopeSent(Sent):
    """What a stop covers: these recipients and items, by their codes in the registers; all of them where absent."""

    recipients: Annotated[list[Registered], Field(max_length=500)] = Field(default=[])
    items: Annotated[list[Registered], Field(max_length=500)] = Field(default=[])


class LeftOutSent(Sent):
    """A data item that is not disclosed of a record that is, and the ground. `item`: its code, as `lookAtRecords`
    says."""

    record: RecordId
    item: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    ground: Ground


class Decide(Sent):
    """What is given. For `records`: `as_of` as the records were looked at, what is withheld, one by one, and which
    items are left out of others; `confirm` names the records whose verdict was looked into and is told (`confirm_all`:
    every record that is given), all others read that it is being checked. Else the outcome and the reply; a refusal, of
    records as a whole too, names its grounds (`vocabulary`), the measure taken instead where a ground asks for it, and
    may explain them in the operator's own words (article 36). `scope`: what a stop covers that is granted, wholly or in
    part; every such decision says it."""

    as_of: HeadSize | None = None
    withheld: Annotated[list[WithheldSent], Field(max_length=5_000)] = Field(default=[])
    left_out: Annotated[list[LeftOutSent], Field(max_length=20_000)] = Field(default=[])
    confirm: Annotated[list[RecordId], Field(max_length=5_000)] = Field(default=[])
    confirm_all: StrictBool = False
    outcome: Literal["whole", "part", "refused", "none"] | None = None
    reply: Annotated[str, StringConstraints(max_length=MOST_REPLY)] = ""
    grounds: Annotated[list[RefusalGround], Field(max_length=20)] = Field(default=[])
    measure: Words = ""
    explained: Annotated[str, StringConstraints(max_length=LONGEST_REASON)] = ""
    scope: ScopeSent | None = None


class Second(Sent):
    """Another officer agrees, or sends it back and says why. `names_nobody_else`: our own reason was read for that."""

    agrees: StrictBool
    why: Words = ""
    names_nobody_else: StrictBool = False


class Note(Sent):
    """A note that only the staff see."""

    text: Annotated[str, StringConstraints(min_length=1, max_length=MOST_CHARACTERS)]


class Release(Sent):
    """By which way the code goes: you send it, or by `email` the ledger does, to the address of the case. `held_since`:
    since when the contact it goes to is held; `to`: to whom, where an agent asks; `in_hand`: the reply that a stop is
    in hand, before every service has put it into effect."""

    by: Literal["post", "phone", "counter", "email"] | None = None
    held_since: Day | None = None
    to: Literal["agent", "principal"] | None = None
    in_hand: Annotated[str, StringConstraints(min_length=1, max_length=MOST_CHARACTERS, pattern=r"\S")] | None = None


class Nothing(Sent):
    """Nothing is said: an empty object."""


class Own(Sent):
    """Number and secret of a receipt."""

    number: Drawn
    secret: Drawn


class Receive(Own):
    """With the code that went another way. `format` is for an answer about records."""

    code: Drawn
    format: Format = "json"


class Receipt(Told):
    """What the person is given. The secret is told here and kept nowhere. `fee`: in yen, told beforehand."""

    number: str
    secret: str
    due: Day
    fee: int


class Line(Told):
    """A case in a list. `turn` is its ETag; `due`: article 39's day 14."""

    number: str
    kind: str
    channel: str
    arrived: Day
    due: Day
    days_left: int
    suit_from: Day | None
    stage: Stage
    turn: int


class Page(Told):
    """Cases, those due first, as they stood at `listed_at`; `next`: cursor of the page that follows."""

    as_of: int
    listed_at: Instant
    cases: list[Line]
    next: str | None


class ConfirmedId(Told):
    """An id that was confirmed to be theirs. Whether anybody is known by it is not told: it may be by hidden records
    alone."""

    namespace: str
    id: str


class WithheldTold(Told):
    """A record that is withheld, and the ground."""

    record: str
    ground: str


class LeftOutTold(Told):
    """An item that is left out of a record that is given, and the ground."""

    record: str
    item: str
    ground: str


class ConfirmedTold(Told):
    """A record whose verdict the answer tells."""

    record: str
    verdict: str


class ScopeTold(Told):
    """What a stop covers: these recipients and items; null: all of them."""

    recipients: list[str] | None
    items: list[str] | None


class EffectTold(Told):
    """A service that provides, and since when it has put a stop into effect; null while it has not said so."""

    source: str
    since: Instant | None


class StopTold(Told):
    """A stop that was given for an id of the case. `told_at`: when services were told, null before that; `stuck`: the
    id is another's by now, so services are not told of it; `closed`: why it was closed."""

    stop: str
    told_at: Instant | None
    services: list[EffectTold]
    stuck: bool
    closed: str | None


class WordsTold(Told):
    """A sentence for the person."""

    ja: str
    en: str


class Decided(Told):
    """What was decided, by whom, as of which head size. `scope`: of a stop; null where none is granted, and where the
    decision does not say it. `confirmed`: the verdicts that the answer tells."""

    outcome: Literal["whole", "part", "refused", "none"]
    officer: str
    as_of: int
    decided_at: Instant
    withheld: list[WithheldTold]
    left_out: list[LeftOutTold]
    confirmed: list[ConfirmedTold]
    reply: str
    grounds: list[str]
    measure: str
    explained: str
    scope: ScopeTold | None
    seconded_by: str | None


class NoteTold(Told):
    """A note."""

    officer: str
    made_at: Instant
    text: str


class AgentTold(Told):
    """Who asks for the person; `lacking`: what keeps anything from being given to them."""

    kind: str
    name: str
    lacking: str | None


class LateTold(Told):
    """What came to be known after the answer: records that came since, of what had happened before it, and told
    verdicts that have changed. Where there is any, look again and `supplement`."""

    records: int
    verdicts: int
class TaskTold(Told):
    """What a service that holds the person's data was asked for (33(1), 34), until when, and what it answered: `rows`
    pieces of data, which are told to the person alone. `announced`: it went out as an event; the others are asked by
    hand. `unread`: answers that could not be read. `by`: who entered the answer, or `(service)`."""

    task: str
    source: str
    kind: Literal["data", "correction"]
    due: Day
    state: Literal["answered", "late", "waiting"]
    announced: bool
    outcome: str | None
    ground: str | None
    rows: int
    unread: int
    by: str | None


class MessageTold(Told):
    """A message of the thread; `officer` wrote it, null where the person did."""

    officer: str | None
    at: Instant
    text: str


class LetterTold(Told):
    """A letter that went out: its own number and the SHA-256 of its PDF. What it says is kept nowhere."""

    kind: str
    language: str
    number: str
    sha256: str
    officer: str
    at: Instant


class CaseTold(Line):
    """One case as the staff see it. `paused_for`: for what the internal targets stand still; `extended`: the later day
    that the person was told. `also_data`: with records the personal data held is asked for as well."""

    also_data: bool
    tasks: list[TaskTold]

    language: str
    received_at: Instant
    asked: str
    contact: str
    claimed: str
    email: str
    mail_undelivered: bool
    agent: AgentTold | None
    protected: bool
    fee: int
    fee_settled: str | None
    ids: list[ConfirmedId]
    identified_by: str | None
    decision: Decided | None
    stops: list[StopTold]
    answered_at: Instant | None
    code_until: Instant | None
    opened: int
    owner: str
    paused_for: str | None
    extended: Day | None
    thread: list[MessageTold]
    letters: list[LetterTold]
    notes: list[NoteTold]
    closed_because: str | None
    late: LateTold


class FactTold(Told):
    """One line of a record, as the person would read it."""

    code: str
    ja: str
    en: str
    granted_by_act: bool


class CodeTold(Told):
    """A code with its words."""

    code: str
    ja: str
    en: str


class RecordTold(Told):
    """A record as the person would read it, and as the ledger judges it. The person is told the verdict, in the words
    of `confirmed_ja` and `confirmed_en`, once it is confirmed, and until then that it is being checked. Those are null
    of what nobody can be told. `decided_by`: the article of the rule that decided; `items`: what can be left out."""

    record: str
    role: str
    heading_ja: str
    heading_en: str
    verdict: str
    basis: str
    decided_by: str | None
    confirmed_ja: str | None
    confirmed_en: str | None
    items: list[CodeTold]
    facts: list[FactTold]


class Looked(Told):
    """What the person would be given, as of a head size, which `decide` names. `beyond`: there are records outside the
    officer's range."""

    turn: int
    as_of: int
    beyond: bool
    records: list[RecordTold]


class Code(Told):
    """The code that goes to the person another way than the receipt went, null where it goes by e-mail. It is told here
    and kept nowhere.
    `since`: the release tick from which the answer can be received."""

    code: str | None
    since: Instant
    until: Instant


class State(Told):
    """Where a case stands, as its person may know it. `stop`: how far a stop is that was granted, or that all was
    stopped before."""

    number: str
    kind: str
    arrived: Day
    stage: Literal["identity", "decision", "answered", "closed"]
    due: Day | None
    due_ja: str | None
    due_en: str | None
    suit_from: Day | None
    closed_because: str | None
    formats: list[str]
    stop: WordsTold | None


class ServiceTold(CodeTold):
    """A service that holds data, by its source."""


class DataTold(Told):
    """One piece of data held: which (`item_ja`, `item_en`), and what it says: in both languages where
    it is ours to say."""

    item_ja: str
    item_en: str
    value_ja: str
    value_en: str


class PartTold(Told):
    """One service's part of an answer. `told_ja`, `told_en`: what it did; `ground`: why not, where it says no."""

    service: ServiceTold
    outcome: str
    told_ja: str
    told_en: str
    ground: CodeTold | None
    data: list[DataTold]
    text: str


class Reply(Told):
    """The answer to a request for something else than records, or a refusal of records as a whole. `parts`: what the
    services hold, or what they corrected, one for each (33(1), 34); `stop`: what it says of a stop,
    such as since when it is in effect."""

    reply: str
    grounds: list[CodeTold]
    measure: str
    explained: str
    stop: list[WordsTold]
    sued_over: bool
    parts: list[PartTold]


class KindTold(CodeTold):
    """A kind of request. `told`: it takes a word of what it is about; of the others no reason is asked."""

    article: str | None
    about_ja: str
    about_en: str
    told: bool
    personal: bool
    sued_over: bool
    fee_possible: bool
    grounds: list[CodeTold]


class Vocabulary(Told):
    """Every code that the API takes, with its words."""

    kinds: list[KindTold]
    channels: list[CodeTold]
    identity_methods: list[CodeTold]
    grounds: list[CodeTold]
    reasons: list[CodeTold]
    steps: dict[str, list[CodeTold]] = Field(description="Codes of the other steps, by step and member.")
    formats: list[str]


class ProblemTold(BaseModel):
    """RFC 9457. `type` is an address of this API that tells about it."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str

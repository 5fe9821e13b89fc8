"""What the API answers to who works a case, as JSON, and the words that all its answers are made of."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from ledger.web.api.fields import Day, Instant, Stage, Told


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


class ClosingTold(Told):
    """What an officer proposes: to close the stops that are `stuck`, for a reason that the person reads. They are
    closed once another officer says the same (`closeStop`)."""

    because: str
    officer: str


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
    that the person was told. `also_data`: with records the personal data held is asked for as well. `since`, `until`:
    the period they ask about, `delivery`: how they want the answer; nothing is cut by a wish."""

    also_data: bool
    since: Day | None
    until: Day | None
    delivery: str | None
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
    unsafe: str
    fee: int
    fee_settled: str | None
    ids: list[ConfirmedId]
    identified_by: str | None
    decision: Decided | None
    stops: list[StopTold]
    closing: ClosingTold | None
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


class FileTold(Told):
    """A file of a case. `officer` attached it, null where the person did. `given_out`: it can be fetched still; it
    cannot once an officer is done with it (`discard`), and is destroyed by the daily run then."""

    file: str
    kind: str
    bytes: int
    sha256: str
    officer: str | None
    at: Instant
    shows_identity: bool
    given_out: bool
    destroyed: bool


class Files(Told):
    """The files of a case."""

    files: list[FileTold]


class Retention(Told):
    """How long a case is kept. `standing`: `due` (the daily run takes it), or why it is kept still, with words;
    `goes_from`: from when it may go, null where something else than time keeps it; `case_days`: for how many days after
    its last step a case that is over is kept."""

    standing: str
    ja: str
    en: str
    goes_from: Instant | None
    case_days: int


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


class Proposal(Told):
    """A release that waits for a second officer, and why the record may be told of."""

    proposal: str
    officer: str
    made_at: Instant
    because: str


class Screened(Told):
    """A record as the person would read it if they did. `silent`: the reasons for which they do not, none where they
    do."""

    record: str
    heading_ja: str
    heading_en: str
    facts: list[FactTold]
    silent: list[CodeTold]
    proposals: list[Proposal]


class ExistenceLooked(Told):
    """Every record of a case's person within the officer's range, those left out first."""

    records: list[Screened]


class ExistenceDone(Told):
    """The record that it was done about."""

    record: str


class Declared(Told):
    """How many ids are declared from now on; they are shown to nobody."""

    ids: int


class Looked(Told):
    """What the person would be given, as of a head size, which `decide` names. `beyond`: there are records outside the
    officer's range."""

    turn: int
    as_of: int
    beyond: bool
    records: list[RecordTold]


class Code(Told):
    """The code that goes to the person another way than the receipt went, null where the person has it sent by e-mail.
    It is told here and kept nowhere.
    `since`: the release tick from which the answer can be received."""

    code: str | None
    since: Instant
    until: Instant


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

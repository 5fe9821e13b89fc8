"""What is sent to the API, as JSON: unknown members are refused, every text has a bound."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StrictBool, StringConstraints

from ledger.cases.deciding import LONGEST_REASON
from ledger.cases.thread import LONGEST
from ledger.web.api.fields import (
    MOST_CHARACTERS,
    MOST_REPLY,
    AgentKind,
    Channel,
    Contacts,
    Content,
    Day,
    Delivery,
    Drawn,
    Format,
    Ground,
    HeadSize,
    Kind,
    Method,
    RecordId,
    RefusalGround,
    Registered,
    Sent,
    Words,
    address,
)


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
    protected: StrictBool = Field(False, description="The person is to be protected, as they or their agent say.")
    unsafe: Words = Field("", description="Contacts held before that are not to be used; not of an agent's case.")
    also_data: StrictBool = Field(False, description="With records, the personal data held is asked for too (33(1)).")
    since: Day | None = Field(None, description="First day of the period they ask about; nothing is cut by it.")
    until: Day | None = Field(None, description="Last day of that period.")
    delivery: Delivery | None = Field(None, description="How they want to receive the answer (33(2)).")
    email: Annotated[str, StringConstraints(max_length=300), AfterValidator(address)] = Field(
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


class KeepReceipt(Own):
    """In which language the receipt is wanted."""

    language: Literal["ja", "en"] = "ja"


class Receive(Own):
    """With the code that went another way. `format` is for an answer about records; `file`: the number of a file that a
    service sent, in place of the answer."""

    code: Drawn
    format: Format = "json"
    file: Annotated[int, Field(ge=1, le=1000)] | None = None


class Write(Own):
    """A message to the staff."""

    text: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST, pattern=r"\S")]


class OwnUnsafe(Own):
    """Contacts that the staff must not use, in the person's words."""

    contacts: Contacts


class FileSent(Own):
    """A file for the staff, as base64."""

    content: Content


class Prove(Own):
    """The code that was sent to an address held before the request."""

    mailed: Drawn

"""What is sent with the steps beside the way from request to answer."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StrictBool, StringConstraints

from ledger.cases.agents import CUSTODY, INTERESTS, PROOFS, TOLD_BY, UNSAFE
from ledger.cases.clock import DELAYS, PAUSES
from ledger.cases.complaints import ARTICLE26, CATEGORIES, LEADS_TO, LONGEST, OUTCOMES
from ledger.cases.existence import HIDDEN_BECAUSE, RELEASED_BECAUSE
from ledger.cases.letters.compose import KINDS as LETTERS
from ledger.cases.letters.sent import LETTERS_GO_BY
from ledger.cases.letters.writing import LONGEST_ADDRESSEE
from ledger.cases.protection import PROTECTED_BECAUSE
from ledger.cases.service_tasks import LONGEST_ITEM, LONGEST_TEXT, LONGEST_VALUE, MOST_ROWS, refusals_of
from ledger.cases.service_tasks import OUTCOMES as ANSWERS
from ledger.cases.stops import CLOSED
from ledger.cases.thread import LONGEST as LONGEST_MESSAGE
from ledger.web.api.fields import Contacts, Day, RecordId, Sent, address, coded

Cause = Annotated[str, *coded(PAUSES)]
Delay = Annotated[str, *coded(DELAYS)]
Proof = Annotated[str, *coded(PROOFS)]
ToldBy = Annotated[str, *coded(TOLD_BY)]
Unsafe = Annotated[str, *coded(UNSAFE)]
Interest = Annotated[str, *coded(INTERESTS)]
Custody = Annotated[str, *coded(CUSTODY)]
Because = Annotated[str, *coded(PROTECTED_BECAUSE)]
Closed = Annotated[str, *coded(CLOSED)]
Category = Annotated[str, *coded(CATEGORIES)]
Outcome = Annotated[str, *coded(OUTCOMES)]
LeadsTo = Annotated[str, *coded(LEADS_TO)]
Handling = Annotated[str, *coded(ARTICLE26)]
Settled = Annotated[str, *coded(("paid", "waived"))]
TaskOutcome = Annotated[str, *coded({one: None for each in ANSWERS.values() for one in each})]
TaskGround = Annotated[str, *coded({one: None for kind in ANSWERS for one in refusals_of(kind)})]
Code = Annotated[str, StringConstraints(min_length=1, max_length=80)]
LetterKind = Annotated[str, *coded(LETTERS)]
LetterWay = Annotated[str, *coded(LETTERS_GO_BY)]
HideBecause = Annotated[str, *coded(HIDDEN_BECAUSE)]
ReleaseBecause = Annotated[str, *coded(RELEASED_BECAUSE)]


class Pause(Sent):
    """The internal targets stand still for what only the person can give. Article 39's fourteenth day does not."""

    cause: Cause


class Extend(Sent):
    """The answer will be late: why, and the new day. The person reads both."""

    because: Delay
    until: Day


class Fee(Sent):
    """The fee that was named beforehand was paid, or is not asked for any more."""

    settled: Settled


class AgentProof(Sent):
    """What showed an agent's right to ask."""

    proof: Proof


class Principal(Sent):
    """How the person was told for whom an agent asks, and since when that contact is held; or why that is unsafe."""

    by: ToldBy | None = None
    held_since: Day | None = None
    objects: StrictBool = False
    unsafe: Unsafe | None = None


class Screen(Sent):
    """What was found about a parent's interest, and by what a parent may ask alone."""

    interest: Interest
    custody: Custody | None = None


class Protect(Sent):
    """The person has to be protected from who might ask, or (`on` false) no longer."""

    because: Because
    on: StrictBool = True


class UnsafeContacts(Sent):
    """Contacts that the person asks us not to use, in their words."""

    contacts: Contacts


class MessageSent(Sent):
    """A message that the person reads where they follow their case."""

    text: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_MESSAGE, pattern=r"\S")]


class OwnerSent(Sent):
    """The officer who sees to the case; the officer of the client where absent."""

    officer: Code | None = None


class CloseStops(Sent):
    """Why no service will put the stop into effect. The person reads it."""

    because: Closed


class Assign(Sent):
    """What a complaint or consultation is about, and which officer answers for it."""

    category: Category
    responsible: Code


class Conclude(Sent):
    """What came of a complaint, and what was learned."""

    outcome: Outcome
    lessons: Annotated[str, StringConstraints(max_length=LONGEST)] = ""


class Refer(Sent):
    """What a complaint led to. `reference`: entry id of the judgement or the stop; `handling`: for the question of
    article 26."""

    to: LeadsTo
    reference: Annotated[str, StringConstraints(max_length=80)] = ""
    handling: Handling | None = None


class SendTasks(Sent):
    """Which sources are asked (all that hold data and were not asked yet, where none is named), until when (by the
    internal target where absent), and of a correction what is to be corrected."""

    sources: Annotated[list[Code], Field(max_length=200)] = Field(default=[])
    due: Day | None = None
    asks: Annotated[str, StringConstraints(max_length=LONGEST_TEXT)] = ""


class HeldSent(Sent):
    """One piece of data: which, by a code of the register or in words, and what it says."""

    item: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_ITEM, pattern=r"\S")]
    value: Annotated[str, StringConstraints(max_length=LONGEST_VALUE)]


class EnterTask(Sent):
    """What a service sent by another way than an event. `ground` where it says no; `text`: its words to the person;
    `files`: ids of files of the case that it sent, to be passed on. `from_ledger`, and nothing else, of the ledger's
    own task: it answers by the records as they stand."""

    task: RecordId
    outcome: TaskOutcome | None = None
    from_ledger: StrictBool = False
    ground: TaskGround | None = None
    held: Annotated[list[HeldSent], Field(max_length=MOST_ROWS)] = Field(default=[])
    text: Annotated[str, StringConstraints(max_length=LONGEST_TEXT)] = ""
    files: Annotated[list[RecordId], Field(max_length=20)] = Field(default=[])


class MailCode(Sent):
    """The address that a code goes to, and since when it is held: before the request came."""

    address: Annotated[str, StringConstraints(min_length=1, max_length=300), AfterValidator(address)]
    held_since: Day


class LetterSent(Sent):
    """Which letter. `to`: the name, then the address line by line; empty where the name is not known."""

    kind: LetterKind
    language: Literal["ja", "en"] = "ja"
    to: Annotated[str, StringConstraints(max_length=LONGEST_ADDRESSEE)] = ""


class LetterOut(LetterSent):
    """A letter that goes out. `by`: the way by which it does; in a case of somebody who is protected it is said, and is
    not the post."""

    by: LetterWay | None = None


class Hide(Sent):
    """A record (its entry id), and the item of Cabinet Order 11."""

    record: RecordId
    because: HideBecause


class ReleaseRecord(Sent):
    """A record, each reason that hides it as `lookAtExistence` told them, and why it may be told of."""

    record: RecordId
    seen: Annotated[list[Code], Field(min_length=1, max_length=50)]
    because: ReleaseBecause


class ConfirmRelease(Sent):
    """A record, and the release that waits for it."""

    record: RecordId
    proposal: RecordId


class Close(Sent):
    """Somebody about whom the officer must not work a case: themselves, their kin, or who reports to them."""

    relation: Literal["self", "kin", "report"]
    namespace: Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=r"^\S+$")]
    id: Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^\S(.*\S)?$")]


class Conflicts(Sent):
    """Everybody whom the officer declares; nobody where the list is empty."""

    people: Annotated[list[Close], Field(max_length=200)]

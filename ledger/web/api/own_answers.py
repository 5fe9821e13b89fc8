"""What the API answers for the person themselves, as JSON: no more than they read at the window."""

from __future__ import annotations

from typing import Literal

from ledger.web.api.answers import CodeTold, WordsTold
from ledger.web.api.fields import Day, Instant, Told


class OwnMessage(Told):
    """A message of the thread; which officer wrote it is not told."""

    from_you: bool
    at: Instant
    text: str


class OwnFile(Told):
    """A file that the person sent, its size in bytes. `destroyed`: it was looked at, and is kept no more."""

    kind: str
    bytes: int
    at: Instant
    destroyed: bool


class Proved(Told):
    """Whether who typed the code has shown that they read the address it went to."""

    proved: bool


class State(Told):
    """Where a case stands, as its person may know it. `stop`: how far a stop is that was granted, or that all was
    stopped before. `receive_until`: until when an answer is there to be received; `code_until`: until when the code
    opens it that was given or sent last, null where by e-mail none was sent yet. `proof_sent_to`: the address, masked,
    of a code that waits to be typed (`proveOwnAddress`)."""

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
    receive_until: Instant | None
    code_until: Instant | None
    stop: WordsTold | None
    proof_sent_to: str | None
    thread: list[OwnMessage]
    files: list[OwnFile]


class CodeSent(Told):
    """Where the code comes from that was asked for: `email` to the address of the case, to be typed before `until`; or
    from the `staff`, who were told of it."""

    by: Literal["email", "staff"]
    until: Instant | None


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

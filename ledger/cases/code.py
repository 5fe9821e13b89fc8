"""The code that opens an answer: by which way it goes, until when and how often it opens, from when another is sent.

By post, telephone or at the counter an officer gives it with the answer. By e-mail it waits for the person, who has it
sent when they are about to receive: it is typed within minutes, and no mailbox keeps what opens an answer for a month.
How long and how often stands in the step that gives a code, so that what was given is never read by later limits.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from hmac import compare_digest
from typing import Literal

from ledger.cases.steps import Step, StepRefused

#: How often an answer may be opened with one code.
OPENINGS = 20
#: For how long (µs) a code that was sent by e-mail may be typed, and opens from when it was.
TYPED_WITHIN, OPENS_FOR = 600_000_000, 3_600_000_000
#: The pause (µs) from one code by e-mail to the next, how many are sent within a day, and what a day is (µs).
APART, A_DAY, _DAY = 60_000_000, 5, 86_400_000_000

Spent = Literal["over", "late", "often"]


class TooSoon(StepRefused):
    """Another code was sent a moment ago, or as many as are sent within a day. Nothing was sent, and the former one
    stays; ask again from ``at`` (µs UTC) on."""

    def __init__(self, at: int) -> None:
        super().__init__("another code was sent a moment ago, or as many as are sent within a day")
        self.at = at


@dataclass(frozen=True, slots=True)
class Code:
    """What opens an answer. ``by``: the way it goes; ``until``: the last instant at which any code opens this answer
    (µs UTC). ``digest``: of the code that stands, None before the person had one sent; it opens until ``valid_until``,
    ``openings`` times more. ``opens_for``: how long (µs) it opens from the first time on, None where that changes
    nothing. ``sent``: when codes were sent to who asked; ``again_from``: from when the next may be."""

    by: str | None
    until: int
    digest: str | None
    valid_until: int
    openings: int = OPENINGS
    opens_for: int | None = None
    sent: tuple[int, ...] = ()
    again_from: int = 0

    def is_opened_by(self, digest: str) -> bool:
        """Tell whether this is the code that stands, by what is kept of it."""
        return self.digest is not None and compare_digest(self.digest, digest)

    def spent(self, now: int) -> Spent | None:
        """Return why nothing opens at an instant (µs UTC): the answer's time is over, the code's is, or it opened as
        often as it may. None where it opens."""
        if now > self.until:
            return "over"
        if now > self.valid_until:
            return "late"
        return "often" if self.openings == 0 else None

    def waits(self, now: int) -> bool:
        """Tell whether a code is there to be typed at an instant (µs UTC)."""
        return self.digest is not None and self.spent(now) is None


def released(step: Step) -> Code:
    """Return the code that an answer is released with."""
    said = step.said
    return Code(said.get("by"), said["code_until"], said["code_digest"], said["code_until"])


def sending(code: Code, digest: str, now: int) -> dict[str, object]:
    """Return what the step `case receive code` says at an instant (µs UTC)."""
    lately = [*(at for at in code.sent if at > now - _DAY), now]
    return {
        "code_digest": digest, "code_until": min(now + TYPED_WITHIN, code.until), "openings": OPENINGS,
        "opens_for": OPENS_FOR, "again_from": lately[-A_DAY] + _DAY if len(lately) >= A_DAY else now + APART,
    }  # fmt: skip


def sent(code: Code | None, step: Step) -> Code:
    """Return the code after another was sent to who asks; the former one opens nothing more. Raises StepRefused, and
    TooSoon."""
    if code is None or code.by != "email":
        raise StepRefused(
            "the code of this answer does not go by e-mail; ask the staff, who give it the way it was released"
        )
    if step.made_at > code.until:
        raise StepRefused(
            "the time to receive the answer is over; ask the staff, who can release it again (`case answer`)"
        )
    if step.made_at < code.again_from:
        raise TooSoon(code.again_from)
    said = step.said
    return replace(
        code, digest=said["code_digest"], valid_until=said["code_until"], openings=said["openings"],
        opens_for=said["opens_for"], sent=(*code.sent, step.made_at), again_from=said["again_from"],
    )  # fmt: skip


def over(code: Code, now: int) -> Code:
    """Return the code after what went to the person by e-mail opens nothing from an instant on (µs UTC)."""
    return replace(code, valid_until=min(code.valid_until, now - 1))


def opened(code: Code | None, step: Step) -> Code:
    """Return the code after it opened the answer. Raises StepRefused where it does not."""
    if code is None or not code.is_opened_by(step.said["code_digest"]):
        raise StepRefused("the code is not the one that opens this answer; type the one that came last")
    if code.spent(step.made_at) is not None:
        raise StepRefused(
            "the code has opened the answer as long and as often as it may; have another one sent, or ask the staff"
            " (`case answer`)"
        )
    opens_until = code.valid_until
    if code.opens_for is not None:
        opens_until = min(step.made_at + code.opens_for, code.until)
    return replace(code, valid_until=opens_until, openings=code.openings - 1, opens_for=None)

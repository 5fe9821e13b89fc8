"""Letters between the staff and the person, in one thread, apart from what the staff note for themselves."""

from __future__ import annotations

from dataclasses import dataclass

from ledger.cases.steps import PERSON, Step, StepRefused

#: Characters of one message, and how many the person may send.
LONGEST, MOST = 4_000, 20


@dataclass(frozen=True, slots=True)
class Message:
    """One message; ``officer``: who wrote it, ``PERSON`` where they did. The person is not told which officer."""

    officer: str
    at: int
    text: str

    @property
    def from_person(self) -> bool:
        """Whether the person wrote it."""
        return self.officer == PERSON


def sent(thread: tuple[Message, ...], step: Step) -> tuple[Message, ...]:
    """Add a message. Raises StepRefused for one that is empty, too long, or one too many of the person."""
    text = str(step.said["text"]).strip()
    if not text or len(text) > LONGEST:
        raise StepRefused(f"a message has 1 to {LONGEST} characters; write one of that length")
    if step.officer == PERSON and sum(one.from_person for one in thread) >= MOST:
        raise StepRefused(f"the person has sent {MOST} messages already; the staff can be reached another way")
    return (*thread, Message(step.officer, step.made_at, text))

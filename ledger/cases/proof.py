"""A code that was sent to an address held before the request: who types it into the page reads that address. And what
became of mail."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from hmac import compare_digest

from ledger.cases.agents import held_before
from ledger.cases.steps import Step, StepRefused

#: For how long (µs) the code can be typed, and how often.
LASTS, TRIES = 600_000_000, 5


@dataclass(frozen=True, slots=True)
class Proof:
    """What became of the code that was sent last. ``held_since``: day since when the address is held; ``until`` in µs
    UTC; ``tries`` counts wrong ones."""

    address: str
    held_since: str
    code_digest: str
    until: int
    tries: int = 0
    made: bool = False

    def open_at(self, now: int) -> bool:
        """Tell whether a code may be typed at an instant (µs UTC)."""
        return not self.made and self.tries < TRIES and now <= self.until


@dataclass(frozen=True, slots=True)
class Mailed:
    """What became of a mail: its kind, ``sent``, ``given_up`` or ``blocked`` (nothing may go there any more), when (µs
    UTC), and the SHA-256 of what was sent."""

    kind: str
    outcome: str
    at: int
    sha256: str | None


def sent(step: Step, arrived: date) -> Proof:
    """Return the proof that a code was sent for. Raises StepRefused for an address that came with the request."""
    said = step.said
    held_before(said["held_since"], arrived)
    return Proof(said["address"], said["held_since"], said["code_digest"], said["code_until"])


def typed(proof: Proof | None, step: Step) -> Proof:
    """Return the proof after a code was typed. Raises StepRefused where none can be."""
    if proof is None or not proof.open_at(step.made_at):
        raise StepRefused("no code is waiting to be typed; have another one sent by the staff (`case code`)")
    if compare_digest(step.said["code_digest"], proof.code_digest):
        return replace(proof, made=True)
    return replace(proof, tries=proof.tries + 1)


def over(proof: Proof, now: int) -> Proof:
    """Return the proof whose code can be typed no more from an instant on (µs UTC). What was typed before stands."""
    return replace(proof, until=min(proof.until, now - 1))


def mailed(step: Step) -> Mailed:
    """Return what a step says of a mail."""
    return Mailed(step.said["kind"], step.said["outcome"], step.made_at, step.said["sha256"])

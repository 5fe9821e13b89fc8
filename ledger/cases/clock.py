"""What moves the internal targets of a case: pauses with an allowed cause, and extensions with a coded reason.

Neither moves article 39's fourteenth day; see `deadline`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from ledger.cases.steps import Step, StepRefused, known
from ledger.cases.texts import Text
from ledger.law.days import calendar, jst_day

#: Why the internal targets may stand still: something is waited for that only the person can give.
PAUSES: Mapping[str, Text] = {
    "identity": Text("本人確認を待っています", "Waiting for proof of identity"),
    "fee": Text("手数料の支払いを待っています", "Waiting for the fee"),
}

#: Why an answer is late, as the person is told it. A list, never free text: it must not tell which records were hard.
DELAYS: Mapping[str, Text] = {
    "records": Text("記録の確認に時間がかかっている", "checking the records takes longer"),
    "services": Text("担当する部署での調査に時間がかかっている", "the departments concerned need longer"),
    "identity": Text("ご本人であることの確認に時間がかかっている", "checking your identity takes longer"),
    "volume": Text("多くのご請求をいただいている", "we have received many requests"),
    "fault": Text("システムの不具合があった", "there was a fault in our systems"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pause:
    """From when until when (µs UTC; None: still) the internal targets stand still."""

    cause: str
    since: int
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Extension:
    """A new day for the answer (Japanese), and by its code why."""

    because: str
    until: date


@dataclass(frozen=True, slots=True)
class Clock:
    """What has moved the internal targets so far, oldest first."""

    pauses: tuple[Pause, ...] = ()
    extensions: tuple[Extension, ...] = ()

    @property
    def paused_for(self) -> str | None:
        """What is waited for now, if anything."""
        running = self.pauses and self.pauses[-1].until is None
        return self.pauses[-1].cause if running else None

    @property
    def extended(self) -> Extension | None:
        """The extension that counts."""
        return self.extensions[-1] if self.extensions else None


def paused(clock: Clock, step: Step, waited_for: frozenset[str]) -> Clock:
    """Let the targets stand still. ``waited_for``: the causes there are at this moment. Raises StepRefused."""
    cause = known(step.said["cause"], PAUSES, "cause to pause")
    if cause not in waited_for:
        raise StepRefused(
            f"nothing is waited for that allows a pause for {cause}; go on with the case, whose targets run"
        )
    if clock.paused_for is not None:
        raise StepRefused("the case is paused already; end that pause first (`case resume`)")
    return replace(clock, pauses=(*clock.pauses, Pause(cause, step.made_at)))


def resumed(clock: Clock, at: int) -> Clock:
    """Let the targets run on from an instant (µs UTC). Raises StepRefused where they do not stand still."""
    if clock.paused_for is None:
        raise StepRefused("the case is not paused; its targets run, and there is nothing to resume")
    return replace(clock, pauses=(*clock.pauses[:-1], replace(clock.pauses[-1], until=at)))


def no_longer_for(clock: Clock, cause: str, at: int) -> Clock:
    """Let the targets run on where they stood still for what has come now."""
    return resumed(clock, at) if clock.paused_for == cause else clock


def ended(clock: Clock, at: int) -> Clock:
    """End whatever pause there is: the answer goes out."""
    return resumed(clock, at) if clock.paused_for is not None else clock


def extended(clock: Clock, step: Step) -> Clock:
    """Set a later day for the answer. Raises StepRefused for one that is over, or no later than the last."""
    because, until = known(step.said["because"], DELAYS, "reason"), date.fromisoformat(step.said["until"])
    if until < calendar(jst_day(step.made_at)):
        raise StepRefused("the new day is over already; name one that is to come")
    if clock.extended is not None and until <= clock.extended.until:
        raise StepRefused("the new day is no later than the one that was told; name a later one, or keep to that")
    return replace(clock, extensions=(*clock.extensions, Extension(because, until)))

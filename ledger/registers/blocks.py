"""Blocks of a recipient or a source: one officer's act blocks at once, a second officer confirms within a day.

What nobody confirmed in time lapses by itself; lifting takes two officers. A block follows from the steps that officers
took and from the time, so nothing has to be written when one lapses. It binds the pre-flight check, never a judgement.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

#: How long (µs) a block stands that no second officer has confirmed.
TO_CONFIRM = 86_400_000_000


class StepUnneeded(Exception):
    """This step changes nothing: no such block is in force, it was taken before, or it takes another officer than the
    one who took the first. Nothing was entered; see `block list`."""


@dataclass(frozen=True, slots=True)
class BlockStep:
    """What one officer did about a target at an instant (µs UTC). ``kind``: `recipient` or `source`; ``step``: `block`,
    `confirm` or `lift`."""

    idx: int
    kind: str
    code: str
    step: str
    officer: str
    made_at: int


@dataclass(frozen=True, slots=True)
class Block:
    """One block from its beginning to its end (µs UTC, exclusive). ``until`` is None while only lifting ends it;
    of a block that is not confirmed it is when it lapses. ``lift_asked_by``: the officer who would lift it, if any."""

    idx: int
    kind: str
    code: str
    blocked_by: str
    since: int
    until: int | None
    confirmed_by: str | None = None
    lift_asked_by: str | None = None
    lifted: bool = False

    def stands(self, at: int) -> bool:
        """Tell whether the block is in force at the instant."""
        return self.since <= at and (self.until is None or at < self.until)

    def binds(self, at: int) -> bool:
        """Tell whether it binds who asks at the instant: what was entered has begun, though the clock of the machine
        on which it was entered may be ahead of the asker's."""
        return self.until is None or at < self.until

    def lapsed(self, at: int) -> bool:
        """Tell whether it ended by the instant because nobody confirmed it."""
        return not self.lifted and self.until is not None and self.until <= at


@dataclass(frozen=True, slots=True)
class Blocks:
    """The recipients and sources that are blocked at one instant."""

    recipients: frozenset[str]
    sources: frozenset[str]

    def covers(self, recipient: str, source: str) -> bool:
        """Tell whether a provision by this source to this recipient is blocked."""
        return recipient in self.recipients or source in self.sources


def blocks_of(steps: Sequence[BlockStep]) -> tuple[Block, ...]:
    """Return every block there was, target by target. ``steps`` are in the order of the log.

    A block of what is blocked already is no other block: by a second officer it confirms the first.
    """
    targets: dict[tuple[str, str], list[BlockStep]] = {}
    for step in steps:
        targets.setdefault((step.kind, step.code), []).append(step)
    return tuple(block for target in sorted(targets) for block in _of_one_target(targets[target]))


def check_step(steps: Sequence[BlockStep], step: BlockStep, at: int) -> Block:
    """Return the block as it will be when the step is taken at the instant after all others. Raises StepUnneeded."""
    taken = replace(step, made_at=at)
    before, after = set(blocks_of(steps)), blocks_of([*steps, taken])
    changed = [block for block in after if block not in before]
    if not changed:
        raise StepUnneeded(f"{step.step} {step.kind} {step.code} by {step.officer}")
    return changed[0]


def standing(blocks: Iterable[Block], at: int) -> Blocks:
    """Return what is blocked at the instant."""
    return _codes(block for block in blocks if block.stands(at))


def binding(blocks: Iterable[Block], at: int) -> Blocks:
    """Return what is blocked for who asks at the instant whether data may leave."""
    return _codes(block for block in blocks if block.binds(at))


def _codes(blocks: Iterable[Block]) -> Blocks:
    codes: dict[str, set[str]] = {"recipient": set(), "source": set()}
    for block in blocks:
        codes[block.kind].add(block.code)
    return Blocks(frozenset(codes["recipient"]), frozenset(codes["source"]))


def _of_one_target(steps: Iterable[BlockStep]) -> list[Block]:
    ended: list[Block] = []
    block: Block | None = None
    for step in steps:
        if block is not None and (block.lifted or not block.stands(max(step.made_at, block.since))):
            ended.append(block)
            block = None
        block = _begun(step) if block is None else _moved(block, step)
    return ended if block is None else [*ended, block]


def _begun(step: BlockStep) -> Block | None:
    if step.step != "block":
        return None
    return Block(step.idx, step.kind, step.code, step.officer, step.made_at, step.made_at + TO_CONFIRM)


def _moved(block: Block, step: BlockStep) -> Block:
    if step.step == "lift":
        if block.lift_asked_by is None:
            return replace(block, lift_asked_by=step.officer)
        if block.lift_asked_by != step.officer:
            return replace(block, until=max(step.made_at, block.since), lifted=True)
    elif block.confirmed_by is None and step.officer != block.blocked_by:
        return replace(block, confirmed_by=step.officer, until=None)
    return block

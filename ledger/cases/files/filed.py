"""Files of a case as its steps tell of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ledger.cases.steps import PERSON, Step, StepRefused

#: How many files of the person are there at once, at most.
MOST_FILES = 5


@dataclass(frozen=True, slots=True)
class Filed:
    """One file: its random id (hex), what it is, its size in bytes and SHA-256, who attached it and when (µs UTC).
    ``shows_identity``: it is there to show who somebody is, and is destroyed once that was looked at. ``discarded``: an
    officer is done with it; it is given out no more, and destroyed by who may."""

    file_id: str
    kind: str
    size: int
    sha256: str
    officer: str
    at: int
    shows_identity: bool
    destroyed: bool = False
    discarded: bool = False

    @property
    def from_person(self) -> bool:
        """Whether the person sent it."""
        return self.officer == PERSON

    @property
    def given_out(self) -> bool:
        """Whether it can be taken out still."""
        return not (self.destroyed or self.discarded)

    @property
    def may_be_passed_on(self) -> bool:
        """Whether it may go to the person with an answer: an officer attached it, for another end than identity."""
        return self.given_out and not self.from_person and not self.shows_identity


def room(files: tuple[Filed, ...]) -> int:
    """Return how many more files the person may send."""
    return max(0, MOST_FILES - sum(one.from_person and not one.destroyed for one in files))


def attached(files: tuple[Filed, ...], step: Step) -> tuple[Filed, ...]:
    """Add a file. Raises StepRefused for one too many of the person."""
    if step.officer == PERSON and not room(files):
        raise StepRefused(
            f"the person has sent {MOST_FILES} files already; more are taken once some were looked at and destroyed,"
            " or come another way and are attached by the staff"
        )
    said = step.said
    return (*files, Filed(
        said["file"], said["kind"], said["bytes"], said["sha256"], step.officer, step.made_at, said["shows_identity"],
    ))  # fmt: skip


def discarded(files: tuple[Filed, ...], step: Step) -> tuple[Filed, ...]:
    """Say of a file that it is needed no more. Raises StepRefused where the case has it not, or no longer."""
    if step.said["file"] not in {one.file_id for one in files if one.given_out}:
        raise StepRefused("the case has no such file; `case attachment list` says which there are")
    return tuple(replace(one, discarded=True) if one.file_id == step.said["file"] else one for one in files)


def destroyed(files: tuple[Filed, ...], step: Step) -> tuple[Filed, ...]:
    """Say of files that they were destroyed. Raises StepRefused where the case has none of them."""
    gone = set(step.said["files"])
    if not gone or gone - {one.file_id for one in files}:
        raise StepRefused("the case has no such file; `case attachment list` says which there are")
    return tuple(replace(one, destroyed=True) if one.file_id in gone else one for one in files)

"""What would be judged otherwise: by another rule set, or with registers that were not told yet. Nothing is changed.

The same functions judge as in the stream, with what the ledger knows at a head size.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ledger.judging.judging import Judging
from ledger.law.types import Judgement
from ledger.registers.snapshot import RegisterRow, Registers
from ledger.store.connect import Connection
from ledger.vault.vault import Vault
from streams.recorder.places import Naming, Place, Reach, page_of
from streams.recorder.reach import reach_of_register
from streams.recorder.standing import Standing, judge_again, standing

_PAGE = 1_000


@dataclass(frozen=True, slots=True)
class Answer:
    """What of a judgement a person compares."""

    verdict: str
    basis: str
    duty: str
    policy: str
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Otherwise:
    """A record that was looked at: by one way of judging and by the other."""

    record: Standing
    before: Answer
    after: Answer

    @property
    def differs(self) -> bool:
        return self.before != self.after


def by_rule_sets(
    connection: Connection, vault: Vault, registers: Registers, laws: tuple[str, str], days: tuple[int, int],
    as_of: int,
) -> Iterator[Otherwise]:  # fmt: skip
    """Judge every record that happened in a period (instants, µs UTC, the second not meant) by both rule sets."""
    one, other = (Judging(registers, law=law) for law in laws)
    for records in _pages(connection, vault, (Naming(None, *days, as_of),), as_of):
        judged = zip(
            records, judge_again(connection, vault, one, records, as_of),
            judge_again(connection, vault, other, records, as_of), strict=True,
        )  # fmt: skip
        for record, before, after in judged:
            yield Otherwise(record, _answer(before.judgement), _answer(after.judgement))


def by_registers(
    connection: Connection, vault: Vault, registers: Registers, told: Sequence[RegisterRow], as_of: int
) -> Iterator[Otherwise]:
    """Judge every record that these register versions touch as things stand, and with the versions told.

    ``told`` have indexes from ``as_of`` on, in order.
    """
    with_told = registers.with_rows(told)
    before, after = Judging(registers), Judging(with_told)
    reach = [part for row in told for part in reach_of_register(with_told, row, as_of)]
    seen: set[int] = set()
    for records in _pages(connection, vault, reach, as_of):
        fresh = [record for record in records if record.row.idx not in seen]
        seen |= {record.row.idx for record in fresh}
        judged = zip(
            fresh, judge_again(connection, vault, before, fresh, as_of),
            judge_again(connection, vault, after, fresh, as_of), strict=True,
        )  # fmt: skip
        for record, now, then in judged:
            yield Otherwise(record, _answer(now.judgement), _answer(then.judgement))


def _pages(connection: Connection, vault: Vault, reach: Reach, as_of: int) -> Iterator[list[Standing]]:
    reached: tuple[int, Place] | None = None
    while True:
        page = page_of(connection, reach, reached, _PAGE)
        if page.records:
            yield standing(connection, vault, page.records, as_of)
        if page.reached is None:
            return
        reached = page.reached


def _answer(judgement: Judgement) -> Answer:
    return Answer(judgement.verdict, judgement.basis, judgement.duty, judgement.policy, judgement.marks)

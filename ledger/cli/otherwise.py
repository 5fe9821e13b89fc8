"""How records that would be judged otherwise are counted and shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import click
from rich.table import Table

from ledger.cli.asking import show, tokyo_time
from streams.otherwise import Answer, Otherwise

#: Records that are listed; all are counted.
_LISTED = 200


@dataclass(slots=True)
class Tallied:
    """Records looked at, those that would be judged otherwise by verdict before and after, and the first of them."""

    looked_at: int = 0
    differing: int = 0
    verdicts: dict[tuple[str, str], int] = field(default_factory=dict)
    listed: list[Otherwise] = field(default_factory=list)


def tally(found: Iterable[Otherwise], advance: Callable[[int, int], None]) -> Tallied:
    """Count what was found; ``advance`` is told how many were looked at."""
    counts = Tallied()
    for one in found:
        counts.looked_at += 1
        advance(counts.looked_at, 0)
        if one.differs:
            counts.differing += 1
            change = (one.before.verdict, one.after.verdict)
            counts.verdicts[change] = counts.verdicts.get(change, 0) + 1
            if len(counts.listed) < _LISTED:
                counts.listed.append(one)
    return counts


def otherwise_json(found: Tallied) -> dict[str, Any]:
    """Return the count for programs."""
    return {
        "looked_at": found.looked_at, "differing": found.differing,
        "verdicts": [
            {"before": before, "after": after, "records": count}
            for (before, after), count in sorted(found.verdicts.items())
        ],
        "listed": [
            {
                "index": one.record.row.idx, "record": one.record.row.entry_id.hex(),
                "before": _json(one.before), "after": _json(one.after),
            }
            for one in found.listed
        ],
    }  # fmt: skip


def show_otherwise(found: Tallied, before: str, after: str) -> None:
    """Print counts by verdict and the records listed."""
    if not found.differing:
        return
    counts = Table("Verdict", "Would be", "Records")
    for (was, would), count in sorted(found.verdicts.items()):
        counts.add_row(was, would, str(count))
    show(counts)
    table = Table("Index", "Record", "When (Japan time)", before, after)
    for one in found.listed:
        row = one.record.row
        table.add_row(
            str(row.idx), row.entry_id.hex(), tokyo_time(row.happened_at), _words(one.before), _words(one.after)
        )
    show(table)
    if found.differing > len(found.listed):
        click.echo(f"The first {len(found.listed)} are listed.")


def _json(answer: Answer) -> dict[str, Any]:
    return {
        "verdict": answer.verdict, "basis": answer.basis, "duty": answer.duty, "policy": answer.policy,
        "marks": list(answer.marks),
    }  # fmt: skip


def _words(answer: Answer) -> str:
    return " ".join((answer.verdict, answer.basis, answer.duty, f"policy {answer.policy}", *answer.marks))

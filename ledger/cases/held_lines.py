"""Data held, as an officer writes or pastes what a service sent: a line `item: value` for each piece."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ledger.cases.service_tasks import Held
from ledger.cases.steps import StepRefused

#: The first of these on a line ends its item.
_ENDS = re.compile(r"[\t：:]")


def held_of(text: str) -> list[list[str]]:
    """Return the rows [item, value] that a text says. A line that begins with white space goes on with the value before
    it. Raises StepRefused."""
    rows: list[list[str]] = []
    for line in text.splitlines():
        if not line.strip():
            continue
        if line[0].isspace():
            if not rows:
                raise StepRefused("the first line has no item; write it as `item: value`")
            rows[-1][1] = f"{rows[-1][1]}\n{line.strip()}".strip()
            continue
        item, *value = _ENDS.split(line, maxsplit=1)
        if not value or not item.strip():
            raise StepRefused(f"line {text.splitlines().index(line) + 1} is not `item: value`; write it so")
        rows.append([item.strip(), value[0].strip()])
    return rows


def written(held: Iterable[Held]) -> str:
    """Write rows as lines that `held_of` reads."""
    return "\n".join(f"{one.item}: {one.value.replace(chr(10), chr(10) + '  ')}" for one in held)

"""Rows that say which register entries records and corrections name: one set of rows for each distinct set of names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from ledger.judging.references import Reference, references, references_of_replacement, touch_of
from ledger.law.types import Act
from ledger.log.head import LOG_ID
from streams.recorder.transaction import Rows

#: One statement for a set however large: it runs while others wait for the lock.
_TOUCH = """
insert into touch (log_id, register, key, touch)
select %s, named.register, named.key, %s from unnest(%s::text[], %s::text[]) named(register, key)
on conflict do nothing
"""
_CORRECTED = ("log_id", "idx", "touch", "source", "event_id")


def add_touch(rows: Rows, act: Act) -> None:
    """Add what an act names, unless it is there."""
    _add(rows, references(act))


def add_corrected(
    rows: Rows, idx: int, source: str, corrects: UUID, replacement: Mapping[str, Any] | None
) -> None:  # fmt: skip
    """Add what a correction names besides what the record it corrects does."""
    named = references_of_replacement(replacement or {})
    if named:
        rows.add("corrected", _CORRECTED, (LOG_ID, idx, touch_of(named), source, corrects))
        _add(rows, named)


def _add(rows: Rows, named: frozenset[Reference]) -> None:
    registers, keys = zip(*sorted(named), strict=True)
    rows.later(_TOUCH, (LOG_ID, touch_of(named), list(registers), list(keys)))

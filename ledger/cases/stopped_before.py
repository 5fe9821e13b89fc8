"""Whether what a person asks to have stopped is stopped already, by a stop they asked for before, and since when."""

from __future__ import annotations

from ledger.cases.case import Case
from ledger.cases.moments import day
from ledger.cases.stops import GROUNDS
from ledger.cases.texts import Text
from ledger.judging.stops import StopRow, effected, stops_of
from ledger.log.head import LOG_ID, read_head
from ledger.registers.snapshot import Registers
from ledger.store.connect import Connection

_ALREADY = Text(
    "すでに停止しています（{}から）。同じ停止を、もう一度求める必要はありません。",
    "Already stopped since {}. There is no need to ask for the same stop again.",
)


def stopped_before(connection: Connection, registers: Registers, case: Case, now: int) -> Text | None:
    """Return what a person who was identified is told while their request for a stop waits: that everything is stopped
    on the same ground for each of their ids, and since when all services have put it into effect. None where that is
    not so, and where an agent asks, who may know nothing of earlier requests."""
    if case.kind.code not in GROUNDS or case.stage != "decision" or case.agent is not None:
        return None
    held = {one.identity for one in case.ids if one.identity is not None}
    if not held or len(held) < len(case.ids):
        return None
    as_of = read_head(connection, LOG_ID).size
    # Of the stop that this request leads to nothing is told before the answer is.
    rows = [
        row for row in stops_of(connection, LOG_ID, as_of, held)
        if row.told_at < case.received_at and _whole(row, GROUNDS[case.kind.code], now)
    ]  # fmt: skip
    how = effected(connection, LOG_ID, as_of, registers, [row.stop for row in rows], now)
    since: dict[int, int] = {}
    for row in rows:
        done_at = how[row.stop].done_at
        if done_at is not None:
            since[row.identity] = min(max(done_at, row.since), since.get(row.identity, now))
    if since.keys() < held:
        return None
    return Text(*(words.format(then) for words, then in zip(_ALREADY, day(max(since.values())), strict=True)))


def _whole(row: StopRow, ground: str, now: int) -> bool:
    in_force = row.since <= now and (row.ends_at is None or now < row.ends_at)
    return in_force and row.ground == ground and row.recipients is None and row.items is None

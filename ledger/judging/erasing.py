"""Carrying out an order to erase: the log says what is gone, the views forget it, and the keys are destroyed.

What may go is decided, and its keys are doomed, while nobody appends (`nobody_appends`): a record that came in between
would go with them though its period has just begun. Between dooming the keys and destroying them stands one transaction
under the head's lock: it raises ``key_epoch``, so that a batch sealed with one of the keys is sealed again instead of
committed, and appends the erasure entry, in clear, that names every entry whose opening is gone. A proof given before
stays valid: the tree does not change.

An order can be carried out again. That finds what was appended under its keys by somebody who had fetched them before,
and makes a ledger that was restored from before the erasure forget once more.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from psycopg import sql

from ledger.law.days import jst_date
from ledger.log.append import Ready, append, ready_in_clear
from ledger.log.entry import clear_entry
from ledger.log.head import LOG_ID, read_head
from ledger.store.arrays import Bigints
from ledger.store.connect import Connection
from ledger.vault.catalogue import Order
from ledger.vault.erasure import Shredder
from ledger.vault.keys import Scope, identity_of

#: On which grounds data is erased, by code.
GROUNDS: Mapping[str, str] = {
    "request": "本人の請求により / at the person's request",
    "not_needed": "利用する必要がなくなったため（22条） / no longer needed (article 22)",
    "retention": "保存期間の満了により / the period of retention has ended",
    "order": "法令又は命令により / required by law or order",
}
#: Views whose rows go with the entries they were made of.
VIEWS = (
    "record", "judgement", "fact", "consent", "link", "conflict", "quarantine_resolution", "series", "omission",
    "acceptance", "corrected", "refusal", "counterpart", "alert", "alert_acknowledgement", "export",
    "task", "task_report", "quarantine_reread",
)  # fmt: skip
ERASED = ("log_id", "idx", "first_index", "next_index")
#: Runs of indexes that one erasure entry names at most: it stays far below the greatest length of an entry.
_MOST_RUNS = 2_000
_PATIENCE, _LOOK = 30.0, 0.2
_SEALED = "select idx from sealed where log_id = %s and idx >= %s and idx < %s and key_id = any(%s) order by idx"
_WAITING = """
select exists (select from intake i where i.log_id = %s and i.key_id = any(%s)
               and not exists (select from act a where a.intake_id = i.intake_id))
"""
_ERASURES = """
select e.idx, e.entry from entry e
where e.log_id = %s and e.idx in (select distinct idx from erased where log_id = %s) order by e.idx
"""
#: Keys that seal what an erasure covers, or anything of other entries.
_KEYS_OF_RUNS = """
select distinct s.key_id from unnest(%s::bigint[], %s::bigint[]) r(first, next)
join sealed s on s.log_id = %s and s.idx >= r.first and s.idx < r.next
"""
_SEALING = """
select distinct key_id from sealed where log_id = %s and key_id = any(%s)
"""
_RAISE = "update head set key_epoch = key_epoch + 1 where log_id = %s"
#: For how long (µs) after an erasure acts are looked for that were sealed under its keys all the same.
_LATE = 2 * 86_400_000_000


class ActsWait(Exception):
    """Acts about the person have not been moved into the log yet. The keys are out of reach, nothing else was done;
    start a worker, then run `provision-ledger erase resume`."""


@dataclass(frozen=True, slots=True)
class Erased:
    """What was done: entries covered, the index of the first erasure entry appended, files removed, files that are no
    longer there, and files that could not be removed."""

    order: Order
    entries: int
    first_entry: int
    removed: tuple[str, ...]
    missing: tuple[str, ...]
    left: tuple[str, ...]


@contextmanager
def nobody_appends(connection: Connection) -> Iterator[int]:
    """Hold the head's lock, and see that no batch sealed before is committed after; gives the head size.

    What raises within leaves the ledger as it was.
    """
    with connection.transaction():
        head = read_head(connection, LOG_ID, lock=True)
        yield head.size
        connection.execute(_RAISE, (LOG_ID,))


def to_resume(connection: Connection, shredder: Shredder, now: int) -> list[Order]:
    """Return the orders that are to be carried out, or carried out again: those not finished, those the log does not
    know (it was restored from before them), and the latest."""
    known = {words["erasure"] for _, words in _erasures(connection)}
    return [
        order
        for order in shredder.orders()
        if order.done_at is None
        or ((order.done_at > now - _LATE or order.erasure.hex not in known) and shredder.keys_under(order))
    ]


def restore_orders(connection: Connection, shredder: Shredder) -> int:
    """Order again what the log says is erased and a key store restored from before does not know; return how many
    erasures had keys that were there still.

    Ends with their keys doomed and ``key_epoch`` raised; ``to_resume`` then returns the orders. A person is forgotten
    with them unless something told since is sealed under a key of theirs.
    """
    found = 0
    for words in _by_erasure(connection):
        keys = shredder.still(_keys_covered(connection, words["covers"]))
        keys |= shredder.days(_days_over(words))
        if not keys:
            continue
        identities = [] if words["ground"] == "retention" else _identities_gone(connection, shredder, keys)
        with nobody_appends(connection):
            shredder.order_again(
                UUID(words["erasure"]), [*keys, *shredder.keys_of(identities)], identities, words["ground"],
                words["officer"], int(datetime.fromisoformat(words["at"]).timestamp() * 1_000_000),
            )  # fmt: skip
        found += 1
    return found


def carry_out(
    connection: Connection, shredder: Shredder, order: Order, clock: Callable[[], int],
    on_point: Callable[[str], None] = lambda _: None,
) -> Erased:  # fmt: skip
    """Carry an order out, or go on where it stopped. Raises ActsWait, psycopg errors.

    ``connection`` plays the erasure role in the ledger. ``on_point`` is told between the steps.
    """
    keys = shredder.keys_under(order)
    on_point("doomed")
    before = read_head(connection, LOG_ID).size
    said, since = _already(connection, order)
    found = _sealed(connection, since, before, keys)
    _wait_for_acts(connection, keys)
    with connection.transaction():
        head = read_head(connection, LOG_ID, lock=True)
        if _acts_wait(connection, keys):
            raise ActsWait(order.erasure.hex)
        covered = sorted({*said, *found, *_sealed(connection, before, head.size, keys)})
        fresh = [idx for idx in covered if idx not in said]
        # Before the log says so: what was removed and not erased can be written anew, the other way round it is found.
        removed, missing, left = _remove(_files(connection, covered))
        entries = list(_entries(order, fresh, [] if since else shredder.days_under(order), clock()))
        if entries:
            connection.execute(_RAISE, (LOG_ID,))
            append(connection, LOG_ID, head.size, head.root, [ready for ready, _ in entries])
            _note(connection, head.size, [words for _, words in entries])
        _forget(connection, covered)
    on_point("said")
    shredder.destroy(order, clock())
    on_point("destroyed")
    shredder.finish(order, clock())
    return Erased(order, len(covered), head.size, removed, missing, left)


def runs_of(indexes: Iterable[int]) -> list[tuple[int, int]]:
    """Fold ascending indexes into runs, each from its first until before its end."""
    runs: list[tuple[int, int]] = []
    for idx in indexes:
        if runs and runs[-1][1] == idx:
            runs[-1] = (runs[-1][0], idx + 1)
        else:
            runs.append((idx, idx + 1))
    return runs


def add_erasure(idx: int, said: Mapping[str, Any]) -> list[tuple[int, int, int, int]]:
    """Return the rows of the view that an erasure entry makes: of one that covers no entry an empty run."""
    return [(LOG_ID, idx, first, end) for first, end in said["covers"] or [(idx, idx)]]


def _sealed(connection: Connection, first: int, end: int, keys: Sequence[int]) -> list[int]:
    """Return the entries sealed under one of the keys. It reads every seal: an index over keys would cost each record
    more than an erasure is worth."""
    return [idx for (idx,) in connection.execute(_SEALED, (LOG_ID, first, end, Bigints(list(keys))))]


def _acts_wait(connection: Connection, keys: Sequence[int]) -> bool:
    row = connection.execute(_WAITING, (LOG_ID, Bigints(list(keys)))).fetchone()
    return bool(row and row[0])


def _wait_for_acts(connection: Connection, keys: Sequence[int]) -> None:
    until = time.monotonic() + _PATIENCE
    while _acts_wait(connection, keys) and time.monotonic() < until:
        time.sleep(_LOOK)


def _already(connection: Connection, order: Order) -> tuple[set[int], int]:
    """Return the entries that the log already says this order covers, and from which index others may follow."""
    said: set[int] = set()
    since = 0
    for idx, words in _erasures(connection):
        if words["erasure"] == order.erasure.hex:
            since = since or idx
            for first, end in words["covers"]:
                said.update(range(first, end))
    return said, since


def _erasures(connection: Connection) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for idx, entry in connection.execute(_ERASURES, (LOG_ID, LOG_ID)):
        yield idx, json.loads(bytes(entry))


def _by_erasure(connection: Connection) -> list[dict[str, Any]]:
    """Return what the log says of each erasure, over all its entries."""
    found: dict[str, dict[str, Any]] = {}
    for _, words in _erasures(connection):
        one = found.setdefault(words["erasure"], {**words, "covers": [], "days": []})
        one["covers"] += words["covers"]
        one["days"] += words["days"]
    return list(found.values())


def _keys_covered(connection: Connection, runs: Sequence[Sequence[int]]) -> list[int]:
    firsts, ends = [first for first, _ in runs], [end for _, end in runs]
    return [key_id for (key_id,) in connection.execute(_KEYS_OF_RUNS, (Bigints(firsts), Bigints(ends), LOG_ID))]


def _days_over(words: Mapping[str, Any]) -> list[int]:
    """Return the days whose keys were destroyed and cannot have been made anew since: those before the erasure's."""
    erased_on = jst_date(int(datetime.fromisoformat(words["at"]).timestamp()) * 1_000_000)
    return [day for day in words["days"] if day < erased_on]


def _identities_gone(connection: Connection, shredder: Shredder, keys: Mapping[int, Scope]) -> list[int]:
    """Return the identities of these keys of whom nothing else is sealed."""
    identities = {identity for scope in keys.values() if (identity := identity_of(scope)) is not None}
    others = {key_id: scope for key_id, scope in shredder.keys_of(identities).items() if key_id not in keys}
    sealing = {key_id for (key_id,) in connection.execute(_SEALING, (LOG_ID, Bigints(sorted(others))))}
    return sorted(identities - {identity_of(others[key_id]) for key_id in sealing})


def _entries(
    order: Order, covered: Sequence[int], days: Sequence[int], now: int
) -> Iterator[tuple[Ready, Mapping[str, Any]]]:  # fmt: skip
    """Yield erasure entries and what they say; ``days`` (yyyymmdd) are those whose quarantine nobody can read."""
    runs = runs_of(covered)
    for at in range(0, max(len(runs), bool(days)), _MOST_RUNS):
        part = runs[at : at + _MOST_RUNS]
        members = {
            "erasure": order.erasure.hex,
            "ground": order.ground,
            "officer": order.officer,
            "at": datetime.fromtimestamp(now / 1_000_000, UTC).isoformat(timespec="seconds"),
            "covers": [list(run) for run in part],
            "days": list(days) if at == 0 else [],
        }
        yield ready_in_clear(clear_entry("erasure", members)), members


def _note(connection: Connection, first: int, said: Sequence[Mapping[str, Any]]) -> None:
    rows = [row for idx, words in enumerate(said, start=first) for row in add_erasure(idx, words)]
    with connection.cursor() as cursor:
        cursor.executemany("insert into erased (log_id, idx, first_index, next_index) values (%s, %s, %s, %s)", rows)


def _forget(connection: Connection, covered: Sequence[int]) -> None:
    for view in VIEWS:
        statement = sql.SQL("delete from {} where log_id = %s and idx = any(%s)").format(sql.Identifier(view))
        connection.execute(statement, (LOG_ID, Bigints(list(covered))))


def _files(connection: Connection, covered: Sequence[int]) -> list[str]:
    rows = connection.execute(
        "select files from export where log_id = %s and idx = any(%s)", (LOG_ID, Bigints(list(covered)))
    )
    return [file for (files,) in rows for file in files]


def _remove(files: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Remove answers that were written to files; tell those removed, those that are not there any more, and those that
    could not be removed."""
    removed, missing, left = [], [], []
    for file in dict.fromkeys(files):
        try:
            Path(file).unlink()
            removed.append(file)
        except FileNotFoundError:
            missing.append(file)
        except OSError:
            left.append(file)
    return tuple(removed), tuple(missing), tuple(left)

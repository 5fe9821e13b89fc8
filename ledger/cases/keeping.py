"""How long a case is kept: once nothing is left to do in it and its period is over, its key is destroyed.

No article says how long. It is kept for as long as its answer may be disputed (`case_days`; by default the five years
of article 166(1)(i) of the Civil Code), counted from its last step, and no longer (article 22). Of somebody who was
erased it goes as soon as the answer cannot be opened any more. What stays in the log is that there was a case.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ledger.cases.case import Case
from ledger.cases.casebook import Casebook, CaseErased, case_id_of
from ledger.cases.files.store import destroy
from ledger.cases.stopping import to_tell
from ledger.judging import registered
from ledger.law.days import day_of
from ledger.law.registered import HoldEntry
from ledger.law.retention import held
from ledger.registers.snapshot import Registers
from ledger.store.connect import Connection
from ledger.vault.catalogue import KeyCatalogue, Order
from ledger.vault.erasure import Shredder

#: Why a case is kept still, or that it is not. ``protected``: its flag holds for every case of the person.
Standing = Literal["due", "open", "protected", "legal_hold", "answer_open", "period_runs"]
_DAY_US = 86_400_000_000


@dataclass(frozen=True, slots=True)
class Periods:
    """Days for which a case that is over is kept after its last step, and for which quarantine, conflicts and acts
    about nobody can be read: the settings `case_days` and `day_key_days`."""

    case_days: int
    day_key_days: int


@dataclass(frozen=True, slots=True)
class CaseKeeping:
    """By what it is told how long cases are kept: the instant (µs UTC), days after the last step, holds in force."""

    now: int
    days: int
    holds: Sequence[HoldEntry]


def keeping_at(registers: Registers, now: int, days: int) -> CaseKeeping:
    """Return by what cases are kept at an instant (µs UTC)."""
    return CaseKeeping(now, days, [registered.legal_hold(row) for row in registers.keys_at("legal_holds", now)])


def standing(case: Case, forgotten: bool, kept: CaseKeeping) -> Standing:
    """Tell whether a case may go. ``forgotten``: everybody it is about was erased. A legal hold keeps cases where it
    names neither recipients nor sources: by the day on which they arrived."""
    if case.stage not in ("answered", "closed") or to_tell(case):
        return "open"
    if case.protected and not forgotten:
        return "protected"
    if held(kept.holds, "", "", day_of(case.arrived)):
        return "legal_hold"
    if case.code is not None and kept.now <= case.code.until:
        return "answer_open"
    if not forgotten and kept.now <= case.last_step_at + kept.days * _DAY_US:
        return "period_runs"
    return "due"


def goes_from(case: Case, keys: KeyCatalogue, kept: CaseKeeping) -> int | None:
    """Return from when (µs UTC) no time keeps a case any more; None where something else than time keeps it."""
    forgotten = _forgotten(case, keys.forgotten(set(case.identities)))
    if standing(case, forgotten, kept) in ("open", "protected", "legal_hold"):
        return None
    ends = [] if forgotten else [case.last_step_at + kept.days * _DAY_US]
    return max([*ends, *([] if case.code is None else [case.code.until])], default=case.last_step_at)


def standings(cases: Iterable[Case], keys: KeyCatalogue, kept: CaseKeeping) -> list[tuple[Case, Standing]]:
    """Tell of each case whether it may go."""
    found = list(cases)
    gone = keys.forgotten({identity for case in found for identity in case.identities})
    return [(case, standing(case, _forgotten(case, gone), kept)) for case in found]


def counted(found: Iterable[tuple[Case, Standing]]) -> Counter[Standing]:
    """Count cases by how they stand."""
    return Counter(one for _, one in found)


def due_within(cases: Iterable[Case], keys: KeyCatalogue, kept: CaseKeeping, days: int) -> Counter[Standing]:
    """Count the cases that may not go yet and may within so many days if nothing more is done in them, by why they are
    kept still."""
    later = standings(cases, keys, replace(kept, now=kept.now + days * _DAY_US))
    now = standings((case for case, one in later if one == "due"), keys, kept)
    return counted((case, one) for case, one in now if one != "due")


def doom_due(
    book: Casebook, cases: Iterable[Case], connection: Connection, shredder: Shredder, order: Order, kept: CaseKeeping
) -> int:  # fmt: skip
    """Put the keys of the cases that may go under an order, destroy their files, and return how many cases these are.

    Each is looked at again while nobody takes a step of it. ``connection`` plays the erasure role.
    """
    doomed = 0
    for number in [case.number for case, one in standings(cases, shredder, kept) if one == "due"]:
        try:
            with book.alone(number) as case:
                if standings([case], shredder, kept)[0][1] == "due":
                    destroy(connection, shredder, [one.file_id for one in case.files if not one.destroyed])
                    shredder.doom(order, shredder.keys_of_cases([case_id_of(number)]))
                    doomed += 1
        except CaseErased:  # Another run took it meanwhile.
            continue
    return doomed


def _forgotten(case: Case, gone: set[int]) -> bool:
    return bool(case.identities) and set(case.identities) <= gone

"""Whom an officer must not work a case about: themselves, their kin, and who reports to them.

Each officer declares by which ids these people are known here. The declaration is an act, sealed under the key of its
day, so it goes with that key (`day_key_days`), and is made anew before. Nothing of it stands in clear anywhere. One
that leaves out what the one before it had raises an alert: whoever may open a case again by a form of their own is seen
by somebody else.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence
from typing import Literal

from ledger.cases.case import Case
from ledger.cases.steps import StepRefused
from ledger.judging.acts import DECISIONS, enter_act, said_in
from ledger.judging.records import find_people
from ledger.log.head import LOG_ID
from ledger.registers.snapshot import Registers
from ledger.store.connect import Connection
from ledger.vault.vault import Vault

Relation = Literal["self", "kin", "report"]
RELATIONS: tuple[Relation, ...] = ("self", "kin", "report")

_DECLARE = "case conflicts declare"
_DECLARED = """
select key_id, entry_id, sealed from intake
where log_id = %s and officer = %s and command = 'case conflicts declare' order by intake_id desc limit 1
"""


class Conflicted(StepRefused):
    """This case is about you, your kin, or somebody who reports to you, as you declared. Nothing was shown or entered;
    another officer has to take it."""


def declare(
    connection: Connection, vault: Vault, registers: Registers, officer: str, reason: str,
    people: Sequence[tuple[Relation, str, str]], now: int,
) -> int:  # fmt: skip
    """Enter by which ids (relation, namespace, id) the people are known about whom this officer works no case. It
    stands for what was declared before; return how many ids of that it leaves out, of which another officer is told.

    Raises ActRefused.
    """
    left_out = declared(connection, vault, officer) - {(namespace, number) for _, namespace, number in people}
    enter_act(
        connection, vault, registers, officer, reason, _DECLARE,
        {"not_about": [list(one) for one in people], "left_out": len(left_out)}, None, now, None, DECISIONS,
    )  # fmt: skip
    return len(left_out)


def declared(connection: Connection, vault: Vault, officer: str) -> frozenset[tuple[str, str]]:
    """Return the ids that an officer declared last; none where the key of that day is gone."""
    row = connection.execute(_DECLARED, (LOG_ID, officer)).fetchone()
    if row is None:
        return frozenset()
    key_id, entry_id, sealed = row
    key = vault.open_keys({key_id}).get(key_id)
    if key is None:
        return frozenset()
    body = said_in(key, entry_id, sealed)
    return frozenset((namespace, number) for _, namespace, number in body["not_about"])


def check_no_conflict(
    connection: Connection, vault: Vault, officer: str, case: Case, as_of: int, now: int
) -> None:  # fmt: skip
    """See that a case is not about somebody the officer declared: by its confirmed ids, by who holds or is linked to
    them, or by what the person says they are known by. Raises Conflicted."""
    ids = declared(connection, vault, officer)
    confirmed = {(one.namespace, one.number) for one in case.ids}
    claimed = _plain(case.claimed)
    if ids & confirmed or any(_plain(number) in claimed for _, number in ids if claimed):
        raise Conflicted
    _check_linked(connection, vault, ids, case.identities, as_of, now)


def check_stranger(
    connection: Connection, vault: Vault, officer: str, people: Collection[int], as_of: int, now: int
) -> None:  # fmt: skip
    """See that none of these identities is somebody the officer declared, under whatever id. Raises Conflicted."""
    if people:
        _check_linked(connection, vault, declared(connection, vault, officer), people, as_of, now)


def _check_linked(
    connection: Connection, vault: Vault, ids: Collection[tuple[str, str]], people: Collection[int], as_of: int,
    now: int,
) -> None:  # fmt: skip
    close = find_people(connection, vault, ids, as_of, now).values() if people else ()
    if any(one.linked.intersection(people) for one in close):
        raise Conflicted


def _plain(written: str) -> str:
    return "".join(unicodedata.normalize("NFKC", written).casefold().split())

"""Looking one person up takes two: an officer asks why, another agrees, and both are acts.

What was asked stands sealed with the person, under their own key where the ledger knows them, so it goes with them. It
is bound to who asked, to the id and to time: it lapses by itself. Work on a case needs none of it, since the case names
the person; nor does a violation, whose record does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from ledger.cases.conflicts import Conflicted, check_stranger, declared
from ledger.judging.acts import LOOKS, check_open, enter_act, said_in
from ledger.judging.officers import officer_at
from ledger.judging.ranges import EVERYTHING
from ledger.judging.records import find_person
from ledger.log.head import LOG_ID, read_head
from ledger.registers.snapshot import Registers
from ledger.store.connect import Connection
from ledger.vault.vault import Vault

#: For how long (µs) somebody may agree, and for how long the agreement holds from then on.
WAITS, HOLDS = 24 * 3_600_000_000, 8 * 3_600_000_000
#: Reasons for which somebody is looked up: keeping the record running takes no look at a person.
WHY = ("request", "complaint", "inspection", "audit", "incident")
REQUEST, CONFIRM = "search request", "search confirm"

# Spelled as the index `intake_made` is.
_ACTS = """
select made_at, officer, command, reason, entry_id, key_id, sealed from intake
where log_id = %s and command <> 'preflight' and made_at >= %s and command in ('search request', 'search confirm')
order by made_at, intake_id
"""


class SearchRefused(Exception):
    """Looking one person up takes a second officer. Nothing was shown or written. Ask with `search-person request`,
    have another officer agree with `search-person confirm`, and do it again within eight hours; who has a case is
    answered by the case, whose records `case show --records` shows."""


class NothingToConfirm(Exception):
    """No request of another officer waits under this id for you: it was never made, it is your own, its time is over,
    or it is about somebody outside your range. Nothing was entered. `search-person list` shows what waits."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: its id, who asked why and when (µs UTC), about which id, and who agreed and when, if anybody did."""

    request: str
    officer: str
    reason: str
    asked_at: int
    namespace: str
    subject: str
    confirmed_by: str | None = None
    confirmed_at: int | None = None

    @property
    def until(self) -> int:
        """Until when (µs UTC) it waits for somebody to agree, or holds once somebody has."""
        return self.asked_at + WAITS if self.confirmed_at is None else self.confirmed_at + HOLDS


def ask(
    connection: Connection, vault: Vault, registers: Registers, officer: str, reason: str, person: tuple[str, str],
    now: int,
) -> str:  # fmt: skip
    """Enter that an officer asks to look up who holds an id (namespace, id), and return the request's id. Raises
    ActRefused, and Conflicted where it is somebody they declared to be close to them."""
    about = {"person": list(person)}
    return _enter(connection, vault, registers, officer, reason, REQUEST, about, person, now).hex


def confirm(
    connection: Connection, vault: Vault, registers: Registers, officer: str, reason: str, request: str, now: int
) -> Asked:  # fmt: skip
    """Enter that another officer agrees to a request. Raises NothingToConfirm, ActRefused, Conflicted."""
    waiting = {one.request: one for one in open_requests(connection, vault, now) if one.confirmed_by is None}
    one = waiting.get(request)
    acting = officer_at(registers, officer, now)
    within = acting.range if acting is not None else EVERYTHING  # who is no officer is refused by the act
    if one is None or one.officer == officer or not within.covers_people({one.namespace}):
        raise NothingToConfirm
    person = (one.namespace, one.subject)
    _enter(connection, vault, registers, officer, reason, CONFIRM, {"request": request}, person, now)
    return one


def open_requests(connection: Connection, vault: Vault, now: int) -> list[Asked]:
    """Return the requests that wait or hold at an instant (µs UTC), oldest first. Of somebody erased since there is
    none."""
    found: dict[str, Asked] = {}
    rows = connection.execute(_ACTS, (LOG_ID, now - WAITS - HOLDS)).fetchall()
    for made_at, officer, command, reason, request, body in _opened(vault, rows):
        if command == REQUEST:
            found[request] = Asked(request, officer, reason, made_at, *body["person"])
            continue
        one = found.get(body["request"])
        if one is not None and one.confirmed_by is None and one.officer != officer and made_at <= one.until:
            found[one.request] = Asked(
                one.request, one.officer, one.reason, one.asked_at, one.namespace, one.subject, officer, made_at
            )
    return [one for one in found.values() if now <= one.until]


def agreed(connection: Connection, vault: Vault, officer: str, person: tuple[str, str], now: int) -> Asked:
    """Return the request by which an officer may look up who holds an id at an instant. Raises SearchRefused."""
    for one in reversed(open_requests(connection, vault, now)):
        if one.officer == officer and (one.namespace, one.subject) == person and one.confirmed_by is not None:
            return one
    raise SearchRefused


def by_request(connection: Connection, vault: Vault, officer: str, request: str, now: int) -> Asked:
    """Return an officer's own request, by its id, that somebody agreed to and that holds at an instant. Raises
    SearchRefused."""
    for one in open_requests(connection, vault, now):
        if one.request == request and one.officer == officer and one.confirmed_by is not None:
            return one
    raise SearchRefused


def _enter(
    connection: Connection, vault: Vault, registers: Registers, officer: str, reason: str, command: str,
    about: dict[str, Any], person: tuple[str, str], now: int,
) -> UUID:  # fmt: skip
    as_of = read_head(connection, LOG_ID).size
    if person in declared(connection, vault, officer):
        raise Conflicted  # of somebody nobody knows too
    found = find_person(connection, vault, *person, as_of, now)
    check_stranger(connection, vault, officer, found.linked if found else (), as_of, now)
    identity = found.identity if found else None
    check_open(registers, officer, now)  # here too: what is refused must not tell who is known
    return enter_act(connection, vault, registers, officer, reason, command, about, identity, now, None, LOOKS)


def _opened(vault: Vault, rows: Sequence[Any]) -> list[tuple[int, str, str, str, str, dict[str, Any]]]:
    keys = vault.open_keys({row[5] for row in rows})
    return [
        (made_at, officer, command, reason, entry_id.hex,
         said_in(keys[key_id], entry_id, sealed))
        for made_at, officer, command, reason, entry_id, key_id, sealed in rows if key_id in keys
    ]  # fmt: skip

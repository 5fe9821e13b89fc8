"""Acts of people (rule 9): who did what and why is committed to the intake before any answer leaves.

What an officer may do follows from the roles in the register of officers at the instant of the act. That whoever gives
an officer's name is that officer is for the machine to see to on which the commands run: nothing here proves it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from ledger.judging.officers import officer_at
from ledger.law.days import jst_date
from ledger.log.entry import Sealable, body_entry
from ledger.log.head import LOG_ID
from ledger.registers.snapshot import Registers
from ledger.store.connect import Connection
from ledger.vault.keys import Scope, case, day, facts, register
from ledger.vault.seal import open_sealed, seal
from ledger.vault.vault import SealingKey, Vault

#: Why somebody may look at records, by code.
REASONS: Mapping[str, str] = {
    "request": "本人の請求に答えるため / to answer a person's request",
    "complaint": "苦情・相談に答えるため / to answer a complaint",
    "inspection": "自己点検のため / self-inspection",
    "audit": "監査のため / audit",
    "incident": "事故・違反の調査のため / to investigate an incident or violation",
    "operation": "記録の維持のため / to keep the record running",
}

#: Who may look, who may decide, who may see to what the ledger could not read: roles of the register of officers.
LOOKS = frozenset({"privacy_officer", "auditor"})
DECISIONS = frozenset({"privacy_officer"})
OPERATIONS = frozenset({"privacy_officer", "operator"})
#: Who may look at what the existence screen leaves out (Cabinet Order 11), hide records and release them.
EXISTENCE = frozenset({"existence_officer"})
#: Every role there is.
ROLES = LOOKS | OPERATIONS | EXISTENCE
#: The intake is numbered when an act is entered and read when it is committed, so a lower number may appear after a
#: higher one, by as many numbers at most as can be entered within the time a statement may take.
UNSETTLED = 10_000

#: Command by which a key is announced.
ANNOUNCEMENT = "key announce"
#: What the contact window enters when it shows another publication than before, and in whose name.
PUBLISHED_BY_WINDOW, WINDOW = "window publish", "(window)"
_INTAKE = """
insert into intake (log_id, made_at, officer, command, reason, entry, entry_id, key_id, sealed)
values (%s, %s, %s, %s, %s, %s, %s, %s, %s)
"""
_OF_A_CASE = """
insert into intake (log_id, made_at, officer, command, reason, entry, entry_id, key_id, sealed, case_id)
values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""


class ActRefused(Exception):
    """The officer is not in the register of officers at this time or has none of the roles that may do this, or the
    reason is no reason code. Nothing was looked at and nothing was changed; let an officer do it who may (`register
    list officers`), or have the role entered in the register."""


def enter_act(
    connection: Connection, vault: Vault, registers: Registers, officer: str, reason: str, command: str,
    about: Mapping[str, Any], identity: int | None, now: int, scope: Scope | None = None,
    roles: frozenset[str] = LOOKS,
) -> UUID:  # fmt: skip
    """Commit an act to the intake, and return the id of its entry. It is sealed under the person's own key where it is
    about one, or under that of ``scope`` where it has to outlive the person's records.

    ``roles``: who may do it; one of them is enough. Raises ActRefused, also where the act is about a person and the
    officer's pledge or training has lapsed.
    """
    check_officer(registers, officer, reason, command, now, roles)
    if identity is not None:
        check_open(registers, officer, now)
    return _enter(connection, vault, officer, reason, command, about, now,
           scope or (day(jst_date(now)) if identity is None else facts(identity)))  # fmt: skip


def said_in(key: SealingKey, entry_id: UUID, sealed: bytes) -> dict[str, Any]:
    """Return what an act, or another entry with a body, says, as it was sealed under this key. Raises SealBroken."""
    said: dict[str, Any] = json.loads(open_sealed(key.cipher, bytes(sealed), entry_id.bytes))["body"]
    return said


def enter_what_follows(
    connection: Connection, vault: Vault, officer: str, reason: str, command: str, about: Mapping[str, Any],
    scope: Scope, now: int,
) -> None:  # fmt: skip
    """Commit an act that follows from one whose officer was looked at when they took it, sealed under the key of
    ``scope``."""
    _enter(connection, vault, officer, reason, command, about, now, scope)


def enter_notice(
    connection: Connection, vault: Vault, by: str, command: str, about: Mapping[str, Any], now: int
) -> None:  # fmt: skip
    """Commit what no officer did but the system saw or its set-up made. ``by``: which of them, in parentheses, so that
    no officer's name is like it."""
    _enter(connection, vault, by, "operation", command, about, now, day(jst_date(now)))


def _enter(
    connection: Connection, vault: Vault, officer: str, reason: str, command: str, about: Mapping[str, Any], now: int,
    scope: Scope,
) -> UUID:  # fmt: skip
    row = _act(vault, scope, officer, reason, command, about, now)
    connection.execute(_INTAKE, row)
    entry_id: UUID = row[6]  # its place in _INTAKE
    return entry_id


def enter_step(
    connection: Connection, vault: Vault, case_id: bytes, officer: str, reason: str, command: str,
    said: Mapping[str, Any], now: int,
) -> None:  # fmt: skip
    """Commit a step of a case to the intake, sealed under the case's own key. Who may take it is the caller's to see:
    steps of the person are entered too."""
    about = {"case": case_id.hex(), "step": said}
    row = _act(vault, case(case_id), officer, reason, command, about, now)
    connection.execute(_OF_A_CASE, (*row, UUID(bytes=case_id)))


def enter_look(connection: Connection, vault: Vault, case_id: bytes, officer: str, command: str, now: int) -> None:
    """Commit a look at a case to the intake, sealed under the case's own key. It is no step: it moves nothing, and does
    not come back with the steps, however often somebody looks."""
    _enter(connection, vault, officer, "request", command, {"case": case_id.hex()}, now, case(case_id))


def announce_key(
    connection: Connection, vault: Vault, officer: str, body: Mapping[str, Any], refs: Sequence[bytes], now: int
) -> None:
    """Commit the announcement of a public key to the intake: it becomes an entry of kind ``key``, whose body says the
    key and nothing else. It is sealed under the registers' key, which is never destroyed."""
    sealable = body_entry("key", body, refs)
    connection.execute(_INTAKE, _row(vault, register(), officer, "operation", ANNOUNCEMENT, now, sealable))


def enter_publication(connection: Connection, vault: Vault, about: Mapping[str, Any], now: int) -> None:
    """Commit what the window shows from now on to the intake. It is about nobody, and sealed under the registers' key,
    which is never destroyed: what was published can be said for ever."""
    _enter(connection, vault, WINDOW, "operation", PUBLISHED_BY_WINDOW, about, now, register())


def _act(
    vault: Vault, scope: Scope, officer: str, reason: str, command: str, about: Mapping[str, Any], now: int
) -> tuple[Any, ...]:  # fmt: skip
    said = {"command": command, "made_at": now, "officer": officer, "reason": reason, **about}
    return _row(vault, scope, officer, reason, command, now, body_entry("act", said))


def _row(
    vault: Vault, scope: Scope, officer: str, reason: str, command: str, now: int, sealable: Sealable
) -> tuple[Any, ...]:  # fmt: skip
    """Return a row of the intake, sealed under the key of a scope."""
    key = vault.keys({scope})[scope]
    assert sealable.opening is not None
    return (
        LOG_ID, now, officer, command, reason, sealable.entry, UUID(bytes=sealable.entry_id), key.key_id,
        seal(key.cipher, sealable.opening, sealable.entry_id),
    )  # fmt: skip


def check_open(registers: Registers, officer: str, now: int) -> None:
    """See that what is about people is open to the officer at this instant. Raises ActRefused where their pledge or
    training has lapsed."""
    registered = officer_at(registers, officer, now)
    closed = registered.closed(now) if registered is not None else None
    if closed is not None:
        raise ActRefused(f"the {closed} of {officer} has lapsed, so what is about people stays closed to them; have its"
                         " new date entered in the register of officers")  # fmt: skip


def check_officer(
    registers: Registers, officer: str, reason: str, command: str, now: int, roles: frozenset[str]
) -> None:
    """Tell whether the officer may do it for this reason at this instant. Raises ActRefused where not."""
    if reason not in REASONS:
        raise ActRefused(f"no reason {reason}; it is one of {', '.join(REASONS)}")
    row = registers.valid_at("officers", officer, now)
    if row is None:
        raise ActRefused(f"no officer {officer} in the register")
    if not roles & set(row.body["roles"]):
        raise ActRefused(f"{command} takes an officer with the role {' or '.join(sorted(roles))}; {officer} has none")

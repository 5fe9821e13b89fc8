"""Who is let in to the console: inviting and revoking, each an act before it happens.

An invitation takes another officer, for the first time and when password or telephone are lost: nobody restores
themselves. Only where nobody has enrolled yet does somebody begin, and that is for who sets the system up.
"""

from __future__ import annotations

import os
from base64 import b32encode

import pyotp

from ledger.judging.acts import OPERATIONS, enter_act, enter_notice
from ledger.judging.officers import officer_at
from ledger.registers.snapshot import Registers
from ledger.store.connect import Connection
from ledger.vault.accounts import Accounts
from ledger.vault.vault import Vault

#: For how long (µs) an invitation may be taken up.
INVITED_FOR = 24 * 3_600_000_000
#: Who stands in the act when no officer did it.
SET_UP, CONSOLE = "(set-up)", "(console)"
_INVITE, _REVOKE = "staff invite", "staff revoke"
#: 120 bits: nobody guesses one within a day.
_CODE_BYTES = 15


class AccountRefused(Exception):
    """This cannot be done to the account: nobody invites or revokes themselves, only who is in the register of officers
    is invited, and only what is there is revoked. Nothing was changed; another officer may do it."""


def invite(
    connection: Connection, vault: Vault, registers: Registers, accounts: Accounts, officer: str, by: str,
    reason: str, now: int,
) -> str:  # fmt: skip
    """Invite an officer to sign in for the first time, or anew, and return the code for it, which works once and until
    ``INVITED_FOR`` has passed. What they signed in with before holds until then. Raises ActRefused, AccountRefused.
    """
    if officer_at(registers, officer, now) is None:
        raise AccountRefused("they are not in the register of officers")
    if officer == by and anybody_enrolled(accounts):
        raise AccountRefused("who invites is who is invited")
    enter_act(connection, vault, registers, by, reason, _INVITE, {"account": officer}, None, now, None, OPERATIONS)
    return _invited(accounts, officer, by, now)


def invite_first(connection: Connection, vault: Vault, accounts: Accounts, officer: str, now: int) -> str:
    """Invite the first officer of a system in which nobody has enrolled, and return the code. Raises AccountRefused."""
    if anybody_enrolled(accounts):
        raise AccountRefused("somebody has enrolled")
    enter_notice(connection, vault, SET_UP, _INVITE, {"account": officer}, now)
    return _invited(accounts, officer, SET_UP, now)


def revoke(
    connection: Connection, vault: Vault, registers: Registers, accounts: Accounts, officer: str, by: str,
    reason: str, now: int,
) -> None:  # fmt: skip
    """Let an officer in no more, and end their sessions at once. Raises ActRefused, AccountRefused."""
    if officer == by:
        raise AccountRefused("who revokes is whose account it is")
    if not any(one.officer == officer and one.revoked_at is None for one in accounts.all()):
        raise AccountRefused("there is no account")
    enter_act(connection, vault, registers, by, reason, _REVOKE, {"account": officer}, None, now, None, OPERATIONS)
    accounts.revoke(officer, now)


def anybody_enrolled(accounts: Accounts) -> bool:
    """Tell whether somebody may sign in."""
    return any(one.enrolled_at is not None and one.revoked_at is None for one in accounts.all())


def _invited(accounts: Accounts, officer: str, by: str, now: int) -> str:
    code = b32encode(os.urandom(_CODE_BYTES)).decode()
    accounts.invite(officer, by, code, pyotp.random_base32(), now + INVITED_FOR)
    return code

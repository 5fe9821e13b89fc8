"""Looking at what a case would give: made as of one head size, and entered with everybody whose records it was."""

from __future__ import annotations

from collections.abc import Mapping

from ledger.cases.case import Case, Outcome
from ledger.cases.given import Given, given_to
from ledger.cases.steps import StepRefused
from ledger.judging.acts import enter_act
from ledger.registers.snapshot import Registers
from ledger.store.connect import Connection
from ledger.vault.vault import Vault


def would_be_given(
    connection: Connection, vault: Vault, registers: Registers, case: Case, withheld: Mapping[str, str], as_of: int,
    now: int, left_out: Mapping[str, Mapping[str, str]] | None = None,
) -> Given:  # fmt: skip
    """Return what the person of a case would be given; what was hidden since counts until they are answered. Raises
    StepRefused while nobody knows who they are, and OperatorUnknown and PersonErased."""
    if not case.ids:
        raise StepRefused("who asks has not been identified yet; do that first (`case identify`)")
    return given_to(
        connection, vault, registers, case.ids, withheld, as_of, now, case.decisions, case.answered_at, left_out
    )


def enter_look(
    connection: Connection, vault: Vault, registers: Registers, given: Given, officer: str, reason: str, command: str,
    as_of: int, now: int, roles: frozenset[str],
) -> None:  # fmt: skip
    """Enter the look with everybody whose records it was at; it stands before anything is shown. Raises ActRefused."""
    identities: list[int | None] = [person.identity for person in given.people]
    for identity in identities or [None]:
        enter_act(
            connection, vault, registers, officer, reason, f"{command} (records)", {"as_of": as_of}, identity, now,
            None, roles,
        )  # fmt: skip


def outcome_of(there: int, withheld: int, in_part: int = 0) -> Outcome:
    """Return what an answer comes to that withholds so many of the records there are to give, and gives so many without
    some of their items."""
    if not there:
        return "none"
    return "refused" if withheld == there else "part" if withheld or in_part else "whole"

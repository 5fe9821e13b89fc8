"""The ledger answers its own task: what it says is looked up, and the look is entered with everybody whose records it
was at. Commands, console and API answer by this."""

from __future__ import annotations

from ledger.cases.case import Case
from ledger.cases.given import Given, held_of
from ledger.cases.looking import enter_look
from ledger.cases.own_part import own_part
from ledger.cases.projection import project_held
from ledger.cases.ranged import see_all_covered
from ledger.cases.rows import kept_of
from ledger.judging.acts import DECISIONS
from ledger.judging.ranges import Range
from ledger.registers.snapshot import Registers
from ledger.store.connect import Connection
from ledger.vault.vault import Vault

#: The step by which an answer to a task is entered.
COMMAND = "case report"


def own_answer(
    connection: Connection, vault: Vault, registers: Registers, case: Case, officer: str, reason: str, range_: Range,
    as_of: int, now: int,
) -> dict[str, object]:  # fmt: skip
    """Return what the step `case report` says of the ledger's own task. Raises StepRefused where records lie outside
    the officer's range, and ActRefused, OperatorUnknown and PersonErased."""
    whole, people = held_of(connection, vault, registers, case.ids, as_of, now)
    held = Given(project_held(whole), people)
    see_all_covered(range_, case, kept_of(connection, held, as_of))
    enter_look(connection, vault, registers, held, officer, reason, COMMAND, as_of, now, DECISIONS)
    return own_part(held.projection)

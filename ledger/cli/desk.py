"""Where an officer sits down for one act: who may do it is checked first, and the act is entered before its answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from ledger.cli.asking import now_us
from ledger.cli.settings import load_settings
from ledger.cli.wiring import ledger_connection, open_vault, set_up_logging
from ledger.judging.acts import check_officer, check_open, enter_act
from ledger.judging.ranges import EVERYTHING, Range, range_of
from ledger.log.head import LOG_ID, read_head
from ledger.registers.snapshot import Registers, load_registers
from ledger.store.connect import Connection, Role
from ledger.vault.keys import Scope
from ledger.vault.vault import Vault

#: Commands of cases that neither show nor decide what is a person's: all others ask for pledge and training.
_NOBODY_S = frozenset({"case open", "case list", "case own", "case conflicts declare"})


@dataclass(frozen=True, slots=True)
class Desk:
    """One act of one officer on the ledger as of a head size, at an instant (µs UTC)."""

    connection: Connection
    vault: Vault
    registers: Registers
    as_of: int
    now: int
    officer: str
    reason: str
    command: str
    roles: frozenset[str]

    @property
    def range(self) -> Range:
        """What part of the ledger the officer is charged with."""
        row = self.registers.valid_at("officers", self.officer, self.now)
        return range_of(row.body) if row is not None else EVERYTHING

    def enter(
        self, about: Mapping[str, Any], identity: int | None = None, scope: Scope | None = None
    ) -> None:  # fmt: skip
        """Enter the act; it stands at once, however long what follows takes. ``scope``: of the key to seal it under, if
        not the identity's."""
        enter_act(
            self.connection, self.vault, self.registers, self.officer, self.reason, self.command, about, identity,
            self.now, scope, self.roles,
        )  # fmt: skip


@contextmanager
def desk(
    command: str, officer: str, reason: str, roles: frozenset[str], postgres: str | None = None,
    plays: Role = "pl_reader",
) -> Iterator[Desk]:  # fmt: skip
    """Give a desk to an officer who may do this; until an act is entered nothing is left behind. Raises ActRefused.

    ``postgres``: DSN of the ledger's database, if not as set; ``plays``: the database role, of those that may add to
    the intake.
    """
    set_up_logging(command.partition(" ")[0])
    settings = load_settings(postgres=postgres)
    now = now_us()
    vault = open_vault(settings, plays)
    try:
        # In autocommit: an act that waited for a long look to end would come too late to be found (UNSETTLED).
        with ledger_connection(settings, plays) as connection:
            head = read_head(connection, LOG_ID)
            registers = load_registers(connection, LOG_ID, head.size)
            check_officer(registers, officer, reason, command, now, roles)
            if command.startswith(("case ", "existence ")) and command not in _NOBODY_S:
                check_open(registers, officer, now)
            yield Desk(connection, vault, registers, head.size, now, officer, reason, command, roles)
    finally:
        vault.close()

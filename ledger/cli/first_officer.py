"""The first officer of a system that nobody can sign in to yet: registered where nobody is, and invited."""

from __future__ import annotations

from pathlib import Path

from ledger.cli.console_command import open_accounts
from ledger.cli.settings import Settings
from ledger.cli.wiring import ledger_connection, open_vault
from ledger.judging.acts import OPERATIONS
from ledger.judging.officers import officers_at
from ledger.judging.said import iso
from ledger.judging.staff import anybody_enrolled, invite_first
from ledger.log.head import LOG_ID, read_head
from ledger.registers.snapshot import load_registers
from streams.publisher import NumberFile, Publisher
from streams.scenario import from_json

#: Whom the set-up registers where the register has nobody who may decide; the operator replaces them by real ones.
FIRST = "first-officer"
_BODY = {"display_name": "最初の担当者", "roles": ["operator", "privacy_officer"]}


def invite_first_officer(settings: Settings, numbers: Path, now: int) -> tuple[str, str] | None:
    """Return an officer and the code by which they set up their sign-in, None where somebody has enrolled. Whoever can
    call this holds the master key, and with it everything that the console shows.

    ``numbers``: file of the running number by which the set-up publishes. Raises NotPublished.
    """
    accounts, vault = open_accounts(settings), open_vault(settings, "pl_reader")
    try:
        if anybody_enrolled(accounts):
            return None
        with ledger_connection(settings, "pl_reader") as connection:
            registers = load_registers(connection, LOG_ID, read_head(connection, LOG_ID).size)
            there = [one.code for one in officers_at(registers, now) if one.roles & OPERATIONS]
            if not there:
                _register(settings, numbers, now)
            officer = there[0] if there else FIRST
            return officer, invite_first(connection, vault, accounts, officer, now)
    finally:
        accounts.close()
        vault.close()


def _register(settings: Settings, numbers: Path, now: int) -> None:
    told = {
        "register": "officers", "key": FIRST, "valid_from": iso(now), "happened_at": iso(now), "body": _BODY,
    }  # fmt: skip
    keeper = NumberFile(numbers)
    with Publisher(settings.kafka, settings.register_source, "set-up", keeper, settings.kafka_security) as publisher:
        publisher.publish_all([("RegisterChange", from_json("RegisterChange", told))])
        publisher.heartbeat(final=True)

"""Letting a message rest that nobody could read: one officer proposes, another agrees, and no watermark waits for it.

What holds a consent back moves the watermark once it rests, and with it what is judged: so no officer does that alone.
Proposals are read from the intake, where they stand at once. They are sealed under the key of their day and lapse with
it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from ledger.judging.acts import OPERATIONS, enter_act, said_in
from ledger.log.head import LOG_ID
from ledger.registers.snapshot import Registers
from ledger.store.connect import Connection
from ledger.vault.vault import Vault

# Spelled as the index `intake_quarantine` is.
_ACTS = """
select officer, made_at, reason, command, entry_id, key_id, sealed from intake
where log_id = %s and command in ('quarantine propose', 'quarantine dismiss', 'quarantine replay') and made_at >= %s
order by made_at desc, intake_id desc
"""


class Message(Protocol):
    """A message of the quarantine: Kafka's id of its topic (hex), partition and offset, the name by which commands
    speak of it, and when the broker took it (µs UTC)."""

    @property
    def topic_id(self) -> str: ...
    @property
    def partition(self) -> int: ...
    @property
    def offset(self) -> int: ...
    @property
    def place(self) -> str: ...
    @property
    def appended_at(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Resting:
    """The newest word on letting a message rest: whose, when (µs UTC) and why (a code of ``REASONS``). ``agreed``: a
    second officer's, so that it rests as soon as the act stands in the log."""

    officer: str
    made_at: int
    because: str
    agreed: bool

    def second_to(self, officer: str, because: str) -> bool:
        """Tell whether an officer's word ends what this one began: another's, for the same reason."""
        return not self.agreed and self.officer != officer and self.because == because


def resting(connection: Connection, vault: Vault, message: Message) -> Resting | None:
    """Return the newest word on letting a message rest, None where nobody said one."""
    found = _newest(connection, vault, message, message.appended_at, {"quarantine propose", "quarantine dismiss"})
    if found is None:
        return None
    officer, made_at, because, command = found
    return Resting(officer, made_at, because, command == "quarantine dismiss")


def asked_at(connection: Connection, vault: Vault, message: Message, since: int) -> int | None:
    """Return when (µs UTC) an officer last asked on a page for a message to be read again, from ``since`` on; None
    where nobody did."""
    found = _newest(connection, vault, message, since, {"quarantine replay"})
    return None if found is None else found[1]


def let_rest(
    connection: Connection, vault: Vault, registers: Registers, officer: str, because: str, message: Message, now: int
) -> bool:  # fmt: skip
    """Agree to let a message rest for good where another officer proposes it for the same reason, and else propose it;
    return whether two have agreed. Once that act stands in the log, no watermark waits for the message. Who says the
    same again adds nothing. Raises ActRefused."""
    before = resting(connection, vault, message)
    if before is not None and before.agreed:
        return True
    if before is not None and before.second_to(officer, because):
        enter_act(
            connection, vault, registers, officer, because, "quarantine dismiss",
            {**about(message), "proposed_by": before.officer}, None, now, None, OPERATIONS,
        )  # fmt: skip
        return True
    propose(connection, vault, registers, officer, because, message, before, now)
    return False


def propose(
    connection: Connection, vault: Vault, registers: Registers, officer: str, because: str, message: Message,
    before: Resting | None, now: int,
) -> None:  # fmt: skip
    """Propose that a message rests, unless the word before was just that. Raises ActRefused."""
    if before is None or (before.officer, before.because) != (officer, because):
        enter_act(
            connection, vault, registers, officer, because, "quarantine propose", about(message), None, now, None,
            OPERATIONS,
        )  # fmt: skip


def about(message: Message) -> dict[str, object]:
    """Return what an act says of the message that it is about."""
    where = {"topic_id": message.topic_id, "partition": message.partition, "offset": message.offset}
    return {"place": message.place, "message": where}


def _newest(
    connection: Connection, vault: Vault, message: Message, since: int, commands: set[str]
) -> tuple[str, int, str, str] | None:  # fmt: skip
    rows = [row for row in connection.execute(_ACTS, (LOG_ID, since)) if row[3] in commands]
    keys = vault.open_keys({row[5] for row in rows})
    wanted = about(message)["message"]
    for officer, made_at, because, command, entry_id, key_id, sealed in rows:
        if key_id in keys and said_in(keys[key_id], entry_id, sealed).get("message") == wanted:
            return officer, made_at, because, command
    return None

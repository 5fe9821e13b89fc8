"""What an officer learns outside a case of whose a record is: no more than the existence screen lets out, but for who
has the role (Cabinet Order 11; docs/decisions/0023).

That a record is there is no secret of its own; that this person has it may be. So lists, counts and verdicts show every
record, and whatever leads from a record to its person or from a person to their records leaves out those that are
closed: hidden ones, and those whose content was erased, since nobody can tell any more whether they were hidden.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from ledger.cases.collect import disclosable
from ledger.cases.existence import silent
from ledger.judging.acts import EXISTENCE
from ledger.judging.officers import officer_at
from ledger.judging.records import Person, RecordRow, records_at, records_of_people
from ledger.log.head import LOG_ID
from ledger.registers.snapshot import Registers
from ledger.store.arrays import Bigints
from ledger.store.connect import Connection
from ledger.vault.vault import Vault

_TOLD_OF = """
select exists (select from consent where log_id = %(log)s and identity = any(%(people)s) and idx < %(as_of)s)
  or exists (select from link where log_id = %(log)s and identity = any(%(people)s) and idx < %(as_of)s)
  or exists (select from link where log_id = %(log)s and other = any(%(people)s) and idx < %(as_of)s)
  or exists (select from stop where log_id = %(log)s and identity = any(%(people)s) and idx < %(as_of)s)
"""


@dataclass(frozen=True, slots=True)
class Outside:
    """One officer who looks outside a case, as of a head size. ``everything``: nothing is closed to them."""

    connection: Connection
    vault: Vault
    registers: Registers
    as_of: int
    everything: bool

    def closed(self, rows: Sequence[RecordRow]) -> frozenset[int]:
        """Return the indexes of those of these records whose person the officer is not told. What was hidden counts at
        once; what is about nobody is closed to nobody."""
        if self.everything:
            return frozenset()
        theirs = [row for row in rows if row.identity is not None]
        told = disclosable(self.connection, self.vault, self.registers, theirs, self.as_of)
        return frozenset(row.idx for row in theirs if row.idx not in told or silent(told[row.idx]))

    def closed_at(self, indexes: Collection[int]) -> frozenset[int]:
        """Return those of these indexes that are closed records."""
        if self.everything or not indexes:
            return frozenset()
        return self.closed(records_at(self.connection, sorted(indexes), self.as_of))

    def closed_of(self, person: Person) -> frozenset[int]:
        """Return the indexes of a person's closed records."""
        return frozenset() if self.everything else self.closed(self._theirs(person))

    def known(self, person: Person | None) -> Person | None:
        """Return a person whom the officer may learn to be known: by a record that is not closed, or by a consent, link
        or stop; None for everybody else."""
        if person is None or self.everything:
            return person
        asked = {"log": LOG_ID, "people": Bigints(sorted(person.linked)), "as_of": self.as_of}
        row = self.connection.execute(_TOLD_OF, asked).fetchone()
        assert row is not None
        if row[0]:
            return person
        theirs = self._theirs(person)
        return person if len(self.closed(theirs)) < len(theirs) else None

    def _theirs(self, person: Person) -> list[RecordRow]:
        return [row for row in records_of_people(self.connection, person.identities, self.as_of) if person.owns(row)]


def outside(
    connection: Connection, vault: Vault, registers: Registers, officer: str, as_of: int, now: int
) -> Outside:  # fmt: skip
    """Return how an officer looks outside a case, by their roles at an instant (µs UTC)."""
    registered = officer_at(registers, officer, now)
    return Outside(
        connection, vault, registers, as_of, registered is not None and bool(EXISTENCE & registered.roles)
    )

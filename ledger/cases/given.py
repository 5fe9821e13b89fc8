"""The answer to a case about records: everything of the confirmed ids, by the decision, as of one head size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ledger.cases.answer import PersonId
from ledger.cases.collect import collect
from ledger.cases.projection import Projection, project
from ledger.judging.records import Person, find_person
from ledger.registers.snapshot import Registers
from ledger.store.connect import Connection
from ledger.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class Given:
    """What a person is given, and the identities (who holds the confirmed ids) whose records it was looked for in."""

    projection: Projection
    people: tuple[Person, ...]


def given_to(
    connection: Connection, vault: Vault, registers: Registers, ids: Sequence[tuple[str, str]],
    withheld: Mapping[str, str], as_of: int, now: int,
) -> Given:  # fmt: skip
    """Return the answer to who holds these ids at an instant (µs UTC), without the withheld records (entry id in hex,
    ground). Raises OperatorUnknown.

    Ids of one person are looked for together: a record that two of them reach is given once.
    """
    people: list[Person] = []
    for namespace, number in ids:
        person = find_person(connection, vault, namespace, number, as_of, now)
        if person is not None and not any(person.identity in one.linked for one in people):
            people.append(person)
    asked = [PersonId(namespace, number) for namespace, number in ids]
    wanted: list[Person | None] = [*people] or [None]
    answers = [collect(connection, vault, registers, person, asked[0], as_of, now) for person in wanted]
    records = {record.record_id: record for answer in answers for record in answer.records}
    whole = replace(answers[0], asked_with=tuple(asked), records=tuple(records.values()))
    return Given(project(whole, withheld), tuple(people))

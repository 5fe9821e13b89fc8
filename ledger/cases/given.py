"""The answer to a case about records: everything of the confirmed ids, by the decision, as of one head size."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from ledger.cases.answer import Answer, PersonId
from ledger.cases.case import Case, Confirmed, Decision
from ledger.cases.collect import collect
from ledger.cases.projection import Projection, project
from ledger.cases.release import tick_before
from ledger.cases.verdicts import verdicts_told
from ledger.judging.lookup import linked
from ledger.judging.records import IdentityUnknown, Person, find_people, people_at
from ledger.log.head import LOG_ID
from ledger.registers.snapshot import Registers
from ledger.store.connect import Connection
from ledger.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class Given:
    """What a person is given, and the identities (who holds the confirmed ids) whose records it was looked for in."""

    projection: Projection
    people: tuple[Person, ...]


class PersonErased(Exception):
    """Somebody whose records the answer was about was erased since. Nothing was given, and nothing of it can be any
    more; proofs given before stay valid. A new request is answered by what the ledger holds by then."""


def confirmed(
    connection: Connection, vault: Vault, ids: Sequence[tuple[str, str]], as_of: int, now: int
) -> list[Confirmed]:
    """Return the ids with who holds each at an instant (µs UTC)."""
    people = find_people(connection, vault, ids, as_of, now)
    return [Confirmed(*one, people[one].identity if one in people else None) for one in ids]


def answer_of(connection: Connection, vault: Vault, registers: Registers, case: Case) -> Given:
    """Return what the person is given by the decision of an answered case, the same each time it is made.

    ``registers``: as of the decision. Of when the staff worked it tells no more than ticks (`release`). Raises
    OperatorUnknown, PersonErased.
    """
    decision = case.decision
    assert decision is not None and case.answered_at is not None, "an answer was decided and released"
    # An answer that gives nothing is made of nobody: it stays, and takes as long, as that to who is not known at all.
    nothing = decision.outcome == "none"
    ids = [replace(one, identity=None) for one in case.ids] if nothing else case.ids
    given = given_to(
        connection, vault, registers, ids, decision.withheld, decision.as_of, decision.decided_at, case.decisions,
        case.answered_at, decision.left_out, decision.records,
    )  # fmt: skip
    checked = tick_before(decision.decided_at)
    projection = replace(given.projection, answered_at=case.answered_at, checked_up_to=checked)
    return replace(given, projection=with_own_reason(projection, decision))


def with_own_reason(projection: Projection, decision: Decision) -> Projection:
    """Return an answer with the operator's own reason (article 36) where the decision gives one."""
    return replace(projection, explained=decision.explained)


def given_to(
    connection: Connection, vault: Vault, registers: Registers, ids: Sequence[Confirmed],
    withheld: Mapping[str, str], as_of: int, now: int, decisions: Sequence[tuple[Decision, int]] = (),
    hides_until: int | None = None, left_out: Mapping[str, Mapping[str, str]] | None = None,
    among: Collection[str] | None = None,
) -> Given:  # fmt: skip
    """Return the answer to who held these ids when they were confirmed, without the withheld records (entry id in hex,
    ground) and the items that are left out of others, as of a head size and an instant (µs UTC). ``decisions``: by
    which verdicts are told, the newest first, each with when (µs UTC); ``hides_until``, ``among``: see `collect`.
    Raises OperatorUnknown, PersonErased.
    """
    whole, people = held_of(connection, vault, registers, ids, as_of, now, hides_until, among)
    verdicts = verdicts_told(connection, vault, people, decisions, as_of)
    return Given(project(whole, withheld, verdicts, left_out), people)


def held_of(
    connection: Connection, vault: Vault, registers: Registers, ids: Sequence[Confirmed], as_of: int, now: int,
    hides_until: int | None = None, among: Collection[str] | None = None,
) -> tuple[Answer, tuple[Person, ...]]:  # fmt: skip
    """Return everything that is held of who held these ids when they were confirmed, before the screen, and who they
    are. Raises OperatorUnknown, PersonErased.

    Ids of one person are looked for together: a record that two of them reach is found once.
    """
    people = people_of(connection, vault, ids, as_of, now)
    asked = [PersonId(one.namespace, one.number) for one in ids]
    wanted: list[Person | None] = [*people] or [None]
    answers = [
        collect(connection, vault, registers, person, asked[0], as_of, now, hides_until, among) for person in wanted
    ]  # fmt: skip
    records = {record.record_id: record for answer in answers for record in answer.records}
    return replace(answers[0], asked_with=tuple(asked), records=tuple(records.values())), people


def people_of(
    connection: Connection, vault: Vault, ids: Sequence[Confirmed], as_of: int, now: int
) -> tuple[Person, ...]:  # fmt: skip
    """Return who held these ids when they were confirmed, each once. Raises PersonErased."""
    identities = [one.identity for one in ids if one.identity is not None]
    if not identities:
        return ()
    _, links = linked(connection, LOG_ID, as_of, identities)
    try:
        known = people_at(vault, links, identities, now)
    except IdentityUnknown:
        raise PersonErased("an identity that was confirmed is not known any more") from None
    people: list[Person] = []
    for identity in identities:
        if not any(identity in person.linked for person in people):
            people.append(known[identity])
    return tuple(people)

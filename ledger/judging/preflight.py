"""The pre-flight check: "may I?", asked before data leaves, answered by the function that judges what has left.

A question is answered with yes when every record the provision would make is lawful, or no provision at all, at this
instant. Undetermined is no: what the ledger cannot know yet (a consent on its way, a register entry to come) is no
permission, and asking again in a while costs nothing. Every answer is committed before it leaves (rule 9). Asking makes
nobody known: an id the ledger has never seen stays unseen, and its answer names nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal
from uuid import UUID

from ledger.judging.binding import NOTHING, Binding, what_binds
from ledger.judging.blocks import block_steps
from ledger.judging.footing import ask_footing, read_footing
from ledger.judging.judging import Judging, judge_looked
from ledger.judging.lookup import Looked, ask_consents, look_up, looked_alone
from ledger.law.days import jst_date
from ledger.law.types import Act, Judgement
from ledger.log.entry import body_entry, new_id
from ledger.log.head import LOG_ID, read_head
from ledger.registers.blocks import Blocks, binding, blocks_of
from ledger.registers.snapshot import Registers, load_registers, register_version
from ledger.store.arrays import Bigints, Bytes, Texts, Uuids
from ledger.store.connect import Connection
from ledger.vault.identities import holder_at
from ledger.vault.keys import Scope, day, facts
from ledger.vault.seal import seal
from ledger.vault.vault import Vault

Person = tuple[str, str]
#: Why, as the service is told: it says no more of a person than that something is missing or stands against it.
Reason = Literal["permitted", "not_permitted", "not_yet", "blocked"]

#: A head size that no log reaches: in a snapshot, whatever is seen lies below the head that is seen.
_EVERYTHING = 2**62
COMMAND = "preflight"
#: In place of an officer's reason: the service asks because it is about to provide.
_REASON = "preflight"
_INTAKE = """
insert into intake (log_id, made_at, officer, command, reason, entry, entry_id, key_id, sealed)
select %s, %s, told.officer, %s, %s, told.entry, told.entry_id, told.key_id, told.sealed
from unnest(%s, %s, %s, %s, %s) told(officer, entry, entry_id, key_id, sealed)
"""


@dataclass(frozen=True, slots=True)
class Question:
    """What a service asks: the act it is about to do, about these people (none: about nobody in particular)."""

    service: str
    act: Act
    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What it is told. ``as_of``: the head size the answer rests on."""

    answer_id: UUID
    yes: bool
    reason: Reason
    as_of: int


@dataclass(frozen=True, slots=True)
class _Record:
    """The record the provision would make of one person: ``identity`` is None for nobody, or nobody known."""

    identity: int | None
    judgement: Judgement
    reason: Reason


@dataclass(frozen=True, slots=True)
class _Standing:
    """How things stood at the instant ``now``: what judging looks up, blocks, and what binds before the log says so."""

    looked: Looked
    blocks: Blocks
    waiting: Binding
    now: int


class PreFlight:
    """Answers questions in groups. Used by one thread.

    ``connect`` opens a connection that may read and enter acts, in autocommit and with repeatable read as its default
    isolation, so that a pipeline is one snapshot; ``clock`` gives microseconds since 1970 UTC.
    """

    def __init__(self, connect: Callable[[], Connection], vault: Vault, clock: Callable[[], int]) -> None:
        self._connect = connect
        self._vault = vault
        self._clock = clock
        self._connection: Connection | None = None
        self._judging = Judging(Registers(-1, ()))

    @property
    def registers(self) -> Registers:
        """The registers by which the last question was answered."""
        return self._judging.registers

    def refresh(self) -> None:
        """Read the registers again if they changed. Raises psycopg errors."""
        connection = self._database()
        with connection.transaction():
            size = read_head(connection, LOG_ID).size
            if register_version(connection, LOG_ID, size) != self._judging.registers.version:
                self._judging = Judging(load_registers(connection, LOG_ID, size))

    def answer(self, questions: Sequence[Question]) -> list[Answer]:
        """Answer the questions in order; when this returns, every answer is committed. Raises psycopg errors: then
        nothing was answered."""
        now = self._clock()
        connection = self._database()
        known, erased = self._find({person for question in questions for person in question.people}, now)
        people = {*known.values(), *erased.values()}
        # One snapshot, one transaction, and as few round trips as can be: what is asked first is read together.
        with connection.pipeline():
            asked, told = ask_footing(connection, LOG_ID, people), ask_consents(connection, LOG_ID, _EVERYTHING, people)
            footing = read_footing(LOG_ID, asked)
            size = footing.head.size
            self._vault.at_epoch(footing.head.key_epoch)
            if footing.register_version != self._judging.registers.version:
                self._judging = Judging(load_registers(connection, LOG_ID, size))
            registers = self._judging.registers
            if footing.linked or footing.stopped:
                looked = look_up(connection, self._vault, LOG_ID, _EVERYTHING, registers, people, ())
                looked = replace(looked, as_of=size)
            else:
                looked = looked_alone(connection, LOG_ID, size, registers, footing.reached, told)
            waiting = what_binds(connection, LOG_ID, self._vault) if footing.waiting else NOTHING
            steps = block_steps(connection, _EVERYTHING) if footing.blocks else []
            blocks = binding(blocks_of(steps), now)
            answered = [
                self._answer(question, known, erased, _Standing(looked, blocks, waiting, now))
                for question in questions
            ]
            self._enter(connection, answered, now)
        return [answer for _, answer, _ in answered]

    def close(self) -> None:
        """Close the connections. What is asked afterwards opens them again."""
        self._vault.close()
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _find(self, people: Collection[Person], now: int) -> tuple[dict[Person, int], dict[Person, int]]:
        """Return who is known, and who was erased but is still stopped, with the identity each had at the instant."""
        held = self._vault.find_all(people)
        stopped = self._vault.find_all_stopped([person for person in people if person not in held])
        return (
            {person: holder_at(holders, now) for person, holders in held.items()},
            {person: holder_at(holders, now) for person, holders in stopped.items()},
        )

    def _answer(
        self, question: Question, known: Mapping[Person, int], erased: Mapping[Person, int], standing: _Standing
    ) -> tuple[Question, Answer, list[_Record]]:
        act, now, looked = question.act, standing.now, standing.looked
        blocked = any(what.covers(act.recipient, act.source) for what in (standing.blocks, standing.waiting))
        records = []
        for person in question.people or (None,):
            identity = (known.get(person) or erased.get(person)) if person else None
            judgement = judge_looked(self._judging, looked, (act.source, b""), act, identity, now, now).judgement
            stopping = identity is not None and standing.waiting.concerns(looked.links.together(identity, now))
            owner = known.get(person) if person else None
            records.append(_Record(owner, judgement, _reason(judgement, blocked, stopping)))
        deciding = min((record.reason for record in records), key=_WORST_FIRST.index)
        answer = Answer(UUID(bytes=new_id()), deciding == "permitted", deciding, looked.as_of)
        return question, answer, records

    def _enter(
        self, connection: Connection, answered: Sequence[tuple[Question, Answer, list[_Record]]], now: int
    ) -> None:
        """Commit every answer, one act for each person known and one for all who are not, in one transaction."""
        today = day(jst_date(now))
        told: list[tuple[Scope, str, Mapping[str, Any]]] = []
        for question, answer, records in answered:
            for record in {record.identity: record for record in records}.values():
                scope = today if record.identity is None else facts(record.identity)
                told.append((scope, question.service, {"made_at": now, **_body(question, answer, record)}))
        keys = self._vault.keys({scope for scope, _, _ in told})
        officers, entries, ids, key_ids, sealed = [], [], [], [], []
        for scope, service, body in told:
            sealable, key = body_entry("act", body), keys[scope]
            assert sealable.opening is not None
            officers.append(service)
            entries.append(sealable.entry)
            ids.append(sealable.entry_id)
            key_ids.append(key.key_id)
            sealed.append(seal(key.cipher, sealable.opening, sealable.entry_id))
        connection.execute(
            _INTAKE,
            (LOG_ID, now, COMMAND, _REASON, Texts(officers), Bytes(entries), Uuids(ids), Bigints(key_ids),
             Bytes(sealed)),
        )  # fmt: skip

    def _database(self) -> Connection:
        if self._connection is None or self._connection.closed:
            self._connection = self._connect()
        return self._connection


_WORST_FIRST: tuple[Reason, ...] = ("blocked", "not_permitted", "not_yet", "permitted")


def _reason(judgement: Judgement, blocked: bool, stopping: bool) -> Reason:
    if blocked:
        return "blocked"
    if judgement.verdict == "violation":
        return "not_permitted"
    return "not_yet" if judgement.verdict == "undetermined" or stopping else "permitted"


def _body(question: Question, answer: Answer, record: _Record) -> dict[str, Any]:
    """Say in the act what was asked and answered, and how one record of it was judged. Evidence is named by its kind
    alone: what it says may name people, and the act may be sealed under a key that is nobody's."""
    act, judgement = question.act, record.judgement
    return {
        "command": COMMAND,
        "officer": question.service,
        "reason": _REASON,
        "answer": "yes" if answer.yes else "no",
        "answer_id": answer.answer_id.hex,
        "as_of": answer.as_of,
        "because": record.reason,
        "law": judgement.law,
        "source": act.source,
        "recipient": act.recipient,
        "items": list(act.items),
        "purpose": act.purpose,
        "ground": act.ground,
        "evidence": sorted({code for code, _ in act.evidence}),
        "people": len(question.people),
        **judgement.basis_and_duty(),
        **judgement.verdict_and_policy(),
    }

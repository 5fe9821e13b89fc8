"""Which records a fact touches, found by index (`places`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from ledger.judging.awaiting import waiting_for
from ledger.judging.references import OPERATOR, Reference, reference
from ledger.judging.rules import days_changed
from ledger.law.days import midnight
from ledger.log.head import LOG_ID
from ledger.registers.snapshot import RegisterRow, Registers
from ledger.store.connect import Connection
from streams.recorder.places import (
    EVER,
    SHOWN_AT_CONSENT,
    Corrected,
    Naming,
    OfConsenting,
    OfEvent,
    OfPeople,
    Part,
    Reach,
    Waiting,
)

_WATERMARK = """
select kind, reached, coalesce((
  select max(p.reached) from watermark_entry p where p.log_id = w.log_id and p.kind = w.kind and p.idx < w.idx
), -1) from watermark_entry w where w.log_id = %s and w.idx = %s
"""
_REGISTER = "select register, key from register where log_id = %s and idx = %s"


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact: what may change judgements."""

    idx: int
    entry_id: UUID
    kind: str
    #: The kind of what it touches: an acceptance touches what the fact it accepts did.
    touches: str
    identity: int | None
    other: int | None
    source: str | None
    corrects: UUID | None
    happened_at: int

    @property
    def ends(self) -> frozenset[int]:
        """Whom it is about."""
        return frozenset(end for end in (self.identity, self.other) if end is not None)


def reach_of(connection: Connection, registers: Registers, fact: Fact) -> Reach:
    """Return what a fact touches. ``registers``: as of a head beyond the fact."""
    return FINDERS[fact.touches](connection, registers, fact)


def reach_of_register(registers: Registers, row: RegisterRow, below: int) -> Reach:
    """Return the records, below an index, that one version of a register entry touches. ``registers`` knows it.

    Only the span in which it holds matters: outside of it what was told before still holds. A later version of a group
    of joint users or of an opt-out notification is read beside those before it, so there everything after counts too;
    and so it does of what people were shown when they consented, for as long as the consent stands.
    """
    since, until = row.valid_from, row.valid_to
    if until is None or row.register in _READ_BESIDE_EARLIER:
        until = EVER
    told = [one for one in registers.told(row.register, row.key) if one.idx <= row.idx]
    if row.register in _NAMED_BY_CLAIMS:
        named = {reference(row.register, row.key)}
    elif row.register == "operator":
        named = {OPERATOR}
    elif row.register in ("policies", "terms"):
        services = {service for one in told for service in _services(one) or ("*",)}
        if "*" in services and row.register == "policies":
            return (Naming(None, since, until, below),)
        named = _sources(registers, services, row.idx)
    else:
        named = set()
    if row.register == "countries":
        named |= _recipients_in(registers, row.key, row.idx)
    parts: list[Part] = []
    if named:
        names = frozenset(named)
        parts += [Naming(names, since, until, below), Corrected(names, since, until, below)]
    if row.register in SHOWN_AT_CONSENT:
        parts.append(OfConsenting(row.register, row.key, since, EVER, below))
    return parts


#: Registers of which a version is judged by what the one before it said (27(3), 27(6)).
_READ_BESIDE_EARLIER = frozenset({"joint_use", "opt_out_notifications"})
#: Registers whose keys a claim names, and with which source it came.
_NAMED_BY_CLAIMS = frozenset({
    "recipients", "data_items", "purposes", "agreements", "joint_use", "opt_out_notifications", "systems", "countries",
    "statutes", "interpretations", "documents", "sources",
})  # fmt: skip


def _services(row: RegisterRow) -> Sequence[str]:
    """Return the services that a version of a policy or of terms names."""
    body = row.body
    return body.get("services") or ((body["service"],) if body.get("service") else ())


def _sources(registers: Registers, services: set[str], upto: int) -> set[Reference]:
    """Return the sources of services: a service is named by its own name or by that of its source."""
    owned = {
        key
        for register, key in registers.names()
        if register == "sources"
        and any(row.idx <= upto and row.body["owner_service"] in services for row in registers.told(register, key))
    }
    return {reference("sources", source) for source in owned | (services - {"*"})}


def _recipients_in(registers: Registers, country: str, upto: int) -> set[Reference]:
    return {
        reference("recipients", key)
        for register, key in registers.names()
        if register == "recipients"
        and any(row.idx <= upto and row.body["country"] == country for row in registers.told(register, key))
    }


def _register(connection: Connection, registers: Registers, fact: Fact) -> Reach:
    row = connection.execute(_REGISTER, (LOG_ID, fact.idx)).fetchone()
    if row is None:  # accepted as late evidence: a register is never late to the law
        return ()
    register, key = row
    (told,) = (one for one in registers.told(register, key) if one.idx == fact.idx)
    return reach_of_register(registers, told, fact.idx)


def _watermark(connection: Connection, registers: Registers, fact: Fact) -> Reach:
    del registers
    row = connection.execute(_WATERMARK, (LOG_ID, fact.idx)).fetchone()
    assert row is not None
    kind, upto, after = row
    return [Waiting(awaits, after, upto, fact.idx) for awaits in waiting_for(kind)]


def _rules(connection: Connection, registers: Registers, fact: Fact) -> Reach:
    del registers
    return [
        Naming(None, midnight(first), EVER if end is None else midnight(end), fact.idx)
        for first, end in days_changed(connection, fact.idx)
    ]


def _from_then_on(connection: Connection, registers: Registers, fact: Fact) -> Reach:
    del connection, registers
    return (OfPeople(fact.ends, fact.happened_at, fact.idx),)


def _nothing(connection: Connection, registers: Registers, fact: Fact) -> Reach:
    del connection, registers, fact
    return ()


def _link(connection: Connection, registers: Registers, fact: Fact) -> Reach:
    del connection, registers
    return (OfPeople(fact.ends, 0, fact.idx),)


def _correction(connection: Connection, registers: Registers, fact: Fact) -> Reach:
    del connection, registers
    assert fact.corrects is not None and fact.source is not None
    # Not only those below: what stands behind its correction in one batch was judged without it.
    return (OfEvent(fact.source, fact.corrects.bytes),)


#: By kind of fact, what it touches.
FINDERS: Mapping[str, Callable[[Connection, Registers, Fact], Reach]] = {
    "register": _register,
    "link": _link,
    "consent": _from_then_on,
    "stop": _from_then_on,
    "refusal": _from_then_on,
    "stop_acknowledgement": _nothing,
    "task_answer": _nothing,
    # Of what was forgotten since: any other touches what the fact it accepts did.
    "acceptance": _nothing,
    "correction": _correction,
    "watermark": _watermark,
    "rules": _rules,
}

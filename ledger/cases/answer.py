"""What an answer to one person's request is made from, before the existence screen.

No verdict, no basis and no ledger index is among the fields: what does not come in cannot go out by a word,
an order or a length. Everything here is what the source recorded or what a register said on the day of
provision.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Coded:
    """A register code with its words in Japanese and English; a code no register knows carries itself as
    words.
    """

    code: str
    ja: str
    en: str


@dataclass(frozen=True, slots=True)
class Recipient:
    """The other side as the register had it on the day: the recipient, or for a receipt the provider.

    ``kind`` is the register's kind (``company``, ``police``, …) and serves the existence screen alone.
    ``country`` is ISO 3166 alpha-2. None means that the register did not say.
    """

    code: str
    name: str | None
    address: str | None
    representative: str | None
    kind: str | None
    country: str | None


@dataclass(frozen=True, slots=True)
class Amendment:
    """A later entry about the record: ``action`` is ``correct`` or ``void``, ``made_at`` in µs UTC."""

    action: str
    made_at: int


@dataclass(frozen=True, slots=True)
class DisclosableRecord:
    """One provision or receipt about the person, as it stands after its corrections, from the ledger.

    ``record_id`` is the entry's id in hex. ``happened_at`` is µs UTC. ``role`` is ``provider`` or
    ``recipient``. ``ground`` is the one claimed by the source, never the one found. ``terms`` is what the
    source's own evidence cites as shown when consent was asked, never a consent the ledger found. ``duty``,
    ``data_class``, ``existence``, ``hidden`` and ``released_from`` serve the existence screen alone (Act 33(5), 41(9),
    Cabinet Order 11).
    """

    record_id: str
    happened_at: int
    role: str
    recipient: Recipient
    items: tuple[Coded, ...]
    purpose: Coded
    ground: str
    method: str
    duty: str
    data_class: str = "personal_data"
    existence: str | None = None
    #: Every kind the other side was ever told to be, before corrections too.
    told_kinds: tuple[str, ...] = ()
    #: Reasons by which officers hide it, and reasons of any source from which it was released (`existence`).
    hidden: frozenset[str] = frozenset()
    released_from: frozenset[str] = frozenset()
    recipient_purpose: str | None = None
    terms: str | None = None
    acquisition: str | None = None
    opt_out_notification: str | None = None
    amendments: tuple[Amendment, ...] = ()
    #: Grounds on which items were left out of it (33(2)), one for each that is not in ``items`` any more.
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonId:
    """An id by which the person asked. Ids reached only through links are never given here."""

    namespace: str
    id: str


@dataclass(frozen=True, slots=True)
class Operator:
    """Who answers; ``contact`` is where to ask and complain, and may run over several lines."""

    name: str
    address: str
    representative: str
    contact: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole request as found. Times are µs UTC; ``checked_up_to`` must not depend on any record."""

    answered_at: int
    checked_up_to: int
    operator: Operator
    asked_with: tuple[PersonId, ...]
    records: tuple[DisclosableRecord, ...] = field(repr=False)

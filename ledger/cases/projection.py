"""From an answer to what the person reads: screened, numbered, and split into two marked blocks per record.

Verdicts come in apart from the records, and only those that an officer confirmed: with one, its record may be exact. So
do the items that an officer left out of a record: they go before anything is made of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from ledger.cases.answer import Answer, DisclosableRecord, Operator, PersonId
from ledger.cases.facts import Fact, facts_of, granted
from ledger.cases.moments import day, rfc3339
from ledger.cases.part import PartShown
from ledger.cases.requests import WITHHELD
from ledger.cases.screen import may_be_held, may_be_shown
from ledger.cases.texts import SENTENCES, Text
from ledger.cases.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class AmendmentShown:
    """A correction or withdrawal, with the sentence that tells it."""

    action: str
    made_at: str
    words: Text


@dataclass(frozen=True, slots=True)
class RecordShown:
    """One record as the person reads it. ``number`` counts this answer's rows from 1, newest first."""

    number: int
    record_id: str
    role: str
    heading: Text
    granted_by_act: tuple[Fact, ...]
    added_by_operator: tuple[Fact, ...]
    amendments: tuple[AmendmentShown, ...]

    @property
    def verdict(self) -> str | None:
        """The confirmed verdict that it tells, as a code."""
        (told,) = (fact for fact in (*self.granted_by_act, *self.added_by_operator) if fact.code == "judgement")
        code = told.value["code"] if isinstance(told.value, dict) else None
        return None if code == "being_checked" else code


@dataclass(frozen=True, slots=True)
class WithheldShown:
    """How many records, or items of records that are given, are not disclosed on one ground of article 33(2), and the
    sentence that says so."""

    ground: str
    count: int
    words: Text


@dataclass(frozen=True, slots=True)
class Projection:
    """All that any document may hold. Renderers take this and never the records themselves."""

    answered_at: int
    checked_up_to: int
    operator: Operator
    asked_with: tuple[PersonId, ...]
    records: tuple[RecordShown, ...]
    withheld: tuple[WithheldShown, ...] = ()
    left_out: tuple[WithheldShown, ...] = ()

    #: Of the personal data held, where it was asked for beside the records.
    parts: tuple[PartShown, ...] = ()
    #: The operator's own reason for what is not disclosed (article 36), in an officer's words.
    explained: str = ""

    @property
    def whole(self) -> bool:
        """Whether nothing that there is to disclose is kept from the person."""
        return not self.withheld and not self.left_out

    @property
    def tells_verdicts(self) -> bool:
        """Whether it tells a confirmed verdict of any record."""
        return any(record.verdict is not None for record in self.records)


def project(
    answer: Answer, withheld: Mapping[str, str] | None = None, verdicts: Mapping[str, Verdict] | None = None,
    left_out: Mapping[str, Mapping[str, str]] | None = None,
) -> Projection:  # fmt: skip
    """Return what may leave for the person (Act 33(5)): the same whatever the screen left out.

    ``withheld``: by entry id the ground on which an officer decided not to disclose a record (33(2)); ``left_out``: the
    same of items, by entry id and the item's code; ``verdicts``: those that officers confirmed. Of a record that the
    screen leaves out nothing is said, whatever was decided.
    """
    grounds, told, out = withheld or {}, verdicts or {}, left_out or {}
    there = may_be_shown(answer.records)
    given = [
        _without(record, out.get(record.record_id, {})) for record in there if record.record_id not in grounds
    ]  # fmt: skip
    return Projection(
        answer.answered_at, answer.checked_up_to, answer.operator, answer.asked_with,
        tuple(_shown(number, record, told.get(record.record_id)) for number, record in enumerate(given, start=1)),
        _counted(grounds[record.record_id] for record in there if record.record_id in grounds),
        _counted(ground for record in given for ground in record.left_out),
    )  # fmt: skip


def project_held(answer: Answer) -> Projection:
    """Return what of the ledger's records may leave for the person as personal data held (33(1)): what is kept without
    a duty to, of which no verdict is told."""
    there = may_be_held(answer.records)
    return Projection(
        answer.answered_at, answer.checked_up_to, answer.operator, answer.asked_with,
        tuple(_shown(number, record, None) for number, record in enumerate(there, start=1)),
    )  # fmt: skip


def _counted(grounds: Iterable[str]) -> tuple[WithheldShown, ...]:
    counted = Counter(grounds)
    return tuple(WithheldShown(ground, counted[ground], WITHHELD[ground]) for ground in sorted(counted))


def _without(record: DisclosableRecord, out: Mapping[str, str]) -> DisclosableRecord:
    """Return a record without the items that are left out of it; of them their grounds stay, never which they were."""
    return replace(
        record, items=tuple(item for item in record.items if item.code not in out),
        left_out=tuple(out[item.code] for item in record.items if item.code in out),
    )  # fmt: skip


def _shown(number: int, record: DisclosableRecord, verdict: Verdict | None) -> RecordShown:
    act = granted(record, verdict)
    facts = facts_of(record, verdict)
    heading = SENTENCES[f"heading_{record.role}"]
    when = day(record.happened_at)
    return RecordShown(
        number=number,
        record_id=record.record_id,
        role=record.role,
        heading=Text(heading.ja.format(when.ja), heading.en.format(when.en)),
        granted_by_act=tuple(fact for fact in facts if fact.code in act),
        added_by_operator=tuple(fact for fact in facts if fact.code not in act),
        amendments=tuple(_amendment(each.action, each.made_at) for each in record.amendments),
    )


def _amendment(action: str, made_at: int) -> AmendmentShown:
    sentence, when = SENTENCES[action], day(made_at)
    words = Text(sentence.ja.format(when.ja), sentence.en.format(when.en))
    return AmendmentShown(action, rfc3339(made_at), words)

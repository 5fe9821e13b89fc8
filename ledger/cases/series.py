"""Records of an answer in series: those that differ in their day alone are read once: how often, first and last."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from ledger.cases.facts import Fact
from ledger.cases.moments import spoken
from ledger.cases.one_fact import day_of, fact
from ledger.cases.projection import RecordShown
from ledger.cases.receiving_words import RECEIVING
from ledger.cases.texts import SENTENCES, Text

#: Facts of a record that its line in a table tells, by column, in the order of every document. That it is one's own,
#: and what stands in a sentence of its own, is read beneath.
_COLUMNS = {
    "recipient_name": ("recipient_name",), "items": ("items", "items_left_out"), "purpose": ("purpose",),
    "ground": ("ground",), "judgement": ("judgement",),
}  # fmt: skip
#: How the columns are called; the other side is recipient or provider.
HEADS = tuple(
    RECEIVING["narrow_recipient"] if code == "recipient_name" else SENTENCES[code] for code in ("when", *_COLUMNS)
)


@dataclass(frozen=True, slots=True)
class Series:
    """Records that say the same but for their day, newest first; most often one."""

    records: tuple[RecordShown, ...]

    @property
    def newest(self) -> RecordShown:
        return self.records[0]

    @property
    def heading(self) -> Text:
        """What it is called: a record by its day, several by how often, first and last."""
        if len(self.records) == 1:
            return self.newest.heading
        words = RECEIVING[f"series_{self.newest.role}"]
        first, last = (_day(one) for one in (self.records[-1], self.newest))
        return Text(*(words.told_in(lang).format(len(self.records), first.told_in(lang), last.told_in(lang))
                      for lang in ("ja", "en")))  # fmt: skip

    @property
    def days(self) -> list[tuple[RecordShown, Text]]:
        """Each record with day and minute."""
        return [(one, fact(one, "when").words) for one in self.records]

    @property
    def line(self) -> list[tuple[Text, list[Fact]]]:
        """What the line of a table tells behind the day: each column's name with its facts, which may be none."""
        said = {fact.code: fact for fact in (*self.newest.granted_by_act, *self.newest.added_by_operator)}
        columns = zip(HEADS[1:], _COLUMNS.values(), strict=True)
        return [(head, [said[code] for code in codes if code in said]) for head, codes in columns]

    @property
    def blocks(self) -> list[tuple[str, list[Fact]]]:
        """What the Act grants and what is added, by code, without the day where there are several."""
        newest, alone = self.newest, len(self.records) == 1
        return [
            (code, [fact for fact in facts if alone or fact.code != "when"]) for code, facts in (
                ("granted_by_act", newest.granted_by_act), ("added_by_operator", newest.added_by_operator),
            )
        ]  # fmt: skip


def in_series(records: Iterable[RecordShown]) -> list[Series]:
    """Return records, newest first, as series in the order of the newest of each. None is left out."""
    found: dict[Hashable, list[RecordShown]] = {}
    for record in records:
        found.setdefault(_but_for_its_day(record), []).append(record)
    return [Series(tuple(alike)) for alike in found.values()]


def _but_for_its_day(record: RecordShown) -> Hashable:
    blocks = (record.granted_by_act, record.added_by_operator)
    said = tuple(tuple((fact.code, fact.code == "when" or fact.words) for fact in block) for block in blocks)
    return record.role, said, record.amendments


def _day(record: RecordShown) -> Text:
    return spoken(day_of(record))

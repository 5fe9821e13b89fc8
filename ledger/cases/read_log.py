"""What a person is told of who looked at their records: no more than could be told without hidden ones (rule 7).

A look at one record is not told: it may be one that is left out. Where no record may be shown nothing is told, since
hidden ones alone may have been what was looked at, and of who is not known at all no look can be found.
"""

from __future__ import annotations

from collections.abc import Iterable

from ledger.cases.moments import minute
from ledger.cases.projection import Projection
from ledger.cases.texts import Text
from ledger.judging.acts import REASONS
from ledger.judging.reads import Read

#: Looks at all of a person's records together, by command.
_WHOLE = frozenset({"search", "disclose"})
_OF_RECORDS = " (records)"
NONE = Text(
    "お知らせする閲覧の記録はありません。",
    "There is no look at your records to tell you of.",
)
_LOOKED = Text("{}　{}", "{}: {}")


def told(found: Iterable[Read], shown: Projection) -> list[Text]:
    """Return a sentence for each look at all of a person's records, in the order in which they come, by what the person
    would be shown of them."""
    if not shown.records:
        return [NONE]
    looks = [one for one in found if one.command in _WHOLE or one.command.endswith(_OF_RECORDS)]
    return [_sentence(one) for one in looks] or [NONE]


def _sentence(one: Read) -> Text:
    when, (reason_ja, _, reason_en) = minute(one.made_at), REASONS[one.reason].partition(" / ")
    return Text(_LOOKED.ja.format(when.ja, reason_ja), _LOOKED.en.format(when.en, reason_en))

"""What a person who asks would like: which period is looked at, and how the answer comes (article 33(2), Rule 30).

Nobody is made to narrow a request down: a period is a wish, and the answer is not cut by it. The way is the person's to
choose; where it is difficult they are told so, and get the answer on paper (33(2), (3)).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ledger.cases.asking_words import ASKING
from ledger.cases.moments import spoken
from ledger.cases.texts import Text
from ledger.cases.visible import grouped

#: How an answer may come, by code.
DELIVERIES: Mapping[str, Text] = {
    "page": Text("この窓口の画面で受け取る", "On this site"),
    "post": Text("書面を郵送で受け取る", "On paper, by post"),
    "counter": Text("書面を店頭で受け取る", "On paper, at our counter"),
    "any": Text("どの方法でもよい", "Any way"),
}


@dataclass(frozen=True, slots=True)
class About:
    """A record (entry id in hex) in the answer to a case, by its receipt number: as the person says, who may be wrong.
    """

    case: str
    record: str

    @property
    def words(self) -> Text:
        """What the staff read."""
        return Text(*(words.format(self.case, grouped(self.record)) for words in ASKING["about_said"]))


@dataclass(frozen=True, slots=True)
class Wishes:
    """``since``, ``until``: first and last day of the period, None where it is open; ``delivery``: a code of
    ``DELIVERIES``, None where nobody asked; ``about``: the one record that it is about, where it is."""

    since: date | None = None
    until: date | None = None
    delivery: str | None = None
    about: About | None = None

    @property
    def period(self) -> Text | None:
        """The period in words, None where none was named."""
        if self.since is not None and self.until is not None:
            days = zip(ASKING["period_said"], spoken(self.since), spoken(self.until), strict=True)
            return Text(*(words.format(first, last) for words, first, last in days))
        one, code = (self.since, "period_since") if self.since is not None else (self.until, "period_until")
        if one is None:
            return None
        return Text(*(words.format(day) for words, day in zip(ASKING[code], spoken(one), strict=True)))

    @property
    def lines(self) -> list[tuple[Text, Text]]:
        """What was wished, each with what it is."""
        return [
            *([(ASKING["period"], self.period)] if self.period is not None else []),
            *([(ASKING["delivery"], DELIVERIES[self.delivery])] if self.delivery is not None else []),
            *([(ASKING["about"], self.about.words)] if self.about is not None else []),
        ]  # fmt: skip

    def written(self) -> dict[str, Any]:
        """Return them as the opening step says them; nothing where there are none."""
        period = [day.isoformat() if day is not None else None for day in (self.since, self.until)]
        return {
            **({"period": period} if any(period) else {}),
            **({"delivery": self.delivery} if self.delivery is not None else {}),
            **({"about": [self.about.case, self.about.record]} if self.about is not None else {}),
        }  # fmt: skip


def wished(said: Mapping[str, Any]) -> Wishes:
    """Return what an opening step says of wishes."""
    since, until = (None if day is None else date.fromisoformat(day) for day in said.get("period", (None, None)))
    about = About(*said["about"]) if "about" in said else None
    return Wishes(since, until, said.get("delivery"), about)

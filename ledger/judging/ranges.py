"""What part of the ledger an officer is charged with: recipients, data items and people. None means all of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from psycopg import sql

_NARROWS = {
    "recipients": " and r.recipient = any(%(recipients)s)", "items": " and r.items <@ %(items)s",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Range:
    """The recipients, data items and namespaces of people's ids that an officer may see; None: every one."""

    recipients: frozenset[str] | None = None
    items: frozenset[str] | None = None
    people: frozenset[str] | None = None

    def covers(self, recipient: str, items: Collection[str]) -> bool:
        """Tell whether a record lies within: its recipient, and each of its items. Of a record half of which an officer
        may see they see nothing, since what was given together tells of each other."""
        return (self.recipients is None or recipient in self.recipients) and (
            self.items is None or self.items.issuperset(items)
        )

    def covers_people(self, namespaces: Collection[str]) -> bool:
        """Tell whether people known by ids of these namespaces lie within."""
        return self.people is None or self.people.issuperset(namespaces)


#: Of an officer of whom the register names no range.
EVERYTHING = Range()


def narrowing(within: Range) -> tuple[sql.Composed, dict[str, list[str]]]:
    """Return what holds a query of records (``r``) to the recipients and items of a range, and its values. A range of
    people narrows no query: who they are, the vault alone knows."""
    held = {name: sorted(those) for name in _NARROWS if (those := getattr(within, name)) is not None}
    return sql.SQL("").join(sql.SQL(_NARROWS[name]) for name in held), held


def range_of(body: Mapping[str, Any]) -> Range:
    """Read the range of a row of the register ``officers``."""
    said = body.get("range", {})
    return Range(*(frozenset(said[name]) if name in said else None for name in ("recipients", "items", "people")))

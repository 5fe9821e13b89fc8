"""What the list of cases is narrowed down to: who is in charge, kind, how it stands to its day, stage. No filter tells
who asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urlencode

from ledger.cases.case import Case
from ledger.cases.requests import KINDS
from ledger.cases.tasks import DUE, due_state
from ledger.cases.texts import Text
from ledger.web.console.case_words import WORDS

#: In charge of a case that is nobody's, in place of an officer's code: none has a bracket in it.
NOBODY = "(nobody)"
FILTERS = ("owner", "kind", "due", "stage")
_STAGES = ("identity", "decision", "second", "answer", "answered", "closed")


def chosen(query: Mapping[str, str]) -> dict[str, str]:
    """Return the filters that an address names, by name."""
    return {name: query[name] for name in FILTERS if query.get(name)}


def narrowed(cases: Iterable[Case], filters: Mapping[str, str], now: int) -> list[Case]:
    """Return the cases that all filters let through, in their order, at an instant (µs UTC)."""
    return [case for case in cases if not filters or filters.items() <= _told(case, now).items()]


def options(owners: Iterable[str], officer: str) -> dict[str, list[tuple[str, Text]]]:
    """Return what each filter may be, by code. ``owners``: who is in charge of any case; ``officer``: who asks, and
    comes first."""
    named = [officer, *sorted({one for one in owners if one} - {officer})]
    return {
        "owner": [*((one, Text(one, one)) for one in named), (NOBODY, WORDS["owner_none"])],
        "kind": [(code, kind.words) for code, kind in KINDS.items()],
        "due": [(code, WORDS[f"due_{code}"]) for code in DUE],
        "stage": [(code, WORDS[f"stage_{code}"]) for code in _STAGES],
    }


def in_use(
    filters: Mapping[str, str], offered: Mapping[str, Sequence[tuple[str, Text]]], view: str
) -> list[tuple[Text, Text, str]]:  # fmt: skip
    """Return each filter in words, with the address of the list without it."""
    return [
        (WORDS[f"filter_{name}"], dict(offered[name]).get(value, Text(value, value)),
         address(view, {key: one for key, one in filters.items() if key != name}))
        for name, value in filters.items()
    ]  # fmt: skip


def address(view: str, filters: Mapping[str, str]) -> str:
    """Return where a view of the list stands, behind the language."""
    return f"/cases?{urlencode({'show': view, **filters})}"


def _told(case: Case, now: int) -> dict[str, str]:
    return {"owner": case.owner or NOBODY, "kind": case.kind.code, "due": due_state(case, now), "stage": case.stage}

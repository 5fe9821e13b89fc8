"""The columns of the list that a search gives: in which order, and which are left out. The first, which leads to the
record, always stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

COLUMNS = ("recipient", "items", "ground", "person", "verdict")
_PLACE = "place_"


def columns_said(query: Mapping[str, str]) -> tuple[str, ...] | None:
    """Return the columns that an address names, in order: by the place of each, as the form sends them, or in one
    word, as links do. None where it says nothing of them."""
    if any(name.startswith(_PLACE) for name in query):
        places = {code: query.get(_PLACE + code, "") for code in COLUMNS}
        shown = [code for code in COLUMNS if places[code].isdecimal()]
        return tuple(sorted(shown, key=lambda code: int(places[code][:3])))
    return known(query["columns"].split("-")) if "columns" in query else None


def known(columns: Sequence[str]) -> tuple[str, ...]:
    """Return those that are columns, each once: an earlier release may have kept others."""
    return tuple(dict.fromkeys(code for code in columns if code in COLUMNS))


def in_one_word(columns: Sequence[str]) -> str:
    """Return columns as links name them."""
    return "-".join(columns)


def places(columns: Sequence[str]) -> dict[str, str]:
    """Return what the form says of each column, by field: its place, or nothing where it is left out."""
    return {
        _PLACE + code: str(columns.index(code) + 1) if code in columns else "" for code in COLUMNS
    }  # fmt: skip

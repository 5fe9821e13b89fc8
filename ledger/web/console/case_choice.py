"""The form of one choice about a record or records that are alike: whether it is given, without which items, and
whether its verdict is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ledger.cases.choices import FIRST, GIVE, ITEMS, Choice
from ledger.cases.requests import WITHHELD
from ledger.cases.rows import Row
from ledger.cases.texts import Text
from ledger.cases.verdicts import TELLABLE
from ledger.web.console.case_frame import filled, said, word
from ledger.web.console.case_words import WORDS
from ledger.web.console.routes import Asked

MOST_CHARACTERS = 1_000
#: What becomes of a verdict: it is told, or the person reads that it is being checked.
_TELL, _CHECKING = "tell", "checking"


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form. ``left_out``: by item the ground that was chosen, where one was."""

    choice: str = ""
    text: str = ""
    verdict: str = _CHECKING
    left_out: Mapping[str, str] = field(default_factory=dict)


def typed(asked: Asked, row: Row) -> Typed:
    """Return what was sent about a record."""
    chosen = {item.code: asked.form.get(_field(place), "") for place, item in enumerate(row.items)}
    return Typed(
        asked.form.get("choice", ""), asked.form.get("text", ""), asked.form.get("verdict", _CHECKING),
        {code: ground for code, ground in chosen.items() if ground},
    )  # fmt: skip


def typed_before(stands: Choice | None) -> Typed:
    """Return what the form says of a choice that stands, empty where none does."""
    if stands is None:
        return Typed()
    return Typed(stands.choice, stands.text, _TELL if stands.confirms else _CHECKING, stands.left_out)


def faults(made: Typed, row: Row) -> dict[str, Text]:
    """Return by field, in the order of the form, what is wrong with what was sent."""
    errors: dict[str, Text] = {}
    given = made.choice in (GIVE, ITEMS)
    if made.choice not in FIRST:
        errors["choice"] = WORDS["choice_missing"]
    if made.choice == ITEMS and not made.left_out:
        errors["items"] = WORDS["items_missing"]
    elif made.left_out and (made.choice != ITEMS or not set(made.left_out.values()) <= set(WITHHELD)):
        errors["items"] = WORDS["items_unasked"]
    if made.verdict not in (_TELL, _CHECKING) or (made.verdict == _TELL and not (given and tellable(row))):
        errors["verdict"] = WORDS["verdict_unasked"]
    if made.choice in FIRST and made.choice != GIVE and not made.text:
        errors["text"] = WORDS["why_missing"]
    elif len(made.text) > MOST_CHARACTERS:
        errors["text"] = filled(WORDS["too_long_by"], MOST_CHARACTERS)
    return errors


def step_said(made: Typed) -> dict[str, Any]:
    """Return what a step says that was chosen so, but for what it is about."""
    told: dict[str, Any] = {"choice": made.choice, "text": made.text}
    if made.verdict == _TELL:
        told["confirms"] = True
    if made.left_out:
        told["left_out"] = dict(made.left_out)
    return told


def form(asked: Asked, made: Typed, row: Row) -> dict[str, Any]:
    """Return what the form shows of a record, in the language of the page."""
    grounds = [("", word(asked, "item_given"))]
    grounds += [(code, word(asked, f"withhold_{code}")) for code in WITHHELD]
    return {
        "choices": [
            *((code, word(asked, f"choice_{code}"), "") for code in (GIVE, ITEMS)),
            *((code, word(asked, f"withhold_{code}"), said(asked, WITHHELD[code])) for code in WITHHELD),
        ],
        "items": [
            (_field(place), said(asked, Text(item.ja, item.en)), made.left_out.get(item.code, ""))
            for place, item in enumerate(row.items)
        ],
        "grounds": grounds, "verdicts": _verdicts(asked, row),
        "typed_choice": {"choice": made.choice, "text": made.text, "verdict": made.verdict},
    }  # fmt: skip


def chosen_words(made: Choice) -> Text:
    """Return a choice in words: what becomes of the record, and that its verdict is told."""
    base = WORDS[f"withhold_{made.choice}" if made.choice in WITHHELD else f"choice_{made.choice}"]
    if not made.confirms:
        return base
    both = WORDS["choice_and_verdict"]
    return Text(both.ja.format(base.ja), both.en.format(base.en))


def chosen_lines(made: Choice, row: Row) -> list[tuple[Text, Text]]:
    """Return a choice as lines (label, words): what becomes of the record, of which items, and of its verdict."""
    words = {item.code: Text(item.ja, item.en) for item in row.items}
    lines = [(WORDS["choice"], chosen_words(made))]
    lines += [
        (words.get(code, Text(code, code)), WORDS[f"withhold_{ground}"]) for code, ground in made.left_out.items()
    ]
    if made.confirms and row.judged is not None:
        lines.append((WORDS["verdict_told"], row.judged.words(row.shown.role)))
    return lines


def tellable(row: Row) -> bool:
    """Tell whether the verdict of a record can be told to its person."""
    return row.judged is not None and row.judged.verdict in TELLABLE


def _verdicts(asked: Asked, row: Row) -> list[tuple[str, str, str]]:
    if not tellable(row):
        return []
    assert row.judged is not None, "seen by tellable"
    words = said(asked, row.judged.words(row.shown.role))
    if row.judged.verdict == "violation":
        words += (" " if asked.lang == "en" else "") + word(asked, "verdict_two")
    return [(_CHECKING, word(asked, "verdict_checking"), ""), (_TELL, word(asked, "verdict_tell"), words)]


def _field(place: int) -> str:
    return f"item-{place}"

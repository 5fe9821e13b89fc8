"""What the pages of one case have in common: the case, its identity bar, and the links to its pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi.responses import Response

from ledger.cases.case import Case
from ledger.cases.casebook import Casebook, normal, readable
from ledger.cases.deadline import Deadline, deadline
from ledger.cases.moments import spoken
from ledger.cases.stops import GROUNDS
from ledger.cases.tasks import due_state
from ledger.cases.texts import Text
from ledger.judging.acts import EXISTENCE
from ledger.web.console.case_words import WORDS
from ledger.web.console.console import Console
from ledger.web.console.routes import Asked
from ledger.web.desks import Desk

#: The pages of a case, in order: behind its address, and the code of their words.
TABS = (
    ("", "tab_overview"), ("/asker", "tab_asker"), ("/thread", "tab_thread"), ("/tasks", "tab_tasks"),
    ("/records", "tab_records"), ("/existence", "tab_existence"), ("/stop", "tab_stop"), ("/letters", "tab_letters"),
    ("/files", "tab_files"),
    ("/complaint", "tab_complaint"), ("/clock", "tab_clock"), ("/history", "tab_history"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bar:
    """The identity bar of a case: nothing in it tells who the person is."""

    number: str
    plain: str
    kind: Text
    channel: Text
    arrived: Text
    stage: Text
    due: Deadline
    due_words: Text
    days_words: Text
    due_state: str
    closed: bool
    owner: str
    reviewer: str
    suit: Text | None

    @property
    def path(self) -> str:
        """The address of the case behind the language."""
        return f"/cases/{self.plain}"


def bar(case: Case, now: int) -> Bar:
    """Return the identity bar of a case at an instant (µs UTC)."""
    due, state = deadline(case, now), due_state(case, now)
    suit = spoken(due.suit_from) if due.suit_from is not None else None
    return Bar(
        readable(case.number), case.number, case.asked_for, WORDS[f"channel_{case.channel}"], spoken(case.arrived),
        WORDS[f"stage_{case.stage}"], due, spoken(due.due), _days(due.days_left), state,
        state in ("answered", "closed"), case.owner, case.seconded_by or "", suit,
    )  # fmt: skip


def _days(left: int) -> Text:
    """Return in words how many days are left, or by how many it is overdue."""
    named = {-1: "day_over", 0: "due_today", 1: "day_left"}.get(left)
    return WORDS[named] if named is not None else filled(WORDS["days_over" if left < 0 else "days_left"], abs(left))


def found(desk: Desk, asked: Asked) -> Case:
    """Return the case that the address names. Raises Conflicted, NoSuchCase, CaseErased."""
    return Casebook(desk.connection, desk.vault).looked_at(normal(asked.params["number"]), asked.who.officer, asked.now)


def case_page(
    console: Console, asked: Asked, case: Case, template: str, title: str, /, *, tab: str | None = None,
    status: int = 200, errors: Mapping[str, Text] | None = None, typed: Mapping[str, Any] | None = None, **more: Any,
) -> Response:  # fmt: skip
    """Render a page of a case. ``title``: code of its heading; ``tab``: which page this is, None for one that is led to
    from another."""
    made = bar(case, asked.now)
    above = [("/cases", word(asked, "cases"))]
    if tab != "":
        above.append((made.path, made.number))
    heading = said(asked, filled(WORDS["case_of"], made.number)) if tab == "" else word(asked, title)
    return console.render(
        asked, template, heading, status=status, words=WORDS, errors=errors, typed=typed, crumbs=above, bar=made,
        unsafe=case.unsafe,
        path=None if tab is None or asked.path.endswith(tab) else made.path + tab,
        tabs=[(made.path + path, _tab(case, path, code), path == tab) for path, code in _tabs(case, asked)],
        **more,
    )  # fmt: skip


def _tabs(case: Case, asked: Asked) -> list[tuple[str, str]]:
    spared = {path for path, there in (
        ("/records", case.kind.code == "records"), ("/complaint", not case.kind.personal),
        ("/existence", case.kind.code == "records" and bool(EXISTENCE & asked.who.roles)),
        ("/stop", case.kind.code in GROUNDS),
        ("/tasks", case.task_kind is not None),
    ) if not there}  # fmt: skip
    return [(path, code) for path, code in TABS if path not in spared]


def _tab(case: Case, path: str, code: str) -> Text:
    """Return the words of a tab, with how much there is behind it: 0 is told too."""
    words, told, checked = WORDS[code], WORDS["tab_with"], WORDS["checked"]
    count = {
        "/thread": len(case.thread) + len(case.notes), "/letters": len(case.letters), "/files": len(case.files),
    }.get(path)  # fmt: skip
    if count is not None:
        return Text(told.ja.format(words.ja, count), told.en.format(words.en, count))
    if path == "/asker" and case.identified_by is not None:
        return Text(told.ja.format(words.ja, checked.ja), told.en.format(words.en, checked.en))
    return words


def word(asked: Asked, code: str) -> str:
    """Return words of the page in the language that was asked for."""
    return said(asked, WORDS[code])


def said(asked: Asked, words: Text) -> str:
    """Return words in the language that was asked for."""
    return words.told_in(asked.lang)


def filled(words: Text, *values: object) -> Text:
    """Return words with values in their places."""
    return Text(words.ja.format(*values), words.en.format(*values))

"""The list of cases and the first page: what is due, this officer's own work first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Set

from fastapi.responses import Response

from ledger.cases.case import Case
from ledger.cases.casebook import Casebook, NoSuchCase, case_id_of, normal
from ledger.cases.deadline import deadline
from ledger.cases.moments import minute
from ledger.cases.next_step import next_in_words, next_steps
from ledger.cases.stopping import to_tell
from ledger.cases.taken import in_hand
from ledger.cases.tasks import DUE, due_state, next_task, own_decision
from ledger.judging.acts import DECISIONS
from ledger.log.head import LOG_ID, read_head
from ledger.web.console.case_filters import address, chosen, in_use, narrowed, options
from ledger.web.console.case_frame import bar, word
from ledger.web.console.case_words import WORDS
from ledger.web.console.console import Console, to
from ledger.web.console.routes import Asked, Route
from ledger.web.console.tile_words import TILES
from ledger.web.console.tiles import tiles

VIEWS = ("mine", "all", "second", "late", "closed")
#: Lines of the first page's list.
_FIRST = 5


def home(console: Console, asked: Asked) -> Response:
    """Show the next thing to do, then this officer's work and how much is due when."""
    sorted_cases = _sorted(console, asked)
    work = _work(asked, sorted_cases)
    counts = Counter(due_state(case, asked.now) for case in sorted_cases["all"])
    return console.render(
        asked, "case_home.html", word(asked, "home"), words=WORDS, typed={"number": ""}, now=minute(asked.now),
        lines=[_line(asked, case) for case in work[:_FIRST]], waiting=len(work),
        counts=[(state, counts[state]) for state in DUE], second=len(sorted_cases["second"]),
        mine=len(sorted_cases["mine"]), late=len(sorted_cases["late"]), t=TILES,
        tiles=tiles(console.counts, console.desks, console.desks.registers(), asked, console.routes),
    )  # fmt: skip


def listed(console: Console, asked: Asked) -> Response:
    """Show the cases of one view, those due first, narrowed down as the address says."""
    view = asked.query.get("show", "all")
    view = view if view in VIEWS else "all"
    sorted_cases, filters = _sorted(console, asked), chosen(asked.query)
    known = {case.number for case in sorted_cases["late"]}
    there = {one: narrowed(sorted_cases[one], filters, asked.now) for one in VIEWS}
    owners = {case.owner for one in VIEWS for case in sorted_cases[one]}
    offered = options(owners, asked.who.officer)
    return console.render(
        asked, "case_list.html", word(asked, "cases"), words=WORDS, view=view, now=minute(asked.now),
        views=[(one, f"view_{one}", len(there[one]), address(one, filters)) for one in VIEWS],
        typed={name: filters.get(name, "") for name in offered}, offered=offered,
        in_use=in_use(filters, offered, view), clear=address(view, {}),
        lines=[_line(asked, case, case.number in known) for case in there[view]],
    )  # fmt: skip


def by_number(console: Console, asked: Asked) -> Response:
    """Open the case with a number that was typed."""
    number = normal(asked.query.get("number", ""))
    try:
        with console.desks.one() as desk:
            Casebook(desk.connection, desk.vault).find(number)
    except NoSuchCase:
        error = WORDS["number_unknown" if number else "number_missing"]
        return console.render(
            asked, "case_find.html", word(asked, "open_number"), words=WORDS, errors={"number": error},
            typed={"number": asked.query.get("number", "")}, crumbs=[("/cases", word(asked, "cases"))],
        )  # fmt: skip
    return to(asked, f"/cases/{number}")


def _sorted(console: Console, asked: Asked) -> Mapping[str, Sequence[Case]]:
    """Return the cases by view. Those overdue come first; among the closed the latest."""
    with console.desks.one() as desk:
        everything = console.shelf.all(Casebook(desk.connection, desk.vault))
        hands = in_hand(desk.connection, asked.who.officer)
        size = read_head(desk.connection, LOG_ID).size
        known = console.late.numbers(desk.connection, desk.vault, everything, asked.who.range, size, asked.now)
    still = [case for case in everything if not case.ended or to_tell(case)]
    due = sorted(still, key=lambda case: deadline(case, asked.now).due)
    return {
        "mine": [case for case in due if _mine(case, asked.who.officer, hands)],
        "all": due,
        "second": [case for case in due if case.stage == "second"],
        "late": [case for case in everything if case.number in known],
        "closed": [case for case in reversed(everything) if case.stage in ("answered", "closed")],
    }


def _mine(case: Case, officer: str, hands: Set[bytes]) -> bool:
    """Tell whether an officer sees to a case: by name, or where nobody does, because they have had it in hand."""
    return case.owner == officer if case.owner else case_id_of(case.number) in hands


def _work(asked: Asked, sorted_cases: Mapping[str, Sequence[Case]]) -> list[Case]:
    """Return what this officer could do something about now: overdue before all, then what was theirs already, then
    what waits for a second officer, then the rest."""
    mine = {case.number for case in sorted_cases["mine"]}
    doable = [case for case in sorted_cases["all"] if next_task(case, asked.who.officer) is not None]
    return sorted(doable, key=lambda case: (
        due_state(case, asked.now) != "overdue", case.number not in mine, case.stage != "second",
    ))  # fmt: skip


def _line(asked: Asked, case: Case, late: bool = False) -> dict[str, object]:
    own = own_decision(case, asked.who.officer)
    doing = WORDS["own_decision_short"] if own else next_in_words(next_steps(case, asked.now, late))
    return {"bar": bar(case, asked.now), "doing": doing}


ROUTES = (
    Route("GET", "/cases", DECISIONS, listed, personal=False, menu=WORDS["cases"]),
    Route("GET", "/cases/open", DECISIONS, by_number, personal=False),
)

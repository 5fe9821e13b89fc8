"""Who sees to a case. Who takes it over by a page that is out of date is shown what changed, and keeps what they
chose."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi.responses import Response

from ledger.cases.case import Case
from ledger.cases.casebook import Casebook
from ledger.cases.moments import minute
from ledger.cases.owner import OwnerMoved
from ledger.cases.taken import Taken, taken
from ledger.cases.texts import Text
from ledger.judging.acts import DECISIONS
from ledger.web.console.case_frame import case_page, found
from ledger.web.console.case_words import WORDS
from ledger.web.console.console import Console, to
from ledger.web.console.routes import Asked, Route
from ledger.web.desks import Desk


def shown(console: Console, asked: Asked) -> Response:
    """Show who sees to the case, and to whom it may go."""
    with console.desks.one() as desk:
        case = found(desk, asked)
        return _page(console, asked, desk, case, {"owner": asked.who.officer}, {})


def given(console: Console, asked: Asked) -> Response:
    """Give the case to an officer, if it is still whose it was when that was looked at."""
    typed, before = {"owner": asked.form.get("owner", "")}, asked.form.get("before", "")
    with console.desks.one() as desk:
        case = found(desk, asked)
        if typed["owner"] not in _officers(console, asked):
            return _page(console, asked, desk, case, typed, {"owner": WORDS["owner_missing"]})
        try:
            Casebook(desk.connection, desk.vault).step(
                case.number, asked.who.officer, "request", "case own",
                {"owner": typed["owner"], "before": before}, asked.now, console.desks.registers(),
            )  # fmt: skip
        except OwnerMoved:
            return _page(console, asked, desk, found(desk, asked), typed, {"owner": WORDS["owner_moved"]}, clash=True)
    return to(asked, f"/cases/{case.number}")


def _page(
    console: Console, asked: Asked, desk: Desk, case: Case, typed: Mapping[str, str], errors: Mapping[str, Text], *,
    clash: bool = False,
) -> Response:  # fmt: skip
    return case_page(
        console, asked, case, "case_owner.html", "owner_title", status=409 if clash else 200, errors=errors,
        typed=typed, case=case, changed=_changed(taken(desk.connection, case.number)) if clash else None,
        officers=[(code, name, "") for code, name in _officers(console, asked).items()],
    )  # fmt: skip


def _changed(steps: list[Taken]) -> tuple[str, Text]:
    """Return who gave the case last, and when."""
    last = next(one for one in steps if one.command == "case own")
    return last.officer, minute(last.made_at)


def _officers(console: Console, asked: Asked) -> dict[str, str]:
    """Return who may see to a case, by code: this officer first."""
    rows = console.desks.registers().keys_at("officers", asked.now)
    may = {row.key: str(row.body["display_name"]) for row in rows if DECISIONS & set(row.body["roles"])}
    return dict(sorted(may.items(), key=lambda one: (one[0] != asked.who.officer, one[0])))


ROUTES = (
    Route("GET", "/cases/{number}/owner", DECISIONS, shown, personal=False),
    Route("POST", "/cases/{number}/owner", DECISIONS, given, personal=False),
)

"""Files of a case: what came by paper is attached, each is taken out as it came and never shown, and what is needed no
more goes.

Here no key is destroyed: whoever could come in by these pages must not be able to. An officer says that they are done
with a file; it is given out no more from then on, and the daily run destroys it.
"""

from __future__ import annotations

from collections.abc import Mapping

from fastapi.responses import Response

from ledger.cases.case import Case
from ledger.cases.casebook import Casebook
from ledger.cases.files.filed import Filed
from ledger.cases.files.kinds import FileUnusable
from ledger.cases.files.store import Attaching, FileGone, attach, outlived, taken_out
from ledger.cases.moments import minute
from ledger.cases.texts import Text
from ledger.cases.window_words import FILE_KINDS, size_in_words
from ledger.judging.acts import DECISIONS, enter_act
from ledger.log.head import LOG_ID, read_head
from ledger.web.console.case_frame import case_page, found
from ledger.web.console.case_words import WORDS
from ledger.web.console.console import Console, to
from ledger.web.console.handing import inert
from ledger.web.console.routes import Asked, Route

#: How a file of each kind is called at its end.
_ENDS = {"pdf": "pdf", "jpeg": "jpg", "png": "png"}


def shown(console: Console, asked: Asked) -> Response:
    """Show which files there are, and the form that attaches one."""
    with console.desks.one() as desk:
        case = found(desk, asked)
        enter_act(
            desk.connection, desk.vault, console.desks.registers(), asked.who.officer, asked.reason or "request",
            "case attachment list", {"case": case.number}, None, asked.now, None, DECISIONS,
        )  # fmt: skip
    return _list(console, asked, case, {}, {"shows_identity": ""})


def attached(console: Console, asked: Asked) -> Response:
    """Attach a file, such as a scan of what came on paper."""
    typed = {"shows_identity": asked.form.get("shows_identity", "")}
    with console.desks.one() as desk:
        case = found(desk, asked)
        if not asked.file:
            return _list(console, asked, case, {"file": WORDS["file_missing"]}, typed)
        who = Attaching(
            asked.who.officer, asked.reason or "request", asked.now, bool(typed["shows_identity"]),
            console.desks.registers(),
        )  # fmt: skip
        try:
            attach(Casebook(desk.connection, desk.vault), case.number, asked.file, who)
        except FileUnusable:
            return _list(console, asked, case, {"file": WORDS["file_unusable"]}, typed)
    return to(asked, f"/cases/{case.number}/files")


def taken(console: Console, asked: Asked) -> Response:
    """Give a file out as it came, to be kept and not to be shown. The look is entered first."""
    with console.desks.one() as desk:
        case = found(desk, asked)
        filed = _filed(case, asked)
        if filed is None:
            return console.said(asked.lang, "file_gone", 404, asked.who)
        try:
            content = taken_out(Casebook(desk.connection, desk.vault), case, filed.file_id)
        except FileGone:
            return console.said(asked.lang, "file_gone", 404, asked.who)
        as_of = read_head(desk.connection, LOG_ID).size
        enter_act(
            desk.connection, desk.vault, console.desks.registers(), asked.who.officer, asked.reason or "request",
            "case attachment take", {"case": case.number, "file": filed.file_id, "as_of": as_of}, None, asked.now,
            None, DECISIONS,
        )  # fmt: skip
    return inert(content, f"{filed.file_id[:8]}.{_ENDS[filed.kind]}")


def destroying(console: Console, asked: Asked) -> Response:
    """Say what it does before it is done."""
    with console.desks.one() as desk:
        case = found(desk, asked)
    filed = _filed(case, asked)
    if filed is None:
        return console.said(asked.lang, "file_gone", 404, asked.who)
    return case_page(
        console, asked, case, "case_destroy.html", "destroy_title", named=named(case, filed), filed=filed
    )  # fmt: skip


def discarded(console: Console, asked: Asked) -> Response:
    """Enter that a file is needed no more."""
    with console.desks.one() as desk:
        case = found(desk, asked)
        filed = _filed(case, asked)
        if filed is None:
            return console.said(asked.lang, "file_gone", 404, asked.who)
        Casebook(desk.connection, desk.vault).step(
            case.number, asked.who.officer, asked.reason or "request", "case discard", {"file": filed.file_id},
            asked.now, console.desks.registers(),
        )  # fmt: skip
    return to(asked, f"/cases/{case.number}/files")


def _filed(case: Case, asked: Asked) -> Filed | None:
    """Return the file that the address names, if it can be taken out still."""
    return next((one for one in case.files if one.file_id == asked.params["file"] and one.given_out), None)


def named(case: Case, filed: Filed) -> Text:
    """Return how a file is called on a page: by its place among those of the case, and its kind."""
    kind, place = FILE_KINDS[filed.kind], case.files.index(filed) + 1
    named = WORDS["file_named"]
    return Text(named.ja.format(place, kind.ja), named.en.format(place, kind.en))


def _size(filed: Filed) -> Text:
    words, told = size_in_words(filed.size), WORDS["bytes"]
    return Text(told.ja.format(words.ja, filed.size), told.en.format(words.en, filed.size))


def _state(filed: Filed, goes: bool) -> Text:
    if filed.destroyed:
        return WORDS["file_destroyed"]
    return WORDS["file_over" if goes else "file_shows_identity" if filed.shows_identity else "file_kept"]


def _list(
    console: Console, asked: Asked, case: Case, errors: Mapping[str, Text], typed: Mapping[str, str]
) -> Response:  # fmt: skip
    over = set(outlived(case))
    lines = [
        (
            one, named(case, one), _size(one),
            WORDS["the_person"] if one.from_person else Text(one.officer, one.officer), minute(one.at),
            _state(one, one.file_id in over),
        )
        for one in case.files
    ]  # fmt: skip
    return case_page(
        console, asked, case, "case_files.html", "files_title", tab="/files", errors=errors, typed=typed, lines=lines
    )  # fmt: skip


ROUTES = (
    Route("GET", "/cases/{number}/files", DECISIONS, shown, personal=True),
    Route("POST", "/cases/{number}/files", DECISIONS, attached, personal=True, upload=True),
    Route("GET", "/cases/{number}/files/{file}", DECISIONS, taken, personal=True),
    Route("GET", "/cases/{number}/files/{file}/destroy", DECISIONS, destroying, personal=True),
    Route("POST", "/cases/{number}/files/{file}/destroy", DECISIONS, discarded, personal=True),
)

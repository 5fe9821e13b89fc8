"""One person's records outside a case: asked for by one officer, agreed to by another, then shown. A violation's record
needs no second officer: whose it is follows from it."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi.responses import Response

from ledger.cases.moments import minute, short
from ledger.cases.one_person import Asked as Request
from ledger.cases.one_person import NothingToConfirm, SearchRefused, by_request, confirm, open_requests
from ledger.cases.one_person import ask as enter_request
from ledger.cases.outside import Outside, outside
from ledger.cases.texts import Text
from ledger.judging.acts import LOOKS, enter_act
from ledger.judging.lookup import linked
from ledger.judging.records import Person, Search, find_person, owners_of, people_at
from ledger.log.head import LOG_ID, read_head
from ledger.web.console.console import Console
from ledger.web.console.parts import filled, reason_words
from ledger.web.console.record import look_of, record_of
from ledger.web.console.records import PAGE, Found, TooSlow, look
from ledger.web.console.records_words import WORDS
from ledger.web.console.routes import Asked, Route
from ledger.web.desks import Desk

_LONGEST = 200


def requests(console: Console, asked: Asked) -> Response:
    """Show what waits for this officer's agreement, what they asked for, and the form to ask."""
    return _page(console, asked, {}, {})


def asks(console: Console, asked: Asked) -> Response:
    """Enter that this officer asks to look somebody up."""
    typed = {name: asked.form.get(name, "") for name in ("namespace", "subject")}
    errors = {name: WORDS[f"{name}_missing"] for name, said in typed.items() if not said}
    if sum(map(len, typed.values())) > _LONGEST:
        errors["subject"] = WORDS["subject_long"]
    if errors:
        return _page(console, asked, typed, errors)
    if not asked.who.range.covers_people({typed["namespace"]}):
        return _page(console, asked, typed, {"namespace": WORDS["out_of_range"]})
    with console.desks.one() as desk:
        enter_request(
            desk.connection, desk.vault, console.desks.registers(), asked.who.officer, asked.reason or "",
            (typed["namespace"], typed["subject"]), asked.now,
        )  # fmt: skip
    return _page(console, asked, {}, {}, done=WORDS["asked_done"])


def agrees(console: Console, asked: Asked) -> Response:
    """Enter that this officer agrees to another's request."""
    with console.desks.one() as desk:
        try:
            one = confirm(
                desk.connection, desk.vault, console.desks.registers(), asked.who.officer, asked.reason or "",
                asked.form.get("request", ""), asked.now,
            )  # fmt: skip
        except NothingToConfirm:
            return _not_agreed(console, asked)
    return _page(console, asked, {}, {}, done=filled(WORDS["confirmed_done"], one.officer))


def found(console: Console, asked: Asked) -> Response:
    """Show the records of who was asked for, once another officer has agreed."""
    with console.desks.one() as desk:
        try:
            request = by_request(desk.connection, desk.vault, asked.who.officer, asked.params["request"], asked.now)
        except SearchRefused:
            return _not_agreed(console, asked)
        if not asked.who.range.covers_people({request.namespace}):
            return console.said(asked.lang, "missing", 404, asked.who)
        as_of = read_head(desk.connection, LOG_ID).size
        person = find_person(desk.connection, desk.vault, request.namespace, request.subject, as_of, asked.now)
        at = outside(desk.connection, desk.vault, console.desks.registers(), asked.who.officer, as_of, asked.now)
        seen = _look(console, asked, desk, person, {"request": request.request}, at)
    agreed_at = minute(request.confirmed_at or asked.now)
    by = filled(WORDS["person_by"], request.confirmed_by or "", agreed_at, minute(request.until))
    return _found(console, asked, seen, by)


def of_violation(console: Console, asked: Asked) -> Response:
    """Show the records of the person of a record that is a violation."""
    with console.desks.one() as desk:
        at = look_of(desk, console.desks.registers(), asked)
        found = record_of(at, asked)
        row, closed = found if found is not None else (None, False)
        (owner,) = owners_of(desk.vault, [row]) if row is not None else (None,)
        if row is None or owner is None:
            return console.said(asked.lang, "missing", 404, asked.who)
        if closed:
            return _page(console, asked, {}, {}, done=WORDS["person_closed"])
        if row.verdict != "violation":
            return _page(console, asked, {}, {}, done=WORDS["not_violation"])
        _, links = linked(desk.connection, LOG_ID, at.as_of, [owner])
        person = people_at(desk.vault, links, [owner], asked.now)[owner]
        seen = _look(console, asked, desk, person, {"record_index": row.idx}, at)
    return _found(console, asked, seen, WORDS["violation_person"])


def _look(
    console: Console, asked: Asked, desk: Desk, person: Person | None, about: Mapping[str, object], at: Outside
) -> Found | None:  # fmt: skip
    """Return a person's records within the officer's range that are not closed; None where that took too long."""
    if person is None:
        enter_act(
            desk.connection, desk.vault, console.desks.registers(), asked.who.officer, asked.reason or "", "search",
            {**about, "as_of": at.as_of}, None, asked.now, None, LOOKS,
        )  # fmt: skip
        return Found((), 0, at.as_of, None, None, False)
    try:
        what = Search(person=person, within=asked.who.range, but=at.closed_of(person))
        return look(console, asked, desk, what, about)
    except TooSlow:
        return None


def _found(console: Console, asked: Asked, seen: Found | None, by: Text) -> Response:
    return console.render(
        asked, "person_found.html", WORDS["person_found"].told_in(asked.lang), words=WORDS, found=seen, by=by,
        crumbs=[("/records", WORDS["records_title"].told_in(asked.lang)),
                ("/records/person", WORDS["person_title"].told_in(asked.lang))],
        now=minute(asked.now), page=PAGE, here=asked.path,
    )  # fmt: skip


def _not_agreed(console: Console, asked: Asked) -> Response:
    return console.render(
        asked, "person_refused.html", WORDS["person_not_agreed_title"].told_in(asked.lang), status=403, words=WORDS,
        crumbs=[("/records/person", WORDS["person_title"].told_in(asked.lang))], path="/records/person",
    )  # fmt: skip


def _page(
    console: Console, asked: Asked, typed: Mapping[str, str], errors: Mapping[str, Text], done: Text | None = None
) -> Response:  # fmt: skip
    with console.desks.one() as desk:
        open_now = open_requests(desk.connection, desk.vault, asked.now)
    theirs = [
        _line(one) for one in open_now if one.officer != asked.who.officer and one.confirmed_by is None
        and asked.who.range.covers_people({one.namespace})
    ]  # fmt: skip
    mine = [_line(one) for one in open_now if one.officer == asked.who.officer]
    return console.render(
        asked, "person.html", WORDS["person_title"].told_in(asked.lang), words=WORDS, errors=errors,
        typed={"namespace": "", "subject": "", **typed}, theirs=theirs, mine=mine, done=done, path="/records/person",
        crumbs=[("/records", WORDS["records_title"].told_in(asked.lang))], reason=reason_words(asked.reason),
    )  # fmt: skip


def _line(one: Request) -> dict[str, object]:
    ending = one.subject[-4:] if len(one.subject) > 6 else ""
    return {
        "request": one.request, "officer": one.officer, "reason": reason_words(one.reason),
        "id": f"{one.namespace} ****{ending}", "until": short(one.until), "agreed": one.confirmed_by is not None,
    }  # fmt: skip


ROUTES = (
    Route("GET", "/records/person", LOOKS, requests, personal=True),
    Route("POST", "/records/person", LOOKS, asks, personal=True),
    Route("POST", "/records/person/confirm", LOOKS, agrees, personal=True),
    Route("GET", "/records/person/{request}", LOOKS, found, personal=True),
    Route("GET", "/records/{record}/person", LOOKS, of_violation, personal=True),
)

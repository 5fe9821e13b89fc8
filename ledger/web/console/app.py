"""The officer's console: who is asked for in which order, before a page module's handler runs.

A page is given to who is signed in and has one of its roles. What changes anything is a ``POST`` whose form carries the
session's token and whose browser says that it comes from this very place. A page about a person opens to who has said
why, and whose pledge and training are current.
"""

from __future__ import annotations

import hmac
import logging
from collections.abc import Awaitable, Callable, Sequence
from importlib.resources import files
from itertools import chain
from urllib.parse import quote

import psycopg
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from ledger.cases.casebook import CaseErased, NoSuchCase
from ledger.cases.collect import OperatorUnknown
from ledger.cases.conflicts import Conflicted
from ledger.cases.files.store import FileDiffers
from ledger.cases.given import PersonErased
from ledger.cases.steps import StepRefused
from ledger.judging.acts import ActRefused
from ledger.judging.flow_counting import FlowCounting
from ledger.store.connect import speakable
from ledger.vault.accounts import Accounts
from ledger.vault.master import WrongMasterKey
from ledger.vault.saved_searches import SavedSearches
from ledger.web.console import (
    case_agent,
    case_answer,
    case_asker,
    case_clock,
    case_code,
    case_complaint,
    case_existence,
    case_extend,
    case_files,
    case_identify,
    case_intake,
    case_letters,
    case_list,
    case_owner,
    case_pages,
    case_protect,
    case_refer,
    case_rows,
    case_second,
    case_stop,
    case_supplement,
    case_tasks,
    case_unproven,
    case_unsafe,
    case_withdraw,
    checks,
    conflicts,
    flow_counts,
    flow_map,
    home,
    inspection,
    leaving,
    officer,
    operations,
    people,
    person,
    quarantine,
    quarantine_outcome,
    reason,
    record,
    records,
    records_reason,
    records_saved,
    registers,
    retention,
    runbook,
    violations,
)  # fmt: skip
from ledger.web.console.console import HEADERS, Console
from ledger.web.console.counting import counted_beside
from ledger.web.console.entrance import Entrance, cookie, same_place
from ledger.web.console.passwords import Passwords
from ledger.web.console.routes import LANGUAGES, RECORDS, Asked, Route, Who
from ledger.web.console.sessions import StaffSessions
from ledger.web.console.slowing import Slowing
from ledger.web.desks import Desks
from ledger.web.forms import Fields, FormRefused, fields, read_form
from ledger.web.front import language_in_path, new_app, sheet
from ledger.web.unforeseen import Unforeseen
from ledger.web.uploads import FormUnusable, received

logger = logging.getLogger(__name__)

#: Every page there is, module by module, in the menu's order.
ROUTES: tuple[Route, ...] = tuple(chain(
    home.ROUTES, case_list.ROUTES, case_intake.ROUTES, case_pages.ROUTES, case_identify.ROUTES, case_rows.ROUTES,
    case_second.ROUTES, case_supplement.ROUTES, case_answer.ROUTES, case_complaint.ROUTES, case_extend.ROUTES,
    records_reason.ROUTES, records.ROUTES, records_saved.ROUTES, person.ROUTES, record.ROUTES,
    flow_map.ROUTES, flow_counts.ROUTES, violations.ROUTES,
    quarantine.ROUTES, quarantine_outcome.ROUTES, registers.ROUTES, checks.ROUTES, inspection.ROUTES, operations.ROUTES,
    runbook.ROUTES, retention.ROUTES, people.ROUTES, officer.ROUTES, reason.ROUTES,
    leaving.ROUTES, case_clock.ROUTES, case_asker.ROUTES, case_agent.ROUTES, case_protect.ROUTES, conflicts.ROUTES,
    case_unsafe.ROUTES,
    case_letters.ROUTES, case_files.ROUTES, case_owner.ROUTES, case_existence.ROUTES,
    case_stop.ROUTES, case_tasks.ROUTES, case_unproven.ROUTES, case_code.ROUTES, case_refer.ROUTES,
    case_withdraw.ROUTES,
))  # fmt: skip

_STYLES = {
    name: (files("ledger.web") / "static" / name).read_bytes()
    for name in ("window.css", "console.css", "cases.css", "ledger.css")
}
_MOST_BYTES, _MOST_FIELDS = 1_048_576, 6_000
_NOTHING = Fields({})


def console_app(
    desks: Desks, accounts: Accounts, searches: SavedSearches, passwords: Passwords, slowing: Slowing,
    clock: Callable[[], int], https: bool, routes: Sequence[Route] = ROUTES,
) -> FastAPI:  # fmt: skip
    """Build the application. ``clock`` gives µs since 1970 UTC; ``https``: whether browsers come by TLS."""
    counting = FlowCounting(lambda: desks.connection())
    app = new_app(desks, HEADERS, lambda _: counted_beside(counting))
    sessions = StaffSessions(accounts, desks)
    console = Console(desks, accounts, searches, sessions, clock, routes, counting)
    app.add_middleware(Unforeseen, said=lambda request: console.said(language_in_path(request), "down", 500))
    Entrance(console, sessions, passwords, slowing, https).serve(app)

    @app.get("/static/{name}")
    async def style(name: str) -> Response:
        if name not in _STYLES:
            return Response(status_code=404)
        return sheet(_STYLES[name], HEADERS)

    @app.exception_handler(404)
    @app.exception_handler(405)
    @app.exception_handler(RequestValidationError)
    async def missing(request: Request, _: Exception) -> Response:
        return await run_in_threadpool(console.said, language_in_path(request), "missing", 404)

    for route in routes:
        app.add_api_route(
            "/{lang}" + route.path, _serving(console, https, route), methods=[route.method],
            response_model=None, name=route.path,
        )  # fmt: skip
    return app


def _serving(console: Console, https: bool, route: Route) -> Callable[[Request], Awaitable[Response]]:
    async def serve(request: Request) -> Response:
        lang, file = language_in_path(request), b""
        try:
            query = fields(request.url.query, _MOST_FIELDS)
            if route.upload and request.headers.get("content-type", "").startswith("multipart/"):
                if not await run_in_threadpool(_signed_in, console, https, request):
                    return RedirectResponse(f"/{lang}/sign-in", 303, HEADERS)
                told = await received(request)
                form, file = Fields({name: [value] for name, value in told.fields.items()}), told.content
            else:
                form = await read_form(request, _MOST_BYTES, _MOST_FIELDS) if route.method == "POST" else _NOTHING
        except FormRefused as refused:
            return await run_in_threadpool(console.said, lang, "form_bad", refused.status)
        except FormUnusable as unusable:
            return await run_in_threadpool(console.said, lang, "form_bad", 413 if unusable.too_large else 400)
        return await run_in_threadpool(_answer, console, https, route, request, query, form, file)

    return serve


def _signed_in(console: Console, https: bool, request: Request) -> bool:
    """Tell whether a file is read from this browser at all: strangers send none."""
    try:
        return console.sessions.who(request.cookies.get(cookie(https), ""), console.clock()) is not None
    except psycopg.Error:
        # The page says what is the matter.
        return True


def _answer(
    console: Console, https: bool, route: Route, request: Request, query: Fields, form: Fields, file: bytes
) -> Response:  # fmt: skip
    lang, path, now = language_in_path(request), _behind_language(request), console.clock()
    if request.path_params["lang"] not in LANGUAGES:
        return console.said(lang, "missing", 404)
    who: Who | None = None
    try:
        who = console.sessions.who(request.cookies.get(cookie(https), ""), now)
        if who is None:
            return RedirectResponse(f"/{lang}/sign-in", 303, HEADERS)
        if not route.roles & who.roles:
            return console.said(lang, "no_role", 403, who)
        if route.method == "POST" and not (same_place(request, https) and _token_matches(who, form)):
            return console.said(lang, "form_old", 403, who)
        params = {name: value for name, value in request.path_params.items() if name != "lang"}
        reason = None
        if route.personal:
            if who.closed is not None:
                return console.said(lang, who.closed, 403, who)
            number = params.get("number", RECORDS)
            reason = console.sessions.reason(who, number)
            if reason is None:
                asked_for = f"{path}?{request.url.query}" if request.url.query else path
                back = quote(asked_for if route.method == "GET" else "/", safe="/")
                where = "records/reason" if number == RECORDS else f"reason/{quote(number)}"
                return RedirectResponse(f"/{lang}/{where}?to={back}", 303, HEADERS)
        return route.handler(console, Asked(who, lang, path, params, query, form, reason, now, file))
    except NoSuchCase:
        return console.said(lang, "missing", 404, who)
    except ActRefused:
        return console.said(lang, "no_role", 403, who)
    except Conflicted:
        return console.said(lang, "conflicted", 403, who)
    except StepRefused:
        return console.said(lang, "moved", 409, who)
    except PersonErased:
        return console.said(lang, "person_erased", 410, who)
    except (psycopg.Error, CaseErased, FileDiffers, OperatorUnknown, WrongMasterKey) as error:
        said = speakable(error) if isinstance(error, psycopg.Error) else type(error).__name__
        logger.error("a page could not be given (%s)", said)
        return console.said(lang, "down", 503, who)


def _token_matches(who: Who, form: Fields) -> bool:
    return hmac.compare_digest(form.get("csrf", "").encode(), who.csrf.encode())


def _behind_language(request: Request) -> str:
    return "/" + request.url.path.lstrip("/").partition("/")[2]

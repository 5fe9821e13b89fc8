"""The way in: signing in by name, password and one-time code, and taking up an invitation.

Names that are unknown, passwords and codes that are wrong are told alike and take the same slot of time, with the same
work; what a try costs next is for ``slowing`` to say.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import psycopg
from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from ledger.cases.texts import Language, Text
from ledger.judging.acts import ROLES, ActRefused, enter_act, enter_notice
from ledger.judging.officers import officer_at
from ledger.judging.staff import CONSOLE
from ledger.store.connect import speakable
from ledger.vault.accounts import Invitation, Material
from ledger.vault.master import WrongMasterKey
from ledger.web.console.codes import address, grouped, step_of
from ledger.web.console.console import HEADERS, Console
from ledger.web.console.passwords import Passwords, fault
from ledger.web.console.routes import LANGUAGES
from ledger.web.console.sessions import LONGEST, StaffSessions
from ledger.web.console.slowing import Slowing
from ledger.web.console.words import WORDS
from ledger.web.forms import Fields, FormRefused, read_form
from ledger.web.slots import in_slots

logger = logging.getLogger(__name__)

#: Every try takes this long (s) or a multiple, whatever comes of it.
_SLOT = 0.5
_MOST_BYTES, _MOST_FIELDS, _LONGEST_NAME = 8_192, 10, 200
#: For how long a browser is known again in which somebody signed in (µs).
_KNOWN_FOR = 90 * 86_400_000_000
_ISSUER = "Provision Ledger"


@dataclass(frozen=True, slots=True)
class _Try:
    """One form that came: from which address and browser, and what of it."""

    lang: Language
    sender: str
    browser: str
    form: Fields
    now: int


class Entrance:
    """Who comes in. ``https``: whether browsers come by TLS."""

    def __init__(
        self, console: Console, sessions: StaffSessions, passwords: Passwords, slowing: Slowing, https: bool
    ) -> None:
        self._console = console
        self._sessions = sessions
        self._passwords = passwords
        self._slowing = slowing
        self._https = https

    def serve(self, app: FastAPI) -> None:
        """Add the pages of the way in to the application."""
        for path, page, taken in (
            ("sign-in", self._page, self._sign_in), ("enrol", self._invitation_page, self._enrol),
        ):  # fmt: skip
            app.add_api_route(f"/{{lang}}/{path}", self._showing(page), methods=["GET"], response_model=None)
            app.add_api_route(f"/{{lang}}/{path}", self._taking(taken), methods=["POST"], response_model=None)

    def _showing(self, page: Callable[[Language], Response]) -> Callable[[Request], object]:
        async def show(request: Request) -> Response:
            lang = _language(request)
            return await run_in_threadpool(page if lang else self._missing, lang or "ja")

        return show

    def _taking(self, taken: Callable[[_Try], Response]) -> Callable[[Request], object]:
        async def take(request: Request) -> Response:
            lang = _language(request)
            if lang is None:
                return await run_in_threadpool(self._missing, "ja")
            if not same_place(request, self._https):
                return await run_in_threadpool(self._console.said, lang, "form_old", 403)
            try:
                form = await read_form(request, _MOST_BYTES, _MOST_FIELDS)
            except FormRefused as refused:
                return await run_in_threadpool(self._console.said, lang, "form_bad", refused.status)
            # From when the whole form is there: who sends it slowly learns nothing by it.
            sender = request.client.host if request.client else ""
            told = _Try(lang, sender, request.cookies.get(self._browser, ""), form, self._console.clock())
            async with in_slots(_SLOT):
                return await run_in_threadpool(self._answered, taken, told)

        return take

    def _answered(self, taken: Callable[[_Try], Response], told: _Try) -> Response:
        try:
            return taken(told)
        except (psycopg.Error, ActRefused, WrongMasterKey) as error:
            said = speakable(error) if isinstance(error, psycopg.Error) else type(error).__name__
            logger.error("nobody could be let in (%s)", said)
            return self._console.said(told.lang, "down", 503)

    def _sign_in(self, told: _Try) -> Response:
        accounts, now = self._console.accounts, told.now
        name = told.form.get("officer", "")[:_LONGEST_NAME]
        errors = {
            field: WORDS[f"{field}_missing"] for field in ("officer", "password", "code") if not told.form.get(field)
        }  # fmt: skip
        if errors:
            return self._page(told.lang, name, errors)
        known = told.browser if told.browser and accounts.knows(told.browser, name, now) else None
        wait = self._slowing.begin(name, told.sender, known)
        if wait:
            return self._page(told.lang, name, {"officer": WORDS["wait"]}, 429, {"Retry-After": str(wait)})
        material = accounts.material(name)
        registered = officer_at(self._console.desks.registers(), name, now) is not None
        if self._passwords.matches(material.password if material else None, told.form["password"]):
            assert material is not None, "nobody's password matches"
            step = self._step(name, material, told.form["code"], known, now)
            if step is not None and registered and accounts.use_code(name, step, now):
                self._slowing.succeeded(name, told.sender, known)
                return self._let_in(told, name, known)
        return self._page(told.lang, name, {"officer": WORDS["wrong"]})

    def _step(self, name: str, material: Material, typed: str, known: str | None, now: int) -> int | None:
        looked_at = self._slowing.code(name, known)
        if looked_at == "closed":
            return None
        step = step_of(material.codes, typed, now)
        if looked_at == "closing" and step is None:
            with self._console.desks.one() as desk:
                enter_notice(desk.connection, desk.vault, CONSOLE, "staff lock", {"account": name}, now)
        return step

    def _enrol(self, told: _Try) -> Response:
        accounts, now = self._console.accounts, told.now
        token = _code(told.form.get("invitation", ""))
        if not token:
            return self._invitation_page(told.lang, {"invitation": WORDS["invitation_missing"]})
        if self._slowing.begin("", told.sender, None):
            return self._invitation_page(told.lang, {"invitation": WORDS["wait"]}, 429)
        invited = accounts.invited(token, now)
        officer = officer_at(self._console.desks.registers(), invited.officer, now) if invited else None
        if invited is None or officer is None:
            return self._invitation_page(told.lang, {"invitation": WORDS["invitation_wrong"]})
        self._slowing.succeeded("", told.sender, None)
        if "password" not in told.form:
            return self._enrol_page(told.lang, token, invited, {})
        step = step_of(invited.codes, told.form.get("code", ""), now)
        errors = _faults(told.form, [officer.code, officer.name], step)
        if errors or step is None:
            return self._enrol_page(told.lang, token, invited, errors)
        material = Material(self._passwords.kept(told.form["password"]), invited.codes)
        with self._console.desks.one() as desk:
            registers = self._console.desks.registers()
            enter_act(desk.connection, desk.vault, registers, officer.code, "operation", "staff enrol", {}, None, now,
                      None, ROLES)  # fmt: skip
        if not accounts.enrol(token, officer.code, material, step, now):
            return self._invitation_page(told.lang, {"invitation": WORDS["invitation_wrong"]})
        return self._let_in(told, officer.code, None)

    def _let_in(self, told: _Try, officer: str, known: str | None) -> Response:
        response = RedirectResponse(f"/{told.lang}/", 303, HEADERS)
        session = self._sessions.begin(officer, told.now)
        self._give(response, cookie(self._https), session, LONGEST // 1_000_000)
        if known is None:
            browser = secrets.token_urlsafe(32)
            self._console.accounts.know(browser, officer, told.now + _KNOWN_FOR)
            self._give(response, self._browser, browser, _KNOWN_FOR // 1_000_000)
        return response

    def _give(self, response: Response, name: str, value: str, seconds: int) -> None:
        response.set_cookie(name, value, seconds, path="/", secure=self._https, httponly=True, samesite="strict")

    @property
    def _browser(self) -> str:
        return "__Host-browser" if self._https else "browser"

    def _page(
        self, lang: Language, name: str = "", errors: Mapping[str, Text] | None = None, status: int = 400,
        headers: Mapping[str, str] | None = None,
    ) -> Response:  # fmt: skip
        typed = {"officer": name}
        response = self._rendered(lang, "sign_in.html", "sign_in", "/sign-in", errors or {}, typed, {}, status)
        response.headers.update(headers or {})
        return response

    def _invitation_page(
        self, lang: Language, errors: Mapping[str, Text] | None = None, status: int = 400
    ) -> Response:  # fmt: skip
        return self._rendered(lang, "invitation.html", "enrol", "/enrol", errors or {}, {"invitation": ""}, {}, status)

    def _enrol_page(
        self, lang: Language, token: str, invited: Invitation, errors: Mapping[str, Text]
    ) -> Response:  # fmt: skip
        return self._rendered(lang, "enrol.html", "enrol", "/enrol", errors, {}, {
            "invitation": token, "officer": invited.officer, "secret_key": grouped(invited.codes),
            "address": address(invited.codes, invited.officer, _ISSUER),
        }, 400)  # fmt: skip

    def _rendered(
        self, lang: Language, template: str, title: str, path: str, errors: Mapping[str, Text],
        typed: Mapping[str, str], more: Mapping[str, object], status: int,
    ) -> Response:  # fmt: skip
        words = WORDS[f"{title}_title"]
        return self._console.page(
            lang, template, words.en if lang == "en" else words.ja, None, path, status if errors else 200, {}, errors,
            typed, (), more,
        )  # fmt: skip

    def _missing(self, lang: Language) -> Response:
        return self._console.said(lang, "missing", 404)


def cookie(https: bool) -> str:
    """Return the name of the session's cookie. By TLS the browser itself holds it to this host, path / and TLS."""
    return "__Host-console" if https else "console"


def same_place(request: Request, https: bool) -> bool:
    """Tell whether a form was sent by a page of this very place. Browsers say where a form comes from, and pages
    cannot make them say something else; who says nothing is refused."""
    origin = f"{'https' if https else 'http'}://{request.headers.get('host', '')}"
    site = request.headers.get("sec-fetch-site", "same-origin")
    return request.headers.get("origin") == origin and site == "same-origin"


def _language(request: Request) -> Language | None:
    return next((lang for lang in LANGUAGES if lang == request.path_params["lang"]), None)


def _code(typed: str) -> str:
    """Return an invitation's code as it was drawn: without spaces and hyphens, in capitals."""
    return "".join(one for one in typed.upper() if one.isascii() and one.isalnum())


def _faults(form: Fields, names: list[str], step: int | None) -> dict[str, Text]:
    """Return what has to be put right before somebody is enrolled, by field."""
    errors: dict[str, Text] = {}
    wrong = fault(form["password"], names)
    if wrong is not None:
        errors["password"] = WORDS[f"password_{wrong}"]
    elif form.get("again", "") != form["password"]:
        errors["again"] = WORDS["again_differs"]
    if step is None:
        errors["code"] = WORDS["code_wrong"]
    return errors

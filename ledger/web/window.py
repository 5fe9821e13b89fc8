"""The contact window for people: ask, follow, receive. Server-rendered, without cookies; a script does nothing but
what a button does too.

Nobody has an account. Who has a receipt's number and secret follows the case, who has the code that went another way
receives the answer; all three come in a form's body, never in an address. Unknown numbers and wrong secrets are told
alike, and in the same time.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from importlib.resources import files
from typing import Literal

import psycopg
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from ledger.cases.case import Case
from ledger.cases.casebook import CaseErased
from ledger.cases.collect import OperatorUnknown
from ledger.cases.disclosure.build import OpeningDiffers
from ledger.cases.disclosure.kept import NoHeadYet, NotAnnounced
from ledger.cases.letters.font import FontMissing
from ledger.cases.letters.setting import GlyphMissing
from ledger.cases.requests import KINDS
from ledger.cases.steps import StepRefused
from ledger.cases.texts import Language
from ledger.store.connect import speakable
from ledger.vault.master import WrongMasterKey
from ledger.web.asking_pages import Asking
from ledger.web.desks import Desks
from ledger.web.forms import Fields, FormRefused, read_form
from ledger.web.front import language_in_path, new_app, sheet
from ledger.web.rate import Rates
from ledger.web.receiving import SET_FOR_PAPER
from ledger.web.receiving_pages import Receiving
from ledger.web.sender import network
from ledger.web.slots import PAGE, PAPER, in_slots
from ledger.web.unforeseen import Unforeseen
from ledger.web.uploads import FormUnusable, Upload, received
from ledger.web.window_frame import HEADERS, Frame
from ledger.web.window_pages import Pages

logger = logging.getLogger(__name__)

_MOST_BYTES, _MOST_FIELDS = 65_536, 40
#: How many forms with a file are read at once.
_FILES_AT_ONCE = 40
#: How often one address may send a form, a minute: who asks sends about ten, a page each.
_PER_MINUTE = 300
#: Where a form comes from, as browsers say (Fetch Metadata): from a page of this very place, or from no page.
_OWN = frozenset({"same-origin", "none"})
#: What keeps a page from being given: it is tried again later, or somebody has to see to it.
_NOT_NOW = (
    psycopg.Error, CaseErased, FontMissing, GlyphMissing, NoHeadYet, NotAnnounced, OpeningDiffers, OperatorUnknown,
    StepRefused, WrongMasterKey,
)  # fmt: skip
_STYLE, _LEAVING = (
    (files("ledger.web") / "static" / name).read_bytes() for name in ("window.css", "leave.js")
)


class _Refused(Exception):
    """The form cannot be taken: too large, or too many in a short time."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status, self.code = status, code


def _from_here(request: Request) -> bool:
    """Tell whether a form was sent by a page of this very place, or by no page. By TLS and on this machine browsers say
    so (Fetch Metadata); elsewhere they say of which place the page is (``Origin``), and what says neither is none."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None or origin is None:
        return site is None or site in _OWN
    return origin.partition("://")[2] == request.headers.get("host")


def window_app(desks: Desks, rates: Rates, clock: Callable[[], int]) -> FastAPI:
    """Build the application. ``clock`` gives µs since 1970 UTC."""
    app = new_app(desks, HEADERS)
    frame = Frame(desks, clock)
    pages, asking = Pages(frame), Asking(frame)
    receiving = Receiving(frame, pages.state)
    app.add_middleware(Unforeseen, said=lambda request: frame.said(language_in_path(request), "down", 500))
    reading = asyncio.Semaphore(_FILES_AT_ONCE)

    def too_often(request: Request) -> bool:
        return rates.take(network(request.client.host) if request.client else "", _PER_MINUTE) > 0

    def look_at_sender(request: Request) -> None:
        if too_often(request):
            raise _Refused(429, "often")
        # Another site's page could hand its own number or form to whoever is sent here, and read what they write.
        if not _from_here(request):
            raise _Refused(403, "elsewhere")

    async def form(request: Request) -> Fields:
        look_at_sender(request)
        try:
            return await read_form(request, _MOST_BYTES, _MOST_FIELDS)
        except FormRefused as refused:
            raise _Refused(refused.status, "missing") from None

    async def form_with_file(request: Request) -> Upload:
        look_at_sender(request)
        if reading.locked():
            raise _Refused(429, "often")
        try:
            async with reading:
                return await received(request)
        except FormUnusable as unusable:
            if unusable.too_large:
                raise _Refused(413, "file_large") from None
            raise _Refused(400, "missing") from None

    async def answered(lang: Language, work: Callable[[], Response]) -> Response:
        try:
            return await run_in_threadpool(work)
        except _NOT_NOW as error:
            said = speakable(error) if isinstance(error, psycopg.Error) else type(error).__name__
            logger.error("a page could not be given (%s)", said)
            return await run_in_threadpool(frame.said, lang, "down", 503)

    async def answered_in_time(lang: Language, work: Callable[[], Response], slot: float = PAGE) -> Response:
        # From when the whole form is there: who sends it slowly learns nothing by it.
        async with in_slots(slot):
            return await answered(lang, work)

    @app.get("/static/window.css")
    async def style() -> Response:
        return sheet(_STYLE, HEADERS)

    @app.get("/static/leave.js")
    async def leaving() -> Response:
        return sheet(_LEAVING, HEADERS, "text/javascript; charset=utf-8")

    @app.get("/{lang}/")
    async def home(lang: Language) -> Response:
        return await answered(lang, lambda: pages.home(lang))

    @app.get("/{lang}/policy")
    async def policy(lang: Language) -> Response:
        return await answered(lang, lambda: pages.policy(lang))

    @app.get("/{lang}/ask")
    async def kinds(request: Request, lang: Language) -> Response:
        chosen = request.query_params.get("kind")
        if chosen in KINDS:
            return RedirectResponse(f"/{lang}/ask/{chosen}", 303, HEADERS)
        return await answered(lang, lambda: asking.kinds(lang, chosen is not None or bool(request.query_params)))

    @app.get("/{lang}/ask/{kind}")
    async def ask(lang: Language, kind: str) -> Response:
        return await answered(lang, lambda: asking.start(lang, kind))

    @app.post("/{lang}/ask/{kind}")
    async def asked(request: Request, lang: Language, kind: str) -> Response:
        told = await form(request)
        return await answered(lang, lambda: asking.asked(lang, kind, told))

    @app.get("/{lang}/follow")
    async def follow(lang: Language) -> Response:
        return await answered(lang, lambda: pages.follow(lang, {}, {}))

    @app.post("/{lang}/upload")
    async def upload(request: Request, lang: Language) -> Response:
        told = await form_with_file(request)
        return await answered_in_time(
            lang, lambda: pages.of_case(lang, told.fields, lambda case: pages.upload(lang, told, case))
        )

    @app.post("/{lang}/leave")
    async def leave(lang: Language) -> Response:
        return frame.left(lang)

    @app.post("/{lang}/{step}")
    async def step(
        request: Request, lang: Language,
        step: Literal[
            "follow", "receipt", "receive", "withdraw", "prove", "write", "unsafe", "ease", "records", "code"
        ],
    ) -> Response:  # fmt: skip
        told = await form(request)
        steps: dict[str, Callable[[Language, Fields, Case], Response]] = {
            "follow": pages.state, "withdraw": pages.withdraw, "prove": pages.prove, "write": pages.write,
            "unsafe": pages.unsafe, "ease": pages.ease,
            "receipt": receiving.receipt, "receive": receiving.receive, "records": receiving.records,
            "code": receiving.code,
        }  # fmt: skip
        work = steps[step]
        return await answered_in_time(
            lang, lambda: pages.of_case(lang, told, lambda case: work(lang, told, case)),
            PAPER if step == "receipt" or not SET_FOR_PAPER.isdisjoint(told.all("format")) else PAGE,
        )  # fmt: skip

    @app.exception_handler(_Refused)
    async def refused(request: Request, why: _Refused) -> Response:
        return await run_in_threadpool(frame.said, language_in_path(request), why.code, why.status)

    @app.exception_handler(404)
    @app.exception_handler(405)
    @app.exception_handler(RequestValidationError)
    async def missing(request: Request, _: Exception) -> Response:
        return await run_in_threadpool(frame.said, language_in_path(request), "missing", 404)

    return app

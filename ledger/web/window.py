"""The contact window for people: ask, follow, receive. Server-rendered, without cookies, without scripts.

Nobody has an account. Who has a receipt's number and secret follows the case, who has the code that went another way
receives the answer; all three come in a form's body, never in an address. Unknown numbers and wrong secrets are told
alike, and in the same time.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any, Literal
from urllib.parse import parse_qs

import psycopg
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from ledger.cases.case import OPENINGS, Case, as_told
from ledger.cases.casebook import Casebook, CaseErased, NoSuchCase, Receipt, digest, new_form, normal, readable
from ledger.cases.collect import OperatorUnknown
from ledger.cases.deadline import deadline
from ledger.cases.disclosure.build import OpeningDiffers
from ledger.cases.disclosure.kept import NoHeadYet, NotAnnounced
from ledger.cases.files.kinds import MOST_BYTES, FileUnusable
from ledger.cases.files.store import Attaching, attach
from ledger.cases.given import PersonErased
from ledger.cases.grounds import grounds_of
from ledger.cases.letters.setting import GlyphMissing
from ledger.cases.mail.address import AddressUnusable, address_of, masked
from ledger.cases.moments import minute, spoken
from ledger.cases.publication import keep, publication
from ledger.cases.requests import GROUPS, KINDS, RequestKind
from ledger.cases.steps import PERSON, StepRefused
from ledger.cases.texts import SENTENCES, Text
from ledger.cases.thread import LONGEST
from ledger.cases.visible import visible
from ledger.cases.window_words import FILE_KINDS, WORDS, size_in_words
from ledger.law.days import calendar, jst_day
from ledger.store.connect import speakable
from ledger.vault.master import WrongMasterKey
from ledger.web.desks import Desks
from ledger.web.rate import Rates
from ledger.web.receiving import FORMATS, documents
from ledger.web.uploads import FormUnusable, Upload, read_upload

logger = logging.getLogger(__name__)

Language = Literal["ja", "en"]
_MOST_BYTES, _MOST_CHARACTERS = 65_536, 4_000
#: Every question about a number and a secret takes this long (s) or a multiple, whatever comes of it.
_SLOT = 0.25
#: How long (s) a form may take to arrive.
_BODY_SECONDS = 10.0
#: How long (s) a form with a file may take to arrive, how large it may be, and how many are read at once.
_FILE_SECONDS, _FILE_BYTES, _FILES_AT_ONCE = 60.0, MOST_BYTES + 16_384, 40
#: How often one address may send a form, a minute.
_PER_MINUTE = 60
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none';"
    " frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
#: What keeps a page from being given: it is tried again later, or somebody has to see to it.
_NOT_NOW = (
    psycopg.Error, CaseErased, NoHeadYet, NotAnnounced, OpeningDiffers, OperatorUnknown, StepRefused, WrongMasterKey,
)  # fmt: skip
_TEMPLATES = Environment(
    loader=PackageLoader("ledger.web", "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
    lstrip_blocks=True,
)  # fmt: skip
_TEMPLATES.filters["visible"] = visible
_STYLE = (files("ledger.web") / "static" / "window.css").read_bytes()


@dataclass(frozen=True, slots=True)
class _Page:
    """What a page is made of. ``path``: its address behind the language, for the switch."""

    template: str
    title: str
    path: str = "/"
    back: str | None = None
    status: int = 200
    errors: Mapping[str, Text] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)
    more: Mapping[str, Any] = field(default_factory=dict)


class _Refused(Exception):
    """The form cannot be taken: too large, or too many in a short time."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status, self.code = status, code


def window_app(desks: Desks, rates: Rates, clock: Callable[[], int]) -> FastAPI:
    """Build the application. ``clock`` gives µs since 1970 UTC."""
    app = FastAPI(title="Provision Ledger", docs_url=None, redoc_url=None, openapi_url=None)
    pages = _Pages(desks, clock)
    reading = asyncio.Semaphore(_FILES_AT_ONCE)

    async def form(request: Request) -> Mapping[str, str]:
        wait = rates.take(request.client.host if request.client else "", _PER_MINUTE)
        if wait:
            raise _Refused(429, "often")
        body = bytearray()
        try:
            async with asyncio.timeout(_BODY_SECONDS):
                async for chunk in request.stream():
                    body += chunk
                    if len(body) > _MOST_BYTES:
                        raise _Refused(413, "missing")
            told = parse_qs(body.decode("utf-8", errors="replace"), keep_blank_values=True, max_num_fields=20)
        except (ValueError, TimeoutError, ClientDisconnect):
            raise _Refused(400, "missing") from None
        return {name: values[0].replace("\r\n", "\n").strip() for name, values in told.items()}

    async def form_with_file(request: Request) -> Upload:
        if rates.take(request.client.host if request.client else "", _PER_MINUTE) or reading.locked():
            raise _Refused(429, "often")

        async def chunks() -> AsyncIterator[bytes]:
            size = 0
            async for chunk in request.stream():
                size += len(chunk)
                if size > _FILE_BYTES:
                    raise FormUnusable(too_large=True)
                yield chunk

        try:
            async with reading, asyncio.timeout(_FILE_SECONDS):
                return await read_upload(request.headers.get("content-type", ""), chunks())
        except FormUnusable as unusable:
            if unusable.too_large:
                raise _Refused(413, "file_large") from None
            raise _Refused(400, "missing") from None
        except (TimeoutError, ClientDisconnect):
            raise _Refused(400, "missing") from None

    async def answered(lang: Language, work: Callable[[], Response]) -> Response:
        try:
            return await run_in_threadpool(work)
        except _NOT_NOW as error:
            said = speakable(error) if isinstance(error, psycopg.Error) else type(error).__name__
            logger.error("a page could not be given (%s)", said)
            return await run_in_threadpool(pages.said, lang, "down", 503)

    async def refused(lang: Language, why: _Refused) -> Response:
        return await run_in_threadpool(pages.said, lang, why.code, why.status)

    @app.get("/")
    async def front(request: Request) -> Response:
        english = request.headers.get("accept-language", "ja").lstrip().lower().startswith("en")
        return RedirectResponse("/en/" if english else "/ja/", 303, {**_HEADERS, "Vary": "Accept-Language"})

    @app.get("/static/window.css")
    async def style() -> Response:
        return Response(_STYLE, media_type="text/css", headers={**_HEADERS, "Cache-Control": "max-age=3600"})

    @app.get("/healthz")
    async def healthy() -> Response:
        try:
            await run_in_threadpool(desks.registers)
        except psycopg.Error:
            return Response(status_code=503)
        return Response(status_code=204)

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
            return RedirectResponse(f"/{lang}/ask/{chosen}", 303, _HEADERS)
        return await answered(lang, lambda: pages.kinds(lang, chosen is not None or bool(request.query_params)))

    @app.get("/{lang}/ask/{kind}")
    async def ask(lang: Language, kind: str) -> Response:
        return await answered(lang, lambda: pages.ask(lang, kind, {}))

    @app.post("/{lang}/ask/{kind}")
    async def asked(request: Request, lang: Language, kind: str) -> Response:
        try:
            told = await form(request)
        except _Refused as why:
            return await refused(lang, why)
        return await answered(lang, lambda: pages.asked(lang, kind, told))

    @app.get("/{lang}/follow")
    async def follow(lang: Language) -> Response:
        return await answered(lang, lambda: pages.follow(lang, {}, {}))

    @app.post("/{lang}/upload")
    async def upload(request: Request, lang: Language) -> Response:
        try:
            told = await form_with_file(request)
        except _Refused as why:
            return await refused(lang, why)
        began = time.monotonic()
        try:
            return await answered(lang, lambda: pages.upload(lang, told))
        finally:
            await asyncio.sleep(-(time.monotonic() - began) % _SLOT)

    @app.post("/{lang}/{step}")
    async def step(
        request: Request, lang: Language, step: Literal["follow", "receive", "withdraw", "prove", "write"]
    ) -> Response:  # fmt: skip
        try:
            told = await form(request)
        except _Refused as why:
            return await refused(lang, why)
        # From when the whole form is there: who sends it slowly learns nothing by it.
        began = time.monotonic()
        work = {
            "follow": pages.state, "receive": pages.receive, "withdraw": pages.withdraw, "prove": pages.prove,
            "write": pages.write,
        }[step]  # fmt: skip
        try:
            return await answered(lang, lambda: work(lang, told))
        finally:
            await asyncio.sleep(-(time.monotonic() - began) % _SLOT)

    @app.exception_handler(404)
    @app.exception_handler(405)
    @app.exception_handler(RequestValidationError)
    async def missing(request: Request, _: Exception) -> Response:
        lang: Language = "en" if request.url.path.startswith("/en") else "ja"
        return await run_in_threadpool(pages.said, lang, "missing", 404)

    return app


class _Pages:
    """Makes pages, each in a thread of its own."""

    def __init__(self, desks: Desks, clock: Callable[[], int]) -> None:
        self._desks = desks
        self._clock = clock
        #: Digest of the publication that this process showed last.
        self._published = ""

    def home(self, lang: Language) -> Response:
        return self._render(lang, _Page("home.html", _word("home_title", lang)))

    def said(self, lang: Language, code: str, status: int) -> Response:
        """Tell one thing, with the database away too."""
        page = _Page("said.html", _word(f"{code}_title", lang), status=status, more={"text": _word(code, lang)})
        return self._render(lang, page)

    def kinds(self, lang: Language, sent: bool) -> Response:
        errors = {"kind": WORDS["kind_missing"]} if sent else {}
        groups = [
            (_word(f"kinds_{group}", lang), [
                (code, _in(KINDS[code].words, lang), _in(KINDS[code].about, lang)) for code in codes
            ]) for group, codes in GROUPS.items()
        ]  # fmt: skip
        return self._render(lang, _Page(
            "kinds.html", _word("kind_title", lang), "/ask", f"/{lang}/", 400 if errors else 200, errors,
            {"kind": ""}, {"groups": groups},
        ))  # fmt: skip

    def ask(
        self, lang: Language, code: str, typed: Mapping[str, str], errors: Mapping[str, Text] | None = None
    ) -> Response:
        kind = KINDS.get(code)
        if kind is None:
            return self.said(lang, "missing", 404)
        filled = {name: typed.get(name, "") for name in ("asked", "contact", "email", "claimed")}
        return self._render(lang, _Page(
            "ask.html", _in(kind.words, lang), f"/ask/{code}", f"/{lang}/ask", 400 if errors else 200, errors or {},
            filled, {
                "kind": kind, "hint": WORDS[_hint(kind)], "form": typed.get("form") or new_form(),
                "mails": self._desks.mails,
            },
        ))  # fmt: skip

    def asked(self, lang: Language, code: str, typed: Mapping[str, str]) -> Response:
        kind = KINDS.get(code)
        if kind is None:
            return self.said(lang, "missing", 404)
        errors = _faults(kind, typed)
        if errors:
            return self.ask(lang, code, typed, errors)
        now = self._clock()
        said = {
            "kind": code, "channel": "web", "language": lang, "arrived": calendar(jst_day(now)).isoformat(),
            **{name: typed.get(name, "") for name in ("asked", "contact", "claimed")},
        }
        if typed.get("email"):
            said["email"] = address_of(typed["email"])
        with self._desks.one() as desk:
            book = Casebook(desk.connection, desk.vault)
            receipt, case = book.open(said, PERSON, now, typed.get("form", ""))
        return self._received(lang, kind, receipt, case, now)

    def follow(self, lang: Language, typed: Mapping[str, str], errors: Mapping[str, Text]) -> Response:
        filled = {name: typed.get(name, "") for name in ("number", "secret")}
        return self._render(lang, _Page(
            "follow.html", _word("follow_title", lang), "/follow", f"/{lang}/", 400 if errors else 200, errors, filled,
        ))  # fmt: skip

    def state(self, lang: Language, typed: Mapping[str, str]) -> Response:
        case = self._case(typed)
        return self._state(lang, typed, case) if isinstance(case, Case) else self.follow(lang, typed, case)

    def write(self, lang: Language, typed: Mapping[str, str]) -> Response:
        """Take a message to the staff."""
        case = self._case(typed)
        if not isinstance(case, Case):
            return self.follow(lang, typed, case)
        if not typed.get("message"):
            return self._state(lang, typed, case, {"message": WORDS["message_missing"]})
        if len(typed["message"]) > LONGEST:
            return self._state(lang, typed, case, {"message": WORDS["too_long"]})
        try:
            with self._desks.one() as desk:
                Casebook(desk.connection, desk.vault).step(
                    case.number, PERSON, "request", "case write", {"text": typed["message"]}, self._clock()
                )
        except StepRefused:
            return self._state(lang, typed, case, {"message": WORDS["message_many"]})
        return self.state(lang, {**typed, "message": ""})

    def withdraw(self, lang: Language, typed: Mapping[str, str]) -> Response:
        case = self._case(typed)
        if not isinstance(case, Case):
            return self.follow(lang, typed, case)
        try:
            with self._desks.one() as desk:
                book = Casebook(desk.connection, desk.vault)
                book.step(case.number, PERSON, "request", "case withdraw", {}, self._clock())
        except StepRefused:
            return self.state(lang, typed)
        return self._render(lang, _Page("said.html", _word("withdrawn_title", lang), "/follow", more={"text": ""}))

    def prove(self, lang: Language, typed: Mapping[str, str]) -> Response:
        case = self._case(typed)
        if not isinstance(case, Case):
            return self.follow(lang, typed, case)
        code = normal(typed.get("mailed", ""))
        if not code:
            return self._state(lang, typed, case, {"mailed": WORDS["mailed_missing"]})
        try:
            with self._desks.one() as desk:
                book = Casebook(desk.connection, desk.vault)
                said = {"code_digest": digest(code)}
                case = book.step(case.number, PERSON, "request", "case prove", said, self._clock())
        except StepRefused:
            # No code was sent, it is late, or it was typed too often: told as a wrong one is.
            return self._state(lang, typed, case, {"mailed": WORDS["mailed_wrong"]})
        proved = case.proof is not None and case.proof.made
        return self._state(lang, typed, case, None if proved else {"mailed": WORDS["mailed_wrong"]})

    def upload(self, lang: Language, told: Upload) -> Response:
        case = self._case(told.fields)
        if not isinstance(case, Case):
            return self.follow(lang, told.fields, case)
        if not told.content:
            return self._state(lang, told.fields, case, {"file": WORDS["file_missing"]})
        try:
            with self._desks.one() as desk:
                # What is sent while identity is looked at shows who somebody is.
                who = Attaching(PERSON, "request", self._clock(), case.stage == "identity", None)
                case = as_told(
                    attach(Casebook(desk.connection, desk.vault), case.number, told.content, who), self._clock()
                )  # fmt: skip
        except FileUnusable:
            return self._state(lang, told.fields, case, {"file": WORDS["file_wrong"]})
        except StepRefused:
            return self._state(lang, told.fields, case, {"file": WORDS["file_often"]})
        return self._state(lang, told.fields, case)

    def receive(self, lang: Language, typed: Mapping[str, str]) -> Response:
        case = self._case(typed)
        if not isinstance(case, Case):
            return self.follow(lang, typed, case)
        now = self._clock()
        wrong = _code_fault(case, typed.get("code", ""), now)
        if wrong is not None:
            return self._state(lang, typed, case, {"code": wrong})
        form = typed.get("format", "")
        form = form if form in self._formats() else "html"
        with self._desks.one() as desk:
            try:
                document = documents(desk, case, form) if case.gives_records else None
            except PersonErased:
                return self.said(lang, "gone", 410)
            except GlyphMissing:
                return self._state(lang, typed, case, {"format": WORDS["format_glyph"]})
            # An entry before anything leaves. Code, time and count are looked at again, one receiver at a time.
            Casebook(desk.connection, desk.vault).step(
                case.number, PERSON, "request", "case receive",
                {"code_digest": digest(normal(typed["code"])), "format": form}, now,
            )  # fmt: skip
        if document is None:
            assert case.decision is not None, "an answer was decided"
            return self._render(lang, _Page(
                "reply.html", _word("reply_title", lang), "/follow", more={
                    "decision": case.decision, "sued_over": case.kind.sued_over, "texts": SENTENCES,
                    "grounds": [grounds_of(case.kind.code)[code].words for code in case.decision.grounds],
                },
            ))  # fmt: skip
        headers = {**_HEADERS, "Content-Disposition": f'attachment; filename="{document.name}"'}
        return Response(document.content, media_type=document.media_type, headers=headers)

    def policy(self, lang: Language) -> Response:
        now = self._clock()
        shown = publication(self._desks.registers(), now)
        if shown.digest != self._published:
            with self._desks.one() as desk:
                keep(desk.connection, desk.vault, shown, now)
            self._published = shown.digest
        return self._render(lang, _Page(
            "policy.html", _word("policy_title", lang), "/policy", f"/{lang}/", more={"sections": shown.sections},
        ))  # fmt: skip

    def _received(
        self, lang: Language, kind: RequestKind, receipt: Receipt, case: Case, now: int
    ) -> Response:  # fmt: skip
        return self._render(lang, _Page(
            "received.html", _word("received_title", lang), "/", more={
                "number": readable(receipt.number), "secret": readable(receipt.secret), "kind": kind,
                "due": deadline(case, now),
            },
        ))  # fmt: skip

    def _case(self, typed: Mapping[str, str]) -> Case | Mapping[str, Text]:
        """Return the case that number and secret open, or what is wrong with them."""
        errors = {
            name: WORDS[f"{name}_missing"] for name in ("number", "secret") if not normal(typed.get(name, ""))
        }  # fmt: skip
        if errors:
            return errors
        try:
            with self._desks.one() as desk:
                book = Casebook(desk.connection, desk.vault)
                return as_told(book.of(typed["number"], typed["secret"]), self._clock())
        except NoSuchCase:
            return {"number": WORDS["not_found"]}

    def _state(
        self, lang: Language, typed: Mapping[str, str], case: Case, errors: Mapping[str, Text] | None = None
    ) -> Response:
        now = self._clock()
        with self._desks.one() as desk:
            Casebook(desk.connection, desk.vault).look(case, now)
        due = deadline(case, now)
        filled = {
            "number": readable(case.number), "secret": typed["secret"], "code": typed.get("code", ""),
            "format": typed.get("format", ""), "mailed": typed.get("mailed", ""),
            "message": typed.get("message", ""),
        }  # fmt: skip
        waits = case.stage == "identity" and case.proof is not None and case.proof.open_at(self._clock())
        suit = spoken(due.suit_from) if due.suit_from is not None else None
        return self._render(lang, _Page(
            "state.html", _word("state_title", lang), "/follow", f"/{lang}/follow", 400 if errors else 200,
            errors or {}, filled, {
                "case": case, "arrived": spoken(case.arrived), "due": due, "suit": suit,
                "files": [
                    (
                        FILE_KINDS[one.kind], size_in_words(one.size), f"{one.size:,}", minute(one.at), one.destroyed,
                    )
                    for one in case.files if one.from_person
                ],
                "mailed_to": masked(case.proof.address) if waits and case.proof is not None else None,
                "thread": [(one.from_person, minute(one.at), one.text) for one in case.thread],
                "formats": [(name, _word(f"format_{name}", lang), "") for name in self._formats()],
            },
        ))  # fmt: skip

    def _formats(self) -> list[str]:
        return [name for name in FORMATS if name != "proof" or self._desks.issuer is not None]

    def _render(self, lang: Language, page: _Page) -> Response:
        operator = self._desks.operator(self._clock())
        text = _TEMPLATES.get_template(page.template).render(
            lang=lang, w=WORDS, title=page.title, path=page.path, back=page.back, errors=page.errors, typed=page.typed,
            operator=operator, **page.more,
        )  # fmt: skip
        return Response(text, page.status, _HEADERS, "text/html; charset=utf-8")


def _in(words: Text, lang: Language) -> str:
    return words.en if lang == "en" else words.ja


def _word(code: str, lang: Language) -> str:
    return _in(WORDS[code], lang)


def _article_ja(article: str) -> str:
    """Return an article as Japanese writes it: 33条5項 for 33(5)."""
    number, _, paragraph = article.rstrip(")").partition("(")
    return f"{number}条{paragraph}項" if paragraph else f"{number}条"


_TEMPLATES.filters["article_ja"] = _article_ja


def _hint(kind: RequestKind) -> str:
    if not kind.personal:
        return "asked_hint_open"
    return "asked_hint" if kind.code == "records" else "asked_hint_told" if kind.told else "asked_hint_free"


def _faults(kind: RequestKind, typed: Mapping[str, str]) -> dict[str, Text]:
    """Return what has to be put right before a request can be taken, by field. Nothing is asked that is not needed."""
    errors: dict[str, Text] = {}
    if kind.told and not typed.get("asked"):
        errors["asked"] = WORDS["asked_missing"]
    if not typed.get("contact"):
        errors["contact"] = WORDS["contact_missing"]
    if typed.get("email"):
        try:
            address_of(typed["email"])
        except AddressUnusable:
            errors["email"] = WORDS["email_wrong"]
    for name in ("asked", "contact", "claimed"):
        if len(typed.get(name, "")) > _MOST_CHARACTERS:
            errors[name] = WORDS["too_long"]
    return errors


def _code_fault(case: Case, typed: str, now: int) -> Text | None:
    """Return why a code does not open the answer, or None where it does."""
    if not normal(typed):
        return WORDS["code_missing"]
    if case.code_digest is None or digest(normal(typed)) != case.code_digest:
        return WORDS["code_wrong"]
    assert case.code_until is not None, "a code has its time"
    if now > case.code_until:
        until = minute(case.code_until)
        return Text(*(words.format(told) for words, told in zip(WORDS["code_late"], until, strict=True)))
    return WORDS["code_often"] if case.opened >= OPENINGS else None

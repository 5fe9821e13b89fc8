"""The pages of the contact window: what each shows, and what is taken in by its form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from fastapi.responses import Response

from ledger.cases.case import OPENINGS, Case
from ledger.cases.casebook import Casebook, NoSuchCase, Receipt, digest, new_form, normal, readable
from ledger.cases.deadline import deadline
from ledger.cases.files.kinds import FileUnusable
from ledger.cases.files.store import Attaching, attach
from ledger.cases.given import PersonErased
from ledger.cases.grounds import grounds_of
from ledger.cases.letters.setting import GlyphMissing
from ledger.cases.mail.address import AddressUnusable, address_of, masked
from ledger.cases.moments import minute, spoken
from ledger.cases.publication import keep, publication
from ledger.cases.requests import GROUPS, KINDS, RequestKind
from ledger.cases.steps import PERSON, StepRefused
from ledger.cases.stopping import WORDS as STOP_WORDS
from ledger.cases.stopping import scope_typed, scopes_of, stop_now, told_of_stop
from ledger.cases.texts import SENTENCES, Language, Text
from ledger.cases.thread import LONGEST
from ledger.cases.told import told_to
from ledger.cases.window_words import FILE_KINDS, WORDS, size_in_words
from ledger.law.days import calendar, jst_day
from ledger.web.desks import Desks
from ledger.web.front import TEMPLATES
from ledger.web.receiving import FORMATS, documents
from ledger.web.uploads import Upload

_MOST_CHARACTERS = 4_000
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none';"
    " frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


@dataclass(frozen=True, slots=True)
class _Page:
    """What a page is made of. ``path``: its address behind the language, for the switch."""

    template: str
    title: Text
    path: str = "/"
    back: str | None = None
    status: int = 200
    errors: Mapping[str, Text] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)
    more: Mapping[str, Any] = field(default_factory=dict)


class Pages:
    """Makes pages, each in a thread of its own."""

    def __init__(self, desks: Desks, clock: Callable[[], int]) -> None:
        self._desks = desks
        self._clock = clock
        #: Digest of the publication that this process showed last.
        self._published = ""

    def home(self, lang: Language) -> Response:
        return self._render(lang, _Page("home.html", WORDS["home_title"]))

    def said(self, lang: Language, code: str, status: int) -> Response:
        """Tell one thing, with the database away too."""
        page = _Page("said.html", WORDS[f"{code}_title"], status=status, more={"text": WORDS[code].told_in(lang)})
        return self._render(lang, page)

    def kinds(self, lang: Language, sent: bool) -> Response:
        errors = {"kind": WORDS["kind_missing"]} if sent else {}
        groups = [
            (WORDS[f"kinds_{group}"].told_in(lang), [
                (code, KINDS[code].words.told_in(lang), KINDS[code].about.told_in(lang)) for code in codes
            ]) for group, codes in GROUPS.items()
        ]  # fmt: skip
        return self._render(lang, _Page(
            "kinds.html", WORDS["kind_title"], "/ask", f"/{lang}/", 400 if errors else 200, errors,
            {"kind": ""}, {"groups": groups},
        ))  # fmt: skip

    def ask(
        self, lang: Language, code: str, typed: Mapping[str, str], errors: Mapping[str, Text] | None = None
    ) -> Response:
        kind = KINDS.get(code)
        if kind is None:
            return self.said(lang, "missing", 404)
        filled = {name: typed.get(name, "") for name in ("asked", "contact", "email", "claimed")}
        filled["scope"] = scope_typed(typed)
        return self._render(lang, _Page(
            "ask.html", kind.words, f"/ask/{code}", f"/{lang}/ask", 400 if errors else 200, errors or {},
            filled, {
                "kind": kind, "hint": WORDS[_hint(kind)], "form": typed.get("form") or new_form(),
                "mails": self._desks.mails, "stop_words": STOP_WORDS,
                "scopes": [(name, words.told_in(lang), "") for name, words in scopes_of(kind).items()],
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
        if scopes_of(kind):
            said["scope"] = scope_typed(typed)
        with self._desks.one() as desk:
            book = Casebook(desk.connection, desk.vault)
            receipt, case = book.open(said, PERSON, now, typed.get("form", ""))
        return self._received(lang, kind, receipt, case, now)

    def follow(self, lang: Language, typed: Mapping[str, str], errors: Mapping[str, Text]) -> Response:
        filled = {name: typed.get(name, "") for name in ("number", "secret")}
        return self._render(lang, _Page(
            "follow.html", WORDS["follow_title"], "/follow", f"/{lang}/", 400 if errors else 200, errors, filled,
        ))  # fmt: skip

    def of_case(self, lang: Language, typed: Mapping[str, str], work: Callable[[Case], Response]) -> Response:
        """Do something for who has number and secret of a case; for others, ask for them again."""
        case = self._case(typed)
        return work(case) if isinstance(case, Case) else self.follow(lang, typed, case)

    def write(self, lang: Language, typed: Mapping[str, str], case: Case) -> Response:
        """Take a message to the staff."""
        if not typed.get("message"):
            return self.state(lang, typed, case, {"message": WORDS["message_missing"]})
        if len(typed["message"]) > LONGEST:
            return self.state(lang, typed, case, {"message": WORDS["too_long"]})
        try:
            with self._desks.one() as desk:
                Casebook(desk.connection, desk.vault).step(
                    case.number, PERSON, "request", "case write", {"text": typed["message"]}, self._clock()
                )
        except StepRefused:
            return self.state(lang, typed, case, {"message": WORDS["message_many"]})
        return self._anew(lang, {**typed, "message": ""})

    def withdraw(self, lang: Language, typed: Mapping[str, str], case: Case) -> Response:
        try:
            with self._desks.one() as desk:
                book = Casebook(desk.connection, desk.vault)
                book.step(case.number, PERSON, "request", "case withdraw", {}, self._clock())
        except StepRefused:
            return self._anew(lang, typed)
        return self._render(lang, _Page("said.html", WORDS["withdrawn_title"], "/follow", more={"text": ""}))

    def prove(self, lang: Language, typed: Mapping[str, str], case: Case) -> Response:
        code = normal(typed.get("mailed", ""))
        if not code:
            return self.state(lang, typed, case, {"mailed": WORDS["mailed_missing"]})
        try:
            with self._desks.one() as desk:
                book = Casebook(desk.connection, desk.vault)
                said = {"code_digest": digest(code)}
                case = book.step(case.number, PERSON, "request", "case prove", said, self._clock())
        except StepRefused:
            # No code was sent, it is late, or it was typed too often: told as a wrong one is.
            return self.state(lang, typed, case, {"mailed": WORDS["mailed_wrong"]})
        proved = case.proof is not None and case.proof.made
        return self.state(lang, typed, case, None if proved else {"mailed": WORDS["mailed_wrong"]})

    def upload(self, lang: Language, told: Upload, case: Case) -> Response:
        if not told.content:
            return self.state(lang, told.fields, case, {"file": WORDS["file_missing"]})
        try:
            with self._desks.one() as desk:
                # What is sent while identity is looked at shows who somebody is.
                who = Attaching(PERSON, "request", self._clock(), case.stage == "identity", None)
                case = told_to(
                    desk.connection, desk.vault,
                    attach(Casebook(desk.connection, desk.vault), case.number, told.content, who), self._clock()
                )  # fmt: skip
        except FileUnusable:
            return self.state(lang, told.fields, case, {"file": WORDS["file_wrong"]})
        except StepRefused:
            return self.state(lang, told.fields, case, {"file": WORDS["file_often"]})
        return self.state(lang, told.fields, case)

    def receive(self, lang: Language, typed: Mapping[str, str], case: Case) -> Response:
        now = self._clock()
        wrong = _code_fault(case, typed.get("code", ""), now)
        if wrong is not None:
            return self.state(lang, typed, case, {"code": wrong})
        form = typed.get("format", "")
        form = form if form in self._formats() else "html"
        with self._desks.one() as desk:
            try:
                document = documents(desk, case, form) if case.gives_records else None
            except PersonErased:
                return self.said(lang, "gone", 410)
            except GlyphMissing:
                return self.state(lang, typed, case, {"format": WORDS["format_glyph"]})
            # An entry before anything leaves. Code, time and count are looked at again, one receiver at a time.
            Casebook(desk.connection, desk.vault).step(
                case.number, PERSON, "request", "case receive",
                {"code_digest": digest(normal(typed["code"])), "format": form}, now,
            )  # fmt: skip
        if document is None:
            assert case.decision is not None, "an answer was decided"
            return self._render(lang, _Page(
                "reply.html", WORDS["reply_title"], "/follow", more={
                    "decision": case.decision, "sued_over": case.kind.sued_over, "texts": SENTENCES,
                    "in_hand": case.stops.in_hand, "stop": told_of_stop(case),
                    "grounds": [grounds_of(case.kind.code)[code].words for code in case.decision.grounds],
                },
            ))  # fmt: skip
        headers = {**HEADERS, "Content-Disposition": f'attachment; filename="{document.name}"'}
        return Response(document.content, media_type=document.media_type, headers=headers)

    def policy(self, lang: Language) -> Response:
        now = self._clock()
        shown = publication(self._desks.registers(), now)
        if shown.digest != self._published:
            with self._desks.one() as desk:
                keep(desk.connection, desk.vault, shown, now)
            self._published = shown.digest
        return self._render(lang, _Page(
            "policy.html", WORDS["policy_title"], "/policy", f"/{lang}/", more={"sections": shown.sections},
        ))  # fmt: skip

    def _received(
        self, lang: Language, kind: RequestKind, receipt: Receipt, case: Case, now: int
    ) -> Response:  # fmt: skip
        return self._render(lang, _Page(
            "received.html", WORDS["received_title"], "/", more={
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
                return told_to(
                    desk.connection, desk.vault, book.of(typed["number"], typed["secret"]), self._clock()
                )  # fmt: skip
        except NoSuchCase:
            return {"number": WORDS["not_found"]}

    def state(
        self, lang: Language, typed: Mapping[str, str], case: Case, errors: Mapping[str, Text] | None = None
    ) -> Response:
        """Show where a case stands; the look is entered."""
        now, registers = self._clock(), self._desks.registers()
        with self._desks.one() as desk:
            Casebook(desk.connection, desk.vault).look(case, now)
            stop = stop_now(desk.connection, registers, case, now)
        due = deadline(case, now)
        filled = {
            "number": readable(case.number), "secret": typed["secret"], "code": typed.get("code", ""),
            "format": typed.get("format", ""), "mailed": typed.get("mailed", ""),
            "message": typed.get("message", ""),
        }  # fmt: skip
        waits = case.stage == "identity" and case.proof is not None and case.proof.open_at(self._clock())
        suit = spoken(due.suit_from) if due.suit_from is not None else None
        return self._render(lang, _Page(
            "state.html", WORDS["state_title"], "/follow", f"/{lang}/follow", 400 if errors else 200,
            errors or {}, filled, {
                "case": case, "arrived": spoken(case.arrived), "due": due, "suit": suit,
                "stop": None if stop.state == "none" else stop.words,
                "files": [
                    (
                        FILE_KINDS[one.kind], size_in_words(one.size), f"{one.size:,}", minute(one.at), one.destroyed,
                    )
                    for one in case.files if one.from_person
                ],
                "mailed_to": masked(case.proof.address) if waits and case.proof is not None else None,
                "thread": [(one.from_person, minute(one.at), one.text) for one in case.thread],
                "formats": [(name, WORDS[f"format_{name}"].told_in(lang), "") for name in self._formats()],
            },
        ))  # fmt: skip

    def _anew(self, lang: Language, typed: Mapping[str, str]) -> Response:
        """Show where a case stands after a step, or after one that another was before."""
        return self.of_case(lang, typed, lambda case: self.state(lang, typed, case))

    def _formats(self) -> list[str]:
        return [name for name in FORMATS if name != "proof" or self._desks.issuer is not None]

    def _render(self, lang: Language, page: _Page) -> Response:
        operator = self._desks.operator(self._clock())
        text = TEMPLATES.get_template(page.template).render(
            lang=lang, w=WORDS, title=page.title.told_in(lang), path=page.path, back=page.back, errors=page.errors,
            typed=page.typed, operator=operator, **page.more,
        )  # fmt: skip
        return Response(text, page.status, HEADERS, "text/html; charset=utf-8")


def _article_ja(article: str) -> str:
    """Return an article as Japanese writes it: 33条5項 for 33(5)."""
    number, _, paragraph = article.rstrip(")").partition("(")
    return f"{number}条{paragraph}項" if paragraph else f"{number}条"


TEMPLATES.filters["article_ja"] = _article_ja


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

"""The pages of the contact window: what each shows, and what is taken in by its form."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from fastapi.responses import Response

from ledger.cases.case import OPENINGS, Case
from ledger.cases.casebook import Casebook, NoSuchCase, digest, normal, readable
from ledger.cases.deadline import deadline
from ledger.cases.fees import fee_said
from ledger.cases.files.kinds import FileUnusable
from ledger.cases.files.store import Attaching, attach
from ledger.cases.given import PersonErased
from ledger.cases.grounds import grounds_of
from ledger.cases.letters.phrases import outcome_told
from ledger.cases.letters.setting import GlyphMissing
from ledger.cases.mail.address import masked
from ledger.cases.moments import day, minute, spoken
from ledger.cases.parts import parts_shown
from ledger.cases.publication import keep, publication
from ledger.cases.series import in_series
from ledger.cases.steps import PERSON, StepRefused
from ledger.cases.stopped_before import stopped_before
from ledger.cases.stopping import granted, stop_now, told_of_stop
from ledger.cases.texts import SENTENCES, Language, Text
from ledger.cases.thread import LONGEST
from ledger.cases.told import told_to
from ledger.cases.window_words import FILE_KINDS, WORDS, size_in_words
from ledger.web.desks import Desk
from ledger.web.forms import Fields
from ledger.web.receiving import FORMATS, Document, documents, receipt, shown, together
from ledger.web.uploads import Upload
from ledger.web.window_frame import HEADERS, Frame, Page

#: Series of records on one page of an answer, and how long after an opening one may leaf in it without another (µs).
_ON_A_LEAF, _LEAFING = 20, 3_600_000_000


class Pages:
    """Makes pages, each in a thread of its own."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._desks, self._clock = frame.desks, frame.clock
        #: Digest of the publication that this process showed last.
        self._published = ""

    def home(self, lang: Language) -> Response:
        shut = self._desks.shut(self._clock())
        more = {"shut": None if shut is None else shut.told_in(lang)}
        return self._frame.render(lang, Page("home.html", WORDS["home_title"], more=more))

    def follow(self, lang: Language, typed: Mapping[str, str], errors: Mapping[str, Text]) -> Response:
        filled = {name: typed.get(name, "") for name in ("number", "secret")}
        return self._frame.render(lang, Page(
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
        return self._frame.render(lang, Page("said.html", WORDS["withdrawn_title"], "/follow", more={"text": ""}))

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

    def receive(self, lang: Language, typed: Fields, case: Case) -> Response:
        shut = self._shut(lang, typed, case)
        if shut is not None:
            return shut
        forms = [one for one in self._formats() if one in typed.all("format")]
        if case.gives_records and not forms:
            return self.state(lang, typed, case, {"format": WORDS["format_missing"]})
        with self._desks.one() as desk:
            try:
                document = together(documents(desk, case, forms)) if case.gives_records else None
                parts = parts_shown(desk.connection, desk.vault, case)
            except PersonErased:
                return self._frame.said(lang, "gone", 410)
            except GlyphMissing:
                return self.state(lang, typed, case, {"format": WORDS["format_glyph"]})
            self._enter_opening(desk, typed, case, " ".join(forms) or "html")
        if document is None:
            assert case.decision is not None, "an answer was decided"
            return self._frame.render(lang, Page(
                "reply.html", WORDS["reply_title"], "/follow", more={
                    "decision": case.decision, "sued_over": case.kind.sued_over, "texts": SENTENCES,
                    "in_hand": case.stops.in_hand, "stop": told_of_stop(case),
                    "parts": parts, "outcome": _outcome_told(case),
                    "grounds": [grounds_of(case.kind.code)[code].words for code in case.decision.grounds],
                },
            ))  # fmt: skip
        return _file(document)

    def receipt(self, lang: Language, _: Mapping[str, str], case: Case) -> Response:
        """Give the receipt, for whoever has number and secret; the look is entered."""
        with self._desks.one() as desk:
            Casebook(desk.connection, desk.vault).look(case, self._clock())
        return _file(receipt(self._desks.registers(), case, lang))

    def records(self, lang: Language, typed: Fields, case: Case) -> Response:
        """Show the records of an answer, each with what may be asked about it. It counts as an opening, but for who
        leafs on soon after one: that is entered as a look."""
        leaf, now = _leaf(typed), self._clock()
        leafing = leaf > 1 and case.opened_at is not None and now - case.opened_at <= _LEAFING
        shut = self._shut(lang, typed, case, leafing)
        if shut is not None:
            return shut
        if not case.gives_records:
            return self.state(lang, typed, case)
        with self._desks.one() as desk:
            try:
                answer = shown(desk, case)
            except PersonErased:
                return self._frame.said(lang, "gone", 410)
            if leafing:
                Casebook(desk.connection, desk.vault).look(case, now)
            else:
                self._enter_opening(desk, typed, case, "page")
        series = in_series(answer.records)
        leaves = max(1, -(-len(series) // _ON_A_LEAF))
        leaf = min(leaf, leaves)
        opening = {name: typed.get(name, "") for name in ("number", "secret", "code")}
        return self._frame.render(lang, Page(
            "records.html", WORDS["records_title"], "/follow", typed=opening, more={
                "answer": answer, "checked": minute(answer.checked_up_to), "texts": SENTENCES,
                "number": readable(case.number), "leaf": leaf, "leaves": leaves,
                "series": series[(leaf - 1) * _ON_A_LEAF : leaf * _ON_A_LEAF],
            },
        ))  # fmt: skip

    def _shut(
        self, lang: Language, typed: Mapping[str, str], case: Case, leafing: bool = False
    ) -> Response | None:
        """Return the page that says why a code does not open the answer, or None where it does. ``leafing``: it opened
        it just now, and no further opening is needed."""
        wrong = _code_fault(case, typed.get("code", ""))
        if wrong is not None:
            return self.state(lang, typed, case, {"code": WORDS[wrong]})
        spent = _code_spent(case, self._clock(), leafing)
        if spent is None:
            return None
        return self._frame.render(lang, Page(
            "said.html", WORDS["code_spent_title"], "/follow", status=410, more={"text": spent.told_in(lang)}
        ))  # fmt: skip

    def _enter_opening(self, desk: Desk, typed: Mapping[str, str], case: Case, form: str) -> None:
        """Enter it before anything leaves. Code, time and count are looked at again, one receiver at a time."""
        Casebook(desk.connection, desk.vault).step(
            case.number, PERSON, "request", "case receive",
            {"code_digest": digest(normal(typed["code"])), "format": form}, self._clock(),
        )  # fmt: skip

    def policy(self, lang: Language) -> Response:
        now = self._clock()
        published = publication(self._desks.registers(), now)
        if published.digest != self._published:
            with self._desks.one() as desk:
                keep(desk.connection, desk.vault, published, now)
            self._published = published.digest
        return self._frame.render(lang, Page(
            "policy.html", WORDS["policy_title"], "/policy", f"/{lang}/", more={"sections": published.sections},
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
            already = stopped_before(desk.connection, registers, case, now)
        due = deadline(case, now)
        filled = {
            "number": readable(case.number), "secret": typed["secret"], "code": typed.get("code", ""),
            "mailed": typed.get("mailed", ""),
            "message": typed.get("message", ""),
        }  # fmt: skip
        waits = case.stage == "identity" and case.proof is not None and case.proof.open_at(self._clock())
        suit = spoken(due.suit_from) if due.suit_from is not None else None
        return self._frame.render(lang, Page(
            "state.html", WORDS["state_title"], "/follow", f"/{lang}/follow", 400 if errors else 200,
            errors or {}, filled, {
                "case": case, "fee": _fee(case), "stages": _stages(case),
                "arrived": spoken(case.arrived), "due": due, "suit": suit,
                "stop": already if stop.state == "none" else stop.words, "granted": stop.state != "none",
                "files": [
                    (
                        FILE_KINDS[one.kind], size_in_words(one.size), f"{one.size:,}", minute(one.at), one.destroyed,
                    )
                    for one in case.files if one.from_person
                ],
                "mailed_to": masked(case.proof.address) if waits and case.proof is not None else None,
                "thread": [(one.from_person, minute(one.at), one.text) for one in case.thread],
                "formats": [(name, WORDS[f"format_{name}"].told_in(lang)) for name in self._formats()],
                "awaits": None if case.ended else case.clock.paused_for,
                "ticked": typed.all("format") if isinstance(typed, Fields) else [],
                "until": minute(case.code_until) if case.code_until is not None else None,
            },
        ))  # fmt: skip

    def _anew(self, lang: Language, typed: Mapping[str, str]) -> Response:
        """Show where a case stands after a step, or after one that another was before."""
        return self.of_case(lang, typed, lambda case: self.state(lang, typed, case))

    def _formats(self) -> list[str]:
        return [name for name in FORMATS if name != "proof" or self._desks.issuer is not None]


def _file(document: Document) -> Response:
    """Return a document as a file to keep."""
    headers = {**HEADERS, "Content-Disposition": f'attachment; filename="{document.name}"'}
    return Response(document.content, media_type=document.media_type, headers=headers)


def _fee(case: Case) -> Text | None:
    """Return how the fee stands, where one was named."""
    return fee_said(WORDS[f"fee_{case.fee_settled or 'open'}"], case.fee) if case.fee else None


def _outcome_told(case: Case) -> Text | None:
    """Return the sentence that an answer about anything but records begins with: what was done, or was not. None for a
    complaint or a consultation, and where a stop is not in effect everywhere: `told_of_stop` and the reply say that."""
    decision = case.decision
    if decision is None or not case.kind.personal or (granted(case) and case.stops.done_at is None):
        return None
    return outcome_told(case.kind.code, decision.outcome)


def _stages(case: Case) -> list[tuple[str, str, Text | None]]:
    """Return the stages that the person is told of, each done, going on or still to come, with the day on which it was
    done. Who looks at what inside, when and how often, is none of them; a case that was closed has none to come."""
    if case.stage == "closed":
        return []
    stages = ["received", *(["identity"] if case.kind.personal else []), "work", "answered"]
    at = stages.index(case.stage if case.stage in ("identity", "answered") else "work")
    done = at + 1 if case.stage == "answered" else at
    # Of the work no day is told: it ends with the answer, on the answer's day.
    days = {
        "received": spoken(case.arrived),
        "identity": None if case.identified_at is None else day(case.identified_at),
        "answered": None if case.answered_at is None else day(case.answered_at),
    }  # fmt: skip
    return [
        (one, "done" if n < done else "now" if n == at else "later", days.get(one) if n < done else None)
        for n, one in enumerate(stages)
    ]


def _leaf(typed: Mapping[str, str]) -> int:
    """Return which page is asked for, from 1."""
    asked = typed.get("page", "")
    return max(1, int(asked)) if re.fullmatch("[0-9]{1,4}", asked) else 1


def _code_fault(case: Case, typed: str) -> str | None:
    """Return the code of the words that say why a code does not open the answer, or None where it does."""
    if not normal(typed):
        return "code_missing"
    return "code_wrong" if case.code_digest is None or digest(normal(typed)) != case.code_digest else None


def _code_spent(case: Case, now: int, leafing: bool) -> Text | None:
    """Return why the right code opens the answer no more, or None where it does."""
    assert case.code_until is not None, "a code has its time"
    if now > case.code_until:
        until = minute(case.code_until)
        return Text(*(words.format(told) for words, told in zip(WORDS["code_late"], until, strict=True)))
    return WORDS["code_often"] if case.opened >= OPENINGS and not leafing else None

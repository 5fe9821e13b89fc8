"""Pages of the contact window on which a person receives an answer: its code, its documents, its records."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from fastapi.responses import Response

from ledger.cases.case import Case
from ledger.cases.casebook import Casebook, digest, normal, readable
from ledger.cases.code import TooSoon
from ledger.cases.codes_by_mail import send_code
from ledger.cases.files.store import FileGone
from ledger.cases.given import PersonErased
from ledger.cases.grounds import grounds_of
from ledger.cases.letters.phrases import outcome_told
from ledger.cases.letters.setting import GlyphMissing
from ledger.cases.moments import minute
from ledger.cases.narrowing import BY, narrowed
from ledger.cases.parts import parts_shown
from ledger.cases.series import HEADS, in_series
from ledger.cases.steps import PERSON, StepRefused
from ledger.cases.stopping import granted, told_of_stop
from ledger.cases.task_words import PARTS_HEADING
from ledger.cases.texts import SENTENCES, Language, Text
from ledger.cases.told import told_to
from ledger.cases.window_words import WORDS
from ledger.web.desks import Desk
from ledger.web.forms import Fields, number_in
from ledger.web.receiving import Document, documents, formats, passed_on, receipt, shown, together
from ledger.web.window_frame import HEADERS, Frame, Page

#: Series of records on one page of an answer, and how long after an opening one may leaf in it without another (µs).
_ON_A_LEAF, _LEAFING = 50, 3_600_000_000

State = Callable[[Language, Mapping[str, str], Case, Mapping[str, Text] | None], Response]


class Receiving:
    """Makes the pages, each in a thread of its own. ``state`` shows where the case stands, with what was wrong."""

    def __init__(self, frame: Frame, state: State) -> None:
        self._frame, self._state = frame, state
        self._desks, self._clock = frame.desks, frame.clock

    def code(self, lang: Language, typed: Fields, case: Case) -> Response:
        """Have the code sent that opens the answer, or another one. Whoever has no answer sees where their case
        stands."""
        if case.stage != "answered":
            return self._state(lang, typed, case, None)
        now = self._clock()
        try:
            with self._desks.one() as desk:
                book = Casebook(desk.connection, desk.vault)
                until = send_code(book, case, lang, now)
                after = told_to(desk.connection, desk.vault, book.find(case.number), now)
        except TooSoon as soon:
            return self._state(lang, typed, case, {"again": _filled(WORDS["code_soon"], minute(soon.at))})
        except StepRefused:
            return self._state(lang, typed, case, {"message": WORDS["message_many"]})
        if until is None:
            return self._frame.render(lang, Page(
                "said.html", WORDS["code_asked_title"], "/follow", more={"text": WORDS["code_asked"].told_in(lang)}
            ))  # fmt: skip
        return self._state(lang, typed, after, None)

    def receive(self, lang: Language, typed: Fields, case: Case) -> Response:
        """Give the answer in the forms that were chosen."""
        shut = self._shut(lang, typed, case)
        if shut is not None:
            return shut
        if typed.get("file"):
            return self._file(lang, typed, case)
        forms = [one for one in formats(self._desks.issuer) if one in typed.all("format")]
        if case.gives_records and not forms:
            return self._state(lang, typed, case, {"format": WORDS["format_missing"]})
        with self._desks.one() as desk:
            try:
                document = together(documents(desk, case, forms)) if case.gives_records else None
                parts = parts_shown(desk.connection, desk.vault, case)
            except PersonErased:
                return self._frame.said(lang, "gone", 410)
            except GlyphMissing:
                return self._state(lang, typed, case, {"format": WORDS["format_glyph"]})
            self._enter_opening(desk, typed, case, " ".join(forms) or "html")
        if document is None:
            assert case.decision is not None, "an answer was decided"
            return self._frame.render(lang, Page(
                "reply.html", WORDS["reply_title"], "/follow", typed=_opening(typed), more={
                    "decision": case.decision, "sued_over": case.kind.sued_over, "texts": SENTENCES,
                    "in_hand": case.stops.in_hand, "stop": told_of_stop(case),
                    "parts": parts, "outcome": _outcome_told(case),
                    "grounds": [grounds_of(case.kind.code)[code].words for code in case.decision.grounds],
                },
            ))  # fmt: skip
        return _file(document)

    def _file(self, lang: Language, typed: Fields, case: Case) -> Response:
        """Give one file that a service sent, as it came."""
        with self._desks.one() as desk:
            try:
                document = passed_on(desk, case, number_in(typed["file"]))
            except (FileGone, PersonErased):
                return self._frame.said(lang, "gone", 410)
            if document is None:
                return self._frame.said(lang, "missing", 404)
            self._enter_opening(desk, typed, case, "file")
        return _file(document)

    def receipt(self, lang: Language, _: Mapping[str, str], case: Case) -> Response:
        """Give the receipt, for whoever has number and secret; the look is entered."""
        with self._desks.one() as desk:
            Casebook(desk.connection, desk.vault).look(case, self._clock())
        return _file(receipt(self._desks.registers(), case, lang))

    def records(self, lang: Language, typed: Fields, case: Case) -> Response:
        """Show the records of an answer, or those of them that are asked for, each with what may be asked about it. It
        counts as an opening, but for who leafs on soon after one: that is entered as a look."""
        now = self._clock()
        leafing = "page" in typed and case.opened_at is not None and now - case.opened_at <= _LEAFING
        shut = self._shut(lang, typed, case, leafing)
        if shut is not None:
            return shut
        if not case.gives_records:
            return self._state(lang, typed, case, None)
        with self._desks.one() as desk:
            try:
                answer = shown(desk, case)
            except PersonErased:
                return self._frame.said(lang, "gone", 410)
            if leafing:
                Casebook(desk.connection, desk.vault).look(case, now)
            else:
                self._enter_opening(desk, typed, case, "page")
        narrow = narrowed(answer.records, {by: typed.get(by, "") for by in BY if by not in typed.all("drop")})
        series = in_series(narrow.records)
        leaves = max(1, -(-len(series) // _ON_A_LEAF))
        leaf = min(_leaf(typed), leaves)
        title = WORDS["records_title"] if leaves == 1 else _of_leaf(WORDS["records_title"], leaf, leaves)
        return self._frame.render(lang, Page(
            "records.html", title, "/follow", typed=_opening(typed), more={
                "answer": answer, "checked": minute(answer.checked_up_to), "texts": SENTENCES,
                "parts_heading": PARTS_HEADING,
                "number": readable(case.number), "leaf": leaf, "leaves": beside(leaf, leaves), "narrow": narrow,
                "heads": HEADS, "series": series[(leaf - 1) * _ON_A_LEAF : leaf * _ON_A_LEAF],
            },
        ))  # fmt: skip

    def _shut(
        self, lang: Language, typed: Mapping[str, str], case: Case, leafing: bool = False
    ) -> Response | None:
        """Return the page that says why a code does not open the answer, or None where it does. ``leafing``: it opened
        it just now, and no further opening is needed."""
        code, said = case.code, normal(typed.get("code", ""))
        if not said:
            return self._state(lang, typed, case, {"code": WORDS["code_missing"]})
        if code is None or not code.is_opened_by(digest(said)):
            return self._state(lang, typed, case, {"code": WORDS["code_wrong"]})
        spent = code.spent(self._clock())
        if spent is None or (spent == "often" and leafing):
            return None
        ended = {"over": code.until, "late": code.valid_until, "often": code.valid_until}[spent]
        return self._frame.render(lang, Page(
            "spent.html", WORDS["code_spent_title"], "/follow", status=410, typed=typed,
            more={"text": _filled(WORDS[f"code_{spent}"], minute(ended)).told_in(lang)},
        ))  # fmt: skip

    def _enter_opening(self, desk: Desk, typed: Mapping[str, str], case: Case, form: str) -> None:
        """Enter it before anything leaves. Code, time and count are looked at again, one receiver at a time."""
        Casebook(desk.connection, desk.vault).step(
            case.number, PERSON, "request", "case receive",
            {"code_digest": digest(normal(typed["code"])), "format": form}, self._clock(),
        )  # fmt: skip


def _file(document: Document) -> Response:
    """Return a document as a file to keep."""
    headers = {**HEADERS, "Content-Disposition": f'attachment; filename="{document.name}"'}
    return Response(document.content, media_type=document.media_type, headers=headers)


def _opening(typed: Mapping[str, str]) -> dict[str, str]:
    """Return what opens the answer, for the forms of a page on which it is read."""
    return {name: typed.get(name, "") for name in ("number", "secret", "code")}


def _outcome_told(case: Case) -> Text | None:
    """Return the sentence that an answer about anything but records begins with: what was done, or was not. None for a
    complaint or a consultation, and where a stop is not in effect everywhere: `told_of_stop` and the reply say that."""
    decision = case.decision
    if decision is None or not case.kind.personal or (granted(case) and case.stops.done_at is None):
        return None
    return outcome_told(case.kind.code, decision.outcome)


def _filled(words: Text, told: Text) -> Text:
    return Text(words.ja.format(told.ja), words.en.format(told.en))


def _of_leaf(title: Text, leaf: int, leaves: int) -> Text:
    page = WORDS["records_page"]
    return Text(f"{title.ja}（{page.ja.format(leaf, leaves)}）", f"{title.en} ({page.en.format(leaf, leaves)})")


def beside(leaf: int, leaves: int) -> list[int | None]:
    """Return the pages that are led to: the first, the last, this one and those beside it; None for those between. None
    at all where there is one page."""
    shown = sorted({1, leaf - 1, leaf, leaf + 1, leaves} & set(range(1, leaves + 1)))
    found: list[int | None] = []
    for before, page in zip([0, *shown], shown, strict=False):
        found += [page] if page == before + 1 else [None, page]
    return found if leaves > 1 else []


def _leaf(typed: Mapping[str, str]) -> int:
    """Return which page is asked for, from 1."""
    asked = typed.get("page", "")
    return max(1, int(asked)) if re.fullmatch("[0-9]{1,4}", asked) else 1

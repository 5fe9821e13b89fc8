"""Pages of the contact window on which a case is followed, and those about the operator: what each shows, and what is
taken in by its form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from fastapi.responses import Response

from ledger.cases.case import Case
from ledger.cases.casebook import Casebook, NoSuchCase, digest, normal, readable
from ledger.cases.code import TYPED_WITHIN
from ledger.cases.codes_by_mail import goes_by_mail
from ledger.cases.deadline import deadline
from ledger.cases.fees import fee_said
from ledger.cases.files.kinds import FileUnusable
from ledger.cases.files.store import Attaching, attach
from ledger.cases.mail.address import masked
from ledger.cases.moments import day, minute, spoken
from ledger.cases.publication import keep, publication
from ledger.cases.requests import CHANNELS, GROUPS, KINDS
from ledger.cases.steps import PERSON, StepRefused
from ledger.cases.stopped_before import stopped_before
from ledger.cases.stopping import stop_now
from ledger.cases.texts import Language, Text
from ledger.cases.thread import LONGEST
from ledger.cases.told import told_to
from ledger.cases.unsafe import LONGEST as LONGEST_CONTACTS
from ledger.cases.window_words import FILE_KINDS, WORDS, size_in_words
from ledger.web.forms import Fields
from ledger.web.receiving import FOR_MOST, formats
from ledger.web.uploads import Upload
from ledger.web.window_frame import Frame, Page

#: How easy the window was to use, in the person's own view, and how long what they say beside it may be.
EASE, IMPROVING = ("easy", "between", "hard"), 1_000


class Pages:
    """Makes pages, each in a thread of its own."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._desks, self._clock = frame.desks, frame.clock
        #: Digest of the publication that this process showed last.
        self._published = ""

    def home(self, lang: Language) -> Response:
        now = self._clock()
        shut, fees = self._desks.shut(now), self._desks.fees(now)
        more = {
            "shut": None if shut is None else shut.told_in(lang), "groups": GROUPS,
            "fees": None if fees is None else _fees(fees).told_in(lang),
        }  # fmt: skip
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

    def unsafe(self, lang: Language, typed: Mapping[str, str], case: Case) -> Response:
        """Take which contacts are not to be used. Nothing that is shown afterwards differs by it."""
        if not typed.get("unsafe"):
            return self.state(lang, typed, case, {"unsafe": WORDS["unsafe_missing"]})
        if len(typed["unsafe"]) > LONGEST_CONTACTS:
            words = WORDS["unsafe_long"]
            return self.state(lang, typed, case, {"unsafe": Text(
                words.ja.format(LONGEST_CONTACTS), words.en.format(LONGEST_CONTACTS)
            )})  # fmt: skip
        try:
            with self._desks.one() as desk:
                Casebook(desk.connection, desk.vault).step(
                    case.number, PERSON, "request", "case unsafe", {"contacts": typed["unsafe"]}, self._clock()
                )
        except StepRefused:
            return self.state(lang, typed, case, {"unsafe": WORDS["message_many"]})
        return self._frame.render(lang, Page(
            "said.html", WORDS["unsafe_said_title"], "/follow", f"/{lang}/follow",
            more={"text": WORDS["unsafe_said"].told_in(lang)},
        ))  # fmt: skip

    def ease(self, lang: Language, typed: Mapping[str, str], case: Case) -> Response:
        """Take what the person says of the window itself, once they have their answer: a message like any other, so
        that nothing else is kept of it."""
        if typed.get("ease") not in EASE:
            return self.state(lang, typed, case, {"ease": WORDS["ease_missing"]})
        if len(typed.get("improve", "")) > IMPROVING:
            return self.state(lang, typed, case, {"improve": WORDS["improve_long"]})
        chosen = WORDS[f"ease_{typed['ease']}"].told_in(lang)
        said = f"{WORDS['ease_said'].told_in(lang).format(chosen)}\n{typed.get('improve', '')}".strip()
        return self.write(lang, {"number": typed["number"], "secret": typed["secret"], "message": said}, case)

    def withdraw(self, lang: Language, typed: Mapping[str, str], case: Case) -> Response:
        try:
            with self._desks.one() as desk:
                book = Casebook(desk.connection, desk.vault)
                book.step(case.number, PERSON, "request", "case withdraw", {}, self._clock())
        except StepRefused:
            return self.of_case(lang, typed, lambda case: self.state(
                lang, typed, case, None if case.ended else {"withdraw": WORDS["withdraw_not_here"]}
            ))  # fmt: skip
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
                book, now = Casebook(desk.connection, desk.vault), self._clock()
                case = book.of(typed["number"], typed["secret"], now)
                return told_to(desk.connection, desk.vault, case, now)
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
            "message": typed.get("message", ""), "unsafe": typed.get("unsafe", ""),
            "ease": typed.get("ease", ""), "improve": typed.get("improve", ""),
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
                "formats": [(name, WORDS[f"format_{name}"].told_in(lang)) for name in formats(self._desks.issuer)],
                "awaits": None if case.ended else case.clock.paused_for,
                "ticked": _ticked(lang, typed),
                "ease": [(one, WORDS[f"ease_{one}"].told_in(lang), "") for one in EASE],
                "receiving": _receiving(case, now),
            },
        ))  # fmt: skip

    def _anew(self, lang: Language, typed: Mapping[str, str]) -> Response:
        """Show where a case stands after a step, or after one that another was before."""
        return self.of_case(lang, typed, lambda case: self.state(lang, typed, case))


def _ticked(lang: Language, typed: Mapping[str, str]) -> list[str]:
    """Return the forms of the answer that are ticked: what was chosen, and before that the one for most people."""
    if isinstance(typed, Fields) and "code" in typed:
        return typed.all("format")
    return [FOR_MOST[lang]]


def _fees(fees: Mapping[str, int]) -> Text:
    """Return what requests cost, all of them."""
    if not fees:
        return WORDS["before_free"]
    named = [(KINDS[kind].words, f"{fee:,}") for kind, fee in fees.items()]
    return Text(
        WORDS["home_fees"].ja.format("、".join(f"{words.ja}{fee}円" for words, fee in named)),
        WORDS["home_fees"].en.format(", ".join(f"{words.en} {fee} yen" for words, fee in named)),
    )


def _fee(case: Case) -> Text | None:
    """Return how the fee stands, where one was named."""
    return fee_said(WORDS[f"fee_{case.fee_settled or 'open'}"], case.fee) if case.fee else None


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


def _receiving(case: Case, now: int) -> dict[str, Any]:
    """Return what the page says of receiving an answer: until when, and by which way its code goes. ``typed``: until
    when a code that was sent opens it, if one does; ``over``: nothing opens the answer any more."""
    code = case.code
    return {
        "until": None if code is None else minute(code.until), "over": code is not None and now > code.until,
        "way": None if code is None else CHANNELS.get(code.by or ""),
        "mailed": masked(case.address) if goes_by_mail(case, now) else None, "minutes": TYPED_WITHIN // 60_000_000,
        "typed": None if code is None or not code.waits(now) else minute(code.valid_until),
    }  # fmt: skip

"""The pages on which a person asks: what is offered, the questions, what was answered, and the receipt."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi.responses import Response

from ledger.cases.agents import KINDS_OF_AGENT, PROOFS
from ledger.cases.case import Case
from ledger.cases.casebook import Casebook, Receipt, new_form, readable
from ledger.cases.deadline import deadline
from ledger.cases.fees import fee_of, fee_said
from ledger.cases.moments import spoken
from ledger.cases.requests import BOTH, GROUPS, KINDS, RequestKind
from ledger.cases.steps import PERSON
from ledger.cases.stopping import ASKED
from ledger.cases.texts import SENTENCES, Language, Text
from ledger.cases.visible import grouped
from ledger.cases.window_words import WORDS
from ledger.cases.wishes import DELIVERIES, Wishes
from ledger.web.asked import opening
from ledger.web.asking import (
    WHO,
    Question,
    Typed,
    answers,
    asked_for,
    by_agent,
    day_of,
    next_open,
    question,
    questions,
    with_data,
)
from ledger.web.front import TEMPLATES
from ledger.web.window_frame import Draft, Frame, Page

#: The page on which everything is checked, in place of a question's code.
_CHECK = "check"


class Asking:
    """Makes the pages of a request, each in a thread of its own."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame

    def kinds(self, lang: Language, sent: bool) -> Response:
        """Show what one may ask; ``sent``: nothing was chosen."""
        if (shut := self._shut(lang, "/ask")) is not None:
            return shut
        errors = {"kind": WORDS["kind_missing"]} if sent else {}
        groups = [
            (WORDS[f"kinds_{group}"].told_in(lang), [
                (code, KINDS[code].words.told_in(lang), KINDS[code].about.told_in(lang)) for code in codes
            ]) for group, codes in GROUPS.items()
        ]  # fmt: skip
        return self._frame.render(lang, Page(
            "kinds.html", WORDS["kind_title"], "/ask", f"/{lang}/", 400 if errors else 200, errors,
            {"kind": ""}, {"groups": groups},
        ))  # fmt: skip

    def start(self, lang: Language, code: str) -> Response:
        """Show what to know before the questions."""
        kind = KINDS.get(code)
        if kind is None:
            return self._frame.said(lang, "missing", 404)
        if (shut := self._shut(lang, f"/ask/{code}")) is not None:
            return shut
        return self._frame.render(lang, Page(
            "ask.html", kind.words, f"/ask/{code}", f"/{lang}/ask", more={"kind": kind, "fee": self._fee(kind)}
        ))  # fmt: skip

    def asked(self, lang: Language, code: str, typed: Typed) -> Response:
        """Take one page: an answer (``at``), the wish to see a page again (``show``), or all of it, to be sent."""
        kind = KINDS.get(code)
        if kind is None:
            return self._frame.said(lang, "missing", 404)
        told = {**answers(typed), "form": typed.get("form") or new_form()}
        if "show" not in typed and typed.get("at") == _CHECK:
            return self._sent(lang, kind, told)
        at = typed.get("show") or typed.get("at") or ""
        if (shut := self._shut(lang, f"/ask/{code}", Draft(told, at, None))) is not None:
            return shut
        if "show" in typed:
            return self._shown(lang, kind, told, question(kind, told, typed["show"]))
        here = question(kind, told, typed.get("at", ""))
        if here is not None and (wrong := here.wrong(kind, told)):
            return self._question(lang, kind, told, here, wrong)
        return self._shown(lang, kind, told, None)

    def _shut(self, lang: Language, path: str, draft: Draft | None = None) -> Response | None:
        """Return the page that says that nothing is taken here for now, or None where it is. ``draft``: what was
        answered, which the page keeps and sends again once it is wanted."""
        words = self._frame.desks.shut(self._frame.clock())
        if words is None:
            return None
        more = {"words": words.told_in(lang)}
        return self._frame.render(lang, Page(
            "shut.html", WORDS["shut_title"], path, f"/{lang}/", 503, more=more, draft=draft
        ))  # fmt: skip

    def _shown(self, lang: Language, kind: RequestKind, told: Typed, wanted: Question | None) -> Response:
        """Show the question that is wanted, else the next open one, else all answers."""
        here = wanted or next_open(kind, told)
        if here is None:
            return self._check(lang, kind, told)
        wrong = here.wrong(kind, told) if wanted is None and here.answered(told) else {}
        return self._question(lang, kind, told, here, wrong)

    def _question(
        self, lang: Language, kind: RequestKind, told: Typed, here: Question, wrong: Mapping[str, Text]
    ) -> Response:
        before = [one.code for one in questions(kind, told)]
        at = before.index(here.code)
        # Who changes an answer goes back to where all of them stand.
        back = _CHECK if next_open(kind, told) is None else before[at - 1] if at else None
        own = {name: told.get(name, "") for name in here.fields}
        return self._frame.render(lang, Page(
            "question.html", WORDS[_title(kind, told, here)], f"/ask/{kind.code}", f"/{lang}/ask/{kind.code}",
            400 if wrong else 200, wrong, own, {
                "kind": kind, "named": _named(kind, told), "question": here,
                "agent": KINDS_OF_AGENT.get(told.get("who", "")),
                "proofs": PROOFS, "who": WHO, "deliveries": DELIVERIES, "scopes": ASKED,
                "mails": self._frame.desks.mails,
                "hint": WORDS[_hint(asked_for(kind, told))], "for_another": by_agent(told),
                "others": {name: words for name, words in told.items() if name not in here.fields},
            }, Draft(told, here.code, back),
        ))  # fmt: skip

    def _check(self, lang: Language, kind: RequestKind, told: Typed) -> Response:
        asked = questions(kind, told)
        groups = [
            (group, [(one.code, _label(told, one), _said(kind, told, one)) for one in asked if one.group == group])
            for group in dict.fromkeys(one.group for one in asked)
        ]  # fmt: skip
        return self._frame.render(lang, Page(
            "check.html", WORDS["check_title"], f"/ask/{kind.code}",
            more={
                "kind": kind, "named": _named(kind, told), "groups": groups, "about": _about(told, lang),
                "fee": self._fee(asked_for(kind, told)),
            },
            draft=Draft(told, _CHECK, asked[-1].code),
        ))  # fmt: skip

    def _sent(self, lang: Language, kind: RequestKind, told: Typed) -> Response:
        shut = self._shut(lang, f"/ask/{kind.code}", Draft(told, _CHECK, None))
        for one in questions(kind, told):
            if wrong := one.wrong(kind, told):
                return shut or self._question(lang, kind, told, one, wrong)
        now, desks = self._frame.clock(), self._frame.desks
        fee = fee_of(desks.registers(), asked_for(kind, told).code, now)
        begins = opening(kind, told, lang, now, desks.mails, fee)
        with desks.one() as desk:
            book = Casebook(desk.connection, desk.vault)
            # What was taken while it was open is not told to be unsent.
            if shut is not None and not book.was_sent(begins, told["form"]):
                return shut
            receipt, case = book.open(begins, PERSON, now, told["form"])
        return self._received(lang, receipt, case, now)

    def _received(self, lang: Language, receipt: Receipt, case: Case, now: int) -> Response:
        return self._frame.render(lang, Page(
            "received.html", WORDS["received_title"], more={
                "number": readable(receipt.number), "secret": readable(receipt.secret), "kind": case.kind,
                "arrived": spoken(case.arrived), "due": deadline(case, now), "agent": case.agent,
                "fee": fee_said(WORDS["before_fee"], case.fee) if case.fee else None,
            },
        ))  # fmt: skip

    def _fee(self, kind: RequestKind) -> Text | None:
        """Return what is said of the fee; nothing where nobody can be asked."""
        fee = self._frame.desks.fee(kind.code, self._frame.clock())
        if fee is None:
            return None
        return fee_said(WORDS["before_fee"], fee) if fee else WORDS["before_free"]


def _named(kind: RequestKind, told: Typed) -> Text:
    """Return what is asked for, as far as it is known by now."""
    return BOTH if with_data(kind, told) else kind.words


def _about(told: Typed, lang: Language) -> str | None:
    """Return how the record that the form is about was named, if it is about one."""
    record = told.get("about_record", "")
    if not record:
        return None
    # Of a series it was chosen which one: its number tells it.
    return f"{told.get('about_words', '')}\n{SENTENCES['record_id'].told_in(lang)} {grouped(record)}".strip()


def _title(kind: RequestKind, told: Typed, here: Question) -> str:
    """Return the code of the words that ask a question."""
    if here.code == "asked":
        return "asked_title_told" if kind.told else "asked_title_free"
    for_another = here.code in ("name", "safety") and by_agent(told)
    return f"{here.code}_title{'_agent' if for_another else ''}"


def _label(told: Typed, one: Question) -> Text:
    return WORDS["name_agent" if one.code == "name" and by_agent(told) else one.code]


def _said(kind: RequestKind, told: Typed, one: Question) -> list[tuple[Text | None, Text]]:
    """Return what was answered, as lines: what each is, where there are several, and its words. Of safety nothing
    shows, whatever it is: who looks over a shoulder must not learn it."""
    if one.code == "safety":
        return [(None, WORDS["safety_not_shown"])]
    if one.code == "both":
        return [(None, WORDS["both_yes" if told["both"] == "yes" else f"both_no_{kind.code}"])]
    if one.code in ("who", "alone"):
        return [(None, WORDS[f"{one.code}_{told[one.code]}"])]
    if one.code in ("delivery", "scope"):
        return [(None, (DELIVERIES if one.code == "delivery" else ASKED)[told[one.code]])]
    if one.code == "period":
        return [(None, Wishes(day_of(told, "since"), day_of(told, "until")).period or WORDS["nothing_said"])]
    named = [(WORDS[name] if len(one.fields) > 1 else None, told[name]) for name in one.fields if told.get(name)]
    return [(label, Text(words, words)) for label, words in named] or [(None, WORDS["nothing_said"])]


def _hint(kind: RequestKind) -> str:
    """Return the code of the words that say what to write."""
    if not kind.personal:
        return "asked_hint_open"
    return "asked_hint" if kind.code == "records" else "asked_hint_told" if kind.told else "asked_hint_free"


def _article_ja(article: str) -> str:
    """Return an article as Japanese writes it: 33条5項 for 33(5)."""
    number, _, paragraph = article.rstrip(")").partition("(")
    return f"{number}条{paragraph}項" if paragraph else f"{number}条"


TEMPLATES.filters["article_ja"] = _article_ja

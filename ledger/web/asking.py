"""The questions of a request, one a page: which are asked of whom, what is a right answer, and which comes next.

What was answered goes from page to page in the form itself. Nothing is stored before it is sent, nothing personal comes
into an address, and a page that is sent again asks the same again. A question is answered once its fields are there,
empty ones too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from ledger.cases.agents import KINDS_OF_AGENT
from ledger.cases.mail.address import AddressUnusable, address_of
from ledger.cases.requests import KINDS, RequestKind
from ledger.cases.stopping import ASKED, scopes_of
from ledger.cases.texts import Text
from ledger.cases.window_words import WORDS
from ledger.cases.wishes import DELIVERIES
from ledger.cases.written_day import DayUnreadable, written_day

Typed = Mapping[str, str]
Faults = dict[str, Text]

#: Who may be asking, in the order of the form.
WHO = ("self", *KINDS_OF_AGENT)
#: Kinds for which the person may say how the answer comes (article 33(2)). Each may be asked for with the other.
_DISCLOSED = frozenset({"records", "data"})
#: Characters of a field.
_LONGEST: Mapping[str, int] = {
    "asked": 4_000, "name": 200, "agent_name": 200, "claimed": 400, "phone": 100, "address": 400, "email": 300,
    "unsafe": 400,
}  # fmt: skip
#: Which record of which case a form is about, and how its page named it to the person.
ABOUT = ("about_case", "about_record", "about_words")
_PARTS = ("year", "month", "day")


@dataclass(frozen=True, slots=True)
class Question:
    """One question: the fields of its page, of whom it is asked, and what has to be put right in an answer, by field.
    ``group``: under which heading it stands where answers are checked."""

    code: str
    fields: tuple[str, ...]
    group: str
    asked_of: Callable[[RequestKind, Typed], bool]
    faults: Callable[[RequestKind, Typed], Faults]

    def answered(self, typed: Typed) -> bool:
        """Whether its page was sent."""
        return any(name in typed for name in self.fields)

    def wrong(self, kind: RequestKind, typed: Typed) -> Faults:
        """Return what has to be put right, by field."""
        long = {
            name: Text(*(words.format(f"{most:,}") for words in WORDS["too_long_by"]))
            for name in self.fields if (most := _LONGEST.get(name)) is not None and len(typed.get(name, "")) > most
        }  # fmt: skip
        return {**self.faults(kind, typed), **long}


def questions(kind: RequestKind, typed: Typed) -> list[Question]:
    """Return what is asked, in order, seen from the answers so far."""
    return [one for one in _QUESTIONS if one.asked_of(kind, typed)]


def question(kind: RequestKind, typed: Typed, code: str) -> Question | None:
    """Return a question by its code, if it is asked."""
    return next((one for one in questions(kind, typed) if one.code == code), None)


def next_open(kind: RequestKind, typed: Typed) -> Question | None:
    """Return the first question that is not answered, or not rightly; None once everything may be sent."""
    return next(
        (one for one in questions(kind, typed) if not one.answered(typed) or one.wrong(kind, typed)), None
    )  # fmt: skip


def answers(typed: Typed) -> dict[str, str]:
    """Return every answer that a form brings, by field, and about which record it is where it came from one."""
    names = [*(name for one in _QUESTIONS for name in one.fields), *ABOUT]
    return {name: typed[name] for name in names if name in typed}


def asked_for(kind: RequestKind, typed: Typed) -> RequestKind:
    """Return the kind of the case that a form becomes: with the data held, the case is one about records."""
    return KINDS["records"] if with_data(kind, typed) else kind


def with_data(kind: RequestKind, typed: Typed) -> bool:
    """Whether records and the personal data held are asked for together."""
    return kind.code in _DISCLOSED and typed.get("both") == "yes"


def by_agent(typed: Typed) -> bool:
    """Whether somebody asks for another."""
    return typed.get("who") in KINDS_OF_AGENT


def day_of(typed: Typed, end: str) -> date | None:
    """Return the first (``since``) or last (``until``) day of the period, None where it is open.

    Raises DayUnreadable.
    """
    parts = [typed.get(f"{end}_{part}", "") for part in _PARTS]
    return written_day(*parts) if any(parts) else None


def _chosen(name: str, among: tuple[str, ...]) -> Callable[[RequestKind, Typed], Faults]:
    def faults(_: RequestKind, typed: Typed) -> Faults:
        return {} if typed.get(name) in among else {name: WORDS[f"{name}_missing"]}

    return faults


def _said(name: str) -> Callable[[RequestKind, Typed], Faults]:
    def faults(_: RequestKind, typed: Typed) -> Faults:
        return {} if typed.get(name) else {name: WORDS[f"{name}_missing"]}

    return faults


def _asked(kind: RequestKind, typed: Typed) -> Faults:
    # Which recipient or which data is to stop, nobody can guess.
    told = kind.told or (bool(scopes_of(kind)) and typed.get("scope") != "all")
    return {"asked": WORDS["asked_missing"]} if told and not typed.get("asked") else {}


def _period(_: RequestKind, typed: Typed) -> Faults:
    errors: Faults = {}
    days: dict[str, date | None] = {}
    for end in ("since", "until"):
        try:
            days[end] = day_of(typed, end)
        except DayUnreadable as wrong:
            errors[end] = _day_fault(end, wrong)
    since, until = days.get("since"), days.get("until")
    if since is not None and until is not None and until < since:
        errors["until"] = WORDS["until_before"]
    return errors


def _day_fault(end: str, wrong: DayUnreadable) -> Text:
    """Return what has to be put right in the first (``since``) or last (``until``) day."""
    words = WORDS["day_part_missing" if wrong.empty else f"{wrong.part}_wrong"]
    where, part = WORDS[end], WORDS[wrong.part]
    return Text(words.ja.format(where.ja, part.ja), words.en.format(where.en, part.en.lower()))


def _contact(_: RequestKind, typed: Typed) -> Faults:
    errors: Faults = {}
    if not any(typed.get(name) for name in ("phone", "address", "email")):
        errors["phone"] = WORDS["reach_missing"]
    elif typed.get("delivery") == "post" and not typed.get("address"):
        errors["address"] = WORDS["address_missing"]
    if typed.get("email"):
        try:
            address_of(typed["email"])
        except AddressUnusable:
            errors["email"] = WORDS["email_wrong"]
    return errors


def _personal(kind: RequestKind, _: Typed) -> bool:
    return kind.personal


def _everybody(*_: object) -> bool:
    return True


_QUESTIONS = (
    Question("who", ("who",), "about_you", _personal, _chosen("who", WHO)),
    Question(
        "agent", ("agent_name",), "about_you", lambda kind, typed: kind.personal and by_agent(typed),
        _said("agent_name"),
    ),
    Question(
        "alone", ("alone",), "about_you", lambda kind, typed: kind.personal and typed.get("who") == "parent",
        _chosen("alone", ("together", "alone")),
    ),
    Question("name", ("name",), "about_you", _everybody, _said("name")),
    Question(
        "scope", ("scope",), "request", lambda kind, _: bool(scopes_of(kind)), _chosen("scope", tuple(ASKED)),
    ),
    Question("both", ("both",), "request", lambda kind, _: kind.code in _DISCLOSED, _chosen("both", ("no", "yes"))),
    Question("asked", ("asked",), "request", _everybody, _asked),
    Question("claimed", ("claimed",), "request", _personal, lambda *_: {}),
    Question(
        "period", tuple(f"{end}_{part}" for end in ("since", "until") for part in _PARTS), "request",
        lambda kind, typed: asked_for(kind, typed).code == "records", _period,
    ),
    Question(
        "delivery", ("delivery",), "reach", lambda kind, _: kind.code in _DISCLOSED,
        _chosen("delivery", tuple(DELIVERIES)),
    ),
    Question("contact", ("phone", "address", "email"), "reach", _everybody, _contact),
    Question("safety", ("protected", "unsafe"), "reach", _personal, _chosen("protected", ("no", "yes"))),
)  # fmt: skip

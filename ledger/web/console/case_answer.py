"""A reply to what asks for something else than records, and the release of an answer with its code."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, cast

from fastapi.responses import Response

from ledger.cases.assembling import fitting_outcome
from ledger.cases.case import Case, Outcome
from ledger.cases.casebook import Casebook, new_code, readable
from ledger.cases.codes_by_mail import answer_by_mail
from ledger.cases.deciding import lacking
from ledger.cases.grounds import GROUNDS, UNPROVEN, grounds_of
from ledger.cases.mail.address import masked
from ledger.cases.meant import Meant, decide_step
from ledger.cases.moments import minute
from ledger.cases.release import released
from ledger.cases.requests import CHANNELS
from ledger.cases.service_tasks import answered_all
from ledger.cases.steps import StepRefused
from ledger.cases.stopping import answer_of, stop_now
from ledger.cases.texts import Text
from ledger.cases.wishes import DELIVERIES
from ledger.cases.written_day import DayUnreadable, written_day
from ledger.judging.acts import DECISIONS, enter_act
from ledger.log.head import LOG_ID, read_head
from ledger.web.console.case_frame import case_page, filled, found, said, word
from ledger.web.console.case_scope import ScopeUnsaid, scope_fields, scope_typed, ticked
from ledger.web.console.case_words import WORDS
from ledger.web.console.console import Console, to
from ledger.web.console.routes import Asked, Route

_MOST_CHARACTERS = 4_000
#: What a reply may come to, in the order of the form.
_OUTCOMES = ("whole", "part", "refused")
#: Who may be given the code where an agent asks.
_RECEIVERS = ("agent", "principal")
#: The fields of the day since when a contact is held.
_HELD = ("year", "month", "day")


def reply(console: Console, asked: Asked) -> Response:
    """Show what was asked, and the form of the reply."""
    with console.desks.one() as desk:
        case = found(desk, asked)
        if case.kind.code == "records":
            return to(asked, f"/cases/{case.number}/records")
        enter_act(
            desk.connection, desk.vault, console.desks.registers(), asked.who.officer, asked.reason or "request",
            "case show", {"case": case.number}, None, asked.now, None, DECISIONS,
        )  # fmt: skip
    decision = case.decision
    typed: dict[str, Any] = {}
    if case.tasks and answered_all(case.tasks):
        typed = {"outcome": fitting_outcome(case)}
    if decision is not None:
        typed = {"outcome": decision.outcome, "text": decision.text, "measure": decision.measure}
    return _reply(console, asked, case, typed, decision.grounds if decision else (), {})


def replied(console: Console, asked: Asked) -> Response:
    """Decide by the reply."""
    typed = {name: asked.form.get(name, "") for name in ("outcome", "text", "measure")}
    covered, registers = ticked(asked.form), console.desks.registers()
    grounds, turn = asked.form.all("ground"), asked.form.get("turn", "")
    with console.desks.one() as desk:
        case = found(desk, asked)
        if case.kind.code == "records":
            return to(asked, f"/cases/{case.number}/records")
        moved = {"text": WORDS["moved_meanwhile"]} if turn != str(case.turn) else {}
        errors = moved or _faults(case, typed, grounds)
        scope: Mapping[str, Any] = {}
        try:
            scope = scope_typed(case, typed["outcome"], covered, registers, asked.now)
        except ScopeUnsaid as unsaid:
            errors["covers"] = unsaid.words
        if errors:
            return _reply(console, asked, case, {**typed, **covered}, grounds, errors)
        meant = Meant(
            outcome=cast(Outcome, typed["outcome"]), text=typed["text"], grounds=grounds, measure=typed["measure"],
            scope=scope,
        )
        Casebook(desk.connection, desk.vault).step(
            case.number, asked.who.officer, asked.reason or "request", "case decide",
            decide_step(case, meant, read_head(desk.connection, LOG_ID).size, asked.who.range), asked.now,
            registers, case.turn,
        )  # fmt: skip
    return to(asked, f"/cases/{case.number}")


def release(console: Console, asked: Asked) -> Response:
    """Say what releasing does, before it is done."""
    with console.desks.one() as desk:
        case = found(desk, asked)
    return _release(console, asked, case, {}, {})


def answered(console: Console, asked: Asked) -> Response:
    """Release the answer, and show its code once."""
    typed = {name: asked.form.get(name, "") for name in ("by", "to", "in_hand", *_HELD)}
    # What goes by e-mail is drawn when the person asks for it, and seen by nobody here.
    code = None if typed["by"] == "email" else new_code()
    step = {**released(code, asked.now), "by": typed["by"], "to": typed["to"] or None}
    with console.desks.one() as desk:
        case = found(desk, asked)
        if asked.form.get("turn") != str(case.turn):
            return to(asked, f"/cases/{case.number}/answer")
        if _held_up(case):
            return _release(console, asked, case, typed, {})
        errors = {"by": WORDS["by_missing"]} if typed["by"] not in _ways(console, case) else {}
        if case.agent is not None and typed["to"] not in _RECEIVERS:
            errors["to"] = WORDS["to_missing"]
        if case.protected and typed["by"] != "email":
            try:
                held = written_day(*(typed[name] for name in _HELD))
                step["held_since"] = held.isoformat()
            except DayUnreadable:
                held = None
            if held is None or held >= case.arrived:
                errors["held"] = WORDS["held_missing"]
        try:
            stop = stop_now(desk.connection, console.desks.registers(), case, asked.now)
            step |= answer_of(stop, typed["in_hand"].strip() or None)
        except StepRefused:
            errors["in_hand"] = WORDS["in_hand_missing"]
        if errors:
            return _release(console, asked, case, typed, errors)
        if code is None:
            step = answer_by_mail(case, step)
        after = Casebook(desk.connection, desk.vault).step(
            case.number, asked.who.officer, asked.reason or "request", "case answer", step, asked.now,
            console.desks.registers(), case.turn,
        )  # fmt: skip
    return case_page(
        console, asked, after, "case_answered.html", "answered", code=None if code is None else readable(code),
        until=minute(step["code_until"]), available=minute(after.answered_at or asked.now),
        to_principal=step["to"] == "principal",
        mailed=filled(WORDS["code_mailed"], masked(after.address)) if code is None else None,
    )  # fmt: skip


def _release(
    console: Console, asked: Asked, case: Case, typed: Mapping[str, str], errors: Mapping[str, Text]
) -> Response:  # fmt: skip
    empty = dict.fromkeys(("by", "to", "in_hand", *_HELD), "")
    with console.desks.one() as desk:
        stop = stop_now(desk.connection, console.desks.registers(), case, asked.now)
    return case_page(
        console, asked, case, "case_answer.html", "answer", errors=errors,
        typed={**empty, **typed, "turn": str(case.turn)}, case=case, ready=case.stage in ("answer", "answered"),
        ways=[(one, _way_words(asked, case, one), "") for one in _ways(console, case)], held_up=_held_up(case),
        receivers=[(one, word(asked, f"to_{one}"), "") for one in _RECEIVERS] if case.agent is not None else [],
        stop=None if stop.state == "none" else said(asked, stop.words), awaited="、".join(stop.awaited),
        way=way_asked(case),
    )  # fmt: skip


def way_asked(case: Case) -> Text | None:
    """Return the way in which the person wants to receive the answer, which binds us, where they named one: not by post
    to who is protected, who was told that nothing goes that way."""
    way = case.wishes.delivery
    if way is None or way == "any" or (way == "post" and case.protected):
        return None
    if case.decision is not None and case.decision.outcome in ("refused", "none"):
        return None
    return Text(*(words.format(told) for words, told in zip(WORDS["way_asked"], DELIVERIES[way], strict=True)))


def _held_up(case: Case) -> list[tuple[str, Text]]:
    """Return what keeps an answer from going out (the page that sees to it, behind the case's address, and words)."""
    unproven = case.decision is not None and case.decision.unproven
    lacks = [("asker", WORDS["held_up_agent"])] if not unproven and lacking(case) is not None else []
    return [*lacks, ("fee", WORDS["held_up_fee"])] if "fee" in case.waits_for else lacks


def _ways(console: Console, case: Case) -> tuple[str, ...]:
    """Return the ways by which a code may go to the person: by e-mail where mail is sent and there is an address."""
    by_hand = tuple(one for one in CHANNELS if one != "web" and not (one == "post" and case.protected))
    return (*by_hand, "email") if console.desks.mails and case.address else by_hand


def _way_words(asked: Asked, case: Case, way: str) -> str:
    return said(asked, filled(WORDS["by_email"], masked(case.address))) if way == "email" else word(
        asked, f"channel_{way}"
    )


def _reply(
    console: Console, asked: Asked, case: Case, typed: Mapping[str, Any], grounds: Collection[str],
    errors: Mapping[str, Text],
) -> Response:  # fmt: skip
    there = grounds_of(case.kind.code)
    filled_in = {
        "outcome": "", "text": "", "measure": "", "covers": "", "recipient": (), "item": (), **typed,
        "turn": str(case.turn),
    }  # fmt: skip
    return case_page(
        console, asked, case, "case_reply.html", "reply", errors=errors, typed=filled_in, case=case,
        grounds=[(code, said(asked, ground.words), code in grounds) for code, ground in there.items()],
        instead=any(ground.measure for ground in there.values()),
        outcomes=[(one, word(asked, f"reply_{one}"), "") for one in _outcomes(case)],
        deciding=case.stage == "decision", **scope_fields(case, asked, console.desks.registers()),
    )  # fmt: skip


def _faults(case: Case, typed: Mapping[str, str], grounds: Collection[str]) -> dict[str, Text]:
    errors: dict[str, Text] = {}
    there, refuses = grounds_of(case.kind.code), typed["outcome"] in ("part", "refused")
    if typed["outcome"] not in _outcomes(case):
        errors["outcome"] = WORDS["outcome_missing"]
    elif lacking(case) is not None and not (grounds and set(grounds) <= set(UNPROVEN) and refuses):
        errors["outcome"] = WORDS["decision_held_up"]
    elif (otherwise := _told_otherwise(case, typed["outcome"], grounds)) is not None:
        errors["outcome"] = otherwise
    elif refuses and not grounds and case.kind.code in GROUNDS and not case.tasks:
        errors["ground"] = WORDS["ground_missing"]
    elif grounds and (not refuses or not there.keys() >= set(grounds)):
        errors["ground"] = WORDS["ground_of_refusal"]
    if any(there[code].measure for code in grounds if code in there) != bool(typed["measure"]):
        errors["measure"] = WORDS["measure_missing" if not typed["measure"] else "measure_unasked"]
    if not typed["text"] and not case.tasks:
        errors["text"] = WORDS["reply_missing"]
    elif len(typed["text"]) > _MOST_CHARACTERS:
        errors["text"] = filled(WORDS["too_long_by"], _MOST_CHARACTERS)
    return errors


def _outcomes(case: Case) -> tuple[str, ...]:
    """Return what a reply may come to; that nothing is held is what services say."""
    return (*_OUTCOMES, "none") if case.tasks else _OUTCOMES


def _told_otherwise(case: Case, outcome: str, grounds: Collection[str]) -> Text | None:
    """Return why an outcome does not fit what the services answered, None where it does. A refusal as a whole on a
    ground of the officer's own waits for nobody."""
    if not case.tasks or (outcome == "refused" and grounds):
        return None
    if not answered_all(case.tasks):
        return WORDS["tasks_awaited"]
    return None if outcome == fitting_outcome(case) else WORDS["tasks_otherwise"]


ROUTES = (
    Route("GET", "/cases/{number}/reply", DECISIONS, reply, personal=True),
    Route("POST", "/cases/{number}/reply", DECISIONS, replied, personal=True),
    Route("GET", "/cases/{number}/answer", DECISIONS, release, personal=True),
    Route("POST", "/cases/{number}/answer", DECISIONS, answered, personal=True),
)

"""Steps beside the way from request to answer, as the commands take them: the clock, agents, protection, death, fees,
messages, complaints, a code by mail."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from ledger.cases.casebook import CASES
from ledger.cases.codes_by_mail import proof_by_mail
from ledger.cases.once import Kept
from ledger.cases.steps import StepRefused
from ledger.web.api import answers, sent, steps_sent
from ledger.web.api.calls import Key, Match, Reason, Seat, kept, turn_of
from ledger.web.api.documented import problems
from ledger.web.api.shown import line
from ledger.web.api.stepping import SEEN, STEP, Call, Number, stepped

router = APIRouter(tags=["staff"], prefix="/v1/cases")


@router.post("/{number}/pause", operation_id="pause", summary="Let the internal targets stand still",
             response_model=answers.Line, responses=problems(*STEP))  # fmt: skip
def pause(call: Call, number: Number, told: steps_sent.Pause, reason: Reason, key: Key) -> Response:
    """The person reads that they are waited for. It moves nothing, so it takes no `If-Match`."""
    return stepped(call, "case pause", number, reason, key, None, lambda _: told.model_dump())


@router.post("/{number}/resume", operation_id="resume", summary="Let the internal targets run on",
             response_model=answers.Line, responses=problems(*STEP))  # fmt: skip
def resume(call: Call, number: Number, _: sent.Nothing, reason: Reason, key: Key) -> Response:
    """It moves nothing, so it takes no `If-Match`."""
    return stepped(call, "case resume", number, reason, key, None, lambda _at: {})


@router.post("/{number}/extend", operation_id="extend", summary="Say that the answer will be late",
             response_model=answers.Line, responses=problems(*STEP))  # fmt: skip
def extend(call: Call, number: Number, told: steps_sent.Extend, reason: Reason, key: Key) -> Response:
    """The person reads why, and the new day. Article 39's fourteenth day stays. It takes no `If-Match`."""
    return stepped(call, "case extend", number, reason, key, None, lambda _: told.model_dump())


@router.post("/{number}/fee", operation_id="settleFee", summary="Say that the fee is settled",
             response_model=answers.Line, responses=problems(*SEEN))  # fmt: skip
def fee(call: Call, number: Number, told: steps_sent.Fee, reason: Reason, match: Match, key: Key) -> Response:
    """An answer waits for a fee that was named beforehand."""
    return stepped(call, "case fee", number, reason, key, match, lambda _: told.model_dump())


@router.post("/{number}/agent", operation_id="proveAgent", summary="Say that an agent has shown their right",
             response_model=answers.Line, responses=problems(*SEEN))  # fmt: skip
def agent(call: Call, number: Number, told: steps_sent.AgentProof, reason: Reason, match: Match, key: Key) -> Response:
    """Which proofs show which right, the step sees."""
    return stepped(call, "case agent", number, reason, key, match, lambda _: told.model_dump())


@router.post("/{number}/principal", operation_id="tellPrincipal", summary="Say how the person concerned was told",
             response_model=answers.Line, responses=problems(*SEEN))  # fmt: skip
def principal(
    call: Call, number: Number, told: steps_sent.Principal, reason: Reason, match: Match, key: Key
) -> Response:  # fmt: skip
    """Through a contact held before the request arrived; or why that is unsafe, and two officers then decide."""

    def said(_: Seat) -> Mapping[str, Any]:
        if (told.by is None) == (told.unsafe is None):
            raise StepRefused("how the person was told, or why not, is said by one of the two; give by or unsafe")
        return {"unsafe": told.unsafe} if told.unsafe else told.model_dump(exclude={"unsafe"})

    return stepped(call, "case principal", number, reason, key, match, said)


@router.post("/{number}/screen", operation_id="screenParent", summary="Say what was found about a parent's interest",
             response_model=answers.Line, responses=problems(*SEEN))  # fmt: skip
def screen(call: Call, number: Number, told: steps_sent.Screen, reason: Reason, match: Match, key: Key) -> Response:
    """Before anything is confirmed to them."""
    return stepped(call, "case screen", number, reason, key, match, lambda _: told.model_dump())


@router.post("/{number}/protect", operation_id="protect", summary="Say that the person is to be protected",
             response_model=answers.Line, responses=problems(*SEEN))  # fmt: skip
def protect(call: Call, number: Number, told: steps_sent.Protect, reason: Reason, match: Match, key: Key) -> Response:
    """Nobody who asks learns of it. No post, no agent, no new address, and two officers for what is decided."""
    return stepped(call, "case protect", number, reason, key, match, lambda _: told.model_dump())


@router.post("/{number}/unsafe", operation_id="addUnsafe", summary="Add contacts that the person asks us not to use",
             response_model=answers.Line, responses=problems(*SEEN))  # fmt: skip
def unsafe(
    call: Call, number: Number, told: steps_sent.UnsafeContacts, reason: Reason, match: Match, key: Key
) -> Response:  # fmt: skip
    """To those that they named before (`unsafe` of the case); not of an agent's case. No mail goes to an address named
    there, and no code that went there opens anything. It is not taken back."""
    return stepped(call, "case unsafe", number, reason, key, match, lambda _: told.model_dump())


@router.post("/{number}/death", operation_id="enterDeath", summary="Say that the person concerned has died",
             response_model=answers.Line, responses=problems(*SEEN))  # fmt: skip
def death(call: Call, number: Number, _: sent.Nothing, reason: Reason, match: Match, key: Key) -> Response:
    """Every mandate ends and the case closes; heirs go to a consultation, which is a case of its own."""
    return stepped(call, "case death", number, reason, key, match, lambda _at: {})


@router.post("/{number}/message", operation_id="writeToPerson", summary="Write to the person",
             response_model=answers.Line, responses=problems(*SEEN))  # fmt: skip
def message(
    call: Call, number: Number, told: steps_sent.MessageSent, reason: Reason, match: Match, key: Key
) -> Response:  # fmt: skip
    """They read it where they follow their case, and who gave an address is told by mail that there is news."""
    return stepped(call, "case message", number, reason, key, match, lambda _: told.model_dump())


@router.post("/{number}/own", operation_id="ownCase", summary="Say which officer sees to the case",
             response_model=answers.Line, responses=problems(*STEP))  # fmt: skip
def own(call: Call, number: Number, told: steps_sent.OwnerSent, reason: Reason, key: Key) -> Response:
    """It moves nothing, so it takes no `If-Match`."""

    def said(at: Seat) -> Mapping[str, Any]:
        owner = told.officer or at.client.officer
        _check_officer(at, owner, CASES)
        return {"owner": owner, "before": at.book.find(number).owner}

    return stepped(call, "case own", number, reason, key, None, said)


@router.post("/{number}/assign", operation_id="assignComplaint", summary="Say what a complaint is about",
             response_model=answers.Line, responses=problems(*STEP))  # fmt: skip
def assign(call: Call, number: Number, told: steps_sent.Assign, reason: Reason, key: Key) -> Response:
    """And who answers for it. It moves nothing, so it takes no `If-Match`."""

    def said(at: Seat) -> Mapping[str, Any]:
        _check_officer(at, told.responsible, None)
        return told.model_dump()

    return stepped(call, "case assign", number, reason, key, None, said)


@router.post("/{number}/conclude", operation_id="concludeComplaint", summary="Say what came of a complaint",
             response_model=answers.Line, responses=problems(*STEP))  # fmt: skip
def conclude(call: Call, number: Number, told: steps_sent.Conclude, reason: Reason, key: Key) -> Response:
    """And what was learned. It moves nothing, so it takes no `If-Match`."""
    return stepped(call, "case conclude", number, reason, key, None, lambda _: told.model_dump())


@router.post("/{number}/refer", operation_id="referComplaint", summary="Keep what a complaint led to",
             response_model=answers.Line, responses=problems(*STEP))  # fmt: skip
def refer(call: Call, number: Number, told: steps_sent.Refer, reason: Reason, key: Key) -> Response:
    """Judging again, a stop, or the question of article 26. It moves nothing, so it takes no `If-Match`."""
    return stepped(call, "case refer", number, reason, key, None, lambda _: told.model_dump())


@router.post("/{number}/code", operation_id="sendCode", summary="Send a code to an address that was held before",
             response_model=answers.Line, responses=problems(*SEEN))  # fmt: skip
def code(call: Call, number: Number, told: steps_sent.MailCode, reason: Reason, match: Match, key: Key) -> Response:
    """Who types it at the contact window proves that they read that address; then `identify`. The code is told to
    nobody but by that mail."""
    with call.seat("case code", reason, CASES) as at:
        said, mail = proof_by_mail(told.address, date.fromisoformat(told.held_since), at.now)

        def work() -> tuple[str, Kept]:
            at.book.looked_at(number, at.client.officer, at.now)
            if not call.desks.mails:
                raise StepRefused("no mail can be sent here; have `smtp_host` set, or take another way")
            case = at.step(number, said, turn_of(match), mail)
            return number, kept(line(case, at.now), turn=case.turn)

        return call.answered_once(at, key, work)


def _check_officer(at: Seat, officer: str, roles: frozenset[str] | None) -> None:
    """See that an officer is registered now, with one of the roles where some are named. Raises StepRefused."""
    row = at.registers.valid_at("officers", officer, at.now)
    if row is None or (roles is not None and not roles & set(row.body["roles"])):
        raise StepRefused(
            "there is no such officer in the register, or none who may do this; name one of the register `officers`"
        )

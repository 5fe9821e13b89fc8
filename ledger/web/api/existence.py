"""What is neither confirmed nor denied of a case, for programs of officers with the role alone, as the commands and the
console have it. Nobody else is told anything by these addresses: the role is looked at before the case is."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter
from fastapi.responses import Response

from ledger.cases import screened
from ledger.cases.case import Case
from ledger.cases.existence import words_of
from ledger.cases.moments import rfc3339
from ledger.cases.once import Kept
from ledger.cases.screened import Existence, Screened
from ledger.judging.acts import EXISTENCE
from ledger.web.api import answers, steps_sent
from ledger.web.api.calls import Key, Reason, Seat, answer, kept
from ledger.web.api.documented import SENT, problems
from ledger.web.api.shown import facts_of
from ledger.web.api.stepping import Call, Number

router = APIRouter(tags=["staff"], prefix="/v1/cases")

_MET = ("no_such_case", "case_gone", "step_refused", "lapsed", "person_gone")


@router.get("/{number}/existence", operation_id="lookAtExistence", summary="Look at what the screen leaves out",
            response_model=answers.ExistenceLooked, responses=problems("invalid", *_MET))  # fmt: skip
def look(call: Call, number: Number, reason: Reason) -> Response:
    """Every record of the case's person within the officer's range, those left out first, with each reason and the
    releases that wait for a second officer. The look is entered with the person. It takes the role
    `existence_officer`."""
    with call.seat("existence list", reason, EXISTENCE) as at:
        case = at.book.looked_at(number, at.client.officer, at.now)
        there = screened.screened(at.desk.connection, at.desk.vault, case, _by(at))
        return answer(answers.ExistenceLooked(records=[_told(record, one) for record, one in there.items()]))


@router.post("/{number}/existence/hide", operation_id="hideRecord", summary="Hide a record",
             response_model=answers.ExistenceDone, responses=problems(*SENT, *_MET))  # fmt: skip
def hide(call: Call, number: Number, told: steps_sent.Hide, reason: Reason, key: Key) -> Response:
    """For an item of Cabinet Order 11. It is in no answer that leaves from now on; one that was given stays. It is no
    step of the case: who lacks the role learns of it by nothing. It takes the role `existence_officer`."""

    def done(at: Seat, case: Case) -> None:
        screened.hide(at.desk.connection, at.desk.vault, case, _by(at), told.record, told.because)

    return _acted(call, "existence hide", number, told.record, reason, key, done)


@router.post("/{number}/existence/release", operation_id="releaseRecord", summary="Release a hidden record",
             response_model=answers.ExistenceDone, responses=problems(*SENT, *_MET))  # fmt: skip
def release(call: Call, number: Number, told: steps_sent.ReleaseRecord, reason: Reason, key: Key) -> Response:
    """From the reasons that were seen, once a second officer confirms it. A later reason hides it again. It takes the
    role `existence_officer`."""

    def done(at: Seat, case: Case) -> None:
        screened.release(at.desk.connection, at.desk.vault, case, _by(at), told.record, told.seen, told.because)

    return _acted(call, "existence release", number, told.record, reason, key, done)


@router.post("/{number}/existence/confirm", operation_id="confirmRelease", summary="Confirm a release",
             response_model=answers.ExistenceDone, responses=problems(*SENT, *_MET))  # fmt: skip
def confirm(call: Call, number: Number, told: steps_sent.ConfirmRelease, reason: Reason, key: Key) -> Response:
    """Another officer's, having looked into it. Answers decided from now on have the record; one that was given gets it
    by `supplement`. It takes the role `existence_officer`."""

    def done(at: Seat, case: Case) -> None:
        screened.confirm(at.desk.connection, at.desk.vault, case, _by(at), told.record, told.proposal)

    return _acted(call, "existence confirm", number, told.record, reason, key, done)


def _acted(
    call: Call, command: str, number: str, record: str, reason: str, key: str, act: Callable[[Seat, Case], None]
) -> Response:  # fmt: skip
    """Act about a record, once under its key."""
    with call.seat(command, reason, EXISTENCE) as at:

        def work() -> tuple[str, Kept]:
            act(at, at.book.looked_at(number, at.client.officer, at.now))
            return number, kept(answers.ExistenceDone(record=record))

        return call.answered_once(at, key, work)


def _by(at: Seat) -> Existence:
    return Existence(at.client.officer, at.reason, at.now, at.registers, at.range)


def _told(record: str, one: Screened) -> answers.Screened:
    return answers.Screened(
        record=record, heading_ja=one.shown.heading.ja, heading_en=one.shown.heading.en, facts=facts_of(one.shown),
        silent=[
            answers.CodeTold(code=reason, ja=words_of(reason).ja, en=words_of(reason).en)
            for reason in sorted(one.silent)
        ],
        proposals=[
            answers.Proposal(
                proposal=act.name, officer=act.officer, made_at=rfc3339(act.made_at), because=act.because
            ) for act in one.proposals
        ],
    )  # fmt: skip

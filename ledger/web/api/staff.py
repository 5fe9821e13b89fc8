"""What the staff's programs do, as the commands do it: open, list, show, identify, decide, second, answer,
supplement, note, withdraw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response

from ledger.cases.case import Case
from ledger.cases.casebook import CASES, Receipt, new_code, readable
from ledger.cases.codes_by_mail import answer_by_mail
from ledger.cases.deadline import deadline
from ledger.cases.fees import fee_of
from ledger.cases.given import confirmed
from ledger.cases.keeping import keeping_at
from ledger.cases.late import NOTHING, late
from ledger.cases.looking import enter_look
from ledger.cases.meant import Meant, decide_step
from ledger.cases.moments import rfc3339
from ledger.cases.once import Kept
from ledger.cases.ranged import see_all_covered
from ledger.cases.release import released
from ledger.cases.requests import KINDS
from ledger.cases.rows import Rows, rows_of
from ledger.cases.shut import shut_at
from ledger.cases.steps import PERSON, StepRefused
from ledger.cases.stop_progress import progress
from ledger.cases.stopping import answer_of, scope_of, stop_states, to_tell
from ledger.cases.wishes import Wishes
from ledger.judging.clients import EVERY_ROLE
from ledger.judging.ranges import EVERYTHING
from ledger.law.days import calendar, jst_day
from ledger.web.api import answers, fields, sent
from ledger.web.api.calls import Caller, Key, Match, Reason, Seat, answer, kept, turn_of
from ledger.web.api.cursor import Cursor, read
from ledger.web.api.documented import SENT, problems
from ledger.web.api.problems import Problem
from ledger.web.api.shown import line, looked, retention_told, whole
from ledger.web.api.stepping import SEEN, STEP, Call, Number, stepped

router = APIRouter(tags=["staff"], prefix="/v1/cases")

_MOST = 200
#: After how many seconds it is worth asking again whether requests by the web are taken.
_SHUT_FOR = "3600"


@router.post(
    "", operation_id="openCase", summary="Open a case", status_code=201, response_model=answers.Receipt,
    responses=problems(*SENT, "step_refused", "lapsed", "intake_shut"),
)  # fmt: skip
def open_case(call: Call, told: sent.Open, reason: Reason, key: Key) -> Response:
    """A request of a person, by whichever channel it came. By `web` the person asks through the operator's own portal:
    any role of the client will do, and the act is the person's. By every other channel the officer enters it.

    The answer is the receipt: give both to the person and keep neither.
    """
    faults = _faults(told)
    if faults:
        raise Problem("invalid", faults=faults)
    web = told.channel == "web"
    with call.seat("case open", reason, EVERY_ROLE if web else CASES) as at:
        today = calendar(jst_day(at.now))
        arrived = today.isoformat() if told.arrived is None else told.arrived
        if arrived > today.isoformat():
            raise Problem("invalid", faults=[{"pointer": "/arrived", "fault": "a day that is yet to come"}])
        said = {
            **told.model_dump(exclude={"since", "until", "delivery"}), **_wishes(told).written(), "arrived": arrived,
            "fee": fee_of(at.registers, told.kind, at.now), "client": at.client.name,
        }  # fmt: skip

        def work() -> tuple[str, Kept]:
            if web and (shut := shut_at(at.registers, at.now)) is not None:
                raise Problem("intake_shut", {"Retry-After": _SHUT_FOR}, notice=shut._asdict())
            receipt, case = at.book.open(said, PERSON if web else at.client.officer, at.now)
            return receipt.number, kept(_receipt(receipt, case, at.now), 201)

        return call.answered_once(at, key, work)


@router.get(
    "", operation_id="listCases", summary="List cases, those due first", response_model=answers.Page,
    responses=problems("invalid", "cursor_invalid", "lapsed"),
)  # fmt: skip
def list_cases(
    call: Call, reason: Reason,
    stage: Annotated[fields.Stage | None, Query(description="Only cases that stand here.")] = None,
    kind: Annotated[fields.Kind | None, Query(description="Only requests of this kind.")] = None,
    due_until: Annotated[fields.Day | None, Query(description="Only cases due on this day or before.")] = None,
    closed: Annotated[bool, Query(description="Answered and closed ones too.")] = False,
    limit: Annotated[int, Query(ge=1, le=_MOST, description="Cases on a page.")] = 50,
    cursor: Annotated[str | None, Query(max_length=1_000, description="`next` of the page before, alone.")] = None,
) -> Response:  # fmt: skip
    """Pages show cases as they stood when the first one was asked for: what comes in meanwhile shifts nothing. The
    filters are those of the first page."""
    with call.seat("case list", reason, CASES) as at:
        secret = at.desk.vault.content_key
        if cursor is not None:
            page = read(cursor, secret, at.client.name)
        else:
            page = Cursor(at.client.name, at.as_of, at.now, None, stage, kind, due_until, closed, limit)
        at.enter({
            "all": page.closed, "stage": page.stage, "kind": page.kind, "due_until": page.due_until,
            "as_of": page.as_of,
        })  # fmt: skip
        cases = sorted((one for one in at.book.all(page.at) if _listed(one, page)), key=_order)
    rest = [one for one in cases if page.after is None or _order(one) > page.after]
    shown = rest[: page.limit]
    following = replace(page, after=_order(shown[-1])).written(secret) if len(rest) > len(shown) else None
    return answer(answers.Page(
        as_of=page.as_of, listed_at=rfc3339(page.at), cases=[line(one, page.at) for one in shown], next=following,
    ))  # fmt: skip


@router.get(
    "/{number}", operation_id="showCase", summary="Show a case", response_model=answers.CaseTold,
    responses=problems("invalid", "no_such_case", "case_gone", "lapsed", "step_refused"),
)  # fmt: skip
def show_case(call: Call, number: Number, reason: Reason) -> Response:
    """What was asked and how to reach the person, with what came of it. The look is entered. Its `ETag` is what a step
    names by `If-Match`."""
    with call.seat("case show", reason, CASES) as at:
        case = at.book.looked_at(number, at.client.officer, at.now)
        at.enter({"case": case.number, "as_of": at.as_of})
        known = late(at.desk.connection, at.desk.vault, [case], at.range, at.as_of, at.now).get(case.number, NOTHING)
        stops = progress(at.desk.connection, at.desk.vault, at.registers, case, at.now)
        return answer(whole(case, stops, at.now, known), case.turn)


@router.get(
    "/{number}/retention", operation_id="showRetention", summary="Show how long a case is kept",
    response_model=answers.Retention,
    responses=problems("invalid", "no_such_case", "case_gone", "lapsed", "step_refused"),
)  # fmt: skip
def show_retention(call: Call, number: Number, reason: Reason) -> Response:
    """What keeps it still, and from when it may go: then the daily run destroys its key, and nobody can read what it
    said. No program destroys it. The look is entered."""
    with call.seat("case show", reason, CASES) as at:
        case = at.book.looked_at(number, at.client.officer, at.now)
        at.enter({"case": case.number, "as_of": at.as_of})
        kept_by = keeping_at(at.registers, at.now, call.desks.periods.case_days)
        return answer(retention_told(case, kept_by, at.desk.vault.catalogue), case.turn)


@router.get(
    "/{number}/records", operation_id="lookAtRecords", summary="Look at what the person would be given",
    response_model=answers.Looked,
    responses=problems("invalid", "no_such_case", "case_gone", "lapsed", "step_refused", "person_gone"),
)  # fmt: skip
def look(call: Call, number: Number, reason: Reason) -> Response:
    """The records as the person would read them, as of the decision or else of now, beside the ledger's own verdict.
    Those outside the officer's range are left out (`beyond`). The look is entered with everybody whose records it was
    at. `decide` names its `as_of`."""
    with call.seat("case show", reason, CASES) as at:
        case = at.book.looked_at(number, at.client.officer, at.now)
        decision = case.decision
        as_of, made_at = (at.as_of, at.now) if decision is None else (decision.as_of, decision.decided_at)
        return answer(looked(case, _rows(at, case, as_of, made_at), as_of, at.range), case.turn)


@router.post(
    "/{number}/identify", operation_id="identify", summary="Say who asks", response_model=answers.Line,
    responses=problems(*SEEN),
)  # fmt: skip
def identify(
    call: Call, number: Number, told: sent.Identify, reason: Reason, match: Match, key: Key
) -> Response:  # fmt: skip
    """Who asks is who they say, and these ids are theirs."""
    pairs = [(one.namespace, one.id) for one in told.ids]

    def said(at: Seat) -> Mapping[str, Any]:
        found = confirmed(at.desk.connection, at.desk.vault, pairs, at.as_of, at.now)
        return {"method": told.method, "ids": [one.written() for one in found], "as_of": at.as_of}

    return stepped(call, "case identify", number, reason, key, match, said)


@router.post(
    "/{number}/decide", operation_id="decide", summary="Decide what is given", response_model=answers.Line,
    responses=problems(*SEEN, "person_gone"),
)  # fmt: skip
def decide(
    call: Call, number: Number, told: sent.Decide, reason: Reason, match: Match, key: Key
) -> Response:  # fmt: skip
    """By what `lookAtRecords` showed, or with a reply. A part, a refusal and a violation that is told wait for a second
    officer."""
    return stepped(call, "case decide", number, reason, key, match, lambda at: _decided(at, at.book.find(number), told))


@router.post(
    "/{number}/second", operation_id="second", summary="Look a second time", response_model=answers.Line,
    responses=problems(*SEEN),
)  # fmt: skip
def second(
    call: Call, number: Number, told: sent.Second, reason: Reason, match: Match, key: Key
) -> Response:  # fmt: skip
    """Agree to a part, a refusal or a violation that is told, or send it back, as another officer than who decided
    it."""
    return stepped(
        call, "case second", number, reason, key, match, lambda at: _seconded(at, at.book.find(number), told)
    )


@router.post(
    "/{number}/answer", operation_id="answer", summary="Release the answer", response_model=answers.Code,
    responses=problems(*SEEN),
)  # fmt: skip
def release(
    call: Call, number: Number, told: sent.Release, reason: Reason, match: Match, key: Key
) -> Response:  # fmt: skip
    """The code that is answered goes to the person another way than the receipt went; by `email` there is none yet: the
    person has it sent when they receive. Again: the code before is void. A stop is answered once every service has put
    it into effect, or before that with `in_hand`."""
    code = None if told.by == "email" else new_code()
    with call.seat("case answer", reason, CASES) as at:
        said: dict[str, Any] = {**released(code, at.now), **told.model_dump(exclude={"in_hand"})}

        def work() -> tuple[str, Kept]:
            case = at.book.looked_at(number, at.client.officer, at.now)
            stops = stop_states(at.desk.connection, at.registers, [case], at.as_of, at.now)[case.number]
            said.update(answer_of(stops, told.in_hand))
            if told.by == "email":
                said.update(_by_mail(call, case, said))
            case = at.step(number, said, turn_of(match))
            assert case.answered_at is not None and case.code is not None, "an answer has its tick and its end"
            since, until = rfc3339(case.answered_at), rfc3339(case.code.until)
            shown = answers.Code(code=None if code is None else readable(code), since=since, until=until)
            return number, kept(shown, turn=case.turn)

        return call.answered_once(at, key, work)


@router.post(
    "/{number}/supplement", operation_id="supplement", summary="Decide an answered case anew",
    response_model=answers.Line, responses=problems(*SEEN),
)  # fmt: skip
def supplement(
    call: Call, number: Number, _: sent.Nothing, reason: Reason, match: Match, key: Key
) -> Response:  # fmt: skip
    """An answer about records is decided anew, as the ledger stands now. The former one stays until the new one; one
    that waits for its tick is called back."""
    return stepped(call, "case supplement", number, reason, key, match, lambda _at: {})


@router.post(
    "/{number}/note", operation_id="note", summary="Add a note", response_model=answers.Line,
    responses=problems(*STEP),
)  # fmt: skip
def note(call: Call, number: Number, told: sent.Note, reason: Reason, key: Key) -> Response:
    """Only the staff see it. It moves nothing, so it takes no `If-Match`."""
    return stepped(call, "case note", number, reason, key, None, lambda _: {"text": told.text.strip()})


@router.post(
    "/{number}/withdraw", operation_id="withdrawCase", summary="Enter that the person has withdrawn",
    response_model=answers.Line, responses=problems(*SEEN),
)  # fmt: skip
def withdraw(
    call: Call, number: Number, _: sent.Nothing, reason: Reason, match: Match, key: Key
) -> Response:  # fmt: skip
    """They said so by paper, telephone or at the counter."""
    return stepped(call, "case withdraw", number, reason, key, match, lambda _at: {})


def _decided(at: Seat, case: Case, told: sent.Decide) -> Mapping[str, Any]:
    """Return what the step says. The look that it rests on is entered with it."""
    meant = Meant(
        told.as_of, {one.record: one.ground for one in told.withheld}, None if told.confirm_all else told.confirm,
        told.outcome, told.reply, told.grounds, told.measure, told.explained, _covered(at, case, told), _left_out(told),
    )  # fmt: skip
    return decide_step(case, meant, at.as_of, at.range, lambda as_of: _rows(at, case, as_of, at.now))


def _covered(at: Seat, case: Case, told: sent.Decide) -> Mapping[str, Any]:
    """Return what the step says of the scope of a stop, where the client says it."""
    if told.scope is None:
        return {}
    return scope_of(case, told.outcome, told.scope.recipients, told.scope.items, at.registers, at.now)


def _left_out(told: sent.Decide) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for one in told.left_out:
        found.setdefault(one.record, {})[one.item] = one.ground
    return found


def _rows(at: Seat, case: Case, as_of: int, made_at: int) -> Rows:
    """Return what the person would be given, once the look is entered with everybody whose records it was at."""
    desk, roles = at.desk, at.roles
    rows = rows_of(desk.connection, desk.vault, case, as_of, made_at)
    enter_look(
        desk.connection, desk.vault, at.registers, rows.given, at.client.officer, at.reason, at.command, at.as_of,
        at.now, roles,
    )  # fmt: skip
    return rows




def _by_mail(call: Caller, case: Case, said: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what the step says where the code goes by e-mail. Raises StepRefused."""
    if not call.desks.mails:
        raise StepRefused("no mail can be sent here; have `smtp_host` set, or take another way")
    return answer_by_mail(case, said)


def _seconded(at: Seat, case: Case, told: sent.Second) -> Mapping[str, Any]:
    """Return what the step says, where the officer may see what they agree to."""
    decision = case.decision
    if at.range != EVERYTHING and decision is not None and case.gives_records:
        see_all_covered(at.range, case, _rows(at, case, decision.as_of, decision.decided_at).kept)
    return told.model_dump()


def _wishes(told: sent.Open) -> Wishes:
    since, until = (date.fromisoformat(day) if day else None for day in (told.since, told.until))
    return Wishes(since, until, told.delivery)


def _faults(told: sent.Open) -> list[dict[str, str]]:
    """Return what is wrong with a request, and what it lacks that the person could have been asked for by the portal;
    what came on paper is taken as it is."""
    faults = []
    if told.since and told.until and told.until < told.since:
        faults.append({"pointer": "/until", "fault": "a period that ends before it begins"})
    if told.unsafe and told.agent is not None:
        faults.append({"pointer": "/unsafe", "fault": "an agent does not say it"})
    if told.channel != "web":
        return faults
    if told.arrived is not None:
        faults.append({"pointer": "/arrived", "fault": "a request by web arrives now"})
    if KINDS[told.kind].told and not told.asked.strip():
        faults.append({"pointer": "/asked", "fault": "this kind takes a word of what it is about"})
    if not told.contact.strip():
        faults.append({"pointer": "/contact", "fault": "nobody can be reached"})
    return faults


def _receipt(receipt: Receipt, case: Case, now: int) -> answers.Receipt:
    return answers.Receipt(
        number=readable(receipt.number), secret=readable(receipt.secret), due=deadline(case, now).due.isoformat(),
        fee=case.fee,
    )  # fmt: skip


def _listed(case: Case, page: Cursor) -> bool:
    if not (page.closed or page.stage is not None) and case.ended and not to_tell(case):
        return False
    return (
        page.stage in (None, case.stage)
        and page.kind in (None, case.kind.code)
        and (page.due_until is None or deadline(case, page.at).due.isoformat() <= page.due_until)
    )


def _order(case: Case) -> tuple[str, int, str]:
    return case.arrived.isoformat(), case.received_at, case.number

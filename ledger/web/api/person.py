"""For a person, through the operator's own portal: where a case stands, sending, receiving, withdrawing.
Number, secret and code
come in the body alone, and are looked at as the contact window looks at them, in the same slots of time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from ledger.cases.case import Case
from ledger.cases.casebook import digest, normal
from ledger.cases.code import TooSoon
from ledger.cases.codes_by_mail import send_code
from ledger.cases.files.store import Attaching, attach
from ledger.cases.moments import rfc3339
from ledger.cases.once import Kept
from ledger.cases.steps import PERSON, StepRefused
from ledger.cases.texts import Language
from ledger.cases.told import told_to
from ledger.judging.clients import EVERY_ROLE
from ledger.web.api import own_answers, sent
from ledger.web.api.calls import Caller, Key, Seat, caller, kept
from ledger.web.api.documented import SENT, problems
from ledger.web.api.own_shown import reply_of, state_of
from ledger.web.api.problems import Problem
from ledger.web.receiving import Document, documents, formats, passed_on, receipt, together

router = APIRouter(tags=["person"], prefix="/v1/person")

Call = Annotated[Caller, Depends(caller)]
_REASON = "request"


@router.post(
    "/state", operation_id="followOwnCase", summary="Where a case stands", response_model=own_answers.State,
    responses=problems(*SENT, "no_such_case"),
)  # fmt: skip
def state(call: Call, told: sent.Own, key: Key) -> Response:
    """What the person may know: never who looks into it, nor that a second officer does."""
    with call.seat("case follow", _REASON, EVERY_ROLE) as at:

        def work() -> tuple[str, Kept]:
            case = _own(at, told)
            at.book.look(case, at.now)
            return case.number, kept(state_of(at, case))

        return call.answered_once(at, key, work)


@router.post(
    "/receipt", operation_id="receiveOwnReceipt", summary="The receipt, as a document to keep",
    responses={
        200: {"description": "The receipt", "content": {"application/pdf": {
            "schema": {"type": "string", "contentMediaType": "application/pdf"},
        }}},
        **problems(*SENT, "no_such_case"),
    },
)  # fmt: skip
def own_receipt(call: Call, told: sent.KeepReceipt, key: Key) -> Response:
    """The same bytes whenever it is asked for; the secret is not in it."""
    with call.seat("case follow", _REASON, EVERY_ROLE) as at:

        def work() -> tuple[str, Kept]:
            case = _own(at, told)
            at.book.look(case, at.now)
            return case.number, Kept(200, {}, None)

        _, headers = call.once(at, key, work)
        return _file(receipt(at.registers, _own(at, told), told.language), headers)


@router.post(
    "/code", operation_id="sendOwnCode", summary="Have the code sent that opens the answer",
    response_model=own_answers.CodeSent, responses=problems(*SENT, "no_such_case", "step_refused", "code_soon"),
)  # fmt: skip
def code(call: Call, told: sent.Own, key: Key) -> Response:
    """By e-mail, where the answer was released so: the code is typed within minutes, opens for an hour from then on,
    and ends the one before. Where the code goes another way, or the answer's time is over, the staff are told."""
    with call.seat("case receive code", _REASON, EVERY_ROLE) as at:

        def work() -> tuple[str, Kept]:
            case = _own(at, told)
            if case.stage != "answered":
                raise StepRefused("there is no answer to receive yet; follow the case until it says that there is one")
            language: Language = "en" if case.language == "en" else "ja"
            until = send_code(at.book, case, language, at.now, client=at.client.name)
            shown = own_answers.CodeSent(by="staff", until=None) if until is None else own_answers.CodeSent(
                by="email", until=rfc3339(until)
            )  # fmt: skip
            return case.number, kept(shown)

        try:
            return call.answered_once(at, key, work)
        except TooSoon as soon:
            seconds = -(-(soon.at - at.now) // 1_000_000)
            raise Problem("code_soon", {"Retry-After": str(seconds)}) from None


@router.post(
    "/receive", operation_id="receiveOwnAnswer", summary="Receive the answer", response_model=own_answers.Reply,
    responses={
        200: {"description": "The answer about records in the chosen format, or the reply", "content": {
            "text/html": {"schema": {"type": "string"}}, "text/csv": {"schema": {"type": "string"}},
            "application/pdf": {"schema": {"type": "string", "contentMediaType": "application/pdf"}},
            "application/zip": {"schema": {"type": "string", "contentMediaType": "application/zip"}},
        }},
        **problems(*SENT, "no_such_case", "step_refused", "code_wrong", "code_spent", "person_gone", "file_gone"),
    },
)  # fmt: skip
def receive(call: Call, told: sent.Receive, key: Key) -> Response:
    """Counts as one opening of the code, however often it is sent under one key. An answer about records is made anew
    each time, while the code is the one that opens it: of somebody who was erased since nothing is left to give. Where
    data held was asked for too, `csv` and `proof` come as a ZIP with a file for what the services hold."""
    with call.seat("case receive", _REASON, EVERY_ROLE) as at:
        made: list[Document] = []

        def work() -> tuple[str, Kept]:
            case = _answered(at, told)
            document = _document(at, case, told)
            at.book.step(
                case.number, PERSON, _REASON, "case receive",
                {
                    "code_digest": digest(normal(told.code)), "client": at.client.name,
                    "format": told.format if told.file is None else "file",
                }, at.now,
            )  # fmt: skip
            if document is not None:
                made.append(document)
                return case.number, Kept(200, {}, None)
            return case.number, kept(reply_of(at, case))

        found, headers = call.once(at, key, work)
        if found.body is not None:
            return Response(found.body, found.status, dict(headers), "application/json")
        again = made[0] if made else _document(at, _opened_before(at, told), told)
        assert again is not None, "an answer about records is a document"
        return _file(again, headers)


@router.post(
    "/withdraw", operation_id="withdrawOwnCase", summary="Withdraw a case", response_model=own_answers.State,
    responses=problems(*SENT, "no_such_case", "step_refused"),
)  # fmt: skip
def withdraw(call: Call, told: sent.Own, key: Key) -> Response:
    """As long as it was not answered."""
    return _stepped(call, told, key, "case withdraw", {})


@router.post(
    "/write", operation_id="writeToStaff", summary="Write to the staff", response_model=own_answers.State,
    responses=problems(*SENT, "no_such_case", "step_refused"),
)  # fmt: skip
def write(call: Call, told: sent.Write, key: Key) -> Response:
    """In one thread with what they answer, which the state tells (`thread`)."""
    return _stepped(call, told, key, "case write", {"text": told.text})


@router.post(
    "/unsafe", operation_id="addOwnUnsafe", summary="Say which contacts the staff must not use",
    response_model=own_answers.State, responses=problems(*SENT, "no_such_case", "step_refused"),
)  # fmt: skip
def unsafe(call: Call, told: sent.OwnUnsafe, key: Key) -> Response:
    """Nothing that the state tells shows it. An agent does not say it."""
    return _stepped(call, told, key, "case unsafe", {"contacts": told.contacts})


@router.post(
    "/files", operation_id="sendOwnFile", summary="Send a file to the staff", status_code=201,
    response_model=own_answers.State, responses=problems(*SENT, "no_such_case", "step_refused", "file_unusable"),
)  # fmt: skip
def send_file(call: Call, told: sent.FileSent, key: Key) -> Response:
    """A PDF, JPEG or PNG of 5 MB at most, known by its structure, five of them; what it was called is not sent. While
    identity is looked at it counts as what shows who somebody is, and is destroyed after. The state lists what was
    sent (`files`); nothing of it is given out again."""
    with call.seat("case attach", _REASON, EVERY_ROLE) as at:

        def work() -> tuple[str, Kept]:
            case = _own(at, told)
            who = Attaching(PERSON, _REASON, at.now, case.stage == "identity", None, at.client.name)
            after = attach(at.book, case.number, told.content, who)
            shown = state_of(at, told_to(at.desk.connection, at.desk.vault, after, at.now))
            return case.number, kept(shown, 201)

        return call.answered_once(at, key, work)


@router.post(
    "/prove", operation_id="proveOwnAddress", summary="Type the code that was sent to prove who asks",
    response_model=own_answers.Proved, responses=problems(*SENT, "no_such_case"),
)  # fmt: skip
def prove(call: Call, told: sent.Prove, key: Key) -> Response:
    """To an address that was held before the request (`proof_sent_to` of the state). A wrong one counts, and is told
    like one that is late or was typed too often."""
    with call.seat("case prove", _REASON, EVERY_ROLE) as at:

        def work() -> tuple[str, Kept]:
            case = _own(at, told)
            said = {"code_digest": digest(normal(told.mailed)), "client": at.client.name}
            try:
                proof = at.book.step(case.number, PERSON, _REASON, "case prove", said, at.now).proof
            except StepRefused:
                proof = None
            return case.number, kept(own_answers.Proved(proved=proof is not None and proof.made))

        return call.answered_once(at, key, work)


def _file(document: Document, headers: Mapping[str, str]) -> Response:
    named = {**headers, "Content-Disposition": f'attachment; filename="{document.name}"'}
    return Response(document.content, 200, named, document.media_type)


def _stepped(call: Call, told: sent.Own, key: str, command: str, said: Mapping[str, str]) -> Response:
    """Take a step of the person, once for a key, and answer where their case stands after it."""
    with call.seat(command, _REASON, EVERY_ROLE) as at:

        def work() -> tuple[str, Kept]:
            case = _own(at, told)
            by_client = {**said, "client": at.client.name}
            after = at.book.step(case.number, PERSON, _REASON, command, by_client, at.now)
            return case.number, kept(state_of(at, told_to(at.desk.connection, at.desk.vault, after, at.now)))

        return call.answered_once(at, key, work)


def _own(at: Seat, told: sent.Own) -> Case:
    """Return the case as its person may see it now. Raises NoSuchCase."""
    return told_to(at.desk.connection, at.desk.vault, at.book.of(told.number, told.secret, at.now), at.now)


def _answered(at: Seat, told: sent.Receive) -> Case:
    """Return the case whose answer the code opens. Raises Problem."""
    case = _opened_before(at, told)
    assert case.code is not None, "a code opened it"
    if case.code.spent(at.now) is not None:
        raise Problem("code_spent")
    return case


def _opened_before(at: Seat, told: sent.Receive) -> Case:
    """Return the case whose answer has this code, spent or not. A code that was made void since, or that opened the
    answer before a later one, has none. Raises Problem."""
    case = _own(at, told)
    if case.code is None or not case.code.is_opened_by(digest(normal(told.code))):
        raise Problem("code_wrong")
    return case


def _document(at: Seat, case: Case, told: sent.Receive) -> Document | None:
    form = told.format
    if told.file is not None:
        file = passed_on(at.desk, case, told.file)
        if file is None:
            raise Problem("file_gone")
        return file
    if not case.gives_records:
        return None
    if form not in formats(at.desk.issuer):
        raise Problem("invalid", faults=[{"pointer": "/format", "fault": "nobody signs answers here"}])
    return together(documents(at.desk, case, [form]))

"""Files of a case by programs: attached as bytes, listed, and given out as they came. They are never opened here, and
no key is destroyed: an officer says that they are done with a file, and the daily run destroys it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import Response

from ledger.cases.casebook import CASES
from ledger.cases.files.kinds import MOST_BYTES
from ledger.cases.files.store import Attaching, attach, taken_out
from ledger.cases.once import Kept
from ledger.web.api import answers, sent
from ledger.web.api.calls import HEADERS, Key, Reason, answer, kept
from ledger.web.api.documented import problems
from ledger.web.api.shown import file_told
from ledger.web.api.stepping import STEP, Call, Number, stepped

router = APIRouter(tags=["staff"], prefix="/v1/cases")

FileId = Annotated[str, Path(description="Id of the file, as `listFiles` says it.", pattern=r"^[0-9a-f]{32}$")]
_BYTES = {"schema": {"type": "string", "format": "binary", "maxLength": MOST_BYTES}}
#: Whatever somebody sent, nothing of it runs, even where a browser were to show it.
_INERT = {"Content-Security-Policy": "default-src 'none'; sandbox"}


async def _content(request: Request) -> bytes:
    return await request.body()


@router.post(
    "/{number}/files", operation_id="attachFile", summary="Attach a file", status_code=201,
    response_model=answers.FileTold,
    responses=problems("file_unusable", *(code for code in STEP if code not in ("json_unreadable", "not_json"))),
    openapi_extra={"requestBody": {"required": True, "content": {"application/octet-stream": _BYTES}}},
)  # fmt: skip
def attach_file(
    call: Call, number: Number, content: Annotated[bytes, Depends(_content)], reason: Reason, key: Key,
    shows_identity: Annotated[bool, Query(description="It shows who somebody is: destroyed once that was looked at.")]
    = False,
) -> Response:  # fmt: skip
    """The body is the file: a PDF, JPEG or PNG of 5 MB at most, known by its structure, whatever `Content-Type` says.
    What it was called is not sent. It takes no `If-Match`, and moves the case on."""
    with call.seat("case attach", reason, CASES) as at:

        def work() -> tuple[str, Kept]:
            at.book.looked_at(number, at.client.officer, at.now)
            who = Attaching(at.client.officer, reason, at.now, shows_identity, at.registers, at.client.name)
            case = attach(at.book, number, content, who)
            return number, kept(file_told(case.files[-1]), 201, case.turn)

        return call.answered_once(at, key, work)


@router.get("/{number}/files", operation_id="listFiles", summary="List the files of a case",
            response_model=answers.Files,
            responses=problems("invalid", "no_such_case", "case_gone", "lapsed", "step_refused"))  # fmt: skip
def list_files(call: Call, number: Number, reason: Reason) -> Response:
    """What each is, how large, who attached it and when. The look is entered."""
    with call.seat("case attachment list", reason, CASES) as at:
        case = at.book.looked_at(number, at.client.officer, at.now)
        at.enter({"case": case.number, "as_of": at.as_of})
        return answer(answers.Files(files=[file_told(one) for one in case.files]), case.turn)


@router.get(
    "/{number}/files/{file}", operation_id="fetchFile", summary="Fetch a file as it came",
    responses={
        200: {"description": "The bytes; nobody has looked into them", "content": {"application/octet-stream": _BYTES}},
        **problems("invalid", "no_such_case", "case_gone", "lapsed", "step_refused", "file_gone"),
    }, response_class=Response,
)  # fmt: skip
def fetch_file(call: Call, number: Number, file: FileId, reason: Reason) -> Response:
    """To be kept, never shown: open it where it can do no harm. The look is entered."""
    with call.seat("case attachment take", reason, CASES) as at:
        case = at.book.looked_at(number, at.client.officer, at.now)
        content = taken_out(at.book, case, file)
        at.enter({"case": case.number, "file": file, "as_of": at.as_of})
    named = {"Content-Disposition": f'attachment; filename="{file[:8]}.bin"'}
    return Response(content, 200, {**HEADERS, **_INERT, **named}, "application/octet-stream")


@router.post("/{number}/files/{file}/discard", operation_id="discardFile", summary="Say that a file is needed no more",
             response_model=answers.Line, responses=problems(*STEP))  # fmt: skip
def discard_file(
    call: Call, number: Number, file: FileId, _: sent.Nothing, reason: Reason, key: Key
) -> Response:  # fmt: skip
    """It is given out no more from now on, and the daily run destroys it. It takes no `If-Match`."""
    return stepped(call, "case discard", number, reason, key, None, lambda _at: {"file": file})

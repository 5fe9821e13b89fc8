"""`POST /v1/preflight`: may this leave? For registered services, about their own range only.

Whoever has no key learns nothing; who asks outside its range learns nothing about anybody; who is answered learns yes
or no and the class of the reason, in the same shape whoever the person is. Nothing that was sent is ever sent back.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections.abc import Callable, Sequence
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ledger.judging.preflight import Answer, Question
from ledger.judging.services import Service, services_at
from ledger.web.answering import Answering, Unavailable
from ledger.web.rate import Rates

MOST_BYTES = 65_536
MOST_PEOPLE = 100
#: Seconds for which a question may wait.
_PATIENCE = 5.0


class QuestionInvalid(Exception):
    """The question cannot be read; ``path`` is the JSON path of the fault, in the schema's own names."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


#: Makes a question of what a service sent. Raises QuestionInvalid.
Read = Callable[[Service, Any], Question]


class _Refused(Exception):
    def __init__(self, status: int, error: str, **more: Any) -> None:
        super().__init__(error)
        self.status, self.error, self.more = status, error, more


def preflight_app(answering: Answering, read: Read, rates: Rates, clock: Callable[[], int]) -> Starlette:
    """Build the application. ``clock`` gives microseconds since 1970 UTC."""

    async def may_i(request: Request) -> Response:
        try:
            service = _service(services_at(answering.registers, clock()), request.headers.get("authorization", ""))
            wait = rates.take(service.code, service.per_minute)
            if wait:
                raise _Refused(429, "too_often", retry_after=wait)
            question = _question(read, service, await _body(request))
            answer = await asyncio.wait_for(asyncio.wrap_future(answering.ask(question)), _PATIENCE)
        except _Refused as refused:
            return _refusal(refused)
        except (Unavailable, TimeoutError):
            return _refusal(_Refused(503, "unavailable"))
        return _answered(answer)

    async def healthy(_: Request) -> Response:
        try:
            answering.registers  # noqa: B018
        except Unavailable:
            return Response(status_code=503)
        return Response(status_code=204)

    return Starlette(
        routes=[Route("/v1/preflight", may_i, methods=["POST"]), Route("/healthz", healthy, methods=["GET"])]
    )


def _service(services: Sequence[Service], authorization: str) -> Service:
    """Return the service whose key this is, comparing with every one of them whatever is found."""
    scheme, _, key = authorization.partition(" ")
    digest = hashlib.sha256(key.encode()).hexdigest()
    found = [
        service for service in services if hmac.compare_digest(digest, service.key_digest or "") and scheme == "Bearer"
    ]
    if not found:
        raise _Refused(401, "not_authorised")
    return found[0]


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise _Refused(413, "too_large")
    return bytes(body)


def _question(read: Read, service: Service, body: bytes) -> Question:
    """Read a question. Raises _Refused when it is none, or lies outside the service's range."""
    try:
        question = read(service, json.loads(body))
    except QuestionInvalid as invalid:
        raise _Refused(400, "invalid", path=invalid.path) from None
    except (ValueError, RecursionError):
        raise _Refused(400, "invalid", path="$") from None
    if len(question.people) > MOST_PEOPLE:
        raise _Refused(400, "invalid", path="$.people")
    if not service.may_ask(question.act):
        raise _Refused(403, "out_of_range")
    return question


def _answered(answer: Answer) -> Response:
    said = {
        "answer": "yes" if answer.yes else "no",
        "reason": answer.reason,
        "id": str(answer.answer_id),
        "as_of": answer.as_of,
    }
    return _json(200, said)


def _refusal(refused: _Refused) -> Response:
    said = {"answer": "unknown", "reason": refused.error}
    if "path" in refused.more:
        said["path"] = refused.more["path"]
    headers = {"Retry-After": str(refused.more["retry_after"])} if "retry_after" in refused.more else {}
    return _json(refused.status, said, headers)


def _json(status: int, said: Any, headers: dict[str, str] | None = None) -> Response:
    return Response(
        json.dumps(said), status, {"Cache-Control": "no-store", **(headers or {})}, "application/json"
    )

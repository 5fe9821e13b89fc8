"""The API as an application of its own.

It is served beside the console and not within it: a browser that is signed in there has a cookie, which an API that
took it would have to guard against forged requests; this one knows tokens alone, and a fault of one does not stop the
other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from ledger.web.api import about, beside, conflicts, existence, files, letters, person, services, staff
from ledger.web.api.documented import document
from ledger.web.api.gate import Gate, log_away, said
from ledger.web.api.problems import FORESEEN, Problem, foreseen
from ledger.web.desks import Desks
from ledger.web.rate import Rates

#: Missing or malformed headers, and the problem that each is; another one is `invalid`.
_HEADERS = {"Idempotency-Key": "key_missing", "If-Match": "not_looked_at"}
_BY_STATUS = {404: "not_found", 405: "method_not_allowed"}


def api_app(desks: Desks, rates: Rates, clock: Callable[[], int]) -> FastAPI:
    """Build the application. ``clock`` gives µs since 1970 UTC."""
    app = FastAPI(
        title="Provision Ledger", version=version("provision-ledger"), docs_url=None, redoc_url=None,
        openapi_url="/openapi.json", redirect_slashes=False,
    )  # fmt: skip
    app.state.desks, app.state.clock = desks, clock
    app.add_middleware(Gate, desks=desks, rates=rates, clock=clock)
    app.include_router(about.router)
    for part in (staff, beside, services, files, letters, existence, conflicts, person):
        app.include_router(part.router)
    app.openapi = lambda: document(app)  # type: ignore[method-assign]

    @app.exception_handler(Problem)
    async def problem(request: Request, error: Problem) -> Response:
        return said(error, request)

    async def met(request: Request, error: Exception) -> Response:
        log_away(error)
        found = foreseen(error)
        assert found is not None, "only what is foreseen comes here"
        return said(found, request)

    for kind, _ in FORESEEN:
        app.add_exception_handler(kind, met)

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        return said(_invalid(error.errors()), request)

    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> Response:
        return said(Problem(_BY_STATUS.get(error.status_code, "failed"), error.headers), request)

    return app


def _invalid(errors: Sequence[Mapping[str, Any]]) -> Problem:
    """Return the problem with what was sent. A name that nobody knows is the sender's, and is not repeated; no value
    is."""
    for error in errors:
        place, *names = [str(part) for part in error["loc"]]
        if place == "header" and names[0] in _HEADERS:
            return Problem(_HEADERS[names[0]])
    faults = []
    for error in errors:
        place, *path = [str(part) for part in error["loc"]]
        unknown = error["type"] == "extra_forbidden"
        fault = "a member that is not known here" if unknown else _FAULTS.get(error["type"], error["type"])
        known = path[:-1] if unknown else path
        where = {"pointer": "".join(f"/{part}" for part in known)} if place == "body" else {place: "".join(known)}
        faults.append({**where, "fault": fault})
    return Problem("invalid", faults=faults)


_FAULTS = {
    "missing": "missing", "value_error": "no such code, day or address", "string_too_long": "too long",
    "string_too_short": "too short", "string_pattern_mismatch": "not of this form", "string_type": "not a text",
    "int_type": "not an integer", "bool_type": "not true or false", "list_type": "not a list",
    "model_attributes_type": "not an object", "literal_error": "no such code", "base64": "not base64",
}  # fmt: skip

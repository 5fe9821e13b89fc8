"""What an application of pages has beside its pages: the way in by the browser's language, and whether it is well."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager

import psycopg
from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.concurrency import run_in_threadpool

from ledger.cases.texts import Language
from ledger.cases.visible import grouped, visible
from ledger.web.desks import Desks

#: Begins as serving begins, and ends with it.
Beside = Callable[[FastAPI], AbstractAsyncContextManager[None]]

TEMPLATES = Environment(
    loader=PackageLoader("ledger.web", "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
    lstrip_blocks=True,
)  # fmt: skip
TEMPLATES.filters["visible"] = visible
TEMPLATES.filters["grouped"] = grouped


def compile_pages(but: str | None = None) -> None:
    """Compile every template but those whose names begin so, once: it takes longer than a page, and nobody should be
    the first to wait for it."""
    for name in TEMPLATES.list_templates():
        if but is None or not name.startswith(but):
            TEMPLATES.get_template(name)


def new_app(desks: Desks, headers: Mapping[str, str], beside: Beside | None = None) -> FastAPI:
    """Return an application that has these two. ``headers``: of every answer to a browser; ``beside``: what goes on
    beside the pages while they are served."""
    app = FastAPI(title="Provision Ledger", docs_url=None, redoc_url=None, openapi_url=None, lifespan=beside)

    @app.get("/")
    async def front(request: Request) -> Response:
        english = request.headers.get("accept-language", "ja").lstrip().lower().startswith("en")
        return RedirectResponse("/en/" if english else "/ja/", 303, {**headers, "Vary": "Accept-Language"})

    @app.get("/healthz")
    async def healthy() -> Response:
        try:
            await run_in_threadpool(desks.registers)
        except psycopg.Error:
            return Response(status_code=503)
        return Response(status_code=204)

    return app


def sheet(content: bytes, headers: Mapping[str, str], media_type: str = "text/css") -> Response:
    """Return a style sheet, or a script, which a page needs for nothing that it does."""
    return Response(content, media_type=media_type, headers={**headers, "Cache-Control": "max-age=3600"})


def language_in_path(request: Request) -> Language:
    """Return the language that an address begins with; Japanese, where it has none."""
    return "en" if request.url.path.startswith("/en") else "ja"

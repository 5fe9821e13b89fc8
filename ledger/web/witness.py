"""A witness over HTTP: two routes, and no other."""

from __future__ import annotations

import asyncio

from fastapi import FastAPI, Request
from fastapi.responses import Response

from ledger.log.witness.witness import Reply, Witness

#: A checkpoint with its proof and a hundred signatures stays below this.
_MOST_BYTES = 65_536


def witness_app(witness: Witness) -> FastAPI:
    """Build the application (C2SP tlog-witness v1.0.0)."""
    app = FastAPI(title="Witness", docs_url=None, redoc_url=None, openapi_url=None)

    @app.post("/add-checkpoint")
    async def add_checkpoint(request: Request) -> Response:
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > _MOST_BYTES:
                return Response(status_code=413)
        # Answering waits for the disk.
        return _response(await asyncio.to_thread(witness.add_checkpoint, bytes(body)))

    @app.get("/{origin_digest}/checkpoint")
    async def last(origin_digest: str) -> Response:
        return _response(witness.last(origin_digest))

    return app


def _response(reply: Reply) -> Response:
    # Set by hand: the spec's content types are exact, and a framework would add a charset.
    return Response(reply.body, reply.status, {"Content-Type": reply.content_type})

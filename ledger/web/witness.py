"""A witness over HTTP: two routes, and no other."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from fastapi import FastAPI, Request
from fastapi.responses import Response

from ledger.log.witness.witness import Reply, SeenUnreadable, Witness

logger = logging.getLogger("ledger.witness")

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
        return await asyncio.to_thread(_answered, lambda: witness.add_checkpoint(bytes(body)))

    @app.get("/{origin_digest}/checkpoint")
    def last(origin_digest: str) -> Response:
        return _answered(lambda: witness.last(origin_digest))

    return app


def _answered(answer: Callable[[], Reply]) -> Response:
    """Return the answer, or say why there is none: to who runs the witness, not to who asks."""
    try:
        reply = answer()
    except SeenUnreadable as unreadable:
        logger.error("nothing is cosigned: %s. %s", unreadable, " ".join((SeenUnreadable.__doc__ or "").split()))
        return Response(status_code=500)
    except OSError as error:
        logger.error("nothing is cosigned: what was seen cannot be kept (%s); make room, it is tried again", error)
        return Response(status_code=500)
    # Set by hand: the spec's content types are exact, and a framework would add a charset.
    return Response(reply.body, reply.status, {"Content-Type": reply.content_type})

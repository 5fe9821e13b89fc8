"""Handing a document out of the console: as a file, or a letter of ours to be shown by the browser."""

from __future__ import annotations

from fastapi.responses import Response

from ledger.web.console.console import HEADERS

#: A browser's own viewer of PDF sets styles within its page; nothing else may run there.
_SHOWN = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"
#: Whatever somebody sent, nothing of it runs, even where a browser were to show it.
_INERT = "default-src 'none'; sandbox"


def letter_shown(content: bytes, name: str) -> Response:
    """Hand out a PDF that we made, to be looked at."""
    return _handed(content, "application/pdf", f'inline; filename="{name}"', _SHOWN)


def letter_file(content: bytes, name: str) -> Response:
    """Hand out a PDF that we made, to be kept."""
    return _handed(content, "application/pdf", f'attachment; filename="{name}"', _INERT)


def inert(content: bytes, name: str) -> Response:
    """Hand out bytes that somebody sent: to be kept, never shown."""
    return _handed(content, "application/octet-stream", f'attachment; filename="{name}"', _INERT)


def _handed(content: bytes, media_type: str, disposition: str, policy: str) -> Response:
    return Response(content, 200, {
        **HEADERS, "Content-Security-Policy": policy, "Content-Disposition": disposition,
    }, media_type)  # fmt: skip

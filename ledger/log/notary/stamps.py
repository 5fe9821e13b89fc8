"""Time stamps (RFC 3161) of published heads: an authority's word that a head existed at a time."""

from __future__ import annotations

import http.client
from datetime import UTC
from hashlib import sha256
from urllib.parse import urlsplit

from cryptography.x509 import load_der_x509_certificate
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)  # fmt: skip

_SECONDS = 10.0
_MOST_BYTES = 65_536


class StampInvalid(Exception):
    """The time stamp does not fit the head, or was made by nobody who is trusted to. It proves no time."""


def ask_for_stamp(url: str, text: str) -> tuple[bytes, int]:
    """Return an authority's answer about a checkpoint's ``text`` as DER, and the time (µs UTC) it tells.

    Raises OSError and http.client.HTTPException when the authority does not answer, StampInvalid when it refuses.
    """
    request = TimestampRequestBuilder().data(text.encode()).hash_algorithm(HashAlgorithm.SHA256).build()
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=_SECONDS)
    try:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", target, request.as_bytes(), {"Content-Type": "application/timestamp-query"})
        response = connection.getresponse()
        token = response.read(_MOST_BYTES)
    finally:
        connection.close()
    if response.status != 200:
        raise StampInvalid(f"the authority answered {response.status}")
    return token, _told(token)


def check_stamp(token: bytes, text: str, authority: bytes) -> int:
    """Check a time stamp of a checkpoint's ``text`` by an authority's certificate (DER), its own or its root's.

    Returns the time it tells (µs since 1970 UTC). Raises StampInvalid.
    """
    at = _told(token)
    try:
        verifier = VerifierBuilder().add_root_certificate(load_der_x509_certificate(authority)).build()
        if not verifier.verify_message(decode_timestamp_response(token), text.encode()):
            raise StampInvalid("the time stamp does not fit")
    except (VerificationError, ValueError) as error:
        raise StampInvalid("the time stamp does not fit the head or the authority") from error
    return at


def told_of(token: bytes, text: str) -> int:
    """Return the time (µs since 1970 UTC) that a time stamp tells of a checkpoint's ``text``, whoever made it.

    Raises StampInvalid where it is about something else.
    """
    at = _told(token)
    if decode_timestamp_response(token).tst_info.message_imprint.message != sha256(text.encode()).digest():
        raise StampInvalid("the time stamp is about something else")
    return at


def _told(token: bytes) -> int:
    try:
        at = decode_timestamp_response(token).tst_info.gen_time
    except ValueError as error:
        raise StampInvalid("the authority gave no time stamp") from error
    return int(at.astimezone(UTC).timestamp() * 1_000_000)

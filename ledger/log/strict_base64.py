"""Base64 as the C2SP formats write it (RFC 4648, section 4): standard alphabet, padded, one spelling for each bytes."""

from __future__ import annotations

from base64 import b64decode, b64encode


def decode_strictly(text: str) -> bytes:
    """Decode base64 that is exactly what its bytes are encoded to. Raises ValueError, which says what is wrong."""
    try:
        data = b64decode(text, validate=True)
    except ValueError:
        raise ValueError("base64 is expected") from None
    if b64encode(data).decode() != text:
        raise ValueError("base64 in another form than its own")
    return data

"""Base64 has one spelling for each bytes, and no other is read."""

from __future__ import annotations

from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.log.strict_base64 import decode_strictly


@given(st.binary(max_size=100))
def test_what_was_encoded_is_decoded(data: bytes) -> None:
    assert decode_strictly(b64encode(data).decode()) == data


@pytest.mark.parametrize(
    "text",
    ["AAF=", "AAE", "AAE==", "AAE=\n", " AAE=", "A AE=", "_-8=", "AAE=AAE=", "\uff21AE=", "=", "A", "AA\u0085=="],
)
def test_another_spelling_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="base64"):
        decode_strictly(text)

"""Which files are taken: by structure, without what stands behind their end."""

from __future__ import annotations

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.cases.files.kinds import MOST_BYTES, FileUnusable, whole_file
from tests.files import JPEG, PDF, PNG

_WHOLE = {"pdf": PDF, "jpeg": JPEG, "png": PNG}


@pytest.mark.parametrize("kind", _WHOLE)
def test_a_file_is_known_by_its_structure_and_ends_where_it_ends(kind: str) -> None:
    assert whole_file(_WHOLE[kind]) == (kind, _WHOLE[kind])
    behind = b"\nPK\x03\x04<script>"
    assert whole_file(_WHOLE[kind] + behind) == (kind, _WHOLE[kind]), "a second file behind it is cut off"
    with pytest.raises(FileUnusable):
        whole_file(behind + _WHOLE[kind])


@pytest.mark.parametrize("kind", _WHOLE)
@given(st.data())
def test_a_file_that_is_cut_off_is_none(kind: str, data: st.DataObject) -> None:
    whole = _WHOLE[kind]
    with pytest.raises(FileUnusable):
        whole_file(whole[: data.draw(st.integers(0, len(whole) - 1))])


@given(st.binary(max_size=200))
def test_anything_is_a_file_or_refused(content: bytes) -> None:
    for start in (b"", b"%PDF-1.7\n", b"\xff\xd8\xff", PNG[:8]):
        try:
            _, whole = whole_file(start + content)
        except FileUnusable:
            continue
        assert (start + content).startswith(whole)


def test_others_are_refused() -> None:
    other = bytearray(PNG)
    other[30] ^= 1
    empty = PNG[:8] + struct.pack(">I4s", 0, b"IEND") + struct.pack(">I", zlib.crc32(b"IEND"))
    blank = JPEG[:2] + JPEG[-2:]
    for content in (b"", b"GIF89a", b"<html>%PDF-1.7\n", bytes(other), empty, b"\xff\xd8\xff\xd9", blank):
        with pytest.raises(FileUnusable):
            whole_file(content)
    with pytest.raises(FileUnusable):
        whole_file(PDF.replace(b"\n1 0", b"\n" + b" " * MOST_BYTES + b"1 0"))

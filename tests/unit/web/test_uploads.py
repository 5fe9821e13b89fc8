"""Forms with a file, as whoever sends them spells them: read, or told to be none."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from ledger.web.uploads import FormUnusable, Upload, read_upload

DIGITS = "9" * 5_000
FORM = "multipart/form-data; boundary=x"


def read(content_type: str, body: bytes) -> Upload:
    async def chunks() -> AsyncIterator[bytes]:
        yield body

    return asyncio.run(read_upload(content_type, chunks()))


def part(disposition: str) -> bytes:
    return f"--x\r\nContent-Disposition: {disposition}\r\n\r\nscan\r\n--x--\r\n".encode()


def test_a_form_is_read_however_its_parameters_are_spelt() -> None:
    assert read(FORM, part('form-data; name="file"')).content == b"scan"
    assert read("multipart/form-data; boundary*=utf-8''x", part("form-data; name=file")).content == b"scan"


@pytest.mark.parametrize(
    ("content_type", "disposition"),
    [
        (f"multipart/form-data; boundary*{DIGITS}*=x", "form-data; name=file"),
        ("multipart/form-data; boundary*=x; boundary*1=x", "form-data; name=file"),
        (FORM, "form-data; name*=a; name*1=b"),
        ("multipart/form-data; boundary=\xe9\xff", "form-data; name=file"),
    ],
    ids=["a boundary of many digits", "two boundaries", "two names", "another boundary"],
)
def test_parameters_at_which_the_standard_library_stumbles_make_no_form(content_type: str, disposition: str) -> None:
    with pytest.raises(FormUnusable):
        read(content_type, part(disposition))

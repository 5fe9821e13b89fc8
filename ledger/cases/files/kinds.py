"""Which files are taken: PDF, JPEG and PNG, known by their structure and by nothing that somebody says of them.

What stands behind a file's end is cut off: telephones put there what nobody needs, and others a second file. A file is
never opened here; whoever takes it out opens it on their own machine.
"""

from __future__ import annotations

import re
import struct
import zlib
from typing import Literal

FileKind = Literal["pdf", "jpeg", "png"]
#: The largest file that is taken, in bytes.
MOST_BYTES = 5_000_000

_PDF = re.compile(rb"%PDF-(?:1\.[0-7]|2\.0)[\r\n]")
#: The end of a PDF has to stand within so many bytes of the file's (ISO 32000-1, annex H).
_PDF_TAIL = 1_024
_PDF_END = re.compile(rb"startxref[\r\n\s]+\d{1,10}[\r\n\s]+%%EOF")
_PNG = b"\x89PNG\r\n\x1a\n"
_MARKERS_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})


class FileUnusable(Exception):
    """The file is no PDF, JPEG or PNG, is damaged, empty or larger than 5 MB. It was not kept; send it again in one of
    these forms."""


def whole_file(content: bytes) -> tuple[FileKind, bytes]:
    """Return what a file is and the file without what stands behind its end. Raises FileUnusable."""
    if len(content) > MOST_BYTES:
        raise FileUnusable("too large")
    if _PDF.match(content):
        return "pdf", content[: _pdf_end(content)]
    if content.startswith(b"\xff\xd8\xff"):
        return "jpeg", content[: _jpeg_end(content)]
    if content.startswith(_PNG):
        return "png", content[: _png_end(content)]
    raise FileUnusable("no PDF, JPEG or PNG")


def _pdf_end(content: bytes) -> int:
    """Return where a PDF ends: after the last end that says where its cross-references are."""
    ends = list(_PDF_END.finditer(content, max(0, len(content) - _PDF_TAIL)))
    if not ends:
        raise FileUnusable("a PDF without its end")
    return ends[-1].end()


def _jpeg_end(content: bytes) -> int:
    """Return where a JPEG (ITU-T T.81, annex B) ends: behind its EOI. One without a picture is none."""
    at, pictures = 2, 0
    while at + 2 <= len(content):
        if content[at] != 0xFF:
            raise FileUnusable("a JPEG whose segments do not follow one another")
        marker = content[at + 1]
        if marker == 0xD9:
            if not pictures:
                break
            return at + 2
        if marker == 0xFF or marker in _MARKERS_ALONE:
            at += 1 if marker == 0xFF else 2
            continue
        length = int.from_bytes(content[at + 2 : at + 4], "big")
        if length < 2:
            break
        at += 2 + length
        if marker == 0xDA:
            pictures += 1
            at = _scan_end(content, at)
    raise FileUnusable("a JPEG without its end")


def _scan_end(content: bytes, at: int) -> int:
    """Return where the coded picture ends: at the next marker that is neither a stuffed byte nor a restart."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            raise FileUnusable("a JPEG without its end")
        if content[at + 1] != 0 and not 0xD0 <= content[at + 1] <= 0xD7:
            return at
        at += 2


def _png_end(content: bytes) -> int:
    """Return where a PNG (ISO/IEC 15948) ends: behind its IEND, every chunk before having its right checksum."""
    at = len(_PNG)
    names: list[bytes] = []
    length: int
    name: bytes
    while at + 12 <= len(content):
        length, name = struct.unpack_from(">I4s", content, at)
        end = at + 12 + length
        if end > len(content) or zlib.crc32(content[at + 4 : end - 4]) != int.from_bytes(content[end - 4 : end], "big"):
            break
        names.append(name)
        if name == b"IEND":
            if names[0] != b"IHDR" or b"IDAT" not in names:
                break
            return end
        at = end
    raise FileUnusable("a PNG that is damaged")

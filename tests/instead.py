"""What people choose in the place of a disclosure: its bytes, what it is, and words that have to be said of it."""

from __future__ import annotations

from collections.abc import Mapping

from tests.disclosures import changed, disclosure, policy

_NEWER = changed(disclosure(1, 0), lambda file: file.update(version=2, more={}))

_PICTURE = ("これは画像か動画です", "This is a picture or a video")

INSTEAD: Mapping[str, tuple[bytes, str, tuple[str, str]]] = {
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(20), "picture", _PICTURE),
    "a photograph": (b"\xff\xd8\xff\xe1" + bytes(20), "picture", _PICTURE),
    "a telephone's picture": (bytes(4) + b"ftypheic", "picture", _PICTURE),
    "a PDF": (b"%PDF-1.7\n", "pdf", ("これはPDFです", "This is a PDF")),
    "an archive": (b"PK\x03\x04" + bytes(20), "archive", ("これは圧縮されたファイル", "This is an archive")),
    "the answer for people": (b"<!doctype html>\n<html lang=ja>", "page", ("ウェブページ", "This is a web page")),
    "the policy": (policy(), "policy", ("これは信頼方針です", "This is a trust policy, not a disclosure")),
    "nothing": (b"", "empty", ("何も書かれていません", "This file is empty")),
    "other words": (b"hello", "other", ("開示文書として読めません", "does not read as a disclosure")),
    "other JSON": (b'{"version":2}', "other", ("開示文書として読めません", "does not read as a disclosure")),
    "a newer version": (_NEWER, "newer", ("新しい版の開示文書です", "of a newer version than this check reads")),
    "a newer version in another form": (
        _NEWER.replace(b'"version":2', b'"version": 3.0'), "newer",
        ("新しい版の開示文書です", "of a newer version than this check reads"),
    ),
}  # fmt: skip

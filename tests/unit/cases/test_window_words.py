"""What the window says: both languages of everything, and none of the words that tell people nothing."""

from __future__ import annotations

import pytest

from ledger.cases.window_words import WORDS

#: Words that name nothing, blame, or bow without saying what to do.
_EMPTY = ("こちら", "不正", "無効", "不備", "失敗しました", "お手数", "申し訳", "させていただ", "ございま")


@pytest.mark.parametrize("code", WORDS)
def test_words_are_there_in_both_languages_and_say_something(code: str) -> None:
    words = WORDS[code]
    assert words.ja and words.en and not [empty for empty in _EMPTY if empty in words.ja]
    assert words.ja.count("{") == words.en.count("{"), "the same is filled in"


def test_errors_neither_beg_nor_blame() -> None:
    errors = [one for code, one in WORDS.items() if code.endswith(("_missing", "_wrong", "_often", "_many"))]
    assert errors and not [one for one in errors if "please" in one.en.lower() or "invalid" in one.en.lower()]

"""Where a listing goes on: for who was given it, unchanged, and nobody else."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.web.api.cursor import Cursor, read
from ledger.web.api.problems import Problem

KEY = bytes(range(32))
CURSORS = st.builds(
    Cursor, st.text(min_size=1), st.integers(0), st.integers(0),
    st.none() | st.tuples(st.text(), st.integers(0), st.text()), st.none() | st.text(), st.none() | st.text(),
    st.none() | st.text(), st.booleans(), st.integers(1, 200),
)  # fmt: skip


@given(CURSORS)
def test_what_is_written_is_read(cursor: Cursor) -> None:
    written = cursor.written(KEY)
    assert read(written, KEY, cursor.client) == cursor
    assert written.isascii() and not set(written) & set("+/=&?# ")


@given(CURSORS, st.data())
def test_one_that_was_changed_or_is_anothers_is_none(cursor: Cursor, data: Any) -> None:
    written = cursor.written(KEY)
    at = data.draw(st.integers(0, len(written) - 2))
    other = data.draw(st.sampled_from(sorted(set("Aa0_") - {written[at]})))
    for changed, key, client in (
        (written[:at] + other + written[at + 1 :], KEY, cursor.client), (written, bytes(32), cursor.client),
        (written, KEY, cursor.client + "x"), (written[:8], KEY, cursor.client), ("", KEY, cursor.client),
        ("あ", KEY, cursor.client),
    ):
        with pytest.raises(Problem, match="cursor_invalid"):
            read(changed, key, client)

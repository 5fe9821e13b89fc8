"""Register bodies that no worker could read again are not taken in as such."""

from __future__ import annotations

import json

import pytest

from streams.recorder.bodies import body_fault

OFFICER = {"display_name": "Officer", "roles": ["auditor"]}


@pytest.mark.parametrize(
    ("name", "fault"),
    [("Officer", None), ("O\\u0000", None), ("O\0r", ("body", "holds U+0000, which no text needs"))],
)
def test_a_body_holds_no_text_that_a_view_cannot_read(name: str, fault: tuple[str, str] | None) -> None:
    change = {"register": "officers", "key": "officer-1", "body": json.dumps({**OFFICER, "display_name": name})}
    assert body_fault(change) == fault

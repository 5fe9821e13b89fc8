"""Templates are compiled before anybody comes."""

from __future__ import annotations

import pytest

from ledger.web.front import TEMPLATES, compile_pages

ALL = set(TEMPLATES.list_templates())


@pytest.mark.parametrize(("but", "left"), [
    (None, set()), ("console/", {name for name in ALL if name.startswith("console/")}),
])  # fmt: skip
def test_every_page_that_is_served_is_compiled_at_start(but: str | None, left: set[str]) -> None:
    assert TEMPLATES.cache is not None
    TEMPLATES.cache.clear()
    compile_pages(but)
    assert ALL - {name for _, name in TEMPLATES.cache} == left and len(left) < len(ALL)

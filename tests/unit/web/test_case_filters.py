"""The list of cases, narrowed down: each filter leaves out, several leave out together, and each can be taken away."""

from __future__ import annotations

import pytest

from ledger.cases.folding import after, fold
from ledger.web.console.case_filters import NOBODY, address, chosen, in_use, narrowed, options
from tests.unit.cases.case_steps import DAY, NOON, opened, step

OWNED = after(fold([opened()]), step("own", owner="officer-1", before=""))
NOBODYS = fold([opened("complaint")])
CASES = [NOBODYS, OWNED]
NOW = NOON + 2 * DAY


@pytest.mark.parametrize(("filters", "left"), [
    ({}, [NOBODYS, OWNED]),
    ({"owner": "officer-1"}, [OWNED]),
    ({"owner": NOBODY}, [NOBODYS]),
    ({"kind": "records"}, [OWNED]),
    ({"kind": "records", "owner": NOBODY}, []),
    ({"due": "in_time"}, [NOBODYS, OWNED]),
    ({"due": "overdue"}, []),
    ({"stage": "identity"}, [OWNED]),
])  # fmt: skip
def test_cases_are_narrowed_down_in_their_order(filters: dict[str, str], left: list[object]) -> None:
    assert narrowed(CASES, filters, NOW) == left


def test_what_is_offered_is_known_and_the_officer_comes_first() -> None:
    offered = options({"officer-1", ""}, "officer-2")
    assert [code for code, _ in offered["owner"]] == ["officer-2", "officer-1", NOBODY]
    for case in CASES:
        for name, codes in offered.items():
            assert sum(bool(narrowed([case], {name: code}, NOW)) for code, _ in codes) == 1, name


def test_only_filters_are_taken_from_an_address_and_each_can_be_taken_away() -> None:
    filters = chosen({"show": "mine", "owner": NOBODY, "due": "soon", "kind": "", "person": "A-1"})
    assert filters == {"owner": NOBODY, "due": "soon"}
    told = in_use(filters, options((), "officer-1"), "mine")
    assert [(label.ja, words.ja, without) for label, words, without in told] == [
        ("担当", "なし", address("mine", {"due": "soon"})), ("期限", "期限間近", address("mine", {"owner": NOBODY})),
    ]  # fmt: skip
    assert address("mine", {"owner": NOBODY}) == "/cases?show=mine&owner=%28nobody%29"

"""No small number of a report of self-inspection can be read from it, nor reckoned from the others."""

from __future__ import annotations

import re

import pytest

from ledger.cases.inspection import FEWEST, Inspection, Raised, Requests
from ledger.web.console.inspection_tables import tables


def shown(requests: Requests) -> list[str]:
    """How the requests of one kind are told: arrived, in time, late, open."""
    report = Inspection(0, 0, {}, 0, {}, {"records": requests}, {})
    (row,) = next(one for one in tables(report) if one.code == "requests").rows
    return [words.ja for words in row[1:]]


@pytest.mark.parametrize(("requests", "told"), [
    (Requests(20, 3, 0), ["20以上", "20", "5未満", "0"]),
    (Requests(22, 3, 7), ["29以上", "22", "5未満", "7"]),
    (Requests(1_200, 0, 5), ["1,205", "1,200", "0", "5"]),
    (Requests(2, 0, 0), ["5未満", "5未満", "0", "0"]),
    (Requests(20, 2, 4), ["20以上", "20", "5未満", "5未満"]), (Requests(20, 1, 1), ["20以上", "20", "5未満", "5未満"]),
    (Requests(4, 4, 0), ["5以上", "5未満", "5未満", "0"]), (Requests(4, 4, 4), ["5以上", "5未満", "5未満", "5未満"]),
    (Requests(1, 1, 0), ["5未満", "5未満", "5未満", "0"]),
])  # fmt: skip
def test_a_small_part_is_not_what_is_left_of_the_whole(requests: Requests, told: list[str]) -> None:
    assert shown(requests) == told


def test_no_small_number_about_people_stands_anywhere() -> None:
    few = range(1, FEWEST)
    report = Inspection(
        3, 1, {"quarantine": 2}, 1, {"violation": Raised(few[-1], few[0])},
        {"records": Requests(*few[:3])}, {"request": few[1]},
    )  # fmt: skip
    told = {one.code: " ".join(words.ja for row in one.rows for words in row[1:]) for one in tables(report)}
    assert told.pop("checks") == "3 1 2 1", "checks are about nobody"
    assert not any(re.search(r"(?<![0-9,])[1-4](?![0-9])", words) for words in told.values()), told

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ledger.cases.answer import Amendment, DisclosableRecord
from ledger.cases.facts import FACTS, ground_class
from ledger.cases.projection import RecordShown, project

SIDE = {"recipient_name", "recipient_address", "recipient_representative", "person", "items"}
EXEMPTIONS = ["27(1)i", "27(1)ii", "27(1)iii", "27(1)iv", "27(1)v", "27(1)vi", "27(1)vii"]
OTHERS = [*EXEMPTIONS, "27(5)i", "27(5)ii", "27(5)iii", "31(1)", "number_act_19", "interpretation"]
NO_PROVISION = [
    "same_legal_person",
    "to_the_person",
    "own_posting",
    "non_handling_cloud",
    "none",
    "never heard of",
]


def shown(answer: Any, record: DisclosableRecord) -> RecordShown:
    (only,) = project(answer(record)).records
    return only


@pytest.mark.parametrize(
    ("role", "ground", "granted"),
    [
        ("provider", "consent", SIDE | {"consent"}),
        ("provider", "28(1)consent", SIDE | {"consent"}),
        ("provider", "27(2)", SIDE | {"when"}),
        ("provider", "31(1)", SIDE | {"when"}),
        ("recipient", "consent", SIDE | {"consent", "acquisition"}),
        ("recipient", "28(1)consent", SIDE | {"consent", "acquisition"}),
        ("recipient", "31(1)", SIDE | {"consent"}),
        ("recipient", "27(2)", SIDE | {"when", "acquisition", "published", "notification"}),
        ("recipient", "30", SIDE | {"when", "acquisition"}),
        ("recipient", "27(1)iv", SIDE | {"when", "acquisition"}),
    ],
)
def test_the_first_block_holds_what_the_rules_list(
    make_record: Any, make_answer: Any, role: str, ground: str, granted: set[str]
) -> None:
    record = shown(make_answer, make_record(role=role, ground=ground))
    assert {fact.code for fact in record.granted_by_act} == granted


@pytest.mark.parametrize("ground", ["consent", "28(1)consent", "27(2)", *OTHERS, *NO_PROVISION])
@pytest.mark.parametrize("role", ["provider", "recipient"])
def test_every_record_tells_the_six_facts_once_and_in_order(
    make_record: Any, make_answer: Any, role: str, ground: str
) -> None:
    record = shown(make_answer, make_record(role=role, ground=ground, terms="規約7版", recipient_purpose="広告"))
    for block in (record.granted_by_act, record.added_by_operator):
        places = [FACTS.index(fact.code) for fact in block]
        assert places == sorted(places)
    codes = [fact.code for fact in (*record.granted_by_act, *record.added_by_operator)]
    assert len(codes) == len(set(codes))
    assert {"when", "recipient_name", "items", "purpose", "ground", "judgement"} <= set(codes)
    assert codes[-1] == "judgement"


@pytest.mark.parametrize("ground", [*OTHERS, *NO_PROVISION])
def test_a_claim_that_stands_here_only_when_it_failed_is_told_like_an_opt_out(
    make_record: Any, make_answer: Any, ground: str
) -> None:
    opt_out = make_answer(make_record(ground="27(2)", opt_out_notification="2024-1"))
    assert project(make_answer(make_record(ground=ground))) == project(opt_out)


def test_no_class_is_one_that_only_a_failed_claim_can_reach() -> None:
    grounds = ["consent", "28(1)consent", "27(2)", "30", *OTHERS, *NO_PROVISION]
    # Each class must hold a ground whose record is statutory also when the provision was lawful.
    lawful = {"provider": {"consent", "28(1)consent", "27(2)"}}
    lawful["recipient"] = {"consent", "28(1)consent", "27(2)", "31(1)", "30"}
    for role, statutory in lawful.items():
        reachable = {ground_class(role, ground) for ground in grounds}
        assert reachable == {ground_class(role, ground) for ground in statutory}


def test_the_judgement_is_being_checked(make_record: Any, make_answer: Any) -> None:
    judgement = shown(make_answer, make_record()).added_by_operator[-1]
    assert judgement.words == ("確認中", "Being checked")


def test_a_receipt_names_the_provider(make_record: Any, make_answer: Any) -> None:
    record = shown(make_answer, make_record(role="recipient"))
    assert record.granted_by_act[0].label.ja == "だれから（提供元）"
    assert record.heading.ja == "2026年3月2日（月）の受領"


def test_what_a_record_lacks_is_said(make_record: Any, make_answer: Any) -> None:
    record = shown(make_answer, make_record(role="recipient", acquisition=None))
    (acquisition,) = (fact for fact in record.granted_by_act if fact.code == "acquisition")
    assert (acquisition.value, acquisition.words.ja) == (None, "記録にありません")


def test_days_are_japanese(make_record: Any, make_answer: Any) -> None:
    just_before_midnight = 1_772_463_599_999_999  # 2026-03-02 23:59:59.999999 in Japan
    assert shown(make_answer, make_record(happened_at=just_before_midnight)).heading.ja.startswith("2026年3月2日")
    assert shown(make_answer, make_record(happened_at=just_before_midnight + 1)).heading.ja.startswith("2026年3月3日")


def test_rows_are_numbered_newest_first(make_record: Any, make_answer: Any) -> None:
    hour = 3_600_000_000
    records = [make_record(record_id=f"{n:032x}", happened_at=hour * n) for n in (2, 3, 1)]
    rows = project(make_answer(*records)).records
    assert [(row.number, int(row.record_id, 16)) for row in rows] == [(1, 3), (2, 2), (3, 1)]


def test_corrections_are_told(make_record: Any, make_answer: Any) -> None:
    amended = make_record(amendments=(Amendment("correct", 0), Amendment("void", 1_772_410_440_000_000)))
    told: Callable[[RecordShown], list[str]] = lambda record: [each.words.ja for each in record.amendments]  # noqa: E731
    assert told(shown(make_answer, amended)) == [
        "1970年1月1日（木）に訂正しました。上は訂正した後の内容です。",
        "2026年3月2日（月）に、この記録を誤りとして取り消しました。",
    ]


def test_pseudonymised_data_is_beyond_the_right_to_disclosure(make_record: Any, make_answer: Any) -> None:
    answer = make_answer(make_record(data_class="pseudonymised"), make_record(data_class="personal_data"))
    assert len(project(answer).records) == 1

"""Items that are left out of a record stand in nothing that the person receives; how many and why does."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as drawn
from hypothesis import strategies as st

from ledger.cases import csv, html, json
from ledger.cases.answer import Coded
from ledger.cases.case import Case
from ledger.cases.disclosure.given import disclosures, given
from ledger.cases.disclosure.strict import from_base64url
from ledger.cases.folding import after, fold
from ledger.cases.letters.plain import text
from ledger.cases.pdf import answer as as_letter
from ledger.cases.projection import project
from ledger.cases.requests import WITHHELD
from ledger.cases.steps import Step, StepRefused
from tests.unit.cases.case_steps import AGREE, IDENTIFY, opened, step
from tests.unit.cases.test_given import ASKED, opening

ITEMS = tuple(Coded(f"code_{n}", f"項目の{n}番", f"item number {n}") for n in range(5))
GROUND = "33(2)i"


def decide(outcome: str = "part", left_out: dict[str, dict[str, str]] | None = None, **more: Any) -> Step:
    told = {"r": {"illness": GROUND}} if left_out is None else left_out
    return step("decide", **{"outcome": outcome, "as_of": 1, "withheld": {}, "text": "", "left_out": told, **more})


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@drawn(out=st.dictionaries(st.sampled_from([one.code for one in ITEMS]), st.sampled_from(sorted(WITHHELD))))
def test_no_document_says_what_is_left_out_and_each_says_how_many_and_why(
    make_record: Any, make_answer: Any, out: dict[str, str]
) -> None:
    record = make_record(items=ITEMS)
    shown = project(make_answer(record), {}, {}, {record.record_id: out, "of no record here": {"code_0": GROUND}})
    written = [
        *(render(shown).decode() for render in (html.render, json.render, csv.render)),
        *(text(as_letter(shown, "ABCDE-FGHJK", language)) for language in ("ja", "en")),
    ]
    for item in ITEMS:
        for document in written:
            assert any(word in document for word in (item.ja, item.en, item.code)) == (item.code not in out)
    for ground in out.values():
        assert all(any(word in document for word in WITHHELD[ground]) for document in written)
    assert sum(one.count for one in shown.left_out) == len(out) and shown.whole == (not out)
    assert ("items_left_out" in {fact.code for fact in shown.records[0].granted_by_act}) == bool(out)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@drawn(out=st.sets(st.sampled_from([one.code for one in ITEMS])))
def test_the_proof_keeps_the_digest_of_what_is_left_out_closed(
    make_record: Any, make_answer: Any, out: set[str]
) -> None:
    said = opening(
        items=tuple({"code": one.code, "ja": one.ja, "en": one.en, "sensitive": False} for one in ITEMS),
        salts=tuple(f"salt{n:018d}".encode() for n in range(8 + len(ITEMS) + 3)),
    )  # fmt: skip
    record = make_record(items=ITEMS)
    whole = project(make_answer(record))
    (shown,) = project(make_answer(record), {}, {}, {record.record_id: dict.fromkeys(out, GROUND)}).records
    names = given(shown, said, ASKED)
    assert "items" in names
    told = [from_base64url(one).decode() for one in disclosures(shown, said, names)]
    for item in ITEMS:
        assert any(f'"{item.code}"' in one for one in told) == (item.code not in out)
    everything = list(disclosures(whole.records[0], said, names))
    assert len(everything) == len(told) + len(out)


def test_what_a_left_out_item_reveals_keeps_the_others_closed_no_more(make_record: Any, make_answer: Any) -> None:
    illness = {"code": "illness", "ja": "病歴", "en": "Illness", "sensitive": True, "reveals": "病歴があること"}
    name = opening().items[0]
    items = tuple(Coded(one["code"], one["ja"], one["en"]) for one in (name, illness))
    record = make_record(items=items)
    said = opening(items=(name, illness))
    for out, there in (({}, False), ({"illness": GROUND}, True)):
        (shown,) = project(make_answer(record), {}, {}, {record.record_id: out}).records
        assert ("items" in given(shown, said, ASKED)) == there


def test_a_record_without_any_item_says_no_empty_line(make_record: Any, make_answer: Any) -> None:
    record = make_record(items=ITEMS[:1])
    (shown,) = project(make_answer(record), {}, {}, {record.record_id: {"code_0": GROUND}}).records
    assert not {"items"} & {fact.code for fact in (*shown.granted_by_act, *shown.added_by_operator)}


def case(*steps: Step) -> Case:
    return fold([opened(), IDENTIFY, *steps])


def test_leaving_items_out_is_a_part_that_a_second_officer_sees() -> None:
    decided = case(decide())
    assert decided.stage == "second" and after(decided, AGREE).stage == "answer"
    assert decided.decision is not None and decided.decision.left_out == {"r": {"illness": GROUND}}


@pytest.mark.parametrize(
    "said",
    [
        decide("whole"), decide(left_out={"r": {"illness": "because"}}), decide(withheld={"r": GROUND}),
        step("choose", about="m", choice="items", text=""),
        step("choose", about="m", choice="give", text="", left_out={"illness": GROUND}),
        step("choose", about="m", choice="items", text="", left_out={"illness": "because"}),
        step("choose", about="m", choice=GROUND, text="", confirms=True),
    ],
)  # fmt: skip
def test_what_fits_nowhere_is_refused(said: Step) -> None:
    with pytest.raises(StepRefused):
        case(said)

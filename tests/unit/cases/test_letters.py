"""Letters of a case: what each kind says, that it is set as one PDF, and what it never says."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from pypdf import PdfReader

from ledger.cases.agents import Agent
from ledger.cases.answer import Operator
from ledger.cases.case import Case, Decision
from ledger.cases.clock import Clock, Extension
from ledger.cases.deadline import deadline
from ledger.cases.folding import after
from ledger.cases.grounds import GROUNDS
from ledger.cases.letters.compose import ANSWERS, KINDS, Addressed, Stopped, compose, fitting, own_receipt
from ledger.cases.letters.days import document_number, written
from ledger.cases.letters.letter import Letter
from ledger.cases.letters.phrases import DONE, IDENTITY_WAYS, PARTLY, PHRASES, REFUSED
from ledger.cases.letters.plain import text
from ledger.cases.letters.sent import Sent, beside, said, sent
from ledger.cases.letters.setting import pdf
from ledger.cases.projection import project
from ledger.cases.requests import IDENTITY_METHODS
from ledger.cases.requests import KINDS as REQUESTS
from ledger.cases.steps import Step, StepRefused
from ledger.cases.stops import GROUNDS as STOPPED
from ledger.cases.stops import Stops
from ledger.cases.task_words import NOTHING
from ledger.cases.texts import SENTENCES, Language
from tests.unit.cases.conftest import MakeAnswer, MakeRecord

NOW = 1_775_005_200_000_000  # 2026-04-01 10:00 in Japan
OPERATOR = Operator(
    "株式会社みらいデータ利活用推進センターホールディングス東日本カスタマーリレーション事業本部",
    "〒100-0013\n東京都千代田区霞が関3丁目1番1号\n見本第二合同庁舎　西館12階\n個人情報管理室",
    "代表取締役社長　見本 太郎", "個人情報お問い合わせ窓口\n電話 03-0000-0000（平日9:00から17:00まで）",
)  # fmt: skip
TO = ("山田 花子", "〒160-0022", "東京都新宿区新宿1丁目2番3号", "見本マンション405号室")


def case(kind: str = "records", outcome: Any = "whole", **more: Any) -> Case:
    decided = Decision("officer-1", outcome, 9, NOW, {}, more.pop("text", ""), grounds=more.pop("grounds", ()),
                       explained=more.pop("explained", ""), measure=more.pop("measure", ""))  # fmt: skip
    return Case(
        "ABCDEFGHJK", "digest", REQUESTS[kind], "post", "ja", date(2026, 3, 20), NOW, "asked", "contact", "claimed",
        more.pop("stage", "answered"), decision=decided, answered_at=NOW, **more,
    )  # fmt: skip


def addressed(**more: Any) -> Addressed:
    facts: dict[str, Any] = {
        "to": TO, "operator": OPERATOR, "day": date(2026, 4, 1), "number": "R8-ABCDE-FGHJK-2", "language": "ja",
        "sample": False,
    }  # fmt: skip
    return Addressed(**(facts | more))


def letters() -> list[tuple[str, Case, dict[str, Any]]]:
    """Return one of each kind of letter about anything but records."""
    late = case(clock=Clock((), (Extension("records", date(2026, 4, 20)),)), stage="decision")
    return [
        ("receipt", case(stage="identity"), {}),
        ("identity", case(stage="identity"), {}),
        ("answer", case("purpose", text="ご注文の商品をお届けするためです。"), {}),
        ("refusal", case("data", "refused", grounds=("33(2)i",), explained="診療の内容が含まれます。"), {}),
        ("stop", case("stop_provision"), {"stopped": Stopped(date(2026, 3, 31))}),
        ("stop", case("stop_provision"), {"stopped": Stopped(None)}),
        ("stop", case("stop_use", "refused", grounds=("35(1)",)), {}),
        ("correction", case("correction", text="住所を新しいものに改めました。"), {}),
        ("correction", case("correction", "refused", grounds=("not_untrue",)), {}),
        ("reply", case("complaint", text="ご指摘のとおりでした。\n\n手順を改めました。"), {}),
        ("late", late, {}),
    ]


def composed(kind: str, one: Case, more: dict[str, Any], **told: Any) -> Letter:
    return compose(kind, one, deadline(one, NOW), addressed(**told), **more)


def read(content: bytes) -> str:
    return re.sub(r"\s", "", "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_letter_is_one_page_that_says_on_paper_what_it_says_as_text(language: Any) -> None:
    for kind, one, more in letters():
        letter = composed(kind, one, more, language=language)
        content = pdf(letter)
        assert len(PdfReader(io.BytesIO(content)).pages) == 1, kind
        paper = read(content)
        for line in text(letter).splitlines():
            assert re.sub(r"\s|^[1-9]　|^・", "", line) in paper, (kind, line)
        assert "山田花子" in paper and "R8-ABCDE-FGHJK-2" in paper
        # What the staff and the person wrote is in Japanese; the letter's own words are not.
        own = " ".join((*letter.opening, *(item.label for item in letter.items), letter.subject))
        assert language == "ja" or kind == "reply" or not re.search("[ぁ-ん]", own), kind
        assert language == "ja" or "the Japanese holds" in own, kind


def test_a_receipt_says_the_number_and_the_day_and_never_the_secret() -> None:
    said = text(composed("receipt", case(stage="identity"), {}))
    later = case(clock=Clock((), (Extension("records", date(2026, 4, 20)),)), outcome="refused", protected=True)
    own = own_receipt(later, OPERATOR, "ja")
    assert own == own_receipt(case(stage="identity"), OPERATOR, "ja"), "as it was when the request came in"
    assert "確認番号は、この書面には書いていません" in text(own) and "別の方法" not in text(own)
    assert "受付番号：ABCDE-FGHJK" in said and "令和8（2026）年4月3日までにお答えする予定です" in said
    assert "digest" not in said and "確認番号は、この書面には書かず" in said


def test_an_agents_receipt_speaks_of_their_right_and_not_of_who_they_are() -> None:
    one = case(stage="identity", agent=Agent("mandated", "弁護士 一郎"))
    for told in (text(composed("receipt", one, {})), text(own_receipt(one, OPERATOR, "ja"))):
        assert PHRASES["receipt_agent"].ja in told and PHRASES["receipt_identity"].ja not in told and "一郎" not in told


def test_a_refusal_names_its_grounds_the_own_reason_and_that_suit_is_possible_from_its_day() -> None:
    said = text(composed("refusal", case("data", "refused", grounds=("33(2)i",), explained="診療の内容。"), {}))
    assert said.index(REFUSED["data"].ja) < said.index(GROUNDS["data"]["33(2)i"].words.ja) < said.index("診療の内容。")
    assert "令和8（2026）年4月1日からは、裁判所に訴えを起こすこともできます" in said
    met = text(composed("answer", case("data", text="別にお送りします。"), {}))
    assert "令和8（2026）年4月4日からは、裁判所" in met
    assert "裁判所" not in text(composed("reply", case("complaint", text="お答えします。"), {}))


def test_a_stop_is_told_as_done_only_when_every_service_has_said_so() -> None:
    done = DONE["stop_provision"].ja
    waits = text(composed("stop", case("stop_provision"), {"stopped": Stopped(None)}))
    assert done not in waits and PHRASES["not_yet"].ja in waits
    assert "令和8（2026）年4月4日からは、裁判所に訴えを起こすこともできます" in waits
    assert done in text(composed("stop", case("stop_provision"), {"stopped": Stopped(date(2026, 3, 31))}))
    with pytest.raises(StepRefused):
        composed("stop", case("stop_provision"), {})


@pytest.mark.parametrize("on", [None, date(2026, 3, 31)])
def test_what_is_not_stopped_is_told_with_its_reasons_and_what_is_done_instead_whether_the_rest_is_done_or_in_hand(
    on: date | None,
) -> None:
    part = case("stop_provision", "part", grounds=("35(4)",), measure="住所だけを外します。", explained="契約中です。")
    said = text(composed("stop", part, {"stopped": Stopped(on)}))
    assert PHRASES["part"].ja in said and GROUNDS["stop_provision"]["35(4)"].words.ja in said
    assert "住所だけを外します。" in said and "契約中です。" in said
    assert "令和8（2026）年4月1日からは、裁判所に訴えを起こすこともできます" in said, "a part opens suit on its own day"


@pytest.mark.parametrize("kind", sorted(DONE))
def test_a_part_is_never_told_as_the_whole(kind: str) -> None:
    grounds = tuple(GROUNDS[kind])[:1]
    part = case(kind, "part", grounds=grounds, text="この分だけです。")
    more = {"stopped": Stopped(date(2026, 3, 31))} if kind in STOPPED else {}
    said = text(composed(fitting(part), part, more))
    assert DONE[kind].ja not in said and PARTLY[kind].ja in said
    assert said.index(PARTLY[kind].ja) < said.index(PHRASES["part"].ja) < said.index("理由：")


@pytest.mark.parametrize("kind", sorted(NOTHING))
def test_that_nothing_is_held_is_told_so_whoever_found_it(kind: str) -> None:
    nothing = case(kind, "none")
    said = text(composed(fitting(nothing), nothing, {}))
    assert NOTHING[kind].ja in said and DONE[kind].ja not in said
    assert "令和8（2026）年4月4日からは、裁判所" in said, "as the case says it: nothing was refused"


def test_who_has_to_show_that_it_is_them_reads_what_they_do_and_not_what_the_staff_do() -> None:
    said = text(composed("identity", case(stage="identity"), {}))
    assert set(IDENTITY_WAYS) == set(IDENTITY_METHODS) and all(words.ja in said for words in IDENTITY_WAYS.values())
    assert "この画面" not in said and "本人確認書類を見る" not in said


def test_a_letter_that_a_stop_is_in_hand_says_what_the_answer_said() -> None:
    told = case("opt_out", text="止めます。", stops=Stops(in_hand="いま止めています。"))
    waits = text(composed("stop", told, {"stopped": Stopped(None)}))
    assert "いま止めています。" in waits and "内容：止めます。" not in waits
    assert "内容：止めます。" in text(composed("stop", told, {"stopped": Stopped(date(2026, 3, 31))}))


def test_late_says_the_coded_reason_the_new_day_and_article_39s_day_which_did_not_move() -> None:
    kind, one, more = letters()[-1]
    said = text(composed(kind, one, more))
    assert "理由は、記録の確認に時間がかかっているためです。新しい予定は令和8（2026）年4月20日です。" in said
    assert "令和8（2026）年4月4日からは、裁判所に訴えを起こすこともできます" in said
    assert "回答が予定より遅れます" in said, "day 14 is still to come"
    over = text(composed(kind, one, more, day=date(2026, 4, 4)))
    assert "回答が遅れています" in over
    in_time = case(clock=Clock((), (Extension("records", date(2026, 4, 3)),)), stage="decision")
    for not_late in (case(stage="decision"), in_time):
        with pytest.raises(StepRefused):
            composed("late", not_late, {})


def test_a_letter_says_nothing_that_the_case_does_not() -> None:
    for kind, one, more in letters():
        for other in ANSWERS - {kind}:
            if one.stage == "answered":
                with pytest.raises(StepRefused, match=f"the letter {kind}$"):
                    composed(other, one, more)
    with pytest.raises(StepRefused):
        composed("identity", case(), {})
    assert set(KINDS) > ANSWERS


def test_nothing_to_disclose_is_the_same_letter_whether_it_is_hidden_or_absent(
    make_answer: MakeAnswer, make_record: MakeRecord
) -> None:
    one = case(outcome="none")
    hidden = project(make_answer(make_record(existence="order_11_1")))
    absent, other = (
        pdf(composed("none", one, {"records": records})) for records in (project(make_answer()), hidden)
    )
    assert absent == other and len(PdfReader(io.BytesIO(absent)).pages) == 1
    assert re.sub(r"\s", "", SENTENCES["none"].ja) in read(absent)


def test_a_letter_about_records_has_the_annex_and_a_withheld_row_its_reason(
    make_answer: MakeAnswer, make_record: MakeRecord
) -> None:
    records = project(make_answer(make_record(), make_record(record_id="ab" * 16)), {"ab" * 16: "33(2)ii"})
    letter = composed("answer", case(outcome="part"), {"records": records})
    said = text(letter)
    assert said.index("第三者提供記録1件") < said.index("開示しない（理由1）：1件") < said.index("理由1：開示すると")
    assert "33条5項が準用する33条2項" in said
    assert letter.number == "R8-ABCDE-FGHJK-2" and "山田 花子　様" in letter.to


def test_a_sample_is_marked_on_paper_and_as_text() -> None:
    sample = composed("receipt", case(stage="identity"), {}, sample=True)
    assert text(sample).startswith("見本") and read(pdf(sample)).count("見本（まだ送っていません）") == 1
    assert "見本（" not in read(pdf(replace(sample, sample=False)))


@pytest.mark.parametrize(("day", "ja", "en"), [
    (date(2026, 4, 15), "令和8（2026）年4月15日", "15 April 2026"),
    (date(2019, 5, 1), "令和元（2019）年5月1日", "1 May 2019"),
    (date(2019, 4, 30), "平成31（2019）年4月30日", "30 April 2019"),
    (date(1989, 1, 7), "昭和64（1989）年1月7日", "7 January 1989"),
])  # fmt: skip
def test_days_are_written_in_both_calendars(day: date, ja: str, en: str) -> None:
    assert written(day) == (ja, en)


def test_numbers_tell_the_case_and_no_count_of_others() -> None:
    assert document_number("ABCDEFGHJK", date(2026, 4, 1)) == "R8-ABCDE-FGHJK"
    assert document_number("ABCDEFGHJK", date(2027, 1, 1), 3) == "R9-ABCDE-FGHJK-3"


def test_what_went_out_is_kept_by_its_hash_and_no_number_goes_out_twice() -> None:
    step = Step("case letter", "officer-1", NOW, said("receipt", "ja", "R8-1", b"bytes", None))
    (kept,) = sent((), step)
    assert kept == Sent("receipt", "ja", "R8-1", "277089d91c0bdf4f2e6862ba7e4a07605119431f5d13f726dd352b06f1b206a9",
                        "officer-1", NOW)  # fmt: skip
    with pytest.raises(StepRefused):
        sent((kept,), step)


def test_english_stands_beside_its_japanese_under_one_number() -> None:
    def out(language: Language, number: str, before: tuple[Sent, ...]) -> tuple[Sent, ...]:
        return sent(before, Step("case letter", "officer-1", NOW, said("answer", language, number, b"", None)))

    japanese = out("ja", "R8-1", ())
    assert beside(japanese, "answer", 0) == "R8-1"
    assert beside(japanese, "receipt", 0) is beside(japanese, "answer", NOW + 1) is None
    both = out("en", "R8-1", japanese)
    assert beside(both, "answer", 0) is None, "it has gone out"
    with pytest.raises(StepRefused):
        out("en", "R8-1", both)
    assert beside(out("ja", "R8-2", both), "answer", 0) == "R8-2"


def test_nothing_goes_by_post_to_who_is_protected() -> None:
    shielded = case(protected=True)
    for way in (None, "post"):
        for one, more in ((shielded, {}), (case(), {"protected": True})):
            step = Step("case letter", "officer-1", NOW, {**said("answer", "ja", "R8-1", b"", way), **more})
            with pytest.raises(StepRefused):
                after(one, step)
    assert after(shielded, Step("case letter", "officer-1", NOW, said("answer", "ja", "R8-1", b"", "counter"))).letters
    assert after(case(), Step("case letter", "officer-1", NOW, said("answer", "ja", "R8-1", b"", None))).letters

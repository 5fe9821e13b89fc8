from __future__ import annotations

import csv as csv_reader
import io
import json as json_reader
import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest

from ledger.cases import csv, html, json
from ledger.cases.answer import Answer, Coded, PersonId
from ledger.cases.projection import project
from ledger.cases.texts import SENTENCES

HOSTILE = [
    '"><script>alert(1)</script>',
    "' onmouseover='x",
    "=cmd|' /C calc'!A0",
    "＝1＋1",
    "\t=1+1",
    "\u202etxt.exe",
    "\u2066\u2069\u200f",
    "nul\x00here",
    "lone \ud800 half",
    "{{ 7 * 7 }}{% raw %}",
    "株式会社" + "長" * 200,
    "〒100-0001\n東京都千代田区\n千代田ビルディング\n本館38階",
    "葛\U000e0100城市の髙﨑",
    'a\r\nb,c;"d"',
]
VOID = {"meta", "path", "circle"}


class Outline(HTMLParser):
    """Checks nesting and collects tags and attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: Counter[str] = Counter()
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes += attrs

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.text += data


def hostile_answer(make_record: Any, make_answer: Any, text: str) -> Answer:
    recipient = replace(make_record().recipient, name=text, address=text, representative=text, country=text)
    coded = Coded(text, text, text)
    record = make_record(
        recipient=recipient, items=(coded,), purpose=coded, method=text, recipient_purpose=text, terms=text
    )
    operator = replace(make_answer().operator, name=text, contact=text)
    answer: Answer = make_answer(record, operator=operator, asked_with=(PersonId(text, text),))
    return answer


@pytest.mark.parametrize("text", HOSTILE)
def test_the_page_holds_whatever_a_text_says(make_record: Any, make_answer: Any, text: str) -> None:
    answer = hostile_answer(make_record, make_answer, text)
    page = html.render(project(answer)).decode()
    outline = Outline(page)
    assert outline.open == []
    plain = Outline(html.render(project(hostile_answer(make_record, make_answer, "plain"))).decode())
    assert outline.tags == plain.tags
    assert {name for name, _ in outline.attributes} == {name for name, _ in plain.attributes}
    assert not re.search(r"[\x00-\x09\x0b-\x1f\u202a-\u202e\u2066-\u2069\u200f]", page)


@pytest.mark.parametrize("full", [True, False])
def test_the_page_is_one_closed_document(make_record: Any, make_answer: Any, full: bool) -> None:
    answer = make_answer(make_record(), make_record(role="recipient", record_id="1e" * 16)) if full else make_answer()
    page = html.render(project(answer)).decode()
    outline = Outline(page)
    assert outline.tags["h1"] == outline.tags["main"] == outline.tags["title"] == 1
    assert outline.tags["script"] == outline.tags["link"] == outline.tags["img"] == 0
    assert not re.search(r"https?:|//|url\(|@import", page)
    names = {name for name, _ in outline.attributes}
    assert "style" not in names
    assert not any(name.startswith("on") for name in names)
    ids = [value for name, value in outline.attributes if name == "id"]
    assert len(ids) == len(set(ids))
    targets = {value for name, value in outline.attributes if name == "aria-labelledby"}
    targets |= {(value or "")[1:] for name, value in outline.attributes if name == "href"}
    assert targets <= set(ids)


def test_the_title_is_the_same_for_everybody(make_record: Any, make_answer: Any) -> None:
    def title(answer: Answer) -> str:
        return html.render(project(answer)).decode().split("<title>")[1].split("</title>")[0]

    assert title(make_answer()) == title(make_answer(make_record())) == "第三者提供記録についての回答"


def test_english_says_as_much_as_japanese(make_record: Any, make_answer: Any) -> None:
    page = html.render(project(make_answer(make_record()))).decode()
    japanese, english = page.split('<section id="ja"')[1].split('<section id="en"')
    tags = re.compile(r"<(dt|dd|h2|h3|h4|article|section|time|li)\b")
    assert Counter(tags.findall(japanese)) == Counter(tags.findall(english.split("</main>")[0])) + Counter()
    ours = re.sub(r'<bdi lang="ja">.*?</bdi>', "", english, flags=re.DOTALL)
    assert not re.findall(r"[ぁ-んァ-ヶ一-龠]", ours)


def test_japan_time_is_said_once_per_language(make_record: Any, make_answer: Any) -> None:
    page = html.render(project(make_answer(make_record()))).decode()
    assert page.count("日本時間") == page.count("Japan time") == 1


@pytest.mark.parametrize("text", HOSTILE)
def test_json_keeps_every_text_exactly(make_record: Any, make_answer: Any, text: str) -> None:
    document = json.render(project(hostile_answer(make_record, make_answer, text))).decode()
    assert document.endswith("}\n")
    read = json_reader.loads(document)
    assert read["operator"]["name"] == text
    (record,) = read["records"]
    assert record["granted_by_act"]["recipient_name"] == text
    assert record["granted_by_act"]["items"] == [{"code": text, "ja": text, "en": text}]
    assert not re.search(r"[\u202a-\u202e\u2066-\u2069\u200f]", document)


def test_json_has_its_documented_keys(make_record: Any, make_answer: Any) -> None:
    read = json_reader.loads(json.render(project(make_answer(make_record()))))
    (record,) = read["records"]
    assert list(record) == [
        "number", "record_id", "role", "granted_by_act", "added_by_operator", "amendments",
    ]  # fmt: skip
    assert record["added_by_operator"]["when"] == "2026-03-02T09:14:00+09:00"
    assert record["added_by_operator"]["judgement"]["code"] == "being_checked"


@pytest.mark.parametrize("text", HOSTILE)
def test_our_own_reason_is_held_as_it_is_and_has_no_place_where_there_is_none(
    make_record: Any, make_answer: Any, text: str
) -> None:  # fmt: skip
    plain = project(make_answer(make_record()), {"0f" * 16: "33(2)i"})
    given = replace(plain, explained=text)
    outline = Outline(html.render(given).decode())
    assert outline.open == [] and outline.text.count(SENTENCES["explained"].ja) == 1
    assert outline.tags == Outline(html.render(plain).decode()).tags + Counter({"h2": 2, "p": 2, "bdi": 2})
    assert json_reader.loads(json.render(given))["explained"] == text
    assert "explained" not in json_reader.loads(json.render(plain))


@pytest.mark.parametrize("text", HOSTILE)
def test_csv_holds_whatever_a_text_says(make_record: Any, make_answer: Any, text: str) -> None:
    sheet = csv.render(project(hostile_answer(make_record, make_answer, text)))
    assert sheet.startswith(b"\xef\xbb\xbf")
    rows = list(csv_reader.reader(io.StringIO(sheet.decode("utf-8-sig"), newline="")))
    assert [len(row) for row in rows] == [len(rows[0])] * 2
    assert not any(cell.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t")) for cell in rows[1])
    assert rows[1][1:4] == ["提供", "Provided", "2026-03-02T09:14:00+09:00"]


def test_csv_rows_end_in_crlf_and_keep_an_address_whole(make_record: Any, make_answer: Any) -> None:
    address = "〒100-0001\n東京都\nビル\n38階"
    record = make_record(recipient=replace(make_record().recipient, address=address))
    sheet = csv.render(project(make_answer(record))).decode("utf-8-sig")
    assert sheet.count("\r\n") == 2
    assert address in sheet


def test_no_word_is_forbidden_or_missing() -> None:
    for code, text in SENTENCES.items():
        assert text.ja and text.en, code
        assert not re.search(r"不正|無効|こちら|させていただ|ございま|却下", text.ja), code
        assert text.ja.count("{}") == text.en.count("{}"), code
        assert not re.search(r"[ぁ-んァ-ヶ一-龠] [A-Za-z0-9]|[A-Za-z0-9] [ぁ-んァ-ヶ一-龠]", text.ja), code


def test_file_names_hold_no_personal_data() -> None:
    assert [html.FILE_NAME, json.FILE_NAME, csv.FILE_NAME] == ["kaiji.html", "kaiji.json", "kaiji.csv"]

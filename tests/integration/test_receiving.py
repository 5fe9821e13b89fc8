"""What a person receives at the window: the code that opens an answer, its files and records, what is withheld."""

from __future__ import annotations

import json
import re
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from pypdf import PdfReader

from ledger.cases.casebook import Casebook
from ledger.cases.moments import rfc3339
from ledger.cases.visible import grouped
from ledger.cases.wishes import About
from ledger.judging.said import iso
from tests.events import link, provision
from tests.integration.commands import run
from tests.integration.pages import Browser
from tests.integration.test_holders import erased
from tests.integration.windows import (
    FIRST,
    FORM,
    SECOND,
    answered,
    ask,
    decide,
    decided,
    identified,
    looked,
    received,
    second,
    staff,
    told,
    window,
)
from tests.integration.world import World

__all__ = ["told", "window"]


def test_a_part_waits_for_another_officer_and_names_its_ground(
    told: World, window: Browser, tmp_path: Path
) -> None:  # fmt: skip
    receipt = ask(window)
    withheld, other = (row.entry_id.hex() for row in told.rows()[:2])
    number = receipt["number"]
    identified(told, number)
    own = tmp_path / "own.txt"
    own.write_text("同居の方の連絡先が分かるためです。")
    decide(told, number, "--withhold", f"{withheld}=33(2)i", "--explain", str(own))
    assert f"withheld {withheld}" in staff(told, "case", "show", number, *SECOND)
    alone = run(told, "case", "second", number, *FIRST, *looked(told, number), "--agrees")
    assert alone.returncode == 2 and "somebody else has to look" in alone.stderr
    early = run(told, "case", "answer", number, *FIRST)
    assert early.returncode == 2 and "stands at" not in early.stdout
    assert "names nobody else" in run(told, "case", "second", number, *SECOND, *looked(told, number), "--agrees").stderr
    second(told, number, "--agrees", "--names-nobody-else")
    code = answered(told, number)
    answer = received(window, receipt, code)
    assert answer["explained"] == own.read_text()
    for page in (received(window, receipt, code, "html"), window.post("/en/records", {**receipt, "code": code}).text):
        assert own.read_text() in page
    assert [record["record_id"] for record in answer["records"]] == [other]
    assert [(one["ground"], one["count"]) for one in answer["withheld"]] == [("33(2)i", 1)]
    assert "33条2項1号" in received(window, receipt, code, "html")
    rows = window.post("/ja/records", {**receipt, "code": code}).text
    assert "1件を開示しません。" in rows and "33条2項1号" in rows and other in rows and withheld not in rows
    paper = window.post("/en/receive", {**receipt, "code": code, "format": "pdf"})
    assert paper.headers["content-disposition"] == 'attachment; filename="kaiji.pdf"'
    written = [page.extract_text() for page in PdfReader(BytesIO(paper.content)).pages]
    assert "開示しない（理由1）：1件" in written[-1] and own.read_text() in written[0]


def test_the_page_of_records_that_are_all_withheld_says_so_and_not_that_there_are_none(
    told: World, window: Browser
) -> None:  # fmt: skip
    receipt = ask(window, claimed="A-2")
    identified(told, receipt["number"], "A-2")
    (record,) = told.rows(people=[told.vault.find(("member", "A-2"))[0].identity])
    decide(told, receipt["number"], "--withhold", f"{record.entry_id.hex()}=33(2)i")
    second(told, receipt["number"])
    page = window.post("/ja/records", {**receipt, "code": answered(told, receipt["number"])}).text
    assert "1件を開示しません" in page and "33条2項1号" in page
    assert "ありませんでした" not in page


def test_who_is_given_an_id_later_is_not_who_was_identified_by_it(told: World, window: Browser) -> None:
    receipt = ask(window)
    identified(told, receipt["number"])
    earlier = told.vault.find(("member", "A-1"))[0].identity
    told.tell("links.members", link("A-1", None, "reassigned", iso(told.clock - 60_000_000)))
    told.tell("provisions.crm", provision("A-1", happened_at=told.clock))
    told.settle()
    decide(told, receipt["number"])
    answer = received(window, receipt, answered(told, receipt["number"]))
    later = told.vault.find(("member", "A-1"))[1].identity
    (theirs,) = told.rows(people=[later])
    assert later != earlier and theirs.entry_id.hex() not in {one["record_id"] for one in answer["records"]}


def test_several_formats_come_in_one_file_whose_bytes_are_the_same_each_time(told: World, window: Browser) -> None:
    receipt = ask(window)
    opening = {**receipt, "code": decided(told, receipt["number"])}
    for lang, usual in (("ja", "pdf"), ("en", "pdf_en")):
        page = window.post(f"/{lang}/follow", receipt).text
        assert re.findall(r'name="format" value="(\w+)" checked', page) == [usual], "what most people want"
    none = window.post("/ja/receive", opening)
    assert "checked" not in none.text, "what was chosen is kept, nothing too"
    assert none.status == 400 and none.text.count("形式を1つは選んでください") == 2
    once, again = (window.post("/ja/receive", {**opening, "format": ["json", "csv", "html"]}) for _ in range(2))
    assert once.headers["content-disposition"] == 'attachment; filename="kaiji.zip"'
    assert once.content == again.content
    with ZipFile(BytesIO(once.content)) as archive:
        assert archive.namelist() == ["kaiji.html", "kaiji.csv", "kaiji.json"]
        assert json.loads(archive.read("kaiji.json")) == received(window, receipt, opening["code"])
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_what_is_asked_about_one_record_tells_the_staff_which(told: World, window: Browser) -> None:
    receipt = ask(window)
    opening = {**receipt, "code": decided(told, receipt["number"])}
    page = window.post("/ja/records", opening)
    assert page.status == 200 and page.text.count('formaction="/ja/ask/complaint"') == 1
    one, other = re.findall(r'<option value="([0-9a-f]{32})">', page.text)
    assert one != other and "提供2回（最初 " in page.text
    assert window.post("/ja/records", {**opening, "code": "22222-22222"}).status == 400
    hidden = dict(re.findall(r'<input type="hidden" name="(about_[a-z]+)" value="([^"]+)">', page.text))
    hidden["about_record"] = other
    first = window.post("/ja/ask/complaint", hidden)
    assert all(f'name="{name}" value="{value}"' in first.text for name, value in hidden.items())
    checked = window.post("/ja/ask/complaint", {**FORM, **hidden, "at": "contact"})
    assert "まだ送信されていません" in checked.text and hidden["about_words"] in checked.text
    assert grouped(other) in checked.text and grouped(one) not in checked.text
    case = Casebook(told.connection, told.vault).find(ask(window, "complaint", **hidden)["number"])
    assert case.wishes.about == About(receipt["number"], hidden["about_record"])
    assert grouped(hidden["about_record"]) in staff(told, "case", "show", case.number, *FIRST)
    none = ask(window, "complaint", **{**hidden, "about_record": "<b>"})
    assert Casebook(told.connection, told.vault).find(none["number"]).wishes.about is None


def test_who_leafs_in_their_records_soon_after_opening_them_spends_no_opening(told: World, window: Browser) -> None:
    told.tell("provisions.crm", *(
        provision("A-1", items=[item], purpose=f"purpose-{number}")
        for number, item in enumerate(["name", "phone"] * 30)
    ))  # fmt: skip
    told.settle()
    receipt = ask(window)
    opening = {**receipt, "code": decided(told, receipt["number"])}

    def records(page: str) -> list[str]:
        shown = window.post("/ja/records", {**opening, "page": page})
        assert shown.status == 200, shown.text
        return re.findall(r'"about_record" value="([0-9a-f]{32})"|<option value="([0-9a-f]{32})"', shown.text)

    def opened() -> int:
        return Casebook(told.connection, told.vault).find(receipt["number"]).opened

    assert len(records("2")) > 0 and opened() == 1, "whoever begins in the middle opens the answer too"
    first, second = records("1"), records("2")
    assert opened() == 1 and not set(first) & set(second) and len(first) == 50 and len(second) == 12
    assert records("99") == second and records("x") == first and opened() == 1
    page = window.post("/en/records", {**opening, "page": "2"}).text
    assert "<title>Records in your answer (page 2 of 2)" in page and 'aria-current="page">[2]</strong>' in page
    told.clock += 3_600_000_001
    assert records("2") == second and opened() == 2


def test_records_are_narrowed_by_codes_and_each_choice_is_taken_back(told: World, window: Browser) -> None:
    told.tell("provisions.crm", provision("A-1", purpose="delivery", happened_at=told.clock - 400 * 86_400_000_000))
    told.settle()
    receipt = ask(window)
    opening = {**receipt, "code": decided(told, receipt["number"]), "page": "1"}

    def narrowed(**chosen: str) -> str:
        page = window.post("/ja/records", {**opening, **chosen})
        assert page.status == 200, page.text
        return page.text

    whole = narrowed()
    assert "この回答の記録：3件" in whole and "なし（すべての記録）" in whole
    assert whole.count('<tr role="row" class="line">') == 2, "two that are alike are one series"
    years = re.findall('<option value="([0-9]{4})"', whole)
    (name,) = re.findall('<select id="recipient".*?<option value="([0-9]+)">([^<]+)<', whole, re.DOTALL)[:1]
    assert name[0].isdigit() and len(years) >= 2
    old = narrowed(period=years[-1], verdict="being_checked", recipient=name[0])
    assert "この条件に合う記録：1件" in old and "この回答の記録：3件" in old
    assert "までの、すべての期間を調べました" in old
    assert old.count('name="drop"') == 3 and old.count('<tr role="row" class="line">') == 1
    freed = narrowed(period=years[-1], verdict="being_checked", drop="period")
    assert "この条件に合う記録：3件" in freed and freed.count('name="drop"') == 1
    month = re.findall('<option value="([0-9]{4}-[0-9]{2})"', whole)[0]
    assert "この条件に合う記録：2件" in narrowed(period=month)
    other = narrowed(period="1999", recipient="ほしい", verdict="<b>")
    assert other == whole, "what is no code of this answer asks nothing"
    assert Casebook(told.connection, told.vault).find(receipt["number"]).opened == 1


def test_a_choice_that_nothing_fits_says_so_and_up_to_when_was_looked(told: World, window: Browser) -> None:
    told.tell("provisions.crm", provision("A-1", recipient="other", happened_at=told.clock - 400 * 86_400_000_000))
    told.settle()
    receipt = ask(window)
    opening = {**receipt, "code": decided(told, receipt["number"]), "page": "1"}
    page = window.post("/ja/records", opening).text
    newest = re.findall('<option value="([0-9]{4})"', page)[0]
    other = re.findall('<option value="([0-9]+)">other<', page)[0]
    none = window.post("/ja/records", {**opening, "period": newest, "recipient": other}).text
    assert "この条件で表示する記録はありません。" in none and "期間を広げることができます。" in none
    assert "法令により第三者提供記録から除かれるものは、対象に含まれません。" in none
    assert none.count('name="drop"') == 2 and "<section" not in none.split("<footer>")[0]


def test_of_somebody_erased_since_nothing_is_left_to_give(told: World, window: Browser) -> None:
    receipt = ask(window)
    code = decided(told, receipt["number"])
    told.settle()
    erased(told, told.vault.find(("member", "A-1"))[0].identity)
    page = window.post("/ja/receive", {**receipt, "code": code, "format": "json"})
    assert page.status == 410 and "消去しました" in page.text


def test_nothing_to_disclose_is_the_one_sentence(told: World, window: Browser) -> None:
    receipt = ask(window, claimed="")
    identified(told, receipt["number"], "nobody")
    assert "Decided: none" in decide(told, receipt["number"])
    answer = received(window, receipt, answered(told, receipt["number"]))
    assert answer["records"] == [] and answer["statement"]["ja"].startswith("ご請求について、開示の対象となる記録は")


def test_a_code_opens_what_it_was_given_for_and_only_for_its_time(told: World, window: Browser) -> None:
    receipt = ask(window)
    code = decided(told, receipt["number"])
    assert "受取番号を入力してください" in window.post("/ja/receive", receipt).text
    assert "この受取番号では受け取れません" in window.post("/ja/receive", {**receipt, "code": "22222-22222"}).text
    told.clock += 31 * 86_400_000_000
    late = window.post("/ja/receive", {**receipt, "code": code})
    assert late.status == 410 and "受け取りの期限" in late.text and "新しい番号" in late.text
    assert "もう一度受け取る</button>" in late.text
    assert "担当者に伝えました" in window.post("/ja/code", receipt).text
    assert "受取番号をもう一度送ってください。" in staff(told, "case", "show", receipt["number"], *FIRST)
    assert answered(told, receipt["number"]) != code


def test_an_answer_is_told_at_its_tick_and_not_before(told: World, window: Browser) -> None:
    receipt = ask(window)
    before = told.clock
    code = decided(told, receipt["number"])
    tick, told.clock = told.clock, before
    assert "内容を調べています" in window.post("/ja/follow", receipt).text
    assert "別の方法" not in window.post("/ja/receive", {**receipt, "code": code}).text
    told.clock = tick
    answer = received(window, receipt, code)
    assert answer["answered_at"] == rfc3339(tick) and answer["checked_up_to"][14:16] in ("00", "15", "30", "45")
    assert answer["checked_up_to"][16:] == ":00+09:00"
    looks = "select count(*) from intake where command = 'case follow' and case_id is null"
    assert told.ask(looks) == [(2,)]
    window.post("/ja/follow", {**receipt, "secret": "22222-22222-22222-22222"})
    assert told.ask(looks) == [(2,)]

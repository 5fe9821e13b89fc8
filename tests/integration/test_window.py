"""The contact window from the asking to the receiving: pages over HTTP, the staff by their commands."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from pypdf import PdfReader

from ledger.cases.casebook import Casebook
from ledger.cases.moments import day, rfc3339
from ledger.cases.release import tick_after
from ledger.cases.visible import grouped
from ledger.cases.wishes import About
from ledger.cli.window_command import open_desks
from ledger.judging.said import iso
from ledger.web.rate import Rates
from ledger.web.window import window_app
from tests.events import acknowledgement, consent, link, now_us, provision, register
from tests.integration.pages import Browser, browsing
from tests.integration.test_commands import run
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
)
from tests.integration.world import World


@pytest.fixture
def told(world: World) -> World:
    """Two people, each with a lawful provision and one to the police, who must not show."""
    world.registered()
    world.tell("registers.operator", register("officers", "officer-2", {
        "display_name": "Officer", "roles": ["privacy_officer"],
    }))  # fmt: skip
    world.tell("consents.members", consent("A-1"), consent("A-2"))
    world.tell("provisions.crm", provision("A-1"), provision("A-1"), provision("A-2"))
    world.settle()
    return world


@pytest.fixture
def window(told: World) -> Iterator[Browser]:
    desks = open_desks(told.settings)
    app = window_app(desks, Rates(lambda: 0.0), lambda: told.clock)
    with browsing(app) as browser:
        yield browser
    desks.close()


def test_a_person_asks_is_identified_and_receives_their_records(told: World, window: Browser) -> None:
    receipt = ask(window)
    state = window.post("/ja/follow", receipt).text
    assert "ご本人であることを確かめています" in state and "14日目です。残りは14日です。" in state
    assert "です。 " not in state, "no space between Japanese sentences"
    steps = re.findall(r'<li class="(\w+)"', state)
    assert steps == ["done", "now", "later", "later"] and 'aria-current="step">本人確認' in state
    code = decided(told, receipt["number"])
    state = window.post("/ja/follow", receipt).text
    assert "お答えしました" in state and re.findall(r'<li class="(\w+)"', state) == ["done"] * 4
    today = day(told.clock).ja
    stages = re.findall(r'<li class="done">(.*?)</li>', state)
    assert [f"済み、{today}" in one for one in stages] == [True, True, False, True], "the work has no day of its own"
    answer = received(window, receipt, code)
    theirs = {row.entry_id.hex() for row in told.rows(people=[told.vault.find(("member", "A-1"))[0].identity])}
    assert {record["record_id"] for record in answer["records"]} == theirs
    assert "第三者提供記録についての回答" in received(window, receipt, code, "html")
    told.settle()
    assert told.ask("select command from intake where case_id is not null order by intake_id") == [
        (command,) for command in (
            "case open", "case identify", "case decide", "case answer", "case receive", "case receive",
        )
    ]  # fmt: skip
    assert told.ask("select count(*) from act join intake using (intake_id) where case_id is not null") == [(6,)]


def test_a_stop_is_asked_for_by_its_scope_and_told_as_done_only_when_every_service_has_done_it(
    told: World, window: Browser
) -> None:
    form = window.post("/ja/ask/opt_out", {"show": "scope"}).text
    assert "すべての第三者への提供" in form
    asks_which = window.post("/ja/ask/opt_out", {**FORM, "scope": "recipient", "asked": ""})
    assert asks_which.status == 400 and "申し出の内容を書いてください" in asks_which.text
    receipt = ask(window, "opt_out", scope="recipient")
    number = receipt["number"]
    identified(told, number)
    assert "asked to stop: この提供先への提供" in staff(told, "case", "show", number, *FIRST)
    staff(
        told, "case", "decide", number, *FIRST, *looked(told, number), "--reply", "-", "--recipient", "company",
        told="ご指定の提供先への提供を止めます。",
    )  # fmt: skip
    told.settle()
    stop = Casebook(told.connection, told.vault).find(number).stops.given[0]
    assert "停止の手続をしています" not in window.post("/ja/follow", receipt).text, "of no decision before its tick"
    late = window.post("/ja/withdraw", receipt)
    assert late.status == 400 and late.text.count("いまは、この画面から取り下げることができません") == 2
    assert "停止の手続" not in late.text and "/ja/withdraw" in late.text, "nor by what it says of a withdrawal"
    staff(told, "case", "answer", number, *FIRST, "--in-hand", "-", told="いま止めています。")
    told.clock = tick_after(now_us())
    page = window.post("/ja/follow", receipt).text
    assert "停止の手続をしています" in page and "/ja/withdraw" not in page
    told.tell("stops.crm", acknowledgement(stop.bytes, effective_at=now_us() - 1))
    assert "停止しました（" in window.post("/ja/follow", receipt).text
    code = answered(told, number)
    told.clock = tick_after(now_us())
    reply = window.post("/ja/receive", {**receipt, "code": code}).text
    assert "ご指定の提供先への提供を止めます。" in reply and "停止しました（" in reply
    answer = "届出による第三者への提供の停止（個人情報保護法27条2項）を行いました。"
    assert reply.index(answer) < reply.index("ご指定の"), "the answer comes first"


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


def test_what_a_second_officer_sends_back_is_decided_again(told: World, window: Browser) -> None:
    number = ask(window)["number"]
    record = told.rows()[0].entry_id.hex()
    identified(told, number)
    decide(told, number, "--withhold", f"{record}=33(2)ii")
    assert "stands at: decision" in second(told, number, "--sends-back")
    assert "stands at: answer" in decide(told, number)


def test_a_decision_made_again_counts_what_was_withheld_before(told: World, window: Browser) -> None:
    number = ask(window)["number"]
    identified(told, number, "A-2")
    (record,) = told.rows(people=[told.vault.find(("member", "A-2"))[0].identity])
    assert "Decided: refused" in decide(told, number, "--withhold", f"{record.entry_id.hex()}=33(2)i")
    assert "Decided: whole" in decide(told, number)


def test_a_step_on_what_has_moved_on_since_is_refused(told: World, window: Browser) -> None:
    number = ask(window)["number"]
    identified(told, number)
    seen = looked(told, number, "--records")
    identified(told, number, "A-2")
    refused = run(told, "case", "decide", number, *FIRST, *seen)
    assert refused.returncode == 2 and "look again" in refused.stderr
    record = told.rows(people=[told.vault.find(("member", "A-2"))[0].identity])[0].entry_id.hex()
    decide(told, number, "--withhold", f"{record}=33(2)i")
    seen = looked(told, number)
    decide(told, number, "--withhold", f"{record}=33(2)iii")
    refused = run(told, "case", "second", number, *SECOND, *seen, "--agrees")
    assert refused.returncode == 2 and "look again" in refused.stderr


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
    none = window.post("/ja/receive", opening)
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
    assert whole.count('<section aria-labelledby="record-') == 2, "two that are alike are one series"
    years = re.findall('<option value="([0-9]{4})"', whole)
    (name,) = re.findall('<select id="recipient".*?<option value="([0-9]+)">([^<]+)<', whole, re.DOTALL)[:1]
    assert name[0].isdigit() and len(years) >= 2
    old = narrowed(period=years[-1], verdict="being_checked", recipient=name[0])
    assert "この条件に合う記録：1件" in old and "この回答の記録：3件" in old
    assert "までの、すべての期間を調べました" in old
    assert old.count('name="drop"') == 3 and old.count('<section aria-labelledby="record-') == 1
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


def test_an_answer_that_is_late_is_told_before_everything_else(told: World, window: Browser) -> None:
    receipt = ask(window)
    told.clock += 15 * 86_400_000_000
    state = window.post("/ja/follow", receipt).text
    assert state.count("回答が遅れています。") == 1 and "残りは" not in state
    assert state.index("回答が遅れています。") < state.index("届いた日")
    assert "裁判所に訴えを起こすこともできます" in state


def test_the_first_page_names_the_ways_that_need_no_screen(told: World, window: Browser) -> None:
    for lang, ways in (("ja", ("郵便", "電話", "店頭")), ("en", ("Post", "Telephone", "Counter"))):
        page = window.get(f"/{lang}/").text
        assert re.findall(r"<dt>(.*?)</dt>", page) == list(ways)
        assert "東京" in page, "the address to write to"


def test_of_somebody_erased_since_nothing_is_left_to_give(told: World, window: Browser) -> None:
    receipt = ask(window)
    code = decided(told, receipt["number"])
    told.settle()
    erased(told, told.vault.find(("member", "A-1"))[0].identity)
    page = window.post("/ja/receive", {**receipt, "code": code, "format": "json"})
    assert page.status == 410 and "消去しました" in page.text


def test_what_was_asked_and_how_to_reach_the_person_is_shown_to_the_staff(told: World, window: Browser) -> None:
    number = ask(window, asked="三月の分\u202e")["number"]
    said = staff(told, "case", "show", number, *FIRST)
    assert "三月の分〔U+202E〕" in said and "03-0000-0000" in said and "A-1" in said


def test_a_form_that_is_none_is_refused_quietly(window: Browser) -> None:
    many = window.post("/ja/follow", {f"field{number}": "x" for number in range(50)})
    assert many.status == 400 and "default-src" in many.headers["content-security-policy"]
    assert window.post("/ja/ask/complaint", {"asked": "x" * 70_000}).status == 413


def test_nothing_to_disclose_is_the_one_sentence(told: World, window: Browser) -> None:
    receipt = ask(window, claimed="")
    identified(told, receipt["number"], "nobody")
    assert "Decided: none" in decide(told, receipt["number"])
    answer = received(window, receipt, answered(told, receipt["number"]))
    assert answer["records"] == [] and answer["statement"]["ja"].startswith("ご請求について、開示の対象となる記録は")


def test_a_wrong_secret_and_an_unknown_number_are_told_alike(window: Browser) -> None:
    receipt = ask(window)
    wrong = window.post("/ja/follow", {**receipt, "secret": "22222-22222-22222-22222"})
    unknown = window.post("/ja/follow", {"number": "22222-22222", "secret": receipt["secret"]})
    assert wrong.status == unknown.status == 400
    strip = [page.text.replace(receipt["number"], "").replace("22222-22222-22222-22222", "")
             .replace(receipt["secret"], "").replace("22222-22222", "") for page in (wrong, unknown)]  # fmt: skip
    assert strip[0] == strip[1]


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


def test_who_has_to_leave_quickly_is_led_to_a_page_that_says_nothing_of_this_one(told: World, window: Browser) -> None:
    assert "ブラウザーの履歴は消えません" in window.get("/ja/follow").text
    receipt = ask(window)
    for lang, words in (("ja", "急いで閉じる"), ("en", "Exit quickly")):
        page = window.post(f"/{lang}/follow", receipt).text
        header = page[page.index("<header") : page.index("</header>")]
        assert words in header and f'action="/{lang}/leave"' in header and receipt["secret"] not in header
        left = window.post(f"/{lang}/leave", {})
        assert left.status == 200 and left.headers["clear-site-data"] == '"cache", "cookies", "storage"'
        assert left.headers["cache-control"] == "no-store" and left.headers["referrer-policy"] == "same-origin"
        assert 'http-equiv="refresh"' in left.text
        for word in ("個人", "personal", "見本", receipt["number"], "/follow"):
            assert word not in left.text


def test_what_was_published_when_is_kept(told: World, window: Browser) -> None:
    present, told.clock = told.clock, told.clock - 60_000_000
    for _ in range(2):
        assert "青空" not in window.get("/ja/policy").text
    before, told.clock = told.clock, present
    told.tell("registers.operator", register("joint_use", "group", {
        "ja": "青空グループ", "fact_stated": True, "items": ["name"], "users": [], "ranges": ["group"],
        "purposes": ["delivery"], "manager": {"name": "青空", "address": "東京都", "representative": None},
    }), register("opt_out_notifications", "list", {
        "items": ["name"], "methods": ["file"], "stops_on_request": True, "how_to_ask": "この窓口で",
    }))  # fmt: skip
    told.settle()
    desks = open_desks(told.settings)
    with browsing(window_app(desks, Rates(lambda: 0.0), lambda: told.clock)) as later:
        page = later.get("/ja/policy").text
    desks.close()
    assert "青空グループ" in page and "この窓口で" in page and "登録にありません" in page

    def published(*more: str) -> Any:
        return json.loads(staff(told, "register", "published", *FIRST, "--json", *more))

    now = published()
    assert len(now["changed_at"]) == 2 and "青空グループ" in str(now["sections"])
    then = published("--valid-at", iso(before + 1))
    assert then["changed_at"] == now["changed_at"][1:] and "青空" not in str(then["sections"])
    assert "青空グループ" in staff(told, "register", "published", *FIRST)


def test_a_person_withdraws(told: World, window: Browser) -> None:
    receipt = ask(window)
    assert "取り下げました" in window.post("/ja/withdraw", receipt).text
    assert "申し出を取り下げました</dd>" in window.post("/ja/follow", receipt).text
    refused = run(told, "case", "identify", receipt["number"], *FIRST, "--method", "call_back", person="member A-1\n")
    assert refused.returncode == 2 and "this one is at closed" in refused.stderr


def test_paper_comes_with_its_day_and_a_complaint_is_answered_in_words(told: World, window: Browser) -> None:
    form = json.dumps({"asked": "苦情です", "contact": "住所", "claimed": ""})
    said = staff(told, "case", "open", *FIRST, "--kind", "complaint", "--channel", "post", "--arrived", "2026-04-01",
                 "-", told=form)  # fmt: skip
    number, secret = re.findall(r"  ([0-9A-Z]{5}-[0-9A-Z-]+)", said)
    listed = json.loads(staff(told, "case", "list", *FIRST, "--json"))
    assert [(one["number"], one["due"], one["suit_from"]) for one in listed] == [(number, "2026-04-15", None)]
    reply = told.settings.master_key_file
    assert reply is not None
    answer = reply.with_name("reply.txt")
    answer.write_text("お答えします。\n直しました。")
    staff(told, "case", "decide", number, *FIRST, *looked(told, number), "--reply", str(answer))
    code = answered(told, number)
    page = window.post("/ja/receive", {"number": number, "secret": secret, "code": code})
    assert "直しました。" in page.text and "個人情報保護委員会" in page.text


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("path", ["/", "/ask", "/ask/records", "/ask/complaint", "/follow", "/policy"])
def test_every_page_is_whole_in_both_languages_and_keeps_people_safe(
    window: Browser, lang: str, path: str
) -> None:  # fmt: skip
    page = window.get(f"/{lang}{path}")
    assert page.status == 200
    assert f'<html lang="{lang}">' in page.text and page.text.count("<h1>") == 1
    assert page.text.count("<button") + page.text.count('class="button"') <= 1
    assert f'href="/{"en" if lang == "ja" else "ja"}{path}"' in page.text, "the switch keeps the page"
    assert "style=" not in page.text and "<script" not in page.text
    assert page.headers["cache-control"] == "no-store"
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert "set-cookie" not in page.headers


def test_an_address_that_is_not_there_leads_back_to_the_beginning(window: Browser) -> None:
    for path in ("/ja/nowhere", "/ja/ask/nothing", "/fr/"):
        assert window.get(path).status == 404
    assert "ページが見つかりません" in window.get("/ja/nowhere").text
    assert window.get("/", accept_language="en-GB").headers["location"] == "/en/"


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


def test_the_person_and_the_staff_write_to_each_other(told: World, window: Browser) -> None:
    receipt = ask(window)
    page = window.post("/ja/write", {**receipt, "message": "いつ<b>ですか"})
    assert page.status == 200 and "いつ&lt;b&gt;ですか" in page.text and "あなたから" in page.text
    staff(told, "case", "message", receipt["number"], *FIRST, told="来週です")
    staff(told, "case", "note", receipt["number"], *FIRST, told="staff only")
    text = window.post("/en/follow", receipt).text
    assert "来週です" in text and "From us," in text and "staff only" not in text and "officer-1" not in text
    waited = "ご本人であることを確かめる書類やお返事をお待ちしています"
    assert waited not in window.post("/ja/follow", receipt).text
    staff(told, "case", "pause", receipt["number"], *FIRST, "--cause", "identity")
    assert waited in window.post("/ja/follow", receipt).text
    staff(told, "case", "resume", receipt["number"], *FIRST)
    assert waited not in window.post("/ja/follow", receipt).text
    assert window.post("/ja/write", {**receipt, "message": ""}).status == 400
    assert window.post("/ja/write", {**receipt, "message": "あ" * 4_001}).status == 400


def test_a_hidden_flag_changes_no_byte_of_what_who_asks_reads(told: World, window: Browser) -> None:
    plain, flagged = ask(window), ask(window)
    staff(told, "case", "protect", flagged["number"], *FIRST, "--because", "violence")

    def shown(receipt: dict[str, str], lang: str = "ja") -> str:
        page = window.post(f"/{lang}/follow", receipt).text
        return page.replace(receipt["number"], "N").replace(receipt["secret"], "S")

    assert shown(plain) == shown(flagged) and shown(plain, "en") == shown(flagged, "en")
    identified(told, plain["number"])
    identified(told, flagged["number"], "A-2")
    assert shown(plain) == shown(flagged)
    decide(told, plain["number"])
    decide(told, flagged["number"])
    second(told, flagged["number"])
    assert shown(plain) == shown(flagged)
    contact = ("--by", "phone", "--held-since", "2020-01-01")
    for receipt in (plain, flagged):
        staff(told, "case", "answer", receipt["number"], *FIRST, *contact)
    assert shown(plain) == shown(flagged)

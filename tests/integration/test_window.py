"""The contact window while a request is under way: asking, following, writing, the staff's steps by their commands."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from ledger.cases.casebook import Casebook
from ledger.cases.moments import day
from ledger.cases.release import tick_after
from ledger.cli.window_command import open_desks
from ledger.judging.said import iso
from ledger.web.rate import Rates
from ledger.web.window import window_app
from tests.events import acknowledgement, now_us, register
from tests.integration.commands import run
from tests.integration.pages import Browser, browsing
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


def test_a_person_asks_is_identified_and_receives_their_records(told: World, window: Browser) -> None:
    receipt, asked = ask(window), day(told.clock).ja
    state = window.post("/ja/follow", receipt).text
    assert "ご本人であることを確かめています" in state and "14日目です。残りは14日です。" in state
    assert "です。 " not in state, "no space between Japanese sentences"
    steps = re.findall(r'<li class="(\w+)"', state)
    assert steps == ["done", "now", "later", "later"] and 'aria-current="step">本人確認' in state
    code = decided(told, receipt["number"])
    state = window.post("/ja/follow", receipt).text
    assert "お答えしました" in state and re.findall(r'<li class="(\w+)"', state) == ["done"] * 4
    # The tick at which it is told may be the first instant of the day after.
    on = [asked, asked, "", day(told.clock).ja]
    stages = re.findall(r'<li class="done">.*?済み(.*?)</span></li>', state)
    assert stages == [one and f"、{one}" for one in on], "the work has no day of its own"
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


def test_what_was_asked_and_how_to_reach_the_person_is_shown_to_the_staff(told: World, window: Browser) -> None:
    number = ask(window, asked="三月の分\u202e")["number"]
    said = staff(told, "case", "show", number, *FIRST)
    assert "三月の分〔U+202E〕" in said and "03-0000-0000" in said and "A-1" in said


def test_a_form_that_is_none_is_refused_quietly(window: Browser) -> None:
    many = window.post("/ja/follow", {f"field{number}": "x" for number in range(50)})
    assert many.status == 400 and "default-src" in many.headers["content-security-policy"]
    assert window.post("/ja/ask/complaint", {"asked": "x" * 70_000}).status == 413


def test_a_wrong_secret_and_an_unknown_number_are_told_alike(window: Browser) -> None:
    receipt = ask(window)
    wrong = window.post("/ja/follow", {**receipt, "secret": "22222-22222-22222-22222"})
    unknown = window.post("/ja/follow", {"number": "22222-22222", "secret": receipt["secret"]})
    assert wrong.status == unknown.status == 400
    strip = [page.text.replace(receipt["number"], "").replace("22222-22222-22222-22222", "")
             .replace(receipt["secret"], "").replace("22222-22222", "") for page in (wrong, unknown)]  # fmt: skip
    assert strip[0] == strip[1]


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
    assert "使いやすさを教える" not in page.text, "asked once there is an answer"
    assert window.post("/ja/ease", receipt).status == 400
    assert window.post("/ja/ease", {**receipt, "ease": "hard", "improve": "あ" * 1_001}).status == 400
    eased = window.post("/ja/ease", {**receipt, "ease": "hard", "improve": "字が小さい"}).text
    assert "この窓口の使いやすさ：使いにくかった\n字が小さい" in eased
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

"""The contact window from the asking to the receiving: pages over HTTP, the staff by their commands."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from ledger.cli.window_command import open_desks
from ledger.web.rate import Rates
from ledger.web.window import window_app
from tests.events import consent, provision, register
from tests.integration.pages import Browser, browsing
from tests.integration.test_commands import run
from tests.integration.world import World

FIRST = ("--as", "officer-1", "--reason", "request")
SECOND = ("--as", "officer-2", "--reason", "request")


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


def ask(window: Browser, kind: str = "records", lang: str = "ja", **more: str) -> dict[str, str]:
    form = {"asked": "すべて", "contact": "山田 花子 電話 03-0000-0000", "claimed": "A-1", **more}
    page = window.post(f"/{lang}/ask/{kind}", form)
    assert page.status == 200, page.text
    number, secret = re.findall(r"<code>([0-9A-Z-]+)</code>", page.text)
    return {"number": number, "secret": secret}


def staff(world: World, *arguments: str, told: str = "") -> str:
    done = run(world, *arguments, person=told)
    assert done.returncode == 0, done.stderr
    return str(done.stdout)


def decided(world: World, number: str, *more: str) -> str:
    """Identify and decide; return the code that goes to the person."""
    staff(world, "case", "identify", number, *FIRST, "--method", "call_back", told="member A-1\n")
    staff(world, "case", "decide", number, *FIRST, *more)
    if more:
        staff(world, "case", "second", number, *SECOND, "--agrees")
    said = staff(world, "case", "answer", number, *FIRST)
    return re.findall(r"code  ([0-9A-Z-]+)", said)[0]


def received(window: Browser, receipt: dict[str, str], code: str, form: str = "json") -> Any:
    page = window.post("/ja/receive", {**receipt, "code": code, "format": form})
    assert page.status == 200, page.text
    assert "attachment" in page.headers["content-disposition"]
    return json.loads(page.content) if form == "json" else page.text


def test_a_person_asks_is_identified_and_receives_their_records(told: World, window: Browser) -> None:
    receipt = ask(window)
    state = window.post("/ja/follow", receipt).text
    assert "ご本人であることを確かめています" in state and "14日目です" in state
    code = decided(told, receipt["number"])
    assert "お答えしました" in window.post("/ja/follow", receipt).text
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


def test_a_part_waits_for_another_officer_and_names_its_ground(told: World, window: Browser) -> None:
    receipt = ask(window)
    withheld, other = (row.entry_id.hex() for row in told.rows()[:2])
    number = receipt["number"]
    staff(told, "case", "identify", number, *FIRST, "--method", "call_back", told="member A-1\n")
    staff(told, "case", "decide", number, *FIRST, "--withhold", f"{withheld}=33(2)i")
    alone = run(told, "case", "second", number, *FIRST, "--agrees")
    assert alone.returncode == 2 and "somebody else has to look" in alone.stderr
    early = run(told, "case", "answer", number, *FIRST)
    assert early.returncode == 2 and "stands at" not in early.stdout
    staff(told, "case", "second", number, *SECOND, "--agrees")
    code = re.findall(r"code  ([0-9A-Z-]+)", staff(told, "case", "answer", number, *FIRST))[0]
    answer = received(window, receipt, code)
    assert [record["record_id"] for record in answer["records"]] == [other]
    assert [(one["ground"], one["count"]) for one in answer["withheld"]] == [("33(2)i", 1)]
    assert "33条2項1号" in received(window, receipt, code, "html")


def test_what_a_second_officer_sends_back_is_decided_again(told: World, window: Browser) -> None:
    number = ask(window)["number"]
    record = told.rows()[0].entry_id.hex()
    staff(told, "case", "identify", number, *FIRST, "--method", "call_back", told="member A-1\n")
    staff(told, "case", "decide", number, *FIRST, "--withhold", f"{record}=33(2)ii")
    assert "stands at: decision" in staff(told, "case", "second", number, *SECOND, "--sends-back")
    assert "stands at: answer" in staff(told, "case", "decide", number, *FIRST)


def test_nothing_to_disclose_is_the_one_sentence(told: World, window: Browser) -> None:
    receipt = ask(window, claimed="")
    staff(told, "case", "identify", receipt["number"], *FIRST, "--method", "call_back", told="member nobody\n")
    assert "Decided: none" in staff(told, "case", "decide", receipt["number"], *FIRST)
    code = re.findall(r"code  ([0-9A-Z-]+)", staff(told, "case", "answer", receipt["number"], *FIRST))[0]
    answer = received(window, receipt, code)
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
    assert "受け取りの期限" in window.post("/ja/receive", {**receipt, "code": code}).text
    anew = re.findall(r"code  ([0-9A-Z-]+)", staff(told, "case", "answer", receipt["number"], *FIRST))
    assert anew[0] != code


def test_what_is_missing_is_said_and_what_was_typed_stays(window: Browser) -> None:
    page = window.post("/ja/ask/complaint", {"asked": "", "contact": "", "claimed": ""})
    assert page.status == 400
    assert "<title>エラー：" in page.text and "入力内容を確認してください（2件）" in page.text
    page = window.post("/en/ask/complaint", {"asked": "The letter <b>", "contact": ""})
    assert "The letter &lt;b&gt;</textarea>" in page.text and "Write your name and how to reach you" in page.text
    assert "請求・相談の種類を選んでください" in window.get("/ja/ask?step=kind").text
    assert window.get("/ja/ask?step=kind&kind=records").headers["location"] == "/ja/ask/records"


def test_a_person_withdraws(told: World, window: Browser) -> None:
    receipt = ask(window)
    assert "取り下げました" in window.post("/ja/withdraw", receipt).text
    assert "取り下げられました" in window.post("/ja/follow", receipt).text
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
    staff(told, "case", "decide", number, *FIRST, "--reply", str(answer))
    code = re.findall(r"code  ([0-9A-Z-]+)", staff(told, "case", "answer", number, *FIRST))[0]
    page = window.post("/ja/receive", {"number": number, "secret": secret, "code": code})
    assert "直しました。" in page.text


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

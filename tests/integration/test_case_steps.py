"""What surrounds a case, by the commands: an agent, a hidden flag, conflicts, the clock, a fee, a complaint's way."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from ledger.cases.casebook import Casebook
from tests.events import link, now_us, register
from tests.integration.commands import run
from tests.integration.pages import Browser
from tests.integration.windows import FIRST, SECOND, answered, ask, decide, identified, looked, staff, told, window
from tests.integration.world import World

__all__ = ["told", "window"]


def opened(world: World, kind: str = "records", **more: Any) -> str:
    form = {"asked": "すべて", "contact": "住所", "claimed": "", **more}
    said = staff(world, "case", "open", *FIRST, "--kind", kind, "--channel", "post", told=json.dumps(form))
    return str(re.findall(r"case number  ([0-9A-Z-]+)", said)[0])


def refused(world: World, *arguments: str, person: str = "") -> str:
    done = run(world, *arguments, person=person)
    assert done.returncode == 2, done.stdout
    return str(done.stderr)


def test_an_agent_shows_their_right_and_the_person_is_told_before_anything_is_given(told: World) -> None:
    number = opened(told, agent={"kind": "mandated", "name": "代理 太郎"})
    identified(told, number)
    seen = looked(told, number, "--records")
    assert "has not proven their right" in refused(told, "case", "decide", number, *FIRST, *seen)
    staff(told, "case", "agent", number, *FIRST, "--proof", "mandate")
    assert "held before" in refused(
        told, "case", "principal", number, *FIRST, "--by", "call_back", "--held-since", "2199-01-01"
    )
    said = staff(told, "case", "principal", number, *FIRST, "--by", "call_back", "--held-since", "2020-01-01")
    assert "何を開示するか" in said
    assert "代理 太郎" in staff(told, "case", "show", number, *FIRST)
    decide(told, number)
    assert "code" in staff(told, "case", "answer", number, *FIRST, "--to", "principal")


def test_a_flag_on_one_case_holds_for_every_case_of_the_person(told: World) -> None:
    theirs = opened(told)
    identified(told, theirs)
    staff(told, "case", "protect", theirs, *FIRST, "--because", "violence")
    assert "PROTECTED" in staff(told, "case", "show", theirs, *FIRST)
    agent = opened(told, agent={"kind": "mandated", "name": "代理 太郎"})
    identified(told, agent)
    assert "PROTECTED" in staff(told, "case", "show", agent, *FIRST)
    staff(told, "case", "agent", agent, *FIRST, "--proof", "mandate")
    staff(told, "case", "principal", agent, *FIRST, "--unsafe", "danger")
    seen = looked(told, agent, "--records")
    assert "no agent may act" in refused(told, "case", "decide", agent, *FIRST, *seen)
    said = staff(told, "case", "decide", agent, *FIRST, *seen, "--refused", "--ground", "agent")
    assert "stands at: second" in said
    assert "PROTECTED" not in staff(told, "case", "list", *FIRST) and "protect" not in json.dumps(
        json.loads(staff(told, "case", "list", *FIRST, "--json"))
    )


def test_a_flag_reaches_the_persons_cases_under_ids_that_are_linked_to_theirs(told: World) -> None:
    told.tell("links.members", link("A-1", "A-7"))
    theirs = opened(told)
    identified(told, theirs, "A-7")
    staff(told, "case", "protect", theirs, *FIRST, "--because", "violence")
    for who, flagged in (("A-1", True), ("A-2", False)):
        other = opened(told)
        identified(told, other, who)
        assert ("PROTECTED" in staff(told, "case", "show", other, *FIRST)) == flagged, who


def test_a_flag_reaches_a_case_of_an_id_by_which_nobody_was_known_yet(told: World) -> None:
    theirs, other, stranger = opened(told), opened(told), opened(told)
    identified(told, theirs, "N-1")
    staff(told, "case", "protect", theirs, *FIRST, "--because", "violence")
    identified(told, other, "N-1")
    identified(told, stranger, "N-2")
    assert "PROTECTED" in staff(told, "case", "show", other, *FIRST)
    assert "PROTECTED" not in staff(told, "case", "show", stranger, *FIRST)


def test_a_flag_in_another_case_takes_an_answer_out_of_an_agents_reach(
    told: World, window: Browser
) -> None:  # fmt: skip
    told.tell("links.members", link("A-1", "A-7"))
    receipt = ask(window, who="mandated", agent_name="代理 太郎")
    mine = ask(window)
    codes = {}
    for number in (receipt["number"], mine["number"]):
        identified(told, number)
        if number == receipt["number"]:
            staff(told, "case", "agent", number, *FIRST, "--proof", "mandate")
            staff(told, "case", "principal", number, *FIRST, "--by", "call_back", "--held-since", "2020-01-01")
        decide(told, number)
        codes[number] = answered(told, number)
    agents, own = {**receipt, "code": codes[receipt["number"]]}, {**mine, "code": codes[mine["number"]]}
    assert window.post("/ja/records", agents).status == 200
    other = opened(told)
    identified(told, other, "A-7")
    staff(told, "case", "protect", other, *FIRST, "--because", "violence")
    for step in ("records", "receive"):
        page = window.post(f"/ja/{step}", {**agents, "format": "json"})
        assert page.status == 400 and "受取番号" in page.text, step
    assert window.post("/ja/records", own).status == 200, "the person themselves asked for this one"


def test_nobody_works_a_case_about_themselves_or_theirs(told: World) -> None:
    number = opened(told)
    staff(told, "case", "conflicts", "declare", *FIRST, told="self member A-1\nkin member A-9\n")
    said = refused(told, "case", "identify", number, *FIRST, "--method", "call_back", person="member A-1\n")
    assert "another officer has to take it" in said and "A-1" not in said
    staff(told, "case", "identify", number, *SECOND, "--method", "call_back", told="member A-1\n")
    for command in (("show",), ("note",), ("protect", "--because", "person")):
        assert "another officer" in refused(told, "case", command[0], number, *FIRST, *command[1:], person="x")
    form = json.dumps({"asked": "", "contact": "", "claimed": "会員番号 ａ－９ です".replace("－", "-")})
    assert "another officer" in refused(
        told, "case", "open", *FIRST, "--kind", "records", "--channel", "post", person=form
    )
    staff(told, "case", "conflicts", "declare", *FIRST, told="")
    assert "stands at: decision" in staff(told, "case", "show", number, *FIRST)
    assert told.ask("select count(*) from intake where convert_from(entry, 'UTF8') like '%%A-9%%'") == [(0,)]


def test_the_clock_is_paused_extended_and_listed(told: World) -> None:
    number = opened(told)
    staff(told, "case", "pause", number, *FIRST, "--cause", "identity")
    (line,) = json.loads(staff(told, "case", "list", *FIRST, "--json"))
    assert (line["next"], line["paused_for"]) == ("identity", "identity") and line["target"] <= line["due"]
    staff(told, "case", "resume", number, *FIRST)
    said = staff(told, "case", "extend", number, *FIRST, "--because", "volume", "--until", "2199-01-05")
    assert "回答が予定より遅れます。理由は、多くのご請求をいただいているためです。" in said
    assert "つぎにすること：本人確認" in said
    sheet = staff(told, "case", "list", *FIRST)
    assert "Day 14" in sheet and "2199-01-05" in sheet


def test_a_fee_is_named_beforehand_or_never(told: World) -> None:
    operator = dict(told.registers().keys_at("operator", told.clock)[0].body)
    key = told.registers().keys_at("operator", told.clock)[0].key
    told.tell("registers.operator", register("operator", key, {**operator, "fees": {"records": 300}}))
    number = opened(told)
    assert "Fee: 300 yen, not settled" in staff(told, "case", "show", number, *FIRST)
    identified(told, number)
    decide(told, number)
    assert "has not been settled" in refused(told, "case", "answer", number, *FIRST)
    staff(told, "case", "fee", number, *FIRST, "--settled", "waived")
    assert answered(told, number)
    assert "Fee" not in staff(told, "case", "show", opened(told, "correction"), *FIRST)


def test_who_asks_on_a_page_reads_the_fee_before_they_ask_and_it_is_published(
    told: World, request: pytest.FixtureRequest
) -> None:
    operator = told.registers().keys_at("operator", told.clock)[0]
    named = {**operator.body, "fees": {"records": 1_300}}
    told.tell("registers.operator", register("operator", operator.key, named))
    told.clock = now_us()
    told.settle()
    pages = request.getfixturevalue("window")
    for path in ("/", "/ask/records", "/policy"):
        assert "手数料はかかりません" not in pages.get(f"/ja{path}").text, path
    assert "手数料は、第三者提供記録の開示1,300円です" in pages.get("/ja/").text
    assert "手数料は1,300円です" in pages.get("/ja/ask/records").text
    assert "1,300 yen" in pages.get("/en/ask/records").text
    assert "手数料はかかりません。" in pages.get("/ja/ask/correction").text, "article 38 does not name it"
    published = pages.get("/ja/policy").text
    assert "第三者提供記録の開示" in published and "1件につき1,300円" in published
    receipt = ask(pages)
    state = pages.post("/ja/follow", receipt).text
    assert "1,300円。お支払いの方法は" in state
    assert Casebook(told.connection, told.vault).find(receipt["number"]).fee == 1_300
    staff(told, "case", "fee", receipt["number"], *FIRST, "--settled", "paid")
    assert "1,300円（お支払いを確かめました）" in pages.post("/ja/follow", receipt).text


def test_a_complaint_goes_its_way(told: World) -> None:
    number = opened(told, "complaint")
    staff(told, "case", "assign", number, *FIRST, "--category", "provision", "--responsible", "officer-2")
    staff(told, "case", "refer", number, *FIRST, "--to", "article26", "--handling", "leak")
    staff(told, "case", "conclude", number, *FIRST, "--outcome", "put_right", told="宛先を二人で確かめる")
    said = staff(told, "case", "show", number, *FIRST)
    assert "officer-2" in said and "leak" in said and "宛先を二人で確かめる" in said
    assert "保存：" not in said, "it is open"
    staff(told, "case", "withdraw", number, *FIRST)
    assert "保存：保存期間中（20" in staff(told, "case", "show", number, *FIRST)


def test_many_cases_by_one_agent_are_marked_and_raise_an_alert(told: World) -> None:
    for _ in range(4):
        opened(told, agent={"kind": "mandated", "name": "代理 太郎"})
    told.settle()
    assert told.ask("select count(*) from alert where kind = 'many_by_one_agent'") == [(0,)]
    number = opened(told, agent={"kind": "mandated", "name": "代理太郎"})
    assert "One agent has asked for many people" in staff(told, "case", "show", number, *FIRST)
    told.settle()
    assert told.ask("select count(*) from alert where kind = 'many_by_one_agent'") == [(1,)]
    assert "many_by_one_agent" in staff(told, "alerts", "list", *FIRST)

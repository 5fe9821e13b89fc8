"""Verdicts, items that are left out, and supplements on the console's pages: what one officer confirms, what the second
sees, what the person reads, and what came to be known after the answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from ledger.cases.release import TICK
from tests.events import provision, register
from tests.integration.consoles import Seat, console
from tests.integration.test_case_pages import (
    decide,
    enter,
    follow,
    given,
    groups,
    hidden,
    identify,
    path,
    release,
    whole,
)
from tests.integration.windows import FIRST, staff
from tests.integration.world import World


@pytest.fixture
def told(world: World) -> World:
    """A-3, of whom no consent came: two records that are alike."""
    world.registered()
    world.tell("registers.operator", register("officers", "officer-2", {
        "display_name": "Second", "roles": ["privacy_officer"],
    }))  # fmt: skip
    world.tell("provisions.crm", *(provision("A-3", items=["name", "phone"]) for _ in range(2)))
    world.pass_time(7200)
    world.settle()
    return world


@pytest.fixture
def seats(told: World) -> Iterator[tuple[Seat, Seat]]:
    with console(told, "officer-1", "officer-2") as (first, second):
        yield first, second


def choose(seat: Seat, address: str, **said: str) -> Any:
    return seat.send(address, {"text": "", "turn": hidden(seat.get(address), "turn"), **said})


def received(told: World, receipt: dict[str, str], code: str) -> list[dict[str, Any]]:
    told.clock += TICK
    records: list[dict[str, Any]] = given(told, receipt, code)["records"]
    return records


def verdict(record: dict[str, Any]) -> str:
    return str(record["added_by_operator"]["judgement"]["code"])


def agree(seat: Seat, receipt: dict[str, str]) -> list[str]:
    """Look at every part as the second officer, agree, and return what the pages said."""
    listed = seat.get(f"{path(receipt)}/second")
    parts, seen = re.findall(r'<th scope="row"><a href="([^"]+)"', listed.text), []
    for part in parts:
        seen.append(seat.get(part).text)
        done = follow(seat, choose(seat, part, choice="agrees"))
    follow(seat, seat.send(f"{path(receipt)}/second", {"turn": hidden(done, "turn")}))
    return seen


def test_from_confirming_to_the_supplement(told: World, seats: tuple[Seat, Seat]) -> None:
    first, second = seats
    receipt = enter(first, claimed="A-3")
    for seat in seats:
        seat.look(receipt["number"])
    identify(first, receipt, "member A-3")
    (alike,) = groups(first, receipt)
    page = first.get(alike)
    assert "違反" in page.text and "27条1項" in page.text
    assert re.search(r'value="checking" checked', page.text), "what nobody confirmed is being checked"
    rows = re.findall(r'<li><a href="(/ja[^"]+/records/[0-9a-f]+)"', page.text)
    row = first.get(rows[0])
    assert "決め手" in row.text and "当社は、この提供の前に同意を得ていませんでした" in row.text
    for wrong, words in (
        ({"choice": "33(2)i", "text": "x", "verdict": "tell"}, "判断を伝えられるのは、開示する記録だけです"),
        ({"choice": "items", "text": "x"}, "開示しない項目と、その理由を選んでください"),
        ({"choice": "give", "item-1": "33(2)i"}, "「項目を除いて開示する」を選んだときにだけ選びます"),
        ({"choice": "items", "item-1": "33(2)i"}, "開示しないと考えた理由を入力してください"),
        ({"choice": "items", "item-1": "because", "text": "x"}, "「項目を除いて開示する」を選んだときにだけ選びます"),
    ):
        refused = choose(first, rows[0], **wrong)
        assert refused.status == 400 and refused.text.count(words) == 2, words
    assert told.ask("select count(*) from intake where command = 'case choose'") == [(0,)]

    follow(first, choose(first, alike, choice="give"))
    assert "回答を発行できます" in first.get(f"{path(receipt)}/decide").text
    follow(first, choose(first, rows[0], choice="items", text="病歴が分かる", verdict="tell", **{"item-1": "33(2)i"}))
    summed = first.get(f"{path(receipt)}/decide").text
    assert "一部を開示しません" in summed and "違反（1件）" in summed and "「確認中」（1件）" in summed
    for lang in ("ja", "en"):
        for address in (rows[0], alike, f"{path(receipt)}/decide", f"{path(receipt)}/records"):
            whole(first, address, lang)
    decide(first, receipt)
    (seen,) = agree(second, receipt)
    assert "項目を除いて開示する・判断を伝える" in seen and "電話番号" in seen and "同意を得ていませんでした" in seen
    assert "開示しない（33条2項1号）" in seen and "病歴が分かる" in seen
    records = {one["record_id"]: one for one in received(told, receipt, release(first, receipt))}
    mine = records.pop(rows[0].rpartition("/")[2])
    assert verdict(mine) == "violation" and [verdict(one) for one in records.values()] == ["being_checked"]
    assert [one["code"] for one in mine["granted_by_act"]["items"]] == ["name"]
    assert mine["granted_by_act"]["items_left_out"][0] | {"ja": "", "en": ""} == {
        "ground": "33(2)i", "count": 1, "ja": "", "en": "",
    }  # fmt: skip

    assert "回答のあとに分かったこと" not in first.get(path(receipt)).text
    assert "ありません" in first.get(f"{path(receipt)}/supplement").text
    told.tell(
        "provisions.crm", provision("A-3"), provision("A-3", recipient="police"),
        provision("A-3", happened_at=told.clock),
    )  # fmt: skip
    told.settle()
    overview = first.get(path(receipt)).text
    assert "あとから届いたもの：1件" in overview, "one is hidden, another happened after the answer"
    assert "回答のあとに変化がある案件" in first.get("/ja/").text
    listed = first.get("/ja/cases?show=late").text
    assert receipt["number"] in listed and "回答のあとに分かったことを確かめる" in listed
    assert "回答のあとに分かったことを確かめる" in overview
    assert "1 records came" in staff(told, "case", "show", receipt["number"], *FIRST)
    assert "supplement" in staff(told, "case", "list", "--json", *FIRST)
    for lang in ("ja", "en"):
        for address in ("/ja/", "/ja/cases?show=late", path(receipt), f"{path(receipt)}/supplement"):
            whole(first, address, lang)
    page = first.get(f"{path(receipt)}/supplement")
    assert "回答のあとに届いた" in page.text and "police" not in page.text
    assert first.send(f"{path(receipt)}/supplement", {"turn": "1"}).status == 409
    led = follow(first, first.send(f"{path(receipt)}/supplement", {"turn": hidden(page, "turn")}))
    assert "4件" in led.text or "残りは" in led.text
    assert "回答のあとに分かったこと" not in first.get(path(receipt)).text

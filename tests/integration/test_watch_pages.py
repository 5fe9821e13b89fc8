"""The console's pages about what is wrong or not known yet, what could not be read, and what the registers say."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from ledger.web.console.registers import difference
from tests.events import provision, register
from tests.integration.consoles import Seat, console
from tests.integration.test_record_pages import acts, begin, found, told
from tests.integration.world import World

__all__ = ["told"]


@pytest.fixture
def seat(told: World) -> Iterator[Seat]:
    told.tell("provisions.crm", provision("A-3"), b"nobody can read this")
    told.settle()
    with console(told, "officer-1") as (seated,):
        begin(seated, reason="incident")
        yield seated


def follow_first(seat: Seat, page: str, pattern: str) -> str:
    (address, *_) = re.findall(pattern, seat.get(page).text)
    return str(address).replace("&amp;", "&")


def test_what_is_wrong_stands_in_groups_that_lead_to_the_records(told: World, seat: Seat) -> None:
    page = seat.get("/ja/violations").text
    assert "人<" not in page and ">2件<" in page and "記録が多い順" in page and "是正ずみ" in page
    told.tell("registers.operator", register("officers", "knows", {
        "display_name": "Officer", "roles": ["auditor", "existence_officer"],
    }))  # fmt: skip
    with console(told, "knows") as (knows,):
        begin(knows)
        page = knows.get("/ja/violations").text
    assert ">1人<" in page and ">2件<" in page and "影響のある人数が多い順" in page
    assert len(found(seat.get(follow_first(seat, "/ja/violations", r'href="(/ja/records\?[^"]+)"')))) == 2
    undetermined = seat.get("/ja/violations?show=undetermined").text
    assert "同意の記録" in undetermined and "自動で判定し直します" in undetermined
    assert acts(told, "officer-1")[0] == "console violations"


def test_an_alert_is_acknowledged_by_name(told: World, seat: Seat) -> None:
    address = follow_first(seat, "/ja/violations?show=alerts", r'href="(/ja/violations/alerts/\d+)"')
    before = seat.get("/ja/violations?show=alerts").text.count("/violations/alerts/")
    refused = seat.send(address, {})
    assert refused.status == 400 and "どう扱うかを選んで" in refused.text
    assert seat.send(address, {"note": "looking_into"}).status == 303
    assert acts(told, "officer-1")[0] == "alerts acknowledge"
    told.settle()
    assert seat.get("/ja/violations?show=alerts").text.count("/violations/alerts/") == before - 1
    assert seat.get("/ja/violations/alerts/99999").status == 404


def test_what_could_not_be_read_is_listed_without_its_content(
    told: World, seat: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    listed = seat.get("/ja/quarantine").text
    assert "読めないまま待っているもの：1件" in listed and "nobody can read" not in listed
    outcome = follow_first(seat, "/ja/quarantine", r'href="(/ja/quarantine/\w+/outcome)"')
    address = outcome.removesuffix("/outcome")
    closed = seat.get(address)
    assert closed.status == 403 and "nobody can read this" not in closed.text
    unopened = seat.get(outcome).text
    assert f'href="{address}"' not in unopened and "存否を答えない記録を扱う担当者だけが開けます" in unopened

    def knows(**more: object) -> None:
        body = {"display_name": "O", "roles": ["auditor", "existence_officer"], **more}
        told.tell("registers.operator", register("officers", "knows", body))

    knows()
    monkeypatch.setattr("ledger.web.desks._FRESH", 0.0)
    with console(told, "knows") as (one,):
        begin(one)
        page = one.get(follow_first(one, outcome, rf'href="({address})"')).text
        assert "nobody can read this" in page and "20バイト" in page
        assert acts(told, "knows")[0] == "quarantine look"
        assert one.get("/ja/quarantine/" + "0" * 32).status == 404
        knows(range={"recipients": ["company"]})
        assert one.get(address).status == 403 and f'href="{address}"' not in one.get(outcome).text


def test_versions_of_a_key_stand_beside_what_they_changed(told: World, seat: Seat) -> None:
    body = {"name": "company", "address": "大阪", "kind": "company", "country": "JP"}
    told.tell("registers.operator", register("recipients", "company", body))
    told.settle()
    assert "提供先" in seat.get("/ja/registers").text
    with console(told, "officer-2") as (fresh,):
        listed = fresh.get("/ja/registers/recipients").text
        assert "advertiser" in listed and acts(told, "officer-2")[0] == "register list"
        address = follow_first(fresh, "/ja/registers/recipients", r'href="(/ja/registers/recipients/\d+)">company<')
        page = fresh.get(address).text
        for words in ("版2", "版1", "いまの版", "東京", "大阪", "日本 (JP)", "−", "＋", "＝", "この版の間の提供"):
            assert words in page, words
        none = fresh.get("/ja/registers/recipients?on_year=2000&on_month=1&on_day=1").text
        assert "この日に有効な項目はありません" in none
        assert fresh.get("/ja/registers/recipients?on_year=2000&on_month=13").status == 400
        for missing in ("/ja/registers/nothing", "/ja/registers/recipients/999999"):
            assert fresh.get(missing).status == 404


def test_a_difference_names_what_came_what_went_and_what_stayed() -> None:
    assert difference({"a": 1, "b": "x", "c": 2}, {"b": "y", "c": 2, "d": [3]}) == [
        ("b", "x", "y"), ("c", "2", "2"), ("d", None, "[3]"), ("a", "1", None),
    ]  # fmt: skip

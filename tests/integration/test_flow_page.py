"""The flow map over HTTP: who was given what and why, within a period and an officer's range."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest

from ledger.cases.moments import day
from ledger.judging import flow_counting
from ledger.judging.flow_counting import FlowCounting
from ledger.law.days import jst_day, midnight
from ledger.log.head import LOG_ID, read_head
from ledger.web.console.flow_counts import twelve_months
from tests.events import provision, register
from tests.integration.consoles import Seat, console
from tests.integration.test_record_pages import acts, begin, found, period, seats, told
from tests.integration.world import World

__all__ = ["seats", "told"]


def test_every_number_of_the_map_leads_to_its_records(told: World, seats: list[Seat]) -> None:
    told.tell("provisions.crm", provision("A-2", recipient="unheard-of", items=["name", "phone"]))
    told.settle()
    first, _, ranged = seats
    begin(first, ranged)
    page = first.get("/ja/flows").text
    assert acts(told, "officer-1")[0] == "console flows"
    for words in ("company", "全部で6件", "新しい流れ", "登録なし", "違反あり", "運営のため", "role=\"img\""):
        assert words in page, words
    cells = re.findall(r'<td class="figure[^"]*"><a href="(/ja/records\?[^"]+)">([\d,]+)</a>', page)
    assert len(cells) > 4
    for address, number in cells:
        assert len(found(first.get(address.replace("&amp;", "&")))) == int(number)
    mine = ranged.get("/ja/flows").text
    assert "advertiser" in mine and ">company<" not in mine
    none = first.get(f"/ja/flows?{period(since_year='2000', until_year='2000')}").text
    assert "この期間の提供はありません" in none
    wrong = first.get("/ja/flows?since_year=2026&since_month=13")
    assert wrong.status == 400 and "暦にある日です" in wrong.text


_YEAR = 365 * 86_400_000_000


def test_a_map_is_narrowed_and_compared_and_its_numbers_still_lead_to_their_records(
    told: World, seats: list[Seat]
) -> None:  # fmt: skip
    abroad = {"name": "abroad", "address": "a", "representative": "r", "kind": "company", "country": "US"}
    screening = {"ja": "審査", "en": "screening", "announced_on": "2022-04-01"}
    told.tell(
        "registers.operator", register("recipients", "abroad", abroad), register("purposes", "screening", screening)
    )
    told.tell(
        "provisions.crm", provision("A-1", recipient="abroad", purpose="screening"),
        *(provision("A-1", happened_at=told.clock - _YEAR) for _ in range(7)),
        provision("A-2", recipient="police", ground="27(1)i", happened_at=told.clock - _YEAR),
    )  # fmt: skip
    told.settle()
    first, _, ranged = seats
    begin(first, ranged)
    there = first.get("/ja/flows?country=US").text
    assert "全部で1件" in there and ">abroad<" in there and ">company<" not in there
    screened = first.get("/ja/flows?purpose=screening").text
    assert "全部で1件" in screened
    (address, *_) = re.findall(r'href="(/ja/records\?[^"]+)">1<', screened)
    assert "purpose=screening" in address and len(found(first.get(address.replace("&amp;", "&")))) == 1
    assert ">advertiser<" not in ranged.get("/ja/flows?country=US").text, "a country opens no range"
    months = first.get(f"/ja/flows?{period(compare='year')}").text
    assert "2025年1月1日（水）から2025年12月31日（水）までと比べています" in months
    assert "−3" in months and "くらべた期間との差：−3件（7件から）" in months and "＋1件（0件から）" in months
    assert re.search(r"くらべた期間にだけあった提供先.*police</bdi>：1件", months, re.DOTALL)
    days = {"since_month": "11", "until_year": "令和8", "until_month": "12", "compare": "before"}
    winter = first.get(f"/ja/flows?{period(**days)}").text
    assert "2026年9月1日（火）から2026年10月31日（土）までと比べています" in winter
    assert "差：" not in first.get(f"/ja/flows?{period(compare='else')}").text


def test_the_numbers_are_taken_as_a_table_and_that_is_an_act(told: World, seats: list[Seat]) -> None:
    told.tell("provisions.crm", provision("A-1", items=["phone"], happened_at=told.clock - _YEAR))
    told.settle()
    first, _, ranged = seats
    begin(first, ranged)
    page = first.get(f"/ja/flows?{period(compare='year')}").text
    (address,) = re.findall(r'href="(/ja/flows/table\?[^"]+)"', page)
    taken = first.get(address.replace("&amp;", "&"))
    assert acts(told, "officer-1")[0] == "flows export"
    assert taken.headers["content-disposition"] == 'attachment; filename="flows.csv"'
    head, *lines = taken.content.decode("utf-8-sig").strip().split("\r\n")
    assert head.split(",")[-2:] == ["件数", "くらべた期間の件数"]
    assert "company,company,日本,氏名,運営のため,4,0" in lines
    assert "company,company,日本,電話番号,運営のため,0,1" in lines, "what ended is in the table too"
    assert len(lines) == 3 and "A-1" not in taken.text
    assert len(ranged.get("/ja/flows/table").text.strip().split("\r\n")) == 2
    assert first.get("/ja/flows/table?since_year=x").status == 303


def test_a_map_says_what_of_the_ledger_is_not_counted_yet(
    told: World, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    monkeypatch.setattr(flow_counting, "AT_ONCE", 0)
    with monkeypatch.context() as nobody_counts:
        nobody_counts.setattr(FlowCounting, "step", lambda _: False)
        with console(told, "officer-1") as (first,):
            begin(first)
            page = first.get("/ja/flows").text
            assert f"{told.size}番より前の提供は、まだこの数に入っていません" in page.replace(",", "")
            assert "最初の提供は" not in page and "提供の記録はまだありません" not in page
            assert first.get("/ja/flows/table").status == 303, "a table does not say what it lacks"
    with console(told, "officer-2") as (first,):
        begin(first)
        until(lambda: "全部で5件" in first.get("/ja/flows").text)
        assert "まだこの数に入っていません" not in first.get("/ja/flows").text


def test_people_are_told_to_who_may_know_once_they_are_counted(told: World, monkeypatch: pytest.MonkeyPatch) -> None:
    told.tell("registers.operator", register("officers", "knows", {
        "display_name": "knows", "roles": ["privacy_officer", "existence_officer"],
    }))  # fmt: skip
    monkeypatch.setattr(flow_counting, "_QUICK", 0)
    with console(told, "officer-1", "knows") as (plain, knows):
        begin(plain, knows)
        first = knows.get("/ja/flows").text
        assert "人数は、いま数えているところです" in first and "2人" not in first
        until(lambda: "2人" in knows.get("/ja/flows").text)
        page = plain.get("/ja/flows").text
        assert "全部で5件" in page and "人数は、" not in page and "2人" not in page


def until(true: Callable[[], bool]) -> None:
    """Wait for what goes on beside the pages."""
    for _ in range(100):
        if true():
            return
        time.sleep(0.1)
    raise AssertionError("it never came to be")


def test_who_reads_no_records_is_told_no_number_that_few_people_make_up(world: World) -> None:
    world.registered()
    world.tell("registers.operator", register("officers", "operator-1", {
        "display_name": "operator", "roles": ["operator"],
    }))  # fmt: skip
    before = midnight(twelve_months(jst_day(world.clock))[1])
    world.tell("provisions.crm", *(provision(f"A-{who}", happened_at=before + who) for who in range(5)), *(
        provision(f"A-{who}", recipient="advertiser", items=["name", "phone"], happened_at=before + who)
        for who in (0, 0, 0, 1, 2, 3)
    ), *(
        # Two of nine have a telephone number: nine less the seven with a name would tell it.
        provision(f"C-{who}", recipient="partner", items=["name"] if who < 7 else ["phone"], happened_at=before + who)
        for who in range(9)
    ), *(provision(f"B-{who}", recipient="police", ground="27(1)i") for who in range(9)))  # fmt: skip
    with console(world, "operator-1", "officer-1") as (seat, officer):
        assert "まだ数えていません" in seat.get("/ja/flows/counts").text, "no head was published before this month"
        month = midnight(twelve_months(jst_day(world.clock))[1] + 1)
        with world.owner() as owner:
            for size, at in ((read_head(world.connection, LOG_ID).size, month - 1), (1, month)):
                owner.execute("insert into checkpoint (log_id, size, note, published_at) values (%s, %s, '', %s)",
                              (LOG_ID, size, at))  # fmt: skip
        # What comes this month about the month before moves nothing, or it would give the one away whom it is about.
        world.tell("provisions.crm", provision("A-9", recipient="advertiser", items=["name"], happened_at=before))
        page = seat.get("/ja/flows/counts").text
        assert acts(world, "operator-1")[0] == "console flow counts"
        said = [re.findall(r"<bdi[^>]*>([^<]+)</bdi>|<(?:p|dd)>([^<]*人[^<]*)</(?:p|dd)>", one)
                for one in page.split("<li>") if "<h2" in one]  # fmt: skip
        assert [[name or count for name, count in one] for one in said] == [
            ["advertiser", "5人未満", "5人未満", "5人未満"], ["company", "5人以上", "5人以上"],
            ["partner", "5人以上", "5人以上", "5人未満"],
        ], "this month is not counted yet"  # fmt: skip
        assert "/records" not in page.partition("<h1>")[2] and "6件" not in page
        assert seat.get("/ja/flows").status == 403 and officer.get("/ja/flows/counts").status == 403
        assert 'href="/ja/flows/counts"' in seat.get("/ja/").text and "/flows/counts" not in officer.get("/ja/").text


def test_who_reads_records_and_runs_the_ledger_finds_one_flow_map_in_the_menu(world: World) -> None:
    world.tell("registers.operator", register("officers", "both", {
        "display_name": "both", "roles": ["operator", "privacy_officer"],
    }))  # fmt: skip
    with console(world, "both") as (seat,):
        menu = seat.get("/ja/").text
        assert menu.count(">フロー図<") == 1 and 'href="/ja/flows"' in menu


def test_an_empty_period_says_when_the_first_provision_was(told: World, seats: list[Seat]) -> None:
    first = seats[0]
    begin(first)
    none = first.get(f"/ja/flows?{period(since_year='2000', until_year='2000')}").text
    assert f"台帳にある最初の提供は、{day(min(row.happened_at for row in told.rows())).ja}のものです" in none
    page = first.get("/ja/flows").text
    assert "までに届いた提供の数です" in page and "途絶している送信元はありません" in page

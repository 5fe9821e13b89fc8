"""The console's pages over provisions: searching them, one record, and one person for whom it takes two officers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest

from ledger.cases.conflicts import declare
from ledger.cases.one_person import HOLDS, WAITS, SearchRefused, by_request, open_requests
from ledger.judging.reads import reads
from ledger.law.catalogue import DUTIES, VERDICTS
from tests.events import consent, correction, provision, register
from tests.integration.consoles import Seat, console
from tests.integration.pages import Page
from tests.integration.world import World

OFFICERS = {
    "officer-2": {"roles": ["privacy_officer"]},
    "officer-3": {"roles": ["privacy_officer"], "range": {"recipients": ["advertiser"]}},
}


@pytest.fixture
def told(world: World) -> World:
    """Provisions of A-1: one lawful, one to an advertiser, and two violations; and one of A-2."""
    world.registered()
    world.tell("registers.operator", *(
        register("officers", name, {"display_name": name, **body}) for name, body in OFFICERS.items()
    ))  # fmt: skip
    world.tell("consents.members", consent("A-1"), consent("A-2"))
    world.tell(
        "provisions.crm", provision("A-1"), provision("A-1", recipient="advertiser"),
        provision("A-1", ground="27(1)i"), provision("A-1", ground="27(1)i"), provision("A-2"),
    )  # fmt: skip
    world.settle()
    return world


@pytest.fixture
def seats(told: World) -> Iterator[list[Seat]]:
    with console(told, "officer-1", *OFFICERS) as seated:
        yield seated


def period(**more: str) -> str:
    said = {"since_year": "令和8", "since_month": "1", "since_day": "1"}
    return urlencode({**said, "until_year": "2026", "until_month": "１２", "until_day": "31", **more})


def begin(*seats: Seat, reason: str = "inspection") -> None:
    for seat in seats:
        assert seat.send("/ja/records/reason", {"reason": reason, "to": "/records"}).status == 303


def found(page: Page) -> list[str]:
    assert page.status == 200, page.text
    return re.findall(r'<th scope="row"><a class="mono" href="/ja/records/(\d+)"', page.text)


def acts(world: World, officer: str) -> list[str]:
    told = reads(world.connection, world.vault, people=None, officer=officer, since=None, until=world.clock + 1,
                 limit=50)  # fmt: skip
    return [one.command for one in told]


def test_provisions_are_searched_within_a_period_and_every_search_is_an_act(told: World, seats: list[Seat]) -> None:
    first, _, ranged = seats
    asked = first.get("/ja/records")
    assert asked.status == 303 and "/records/reason" in asked.headers["location"]
    begin(first, ranged)
    assert "期間を入れて探してください" in first.get("/ja/records").text and "search" not in acts(told, "officer-1")
    everything = found(first.get(f"/ja/records?{period()}"))
    assert len(everything) == 5 and everything == sorted(everything, key=int, reverse=True)
    assert acts(told, "officer-1")[0] == "search"
    for name, value, count in (
        ("recipient", "advertiser", 1), ("verdict", "violation", 2), ("ground", "consent", 3), ("item", "phone", 0),
        ("source", "crm", 5), ("duty", "voluntary", 0),
    ):  # fmt: skip
        page = first.get(f"/ja/records?{period(**{name: value})}")
        assert len(found(page)) == count, name
        assert "条件から外す" in page.text and "A-1" not in page.text
    taken = first.get(f"/ja/records/table?{period(verdict='violation')}")
    lines = taken.content.decode("utf-8-sig").split("\r\n")
    assert len(lines) == 4 and "違反" in lines[1] and "A-1" not in taken.text, "a header, two rows, and the end"
    assert taken.headers["content-disposition"] == 'attachment; filename="provisions.csv"'
    assert acts(told, "officer-1")[0] == "search export"
    assert len(ranged.get(f"/ja/records/table?{period()}").text.split("\r\n")) == 3
    assert first.get("/ja/records/table?since_year=x").status == 303
    none = first.get(f"/ja/records?{period(item='phone')}").text
    assert "期間を広げるか" in none and "台帳にある提供は" in none
    page = ranged.get(f"/ja/records?{period()}")
    assert len(found(page)) == 1 and "担当の範囲" in page.text and ">company<" not in page.text
    wrong = first.get("/ja/records?" + urlencode({"since_year": "2026", "since_month": "13", "since_day": "1"}))
    assert wrong.status == 400 and "暦にある日です" in wrong.text and "期間の終わりの日を入力" in wrong.text
    long = first.get(f"/ja/records?{period(since_year='2020')}")
    assert "件数だけ" in long.text and found(long) == []
    assert len(found(first.get(f"/ja/records?{period(since_year='2020', anyway='1')}"))) == 5


def test_pages_turn_both_ways(told: World, seats: list[Seat]) -> None:
    told.tell("provisions.crm", *(provision("A-2") for _ in range(97)))
    begin(seats[0])
    pages = [seats[0].get(f"/ja/records?{period()}")]
    while following := re.findall(r'<a href="([^"]+)">次の50件', pages[-1].text):
        pages.append(seats[0].get(following[0].replace("&amp;", "&")))
    rows = [found(page) for page in pages]
    assert [len(one) for one in rows] == [50, 50, 2]
    assert len({idx for page in rows for idx in page}) == 102
    (back,) = re.findall(r'<a href="([^"]+)">‹ 前の50件', pages[2].text)
    assert found(seats[0].get(back.replace("&amp;", "&"))) == rows[1]


def test_a_record_shows_facts_rules_history_and_who_looked(told: World, seats: list[Seat]) -> None:
    first, _, ranged = seats
    begin(first, ranged, reason="incident")
    unlawful = next(row for row in told.rows() if row.verdict == "violation")
    page = first.get(f"/ja/records/{unlawful.idx}")
    assert page.status == 200
    for words in ("違反", "氏名", "運営のため", "決め手", "最初の判断", "officer-1", "この人の記録を探す"):
        assert words in page.text, words
    assert "A-1" not in page.text, "a pseudonym stands for who it is"
    assert acts(told, "officer-1")[0] == "judgement"
    for path in (unlawful.idx, 999_999, "x"):
        assert ranged.get(f"/ja/records/{path}").status == 404
    mine = first.get(f"/ja/records/{unlawful.idx}/person")
    assert len(found(mine)) == 4, "whose the violation is, needs no second officer"
    lawful = next(row for row in told.rows() if row.verdict == "lawful")
    assert found(first.get(f"/ja/records/{lawful.idx}/person")) == []
    declare(told.connection, told.vault, told.registers(), "officer-1", "request", [("kin", "member", "A-1")],
            told.clock)  # fmt: skip
    for path in (f"/ja/records/{unlawful.idx}", f"/ja/records/{unlawful.idx}/person"):
        assert first.get(path).status == 403


def test_looking_one_person_up_takes_another_officer_and_lapses(told: World, seats: list[Seat]) -> None:
    first, second, _ = seats
    begin(first, second, reason="audit")
    assert "番号の種類を入力" in first.send("/ja/records/person", {"subject": "A-1"}).text
    asked = first.send("/ja/records/person", {"namespace": "member", "subject": "A-1"})
    assert "承認を求めました" in asked.text and "A-1" not in asked.text and "name=\"request\"" not in asked.text
    assert acts(told, "officer-1")[0] == "search request"
    (request,) = re.findall(r'name="request" value="(\w+)"', second.get("/ja/records/person").text)
    assert first.get(f"/ja/records/person/{request}").status == 403, "nobody has agreed yet"
    assert first.send("/ja/records/person/confirm", {"request": request}).status == 403, "not oneself"
    assert "承認しました" in second.send("/ja/records/person/confirm", {"request": request}).text
    assert acts(told, "officer-2")[0] == "search confirm"
    assert len(found(first.get(f"/ja/records/person/{request}"))) == 4
    assert second.get(f"/ja/records/person/{request}").status == 403, "who agreed did not ask"
    by_request(told.connection, told.vault, "officer-1", request, told.clock + HOLDS)
    for officer, at in (("officer-1", told.clock + HOLDS + 1), ("officer-2", told.clock)):
        with pytest.raises(SearchRefused):
            by_request(told.connection, told.vault, officer, request, at)
    nobody = first.send("/ja/records/person", {"namespace": "member", "subject": "nobody"})
    assert "承認を求めました" in nobody.text, "whether somebody is known is not told before two agree"
    (waits,) = [one for one in open_requests(told.connection, told.vault, told.clock + WAITS) if one.officer]
    assert waits.confirmed_by is None
    assert open_requests(told.connection, told.vault, told.clock + WAITS + 1) == []


def test_nobody_agrees_to_a_look_at_people_outside_their_range(told: World, seats: list[Seat]) -> None:
    told.tell("registers.operator", register("officers", "customers", {
        "display_name": "C", "roles": ["privacy_officer"], "range": {"people": ["customer"]},
    }))  # fmt: skip
    begin(seats[0], reason="audit")
    for namespace in ("member", "customer"):
        seats[0].send("/ja/records/person", {"namespace": namespace, "subject": "A-1"})
    outside, within = (one.request for one in open_requests(told.connection, told.vault, told.clock))
    with console(told, "customers") as (ranged,):
        begin(ranged, reason="audit")
        assert re.findall(r'name="request" value="(\w+)"', ranged.get("/ja/records/person").text) == [within]
        assert ranged.send("/ja/records/person/confirm", {"request": outside}).status == 403
        assert "承認しました" in ranged.send("/ja/records/person/confirm", {"request": within}).text
    confirmed = {one.request: one.confirmed_by for one in open_requests(told.connection, told.vault, told.clock)}
    assert confirmed == {outside: None, within: "customers"}


def test_a_search_opened_by_a_link_keeps_its_filters_through_the_reason(told: World, seats: list[Seat]) -> None:
    link = f"/ja/records?{period(verdict='violation')}"
    asked = seats[0].get(seats[0].get(link).headers["location"])
    (other,) = re.findall(r'<a href="(/en/records/reason[^"]*)"', asked.text)
    assert "verdict%3Dviolation" in other, "the reason asked in the other language leads to the same search"
    (action,) = re.findall(r'<form method="post" action="(/ja/records/reason[^"]*)"', asked.text)
    (to,) = re.findall(r'name="to" value="([^"]*)"', asked.text)
    missing = seats[0].send(action.replace("&amp;", "&"), {"reason": "", "to": to.replace("&amp;", "&")})
    assert missing.status == 400 and f'value="{to}"' in missing.text and other in missing.text
    opened = seats[0].send("/ja/records/reason", {"reason": "inspection", "to": to.replace("&amp;", "&")})
    assert opened.status == 303 and opened.headers["location"] == link
    assert len(found(seats[0].get(link))) == 2
    (change,) = re.findall(r'href="(/ja/records/reason\?to=[^"]*)"', seats[0].get(link).text)
    assert "verdict%3Dviolation" in change


def test_a_verdict_or_a_duty_is_looked_for_as_it_stands_now(told: World) -> None:
    first, *_ = [row for row in told.rows() if row.verdict == "violation"]
    lawful = next(row for row in told.rows() if row.verdict == "lawful")
    told.tell("provisions.crm", provision("A-3"), correction(first.event_id, replacement={"ground": "consent"}),
              correction(lawful.event_id, replacement={"ground": "27(1)i"}))  # fmt: skip
    told.settle()
    everything = told.rows()
    assert {row.judged_at is None for row in everything} == {True, False}
    for name, values in (("verdict", VERDICTS), ("duty", DUTIES)):
        counted = 0
        for value in values:
            for more in ({}, {"recipient": "company"}, {"since": lawful.happened_at, "until": told.clock}):
                mine = told.rows(**{name: value, **more})
                assert mine == [row for row in told.rows(**more) if getattr(row, name) == value], (name, value, more)
                counted += len(mine) if not more else 0
        assert counted == len(everything), name

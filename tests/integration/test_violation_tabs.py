"""The tabs of what is wrong or not known yet: when it is judged again, what was put right, what was not sent yet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest

from ledger.cases.moments import minute
from ledger.judging.grace import graces
from tests.events import consent, correction, now_us, provision, register
from tests.integration.consoles import Seat, console
from tests.integration.test_record_pages import begin, found
from tests.integration.test_watch_pages import follow_first
from tests.integration.world import World

_DAY = 86_400_000_000


@pytest.fixture
def told(world: World) -> World:
    """Of A-1 a violation that was corrected; of A-2 two violations to the advertiser; of A-3 one that is not known."""
    world.registered()
    world.tell("consents.members", consent("A-1"), consent("A-2"))
    wrong = provision("A-1", ground="27(1)i")
    world.tell(
        "provisions.crm", wrong, provision("A-1", recipient="advertiser", ground="27(1)i"),
        provision("A-2", recipient="advertiser", ground="27(1)i"), provision("A-3"),
    )  # fmt: skip
    world.settle()
    assert world.verdicts().count("violation") == 3
    world.tell("provisions.crm", correction(wrong["id"], replacement={"ground": "consent"}))
    world.settle()
    assert world.verdicts().count("violation") == 2
    return world


@pytest.fixture
def seat(told: World) -> Iterator[Seat]:
    with console(told, "officer-1") as (seated,):
        begin(seated, reason="incident")
        yield seated


def test_what_a_correction_ended_is_put_right_within_its_period(told: World, seat: Seat) -> None:
    page = seat.get("/ja/violations?show=put_right").text
    assert "1件（1組）です" in page and "記録の訂正" in page and "company" in page and "advertiser" not in page
    address = follow_first(seat, "/ja/violations?show=put_right", r'href="(/ja/records\?[^"]+)"')
    assert found(seat.get(address)) == [str(row.idx) for row in told.rows() if row.recipient == "company"][:1]
    old = {f"{name}_{part}": said for name in ("since", "until") for part, said in (
        ("year", "2020"), ("month", "1"), ("day", "1"))}  # fmt: skip
    none = seat.get(f"/ja/violations?{urlencode({'show': 'put_right', **old})}").text
    assert "この期間に是正された違反はありません" in none and 'value="2020"' in none
    wrong = seat.get("/ja/violations?show=put_right&since_year=2026&since_month=13")
    assert wrong.status == 400 and "暦にある日です" in wrong.text


def test_what_became_a_violation_again_is_not_put_right(told: World, seat: Seat) -> None:
    (row,) = [one for one in told.rows(recipient="company") if one.verdict == "lawful"]
    told.tell("provisions.crm", correction(row.event_id, replacement={"ground": "27(1)i"}))
    told.settle()
    assert told.verdicts().count("violation") == 3
    assert "件（" not in seat.get("/ja/violations?show=put_right").text


def test_groups_stand_by_people_or_by_age(told: World, seat: Seat) -> None:
    told.tell("provisions.crm", provision("A-1", ground="27(1)i", happened_at=now_us() - 3 * _DAY))
    told.settle()

    def order(page: str) -> list[str]:
        return re.findall(r'<bdi lang="ja">([^<]+)</bdi><span class="unseen">', page)

    by_people = seat.get("/ja/violations").text
    (oldest,) = re.findall(r'<a href="(/ja/violations\?[^"]*sort=oldest[^"]*)"', by_people)
    by_age = seat.get(oldest.replace("&amp;", "&")).text
    assert order(by_people) == ["advertiser", "company"] and order(by_age) == ["company", "advertiser"]
    assert re.search(r'sort=oldest[^>]*aria-current="true"', by_age)


def test_what_is_undetermined_says_when_it_is_judged_by_itself(told: World, seat: Seat) -> None:
    (row,) = [one for one in told.rows() if one.verdict == "undetermined"]
    page = seat.get("/ja/violations?show=undetermined").text
    lag = graces(told.registers(), told.clock)["consent"]
    assert f"期限：{minute(row.happened_at + lag).ja}、自動で再判定" in page
    told.tell("provisions.crm", provision("A-3", recipient="advertiser", happened_at=row.happened_at - lag - _DAY))
    told.settle()
    page = seat.get("/ja/violations?show=undetermined").text
    assert page.count("は過ぎました") == 1, "the source of consents told nothing since, so nothing ended the wait"


def test_alerts_that_were_not_sent_say_so_and_since_when(told: World, seat: Seat) -> None:
    page = seat.get("/ja/violations?show=alerts").text
    ((raised,),) = told.ask("select min(a.raised_at) from alert a join outbox o on o.first_index = a.idx")
    assert f"{minute(raised).ja}から待っています" in page and "自動で送り直しています" in page
    assert page.count("送り出し待ち") == told.ask(
        "select count(*) from alert where kind not in ('escalated', 'rejudged')")[0][0]
    with told.owner() as owner:
        owner.execute("delete from outbox")
    sent = seat.get("/ja/violations?show=alerts").text
    assert "知らせはすべて送り出しました" in sent and "送り出し待ち" not in sent


def test_a_group_is_one_officers_until_they_give_it_up_or_another_takes_it(told: World) -> None:
    told.tell("registers.operator", register("officers", "officer-2", {
        "display_name": "Second", "roles": ["privacy_officer"],
    }))  # fmt: skip
    with console(told, "officer-1", "officer-2") as (first, second):
        begin(first, reason="incident")
        begin(second, reason="incident")
        there = {"standing": "violation", "recipient": "advertiser", "ground": "27(1)i", "before": ""}
        assert "担当になる" in first.get("/ja/violations").text
        taken = first.send("/ja/violations", {**there, "does": "take"})
        assert taken.status == 303
        page = first.get("/ja/violations").text
        assert re.search(r"<bdi>officer-1</bdi>.*担当をやめる", page, re.DOTALL)
        late = second.send("/ja/violations", {**there, "does": "take"})
        assert late.status == 409 and "担当が変わりました" in late.text and "<bdi>officer-1</bdi>" in late.text
        assert second.send("/ja/violations", {**there, "before": "officer-1", "does": "take"}).status == 303
        for whose, seat, shows in (("mine", second, True), ("mine", first, False), ("nobody", first, False)):
            listed = seat.get(f"/ja/violations?charge={whose}").text
            assert ("advertiser" in listed) is shows, whose
            assert ("この担当のまとまりはありません" in listed) is not shows
        assert first.send("/ja/violations", {**there, "before": "officer-2", "does": "give_up"}).status == 409
        assert second.send("/ja/violations", {**there, "before": "officer-2", "does": "give_up"}).status == 303
        assert "advertiser" in first.get("/ja/violations?charge=nobody").text
        assert "officer-2" not in first.get("/ja/violations?show=undetermined").text
        odd = first.send("/ja/violations", {**there, "recipient": "", "does": "take"})
        assert odd.status == 404
    assert told.ask("select count(*) from intake where command = 'violations own'") == [(3,)]

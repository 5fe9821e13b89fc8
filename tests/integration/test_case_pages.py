"""The console's pages for cases over HTTP, without scripts: from what came on paper to the answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from ledger.cases.release import TICK
from ledger.cli.window_command import open_desks
from ledger.web.rate import Rates
from ledger.web.window import window_app
from tests.events import consent, provision, register
from tests.integration.consoles import Seat, console
from tests.integration.pages import Page, browsing
from tests.integration.test_window import received
from tests.integration.world import World

PAPER = {
    "kind": "records", "channel": "post", "language": "ja", "year": "令和8", "month": "４", "day": "1",
    "asked": "すべての記録", "contact": "山田 花子 電話 03-0000-0000", "claimed": "A-1",
}  # fmt: skip


@pytest.fixture
def told(world: World) -> World:
    """Three provisions of A-1 that are alike, one to somebody else, one to the police, and one of A-2."""
    world.registered()
    world.tell("registers.operator", register("officers", "officer-2", {
        "display_name": "Second", "roles": ["privacy_officer"],
    }))  # fmt: skip
    world.tell("consents.members", consent("A-1"), consent("A-2"))
    world.tell(
        "provisions.crm", provision("A-1"), provision("A-1"), provision("A-1"),
        provision("A-1", recipient="advertiser"),
        provision("A-1", recipient="police"), provision("A-2"),
    )  # fmt: skip
    world.settle()
    return world


@pytest.fixture
def seats(told: World) -> Iterator[tuple[Seat, Seat]]:
    with console(told, "officer-1", "officer-2") as (first, second):
        yield first, second


def enter(seat: Seat, **more: str) -> dict[str, str]:
    """Enter what came on paper; return its receipt."""
    page = seat.send("/ja/cases/new", {**PAPER, **more})
    assert page.status == 200, page.text
    number, secret = re.findall(r"<code>([0-9A-Z-]+)</code>", page.text)
    return {"number": number, "secret": secret}


def follow(seat: Seat, page: Page) -> Page:
    """Follow where a form led."""
    assert page.status == 303, page.text
    return seat.get(page.headers["location"])


def hidden(page: Page, name: str) -> str:
    return re.findall(rf'name="{name}" value="([^"]*)"', page.text)[0]


def path(receipt: dict[str, str]) -> str:
    return f"/ja/cases/{receipt['number'].replace('-', '')}"


def identify(seat: Seat, receipt: dict[str, str], who: str = "member A-1") -> Page:
    """See what the ids lead to, then enter them."""
    looked = seat.send(f"{path(receipt)}/identify", {"method": "call_back", "ids": who})
    assert looked.status == 200 and "番号の行き先" in looked.text, looked.text
    return follow(seat, seat.send(f"{path(receipt)}/identify", {
        "method": "call_back", "ids": who, "sure": who, "turn": hidden(looked, "turn"),
    }))  # fmt: skip


def choose(seat: Seat, address: str, choice: str, text: str = "", page: Page | None = None) -> Page:
    page = page or seat.get(address)
    return seat.send(address, {"choice": choice, "text": text, "turn": hidden(page, "turn")})


def decide(seat: Seat, receipt: dict[str, str]) -> Page:
    page = seat.get(f"{path(receipt)}/decide")
    return seat.send(f"{path(receipt)}/decide", {name: hidden(page, name) for name in ("turn", "as_of")})


def groups(seat: Seat, receipt: dict[str, str]) -> list[str]:
    """Addresses of the groups, or of the single records, of a case."""
    page = seat.get(f"{path(receipt)}/records")
    assert page.status == 200, page.text
    return re.findall(r'<th scope="row"><a href="([^"]+)"', page.text)


def release(seat: Seat, receipt: dict[str, str]) -> str:
    page = seat.get(f"{path(receipt)}/answer")
    done = seat.send(f"{path(receipt)}/answer", {"turn": hidden(page, "turn")})
    assert done.status == 200, done.text
    return str(re.findall(r"<code>([0-9A-Z-]+)</code>", done.text)[0])


def given(told: World, receipt: dict[str, str], code: str) -> Any:
    """What the person receives at the window."""
    desks = open_desks(told.settings)
    with browsing(window_app(desks, Rates(lambda: 0.0), lambda: told.clock)) as browser:
        answer = received(browser, receipt, code)
    desks.close()
    return answer


def test_from_paper_to_the_answer_with_a_second_officer(told: World, seats: tuple[Seat, Seat]) -> None:
    first, second = seats
    receipt = enter(first)
    assert "令和" not in receipt["number"]
    overview = first.get(path(receipt))
    asked_why = first.get(f"{path(receipt)}/thread")
    assert asked_why.status == 303 and "/reason/" in asked_why.headers["location"]
    for seat in seats:
        seat.look(receipt["number"])
    assert "2026年4月1日" in overview.text and "本人であることを確かめる" in overview.text
    assert "山田" not in overview.text, "who the person is stands on no page before its reason"
    assert "山田" in first.get(f"{path(receipt)}/thread").text
    assert "判断する" in identify(first, receipt).text
    assert len(groups(first, receipt)) == 2, "three are alike, one is not, and the police's is none"
    alike = next(one for one in groups(first, receipt) if "/alike/" in one)
    single = next(one for one in groups(first, receipt) if "/records/" in one)
    counted = first.get(alike)
    assert "同じ内容の記録は3件です" in counted.text
    assert "残り" in first.get(follow(first, choose(first, alike, "give")).text and f"{path(receipt)}/records").text
    led = follow(first, choose(first, single, "33(2)i", "ほかの人の住所が分かる"))
    assert "一部を開示しません" in led.text
    assert "二人目" in follow(first, decide(first, receipt)).text
    assert "ほかの担当者が確認します" in first.get(f"{path(receipt)}/second").text
    page = second.get(f"{path(receipt)}/second")
    (part,) = re.findall(r'<th scope="row"><a href="([^"]+)"', page.text)
    looked = second.get(part)
    assert "ほかの人の住所が分かる" in looked.text and "officer-1" in looked.text and "33条2項1号" in looked.text
    done = follow(second, choose(second, part, "agrees"))
    assert "同じ判断として記録する" in done.text
    follow(second, second.send(f"{path(receipt)}/second", {"turn": hidden(done, "turn")}))
    code = release(first, receipt)
    assert "受取番号" not in first.get(f"{path(receipt)}").text
    told.clock += TICK
    answer = given(told, receipt, code)
    assert len(answer["records"]) == 3
    assert [(one["ground"], one["count"]) for one in answer["withheld"]] == [("33(2)i", 1)]

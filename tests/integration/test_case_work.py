"""What officers do beside the way from request to answer, on the console's pages, over HTTP without scripts."""

from __future__ import annotations

import re

from tests.integration.consoles import Seat
from tests.integration.test_case_pages import (  # noqa: F401 - fixtures
    enter,
    follow,
    hidden,
    identify,
    path,
    seats,
    told,
    whole,
)
from tests.integration.world import World


def opened(seat: Seat, **more: str) -> dict[str, str]:
    """Enter a request, and say why it is looked at."""
    receipt = enter(seat, **more)
    seat.look(receipt["number"])
    return receipt


def test_the_clock_pauses_for_what_only_the_person_can_give(
    told: World, seats: tuple[Seat, Seat]  # noqa: F811
) -> None:  # fmt: skip
    first, _ = seats
    receipt = opened(first)
    clock = f"{path(receipt)}/clock"
    page = first.get(clock)
    assert 'value="identity"' in page.text and 'value="fee"' not in page.text
    assert "手数料：前もって知らせた手数料が" in page.text, "which causes there are is said"
    wrong = first.send(clock, {"does": "pause", "cause": "fee"})
    assert wrong.status == 400 and wrong.text.count("待っているものを選んでください") == 2
    day_14 = re.findall(r"14日目（止まらず、動きません）.*?</tr>", page.text, re.DOTALL)
    told.clock += 1_000_000
    paused = follow(first, first.send(clock, {"does": "pause", "cause": "identity"}))
    assert "いま止まっています" in paused.text and "社内の目標の停止" in paused.text and "officer-1" in paused.text
    assert re.findall(r"14日目（止まらず、動きません）.*?</tr>", paused.text, re.DOTALL) == day_14
    assert first.send(clock, {"does": "pause", "cause": "identity"}).status == 409, "it is paused already"
    told.clock += 1_000_000
    assert "いま止まっています" not in follow(first, first.send(clock, {"does": "resume"})).text
    assert first.send(clock, {"does": "resume"}).status == 409
    for lang in ("ja", "en"):
        assert "<svg" in whole(first, clock, lang)
    identify(first, receipt)
    assert "いま、止められる理由はありません" in first.get(clock).text
    assert told.ask("select count(*) from intake where command in ('case pause', 'case resume')") == [(2,)]

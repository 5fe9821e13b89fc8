"""The page on which one record is decided: the list of all beside it, and where it leads once all are decided."""

from __future__ import annotations

import re

from tests.events import provision
from tests.integration.consoles import Seat
from tests.integration.test_case_pages import (
    choose,
    decide,
    enter,
    follow,
    groups,
    identify,
    path,
    seats,
    told,
    whole,
)
from tests.integration.world import World

__all__ = ["seats", "told"]

ROW = re.compile(
    r'<li><a href="(/ja[^"]+)"( aria-current="page")?><span class="figure">([\d,]+)</span>.*?<span>([^/]*?)</?[sb]',
    re.DOTALL,
)


def rows(page: str) -> list[tuple[str, str, str, str]]:
    """Rows of the list: address, whether it is the current one, number, and what stands about it."""
    return [(address, current, number, words) for address, current, number, words in ROW.findall(page)]


def test_the_list_beside_a_record_leads_to_every_other(
    told: World, seats: tuple[Seat, Seat]
) -> None:  # fmt: skip
    told.tell("provisions.crm", *(provision("A-1") for _ in range(49)))
    told.settle()
    first, _ = seats
    receipt = enter(first)
    first.look(receipt["number"])
    identify(first, receipt)
    (single,) = [one for one in groups(first, receipt) if "/records/" in one]
    follow(first, choose(first, single, "33(2)i", "ほかの人の住所が分かる"))
    page = follow(first, first.get(f"{single}?place=53"))
    listed = rows(page.text)
    assert [(number, bool(current)) for _, current, number, _ in listed] == [
        ("50", False), ("51", False), ("52", False), ("53", True),
    ]  # fmt: skip
    (earlier,) = re.findall(r'href="([^"]+)">‹ 前の部分', page.text)
    before = rows(first.get(earlier).text)
    assert [one[2] for one in before] == [str(place) for place in range(1, 51)], "so many at a time"
    everything = {address: words for address, _, _, words in (*before, *listed)}
    assert len(everything) == 53 and sum("開示しない" in words for words in everything.values()) == 1
    assert "開示しない" in everything[single]
    assert all(first.get(address).status == 200 for address in list(everything)[:3])
    wrong = first.get(f"{single}?place=54")
    assert wrong.status == 400 and wrong.text.count("行の番号は1から53までの数字です") == 2
    assert "<details open>" in wrong.text and 'value="54"' in wrong.text, "what was typed stays, and is seen"
    for lang in ("ja", "en"):
        whole(first, single, lang)


def test_once_every_row_is_decided_the_page_leads_on(told: World, seats: tuple[Seat, Seat]) -> None:
    first, _ = seats
    receipt = enter(first)
    first.look(receipt["number"])
    identify(first, receipt)
    alike, single = sorted(groups(first, receipt))
    follow(first, choose(first, alike, "give"))
    assert "すべての行を判断しました" not in first.get(single).text
    follow(first, choose(first, single, "33(2)i", "ほかの人の住所が分かる"))
    page = first.get(single).text
    assert "すべての行を判断しました" in page and f'href="{path(receipt)}/decide"' in page
    assert "まだ判断していない最初の行" not in page
    follow(first, decide(first, receipt))
    page = first.get(single).text
    assert "二人目の担当者が確かめます" in page and f'href="{path(receipt)}/second"' in page

"""The flow map over HTTP: who was given what and why, within a period and an officer's range."""

from __future__ import annotations

import re

from tests.events import provision
from tests.integration.consoles import Seat
from tests.integration.test_record_pages import acts, begin, found, period, seats, told  # noqa: F401
from tests.integration.world import World


def test_every_number_of_the_map_leads_to_its_records(told: World, seats: list[Seat]) -> None:  # noqa: F811
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

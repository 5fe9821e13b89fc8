"""What an officer keeps of searching provisions: filters under a name of their own, and the columns of the list."""

from __future__ import annotations

import re

from ledger.cli.console_command import open_accounts, staff_store
from ledger.vault.saved_searches import MOST, SavedSearches
from tests.integration.consoles import Seat
from tests.integration.pages import Page
from tests.integration.test_record_pages import acts, begin, found, period, seats, told
from tests.integration.world import World

__all__ = ["seats", "told"]

_HEADS = re.compile(r'<th scope="col">([^<]+)</th>')


def action(page: Page, path: str) -> str:
    (address,) = re.findall(rf'action="(/ja{path}[^"]*)"', page.text)
    return str(address).replace("&amp;", "&")


def saved(page: Page) -> dict[str, str]:
    """Where each saved search leads, by its name."""
    return {
        name: address.replace("&amp;", "&")
        for address, name in re.findall(r'<li><a href="(/ja/records\?[^"]+)"><bdi>([^<]+)</bdi></a>', page.text)
    }


def test_filters_are_saved_under_a_name_opened_and_removed(told: World, seats: list[Seat]) -> None:
    first, second, _ = seats
    begin(first, second)
    page = first.get(f"/ja/records?{period(verdict='violation', recipient='company')}")
    form, before = action(page, "/records/saved"), len(acts(told, "officer-1"))
    for name, words in (("", "条件の名前を入力してください"), ("長" * 61, "条件の名前は60文字までにしてください")):
        refused = first.send(form, {"name": name})
        assert refused.status == 400 and refused.text.count(words) == 2 and f'value="{name}"' in refused.text
        assert 'hreflang="en"' in refused.text and '"/en/records?since_year=' in refused.text
    for _ in range(2):
        assert first.send(form, {"name": "会社への<違反>"}).status == 303
    assert len(acts(told, "officer-1")) == before, "it is about nobody, so it is no act"
    kept = saved(first.get("/ja/records"))
    assert list(kept) == ["会社への&lt;違反&gt;"], "under one name stands one search"
    (address,) = kept.values()
    assert len(found(first.get(address))) == 2 and "since_year=2025" in address, "as long, and up to today"
    assert "verdict=violation" in address and "recipient=company" in address
    assert saved(second.get("/ja/records")) == {}, "nobody else sees it"
    (search,) = re.findall(r'name="search" value="([0-9a-f-]+)"', first.get(address).text)
    assert second.send("/ja/records/saved/remove", {"search": search}).status == 303
    assert len(saved(first.get("/ja/records"))) == 1, "nobody else removes it"
    assert first.send("/ja/records/saved/remove", {"search": "x"}).status == 404
    first.send(action(first.get(address), "/records/saved/remove"), {"search": search})
    assert saved(first.get("/ja/records")) == {}


def test_what_is_saved_is_sealed_for_its_officer_and_goes_with_their_account(
    told: World, seats: list[Seat]
) -> None:  # fmt: skip
    searches = SavedSearches(staff_store(told.settings))
    for number in range(MOST):
        assert searches.save("officer-1", f"名前{number}", {"verdict": "violation"}, 30, told.clock)
    assert not searches.save("officer-1", "one more", {}, 30, told.clock)
    assert searches.save("officer-1", "名前7", {}, 31, told.clock), "what is replaced needs no room"
    with told.vault_owner() as owner:
        rows = owner.execute("select sealed from saved_search").fetchall()
        assert len(rows) == MOST and not any("名前".encode() in bytes(one) for (one,) in rows)
        owner.execute("update saved_search set officer = 'officer-2'")
    assert searches.all("officer-2") == []
    searches.keep_columns("officer-2", ["verdict"])
    accounts = open_accounts(told.settings)
    accounts.revoke("officer-2", told.clock)
    with told.vault_owner() as owner:
        left = "select (select count(*) from saved_search) + (select count(*) from search_columns)"
        assert owner.execute(left).fetchone() == (0,)


def test_columns_are_put_in_another_order_hidden_and_kept(told: World, seats: list[Seat]) -> None:
    first, second, _ = seats
    begin(first, second)
    address = f"/ja/records?{period()}"
    assert _HEADS.findall(first.get(address).text)[1:] == [
        "提供先", "項目", "主張された根拠", "本人（仮の番号）", "判断",
    ]  # fmt: skip
    places = {"place_verdict": "1", "place_recipient": "2", "place_items": "2", "place_ground": "", "place_person": ""}
    asked = "&".join(f"{name}={value}" for name, value in places.items())
    page = first.get(f"{address}&{asked}")
    assert _HEADS.findall(page.text) == ["提供した時", "判断", "提供先", "項目"]
    assert "****" not in page.text and len(found(page)) == 5
    assert len(_HEADS.findall(first.get(address).text)) == 6, "until it is kept it holds for this page"
    kept = first.send(action(page, "/records/columns"), places)
    assert _HEADS.findall(first.get(kept.headers["location"]).text) == ["提供した時", "判断", "提供先", "項目"]
    assert _HEADS.findall(first.get(address).text) == ["提供した時", "判断", "提供先", "項目"]
    assert len(_HEADS.findall(second.get(address).text)) == 6, "it is each officer's own"
    none = "&".join(f"{name}=" for name in places)
    assert _HEADS.findall(first.get(f"{address}&{none}").text) == ["提供した時"]

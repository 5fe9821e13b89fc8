"""The page that counts what may go: what it tells, and that it destroys nothing."""

from __future__ import annotations

import json
from functools import partial

from pytest import MonkeyPatch

from ledger.store.connect import VAULT_SCHEMA, connect
from ledger.vault.accounts import Accounts
from ledger.vault.erasure import Shredder
from ledger.web.console import retention
from ledger.web.console.entrance import cookie
from tests.events import HOUR, consent, provision
from tests.integration.commands import run
from tests.integration.consoles import Seat, seated, served
from tests.integration.pages import Browser
from tests.integration.test_case_pages import enter, whole
from tests.integration.world import World

YEAR = 366 * 24 * HOUR
BY = ("--as", "officer-1", "--reason", "operation")


def keys(world: World) -> int:
    with world.vault_owner() as owner:
        row = owner.execute("select count(*) from key where kind <> 'day'").fetchone()
    assert row is not None
    return int(row[0])


def later(world: World, accounts: Accounts, seat: Seat, by: int) -> Seat:
    """Some µs later, when the session is over: sit down again."""
    world.clock += by
    session = f"session of {world.clock}"
    accounts.begin(session, "officer-1", world.clock)
    return Seat(Browser(seat.browser.port, {cookie(False): session}))


def test_the_page_counts_as_the_command_does_and_destroys_nothing(world: World, monkeypatch: MonkeyPatch) -> None:
    world.registered()
    world.tell("consents.members", consent("A-1"))
    world.tell("provisions.crm", provision("A-1"), provision("A-2"))
    world.settle()
    with served(world) as (accounts, browser):
        seat = seated(accounts, browser, "officer-1", world.clock)
        enter(seat)
        first = seat.get("/ja/retention").text
        assert "まだ、期間の満了による消去はありません" in first and "1,825日" in first and "1,100日" in first
        assert 'id="plan"' not in first, "nothing is counted before it is asked for"
        for lang in ("ja", "en"):
            whole(seat, "/ja/retention", lang)
        counted = seat.send("/ja/retention", {}).text
        told = json.loads(run(world, "retention", "plan", *BY, "--json").stdout)
        assert told["records"] == {"period_runs": 2} and told["cases"] == {"open": 1}
        assert told["soon"] == {"within_days": 30, "days": 0, "records": {}, "cases": {}}
        assert "期間が終わる提供の記録と案件はありません" in counted
        assert "いま消去できるものはありません" in counted
        for words, count in (("保存期間中", 2), ("保存期間が満了", 0), ("手続中", 1)):
            assert f'<tr><th scope="row">{words}</th><td class="figure" data-label="件数">{count}</td></tr>' in counted
        before = keys(world)
        seat = later(world, accounts, seat, 3 * 365 * 24 * HOUR - 20 * 24 * HOUR)
        soon = seat.send("/ja/retention", {}).text
        assert "30日以内に期間が終わるもの" in soon and "いま消去できるものはありません" in soon
        assert '<tr><th scope="row">記録の義務あり</th><td class="figure" data-label="件数">2</td></tr>' in soon
        seat = later(world, accounts, seat, YEAR)
        due = seat.send("/ja/retention", {}).text
        assert "月ごとの鍵" in due and "を消去できます" in due and "数え終わりませんでした" not in due
        assert keys(world) == before
        monkeypatch.setattr(retention, "_PATIENCE", -1.0)
        assert "数え終わりませんでした" in seat.send("/ja/retention", {}).text, "what was not counted is said"
        assert world.ask("select count(*) from intake where command = 'retention plan'") == [(5,)]


def test_what_was_destroyed_last_is_told_and_that_it_is_long_ago(world: World) -> None:
    world.registered()
    shredder = Shredder(partial(connect, world.settings.vault, "pl_erasure", VAULT_SCHEMA))
    with served(world) as (accounts, browser):
        seat = seated(accounts, browser, "officer-1", world.clock)
        order = shredder.order([], (), "retention", "officer-7", world.clock)
        open_ = seat.get("/ja/retention").text
        assert "終わりまで進んでいません" in open_ and "終わっていません" in open_ and "officer-7" in open_
        shredder.finish(order, world.clock)
        shredder.order([], (), "request", "officer-8", world.clock)
        well = seat.get("/ja/retention").text
        assert "最後の消去" in well and "2日を超えました" not in well
        assert "officer-8" not in well, "who was erased at their word is no run"
        seat = later(world, accounts, seat, 3 * 24 * HOUR)
        assert "2日を超えました" in seat.get("/ja/retention").text
    shredder.close()

"""The console's self-check, its alarm, and how the programs run."""

from __future__ import annotations

import re

import pytest

from ledger.audit import selfcheck
from ledger.audit.selfcheck import SelfCheck, last
from ledger.log.head import LOG_ID, read_head
from tests.events import provision
from tests.integration.commands import run
from tests.integration.consoles import console
from tests.integration.test_case_pages import whole
from tests.integration.world import World


def test_a_check_says_what_it_compared_and_a_failed_one_is_told_on_every_page(world: World) -> None:
    world.registered()
    world.tell("provisions.crm", provision("A-1"), b"nobody can read this")
    world.settle()
    with console(world, "officer-1") as (seat,):
        assert "この30日間、点検していません" in seat.get("/ja/checks").text
        before = seat.get("/ja/operations").text
        assert "確認が必要なもの" in before and "crm" in before and 'href="/ja/runbook/quarantine"' in before
        page = seat.send("/ja/checks", {}).text
        for words in ("正常 7／要確認 1", "封印の連続", "provisions.crm/0/1", "比べたもの"):
            assert words in page, words
        assert ">8</td>" in page and "この1年間、監査していません" in page
        assert page.split('id="runs"')[1].count("隔離") == 1, "each run says what it found"
        assert run(world, "audit", "--as", "officer-1", "--reason", "audit").returncode == 0
        world.clock += 1
        assert "officer-1さん。" in seat.get("/ja/checks").text.split("最後に始めた監査")[1]
        assert "確かめられません" not in seat.get("/ja/").text
        with world.owner() as owner:
            owner.execute("update entry set entry = entry || ' ' where idx = 3")
        world.clock += 1
        failed = seat.send("/ja/checks", {}).text
        assert "検証できません" in failed and "entry_changed" in failed
        for path in ("/ja/", "/en/people", "/ja/cases"):
            assert 'role="alert" aria-labelledby="alarm"' in seat.get(path).text, path
    assert [one.failed for one in last(world.connection, world.vault, world.clock + 1, 10)] == [True, False]
    assert last(world.connection, world.vault, world.clock + 31 * 86_400_000_000, 10) == []


def test_a_check_holds_the_log_to_what_was_seen_before(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A ledger that was made anew is whole in itself: only what an earlier check saw tells."""
    world.registered()
    head = read_head(world.connection, LOG_ID)
    for size, root, fails in ((3, "00" * 32, True), (10_000, "00" * 32, True), (head.size, head.root.hex(), False)):
        seen = SelfCheck(world.clock, "officer-1", 0, size, root, ())
        monkeypatch.setattr(selfcheck, "last", lambda *_, seen=seen: [seen])
        found = selfcheck.run(
            world.connection, world.vault, world.registers(), "officer-1", "inspection", world.clock
        )  # fmt: skip
        assert found.failed == fails, size


def test_what_is_wrong_leads_to_steps_that_are_there(world: World) -> None:
    world.registered()
    world.tell("provisions.crm", provision("A-1", handling="theft"), b"nobody can read this")
    world.settle()
    with console(world, "officer-1") as (seat,):
        seat.send("/ja/checks", {})
        seat.send("/ja/records/reason", {"reason": "incident"})
        addresses = set()
        for page in ("/ja/operations", "/ja/checks", "/ja/violations?show=alerts", "/ja/runbook"):
            found = set(re.findall(r'href="(/ja/runbook/\w+)"', seat.get(page).text))
            assert found, page
            addresses |= found
        assert {"/ja/runbook/incident", "/ja/runbook/quarantine"} <= addresses
        for address in sorted(addresses):
            for lang in ("ja", "en"):
                assert "<ol>" in whole(seat, address, lang), address
        for lang in ("ja", "en"):
            whole(seat, "/ja/runbook", lang)
        assert seat.get("/ja/runbook/nothing").status == 404

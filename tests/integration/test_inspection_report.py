"""The report of self-inspection: what it counts, that it names nobody, and that making it is an act."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta

import pytest
from pypdf import PdfReader

from ledger.cases.letters.days import written
from ledger.cases.letters.setting import GlyphMissing
from ledger.cases.moments import spoken
from ledger.judging.acts import ROLES, enter_act
from ledger.law.days import calendar, jst_day
from ledger.vault.accounts import Accounts
from ledger.web.console.entrance import cookie
from ledger.web.console.finished_months import days_of
from tests.events import provision
from tests.integration.commands import run
from tests.integration.consoles import Seat, seated, served
from tests.integration.pages import Browser
from tests.integration.test_case_pages import enter, whole
from tests.integration.world import World

DAY = 86_400_000_000


def read(content: bytes) -> str:
    """What a PDF says, without where its lines end."""
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).replace("\n", "")


def missing(_: object) -> bytes:
    raise GlyphMissing("a character")


def rows(seat: Seat, address: str) -> list[list[str]]:
    """The report as a table: part, row, what is counted, number."""
    content = seat.get(address).content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content)))


def next_month(world: World, accounts: Accounts, seat: Seat) -> tuple[str, Seat]:
    """The month that the clock showed, once it has ended, and the seat, sat down on anew."""
    month = calendar(jst_day(world.clock))
    world.clock += 31 * DAY
    accounts.begin("another session", "officer-1", world.clock)
    return f"{month:%Y-%m}", Seat(Browser(seat.browser.port, {cookie(False): "another session"}))


def test_a_report_counts_a_period_and_names_nobody(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.registered()
    world.tell("provisions.crm", *(provision(f"A-{one}", handling="theft") for one in range(6)))
    world.tell("provisions.crm", provision("A-9", handling="mis_sent"))
    world.settle()
    raised = dict(world.ask("select kind, count(*) from alert where kind <> 'rejudged' group by kind"))
    assert raised["incident"] == 7
    with served(world) as (accounts, browser):
        seat = seated(accounts, browser, "officer-1", world.clock)
        numbers = [enter(seat, kind="complaint", year="2026", month="4", day="1")["number"] for _ in range(5)]
        enter(seat, kind="consultation", year="2026", month="4", day="1")
        seat.send("/ja/checks", {})
        seat.send("/ja/checks", {})
        assert run(world, "audit", "--as", "officer-1", "--reason", "audit").returncode == 0
        for command in ["existence list"] * 6:
            enter_act(world.connection, world.vault, world.registers(), "officer-1", "incident", command, {}, None,
                      world.clock, roles=ROLES)  # fmt: skip
        world.settle()
        assert 'href="/ja/checks/report"' in seat.get("/ja/checks").text
        form = seat.get("/ja/checks/report").text
        assert "対象の期間" not in form and world.ask(
            "select count(*) from intake where command = 'inspection report'") == [(0,)]  # fmt: skip
        running = f"{calendar(jst_day(world.clock)):%Y-%m}"
        early = seat.get(f"/ja/checks/report?since={running}&until={running}")
        assert early.status == 400 and early.text.count("終わった月を選んでください") == 4, "it has not ended"
        month, seat = next_month(world, accounts, seat)
        first, last = (calendar(day) for day in days_of(month, month))
        asked = f"since={month}&until={month}"
        for lang in ("ja", "en"):
            whole(seat, "/ja/checks/report", lang)
        page = seat.get(f"/ja/checks/report?{asked}").text
        assert f"{spoken(first).ja}から{spoken(last).ja}まで" in page and "新しい順" not in page
        body = page.split("<main", 1)[1].split("</main>", 1)[0]
        assert "officer-1" not in body and all(number not in body for number in numbers) and "山田" not in body
        sheet = rows(seat, f"/ja/checks/report/table?{asked}")
        told = {(part, row, column): number for part, row, column, number in sheet}
        assert told["点検と監査", "自己点検", "回数"] == "2"
        assert told["点検と監査", "監査（全体の検証）", "回数"] == "1"
        assert told["知らせ（違反・事故など）", "漏えい等（26条）", "出た数"] == "7"
        assert told["知らせ（違反・事故など）", "漏えい等（26条）", "確認した数"] == "0"
        assert told["請求・相談・苦情", "苦情", "受け付けた数"] == "5"
        assert told["請求・相談・苦情", "苦情", "期間の終わりに対応中"] == "5"
        assert told["請求・相談・苦情", "相談・質問", "受け付けた数"] == "5未満", "who asked alone is not to be told"
        assert not any("事故・違反の調査" in row for _, row, _ in told), "acts about what nobody may learn of"
        for cells in re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL):
            assert not re.search(r">[1-4]</td>", cells) or "点検" in cells or "監査" in cells or "隔離" in cells
        english = rows(seat, f"/en/checks/report/table?{asked}")
        assert len(english) == len(told) and ["Checks and audits", "Self-checks", "Times", "2"] in english
        assert world.ask("select count(*) from intake where command = 'inspection report'") == [(3,)]
        for lang, words in (("ja", f"{written(first).ja}から"), ("en", f"{written(first).en} to {written(last).en}")):
            given = seat.get(f"/{lang}/checks/report/pdf?{asked}")
            name = f"TENKEN-{first:%Y%m%d}-{last:%Y%m%d}.pdf"
            assert given.headers["content-disposition"] == f'attachment; filename="{name}"'
            text = read(given.content)
            assert words in text and ("苦情：受け付けた数 5" in text or "Complaint: Taken in 5" in text)
            assert "officer-1" not in text
            with monkeypatch.context() as patch:
                patch.setattr("ledger.web.console.inspection.pdf", missing)
                refused = seat.get(f"/{lang}/checks/report/pdf?{asked}")
            assert refused.status == 400 and f'value="{month}" selected' in refused.text, "what was typed is kept"
        before = f"{first - timedelta(days=1):%Y-%m}"
        quiet = seat.get(f"/ja/checks/report?since={before}&until={before}").text
        assert "この期間に受け付けた請求はありません" in quiet and "この期間に出た知らせはありません" in quiet
        backwards = seat.get(f"/ja/checks/report?since={month}&until={before}")
        assert backwards.status == 400 and backwards.text.count("エラー：") >= 2


def test_what_was_answered_in_time_and_what_later_is_counted(world: World) -> None:
    world.registered()
    with served(world) as (accounts, browser):
        seat = seated(accounts, browser, "officer-1", world.clock)
        for arrived in ["2026-04-01"] * 5 + ["today"] * 5:
            more = {} if arrived == "today" else {"year": "2026", "month": "4", "day": "1"}
            page = seat.get("/ja/cases/new").text
            today = dict(re.findall(r'name="(year|month|day)"[^>]*value="([^"]*)"', page))
            receipt = enter(seat, kind="complaint", **{**today, **more})
            number = receipt["number"].replace("-", "")
            gone = run(world, "case", "withdraw", number, "--as", "officer-1", "--reason", "request")
            assert gone.returncode == 0, gone.stderr
        month, seat = next_month(world, accounts, seat)
        asked = f"since={month}&until={month}"
        told = {(row, column): number for _, row, column, number in rows(seat, f"/ja/checks/report/table?{asked}")}
    assert [told["苦情", column] for column in ("受け付けた数", "14日目までに答えた", "14日目のあとに答えた")] == [
        "10", "5", "5",
    ]  # fmt: skip

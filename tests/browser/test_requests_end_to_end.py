"""What is asked for besides records, from the first page to the answer, in a browser: a stop, and a refusal."""

from __future__ import annotations

from pathlib import Path

import pytest

from ledger.cases.casebook import Casebook
from ledger.cases.grounds import GROUNDS
from ledger.cases.letters.phrases import DONE, PHRASES
from ledger.cases.moments import spoken
from ledger.law.days import calendar, jst_day
from tests.browser.asking import ask
from tests.browser.chromium import Chromium
from tests.browser.company import Company, Visit
from tests.events import acknowledgement, register, source_body
from tests.integration.test_stops import NOTIFICATION, opted_out

pytestmark = pytest.mark.browser

DAY = 86_400


def acknowledge(company: Company, number: str, service: str) -> None:
    """A service says that it has put the stop of a case into effect: no page does that."""
    case = Casebook(company.world.connection, company.world.vault).find(number)
    (stop,) = case.stops.given
    company.world.tell(f"stops.{service}", acknowledgement(stop.bytes, effective_at=company.world.clock))


def test_a_stop_is_told_as_done_once_every_service_has_said_so(
    company: Company, browser: Chromium, tmp_path: Path
) -> None:  # fmt: skip
    company.world.tell(
        "registers.operator", register("opt_out_notifications", "n-1", NOTIFICATION),
        register("sources", "crm", source_body("crm", "provisions", "stops")),
        register("sources", "shop", source_body("shop", "provisions", "stops")),
    )  # fmt: skip
    company.world.tell("provisions.crm", opted_out("A-1"))
    company.pass_time()
    visit = Visit(company, browser, scripts=False)
    number, secret = ask(visit.window, "opt_out", asked="")

    visit.sign_in("officer-1")
    visit.identify(number)
    visit.case(number, "/reply")
    visit.look(visit.console, "a reply to who asks for a stop")
    visit.reply(number, "whole", "届出による提供を、すべて停止します。", covers="all")
    company.pass_time(60)
    assert visit.case(number, "/stop").count("返答がありません") == 2
    visit.look(visit.console, "no service has said anything")
    visit.case(number, "/answer")
    visit.look(visit.console, "an answer while the stop is in hand")
    code = visit.answer(number, in_hand="いま、各部門で停止の手続をしています。")
    visit.look(visit.console, "answered, in hand")
    company.pass_time()
    assert "停止の手続をしています" in visit.follow(number, secret)
    visit.look(visit.window, "a stop in hand")
    told = visit.receive(number, secret, code)
    assert "いま、各部門で停止の手続をしています。" in told and "停止しました" not in told
    visit.look(visit.window, "the answer, in hand")
    assert PHRASES["not_yet"].ja in visit.letter(number, "stop", tmp_path)

    acknowledge(company, number, "crm")
    assert visit.case(number, "/stop").count("返答がありません") == 1
    visit.look(visit.console, "one service has said so")
    company.pass_time(DAY)
    assert "停止の手続をしています" in visit.follow(number, secret), "one service is silent"
    acknowledge(company, number, "shop")
    since = spoken(calendar(jst_day(company.world.clock))).ja
    assert f"停止しました（{since}）" in visit.follow(number, secret)
    visit.look(visit.window, "stopped")
    visit.sign_in("officer-1")
    assert "返答がありません" not in visit.case(number, "/stop")
    visit.look(visit.console, "every service has said so")
    code = visit.answer(number)
    company.pass_time()
    said = visit.letter(number, "stop", tmp_path)
    assert DONE["opt_out"].ja in said and since in said and PHRASES["not_yet"].ja not in said
    told = visit.receive(number, secret, code)
    assert "届出による提供を、すべて停止します。" in told and since in told
    visit.look(visit.window, "the answer, stopped")
    assert visit.looked.faults == []


def test_a_refusal_is_agreed_by_another_and_told_with_its_reasons(
    company: Company, browser: Chromium, tmp_path: Path
) -> None:  # fmt: skip
    visit = Visit(company, browser, scripts=False)
    number, secret = ask(visit.window, "stop_provision", asked="広告会社への提供をやめてください。")

    visit.sign_in("officer-1")
    visit.identify(number)
    visit.reply(number, "refused", "調べましたが、違反はありません。", "35(3)")
    visit.sign_out()

    visit.sign_in("officer-2")
    visit.case(number, "/second")
    assert "35条3項" in visit.console.text, "on which ground it is refused is agreed to, too"
    visit.look(visit.console, "second, a refusal")
    visit.console.choose("choice", "differs")
    visit.console.type(text="同意の記録があることも書いてください。")
    visit.console.press("main form button")
    visit.sign_out()

    visit.sign_in("officer-1")
    assert "同意の記録があることも書いてください。" in visit.case(number, "/reply")
    visit.look(visit.console, "sent back")
    visit.reply(number, "refused", "ご本人の同意の記録があり、同意の範囲で提供しました。", "35(3)")
    visit.sign_out()

    visit.sign_in("officer-2")
    visit.case(number, "/second")
    visit.console.choose("choice", "agrees")
    visit.console.press("main form button")
    visit.sign_out()

    visit.sign_in("officer-1")
    code = visit.answer(number, by="post")
    company.pass_time()
    said = visit.letter(number, "stop", tmp_path)
    assert GROUNDS["stop_provision"]["35(3)"].words.ja in said
    assert "ご本人の同意の記録があり" in said
    visit.look(visit.console, "the letter of a refusal")
    visit.case(number, "/letters")
    visit.look(visit.console, "the letter went out")
    told = visit.receive(number, secret, code)
    assert GROUNDS["stop_provision"]["35(3)"].words.ja in told
    assert "ご本人の同意の記録があり" in told and "39条" in told and "停止しました" not in told
    visit.look(visit.window, "the answer, refused")
    assert visit.looked.faults == []

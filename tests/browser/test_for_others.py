"""In a browser: an agent asks and receives what they have the right to; paper is entered and nothing is to disclose."""

from __future__ import annotations

import json

import pytest

from ledger.cases.release import TICK
from tests.browser.asking import ask
from tests.browser.chromium import Chromium
from tests.browser.test_end_to_end import Company, Visit, answered, company, identified  # noqa: F401 - a fixture too
from tests.integration.conftest import folder, postgres, settings, world  # noqa: F401 - fixtures of this tier too

pytestmark = pytest.mark.browser


def decided(visit: Visit, number: str) -> None:
    visit.case(number, "/decide")
    visit.console.press("main form button")


def received(visit: Visit, number: str, secret: str, code: str, form: str = "json") -> str:
    company = visit.company  # noqa: F811
    company.world.clock += TICK
    company.world.settle()
    company.desk.turn()
    page = company.window.post("/ja/receive", {"number": number, "secret": secret, "code": code, "format": form})
    assert page.status == 200, page.text
    return page.text


def test_an_agent_asks_shows_their_right_and_receives(company: Company, browser: Chromium) -> None:  # noqa: F811
    visit = Visit(company, browser, scripts=False)
    number, secret = ask(visit.window, who="mandated")
    assert "代理の権利を示す書類" in visit.window.text

    visit.sign_in("officer-1")
    visit.case(number, "/agent")
    visit.console.choose("proof", "mandate")
    visit.console.press("main form button")
    visit.case(number, "/principal")
    visit.console.choose("told", "call_back")
    visit.console.type(year="2020", month="4", day="1")
    visit.console.press("main form button")
    identified(visit, number)
    visit.case(number, "/records")
    for words in visit.console.browser.evaluate(
        "[...document.querySelectorAll('th[scope=row] a')].map(one => one.innerText)"
    ):
        visit.case(number, "/records")
        visit.console.go(words)
        visit.console.choose("choice", "give")
        visit.console.press("main form button")
    decided(visit, number)
    visit.case(number, "/answer")
    visit.console.choose("to", "principal")
    visit.console.choose("by", "phone")
    visit.console.press("main form button")
    (code,) = visit.console.codes()[-1:]
    assert len(json.loads(received(visit, number, secret, code))["records"]) == 4


def test_paper_is_entered_and_nothing_is_to_disclose(company: Company, browser: Chromium) -> None:  # noqa: F811
    visit = Visit(company, browser, scripts=False)
    visit.sign_in("officer-1")
    visit.console.open("/ja/cases/new")
    visit.console.choose("kind", "records")
    visit.console.choose("channel", "post")
    visit.console.type(contact="山田 花子 東京都千代田区見本町1")
    visit.console.press("main form button")
    number, secret = visit.console.codes()
    identified(visit, number, "member nobody")
    decided(visit, number)
    code = answered(visit, number)
    told = received(visit, number, secret, code, "html")
    assert "ご請求について、開示の対象となる記録はありませんでした。" in told

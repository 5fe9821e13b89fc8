"""In a browser: an agent asks, the person concerned is told and answered; paper is entered and answered by letter."""

from __future__ import annotations

from pathlib import Path

import pytest

from ledger.cases.moments import spoken
from tests.browser.asking import ask
from tests.browser.chromium import Chromium
from tests.browser.company import Company, Visit
from tests.files import PDF

pytestmark = pytest.mark.browser


def test_an_agent_asks_and_shows_their_right_and_the_person_is_told_and_answered(
    company: Company, browser: Chromium, tmp_path: Path
) -> None:  # fmt: skip
    visit = Visit(company, browser, scripts=False)
    number, secret = ask(visit.window, who="mandated")
    assert "代理の権利を示す書類と、代理人の方の本人確認書類" in visit.window.text
    visit.follow(number, secret)
    mandate = tmp_path / "mandate.pdf"
    mandate.write_bytes(PDF)
    visit.window.attach("file", mandate)
    visit.window.press("form[action$=upload] button")
    assert "に受け取りました" in visit.window.text
    visit.look(visit.window, "a file was sent")

    visit.sign_in("officer-1")
    visit.case(number, "/files")
    visit.look(visit.console, "the agent's file")
    assert visit.console.take("th[scope=row] a", tmp_path) == PDF
    visit.case(number, "/agent")
    visit.console.choose("proof", "mandate")
    visit.console.press("main form button")
    visit.identify(number)
    for words in visit.groups(number):
        visit.choose(number, words, "give")
    assert "ご本人に知らせる" in visit.case(number)
    visit.case(number, "/principal")
    held = company.days_ago(400)
    visit.console.choose("told", "notice")
    visit.console.type(year=str(held.year), month=str(held.month), day=str(held.day))
    visit.console.press("main form button")
    assert "委任状" in visit.console.text and "登録された連絡先へのお知らせ" in visit.console.text
    visit.look(visit.console, "who asks, complete")
    visit.decide(number)
    visit.case(number, "/answer")
    visit.look(visit.console, "to whom the answer goes")
    code = visit.answer(number, by="post", to="principal")
    assert "本人には、回答の書面を送ってください" in visit.console.text, "the receipt is the agent's"
    visit.look(visit.console, "answered to the person")
    company.pass_time()
    assert "4件" in visit.letter(number, "answer", tmp_path)
    proof = visit.receive_file(number, secret, code, "proof", tmp_path)
    assert visit.verify(proof, tmp_path) == 4
    assert visit.looked.faults == []


def test_paper_is_entered_with_its_day_and_answered_by_letter(
    company: Company, browser: Chromium, tmp_path: Path
) -> None:  # fmt: skip
    visit = Visit(company, browser, scripts=False)
    arrived = company.days_ago(3)
    visit.sign_in("officer-1")
    visit.console.open("/ja/cases/new")
    visit.console.choose("kind", "records")
    visit.console.choose("channel", "post")
    visit.console.choose("language", "ja")
    visit.console.type(year=f"令和{arrived.year - 2018}", month=str(arrived.month), day=str(arrived.day),
                       asked="すべての記録", contact="山田 花子 東京都千代田区見本町1", claimed="A-1")  # fmt: skip
    visit.console.press("main form button")
    number, _ = visit.console.codes()
    visit.look(visit.console, "paper was entered")
    assert spoken(arrived).ja in visit.case(number)
    assert spoken(arrived).ja in visit.letter(number, "receipt", tmp_path)

    visit.identify(number)
    for words in visit.groups(number):
        visit.choose(number, words, "give")
    visit.decide(number)
    visit.answer(number, by="post")
    company.pass_time()
    said = visit.letter(number, "answer", tmp_path)
    assert "山田 花子" in said and spoken(arrived).ja in said and "4件" in said
    visit.look(visit.console, "the letter of an answer")
    visit.case(number, "/letters")
    assert "送った書面（2通）" in visit.console.text
    visit.look(visit.console, "two letters went out")
    assert visit.looked.faults == []

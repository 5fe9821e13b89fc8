"""A request for records from its first page to its proof, in a browser: the person, two officers, and the page that
checks."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.asking import ask
from tests.browser.chromium import Chromium
from tests.browser.company import Company, Visit
from tests.events import provision

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scripts", [True, False])
def test_from_the_asking_to_the_proof(
    company: Company, browser: Chromium, tmp_path: Path, scripts: bool
) -> None:  # fmt: skip
    """Once with scripts and once without: no page of ours needs one, but the page that checks a proof."""
    visit = Visit(company, browser, scripts)
    number, secret = ask(visit.window)

    if scripts:
        visit.console.open("/ja/sign-in")
        visit.look(visit.console, "sign-in")
    visit.sign_in("officer-1")
    if scripts:
        visit.console.open(f"/ja/cases/{number.replace('-', '')}")
        visit.look(visit.console, "reason")
    visit.case(number)
    visit.identify(number)
    names = visit.groups(number)
    single = next(name for name in names if "広告" in name) if any("広告" in name for name in names) else names[-1]
    other = next(name for name in names if name != single)
    visit.choose(number, other, "give")
    visit.choose(number, single, "33(2)i", "ほかの方の住所が分かるため")
    visit.decide(number)
    assert "ほかの担当者が確認します" in visit.case(number, "/second")
    visit.sign_out()

    visit.sign_in("officer-2")
    visit.agree(number)
    visit.sign_out()

    visit.sign_in("officer-1")
    assert "本人が求めた受け取り方" in visit.case(number, "/answer"), "article 33(2)"
    code = visit.answer(number)
    for page in ("/history", "/thread"):
        visit.case(number, page)
    visit.sign_out()
    assert visit.looked.faults == []

    company.pass_time()
    proof = visit.receive_file(number, secret, code, "proof", tmp_path)
    assert visit.verify(proof, tmp_path) == 3, "one is withheld, and of the police's nobody hears"


def test_of_somebody_of_whom_there_is_no_record_that_is_told_and_proven(
    company: Company, browser: Chromium, tmp_path: Path
) -> None:  # fmt: skip
    visit = Visit(company, browser, scripts=False)
    number, secret = ask(visit.window, claimed="B-9")

    visit.sign_in("officer-1")
    visit.identify(number, "member B-9")
    visit.look(visit.console, "identified, no record")
    assert visit.groups(number) == []
    visit.look(visit.console, "no records")
    visit.case(number, "/decide")
    visit.look(visit.console, "decide, no records")
    visit.console.press("main form button")
    code = visit.answer(number)
    visit.sign_out()

    company.pass_time()
    visit.follow(number, secret)
    visit.window.type(code=code)
    visit.window.press("button[formaction]")
    assert "開示の対象となる記録はありませんでした" in visit.window.text
    visit.look(visit.window, "nothing to disclose")
    proof = visit.receive_file(number, secret, code, "proof", tmp_path)
    assert visit.verify(proof, tmp_path) == 0
    visit.sign_in("officer-1")
    said = visit.letter(number, "none", tmp_path)
    assert "開示の対象となる記録はありませんでした" in said
    visit.case(number, "/letters")
    visit.look(visit.console, "the letter went out")
    assert visit.looked.faults == []


def test_who_is_refused_every_record_reads_why_and_that_is_proven_too(
    company: Company, browser: Chromium, tmp_path: Path
) -> None:  # fmt: skip
    visit = Visit(company, browser, scripts=False)
    number, secret = ask(visit.window)

    visit.sign_in("officer-1")
    visit.identify(number)
    names = visit.groups(number)
    for words in names:
        visit.choose(number, words, "33(2)i", "ほかの方の住所が分かるため")
    visit.case(number, "/decide")
    visit.look(visit.console, "decide, nothing is given")
    visit.console.press("main form button")
    visit.sign_out()

    visit.sign_in("officer-2")
    for nth in range(len(names)):
        visit.case(number, "/second")
        visit.console.press(f"tbody tr:nth-child({nth + 1}) th a")
        visit.console.choose("choice", "agrees")
        visit.console.press("main form button")
    visit.case(number, "/second")
    visit.look(visit.console, "second, all seen")
    visit.console.press("main form button")
    visit.sign_out()

    visit.sign_in("officer-1")
    code = visit.answer(number, by="post")
    company.pass_time()
    reason = "ご本人またはほかの方の権利や利益を害するおそれがあるためです（33条2項1号）"
    said = visit.letter(number, "refusal", tmp_path)
    assert reason in said and "ほかの方の住所が分かるため" not in said, "what the officer wrote is for officers"
    visit.look(visit.console, "the letter of a refusal")
    visit.follow(number, secret)
    visit.window.type(code=code)
    visit.window.press("button[formaction]")
    assert reason in visit.window.text
    visit.look(visit.window, "every record is withheld")
    assert visit.verify(visit.receive_file(number, secret, code, "proof", tmp_path), tmp_path) == 0
    assert visit.looked.faults == []


def test_what_comes_after_an_answer_is_supplemented(
    company: Company, browser: Chromium, tmp_path: Path
) -> None:  # fmt: skip
    visit = Visit(company, browser, scripts=False)
    number, secret = ask(visit.window)
    visit.sign_in("officer-1")
    visit.identify(number)
    for words in visit.groups(number):
        visit.choose(number, words, "give")
    visit.decide(number)
    code = visit.answer(number)
    company.pass_time()
    assert visit.verify(visit.receive_file(number, secret, code, "proof", tmp_path), tmp_path) == 4

    company.world.tell("provisions.crm", provision("A-1"))
    company.pass_time()
    visit.sign_in("officer-1")
    assert "回答のあとに" in visit.case(number)
    visit.look(visit.console, "a late record")
    before = visit.follow(number, secret)
    visit.case(number, "/supplement")
    visit.look(visit.console, "supplement")
    visit.console.press("main form button")
    assert visit.follow(number, secret) == before, "nothing shows that a supplement is prepared"
    for words in visit.groups(number):
        visit.choose(number, words, "give")
    visit.decide(number)
    assert visit.verify(visit.receive_file(number, secret, code, "proof", tmp_path), tmp_path) == 4
    again = visit.answer(number)
    company.pass_time()
    proof = visit.receive_file(number, secret, again, "proof", tmp_path)
    assert visit.verify(proof, tmp_path) == 5
    assert visit.looked.faults == []

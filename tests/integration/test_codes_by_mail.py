"""Codes by mail to a real mail server: one that proves who asks, one that opens the answer."""

from __future__ import annotations

import re
from hashlib import sha256

from ledger.cases.casebook import Casebook, digest, normal
from ledger.cli.window_command import open_desks
from ledger.web.rate import Rates
from ledger.web.window import window_app
from tests.events import consent, provision
from tests.integration.commands import run
from tests.integration.mail_server import Server, text_of
from tests.integration.mailing import ADDRESS, SECOND_US, WINDOW, mailing, mails_of, sender, server, turn
from tests.integration.pages import browsing
from tests.integration.windows import FIRST, FORM, ask, decide, identified, received, staff
from tests.integration.world import World

__all__ = ["mailing", "server"]


def test_identity_by_a_code_and_the_code_of_an_answer_by_mail(mailing: World, server: Server) -> None:
    mailing.tell("consents.members", consent("A-1"))
    mailing.tell("provisions.crm", provision("A-1"))
    mailing.settle()
    desks = open_desks(mailing.settings)
    with browsing(window_app(desks, Rates(lambda: 0.0), lambda: mailing.clock)) as window:
        receipt = ask(window, email=ADDRESS)
        assert not turn(mailing, sender(mailing, server.port)), "nobody can have mail sent to a stranger by asking"
        identifying = ("case", "identify", receipt["number"], *FIRST, "--method", "email_code")
        early = run(mailing, *identifying, person="member A-1\n")
        assert early.returncode == 2 and "has not typed the code" in early.stderr
        nothing_sent = window.post("/ja/prove", {**receipt, "mailed": "22222-22222"})
        coding = ("case", "code", receipt["number"], *FIRST, "--held-since")
        new = run(mailing, *coding, "2999-01-01", person=f"{ADDRESS}\n")
        assert new.returncode == 2 and "held before the request" in new.stderr
        said = staff(mailing, *coding, "2020-01-01", told=f"{ADDRESS}\n")
        assert "h***@m***.jp" in said and ADDRESS not in said
        mailing.clock = max(mailing.clock, mailing.ask("select max(due_at) from mail")[0][0])
        assert turn(mailing, sender(mailing, server.port))
        (mail,) = server.messages()
        code = found_code(text_of(mail))
        asks = window.post("/ja/follow", receipt)
        assert "h***@m***.jp" in asks.text and ADDRESS not in asks.text and "/ja/prove" in asks.text
        wrong = window.post("/ja/prove", {**receipt, "mailed": "22222-22222"})
        sentence = "この番号では確かめられません。いちばん新しいメールの番号を確かめてください"
        assert sentence in wrong.text and sentence in nothing_sent.text and wrong.status == nothing_sent.status == 400
        assert "メールの番号を確かめました" in window.post("/ja/prove", {**receipt, "mailed": code}).text
        staff(mailing, *identifying, told="member A-1\n")
        decide(mailing, receipt["number"])
        said = staff(mailing, "case", "answer", receipt["number"], *FIRST, "--by", "email")
        assert "h***@m***.jp" in said and not re.search("[0-9A-Z]{5}-[0-9A-Z]{5}$", said)
        mailing.clock = max(mailing.clock, mailing.ask("select max(due_at) from mail")[0][0])
        assert turn(mailing, sender(mailing, server.port))
        (news,) = [one for one in server.messages() if one["Message-ID"] != mail["Message-ID"]]
        assert not re.search("^[0-9A-Z]{5}-[0-9A-Z]{5}$", text_of(news), re.MULTILINE), "no code lies in a mailbox"
        state = window.post("/ja/follow", receipt).text
        assert "h***@m***.jp" in state and "受取番号を送る</button>" in state and 'name="code"' not in state
        state = window.post("/ja/code", receipt).text
        assert 'name="code"' in state and "もう一度番号を送る</button>" in state
        assert turn(mailing, sender(mailing, server.port))
        known = {mail["Message-ID"], news["Message-ID"]}
        (answer,) = [one for one in server.messages() if one["Message-ID"] not in known]
        assert received(window, receipt, found_code(text_of(answer)))["records"]
    desks.close()
    case = Casebook(mailing.connection, mailing.vault).find(receipt["number"])
    assert [(one.kind, one.outcome) for one in case.mails] == [("proof", "sent"), ("news", "sent"), ("receipt", "sent")]
    kept = {sha256(path.read_bytes().removesuffix(b"\r\n")).hexdigest() for path in server.folder.glob("*.eml")}
    kept |= {sha256(path.read_bytes()).hexdigest() for path in server.folder.glob("*.eml")}
    assert {one.sha256 for one in case.mails} <= kept
    for one in (mail, answer):
        assert one["Subject"] == "個人情報の窓口からのお知らせ" and one["Auto-Submitted"] == "auto-generated"
        assert normal(receipt["number"]) not in normal(text_of(one)) and "記録" not in text_of(one)
        assert f"{WINDOW}ja/follow\n" in text_of(one)
    mailing.settle()
    assert mailing.ask("select count(*) from act join intake using (intake_id) where command = 'case mail'") == [(3,)]
    assert mailing.ask("select count(*) from mail") == [(0,)]


def test_a_code_by_mail_ends_says_so_and_another_is_sent_no_sooner_than_it_may(
    mailing: World, server: Server
) -> None:  # fmt: skip
    mailing.tell("provisions.crm", provision("A-1"))
    mailing.settle()
    desks, sending = open_desks(mailing.settings), sender(mailing, server.port)

    def code_by_mail() -> str:
        before = {one["Message-ID"] for one in server.messages()}
        while turn(mailing, sending):
            pass
        (sent,) = [one for one in server.messages() if one["Message-ID"] not in before]
        return found_code(text_of(sent))

    with browsing(window_app(desks, Rates(lambda: 0.0), lambda: mailing.clock)) as window:
        receipt = ask(window, email=ADDRESS)
        early, unknown = (window.post("/ja/code", one) for one in (receipt, {**receipt, "number": "22222-22222"}))
        assert "内容を調べています" in early.text or "ご本人であることを" in early.text
        assert unknown.text.replace("22222-22222", "") == window.post(
            "/ja/follow", {**receipt, "number": "22222-22222"}
        ).text.replace("22222-22222", "")
        identified(mailing, receipt["number"])
        decide(mailing, receipt["number"])
        staff(mailing, "case", "answer", receipt["number"], *FIRST, "--by", "email")
        mailing.clock = max(mailing.clock, mailing.ask("select max(due_at) from mail")[0][0])
        while turn(mailing, sending):
            pass
        window.post("/ja/code", receipt)
        first = code_by_mail()
        soon = window.post("/ja/code", receipt)
        assert soon.status == 400 and "次の番号は、" in soon.text and not turn(mailing, sending)
        mailing.clock += 60 * SECOND_US
        window.post("/en/code", receipt)
        another = code_by_mail()
        assert "この受取番号では受け取れません" in window.post("/ja/receive", {**receipt, "code": first}).text
        mailing.clock += 600 * SECOND_US + 1
        late = window.post("/ja/receive", {**receipt, "code": another, "format": "json"})
        assert late.status == 410 and "まで使えました" in late.text and "もう一度受け取る</button>" in late.text
        assert late.text.count("<h1>") == 1 and 'action="/ja/code"' in late.text
        window.post("/ja/code", receipt)
        third = code_by_mail()
        assert received(window, receipt, third)["records"]
        mailing.clock += 3600 * SECOND_US
        assert received(window, receipt, third)["records"]
        mailing.clock += 1
        assert window.post("/ja/records", {**receipt, "code": third}).status == 410
        mailing.clock += 31 * 86_400 * SECOND_US
        over = window.post("/ja/receive", {**receipt, "code": third, "format": "json"})
        assert over.status == 410 and "受け取りの期限（" in over.text
        assert "もう一度受け取る</button>" in window.post("/ja/follow", receipt).text
        for _ in range(2):
            asked = window.post("/ja/code", receipt)
            assert asked.status == 200 and "担当者に伝えました" in asked.text
        assert not turn(mailing, sending)
    desks.close()
    case = Casebook(mailing.connection, mailing.vault).find(receipt["number"])
    assert [one.text for one in case.thread] == ["受取番号をもう一度送ってください。"], "asked once, told once"


def found_code(text: str) -> str:
    (code,) = re.findall("^[0-9A-Z]{5}-[0-9A-Z]{5}$", text, re.MULTILINE)
    return str(code)


def test_who_has_a_code_sent_is_not_told_that_the_answer_is_looked_at_again(mailing: World) -> None:
    mailing.tell("provisions.crm", provision("A-1"))
    mailing.settle()
    desks = open_desks(mailing.settings)
    with browsing(window_app(desks, Rates(lambda: 0.0), lambda: mailing.clock)) as window:
        receipt = ask(window, email=ADDRESS)
        identified(mailing, receipt["number"])
        decide(mailing, receipt["number"])
        staff(mailing, "case", "answer", receipt["number"], *FIRST, "--by", "email")
        mailing.clock = max(mailing.clock, mailing.ask("select max(due_at) from mail")[0][0])
        book = Casebook(mailing.connection, mailing.vault)
        book.step(
            receipt["number"], "officer-1", "request", "case supplement", {}, mailing.clock, mailing.registers()
        )  # fmt: skip
        assert book.find(receipt["number"]).stage != "answered", "a record was released, perhaps (Cabinet Order 11)"
        sent = window.post("/ja/code", receipt).text
        assert 'name="code"' in sent and sent == window.post("/ja/follow", receipt).text
    desks.close()


def test_news_is_told_to_who_gave_an_address_and_a_code_is_typed_five_times(mailing: World, server: Server) -> None:
    desks = open_desks(mailing.settings)
    with browsing(window_app(desks, Rates(lambda: 0.0), lambda: mailing.clock)) as window:
        receipt = ask(window, lang="en", email=ADDRESS)
        said = {"address": ADDRESS, "held_since": "2020-01-01", "code_digest": digest("RIGHT"), "code_until": 2**53 - 1}
        book = Casebook(mailing.connection, mailing.vault)
        book.step(
            receipt["number"], "officer-1", "request", "case code", said, mailing.clock, mailing.registers()
        )  # fmt: skip
        for _ in range(6):
            page = window.post("/en/prove", {**receipt, "mailed": "22222"})
            assert page.status == 400 and "This code cannot be used" in page.text
        late = window.post("/en/prove", {**receipt, "mailed": "RIGHT"})
        assert late.status == 400 and "This code cannot be used" in late.text
        assert book.find(receipt["number"]).proof.tries == 5  # type: ignore[union-attr]
        wrong = window.post("/en/ask/records", {**FORM, "email": "hanako@example.jp\nBcc: all@example.jp"})
        assert wrong.status == 400 and "Write the e-mail address in the form" in wrong.text
        staff(mailing, "case", "identify", receipt["number"], *FIRST, "--method", "call_back", told="member A-1\n")
        decide(mailing, receipt["number"])
        staff(mailing, "case", "answer", receipt["number"], *FIRST)
    desks.close()
    mailing.clock = max(mailing.clock, mailing.ask("select max(due_at) from mail")[0][0])
    assert turn(mailing, sender(mailing, server.port))
    (mail,) = server.messages()
    assert mail["Subject"] == "A notice from the personal data desk" and "There is news" in text_of(mail)
    assert mails_of(mailing, receipt["number"]) == [("news", "sent")]

"""Mail to people who ask, to a real mail server: what goes out, how often, and what stays when it does not."""

from __future__ import annotations

import json
import logging
import os
import re
import subprocess
import threading
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import psycopg
import pytest

from ledger.cases.casebook import Casebook, CodeByMail, case_id_of, digest, new_code, normal
from ledger.cases.mail.sender import Sender
from ledger.cases.mail.smtp import MailServer
from ledger.cases.steps import PERSON
from ledger.cli.settings import PREFIX
from ledger.cli.window_command import open_desks
from ledger.cli.wiring import ledger_connection, open_vault
from ledger.web.rate import Rates
from ledger.web.window import window_app
from tests.events import consent, provision
from tests.integration.commands import COMMAND, run
from tests.integration.mail_server import PASSWORD, USER, Server, new_server, text_of
from tests.integration.pages import browsing
from tests.integration.windows import FIRST, FORM, ask, decide, identified, received, staff
from tests.integration.workers import environment, wait_for
from tests.integration.world import World

ADDRESS, WINDOW = "hanako.canary@mail.example.jp", "https://window.example.jp/desk/"
SECOND_US = 1_000_000


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    made = new_server(tmp_path / "mail")
    with made.running():
        yield made


@pytest.fixture
def mailing(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """A world with a mail server set, which need not run."""
    monkeypatch.setenv(f"{PREFIX}SMTP_HOST", "127.0.0.1")
    world.settings = world.settings.model_copy(update={
        "smtp_host": "127.0.0.1", "smtp_security": "none", "mail_from": "desk@operator.example.jp",
        "window_address": WINDOW,
    })  # fmt: skip
    return world.registered()


def sender(world: World, port: int, **more: object) -> Sender:
    return Sender(
        open_vault(world.settings, "pl_relay"), MailServer("127.0.0.1", port, "none"), world.settings.mail_from, WINDOW,
        lambda: world.clock, **more,  # type: ignore[arg-type]
    )  # fmt: skip


def turn(world: World, sending: Sender) -> bool:
    with ledger_connection(world.settings, "pl_mail") as connection:
        return sending.turn(connection)


def with_code(world: World) -> str:
    """Open a case and send a code to the person's address; return its number."""
    book = Casebook(world.connection, world.vault)
    said = {"kind": "records", "channel": "phone", "language": "ja", "arrived": "2026-04-01", "asked": "山田",
            "contact": "", "claimed": "", "email": ADDRESS}  # fmt: skip
    receipt, _ = book.open(said, "officer-1", world.clock)
    code, until = new_code(), world.clock + 600 * SECOND_US
    book.step(
        receipt.number, "officer-1", "request", "case code",
        {"address": ADDRESS, "held_since": "2020-01-01", "code_digest": digest(code), "code_until": until},
        world.clock, world.registers(),
        code=CodeByMail("proof", ADDRESS, code, until),
    )  # fmt: skip
    return receipt.number


def mails_of(world: World, number: str) -> list[tuple[str, str]]:
    return [(one.kind, one.outcome) for one in Casebook(world.connection, world.vault).find(number).mails]


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


def test_mail_about_who_is_protected_by_now_goes_to_no_new_address(mailing: World, server: Server) -> None:
    mailing.settle()
    desks = open_desks(mailing.settings)
    with browsing(window_app(desks, Rates(lambda: 0.0), lambda: mailing.clock)) as window:
        receipt = ask(window, email=ADDRESS)
        number = receipt["number"]
        staff(mailing, "case", "identify", number, *FIRST, "--method", "call_back", told="member A-1\n")
        decide(mailing, number)
        staff(mailing, "case", "answer", number, *FIRST)
        mailing.clock = max(mailing.clock, mailing.ask("select max(due_at) from mail")[0][0])
        before = window.post("/ja/follow", receipt).text
        staff(mailing, "case", "protect", number, *FIRST, "--because", "violence")
        assert turn(mailing, sender(mailing, server.port)) and not server.messages()
        assert window.post("/ja/follow", receipt).text == before, "nothing shows it"
    desks.close()
    assert mails_of(mailing, number) == [("news", "blocked")]
    assert not turn(mailing, sender(mailing, server.port)) and mailing.ask("select * from mail") == []
    by_mail = run(mailing, "case", "answer", number, *FIRST, "--by", "email")
    assert by_mail.returncode == 2 and "no e-mail address" in by_mail.stderr


def test_what_the_person_reads_is_news_and_what_the_staff_do_is_none(mailing: World) -> None:
    number = Casebook(mailing.connection, mailing.vault).open({
        "kind": "records", "channel": "phone", "language": "ja", "arrived": "2026-04-01", "asked": "", "contact": "",
        "claimed": "", "email": ADDRESS,
    }, "officer-1", mailing.clock)[0].number  # fmt: skip

    def queued(command: str, officer: str = "officer-1", **said: object) -> int:
        before = mailing.ask("select count(*) from mail")[0][0]
        registers = None if officer == PERSON else mailing.registers()
        Casebook(mailing.connection, mailing.vault).step(
            number, officer, "request", f"case {command}", said, mailing.clock, registers
        )
        return int(mailing.ask("select count(*) from mail")[0][0] - before)

    assert queued("message", text="お待ちください") == 1
    assert queued("write", PERSON, text="まだですか") == 0
    assert queued("pause", cause="identity") == 1
    assert [queued(command, **said) for command, said in (
        ("resume", {}), ("note", {"text": "internal"}), ("own", {"owner": "officer-1", "before": ""}),
        ("identify", {"method": "call_back", "ids": [["member", "A-1", None]]}),
        ("decide", {"outcome": "none", "as_of": 1, "withheld": {}, "text": ""}),
    )] == [0, 0, 0, 0, 0]  # fmt: skip
    assert queued("extend", because="volume", until="2999-01-01") == 1
    released_at = mailing.clock + 9 * SECOND_US
    assert queued("answer", code_digest="c", code_until=2**52, available_at=released_at) == 1
    mailing.clock = released_at
    assert queued("supplement") == 0
    assert queued("extend", because="volume", until="2999-02-01") == 0, "nothing shows that a supplement is prepared"
    assert queued("message", text="もう一度") == 1
    assert queued("protect", because="violence", on=True) == 0
    assert queued("message", text="もう一度") == 0


def test_what_is_not_taken_now_is_tried_again(mailing: World, server: Server, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    number, sending = with_code(mailing), sender(mailing, server.port)
    server.answer("rcpt 451", "data 452")
    for _ in range(2):
        assert turn(mailing, sending) and not server.messages()
        assert not turn(mailing, sending), "not before its pause is over"
        mailing.clock += 30 * SECOND_US
    assert turn(mailing, sending) and len(server.messages()) == 1
    assert mails_of(mailing, number) == [("proof", "sent")]
    assert "451" in caplog.text and "452" in caplog.text and "canary" not in caplog.text


@pytest.mark.parametrize("answer", ["rcpt 550", "data 554"])
def test_what_is_refused_for_good_is_given_up_and_the_staff_are_told(
    mailing: World, server: Server, answer: str, caplog: pytest.LogCaptureFixture
) -> None:  # fmt: skip
    number, sending = with_code(mailing), sender(mailing, server.port)
    server.answer(answer)
    assert turn(mailing, sending)
    mailing.clock += 60 * SECOND_US
    assert not turn(mailing, sending) and not server.messages()
    mailing.settle()
    alerted(mailing, number)
    mailing.clock += 120 * SECOND_US
    mailing.settle()
    alerted(mailing, number)
    assert mails_of(mailing, number) == [("proof", "given_up")]
    assert mailing.ask("select state, length(sealed) from mail") == [("given_up", 0)]
    (listed,) = json.loads(staff(mailing, "case", "list", *FIRST, "--json"))
    assert listed["mail_undelivered"]
    assert "canary" not in caplog.text
    mailing.clock += 31 * 86_400 * SECOND_US
    turn(mailing, sending)
    assert mailing.ask("select count(*) from mail") == [(0,)]


def alerted(world: World, number: str) -> None:
    found = world.ask("select replace(about, '-', '') from alert where kind = 'mail_undelivered'")
    assert found == [(case_id_of(number).hex(),)]


def test_mail_that_nobody_sends_is_told_too(mailing: World) -> None:
    number = with_code(mailing)
    mailing.settle()
    assert mailing.ask("select count(*) from alert where kind = 'mail_undelivered'") == [(0,)]
    mailing.clock += 1_000 * SECOND_US
    mailing.settle()
    alerted(mailing, number)


def test_a_server_that_was_away_gets_it_when_it_is_back(mailing: World, tmp_path: Path) -> None:
    server = new_server(tmp_path / "mail")
    number, sending = with_code(mailing), sender(mailing, server.port)
    assert turn(mailing, sending)
    mailing.clock += 20 * SECOND_US
    with server.running():
        assert turn(mailing, sending)
    assert len(server.messages()) == 1 and mails_of(mailing, number) == [("proof", "sent")]


def test_who_dies_between_sending_and_saying_so_makes_one_double_at_most(mailing: World, server: Server) -> None:
    number = with_code(mailing)

    def die() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        turn(mailing, sender(mailing, server.port, on_sent=die))
    assert not turn(mailing, sender(mailing, server.port)), "it may be under way still"
    mailing.clock += 300 * SECOND_US
    assert turn(mailing, sender(mailing, server.port))
    assert not turn(mailing, sender(mailing, server.port))
    one, other = server.messages()
    assert one["Message-ID"] == other["Message-ID"] and one.as_bytes() == other.as_bytes()
    assert mails_of(mailing, number) == [("proof", "sent")]


def test_who_lives_and_cannot_say_so_sends_once(mailing: World, server: Server) -> None:
    number = with_code(mailing)
    with ledger_connection(mailing.settings, "pl_mail") as connection:
        sending = sender(mailing, server.port, on_sent=connection.close)
        with pytest.raises(psycopg.OperationalError):
            sending.turn(connection)
    mailing.clock += 300 * SECOND_US
    assert not turn(mailing, sending)
    assert len(server.messages()) == 1 and mails_of(mailing, number) == [("proof", "sent")]


def test_two_that_send_side_by_side_send_each_once(mailing: World, server: Server) -> None:
    numbers = [with_code(mailing) for _ in range(6)]

    def work() -> None:
        sending = sender(mailing, server.port)
        while turn(mailing, sending):
            pass

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sent = [mail["Message-ID"] for mail in server.messages()]
    assert len(sent) == len(set(sent)) == 6
    assert [mails_of(mailing, number) for number in numbers] == [[("proof", "sent")]] * 6


def test_no_name_or_address_stands_in_clear_beside_the_queue(mailing: World) -> None:
    with_code(mailing)
    mailing.settle()
    with mailing.owner() as owner:
        for table in ("mail", "intake", "entry", "sealed", "alert"):
            rows = owner.execute(f"select t::text from {table} t".encode()).fetchall()
            assert rows or table == "alert"
            assert not any(word in row for (row,) in rows for word in ("canary", "山田", b"canary".hex()))


def test_the_command_signs_in_over_a_verified_connection_and_over_no_other(mailing: World, tmp_path: Path) -> None:
    certificate, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )  # fmt: skip
    (tmp_path / "password").write_text(f"{PASSWORD}\n")
    server, number = new_server(tmp_path / "mail"), with_code(mailing)
    more = {
        "SMTP_HOST": "localhost", "SMTP_PORT": str(server.port), "SMTP_SECURITY": "starttls", "SMTP_USER": USER,
        "SMTP_PASSWORD_FILE": str(tmp_path / "password"), "MAIL_FROM": "desk@operator.example.jp",
        "WINDOW_ADDRESS": WINDOW,
    }  # fmt: skip
    env = {**os.environ, **environment(mailing.settings), **{PREFIX + name: value for name, value in more.items()}}
    with server.running(certificate, key):
        distrusting = subprocess.Popen([*COMMAND, "mail"], env=env, stderr=subprocess.PIPE, text=True)
        assert distrusting.stderr is not None
        assert "sending what waits" in distrusting.stderr.readline()
        assert "SSLCertVerificationError" in distrusting.stderr.readline()
        distrusting.terminate()
        distrusting.wait(10)
        assert not server.taken()
        with mailing.owner() as owner:
            owner.execute("update mail set due_at = 0")
        trusting = subprocess.Popen([*COMMAND, "mail"], env={**env, "SSL_CERT_FILE": str(certificate)})
        try:
            wait_for(lambda: mails_of(mailing, number) == [("proof", "sent")], 20)
        finally:
            trusting.terminate()
            assert trusting.wait(10) == 0
    assert server.taken() == [{"to": [ADDRESS], "tls": True, "user": True}]


def test_an_address_of_a_form_is_taken_at_the_counter_too(mailing: World) -> None:
    form = {"asked": "x", "contact": "x", "claimed": "", "email": "ｈａｎａｋｏ@example.jp"}
    opening = ("case", "open", *FIRST, "--kind", "complaint", "--channel", "post", "-")
    number = re.findall("number  ([0-9A-Z-]+)", staff(mailing, *opening, told=json.dumps(form)))[0]
    assert Casebook(mailing.connection, mailing.vault).find(number).email == "hanako@example.jp"
    refused = run(mailing, *opening, person=json.dumps({**form, "email": "x@y z"}))
    assert refused.returncode == 2 and "x@y" not in refused.stderr

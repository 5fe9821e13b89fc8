"""Mail to people who ask, to a real mail server: what goes out, how often, and what stays when it does not."""

from __future__ import annotations

import json
import logging
import os
import re
import subprocess
import threading
from pathlib import Path

import psycopg
import pytest

from ledger.cases.casebook import Casebook, case_id_of
from ledger.cases.steps import PERSON
from ledger.cli.settings import PREFIX
from ledger.cli.window_command import open_desks
from ledger.cli.wiring import ledger_connection
from ledger.web.rate import Rates
from ledger.web.window import window_app
from tests.integration.commands import COMMAND, run
from tests.integration.mail_server import PASSWORD, USER, Server, new_server
from tests.integration.mailing import ADDRESS, SECOND_US, WINDOW, mailing, mails_of, sender, server, turn, with_code
from tests.integration.pages import browsing
from tests.integration.windows import FIRST, ask, decide, staff
from tests.integration.workers import environment, wait_for
from tests.integration.world import World

__all__ = ["mailing", "server"]


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


def test_mail_to_an_address_that_is_not_to_be_used_by_now_does_not_leave(mailing: World, server: Server) -> None:
    number = with_code(mailing)
    staff(mailing, "case", "unsafe", number, *FIRST, told=f"{ADDRESS} は家族も読みます\n")
    assert turn(mailing, sender(mailing, server.port)) and not server.messages()
    assert mails_of(mailing, number) == [("proof", "blocked")]


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
    assert queued("unsafe", contacts="03-0000-0000") == 0
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

"""A case is worked whole on the console's pages: the code by e-mail that proves who asks, the answer's code by e-mail,
how the person wants to receive it, and what a complaint led to."""

from __future__ import annotations

import json
import re

import pytest

from ledger.cases.casebook import Casebook
from ledger.cases.steps import PERSON
from tests.integration.commands import run
from tests.integration.consoles import Seat, console
from tests.integration.test_case_pages import (
    choose,
    decide,
    follow,
    groups,
    hidden,
    identify,
    path,
    seats,
    told,
    whole,
)
from tests.integration.test_case_work import opened
from tests.integration.world import World

__all__ = ["seats", "told"]

ADDRESS = "hanako.canary@mail.example.jp"
BY = ("--as", "officer-1", "--reason", "request")
HELD = {"year": "R2", "month": "1", "day": "1"}


@pytest.fixture
def mailing(told: World) -> World:
    """A world in which mail is sent."""
    told.settings = told.settings.model_copy(update={
        "smtp_host": "127.0.0.1", "mail_from": "desk@operator.example.jp", "window_address": "https://w.example.jp/",
    })  # fmt: skip
    return told




def test_a_code_by_e_mail_proves_who_asks_and_another_opens_the_answer(mailing: World) -> None:
    with console(mailing, "officer-1") as (seat,):
        receipt = opened(seat)
        number, at = receipt["number"].replace("-", ""), path(receipt)
        book = Casebook(mailing.connection, mailing.vault)
        assert f'href="{at}/code"' in seat.get(f"{at}/asker").text
        for lang in ("ja", "en"):
            whole(seat, f"{at}/code", lang)
        nothing = seat.send(f"{at}/code", {"address": "hanako", **HELD, "year": "2999"})
        assert nothing.status == 400 and 'value="hanako"' in nothing.text
        assert nothing.text.count("メールアドレスを「名前@組織」の形で入力してください") == 2
        assert nothing.text.count("連絡先を持った日は、請求が届く前の日付です") == 2
        assert book.find(number).proof is None
        waits = follow(seat, seat.send(f"{at}/code", {"address": ADDRESS, **HELD}))
        assert "h***@m***.jp" in waits.text and ADDRESS not in waits.text and "まで入力できます" in waits.text
        assert mailing.ask("select kind, state from mail") == [("proof", "waiting")]
        proof = book.find(number).proof
        assert proof is not None and proof.held_since == "2020-01-01"
        mailing.clock += 601_000_000
        assert "期限が過ぎました" in seat.get(f"{at}/code").text
        seat.send(f"{at}/code", {"address": ADDRESS, **HELD})
        proof = book.find(number).proof
        assert proof is not None
        book.step(number, PERSON, "request", "case prove", {"code_digest": proof.code_digest}, mailing.clock)
        assert "本人が入力しました" in seat.get(f"{at}/code").text
        named = {"method": "email_code", "ids": "member A-1"}
        seat.send(f"{at}/identify", {**named, "sure": "member A-1", "turn": hidden(seat.get(f"{at}/identify"), "turn")})
        assert book.find(number).identified_by == "email_code"
        assert "番号を送ることはありません" in seat.get(f"{at}/code").text
        for group in groups(seat, receipt):
            choose(seat, group, "give")
        decide(seat, receipt)
        form = {"turn": hidden(seat.get(f"{at}/answer"), "turn"), "by": "email"}
        released = seat.send(f"{at}/answer", form)
        assert released.status == 200 and "h***@m***.jp" in released.text and ADDRESS not in released.text
        assert not re.search("<code>[0-9A-Z]{5}-[0-9A-Z]{5}</code>", released.text), "there is no code yet"
        assert mailing.ask("select count(*) from mail where kind = 'receipt'") == [(0,)]
        said = book.find(number)
        assert said.stage == "answered" and said.code is not None and said.code.digest is None


def test_without_a_mail_server_no_code_goes_by_e_mail(told: World, seats: tuple[Seat, Seat]) -> None:
    first, _ = seats
    receipt = opened(first, email=ADDRESS)
    at = path(receipt)
    assert "メールサーバーが設定されていない" in first.get(f"{at}/code").text
    assert first.send(f"{at}/code", {"address": ADDRESS, **HELD}).status == 200
    assert Casebook(told.connection, told.vault).find(receipt["number"].replace("-", "")).proof is None
    identify(first, receipt)
    for group in groups(first, receipt):
        choose(first, group, "give")
    decide(first, receipt)
    page = first.get(f"{at}/answer")
    assert 'value="email"' not in page.text
    refused = first.send(f"{at}/answer", {"turn": hidden(page, "turn"), "by": "email"})
    assert refused.status == 400 and refused.text.count("受取番号を伝える方法を選んでください") == 2


def test_how_the_person_wants_the_answer_is_entered_with_what_came_on_paper(
    told: World, seats: tuple[Seat, Seat]
) -> None:  # fmt: skip
    first, _ = seats
    wrong = first.send("/ja/cases/new", {"delivery": "pigeon"})
    assert wrong.text.count("受け取り方の希望を選んでください") == 2
    book = Casebook(told.connection, told.vault)
    receipt, silent = opened(first, delivery="counter"), opened(first)
    assert book.find(receipt["number"].replace("-", "")).wishes.delivery == "counter"
    assert book.find(silent["number"].replace("-", "")).wishes.delivery is None
    identify(first, receipt)
    for group in groups(first, receipt):
        choose(first, group, "give")
    decide(first, receipt)
    assert "本人が求めた受け取り方：書面を店頭で受け取る" in first.get(f"{path(receipt)}/answer").text
    form = {"asked": "", "contact": "x", "claimed": "", "delivery": "post"}
    opening = ("case", "open", *BY, "--kind", "records", "--channel", "post", "-")
    by_command = run(told, *opening, person=json.dumps(form))
    number = re.findall(r"number  ([0-9A-Z-]+)", by_command.stdout)[0].replace("-", "")
    assert book.find(number).wishes.delivery == "post"
    odd = run(told, *opening, person=json.dumps({**form, "delivery": "pigeon"}))
    assert odd.returncode == 2 and "no delivery pigeon" in odd.stderr


def test_what_a_complaint_led_to_is_kept_on_its_page(told: World, seats: tuple[Seat, Seat]) -> None:
    first, _ = seats
    receipt = opened(first, kind="complaint")
    at = path(receipt)
    assert "これまでに始めたこと" in first.get(f"{at}/complaint").text
    for lang in ("ja", "en"):
        whole(first, f"{at}/refer", lang)
    nothing = first.send(f"{at}/refer", {"reference": "x" * 81})
    assert nothing.status == 400 and nothing.text.count("何を始めたかを選んでください") == 2
    assert nothing.text.count("80文字までにしてください") == 2
    unsaid = first.send(f"{at}/refer", {"led_to": "article26"})
    assert unsaid.text.count("どのような提供だったかを選んでください") == 2
    too_much = first.send(f"{at}/refer", {"led_to": "stop", "handling": "leak"})
    assert too_much.status == 400 and too_much.text.count("26条の検討のときだけ選びます") == 2
    follow(first, first.send(f"{at}/refer", {"led_to": "article26", "handling": "leak"}))
    page = follow(first, first.send(f"{at}/refer", {"led_to": "judgement", "reference": "4711"})).text
    assert "漏えい等の報告（26条）の検討：漏えい" in page and "判断のやりなおし：4711" in page
    led = Casebook(told.connection, told.vault).find(receipt["number"].replace("-", "")).complaint.led
    assert [(one.to, one.reference, one.handling) for one in led] == [
        ("article26", "", "leak"), ("judgement", "4711", None),
    ]  # fmt: skip
    records = opened(first)
    assert first.get(f"{path(records)}/refer").status == 303, "nothing of the kind comes of a request for records"

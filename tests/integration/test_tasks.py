"""What services hold is asked for by tasks: one answers by an event through a real Kafka, one by hand, one is late; the
person reads one answer."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from uuid import UUID
from zipfile import ZipFile

import psycopg
import pytest
from kafka import KafkaConsumer

from ledger.cases.case import Case
from ledger.cases.casebook import Casebook
from ledger.cases.choices import AGREES
from ledger.cases.next_step import next_step
from ledger.cases.service_tasks import SERVICE, ServiceTask
from ledger.cases.steps import StepRefused
from ledger.cli.rebuild_command import rebuild_and_compare
from ledger.cli.window_command import open_desks
from ledger.cli.wiring import ledger_connection, open_vault
from ledger.runtime.kafka_broker import Kafka
from ledger.store.connect import Connection
from ledger.web.rate import Rates
from ledger.web.window import window_app
from streams.producer import Producer
from streams.publisher import NumberFile, Publisher
from streams.recorder.tasks import Taker
from streams.relay import Relay
from streams.task_client import given, task_of
from streams.topics import OUTPUT_TOPICS, create_topics, task_topics
from tests.events import HOUR, provision, register, source_body, task_answer
from tests.integration.commands import run
from tests.integration.consoles import console
from tests.integration.pages import Browser, browsing
from tests.integration.test_attachments import PDF, send
from tests.integration.test_case_pages import enter, identify
from tests.integration.windows import FIRST, SECOND, answered, ask, identified, staff
from tests.integration.world import World

HOLDS: dict[str, tuple[str, tuple[str, ...], list[str]]] = {
    "members": ("会員サイト", ("consents", "links", "answers"), ["name", "phone"]),
    "support": ("お問合せ窓口", ("provisions",), ["name"]),
}
VALUE = "090-1234-5678"


@pytest.fixture
def asking(world: World) -> World:
    """Two services that hold data of people, one of which answers by events, and a person with two records: one kept
    without a duty, and one without a duty that may not be named."""
    world.registered()
    world.tell("registers.operator", register("officers", "officer-2", {
        "display_name": "Officer", "roles": ["privacy_officer"],
    }))  # fmt: skip
    world.tell("registers.operator", *(
        register("sources", name, {
            **source_body(name, *kinds), "holds": {"ja": ja, "en": name, "items": items},
        })
        for name, (ja, kinds, items) in HOLDS.items()
    ))  # fmt: skip
    lawful = {"ground": "27(1)i", "evidence": {"statute": "jp-1"}}
    world.tell("provisions.crm", provision("A-1", **lawful), provision("A-1", recipient="police", **lawful))
    world.settle()
    return world


@pytest.fixture
def window(asking: World) -> Iterator[Browser]:
    desks = open_desks(asking.settings)
    with browsing(window_app(desks, Rates(lambda: 0.0), lambda: asking.clock)) as browser:
        yield browser
    desks.close()


def case_of(world: World, number: str) -> Case:
    return Casebook(world.connection, world.vault).find(number)


def task_of_source(world: World, number: str, source: str) -> ServiceTask:
    return next(one for one in case_of(world, number).tasks if one.source == source)


def entered(world: World, number: str, source: str, *more: str, told: str = "") -> str:
    task = task_of_source(world, number, source)
    return staff(world, "case", "task", "enter", number, task.task, *FIRST, *more, told=told)


def decide(world: World, number: str, *more: str) -> None:
    staff(world, "case", "decide", number, *FIRST, "--turn", str(case_of(world, number).turn), *more)
    assert case_of(world, number).stage == "second"
    staff(world, "case", "second", number, *SECOND, "--turn", str(case_of(world, number).turn), "--agrees")


def relay_of(world: World, producer: Any) -> tuple[Relay, Connection]:
    return Relay(producer, open_vault(world.settings, "pl_relay")), ledger_connection(world.settings, "pl_relay")


def messages(kafka: Kafka, topic: str) -> list[bytes]:
    consumer = KafkaConsumer(
        topic, bootstrap_servers=kafka.bootstrap, auto_offset_reset="earliest", consumer_timeout_ms=3_000,
    )  # fmt: skip
    found = [message.value for message in consumer]
    consumer.close()
    return found


def test_one_answer_out_of_an_event_a_paper_and_the_ledger_and_who_is_late_shows(
    asking: World, window: Browser, kafka: Kafka, tmp_path: Path
) -> None:
    topics = {"answers.members"}
    create_topics(kafka.bootstrap, {*OUTPUT_TOPICS, *topics, *task_topics(topics)}, {})
    receipt = ask(window, "data")
    number = receipt["number"]
    identified(asking, number)
    assert next_step(case_of(asking, number), asking.clock) == "ask_services"
    sent = staff(asking, "case", "task", "send", number, *FIRST)
    assert "担当部署の回答を待つ" in sent and "会員サイト（members）" in sent
    assert {one.source for one in case_of(asking, number).tasks} == {"members", "support", "(ledger)"}
    asking.settle()

    producer = Producer(kafka.bootstrap)
    relay, connection = relay_of(asking, producer)
    while asking.ask("select count(*) from outbox where kind = 'tasks'") != [(0,)]:
        relay.turn(connection)
    producer.close()
    (message,) = messages(kafka, "tasks.members")
    task = task_of(message)
    assert (task.kind, task.people, task.items) == ("data", (("member", "A-1"),), ("name", "phone"))
    assert receipt["number"].encode() not in message and "山田".encode() not in message
    with Publisher(kafka.bootstrap, "members", "test", NumberFile(tmp_path / "numbers")) as service:
        service.publish("TaskAnswer", given(task, [("phone", VALUE), ("会員番号", "A-1")], "ご登録の内容です。"))
    (answer,) = messages(kafka, "answers.members")
    assert VALUE.encode() not in answer and b"given" not in answer
    # Somebody else's word, and bytes that do not open, leave the task as it stands.
    asking.tell("answers.crm", task_answer(task.task, b"x"))
    asking.tell("answers.members", task_answer(task.task, b"noise"))
    asking.settle()
    waiting = task_of_source(asking, number, "members")
    assert (waiting.report, waiting.unread) == (None, 1)
    asking.tell("answers.members", answer)
    asking.settle()
    report = task_of_source(asking, number, "members").report
    assert report is not None and (report.outcome, len(report.held), report.by) == ("given", 2, SERVICE)
    told = {one["source"]: one for one in json.loads(staff(asking, "case", "task", "list", number, *FIRST, "--json"))}
    assert f"{len(told)} tasks.\n" in staff(asking, "case", "task", "list", number, *FIRST)
    assert (told["members"]["state"], told["members"]["rows"], told["support"]["state"]) == ("answered", 2, "waiting")
    assert VALUE not in json.dumps(told)

    asking.clock += 20 * 24 * HOUR
    asking.settle()
    late = {f"{one}/{UUID(task_of_source(asking, number, one).task)}" for one in ("support", "(ledger)")}
    assert {about for (about,) in asking.ask("select about from alert where kind = 'task_overdue'")} == late
    early = run(asking, "case", "decide", number, *FIRST, "--turn", str(case_of(asking, number).turn))
    assert early.returncode != 0 and "has not answered" in early.stderr

    entered(asking, number, "support", "--outcome", "refused", "--ground", "existence")
    entered(asking, number, "(ledger)", "--from-ledger")
    decide(asking, number)
    code = answered(asking, number)
    page = window.post("/ja/receive", {**receipt, "code": code, "format": "html"})
    assert page.status == 200
    parts = re.findall(r'<section class="part">.*?</section>', page.text, re.S)
    assert [re.findall(r"<h2>(.*?)</h2>", part)[0] for part in parts] == [
        "第三者提供の記録（この台帳）", "会員サイト", "お問合せ窓口",
    ]  # fmt: skip
    assert "company" in parts[0] and "police" not in page.text
    assert "電話番号" in parts[1] and VALUE in parts[1] and "ご登録の内容です。" in parts[1]
    assert "開示の対象となる保有個人データはありません。" in parts[2]
    letter = staff(asking, "case", "letter", number, *FIRST, "--kind", "answer", "--out", str(tmp_path / "a.pdf"))
    assert VALUE in letter and "お問合せ窓口" in letter and "police" not in letter
    asking.settle()
    assert asking.ask("select count(*) from task_report") == [(4,)]
    assert rebuild_and_compare(asking.settings, "rebuilt")[1]["task_report"] == 0


def test_a_correction_is_asked_for_and_told_in_the_console(asking: World, window: Browser) -> None:
    with console(asking, "officer-1", "officer-2") as (one, two):
        receipt = enter(one, kind="correction", asked="電話番号が違います")
        number = receipt["number"].replace("-", "")
        at = f"/ja/cases/{number}"
        for seat in (one, two):
            seat.look(number)
        identify(one, receipt)
        assert "まだ、どの部署にも依頼していません" in one.get(at).text
        page = one.get(f"{at}/tasks")
        assert "会員サイト" in page.text and "電話番号" in page.text and "（この台帳）" not in page.text
        turn = re.findall(r'name="turn" value="(\d+)"', page.text)[0]
        day = {"year": "令和40", "month": "1", "day": "4"}
        wrong = one.send(f"{at}/tasks", {**day, "year": "2020", "turn": turn, "source": "crm"})
        assert wrong.status == 400
        for words in ("依頼する部署を選んで", "訂正してほしい内容を書いて", "今日か、それより後"):
            assert words in wrong.text
        asks = {"asks": "電話番号を確かめ、違えば直す。", "turn": turn, **day}
        for source in ("members", "support"):
            turn = str(case_of(asking, number).turn)
            assert one.send(f"{at}/tasks", {**asks, "turn": turn, "source": source}).status == 303
        assert "回答待ち" in one.get(at).text
        page = one.get(f"{at}/reply")
        turn = re.findall(r'name="turn" value="(\d+)"', page.text)[0]
        early = one.send(f"{at}/reply", {"outcome": "whole", "text": "直しました。", "turn": turn})
        assert "回答を待っている部署があります" in early.text
        given = {"members": {"outcome": "corrected", "text": "090-1234-5678 に直しました。"},
                 "support": {"outcome": "not_corrected", "ground": "not_untrue"}}  # fmt: skip
        for source, told in given.items():
            path = f"{at}/tasks/{task_of_source(asking, number, source).task}"
            turn = re.findall(r'name="turn" value="(\d+)"', one.get(path).text)[0]
            faulty = one.send(path, {**told, "ground": "no_fact" if "text" in told else "", "turn": turn})
            assert "回答がそろっていません" in faulty.text
            assert one.send(path, {**told, "turn": turn}).status == 303
        page = one.get(f"{at}/tasks")
        assert "090-1234-5678 に直しました。" in page.text and "officer-1が入力" in page.text
        page = one.get(f"{at}/reply")
        assert re.search(r'value="part" checked', page.text)
        turn = re.findall(r'name="turn" value="(\d+)"', page.text)[0]
        assert "部署の回答と合いません" in one.send(f"{at}/reply", {"outcome": "whole", "turn": turn}).text
        assert one.send(f"{at}/reply", {"outcome": "part", "turn": turn}).status == 303
        turn = str(case_of(asking, number).turn)
        two.send(f"{at}/second", {"turn": turn, "choice": AGREES, "text": "", "names": ""})
        assert case_of(asking, number).stage == "answer"
    code = answered(asking, number)
    page = window.post("/en/receive", {**receipt, "code": code, "format": "html"})
    assert "We corrected it." in page.text and "090-1234-5678" in page.text
    assert "We did not correct it. We looked into it and did not find" in page.text


def test_data_asked_for_beside_records_stands_in_one_document(
    asking: World, window: Browser, tmp_path: Path
) -> None:
    form = json.dumps({"asked": "", "contact": "山田 花子", "claimed": "A-1"})
    said = staff(
        asking, "case", "open", *FIRST, "--kind", "records", "--also-data", "--channel", "post", told=form
    )  # fmt: skip
    number, secret = re.findall(r"  +([0-9A-Z]+(?:-[0-9A-Z]+)+)", said)
    asking.tell("provisions.crm", provision("A-1"))
    asking.settle()
    identified(asking, number)
    staff(asking, "case", "task", "send", number, *FIRST, "--source", "support", "--source", "(ledger)")
    held = tmp_path / "held.txt"
    held.write_text("name: 山田 花子\n住所：東京都\n  千代田区\n", encoding="utf-8")
    entered(asking, number, "support", "--outcome", "given", "--held", str(held))
    entered(asking, number, "(ledger)", "--from-ledger")
    turn = str(case_of(asking, number).turn)
    staff(asking, "case", "decide", number, *FIRST, "--turn", turn, "--as-of", str(asking.size))
    code = answered(asking, number)
    opened = {"number": number, "secret": secret, "code": code}
    answer = json.loads(window.post("/ja/receive", {**opened, "format": "json"}).content)
    assert len(answer["records"]) == 1, "the provision that is a record by 33(5)"
    own, support = answer["personal_data_held"]
    assert [piece["value"]["ja"] for piece in support["data"]] == ["山田 花子", "東京都\n千代田区"]
    assert [piece["item"]["en"] for piece in support["data"]] == ["name", "住所"]
    assert len(own["data"]) == 1 and "company" in own["data"][0]["value"]["en"]
    page = window.post("/ja/receive", {**opened, "format": "html"}).text
    assert page.count("お問合せ窓口") == 1 and page.count("千代田区") == 2 and "police" not in page
    page = window.post("/ja/records", opened).text
    assert page.count("お問合せ窓口") == 1 and "千代田区" in page
    tables = window.post("/ja/receive", {**opened, "format": "csv"})
    with ZipFile(BytesIO(tables.content)) as archive:
        assert archive.namelist() == ["kaiji.csv", "kaiji-hoyuu.csv"]
        records, held_by = (archive.read(name).decode("utf-8-sig") for name in archive.namelist())
    assert "千代田区" not in records
    rows = list(csv.DictReader(StringIO(held_by, newline="")))
    assert [row["内容"] for row in rows if row["Data item"] == "住所"] == ["東京都\n千代田区"]
    assert [row["保有している部門・サービス"] for row in rows].count("お問合せ窓口") == 2 and len(rows) == 3


def test_a_file_that_a_service_sent_goes_to_the_person_with_the_answer(
    asking: World, window: Browser, tmp_path: Path
) -> None:
    receipt = ask(window, "data")
    number = receipt["number"]
    identified(asking, number)
    staff(asking, "case", "task", "send", number, *FIRST, "--source", "support")
    task = task_of_source(asking, number, "support").task
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(PDF)
    added = staff(asking, "case", "attachment", "add", number, str(scan), *FIRST)
    file = re.findall("^[0-9a-f]{32}", added, re.MULTILINE)[0]
    send(window, receipt, PDF)
    own = case_of(asking, number).files[-1]
    assert own.from_person
    entering = ("case", "task", "enter", number, task, *FIRST, "--outcome", "given", "--file")
    for other in (own.file_id, "0" * 32):
        refused = run(asking, *entering, other)
        assert refused.returncode == 2 and "an officer attached" in refused.stderr
    assert file in staff(asking, *entering, file)
    with console(asking, "officer-1") as (one,):
        one.look(number.replace("-", ""))
        at = f"/ja/cases/{number.replace('-', '')}/tasks"
        page = one.get(f"{at}/{task}")
        assert f'value="{file}" checked' in page.text and own.file_id not in page.text
        turn = re.findall(r'name="turn" value="(\d+)"', page.text)[0]
        assert one.send(f"{at}/{task}", {"outcome": "given", "file": own.file_id, "turn": turn}).status == 400
        assert one.send(f"{at}/{task}", {"outcome": "given", "file": file, "turn": turn}).status == 303
        assert "本人に渡すファイル：1件" in one.get(at).text
    book, discard = Casebook(asking.connection, asking.vault), ("request", "case discard", {"file": file})
    with pytest.raises(StepRefused, match="what a service answered"):
        book.step(number, "officer-1", *discard, asking.clock, asking.registers())
    staff(asking, "case", "decide", number, *FIRST, "--turn", str(case_of(asking, number).turn), "--reply", "-",
          told="お渡しします。")  # fmt: skip
    with pytest.raises(StepRefused, match="goes to the person"):
        book.step(number, "officer-1", *discard, asking.clock, asking.registers())
    opened = {**receipt, "code": answered(asking, number)}
    page = window.post("/ja/receive", opened).text
    assert "ファイル1を受け取る（PDF、約1KB）" in page and 'name="file" value="1"' in page
    assert sha256(PDF).hexdigest() in page
    given_on = window.post("/ja/receive", {**opened, "file": "1"})
    assert given_on.content == PDF and given_on.headers["content-type"] == "application/pdf"
    assert given_on.headers["content-disposition"] == 'attachment; filename="kaiji-file-1.pdf"'
    assert case_of(asking, number).opened == 2
    assert window.post("/ja/receive", {**opened, "file": "2"}).status == 404
    wrong = window.post("/ja/receive", {**opened, "code": "22222-22222", "file": "1"})
    assert wrong.status == 400 and PDF not in wrong.content


def test_an_answer_that_could_not_be_entered_while_postgresql_was_away_is_entered_after(
    asking: World, window: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = ask(window, "data")["number"]
    identified(asking, number)
    staff(asking, "case", "task", "send", number, *FIRST)
    asking.settle()
    task = task_of_source(asking, number, "members")
    asking.tell("answers.members", task_answer(bytes.fromhex(task.task), b"noise"))
    taker = Taker(asking.vault)
    step = Casebook.step

    def away(*_: Any) -> None:
        raise psycopg.OperationalError("the server went away")

    monkeypatch.setattr(Casebook, "step", away)
    with pytest.raises(psycopg.OperationalError):
        taker.take(asking.connection, asking.clock)
    assert task_of_source(asking, number, "members").heard == 0
    monkeypatch.setattr(Casebook, "step", step)
    assert taker.take(asking.connection, asking.clock) == 1
    assert task_of_source(asking, number, "members").heard == 1
    assert taker.take(asking.connection, asking.clock) == 0

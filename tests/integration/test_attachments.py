"""Files of a case: sent on the page, taken out by the staff, and destroyed once they were looked at."""

from __future__ import annotations

import http.client
import os
import socket
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from ledger.cases.casebook import Casebook
from ledger.cases.files.filed import Filed
from ledger.cases.files.store import FileDiffers, FileGone, taken_out
from ledger.cli.window_command import open_desks
from ledger.runtime.ports import LOOPBACK
from ledger.store.connect import VAULT_SCHEMA, connect
from ledger.web.rate import Rates
from ledger.web.window import window_app
from tests.files import JPEG, PDF, PNG
from tests.integration.commands import run
from tests.integration.pages import Browser, Page, browsing
from tests.integration.windows import FIRST, ask, staff
from tests.integration.world import World

_BOUNDARY = "----attachment"


@pytest.fixture
def window(world: World) -> Iterator[Browser]:
    desks = open_desks(world.registered().settings)
    seconds = count(0.0, 10.0)
    with browsing(window_app(desks, Rates(lambda: next(seconds)), lambda: world.clock)) as browser:
        yield browser
    desks.close()


def form(fields: dict[str, str], content: bytes, name: str = "card.pdf") -> bytes:
    parts = [
        f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'.encode()
        for field, value in fields.items()
    ]
    head = f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
    head += "Content-Type: application/pdf\r\n\r\n"
    return b"".join([*parts, head.encode(), content, f"\r\n--{_BOUNDARY}--\r\n".encode()])


def send(window: Browser, receipt: dict[str, str], content: bytes, name: str = "card.pdf") -> Page:
    connection = http.client.HTTPConnection(LOOPBACK, window.port, timeout=20)
    try:
        connection.request("POST", "/ja/upload", form(receipt, content, name),
                           {"content-type": f"multipart/form-data; boundary={_BOUNDARY}"})  # fmt: skip
        response = connection.getresponse()
        return Page(response.status, {key.lower(): value for key, value in response.getheaders()}, response.read())
    finally:
        connection.close()


def files_of(world: World, number: str) -> tuple[Filed, ...]:
    return Casebook(world.connection, world.vault).find(number).files


def test_a_document_is_sent_looked_at_and_destroyed_after(world: World, window: Browser, tmp_path: Path) -> None:
    receipt = ask(window)
    number = receipt["number"]
    identifying = ("case", "identify", number, *FIRST, "--method", "document_upload")
    early = run(world, *identifying, person="member A-1\n")
    assert early.returncode == 2 and "no file that shows" in early.stderr
    hostile = "../../canary-hanako.pdf\\\r\nX: y"
    page = send(window, receipt, JPEG + b"PK\x03\x04 behind", name=hostile)
    assert page.status == 200 and "画像（JPEG）" in page.text and f"{len(JPEG)}バイト" in page.text
    assert "canary" not in page.text
    (filed,) = files_of(world, number)
    assert filed.shows_identity and filed.kind == "jpeg" and filed.size == len(JPEG)
    large = PDF.replace(b"\n1 0", b"\n%" + os.urandom(700_000).replace(b"\n", b"").replace(b"\r", b"") + b"\n1 0")
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(large)
    staff(world, "case", "attachment", "add", number, *FIRST, str(scan))
    paper = files_of(world, number)[1]
    assert "約700KB" not in window.post("/ja/follow", receipt).text, "what the staff attach is not shown to the person"
    out = tmp_path / "out"
    said = staff(world, "case", "attachment", "take", number, filed.file_id, *FIRST, "--out", str(out))
    assert out.read_bytes() == JPEG and out.stat().st_mode & 0o777 == 0o600 and "do no harm" in said
    staff(world, "case", "attachment", "take", number, paper.file_id, *FIRST, "--out", str(tmp_path / "paper"))
    assert (tmp_path / "paper").read_bytes() == large
    again = run(world, "case", "attachment", "take", number, filed.file_id, *FIRST, "--out", str(out))
    assert again.returncode != 0 and out.read_bytes() == JPEG

    keys = [row[0] for row in world.ask("select distinct key_id from attachment order by 1")]
    assert len(keys) == 2
    staff(world, *identifying, told="member A-1\n")
    assert world.ask("select count(*) from attachment where attachment_id = %s::uuid", filed.file_id) == [(0,)]
    with connect(world.settings.vault, "pl_reader", VAULT_SCHEMA) as store:
        assert store.execute("select count(*) from key where kind = 'attachment'").fetchone() == (1,)
    assert [one.destroyed for one in files_of(world, number)] == [True, False]
    gone = run(world, "case", "attachment", "take", number, filed.file_id, *FIRST, "--out", str(tmp_path / "gone"))
    assert gone.returncode == 2 and "was destroyed" in gone.stderr and not (tmp_path / "gone").exists()
    assert "消去しました" in window.post("/ja/follow", receipt).text
    listed = staff(world, "case", "attachment", "list", number, *FIRST)
    assert listed.count("destroyed") == 1 and "canary" not in listed and listed.endswith("2 files.\n")

    with world.owner() as owner:
        for table in ("attachment", "intake"):
            rows = owner.execute(f"select t::text from {table} t".encode()).fetchall()
            hidden = ("canary", b"canary".hex(), b"%PDF".hex())
            assert rows and not any(word in row for (row,) in rows for word in hidden)
        owner.execute("update attachment set part = part + 10")
    book = Casebook(world.connection, world.vault)
    case = book.find(number)
    with pytest.raises(Exception, match="do not open"):
        taken_out(book, case, paper.file_id)
    with world.owner() as owner:
        owner.execute("update attachment set part = part - 10")
        owner.execute("delete from attachment where part = (select max(part) from attachment)")
    with pytest.raises(FileDiffers):
        taken_out(book, case, paper.file_id)
    staff(world, "case", "attachment", "destroy", number, paper.file_id, *FIRST)
    with pytest.raises(FileGone):
        taken_out(book, book.find(number), paper.file_id)
    assert world.ask("select count(*) from attachment") == [(0,)]


def test_what_is_no_such_file_or_one_too_many_is_refused(world: World, window: Browser) -> None:
    receipt = ask(window)
    for wrong in (b"<html>not a pdf", b"PK\x03\x04" + PDF, PDF[:-6], b"MZ" + PNG):
        page = send(window, receipt, wrong)
        assert page.status == 400 and "PDF、JPEG、PNGのどれか" in page.text
    assert send(window, receipt, b"").status == 400
    assert send(window, receipt, PDF + b" " * 5_100_000).status == 413
    assert files_of(world, receipt["number"]) == ()
    for _ in range(5):
        assert send(window, receipt, PNG).status == 200
    sixth = send(window, receipt, PNG)
    assert sixth.status == 400 and "5つまで" in sixth.text and len(files_of(world, receipt["number"])) == 5
    assert world.ask("select count(distinct key_id) from attachment") == [(5,)]
    with connect(world.settings.vault, "pl_reader", VAULT_SCHEMA) as store:
        assert store.execute("select count(*) from key where kind = 'attachment'").fetchone() == (5,)
    unknown = send(window, {**receipt, "number": "22222-22222"}, PNG)
    secret = send(window, {**receipt, "secret": "22222-22222-22222-22222"}, PNG)
    assert unknown.status == secret.status == 400 and "組み合わせはありません" in unknown.text
    assert "組み合わせはありません" in secret.text
    assert send(window, dict.fromkeys(receipt, "x" * 300), PNG).status == 413
    connection = http.client.HTTPConnection(LOOPBACK, window.port, timeout=20)
    connection.request("POST", "/ja/upload", b"number=1", {"content-type": "application/x-www-form-urlencoded"})
    assert connection.getresponse().status == 400
    connection.close()


def test_a_document_of_a_case_that_ended_unlooked_at_goes_with_the_daily_run(world: World, window: Browser) -> None:
    receipt = ask(window)
    assert send(window, receipt, PDF).status == 200
    window.post("/ja/withdraw", receipt)
    assert send(window, receipt, PDF).status == 400
    with connect(world.settings.vault, "pl_reader", VAULT_SCHEMA) as store:
        kept = store.execute("select count(*) from key where kind = 'attachment'").fetchone()
    assert kept == (1,), "what is not taken leaves no key"
    run(world, "retention", "run", "--as", "officer-1", "--reason", "operation")
    assert world.ask("select count(*) from attachment") == [(0,)]
    assert [one.destroyed for one in files_of(world, receipt["number"])] == [True]


def test_a_form_that_comes_slowly_is_given_up(
    world: World, window: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    receipt = ask(window)
    monkeypatch.setattr("ledger.web.uploads._SECONDS", 0.5)
    body = form(receipt, PDF)
    with socket.create_connection((LOOPBACK, window.port), 10) as slow:
        slow.sendall(
            b"POST /ja/upload HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary="
            + _BOUNDARY.encode() + f"\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body[:40]
        )  # fmt: skip
        assert slow.recv(100).startswith(b"HTTP/1.1 400")
    assert files_of(world, receipt["number"]) == ()

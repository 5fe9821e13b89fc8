"""How the demo's person asks and receives: over HTTP as a browser without scripts does, the staff in between."""

from __future__ import annotations

import http.client
import json
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlencode

from ledger.cases.case import Outcome
from ledger.cases.casebook import Casebook, digest, new_code
from ledger.cases.given import confirmed, given_to
from ledger.cli.asking import now_us
from ledger.cli.settings import Settings
from ledger.cli.wiring import ledger_connection, open_vault
from ledger.judging.acts import enter_act
from ledger.log.head import LOG_ID, read_head
from ledger.registers.snapshot import load_registers
from ledger.runtime.ports import wait_until_answers
from ledger.web.receiving import FORMATS

_SECONDS = 30
_GIVEN = re.compile(r"<code>([0-9A-Z-]+)</code>")
_FILE = re.compile(r'filename="([a-z.-]+)"')


class WindowUnanswered(Exception):
    """The contact window did not give what was asked of it. Everything was stopped; see the log named above."""


def answered_through_window(settings: Settings, person: tuple[str, str], officer: str, out: Path) -> list[Path]:
    """Ask as the person, identify and decide as the officer, receive as the person; return the files received."""
    host, _, port = settings.window_listen.rpartition(":")
    if not wait_until_answers(int(port), _SECONDS, lambda: True):
        raise WindowUnanswered("it does not listen")
    number, secret = _GIVEN.findall(_post(host, port, "/ja/ask/records", {
        "at": "check", "who": "self", "name": "見本 花子", "asked": "すべての記録を見たいです。", "claimed": person[1],
        "both": "no", "delivery": "page", "phone": "03-0000-0000", "protected": "no",
    })[0].decode())  # fmt: skip
    code = _worked(settings, number, person, officer)
    files = []
    for form in FORMATS:
        content, name = _post(host, port, "/ja/receive", {
            "number": number, "secret": secret, "code": code, "format": form,
        })  # fmt: skip
        file = out / name
        file.write_bytes(content)
        files.append(file)
    return files


def records_in(files: list[Path]) -> int:
    """Return how many records an answer shows."""
    (told,) = (json.loads(file.read_bytes()) for file in files if file.name == "kaiji.json")
    return len(told["records"])


def _worked(settings: Settings, number: str, person: tuple[str, str], officer: str) -> str:
    """Do what the staff do, and return the code that goes to the person another way."""
    vault, now, code = open_vault(settings, "pl_reader"), now_us(), new_code()
    with ledger_connection(settings, "pl_reader") as connection:
        book, size = Casebook(connection, vault), read_head(connection, LOG_ID).size
        registers = load_registers(connection, LOG_ID, size)
        ids = confirmed(connection, vault, [person], size, now)
        given = given_to(connection, vault, registers, ids, {}, size, now)
        for one in given.people:
            enter_act(connection, vault, registers, officer, "request", "case decide (records)", {"as_of": size},
                      one.identity, now)  # fmt: skip
        outcome: Outcome = "whole" if given.projection.records else "none"
        for command, said in (
            ("case identify", {"method": "counter_document", "ids": [one.written() for one in ids]}),
            ("case decide", {"outcome": outcome, "as_of": size, "withheld": {}, "text": ""}),
            ("case answer", {"code_digest": digest(code), "code_until": now + 86_400_000_000}),
        ):
            book.step(number, officer, "request", command, said, now, registers)
    vault.close()
    return code


def _post(host: str, port: str, path: str, form: Mapping[str, str]) -> tuple[bytes, str]:
    """Send a form; return what came and, for a file, its name. Raises WindowUnanswered, OSError."""
    connection = http.client.HTTPConnection(host, int(port), timeout=_SECONDS)
    try:
        connection.request("POST", path, urlencode(form), {"Content-Type": "application/x-www-form-urlencoded"})
        response = connection.getresponse()
        content = response.read()
        if response.status != 200:
            raise WindowUnanswered(f"{path} answers {response.status}")
        name = _FILE.search(response.getheader("Content-Disposition", ""))
        return content, name[1] if name else ""
    finally:
        connection.close()

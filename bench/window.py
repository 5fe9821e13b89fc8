"""How long pages take: a ledger of a million records, while a worker takes in five thousand provisions a second.

Pages are asked for at an even rate, by several at a time, and each is timed from the instant at which it was due. The
window's pages about a number and a secret take a slot of time or a multiple of it, so that nobody learns by it whether
a number is known; their figures hold that wait.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import re
import secrets
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from urllib.parse import urlencode
from uuid import uuid4

import psycopg
import pyotp

from bench import workload
from bench.latency import grow_to_a_million
from bench.ledger_run import Worker, recorded, settle, until
from bench.machine import machine
from bench.publisher import start_publisher
from bench.servers import servers
from bench.workload import CONSENT_TOPIC, PARTITIONS, PROVISION_TOPIC, REGISTER_TOPIC, TOPICS
from ledger.cases.casebook import Casebook, Receipt, digest, new_code
from ledger.cases.steps import PERSON
from ledger.cli.console_command import open_accounts
from ledger.cli.recording import open_recorder
from ledger.cli.settings import PREFIX, Settings
from ledger.cli.wiring import ledger_connection, open_vault
from ledger.law.days import jst_day
from ledger.log.head import LOG_ID, read_head
from ledger.registers.snapshot import load_registers
from ledger.runtime import processes
from ledger.runtime.ports import LOOPBACK, free_port, wait_until_answers
from ledger.vault.accounts import Material
from ledger.web.console.entrance import cookie
from ledger.web.console.parts import period_written
from streams.batches import Message, PartitionBatch
from streams.topics import create_topics
from streams.wire import encode

SECONDS, WARM_UP, A_SECOND = 30, 5, 8
#: Provisions recorded one by one; their rows are copied until there are a million.
FIRST, CASES = 150_000, 200
#: People who are recorded and about whom nothing comes while pages are measured: those who ask are of them.
_WHO_ASK = 1_000
_REPORT = Path("build/bench/window.json")
_PORTION, _ASKERS = 2_500, 8
_OFFICER, _DAY_US = "officer-1", 86_400_000_000
#: Days that are searched, as the form begins with.
_SEARCHED = 30


@dataclass(frozen=True, slots=True)
class Asked:
    """A page to ask for: of which server, by which method and address, and with which form."""

    server: str
    method: str
    path: str
    form: Mapping[str, str] | None = None

    @property
    def name(self) -> str:
        """What its figures stand under: without the number of the case, and without what is looked for."""
        kind = f" {self.form['format']}" if self.form and "format" in self.form else ""
        return f"{self.server} {self.method} {re.sub(r'[0-9A-Z]{10}', 'NUMBER', self.path.partition('?')[0])}{kind}"


@dataclass(frozen=True, slots=True)
class Answered:
    """A case whose answer can be received."""

    receipt: Receipt
    code: str


def main() -> None:
    """Measure and write build/bench/window.json."""
    options = argparse.ArgumentParser(description=main.__doc__)
    options.add_argument("--seconds", type=int, default=SECONDS)
    given = options.parse_args()
    with servers() as running:
        measured_on = machine()
        settings = running.new_ledger()
        create_topics(settings.kafka, TOPICS, {}, partitions=PARTITIONS)
        _say(f"recording {FIRST} provisions")
        _record(settings)
        _say("making a million of them")
        records = grow_to_a_million(settings)
        running.checkpoint()
        report = {"records": records, **_measure(settings, given.seconds), "machine": measured_on}
    _REPORT.parent.mkdir(parents=True, exist_ok=True)
    _REPORT.write_text(json.dumps(report, indent=2) + "\n")
    _say(f"written to {_REPORT}")


def _measure(settings: Settings, seconds: int) -> dict[str, object]:
    worker = Worker(settings)
    until(lambda: bool(worker.partitions), [worker])
    cases = _cases(settings)
    session = _session(settings)
    try:
        with _serving(settings, "window") as window, _serving(settings, "console") as console:
            ports = {"window": window, "console": console}
            pages = _pages(cases, console, session)
            paused = _ask(ports, session, pages, seconds)
            _tell("ingest paused", paused)
            publisher = start_publisher(settings.kafka, workload.PEOPLE, seconds + 3 * WARM_UP)
            assert publisher.stdout is not None
            publisher.stdout.readline()  # it has begun
            time.sleep(WARM_UP)
            with psycopg.connect(settings.postgres, autocommit=True) as connection:
                connection.execute("set search_path to ledger")
                before, begun = recorded(connection), time.monotonic()
                during = _ask(ports, session, pages, seconds)
                ingested = (recorded(connection) - before) / (time.monotonic() - begun)
            publisher.wait()
            _tell(f"ingest running, {ingested:.0f} provisions/s taken in", during)
    finally:
        worker.stop()
    return {
        "seconds": seconds, "pages_per_s": A_SECOND, "cases": CASES, "ingest_per_s": round(ingested),
        "ingest_running": during, "ingest_paused": paused,
    }  # fmt: skip


def _record(settings: Settings) -> None:
    """Record registers, consents and provisions as a worker would, from messages that never went through the broker."""
    recorder = open_recorder(settings)
    now = time.time_ns() // 1000
    workload.PEOPLE += _WHO_ASK
    for topic, name, events in (
        (REGISTER_TOPIC, "RegisterChange", workload.registers()),
        (CONSENT_TOPIC, "ConsentChange", workload.consent_events()),
        (PROVISION_TOPIC, "Provision", workload.provision_events(FIRST, start=10**7, seed=77)),
    ):
        identity = uuid4().hex
        messages = [Message(offset, now, encode(name, event)) for offset, event in enumerate(events)]
        for first in range(0, len(messages), _PORTION):
            portion = messages[first : first + _PORTION]
            batch = PartitionBatch(topic, identity, 0, first, first + len(portion), 0, portion)
            recorder.record([batch])
        settle(recorder, settings)
    recorder.close()
    workload.PEOPLE -= _WHO_ASK


def _cases(settings: Settings) -> list[Answered]:
    """Open cases, every other of which is answered; return those."""
    vault = open_vault(settings, "pl_reader")
    answered = []
    with ledger_connection(settings, "pl_reader") as connection:
        size = read_head(connection, LOG_ID).size
        registers = load_registers(connection, LOG_ID, size)
        book = Casebook(connection, vault)
        people = [workload.person(workload.PEOPLE + number) for number in range(_WHO_ASK)]
        known = [who for who in people if vault.find((who["namespace"], who["id"]))]
        for number, who in enumerate(known[:CASES]):
            now = time.time_ns() // 1000
            receipt, _ = book.open({
                "kind": "records", "channel": "web", "language": "ja", "arrived": "2026-04-01", "asked": "すべて",
                "contact": "somebody", "claimed": who["id"],
            }, PERSON, now)  # fmt: skip
            held = vault.find((who["namespace"], who["id"]))
            ids = [[who["namespace"], who["id"], str(held[-1].identity)]]
            book.step(receipt.number, _OFFICER, "request", "case identify", {"method": "call_back", "ids": ids}, now,
                      registers)  # fmt: skip
            if number % 2 == 0:
                continue
            code = new_code()
            for command, said in (
                ("case decide", {"outcome": "whole", "as_of": size, "withheld": {}, "text": "", "confirmed": {}}),
                ("case answer", {
                    "code_digest": digest(code), "code_until": now + 30 * _DAY_US, "available_at": now,
                }),
            ):  # fmt: skip
                book.step(receipt.number, _OFFICER, "request", command, said, now, registers)
            answered.append(Answered(receipt, code))
    vault.close()
    return answered


def _session(settings: Settings) -> str:
    """Give the officer an account and a session, as signing in does."""
    accounts = open_accounts(settings)
    token, code, secret, now = secrets.token_urlsafe(), secrets.token_urlsafe(), pyotp.random_base32(), _now()
    accounts.invite(_OFFICER, "(set-up)", code, secret, now + _DAY_US)
    accounts.enrol(code, _OFFICER, Material("", secret), 0, now)
    accounts.begin(token, _OFFICER, now)
    accounts.close()
    return token


def _pages(cases: Sequence[Answered], console: int, session: str) -> list[Asked]:
    """Return what is asked for, in turn: the window's pages and the console's, of case after case, and beside them the
    console's over the whole ledger."""
    found, today = [], jst_day(_now())
    searched = urlencode(period_written(today - _SEARCHED, today))
    _reason(console, session, "/ja/records/reason")
    for number, case in enumerate(cases):
        receipt = {"number": case.receipt.number, "secret": case.receipt.secret}
        _reason(console, session, f"/ja/reason/{case.receipt.number}")
        found += [
            Asked("window", "GET", "/ja/"), Asked("window", "GET", "/ja/policy"),
            Asked("window", "GET", "/ja/ask/records"), Asked("window", "POST", "/ja/follow", receipt),
            Asked("window", "POST", "/ja/receive", {
                **receipt, "code": case.code, "format": "html" if number % 2 else "json",
            }),
            Asked("console", "GET", "/ja/"), Asked("console", "GET", "/ja/cases"),
            Asked("console", "GET", f"/ja/cases/{case.receipt.number}"),
            Asked("console", "GET", f"/ja/cases/{case.receipt.number}/records"),
            Asked("console", "GET", f"/ja/records?{searched}"), Asked("console", "GET", "/ja/violations"),
            Asked("console", "GET", "/ja/flows"),
        ]  # fmt: skip
    return found


def _reason(console: int, session: str, asked_at: str) -> None:
    """Say why the officer looks, on the page that asks it: of a case, or of the records of all."""
    page = _answer(console, session, Asked("console", "GET", asked_at))
    csrf = re.findall(rb'name="csrf" value="([^"]+)"', page)[0].decode()
    said = {"csrf": csrf, "reason": "request"}
    _answer(console, session, Asked("console", "POST", asked_at, said), 303)


def _answer(port: int, session: str, asked: Asked, expected: int = 200) -> bytes:
    """Ask for a page and return it. Raises RuntimeError for another status than expected."""
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=30)
    headers = {
        "origin": f"http://{LOOPBACK}:{port}", "content-type": "application/x-www-form-urlencoded",
        # From many addresses, as people come: one may send so many forms a minute only.
        "x-forwarded-for": f"10.0.{secrets.randbelow(256)}.{secrets.randbelow(256)}",
    }  # fmt: skip
    if asked.server == "console":
        headers["cookie"] = f"{cookie(False)}={session}"
    try:
        body = urlencode(asked.form) if asked.form is not None else None
        connection.request(asked.method, asked.path, body, headers)
        response = connection.getresponse()
        content = response.read()
    finally:
        connection.close()
    if response.status != expected:
        raise RuntimeError(f"{asked.name}: {response.status}")
    return content


def _ask(ports: Mapping[str, int], session: str, pages: Sequence[Asked], seconds: int) -> dict[str, dict[str, float]]:
    """Ask for pages at an even rate; return by name how long they took (ms)."""
    due: SimpleQueue[tuple[float, Asked] | None] = SimpleQueue()
    took: dict[str, list[float]] = {}
    failed: list[Exception] = []
    begun = time.monotonic() + 0.5

    def ask() -> None:
        while (one := due.get()) is not None:
            at, asked = one
            time.sleep(max(0.0, at - time.monotonic()))
            try:
                _answer(ports[asked.server], session, asked)
            except (OSError, RuntimeError) as error:
                failed.append(error)
                return
            if at >= begun + WARM_UP:
                took.setdefault(asked.name, []).append(1000 * (time.monotonic() - at))

    for number in range(A_SECOND * (seconds + WARM_UP)):
        due.put((begun + number / A_SECOND, pages[number % len(pages)]))
    askers = [threading.Thread(target=ask) for _ in range(_ASKERS)]
    for asker in askers:
        due.put(None)
        asker.start()
    for asker in askers:
        asker.join()
    if failed:
        raise failed[0]
    return {name: _figures(times) for name, times in sorted(took.items())}


def _figures(times: list[float]) -> dict[str, float]:
    times.sort()
    return {
        "pages": len(times), **{f"p{part}_ms": round(times[int(len(times) * part / 100)], 1) for part in (50, 95)},
        "max_ms": round(times[-1], 1),
    }  # fmt: skip


@contextmanager
def _serving(settings: Settings, command: str) -> Iterator[int]:
    """Run the window or the console as production does; give its port."""
    port = free_port()
    environment = {
        **os.environ, f"{PREFIX}POSTGRES": settings.postgres, f"{PREFIX}VAULT": settings.vault,
        f"{PREFIX}MASTER_KEY_FILE": str(settings.master_key_file), f"{PREFIX}WINDOW_PROXIES": LOOPBACK,
    }  # fmt: skip
    running = processes.start(
        [sys.executable, "-m", "ledger.cli", command, "--listen", f"{LOOPBACK}:{port}"], env=environment,
        output=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        if not wait_until_answers(port, 30, lambda: running.poll() is None):
            raise RuntimeError(f"the {command} did not start")
        yield port
    finally:
        processes.stop(running, 15, 10)


def _now() -> int:
    return time.time_ns() // 1000


def _tell(what: str, figures: Mapping[str, Mapping[str, float]]) -> None:
    _say(what)
    for name, one in figures.items():
        _say(f"  {name:<44} p50 {one['p50_ms']:>7} ms  p95 {one['p95_ms']:>7} ms  of {one['pages']}")


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    main()

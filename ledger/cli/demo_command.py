"""`demo`: the whole way once, with real servers, in a temporary folder."""

from __future__ import annotations

import json
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from rich.table import Table

from ledger.cases.disclosure.file import FILE_NAME
from ledger.cases.disclosure.page import FILE_NAME as VERIFY_PAGE
from ledger.cases.disclosure.page import verify_page
from ledger.cases.disclosure.verify import verify
from ledger.cli import sample
from ledger.cli.asking import progress, show
from ledger.cli.demo_window import answered_through_window, records_in
from ledger.cli.local import LocalSystem
from ledger.cli.settings import Settings
from ledger.cli.setup_command import provide_jars
from ledger.cli.wiring import ledger_connection, open_vault, set_up_logging
from ledger.judging.records import Search, judgements, search, verdict_counts
from ledger.law.catalogue import GROUNDS, POLICIES, VERDICTS, Sentence, ground, reason
from ledger.log.head import LOG_ID, read_head
from ledger.log.trust_policy import parse_policy
from ledger.runtime.supervise import Supervisor
from ledger.store.connect import Connection
from streams.progress import behind, dispositions, end_offsets
from streams.publisher import NumberFile, Publisher
from streams.topics import create_topics

_OUT = Path("build/demo")
_PATIENCE = 45.0
#: Exit code of a demo that is told to stop, as of a program that SIGTERM ends.
_TERMINATED = 143
#: The head has to rest this long (s) before all consequences count as drawn: two turns of housekeeping and a margin.
_REST = 1.3


class DemoStuck(Exception):
    """The demo waited too long for the workers. Everything was stopped; see the log named above."""


class DemoUnproven(Exception):
    """The answer that the demo wrote is refused by its own check. Everything was stopped; its files are kept:
    `provision-ledger verify-disclosure` says of them what is wrong."""


@click.command()
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=_OUT, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print the report instead of tables.")
def demo(out: Path, as_json: bool) -> None:
    """Publish the sample company's story, judge and record it, and answer one person's request."""
    set_up_logging("demo")
    # As Ctrl-C does: the servers are stopped and their folder, with its keys, is removed.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(_TERMINATED))
    say = _silent if as_json else click.echo
    out.mkdir(parents=True, exist_ok=True)
    stages = Stages(say)
    with stages.stage("packages"):
        jars = provide_jars()
    with tempfile.TemporaryDirectory(prefix="provision-ledger-") as folder, (out / "demo.log").open("w") as log:
        Path(folder).chmod(0o755)  # PostgreSQL runs as another user when we are root
        system = LocalSystem(Path(folder) / "data", jars)
        supervisor = Supervisor(lambda line: print(line, file=log, flush=True))
        try:
            with stages.stage("servers"):
                settings = system.start(lambda line: print(line, file=log, flush=True))
            supervisor.start(system.programs(workers=1))
            run = Run(settings, supervisor, Path(folder), log.name)
            with stages.stage("publish and record"):
                published, topics = run.tell_story()
            with stages.stage("draw consequences"):
                run.settle()
            with stages.stage("answer"):
                files = answered_through_window(settings, sample.ASKS, sample.OFFICER, out)
                disclosed = records_in(files)
            with stages.stage("verify"):
                policy = out / "trust.policy"
                policy.write_bytes(system.trust_policy.read_bytes())
                page = out / VERIFY_PAGE
                page.write_bytes(verify_page())
                checked = verify((out / FILE_NAME).read_bytes(), parse_policy(policy.read_bytes()))
                if not checked.accepted or len(checked.records) != disclosed:
                    raise DemoUnproven("; ".join(refusal.name for refusal in checked.refusals))
            report = run.report(published, topics, disclosed)
            if not as_json:
                run.show()
        finally:
            with stages.stage("stop"):
                system.stop(supervisor)
    report["seconds"] = stages.seconds
    text = json.dumps(report, ensure_ascii=False, indent=2) + "\n"
    (out / "report.json").write_text(text, "utf-8")
    if as_json:
        click.echo(text, nl=False)
        return
    click.echo(
        f"{report['published']} events published: recorded {report['recorded']}, duplicates"
        f" {report['duplicates']}, conflicts {report['conflicts']}, quarantined {report['quarantined']}."
    )
    click.echo(
        f"One person asked at the contact window; {disclosed} of their records are disclosed, and their file was"
        " checked:"
    )
    for file in [*files, policy, page, out / "report.json"]:
        click.echo(f"  {file}")


def _silent(line: str) -> None:
    """Say nothing: a program reads the output."""
    del line


class Stages:
    """Times the stages and says each."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        began = time.monotonic()
        yield
        self.seconds[name] = round(time.monotonic() - began, 2)
        self._say(f"{name}: {self.seconds[name]:.1f} s")


class Run:
    """One demo over a running system."""

    def __init__(self, settings: Settings, supervisor: Supervisor, folder: Path, log: str) -> None:
        self._settings = settings
        self._supervisor = supervisor
        self._folder = folder
        self._log = log

    def tell_story(self) -> tuple[int, frozenset[str]]:
        """Publish chapter by chapter, each once the one before is recorded; return events sent and their topics."""
        chapters = sample.story(datetime.now(UTC))
        kinds = {"operator": ("registers",), "members": ("consents", "links", "stops")}
        topics = frozenset(
            f"{kind}.{chapter.source}" for chapter in chapters for kind in kinds.get(chapter.source, ("provisions",))
        )
        create_topics(self._settings.kafka, topics, self._settings.kafka_security)
        published = 0
        publishers = {
            source: Publisher(self._settings.kafka, source, "demo", NumberFile(self._folder / f"{source}.number"))
            for source in {chapter.source for chapter in chapters}
        }
        for chapter in chapters:
            published += len(publishers[chapter.source].publish_all(chapter.events))
            for junk in chapter.junk:
                publishers[chapter.source].send_bytes(f"provisions.{chapter.source}", junk)
                published += 1
            self._wait(topics)
        for source, publisher in publishers.items():
            publisher.heartbeat(final=True, topics=[topic for topic in topics if topic.endswith(f".{source}")])
            publisher.close()
        self._wait(topics)
        return published, topics

    def settle(self) -> None:
        """Wait until watermarks have moved and every record they touch was judged again."""
        with self._connection() as connection:
            size, since = -1, time.monotonic()
            until = time.monotonic() + _PATIENCE
            while time.monotonic() - since < _REST:
                now = read_head(connection, LOG_ID).size
                if now != size:
                    size, since = now, time.monotonic()
                self._pause(until)

    def report(self, published: int, topics: frozenset[str], disclosed: int) -> dict[str, Any]:
        """Count what became of the events and of the records."""
        with self._connection() as connection:
            became = dispositions(connection, topics)
            verdicts = verdict_counts(connection, read_head(connection, LOG_ID).size)
        return {
            "published": published,
            "recorded": became.get("entries", 0),
            "duplicates": became.get("duplicate", 0),
            "conflicts": became.get("conflict", 0),
            "quarantined": became.get("quarantine", 0),
            "verdicts": verdicts,
            "disclosed_records": disclosed,
        }

    def show(self) -> None:
        """Print what was judged and why."""
        vault = open_vault(self._settings, "pl_reader")
        with self._connection() as connection:
            rows = search(connection, Search(), read_head(connection, LOG_ID).size, limit=1_000)
            answers = judgements(connection, vault, rows)
        vault.close()
        counts: Counter[tuple[str, str, str, Sentence]] = Counter()
        for row, answer in zip(rows, answers, strict=True):
            assert answer is not None
            counts[row.verdict, row.ground, answer["policy"], reason(answer)] += 1
        table = Table(show_lines=True)
        for heading in ("判断\nVerdict", "件\nRecords", "主張された根拠\nGround claimed", "方針\nPolicy", "理由\nWhy"):
            table.add_column(heading)
        verdicts, grounds = list(VERDICTS), list(GROUNDS)
        for (verdict, claimed, kept, why), count in sorted(
            counts.items(), key=lambda item: (verdicts.index(item[0][0]), grounds.index(item[0][1]), *item[0][2:])
        ):
            words = (VERDICTS[verdict], ground(claimed), POLICIES[kept], why)
            told, *rest = (f"{each.ja}\n{each.en}" for each in words)
            table.add_row(told, str(count), *rest)
        show(table)

    def _wait(self, topics: frozenset[str]) -> None:
        ends = end_offsets(self._settings.kafka, topics, self._settings.kafka_security)
        until, total = time.monotonic() + _PATIENCE, sum(ends.values())
        with self._connection() as connection, progress("messages recorded") as advance:
            while left := behind(connection, ends):
                advance(total - left, total)
                self._pause(until)

    def _pause(self, until: float) -> None:
        if time.monotonic() > until:
            raise DemoStuck(self._log)
        self._supervisor.look()
        time.sleep(0.05)

    def _connection(self) -> Connection:
        return ledger_connection(self._settings, "pl_reader")

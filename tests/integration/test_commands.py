"""The commands as a person runs them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from ledger.cli.sample import story
from ledger.cli.settings import FILE_VARIABLE
from ledger.runtime.kafka_broker import Kafka
from streams.preflight_client import Answer, PreflightClient
from tests.events import consent, provision
from tests.integration.agreement import agreed
from tests.integration.commands import COMMAND, run
from tests.integration.workers import environment, wait_for
from tests.integration.world import World


@pytest.fixture
def lived(world: World) -> World:
    """A world with two people's records, one of them to the police."""
    world.registered()
    world.tell("consents.members", consent("A-1"), consent("A-2"))
    world.tell(
        "provisions.crm",
        provision("A-1"),
        provision("A-2"),
        provision("A-1", recipient="police", ground="27(1)i", evidence={"statute": "jp-1"}),
        provision("A-1", ground="27(1)i", existence="ii"),
    )
    return world


def test_search_finds_by_every_narrowing_and_turns_pages(lived: World) -> None:
    asked = ("search", "--as", "officer-1", "--reason", "inspection", "--json")
    everything = json.loads(run(lived, *asked).stdout)["records"]
    assert [row["verdict"] for row in everything] == ["violation", "lawful", "lawful", "lawful"]
    for option, value, count in (
        ("--recipient", "police", 1), ("--item", "name", 4), ("--item", "phone", 0), ("--ground", "consent", 2),
        ("--verdict", "violation", 1), ("--source", "crm", 4), ("--source", "other", 0), ("--since", "2999-01-01", 0),
        ("--until", "2020-01-01", 0),
    ):  # fmt: skip
        assert len(json.loads(run(lived, *asked, option, value).stdout)["records"]) == count, option
    alone = run(lived, *asked, "--person", "-", person="member A-1\n")
    assert alone.returncode == 2 and "takes a second officer" in alone.stderr
    agreed(lived, "A-1")
    mine = json.loads(run(lived, *asked, "--person", "-", person="member A-1\n").stdout)["records"]
    assert [row["recipient"] for row in mine] == ["company"], "whose a hidden record is, this officer does not learn"
    first = json.loads(run(lived, *asked, "--limit", "2").stdout)
    rest = json.loads(run(lived, *asked, "--limit", "2", "--before", str(first["next"])).stdout)
    assert [row["index"] for row in first["records"] + rest["records"]] == [row["index"] for row in everything]


def test_disclose_gives_this_person_what_the_act_grants_and_nobody_elses(lived: World, tmp_path: Path) -> None:
    agreed(lived, "A-1")
    done = run(lived, "disclose", "--as", "officer-1", "--reason", "request", "--out", str(tmp_path), "-",
               person="member A-1\n")  # fmt: skip
    assert done.returncode == 0, done.stderr
    answer = json.loads((tmp_path / "kaiji.json").read_text())
    (record,) = answer["records"]
    assert set(record) >= {"granted_by_act", "added_by_operator"}
    assert record["added_by_operator"]["judgement"]["ja"] == "確認中"
    for name in ("kaiji.json", "kaiji.html", "kaiji.csv"):
        # The page's style is the same for everybody, and names every verdict there is.
        text = (tmp_path / name).read_text("utf-8-sig").rpartition("</style>")[2]
        assert "A-2" not in text and "police" not in text and "violation" not in text
        assert (tmp_path / name).stat().st_mode & 0o777 == 0o600, "its owner alone reads it"
    assert (tmp_path / "kaiji.csv").read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("who", ["A-1", "nobody"])
def test_no_officer_gives_out_one_person_s_records_alone(lived: World, tmp_path: Path, who: str) -> None:
    asked = ("disclose", "--as", "officer-1", "--reason", "request", "--out", str(tmp_path / "answer"), "-")
    agreed(lived, who, officer="other")
    agreed(lived, "A-2")
    before = lived.ask("select count(*) from intake")
    refused = run(lived, *asked, person=f"member {who}\n")
    assert refused.returncode == 2 and not refused.stdout
    assert "takes a second officer" in refused.stderr and "search-person request" in refused.stderr
    assert not (tmp_path / "answer").exists() and lived.ask("select count(*) from intake") == before
    agreed(lived, who)
    assert run(lived, *asked, person=f"member {who}\n").returncode == 0


def test_every_look_is_an_entry_and_a_stranger_gets_none(lived: World, tmp_path: Path) -> None:
    agreed(lived, "nobody")
    lived.settle()
    run(lived, "search", "--as", "officer-1", "--reason", "audit")
    run(lived, "disclose", "--as", "officer-1", "--reason", "request", "--out", str(tmp_path), "-",
        person="member nobody\n")  # fmt: skip
    refused = run(lived, "search", "--as", "stranger", "--reason", "audit")
    unfounded = run(lived, "search", "--as", "officer-1", "--reason", "curiosity")
    assert (refused.returncode, unfounded.returncode) == (2, 2)
    assert "Index" not in refused.stdout + unfounded.stdout
    lived.settle()
    kinds = lived.ask("select convert_from(entry, 'UTF8')::json ->> 'kind' from entry order by idx desc limit 2")
    assert kinds == [("act",), ("act",)]
    assert lived.ask("select command from intake join act using (intake_id) order by intake_id") == [
        (command,) for command in ("search request", "search confirm", "search", "disclose")
    ]


def test_a_settings_error_says_what_to_do(world: World) -> None:
    done = subprocess.run(
        [*COMMAND, "search", "--as", "a", "--reason", "audit"], text=True, capture_output=True, check=False,
        cwd="/", env={key: value for key, value in os.environ.items() if not key.startswith("PROVISION_LEDGER")},
    )  # fmt: skip
    assert done.returncode == 2
    assert "PROVISION_LEDGER_MASTER_KEY_FILE is not set" in done.stderr and "Traceback" not in done.stderr


def test_publish_names_the_line_and_never_the_value(world: World, kafka: Kafka, tmp_path: Path) -> None:
    settings = world.settings.model_copy(update={"kafka": kafka.bootstrap})
    done = subprocess.run(
        [*COMMAND, "publish", "-", "--source", "crm", "--numbers", str(tmp_path / "n")],
        input='{"event": "Provision", "people": "CANARY"}\n', text=True, capture_output=True, check=False,
        env={**os.environ, **environment(settings)},
    )  # fmt: skip
    assert done.returncode == 2
    assert "line 1" in done.stderr and "CANARY" not in done.stderr and "Traceback" not in done.stderr


class Up:
    """`up` over a data folder."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.process = subprocess.Popen(
            [*COMMAND, "up", "--data", str(data), "--workers", "1"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, start_new_session=True,
        )  # fmt: skip
        self.lines: list[str] = []

    def ready(self) -> Up:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line)
            if "ready" in line:
                return self
        raise AssertionError("".join(self.lines))

    def processes(self) -> list[int]:
        """Every process that speaks of the data folder or was started for it."""
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    spoken = (entry / "cmdline").read_bytes() + (entry / "environ").read_bytes()
                    state = (entry / "stat").read_text().rsplit(")", 1)[1].split()[0]
                except OSError:
                    continue
                if str(self.data).encode() in spoken and state != "Z":
                    found.append(int(entry.name))
        return found


@pytest.fixture
def data(folder: Path) -> Iterator[Path]:
    yield folder / f"up-{uuid4().hex[:8]}"


def test_up_goes_on_refuses_a_second_and_leaves_no_child(data: Path) -> None:
    first = Up(data).ready()
    assert any("Kafka" in line and "127.0.0.1" in line for line in first.lines)
    assert any("/ja/enrol for first-officer" in line for line in first.lines)
    address = next(line.split()[-1] for line in first.lines if "pre-flight" in line)
    client = PreflightClient(address.removesuffix("/v1/preflight"), "no-key-of-a-service", timeout=2)
    wait_for(lambda: client.may_i(provision()) == Answer("unknown", "not_authorised"))
    second = subprocess.run([*COMMAND, "up", "--data", str(data)], text=True, capture_output=True, check=False)
    assert second.returncode == 2
    assert f"used by process {first.process.pid}" in second.stderr
    settings = {**os.environ, FILE_VARIABLE: str(data / "provision-ledger.toml")}
    line = {
        "event": "RegisterChange", "happened_at": "2026-01-01T00:00:00Z", "register": "statutes", "key": "jp-1",
        "valid_from": "2022-04-01T00:00:00+09:00", "body": {"ja": "法", "domestic": True},
    }  # fmt: skip
    told = subprocess.run(
        [*COMMAND, "publish", "-", "--source", "operator", "--numbers", str(data / "numbers")],
        input=json.dumps(line) + "\n", text=True, capture_output=True, check=False, env=settings,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    dsn = _dsn(data)
    wait_for(lambda: _count(dsn) == 2, 60)  # the first officer, and the statute
    first.process.send_signal(signal.SIGINT)
    assert first.process.wait(30) == 0
    wait_for(lambda: not first.processes(), 5)

    again = Up(data).ready()
    assert _count(_dsn(data)) == 2
    assert len(again.processes()) > 3
    again.process.kill()
    again.process.wait()
    wait_for(lambda: not again.processes(), 15)


def test_the_demo_tells_the_whole_story(tmp_path: Path) -> None:
    done = subprocess.run(
        [*COMMAND, "demo", "--out", str(tmp_path), "--json"], text=True, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
    report = json.loads((tmp_path / "report.json").read_text())
    assert json.loads(done.stdout) == report
    parts = [report[name] for name in ("recorded", "duplicates", "conflicts", "quarantined")]
    told = story(datetime.now(UTC))
    assert sum(parts) == report["published"] == sum(len(one.events) + len(one.junk) for one in told)
    assert (report["duplicates"], report["conflicts"], report["quarantined"]) == (2, 1, 3)
    assert all(report["verdicts"][name] for name in ("lawful", "violation", "undetermined", "not_provision"))
    assert report["disclosed_records"] > 0
    assert (tmp_path / "kaiji.html").exists()


def test_a_demo_that_is_told_to_stop_leaves_no_server_and_no_key(folder: Path, tmp_path: Path) -> None:
    place = folder / f"demo-{uuid4().hex[:8]}"
    place.mkdir(mode=0o755)
    demo = subprocess.Popen(
        [*COMMAND, "demo", "--out", str(tmp_path)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        env={**os.environ, "TMPDIR": str(place)},
    )  # fmt: skip
    wait_for(lambda: any(place.glob("*/data/postgres/cluster/postmaster.pid")), 30)
    demo.terminate()
    assert demo.wait(60) == 143, demo.communicate()[0]
    assert list(place.iterdir()) == []


def _dsn(data: Path) -> str:
    settings = dict(line.split(" = ", 1) for line in (data / "provision-ledger.toml").read_text().splitlines())
    password = Path(json.loads(settings["postgres_password_file"])).read_text().strip()
    return f"{json.loads(settings['postgres'])} password={password}"


def _count(dsn: str) -> int:
    with psycopg.connect(dsn) as connection:
        row = connection.execute("select count(*) from ledger.register").fetchone()
        assert row is not None
        return int(row[0])

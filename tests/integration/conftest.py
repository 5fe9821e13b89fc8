"""Real servers for the integration tier: one PostgreSQL and one Kafka for the run, a new ledger for each test."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from ledger.cli.settings import Settings
from ledger.cli.setup_command import JARS, provide_jars
from ledger.runtime.kafka_broker import Kafka
from ledger.runtime.postgres import Postgres
from ledger.web import window
from ledger.web.api import gate
from ledger.web.console import entrance
from ledger.web.slots import in_slots
from tests.integration.world import World, new_ledger


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "integration" in item.path.parts:
            item.add_marker(pytest.mark.integration)


@pytest.fixture(scope="session")
def folder() -> Iterator[Path]:
    """A folder that PostgreSQL's own user can reach, which pytest's are not."""
    path = Path(tempfile.mkdtemp(prefix="provision-ledger-tests-"))
    path.chmod(0o755)
    yield path
    # By then these are up to 300,000 files, which may take minutes to go: nobody waits for that.
    subprocess.Popen(["rm", "-rf", path], start_new_session=True)


@pytest.fixture(scope="session")
def postgres(folder: Path) -> Iterator[Postgres]:
    server = Postgres(folder / "postgres")
    server.start()
    # No test cuts the power of the machine, and what the disk would be waited for is thrown away.
    with psycopg.connect(server.dsn, autocommit=True) as connection:
        connection.execute("alter system set fsync = off")
        connection.execute("select pg_reload_conf()")
    yield server
    server.kill()


@pytest.fixture(scope="session")
def jars() -> Path:
    return (JARS if JARS.is_dir() else provide_jars()).resolve()


@pytest.fixture(scope="session")
def kafka(folder: Path, jars: Path) -> Iterator[Kafka]:
    server = Kafka(folder / "kafka", jars)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def settings(postgres: Postgres, folder: Path) -> Settings:
    """Settings of an empty ledger of its own."""
    return new_ledger(postgres, folder)


@pytest.fixture
def world(settings: Settings) -> Iterator[World]:
    """An empty ledger of its own with a recorder."""
    made = World(settings)
    yield made
    made.close()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Slots of time so short that nobody waits for them. A test of the time puts `in_slots` back in its place."""
    for served in (window, gate, entrance):
        monkeypatch.setattr(served, "in_slots", lambda seconds: in_slots(seconds / 20))

"""A name is planted and looked for wherever bytes lie: data folder, WAL, logs, answers."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import psycopg
import pytest
from kafka import KafkaAdminClient
from kafka.admin import ConfigResource, ConfigResourceType
from psycopg.conninfo import conninfo_to_dict

from ledger.cli.disclose_command import answer_person
from ledger.cli.settings import Settings
from ledger.cli.wiring import ledger_connection
from ledger.judging.erasing import carry_out
from ledger.judging.records import open_records
from ledger.log.head import LOG_ID, read_head
from ledger.runtime.kafka_broker import Kafka
from ledger.runtime.postgres import Postgres
from ledger.store.connect import VAULT_SCHEMA, connect
from ledger.vault.erasure import Shredder
from streams.topics import create_topics
from tests.events import consent, link, provision, stop
from tests.integration.world import World

CANARY = "kanaria-hanako-4711"


def places(folder: Path) -> set[str]:
    """Every file below a folder that holds the planted name, as text or as hex, by its path there."""
    needles = (CANARY.encode(), CANARY.encode().hex().encode(), CANARY.encode("utf-16-le"))
    return {
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and any(needle in path.read_bytes() for needle in needles)
    }


def flush(settings: Settings) -> None:
    with psycopg.connect(settings.postgres, autocommit=True) as connection:
        connection.execute("checkpoint")


@pytest.fixture
def planted(world: World, tmp_path: Path, settings: Settings) -> World:
    """Whatever names a person names the canary: events of every kind, bytes nobody can read, an answer in files."""
    world.registered()
    world.tell("consents.members", consent(CANARY), b"garbage about " + CANARY.encode())
    world.tell("links.members", link(CANARY, "W-1"))
    first = provision(CANARY, evidence={"consent_record": f"signed by {CANARY}"})
    world.tell("provisions.crm", first, {**first, "method": f"by {CANARY}"}, provision("A-2"))
    world.tell("stops.members", stop(CANARY))
    world.settle()
    (tmp_path / "out").mkdir()
    answer_person(settings, "member", CANARY, "officer-1", "request", tmp_path / "out")
    world.settle()
    return world


def erase(world: World) -> None:
    shredder = Shredder(partial(connect, world.settings.vault, "pl_erasure", VAULT_SCHEMA))
    holders = world.vault.find(("member", CANARY))
    one = [holders[0].identity]
    keys = {**shredder.keys_of(one), **shredder.days_before(99_991_231)}
    order = shredder.order(keys, one, "request", "officer-1", world.clock)
    with ledger_connection(world.settings, "pl_erasure") as connection:
        carry_out(connection, shredder, order, lambda: world.clock)
    shredder.close()


def test_the_name_lies_in_no_file_of_the_servers_and_only_in_the_answer(
    planted: World, postgres: Postgres, folder: Path, tmp_path: Path, settings: Settings
) -> None:
    flush(settings)
    assert places(folder / "postgres") == set(), "data, WAL and the server's log"
    assert places(tmp_path / "out") == {"kaiji.html", "kaiji.json", "kaiji.csv"}
    erase(planted)
    flush(settings)
    assert places(folder / "postgres") == set()
    assert places(tmp_path) == set(), "the answer's files went with the person"


def test_yesterday_s_ledger_beside_today_s_key_store_says_nothing_of_who_was_erased(
    planted: World, settings: Settings
) -> None:
    planted.close()
    name = str(conninfo_to_dict(settings.postgres)["dbname"])
    with psycopg.connect(settings.vault, autocommit=True) as elsewhere:
        elsewhere.execute(f'create database "{name}_yesterday" template "{name}"'.encode())
    today = World(settings)
    erase(today)
    today.close()
    yesterday = settings.model_copy(
        update={"postgres": settings.postgres.replace(f"dbname={name} ", f"dbname={name}_yesterday ")}
    )
    restored = World(yesterday)
    rows = restored.rows()
    assert len(rows) == 2, "the rows are back"
    opened = open_records(restored.connection, restored.vault, rows)
    assert [one.opening is None for one in opened] == [True, False], "what they said is not"
    assert restored.vault.find(("member", CANARY)) == ()
    keys = {key for (key,) in restored.ask("select distinct key_id from sealed")}
    for key in restored.vault.open_keys(keys).values():
        assert key is not None
    assert read_head(restored.connection, LOG_ID).size > 0
    restored.close()


def test_kafka_keeps_messages_for_a_bounded_time(kafka: Kafka) -> None:
    topic = "provisions.canary"
    create_topics(kafka.bootstrap, [topic], {}, partitions=1, retention_days=1)
    admin = KafkaAdminClient(bootstrap_servers=kafka.bootstrap)
    answer = admin.describe_configs([ConfigResource(ConfigResourceType.TOPIC, topic)])
    admin.close()
    assert "86400000" in str(answer)

"""How long from publishing to visible at a thousand a second, and how long one person's records take to find."""

from __future__ import annotations

import random
import threading
import time

import psycopg

from bench.ledger_run import Worker, assigned, until
from bench.servers import Servers
from bench.workload import PEOPLE, PROVISION_TOPIC, person, provision_events
from ledger.cli.settings import Settings
from ledger.cli.wiring import ledger_connection, open_vault
from ledger.judging.records import find_person, open_records, records_of_people
from ledger.log.head import LOG_ID, read_head
from streams.producer import Outgoing, Producer
from streams.wire import encode

RATE, SECONDS, WARM_UP = 1_000, 10, 3
_SLICE = 10
_QUESTIONS = 200
MILLION = 1_000_000


def publish_to_visible_p99_ms(servers: Servers, settings: Settings, run: int) -> float:
    """Publish a thousand a second for a while and compare the time each event was handed to the producer
    with the time at which another connection sees its record."""
    events = list(provision_events(RATE * (SECONDS + WARM_UP), start=10**6 * run, seed=1000 + run))
    sent_at: dict[bytes, float] = {}
    seen_at: dict[bytes, float] = {}
    with psycopg.connect(settings.postgres, autocommit=True) as connection:
        size = connection.execute("select size from ledger.head").fetchone()
        assert size is not None
        watching = threading.Thread(target=_watch, args=(settings, size[0], seen_at, len(events)))
        watching.start()
        producer = Producer(servers.kafka.bootstrap)
        begun = time.perf_counter()
        for number in range(0, len(events), _SLICE):
            time.sleep(max(0.0, begun + number / RATE - time.perf_counter()))
            portion = events[number : number + _SLICE]
            now = time.perf_counter()
            producer.start_all(Outgoing(PROVISION_TOPIC, _id(event), encode("Provision", event)) for event in portion)
            sent_at.update((_id(event), now) for event in portion)
        watching.join(60)
        producer.close()
    measured = events[RATE * WARM_UP :]
    delays = sorted(seen_at[_id(event)] - sent_at[_id(event)] for event in measured)
    return 1000 * delays[int(len(delays) * 0.99)]


def lookup_p99_ms(settings: Settings) -> float:
    """Find one person's records among a million, judgements and openings included, as a fresh question each time."""
    draw = random.Random(7)
    vault = open_vault(settings, "pl_reader")
    times = []
    with ledger_connection(settings, "pl_reader") as connection:
        head = read_head(connection, LOG_ID)
        for _ in range(_QUESTIONS):
            who = person(draw.randrange(PEOPLE))
            began = time.perf_counter()
            found = find_person(connection, vault, who["namespace"], who["id"], head.size, time.time_ns() // 1000)
            if found is not None:
                rows = records_of_people(connection, found.identities, head.size)
                open_records(connection, vault, [row for row in rows if found.owns(row)])
            times.append(time.perf_counter() - began)
    vault.close()
    return 1000 * sorted(times)[int(_QUESTIONS * 0.99)]


def grow_to_a_million(settings: Settings) -> int:
    """Copy rows of the views, entries and seals under further indexes until there are a million records.

    The copies belong to nobody who is asked about, so they weigh on indexes and heap as other people's would.
    """
    with psycopg.connect(settings.postgres, autocommit=True) as connection:
        connection.execute("set search_path to ledger")
        count, size = connection.execute("select (select count(*) from record), size from head").fetchone() or (0, 0)
        first, step = count, 10_000_000
        while count < MILLION:
            some = min(first, MILLION - count)
            for statement in (
                "insert into record select log_id, idx + %(step)s, gen_random_uuid(), gen_random_uuid(), source,"
                " position, people, content, -identity - %(step)s, happened_at, appended_at, recipient, items, purpose,"
                " ground, verdict, basis, duty, awaits, marks from record where idx < %(size)s order by idx"
                " limit %(some)s",
                "insert into sealed select s.log_id, s.idx + %(step)s, s.key_id, s.sealed from sealed s"
                " join record r using (log_id, idx) where s.idx < %(size)s order by s.idx limit %(some)s",
                "insert into entry select e.log_id, e.idx + %(step)s, e.entry from entry e"
                " join record r using (log_id, idx) where e.idx < %(size)s order by e.idx limit %(some)s",
            ):
                connection.execute(statement.encode(), {"step": step, "size": size, "some": some})
            count += some
            step += 10_000_000
        connection.execute("analyze")
    return count


def idle_worker(settings: Settings) -> Worker:
    """A worker over a ledger that has recorded everything there is so far."""
    worker = Worker(settings)
    until(lambda: assigned([worker]), [worker])
    return worker


def _watch(settings: Settings, size: int, seen_at: dict[bytes, float], wanted: int) -> None:
    with psycopg.connect(settings.postgres, autocommit=True) as connection:
        connection.execute("set search_path to ledger")
        patience = time.monotonic() + 60
        while len(seen_at) < wanted and time.monotonic() < patience:
            rows = connection.execute(
                "select idx, event_id from record where log_id = 1 and idx >= %s order by idx", (size,)
            ).fetchall()
            now = time.perf_counter()
            for _, event_id in rows:
                seen_at[event_id.bytes] = now
            if rows:
                size = rows[-1][0] + 1
            time.sleep(0.002)


def _id(event: dict[str, object]) -> bytes:
    event_id = event["id"]
    assert isinstance(event_id, bytes)
    return event_id


__all__ = ["grow_to_a_million", "idle_worker", "lookup_p99_ms", "publish_to_visible_p99_ms"]

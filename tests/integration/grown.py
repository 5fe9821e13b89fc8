"""A ledger that has lived long and has nothing left to do: rows by the thousand in whatever housekeeping looks at."""

from __future__ import annotations

from typing import Any

from psycopg import sql

from ledger.cli.wiring import ledger_connection
from ledger.log.head import LOG_ID
from ledger.store.connect import Connection
from tests.integration.world import World

_DAY = 86_400_000_000
#: Every index of the log that is named here lies below this one.
_SIZE = 20_000_000
#: Each fills a table with ``%(count)s`` rows; the ranges of the log lie a million apart.
_FILLED = (
    # Records judged at once, a month ago.
    """
insert into record (log_id, idx, entry_id, event_id, source, position, people, identity, happened_at, appended_at,
  recipient, items, purpose, ground, verdict, basis, duty, touch)
select %(log)s, 1000000 + n, gen_random_uuid(), gen_random_uuid(), 'crm', 0, 1, n, %(month)s + n, %(month)s + n,
  'company', '{name}', 'operation', 'consent', 'lawful', 'consent', 'statutory', n %% 7
from generate_series(1, %(count)s) n
""",
    # Records that wait for a consent since a minute; that waited and were judged; that wait since a month, as was told.
    """
insert into record (log_id, idx, entry_id, event_id, source, position, people, identity, happened_at, appended_at,
  recipient, items, purpose, ground, verdict, basis, duty, awaits, touch)
select %(log)s, at + n, gen_random_uuid(), gen_random_uuid(), 'crm', 0, 1, n, since + n, since + n,
  'company', '{name}', 'operation', 'consent', 'undetermined', 'none', 'statutory', 'consent', n %% 7
from generate_series(1, %(count)s) n, (values
  (2000000, %(now)s - 60000000), (3000000, %(month)s), (4000000, %(month)s)) w(at, since)
""",
    """
insert into judgement (log_id, idx, entry_id, record_idx, happened_at, verdict, basis, duty, marks, cause)
select %(log)s, 5000000 + n, gen_random_uuid(), 3000000 + n, %(month)s + n, 'lawful', 'consent', 'statutory', '{}', 7
from generate_series(1, %(count)s) n
""",
    """
insert into alert (log_id, idx, entry_id, kind, record_idx, raised_at)
select %(log)s, 6000000 + n, gen_random_uuid(), 'overdue', 4000000 + n, %(month)s + n
from generate_series(1, %(count)s) n
""",
    """
insert into alert_acknowledgement (log_id, idx, alert_idx, officer, note, made_at)
select %(log)s, 7000000 + n, 6000000 + n, 'officer-1', '', %(month)s + n from generate_series(1, %(count)s) n
""",
    """
insert into fact (log_id, idx, entry_id, kind, source, event_id, identity, happened_at, appended_at)
select %(log)s, 19000000 + n, gen_random_uuid(), 'consent', 'members', gen_random_uuid(), n, %(month)s + n,
  %(month)s + n
from generate_series(1, %(count)s) n
""",
    # How far consents have come: until two minutes ago.
    """
insert into watermark_entry (log_id, idx, kind, reached)
select %(log)s, 9000000 + n, kind, %(now)s - 120000000 - %(count)s + n
from generate_series(1, %(count)s) n, (values ('consent', 0), ('link', 1), ('register', 2)) k(kind, nth)
where n %% 3 = nth
""",
    # Acts of people, half of them steps of cases.
    """
with entered as (
  insert into intake (log_id, made_at, officer, command, reason, entry, entry_id, key_id, sealed, case_id)
  select %(log)s, %(month)s + n, 'officer-1', case when n %% 2 = 0 then 'case answer' else 'preflight' end, 'request',
    '', gen_random_uuid(), n, '', case when n %% 2 = 0 then md5(n::text)::uuid end
  from generate_series(1, %(count)s) n returning intake_id)
insert into act (log_id, idx, intake_id) select %(log)s, 10000000 + intake_id, intake_id from entered
""",
    # Tasks that were answered; the cases of half of them are over.
    """
insert into task (log_id, idx, task, case_id, source, kind, due_at, told_at, announced, key_id, sealed)
select %(log)s, 11000000 + n, md5('task' || n)::uuid, md5(n::text)::uuid, 'crm', 'data', %(month)s + n, %(month)s,
  true, n, ''
from generate_series(1, %(count)s) n
""",
    """
insert into task_answer (log_id, idx, task, source)
select %(log)s, 12000000 + n, md5('task' || n)::uuid, 'crm' from generate_series(1, %(count)s) n
""",
    """
insert into fact (log_id, idx, entry_id, kind, source, event_id, happened_at, appended_at)
select log_id, idx, gen_random_uuid(), 'task_answer', source, gen_random_uuid(), idx, idx from task_answer
""",
    """
insert into sealed (log_id, idx, key_id, sealed)
select log_id, idx, idx, ''::bytea from fact where idx > 1000000
union all select log_id, idx, idx, '' from record where idx > 1000000
""",
    "insert into entry (log_id, idx, entry) select log_id, idx, '{}' from record where idx > 1000000",
    """
insert into task_report (log_id, idx, task, answer_idx, read)
select %(log)s, 13000000 + n, md5('task' || n)::uuid, 12000000 + n, true from generate_series(1, %(count)s) n
""",
    """
insert into stop (log_id, idx, stop, identity, ground, since, ends_at, told_at, key_id, person)
select %(log)s, 14000000 + n, md5('stop' || n)::uuid, n, '35(3)', %(month)s, null, %(month)s, n, ''
from generate_series(1, %(count)s) n
""",
    """
insert into stop_acknowledgement (log_id, idx, stop, source, effective_at)
select %(log)s, 15000000 + n, md5('stop' || n)::uuid, 'crm', %(month)s from generate_series(1, %(count)s) n
""",
    # Messages that could not be read: of consents, dismissed since; of provisions, whose schema nobody knows yet.
    """
insert into quarantine (log_id, topic_id, partition, "offset", topic, reason, fingerprint, appended_at, taken_at,
  held_at, digest, key_id, seal_id, sealed)
select %(log)s, p.topic_id, 0, 1000000 + n, p.topic, reason, '\\x00', %(month)s, %(month)s, held_at, '', n,
  gen_random_uuid(), ''
from generate_series(1, %(count)s) n, position p
join (values ('consents.members', 'schema_invalid', %(month)s), ('provisions.crm', 'unknown_fingerprint', null))
  q(topic, reason, held_at) using (topic)
""",
    """
insert into quarantine_resolution (log_id, topic_id, partition, "offset", outcome, idx)
select log_id, topic_id, partition, "offset", 'dismissed', 16000000 + "offset" from quarantine where held_at is not null
""",
    """
insert into quarantine_reread (log_id, idx, topic_id, partition, "offset", officer, reason)
select log_id, 18000000 + "offset", topic_id, partition, "offset", 'officer-1', 'unknown_fingerprint'
from quarantine where held_at is null
""",
    """
insert into checkpoint (log_id, size, note, published_at)
select %(log)s, %(size)s - %(count)s + n, '', %(month)s + n from generate_series(1, %(count)s) n
""",
    """
insert into touch (log_id, register, key, touch)
select %(log)s, 'recipients', 'r-' || n, n from generate_series(0, 99) n on conflict do nothing
""",
    """
insert into corrected (log_id, idx, touch, source, event_id)
select %(log)s, 17500000 + n, n %% 100, 'crm', event_id
from generate_series(1, %(count)s) n join record r on r.idx = 1000000 + n
""",
    "update head set size = %(size)s, rejudged_to = %(size)s where log_id = %(log)s",
)


def grow(world: World, count: int) -> None:
    """Let a ledger that has come to rest have lived long. Nothing of it is sealed, so nobody can open it."""
    values = {"log": LOG_ID, "count": count, "now": world.clock, "month": world.clock - 30 * _DAY, "size": _SIZE}
    with world.owner() as owner, owner.transaction():
        for statement in _FILLED:
            owner.execute(statement.encode(), values)


class Reader:
    """Reads along what a connection is asked, and tells what each question reads: blocks of 8 KiB, by question."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._asked: list[tuple[str, Any]] = []

    def along(self, connection: Connection) -> Connection:
        """Have a connection read along."""
        execute = connection.execute

        def asking(question: Any, values: Any = None, **how: Any) -> Any:
            said = question.as_string(connection) if isinstance(question, sql.Composable) else question
            self._asked.append((said if isinstance(said, str) else said.decode(), values))
            return execute(question, values, **how)

        connection.execute = asking  # type: ignore[method-assign]
        return connection

    def blocks(self) -> dict[str, int]:
        """Ask every question since the last time again, and return what it reads as things stand."""
        found: dict[str, int] = {}
        with ledger_connection(self._world.settings, "pl_worker") as connection:
            for question, values in self._asked:
                if question.lstrip(" \n(").startswith(("select", "with")) and "for update" not in question:
                    found[question] = max(blocks_read(connection, question, values), found.get(question, 0))
        self._asked.clear()
        return found


def blocks_read(connection: Connection, question: str, values: Any) -> int:
    """How many blocks a question reads."""
    (told,) = connection.execute(b"explain (analyze, buffers, format json) " + question.encode(), values).fetchall()[0]
    return int(told[0]["Plan"]["Shared Hit Blocks"] + told[0]["Plan"]["Shared Read Blocks"])

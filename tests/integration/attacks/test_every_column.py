"""Every column of both databases, changed by hand: the audit finds it, or it stands here why nothing rests on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import product
from typing import Any

import psycopg
import pytest
from psycopg import sql

from ledger.audit.audit import Check
from ledger.cli.audit_command import views
from ledger.cli.wiring import ledger_connection
from ledger.judging.acts import enter_act
from streams.recorder.rebuild import VIEWS
from tests.events import stop
from tests.integration.attacks.attackers import Attacker, attacking, audited, erase, file_attached, told
from tests.integration.test_notary import CHANGES
from tests.integration.test_rebuild import live_through_everything
from tests.integration.world import World

__all__ = ["told"]

#: State that only the next messages or processes need: nothing that is proved or shown rests on it, and each says what
#: a changed value does. A name without a column stands for the whole table.
STATE: Mapping[str, str] = {
    "watermark": "moved by the next events; what it ended is an entry of its own (`watermark_entry` is compared)",
    "instance": "state of hearing sources; what came of it is in `seen` and in alerts, which are compared",
    "heard": "running numbers since the last batch; the batch entries say which ones came (`seen` is compared)",
    "rejudging": "how far a judgement made again has got: made to the end once more, it changes nothing",
    "schema_migration": "which files were applied; a hash that differs stops every process (`migrate`)",
    "asked_once": "answers given again within a day; the acts that they answer are in the intake, which is compared",
    "head.key_epoch": "compared for equality alone, so another value makes batches be sealed again",
    "head.rejudged_to": "facts below it were judged again; `judgements` makes every judgement again",
    "mail": "a row that is changed or gone is not sent, or late; who it goes to is sealed, what was sent is an act",
    "outbox.log_id": "the row would not be sent: as if it had been sent and removed, which the log does not say",
    "outbox.outbox_id": "order of sending",
    "vault.blind_generation": "in which generations ids may be: a wrong one finds nobody, or looks once too often",
    "vault.master_check": "tells a wrong master key before anything is wrapped by it",
    "vault.schema_migration": "as in the ledger",
    "vault.erasure_order": "what is under way; what was erased is an entry",
    "vault.doomed": "keys out of reach until the log says they are gone",
    "vault.destroyed": "numbers of keys that are gone; entries say what they covered",
    "vault.key.made_at": "from when a sweep may take a key that sealed nothing",
    "vault.key.closing": "a sweep is under way",
    "vault.account": "sealed for its officer, so it lets nobody else in; what they may do and did is in the log",
    "vault.invitation": "another value lets nobody in: what is sealed is sealed for the digest of its code",
    "vault.session": "one that the staff's key does not vouch for is none; acts done there are in the log",
    "vault.device": "whose guesses are counted apart",
    "vault.tried": "how often somebody guessed of late: another value makes guesses slower or faster",
    "vault.saved_search": "an officer's filters under a name, sealed for them: another value opens nothing",
    "vault.search_columns": "which columns of a list an officer sees first",
    "vault.look": "the reason is in the act that was entered before; here it says which session has been asked",
    "vault.identity.generation": "which key the next change of the index key starts from",
}
#: Published heads and their stamps take a notary: `CHANGES` of `tests/integration/test_notary.py` has their columns.
ELSEWHERE = frozenset({"checkpoint", "time_stamp"})

_COLUMNS = """
select c.relname, a.attname, format_type(a.atttypid, a.atttypmod) from pg_attribute a
join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
where n.nspname = %s and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped order by c.relname, a.attnum
"""
#: Another value of each type than the one that is there.
_OTHER = {
    "bigint": "coalesce({}, 0) + 1000003",
    "integer": "coalesce({}, 0) + 1000003",
    "smallint": "coalesce({}, 0) + 1",
    "text": "coalesce({}, '') || ' '",  # JSON stays JSON
    "bytea": "coalesce({}, '') || '\\x01'",
    "uuid": "gen_random_uuid()",
    "boolean": "not coalesce({}, false)",
    "text[]": "coalesce({}, '{{}}') || array['x']",
    "timestamp with time zone": "coalesce({}, now()) + interval '1 day'",
}


def columns(connection: psycopg.Connection[Any], schema: str) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for table, column, kind in connection.execute(_COLUMNS, (schema,)):
        found.setdefault(table, []).append((column, kind))
    return found


def change(attacker: Attacker, table: str, column: str, kind: str) -> None:
    """Change one row's column."""
    name = sql.Identifier(column)
    other = sql.SQL(_OTHER[kind]).format(name)
    statement = sql.SQL("update {table} set {name} = {other} where ctid = (select ctid from {table} limit 1)")
    changed = attacker.execute(statement.format(table=sql.Identifier(table), name=name, other=other))
    assert changed.rowcount == 1, f"{table} has no row to change"


@contextmanager
def put_back(attacker: Attacker, *tables: str) -> Iterator[None]:
    """Put tables back as they were."""
    for table in tables:
        attacker.execute(sql.SQL("create temporary table {} as table {}").format(
            sql.Identifier(f"kept_{table}"), sql.Identifier(table)))  # fmt: skip
    yield
    for table in tables:
        whole, kept = sql.Identifier(table), sql.Identifier(f"kept_{table}")
        attacker.execute(sql.SQL("delete from {}").format(whole))
        attacker.execute(sql.SQL("insert into {} overriding system value table {}").format(whole, kept))
        attacker.execute(sql.SQL("drop table {}").format(kept))


def let_numbers_be_changed(attacker: Attacker, table: str, column: str) -> None:
    attacker.execute(sql.SQL("alter table {} alter {} set generated by default").format(
        sql.Identifier(table), sql.Identifier(column)))  # fmt: skip


def test_every_table_and_column_is_thought_of(world: World) -> None:
    with world.owner() as owner, world.vault_owner() as vault_owner:
        there = columns(owner, "ledger")
        there |= {f"vault.{table}": found for table, found in columns(vault_owner, "vault").items()}
    every = {*there, *(f"{table}.{column}" for table, found in there.items() for column, _ in found)}
    assert set(STATE) <= every, "a table or column is listed that is not there"
    tables = {name for name in there if name not in STATE}
    assert tables == {*VIEWS, *ELSEWHERE, *LOG, *BESIDE, *(f"vault.{name}" for name in KEY_STORE)}
    assert {(table, column) for table in ELSEWHERE for column, _ in there[table]} == set(CHANGES)


def test_a_changed_column_of_any_view_is_found(world: World) -> None:
    live_through_everything(world)
    connection, vault = world.worker()
    whose = vault.find(("member", "A-1"))[0].identity
    about = {"as_of": world.size, "files": ["/answers/a.html"]}
    enter_act(connection, vault, world.registers(), "officer-1", "request", "disclose", about, whose, world.clock)
    world.settle()
    everything_is_noticed(world, [view for view in VIEWS if view != "erased"])


def test_a_changed_column_of_what_was_erased_is_found(told: World) -> None:
    erase(told)
    everything_is_noticed(told, ["erased"])


def everything_is_noticed(world: World, tables: Sequence[str]) -> None:
    """Change a column of each view, one after another, and see that all of these views are found to differ."""
    with attacking(world) as attacker:
        there = columns(attacker, "ledger")
        for number in range(max(len(there[view]) for view in tables)):
            changed = [view for view in tables if len(there[view]) > number]
            with put_back(attacker, *changed):
                for view in changed:
                    change(attacker, view, *there[view][number])
                with ledger_connection(world.settings, "pl_auditor") as connection, connection.transaction():
                    connection.execute("set transaction isolation level repeatable read, read only")
                    found = {one.what.partition(":")[0]: one for one in views(world.settings, connection, world.vault)}
                missed = {f"{view}.{there[view][number][0]}" for view in changed if view not in found}
                assert not missed - set(STATE), "nobody would notice a change of these"
                nowhere = {view for view, one in found.items() if one.index is None and "idx" in dict(there[view])}
                assert not nowhere, "a finding names the first row that differs"


#: The log itself, and the checks that compare it; the rest of it is in VIEWS.
LOG = {"entry": {"tree"}, "sealed": {"seals"}, "head": {"tree"}}
#: What stands beside it.
BESIDE = {"intake": {"intake"}, "attachment": {"files"}, "quarantine": {"batches"}, "outbox": {"outbox"}}
#: The key store, and the checks that compare it.
KEY_STORE: Mapping[str, Check] = {"key": "seals", "identity": "seals", "stopped": "keys", "named_key": "keys"}


@pytest.mark.parametrize("table", [*LOG, *BESIDE])
def test_a_changed_column_of_the_log_and_of_what_stands_beside_it_is_found(told: World, table: str) -> None:
    checks: set[Check] = {**LOG, **BESIDE}[table]  # type: ignore[assignment]
    file_attached(told)
    with attacking(told) as attacker:
        if table == "outbox":
            attacker.execute("delete from outbox where kind <> 'dead_letters'")
        for column, kind in columns(attacker, "ledger")[table]:
            if f"{table}.{column}" in STATE:
                continue
            with put_back(attacker, table):
                if table == "intake" and column == "intake_id":
                    let_numbers_be_changed(attacker, table, column)
                change(attacker, table, column, kind)
                try:
                    faults = audited(told, frozenset(checks)).faults
                except LookupError:
                    continue  # no head row of our log: the audit does not begin
                assert faults, f"nobody would notice a change of {table}.{column}"
                assert faults[0].index is not None or table == "outbox", f"where {table}.{column} was changed"
    assert audited(told).faults == (), "everything was put back"


@pytest.mark.parametrize("table", KEY_STORE)
def test_a_changed_column_of_the_key_store_is_found(told: World, table: str) -> None:
    told.tell("stops.members", stop("A-1"), stop("A-2"))
    told.settle()
    assert audited(told).faults == ()
    with told.vault_owner() as attacker:
        rows = "select min(ctid) from key group by kind" if table == "key" else f"select ctid from {table}"
        ((count,),) = attacker.execute(f"select count(*) from ({rows}) r".encode())
        assert count > 1, "of each kind of key one, of another table every row"
        compared = [one for one in columns(attacker, "vault")[table] if f"vault.{table}.{one[0]}" not in STATE]
        for (column, kind), at in product(compared, range(count)):
            with put_back(attacker, table):
                row, other = f"({rows} order by 1 limit 1 offset {at})", _OTHER[kind].format(column)
                changed = attacker.execute(f"update {table} set {column} = {other} where ctid = {row}".encode())
                assert changed.rowcount == 1
                faults = audited(told, frozenset({KEY_STORE[table]})).faults
                assert faults, f"nobody would notice a change of {table}.{column}, row {at}"
    assert audited(told).faults == (), "everything was put back"

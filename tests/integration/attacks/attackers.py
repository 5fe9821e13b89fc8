"""Somebody with every right over both databases, triggers off, and the audit that looks for what they did."""

from __future__ import annotations

from functools import partial
from typing import Any

import psycopg
import pytest

from ledger.audit.audit import CHECKS, Check, Report, Seen, Source, audit
from ledger.cases.casebook import Casebook
from ledger.cases.files.store import Attaching, attach
from ledger.cli.audit_command import judgements, views
from ledger.cli.wiring import ledger_connection, open_vault
from ledger.judging.acts import enter_act
from ledger.judging.erasing import carry_out
from ledger.log.tiles import RightEdge, leaf_hash
from ledger.store.connect import VAULT_SCHEMA, connect
from ledger.vault.erasure import Shredder
from tests.events import consent, provision
from tests.files import PDF
from tests.integration.world import World

Attacker = psycopg.Connection[Any]


@pytest.fixture
def told(world: World) -> World:
    """A ledger with records, facts, an act, a quarantined message and a hole."""
    world.registered()
    world.tell("consents.members", consent("A-1"), consent("A-2"))
    world.tell("provisions.crm", provision("A-1"), provision("A-2"), provision("A-1"), b"noise")
    world.skip("provisions.crm", 2)
    world.tell("provisions.crm", provision(["A-2", "A-3"]))
    connection, vault = world.worker()
    enter_act(connection, vault, world.registers(), "officer-1", "audit", "search", {}, None, world.clock)
    world.settle()
    return world


def file_attached(world: World) -> str:
    """Open a case and attach a file of two parts to it; return its number."""
    book = Casebook(ledger_connection(world.settings, "pl_reader"), open_vault(world.settings, "pl_reader"))
    form = {"kind": "data", "channel": "post", "language": "ja", "arrived": "2026-04-01", "asked": "", "contact": "",
            "claimed": ""}  # fmt: skip
    receipt, _ = book.open(form, "officer-1", world.clock)
    large = PDF.replace(b"endobj", b"%" + b"x" * 300_000 + b"\nendobj")
    attach(book, receipt.number, large, Attaching("officer-1", "request", world.clock, False, world.registers()))
    world.settle()
    book.connection.close()
    book.vault.close()
    return receipt.number


def attacking(world: World) -> Attacker:
    connection = world.owner()
    connection.execute("set session_replication_role = replica")
    return connection


def audited(world: World, checks: frozenset[Check] = CHECKS, since: Seen | None = None) -> Report:
    """Audit by these checks alone."""
    vault = open_vault(world.settings, "pl_auditor")
    key_store = connect(world.settings.vault, "pl_auditor", VAULT_SCHEMA)
    with ledger_connection(world.settings, "pl_auditor") as connection, connection.transaction():
        connection.execute("set transaction isolation level repeatable read, read only")
        source = Source(
            connection, vault, key_store,
            brought={
                "judgements": partial(judgements, connection, vault),
                "views": lambda *_: views(world.settings, connection, vault),
            },
        )  # fmt: skip
        report = audit(source, world.clock, since, checks)
    key_store.close()
    vault.close()
    return report


def found(world: World, kind: str, index: int | None, by: Check, *also: Check) -> None:
    """The check ``by`` finds it, and names index and kind; so does each of ``also`` find something. With these off, and
    no other, nobody notices anything: it is they that hold it."""
    faults = audited(world, frozenset({by})).faults
    assert (kind, index) in {(one.kind, one.index) for one in faults}, faults
    for other in also:
        assert audited(world, frozenset({other})).faults, f"{other} does not find it: do not name it"
    left = audited(world, CHECKS - {by, *also}).faults
    assert left == (), "another check finds it too: name it"


def record(world: World, number: int = 0) -> int:
    return sorted(row.idx for row in world.rows())[number]


def rewrite_tree(attacker: Attacker) -> None:
    """Make tiles and head fit whatever the entries are now, as somebody would who knows how."""
    leaves = [leaf_hash(bytes(entry)) for (entry,) in attacker.execute("select entry from entry order by idx")]
    edge = RightEdge(0, {})
    tiles = edge.append(leaves).tiles
    attacker.execute("delete from tile")
    with attacker.cursor() as cursor:
        cursor.executemany("insert into tile (log_id, level, n, hashes) values (1, %s, %s, %s)", tiles)
    attacker.execute("update head set size = %s, root = %s", (len(leaves), edge.root()))


def erase(world: World) -> tuple[int, list[tuple[Any, ...]]]:
    """Erase a person; return an erased entry and the keys as yesterday's backup has them."""
    shredder = Shredder(partial(connect, world.settings.vault, "pl_erasure", VAULT_SCHEMA))
    identity = world.vault.find(("member", "A-1"))[0].identity
    keys = shredder.keys_of([identity])
    with world.vault_owner() as owner:
        kept = owner.execute("select * from key where key_id = any(%s)", (list(keys),)).fetchall()
    order = shredder.order(keys, [identity], "request", "officer-1", world.clock)
    with ledger_connection(world.settings, "pl_erasure") as connection:
        carry_out(connection, shredder, order, lambda: world.clock)
    shredder.close()
    ((idx,),) = world.ask("select min(first_index) from erased")
    return idx, kept

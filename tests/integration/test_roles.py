"""Who may do what to which table, read from the catalogue: a table or role that nobody thought of fails."""

from __future__ import annotations

import psycopg

from ledger.store.connect import Connection
from tests.integration.world import World

INSERT_ONLY = frozenset({"SELECT", "INSERT"})
UPDATED = frozenset({"SELECT", "INSERT", "UPDATE"})
READ = frozenset({"SELECT"})
RUNNING = ("pl_worker", "pl_relay", "pl_reader", "pl_rebuild", "pl_erasure", "pl_notary", "pl_auditor", "pl_mail")

WORKER = {
    **dict.fromkeys(
        ("entry", "sealed", "trace", "quarantine", "quarantine_resolution", "seen", "record", "judgement", "fact",
         "consent", "link", "register", "conflict", "watermark_entry", "alert", "act", "outbox", "intake",
         "series", "omission", "stop", "stop_acknowledgement", "acceptance", "alert_acknowledgement", "block",
         "touch", "corrected", "rules", "cause", "refusal",
         "counterpart", "erased", "export", "task", "task_answer", "task_report", "quarantine_reread"),
        INSERT_ONLY,
    ),
    **dict.fromkeys(("tile", "position", "watermark", "instance", "heard"), UPDATED),
    **dict.fromkeys(("head", "rejudging"), frozenset({"SELECT", "UPDATE"})),
    **dict.fromkeys(("schema_migration", "checkpoint", "time_stamp", "mail"), READ),
    **dict.fromkeys(("open_record", "accepted", "touching", "alert_service"), READ),
}  # fmt: skip
RELAY = {
    **dict.fromkeys(
        ("head", "record", "judgement", "alert", "alert_service", "stop", "task", "cause", "schema_migration"), READ
    ),
    "outbox": {"SELECT", "DELETE"},
}
#: What waits to be sent, and files of cases: nothing that views are made of.
OF_CASES = {"mail", "attachment"}
READER = {
    **dict.fromkeys(WORKER, READ), **dict.fromkeys(("intake", *OF_CASES), INSERT_ONLY),
    "asked_once": frozenset({"SELECT", "INSERT", "DELETE"}),
}  # fmt: skip
REBUILD = dict.fromkeys(WORKER.keys() - OF_CASES, READ)
ERASED = (
    "record", "judgement", "fact", "consent", "link", "conflict", "quarantine_resolution", "series", "omission",
    "acceptance", "corrected", "refusal", "counterpart", "alert", "alert_acknowledgement", "export", "task",
    "task_report", "quarantine_reread",
)
ERASURE = {
    **dict.fromkeys(WORKER.keys() - OF_CASES, READ),
    "attachment": frozenset({"SELECT", "DELETE"}),
    **dict.fromkeys(ERASED, frozenset({"SELECT", "DELETE"})),
    **dict.fromkeys(("entry", "sealed", "erased"), INSERT_ONLY),
    "tile": UPDATED,
    "head": frozenset({"SELECT", "UPDATE"}),
}
NOTARY = {
    **dict.fromkeys(("head", "tile", "schema_migration"), READ),
    **dict.fromkeys(("checkpoint", "time_stamp"), INSERT_ONLY),
}
#: State of taking in is nothing an audit compares.
AUDITOR = {
    **dict.fromkeys(
        WORKER.keys()
        - {"watermark", "instance", "heard", "rejudging"}
        - OF_CASES
        - {"open_record", "touching", "alert_service"},
        READ,
    ),
    "attachment": READ, "intake": INSERT_ONLY,
}
MAIL = {
    **dict.fromkeys(("schema_migration", "head", "register"), READ),
    "intake": INSERT_ONLY,
    "mail": frozenset({"SELECT", "UPDATE", "DELETE"}),
}
EXPECTED = dict(zip(RUNNING, (WORKER, RELAY, READER, REBUILD, ERASURE, NOTARY, AUDITOR, MAIL), strict=True))

VAULT = {
    "pl_worker": {
        **dict.fromkeys(("identity", "key", "named_key", "stopped", "master_check"), INSERT_ONLY),
        "blind_generation": READ,
    },
    "pl_reader": {
        **dict.fromkeys(("identity", "named_key", "stopped", "erasure_order", "destroyed"), READ),
        **dict.fromkeys(("master_check", "blind_generation"), READ),
        "key": INSERT_ONLY,
    },
    "pl_rebuild": dict.fromkeys(
        ("identity", "key", "named_key", "erasure_order", "destroyed", "master_check", "blind_generation"), READ
    ),
    "pl_relay": dict.fromkeys(("identity", "key", "named_key", "master_check", "blind_generation"), READ),
    "pl_keys": {
        **dict.fromkeys(("key", "identity"), READ), **dict.fromkeys(("named_key", "blind_generation"), INSERT_ONLY),
        "master_check": frozenset({"SELECT", "INSERT", "DELETE"}),
    },
    "pl_auditor": {
        **dict.fromkeys(("identity", "named_key", "stopped", "erasure_order", "destroyed", "master_check"), READ),
        "blind_generation": READ, "key": INSERT_ONLY,
    },
    #: Of what else is there the console asks in the role of who reads.
    "pl_staff": {
        **dict.fromkeys(("named_key", "master_check"), READ),
        **dict.fromkeys((
            "account", "invitation", "session", "device", "look", "tried", "saved_search", "search_columns",
        ), UPDATED | {"DELETE"}),
    },
    "pl_erasure": {
        **dict.fromkeys(("identity", "key"), frozenset({"SELECT", "DELETE"})),
        "erasure_order": UPDATED, "doomed": frozenset({"SELECT", "INSERT", "DELETE"}), "destroyed": INSERT_ONLY,
    },
}

#: What is granted of single columns only.
LEDGER_COLUMNS = {
    ("pl_relay", "quarantine", "SELECT"): {"log_id", "topic_id", "partition", "offset", "topic", "reason"},
}
VAULT_COLUMNS = {
    ("pl_worker", "key", "UPDATE"): {"closing"},
    ("pl_erasure", "key", "UPDATE"): {"closing"},
    ("pl_erasure", "identity", "UPDATE"): {"identity"},
    ("pl_erasure", "stopped", "SELECT"): {"identity"},
    ("pl_keys", "key", "UPDATE"): {"wrapped"},
    ("pl_keys", "named_key", "UPDATE"): {"wrapped"},
    ("pl_keys", "identity", "UPDATE"): {"blind", "generation"},
    ("pl_keys", "blind_generation", "UPDATE"): {"left_at"},
    ("pl_reader", "doomed", "SELECT"): {"key_id", "erasure"},
    ("pl_rebuild", "doomed", "SELECT"): {"key_id", "erasure"},
}

#: Everybody's grants (PUBLIC) too, which are nobody's in particular.
_GRANTS = """
select coalesce(r.rolname, 'everybody'), c.relname, a.privilege_type
from pg_class c join pg_namespace n on n.oid = c.relnamespace,
     lateral aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) a left join pg_roles r on r.oid = a.grantee
where n.nspname = %s and c.relkind in ('r', 'v', 'p', 'm', 'f', 'S') and r.rolname is distinct from current_user
"""
_COLUMN_GRANTS = """
select coalesce(r.rolname, 'everybody'), c.relname, a.privilege_type, t.attname
from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute t on t.attrelid = c.oid,
     lateral aclexplode(t.attacl) a left join pg_roles r on r.oid = a.grantee
where n.nspname = %s
"""
_MAKERS = """
select coalesce(r.rolname, 'everybody')
from pg_namespace n, lateral aclexplode(n.nspacl) a left join pg_roles r on r.oid = a.grantee
where n.nspname = %s and a.privilege_type = 'CREATE' and r.rolname is distinct from current_user
"""


def granted(connection: Connection, schema: str) -> dict[str, dict[str, set[str]]]:
    found: dict[str, dict[str, set[str]]] = {}
    for role, table, verb in connection.execute(_GRANTS, (schema,)):
        found.setdefault(role, {}).setdefault(table, set()).add(verb)
    return found


def granted_columns(connection: Connection, schema: str) -> dict[tuple[str, str, str], set[str]]:
    found: dict[tuple[str, str, str], set[str]] = {}
    for role, table, verb, column in connection.execute(_COLUMN_GRANTS, (schema,)):
        found.setdefault((role, table, verb), set()).add(column)
    return found


def test_every_role_has_exactly_its_verbs_on_every_table(world: World) -> None:
    with world.owner() as owner:
        assert granted(owner, "ledger") == EXPECTED
        tables = {name for (name,) in owner.execute(
            "select relname from pg_class c join pg_namespace n on n.oid = relnamespace"
            " where nspname = 'ledger' and relkind in ('r', 'v', 'p', 'm', 'f')"
        )}  # fmt: skip
        assert tables == {*WORKER, *READER}, "a table this test does not know"


def test_single_columns_are_granted_where_a_whole_row_would_be_too_much(world: World) -> None:
    with world.owner() as owner:
        assert granted_columns(owner, "ledger") == LEDGER_COLUMNS
        assert owner.execute(_MAKERS, ("ledger",)).fetchall() == [], "who may make tables in it"
    with psycopg.connect(world.settings.vault) as owner:
        assert granted_columns(owner, "vault") == VAULT_COLUMNS
        assert owner.execute(_MAKERS, ("vault",)).fetchall() == []


def test_a_grant_that_nobody_thought_of_is_found(world: World) -> None:
    with world.owner() as owner:
        owner.execute("grant select on sealed to public")
        owner.execute("grant update (verdict) on record to pl_worker")
        owner.execute("grant create on schema ledger to pl_worker")
        assert granted(owner, "ledger") == {**EXPECTED, "everybody": {"sealed": {"SELECT"}}}
        assert granted_columns(owner, "ledger") == {**LEDGER_COLUMNS, ("pl_worker", "record", "UPDATE"): {"verdict"}}
        assert owner.execute(_MAKERS, ("ledger",)).fetchall() == [("pl_worker",)]


def test_the_vault_grants_as_little(world: World) -> None:
    with psycopg.connect(world.settings.vault) as owner:
        assert {
            role: {table: verbs for table, verbs in tables.items() if table != "schema_migration"}
            for role, tables in granted(owner, "vault").items()
        } == VAULT


def test_nobody_who_runs_may_log_in_or_become_more(world: World) -> None:
    with world.owner() as owner:
        rows = owner.execute(
            "select rolname from pg_roles where rolname like 'pl\\_%' and"
            " (rolsuper or rolcreatedb or rolcreaterole or rolcanlogin or rolbypassrls)"
        ).fetchall()
    assert rows == []

"""The command as the audit department runs it: with a login that may do nothing else, while workers go on."""

from __future__ import annotations

import json
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from ledger.cli.audit_command import AuditStateUnreadable, audit_command, views
from ledger.cli.settings import PREFIX, Settings
from ledger.cli.wiring import ledger_connection, open_vault
from tests.events import consent, provision
from tests.integration.world import World

_LOGIN = "audit_department"


@pytest.fixture
def department(world: World) -> Settings:
    """Settings of a login that is a member of pl_auditor and of nothing else, over a ledger with records."""
    world.registered()
    world.tell("consents.members", consent("A-1"))
    world.tell("provisions.crm", provision("A-1"), provision("A-2"), b"noise")
    world.settle()
    with world.owner() as owner:
        if owner.execute("select from pg_roles where rolname = %s", (_LOGIN,)).fetchone() is None:
            statement = sql.SQL("create role {} login password {} in role pl_auditor")
            password = conninfo_to_dict(world.settings.postgres)["password"]
            owner.execute(statement.format(sql.Identifier(_LOGIN), password))
    login = f" user={_LOGIN}"
    return world.settings.model_copy(
        update={"postgres": world.settings.postgres + login, "vault": world.settings.vault + login}
    )


def run(settings: Settings, *more: str) -> tuple[int, dict[str, object]]:
    told = {
        PREFIX + "POSTGRES": settings.postgres, PREFIX + "VAULT": settings.vault,
        PREFIX + "MASTER_KEY_FILE": str(settings.master_key_file),
    }  # fmt: skip
    done = CliRunner().invoke(
        audit_command, ["--as", "officer-1", "--reason", "audit", "--json", *more], env=told, catch_exceptions=False
    )
    return done.exit_code, json.loads(done.stdout)


def test_the_whole_audit_runs_under_a_login_that_may_do_nothing_else(
    world: World, department: Settings, tmp_path: Path
) -> None:
    state = tmp_path / "audited.json"
    code, report = run(department, "--state", str(state))
    assert (code, report["ok"], report["skipped"]) == (0, True, [])
    world.settle()
    assert world.ask("select command from intake") == [("audit",)], "an audit is an act"
    assert run(department, "--state", str(state))[0] == 0
    with world.owner() as owner:
        owner.execute("set session_replication_role = replica")
        owner.execute("update record set duty = 'voluntary'")
    code, report = run(department)
    assert code == 1
    (found,) = report["findings"]  # type: ignore[misc]
    assert (found["kind"], found["index"]) == ("view_changed", min(row.idx for row in world.rows()))


def test_that_login_can_become_nobody_else_and_change_nothing(department: Settings) -> None:
    with psycopg.connect(department.postgres, autocommit=True) as connection:
        for statement in ("set role pl_worker", "set role pl_reader", "create schema s", "delete from ledger.record"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement.encode())


def test_what_is_recorded_during_an_audit_is_no_fault(world: World, department: Settings) -> None:
    vault = open_vault(department, "pl_auditor")
    with ledger_connection(department, "pl_auditor") as connection, connection.transaction():
        connection.execute("set transaction isolation level repeatable read, read only")
        connection.execute("select from head")
        world.tell("provisions.crm", provision("A-1"))
        assert list(views(department, connection, vault)) == []
    vault.close()


def test_a_state_file_that_was_cut_off_anywhere_or_changed_is_said_and_nothing_is_audited(
    world: World, department: Settings, tmp_path: Path
) -> None:
    state = tmp_path / "audited.json"
    whole = json.dumps({"size": 3, "root": "ab" * 32})
    cut_off = [whole[:left] for left in range(len(whole))]
    for kept in [*cut_off, "[1]", '{"size": 3}', '{"size": 3, "root": "abab"}', whole.replace("3", '"x"'), f"{whole}}}",
                 whole.replace("3", "-3")]:  # fmt: skip
        state.write_text(kept)
        with pytest.raises(AuditStateUnreadable, match=r"audited\.json"):
            run(department, "--state", str(state))
        assert state.read_text() == kept
    assert world.ask("select count(*) from intake") == [(0,)]


def test_the_state_of_another_ledger_is_another_history(
    world: World, department: Settings, tmp_path: Path
) -> None:  # fmt: skip
    state = tmp_path / "audited.json"
    assert run(department, "--state", str(state))[0] == 0
    foreign = {**json.loads(state.read_text()), "root": bytes(32).hex()}
    state.write_text(json.dumps(foreign))
    code, report = run(department, "--state", str(state))
    faults = [one["kind"] for one in report["findings"] if one["fault"]]  # type: ignore[attr-defined]
    assert (code, faults) == (1, ["history_changed"])
    assert json.loads(state.read_text()) == foreign, "what was seen before is kept where something is wrong"

"""Each process at its work under its own login, as `migrate --logins` makes them for containers."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner, Result
from psycopg.conninfo import make_conninfo

from ledger.cases.mail.sender import Sender
from ledger.cases.mail.smtp import MailServer
from ledger.cli.main import commands
from ledger.cli.migrate_command import migrate
from ledger.cli.preflight_command import open_preflight, read_question
from ledger.cli.rebuild_command import OwnerNeeded
from ledger.cli.settings import Settings, SettingsInvalid
from ledger.cli.window_command import open_desks
from ledger.cli.wiring import ledger_connection, open_vault
from ledger.judging.services import services_at
from ledger.log.trust_policy import parse_policy
from ledger.runtime.ports import free_port
from ledger.store import logins
from ledger.store.logins import LOGINS, make_logins
from ledger.web.api.app import api_app
from ledger.web.rate import Rates
from ledger.web.window import window_app
from tests.events import consent, provision, register
from tests.integration.apis import Program, token_for
from tests.integration.consoles import console
from tests.integration.notaries import SIGNER, Desk
from tests.integration.pages import browsing
from tests.integration.test_preflight import service, written
from tests.integration.test_relay import Captured, relay_of
from tests.integration.windows import ask
from tests.integration.workers import environment
from tests.integration.world import World

BY_PROCESS = {login.process: login for login in LOGINS}


def password(process: str) -> str:
    return f"it's the {process}'s"


def under(world: World, process: str) -> Settings:
    """Settings of a process's login."""
    said = {"user": BY_PROCESS[process].name, "password": password(process)}
    return world.settings.model_copy(update={
        "postgres": make_conninfo(world.settings.postgres, **said),
        "vault": make_conninfo(world.settings.vault, **said),
    })  # fmt: skip


@pytest.fixture
def made(world: World, tmp_path: Path) -> World:
    """A world with something to work on, and every login."""
    world.registered()
    world.tell("registers.operator", register("services", "crm-service", service()))
    world.tell("consents.members", consent("A-1"))
    world.tell("provisions.crm", provision("A-1"), provision("A-2"), b"noise")
    assert told_to_make(world, tmp_path).exit_code == 0
    return world


def told_to_make(world: World, folder: Path, without: Collection[str] = ()) -> Result:
    secrets = folder / "secrets"
    secrets.mkdir(exist_ok=True)
    for login in LOGINS:
        if login.process not in without:
            (secrets / f"{login.process}_postgres_password").write_text(password(login.process) + "\n")
    told = {**environment(world.settings), "PROVISION_LEDGER_KAFKA": ""}
    return CliRunner().invoke(migrate, ["--logins", str(secrets)], env=told)


def work(world: World, tmp_path: Path) -> None:
    """Take in, judge, judge again."""
    world.recorder = world.another_recorder()
    world.tell("consents.members", consent("A-2"), consent("A-2", "withdrawn"))
    world.tell("provisions.crm", provision("B-1"), provision("A-1"))
    world.pass_time(7200)
    assert len(world.rows()) == 4


def relay(world: World, tmp_path: Path) -> None:
    producer = Captured()
    relaying, connection = relay_of(world, producer)
    while relaying.turn(connection):
        pass
    assert {message.topic for message in producer.sent} >= {"alerts", "provisions.dlq", "verdicts"}


def preflight(world: World, tmp_path: Path) -> None:
    answering = open_preflight(world.settings)
    answering.refresh()
    (crm,) = (one for one in services_at(answering.registers, world.clock) if one.code == "crm-service")
    (answer,) = answering.answer([read_question(crm, json.loads(written("A-1")))])
    assert answer.yes
    answering.close()


def window(world: World, tmp_path: Path) -> None:
    desks = open_desks(world.settings)
    with browsing(window_app(desks, Rates(lambda: 0.0), lambda: world.clock)) as browser:
        assert ask(browser)["number"]
    desks.close()


def console_(world: World, tmp_path: Path) -> None:
    with console(world, "officer-1") as (seat,):
        assert seat.get("/ja/").status == 200
        assert seat.send("/ja/conflicts", {"conflict_self": "member Z-9"}).status == 200


def made_token(world: World) -> str:
    """The token of a client that an officer made."""
    settings, world.settings = world.settings, under(world, "officer")
    token = token_for(world, "officer-1")
    world.settings = settings
    return token


def api(world: World, tmp_path: Path) -> None:
    token = made_token(world)
    desks = open_desks(world.settings)
    with browsing(api_app(desks, Rates(lambda: 0.0), lambda: world.clock)) as browser:
        program = Program(browser.port, token)
        assert program.post("/v1/conflicts", {"people": []}).status == 200
    desks.close()


def mail(world: World, tmp_path: Path) -> None:
    vault = open_vault(world.settings, "pl_relay")
    server = MailServer("127.0.0.1", free_port(), "none")
    sender = Sender(vault, server, "desk@example.jp", "https://window.example.jp/", lambda: world.clock)
    with ledger_connection(world.settings, "pl_mail") as connection:
        sender.turn(connection)
    vault.close()


def notary(world: World, tmp_path: Path) -> None:
    desk = Desk(world, tmp_path / "notary", parse_policy(f"log {SIGNER.key}\nquorum none\n".encode()))
    assert desk.turn() == "published"
    desk.close()


#: Of the commands of people one for each role that they play.
_COMMANDS = (
    "search", "stop list", "quarantine list", "retention run", "audit", "keys sweep", "keys rotate master",
    "staff list",
)  # fmt: skip


def officer(world: World, tmp_path: Path) -> None:
    world.settle()  # what the others did by the test's clock stands in the log before an audit goes by its own
    for command in _COMMANDS:
        reason = "audit" if command == "audit" else "operation"
        words = [*command.split(), "--as", "officer-1", "--reason", reason]
        done = CliRunner().invoke(commands, words, env=dict(environment(world.settings)))
        assert done.exit_code == 0, (command, done.output, done.exception)
    words = ["rebuild", "--as", "officer-1", "--reason", "operation"]
    done = CliRunner().invoke(commands, words, env=dict(environment(world.settings)))
    assert isinstance(done.exception, OwnerNeeded), "it makes a schema, which is the owner's"


WORK: dict[str, Callable[[World, Path], None]] = {
    "worker": work, "relay": relay, "preflight": preflight, "window": window, "console": console_, "api": api,
    "mail": mail, "notary": notary, "officer": officer,
}  # fmt: skip


def test_each_process_works_under_its_login_and_can_play_nobody_else(made: World, tmp_path: Path) -> None:
    """One ledger and all of them in turn: each finds what those before it left."""
    assert [*WORK] == [login.process for login in LOGINS]
    owner = made.settings
    every = {role for login in LOGINS for role in (*login.ledger, *login.vault)} | {"pl_owner", "pl_rebuild"}
    for process, at_work in WORK.items():
        made.settings = under(made, process)
        at_work(made, tmp_path)
        login = BY_PROCESS[process]
        assert playable(made.settings, every) == {*login.ledger, *login.vault}, process
        made.settings = owner


def playable(settings: Settings, roles: Collection[str]) -> set[str]:
    """The roles that a login may take on."""
    found = set()
    with psycopg.connect(settings.postgres, autocommit=True) as connection:
        for role in roles:
            try:
                connection.execute(f"set role {role}".encode())
            except psycopg.errors.InsufficientPrivilege:
                continue
            found.add(role)
        connection.execute("reset role")
        for statement in ("select from ledger.entry", "create schema theirs", "create role theirs"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement.encode())
    return found


def test_made_again_a_login_has_its_new_password_and_no_role_that_it_lost(made: World, tmp_path: Path) -> None:
    with made.owner() as owner:
        owner.execute("grant pl_worker to provision_ledger_window")
        owner.execute("alter role provision_ledger_window password 'another' createrole")
    assert told_to_make(made, tmp_path).exit_code == 0
    assert playable(under(made, "window"), {"pl_worker", "pl_reader"}) == {"pl_reader"}
    with made.owner() as owner:
        rows = owner.execute("select rolcreaterole, rolinherit from pg_roles where rolname = 'provision_ledger_window'")
        assert rows.fetchall() == [(False, False)]


def test_a_password_that_is_missing_is_named_and_nothing_is_begun(world: World, tmp_path: Path) -> None:
    done = told_to_make(world, tmp_path, without={"mail"})
    assert isinstance(done.exception, SettingsInvalid) and "mail_postgres_password" in str(done.exception)
    (tmp_path / "secrets" / "mail_postgres_password").write_text("\n")
    done = told_to_make(world, tmp_path, without={"mail"})
    assert isinstance(done.exception, SettingsInvalid) and "empty" in str(done.exception)


def test_where_the_key_store_is_another_server_a_login_plays_there_what_it_plays_there(
    made: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The two databases of a test are one server's: what is made last is what stands."""
    servers = iter(range(2))
    monkeypatch.setattr(logins, "_server", lambda _: next(servers))
    passwords = {login.process: password(login.process) for login in LOGINS}
    with made.owner() as ledger, made.vault_owner() as vault:
        make_logins(ledger, vault, passwords)
    every = {"pl_mail", "pl_relay", "pl_reader", "pl_staff", "pl_notary"}
    assert playable(under(made, "mail"), every) == {"pl_relay"}
    assert playable(under(made, "console"), every) == {"pl_reader", "pl_staff"}
    assert playable(under(made, "notary"), every) == {"pl_notary"}, "it has none there"

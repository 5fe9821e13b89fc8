"""Who gets which secret in containers, and that nothing is missing there: docker-compose.yml, read as YAML."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from psycopg.conninfo import conninfo_to_dict

from ledger.cli.local import LocalSystem
from ledger.cli.settings import PREFIX, Settings
from ledger.store.logins import LOGINS

ROOT = Path(__file__).parents[2]
WRITTEN = (ROOT / "docker-compose.yml").read_text()


class Strict(yaml.SafeLoader):
    """Refuses a key that stands twice, of which YAML's own reader takes the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        own = [key.value for key, _ in node.value if key.tag != "tag:yaml.org,2002:merge"]
        assert len(own) == len(set(own)), f"a key twice at {node.start_mark}"
        return super().construct_mapping(node, deep)


COMPOSE = yaml.load(WRITTEN, Strict)
SERVICES = COMPOSE["services"]
PASSWORDS = {f"{login.process}_postgres_password" for login in LOGINS}

#: Every service of ours, and all the secrets that it is given.
SECRETS = {
    "migrate": {"postgres_password", "master_key", *PASSWORDS},
    "worker": {"worker_postgres_password", "master_key"},
    "relay": {"relay_postgres_password", "master_key"},
    "preflight": {"preflight_postgres_password", "master_key"},
    "window": {"window_postgres_password", "master_key"},
    "console": {"console_postgres_password", "master_key"},
    "api": {"api_postgres_password", "master_key"},
    "mail": {"mail_postgres_password", "master_key", "smtp_password"},
    "officer": {"officer_postgres_password", "master_key"},
    "notary": {"notary_postgres_password", "notary_key", "notary_policy"},
    "witness": {"witness_key", "notary_policy"},
    "keymaker": set(),
    "kafka": set(),
    "postgres": {"postgres_password"},
    "vault-postgres": {"postgres_password"},
    "vault-archive-window": set(),
}


def test_every_service_has_the_secrets_named_here_and_no_other() -> None:
    assert {name: set(service.get("secrets", [])) for name, service in SERVICES.items()} == SECRETS


@pytest.mark.parametrize("name", SERVICES)
def test_no_setting_names_a_secret_that_the_service_lacks(name: str) -> None:
    named = {
        value.removeprefix("/run/secrets/")
        for value in SERVICES[name].get("environment", {}).values()
        if value.startswith("/run/secrets/")
    }
    assert named <= SECRETS[name]


@pytest.mark.parametrize("login", LOGINS, ids=lambda login: login.process)
def test_each_process_comes_to_the_databases_by_its_own_login_and_password(login: Any) -> None:
    told = SERVICES[login.process]["environment"]
    where = {"POSTGRES": ("postgres", "provision_ledger", login.ledger)}
    where["VAULT"] = ("vault-postgres", "provision_ledger_vault", login.vault)
    for setting, (host, database, roles) in where.items():
        if not roles:
            assert f"{PREFIX}{setting}" not in told
            continue
        said = conninfo_to_dict(told[f"{PREFIX}{setting}"])
        assert said == {"host": host, "port": "5432", "user": login.name, "dbname": database}
    assert told[f"{PREFIX}POSTGRES_PASSWORD_FILE"] == f"/run/secrets/{login.process}_postgres_password"
    health = SERVICES[login.process].get("healthcheck", {"test": []})["test"]
    if any(str(part).endswith("healthy.sh") for part in health):
        assert health[-1] in login.ledger, "it looks for a connection in a role that this login plays"


def test_the_owner_of_the_databases_is_nobody_s_login_but_of_who_migrates() -> None:
    """And every service that names a database is one of them."""
    named = {name for name, one in SERVICES.items() if f"{PREFIX}POSTGRES" in (one.get("environment") or {})}
    assert named == {"migrate", *(login.process for login in LOGINS)}
    owner = SERVICES["postgres"]["environment"]["POSTGRES_USER"]
    for setting in ("POSTGRES", "VAULT"):
        assert conninfo_to_dict(SERVICES["migrate"]["environment"][PREFIX + setting])["user"] == owner
    assert owner not in {login.name for login in LOGINS}
    assert SERVICES["migrate"]["command"] == ["migrate", "--logins", "/run/secrets"]


def test_nothing_is_named_that_is_not_there() -> None:
    """What `docker compose config` looks for, and what it does not."""
    made = (ROOT / "deploy" / "make-secrets.sh").read_text()
    for variable, fallback in re.findall(r"\$\{(\w+)(:-[^}]*)?\}", WRITTEN):
        assert fallback and variable.startswith(PREFIX), f"{variable} is not in every .env"
    assert set(COMPOSE["secrets"]) == set().union(*SECRETS.values())
    loop = re.search(r'^logins="([\w ]+)"$', made, re.MULTILINE)
    assert loop is not None and {f"{one}_postgres_password" for one in loop[1].split()} == PASSWORDS
    assert all(one["file"].startswith("./deploy/secrets/") for one in COMPOSE["secrets"].values())
    used = set()
    for name, service in SERVICES.items():
        assert set(service.get("networks", ["default"])) <= set(COMPOSE["networks"]), name
        assert set(service.get("depends_on", {})) <= set(SERVICES), name
        for volume in service.get("volumes", []):
            source = volume["source"] if isinstance(volume, dict) else volume.split(":")[0]
            if source.startswith("./deploy/") and source.endswith(".sh"):
                assert (ROOT / source).is_file(), source
            elif not source.startswith("./"):
                used.add(source)
        for setting in service.get("environment") or {}:
            if setting.startswith(PREFIX):
                assert setting.removeprefix(PREFIX).lower() in Settings.model_fields, f"{name}: {setting}"
    assert used == set(COMPOSE["volumes"])
    assert "COPY deploy/healthy.sh" in (ROOT / "Dockerfile").read_text()


@pytest.mark.parametrize("name", ["notary", "witness"])
def test_who_signs_reaches_no_key_store_and_keeps_a_memory_of_its_own(name: str) -> None:
    service = SERVICES[name]
    assert "vault" not in service["networks"]
    assert not any("VAULT" in setting or "MASTER" in setting for setting in service["environment"])
    memory = f"{name}-memory:/memory"
    assert [other for other, one in SERVICES.items() if memory in one.get("volumes", [])] == [name]


def test_who_is_asked_from_the_first_moment_on_listens_before() -> None:
    """As `make up` starts them (LocalSystem.programs)."""
    assert SERVICES["notary"]["depends_on"]["witness"] == {"condition": "service_healthy"}
    for service in SERVICES.values():
        for needed, asked in service.get("depends_on", {}).items():
            assert ("healthcheck" in SERVICES[needed]) == (asked["condition"] == "service_healthy")


def test_what_a_service_says_cannot_fill_the_disk() -> None:
    for name, service in SERVICES.items():
        said = service.get("logging", {})
        assert {"max-size", "max-file"} <= said.get("options", {}).keys(), name


#: Folders of the images that belong to the user whom their services run as. A new volume takes the owner of the folder
#: that it is mounted over, and is root's where there is none.
OWNED = {"postgres": {"/var/lib/postgresql"}, "apache/kafka": {"/var/lib/kafka/data"}}


@pytest.mark.parametrize("volume", COMPOSE["volumes"])
def test_a_new_volume_can_be_written_by_who_uses_it(volume: str) -> None:
    made = re.search(r"^RUN install --directory --mode 1777 (.+)$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    assert made is not None
    owned = {**OWNED, "provision-ledger": set(made[1].split())}
    mounted = [
        place.split(":")[1] in owned[service["image"].split(":")[0]]
        for service in SERVICES.values()
        for place in service.get("volumes", [])
        if isinstance(place, str) and place.split(":")[0] == volume
    ]
    assert any(mounted)


def test_the_archive_of_keys_is_pruned_wherever_one_is_kept() -> None:
    keeper, window = SERVICES["vault-postgres"], SERVICES["vault-archive-window"]
    assert "vault-archive-window" in keeper["depends_on"]
    (pruned,) = (place.split(":")[1] for place in window["volumes"] if place.startswith("vault-archive:"))
    days = Settings.model_fields["vault_archive_days"].default
    assert f"/opt/prune-archive.sh {pruned} {days};" in window["command"][2]


def test_commands_of_people_see_the_issuers_key_and_no_other_that_signs() -> None:
    sources = {volume["source"] for volume in SERVICES["officer"]["volumes"]}
    assert sources == {"./answers", "./deploy/signing"}


def test_each_process_of_up_is_a_service_with_the_same_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROVISION_LEDGER_SMTP_HOST", "mail.example.com")  # with it mail is a process too
    for program in LocalSystem(tmp_path, tmp_path).programs(workers=1):
        command = program.argv[-1]
        assert SERVICES[command]["command"] == [command]


def test_the_page_on_containers_names_every_service_but_the_maker_of_keys() -> None:
    table = (ROOT / "deploy" / "README.md").read_text(encoding="utf-8").split("| Service |")[1].split("\n\n")[0]
    named = {name for row in table.splitlines()[2:] for name in re.findall(r"`([\w-]+)`", row.split("|")[1])}
    assert named == set(SERVICES) - {"keymaker"}

"""Who gets which secret in containers, and that nothing is missing there: docker-compose.yml, read as YAML."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from ledger.cli.local import LocalSystem

ROOT = Path(__file__).parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]

#: Every service of ours, and all the secrets that it is given.
SECRETS = {
    "migrate": {"postgres_password", "master_key"},
    "worker": {"postgres_password", "master_key"},
    "relay": {"postgres_password", "master_key"},
    "preflight": {"postgres_password", "master_key"},
    "window": {"postgres_password", "master_key"},
    "console": {"postgres_password", "master_key"},
    "api": {"postgres_password", "master_key"},
    "mail": {"postgres_password", "master_key", "smtp_password"},
    "officer": {"postgres_password", "master_key"},
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

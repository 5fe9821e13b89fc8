"""Settings that are wrong are said so at start, by name, and never by what they say."""

from __future__ import annotations

from pathlib import Path

import pytest
from psycopg.conninfo import conninfo_to_dict

from ledger.cli.settings import FILE_VARIABLE, PREFIX, Settings, SettingsInvalid, load_settings

SECRET = "CANARY hunter'2\\"


@pytest.mark.parametrize("dsn", ["host=db user=ledger dbname=ledger", "postgresql://ledger@db/ledger?sslmode=disable"])
def test_a_password_may_hold_any_character_and_a_dsn_may_be_an_address(dsn: str, tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text(f"{SECRET}\n")
    settings = Settings(postgres=dsn, postgres_password_file=file)
    for made in (settings.ledger_dsn, settings.vault_dsn):
        read = conninfo_to_dict(made)
        assert (read["host"], read["user"], read["dbname"], read["password"]) == ("db", "ledger", "ledger", SECRET)


def test_a_dsn_that_is_none_is_named_and_not_repeated() -> None:
    for settings, name in (
        (Settings(postgres=f"host=db password={SECRET}"), "POSTGRES"),
        (Settings(postgres="host=db", vault=f"db {SECRET}"), "VAULT"),
    ):
        with pytest.raises(SettingsInvalid, match=f"{PREFIX}{name} is no DSN") as refused:
            _ = settings.vault_dsn
        assert "CANARY" not in str(refused.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("kafka_security", f'{{"sasl_plain_password": "{SECRET}"'),
        ("smtp_port", SECRET),
        ("window_listen", f"{SECRET}:80"),
        ("console_listen", "127.0.0.1:65536"),
        ("kafka", f"{SECRET}:9092"),
        ("kafka", "127.0.0.1:x"),
        ("kafka", "127.0.0.1:9092, 127.0.0.1:9093"),
    ],
)
def test_a_setting_that_cannot_be_read_is_named_and_not_repeated(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PREFIX + name.upper(), value)
    with pytest.raises(SettingsInvalid, match=name) as refused:
        load_settings()
    assert "CANARY" not in str(refused.value) and "65536" not in str(refused.value)


@pytest.mark.parametrize("written", [b'postgres = "CANARY\n', b'mail_from = "CANARY\xe9"', b"nosuch = 'CANARY'", None])
def test_a_file_of_settings_that_cannot_be_read_says_so(
    written: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "provision-ledger.toml"
    if written is not None:
        file.write_bytes(written)
    monkeypatch.setenv(FILE_VARIABLE, str(file))
    with pytest.raises(SettingsInvalid) as refused:
        load_settings()
    assert "CANARY" not in str(refused.value)


def test_the_highest_port_may_be_set() -> None:
    assert load_settings(window_listen="127.0.0.1:65535").window_listen == "127.0.0.1:65535"
    for brokers in ("", "kafka:9092", "kafka-1.example:9092,[::1]:9093"):
        assert load_settings(kafka=brokers).kafka == brokers


def test_what_is_not_set_says_where_it_was_looked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(FILE_VARIABLE, raising=False)
    with pytest.raises(SettingsInvalid, match=f"POSTGRES is not set, and no file .* {FILE_VARIABLE} names one"):
        _ = Settings().ledger_dsn
    (tmp_path / "provision-ledger.toml").write_text("group = 'g'\n")
    with pytest.raises(SettingsInvalid, match=r"KAFKA is not set, and provision-ledger\.toml has none"):
        load_settings().required("kafka")

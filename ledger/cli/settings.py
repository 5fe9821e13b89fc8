"""Settings: from the environment, then one TOML file; checked at start, every one documented."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any, Literal

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

PREFIX = "PROVISION_LEDGER_"
#: Names the TOML file; without it the first of DEFAULT_FILES that exists is read.
FILE_VARIABLE = PREFIX + "FILE"
DEFAULT_FILES = (Path("provision-ledger.toml"), Path(".provision-ledger/provision-ledger.toml"))
#: host:port, with a port that there is.
_PORT = r"(6553[0-5]|655[0-2][0-9]|65[0-4][0-9]{2}|6[0-4][0-9]{3}|[1-5]?[0-9]{1,4})"
_LISTEN = rf"^[^:\s]+:{_PORT}$"
_BROKER = rf"(\[[0-9A-Fa-f:.]+\]|[^\[\]/:,\s]+):{_PORT}"
_BROKERS = rf"^({_BROKER}(,{_BROKER})*)?$"


class SettingsInvalid(Exception):
    """A setting is missing or wrong. Nothing was started; `provision-ledger settings` lists every setting."""


class Settings(BaseSettings):
    """Everything that can be set. A password is never written into a DSN that is shown."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)

    postgres: str = Field("", description="DSN of the ledger's PostgreSQL database.")
    postgres_password_file: Path | None = Field(None, description="File with the password for both databases.")
    vault: str = Field("", description="DSN of the key store's database; the ledger's own when not given.")
    master_key_file: Path | None = Field(None, description="File with the master key: 64 hex digits.")
    master_key: SecretStr = Field(
        SecretStr(""), description="The master key itself, where secrets come by the environment; instead of the file."
    )
    master_key_other_file: Path | None = Field(
        None, description="File with another master key that opens keys too, while the master key changes over."
    )
    kafka: str = Field("", pattern=_BROKERS, description="Kafka's bootstrap servers, host:port separated by commas.")
    kafka_security: dict[str, Any] = Field(
        default_factory=dict,
        description="SASL and TLS settings in kafka-python's names (security_protocol, sasl_mechanism, "
        "sasl_plain_username, sasl_plain_password, ssl_cafile, ssl_certfile, ssl_keyfile).",
    )
    kafka_partitions: int = Field(4, ge=1, le=1000, description="Partitions of a topic that is made.")
    kafka_replication: int = Field(1, ge=1, le=10, description="Replicas of a topic that is made.")
    group: str = Field("provision-ledger", min_length=1, description="Kafka consumer group of the workers.")
    session_timeout_seconds: float = Field(
        10.0, ge=1, le=300, description="How long a dead worker keeps its partitions."
    )
    register_source: str = Field(
        "operator", min_length=1, description="Source whose register topic is read before any source is registered."
    )
    overdue_days: float = Field(
        7.0, gt=0, description="Days after which a record that is still undetermined raises an alert."
    )
    preflight_listen: str = Field(
        "127.0.0.1:8080", pattern=_LISTEN, description="Where the pre-flight check listens, host:port."
    )
    window_listen: str = Field(
        "127.0.0.1:8082", pattern=_LISTEN, description="Where the contact window listens, host:port."
    )
    window_proxies: str = Field(
        "", description="Addresses of proxies before the contact window whose X-Forwarded-For is believed, by commas."
    )
    api_listen: str = Field(
        "127.0.0.1:8084", pattern=_LISTEN, description="Where the HTTP API listens, host:port."
    )
    console_listen: str = Field(
        "127.0.0.1:8083", pattern=_LISTEN, description="Where the officers' console listens, host:port."
    )
    console_https: bool = Field(
        False, description="Whether officers come to the console by HTTPS, through a proxy; needed beyond this machine."
    )
    console_proxies: str = Field(
        "", description="Addresses of proxies before the console whose X-Forwarded-For is believed, by commas."
    )
    window_address: str = Field(
        "", pattern=r"^(https?://[^\s?#]+/)?$",
        description="Address of the contact window as people type it, ending in a slash, for mail to them.",
    )  # fmt: skip
    smtp_host: str = Field("", description="Mail server that takes mail to people; no mail is sent when empty.")
    smtp_port: int = Field(587, ge=1, le=65_535, description="Its port.")
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        "starttls", description="How the way to it is kept: starttls, tls from the start, or none (same machine only)."
    )
    smtp_user: str = Field("", description="User who signs in there; nobody does when empty.")
    smtp_password_file: Path | None = Field(None, description="File with that user's password.")
    mail_from: str = Field("", description="Address that mail to people comes from.")
    outbox_postgres: str = Field(
        "", description="DSN of a service's database whose provision_outbox the relay publishes; none when empty."
    )

    kafka_retention_days: int = Field(
        30, ge=1, description="Days for which Kafka keeps the messages of topics that are made."
    )
    vault_archive_days: int = Field(
        7, ge=0, description="Days after which no backup and no WAL archive of the key store holds a destroyed key."
    )
    day_key_days: int = Field(
        1_100, ge=1, description="Days for which quarantine, conflicts and acts about nobody can be read."
    )
    case_days: int = Field(1_825, ge=1, description="Days for which a case that is over is kept after its last step.")
    notary_key_file: Path | None = Field(None, description="File with the log's signing key (`new-key`).")
    notary_next_key_file: Path | None = Field(
        None, description="File with the key that will follow, by which heads are signed too while keys change over."
    )
    notary_memory: Path | None = Field(
        None, description="Folder, outside the database, in which the notary remembers what it signed."
    )
    notary_policy_file: Path | None = Field(None, description="Policy (C2SP tlog-policy) with witnesses and quorum.")
    notary_heartbeat_seconds: float = Field(
        600.0, ge=1, description="Age at which a published head is signed and cosigned anew without news."
    )
    export_folder: Path | None = Field(None, description="Folder to which tiles and the signed head are exported.")
    issuer_key_file: Path | None = Field(None, description="File with the key that signs answers (`issuer create`).")
    issuer_name: str = Field("", description="Name of who issues disclosures, as trust policies name it.")
    time_stamp_url: str = Field("", description="Address of an RFC 3161 time stamp authority; none when empty.")
    time_stamp_seconds: float = Field(600.0, ge=1, description="Shortest time between two time stamps.")
    witness_key_file: Path | None = Field(None, description="File with a witness's key (`new-key --witness`).")
    witness_policy_file: Path | None = Field(None, description="Policy whose log lines name what a witness watches.")
    witness_folder: Path | None = Field(None, description="Folder in which a witness remembers what it has seen.")
    witness_listen: str = Field(
        "127.0.0.1:8081", pattern=_LISTEN, description="Where a witness listens, host:port."
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        del dotenv_settings, file_secret_settings
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, settings_file())

    @property
    def ledger_dsn(self) -> str:
        """DSN of the ledger, with the password from its file. Raises SettingsInvalid."""
        return self._dsn("postgres", self.postgres)

    @property
    def vault_dsn(self) -> str:
        """DSN of the key store, with the password from its file. Raises SettingsInvalid."""
        return self._dsn("vault", self.vault) if self.vault else self.ledger_dsn

    def _dsn(self, name: str, dsn: str) -> str:
        if not dsn:
            raise _unset(name)
        try:
            conninfo_to_dict(dsn)
        except psycopg.ProgrammingError:
            # What is wrong is not repeated: it may quote a password.
            raise SettingsInvalid(f"{PREFIX}{name.upper()} is no DSN of PostgreSQL") from None
        if self.postgres_password_file is None:
            return dsn
        try:
            password = self.postgres_password_file.read_text().strip()
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsInvalid(f"{PREFIX}POSTGRES_PASSWORD_FILE: {type(error).__name__}") from error
        return make_conninfo(dsn, password=password)

    def required(self, name: str) -> Any:
        """Return a setting that this command cannot do without. Raises SettingsInvalid."""
        value = getattr(self, name)
        if not value:
            raise _unset(name)
        return value


def _unset(name: str) -> SettingsInvalid:
    read = settings_file()
    where = f"no file of settings is found here: {FILE_VARIABLE} names one" if read is None else f"{read} has none"
    return SettingsInvalid(f"{PREFIX}{name.upper()} is not set, and {where}")


def settings_file() -> Path | None:
    """Return the TOML file that is read, if there is one. Raises SettingsInvalid when a named one is missing."""
    named = os.environ.get(FILE_VARIABLE)
    if named:
        if not Path(named).is_file():
            raise SettingsInvalid(f"{FILE_VARIABLE} names a file that is not there")
        return Path(named)
    return next((path for path in DEFAULT_FILES if path.is_file()), None)


def load_settings(**given: Any) -> Settings:
    """Read and check the settings; ``given`` ones (from the command line) come first. Raises SettingsInvalid."""
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
        raise SettingsInvalid(faults) from error
    except SettingsError as error:
        # Such as a JSON object that is none; the message names the setting, and never its value.
        raise SettingsInvalid(str(error)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        what = str(error) if isinstance(error, tomllib.TOMLDecodeError) else type(error).__name__
        raise SettingsInvalid(f"{settings_file()}: {what}") from None


def documented() -> list[tuple[str, str, str]]:
    """Return every setting as (environment variable, default, meaning); in TOML the name is without the prefix."""
    rows = []
    for name, field in Settings.model_fields.items():
        default = field.get_default(call_default_factory=True)
        rows.append((PREFIX + name.upper(), "" if default in (None, "", {}) else str(default), field.description or ""))
    return rows

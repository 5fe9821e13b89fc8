"""The scripts that keep the key store's archive: segments come, old ones go, and an instant in between is restored."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tarfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from ledger.cli.settings import Settings
from ledger.cli.wiring import migrate_all, open_vault
from ledger.runtime import processes
from ledger.runtime.postgres import Postgres
from ledger.store.connect import VAULT_SCHEMA, connect
from ledger.vault.keys import day
from ledger.vault.master import create_master_key

DEPLOY = Path(__file__).parents[2] / "deploy"
SCRIPTS = ("archive-wal.sh", "back-up-keys.sh", "prune-archive.sh")
WINDOW_DAYS = 7
MINUTE, DAY = 60, 86_400


@dataclass(frozen=True)
class KeyStore:
    """A server whose WAL is archived by the script, and the settings of a ledger whose key store it holds."""

    folder: Path
    server: Postgres
    settings: Settings

    @property
    def archive(self) -> Path:
        return self.folder / "archive"

    @property
    def segments(self) -> set[str]:
        return {path.name for path in self.archive.iterdir() if path.is_file()}

    @property
    def bases(self) -> list[Path]:
        return sorted((self.archive / "base").iterdir())

    def run(self, script: str, *arguments: object) -> subprocess.CompletedProcess[str]:
        """Run a script as the server's own user, with the server's programs at hand."""
        with psycopg.connect(self.settings.vault) as asked:
            info = asked.info
            server = {"PGHOST": info.host, "PGPORT": str(info.port), "PGUSER": info.user, "PGPASSWORD": info.password}
        return subprocess.run(
            processes.unprivileged(["sh", str(self.folder / script), *map(str, arguments)], signal.SIGKILL),
            env={"PATH": f"{self.server._programs()}:{os.environ['PATH']}", **server},
            text=True, capture_output=True, check=False, cwd="/tmp",
        )  # fmt: skip

    def now(self) -> str:
        with psycopg.connect(self.settings.vault) as asked:
            ((instant,),) = asked.execute("select clock_timestamp()::text").fetchall()
        return str(instant)

    def archived(self) -> None:
        """Close the segment that is being written, and wait until it is archived."""
        with psycopg.connect(self.settings.vault, autocommit=True) as owner:
            ((name,),) = owner.execute("select pg_walfile_name(pg_current_wal_lsn())").fetchall()
            owner.execute("select pg_switch_wal()")
        until = time.monotonic() + 30
        while name not in self.segments:
            assert time.monotonic() < until, "the segment does not come"
            time.sleep(0.05)

    def make_key(self, date: int) -> int:
        vault = open_vault(self.settings, "pl_worker")
        key = vault.keys({day(date)})[day(date)]
        vault.close()
        return key.key_id


@pytest.fixture
def store(folder: Path) -> Iterator[KeyStore]:
    place = folder / "archived"
    shutil.rmtree(place, ignore_errors=True)
    (place / "archive").mkdir(parents=True)
    for script in SCRIPTS:
        shutil.copy(DEPLOY / script, place)
    if os.geteuid() == 0:
        for path in (place, place / "archive"):
            os.chown(path, processes.NOBODY, processes.NOBODY)
    server = Postgres(place / "server")
    server.start()
    server.stop()
    with (place / "server" / "cluster" / "postgresql.conf").open("a") as configured:
        configured.write(
            f"archive_mode = on\narchive_command = 'sh {place}/archive-wal.sh %p %f {place}/archive'\n"
            "shared_buffers = '32MB'\n"
        )
    server.start()
    master = place / "master.key"
    create_master_key(master)
    settings = Settings(postgres=server.dsn, vault=server.vault_dsn, master_key_file=master)
    migrate_all(settings)
    yield KeyStore(place, server, settings)
    server.stop()


def restored(store: KeyStore, base: Path, instant: str) -> Postgres:
    """Restore a base backup and the archive up to an instant, as deploy/README.md says; the former server is gone."""
    place = store.folder / "restored"
    cluster = place / "cluster"
    cluster.mkdir(parents=True, mode=0o700)
    with tarfile.open(base / "base.tar.gz") as packed:
        packed.extractall(cluster, filter="fully_trusted")
    with tarfile.open(base / "pg_wal.tar.gz") as packed:
        packed.extractall(cluster / "pg_wal", filter="fully_trusted")
    with (cluster / "postgresql.conf").open("a") as configured:
        configured.write(
            f"archive_mode = off\nrestore_command = 'cp {store.archive}/%f %p'\n"
            f"recovery_target_time = '{instant}'\nrecovery_target_action = 'promote'\n"
        )
    (cluster / "recovery.signal").touch()
    shutil.copy(store.server.password_file, place / "password")
    if os.geteuid() == 0:
        for path in (place, *place.rglob("*")):
            os.chown(path, processes.NOBODY, processes.NOBODY)
    server = Postgres(place)
    server.start()
    return server


def age(path: Path, seconds: float) -> None:
    then = time.time() - seconds
    for each in (path, *path.rglob("*")):
        os.utime(each, (then, then))


def test_the_key_store_is_restored_to_an_instant_between_making_and_destroying_a_key(store: KeyStore) -> None:
    before_backup = store.make_key(20260101)
    done = store.run("back-up-keys.sh", store.archive)
    assert done.returncode == 0, done.stderr
    (base,) = store.bases
    assert done.stdout.strip() == str(base)
    since = store.make_key(20260102)
    instant = store.now()
    with connect(store.settings.vault, "pl_erasure", VAULT_SCHEMA) as erasing:
        erasing.execute("delete from key where key_id = any(%s)", ([before_backup, since],))
    never = store.make_key(20260103)
    store.archived()
    store.server.kill()
    server = restored(store, base, instant)
    vault = open_vault(store.settings.model_copy(update={"vault": server.vault_dsn}), "pl_reader")
    try:
        assert set(vault.open_keys([before_backup, since, never])) == {before_backup, since}
    finally:
        vault.close()
        server.stop()


def test_what_is_older_than_the_window_goes_and_nothing_else(store: KeyStore) -> None:
    for _ in range(3):
        store.make_key(20260101 + len(store.segments))
        store.archived()
        assert store.run("back-up-keys.sh", store.archive).returncode == 0
        time.sleep(1.1)  # backups are named by the second
    segments, bases = sorted(store.segments), store.bases
    assert len(bases) == 3
    edge = WINDOW_DAYS * DAY
    for gone in (store.archive / segments[0], bases[0]):
        age(gone, edge + 2 * MINUTE)
    for kept in (store.archive / segments[1], bases[1]):
        age(kept, edge - 2 * MINUTE)
    (store.archive / f".{'0' * 24}").write_bytes(b"cut off")
    age(store.archive / f".{'0' * 24}", edge + 2 * MINUTE)
    done = store.run("prune-archive.sh", store.archive, WINDOW_DAYS)
    assert done.returncode == 0, done.stderr
    assert store.bases == bases[1:]
    assert store.segments == {*segments[1:]}


def test_a_base_backup_bears_the_time_at_which_it_was_begun(store: KeyStore) -> None:
    """Otherwise it would outlast WAL it needs."""
    slow = store.folder / "slow"
    slow.mkdir()
    slow.chmod(0o755)
    real = store.server._programs() / "pg_basebackup"
    (slow / "pg_basebackup").write_text(f'#!/bin/sh\nsleep 2\nexec {real} "$@"\n')
    (slow / "pg_basebackup").chmod(0o755)
    begun = time.time()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(store.server, "_programs", lambda: slow)
        assert store.run("back-up-keys.sh", store.archive).returncode == 0
    (base,) = store.bases
    assert all(path.stat().st_mtime < begun + 2 for path in base.rglob("*"))


def test_a_backup_that_fails_leaves_the_former_one_and_is_cleared_by_the_next(store: KeyStore) -> None:
    assert store.run("back-up-keys.sh", store.archive).returncode == 0
    whole = store.bases
    unfinished = store.archive / "base" / "unfinished"
    unfinished.mkdir()
    (unfinished / "base.tar.gz").write_bytes(b"cut off")
    if os.geteuid() == 0:
        os.chown(unfinished, processes.NOBODY, processes.NOBODY)
    time.sleep(1.1)
    assert store.run("back-up-keys.sh", store.archive).returncode == 0
    assert len(store.bases) == 2
    assert store.bases[0] == whole[0]


def test_a_segment_asked_for_again_is_there_and_another_one_is_never_put_over_it(store: KeyStore) -> None:
    segment, name = store.folder / "segment", "0" * 24
    segment.write_bytes(b"what was written")
    age(segment, 3 * DAY)
    segment.chmod(0o644)
    for _ in range(2):
        assert store.run("archive-wal.sh", segment, name, store.archive).returncode == 0
    assert abs(store.archive.joinpath(name).stat().st_mtime - segment.stat().st_mtime) < 1, "late, but as old as it is"
    segment.write_bytes(b"something else")
    refused = store.run("archive-wal.sh", segment, name, store.archive)
    assert refused.returncode == 1 and "already" in refused.stderr
    assert store.archive.joinpath(name).read_bytes() == b"what was written"

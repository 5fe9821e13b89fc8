"""`notary`: sign heads that extend the last one signed, have witnesses see them, publish them."""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Callable

import click
import psycopg

from ledger.cli.asking import now_us
from ledger.cli.settings import Settings, load_settings
from ledger.cli.wiring import ledger_connection, set_up_logging
from ledger.log.head import LOG_ID
from ledger.log.notary.export import Export, ExportDiffers
from ledger.log.notary.memory import Memory
from ledger.log.notary.notary import HistoryChanged, MemoryLost, Notary, Published
from ledger.log.notary.stamping import Stamping
from ledger.log.note import NoteSigner
from ledger.log.signing_keys import read_signing_key
from ledger.log.trust_policy import parse_policy
from ledger.store.connect import Connection, speakable

logger = logging.getLogger("ledger.log.notary")

_TURN_SECONDS = 1.0
#: How often a refusal that lasts is said again.
_SAY_AGAIN_TURNS = 60


@click.command()
@click.option("--postgres", help="DSN of the ledger's database.")
def notary(postgres: str | None) -> None:
    """Sign and publish the head of the log every second when there is news, until told to stop."""
    set_up_logging("notary")
    settings = load_settings(postgres=postgres)
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    stamping = _stamping(settings)
    memory = Memory(settings.required("notary_memory"))
    made = _notary(settings, memory, lambda published: stamping.tell(published) if stamping else None)
    if stamping is not None:
        stamping.start()
    try:
        _run(settings, made, stopping)
    finally:
        memory.close()
        if stamping is not None:
            stamping.stop()


def _notary(settings: Settings, memory: Memory, on_published: Callable[[Published], None]) -> Notary:
    files = [settings.required("notary_key_file"), settings.notary_next_key_file]
    return Notary(
        LOG_ID,
        [read_signing_key(file, NoteSigner) for file in files if file is not None],
        memory,
        parse_policy(settings.required("notary_policy_file").read_bytes()),
        Export(settings.export_folder) if settings.export_folder is not None else None,
        now_us,
        lambda: time.monotonic_ns() // 1_000,
        int(settings.notary_heartbeat_seconds * 1_000_000),
        on_published,
    )


def _stamping(settings: Settings) -> Stamping | None:
    if not settings.time_stamp_url:
        return None
    return Stamping(LOG_ID, settings.time_stamp_url, settings.time_stamp_seconds, lambda: _connect(settings))


def _run(settings: Settings, made: Notary, stopping: threading.Event) -> None:
    """Take turns. What hinders one is said and the next is tried: one that gave up would sign nothing for good."""
    connection: Connection | None = None
    hindered, due = 0, time.monotonic()
    while not stopping.wait(max(0.0, due - time.monotonic())):
        # From beginning to beginning, so that what a turn takes does not make the next one late.
        due = time.monotonic() + _TURN_SECONDS
        try:
            connection = connection or _connect(settings)
            made.turn(connection)
            hindered = 0
            continue
        except (HistoryChanged, MemoryLost, ExportDiffers) as refused:
            what = f"{refused}. {' '.join((type(refused).__doc__ or '').split())}"
        except psycopg.Error as error:
            what = f"the database does not answer ({speakable(error)}); nothing was published, it is tried again"
            connection = None
        except OSError as error:
            what = f"the head could not be kept or exported ({type(error).__name__}); nothing was published"
        if hindered % _SAY_AGAIN_TURNS == 0:
            logger.error("no head is signed: %s", what)
        hindered += 1


def _connect(settings: Settings) -> Connection:
    return ledger_connection(settings, "pl_notary")

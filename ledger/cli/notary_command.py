"""`notary`: sign heads that extend the last one signed, have witnesses see them, publish them; begin, and tell how it
stands."""

from __future__ import annotations

import json
import logging
import signal
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict

import click
import psycopg

from ledger.cli.asking import now_us
from ledger.cli.once_a_minute import say_once_a_minute
from ledger.cli.settings import Settings, load_settings
from ledger.cli.wiring import ledger_connection, set_up_logging
from ledger.log.head import LOG_ID, HeadUnusable
from ledger.log.log_keys import endorse as endorsement
from ledger.log.notary.asking import WitnessKnowsMore
from ledger.log.notary.export import CHECKPOINT, Export, ExportDiffers
from ledger.log.notary.history import HistoryChanged
from ledger.log.notary.memory import Memory
from ledger.log.notary.notary import AlreadyBegun, MemoryLost, Notary, Published
from ledger.log.notary.notary import begin as begin_memory
from ledger.log.notary.stamping import Stamping
from ledger.log.notary.status import Left, Place, Standing, Status, read_status
from ledger.log.note import NoteSigner
from ledger.log.signing_keys import read_signing_key
from ledger.log.trust_policy import parse_policy
from ledger.store.connect import Connection, speakable

logger = logging.getLogger("ledger.log.notary")

#: How what a place holds stands to the log.
_STANDINGS: Mapping[Standing, str] = {
    "nothing": "nothing yet",
    "unreadable": "no signed head: cut off or changed",
    "agrees": "{} entries, as the log",
    "behind": "{} entries, and the log extends them",
    "ahead": "{} entries, more than the log",
    "differs": "{} entries, and the log does not lead to them",
}

_TURN_SECONDS = 1.0


@click.group(invoke_without_command=True)
@click.option("--postgres", help="DSN of the ledger's database.")
@click.pass_context
def notary(context: click.Context, postgres: str | None) -> None:
    """Sign and publish the head of the log every second when there is news, until told to stop."""
    set_up_logging("notary")
    settings = load_settings(postgres=postgres)
    context.obj = settings
    if context.invoked_subcommand is None:
        _watch(settings)


@notary.command()
@click.pass_obj
def begin(settings: Settings) -> None:
    """Begin the memory of a log that never had a notary. Once: a memory that is empty later was lost."""
    memory = Memory(settings.required("notary_memory"))
    try:
        if settings.export_folder is not None and (settings.export_folder / CHECKPOINT).exists():
            raise AlreadyBegun(f"{settings.export_folder / CHECKPOINT} is a signed head")
        begin_memory(memory, _signers(settings))
    finally:
        memory.close()
    click.echo(f"The notary's memory begins in {settings.notary_memory}. Keep it apart from the database's backups.")


@notary.command()
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.pass_obj
def status(settings: Settings, as_json: bool) -> None:
    """Tell what was signed, published and exported, what waits, and what to do. Ends with 1 when there is something."""
    policy = parse_policy(settings.required("notary_policy_file").read_bytes())
    with _connect(settings) as connection:
        found = read_status(
            connection, LOG_ID, settings.required("notary_memory"), policy, settings.export_folder,
            _heartbeat(settings), _interval(settings),
        )  # fmt: skip
    now = now_us()
    faults = list(found.faults(now))
    if as_json:
        click.echo(json.dumps({**asdict(found), "faults": faults}, indent=2))
    else:
        _show(found, faults, now)
    if faults:
        sys.exit(1)


@notary.command()
@click.pass_obj
def endorse(settings: Settings) -> None:
    """Have the key in use say that notary_next_key_file follows it, and print that for `log-key announce`."""
    old = read_signing_key(settings.required("notary_key_file"), NoteSigner)
    new = read_signing_key(settings.required("notary_next_key_file"), NoteSigner)
    try:
        click.echo(bytes(endorsement(old, new)), nl=False)
    except ValueError as error:
        raise click.ClickException(str(error)) from None


def _show(found: Status, faults: Sequence[str], now: int) -> None:
    def since(at: int) -> str:
        return f"{max(0, now - at) // 1_000_000} s ago"

    def entries(place: Place) -> str:
        return _STANDINGS[place.standing].format(place.size if place.size is None else f"{place.size:,}")

    left = found.left
    click.echo(f"notary     {'running' if found.running else 'not running'}")
    click.echo(f"log        {found.log:,} entries")
    click.echo(f"signed     {entries(found.signed)}")
    click.echo(f"published  {entries(found.published)}{f'; {since(left.at)}' if left else ''}")
    if left is not None:
        click.echo(f"seen by    {', '.join(left.cosigned) or 'nobody'}{_without(left.lacking)}; {_quorum(found, left)}")
    if found.exported is not None:
        click.echo(f"exported   {entries(found.exported)}")
    click.echo(f"stamped    {since(found.stamped_at) if found.stamped_at is not None else 'never'}")
    for key in found.keys:
        signed = left is not None and key in left.keys
        click.echo(f"key        {key}: {'signed the last head' if signed else 'named by the policy'}")
    for fault in faults:
        click.echo(f"to do: {fault}")


def _without(lacking: Sequence[str]) -> str:
    return f", not by {', '.join(lacking)}" if lacking else ""


def _quorum(found: Status, left: Left) -> str:
    if found.quorum is None:
        return "no quorum is asked for"
    return f"quorum {found.quorum} {'reached' if left.trusted else 'not reached'}"


def _watch(settings: Settings) -> None:
    say_once_a_minute()
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    stamping = _stamping(settings)
    memory = Memory(settings.required("notary_memory"))
    made = _notary(settings, memory, lambda published: stamping.tell(published) if stamping else None)
    logger.info("signing the log's heads; exported to %s", settings.export_folder or "nowhere")
    if stamping is not None:
        stamping.start()
    try:
        _run(settings, made, stopping)
    finally:
        memory.close()
        if stamping is not None:
            stamping.stop()


def _notary(settings: Settings, memory: Memory, on_published: Callable[[Published], None]) -> Notary:
    return Notary(
        LOG_ID,
        _signers(settings),
        memory,
        parse_policy(settings.required("notary_policy_file").read_bytes()),
        Export(settings.export_folder) if settings.export_folder is not None else None,
        now_us,
        lambda: time.monotonic_ns() // 1_000,
        _heartbeat(settings),
        on_published,
    )


def _signers(settings: Settings) -> list[NoteSigner]:
    files = [settings.required("notary_key_file"), settings.notary_next_key_file]
    return [read_signing_key(file, NoteSigner) for file in files if file is not None]


def _interval(settings: Settings) -> int | None:
    return int(settings.time_stamp_seconds * 1_000_000) if settings.time_stamp_url else None


def _heartbeat(settings: Settings) -> int:
    return int(settings.notary_heartbeat_seconds * 1_000_000)


def _stamping(settings: Settings) -> Stamping | None:
    if not settings.time_stamp_url:
        return None
    return Stamping(LOG_ID, settings.time_stamp_url, settings.time_stamp_seconds, lambda: _connect(settings))


def _run(settings: Settings, made: Notary, stopping: threading.Event) -> None:
    """Take turns. What hinders one is said and the next is tried: one that gave up would sign nothing for good."""
    connection: Connection | None = None
    due = time.monotonic()
    while not stopping.wait(max(0.0, due - time.monotonic())):
        # From beginning to beginning, so that what a turn takes does not make the next one late.
        due = time.monotonic() + _TURN_SECONDS
        try:
            connection = connection or _connect(settings)
            made.turn(connection)
            continue
        except (HeadUnusable, HistoryChanged, MemoryLost, WitnessKnowsMore, ExportDiffers) as refused:
            what = f"{refused}. {' '.join((type(refused).__doc__ or '').split())}"
        except psycopg.Error as error:
            what = f"the database does not answer ({speakable(error)}); nothing was published, it is tried again"
            connection = None
        except OSError as error:
            what = f"the head could not be kept or exported ({error.strerror}); nothing was published; tried again"
        logger.error("no head is signed: %s", what)


def _connect(settings: Settings) -> Connection:
    return ledger_connection(settings, "pl_notary")

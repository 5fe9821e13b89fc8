"""`up`: the whole system on this machine, until Ctrl-C."""

from __future__ import annotations

import shlex
import signal
import threading
from pathlib import Path

import click

from ledger.cli.asking import now_us
from ledger.cli.first_officer import invite_first_officer
from ledger.cli.local import WARNING, WITNESS_WARNING, LocalSystem
from ledger.cli.settings import FILE_VARIABLE
from ledger.cli.setup_command import provide_jars
from ledger.cli.wiring import set_up_logging
from ledger.runtime.ports import wait_until_answers
from ledger.runtime.supervise import Supervisor, claim
from ledger.web.console.codes import grouped

#: An address is printed once it answers, or after so long (s): then the log says why it does not.
_PORT_SECONDS = 30.0


@click.command()
@click.option(
    "--data", type=click.Path(path_type=Path, file_okay=False), default=Path(".provision-ledger"), show_default=True,
    help="Folder of both servers and of the master key.",
)  # fmt: skip
@click.option("--workers", type=click.IntRange(1, 16), default=2, show_default=True, help="Worker processes.")
def up(data: Path, workers: int) -> None:
    """Run broker, database, workers and relay on 127.0.0.1, and go on where the last run stopped."""
    set_up_logging("up")
    jars = provide_jars()
    with claim(data):
        stopping = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopping.set())
        system, supervisor = LocalSystem(data, jars), Supervisor(click.echo)
        try:
            settings = system.start(lambda line: click.echo(f"up | {line}"))
            click.echo("up | starting workers, pages and notary")
            supervisor.start(system.programs(workers))
            for address in (
                settings.preflight_listen, settings.window_listen, settings.console_listen, settings.api_listen,
            ):  # fmt: skip
                port = int(address.rpartition(":")[2])
                wait_until_answers(port, _PORT_SECONDS, lambda: not stopping.is_set())
            click.echo(f"up | Kafka       {settings.kafka}")
            click.echo(f"up | PostgreSQL  {settings.postgres}")
            click.echo(f"up | pre-flight  http://{settings.preflight_listen}/v1/preflight")
            click.echo(f"up | window      http://{settings.window_listen}/")
            click.echo(f"up | console     http://{settings.console_listen}/")
            click.echo(f"up | API         http://{settings.api_listen}/openapi.json")
            invited = invite_first_officer(settings, system.set_up_numbers, now_us())
            if invited is not None:
                officer, code = invited
                click.echo(f"up | sign-in     http://{settings.console_listen}/ja/enrol for {officer}, once:")
                click.echo(f"up |             {grouped(code)}")
            click.echo(f"up | settings    export {FILE_VARIABLE}={shlex.quote(str(system.settings_file))}")
            click.echo(f"up | signed head {settings.export_folder}/checkpoint")
            click.echo(f"up | note: {WARNING}")
            click.echo(f"up | note: {WITNESS_WARNING}")
            click.echo("up | ready; Ctrl-C stops everything, and the next `make up` goes on from here")
            supervisor.watch(stopping, (system.postgres, system.kafka))
            click.echo("up | stopping")
        finally:
            system.stop(supervisor)
    click.echo("up | stopped; nothing is lost")

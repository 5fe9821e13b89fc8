"""`mail`: send what waits to be sent to people who asked."""

from __future__ import annotations

import logging
import signal
import threading

import click
import psycopg

from ledger.cases.mail.sender import Sender
from ledger.cases.mail.smtp import MailServer
from ledger.cli.asking import now_us
from ledger.cli.settings import Settings, SettingsInvalid, load_settings
from ledger.cli.wiring import ledger_connection, open_vault, set_up_logging
from ledger.store.connect import Connection, speakable

logger = logging.getLogger("ledger.mail")

_IDLE_SECONDS, _AWAY_SECONDS = 1.0, 5.0


@click.command()
def mail() -> None:
    """Send mail to people (that there is news, and codes) by the mail server that is set, until told to stop."""
    set_up_logging("mail")
    settings = load_settings()
    server = _server(settings)
    vault = open_vault(settings, "pl_relay")
    sender = Sender(vault, server, settings.required("mail_from"), settings.required("window_address"), now_us)
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    logger.info("sending what waits by %s:%d", settings.smtp_host, settings.smtp_port)
    try:
        _run(settings, sender, stopping)
    finally:
        vault.close()


def _run(settings: Settings, sender: Sender, stopping: threading.Event) -> None:
    """Take turns until told to stop; wait while PostgreSQL is away."""
    connection: Connection | None = None
    while not stopping.is_set():
        try:
            connection = connection or ledger_connection(settings, "pl_mail")
            if not sender.turn(connection):
                stopping.wait(_IDLE_SECONDS)
        except psycopg.OperationalError as error:
            logger.warning("waiting %.0f s (%s); what is not sent stays in the queue", _AWAY_SECONDS, speakable(error))
            if connection is not None:
                connection.close()
                connection = None
            stopping.wait(_AWAY_SECONDS)
    if connection is not None:
        connection.close()


def _server(settings: Settings) -> MailServer:
    password = ""
    if settings.smtp_password_file is not None:
        try:
            password = settings.smtp_password_file.read_text().strip()
        except OSError as error:
            raise SettingsInvalid(f"PROVISION_LEDGER_SMTP_PASSWORD_FILE: {type(error).__name__}") from error
    return MailServer(
        settings.required("smtp_host"), settings.smtp_port, settings.smtp_security, settings.smtp_user, password
    )

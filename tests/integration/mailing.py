"""A ledger that sends mail to a real mail server, and what tests of mail share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.cases.casebook import Casebook, CodeByMail, digest, new_code
from ledger.cases.mail.sender import Sender
from ledger.cases.mail.smtp import MailServer
from ledger.cli.settings import PREFIX
from ledger.cli.wiring import ledger_connection, open_vault
from tests.integration.mail_server import Server, new_server
from tests.integration.world import World

ADDRESS, WINDOW = "hanako.canary@mail.example.jp", "https://window.example.jp/desk/"
SECOND_US = 1_000_000


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    made = new_server(tmp_path / "mail")
    with made.running():
        yield made


@pytest.fixture
def mailing(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """A world with a mail server set, which need not run."""
    monkeypatch.setenv(f"{PREFIX}SMTP_HOST", "127.0.0.1")
    world.settings = world.settings.model_copy(update={
        "smtp_host": "127.0.0.1", "smtp_security": "none", "mail_from": "desk@operator.example.jp",
        "window_address": WINDOW,
    })  # fmt: skip
    return world.registered()


def sender(world: World, port: int, **more: object) -> Sender:
    return Sender(
        open_vault(world.settings, "pl_relay"), MailServer("127.0.0.1", port, "none"), world.settings.mail_from, WINDOW,
        lambda: world.clock, **more,  # type: ignore[arg-type]
    )  # fmt: skip


def turn(world: World, sending: Sender) -> bool:
    with ledger_connection(world.settings, "pl_mail") as connection:
        return sending.turn(connection)


def with_code(world: World) -> str:
    """Open a case and send a code to the person's address; return its number."""
    book = Casebook(world.connection, world.vault)
    said = {"kind": "records", "channel": "phone", "language": "ja", "arrived": "2026-04-01", "asked": "山田",
            "contact": "", "claimed": "", "email": ADDRESS}  # fmt: skip
    receipt, _ = book.open(said, "officer-1", world.clock)
    code, until = new_code(), world.clock + 600 * SECOND_US
    book.step(
        receipt.number, "officer-1", "request", "case code",
        {"address": ADDRESS, "held_since": "2020-01-01", "code_digest": digest(code), "code_until": until},
        world.clock, world.registers(),
        code=CodeByMail("proof", ADDRESS, code, until),
    )  # fmt: skip
    return receipt.number


def mails_of(world: World, number: str) -> list[tuple[str, str]]:
    return [(one.kind, one.outcome) for one in Casebook(world.connection, world.vault).find(number).mails]

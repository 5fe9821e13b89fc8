"""A mail server (aiosmtpd) as a program of its own, which keeps what it takes, or answers as it was told to.

`python -m tests.integration.mail_server FOLDER PORT [CERTIFICATE KEY]`; with a certificate it asks for STARTTLS, user
and password.
"""

from __future__ import annotations

import asyncio
import json
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any
from uuid import uuid4

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from ledger.runtime.ports import LOOPBACK, free_port, wait_until_answers

USER, PASSWORD = "window", "correct horse"
#: With the address in it, as servers do: a log that repeats the text of a reply tells who was written to.
REFUSALS = {"rcpt": "{} <{}> no such user here", "data": "{} no to <{}>"}


@dataclass
class Keeper:
    """Keeps messages as files. ``answers`` in the folder: a line for each of the next messages: `rcpt 550`, `data 451`,
    or `take`; when there is none left, it takes."""

    folder: Path

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:  # fmt: skip
        where, code = self._next()
        if where == "rcpt":
            self._answered()
            return REFUSALS["rcpt"].format(code, address)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        where, code = self._next()
        self._answered()
        if where == "data":
            return REFUSALS["data"].format(code, envelope.rcpt_tos[0])
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        (self.folder / f"{uuid4().hex}.eml").write_bytes(content)
        taken = {"to": envelope.rcpt_tos, "tls": session.ssl is not None, "user": bool(session.authenticated)}
        with (self.folder / "taken").open("a") as lines:
            lines.write(json.dumps(taken) + "\n")
        return "250 taken"

    def _next(self) -> tuple[str, str]:
        answers = self._answers()
        where, _, code = (answers[0] if answers else "take").partition(" ")
        return where, code

    def _answers(self) -> list[str]:
        file = self.folder / "answers"
        return file.read_text().split("\n") if file.exists() and file.read_text() else []

    def _answered(self) -> None:
        (self.folder / "answers").write_text("\n".join(self._answers()[1:]))


@dataclass
class Server:
    """A running server, and what it took."""

    folder: Path
    port: int

    def answer(self, *answers: str) -> None:
        """Say how the next messages are answered."""
        (self.folder / "answers").write_text("\n".join(answers))

    def messages(self) -> list[EmailMessage]:
        """Everything that was taken, in no order."""
        return [
            message_from_bytes(path.read_bytes(), policy=default)  # type: ignore[misc]
            for path in self.folder.glob("*.eml")
        ]

    def taken(self) -> list[dict[str, Any]]:
        """Envelopes, in order."""
        file = self.folder / "taken"
        return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []

    @contextmanager
    def running(self, *secured: Path) -> Iterator[None]:
        """Run the program; with certificate and key, secured."""
        command = [sys.executable, "-m", "tests.integration.mail_server", self.folder, str(self.port), *secured]
        program = subprocess.Popen([*map(str, command)])
        try:
            assert wait_until_answers(self.port, 20, lambda: program.poll() is None)
            yield
        finally:
            program.terminate()
            program.wait(10)


def new_server(folder: Path) -> Server:
    """A server that does not run yet."""
    folder.mkdir()
    return Server(folder, free_port())


def text_of(message: EmailMessage) -> str:
    """The words of a message."""
    return str(message.get_content()).replace("\r\n", "\n")


async def serve(folder: Path, port: int, secured: list[str]) -> None:
    """Serve until stopped."""
    more: dict[str, Any] = {}
    if secured:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*secured)

        def authenticate(_: object, __: object, ___: object, ____: str, given: LoginPassword) -> AuthResult:
            return AuthResult(success=given.login == USER.encode() and given.password == PASSWORD.encode())

        more = {"tls_context": context, "require_starttls": True, "auth_required": True, "authenticator": authenticate}
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Keeper(folder), hostname="mail.test", **more), LOOPBACK, port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]))

"""Our notary works with a witness that somebody else wrote: litewitness, built from its Go module."""

from __future__ import annotations

import os
import socketserver
import sqlite3
import subprocess
import threading
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.log.checkpoint import Checkpoint
from ledger.log.note import Cosigner
from ledger.log.tiles import EMPTY_ROOT
from ledger.log.trust_policy import parse_policy
from ledger.runtime import processes
from ledger.runtime.ports import LOOPBACK, free_port, wait_until_answers
from tests.events import provision
from tests.integration.go import go
from tests.integration.notaries import ORIGIN, SIGNER, Desk
from tests.integration.world import World

#: Newer ones want a newer Go.
MODULE = "filippo.io/torchwood/cmd/litewitness@v0.9.0"
NAME, SEED = "litewitness.example", bytes(31) + b"\x05"
COSIGNER = Cosigner(NAME, SEED)
_IDENTITIES, _SIGN = 11, 13


def field(*parts: bytes) -> bytes:
    """Spell strings as SSH does (RFC 4251, section 5)."""
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


PUBLIC = field(b"ssh-ed25519", COSIGNER.key.public)


class Agent(socketserver.StreamRequestHandler):
    """An SSH agent with one key: the two messages that a witness sends (draft-miller-ssh-agent)."""

    def handle(self) -> None:
        while length := self.rfile.read(4):
            message = self.rfile.read(int.from_bytes(length, "big"))
            self.wfile.write(field(self._answer(message)))

    def _answer(self, message: bytes) -> bytes:
        if message[0] == _IDENTITIES:
            return b"\x0c" + (1).to_bytes(4, "big") + field(PUBLIC, b"witness")
        if message[0] == _SIGN:
            at = 1 + 4 + len(PUBLIC)
            size = int.from_bytes(message[at : at + 4], "big")
            signed = Ed25519PrivateKey.from_private_bytes(SEED).sign(message[at + 4 : at + 4 + size])
            return b"\x0e" + field(field(b"ssh-ed25519", signed))
        return b"\x05"


@pytest.fixture(scope="session")
def litewitness(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("litewitness")
    go("install", MODULE, folder=folder, GOBIN=str(folder))
    return folder / "litewitness"


@pytest.fixture
def foreign(litewitness: Path, tmp_path: Path) -> Iterator[str]:
    """A running litewitness that knows our log; its address."""
    database = tmp_path / "witness.db"
    with sqlite3.connect(database) as made:
        made.executescript(
            "create table log (origin text primary key, tree_size integer not null, tree_hash text not null);"
            "create table key (origin text not null, key text not null, foreign key(origin) references log(origin));"
        )
        made.execute("insert into log values (?, 0, ?)", (ORIGIN, b64encode(EMPTY_ROOT).decode()))
        made.execute("insert into key values (?, ?)", (ORIGIN, str(SIGNER.key)))
    made.close()
    socket = Path(f"/tmp/pl-agent-{os.getpid()}")
    fingerprint = "SHA256:" + b64encode(sha256(PUBLIC).digest()).decode().rstrip("=")
    port = free_port()
    with socketserver.ThreadingUnixStreamServer(str(socket), Agent) as agent:
        threading.Thread(target=agent.serve_forever, daemon=True).start()
        process = processes.start(
            [str(litewitness), "-db", str(database), "-name", NAME, "-key", fingerprint, "-ssh-agent", str(socket),
             "-listen", f"{LOOPBACK}:{port}"], output=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            assert wait_until_answers(port, 20, lambda: process.poll() is None)
            yield f"http://{LOOPBACK}:{port}"
        finally:
            processes.stop(process, 15, 10)
            agent.shutdown()
            socket.unlink()


def test_a_foreign_witness_cosigns_what_our_notary_signs(foreign: str, world: World, tmp_path: Path) -> None:
    policy = parse_policy(f"log {SIGNER.key}\nwitness one {COSIGNER.key} {foreign}\nquorum one\n".encode())
    desk = Desk(world.registered(), tmp_path / "notary", policy)
    for count in (1, 300, 2):
        world.tell("provisions.crm", *(provision() for _ in range(count)))
        assert desk.turn() == "published"
        cosigned = policy.check(desk.published[-1].note)
        assert Checkpoint.parse(cosigned.text).size == world.size
        assert [witness.name for witness, _ in cosigned.witnesses] == ["one"]
    desk.restart()
    world.tell("provisions.crm", provision())
    assert desk.turn() == "published", "a notary that forgot what the witness knows asks, and is told"
    desk.close()

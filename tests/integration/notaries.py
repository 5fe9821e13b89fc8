"""A notary with witnesses over HTTP, for tests that are about either."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import uvicorn

from ledger.cli.wiring import ledger_connection
from ledger.log.head import LOG_ID
from ledger.log.notary.export import Export
from ledger.log.notary.memory import Memory
from ledger.log.notary.notary import Notary, Published, begin
from ledger.log.note import Cosigner, NoteSigner
from ledger.log.tiles import RightEdge, leaf_hash
from ledger.log.trust_policy import TrustPolicy, parse_policy
from ledger.log.witness.witness import Witness
from ledger.runtime.ports import LOOPBACK, free_port, wait_until_answers
from ledger.store.connect import Connection
from ledger.web.witness import witness_app
from tests.integration.world import World

ORIGIN = "example.com/log"
SEED = bytes(31) + b"\x01"
SIGNER = NoteSigner(ORIGIN, SEED)
COSIGNER = Cosigner("witness.example", bytes(31) + b"\x02")


@contextmanager
def serving(witness: Witness) -> Iterator[str]:
    """Serve a witness and yield its address."""
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(witness_app(witness), host=LOOPBACK, port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    assert wait_until_answers(port, 10, thread.is_alive)
    try:
        yield f"http://{LOOPBACK}:{port}"
    finally:
        server.should_exit = True
        thread.join()


def policy_of(url: str, quorum: str = "one") -> TrustPolicy:
    """Return a policy of our log and the one witness."""
    return parse_policy(policy_text(url, quorum).encode())


def policy_text(url: str, quorum: str = "one") -> str:
    """Return the lines of such a policy."""
    return f"log {SIGNER.key}\nwitness one {COSIGNER.key} {url}\nquorum {quorum}\n"


def superuser(world: World) -> psycopg.Connection[object]:
    connection = world.owner()
    connection.execute("set session_replication_role = replica")
    return connection


def cut(world: World, size: int) -> None:
    """Cut the log back to ``size`` entries and make tiles and head fit, as somebody would who knows how."""
    with superuser(world) as attacker:
        attacker.execute("delete from entry where idx >= %s", (size,))
        attacker.execute("delete from tile")
        edge = RightEdge(0, {})
        leaves = [leaf_hash(bytes(entry)) for (entry,) in attacker.execute("select entry from entry order by idx")]
        with attacker.cursor() as cursor:
            cursor.executemany(
                "insert into tile (log_id, level, n, hashes) values (1, %s, %s, %s)", edge.append(leaves).tiles
            )
        attacker.execute("update head set size = %s, root = %s", (size, edge.root()))


@dataclass
class Desk:
    """A notary over a world's ledger, with its own memory and export in ``folder``. ``ticks``: its clock that nobody
    sets, in µs."""

    world: World
    folder: Path
    policy: TrustPolicy
    signers: tuple[NoteSigner, ...] = (SIGNER,)
    heartbeat: int = 600_000_000

    def __post_init__(self) -> None:
        self.published: list[Published] = []
        self.ticks = 0
        self.memory = Memory(self.folder / "memory")
        if self.memory.last is None:
            begin(self.memory, self.signers)
        self.notary = self.made()
        self.connection: Connection = ledger_connection(self.world.settings, "pl_notary")

    @property
    def export(self) -> Path:
        return self.folder / "export"

    def turn(self) -> str:
        return self.notary.turn(self.connection)

    def restart(self, **changes: object) -> None:
        """Start anew, as after a crash."""
        self.close()
        for name, value in changes.items():
            setattr(self, name, value)
        self.memory = Memory(self.folder / "memory")
        self.notary = self.made()
        self.connection = ledger_connection(self.world.settings, "pl_notary")

    def close(self) -> None:
        self.memory.close()
        self.connection.close()

    def made(self) -> Notary:
        """Return another notary over the same memory."""
        return Notary(
            LOG_ID, self.signers, self.memory, self.policy, Export(self.export), lambda: self.world.clock,
            lambda: self.ticks, self.heartbeat, self.published.append,
        )  # fmt: skip

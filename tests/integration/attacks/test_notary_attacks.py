"""What an attacker does to what the notary signs: each keeper of what was signed finds it alone, and without all it is
signed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from shutil import rmtree

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from ledger.cli.notary_command import _run
from ledger.cli.settings import Settings
from ledger.log.checkpoint import Checkpoint
from ledger.log.notary import notary
from ledger.log.notary.asking import WitnessKnowsMore
from ledger.log.notary.export import ExportDiffers
from ledger.log.notary.history import HistoryChanged
from ledger.log.note import parse_note
from tests.integration.notaries import Desk, cut, policy_of, superuser
from tests.integration.test_notary import desk, tell, witness
from tests.integration.world import World

__all__ = ["desk", "witness"]


#: What each keeper of what was signed says, with the others off, to a head that does not extend it. None: all are off.
HELD = {"memory": "HistoryChanged", "witness": "no quorum", "export": "ExportDiffers", None: "published"}


@pytest.fixture(params=HELD)
def keeper(request: pytest.FixtureRequest) -> str | None:
    """Who alone keeps what was signed, or nobody: the control."""
    return str(request.param) if request.param is not None else None


def alone(desk: Desk, keeper: str | None, monkeypatch: pytest.MonkeyPatch) -> str:
    """What comes of a turn where only this keeper is left."""
    if keeper != "memory":
        monkeypatch.setattr(notary, "check_extends", lambda *_: None)
    if keeper != "export":
        rmtree(desk.export)
    desk.restart(policy=desk.policy if keeper == "witness" else policy_of("http://127.0.0.1:9", quorum="none"))
    try:
        return desk.turn()
    except (HistoryChanged, ExportDiffers) as held:
        return type(held).__name__


def test_a_cut_tail_is_not_signed(
    desk: Desk, world: World, keeper: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    tell(world)
    desk.turn()
    cut(world, world.size - 2)
    assert alone(desk, keeper, monkeypatch) == HELD[keeper]


def test_a_rewritten_tree_of_the_same_size_is_not_signed(
    desk: Desk, world: World, keeper: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    tell(world)
    desk.turn()
    with superuser(world) as attacker:
        attacker.execute("update entry set entry = entry || ' ' where idx = 3")
    cut(world, world.size)
    assert alone(desk, keeper, monkeypatch) == HELD[keeper]


def test_a_head_that_is_not_that_of_its_tiles_is_not_signed(desk: Desk, world: World) -> None:
    tell(world)
    desk.turn()
    tell(world)
    root = world.ask("select root from head")[0][0]
    with superuser(world) as attacker:
        attacker.execute("update head set root = sha256(root)")
    with pytest.raises(HistoryChanged):
        desk.turn()
    with superuser(world) as attacker:
        attacker.execute("update head set root = %s", (root,))
    assert desk.turn() == "published"


@pytest.mark.parametrize("change", ["delete from head", f"update head set size = {2**62}"])
def test_a_head_that_is_gone_or_that_no_log_has_is_told_and_ends_no_notary(
    desk: Desk, world: World, settings: Settings, change: str, caplog: pytest.LogCaptureFixture
) -> None:
    stopping = threading.Event()
    running = threading.Thread(target=_run, args=(settings, desk.notary, stopping))
    with superuser(world) as attacker:
        attacker.execute("create table kept as table head")
        attacker.execute(change.encode())
        running.start()
        until(lambda: "no head is signed: log 1 has" in caplog.text)
        attacker.execute("delete from head")
        attacker.execute("insert into head table kept")
    until(lambda: len(desk.published) == 1)
    stopping.set()
    running.join()


def until(holds: Callable[[], bool]) -> None:
    ends = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < ends
        time.sleep(0.05)


def put_away(settings: Settings, name: str) -> None:
    """Copy the ledger's database, as a backup does. Nobody may be connected to it."""
    with _elsewhere(settings) as connection:
        connection.execute(f'create database "{name}" template "{_name(settings)}"'.encode())


def put_back(settings: Settings, name: str) -> None:
    """Put a copy in the database's place."""
    with _elsewhere(settings) as connection:
        connection.execute(f'drop database "{_name(settings)}"'.encode())
        connection.execute(f'alter database "{name}" rename to "{_name(settings)}"'.encode())


def _name(settings: Settings) -> str:
    return str(conninfo_to_dict(settings.postgres)["dbname"])


def _elsewhere(settings: Settings) -> psycopg.Connection[object]:
    return psycopg.connect(settings.vault, autocommit=True)


def test_yesterday_s_database_that_goes_on_is_not_signed(
    desk: Desk, world: World, settings: Settings, keeper: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    yesterday = f"{_name(settings)}_yesterday"
    desk.close()
    world.close()
    put_away(settings, yesterday)
    today = World(settings)
    desk.restart(world=today)
    tell(today, 4)
    assert desk.turn() == "published"
    signed = today.size
    desk.close()
    today.close()
    put_back(settings, yesterday)
    on = World(settings)
    while on.size <= signed:
        tell(on)
    desk.restart(world=on)
    assert alone(desk, keeper, monkeypatch) == HELD[keeper]
    on.close()


def test_two_notaries_on_forked_copies_find_one_witness_between_them(desk: Desk, world: World, tmp_path: Path) -> None:
    tell(world)
    desk.turn()
    fork = Desk(world, tmp_path / "fork", desk.policy)
    (tmp_path / "fork" / "memory" / "last-signed").write_bytes((desk.folder / "memory" / "last-signed").read_bytes())
    fork.restart()
    tell(world, 2)
    assert desk.turn() == "published"
    # The other copy goes its own way from the head both have signed.
    size = Checkpoint.parse(desk.published[0].note.text).size
    cut(world, size)
    with superuser(world) as attacker:
        attacker.execute("insert into entry (log_id, idx, entry) values (1, %s, '{}')", (size,))
    cut(world, size + 1)
    with pytest.raises(WitnessKnowsMore):
        fork.turn()
    fork.restart(policy=policy_of("http://127.0.0.1:9", quorum="none"))
    assert fork.turn() == "published"
    fork.close()


def roll_back_the_witness(desk: Desk, world: World, folder: Path) -> Path:
    """Have the witness forget the last head it saw; return its memory of our log."""
    desk.turn()
    kept = next(path for path in (folder / "witness").iterdir() if path.name != "lock")
    old = kept.read_bytes()
    tell(world)
    desk.turn()
    kept.write_bytes(old)
    tell(world)
    return kept


def test_a_witness_rolled_back_is_told_and_asked_from_where_it_fell_to(
    desk: Desk, world: World, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    kept = roll_back_the_witness(desk, world, tmp_path)
    assert "rolled back" not in caplog.text
    # It answers 409 with the size it fell back to, and cosigns only what grew from there: no fork comes of it.
    assert desk.turn() == "published"
    assert "witness one was rolled back" in caplog.text
    assert Checkpoint.parse(parse_note(kept.read_bytes()).text).size == world.size


def test_a_notary_that_forgot_what_a_witness_saw_tells_of_no_rolling_back(
    desk: Desk, world: World, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The control: without the remembered size nothing shows, and what was signed is held by the memory alone."""
    roll_back_the_witness(desk, world, tmp_path)
    desk.restart()
    assert desk.turn() == "published"
    assert "rolled back" not in caplog.text

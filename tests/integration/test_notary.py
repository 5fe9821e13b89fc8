"""The notary: publishes what witnesses have seen, refuses what does not extend what it signed."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.audit.audit import CHECKS, Check, Source, audit
from ledger.audit.bundles import export_entries
from ledger.cli.wiring import ledger_connection, open_vault
from ledger.log.checkpoint import Checkpoint
from ledger.log.notary.export import ExportDiffers, ExportIncomplete, exported
from ledger.log.notary.memory import Memory, NotaryBusy
from ledger.log.notary.notary import MemoryLost
from ledger.log.notary.stamps import StampInvalid, ask_for_stamp, check_stamp
from ledger.log.note import NoteSigner, parse_note
from ledger.log.proofs import verify_consistency, verify_inclusion
from ledger.log.tile_paths import entries_path, unbundled
from ledger.log.tiles import RightEdge, leaf_hash
from ledger.log.tlog_proof import TlogProof
from ledger.log.trust_policy import TrustPolicy, parse_policy
from ledger.log.witness.witness import Witness
from ledger.runtime.postgres import Postgres
from ledger.store.connect import VAULT_SCHEMA, connect
from tests.events import provision
from tests.integration.authority import authority
from tests.integration.notaries import COSIGNER, ORIGIN, SIGNER, Desk, cut, policy_of, policy_text, serving, superuser
from tests.integration.world import World


@pytest.fixture
def witness(tmp_path: Path, world: World) -> Iterator[Witness]:
    made = Witness(COSIGNER, [SIGNER.key], tmp_path / "witness", lambda: world.clock // 1_000_000)
    yield made
    made.close()


@pytest.fixture
def desk(world: World, witness: Witness, tmp_path: Path) -> Iterator[Desk]:
    world.registered()
    with serving(witness) as url:
        made = Desk(world, tmp_path / "notary", policy_of(url))
        yield made
        made.close()


def tell(world: World, count: int = 3) -> None:
    world.tell("provisions.crm", *(provision() for _ in range(count)))


def entries(world: World) -> list[bytes]:
    return [bytes(entry) for (entry,) in world.ask("select entry from entry order by idx")]


def test_every_entry_is_proved_from_exported_files_alone(desk: Desk, world: World) -> None:
    tell(world, 300)
    assert desk.turn() == "published"
    tell(world, 5)
    assert desk.turn() == "published"
    kept = entries(world)
    note, prover = exported(desk.export)
    assert Checkpoint.parse(note.text).size == len(kept)
    for index in (0, 1, 255, 256, len(kept) - 1):
        TlogProof(index, tuple(prover.inclusion(index)), note).check(kept[index], desk.policy)
    for published in desk.published:
        told = Checkpoint.parse(published.note.text)
        last = Checkpoint.parse(note.text)
        verify_consistency(told.size, last.size, told.root, last.root, prover.consistency(told.size))


def test_bundles_for_auditors_hash_to_the_published_root(desk: Desk, world: World, tmp_path: Path) -> None:
    tell(world, 300)
    desk.turn()
    assert export_entries(world.connection, tmp_path / "audit", world.size, lambda *_: None) == 2
    tell(world, 1)
    desk.turn()
    assert export_entries(world.connection, tmp_path / "audit", world.size, lambda *_: None) == 1, "a whole one stays"
    edge = RightEdge(0, {})
    for n, width in ((0, 256), (1, world.size - 256)):
        whole = (tmp_path / "audit" / entries_path(n, width)).read_bytes()
        edge.append([leaf_hash(entry) for entry in unbundled(whole)])
    assert edge.root() == Checkpoint.parse(desk.published[-1].note.text).root
    assert not list(desk.export.glob("tile/entries*")), "what anybody may fetch holds hashes alone"


def test_proofs_are_served_with_the_database_stopped(postgres: Postgres, desk: Desk, world: World) -> None:
    tell(world)
    desk.turn()
    kept = entries(world)
    postgres.stop()
    try:
        note, prover = exported(desk.export)
        checkpoint = Checkpoint.parse(desk.policy.check(note).text)
        last = len(kept) - 1
        verify_inclusion(leaf_hash(kept[last]), last, len(kept), prover.inclusion(last), checkpoint.root)
    finally:
        postgres.start()


def test_a_head_is_signed_when_there_is_news_and_when_it_grows_old(desk: Desk, world: World) -> None:
    assert desk.turn() == "published"
    assert desk.turn() == "no news"
    world.clock += desk.heartbeat
    desk.ticks += desk.heartbeat
    assert desk.turn() == "published"
    first, second = (parse_note(bytes(one.note)) for one in desk.published)
    assert first.text == second.text
    assert first.signatures[0] == second.signatures[0]
    assert first.signatures[1] != second.signatures[1], "a heartbeat carries a new time"
    tell(world)
    assert desk.turn() == "published"


def test_without_the_quorum_nothing_is_published(world: World, tmp_path: Path) -> None:
    world.registered()
    desk = Desk(world, tmp_path / "notary", policy_of("http://127.0.0.1:9"))
    assert desk.turn() == "no quorum"
    assert world.ask("select count(*) from checkpoint") == [(0,)]
    assert not desk.export.exists()
    desk.close()


def test_a_policy_that_does_not_name_the_notary_s_key_publishes_nothing(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    other = NoteSigner(ORIGIN, bytes(32))
    desk.restart(policy=parse_policy(f"log {other.key}\nquorum none\n".encode()))
    assert desk.turn() == "no quorum"
    assert "no known key signed the note" in caplog.text


def test_when_no_head_is_published_for_long_an_alert_is_raised_once(desk: Desk, world: World) -> None:
    def alerts() -> list[object]:
        world.clock += 120_000_000
        world.recorder.housekeeping()
        return world.ask("select about from alert where kind = 'unpublished'")

    desk.turn()
    published = world.size
    tell(world)
    assert alerts() == []
    world.clock += 900_000_000
    assert alerts() == alerts() == [(str(published),)]
    assert desk.turn() == "published"
    tell(world)
    assert alerts() == [(str(published),)]


def test_a_head_that_was_not_published_is_when_the_witness_is_back(desk: Desk, world: World) -> None:
    reachable = desk.policy
    desk.restart(policy=policy_of("http://127.0.0.1:9"))
    assert desk.turn() == "no quorum"
    tell(world)
    desk.restart(policy=reachable)
    assert desk.turn() == "published"


def test_one_memory_has_one_notary(desk: Desk) -> None:
    with pytest.raises(NotaryBusy):
        Memory(desk.folder / "memory")


def test_a_lost_memory_is_noticed(desk: Desk) -> None:
    desk.turn()
    desk.close()
    (desk.folder / "memory" / "last-signed").unlink()
    desk.restart()
    with pytest.raises(MemoryLost):
        desk.turn()


def test_an_incomplete_export_proves_nothing(desk: Desk, world: World) -> None:
    desk.turn()
    for tile in (desk.export / "tile" / "0").iterdir():
        for part in tile.iterdir():
            part.unlink()
    _, prover = exported(desk.export)
    with pytest.raises(ExportIncomplete):
        prover.inclusion(0)


FLIPPED = "update tile set hashes = set_byte(hashes, 40, get_byte(hashes, 40) # 1) where (level, n) = (0, 0)"


def test_an_exported_tile_that_differs_is_never_written_over(desk: Desk, world: World) -> None:
    desk.turn()
    tell(world, 300)
    tile = desk.export / "tile" / "0" / "000"
    tile.write_bytes(bytes(256 * 32))
    with pytest.raises(ExportDiffers):
        desk.turn()
    assert tile.read_bytes() == bytes(256 * 32)
    assert len(desk.published) == 1
    tile.unlink()
    assert desk.turn() == "published"


def test_a_tile_that_no_proof_of_growth_reads_is_not_exported_from_the_database(desk: Desk, world: World) -> None:
    tell(world, 600)
    leaves = [leaf_hash(entry) for entry in entries(world)]
    with superuser(world) as attacker:
        attacker.execute(FLIPPED)
    with pytest.raises(ExportDiffers):
        desk.turn()
    assert not (desk.export / "checkpoint").exists()
    with superuser(world) as attacker:
        attacker.execute(FLIPPED)
    assert desk.turn() == "published"
    assert (desk.export / "tile" / "0" / "000").read_bytes() == b"".join(leaves[:256])


def test_keys_change_over_while_both_sign(desk: Desk, world: World) -> None:
    old, new = SIGNER, NoteSigner(ORIGIN, bytes(31) + b"\x03")
    desk.turn()
    before = desk.published[-1].note
    url = desk.policy.witnesses[0].url
    text = f"log {new.key}\nwitness one {COSIGNER.key} {url}\nquorum one\n"
    both = parse_policy(f"log {old.key}\n{text}".encode())
    after_rollover = parse_policy(text.encode())
    desk.restart(signers=(old, new), policy=both)
    tell(world)
    assert desk.turn() == "published"
    overlap = desk.published[-1].note
    assert both.check(before).log == old.key
    assert policy_of(url or "").check(overlap).log == old.key, "who knows the old key alone still reads it"
    assert after_rollover.check(overlap).log == new.key, "and so does who knows the new one alone"


def audited(
    world: World, policy: TrustPolicy, heads: dict[str, bytes], checks: frozenset[Check],
    noted: set[str] | None = None, now: int | None = None,
) -> set[str]:  # fmt: skip
    """Kinds of fault that an audit finds which is given signed heads from elsewhere; into ``noted`` go those of what
    is no fault. ``now``: by the auditor's clock."""
    vault = open_vault(world.settings, "pl_auditor")
    key_store = connect(world.settings.vault, "pl_auditor", VAULT_SCHEMA)
    with ledger_connection(world.settings, "pl_auditor") as connection, connection.transaction():
        report = audit(Source(connection, vault, key_store, policy, heads), now or world.clock, checks=checks)
    key_store.close()
    vault.close()
    if noted is not None:
        noted |= {one.kind for one in report.findings} - {one.kind for one in report.faults}
    return {one.kind for one in report.faults}


def test_a_published_head_that_was_changed_is_found(desk: Desk, world: World) -> None:
    tell(world)
    desk.turn()
    assert audited(world, desk.policy, {}, CHECKS) == set()
    with superuser(world) as attacker:
        attacker.execute("update checkpoint set note = set_byte(note, 30, get_byte(note, 30) # 1)")
    assert audited(world, desk.policy, {}, CHECKS) == {"checkpoint_changed"}
    assert audited(world, desk.policy, {}, CHECKS - {"heads"}) == set()


def test_a_head_the_witness_kept_shows_a_rewritten_log(desk: Desk, world: World, tmp_path: Path) -> None:
    tell(world)
    desk.turn()
    kept = next(path for path in (tmp_path / "witness").iterdir() if path.name != "lock").read_bytes()
    with superuser(world) as attacker:
        attacker.execute("delete from checkpoint")
        # A batch is of another topic by now, wherever it says of which.
        attacker.execute("update entry set entry = replace(convert_from(entry, 'UTF8'), 'ns.crm\"', 'ns.crn\"')::bytea"
                         " where position('\"kind\":\"batch\"'::bytea in entry) > 0")  # fmt: skip
        attacker.execute("update position set topic = 'provisions.crn' where topic = 'provisions.crm'")
    cut(world, world.size)
    assert audited(world, desk.policy, {}, CHECKS) == set(), "inside the database nothing tells"
    assert audited(world, desk.policy, {"the witness's": kept}, CHECKS) == {"history_changed"}
    assert audited(world, desk.policy, {"the witness's": kept}, CHECKS - {"heads"}) == set()


def test_a_clock_set_back_changes_no_history(desk: Desk, world: World) -> None:
    desk.turn()
    world.clock -= 86_400_000_000
    tell(world)
    assert desk.turn() == "published"
    times = [desk.policy.check(one.note).witnesses[0][1] for one in desk.published]
    assert times[1] < times[0]
    sizes = [Checkpoint.parse(one.note.text).size for one in desk.published]
    assert sizes == sorted(sizes)


def test_an_audit_tells_of_a_clock_set_back_as_of_no_fault(desk: Desk, world: World) -> None:
    desk.turn()
    world.clock -= 60_000_000
    desk.ticks += desk.heartbeat
    assert desk.turn() == "published"
    noted: set[str] = set()
    assert audited(world, desk.policy, {}, CHECKS, noted, world.clock + 60_000_000) == set()
    assert noted == {"clock_back"}
    noted.clear()
    audited(world, desk.policy, {}, CHECKS - {"heads"}, noted)
    assert noted == set()


def test_a_clock_far_ahead_is_told(desk: Desk, world: World, tmp_path: Path) -> None:
    """The witness's clock is ahead as well, so that its cosignatures say the same; the authority's is not."""
    today = world.clock
    world.clock += 365 * 86_400_000_000
    desk.turn()
    published = desk.published[-1]

    def noted(now: int, checks: frozenset[Check] = CHECKS) -> set[str]:
        found: set[str] = set()
        assert audited(world, desk.policy, {}, checks, found, now) == set()
        return found

    assert noted(today) == {"clock_ahead"}, "by the clock of whoever audits"
    assert noted(world.clock) == set()
    with authority(tmp_path / "tsa") as (url, _):
        stamped = (published.checkpoint_id, *ask_for_stamp(url, published.note.text))
    with superuser(world) as attacker:
        attacker.execute("insert into time_stamp values (1, %s, %s, %s)", stamped)
    assert noted(world.clock) == {"clock_ahead"}, "by the authority's"
    assert noted(today, CHECKS - {"heads"}) == set()


#: Another value of every column of heads and stamps.
CHANGES = {
    ("checkpoint", "log_id"): "2", ("checkpoint", "checkpoint_id"): "77", ("checkpoint", "size"): "size - 1",
    ("checkpoint", "note"): "note || ' '", ("checkpoint", "published_at"): "published_at + 1200000000",
    ("time_stamp", "log_id"): "2", ("time_stamp", "checkpoint_id"): "77",
    ("time_stamp", "token"): "set_byte(token, 200, 0)", ("time_stamp", "stamped_at"): "stamped_at + 1000000",
}  # fmt: skip


@pytest.mark.parametrize(("table", "column"), CHANGES)
def test_a_changed_column_of_heads_and_stamps_is_found(
    desk: Desk, world: World, tmp_path: Path, table: str, column: str
) -> None:  # fmt: skip
    desk.turn()
    published = desk.published[-1]
    with authority(tmp_path / "tsa") as (url, certificate):
        token, at = ask_for_stamp(url, published.note.text)
    named = f"{policy_text('http://127.0.0.1:9')}authority tsa {b64encode(certificate).decode()}\n"
    policy = parse_policy(named.encode())
    with superuser(world) as attacker:
        attacker.execute("insert into time_stamp values (1, %s, %s, %s)", (published.checkpoint_id, token, at))
        attacker.execute("alter table checkpoint alter checkpoint_id set generated by default")
    assert audited(world, policy, {}, CHECKS) == set()
    with superuser(world) as attacker:
        attacker.execute(f"update {table} set {column} = {CHANGES[table, column]}".encode())
    assert audited(world, policy, {}, CHECKS) or (table, column) == ("time_stamp", "log_id"), "one stamp less"
    assert audited(world, policy, {}, CHECKS - {"heads"}) == set()


def test_a_stamp_by_somebody_else_than_the_policy_names_is_found(desk: Desk, world: World, tmp_path: Path) -> None:
    desk.turn()
    published = desk.published[-1]
    with authority(tmp_path / "tsa") as (url, _):
        token, at = ask_for_stamp(url, published.note.text)
    with authority(tmp_path / "other") as (_, other):
        named = f"{policy_text('http://127.0.0.1:9')}authority tsa {b64encode(other).decode()}\n"
    with superuser(world) as attacker:
        attacker.execute("insert into time_stamp values (1, %s, %s, %s)", (published.checkpoint_id, token, at))
    assert audited(world, parse_policy(named.encode()), {}, CHECKS) == {"stamp_changed"}
    assert audited(world, desk.policy, {}, CHECKS) == set(), "a policy that names no authority leaves that open"


def test_a_clock_set_back_is_written_down_at_once_and_raises_one_alert(
    desk: Desk, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    def alerts() -> list[object]:
        world.clock += 120_000_000
        world.recorder.housekeeping()
        return world.ask("select about from alert where kind = 'clock_back' order by idx")

    tell(world)
    desk.turn()
    assert alerts() == []
    desk.turn()
    world.clock -= 4_000_000
    assert desk.turn() == "no news", "what a step of NTP sets right"
    world.clock -= 86_400_000_000
    assert desk.turn() == "published"
    assert caplog.text.count("the clock reads 86404 s before") == 1
    assert desk.turn() == "no news"
    desk.ticks += desk.heartbeat
    assert desk.turn() == "published", "heartbeats go on although the clock is behind"
    # The workers' clocks are right.
    world.clock += 86_404_000_000
    set_back = str(Checkpoint.parse(desk.published[-1].note.text).size)
    assert alerts() == alerts() == [(set_back,)]


def test_a_clock_behind_the_authority_s_is_said(desk: Desk, world: World, caplog: pytest.LogCaptureFixture) -> None:
    desk.turn()
    stamped = (desk.published[0].checkpoint_id, world.clock + 60_000_000)
    desk.connection.execute(
        "insert into time_stamp (log_id, checkpoint_id, token, stamped_at) values (1, %s, '', %s)", stamped
    )
    for _ in range(2):
        tell(world)
        assert desk.turn() == "published"
    assert caplog.text.count("before the last published head or its time stamp") == 1


def test_openssl_s_authority_stamps_a_head(desk: Desk, tmp_path: Path) -> None:
    desk.turn()
    text = desk.published[-1].note.text
    with authority(tmp_path / "tsa") as (url, certificate):
        token, at = ask_for_stamp(url, text)
        assert check_stamp(token, text, certificate) == at
        with pytest.raises(StampInvalid):
            check_stamp(token, text.replace("\n", "\n1", 1), certificate)
        changed = bytearray(token)
        changed[-1] ^= 1
        with pytest.raises(StampInvalid):
            check_stamp(bytes(changed), text, certificate)

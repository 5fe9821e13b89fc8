"""The log as files (C2SP tlog-tiles v0.1.0), so that proofs are served with the database stopped.

Tiles are written before the checkpoint that needs them, each whole or not at all; a full tile is written once.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ledger.log.checkpoint import Checkpoint
from ledger.log.note import Note, NoteInvalid, parse_note
from ledger.log.proofs import ProofInvalid, Prover, ReadTile, verify_inclusion
from ledger.log.tile_paths import tile_path
from ledger.log.tiles import EMPTY_ROOT, HASH_BYTES, WIDTH, RightEdge, edge_tiles
from ledger.log.tlog_proof import TlogProof
from ledger.store.files import write_durably

CHECKPOINT = "checkpoint"


class ExportIncomplete(Exception):
    """The folder lacks a tile that its signed head needs, or the head itself. Nothing was proved; copy the folder again
    from where the notary writes it."""


class ExportDamaged(Exception):
    """A file of the folder is not what was exported: its tiles do not lead to the root of its signed head. Nothing was
    proved; copy the folder again from where the notary writes it."""


class BeyondHead(Exception):
    """No entry of this index stands under the signed head. Indexes begin with 0; an entry of the last seconds may not
    be published yet. Nothing was proved; ask again with a newer export."""


class ExportDiffers(Exception):
    """The exported tiles and the log do not rebuild the head that would be published. Nothing was published, and no
    exported tile was changed. Keep folder and database as they are, and run the audit (docs/notary.md)."""


class Export:
    """A folder of tiles and the last published checkpoint. Raises ExportDiffers where that is no signed head."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._exported = self._last()

    @property
    def size(self) -> int | None:
        """How many entries the exported head has, None where none was exported."""
        return self._exported.size if self._exported.origin else None

    def write(self, note: Note, head: Checkpoint, read_tile: ReadTile) -> None:
        """Write what a head needs beyond the last one, then the signed head.

        Tiles are rebuilt from those exported before and the leaves since, so that no other tile of the log gets out.
        Raises ExportDiffers where they do not lead to the head, OSError.
        """
        rebuilt = self._rebuilt(head, read_tile)
        for level, n, width in new_tiles(self._exported.size, head.size):
            path = self._folder / tile_path(level, n, width)
            hashes = rebuilt[level, n]
            if width == WIDTH and path.exists():
                if path.read_bytes() != hashes:
                    raise ExportDiffers(f"tile {level}/{n} was exported before with other hashes")
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            write_durably(path, hashes)
        self._folder.mkdir(parents=True, exist_ok=True)
        write_durably(self._folder / CHECKPOINT, bytes(note))
        self._exported = head

    def _rebuilt(self, head: Checkpoint, read_tile: ReadTile) -> dict[tuple[int, int], bytes]:
        """Return the tiles that the tree grew by. They lead from the exported root to that of the head."""
        old = self._exported
        try:
            edge = RightEdge.load(
                old.size,
                {level: (self._folder / tile_path(level, n, width)).read_bytes()
                 for level, n, width in edge_tiles(old.size)},
            )  # fmt: skip
        except (FileNotFoundError, ValueError):
            raise ExportDiffers(f"a tile of the exported head of {old.size} entries is missing or cut") from None
        if edge.root() != old.root:
            raise ExportDiffers(f"the exported tiles do not lead to the exported head of {old.size} entries")
        tiles: dict[tuple[int, int], bytes] = {}
        for n in range(old.size // WIDTH, -(-head.size // WIDTH)):
            leaves = read_tile(0, n)[: HASH_BYTES * min(WIDTH, head.size - n * WIDTH)]
            new = leaves[HASH_BYTES * (edge.size - n * WIDTH) :]
            grown = edge.append([new[at : at + HASH_BYTES] for at in range(0, len(new), HASH_BYTES)])
            tiles.update({(level, number): hashes for level, number, hashes in grown.tiles})
        if (edge.size, edge.root()) != (head.size, head.root):
            raise ExportDiffers(f"the leaves since {old.size} do not lead to the head of {head.size} entries")
        return tiles

    def _last(self) -> Checkpoint:
        path = self._folder / CHECKPOINT
        if not path.exists():
            return Checkpoint("", 0, EMPTY_ROOT)
        try:
            return Checkpoint.parse(parse_note(path.read_bytes()).text)
        except NoteInvalid as invalid:
            raise ExportDiffers(f"{path} is no signed head: {invalid}") from None


def new_tiles(old: int, size: int) -> Iterator[tuple[int, int, int]]:
    """Yield the tiles (level, n, width) that a tree of ``size`` leaves has and one of ``old`` leaves has not."""
    level = 0
    while size:
        for n in range(old // WIDTH, size // WIDTH):
            yield level, n, WIDTH
        if size % WIDTH and size != old:
            yield level, size // WIDTH, size % WIDTH
        old, size, level = old // WIDTH, size // WIDTH, level + 1


def exported(folder: Path) -> tuple[Note, Prover]:
    """Return the signed head of an exported log, and what proves from its tiles.

    Raises ExportIncomplete and ExportDamaged, and so does the prover. Whose signatures the head carries is not looked
    at: that is for whoever is given a proof, by their own trust policy.
    """
    note, head = _head(folder)
    return note, _prover(folder, head.size)


def prove(folder: Path, index: int) -> TlogProof:
    """Prove from an exported log alone that it holds entry ``index`` (from 0). What is returned was checked.

    Raises BeyondHead, ExportIncomplete and ExportDamaged.
    """
    note, head = _head(folder)
    if not 0 <= index < head.size:
        raise BeyondHead(f"index {index}, and the signed head has {head.size} entries")
    prover = _prover(folder, head.size)
    path = prover.inclusion(index)
    try:
        verify_inclusion(prover.leaf(index), index, head.size, path, head.root)
    except ProofInvalid:
        raise ExportDamaged(f"index {index} of {head.size}") from None
    return TlogProof(index, tuple(path), note)


def _head(folder: Path) -> tuple[Note, Checkpoint]:
    data = _content(folder, CHECKPOINT)
    try:
        note = parse_note(data)
        return note, Checkpoint.parse(note.text)
    except NoteInvalid as invalid:
        raise ExportDamaged(f"{CHECKPOINT}: {invalid}") from None


def _prover(folder: Path, size: int) -> Prover:
    def read(level: int, n: int) -> bytes:
        width = min(WIDTH, size // WIDTH**level - n * WIDTH)
        path = tile_path(level, n, width)
        data = _content(folder, path)
        if len(data) != width * HASH_BYTES:
            raise ExportDamaged(path)
        return data

    return Prover(size, read)


def _content(folder: Path, path: str) -> bytes:
    try:
        return (folder / path).read_bytes()
    except FileNotFoundError:
        raise ExportIncomplete(path) from None

"""The log as files (C2SP tlog-tiles v0.1.0), so that proofs are served with the database stopped.

Tiles are written before the checkpoint that needs them, each whole or not at all; a full tile is written once.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ledger.log.checkpoint import Checkpoint
from ledger.log.note import Note, parse_note
from ledger.log.proofs import Prover, ReadTile
from ledger.log.tile_paths import tile_path
from ledger.log.tiles import HASH_BYTES, WIDTH
from ledger.store.files import write_durably

CHECKPOINT = "checkpoint"


class ExportIncomplete(Exception):
    """The folder lacks a tile that its checkpoint needs. Nothing was proved; copy the folder again from where the
    notary writes it."""


class Export:
    """A folder of tiles and the last published checkpoint."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._exported = self._size()

    def write(self, note: Note, size: int, read_tile: ReadTile) -> None:
        """Write what a head of ``size`` needs beyond the last one, then the signed head. Raises OSError."""
        for level, n, width in new_tiles(self._exported, size):
            path = self._folder / tile_path(level, n, width)
            path.parent.mkdir(parents=True, exist_ok=True)
            write_durably(path, read_tile(level, n)[: HASH_BYTES * width])
        self._folder.mkdir(parents=True, exist_ok=True)
        write_durably(self._folder / CHECKPOINT, bytes(note))
        self._exported = size

    def _size(self) -> int:
        path = self._folder / CHECKPOINT
        return Checkpoint.parse(parse_note(path.read_bytes()).text).size if path.exists() else 0


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
    """Return the signed head of an exported log, and what proves from its tiles. Raises ExportIncomplete."""
    try:
        note = parse_note((folder / CHECKPOINT).read_bytes())
    except FileNotFoundError:
        raise ExportIncomplete(CHECKPOINT) from None
    size = Checkpoint.parse(note.text).size

    def read(level: int, n: int) -> bytes:
        present = size // WIDTH**level
        path = tile_path(level, n, min(WIDTH, present - n * WIDTH))
        try:
            return (folder / path).read_bytes()
        except FileNotFoundError:
            raise ExportIncomplete(path) from None

    return note, Prover(size, read)

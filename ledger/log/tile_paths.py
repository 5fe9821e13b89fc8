"""Where tiles and bundles of entries stand below a log's address (C2SP tlog-tiles v0.1.0)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ledger.log.tiles import WIDTH


def tile_path(level: int, n: int, width: int = WIDTH) -> str:
    """Return the path of a hash tile, ``tile/<level>/<n>``, with ``.p/<width>`` where it is partial."""
    return f"tile/{level}/{_number(n)}{_partial(width)}"


def entries_path(n: int, width: int = WIDTH) -> str:
    """Return the path of a bundle of entries, which lies beside tile (0, n)."""
    return f"tile/entries/{_number(n)}{_partial(width)}"


def bundle(entries: Iterable[bytes]) -> bytes:
    """Return entries as a bundle: each after its length in two bytes, most significant first."""
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def unbundled(data: bytes) -> Iterator[bytes]:
    """Yield a bundle's entries. Raises ValueError where it is cut short."""
    at = 0
    while at < len(data):
        end = at + 2 + int.from_bytes(data[at : at + 2], "big")
        if end > len(data):
            raise ValueError("a bundle is cut short")
        yield data[at + 2 : end]
        at = end


def _number(n: int) -> str:
    """Spell a tile's number in groups of three digits, of which all but the last begin with an x."""
    if n < 0:
        raise ValueError("tiles are numbered from 0")
    groups = [f"{n % 1000:03}"]
    while n := n // 1000:
        groups.append(f"x{n % 1000:03}")
    return "/".join(reversed(groups))


def _partial(width: int) -> str:
    if not 0 < width <= WIDTH:
        raise ValueError("a tile holds one to 256 hashes")
    return "" if width == WIDTH else f".p/{width}"

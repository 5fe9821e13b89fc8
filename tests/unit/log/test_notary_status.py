"""What somebody should do about a notary, by how long ago things happened."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ledger.log.notary.status import WAITS, Left, Place, Status

NOW = 1_764_000_000_000_000
_AGREES = Place(5, "agrees")
_LEFT = Left(NOW, ("example.com/log+00000000",), ("one",), (), trusted=True)
IN_ORDER = Status(
    running=True, log=5, signed=_AGREES, published=_AGREES, exported=_AGREES, left=_LEFT, keys=(), quorum="one",
    stamped_at=NOW, stamps_since=NOW, heartbeat=600_000_000, interval=60_000_000,
)  # fmt: skip


def left(ago: int) -> Left:
    return replace(_LEFT, at=NOW - ago)


@pytest.mark.parametrize(
    ("found", "begins"),
    [
        (IN_ORDER, None),
        (replace(IN_ORDER, running=False), "No notary runs"),
        (replace(IN_ORDER, published=Place(4, "behind")), None),
        (replace(IN_ORDER, published=Place(4, "behind"), left=left(WAITS + 1)), "Entries wait"),
        (replace(IN_ORDER, published=Place(None, "nothing"), exported=None, left=None), "Entries wait"),
        (replace(IN_ORDER, left=left(1_200_000_000)), None),
        (replace(IN_ORDER, left=left(1_200_000_001)), "The last head has not been signed anew"),
        (replace(IN_ORDER, left=replace(_LEFT, trusted=False)), "The last published head does not satisfy"),
        (replace(IN_ORDER, exported=Place(4, "behind")), "The exported head is older"),
        (replace(IN_ORDER, exported=Place(None, "nothing")), "The exported head is older"),
        (replace(IN_ORDER, exported=Place(6, "ahead")), "The log does not lead to the exported head"),
        (replace(IN_ORDER, published=Place(5, "differs")), "The log does not lead to the last published head"),
        (replace(IN_ORDER, stamped_at=NOW - 1_200_000_000, stamps_since=0), None),
        (replace(IN_ORDER, stamped_at=NOW - 1_200_000_001, stamps_since=0), "The time stamp authority"),
        (replace(IN_ORDER, stamped_at=None, stamps_since=0), "The time stamp authority"),
        (replace(IN_ORDER, stamped_at=None, stamps_since=NOW - 1), None),
        (replace(IN_ORDER, stamped_at=None, stamps_since=None), None),
    ],
)
def test_each_fault_is_told_from_its_instant_on(found: Status, begins: str | None) -> None:
    said = list(found.faults(NOW))
    assert len(said) == (begins is not None)
    assert begins is None or said[0].startswith(begins)

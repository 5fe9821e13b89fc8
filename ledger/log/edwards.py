"""Which points an Ed25519 key or signature may be written with (RFC 8032, 5.1).

Verifiers differ in points of small order and in second spellings of one point: some accept, some refuse them. Under a
key of small order one signature fits many texts. Whatever any of them refuses is refused here before they are asked,
so that the command and a browser answer alike.
"""

from __future__ import annotations

POINT_BYTES = 32
_FIELD = 2**255 - 19
#: The y of each of the eight points whose order divides 8: two have y = 0, and four the last two.
_SMALL_ORDER = frozenset({
    0, 1, _FIELD - 1,
    0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826,
    0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7,
})  # fmt: skip


def is_weak(point: bytes) -> bool:
    """Tell whether an encoded point is of small order, or is written with a y beyond the field (a second spelling)."""
    y = int.from_bytes(point, "little") % 2**255  # without the sign of x, which is the highest bit
    return y >= _FIELD or y in _SMALL_ORDER

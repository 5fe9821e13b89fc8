"""One-time codes: of the time steps near the present one, and no others."""

from __future__ import annotations

import pyotp
from hypothesis import given
from hypothesis import strategies as st

from ledger.web.console.codes import address, grouped, step_of

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
STEP = 30_000_000


@given(st.integers(1, 2**40), st.integers(-3, 3))
def test_a_code_is_taken_one_step_early_or_late(step: int, off: int) -> None:
    typed = pyotp.HOTP(SECRET).at(max(0, step + off))
    found = step_of(SECRET, typed, step * STEP)
    assert (found == max(0, step + off)) if abs(off) <= 1 else (found is None or found != step + off)


def test_a_code_may_be_typed_wide_and_in_groups() -> None:
    typed = pyotp.HOTP(SECRET).at(100)
    wide = "".join(chr(ord(one) + 0xFEE0) for one in typed)
    assert step_of(SECRET, f"{wide[:3]} {wide[3:]}", 100 * STEP) == 100
    assert step_of(SECRET, "", 100 * STEP) is None


def test_a_secret_is_written_so_that_it_can_be_typed() -> None:
    assert grouped("ABCDEFGHIJ") == "ABCD EFGH IJ"
    assert pyotp.parse_uri(address(SECRET, "officer 1", "Provision Ledger")).secret == SECRET

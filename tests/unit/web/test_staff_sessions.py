"""How long a session lasts, and what a form's token gives away."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ledger.vault.accounts import Session
from ledger.web.console.sessions import IDLE, LONGEST, ended, form_token


@given(st.integers(0, 2 * LONGEST), st.integers(0, 2 * IDLE))
def test_a_session_ends_unused_or_old(age: int, unused: int) -> None:
    now = 4 * LONGEST
    assert ended(Session("a", now - age, now - unused), now) == (age >= LONGEST or unused >= IDLE)


def test_forms_of_one_session_carry_one_token_and_not_the_sessions() -> None:
    assert form_token("a") == form_token("a") != form_token("b")
    assert "secret token" not in form_token("secret token")

"""Which passwords can be taken, and that checking one takes the same work for nobody."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher

from ledger.web.console.passwords import Passwords, fault

NAMES = ["officer-1", "鈴木 一郎"]


@pytest.mark.parametrize(
    ("password", "wrong"),
    [
        ("elevenchars", "short"), ("x" * 201, "long"), ("Password1234", "common"), ("abababababab", "common"),
        ("I am OFFICER-1 here", "name"), ("ｏｆｆｉｃｅｒ-1 in wide letters", "name"),
        ("むかしむかしあるところに", None), ("no rules of composition", None),
    ],
)  # fmt: skip
def test_a_password_is_long_and_not_what_everybody_tries(password: str, wrong: str | None) -> None:
    assert fault(password, NAMES) == wrong


def test_a_password_matches_however_its_letters_were_composed_and_nobodys_never_does() -> None:
    passwords = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    kept = passwords.kept("が long sentence")
    assert kept.startswith("$argon2id$")
    assert passwords.matches(kept, "か\u3099 long sentence")
    assert not passwords.matches(kept, "another sentence")
    assert not passwords.matches(None, "nobody's password")

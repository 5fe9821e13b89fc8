"""Passwords of the staff: long, no rules of composition, none that everybody tries first (NIST SP 800-63B, 3.1.1.2)."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from importlib.resources import files
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

LEAST, MOST = 12, 200
#: What is tried first of those long enough, in small letters; as a part it is allowed.
_COMMON = frozenset(json.loads((files("ledger.web.console") / "common_passwords.json").read_text("utf-8")))


class Passwords:
    """Makes and checks argon2id strings (RFC 9106), two at a time: each takes 64 MiB while it lasts."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._few = BoundedSemaphore(2)
        #: Of nobody: it is checked in place of theirs whom nobody knows, so that they take as long.
        self._nobody = self._hasher.hash("nobody's password")

    def kept(self, password: str) -> str:
        """Return what is kept of a password."""
        with self._few:
            return self._hasher.hash(_normal(password))

    def matches(self, kept: str | None, password: str) -> bool:
        """Tell whether it is the password; the same work is done where there is none."""
        with self._few:
            try:
                right = self._hasher.verify(kept or self._nobody, _normal(password))
            except (VerifyMismatchError, InvalidHashError):
                return False
        return right and kept is not None


def fault(password: str, names: Sequence[str]) -> str | None:
    """Return why a password cannot be taken (``short``, ``long``, ``common``, ``name``), or None. ``names``: of whoever
    chooses it."""
    told = _normal(password)
    small = told.casefold()
    if len(told) < LEAST:
        return "short"
    if len(told) > MOST:
        return "long"
    if small in _COMMON or len(set(small)) < 3:
        return "common"
    if any(len(name) > 2 and _normal(name).casefold() in small for name in names):
        return "name"
    return None


def _normal(password: str) -> str:
    """Return a password as it is hashed: however a keyboard composed its letters, they are the same."""
    return unicodedata.normalize("NFKC", password)

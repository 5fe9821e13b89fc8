"""Slowing down who guesses, without locking out whom they guess at.

The argument. Whoever gets in needs a password of 12 characters or more and a one-time code at once, and is never told
which of them was wrong.

* Guesses are counted for each pair of account and sender address, and for each address. An attacker makes their own
  address wait, never another one's: nothing that a stranger does from elsewhere makes an officer wait.
* A browser in which the officer has signed in before shows a token of that (the device cookies of OWASP, "Slow Down
  Online Guessing Attacks"), and is counted by that token alone. So an attacker at the same address, such as that of an
  office's proxy, does not make it wait either; and a token gives no more guesses than an address does.
* Guessing from many addresses is left: at a password nobody can guess it is hopeless. Who *has* the password could try
  codes, at three in a million a guess. Therefore wrong codes that come with the right password are counted for the
  account too, over all unknown senders; beyond a few an hour no unknown sender is let near it, with the same answer for
  every one. Only who has the password can bring that about, and known browsers go on: there is somebody to tell, so
  it is an act (``staff lock``). An officer without a known browser is invited again by another officer.

All of it is in memory: who can restart the console needs no guesses.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Literal

from ledger.web.sender import network

#: Wrong tries that are free, of a pair and of an address; each one more doubles the wait, up to the most (s).
_FREE_PAIR, _FREE_SENDER = 4, 20
_FIRST_WAIT, _LONGEST_WAIT = 15.0, 900.0
#: What was tried is forgotten when nothing was for so long (s).
_FORGET = 3_600.0
#: Wrong codes with the right password, from unknown senders, that an account bears in that time.
_CODES = 10
_MOST = 20_000


@dataclass(frozen=True, slots=True)
class _Tried:
    wrong: int
    last: float


class Slowing:
    """What was tried of late. ``clock`` is monotonic, in seconds. May be used by several threads."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._tried: dict[tuple[str, ...], _Tried] = {}
        self._lock = Lock()

    def begin(self, account: str, sender: str, device: str | None) -> int:
        """Begin a try: it counts as a wrong one until it succeeds, so that tries made at once are counted too. Return
        0, or the whole seconds until the next one is looked at. ``device``: the token of a browser in which the
        account's officer has signed in, None for any other."""
        with self._lock:
            counted = self._counted(account, sender, device)
            wait = max(self._wait(name, free) for name, free in counted)
            if device is None:
                wait = max(wait, self._closed(account))
            if wait == 0:
                for name, _ in counted:
                    self._count(name, 1)
            return math.ceil(wait)

    def code(self, account: str, device: str | None) -> Literal["look", "closing", "closed"]:
        """Say whether the code that came with a right password is looked at; with ``closing`` it is the last one that
        is, from unknown senders. It counts as a wrong one until the try succeeds."""
        if device is not None:
            return "look"
        with self._lock:
            if self._closed(account):
                return "closed"
            return "closing" if self._count(("codes", account), 1) == _CODES else "look"

    def succeeded(self, account: str, sender: str, device: str | None) -> None:
        """Take back what a try that got in counted. What else was tried from the address stays: it may be anybody's."""
        with self._lock:
            for name, _ in self._counted(account, sender, device):
                if name[0] == "sender":
                    self._count(name, -1)
                else:
                    self._tried.pop(name, None)
            if device is None:
                self._tried.pop(("codes", account), None)

    def _counted(self, account: str, sender: str, device: str | None) -> list[tuple[tuple[str, ...], int]]:
        if device is not None:
            return [(("device", device), _FREE_PAIR)]
        place = network(sender)
        return [(("pair", account, place), _FREE_PAIR), (("sender", place), _FREE_SENDER)]

    def _wait(self, name: tuple[str, ...], free: int) -> float:
        tried = self._of(name)
        over = tried.wrong - free
        if over < 0:
            return 0.0
        wait: float = min(_LONGEST_WAIT, _FIRST_WAIT * 2 ** min(over, 10))
        return max(0.0, tried.last + wait - self._clock())

    def _closed(self, account: str) -> float:
        tried = self._of(("codes", account))
        return tried.last + _FORGET - self._clock() if tried.wrong >= _CODES else 0.0

    def _of(self, name: tuple[str, ...]) -> _Tried:
        tried = self._tried.get(name, _Tried(0, 0.0))
        return tried if self._clock() - tried.last < _FORGET else _Tried(0, 0.0)

    def _count(self, name: tuple[str, ...], by: int) -> int:
        wrong = max(0, self._of(name).wrong + by)
        self._tried.pop(name, None)
        self._tried[name] = _Tried(wrong, self._clock())
        if len(self._tried) > _MOST:
            # The one that was touched longest ago: a flood of names pushes out what is as good as forgotten.
            del self._tried[next(iter(self._tried))]
        return wrong

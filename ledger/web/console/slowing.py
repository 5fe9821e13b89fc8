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

All of it is kept in the key store, by keyed digests (``ledger.vault.tries``): a restart forgets nothing, consoles side
by side count together, and a flood from many networks pushes out counts of networks alone. The clock is the wall's,
which they share; set back it makes nobody wait longer than the most.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Literal, Protocol

from ledger.vault.tries import Tried
from ledger.web.sender import network

#: Wrong tries that are free, of a pair and of an address; each one more doubles the wait, up to the most (s).
_FREE_PAIR, _FREE_SENDER = 4, 20
_FIRST_WAIT, _LONGEST_WAIT = 15.0, 900.0
#: What was tried is forgotten when nothing was for so long (s).
_FORGET = 3_600.0
_US = 1_000_000
#: What anybody has counted who tries. A device shows a token that it was given, and codes come after a right password.
_ANYBODYS = frozenset({"pair", "sender"})
#: Wrong codes with the right password, from unknown senders, that an account bears in that time.
_CODES = 10


class Kept(Protocol):
    """What was tried of late, by what is counted."""

    def of(self, counted: tuple[str, ...]) -> Tried | None: ...
    def keep(self, counted: tuple[str, ...], tried: Tried, *, anybodys: bool) -> None: ...
    def forget(self, counted: tuple[str, ...]) -> None: ...


class Tries(Protocol):
    """Where it is kept, for one at a time; what was last touched before an instant (µs UTC) is forgotten."""

    def alone(self, since: int) -> AbstractContextManager[Kept]: ...


class Slowing:
    """Who waits. ``clock`` gives µs since 1970 UTC. May be used by several threads. Raises what ``tries`` does."""

    def __init__(self, tries: Tries, clock: Callable[[], int]) -> None:
        self._tries = tries
        self._clock = clock

    def begin(self, account: str, sender: str, device: str | None) -> int:
        """Begin a try: it counts as a wrong one until it succeeds, so that tries made at once are counted too. Return
        0, or the whole seconds until the next one is looked at. ``device``: the token of a browser in which the
        account's officer has signed in, None for any other."""
        with self._counts() as counts:
            counted = _counted(account, sender, device)
            wait = max(counts.wait(name, free) for name, free in counted)
            if device is None:
                wait = max(wait, counts.closed(account))
            if wait == 0:
                for name, _ in counted:
                    counts.count(name, 1)
            return math.ceil(wait)

    def code(self, account: str, device: str | None) -> Literal["look", "closing", "closed"]:
        """Say whether the code that came with a right password is looked at; with ``closing`` it is the last one that
        is, from unknown senders. It counts as a wrong one until the try succeeds."""
        if device is not None:
            return "look"
        with self._counts() as counts:
            if counts.closed(account):
                return "closed"
            return "closing" if counts.count(("codes", account), 1) == _CODES else "look"

    def succeeded(self, account: str, sender: str, device: str | None) -> None:
        """Take back what a try that got in counted. What else was tried from the address stays: it may be anybody's."""
        with self._counts() as counts:
            for name, _ in _counted(account, sender, device):
                if name[0] == "sender":
                    counts.count(name, -1)
                else:
                    counts.forget(name)
            if device is None:
                counts.forget(("codes", account))

    @contextmanager
    def _counts(self) -> Iterator[_Counts]:
        now = self._clock()
        with self._tries.alone(now - int(_FORGET * _US)) as kept:
            yield _Counts(kept, now)


def _counted(account: str, sender: str, device: str | None) -> list[tuple[tuple[str, ...], int]]:
    """Return by what a try is counted, each with how many wrong ones are free."""
    if device is not None:
        return [(("device", device), _FREE_PAIR)]
    place = network(sender)
    return [(("pair", account, place), _FREE_PAIR), (("sender", place), _FREE_SENDER)]


@dataclass(frozen=True, slots=True)
class _Counts:
    """What was tried of late, as of an instant (µs UTC)."""

    kept: Kept
    now: int

    def wait(self, name: tuple[str, ...], free: int) -> float:
        tried = self._of(name)
        over = tried.wrong - free
        if over < 0:
            return 0.0
        return self._left(tried, min(_LONGEST_WAIT, _FIRST_WAIT * 2 ** min(over, 10)))

    def closed(self, account: str) -> float:
        tried = self._of(("codes", account))
        return self._left(tried, _FORGET) if tried.wrong >= _CODES else 0.0

    def count(self, name: tuple[str, ...], by: int) -> int:
        wrong = max(0, self._of(name).wrong + by)
        self.kept.keep(name, Tried(wrong, self.now), anybodys=name[0] in _ANYBODYS)
        return wrong

    def forget(self, name: tuple[str, ...]) -> None:
        self.kept.forget(name)

    def _of(self, name: tuple[str, ...]) -> Tried:
        return self.kept.of(name) or Tried(0, 0)

    def _left(self, tried: Tried, wait: float) -> float:
        """Return what is left (s) of a wait that began with the last try."""
        return min(wait, max(0.0, wait - (self.now - tried.last) / _US))

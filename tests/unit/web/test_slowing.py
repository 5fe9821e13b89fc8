"""Who guesses waits; whom they guess at does not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from hypothesis import given
from hypothesis import strategies as st

from ledger.vault.tries import Tried
from ledger.web.console.slowing import Slowing
from ledger.web.sender import network


class Clock:
    """Seconds, as a clock that gives µs."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> int:
        return 1_000_000_000_000 + round(self.now * 1_000_000)


class Remembered:
    """What was tried, in memory."""

    def __init__(self) -> None:
        self.tried: dict[tuple[str, ...], Tried] = {}
        self.anybodys: set[str] = set()

    @contextmanager
    def alone(self, since: int) -> Iterator[Remembered]:
        self.tried = {name: one for name, one in self.tried.items() if one.last > since}
        yield self

    def of(self, counted: tuple[str, ...]) -> Tried | None:
        return self.tried.get(counted)

    def keep(self, counted: tuple[str, ...], tried: Tried, *, anybodys: bool) -> None:
        self.tried[counted] = tried
        self.anybodys = {*self.anybodys, counted[0]} if anybodys else self.anybodys

    def forget(self, counted: tuple[str, ...]) -> None:
        self.tried.pop(counted, None)


def test_the_fifth_wrong_try_waits_and_each_more_waits_longer() -> None:
    clock = Clock()
    slowing = Slowing(Remembered(), clock)
    assert [slowing.begin("a", "192.0.2.1", None) for _ in range(5)] == [0, 0, 0, 0, 15]
    clock.now += 15
    assert slowing.begin("a", "192.0.2.1", None) == 0
    assert slowing.begin("a", "192.0.2.1", None) == 30
    clock.now += 3_600
    assert [slowing.begin("a", "192.0.2.1", None) for _ in range(5)] == [0, 0, 0, 0, 15]


def test_a_clock_that_is_set_back_makes_nobody_wait_longer_than_the_most() -> None:
    clock = Clock()
    slowing = Slowing(Remembered(), clock)
    for _ in range(4):
        slowing.begin("a", "192.0.2.1", None)
    clock.now -= 86_400
    assert slowing.begin("a", "192.0.2.1", None) == 15


def test_who_gets_in_is_counted_no_more() -> None:
    slowing = Slowing(Remembered(), Clock())
    for _ in range(100):
        assert slowing.begin("a", "192.0.2.1", None) == 0
        slowing.succeeded("a", "192.0.2.1", None)


def test_one_address_that_tries_many_names_waits_for_all_of_them() -> None:
    slowing = Slowing(Remembered(), Clock())
    waits = [slowing.begin(f"name {number}", "192.0.2.1", None) for number in range(25)]
    assert waits[:20] == [0] * 20 and all(waits[20:])


def test_codes_with_the_right_password_close_the_account_to_unknown_senders_and_say_so_once() -> None:
    clock = Clock()
    slowing = Slowing(Remembered(), clock)
    said = [slowing.code("a", None) for _ in range(12)]
    assert said == ["look"] * 9 + ["closing"] + ["closed"] * 2
    assert slowing.begin("a", "198.51.100.9", None) > 0
    assert slowing.begin("a", "198.51.100.9", "known") == 0 and slowing.code("a", "known") == "look"
    assert slowing.begin("b", "198.51.100.9", None) == 0
    clock.now += 3_600
    assert slowing.code("a", None) == "look"


@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(1, 200), st.floats(0, 1_000)), max_size=60))
def test_no_stranger_without_the_password_makes_another_address_or_a_known_browser_wait(
    tries: list[tuple[str, int, float]],
) -> None:
    clock = Clock()
    slowing = Slowing(Remembered(), clock)
    for account, sender, later in tries:
        clock.now += later
        slowing.begin(account, f"192.0.2.{sender}", None)
    assert slowing.begin("a", "203.0.113.7", None) == 0
    assert slowing.begin("a", "192.0.2.1", "known browser") == 0


def test_what_a_flood_may_push_out_is_what_everybody_has_counted_of_themselves() -> None:
    kept = Remembered()
    slowing = Slowing(kept, Clock())
    slowing.begin("a", "192.0.2.1", None)
    slowing.begin("a", "192.0.2.1", "known")
    slowing.code("a", None)
    assert {name[0] for name in kept.tried} == {"pair", "sender", "device", "codes"}
    assert kept.anybodys == {"pair", "sender"}


def test_a_household_is_one_sender() -> None:
    assert network("2001:db8::1") == network("2001:db8::ffff") != network("2001:db8:0:1::1")
    assert network("192.0.2.1") != network("192.0.2.2")
    assert network("::ffff:192.0.2.1") == network("192.0.2.1") != network("::ffff:192.0.2.2")
    assert network("unix") == "unix"

"""Rate limits on a clock that the test moves."""

from __future__ import annotations

from ledger.web.rate import _MOST, Rates


class Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def taken(rates: Rates, name: str, per_minute: int, times: int) -> int:
    return sum(rates.take(name, per_minute) == 0 for _ in range(times))


def test_a_sixth_of_a_minutes_questions_may_come_at_once() -> None:
    assert taken(Rates(Clock()), "crm", 60, 100) == 10


def test_tokens_come_back_at_an_even_rate_and_never_pile_up() -> None:
    clock = Clock()
    rates = Rates(clock)
    taken(rates, "crm", 60, 100)
    clock.now += 3
    assert taken(rates, "crm", 60, 100) == 3
    clock.now += 86_400
    assert taken(rates, "crm", 60, 100) == 10


def test_who_has_to_wait_is_told_how_long_and_waiting_so_long_is_enough() -> None:
    clock = Clock()
    rates = Rates(clock)
    assert rates.take("slow", 2) == 0
    wait = rates.take("slow", 2)
    assert wait == 30
    clock.now += wait
    assert rates.take("slow", 2) == 0


def test_being_refused_costs_nothing() -> None:
    clock = Clock()
    rates = Rates(clock)
    rates.take("slow", 2)
    for _ in range(100):
        rates.take("slow", 2)
        clock.now += 0.29
    clock.now += 1.1
    assert rates.take("slow", 2) == 0


def test_one_service_does_not_use_up_anothers() -> None:
    rates = Rates(Clock())
    taken(rates, "crm", 60, 100)
    assert rates.take("shop", 60) == 0


def test_a_flood_of_names_fills_no_memory_and_frees_nobody_who_goes_on() -> None:
    rates = Rates(Clock())
    taken(rates, "busy", 60, 10)
    for at in range(3 * _MOST):
        rates.take(f"flood {at}", 60)
        if at % 1_000 == 0:
            assert rates.take("busy", 60) > 0
    assert len(rates._buckets) == _MOST

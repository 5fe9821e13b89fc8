"""Registers in time, and judging by era: an answer that was kept is the answer that would be given afresh."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.judging.corrections import Correction, effective
from ledger.judging.judging import Judged, Judging, judge_looked
from ledger.judging.lookup import LinkRow, Links, Looked
from ledger.law.days import day_number, midnight
from ledger.law.foreign import EQUIVALENT_SINCE
from ledger.law.rulesets import BOUNDARIES
from ledger.law.types import Act, ConsentChange, ConsentScope
from ledger.registers.snapshot import RegisterRow, Registers

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def instant(text: str) -> int:
    return (datetime.fromisoformat(text) - _EPOCH) // timedelta(microseconds=1)


START = instant("2022-04-01T00:00:00+09:00")
MOVE = instant("2026-06-15T12:00:00+09:00")
END = instant("2026-07-01T00:00:00+09:00")
ANNOUNCED = instant("2026-06-01T00:00:00+09:00")
ALL = {"consent": END * 2, "link": END * 2, "register": END * 2}

_BODIES: dict[str, dict[str, Any]] = {
    "recipients": {
        "name": "company",
        "address": "東京",
        "representative": "代表者",
        "kind": "company",
        "country": "JP",
        "range": ["group"],
    },
    "data_items": {"ja": "氏名", "en": "name", "sensitive": False},
    "purposes": {"ja": "運営", "en": "operation", "announced_on": "2026-06-01"},
    "statutes": {"ja": "刑事訴訟法", "domestic": True},
}


def row(idx: int, register: str, key: str, since: int, until: int | None = None, **body: Any) -> RegisterRow:
    return RegisterRow(idx, register, key, since, until, {**_BODIES[register], **body})


ROWS = [
    row(0, "recipients", "company", START),
    row(1, "data_items", "name", START, END),
    row(2, "purposes", "operation", START),
    row(3, "statutes", "jp-1", START, MOVE),
    row(4, "recipients", "company", MOVE, address="大阪", country="US"),
    row(5, "recipients", "company", MOVE + 5, MOVE + 10, name="renamed", kind="government", article_16_2=True),
]
SCOPE = ConsentScope("t", ("company",), None, ("name",), ("operation",), None, None, "web", None, None)
CONSENTS = (
    ConsentChange(10, "c", "given", START, False, SCOPE),
    ConsentChange(11, "c", "withdrawn", MOVE + 20, False, SCOPE),
    ConsentChange(12, "c", "given", MOVE + 30, True, SCOPE),
)


def act(**claimed: Any) -> Act:
    plain: dict[str, Any] = {
        "role": "provider", "recipient": "company", "items": ("name",), "purpose": "operation",
        "recipient_purpose": None, "ground": "consent", "evidence": (), "form": "each", "method": "api",
        "data_class": "personal_data", "handling": "intended", "provenance": None, "recipient_country": None,
        "has_person": True,
    }  # fmt: skip
    return Act(**{**plain, **claimed})


ACTS = (act(), act(ground="27(1)i", evidence=(("statute", "jp-1"),)), act(recipient="nobody"), act(items=("name", "?")))

#: Every instant at which something begins or ends, and its neighbours.
EDGES = sorted(
    {edge + step
     for edge in (START, MOVE, MOVE + 5, MOVE + 10, MOVE + 20, MOVE + 30, END, ANNOUNCED,
                  midnight(day_number("2026-06-02")), midnight(EQUIVALENT_SINCE),
                  *(midnight(day) for day in BOUNDARIES if day))
     for step in (-1, 0, 1)}
)  # fmt: skip
around_edges = st.sampled_from(EDGES) | st.integers(0, END * 2)


# Registers -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "idx"),
    [
        (START - 1, None), (START, 0), (MOVE - 1, 0), (MOVE, 4), (MOVE + 4, 4), (MOVE + 5, 5), (MOVE + 9, 5),
        (MOVE + 10, 4), (END * 2, 4),
    ],
)  # fmt: skip
def test_among_versions_that_hold_the_last_told_wins_and_the_end_is_excluded(at: int, idx: int | None) -> None:
    held = Registers(5, ROWS).valid_at("recipients", "company", at)
    assert (held.idx if held else None) == idx


def test_a_version_told_later_of_an_earlier_time_wins_there_only() -> None:
    rows = [row(0, "recipients", "company", MOVE), row(1, "recipients", "company", START, MOVE, address="京都")]
    registers = Registers(1, rows)
    assert [registers.valid_at("recipients", "company", at).idx for at in (START, MOVE - 1, MOVE)] == [1, 1, 0]  # type: ignore[union-attr]


def test_a_version_that_ends_as_it_begins_never_holds() -> None:
    registers = Registers(0, [row(0, "recipients", "company", MOVE, MOVE)])
    assert all(registers.valid_at("recipients", "company", at) is None for at in (MOVE - 1, MOVE, MOVE + 1))


def test_a_key_is_looked_for_in_its_own_register_only() -> None:
    registers = Registers(5, ROWS)
    assert registers.valid_at("data_items", "company", MOVE) is None
    assert registers.valid_at("recipients", "name", MOVE) is None
    assert registers.valid_at("no such register", "name", MOVE) is None


def test_keys_at_an_instant_are_those_that_hold() -> None:
    registers = Registers(5, ROWS)
    assert [found.idx for found in registers.keys_at("statutes", MOVE - 1)] == [3]
    assert registers.keys_at("statutes", MOVE) == []


def test_keys_begun_are_those_that_hold_or_as_they_last_held() -> None:
    registers = Registers(5, ROWS)
    assert [found.idx for found in registers.keys_begun("statutes", MOVE)] == [3]
    assert registers.keys_begun("statutes", 0) == []


def test_eras_change_exactly_where_something_begins_or_ends() -> None:
    registers = Registers(5, ROWS)
    days = {*BOUNDARIES, EQUIVALENT_SINCE, day_number("2026-06-02")}
    expected = {START, END, MOVE, MOVE + 5, MOVE + 10, ANNOUNCED, *map(midnight, days)}
    changes = {edge for edge in EDGES if registers.era(edge) != registers.era(edge - 1)}
    assert changes == {at for at in expected if at > 0}
    assert registers.era(0) < registers.era(END * 2) == len(expected)


@pytest.mark.parametrize("day", ["2017-05-30", "2022-04-01"])
def test_a_rule_set_begins_an_era_at_japanese_midnight(day: str) -> None:
    registers = Registers(-1, [])
    begins = instant(f"{day}T00:00:00+09:00")
    assert registers.era(begins - 1) + 1 == registers.era(begins) == registers.era(begins + 1)


def test_announcing_a_purpose_begins_an_era_at_japanese_midnight() -> None:
    registers = Registers(0, [row(0, "purposes", "operation", START)])
    assert registers.era(ANNOUNCED - 1) + 1 == registers.era(ANNOUNCED)


@given(st.lists(st.tuples(st.integers(0, 6), st.none() | st.integers(0, 6)), max_size=5), st.integers(-1, 7))
def test_nothing_a_register_says_changes_within_an_era(spans: list[tuple[int, int | None]], at: int) -> None:
    rows = [row(idx, "recipients", "company", since, until) for idx, (since, until) in enumerate(spans)]
    registers = Registers(len(rows) - 1, rows)
    held = [each.idx for each in rows if each.valid_from <= at and (each.valid_to is None or at < each.valid_to)]
    said = registers.valid_at("recipients", "company", at)
    assert (said.idx if said else None) == max(held, default=None)
    for other in range(-1, 8):
        if registers.era(other) == registers.era(at):
            assert registers.valid_at("recipients", "company", other) == said


# Judging -------------------------------------------------------------------------------------------------------------


Asked = tuple[Act, int, tuple[ConsentChange, ...], dict[str, int], bool, bool]


def judged(judging: Judging, asked: Asked) -> tuple[Judged, bytes]:
    one, at, consents, reached, voided, void_late = asked
    answer = judging.judge(one, at, consents, reached, voided=voided, void_late=void_late)
    return answer, judging.snapshot(one, at).recipient


reaches = st.fixed_dictionaries({}, optional=dict.fromkeys(("consent", "link", "register"), around_edges))
#: Nothing, a consent, one withdrawn, one given late: each begins or ends while the recipient is in Japan.
told = st.sampled_from(
    [
        (),
        CONSENTS[:1],
        (CONSENTS[0], CONSENTS[1]._replace(at=ANNOUNCED + 1)),
        (CONSENTS[2]._replace(at=START),),
        CONSENTS,
    ]
)
questions = st.tuples(st.sampled_from(ACTS), around_edges, told, reaches, st.booleans(), st.booleans())


@given(st.lists(questions, min_size=1, max_size=30), st.sampled_from([1, 2, 50_000]))
def test_an_answer_kept_is_the_answer_given_afresh(asked: list[Asked], capacity: int) -> None:
    registers = Registers(5, ROWS)
    kept = Judging(registers, capacity)
    for one in asked:
        assert judged(kept, one) == judged(Judging(registers), one)


def test_an_answer_kept_for_one_consent_is_not_given_for_another() -> None:
    kept = Judging(Registers(5, ROWS))
    verdicts = [
        kept.judge(act(), MOVE - 1, consents, ALL).judgement.verdict
        for consents in (CONSENTS[:1], (), CONSENTS[:1], (CONSENTS[0]._replace(late=True),))
    ]
    assert verdicts == ["lawful", "violation", "lawful", "violation"]


@pytest.mark.parametrize(
    ("at", "verdict", "decided_by"),
    [
        (START, "violation", "purpose_announced"),
        (ANNOUNCED - 1, "violation", "purpose_announced"),
        (ANNOUNCED, "lawful", "consent_in_scope"),
        (MOVE - 1, "lawful", "consent_in_scope"),
        (MOVE, "violation", "foreign_information_shown"),
        (MOVE + 5, "violation", "consent_in_scope"),
        (MOVE + 6, "violation", "consent_in_scope"),
        (MOVE + 10, "violation", "consent_in_scope"),
    ],
)
def test_the_verdict_follows_the_registers_at_the_instant(at: int, verdict: str, decided_by: str) -> None:
    consents = (CONSENTS[0], CONSENTS[1]._replace(at=MOVE + 5))
    judgement = Judging(Registers(5, ROWS)).judge(act(), at, consents, ALL).judgement
    assert (judgement.verdict, judgement.decided_by) == (verdict, decided_by)


def test_the_duty_follows_the_registers_at_the_instant() -> None:
    judging = Judging(Registers(5, ROWS))
    duties = {at: judging.judge(act(), at, (), ALL).judgement.duty for at in (MOVE + 4, MOVE + 5, MOVE + 10)}
    assert duties == {MOVE + 4: "statutory", MOVE + 5: "exempt", MOVE + 10: "statutory"}


def test_the_snapshot_describes_the_recipient_of_the_day() -> None:
    judging = Judging(Registers(5, ROWS))
    assert "東京".encode() in judging.snapshot(act(), MOVE - 1).recipient
    assert "大阪".encode() in judging.snapshot(act(), MOVE).recipient
    assert judging.snapshot(act(recipient="nobody"), MOVE).recipient == b'{"code":"nobody"}'
    assert judging.snapshot(act(items=("name", "?")), MOVE).items == (
        '{"code":"name","en":"name","ja":"氏名"}'.encode(),
        b'{"code":"?"}',
    )


@pytest.mark.parametrize(
    ("reached", "verdict", "awaits"),
    [
        ({}, "undetermined", "consent"),
        ({"consent": MOVE - 1}, "undetermined", "consent"),
        ({"link": MOVE - 1}, "undetermined", "consent"),
        ({"consent": MOVE - 1, "link": MOVE - 2}, "undetermined", "consent"),
        ({"consent": MOVE - 2, "link": MOVE - 1}, "undetermined", "consent"),
        ({"consent": MOVE - 1, "link": MOVE - 1}, "violation", None),
    ],
)
def test_consents_have_all_come_only_when_links_have_too(
    reached: dict[str, int], verdict: str, awaits: str | None
) -> None:
    answer = Judging(Registers(5, ROWS)).judge(act(), MOVE - 1, (), reached)
    assert (answer.judgement.verdict, answer.awaits) == (verdict, awaits)


def test_an_unknown_recipient_awaits_registers_and_consents() -> None:
    assert Judging(Registers(-1, [])).judge(act(), MOVE, (), {}).awaits == "consent register"


# Corrections and links -----------------------------------------------------------------------------------------------


def correction(idx: int, action: str = "correct", late: bool = False, **replacement: Any) -> Correction:
    return Correction(idx, action, late, MOVE, replacement)


def looked(corrections: Sequence[Correction], links: Sequence[LinkRow] = (), **consents: Any) -> Looked:
    told = consents.get("consents", {1: CONSENTS[:1]})
    return Looked(99, Registers(5, ROWS), ALL, Links(links), told, {("s", b"e"): tuple(corrections)})


def verdict_of(corrections: Sequence[Correction], asked: Act | None = None) -> tuple[str, tuple[str, ...]]:
    facts = looked(corrections)
    at = MOVE - 1
    judgement = judge_looked(Judging(facts.registers), facts, ("s", b"e"), asked or act(), 1, at, at).judgement
    return judgement.verdict, judgement.marks


def test_corrections_replace_what_they_name_and_the_last_one_counts() -> None:
    replaced, voided = effective(
        act(),
        [
            correction(0, recipient="other", items=["phone"], evidence=[{"code": "proof", "value": "log"}]),
            correction(1, "void"),
            correction(2, purpose="advertising", ground="27(1)i"),
        ],
    )
    assert not voided
    assert (replaced.recipient, replaced.items, replaced.purpose) == ("other", ("phone",), "advertising")
    assert (replaced.ground, replaced.evidence) == ("27(1)i", (("proof", "log"),))
    assert effective(act(), [correction(0, recipient="other"), correction(1, "void")])[1]
    assert effective(act(), []) == (act(), False)


@pytest.mark.parametrize(
    ("corrections", "outcome"),
    [
        pytest.param([], ("lawful", ()), id="none"),
        pytest.param([correction(0, items=["phone"])], ("violation", ()), id="in time, worse"),
        pytest.param([correction(0, "void")], ("not_provision", ("voided",)), id="in time, void"),
        pytest.param([correction(0, items=["phone"], late=True)], ("violation", ()), id="late, worse"),
        pytest.param([correction(0, "void", late=True)], ("lawful", ("late_evidence",)), id="late void heals nothing"),
        pytest.param(
            [correction(0, items=["phone"]), correction(1, items=["name"], late=True)],
            ("violation", ("late_evidence",)),
            id="late repair heals nothing",
        ),
    ],
)
def test_a_late_correction_heals_nothing_but_binds_where_it_makes_things_worse(
    corrections: list[Correction], outcome: tuple[str, tuple[str, ...]]
) -> None:
    assert verdict_of(corrections) == outcome


def test_consents_of_linked_ids_count_from_the_link_on_and_late_ones_as_late() -> None:
    links = [LinkRow(5, True, 1, 2, MOVE - 10, False), LinkRow(6, True, 2, 3, MOVE - 10, True)]
    facts = looked([], links, consents={2: CONSENTS[:1], 3: CONSENTS[1:2]})
    assert facts.consents_of(1, MOVE - 11) == ()
    assert facts.consents_of(1, MOVE - 10) == (CONSENTS[0], CONSENTS[1]._replace(late=True))
    assert facts.consents_of(None, MOVE) == ()


def test_a_link_ends_when_it_is_taken_back() -> None:
    links = Links([LinkRow(7, False, 2, 1, MOVE, False), LinkRow(5, True, 1, 2, START, False)])
    assert set(links.together(1, MOVE - 1)) == {1, 2}
    assert set(links.together(1, MOVE)) == {1}
    assert links.everyone(1) == {1, 2}


@pytest.mark.parametrize(
    ("register", "member", "day"),
    [("countries", "surveyed_on", "9999-12-31"), ("systems", "checked_on", "9998-12-31"),
     ("systems", "in_place_from", "9999-01-31"), ("opt_out_notifications", "noticed_on", "9999-12-31")],
)  # fmt: skip
def test_a_day_at_the_end_of_the_calendar_leaves_the_registers_readable(register: str, member: str, day: str) -> None:
    """What its schema takes in is read by every worker ever after: one day must not stop them all."""
    registers = Registers(0, [RegisterRow(0, register, "key", 0, None, {member: day, "check_months": 120})])
    assert registers.era(midnight(day_number(day))) > registers.era(midnight(day_number(day)) - 1)

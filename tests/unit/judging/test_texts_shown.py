"""A consent reaches as far as what was shown when it was given, whatever the register says of it before and after."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.judging.judging import Judging
from ledger.law.days import day_number, midnight
from ledger.law.types import ConsentChange, ConsentScope, Judgement
from ledger.registers.snapshot import RegisterRow, Registers
from tests.unit.law.acts import act

LONG_AGO, JANUARY, MARCH, MAY, JULY = (
    midnight(day_number(day)) for day in ("2022-04-01", "2026-01-01", "2026-03-01", "2026-05-01", "2026-07-01")
)
EVER = {"consent": 2**62, "link": 2**62, "register": 2**62}
COMPANY = {"name": "見本", "address": "東京都", "representative": "代表者", "kind": "company", "country": "JP"}
KNOWN: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("recipients", "company", COMPANY),
    ("recipients", "abroad", {**COMPANY, "country": "US"}),
    ("data_items", "name", {"ja": "氏名", "en": "name", "sensitive": False}),
    ("data_items", "phone", {"ja": "電話番号", "en": "telephone", "sensitive": False}),
    ("purposes", "operation", {"ja": "運営", "en": "operation", "announced_on": "2022-04-01"}),
)
TEXT: dict[str, Any] = {"title": "規約", "version": "1", "ja": "規約", "shown_from": "2022-04-01"}
NOTICE = {"about": "28(2)", "ja": "米国の制度", "countries": ["US"], "system": "制度", "measures": "措置"}

Version = tuple[int, int | None, dict[str, Any]]


def registers(register: str, key: str, *versions: Version) -> Registers:
    """What has to be known, and these versions (from, until, body) of one text, in the order told."""
    rows = [RegisterRow(idx, name, code, LONG_AGO, None, body) for idx, (name, code, body) in enumerate(KNOWN)]
    rows += [
        RegisterRow(len(KNOWN) + number, register, key, since, until, body)
        for number, (since, until, body) in enumerate(versions)
    ]
    return Registers(len(rows), rows)


def judged(
    known: Registers, consented: int, *, recipient: str = "company", at: int = JULY, judging: Judging | None = None,
    **shown: Any,
) -> Judgement:  # fmt: skip
    """Judge a provision of July by what was consented to earlier."""
    plain: dict[str, Any] = {
        "terms": "terms-1", "recipients": (recipient,), "range": None, "items": ("name", "phone"),
        "purposes": ("operation",), "first_day": None, "last_day": None, "channel": "web", "consented_by": None,
        "foreign_information": None,
    }  # fmt: skip
    given_then = ConsentChange(99, "c", "given", consented, False, ConsentScope(**{**plain, **shown}))
    asked = act(recipient=recipient, items=("name", "phone"))
    return (judging or Judging(known)).judge(asked, at, (given_then,), EVER).judgement


NARROW = {**TEXT, "items": ["name"]}
WIDE = {**TEXT, "items": ["name", "phone"]}


@pytest.mark.parametrize(
    ("versions", "consented", "verdict"),
    [
        pytest.param([(LONG_AGO, None, NARROW), (MAY, None, WIDE)], MARCH, "violation", id="widened after the consent"),
        pytest.param([(LONG_AGO, None, WIDE), (MAY, None, NARROW)], MARCH, "lawful", id="narrowed after the consent"),
        pytest.param([(LONG_AGO, None, NARROW), (MAY, None, WIDE)], MAY, "lawful", id="consented to what is wider"),
        pytest.param([(LONG_AGO, None, NARROW), (LONG_AGO, None, WIDE)], MARCH, "lawful", id="corrected"),
        pytest.param([(LONG_AGO, MARCH, NARROW)], MAY, "violation", id="as it last held"),
        pytest.param([(MAY, None, NARROW), (JULY, None, WIDE)], MARCH, "violation", id="registered after the consent"),
        pytest.param([(JULY + 1, None, NARROW)], MARCH, "lawful", id="registered after the act: the source's word"),
        pytest.param([(LONG_AGO, MAY, WIDE), (MAY, None, NARROW)], MARCH, "lawful", id="ended and replaced"),
        pytest.param([(LONG_AGO, None, NARROW), (JANUARY, MAY, WIDE)], MARCH, "lawful", id="for a while"),
        pytest.param([(LONG_AGO, None, NARROW), (JANUARY, MAY, WIDE)], MAY, "violation", id="and no longer"),
    ],
)
def test_the_text_counts_as_it_was_at_the_instant_of_the_consent(
    versions: list[Version], consented: int, verdict: str
) -> None:
    assert judged(registers("terms", "terms-1", *versions), consented).verdict == verdict


@pytest.mark.parametrize(("shown_from", "verdict"), [("2026-03-01", "lawful"), ("2026-03-02", "violation")])
def test_a_text_first_shown_after_the_day_of_the_consent_was_not_shown(shown_from: str, verdict: str) -> None:
    known = registers("terms", "terms-1", (LONG_AGO, None, {**WIDE, "shown_from": shown_from}))
    judgement = judged(known, MARCH)
    assert judgement.verdict == verdict
    assert (judgement.missing == ("consent",)) is (verdict == "violation")


def test_a_text_that_was_no_longer_shown_still_says_what_it_says() -> None:
    known = registers("terms", "terms-1", (LONG_AGO, None, {**WIDE, "shown_until": "2026-02-01"}))
    assert judged(known, MARCH).verdict == "lawful"


@pytest.mark.parametrize(
    ("versions", "verdict"),
    [
        pytest.param([{**NOTICE, "countries": ["CH"]}, NOTICE], "violation", id="the country was named afterwards"),
        pytest.param([NOTICE, {**NOTICE, "countries": ["CH"]}], "lawful", id="the country was named then"),
        pytest.param([{**NOTICE, "measures": None}, NOTICE], "violation", id="the measures were told afterwards"),
    ],
)
def test_so_does_the_information_on_a_foreign_country(versions: list[dict[str, Any]], verdict: str) -> None:
    first, second = versions
    known = registers("notices", "notice-1", (LONG_AGO, None, first), (MAY, None, second))
    assert judged(known, MARCH, recipient="abroad", foreign_information="notice-1").verdict == verdict


_bodies = st.sampled_from([NARROW, WIDE, {**WIDE, "shown_from": "2026-04-01"}])
_instants = st.sampled_from([LONG_AGO, JANUARY, MARCH, MAY, JULY])
_versions = st.lists(st.tuples(_instants, st.none() | _instants, _bodies), max_size=4)


@given(_versions, _instants.filter(lambda at: at < JULY), _bodies)
def test_what_is_told_of_a_text_from_a_later_instant_on_changes_no_consent_before(
    versions: list[Version], consented: int, later: dict[str, Any]
) -> None:
    held = [(LONG_AGO, None, WIDE), *versions]
    before = judged(registers("terms", "terms-1", *held), consented)
    after = judged(registers("terms", "terms-1", *held, (consented + 1, None, later)), consented)
    assert (before.verdict, before.rules) == (after.verdict, after.rules)


@given(_versions, st.lists(st.tuples(_instants, _instants), min_size=1, max_size=8))
def test_what_was_shown_is_remembered_by_the_time_of_the_consent_and_of_the_act(
    versions: list[Version], asked: list[tuple[int, int]]
) -> None:
    known = registers("terms", "terms-1", *versions)
    judging = Judging(known)
    for consented, at in asked:
        assert judged(known, consented, at=at, judging=judging) == judged(known, consented, at=at)

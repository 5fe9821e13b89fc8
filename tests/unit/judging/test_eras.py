"""Eras: whatever the registers hold, two instants of one era are judged alike (a day that was forgotten shows here)."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.judging.judging import Judging
from ledger.law.days import day_of, midnight
from ledger.law.judge import GROUNDS
from ledger.law.types import Act, ConsentChange, ConsentScope
from ledger.registers.snapshot import RegisterRow, Registers
from schemas import register_schema
from streams.recorder.bodies import register_body_valid
from tests.unit.law.acts import act

FIRST = date(2026, 6, 1)
#: Instants looked at: the first and the last microsecond and the noon of each of these days.
LENGTH = 45
HOUR = 3_600_000_000
INSTANTS = [
    midnight(day_of(FIRST) + day) + within for day in range(LENGTH) for within in (0, 12 * HOUR, 24 * HOUR - 1)
]
EVER = {"consent": 2**62, "link": 2**62, "register": 2**62}
LONG_AGO = midnight(day_of(date(2020, 1, 1)))

dates = st.integers(-5, LENGTH + 5).map(lambda day: (FIRST + timedelta(days=day)).isoformat())
#: Sometimes so long ago that a yearly check lapses among the instants.
checked = dates | st.integers(-5, LENGTH).map(lambda day: (FIRST + timedelta(days=day - 365)).isoformat())
#: Mostly over by the first of the instants.
early = st.just("2026-05-20") | dates
maybe = st.none() | dates
months = st.sampled_from([1, 12])

BODIES: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "recipients": st.fixed_dictionaries(
        {"name": st.just("n"), "address": st.just("a"), "representative": st.just("r"), "kind": st.just("company"),
         "country": st.sampled_from(["JP", "US", "TH"])}
    ),
    "data_items": st.fixed_dictionaries({"ja": st.just("氏名"), "en": st.just("name"), "sensitive": st.booleans()}),
    "purposes": st.fixed_dictionaries({"ja": st.just("運営"), "en": st.just("operation"), "announced_on": dates}),
    "agreements": st.fixed_dictionaries(
        {"kind": st.sampled_from(["entrustment", "succession"]), "parties": st.just(["company"]), "concluded_on": dates,
         "deal": st.just("merger")},
        optional={"ended_on": maybe},
    ),
    "joint_use": st.fixed_dictionaries(
        {"fact_stated": st.just(True), "items": st.just(["name"]), "users": st.sampled_from([["company"], ["other"]]),
         "purposes": st.sampled_from([["operation"], ["operation", "advertising"]]), "noticed_on": maybe,
         "manager": st.just({"name": "n", "address": "a", "representative": "r"})}
    ),
    "opt_out_notifications": st.fixed_dictionaries(
        {"operator": st.just("o"), "provision_is_a_purpose": st.just(True), "items": st.just(["name"]),
         "acquisition": st.just("a"), "methods": st.just(["api"]), "stops_on_request": st.just(True),
         "how_to_ask": st.just("h"), "updating": st.just("u"), "starts_on": early, "notified_on": early,
         "noticed_on": early, "published_on": early, "own_publication_on": early},
        optional={"ended_on": maybe, "days_to_ask": st.sampled_from([3, 20, 370])},
    ),
    "systems": st.fixed_dictionaries(
        {"recipient": st.just("company"), "means": st.just("contract"), "in_place_from": checked},
        optional={"in_place_until": maybe, "checked_on": st.none() | checked, "check_months": months,
                  "stop_from": maybe},
    ),
    "countries": st.fixed_dictionaries(
        {"ja": st.just("国"), "en": st.just("country")},
        optional={"equivalent_from": maybe, "equivalent_until": maybe, "surveyed_on": st.none() | checked,
                  "check_months": months},
    ),
    "terms": st.fixed_dictionaries(
        {"title": st.just("t"), "version": st.just("1"), "ja": st.just("規約"), "shown_from": dates,
         "service": st.just("crm")},
        optional={"shown_until": maybe, "items": st.sampled_from([["name"], ["phone"]])},
    ),
    "policies": st.fixed_dictionaries(
        {"title": st.just("t"), "in_force_from": dates,
         "sentences": st.just([{"number": "1", "ja": "文", "en": "sentence", "rule": "consent_or_law"}])}
    ),
    "interpretations": st.fixed_dictionaries(
        {"ja": st.just("解釈"), "en": st.just("reading"), "side": st.just("both"), "approved_by": st.just("officer"),
         "approved_on": maybe}
    ),
    "notices": st.fixed_dictionaries(
        {"about": st.just("28(2)"), "ja": st.just("情報"), "countries": st.sampled_from([["US"], ["TH"]]),
         "system": st.just("s"), "measures": st.just("m")}
    ),
}  # fmt: skip
_EARLIER = (FIRST - timedelta(days=100)).isoformat()
#: A body of each register that leaves acts lawful.
WHOLE: dict[str, dict[str, Any]] = {
    "recipients": {"name": "n", "address": "a", "representative": "r", "kind": "company", "country": "JP"},
    "data_items": {"ja": "氏名", "en": "name", "sensitive": False},
    "purposes": {"ja": "運営", "en": "operation", "announced_on": _EARLIER},
    "agreements": {"kind": "entrustment", "parties": ["company"], "concluded_on": _EARLIER},
    "joint_use": {
        "fact_stated": True, "items": ["name"], "users": ["company"], "purposes": ["operation"],
        "noticed_on": _EARLIER, "manager": {"name": "n", "address": "a", "representative": "r"},
    },
    "opt_out_notifications": {
        "operator": "o", "provision_is_a_purpose": True, "items": ["name"], "acquisition": "a", "methods": ["api"],
        "stops_on_request": True, "how_to_ask": "h", "updating": "u", "starts_on": _EARLIER, "notified_on": _EARLIER,
        "noticed_on": _EARLIER, "published_on": _EARLIER, "own_publication_on": _EARLIER,
    },
    "interpretations": {"ja": "解釈", "en": "reading", "side": "both", "approved_by": "officer"},
}  # fmt: skip
#: The key of each register that the acts name.
KEYS = {
    "recipients": "company", "data_items": "name", "purposes": "operation", "agreements": "agreement 1",
    "joint_use": "agreement 1", "opt_out_notifications": "notification", "systems": "system", "countries": "US",
    "terms": "terms-1", "policies": "policy", "interpretations": "for-the-person", "notices": "notice",
}  # fmt: skip
SCOPE = ConsentScope(
    "terms-1", ("company",), None, ("name",), ("operation",), None, None, "web", None, "notice"
)  # fmt: skip
CONSENTS = (ConsentChange(0, "c", "given", midnight(day_of(date(2023, 1, 1))), False, SCOPE),)
ACTS: tuple[Act, ...] = tuple(
    replace(
        act(
            ground=ground, opt_out_notification="notification", recipient_system=system,
            evidence={"interpretation": "for-the-person"},
        ),
        source="crm",
    )
    for ground in sorted(GROUNDS - {"27(1)v", "27(1)vii", "27(1)ii", "27(1)iii", "number_act_19"})
    for system in (None, "system")
)  # fmt: skip


@st.composite
def registers(draw: st.DrawFn) -> Registers:
    """What makes acts lawful at all the instants, but for a few registers, which have one or two versions."""
    rows: list[RegisterRow] = []

    def add(name: str, begins: int, body: dict[str, Any]) -> None:
        rows.append(RegisterRow(len(rows), name, KEYS[name], begins, None, body))

    for name, body in WHOLE.items():
        add(name, LONG_AGO, body)
    for name in draw(st.lists(st.sampled_from(sorted(BODIES)), min_size=1, max_size=4, unique=True)):
        add(name, LONG_AGO, draw(BODIES[name]))
        if draw(st.booleans()):
            add(name, draw(st.sampled_from(INSTANTS)), draw(BODIES[name]))
    return Registers(len(rows), rows)


@settings(max_examples=60, deadline=None)
@given(registers(), st.sampled_from(ACTS))
def test_two_instants_of_one_era_are_judged_alike(known: Registers, asked: Act) -> None:
    by_era: dict[int, Any] = {}
    for at in INSTANTS:
        # Nothing is remembered from one instant to the next.
        judging = Judging(known)
        judged = judging.judge(asked, at, CONSENTS, EVER).judgement, judging.snapshot(asked, at).recipient
        assert by_era.setdefault(known.era(at), judged) == judged, at


@settings(max_examples=20)
@given(st.data())
def test_the_bodies_drawn_are_such_as_their_registers_hold(data: st.DataObject) -> None:
    for name, bodies in BODIES.items():
        body = data.draw(bodies)
        assert set(body) <= set(register_schema(name)["properties"]), name
        assert register_body_valid({"register": name, "key": KEYS[name], "body": json.dumps(body)}), name

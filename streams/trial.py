"""Trying a case: a scenario of registers, links, consents and provisions in one file, judged as the stream judges.

Nothing is recorded and nothing looked up: the scenario is all there is to know, so every kind of fact counts as having
come. The broker's time is taken to be ``written_at``, which is ``happened_at`` unless the scenario says otherwise; so a
fact is late, as in the stream, when it was written later than its source declares.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any
from uuid import UUID

from ledger.judging.corrections import Correction
from ledger.judging.judging import Judging, judge_looked
from ledger.judging.lookup import FACT_KINDS, LinkRow, Links, Looked, scope_of
from ledger.judging.said import said
from ledger.law.catalogue import reason
from ledger.law.days import calendar, jst_day
from ledger.law.retention import LUMP, SUBSTITUTE, retain_until
from ledger.law.types import ConsentChange, Judgement
from ledger.registers.snapshot import RegisterRow, Registers
from ledger.vault.identities import Holder, holder_at
from streams.recorder.bodies import register_body_valid
from streams.recorder.claims import act_of
from streams.recorder.facts import came_late, consent_scope
from streams.scenario import ScenarioInvalid, event_json_schema, from_json

#: Parts of a scenario in the order in which they are told, and the event each is made of.
PARTS = {
    "registers": "RegisterChange",
    "links": "PersonLink",
    "consents": "ConsentChange",
    "corrections": "ProvisionCorrection",
    "provisions": "Provision",
}
_SOURCE, _INSTANCE = "scenario", "scenario"
_ALWAYS, _EVER = -(2**62), 2**62

Event = Mapping[str, Any]
Person = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Tried:
    """The judgement of one record: ``person`` is the position in the event, or None where it is about nobody."""

    event_id: UUID
    person: int | None
    judgement: Judgement
    retain_until: date | None

    def line(self) -> dict[str, Any]:
        """Return the judgement as it is printed."""
        judgement = self.judgement
        answered = judgement.verdict_and_policy()
        said_why = reason(answered)
        return {
            "event_id": str(self.event_id),
            "person": self.person,
            "verdict": judgement.verdict,
            "basis": judgement.basis,
            "claimed": judgement.claimed,
            "record_duty": judgement.duty,
            "duty_reason": judgement.duty_reason,
            "retain_until": self.retain_until.isoformat() if self.retain_until else None,
            "policy": judgement.policy,
            "policy_reason": judgement.policy_reason,
            "rules": answered["rules"],
            "missing": answered["missing"],
            "marks": answered["marks"],
            "law_version": judgement.law,
            "explanation": {"ja": said_why.ja, "en": said_why.en},
        }


def read_scenario(written: Any) -> dict[str, list[Event]]:
    """Return the scenario's events by part. Raises ScenarioInvalid with the JSON path of the fault."""
    if not isinstance(written, dict):
        raise ScenarioInvalid("$", "expected an object")
    for part in written:
        if part not in PARTS:
            raise ScenarioInvalid(f"$.{part}", "no such part; a scenario has " + ", ".join(PARTS))
    number = 0
    scenario: dict[str, list[Event]] = {}
    for part, name in PARTS.items():
        told = written.get(part, [])
        if not isinstance(told, list):
            raise ScenarioInvalid(f"$.{part}", "expected an array")
        scenario[part] = []
        for at, one in enumerate(told):
            number += 1
            scenario[part].append(_event(name, one, f"$.{part}[{at}]", number))
    return scenario


def scenario_schema() -> dict[str, Any]:
    """Return the JSON Schema of a scenario, made from the schemas of its events."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A scenario for `provision-ledger judge`",
        "type": "object",
        "additionalProperties": False,
        "properties": {part: {"type": "array", "items": event_json_schema(name)} for part, name in PARTS.items()},
    }


def judge_scenario(scenario: Mapping[str, Sequence[Event]]) -> Iterator[Tried]:
    """Judge every record of the scenario's provisions, in order."""
    registers = Registers(
        len(scenario["registers"]),
        [
            RegisterRow(idx, one["register"], one["key"], one["valid_from"], one["valid_to"], json.loads(one["body"]))
            for idx, one in enumerate(scenario["registers"])
        ],
    )
    people = _People(scenario["links"])
    looked = _looked(scenario, registers, people)
    judging = Judging(registers)
    last = _last_provided(scenario["provisions"])
    for event in scenario["provisions"]:
        act, at = act_of(event["source"], event), event["happened_at"]
        for position, person in enumerate(_people(event) or [None]):
            identity = people.at(person, at) if person else None
            judgement = judge_looked(
                judging, looked, (event["source"], event["id"]), act, identity, at, event["written_at"]
            ).judgement
            yield Tried(
                UUID(bytes=event["id"]),
                position if person else None,
                judgement,
                retain_until(judgement.duty, event["form"], _day(event["written_at"]), last[_series(event)]),
            )


class _People:
    """Who holds which id when, numbered as they are met."""

    def __init__(self, links: Sequence[Event]) -> None:
        self._holders: dict[Person, list[Holder]] = {}
        self._identities = count()
        for link in links:
            if link["change"] == "reassigned":
                holders = self._of((link["person"]["namespace"], link["person"]["id"]))
                holders.append(Holder(link["since"], next(self._identities)))
                holders.sort()

    def at(self, person: Person, at: int) -> int:
        return holder_at(self._of(person), at)

    def _of(self, person: Person) -> list[Holder]:
        if person not in self._holders:
            self._holders[person] = [Holder(_ALWAYS, next(self._identities))]
        return self._holders[person]


def _looked(scenario: Mapping[str, Sequence[Event]], registers: Registers, people: _People) -> Looked:
    def late(event: Event) -> bool:
        return came_late(registers, event["source"], event["happened_at"], event["written_at"])

    # Facts count in the order of the parts, as they would in one batch.
    idx = count(len(scenario["registers"]))
    links: list[LinkRow] = []
    for link in scenario["links"]:
        if link["change"] != "reassigned" and link["other"] is not None:
            one, other = (
                people.at((end["namespace"], end["id"]), link["since"]) for end in (link["person"], link["other"])
            )
            links.append(LinkRow(next(idx), link["change"] == "same", one, other, link["since"], late(link)))
    consents: dict[int, list[ConsentChange]] = {}
    for consent in scenario["consents"]:
        who = people.at((consent["person"]["namespace"], consent["person"]["id"]), consent["happened_at"])
        name, scope = f"{consent['source']}/{consent['consent']}", scope_of(consent_scope(consent))
        consents.setdefault(who, []).append(
            ConsentChange(next(idx), name, consent["change"], consent["happened_at"], late(consent), scope)
        )
    corrections: dict[tuple[str, bytes], list[Correction]] = {}
    for told in scenario["corrections"]:
        words = said(told)
        corrections.setdefault((told["source"], told["corrects"]), []).append(
            Correction(next(idx), words["action"], late(told), told["happened_at"], words.get("replacement", {}))
        )
    return Looked(
        next(idx),
        registers,
        dict.fromkeys(FACT_KINDS, _EVER),
        Links(links),
        {identity: tuple(changes) for identity, changes in consents.items()},
        {event: tuple(corrected) for event, corrected in corrections.items()},
    )


def _event(name: str, written: Any, path: str, number: int) -> Event:
    try:
        event = from_json(name, written)
    except ScenarioInvalid as error:
        raise ScenarioInvalid(path + error.path.removeprefix("$"), error.fault) from error
    event.setdefault("id", UUID(int=number).bytes)
    event.setdefault("source", _SOURCE)
    event.setdefault("instance", _INSTANCE)
    event.setdefault("number", number)
    event.setdefault("written_at", event["happened_at"])
    if name == "RegisterChange" and not register_body_valid(event):
        raise ScenarioInvalid(f"{path}.body", "not what this register holds; see schemas/registers/")
    return event


def _people(event: Event) -> list[Person]:
    return [(person["namespace"], person["id"]) for person in event["people"]]


def _series(event: Event) -> tuple[Any, ...]:
    """Return what provisions of one record have in common: a series to one recipient, or nothing but themselves."""
    if event["form"] in (LUMP, SUBSTITUTE) and event["series"] is not None:
        return (event["source"], event["form"], event["series"], event["recipient"])
    return (event["source"], event["id"])


def _last_provided(provisions: Sequence[Event]) -> dict[tuple[Any, ...], date]:
    last: dict[tuple[Any, ...], date] = {}
    for event in provisions:
        series = _series(event)
        last[series] = max(last.get(series, date.min), _day(event["happened_at"]))
    return last


def _day(at: int) -> date:
    return calendar(jst_day(at))

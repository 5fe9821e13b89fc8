"""Trying a case: a scenario of registers, links, consents, stops and provisions in one file, judged as the
stream judges.

Nothing is recorded and nothing looked up: the scenario is all there is to know, so every kind of fact counts as having
come. The broker's time is taken to be ``written_at``, which is ``happened_at`` unless the scenario says otherwise; so a
fact is late, as in the stream, when it was written later than its source declares.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any
from uuid import UUID

from ledger.judging.corrections import Correction
from ledger.judging.judging import Judging, judge_looked
from ledger.judging.lookup import FACT_KINDS, LinkRow, Links, Looked, scope_of
from ledger.judging.pairs import DIFFERENCES, differences, side_of
from ledger.judging.registered import approver, policy_sentence
from ledger.judging.said import said
from ledger.law.catalogue import explained
from ledger.law.registered import PolicySentence
from ledger.law.stops import StopOrder
from ledger.law.types import ConsentChange, Judgement
from ledger.registers.snapshot import RegisterRow, Registers
from ledger.vault.identities import Holder, holder_at
from streams.recorder.claims import act_of
from streams.recorder.facts import came_late, consent_scope
from streams.trial_kept import Keeping, Kept

_ALWAYS, _EVER = -(2**62), 2**62
_DANGLING = "omission_dangling"

Event = Mapping[str, Any]
Person = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Counterpart:
    """The other side's report of the same act, and what it says differently (codes of `ledger.judging.pairs`)."""

    event_id: UUID
    differences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tried:
    """The judgement of one record: ``person`` is the position in the event, or None where it is about nobody."""

    event_id: UUID
    person: int | None
    judgement: Judgement
    kept: Kept
    sentence: PolicySentence | None
    counterpart: Counterpart | None
    #: The officer who approved the reading by which no record is due.
    approved_by: str | None

    def line(self) -> dict[str, Any]:
        """Return the judgement as it is printed."""
        judgement = self.judgement
        answered = judgement.verdict_and_policy()
        answered["marks"] += [_DANGLING] if self.kept.dangling else []
        said_why = explained(judgement.basis_and_duty(), answered)
        until = self.kept.retain_until
        return {
            "event_id": str(self.event_id),
            "person": self.person,
            "verdict": judgement.verdict,
            "basis": judgement.basis,
            "claimed": judgement.claimed,
            "record_duty": judgement.duty,
            "duty_reason": judgement.duty_reason,
            "approved_by": self.approved_by,
            "retain_until": until.isoformat() if until else None,
            "held": self.kept.held,
            "policy": judgement.policy,
            "policy_reason": judgement.policy_reason,
            "policy_sentence": self._sentence(),
            "policy_version": judgement.policy_version,
            "terms_version": judgement.terms_version,
            "rules": answered["rules"],
            "decided_by": judgement.decided_by,
            "missing": answered["missing"],
            "marks": answered["marks"],
            "law_version": judgement.law,
            "counterpart": self._counterpart(),
            "explanation": {"ja": said_why.ja, "en": said_why.en},
        }

    def _sentence(self) -> dict[str, str] | None:
        if self.sentence is None:
            return None
        return {"number": self.sentence.number, "ja": self.sentence.ja, "en": self.sentence.en}

    def _counterpart(self) -> dict[str, Any] | None:
        if self.counterpart is None:
            return None
        differing = [(code, DIFFERENCES[code]) for code in self.counterpart.differences]
        return {
            "event_id": str(self.counterpart.event_id),
            "differences": [{"code": code, "ja": words.ja, "en": words.en} for code, words in differing],
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
    provisions = scenario["provisions"]
    judged = [[_judge(judging, looked, people, event, person) for person in _told(event)] for event in provisions]
    keeping = Keeping(registers, provisions, judged)
    counterparts = _counterparts(provisions, registers)
    for event, judgements in zip(provisions, judged, strict=True):
        for position, judgement in enumerate(judgements):
            yield Tried(
                UUID(bytes=event["id"]),
                position if event["people"] else None,
                judgement,
                keeping.kept(event, judgement),
                policy_sentence(
                    registers, judgement.policy_version, judgement.policy_sentence, event["happened_at"]
                ),
                counterparts.get(event["id"]),
                approver(registers, judgement.duty_reason, event["happened_at"]),
            )  # fmt: skip


def _judge(judging: Judging, looked: Looked, people: _People, event: Event, person: Person | None) -> Judgement:
    at = event["happened_at"]
    return judge_looked(
        judging, looked, (event["source"], event["id"]), act_of(event["source"], event),
        people.at(person, at) if person else None, at, event["written_at"],
    ).judgement  # fmt: skip


def _counterparts(provisions: Sequence[Event], registers: Registers) -> dict[bytes, Counterpart]:
    """Pair the reports of one act: where one of them names the other, both are shown with what differs."""
    sides = {event["id"]: side_of(event, registers) for event in provisions}
    found = {}
    for side in sides.values():
        if side.counterpart in sides:
            other = sides[side.counterpart]
            for one, another in ((other, side), (side, other)):
                found[one.event_id] = Counterpart(UUID(bytes=another.event_id), differences(one, another))
    return found


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
    stops: dict[int, list[StopOrder]] = {}
    for stop in scenario["stops"]:
        who = people.at((stop["person"]["namespace"], stop["person"]["id"]), stop["happened_at"])
        recipients, items = (
            None if codes is None else frozenset(codes) for codes in (stop["recipients"], stop["items"])
        )
        stops.setdefault(who, []).append(
            StopOrder(next(idx), stop["ground"], stop["happened_at"], stop["ends_at"], recipients, items)
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
        {identity: tuple(told) for identity, told in stops.items()},
    )


def _told(event: Event) -> list[Person | None]:
    """Return the people of an event, or nobody once where it is about none."""
    return [(person["namespace"], person["id"]) for person in event["people"]] or [None]

"""What a granted request stops, and how far that has come: told as done only when every service has said so (35(7))."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from ledger.cases.case import Case
from ledger.cases.moments import day
from ledger.cases.requests import RequestKind
from ledger.cases.steps import StepRefused
from ledger.cases.stops import CLOSED, GRANTING, GROUNDS
from ledger.cases.texts import Text
from ledger.judging.stops import Effected, effected
from ledger.log.head import LOG_ID, read_head
from ledger.registers.snapshot import Registers
from ledger.store.connect import Connection

#: What a person may ask to have stopped; which one is in their own words.
ASKED: Mapping[str, Text] = {
    "recipient": Text("この提供先への提供", "Provision to one recipient"),
    "item": Text("この項目の提供", "Provision of certain data"),
    "all": Text("すべての第三者への提供", "Provision to all third parties"),
}
WORDS: Mapping[str, Text] = {
    "in_hand": Text("停止の手続をしています", "We are carrying out the stop"),
    "done": Text("停止しました（{}）", "Stopped on {}"),
}

State = Literal["none", "in_hand", "done", "closed"]


@dataclass(frozen=True, slots=True)
class StopState:
    """How far the stop of a case has come. ``none``: nothing was granted; ``closed``: no service will put it into
    effect, for the reason ``because``, which is said too where only a part of it was closed. ``done_at``: from when
    every service has put it into effect (µs UTC); ``awaited``: which have yet to say so, for the staff alone."""

    state: State
    done_at: int | None = None
    awaited: tuple[str, ...] = ()
    because: str = ""

    @property
    def words(self) -> Text:
        """What the person is told; the services are none of their business."""
        if self.state == "closed":
            return CLOSED[self.because]
        if self.done_at is None:
            return WORDS["in_hand"]
        return Text(*(words.format(then) for words, then in zip(WORDS["done"], day(self.done_at), strict=True)))


def scopes_of(kind: RequestKind) -> Mapping[str, Text]:
    """Return what can be asked to have stopped; nothing where the kind stops nothing."""
    return ASKED if kind.code in GROUNDS else {}


def granted(case: Case) -> bool:
    """Tell whether the case is one of a stop that was found right, wholly or in part, and stands so."""
    return (
        case.kind.code in GROUNDS
        and case.stage in ("answer", "answered")
        and case.decision is not None
        and case.decision.outcome in GRANTING
    )


def to_give(case: Case) -> bool:
    """Tell whether the stops of a case have to be given: they were granted by a decision that says what they cover."""
    return granted(case) and len(case.stops.given) < len(case.ids) and _covers(case)


def unsaid(case: Case) -> bool:
    """Tell whether a stop was granted and nobody said what it covers, so that none is given before somebody does."""
    return granted(case) and not case.stops.given and not _covers(case)


def _covers(case: Case) -> bool:
    return case.decision is not None and case.decision.scope is not None


def stop_state(case: Case, acknowledged: Mapping[UUID, Effected]) -> StopState:
    """Return how far a case's stops have come, by who has acknowledged each of them; one that nobody knows of yet is in
    hand."""
    if not granted(case):
        return StopState("none")
    closed, given = case.stops.closed, case.stops.given
    because = next(iter(closed.values()), "")
    found = [acknowledged[stop] for stop in given if stop in acknowledged and stop not in closed]
    awaited = tuple(sorted({source for one in found for source in one.awaited}))
    if not given or len(given) < len(case.ids) or len(found) < len(given) - len(closed) or awaited:
        return StopState("in_hand", None, awaited, because)
    if not found:
        return StopState("closed", because=because)
    since = [one.done_at for one in found if one.done_at is not None]
    return StopState("done", max([case.stops.granted_at or 0, *since]), because=because)


def stop_states(
    connection: Connection, registers: Registers, cases: Collection[Case], as_of: int, now: int
) -> dict[str, StopState]:  # fmt: skip
    """Return how far the stops of each case have come at an instant (µs UTC), by its number."""
    stops = {stop for case in cases if granted(case) for stop in case.stops.given}
    acknowledged = effected(connection, LOG_ID, as_of, registers, stops, now) if stops else {}
    return {case.number: stop_state(case, acknowledged) for case in cases}


def stop_now(connection: Connection, registers: Registers, case: Case, now: int) -> StopState:
    """Return how far the stops of one case have come by what the ledger holds now (µs UTC)."""
    if not granted(case):
        return StopState("none")
    return stop_states(connection, registers, [case], read_head(connection, LOG_ID).size, now)[case.number]


def told_of_stop(case: Case) -> tuple[Text, ...]:
    """Return what the answer says of the stop beside its text: that it is done, and why a part of it was closed, where
    that was told."""
    told = () if case.stops.done_at is None else (StopState("done", case.stops.done_at).words,)
    return (*told, CLOSED[case.stops.told_closed]) if case.stops.told_closed else told


def answer_of(state: StopState, in_hand: str | None) -> dict[str, Any]:
    """Return what the answer to a stop says beside its code: that it is done and since when, or, in an officer's own
    words, that it is in hand. Raises StepRefused where neither can be said."""
    if state.state == "none":
        if in_hand is not None:
            raise StepRefused("nothing was stopped, so nothing is in hand; answer without that reply")
        return {}
    if in_hand is not None and not in_hand.strip():
        raise StepRefused("the reply that the stop is in hand is empty; write it, or wait until the stop is done")
    if state.state == "in_hand" and in_hand is None:
        waits = f" ({', '.join(state.awaited)})" if state.awaited else ""
        raise StepRefused(
            f"not every service has put the stop into effect{waits}, so it cannot be told as done (article 35(7));"
            " wait, or answer with a reply that it is in hand"
        )
    if in_hand is not None:
        return {"in_hand": in_hand.strip()}
    done = {} if state.done_at is None else {"stopped_at": state.done_at}
    return {**done, "stop_closed": state.because} if state.because else done


def scope_of(
    case: Case, outcome: str | None, recipients: Collection[str], items: Collection[str], registers: Registers,
    now: int,
) -> dict[str, Any]:  # fmt: skip
    """Return what a decision says of the scope of its stop, which nothing else says for it: without recipients or items
    all are covered. Nothing where it stops nothing.

    Raises StepRefused for codes where nothing is stopped, and for one that the registers do not know: it would bar
    nobody.
    """
    if case.kind.code not in GROUNDS or outcome not in GRANTING:
        if recipients or items:
            raise StepRefused(
                "nothing is stopped by this decision, so it covers no recipient and no item; leave them out"
            )
        return {}
    for register, codes in (("recipients", recipients), ("data_items", items)):
        for code in codes:
            if registers.valid_at(register, code, now) is None:
                raise StepRefused(f"no {code} in the register {register}; `register list` says which there are")
    return {"scope": {"recipients": sorted(set(recipients)) or None, "items": sorted(set(items)) or None}}


def to_tell(case: Case) -> bool:
    """Tell whether a stop was answered as in hand, so that what came of it is yet to be told."""
    told = case.stops.done_at is not None or bool(case.stops.told_closed)
    return granted(case) and case.stage == "answered" and not told

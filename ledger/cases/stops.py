"""What a case says of stops: what was asked, what was granted, which were given because of it, and what was told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from ledger.cases.steps import Step, StepRefused
from ledger.cases.texts import Text

#: By kind of request, the ground of the stop that it leads to (`ledger/law/stops.py`).
GROUNDS: Mapping[str, str] = {
    "opt_out": "27(2)", "stop_use": "35(1)", "stop_provision": "35(3)", "no_longer_needed": "35(5)",
    "withdrawal": "withdrawal",
}  # fmt: skip

#: Why a stop is closed that no service will put into effect, in the words that the person reads.
CLOSED: Mapping[str, Text] = {
    "id_passed_on": Text(
        "お申し出の番号は、いまはご本人のものではありません。この番号で、ご本人のデータを提供することはありません。",
        "The id you named is no longer yours. Nothing about you is provided under it.",
    ),
    "no_data_left": Text(
        "お申し出の番号では、ご本人のデータを、どのサービスも持っていません。提供することはありません。",
        "No service holds data of yours under the id you named. Nothing about you is provided under it.",
    ),
}
#: Outcomes of a decision by which something is stopped.
GRANTING = ("whole", "part")


@dataclass(frozen=True, slots=True)
class StopScope:
    """What a stop covers: these recipients and items, by code (None: all)."""

    recipients: tuple[str, ...] | None = None
    items: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Closing:
    """What an officer proposes: to close these stops for a reason (`CLOSED`). Another one closes them."""

    stops: frozenset[UUID]
    because: str
    officer: str


@dataclass(frozen=True, slots=True)
class Stops:
    """``asked``: what is to stop (`stopping.ASKED`); ``granted_at``, ``granted_by``: when the decision needed nobody
    else (µs UTC), and who took that step; ``given``: the stops that were given because of it, in the order of the
    case's ids; ``closed``: those that were closed, and why (`CLOSED`); ``closing``: what waits for a second officer to
    close it. ``done_at``, ``in_hand``, ``told_closed``: what
    the last answer said of them, since when they are in effect everywhere (µs UTC), that they are in hand, or why some
    were closed."""

    asked: str = "all"
    granted_at: int | None = None
    granted_by: str | None = None
    given: tuple[UUID, ...] = ()
    done_at: int | None = None
    in_hand: str = ""
    closed: Mapping[UUID, str] = field(default_factory=dict)
    closing: Closing | None = None
    told_closed: str = ""

    def granted(self, step: Step) -> Stops:
        """Return them as they stand once a decision needs nobody else."""
        return replace(self, granted_at=step.made_at, granted_by=step.officer)

    def gave(self, step: Step, ids: int) -> Stops:
        """Return them with what was given, of a case with so many ids. Raises StepRefused where it was given before."""
        given = (*self.given, *(UUID(hex=stop) for stop in step.said["stops"]))
        if len(given) > ids:
            raise StepRefused("the stops of this case were given already; look at the case, which says how each stands")
        return replace(self, given=given)

    def told(self, said: Mapping[str, Any]) -> Stops:
        """Return them with what an answer says of them. Once it says how they ended, no proposal waits any more."""
        done_at, because = said.get("stopped_at"), said.get("stop_closed", "")
        ended = done_at is not None or bool(because)
        return replace(
            self, done_at=done_at, in_hand=said.get("in_hand", ""), told_closed=because,
            closing=None if ended else self.closing,
        )  # fmt: skip


def scope_said(said: Mapping[str, Any] | None) -> StopScope | None:
    """Read the scope of a decision. Decisions from before there were scopes say none, and give no stop by themselves:
    nobody has said what it would cover."""
    if said is None:
        return None
    return StopScope(*(None if said.get(name) is None else tuple(said[name]) for name in ("recipients", "items")))


def check_scope(kind: str, outcome: str, asked: str, scope: StopScope | None) -> None:
    """Raise StepRefused where a scope is said of what stops nothing, or of more than was asked for, or where less than
    that is called the whole."""
    if scope is None:
        return
    if kind not in GROUNDS or outcome not in GRANTING:
        raise StepRefused("nothing is stopped by this decision, so it covers no recipient and no item; leave them out")
    if (asked == "recipient" and scope.recipients is None) or (asked == "item" and scope.items is None):
        raise StepRefused(f"a stop for one {asked} was asked for; name which (a stop for all was not asked for)")
    if outcome == "whole" and asked == "all" and scope != StopScope():
        raise StepRefused("a stop for all third parties was asked for; less than that is a part")

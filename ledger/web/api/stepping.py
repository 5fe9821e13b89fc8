"""A step of a case as every operation takes it: by a client, once under its key, by what was seen of the case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any

from fastapi import Depends, Path
from fastapi.responses import Response

from ledger.cases.casebook import CASES
from ledger.cases.once import Kept
from ledger.web.api.calls import Caller, Seat, caller, kept, turn_of
from ledger.web.api.documented import SENT
from ledger.web.api.shown import line

Call = Annotated[Caller, Depends(caller)]
Number = Annotated[str, Path(description="Case number, as the receipt says it.", min_length=1, max_length=40)]
#: Problems that a step may meet, and one that names what was looked at.
STEP = (*SENT, "no_such_case", "case_gone", "step_refused", "lapsed")
SEEN = (*STEP, "moved_on", "not_looked_at")


def stepped(
    call: Caller, command: str, number: str, reason: str, key: str, match: str | None,
    said: Callable[[Seat], Mapping[str, Any]],
) -> Response:  # fmt: skip
    """Take a step, and answer with the case as a list tells it. ``match``: the ETag that was looked at, None where the
    step moves nothing; ``said`` is asked under the key what the step says."""
    with call.seat(command, reason, CASES) as at:

        def work() -> tuple[str, Kept]:
            # Of a case that the officer must not work nothing is told, by no refusal of what the step says either.
            at.book.looked_at(number, at.client.officer, at.now)
            case = at.step(number, said(at), None if match is None else turn_of(match))
            return number, kept(line(case, at.now), turn=case.turn)

        return call.answered_once(at, key, work)

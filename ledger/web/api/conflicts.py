"""An officer's declaration of whom they must not work a case about, by a program that acts as them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from ledger.cases.casebook import CASES
from ledger.cases.conflicts import declare
from ledger.cases.once import Kept
from ledger.web.api import answers, steps_sent
from ledger.web.api.calls import Caller, Key, Reason, caller, kept
from ledger.web.api.documented import SENT, problems

router = APIRouter(tags=["staff"], prefix="/v1")


@router.post("/conflicts", operation_id="declareConflicts", summary="Declare whom the officer works no case about",
             response_model=answers.Declared, responses=problems(*SENT, "lapsed"))  # fmt: skip
def declare_(
    call: Annotated[Caller, Depends(caller)], told: steps_sent.Conflicts, reason: Reason, key: Key
) -> Response:  # fmt: skip
    """By the ids under which the officer, their kin and who reports to them are known. It stands for what was declared
    before, is sealed, and is shown to nobody. It goes with the key of its day (`day_key_days`): declare anew before."""
    with call.seat("case conflicts declare", reason, CASES) as at:
        people = [(one.relation, one.namespace, one.id) for one in told.people]

        def work() -> tuple[None, Kept]:
            declare(
                at.desk.connection, at.desk.vault, at.registers, at.client.officer, at.reason, people, at.now
            )  # fmt: skip
            return None, kept(answers.Declared(ids=len(people)))

        return call.answered_once(at, key, work)

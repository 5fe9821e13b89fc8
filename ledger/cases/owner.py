"""Who sees to a case: one officer at a time, so that each case is somebody's and none is worked by two unawares."""

from __future__ import annotations

from ledger.cases.steps import Step, StepRefused


class OwnerMoved(StepRefused):
    """Somebody else came to see to the case since it was looked at. Nothing was entered; look at who does now."""


def owned(owner: str, step: Step) -> str:
    """Return who sees to a case after a step that says from whom (``before``, empty for nobody) to whom (``owner``) it
    goes. Raises OwnerMoved where it is another's by now."""
    if step.said["before"] != owner:
        raise OwnerMoved("the case is another officer's by now")
    return str(step.said["owner"])

"""Codes that go by e-mail: the one that proves who asks, and the one that opens an answer. Made in one way, wherever
they are asked for (command, console, program)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from ledger.cases.case import Case
from ledger.cases.casebook import CodeByMail, digest, new_code
from ledger.cases.proof import LASTS
from ledger.cases.steps import StepRefused


def proof_by_mail(address: str, held_since: date, now: int) -> tuple[dict[str, Any], CodeByMail]:
    """Return what the step ``case code`` says, and the mail with a new code to an address that is held since a day. It
    can be typed for ten minutes from ``now`` (µs UTC) on."""
    code, until = new_code(), now + LASTS
    said = {
        "address": address, "held_since": held_since.isoformat(), "code_digest": digest(code), "code_until": until,
    }  # fmt: skip
    return said, CodeByMail("proof", address, code, until)


def answer_by_mail(case: Case, step: Mapping[str, Any], code: str) -> tuple[dict[str, Any], CodeByMail]:
    """Return what the step ``case answer`` says once its code goes by e-mail, and that mail. ``step``: what it says so
    far (`release.released`). Where the address was proven, it says since when that is held. Raises StepRefused where
    there is no address."""
    address = case.address
    if not address:
        raise StepRefused("the person gave no e-mail address and proved none")
    held = {"held_since": case.proof.held_since} if case.proof is not None and case.proof.made else {}
    return {**step, "by": "email", **held}, CodeByMail("receipt", address, code, step["code_until"])

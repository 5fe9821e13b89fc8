"""Codes that go by e-mail: the one that proves who asks, and the one that opens an answer. Made in one way, wherever
they are asked for (command, console, program)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from ledger.cases.case import Case
from ledger.cases.casebook import Casebook, CodeByMail, digest, new_code
from ledger.cases.code import sending
from ledger.cases.proof import LASTS
from ledger.cases.steps import PERSON, StepRefused
from ledger.cases.texts import Language

#: What the staff read of who asks for a code that they have to give.
_ASKED = {
    "ja": "受取番号をもう一度送ってください。",
    "en": "Please send me the receipt code again.",
}


def proof_by_mail(address: str, held_since: date, now: int) -> tuple[dict[str, Any], CodeByMail]:
    """Return what the step ``case code`` says, and the mail with a new code to an address that is held since a day. It
    can be typed for ten minutes from ``now`` (µs UTC) on."""
    code, until = new_code(), now + LASTS
    said = {
        "address": address, "held_since": held_since.isoformat(), "code_digest": digest(code), "code_until": until,
    }  # fmt: skip
    return said, CodeByMail("proof", address, code, until)


def answer_by_mail(case: Case, step: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the step ``case answer`` says where its code goes by e-mail: none yet, since the person has it sent
    when they receive. ``step``: what it says so far (`release.released`). Where the address was proven, it says since
    when that is held. Raises StepRefused where there is no address."""
    if not case.address:
        raise StepRefused(
            "the person gave no e-mail address and proved none; release the answer another way (--by, by)"
        )
    held = {"held_since": case.proof.held_since} if case.proof is not None and case.proof.made else {}
    return {**step, "by": "email", **held}


def goes_by_mail(case: Case, now: int) -> bool:
    """Tell whether the code of an answer is sent at once to who asks for it, at an instant (µs UTC)."""
    code = case.code
    return code is not None and code.by == "email" and bool(case.address) and now <= code.until


def send_code(book: Casebook, case: Case, lang: Language, now: int, **more: Any) -> int | None:
    """Send another code, by which the former one ends, and return until when it can be typed (µs UTC). Where no code
    goes by e-mail, or the answer's time is over, the staff are told that one is asked for: None. ``case``: as it may
    be told to its person, answered; ``more``: what the step says besides.

    Raises TooSoon, and StepRefused where the person wrote as often as they may.
    """
    if not goes_by_mail(case, now):
        last = case.thread[-1] if case.thread else None
        if last is None or not last.from_person or last.text not in _ASKED.values():
            book.step(case.number, PERSON, "request", "case write", {"text": _ASKED[lang], **more}, now)
        return None
    assert case.code is not None, "what goes by mail is a code"
    drawn = new_code()
    said = {**sending(case.code, digest(drawn), now), **more}
    brings = CodeByMail("receipt", case.address, drawn, int(said["code_until"]))
    book.step(case.number, PERSON, "request", "case receive code", said, now, code=brings)
    return brings.until

"""Contacts that the person asks us not to use, as they say when they ask or later: others might hear or read what goes
there. Seen by nobody but the officers of the case: no page, mail or letter to who asks shows what was said.

What was said is never taken back, only added to: somebody else, in the person's place, must not open a contact again.
"""

from __future__ import annotations

from dataclasses import replace

from ledger.cases import code, proof
from ledger.cases.case import Case
from ledger.cases.mail.address import named_in
from ledger.cases.steps import Step, StepRefused

#: Characters of what is said at once, and of all of it together.
LONGEST, MOST = 400, 4_000


def added(case: Case, step: Step) -> Case:
    """Return the case with the contacts that a step adds (``contacts``, in the person's words). From then on no mail
    goes to an address that they name, and no code that went there proves or opens anything. Said twice it changes
    nothing. Raises StepRefused."""
    said = str(step.said["contacts"]).strip()
    if case.agent is not None:
        raise StepRefused(
            "an agent does not say which contacts are not to be used; enter it where the person is told (`case"
            " principal`)"
        )
    if not said or len(said) > LONGEST:
        raise StepRefused(f"which contacts are not to be used is said in 1 to {LONGEST} characters; shorten it")
    if said in case.unsafe:
        return case
    words = f"{case.unsafe}\n{said}".strip()
    if len(words) > MOST:
        raise StepRefused(
            f"{MOST} characters were said about contacts already, and they stay as they are; settle with the person by"
            " a contact that is left"
        )
    before = case.told_before
    return replace(
        _closed(case, words, step.made_at),
        told_before=None if before is None else _closed(before, words, step.made_at),
    )  # fmt: skip


def _closed(case: Case, words: str, now: int) -> Case:
    """Return the case once these words hold: a code on its way to an address that they name is over, as if its time
    were."""
    pending = case.proof
    if pending is not None and named_in(words, pending.address):
        pending = proof.over(pending, now)
    opens = case.code
    if opens is not None and opens.by == "email" and case.address and named_in(words, case.address):
        opens = code.over(opens, now)
    return replace(case, unsafe=words, proof=pending, code=opens)

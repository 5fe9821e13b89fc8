"""How a record is made (Rules 19, 20, 23, 24): each time, in a lump, or by a document that stands for it.

Opt-out records are made each time, never otherwise. A lump record is of a series of provisions to one recipient. A
document stands for records only of provisions on consent, or of personal-related information (Rule 27(3)), in
connection with supplying goods or services to the person, and only with all statutory items in it; what fails that can
still be a record of its own, kept three years. So can what was no such provision, its ground having failed. Where no
record is due, no form is asked for.
"""

from __future__ import annotations

from ledger.law.bodies import is_public_body
from ledger.law.types import Act, Duty, Found, RuleAnswer, Verdict, asked

#: Forms of record.
EACH, LUMP, SUBSTITUTE = "each", "lump", "substitute"
FORMS = (EACH, LUMP, SUBSTITUTE)
_ON_CONSENT = frozenset({"consent", "28(1)consent"})
_RELATED = "31(1)"
#: The mark of a form that does not hold: the record counts as one made each time.
FAILED = "form_failed"


def ask(act: Act, found: Found) -> tuple[RuleAnswer, ...]:
    """May the record of a provision on this ground be made so?"""
    if act.ground != "27(2)" or is_public_body(found.recipient):
        return ()
    article = "29(1) Rule 19" if act.role == "provider" else "30(3) Rule 23"
    return (asked("recorded_each_time", article, act.form == EACH),)


def marks(act: Act, found: Found, duty: Duty, verdict: Verdict) -> tuple[str, ...]:
    """Return what is to be flagged about how the record is made; nothing where there is no duty."""
    if duty != "statutory":
        return ()
    flagged = []
    if act.form not in FORMS or (act.form == LUMP and not (act.in_series and act.ground != "27(2)")):
        flagged.append(FAILED)
    if act.form == SUBSTITUTE:
        named = act.substitute_document is not None and bool(act.substitute_document.strip())
        fits = found.document is None or (found.document.for_supply and found.document.complete)
        open_to_it = act.ground == _RELATED or (act.has_person and act.ground in _ON_CONSENT)
        if verdict == "violation" or not (named and fits and open_to_it):
            flagged.append(FAILED)
        elif found.document is None:
            flagged.append("document_unregistered")
    if found.recipient is not None and not found.recipient.named:
        flagged.append("record_incomplete")
    return tuple(flagged)


def kept_as(form: str, marked: tuple[str, ...]) -> str:
    """Return the form by which the record is kept (Rule 21)."""
    return EACH if FAILED in marked else form

"""Putting the questions in order (articles 27 to 31) and drawing the judgement from their answers.

The order is the Act's: is it an incident or no provision at all; what does the class of data leave; does article 27 or
28 apply; the ground claimed; what the person stopped; how the record is made. The law tests the ground that is claimed
and looks for no other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from ledger.law import (
    consent,
    data_classes,
    foreign,
    form,
    interpretation,
    known,
    not_a_provision,
    opt_out,
    receiving,
    related,
    stops,
)
from ledger.law.duty import duty_of
from ledger.law.exceptions import EXCEPTIONS
from ledger.law.not_a_provision import NOT_A_PROVISION
from ledger.law.not_third_party import NOT_THIRD_PARTY
from ledger.law.policy import promise
from ledger.law.types import Act, Found, Judgement, RuleAnswer, Verdict

WORST_FIRST: tuple[Verdict, ...] = ("violation", "undetermined", "lawful", "not_provision")

#: Questions of the grounds that ask about no purpose of ours: article 18(3) lifts its limits for the items of 27(1), 31
#: and 番号法 19 have limits of their own, and an interpretation says that nothing is provided.
_GROUNDS_ALONE: Mapping[str, Callable[[Act, Found], tuple[RuleAnswer, ...]]] = {
    **EXCEPTIONS,
    "31(1)": related.ask,
    "number_act_19": data_classes.ask_number_act,
    "interpretation": interpretation.ask,
}
#: Questions of the grounds that stay within the purposes of use (articles 17, 18, 21) and exist under article 27 only.
_GROUNDS_OF_27: Mapping[str, Callable[[Act, Found], tuple[RuleAnswer, ...]]] = {
    "27(2)": opt_out.ask,
    **NOT_THIRD_PARTY,
}
GROUNDS = frozenset({*stops.CONSENTS, *_GROUNDS_ALONE, *_GROUNDS_OF_27})
#: Leaks and thefts are no provision: article 26 asks about them, and 27 does not (general guideline 3-5-1-2).
INCIDENTS = frozenset({"mis_sent", "theft"})
_HANDLINGS = INCIDENTS | {"intended"}
_ROLES = frozenset({"provider", "recipient"})
#: The mark of a provision whose source had asked before and been told no. It is the operator's own rule and leaves the
#: verdict as it is: an act may be lawful although the asking was answered with no.
IGNORED_REFUSAL = "ignored_refusal"
#: Questions about our own purpose.
_PURPOSE = ("purpose_known", "purpose_announced")


class _Tested(NamedTuple):
    """The answers about the ground claimed, the basis it would give, and what is flagged on the way."""

    basis: str
    rules: tuple[RuleAnswer, ...]
    marks: tuple[str, ...] = ()
    #: The country to which article 28(1) applies, if it does.
    abroad: str | None = None


def worst(*verdicts: Verdict) -> Verdict:
    """Return the worst of some verdicts: an event's verdict is that of its worst record."""
    return min(verdicts, key=WORST_FIRST.index)


def judge(act: Act, found: Found) -> Judgement:
    """Judge one act as it concerns one person, by what was found about it.

    An answer that is missing leaves the act undetermined; an answer that is no makes it a violation; what no rule knows
    stays undetermined whatever the watermarks, and says which rule is missing.
    """
    if found.voided:
        return _conclude(act, found, "not_provision", _Tested("none", (), ("voided",)))
    unjudged = _without_a_rule(act)
    if unjudged is not None:
        return _conclude(act, found, "undetermined", _Tested("none", (unjudged,)))
    if act.handling in INCIDENTS:
        incident = RuleAnswer("intended_provision", "26(1)", "no")
        return _conclude(act, found, "not_provision", _Tested("none", (incident,), ("incident",)))
    if act.ground in NOT_A_PROVISION:
        tested = _Tested("none", not_a_provision.ask(act, found))
        verdict = _verdict(tested.rules)
        if act.data_class == data_classes.LOOSE and verdict != "lawful":
            return _of_no_database(act, found, tested)
        return _conclude(act, found, "not_provision" if verdict == "lawful" else verdict, tested)
    by_class = data_classes.ask(act, found)
    if by_class is not None and by_class.answer == "no":
        return _conclude(act, found, "violation", _Tested("none", (by_class,)))
    if act.data_class == data_classes.RELATED:
        out_of_reach = related.out_of_reach(act, found)
        if out_of_reach is not None:
            return _conclude(act, found, "not_provision", _Tested("none", (out_of_reach,)))
    tested = _test(act, found, () if by_class is None else (by_class,))
    if act.data_class == data_classes.LOOSE:
        return _of_no_database(act, found, tested)
    return _conclude(act, found, _verdict(tested.rules), tested)


def _of_no_database(act: Act, found: Found, tested: _Tested) -> Judgement:
    """Conclude on 個人情報 that is no 個人データ: articles 27 to 30 ask nothing, the promise asks what they would."""
    first = RuleAnswer("in_a_database", "16(3)", "no")
    return _conclude(
        act, found, "not_provision", tested._replace(rules=(first, *tested.rules)), promised_as=_verdict(tested.rules)
    )


def _test(act: Act, found: Found, first: tuple[RuleAnswer, ...]) -> _Tested:
    """Ask about the ground claimed, on the side the act was reported from."""
    first = (*first, *known.ask(act, found))
    if act.role == "recipient":
        by_its_own = act.ground in receiving.EXEMPT_GROUNDS or act.ground == "number_act_19"
        if act.ground == "interpretation":
            return _Tested(act.ground, (*first, *interpretation.ask(act, found)))
        rules = (*first, *receiving.ask(act, found), *form.ask(act, found))
        return _Tested(act.ground if by_its_own else "30", rules)
    stopped = stops.ask(act, found)
    # First, so that it is the answer that decides: a consent that was stopped is missing because of the stop.
    first = (*first, *(() if stopped is None else (stopped,)))
    last = form.ask(act, found)
    if act.ground in _GROUNDS_ALONE:
        marks = foreign.route(act, found).marks if act.ground != "31(1)" else ()
        return _Tested(act.ground, (*first, *_GROUNDS_ALONE[act.ground](act, found), *last), marks)
    way = foreign.route(act, found)
    purposes = known.ask_purpose(found)
    if act.ground in stops.CONSENTS:
        basis = "consent" if way.country is None else "28(1)consent"
        rules = (*first, *way.rules, *purposes, consent.ask(act, found, way.country), *last)
        return _Tested(basis, rules, way.marks, way.country)
    if way.country is not None:
        abroad = RuleAnswer("ground_under_28", "28(1)", "no", ("consent",))
        return _Tested(act.ground, (*first, *way.rules, abroad, *last), way.marks, way.country)
    rules = (*first, *way.rules, *purposes, *_GROUNDS_OF_27[act.ground](act, found), *last)
    return _Tested(act.ground, rules, way.marks)


def _verdict(rules: tuple[RuleAnswer, ...]) -> Verdict:
    """Draw the verdict from the answers: any no, else any that is missing, else the ground claimed holds."""
    answers = {rule.answer for rule in rules}
    return "violation" if "no" in answers else "undetermined" if "missing" in answers else "lawful"


def _but_for_the_purpose(rules: tuple[RuleAnswer, ...]) -> tuple[RuleAnswer, ...]:
    asked = ("in_a_database", *_PURPOSE)
    return tuple(rule for rule in rules if rule.question not in asked)


def _without_a_rule(act: Act) -> RuleAnswer | None:
    """Name the rule that nobody wrote for a code nobody knows."""
    if act.role not in _ROLES:
        return _lacking("role", act.role)
    if act.handling not in _HANDLINGS:
        return _lacking("handling", act.handling)
    if act.data_class not in data_classes.CLASSES:
        return _lacking("data_class", act.data_class)
    if act.handling in INCIDENTS or (act.role == "recipient" and act.ground == "30"):
        return None
    if act.ground not in GROUNDS and act.ground not in NOT_A_PROVISION:
        return _lacking("ground", act.ground)
    return None


def _lacking(question: str, claimed: str) -> RuleAnswer:
    return RuleAnswer(question, "", "missing", (f"judgement:{_code(claimed)}",))


def _code(claimed: str) -> str:
    """Return a claimed code if it may stand in a judgement: what is no code is the source's words, kept elsewhere."""
    plain = 0 < len(claimed) <= 40 and claimed.isascii() and claimed.isprintable() and " " not in claimed
    return claimed if plain else "unknown"


def _conclude(
    act: Act, found: Found, verdict: Verdict, tested: _Tested, promised_as: Verdict | None = None
) -> Judgement:
    """Draw duty, form, promise and marks. ``promised_as``: what the ground would give, where the Act asks nothing."""
    basis = tested.basis if verdict == "lawful" else "none"
    duty, duty_reason = duty_of(act, verdict, basis, found)
    if promised_as is not None:
        duty_reason = "not_personal_data"
    held_to = verdict if promised_as is None else promised_as
    if held_to == "violation" and _verdict(_but_for_the_purpose(tested.rules)) == "lawful":
        held_to = "lawful"  # that the purpose was not announced breaks a sentence of its own
    abroad = foreign.is_foreign(act, found.recipient)
    kept = promise(act, found, held_to, tested.basis, abroad)
    wanted = {"violation": "no", "undetermined": "missing"}.get(verdict)
    late = found.void_late or (
        verdict in ("violation", "undetermined")
        and act.ground in stops.CONSENTS
        and consent.healed_late(act, found, tested.abroad)
    )
    lacking = {code for rule in tested.rules if rule.answer == wanted for code in rule.missing}
    missing = tuple(sorted(lacking | {"acceptance:late_evidence"} if late and wanted else lacking))
    marks = (
        *tested.marks,
        *form.marks(act, found, duty, verdict),
        *(("late_evidence",) if late else ()),
        *(("made_late",) if found.made_late and duty == "statutory" else ()),
        *((IGNORED_REFUSAL,) if found.ignored_refusal and not found.voided and act.handling not in INCIDENTS else ()),
    )
    return Judgement(
        verdict, basis, _code(act.ground), duty, duty_reason, tested.rules, missing, marks, kept.policy, kept.reason,
        found.law, kept.sentence, found.policy.version,
        found.terms_in_force or consent.terms_shown(act, found, tested.abroad),
    )  # fmt: skip

"""Putting the questions in order (articles 27, 28, 29) and drawing the judgement from their answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ledger.law import consent, data_classes, known, not_a_provision
from ledger.law.duty import duty_of
from ledger.law.exceptions import EXCEPTIONS
from ledger.law.not_a_provision import NOT_A_PROVISION
from ledger.law.policy import promise
from ledger.law.types import Act, Found, Judgement, RuleAnswer, Verdict

WORST_FIRST: tuple[Verdict, ...] = ("violation", "undetermined", "lawful", "not_provision")

#: Classes of data there are rules for.
_CLASSES = frozenset(
    {
        "personal_data", "personal_information", data_classes.SPECIFIC, data_classes.PSEUDONYMISED,
        data_classes.RELATED,
    }
)  # fmt: skip

#: The question each ground turns on. A further ground is a further module and a further line here.
GROUNDS: Mapping[str, Callable[[Act, Found], RuleAnswer]] = {
    "consent": consent.ask,
    **EXCEPTIONS,
    "31(1)": data_classes.ask_related,
    "number_act_19": data_classes.ask_number_act,
}
#: Grounds within the purposes of use (articles 17, 21).
_FOR_A_PURPOSE = frozenset({"consent"})


def worst(*verdicts: Verdict) -> Verdict:
    """Return the worst of some verdicts: an event's verdict is that of its worst record."""
    return min(verdicts, key=WORST_FIRST.index)


def judge(act: Act, found: Found) -> Judgement:
    """Judge one act as it concerns one person, by what was found about it.

    An answer that is missing leaves the act undetermined; an answer that is no makes it a violation; what this release
    has no rule for stays undetermined whatever the watermarks, and says which rule is missing.
    """
    if found.voided:
        return _conclude(act, found, "not_provision", "none", (), ("voided",))
    if act.ground in NOT_A_PROVISION:
        answer = not_a_provision.ask(act)
        if answer.answer == "yes":
            return _conclude(act, found, "not_provision", "none", (answer,), _late(found))
        return _conclude(act, found, "violation", "none", (answer,), _late(found))
    by_class = data_classes.ask(act)
    if by_class is not None and by_class.answer == "no":
        return _conclude(act, found, "violation", "none", (by_class,), _late(found))
    unjudged = _without_a_rule(act, found)
    if unjudged is not None:
        return _conclude(act, found, "undetermined", "none", (unjudged,), _late(found))
    # Article 18(3) lifts the limits of purpose where an exception applies; 31 and 番号法 19 have limits of their own.
    purposes = () if act.ground not in _FOR_A_PURPOSE else known.ask_purpose(found)
    first = () if by_class is None else (by_class,)
    rules = (*first, *known.ask(act, found), *purposes, GROUNDS[act.ground](act, found))
    return _decide(act, found, rules)


def _decide(act: Act, found: Found, rules: tuple[RuleAnswer, ...]) -> Judgement:
    """Draw the verdict from the answers: any no, else any that is missing, else the ground claimed holds."""
    answers = {rule.answer for rule in rules}
    verdict: Verdict = "violation" if "no" in answers else "undetermined" if "missing" in answers else "lawful"
    marks = _late(found)
    if verdict != "lawful" and act.ground == "consent" and consent.healed_late(act, found):
        marks = ("late_evidence",)
    return _conclude(act, found, verdict, act.ground if verdict == "lawful" else "none", rules, marks)


def _without_a_rule(act: Act, found: Found) -> RuleAnswer | None:
    """Name the rule this release lacks for the act, if it lacks one."""
    if act.role != "provider":
        return _lacking("recipient_side", "judgement:30")
    if act.data_class not in _CLASSES:
        return _lacking("data_class", f"judgement:{_code(act.data_class)}")
    if act.data_class == data_classes.RELATED and act.ground not in {"31(1)", *EXCEPTIONS}:
        return _lacking("ground", "judgement:31")
    if act.ground not in GROUNDS:
        return _lacking("ground", f"judgement:{_code(act.ground)}")
    if act.ground == "31(1)":  # asks about abroad itself
        return None
    abroad = found.recipient is not None and found.recipient.country != "JP"
    if act.ground not in EXCEPTIONS and (abroad or act.recipient_country not in (None, "JP")):
        return _lacking("article_28", "judgement:28")
    return None


def _lacking(question: str, missing: str) -> RuleAnswer:
    return RuleAnswer(question, "", "missing", (missing,))


def _code(claimed: str) -> str:
    """Return a claimed code if it may stand in a judgement: what is no code is the source's words, kept elsewhere."""
    plain = 0 < len(claimed) <= 40 and claimed.isascii() and claimed.isprintable() and " " not in claimed
    return claimed if plain else "unknown"


def _late(found: Found) -> tuple[str, ...]:
    return ("late_evidence",) if found.void_late else ()


def _conclude(
    act: Act, found: Found, verdict: Verdict, basis: str, rules: tuple[RuleAnswer, ...], marks: tuple[str, ...]
) -> Judgement:
    duty, duty_reason = duty_of(verdict, basis, found)
    policy, policy_reason = promise(verdict, basis)
    missing = tuple(sorted({code for rule in rules for code in rule.missing})) if verdict == "undetermined" else ()
    return Judgement(
        verdict, basis, _code(act.ground), duty, duty_reason, rules, missing, marks, policy, policy_reason, found.law
    )

"""Putting the questions in order (articles 27, 28, 29) and drawing the judgement from their answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ledger.law import consent, known, not_a_provision
from ledger.law.duty import duty_of
from ledger.law.exceptions import EXCEPTIONS
from ledger.law.not_a_provision import NOT_A_PROVISION
from ledger.law.policy import promise
from ledger.law.types import Act, Found, Judgement, RuleAnswer, Verdict

WORST_FIRST: tuple[Verdict, ...] = ("violation", "undetermined", "lawful", "not_provision")

#: The question each ground turns on. A further ground is a further module and a further line here.
GROUNDS: Mapping[str, Callable[[Act, Found], RuleAnswer]] = {"consent": consent.ask, **EXCEPTIONS}


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
    if act.data_class == "specific_personal_information" and act.ground not in {*NOT_A_PROVISION, "number_act_19"}:
        # 特定個人情報 is judged by article 19 of the My Number Act alone: no ground of this Act justifies it.
        answer = RuleAnswer("number_act", "番号法19", "no")
        return _conclude(act, found, "violation", "none", (answer,), _late(found))
    if act.ground in NOT_A_PROVISION:
        answer = not_a_provision.ask(act)
        if answer.answer == "yes":
            return _conclude(act, found, "not_provision", "none", (answer,), _late(found))
        return _conclude(act, found, "violation", "none", (answer,), _late(found))
    unjudged = _without_a_rule(act, found)
    if unjudged is not None:
        return _conclude(act, found, "undetermined", "none", (unjudged,), _late(found))
    # Article 18(3) lifts the limits of purpose where an exception applies, so purposes are asked about otherwise only.
    purposes = () if act.ground in EXCEPTIONS else known.ask_purpose(found)
    rules = (*known.ask(act, found), *purposes, GROUNDS[act.ground](act, found))
    answers = {rule.answer for rule in rules}
    verdict: Verdict = "violation" if "no" in answers else "undetermined" if "missing" in answers else "lawful"
    marks = _late(found)
    if verdict != "lawful" and act.ground == "consent" and consent.healed_late(act, found):
        marks = ("late_evidence",)
    return _conclude(act, found, verdict, act.ground if verdict == "lawful" else "none", rules, marks)


def _without_a_rule(act: Act, found: Found) -> RuleAnswer | None:
    """Name the rule this release lacks for the act, if it lacks one."""
    if act.data_class not in ("personal_data", "personal_information"):
        return _lacking("data_class", f"judgement:{_code(act.data_class)}")
    if act.role != "provider":
        return _lacking("recipient_side", "judgement:30")
    if act.ground not in GROUNDS:
        return _lacking("ground", f"judgement:{_code(act.ground)}")
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

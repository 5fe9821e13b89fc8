"""Everything a judgement says of each case, in codes and in words, as it was last read over by a person.

`python -m tests.unit.law.cases` writes it anew; what then differs is read before it is committed.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ledger.cases.verdict_words import UNDETERMINED, VIOLATIONS, cause_of_violation, cause_of_waiting, lawful
from ledger.law.catalogue import answered, decided_by, duty_reason, explained, ground, missing, policy_reason
from ledger.law.judge import judge
from ledger.law.types import Judgement
from tests.unit.law.cases.case import Case
from tests.unit.law.cases.table import CASES

TOLD = Path(__file__).with_name("told.json")


def told() -> str:
    """Return what is said of every case, as JSON, a line each."""
    lines = (f"{json.dumps(case.id)}: {json.dumps(_said(case), ensure_ascii=False)}" for case in CASES)
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _said(case: Case) -> dict[str, Any]:
    judgement = judge(case.act, case.found)
    basis, verdict = judgement.basis_and_duty(), judgement.verdict_and_policy()
    return {
        "judgement": {**basis, **verdict, "rules": None, "decided_by": judgement.decided_by, "law": judgement.law},
        "rules": [
            [rule.question, rule.article, rule.answer, *rule.missing, *answered(said)]
            for rule, said in zip(judgement.rules, verdict["rules"], strict=True)
        ],
        "officer": explained(basis, verdict),
        "person": _told_to_the_person(case, judgement),
        "words": [
            *ground(judgement.claimed), *duty_reason(judgement.duty_reason), *policy_reason(judgement.policy_reason),
            *(word for code in judgement.missing for word in missing(code)),
        ],
    }  # fmt: skip


def _told_to_the_person(case: Case, judgement: Judgement) -> tuple[str, ...] | None:
    """Return what the person reads once an officer has confirmed it; None of what no answer tells."""
    decisive = decided_by(judgement.verdict_and_policy()["rules"])
    if judgement.verdict == "violation" and decisive is not None:
        return VIOLATIONS[cause_of_violation(case.act.role, decisive["question"], decisive["article"])]
    if judgement.verdict == "undetermined":
        return UNDETERMINED[cause_of_waiting(judgement.missing)]
    return lawful(case.act.role, judgement.basis) if judgement.verdict == "lawful" else None

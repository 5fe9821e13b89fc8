"""How a complaint or a consultation is worked: what about, who answers for it, what came of it, what it led to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ledger.cases.steps import Step, StepRefused, known
from ledger.cases.texts import Text

CATEGORIES: Mapping[str, Text] = {
    "provision": Text("第三者への提供", "Provision to third parties"),
    "purpose": Text("利用目的", "Purpose of use"),
    "acquisition": Text("取得のしかた", "How data was acquired"),
    "accuracy": Text("内容の正確さ", "Accuracy"),
    "safety": Text("漏えい・安全管理", "Leak, safety"),
    "request": Text("請求への対応", "How a request was handled"),
    "deceased": Text("亡くなった方のデータ", "Data of a deceased person"),
    "other": Text("その他", "Other"),
}

OUTCOMES: Mapping[str, Text] = {
    "put_right": Text("当社に原因があり、改めた", "Our doing, put right"),
    "explained": Text("説明し、理解を得た", "Explained and accepted"),
    "not_agreed": Text("説明したが、理解を得られなかった", "Explained and not accepted"),
    "not_ours": Text("当社のことではなかった", "Not about us"),
}

#: What a complaint may lead to.
LEADS_TO: Mapping[str, Text] = {
    "judgement": Text("判断のやりなおし", "Judging again"),
    "stop": Text("停止", "A stop"),
    "article26": Text("漏えい等の報告（26条）の検討", "A look at reporting (article 26)"),
}

#: What a provision was that a complaint is about, for article 26.
ARTICLE26: Mapping[str, Text] = {
    "intended": Text("意図した提供", "Intended provision"),
    "leak": Text("漏えい", "Leak"),
    "theft": Text("盗み・不正な取得", "Theft"),
    "open": Text("まだ分からない", "Not known yet"),
}
#: Characters that what was learned may take.
LONGEST = 4_000


@dataclass(frozen=True, slots=True)
class Led:
    """What a complaint led to: ``to`` of ``LEADS_TO``, ``reference``: the entry id or other number it goes by (none for
    a question), ``handling``: of ``ARTICLE26``, for that question."""

    to: str
    reference: str
    handling: str | None = None


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is known of a complaint; ``responsible``: the officer who answers for it."""

    category: str | None = None
    responsible: str | None = None
    outcome: str | None = None
    lessons: str = ""
    led: tuple[Led, ...] = ()


def assigned(complaint: Complaint, step: Step) -> Complaint:
    """Say what it is about and who answers for it."""
    return replace(
        complaint, category=known(step.said["category"], CATEGORIES, "category"), responsible=step.said["responsible"]
    )


def concluded(complaint: Complaint, step: Step) -> Complaint:
    """Say what came of it and what was learned. Raises StepRefused while nobody answers for it."""
    if complaint.responsible is None:
        raise StepRefused("nobody answers for this complaint yet; say first who does (`case assign`)")
    if len(step.said["lessons"]) > LONGEST:
        raise StepRefused(f"what was learned is longer than {LONGEST} characters; shorten it")
    return replace(
        complaint, outcome=known(step.said["outcome"], OUTCOMES, "outcome"), lessons=step.said["lessons"]
    )


def led(complaint: Complaint, step: Step) -> Complaint:
    """Keep what it led to. Raises StepRefused for article 26 without an answer to what the provision was."""
    said = step.said
    to, handling = known(said["to"], LEADS_TO, "way on"), said.get("handling")
    if (to == "article26") != (handling is not None):
        raise StepRefused(
            "what the provision was is said for article 26, and for nothing else; add --handling (handling), or leave"
            " it out"
        )
    if handling is not None:
        known(handling, ARTICLE26, "handling")
    return replace(complaint, led=(*complaint.led, Led(to, said.get("reference", ""), handling)))

"""Why a request is refused, whole or in part, by its kind: coded grounds that make the letter's wording (article 36).

Records are withheld one by one, on the grounds of 33(2) (`requests.WITHHELD`); what is here is for every other kind,
and for who could not be shown to be the person or their agent. That last has one wording, whatever the reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ledger.cases.requests import WITHHELD
from ledger.cases.steps import StepRefused
from ledger.cases.texts import Text


@dataclass(frozen=True, slots=True)
class Ground:
    """One ground in the words of the letter. ``measure``: something is done instead, and the letter says what."""

    words: Text
    measure: bool = False


#: Who asks could not be shown to be the person, or to be allowed to ask for them. Whatever stood in the way.
UNPROVEN: Mapping[str, Ground] = {
    "identity": Ground(Text(
        "ご本人であることを確認できなかったためです。確認できる資料があれば、あらためて請求できます。",
        "We could not confirm that you are the person concerned. You can ask again with something that shows it.",
    )),
    "agent": Ground(Text(
        "代理人として請求できることを確認できなかったためです。ご本人からの請求は、いつでもお受けします。",
        "We could not confirm that you may ask on the person\u2019s behalf. The person concerned can ask at any time.",
    )),
}  # fmt: skip

_NO_VIOLATION = (
    "調べた結果、{}とは認められなかったためです（{}）。", "We looked into it and did not find that {} (art. {})."
)  # fmt: skip
_INSTEAD = (
    "ご請求のとおりにすることが難しいため、代わりの措置をとります（{}）。",
    "It is difficult to do as you ask, so we take other measures instead (art. {}).",
)


def _found_none(ja: str, article_ja: str, en: str, article: str) -> Ground:
    return Ground(Text(_NO_VIOLATION[0].format(ja, article_ja), _NO_VIOLATION[1].format(en, article)))


def _instead(article_ja: str, article: str) -> Ground:
    return Ground(Text(_INSTEAD[0].format(article_ja), _INSTEAD[1].format(article)), measure=True)


GROUNDS: Mapping[str, Mapping[str, Ground]] = {
    "data": {code: Ground(words) for code, words in WITHHELD.items()},
    "purpose": {
        "32(2)i": Ground(Text(
            "公表している内容から、ご本人のデータの利用目的が明らかなためです（32条2項1号）。",
            "What we publish already makes clear what your data is used for (art. 32(2)(i)).",
        )),
        "21(4)i": Ground(Text(
            "利用目的をお知らせすると、ご本人またはほかの方の権利や利益を害するおそれがあるためです"
            "（32条2項2号・21条4項1号）。",
            "Telling you the purpose may harm your or another person\u2019s rights or interests"
            " (arts. 32(2)(ii), 21(4)(i)).",
        )),
        "21(4)ii": Ground(Text(
            "利用目的をお知らせすると、当社の権利や正当な利益を害するおそれがあるためです（32条2項2号・21条4項2号）。",
            "Telling you the purpose may harm our rights or legitimate interests (arts. 32(2)(ii), 21(4)(ii)).",
        )),
        "21(4)iii": Ground(Text(
            "国や自治体が法令の事務を行うのに協力する必要があり、お知らせするとその事務に支障が出るおそれがあるためです"
            "（32条2項2号・21条4項3号）。",
            "We have to cooperate with a public body in its duties by law, and telling you may hinder them"
            " (arts. 32(2)(ii), 21(4)(iii)).",
        )),
    },
    "correction": {
        "not_untrue": _found_none("内容が事実でない", "34条2項", "the content is untrue", "34(2)"),
        "not_for_purpose": _found_none(
            "利用目的のために訂正などが必要", "34条2項", "the purpose of use needs a correction", "34(2)"
        ),
        "no_fact": Ground(Text(
            "ご指摘の内容は、事実ではなく評価や判断にあたるためです（34条1項）。",
            "What you point out is an evaluation or an opinion and no fact (art. 34(1)).",
        )),
        "other_law": Ground(Text(
            "訂正などの手続が、ほかの法令で特に定められているためです（34条2項）。",
            "Another law sets a procedure of its own for the correction (art. 34(2)).",
        )),
    },
    "stop_use": {
        "35(1)": _found_none(
            "目的の外の利用、不適正な利用、または不正な取得があった", "35条1項",
            "your data was used beyond its purpose or improperly, or was acquired improperly", "35(1)",
        ),
        "35(2)": _instead("35条2項", "35(2)"),
        "35(2)limit": Ground(Text(
            "違反を正すために必要な限度を超えるためです（35条2項）。",
            "It goes beyond what it takes to put the breach right (art. 35(2)).",
        )),
    },
    "stop_provision": {
        "35(3)": _found_none(
            "27条1項または28条に反する提供があった", "35条3項",
            "we provided your data against art. 27(1) or 28", "35(3)",
        ),
        "35(4)": _instead("35条4項", "35(4)"),
    },
    "no_longer_needed": {
        "35(5)": _found_none(
            "必要がなくなった、26条1項の漏えい等の事態があった、または権利や正当な利益が害されるおそれがある",
            "35条5項",
            "the data is no longer needed, was in an incident under art. 26(1), or its handling may harm your rights"
            " or legitimate interests",
            "35(5)",
        ),
        "35(6)": _instead("35条6項", "35(6)"),
        "35(6)limit": Ground(Text(
            "ご本人の権利や利益が害されるのを防ぐために必要な限度を超えるためです（35条6項）。",
            "It goes beyond what it takes to keep your rights or interests from harm (art. 35(6)).",
        )),
    },
    "opt_out": {
        "no_opt_out": Ground(Text(
            "届出（27条2項）によるご本人の個人データの提供は、行っていないためです。",
            "We do not provide your personal data under a notification (art. 27(2)).",
        )),
    },
    "withdrawal": {
        "no_consent": Ground(Text(
            "撤回の対象となる同意の記録がなかったためです。",
            "There is no record of a consent that could be withdrawn.",
        )),
    },
    "foreign": {
        "28(3)": Ground(Text(
            "対象となる提供（28条3項）がなかったためです。", "There is no provision that art. 28(3) covers.",
        )),
        "rule18(3)": Ground(Text(
            "お知らせすると、当社の業務を適正に行うことが著しく難しくなるおそれがあるためです（28条3項、規則18条3項）。",
            "Telling you may seriously impede the proper conduct of our business (art. 28(3), Rule 18(3)).",
        )),
    },
}  # fmt: skip


def grounds_of(kind: str) -> Mapping[str, Ground]:
    """Return the grounds on which a request of a kind may be refused as a whole or in part, by code."""
    return {**UNPROVEN, **GROUNDS.get(kind, {})}


def check_grounds(kind: str, outcome: str, grounds: Iterable[str], measure: str) -> None:
    """See that a refusal of what has grounds names them, and says what is done instead where one promises that.

    Raises StepRefused.
    """
    chosen, there = list(grounds), grounds_of(kind)
    unknown = [code for code in chosen if code not in there]
    if unknown:
        raise StepRefused(f"no ground {unknown[0]} for a request of this kind; there are {', '.join(there)}")
    if chosen and outcome not in ("part", "refused"):
        raise StepRefused("a ground is for what is refused, whole or in part; leave it out, or refuse")
    if kind in GROUNDS and outcome in ("part", "refused") and not chosen:
        raise StepRefused(f"a refusal takes its ground; it is one of {', '.join(there)}")
    if any(there[code].measure for code in chosen) != bool(measure.strip()):
        raise StepRefused(
            "what is done instead is said where the ground is other measures, and only there; add it (--measure,"
            " measure), or leave it out"
        )

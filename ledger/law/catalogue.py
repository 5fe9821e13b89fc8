"""What a judgement found, as sentences in Japanese and in English: verdicts, grounds, answers to questions, and marks.

Judgements keep codes only, so that words can be bettered without touching what was judged.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple


class Sentence(NamedTuple):
    """The same sentence in both languages."""

    ja: str
    en: str


VERDICTS: Mapping[str, Sentence] = {
    "lawful": Sentence("適法", "lawful"),
    "violation": Sentence("違反", "violation"),
    "undetermined": Sentence("判断未了", "undetermined"),
    "not_provision": Sentence("第三者提供にあたらない", "not a provision"),
}

GROUNDS: Mapping[str, Sentence] = {
    "none": Sentence("根拠なし", "no ground"),
    "consent": Sentence("本人の同意（27条1項）", "the person's consent (art. 27(1))"),
    "27(1)i": Sentence("法令に基づく場合（27条1項1号）", "based on laws and regulations (art. 27(1)(i))"),
    "27(1)ii": Sentence(
        "人の生命、身体又は財産の保護（27条1項2号）", "to protect life, body or property (art. 27(1)(ii))"
    ),
    "27(1)iii": Sentence(
        "公衆衛生の向上又は児童の健全な育成の推進（27条1項3号）", "public health or children's growth (art. 27(1)(iii))"
    ),
    "27(1)iv": Sentence(
        "国の機関等の事務への協力（27条1項4号）", "to cooperate with a public body's duty (art. 27(1)(iv))"
    ),
    "27(1)v": Sentence(
        "学術研究の成果の公表又は教授（27条1項5号）", "to publish or teach academic results (art. 27(1)(v))"
    ),
    "27(1)vi": Sentence("共同して行う学術研究（27条1項6号）", "for joint academic research (art. 27(1)(vi))"),
    "27(1)vii": Sentence(
        "学術研究機関等への提供（27条1項7号）", "to an academic research institution (art. 27(1)(vii))"
    ),
    "31(1)": Sentence(
        "提供先が本人の同意を得ていることの確認（31条1項）",
        "the recipient's consent from the person, confirmed (art. 31(1))",
    ),
    "number_act_19": Sentence("番号法19条", "My Number Act art. 19"),
    "same_legal_person": Sentence("同一法人内", "within the same legal person"),
    "to_the_person": Sentence("本人への提供", "to the person themself"),
    "own_posting": Sentence("本人による公表", "the person's own posting"),
    "non_handling_cloud": Sentence("取り扱わないクラウド事業者", "a cloud vendor that does not handle the data"),
}

#: Sentences by (question, answer). What was answered `yes` needs no words of its own in a summary.
ANSWERS: Mapping[tuple[str, str], Sentence] = {
    ("recipient_known", "no"): Sentence("提供先が台帳にありません", "the recipient is in no register"),
    ("recipient_known", "missing"): Sentence(
        "提供先の登録を待っています", "waiting for the recipient's register entry"
    ),
    ("items_known", "no"): Sentence("項目が台帳にありません", "a data item is in no register"),
    ("items_known", "missing"): Sentence("項目の登録を待っています", "waiting for a data item's register entry"),
    ("purpose_known", "no"): Sentence("利用目的が台帳にありません", "the purpose is in no register"),
    ("purpose_known", "missing"): Sentence("利用目的の登録を待っています", "waiting for the purpose's register entry"),
    ("purpose_announced", "no"): Sentence(
        "提供の日に利用目的が公表されていませんでした", "the purpose had not been announced on the day"
    ),
    ("consent_in_scope", "no"): Sentence(
        "提供の時点でこの提供を含む同意がありませんでした", "no consent in force at the instant covered it"
    ),
    ("consent_in_scope", "missing"): Sentence("同意の記録を待っています", "a consent may still arrive"),
    ("consent_in_scope", "yes"): Sentence("同意の範囲内です", "within the consent in force"),
    ("statute_cited", "no"): Sentence("根拠となる法令が示されていません", "no statute is cited"),
    ("statute_known", "no"): Sentence("示された法令が台帳にありません", "the statute cited is in no register"),
    ("statute_known", "missing"): Sentence("法令の登録を待っています", "waiting for the statute's register entry"),
    ("statute_domestic", "no"): Sentence(
        "外国の法令は「法令」にあたりません", "a foreign statute is not a statute in the Act's sense"
    ),
    ("statute_domestic", "yes"): Sentence("日本の法令が示されています", "a statute of Japan is cited"),
    ("necessity_shown", "no"): Sentence("必要性が示されていません", "necessity is not shown"),
    ("consent_difficult_shown", "no"): Sentence(
        "同意を得ることが困難であることが示されていません", "that consent was hard to obtain is not shown"
    ),
    ("special_necessity_shown", "no"): Sentence(
        "特に必要であることが示されていません", "special necessity is not shown"
    ),
    ("public_duty_shown", "no"): Sentence("法令の定める事務が示されていません", "the duty set by law is not shown"),
    ("impediment_shown", "no"): Sentence(
        "同意を得ると事務に支障を及ぼすおそれが示されていません",
        "that asking for consent would impede the duty is not shown",
    ),
    ("academic_purpose_shown", "no"): Sentence("学術研究目的が示されていません", "the academic purpose is not shown"),
    ("no_unjust_infringement_shown", "no"): Sentence(
        "権利利益を不当に侵害しないことが示されていません", "that rights are not unjustly infringed is not shown"
    ),
    ("evidence_shown", "yes"): Sentence("求められる事情が示されています", "what the wording asks for is shown"),
    ("recipient_is_public_body", "no"): Sentence(
        "提供先が国の機関等でもその受託者でもありません", "the recipient is neither a public body nor entrusted by one"
    ),
    ("recipient_is_public_body", "missing"): Sentence(
        "提供先の登録を待っています", "waiting for the recipient's register entry"
    ),
    ("recipient_is_public_body", "yes"): Sentence("国の機関等又はその受託者です", "a public body or entrusted by one"),
    ("recipient_is_academic", "no"): Sentence(
        "提供先が学術研究機関等ではありません", "the recipient is no academic institution"
    ),
    ("publication_unavoidable_shown", "no"): Sentence(
        "公表又は教授のためやむを得ないことが示されていません",
        "that it was unavoidable for publishing or teaching is not shown",
    ),
    ("joint_research_agreement_named", "no"): Sentence(
        "共同研究の契約が示されていません", "no joint research agreement is named"
    ),
    ("operator_is_academic", "no"): Sentence(
        "当社は学術研究機関等ではありません", "the operator is no academic institution"
    ),
    ("operator_is_academic", "missing"): Sentence(
        "事業者の登録を待っています", "waiting for the operator's register entry"
    ),
    ("operator_is_academic", "yes"): Sentence("当社は学術研究機関等です", "the operator is an academic institution"),
    ("recipient_is_academic", "missing"): Sentence(
        "提供先の登録を待っています", "waiting for the recipient's register entry"
    ),
    ("recipient_is_academic", "yes"): Sentence("学術研究機関等です", "an academic research institution"),
    ("not_a_provision_shown", "no"): Sentence(
        "第三者提供にあたらない理由が示されていません", "what would make it no provision is not shown"
    ),
    ("not_a_provision_shown", "yes"): Sentence("第三者に渡っていません", "no third party received personal data"),
    ("number_act", "no"): Sentence(
        "特定個人情報は番号法19条によらずに提供できません",
        "specific personal information may be provided under My Number Act art. 19 only",
    ),
    ("number_act_item_shown", "yes"): Sentence("番号法19条の場合です", "a case of My Number Act art. 19"),
    ("number_act_item_shown", "no"): Sentence(
        "番号法19条の何号によるかが示されていません", "which item of My Number Act art. 19 it is was not shown"
    ),
    ("ground_for_class", "no"): Sentence(
        "この種の情報にない根拠です", "a ground that does not exist for this class of data"
    ),
    ("pseudonymised_by_law", "no"): Sentence(
        "仮名加工情報は、法令に基づく場合を除き第三者に提供できません",
        "pseudonymised information goes to a third party only where law requires it",
    ),
    ("consent_confirmed_shown", "no"): Sentence(
        "提供先が本人の同意を得ていることの確認が示されていません",
        "that the recipient has the person's consent was not shown to be confirmed",
    ),
    ("foreign_information_confirmed_shown", "no"): Sentence(
        "外国についての情報が本人に提供されたことの確認が示されていません",
        "that the person was told of the foreign country was not shown to be confirmed",
    ),
    ("data_class", "missing"): Sentence("この種の情報の判断規則がまだありません", "no rule yet for this class of data"),
    ("recipient_side", "missing"): Sentence(
        "受領側（30条）の判断規則がまだありません", "no rule yet for the recipient's side (art. 30)"
    ),
    ("ground", "missing"): Sentence("この根拠の判断規則がまだありません", "no rule yet for the ground claimed"),
    ("article_28", "missing"): Sentence(
        "外国提供（28条）の判断規則がまだありません", "no rule yet for provision abroad (art. 28)"
    ),
}

MARKS: Mapping[str, Sentence] = {
    "late_evidence": Sentence(
        "申告より遅れて届いた資料は、二名が認めるまで考慮しません",
        "evidence came later than declared and counts only once two officers accept it",
    ),
    "voided": Sentence("記録の取消しを受けています", "the record was voided by a correction"),
}


def ground(code: str) -> Sentence:
    """Return a ground's words; what has no rule yet is shown as its code."""
    return GROUNDS.get(code, Sentence(code, code))


def reason(verdict_and_policy: Mapping[str, Any]) -> Sentence:
    """Return why the verdict is what it is: the answers that decided it, and the marks."""
    rules = verdict_and_policy["rules"]
    for wanted in ("no", "missing", "yes"):
        found = [
            ANSWERS[rule["question"], wanted]
            for rule in rules
            if rule["answer"] == wanted and (rule["question"], wanted) in ANSWERS
        ]
        if found:
            break
    found += [MARKS[mark] for mark in verdict_and_policy["marks"] if mark in MARKS]
    return Sentence("、".join(said.ja for said in found), "; ".join(said.en for said in found))

"""What a judgement found, as sentences in Japanese and in English.

Judgements keep codes only; every code has its words here or in `words`, and none is shown alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ledger.law.words import ANSWERS, Sentence

__all__ = ["ANSWERS", "Sentence"]

VERDICTS: Mapping[str, Sentence] = {
    "lawful": Sentence("適法", "lawful"),
    "violation": Sentence("違反", "violation"),
    "undetermined": Sentence("判断未了", "undetermined"),
    "not_provision": Sentence("第三者提供にあたらない", "not a provision"),
}

POLICIES: Mapping[str, Sentence] = {
    "kept": Sentence("方針に適合", "policy kept"),
    "broken": Sentence("方針に不適合", "policy broken"),
    "unclear": Sentence("方針との関係は未確定", "policy unclear"),
}

GROUNDS: Mapping[str, Sentence] = {
    "none": Sentence("根拠なし", "no ground"),
    "consent": Sentence("本人の同意（27条1項）", "the person's consent (art. 27(1))"),
    "28(1)consent": Sentence(
        "外国にある第三者への提供を認める本人の同意（28条1項）", "the person's consent to provision abroad (art. 28(1))"
    ),
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
    "27(2)": Sentence("オプトアウト（27条2項）", "opt-out (art. 27(2))"),
    "27(5)i": Sentence("委託（27条5項1号）", "entrustment (art. 27(5)(i))"),
    "27(5)ii": Sentence("事業の承継（27条5項2号）", "succession of a business (art. 27(5)(ii))"),
    "27(5)iii": Sentence("共同利用（27条5項3号）", "joint use (art. 27(5)(iii))"),
    "30": Sentence("提供を受ける際の確認（30条1項）", "confirmed on receipt (art. 30(1))"),
    "31(1)": Sentence(
        "本人の同意が得られていることの確認（31条1項）",
        "the person's consent that the recipient takes it as personal data, confirmed (art. 31(1))",
    ),
    "number_act_19": Sentence("番号法19条", "My Number Act art. 19"),
    "interpretation": Sentence(
        "ガイドラインの解釈（確認・記録の義務が適用されない場合）",
        "a reading of the guideline by which there is no duty to confirm and record",
    ),
    "same_legal_person": Sentence("同一法人内", "within the same legal person"),
    "to_the_person": Sentence("本人への提供", "to the person themself"),
    "own_posting": Sentence("本人による公表", "the person's own posting"),
    "non_handling_cloud": Sentence(
        "個人データを取り扱わないクラウド事業者", "a cloud vendor that does not handle the data"
    ),
}

DUTIES: Mapping[str, Sentence] = {
    "statutory": Sentence("記録の義務あり", "a record is due"),
    "exempt": Sentence("記録の義務なし（例外）", "no record is due (exempt)"),
    "voluntary": Sentence("任意の記録", "recorded voluntarily"),
}

MARKS: Mapping[str, Sentence] = {
    "late_evidence": Sentence(
        "申告された期間より遅れて届いた資料は、二名が承認するまで考慮しません",
        "evidence came later than declared and counts only once two officers accept it",
    ),
    "voided": Sentence("訂正により記録が取り消されています", "the record was voided by a correction"),
    "made_late": Sentence("提供から長く経って作成された記録です", "the record was made long after the act"),
    "incident": Sentence("漏えい等（26条）として扱います", "to be handled as an incident (art. 26)"),
    "country_not_surveyed": Sentence(
        "当該国の制度が確認されていないか、確認の期限を過ぎています",
        "the country's system was not looked into, or too long ago",
    ),
    "form_failed": Sentence(
        "記録の形式の要件を満たさないため、都度の記録として3年保存します",
        "the form of record does not hold: kept as one made each time, three years",
    ),
    "document_unregistered": Sentence(
        "記録に代える契約書等が台帳に登録されていません", "the document that stands for the record is in no register"
    ),
    "record_incomplete": Sentence(
        "相手方の代表者など、記録すべき事項が欠けています",
        "an item of the record is missing, such as the representative",
    ),
    "omission_dangling": Sentence(
        "省略した事項を記録した先が見つかりません", "the record that holds the omitted items is not found"
    ),
    "ignored_refusal": Sentence(
        "事前確認で不可とされた後に行われました", "made after the pre-flight check had said no"
    ),
}

#: Reasons of a duty that are no article.
_DUTY_REASONS: Mapping[str, Sentence] = {
    "no_provision": Sentence("第三者提供にあたらないため", "since it is no provision"),
    "not_personal_data": Sentence("個人データではない個人情報のため", "since it is no personal data"),
    "16(2)": Sentence(
        "相手方が16条2項各号に掲げる者（国の機関、地方公共団体など）のため",
        "since the other side is a body of art. 16(2)",
    ),
}
_POLICY_REASONS: Mapping[str, Sentence] = {
    "violation": Sentence("法令の求める条件を満たさない提供", "the act was unlawful"),
    "undetermined": Sentence("適法かどうかが未確定", "whether it was lawful is open"),
    "not_provision": Sentence("第三者提供にあたらない", "it is no provision"),
    "out_of_reach": Sentence("方針の対象外", "out of the policy's reach"),
    "incident": Sentence(
        "漏えい等であり、提供の約束の問題ではない", "an incident, which no promise about provision reaches"
    ),
    "interpretation": Sentence("解釈による例外と方針の関係が未確定", "how the policy takes a reading is open"),
    "country_not_known": Sentence(
        "当該国の制度の把握が確認できない", "that the country's system was learnt of is not on file"
    ),
    "country_known": Sentence("当該国の制度を把握済み", "the country's system was learnt of"),
    "announced_purpose": Sentence("公表した利用目的のとおり", "for an announced purpose"),
    "purpose_not_announced": Sentence("公表していない利用目的", "for a purpose not announced"),
}
_MISSING: Mapping[str, Sentence] = {
    "consent": Sentence("本人の同意", "the person's consent"),
    "confirmation": Sentence("提供元の確認の方法", "how the provider was confirmed"),
    "acquisition": Sentence("提供元の取得の経緯", "how the provider acquired the data"),
    "acceptance": Sentence("遅れて届いた資料の、二名による承認", "acceptance of the late evidence by two officers"),
    "register": Sentence("台帳への登録", "a register entry"),
    "evidence": Sentence("資料", "evidence"),
    "judgement": Sentence("判断規則", "a rule"),
}


def ground(code: str) -> Sentence:
    """Return a ground's words; of one that nobody knows, that it is unknown and its code."""
    return GROUNDS.get(code, Sentence(f"知られていない根拠（{code}）", f"unknown ground ({code})"))


def duty_reason(code: str, approved_by: str | None = None) -> Sentence:
    """Return why a record is due or not, in words; ``approved_by``: the officer who approved the reading it names."""
    if code in _DUTY_REASONS:
        return _DUTY_REASONS[code]
    if code.startswith("interpretation"):
        name = code.partition(":")[2]
        if approved_by is None:
            return Sentence(f"承認された解釈（{name}）による", f"by an approved reading ({name})")
        return Sentence(
            f"承認された解釈（{name}、承認者：{approved_by}）による",
            f"by a reading ({name}) that {approved_by} approved",
        )
    if code in GROUNDS:
        return GROUNDS[code]
    article, _, why = code.partition(" ")
    words = GROUNDS.get(why) or VERDICTS.get(why)
    if words is None:
        return Sentence(f"{_article(article)}による", f"under art. {article}")
    return Sentence(f"{_article(article)}（{words.ja}）", f"art. {article} ({words.en})")


def policy_reason(code: str) -> Sentence:
    """Return why the policy was kept or not, in words."""
    kind, _, basis = code.partition(" ")
    if kind == "not_promised":
        words = ground(basis)
        return Sentence(f"方針に挙げられていない根拠（{words.ja}）", f"a ground the policy does not name ({words.en})")
    return _POLICY_REASONS.get(code) or ground(code)


def missing(code: str) -> Sentence:
    """Return what is missing, in words; the code of a register or of evidence stands beside them."""
    kind, _, what = code.partition(":")
    words = _MISSING.get(kind, Sentence("不明な事項", "something unknown"))
    return Sentence(f"{words.ja}（{what}）", f"{words.en} ({what})") if what else words


def answered(rule: Mapping[str, Any]) -> Sentence:
    """Return one answer of a rule tree in words, with its article; ``rule`` as a judgement keeps it."""
    words = ANSWERS.get((rule["question"], rule["answer"]))
    if words is None:
        words = Sentence("問う必要がありません", "not asked")
    article = rule["article"]
    return Sentence(f"{_article(article)}：{words.ja}", f"{article}: {words.en}") if article else words


def decided_by(rules: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """Return the one answer that decided: the first no, else the first that is missing, else the last yes."""
    for wanted in ("no", "missing"):
        for rule in rules:
            if rule["answer"] == wanted:
                return rule
    return next((rule for rule in reversed(rules) if rule["answer"] == "yes"), None)


def reason(verdict_and_policy: Mapping[str, Any]) -> Sentence:
    """Return why the verdict is what it is: the answers that decided it, and the marks."""
    rules = verdict_and_policy["rules"]
    found: list[Sentence] = []
    for wanted in ("no", "missing"):
        found = [ANSWERS[rule["question"], wanted] for rule in rules if rule["answer"] == wanted]
        if found:
            break
    else:
        decisive = decided_by(rules)
        if decisive is not None:
            found = [ANSWERS[decisive["question"], "yes"]]
        elif rules:
            # Everything that might have stood against it did not have to be asked: that is why.
            found = [answered(rules[-1])]
    found += [MARKS[mark] for mark in verdict_and_policy["marks"]]
    return Sentence("。".join(said.ja for said in found), "; ".join(said.en for said in found))


def explained(basis_and_duty: Mapping[str, Any], verdict_and_policy: Mapping[str, Any]) -> Sentence:
    """Return the judgement in one sentence for the officer: the ground that holds, or what stands against it."""
    why = reason(verdict_and_policy)
    if verdict_and_policy["verdict"] != "lawful":
        verdict = VERDICTS[verdict_and_policy["verdict"]]
        return Sentence(f"{verdict.ja}：{why.ja}", f"{verdict.en}: {why.en}")
    words = ground(basis_and_duty["basis"])
    return Sentence(f"{words.ja}によります：{why.ja}", f"{words.en}: {why.en}")


_ARTICLE = re.compile(r"(\d+)(?:\((\d+)\)(viii|vii|vi|iv|ix|v|iii|ii|i)?)?")
_ITEMS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
_IN_JAPANESE = (
    ("Rule ", "規則"),
    ("2026 amendment", "2026年改正"),
    ("proviso", "ただし書"),
    ("interpretation", "解釈"),
)


def _article(article: str) -> str:
    """Write an article as the Act does: ``27(1)iii`` as 27条1項3号, ``Rule 19`` as 規則19条."""
    for english, japanese in _IN_JAPANESE:
        article = article.replace(english, japanese)
    if article.startswith(("番号法", "2026年")):
        return article
    return _ARTICLE.sub(_numbered, article)


def _numbered(found: re.Match[str]) -> str:
    number, paragraph, item = found.groups()
    return f"{number}条" + (f"{paragraph}項" if paragraph else "") + (f"{_ITEMS.index(item) + 1}号" if item else "")

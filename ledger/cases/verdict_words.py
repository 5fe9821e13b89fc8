"""What the person reads of a verdict that an officer confirmed: one sentence per cause, in Japanese and English.

A violation has one variant per cause, since "we had no consent" would be untrue of most: the law tests the ground that
was claimed and looks for no other, so a sentence says of that one alone that it failed. Where article 35(3) lets the
person ask for a stop (provided in breach of 27(1) or 28; of 番号法 19, as its article 30 has 35(3) read), the sentence
says so. Sentences name no item of 27(1): which exemption was claimed and failed may be what somebody keeps quiet about.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ledger.cases.texts import Text
from ledger.law.catalogue import ground

_BROKEN = Text(
    "法律（個人情報保護法{}）に反する提供だったと判断しています。", "We judge that it broke the law (APPI art. {})."
)
_RECEIPT = Text(
    "法律（個人情報保護法{}）に反する受領だったと判断しています。", "We judge that it broke the law (APPI art. {})."
)
_STOP = Text(
    "この提供先への提供を止めるよう求めることができます。", "You can ask us to stop providing data to this recipient."
)


def _provided(ja: str, en: str, article_ja: str, article_en: str, stop: bool = True) -> Text:
    end = _STOP if stop else Text("", "")
    return Text(
        f"{ja}{_BROKEN.ja.format(article_ja)}{end.ja}",
        " ".join(filter(None, (en, _BROKEN.en.format(article_en), end.en))),
    )


def _taken(ja: str, en: str, article_ja: str, article_en: str) -> Text:
    return Text(f"{ja}{_RECEIPT.ja.format(article_ja)}", f"{en} {_RECEIPT.en.format(article_en)}")


#: By cause, what is said of a violation to the person (look: one variant per cause).
VIOLATIONS: Mapping[str, Text] = {
    "no_consent": _provided(
        "当社は、この提供の前に同意を得ていませんでした。", "We did not have your consent before this provision.",
        "27条1項", "27(1)",
    ),
    "stopped": _provided(
        "当社は、求めに応じて止めることになっていた提供を、止めていませんでした。",
        "We did not stop this provision, which we had to stop because you had asked for it.",
        "27条・35条", "27 and 35",
    ),
    "not_informed": _provided(
        "当社は、外国への提供について、同意の前にお伝えすべき情報をお伝えしていませんでした。",
        "Before you consented to provision abroad, we did not give you the information that is due.",
        "28条2項", "28(2)",
    ),
    "abroad": _provided(
        "当社は、外国への提供が認められる条件（必要な同意など）を満たしていませんでした。",
        "We did not meet what allows provision abroad, such as the consent that it takes.",
        "28条", "28",
    ),
    "exception": _provided(
        "当社は、この提供を、同意が要らないものとして行いましたが、その条件を満たしていませんでした。",
        "We made this provision as one that needs no consent, and it did not meet the conditions for that.",
        "27条1項", "27(1)",
    ),
    "opt_out": _provided(
        "当社は、この提供を、届出による提供（オプトアウト）として行いましたが、その条件を満たしていませんでした。",
        "We made this provision under a notification (opt-out), and it did not meet the conditions for that.",
        "27条1項・2項", "27(1) and (2)",
    ),
    "not_third_party": _provided(
        "当社は、この提供を、委託・事業の承継・共同利用のどれかとして行いましたが、その条件を満たしていませんでした。",
        "We made this provision as entrustment, succession of a business or joint use, and it did not meet the"
        " conditions for that.",
        "27条1項・5項", "27(1) and (5)",
    ),
    "purpose": _provided(
        "当社は、この提供の利用目的を、前もって公表していませんでした。",
        "We had not announced the purpose of this provision beforehand.",
        "17条・21条", "17 and 21", stop=False,
    ),
    "related": _provided(
        "当社は、ご本人の同意が得られていることを、この提供の前に確かめていませんでした。",
        "We did not confirm before this provision that there was your consent to it.",
        "31条1項", "31(1)", stop=False,
    ),
    "number_act": Text(
        "当社は、マイナンバーを含む情報を、番号法が認める場合でないのに提供しました。"
        f"法律（番号法19条）に反する提供だったと判断しています。{_STOP.ja}",
        "We provided information that holds your My Number where the My Number Act does not allow it. We judge that it"
        f" broke the law (My Number Act art. 19). {_STOP.en}",
    ),
    "pseudonymised": _provided(
        "当社は、仮名加工情報を、法律が認める場合でないのに提供しました。",
        "We provided pseudonymised data where the law does not allow it.",
        "41条6項", "41(6)", stop=False,
    ),
    # What breaks 29 is the record, and not the provision.
    "record": Text(
        "当社は、この提供の記録を、法律の求めるとおりに作成していませんでした。"
        "法律（個人情報保護法29条1項）に反していたと判断しています。",
        "We did not make the record of this provision as the law asks. We judge that this broke the law (APPI"
        " art. 29(1)).",
    ),
    "other": Text(
        "この提供は、法律の求める条件を満たしていませんでした。法律に反する提供だったと判断しています。",
        "This provision did not meet what the law asks for. We judge that it broke the law.",
    ),
    "receipt": _taken(
        "当社は、受け取る前に、提供元や取得の経緯を確かめていませんでした。",
        "Before we received this, we did not confirm who provided it and how they had acquired it.",
        "30条1項", "30(1)",
    ),
    "receipt_other": Text(
        "この受領は、法律の求める条件を満たしていませんでした。法律に反する受領だったと判断しています。",
        "This receipt did not meet what the law asks for. We judge that it broke the law.",
    ),
}  # fmt: skip

_RESULT = Text("結果が出たら、あらためてお知らせします。", "We will tell you once there is a result.")


def _open(ja: str, en: str) -> Text:
    return Text(f"{ja}{_RESULT.ja}", f"{en} {_RESULT.en}")


#: By what is missing, what is said while nobody can tell. What the person holds is no page that changes, so the result
#: is told anew (a supplement).
UNDETERMINED: Mapping[str, Text] = {
    "consent": _open(
        "この提供の根拠を確認しています。同意の記録がまだ届いていません。",
        "We are still checking the basis of this provision. The consent record has not arrived.",
    ),
    "acceptance": _open(
        "この提供の根拠を確認しています。遅れて届いた資料を、まだ確かめ終えていません。",
        "We are still checking the basis of this provision. We have not finished checking evidence that came late.",
    ),
    "other": _open(
        "この記録の根拠を確認しています。判断に必要な資料が、まだそろっていません。",
        "We are still checking the basis of this record. Not everything that it takes to judge it is there yet.",
    ),
}

_LAWFUL: Mapping[str, Text] = {
    "provider": Text(
        "当社は、法律に沿った提供だったと判断しています。根拠は、{}です。",
        "We judge that this provision was in line with the law. Its basis: {}.",
    ),
    "recipient": Text(
        "当社は、法律に沿った受領だったと判断しています。根拠は、{}です。",
        "We judge that this receipt was in line with the law. Its basis: {}.",
    ),
}
#: Where a judgement replaces one that an answer told: both, each with its day.
AGAIN = Text("{}の判断：{} それより前、{}にお知らせした判断：{}", "Judged anew, told on {}: {} Before, told on {}: {}")

#: Question or beginning of its article, in this order, and the cause it stands for.
_BY_QUESTION: Mapping[str, str] = {
    "not_stopped": "stopped", "foreign_information_shown": "not_informed", "number_act": "number_act",
    "number_act_item_shown": "number_act", "pseudonymised_by_law": "pseudonymised",
}  # fmt: skip
_BY_ARTICLE: tuple[tuple[str, str], ...] = (
    ("番号法", "number_act"), ("28", "abroad"), ("27(2)", "opt_out"), ("27(3)", "opt_out"), ("27(4)", "opt_out"),
    ("Rule 11", "opt_out"), ("Rule 14", "opt_out"), ("2026 amendment", "opt_out"), ("27(5)", "not_third_party"),
    ("27(6)", "not_third_party"), ("18(2)", "not_third_party"), ("27(1)", "exception"), ("17(1)", "purpose"),
    ("21(1)", "purpose"), ("31(1)", "related"), ("41(6)", "pseudonymised"), ("29(1)", "record"),
)  # fmt: skip


def cause_of_violation(role: str, question: str, article: str) -> str:
    """Return the cause that the deciding answer stands for (`VIOLATIONS`). ``role``: of the operator."""
    if role == "recipient":
        return "receipt" if article.startswith(("30(1)", "Rule 24")) else "receipt_other"
    if question == "consent_in_scope" and article == "27(1)":
        return "no_consent"
    if question in _BY_QUESTION:
        return _BY_QUESTION[question]
    return next((cause for start, cause in _BY_ARTICLE if article.startswith(start)), "other")


def cause_of_waiting(missing: Sequence[str]) -> str:
    """Return what an undetermined judgement waits for (`UNDETERMINED`), by what it says is missing."""
    kinds = {code.partition(":")[0] for code in missing}
    return next((kind for kind in ("acceptance", "consent") if kind in kinds), "other")


def lawful(role: str, basis: str) -> Text:
    """Return what is said of a record that was lawful: its basis in the Act's words."""
    words = ground(basis)
    return Text(_LAWFUL[role].ja.format(words.ja), _LAWFUL[role].en.format(words.en))

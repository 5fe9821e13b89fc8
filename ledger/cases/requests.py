"""What a person may ask for, as data: each kind with its article, its words, and what follows from the Act.

Article 39 covers what it names and nothing else: a complaint or a stop of the opt-out route opens no suit by it. A fee
is possible for disclosure and for notice of a purpose alone (article 38).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ledger.cases.texts import Text


@dataclass(frozen=True, slots=True)
class RequestKind:
    """One kind of request. ``sued_over``: article 39 applies; ``personal``: who asks has to be known first."""

    code: str
    article: str
    words: Text
    about: Text
    sued_over: bool
    fee_possible: bool
    personal: bool = True


_KINDS = (
    RequestKind(
        "records", "33(5)",
        Text("第三者提供記録の開示", "Disclosure of provision records"),
        Text(
            "当社があなたの個人データを、いつ・だれに渡したか、またはだれから受け取ったかの記録をお渡しします。",
            "We give you the records of when and to whom we handed your personal data, or from whom we received it.",
        ),
        sued_over=True, fee_possible=True,
    ),
    RequestKind(
        "data", "33(1)",
        Text("保有個人データの開示", "Disclosure of the personal data we hold"),
        Text(
            "当社が持っているあなたの個人データをお知らせします。", "We tell you which personal data we hold about you."
        ),
        sued_over=True, fee_possible=True,
    ),
    RequestKind(
        "purpose", "32(2)",
        Text("利用目的の通知", "Notice of the purpose of use"),
        Text(
            "当社があなたの個人データを何のために使っているかをお知らせします。",
            "We tell you what we use your personal data for.",
        ),
        sued_over=False, fee_possible=True,
    ),
    RequestKind(
        "correction", "34(1)",
        Text("訂正・追加・削除", "Correction, addition, deletion"),
        Text(
            "事実と違う個人データを調べて、直します。", "We look into personal data that is not true and correct it."
        ),
        sued_over=True, fee_possible=False,
    ),
    RequestKind(
        "stop_use", "35(1)",
        Text("利用の停止・消去", "Stop of use, erasure"),
        Text(
            "目的の外で使われた、または不正に取得された個人データの利用をやめます。",
            "We stop using personal data that was used beyond its purpose or acquired wrongfully.",
        ),
        sued_over=True, fee_possible=False,
    ),
    RequestKind(
        "stop_provision", "35(3)",
        Text("第三者への提供の停止", "Stop of provision to third parties"),
        Text(
            "法律に反して渡されている個人データの提供をやめます。",
            "We stop providing personal data that is provided against the law.",
        ),
        sued_over=True, fee_possible=False,
    ),
    RequestKind(
        "no_longer_needed", "35(5)",
        Text("必要がなくなったデータの利用停止など", "Stop because it is no longer needed or harms you"),
        Text(
            "使う必要がなくなった、事故があった、または権利や利益が害されるおそれがあるときに、利用や提供をやめます。",
            "We stop using or providing data that is no longer needed, was in an incident, or may harm your rights.",
        ),
        sued_over=True, fee_possible=False,
    ),
    RequestKind(
        "opt_out", "27(2)",
        Text("届出による提供の停止", "Stop of provision by notification"),
        Text(
            "届出による方法（27条2項）で、あなたのデータを渡すことをやめます。",
            "We stop providing your data by way of notification (art. 27(2)).",
        ),
        sued_over=False, fee_possible=False,
    ),
    RequestKind(
        "withdrawal", "27(1)",
        Text("同意の撤回", "Withdrawal of consent"),
        Text("提供への同意を取り消します。", "You take back your consent to provision."),
        sued_over=False, fee_possible=False,
    ),
    RequestKind(
        "foreign", "28(3)",
        Text("外国の提供先についての情報", "Information on recipients abroad"),
        Text(
            "外国の提供先がとっている措置などをお知らせします。",
            "We tell you about the measures that recipients abroad take.",
        ),
        sued_over=False, fee_possible=False,
    ),
    RequestKind(
        "complaint", "40",
        Text("苦情", "Complaint"),
        Text("個人情報の取扱いについての苦情をうかがいます。", "We hear your complaint about how data is handled."),
        sued_over=False, fee_possible=False, personal=False,
    ),
    RequestKind(
        "consultation", "40",
        Text("相談・質問", "Consultation, question"),
        Text("個人情報の取扱いについての相談と質問にお答えします。", "We answer questions about how data is handled."),
        sued_over=False, fee_possible=False, personal=False,
    ),
)  # fmt: skip

KINDS: Mapping[str, RequestKind] = {kind.code: kind for kind in _KINDS}

#: Ways in which a request arrives.
CHANNELS: Mapping[str, Text] = {
    "web": Text("この画面", "This page"),
    "post": Text("郵送", "Post"),
    "phone": Text("電話", "Telephone"),
    "counter": Text("窓口", "Counter"),
}

#: How identity is proven, by code; each with what it takes.
IDENTITY_METHODS: Mapping[str, Text] = {
    "counter_document": Text("窓口で本人確認書類を見る", "A document seen at the counter"),
    "copy_and_registered_mail": Text(
        "書類の写しと、その住所への書留", "A copy of a document, and registered mail to its address"
    ),
    "call_back": Text("登録された電話番号への折り返し", "A call back to a registered telephone number"),
    "registered_mail_code": Text("登録された住所への書留で送った番号", "A code sent to a registered address"),
}

#: Grounds on which a record is withheld (33(2)), with the words of the letter.
WITHHELD: Mapping[str, Text] = {
    "33(2)i": Text(
        "開示すると、ご本人またはほかの方の権利や利益を害するおそれがあるためです（33条2項1号）。",
        "Disclosing it may harm your or another person's rights or interests (art. 33(2)(i)).",
    ),
    "33(2)ii": Text(
        "開示すると、当社の業務の適正な実施に著しい支障をおよぼすおそれがあるためです（33条2項2号）。",
        "Disclosing it may seriously impede the proper conduct of our business (art. 33(2)(ii)).",
    ),
    "33(2)iii": Text(
        "開示すると、ほかの法令に違反することになるためです（33条2項3号）。",
        "Disclosing it would break another law (art. 33(2)(iii)).",
    ),
}

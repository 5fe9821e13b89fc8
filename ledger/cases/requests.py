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
    """One kind of request. ``article``: of the Act, where it has one; ``sued_over``: article 39 applies; ``personal``:
    who asks has to be known first; ``told``: it cannot be looked into without a word of what it is about. Of the others
    no reason is asked, and nobody is made to narrow them down (general guideline 3-8-7)."""

    code: str
    article: str | None
    words: Text
    about: Text
    sued_over: bool
    fee_possible: bool
    personal: bool = True
    told: bool = False

    @property
    def named(self) -> Text:
        """The kind with its article."""
        return Text(*(f"{words} ({self.article})" if self.article else words for words in self.words))


_KINDS = (
    RequestKind(
        "records", "33(5)",
        Text("第三者提供記録の開示", "Disclosure of provision records"),
        Text(
            "当社がご本人の個人データを、いつ・だれに渡したか、またはだれから受け取ったかの記録をお渡しします。",
            "We give you the records of when and to whom we handed your personal data, or from whom we received it.",
        ),
        sued_over=True, fee_possible=True,
    ),
    RequestKind(
        "data", "33(1)",
        Text("保有個人データの開示", "Disclosure of the personal data we hold"),
        Text(
            "当社が持っているご本人の個人データの内容をお渡しします。",
            "We give you the content of the personal data that we hold about you.",
        ),
        sued_over=True, fee_possible=True,
    ),
    RequestKind(
        "purpose", "32(2)",
        Text("利用目的の通知", "Notice of the purpose of use"),
        Text(
            "ご本人の個人データを何のために使っているかをお知らせします。",
            "We tell you what we use your personal data for.",
        ),
        sued_over=False, fee_possible=True,
    ),
    RequestKind(
        "correction", "34(1)",
        Text("訂正・追加・削除", "Correction, addition, deletion"),
        Text(
            "内容が事実でないかを調べます。事実でなければ、訂正・追加・削除をします。",
            "We look into whether the data is untrue. If so, we correct it, add to it or delete it.",
        ),
        sued_over=True, fee_possible=False, told=True,
    ),
    RequestKind(
        "stop_use", "35(1)",
        Text("利用の停止・消去", "Stop of use, erasure"),
        Text(
            "決めた目的の外で使った、不適正に使った、または法律に反して取得したと分かったときに、"
            "利用をやめるか、消去します。",
            "If we find that we used your personal data beyond its purpose or improperly, or acquired it"
            " against the law,"
            " we stop using it or erase it.",
        ),
        sued_over=True, fee_possible=False, told=True,
    ),
    RequestKind(
        "stop_provision", "35(3)",
        Text("第三者への提供の停止", "Stop of provision to third parties"),
        Text(
            "必要な同意がないなど、27条1項または28条に反して渡していると分かったときに、第三者への提供をやめます。",
            "If we find that we provide your personal data against art. 27(1) or 28, for example without a"
            " consent that is"
            " needed, we stop providing it to third parties.",
        ),
        sued_over=True, fee_possible=False, told=True,
    ),
    RequestKind(
        "no_longer_needed", "35(5)",
        Text(
            "必要がなくなったとき、重大な漏えい等があったとき、害のおそれがあるときの停止・消去",
            "Stop or erasure: no longer needed, a serious incident, or may harm you",
        ),
        Text(
            "次のどれかのときの請求です。使う必要がなくなったとき。個人情報保護委員会への報告が必要な、"
            "重大な漏えい等が起きたとき（26条1項）。そのほか、データの取扱いによって、"
            "ご本人の権利や正当な利益が害されるおそれがあるとき。必要な範囲で、利用や提供をやめるか、消去します。",
            "For personal data that is no longer needed, that was in an incident serious enough to be reported to the"
            " Personal Information Protection Commission (art. 26(1)), or whose handling may otherwise harm your"
            " rights or legitimate interests. As far as needed, we stop using or providing it, or erase it.",
        ),
        sued_over=True, fee_possible=False, told=True,
    ),
    RequestKind(
        "opt_out", "27(2)",
        Text("届出による提供（オプトアウト）をやめる請求", "Request to stop provision under the opt-out notification"),
        Text(
            "同意を得るかわりに個人情報保護委員会へ届け出て行う、第三者への提供をやめます。理由は要りません。"
            "同意など、ほかの根拠による提供は止まりません。",
            "We stop providing your personal data to third parties where we rest on a notification to the Personal"
            " Information Protection Commission instead of your consent. You need give no reason. Provision on another"
            " basis, such as consent, does not stop.",
        ),
        sued_over=False, fee_possible=False,
    ),
    RequestKind(
        "withdrawal", None,
        Text("同意の撤回", "Withdrawal of consent"),
        Text(
            "個人データを第三者（ほかの会社や人）に渡すことへの同意を、これから先について撤回できます"
            "（27条1項・28条1項の同意）。撤回する前の提供には影響しません。"
            "法令による提供など、同意が要らない提供は続くことがあります。",
            "You can withdraw, for the time to come, your consent to our providing your personal data to third parties,"
            " other companies or people (consent under art. 27(1) or 28(1)). Provision before that is not affected."
            " Provision that needs no consent, such as under a law, may go on.",
        ),
        sued_over=False, fee_possible=False,
    ),
    RequestKind(
        "foreign", "28(3)",
        Text("外国の提供先についての情報", "Information on recipients abroad"),
        Text(
            "国内と同じ水準でデータを守る体制があることを根拠に渡した、外国の提供先についての請求です。"
            "その体制と措置、国の制度、当社の確認の方法などをお知らせします。同意を根拠に渡した場合は対象になりません。",
            "For recipients abroad to whom we provide data because they keep a standard equal to"
            " Japan\u2019s. We tell you"
            " about that system, their measures, the country\u2019s rules, how we check, and so on."
            " Provision that rests on"
            " your consent is not covered.",
        ),
        sued_over=False, fee_possible=False,
    ),
    RequestKind(
        "complaint", "40",
        Text("苦情", "Complaint"),
        Text(
            "当社の個人情報の取扱いについての苦情をうかがいます。",
            "We hear your complaint about how we handle personal information.",
        ),
        sued_over=False, fee_possible=False, personal=False, told=True,
    ),
    RequestKind(
        "consultation", None,
        Text("相談・質問", "Consultation, question"),
        Text(
            "個人情報の取扱いについての相談と質問にお答えします。",
            "We answer questions and give advice about how we handle personal information.",
        ),
        sued_over=False, fee_possible=False, personal=False, told=True,
    ),
)  # fmt: skip

KINDS: Mapping[str, RequestKind] = {kind.code: kind for kind in _KINDS}

#: Records and personal data held, asked for in one request.
BOTH = Text(
    "第三者提供記録と保有個人データの開示",
    "Disclosure of provision records and of the personal data we hold",
)

#: Kinds as they are offered, by what somebody wants.
GROUPS: Mapping[str, tuple[str, ...]] = {
    "see": ("records", "data", "purpose", "foreign"),
    "correct": ("correction",),
    "stop": ("stop_provision", "opt_out", "withdrawal", "stop_use", "no_longer_needed"),
    "talk": ("complaint", "consultation"),
}

#: Ways in which a request arrives.
CHANNELS: Mapping[str, Text] = {
    "web": Text("この画面", "This page"),
    "post": Text("郵送", "Post"),
    "phone": Text("電話", "Telephone"),
    "counter": Text("店頭", "Counter"),
}

#: How identity is proven, by code; each with what it takes.
IDENTITY_METHODS: Mapping[str, Text] = {
    "counter_document": Text("店頭で本人確認書類を見る", "An identity document seen at the counter"),
    "copy_and_registered_mail": Text(
        "書類の写しと、その住所への書留", "A copy of a document, and registered mail to its address"
    ),
    "call_back": Text("登録された電話番号への折り返し", "A call back to a registered telephone number"),
    "document_upload": Text(
        "窓口のページから送られた本人確認書類", "An identity document sent on the page of the request"
    ),
    "email_code": Text(
        "請求の前から登録されていたメールアドレスに送った番号",
        "A code sent to an e-mail address that was registered before the request",
    ),
    "registered_mail_code": Text("登録された住所への書留で送った番号", "A code sent to a registered address"),
}

#: Grounds on which a record is withheld (33(2)), with the words of the letter.
WITHHELD: Mapping[str, Text] = {
    "33(2)i": Text(
        "開示すると、ご本人またはほかの方の権利や利益を害するおそれがあるためです（33条2項1号）。",
        "Disclosing it may harm your or another person's rights or interests (art. 33(2)(i)).",
    ),
    "33(2)ii": Text(
        "開示すると、当社の業務を適正に行うことが著しく難しくなるおそれがあるためです（33条2項2号）。",
        "Disclosing it may seriously impede the proper conduct of our business (art. 33(2)(ii)).",
    ),
    "33(2)iii": Text(
        "開示すると、ほかの法令に違反することになるためです（33条2項3号）。",
        "Disclosing it would break another law (art. 33(2)(iii)).",
    ),
}

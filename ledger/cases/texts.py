"""Every sentence and word an answer uses, by code, in Japanese and English. One word for one thing.

The sentence that nothing is there (``none``) is the same for "no record" and for "not to be confirmed";
there is no second variant of it and there must never be one.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Language = Literal["ja", "en"]


class Text(NamedTuple):
    """The same words in both languages."""

    ja: str
    en: str

    def told_in(self, language: Language) -> str:
        """Return the words in one of them."""
        return self.en if language == "en" else self.ja


_EXCLUDED = Text(
    "法令により第三者提供記録から除かれるものは、対象に含まれません。",
    "What the law excludes from third-party provision records is not part of the answer.",
)

SENTENCES: dict[str, Text] = {
    "title": Text("第三者提供記録についての回答", "Answer about third-party provision records"),
    "language": Text("日本語", "English"),
    "languages": Text("言語", "Language"),
    "to": Text("ご本人へ", "To the person concerned"),
    "opening": Text(
        "ご請求のあった第三者提供記録（ほかの会社や人にあなたの個人データを渡した記録、または受け取った記録）について、"
        "お答えします（個人情報保護法33条5項）。",
        "This answers your request about third-party provision records: the records of your personal data "
        "being handed to, or received from, another company or person (APPI art. 33(5)).",
    ),
    "answered_at": Text("回答した日時", "Answered"),
    "checked_up_to": Text("調べた範囲", "What we checked"),
    "until": Text("{}までの、すべての期間を調べました。", "We checked every period up to {}."),
    "japan_time": Text("日時はすべて日本時間です。", "All times are Japan time."),
    "asked_with": Text("ご請求で示された番号", "Ids given in the request"),
    "operator": Text("回答する事業者", "Who answers"),
    "operator_name": Text("名称", "Name"),
    "operator_address": Text("所在地", "Address"),
    "operator_representative": Text("代表者", "Representative"),
    "contact": Text("お問い合わせ", "Contact"),
    "records": Text("回答", "Answer"),
    "none": Text(
        "ご請求について、開示の対象となる記録はありませんでした。" + _EXCLUDED.ja,
        "There are no records to disclose in answer to your request. " + _EXCLUDED.en,
    ),
    "excluded": _EXCLUDED,
    "count": Text("この回答の記録：{}件", "Records in this answer: {}"),
    "newest_first": Text("新しい順に並べています。", "The newest comes first."),
    "blocks": Text(
        "記録ごとに、法律にもとづいて開示する事項と、当社が加えてお知らせする事項とを分けています。"
        "どちらに置くかは、提供と受領の別と、記録に書かれた根拠の種類だけで決まります。",
        "For each record, what the law grants and what we add stand apart. Which one a fact stands in rests "
        "only on whether data was provided or received and on the kind of basis written in the record.",
    ),
    "judgement_note": Text(
        "当社の判断は、すべての記録で「確認中」です。「確認中」は、法律に合っているかどうかを示すものではありません。",
        "Our judgement is \u201cbeing checked\u201d for every record. "
        "This says nothing about whether the law was kept.",
    ),
    "blocks_judged": Text(
        "記録ごとに、法律にもとづいて開示する事項と、当社が加えてお知らせする事項とを分けています。"
        "どちらに置くかは、提供と受領の別、記録に書かれた根拠の種類、お知らせした当社の判断で決まります。",
        "For each record, what the law grants and what we add stand apart. Which one a fact stands in rests "
        "on whether data was provided or received, on the kind of basis written in the record and on our judgement "
        "where we tell it.",
    ),
    "judgement_note_judged": Text(
        "当社の判断は、担当者が確かめたものだけを書いています。"
        "「確認中」は、法律に合っているかどうかを示すものではありません。",
        "We tell our judgement only where an officer has confirmed it. "
        "\u201cBeing checked\u201d says nothing about whether the law was kept.",
    ),
    "heading_provider": Text("{}の提供", "Provided on {}"),
    "heading_recipient": Text("{}の受領", "Received on {}"),
    "granted_by_act": Text("法律にもとづいて開示する事項", "What the law grants"),
    "added_by_operator": Text("当社が加えてお知らせする事項", "What we add"),
    "record_id": Text("この記録の番号", "Number of this record"),
    "amendments": Text("訂正の履歴", "Corrections"),
    "correct": Text(
        "{}に訂正しました。上は訂正した後の内容です。", "Corrected on {}. The above is the corrected content."
    ),
    "void": Text("{}に、この記録を誤りとして取り消しました。", "Withdrawn as an error on {}."),
    "when": Text("いつ", "When"),
    "direction": Text("提供・受領", "Provided or received"),
    "provider": Text("提供", "Provided"),
    "recipient": Text("受領", "Received"),
    "recipient_name": Text("だれに（提供先）", "To whom (recipient)"),
    "recipient_address": Text("提供先の住所", "Recipient\u2019s address"),
    "recipient_representative": Text("提供先の代表者", "Recipient\u2019s representative"),
    "recipient_country": Text("提供先の国・地域", "Recipient\u2019s country or region"),
    "provider_name": Text("だれから（提供元）", "From whom (provider)"),
    "provider_address": Text("提供元の住所", "Provider\u2019s address"),
    "provider_representative": Text("提供元の代表者", "Provider\u2019s representative"),
    "provider_country": Text("提供元の国・地域", "Provider\u2019s country or region"),
    "person": Text("だれの", "Whose"),
    "the_person": Text("ご本人（ご請求で示された番号の方）", "Yours (the person of the ids given in the request)"),
    "items": Text("何を（項目）", "What (data items)"),
    "items_left_out": Text("開示しない項目", "Data items not disclosed"),
    "left_out": Text("{}項目を開示しません。{}", "Not disclosed: {}. {}"),
    "left_out_short": Text("開示しない（{}項目）", "Not disclosed ({})"),
    "left_out_why": Text("理由", "Reason"),
    "left_out_count": Text(
        "開示する記録のうち、あわせて{}項目を開示しません。",
        "Data items left out of the records that we disclose: {}.",
    ),
    "purpose": Text("なぜ（目的）", "Why (purpose)"),
    "recipient_purpose": Text("提供先での目的", "Recipient\u2019s purpose"),
    "consent": Text("同意", "Consent"),
    "consent_recorded": Text(
        "ご本人の同意にもとづくものとして記録しています。", "Recorded as resting on your consent."
    ),
    "terms": Text("同意の文面", "Wording of the consent"),
    "acquisition": Text("取得の経緯", "How the provider acquired it"),
    "published": Text("届出の公表", "Publication of the notification"),
    "published_recorded": Text(
        "個人情報保護委員会が公表した届出（27条4項）にもとづくものとして記録しています。",
        "Recorded as resting on a notification published by the Personal Information Protection Commission "
        "(art. 27(4)).",
    ),
    "notification": Text("届出の番号", "Number of the notification"),
    "method": Text("方法", "Method"),
    "ground": Text("根拠", "Basis"),
    "ground_consent": Text("ご本人の同意（27条1項）", "Your consent (art. 27(1))"),
    "ground_28(1)consent": Text(
        "外国にある第三者への提供についての同意（28条1項）", "Your consent to provision abroad (art. 28(1))"
    ),
    "ground_31(1)": Text("個人関連情報についての同意（31条1項）", "Consent about related information (art. 31(1))"),
    "ground_27(2)": Text("届出による提供（27条2項）", "Provision by notification (art. 27(2))"),
    "ground_not_consent": Text("同意によらないもの（種類は確認中）", "Other than consent (kind being checked)"),
    "ground_failed": Text("同意によらないもの", "Other than consent"),
    "verdict_lawful": Text("適法", "Lawful"),
    "verdict_violation": Text("違反", "Violation"),
    "verdict_undetermined": Text("判定待ち", "Undetermined"),
    "judgement": Text("当社の判断", "Our judgement"),
    "being_checked": Text("確認中", "Being checked"),
    "not_recorded": Text("記録にありません", "Not in the record"),
    "method_api": Text("データの送信（システム間）", "Transfer between systems"),
    "method_file": Text("ファイルの受け渡し", "File"),
    "method_paper": Text("書面", "Paper"),
    "method_oral": Text("口頭", "By word of mouth"),
    "withheld": Text("開示しない記録・項目", "What we do not disclose"),
    "all_withheld": Text(
        "ご請求の記録は、開示しません。理由は次のとおりです。",
        "We do not disclose the records that you asked for. The reasons follow.",
    ),
    "withheld_count": Text("{}件を開示しません。", "Records not disclosed: {}."),
    "explained": Text("開示しない理由のくわしい説明", "More about why we do not disclose it"),
    "withheld_options": Text(
        "納得できないときは、苦情を申し出ることができます。開示しない記録や項目については、2週間を待たずに、"
        "裁判所に訴えを起こすこともできます（39条）。",
        "You can complain if you disagree. For what we do not disclose you can also go to court"
        " without waiting "
        "for two weeks (art. 39).",
    ),
    "help": Text("回答について質問や不満があるとき", "If you have questions or disagree"),
    "help_ask": Text(
        "この回答についての質問と苦情は、下の「お問い合わせ」で受け付けます。",
        "We take questions and complaints about this answer at \u201cContact\u201d below.",
    ),
    "help_commission": Text(
        "個人情報保護委員会の相談窓口に相談することもできます。",
        "You can also turn to the help line of the Personal Information Protection Commission.",
    ),
    "help_court": Text(
        "請求が届いた日の翌日から数えて2週間を過ぎると、裁判所に訴えを起こすこともできます。"
        "開示を断られたときは、その前でもできます（39条）。",
        "Once two weeks have passed, counted from the day after your request arrived, you can also go to court. "
        "If disclosure was refused, you can do so earlier (art. 39).",
    ),
    "number": Text("番号", "No."),
    "governs": Text(
        "英語は日本語と同じ内容です。違いがあるときは、日本語によります。",
        "The English says the same as the Japanese. Should they differ, the Japanese holds.",
    ),
}

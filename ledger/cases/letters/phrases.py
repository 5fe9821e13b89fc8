"""What each kind of letter says, in both languages. The first sentence of a letter is the answer."""

from __future__ import annotations

from collections.abc import Mapping

from ledger.cases.texts import SENTENCES, Text

SUBJECTS: Mapping[str, Text] = {
    "receipt": Text("お申し出の受付のお知らせ", "We have received your request"),
    "identity": Text("ご本人確認のお願い", "How to show that it is you"),
    "answer": Text("ご請求への回答", "Answer to your request"),
    "none": Text("ご請求への回答", "Answer to your request"),
    "refusal": Text("ご請求への回答", "Answer to your request"),
    "stop": Text("停止のご請求への回答", "Answer to your request for a stop"),
    "correction": Text("訂正のご請求への回答", "Answer to your request for a correction"),
    "reply": Text("お申し出への回答", "Answer to what you told us"),
    "late": Text("回答が遅れることのお知らせ", "Our answer is late"),
}

#: What is done where a request is met as a whole, by kind of request.
DONE: Mapping[str, Text] = {
    "data": Text("ご請求の保有個人データを、次のとおり開示します。", "We disclose the personal data you asked for."),
    "purpose": Text("ご請求の利用目的を、次のとおりお知らせします。", "We tell you the purposes you asked about."),
    "foreign": Text(
        "ご請求の外国の提供先について、次のとおりお知らせします。",
        "We tell you about the recipients abroad you asked about.",
    ),
    "correction": Text(
        "ご請求の訂正・追加・削除を、次のとおり行いました（個人情報保護法34条3項によるお知らせ）。",
        "We made the correction, addition or deletion that you asked for (notice under APPI art. 34(3)).",
    ),
    "stop_use": Text(
        "ご請求の利用の停止・消去を行いました（個人情報保護法35条7項によるお知らせ）。",
        "We stopped the use, or erased the data, as you asked (notice under APPI art. 35(7)).",
    ),
    "stop_provision": Text(
        "ご請求の第三者への提供の停止を行いました（個人情報保護法35条7項によるお知らせ）。",
        "We stopped provision to third parties as you asked (notice under APPI art. 35(7)).",
    ),
    "no_longer_needed": Text(
        "ご請求の停止・消去を行いました（個人情報保護法35条7項によるお知らせ）。",
        "We stopped or erased as you asked (notice under APPI art. 35(7)).",
    ),
    "opt_out": Text(
        "届出による第三者への提供（個人情報保護法27条2項）を停止しました。",
        "We stopped provision to third parties under the notification (APPI art. 27(2)).",
    ),
    "withdrawal": Text(
        "同意の撤回を受け、その同意による第三者への提供を停止しました。",
        "You withdrew your consent, and we stopped provision to third parties that rested on it.",
    ),
}

#: What is not done where a request is refused as a whole, by kind of request.
REFUSED: Mapping[str, Text] = {
    "records": Text("ご請求の第三者提供記録は、開示しません。", "We do not disclose the records you asked for."),
    "data": Text("ご請求の保有個人データは、開示しません。", "We do not disclose the personal data you asked for."),
    "purpose": Text("ご請求の利用目的は、お知らせしません。", "We do not tell you the purposes you asked about."),
    "foreign": Text(
        "ご請求の外国の提供先についての情報は、お知らせしません。",
        "We do not give the information on recipients abroad that you asked for.",
    ),
    "correction": Text(
        "ご請求の訂正・追加・削除は、行いません（個人情報保護法34条3項によるお知らせ）。",
        "We make no correction, addition or deletion (notice under APPI art. 34(3)).",
    ),
    "stop_use": Text(
        "ご請求の利用の停止・消去は、行いません（個人情報保護法35条7項によるお知らせ）。",
        "We do not stop the use or erase the data (notice under APPI art. 35(7)).",
    ),
    "stop_provision": Text(
        "ご請求の第三者への提供の停止は、行いません（個人情報保護法35条7項によるお知らせ）。",
        "We do not stop provision to third parties (notice under APPI art. 35(7)).",
    ),
    "no_longer_needed": Text(
        "ご請求の停止・消去は、行いません（個人情報保護法35条7項によるお知らせ）。",
        "We do not stop or erase (notice under APPI art. 35(7)).",
    ),
    "opt_out": Text(
        "ご請求の、届出による提供の停止は、行いません。", "We do not stop provision under a notification."
    ),
    "withdrawal": Text("同意の撤回による停止は、行いません。", "We do not stop anything by a withdrawal of consent."),
}

PHRASES: Mapping[str, Text] = {
    "you": Text("ご請求者　様", "To the person who made the request"),
    "named": Text("{}　様", "{}"),
    "receipt": Text("{}のお申し出を受け付けました。", "We have received your request: {}."),
    "receipt_identity": Text(
        "ご本人であることの確認のため、当社からご連絡します。", "We will contact you to check your identity."
    ),
    "receipt_secret": Text(
        "状況を見るには、受付番号と確認番号を使います。確認番号は、この書面には書かず、別の方法でお伝えします。",
        "To follow it, use the case number and the check code. The code is not in this letter; we tell it another way.",
    ),
    "number": Text("受付番号", "Case number"),
    "kind": Text("種類", "Kind"),
    "arrived": Text("届いた日", "Arrived"),
    "due": Text("回答の予定", "Due date"),
    "fee": Text("手数料", "Fee"),
    "fee_none": Text("かかりません", "None"),
    "fee_yen": Text("{:,}円", "{:,} yen"),
    "identity": Text(
        "ご請求にお答えする前に、ご本人であることを確かめます。次のうち、どれか1つの方法を選んで、"
        "お問い合わせ先にお知らせください。",
        "Before we answer we have to check that it is you. Choose one of these ways and tell it to the contact below.",
    ),
    "papers": Text("書類の写しを送るとき", "If you send a copy of a document"),
    "papers_which": Text(
        "運転免許証、マイナンバーカードの表の面、パスポートなど、お名前と、住所または生年月日が分かる書類1点で足ります。",
        "One document with your name, and your address or date of birth, is enough: a driving licence, the front of a"
        " My Number card, a passport or the like.",
    ),
    "papers_cover": Text(
        "個人番号（マイナンバー）、本籍、健康保険の記号・番号、基礎年金番号など、"
        "確認に使わない部分は、見えないように覆ってください。",
        "Cover what is not needed: the individual number (My Number), the registered domicile, numbers of health"
        " insurance and of the pension.",
    ),
    "papers_after": Text(
        "いただいた写しは、本人確認のためだけに使い、確認が終わったら廃棄します。",
        "We use the copy for this check alone and destroy it afterwards.",
    ),
    "part": Text(
        "ご請求の一部にお応えします。お応えしない部分とその理由は、下に書いています。",
        "We do part of what you asked. What we do not do, and why, stands below.",
    ),
    "not_yet": Text(
        "停止の手続を進めています。すべての部署とシステムでの停止を確かめてから、完了をあらためてお知らせします。",
        "The stop is under way. We will tell you that it is done once every department and system has confirmed it.",
    ),
    "stopped_on": Text("停止を確かめた日", "Confirmed everywhere on"),
    "what": Text("内容", "What"),
    "reason": Text("理由", "Reason"),
    "explained": SENTENCES["explained"],
    "measure": Text("代わりにとる措置", "What we do instead"),
    "late": Text(
        "回答が遅れています。理由は、{}ためです。新しい予定は{}です。", "Our answer is late because {}. New date: {}."
    ),
    "options": Text("回答について質問や不満があるとき", "If you have questions or disagree"),
    "options_open": Text("このほかにできること", "What else you can do"),
    "options_ask": Text(
        "質問と苦情は、下の「お問い合わせ」で受け付けます。", "We take questions and complaints at \u201cContact\u201d."
    ),
    "options_commission": Text(
        "個人情報保護委員会の相談窓口に相談することもできます。",
        "You can also turn to the help line of the Personal Information Protection Commission.",
    ),
    "options_court": Text(
        "{}からは、裁判所に訴えを起こすこともできます（個人情報保護法39条）。",
        "From {} you may also go to court (APPI art. 39).",
    ),
    "no_fee": Text("この手続に手数料はかかりません。", "There is no fee for this."),
    "contact": Text("お問い合わせ", "Contact"),
}

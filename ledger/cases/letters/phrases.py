"""What each kind of letter says, in both languages. The first sentence of a letter is the answer."""

from __future__ import annotations

from collections.abc import Mapping

from ledger.cases.task_words import NOTHING
from ledger.cases.texts import Text

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
        "ご請求の、届出による第三者への提供の停止（個人情報保護法27条2項）を行いました。",
        "We stopped provision to third parties under the notification as you asked (APPI art. 27(2)).",
    ),
    "withdrawal": Text(
        "同意の撤回を受け、ご請求のとおり、その同意による第三者への提供を停止しました。",
        "You withdrew your consent, and we stopped provision to third parties that rested on it as you asked.",
    ),
}

#: What is done where a part of a request is met, by kind of request. What is not stands apart, with its reasons.
PARTLY: Mapping[str, Text] = {
    "data": Text(
        "ご請求の保有個人データの一部を、次のとおり開示します。",
        "We disclose a part of the personal data you asked for.",
    ),
    "purpose": Text(
        "ご請求の利用目的の一部を、次のとおりお知らせします。", "We tell you a part of the purposes you asked about."
    ),
    "foreign": Text(
        "ご請求の外国の提供先についての情報の一部を、次のとおりお知らせします。",
        "We give a part of the information on recipients abroad that you asked for.",
    ),
    "correction": Text(
        "ご請求の訂正・追加・削除の一部を、次のとおり行いました（個人情報保護法34条3項によるお知らせ）。",
        "We made a part of the correction, addition or deletion that you asked for (notice under APPI art. 34(3)).",
    ),
    "stop_use": Text(
        "ご請求の利用の停止・消去の一部を行いました（個人情報保護法35条7項によるお知らせ）。",
        "We stopped a part of the use, or erased a part of the data, that you asked about (notice under APPI"
        " art. 35(7)).",
    ),
    "stop_provision": Text(
        "ご請求の第三者への提供の停止の一部を行いました（個人情報保護法35条7項によるお知らせ）。",
        "We stopped a part of the provision to third parties that you asked about (notice under APPI art. 35(7)).",
    ),
    "no_longer_needed": Text(
        "ご請求の停止・消去の一部を行いました（個人情報保護法35条7項によるお知らせ）。",
        "We stopped or erased a part of what you asked about (notice under APPI art. 35(7)).",
    ),
    "opt_out": Text(
        "ご請求の、届出による第三者への提供の停止（個人情報保護法27条2項）の一部を行いました。",
        "We stopped a part of the provision under the notification that you asked about (APPI art. 27(2)).",
    ),
    "withdrawal": Text(
        "同意の撤回を受け、ご請求のうち一部について、その同意による第三者への提供を停止しました。",
        "You withdrew your consent, and we stopped a part of the provision to third parties that rested on it.",
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
        "ご請求の、届出による第三者への提供の停止（個人情報保護法27条2項）は、行いません。",
        "We do not stop provision to third parties under the notification (APPI art. 27(2)).",
    ),
    "withdrawal": Text("同意の撤回による停止は、行いません。", "We do not stop anything by a withdrawal of consent."),
}

#: The ways to show who one is, as they are told to who has to go one of them (`requests.IDENTITY_METHODS`).
IDENTITY_WAYS: Mapping[str, Text] = {
    "counter_document": Text("店頭で、本人確認書類を見せる", "Show an identity document at our counter"),
    "copy_and_registered_mail": Text(
        "本人確認書類の写しを送り、書かれている住所で、当社からの書留を受け取る",
        "Send a copy of an identity document, and receive our registered mail at the address on it",
    ),
    "call_back": Text(
        "当社に登録されている電話番号で、当社からの電話を受ける",
        "Take our call at a telephone number that is registered with us",
    ),
    "document_upload": Text(
        "窓口のページで受付番号と確認番号を入力し、本人確認書類の写しを送る",
        "Enter your case number and check code on our desk\u2019s page, and send a copy of an identity document there",
    ),
    "email_code": Text(
        "請求の前から登録されているメールアドレスで番号を受け取り、窓口のページに入力する",
        "Receive a code at an e-mail address that was registered before the request, and enter it on our desk\u2019s"
        " page",
    ),
    "registered_mail_code": Text(
        "当社に登録されている住所で書留を受け取り、書かれている番号を知らせる",
        "Receive registered mail at an address that is registered with us, and tell us the code in it",
    ),
}

PHRASES: Mapping[str, Text] = {
    "you": Text("ご請求者　様", "To the person who made the request"),
    "named": Text("{}　様", "{}"),
    "receipt": Text("{}のお申し出を受け付けました。", "We have received your request: {}."),
    "receipt_identity": Text(
        "ご本人であることの確認のため、当社からご連絡します。", "We will contact you to check your identity."
    ),
    "receipt_agent": Text(
        "代理の権利を確かめるため、当社からご連絡します。", "We will contact you to check your right to act."
    ),
    "receipt_secret": Text(
        "状況を見るには、受付番号と確認番号を使います。確認番号は、この書面には書かず、別の方法でお伝えします。",
        "To follow it, use the case number and the check code. The code is not in this letter; we tell it another way.",
    ),
    "receipt_secret_known": Text(
        "状況を見るには、受付番号と確認番号を使います。確認番号は、この書面には書いていません。受け付けたときにお伝えしたものをお使いください。",
        "To follow it, use the case number and the check code. The code is not in this letter: use the one that we gave"
        " you when we received your request.",
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
        "ご請求のうち、応じない部分があります。その部分と理由は、下に書いています。",
        "There is a part of your request that we do not grant. What it is, and why, stands below.",
    ),
    "not_yet": Text(
        "停止の手続を進めています。すべての部署とシステムでの停止を確かめてから、完了をあらためてお知らせします。",
        "The stop is under way. We will tell you that it is done once every department and system has confirmed it.",
    ),
    "stopped_on": Text("停止を確かめた日", "Confirmed everywhere on"),
    "what": Text("内容", "What"),
    "reason": Text("理由", "Reason"),
    "explained": Text("くわしい理由", "In more detail"),
    "measure": Text("代わりにとる措置", "What we do instead"),
    "will_be_late": Text(
        "回答が予定より遅れます。理由は、{}ためです。新しい予定は{}です。",
        "Our answer will be late because {}. New date: {}.",
    ),
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


def outcome_told(kind: str, outcome: str) -> Text:
    """Return the sentence that tells what came of a request for anything but records, by its kind. Where there is
    nothing (33(3), 34(3)) it says so, whoever found it."""
    if outcome == "none" and kind in NOTHING:
        return NOTHING[kind]
    return {"part": PARTLY, "refused": REFUSED}.get(outcome, DONE)[kind]

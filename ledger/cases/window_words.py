"""Every word of the contact window's pages, by code, in Japanese and English. One word for one thing."""

from __future__ import annotations

from collections.abc import Mapping

from ledger.cases.asking_words import ASKING
from ledger.cases.receiving_words import RECEIVING
from ledger.cases.texts import Text

WORDS: Mapping[str, Text] = {
    **ASKING,
    **RECEIVING,
    "service": Text("個人情報の窓口", "Personal data desk"),
    "skip": Text("本文へ進む", "Skip to main content"),
    "language": Text("言語", "Language"),
    "ja": Text("日本語", "日本語"),
    "en": Text("English", "English"),
    "back": Text("戻る", "Back"),
    "home": Text("最初のページに戻る", "Back to the start"),
    "japan_time": Text("日時はすべて日本時間です。", "All times are Japan time."),
    "home_title": Text(
        "個人情報についての請求・相談・苦情",
        "Requests, questions and complaints about your personal data",
    ),
    "home_lead": Text(
        "当社が持っている個人情報について、請求・相談・苦情を受け付けます。会員登録は要りません。",
        "You can make a request, ask a question or complain about the personal data that we hold"
        " about you. You need no account.",
    ),
    "home_can": Text("できること", "What you can do"),
    "home_fees": Text(
        "手数料は、{}です（個人情報保護法38条）。ほかは、かかりません。",
        "Fees (APPI art. 38): {}. For anything else there is none.",
    ),
    "home_flow": Text("お答えするまでの流れ", "From your request to our answer"),
    "flow_received": Text("受付番号と確認番号をお渡しします。", "We give you a case number and a check code."),
    "flow_identity": Text(
        "ご本人であることを確かめます。相談・質問と苦情では確かめません。",
        "We check who you are. For a question or a complaint we do not.",
    ),
    "flow_work": Text("記録やデータを調べます。", "We look into our records and data."),
    "flow_answered": Text("選ばれた方法で回答をお渡しします。", "You receive our answer in the way that you chose."),
    "ask": Text("請求・相談・苦情を送る", "Make a request, ask or complain"),
    "follow": Text("受付番号で状況を見る・回答を受け取る", "See where your request stands, or receive the answer"),
    "policy": Text("個人情報の取扱い", "How we handle personal data"),
    "other_ways": Text("ほかの方法", "Other ways"),
    "other_ways_alike": Text(
        "どの方法でも同じように受け付けます。受け付けたあとの流れ、期間、手数料も同じです。",
        "We take your request in the same way, whichever you choose: what follows, the time it takes and the fee are"
        " the same.",
    ),
    "way_post": Text("郵便", "Post"),
    "way_telephone": Text("電話", "Telephone"),
    "way_counter": Text("店頭", "Counter"),
    "way_post_how": Text(
        "申し出の内容、お名前、連絡先を書いて、次の宛先にお送りください。",
        "Write what you ask, your name and how to reach you, and send it to:",
    ),
    "way_telephone_how": Text(
        "次の連絡先でお受けします。お話の内容は担当者が書きとめます。",
        "Our staff take it and write down what you say. Contact:",
    ),
    "way_counter_how": Text(
        "店頭で「個人情報の窓口への申し出」とお伝えください。担当者が書きとめます。",
        "Say at our counter that you have a request for the personal data desk. Our staff write it down.",
    ),
    "kind_title": Text("どの請求・相談・苦情ですか", "What would you like to request, ask or complain about?"),
    "kinds_see": Text("記録やデータを見る", "See records or data"),
    "kinds_correct": Text("まちがいを直す", "Put something right"),
    "kinds_stop": Text("渡すこと・使うことを止める", "Stop provision or use"),
    "kinds_talk": Text("苦情・相談", "Complain or ask"),
    "next": Text("次へ進む", "Continue"),
    "kind_missing": Text("請求・相談・苦情の種類を選んでください", "Choose a kind of request, question or complaint"),
    "before": Text("はじめにお知らせすること", "Before you begin"),
    "before_identity": Text(
        "ご本人であることを、あとで確かめます。本人確認書類か、当社に登録された連絡先を使います。",
        "We check your identity later, by an identity document or by a contact that is registered"
        " with us.",
    ),
    "before_time": Text(
        "届いた日の翌日から数えて14日以内にお答えする予定です。",
        "We plan to answer within 14 days, counted from the day after your request arrives.",
    ),
    "before_free": Text("手数料はかかりません。", "There is no fee."),
    "before_fee": Text(
        "手数料は{:,}円です（個人情報保護法38条）。お支払いの方法は、受け付けたあとにお知らせします。",
        "The fee is {:,} yen (APPI art. 38). We tell you how to pay once we have received your request.",
    ),
    "fee": Text("手数料", "Fee"),
    "fee_open": Text(
        "{:,}円。お支払いの方法は、担当者がお知らせします。お支払いを確かめてからお答えします。",
        "{:,} yen. Our staff will tell you how to pay. We answer once it is paid.",
    ),
    "fee_paid": Text("{:,}円（お支払いを確かめました）", "{:,} yen, paid"),
    "fee_waived": Text("いただきません", "Waived"),
    "before_narrow": Text(
        "期間や内容をしぼる必要はありません。書かなければ、すべてを調べます。",
        "You need not narrow it down. If you write nothing, we look for everything.",
    ),
    "asked": Text("申し出の内容", "What you want to tell us"),
    "asked_hint": Text(
        "調べてほしい期間や提供先があれば書いてください。", "If it is about a certain time or recipient, say so here."
    ),
    "asked_hint_free": Text(
        "対象にしたいものがあれば書いてください。理由は要りません。",
        "If you mean certain data or recipients, say so here. You need give no reason.",
    ),
    "asked_hint_told": Text(
        "どのデータについて、なぜ請求するのかを、分かる範囲で書いてください。",
        "Tell us which data you mean and why, as far as you know.",
    ),
    "asked_hint_open": Text(
        "お困りのことや、聞きたいことを書いてください。",
        "Tell us what troubles you, or what you would like to know.",
    ),
    "asked_missing": Text("申し出の内容を書いてください", "Write what you want to tell us"),
    "claimed": Text("会員番号など、当社での番号", "Your member number or other number with us"),
    "claimed_hint": Text("分からないときは、空けておいてください。", "Leave it empty if you do not know it."),
    "email": Text("メールアドレス", "E-mail address"),
    "email_hint": Text(
        "お知らせがあるときに、メールでもお伝えします。ほかの人がメールを見るおそれがあるときは、空けておいてください。",
        "We then also tell you by e-mail when there is news. Leave it empty if somebody else might read your e-mail.",
    ),
    "email_wrong": Text(
        "メールアドレスは、name@example.jp のような形で書いてください",
        "Write the e-mail address in the form name@example.jp",
    ),
    "too_long": Text("4,000文字までにしてください", "Use no more than 4,000 characters"),
    "optional": Text("※任意", "(optional)"),
    "send": Text("この内容で送る", "Send this"),
    "error": Text("エラー：", "Error: "),
    "check": Text("入力内容を確認してください（{}件）", "Check your answers ({} to fix)"),
    "received_title": Text("申し出を受け付けました", "We have received your request"),
    "number": Text("受付番号", "Case number"),
    "secret": Text("確認番号", "Check code"),
    "keep": Text(
        "2つの番号を書きとめるか、このページを印刷してください。確認番号は、あとで見ることができません。",
        "Write both down or print this page. The check code cannot be shown again.",
    ),
    "receipt_save": Text("控えを保存（PDF）", "Save the receipt (PDF)"),
    "receipt_secret": Text("控えには、確認番号を書きません。", "The check code is not on the receipt."),
    "what_next": Text("このあとのこと", "What happens next"),
    "next_identity": Text(
        "ご本人であることの確認のため、当社からご連絡します。",
        "We will contact you to check your identity.",
    ),
    "follow_title": Text("受付番号で確かめる", "Follow your request"),
    "number_missing": Text("受付番号を入力してください", "Enter your case number"),
    "secret_missing": Text("確認番号を入力してください", "Enter your check code"),
    "not_found": Text(
        "この受付番号と確認番号の組み合わせはありません。受付番号は控えにあります。"
        "確認番号は、受け付けたときに画面か別の方法でお伝えした番号です",
        "There is no request with this case number and check code. The case number is on your receipt. The check code"
        " is the one that we gave you on the page, or another way, when we received your request",
    ),
    "show": Text("確かめる", "Show"),
    "state_title": Text("申し出のいまの状況", "Where your request stands"),
    "kind": Text("種類", "Kind"),
    "arrived": Text("届いた日", "Arrived"),
    "due": Text("回答の予定", "Due date"),
    "stands": Text("いまの段階", "Where it stands"),
    "stage_identity": Text("ご本人であることを確かめています", "We are checking your identity"),
    "awaits_identity": Text(
        "ご本人であることを確かめる書類やお返事をお待ちしています。書類は、このページの「ファイルを送る」からも送れます。",
        "We are waiting for what shows who you are. You can send a document on this page too.",
    ),
    "awaits_fee": Text(
        "お知らせした手数料のお支払いをお待ちしています。", "We are waiting for the fee that you were told."
    ),
    "stage_decision": Text("内容を調べています", "We are looking into it"),
    "stage_answered": Text("お答えしました", "We have answered"),
    "stage_closed_withdrawn": Text("申し出を取り下げました", "You have withdrawn your request"),
    "stage_closed_death": Text(
        "ご本人が亡くなられたとの連絡を受けて、この申し出の取扱いを終えました。ご遺族の方は、「相談・質問」からご相談ください。",
        "We were told that the person concerned has died, and have ended our work on this. Their family can ask for"
        " advice under “Consultation, question”.",
    ),
    "steps": Text("手続の流れ", "The steps"),
    "step_received": Text("受付", "Received"),
    "step_identity": Text("本人確認", "Identity"),
    "step_work": Text("調査", "Our work on it"),
    "step_answered": Text("回答", "Answer"),
    "step_done": Text("済み", "Done"),
    "step_now": Text("進行中", "In progress"),
    "step_later": Text("まだ", "Not yet"),
    "days_left": Text("残りは{}日です。", "Days left: {}."),
    "due_today": Text("きょうがその日です。", "That is today."),
    "suit": Text(
        "{}からは、裁判所に訴えを起こすこともできます（個人情報保護法39条）。",
        "From {} you may also go to court (Act on the Protection of Personal Information, art. 39).",
    ),
    "mailed_title": Text("メールに届いた番号を入力する", "Enter the code from the e-mail"),
    "mailed_lead": Text(
        "ご本人であることを確かめるため、{}に番号をお送りしました。送ってから10分間、5回まで入力できます。"
        "届かないときや使えなくなったときは、このページの「お問い合わせ」にご連絡ください。新しい番号をお送りします。",
        "To check your identity, we sent a code to {}. You can enter it within 10 minutes of our sending it, up to 5"
        " times. If it does not arrive or can no longer be used, contact us (see “Contact” on this page) and we will"
        " send a new one.",
    ),
    "mailed": Text("メールに届いた番号", "Code from the e-mail"),
    "mailed_send": Text("この番号で確かめる", "Check this code"),
    "mailed_missing": Text("メールに届いた番号を入力してください", "Enter the code from the e-mail"),
    "mailed_wrong": Text(
        "この番号では確かめられません。いちばん新しいメールの番号を確かめてください",
        "This code cannot be used. Check the code in the newest e-mail",
    ),
    "mailed_done": Text(
        "メールの番号を確かめました。このあと、当社の担当者が手続きを進めます。",
        "The code from the e-mail is right. Our staff will now go on.",
    ),
    "thread": Text("担当者との連絡", "Messages with our staff"),
    "from_you": Text("あなたから", "From you,"),
    "from_us": Text("当社から", "From us,"),
    "message": Text("担当者に伝えたいこと", "What you want to tell our staff"),
    "message_send": Text("担当者に送る", "Send to our staff"),
    "message_missing": Text("担当者に伝えたいことを書いてください", "Write what you want to tell our staff"),
    "message_many": Text(
        "ここから送れる回数を超えました。このページの「お問い合わせ」にご連絡ください",
        "No more can be sent from here. Contact us (see “Contact” on this page)",
    ),
    # Neither what was said of contacts nor that it was shows on any page.
    "unsafe_later": Text(
        "ほかの方に知られるおそれがある電話番号・住所・メールアドレスがあれば書いてください。これからは、その連絡先を使いません。"
        "書いた内容は、この画面、控え、手紙、メールには出しません。",
        "If others might hear or read what goes to a telephone number, an address or an e-mail address, write which."
        " From then on we do not use it. What you write shows on no page, receipt, letter or e-mail.",
    ),
    "unsafe_send": Text("この連絡先を使わないように伝える", "Tell us not to use them"),
    "unsafe_missing": Text("使わないでほしい連絡先を書いてください", "Write which contacts we must not use"),
    "unsafe_long": Text("{}文字までにしてください", "Use no more than {} characters"),
    "unsafe_said_title": Text("使わないでほしい連絡先を受け取りました", "We know which contacts not to use"),
    "unsafe_said": Text(
        "これからは、その連絡先を使いません。書いた内容は、どの画面にも出しません。",
        "From now on we do not use them. What you wrote shows on no page.",
    ),
    "ease_title": Text("使いやすさを教える", "Tell us how easy this was to use"),
    "ease": Text("この窓口の画面は使いやすかったですか", "How easy was it to use this site?"),
    "ease_easy": Text("使いやすかった", "Easy"),
    "ease_between": Text("どちらともいえない", "Neither easy nor hard"),
    "ease_hard": Text("使いにくかった", "Hard"),
    "ease_missing": Text("使いやすさを選んでください", "Choose how easy it was"),
    "ease_lead": Text(
        "答えなくてもかまいません。回答の内容や手続には影響しません。お名前などは書かないでください。",
        "You need not answer. It changes nothing about your answer. Do not write your name or the like.",
    ),
    "ease_said": Text("この窓口の使いやすさ：{}", "How easy this site was to use: {}"),
    "improve": Text("直してほしいところ", "What should we do better?"),
    "improve_long": Text("1,000文字までにしてください", "Use no more than 1,000 characters"),
    "ease_send": Text("使いやすさを送る", "Send"),
    "bookmark": Text(
        "状況を見るページをブックマークしておくと、次から早く開けます。番号は、ブックマークに残りません。"
        "ほかの人も使う機器では、ブックマークしないでください。",
        "Bookmark the page on which you follow your request to find it again. The numbers are not part of the bookmark."
        " Do not bookmark it on a device that others use.",
    ),
    "withdraw": Text("申し出を取り下げる", "Withdraw your request"),
    "withdraw_title": Text("申し出の取下げ", "Withdrawing your request"),
    "withdraw_sure": Text(
        "取り下げると、調べるのをやめます。あとで同じ申し出をすることができます。",
        "If you withdraw it, we stop looking into it. You can do the same again later.",
    ),
    # Neither that a stop was found right nor that it has begun is told before the answer is.
    "withdraw_not_here": Text(
        "いまは、この画面から取り下げることができません。取り下げたいときは、下の「担当者との連絡」からお知らせください。",
        "It cannot be withdrawn on this page now. If you want to withdraw it, tell us under “Messages with our staff”"
        " below.",
    ),
    "withdrawn_title": Text("申し出を取り下げました", "You have withdrawn your request"),
    "policy_title": Text("個人情報の取扱い", "How we handle personal data"),
    "policy_complaints": Text(
        "苦情は、このページの「お問い合わせ」で受け付けます。", "We take complaints at “Contact” on this page."
    ),
    "policy_safety": Text(
        "データを守るための措置は、お問い合わせがあればお答えします。",
        "Ask us how we keep personal data safe, and we will tell you.",
    ),
    "how_to_ask": Text("請求のしかた", "How to ask"),
    "contact_us": Text("お問い合わせ", "Contact"),
    "missing_title": Text("ページが見つかりません", "Page not found"),
    "missing": Text(
        "アドレスが違うか、ページがなくなりました。最初のページからお進みください。",
        "The address is wrong or the page is gone. Begin at the start page.",
    ),
    "down_title": Text("いまは受け付けられません", "We cannot take this right now"),
    "down": Text(
        "システムの不具合で、いまは受け付けられません。入力された内容は記録していません。しばらくしてから、もう一度お試しください。お急ぎのときは、このページの「お問い合わせ」にご連絡ください。",
        "Because of a fault in our systems, we cannot take this right now. Nothing that you"
        " entered was kept. Try again later, or contact us (see “Contact” on this page) if it is urgent.",
    ),
    "gone_title": Text("お渡しできる記録はもうありません", "There is nothing left to give"),
    "gone": Text(
        "記録の内容は、消去しました。以前にお渡しした証明は、いまも有効です。",
        "The content of the records was erased. Proofs given before are still valid.",
    ),
    "shut_title": Text("この画面での受付を休んでいます", "This site takes no requests for now"),
    "shut_more": Text(
        "郵便・電話・店頭では、いつもと同じように受け付けています。受付番号がある方は、状況を見ることも、回答を受け取ることもできます。",
        "By post, by telephone and at our counter we take requests as ever. If you have a case number, you can follow"
        " your request and receive the answer.",
    ),
    "shut_kept": Text(
        "入力された内容は、この画面に残っていますが、まだ送られていません。画面を開いたままにしておけば、再開したあとに続きから送れます。",
        "What you entered is kept on this page, and has not been sent. Keep the page open, and you can go on once we"
        " take requests here again.",
    ),
    "shut_again": Text("続きに進めるか確かめる", "See whether you can go on"),
    "often_title": Text("しばらくお待ちください", "Please wait a little"),
    "often": Text(
        "短い間に何度も送られました。1分ほどしてから、もう一度お試しください。",
        "There were many requests in a short time. Try again in about a minute.",
    ),
    "elsewhere_title": Text("この窓口の画面からお送りください", "Send it from a page of this window"),
    "elsewhere": Text(
        "ほかのサイトの画面から送られたため、受け付けていません。入力された内容は記録していません。最初のページからお進みください。",
        "It was sent from a page of another site, so it was not taken. Nothing that you entered was kept. Begin at the"
        " start page.",
    ),
    "file_title": Text("ファイルを送る", "Send a file"),
    "file": Text("ファイル", "File"),
    "file_hint": Text(
        "PDF、JPEG、PNGのどれか1つで、5MBまでです。一度に1つ、全部で5つまで送れます。"
        "本人確認書類は、確かめたあとに消去します。",
        "One PDF, JPEG or PNG of up to 5 MB at a time, five in all. We erase an identity document once we have"
        " checked it.",
    ),
    "file_send": Text("このファイルを送る", "Send this file"),
    "file_missing": Text("ファイルを選んでください", "Choose a file"),
    "file_wrong": Text(
        "PDF、JPEG、PNGのどれかで、途中で切れていないファイルを選んでください",
        "Choose a PDF, JPEG or PNG file that is not cut off",
    ),
    "file_often": Text(
        "送れるのは5つまでです。ほかにもあるときは、このページの「お問い合わせ」にご連絡ください",
        "You can send up to five files. If you have more, contact us (see “Contact” on this page)",
    ),
    "file_large_title": Text("ファイルが大きすぎます", "The file is too large"),
    "file_large": Text(
        "5MBまでのファイルを送れます。送られたファイルは記録していません。前のページに戻り、小さくしたファイルを選んでください。",
        "You can send files of up to 5 MB. The file was not kept. Go back and choose a smaller one.",
    ),
    "file_bytes": Text("{}バイト", "{} bytes"),
    "file_at": Text("{}に受け取りました。", "received {}."),
    "file_gone": Text("確かめたあとに消去しました。", "Erased after it was checked."),
}

#: What files are called to people.
FILE_KINDS: Mapping[str, Text] = {
    "pdf": Text("PDF", "PDF"),
    "jpeg": Text("画像（JPEG）", "Picture (JPEG)"),
    "png": Text("画像（PNG）", "Picture (PNG)"),
}


def size_in_words(size: int) -> Text:
    """Return a size in bytes as people say it."""
    if size < 1_000_000:
        return Text(f"約{max(1, round(size / 1_000))}KB", f"about {max(1, round(size / 1_000))} KB")
    return Text(f"約{size / 1_000_000:.1f}MB", f"about {size / 1_000_000:.1f} MB")

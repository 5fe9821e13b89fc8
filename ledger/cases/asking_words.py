"""The words of the questions of a request, by code, in Japanese and English. One word for one thing."""

from __future__ import annotations

from collections.abc import Mapping

from ledger.cases.texts import Text

ASKING: Mapping[str, Text] = {
    "begin": Text("始める", "Start"),
    "before_steps": Text(
        "質問に順にお答えください。送る前に、書いた内容をまとめて確かめられます。送るまで、当社は何も記録しません。",
        "You answer a few questions and check everything before you send it. Until you send it, we record nothing.",
    ),
    "before_minutes": Text("10分ほどかかります。", "It takes about 10 minutes."),
    "before_ready": Text(
        "用意するもの：連絡先と、分かれば会員番号など当社での番号。書類はあとで出せます。",
        "Have ready: how to reach you and, if you know it, your member number or other number with us. Documents can"
        " follow.",
    ),
    "before_agent": Text(
        "法定代理人や、ご本人から頼まれた代理人も請求できます。",
        "A legal representative, or an agent whom you have asked, can also make the request.",
    ),
    "before_other": Text(
        "書面・電話・店頭でも同じように受け付けます。連絡先は、このページの「お問い合わせ」にあります。",
        "On paper, by telephone and at our counter we take it in the same way. See “Contact” on this page.",
    ),
    "unsure": Text("分からないとき", "If you do not know"),
    "too_long_by": Text("{}文字までにしてください", "Use no more than {} characters"),
    "who_title": Text("請求するのはどなたですか", "Who is making this request?"),
    "who": Text("請求する方", "Who is asking"),
    "who_self": Text("ご本人", "The person concerned"),
    "who_self_hint": Text("自分のことについて請求します。", "I ask about myself."),
    "who_parent": Text("親権者", "A parent"),
    "who_parent_hint": Text("未成年のお子さまについて請求します。", "I ask for my child, who is a minor."),
    "who_guardian": Text("後見人", "A guardian"),
    "who_guardian_hint": Text(
        "未成年後見人や成年後見人として請求します。", "I ask as the guardian of a minor or of an adult."
    ),
    "who_mandated": Text("ご本人から頼まれた代理人", "An agent whom the person has asked"),
    "who_mandated_hint": Text(
        "委任状を受けて請求します。", "I ask with a letter of mandate."
    ),
    "who_missing": Text("請求する方を選んでください", "Choose who is making the request"),
    "who_help": Text(
        "亡くなった方のことや、どれにもあてはまらないときは、最初のページから「相談・質問」を選ぶか、このページの「お問い合わせ」にご連絡ください。",
        "If it is about somebody who has died, or nothing here fits, choose “Consultation, question” on the start page,"
        " or contact us (see “Contact” on this page).",
    ),
    "agent_title": Text("代理人のお名前を教えてください", "What is your name, as the agent?"),
    "agent": Text("代理人", "Agent"),
    "agent_name": Text("代理人のお名前", "Name of the agent"),
    "agent_name_missing": Text("代理人のお名前を書いてください", "Write the name of the agent"),
    "agent_proofs": Text("あとで必要になる書類", "What we need from you later"),
    "agent_proofs_lead": Text(
        "代理の権利を確かめるため、次のどれか1つと、代理人の方の本人確認書類が必要です。"
        "受け付けたあと、状況のページから送れます。郵送や店頭でもかまいません。",
        "We check your right to act by one of these, and who you are by an identity document of your own. You can send"
        " them from the page of your request once we have received it, or by post, or bring them to our counter.",
    ),
    "agent_told": Text(
        "ご本人にも、この請求の前から登録されている連絡先で確かめます。",
        "We also check with the person concerned, by a contact that was registered with us before this request.",
    ),
    "alone_title": Text(
        "もう一人の親権者も、この請求に加わっていますか", "Does the other parent with authority join this request?"
    ),
    "alone": Text("もう一人の親権者", "The other parent"),
    "alone_together": Text("はい。もう一人の親権者も加わっています", "Yes, the other parent joins it"),
    "alone_alone": Text("いいえ。一人で請求します", "No, I ask alone"),
    "alone_alone_hint": Text(
        "親権者が一人だけのときも、「いいえ」を選んでください。",
        "Choose this too if you are the only parent with authority.",
    ),
    "alone_missing": Text(
        "もう一人の親権者も加わっているかどうかを選んでください", "Choose whether the other parent joins the request"
    ),
    "alone_why": Text(
        "離婚のあとも父母が共同で親権を持つことがあるため、お聞きします。一人でも請求できる場合があります。",
        "We ask because parents may share authority after a divorce. You may be able to ask alone.",
    ),
    "name_title": Text("お名前を教えてください", "What is your name?"),
    "name_title_agent": Text("ご本人のお名前を教えてください", "What is the name of the person concerned?"),
    "name": Text("お名前", "Name"),
    "name_agent": Text("ご本人のお名前", "Name of the person concerned"),
    "name_hint": Text(
        "当社に登録したときから変わったときは、前のお名前も書いてください。",
        "If it has changed since it was registered with us, write the former one too.",
    ),
    "name_missing": Text("お名前を書いてください", "Write the name"),
    "scope_title": Text("何を止めますか", "What should stop?"),
    "scope": Text("止めるもの", "What should stop"),
    "scope_lead": Text(
        "提供先や項目は、次の質問で書いてください。", "You name the recipient or the data in the next question."
    ),
    "scope_missing": Text("止めるものを選んでください", "Choose what should stop"),
    "both_title": Text(
        "提供の記録と、データの内容の、両方を請求しますか", "Do you want both the records and the data itself?"
    ),
    "both": Text("請求するもの", "What you request"),
    "both_missing": Text("請求するものを選んでください", "Choose what you request"),
    "both_no_records": Text(
        "いいえ。第三者に提供した、または受け取った記録だけを請求します",
        "No, only the records of provision to, or receipt from, third parties",
    ),
    "both_no_data": Text(
        "いいえ。当社が持っているデータの内容だけを請求します", "No, only the content of the data held about me"
    ),
    "both_yes": Text("はい。記録とデータの内容の両方を請求します", "Yes, both the records and the data"),
    "both_yes_hint": Text(
        "1つの請求として受け付け、まとめてお答えします。受付番号は1つです。",
        "We take it as one request, under one case number, and answer both together.",
    ),
    "about": Text("どの記録について", "About which record"),
    "about_said": Text(
        "受付番号{}の回答にある記録 {}（請求した方の申し出）",
        "record {1} in the answer to case {0}, as the person says",
    ),
    "about_consultation": Text("質問する", "Ask about it"),
    "about_stop_provision": Text("提供の停止を求める", "Ask us to stop"),
    "about_complaint": Text("苦情を伝える", "Complain"),
    "asked_title_told": Text("どのような内容ですか", "What is it about?"),
    "asked_title_free": Text("対象にしたいものはありますか", "Do you mean anything in particular?"),
    "asked_help": Text(
        "分かることだけでかまいません。足りないことは、あとで担当者がお聞きします。",
        "Write what you know. Our staff will ask you later if they need more.",
    ),
    "claimed_title": Text("会員番号など、当社での番号が分かりますか", "Do you know your number with us?"),
    "claimed_help": Text(
        "会員証、契約書、当社からの郵便物やメールに書かれていることがあります。分からなくても請求できます。"
        "お名前と連絡先からお調べします。",
        "It may stand on a membership card, a contract, or in letters and e-mail from us. You can ask without it; we"
        " then look by your name and contact.",
    ),
    "period_title": Text("調べてほしい期間はありますか", "Do you want us to look at a certain time?"),
    "period": Text("期間", "Period"),
    "period_lead": Text(
        "空けておくと、すべての期間を調べます。どちらか一方だけでもかまいません。",
        "Leave it empty and we look at all of it. You may fill in one of the two alone.",
    ),
    "since": Text("いつから", "From"),
    "until": Text("いつまで", "To"),
    "day_hint": Text("例：2026年4月1日。令和8年とも書けます。", "Example: 2026, 4, 1. Japanese eras can be used."),
    "year": Text("年", "Year"),
    "month": Text("月", "Month"),
    "day": Text("日", "Day"),
    "day_part_missing": Text("「{}」の「{}」を入力してください", "Under “{}”, enter the {}"),
    "year_wrong": Text("「{}」の「{}」は、2026や令和8のように書きます", "Under “{}”, the {} is written as in 2026"),
    "month_wrong": Text("「{}」の「{}」は1から12までの数字です", "Under “{}”, the {} is a number from 1 to 12"),
    "day_wrong": Text("「{}」の「{}」は、その月にある日の数字です", "Under “{}”, the {} is one that the month has"),
    "until_before": Text(
        "「いつまで」は、「いつから」と同じ日か、それよりあとの日です", "“To” is the same day as “From” or a later one"
    ),
    "delivery_title": Text("回答をどのように受け取りますか", "How would you like to receive the answer?"),
    "delivery": Text("受け取り方", "How to receive it"),
    "delivery_page_hint": Text(
        "読むためのページ、PDF、表のデータなどから選べます。",
        "A page to read, a PDF, a table and more to choose from.",
    ),
    "delivery_post_hint": Text(
        "住所が必要です。郵便物がほかの方の目に触れることがあります。",
        "We need a postal address. Others at your home may see the letter.",
    ),
    "delivery_missing": Text("受け取り方を選んでください", "Choose how to receive the answer"),
    "contact_title": Text("どの方法でご連絡してよいですか", "How may we reach you?"),
    "contact": Text("連絡してよい方法", "How we may reach you"),
    "contact_lead": Text(
        "ここに書かれた方法でご連絡します。ほかの方に知られるおそれがある方法は、空けておいてください。",
        "We reach you by what you write here. Leave empty whatever others might read or hear.",
    ),
    "contact_identity": Text(
        "ご本人であることを確かめるときは、この請求の前から登録されている連絡先を使うことがあります。",
        "To check who asks, we may use a contact that was registered with us before this request.",
    ),
    "contact_unsafe": Text(
        "使わないでほしいものは、次の質問で書けます。", "With the next question you can say which we must not use."
    ),
    "phone": Text("電話番号", "Telephone number"),
    "address": Text("住所", "Postal address"),
    "email_plain": Text(
        "ほかの人がメールを見るおそれがあるときは、空けておいてください。",
        "Leave it empty if somebody else might read your e-mail.",
    ),
    "reach_missing": Text("連絡してよい方法を1つは書いてください", "Write at least one way to reach you"),
    "address_missing": Text("書面を送る住所を書いてください", "Write the address to which the letter goes"),
    "safety_title": Text(
        "連絡に特に気をつけてほしい事情がありますか", "Do we have to take special care when we reach you?"
    ),
    "safety_title_agent": Text(
        "ご本人への連絡に、特に気をつけてほしい事情がありますか",
        "Do we have to take special care when we reach the person concerned?",
    ),
    "safety": Text("連絡についての安全", "Safety"),
    "safety_lead": Text(
        "暴力、虐待、つきまといなどのおそれがある方のための質問です。事情を書く必要はありません。",
        "This is for people who may face violence, abuse or stalking. You need not say what it is.",
    ),
    "safety_lead_agent": Text(
        "ご本人に、暴力、虐待、つきまといなどのおそれがあるときのための質問です。事情を書く必要はありません。",
        "This is for a person who may face violence, abuse or stalking. You need not say what it is.",
    ),
    "safety_hidden": Text(
        "お答えは、このあとの画面、控え、手紙、メールには出しません。",
        "Your answer shows on no page after this one, and on no receipt, letter or e-mail.",
    ),
    "protected": Text("特に気をつけてほしい", "Special care"),
    "protected_no": Text("いいえ", "No"),
    "protected_yes": Text("はい", "Yes"),
    "protected_yes_hint": Text(
        "郵便は使いません。代理人の方には回答をお渡ししません。連絡先の変更も受け付けません。回答は担当者2人で確かめます。",
        "We send nothing by post, give no answer to an agent, take no new address, and two of our staff check every"
        " answer.",
    ),
    "protected_yes_hint_agent": Text(
        "郵便は使いません。連絡先の変更も受け付けません。代理人の方にはお渡しせず、"
        "この請求の前から登録されている連絡先で、ご本人と進め方を確かめます。回答は担当者2人で確かめます。",
        "We send nothing by post and take no new address. We give nothing to an agent: we settle with the person"
        " concerned how to go on, by a contact that was registered with us before this request. Two of our staff check"
        " every answer.",
    ),
    "unsafe": Text("使わないでほしい連絡先", "Contacts that we must not use"),
    "unsafe_hint": Text(
        "この請求の前から当社に登録されている電話番号・住所・メールアドレスのうち、ほかの方に知られるおそれがあるものがあれば書いてください。"
        "その連絡先は使いません。",
        "If others might hear or read what goes to a telephone number, an address or an e-mail address that was"
        " registered with us before this request, write which. We then do not use it.",
    ),
    "protected_missing": Text("「はい」か「いいえ」を選んでください", "Choose yes or no"),
    "safety_not_shown": Text("この画面には出しません", "Not shown on this page"),
    "next_agent": Text(
        "代理の権利を示す書類と、代理人の方の本人確認書類をお送りください。状況のページから送れます。郵送や店頭でもかまいません。",
        "Please send the document that shows your right to act, and an identity document of your own. You can send them"
        " from the page of your request, or by post, or bring them to our counter.",
    ),
    "check_title": Text("内容を確かめて送る", "Check what you wrote, and send it"),
    "not_sent": Text("まだ送信されていません", "This has not been sent yet"),
    "not_sent_more": Text(
        "下の「この内容で送る」を押すと送られます。", "It is sent when you choose “Send this” below."
    ),
    "change": Text("変更する", "Change"),
    "nothing_said": Text("指定なし", "Nothing said"),
    "group_about_you": Text("あなたについて", "About you"),
    "group_request": Text("申し出", "What you ask"),
    "group_reach": Text("受け取りと連絡", "Answer and contact"),
    "period_said": Text("{}から{}まで", "from {} to {}"),
    "period_since": Text("{}から", "from {}"),
    "period_until": Text("{}まで", "until {}"),
}

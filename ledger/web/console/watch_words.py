"""Words of the console's pages about what is wrong or may be: violations, messages nobody could read, checks, and how
the programs run. In Japanese and English."""

from __future__ import annotations

from collections.abc import Mapping

from ledger.cases.texts import Text
from ledger.web.console.records_words import WORDS as RECORDS

WORDS: Mapping[str, Text] = {
    **{code: RECORDS[code] for code in ("no_gaps", "since", "until", "day_hint", "year", "month", "day")},
    # Violations and undetermined
    "violations": Text("違反と判定待ち", "Violations and undetermined"),
    "tab_violation": Text("違反", "Violations"),
    "tab_undetermined": Text("判定待ち", "Undetermined"),
    "tab_put_right": Text("是正ずみ", "Put right"),
    "tab_alerts": Text("知らせ", "Alerts"),
    "sort": Text("並び順", "Order"),
    "sort_people": Text("影響のある人数が多い順", "Most people affected first"),
    "sort_records": Text("記録が多い順", "Most records first"),
    "sort_oldest": Text("古い順", "Oldest first"),
    "group_total": Text("{}件（{}組）です。", "Records: {} (groups: {})."),
    "group_caption": Text("提供先と根拠ごとのまとまり", "Groups by recipient and ground"),
    "none_violation": Text("違反はありません。", "No violations."),
    "none_undetermined": Text("判定待ちはありません。", "Nothing is undetermined."),
    "none_put_right": Text(
        "この期間に是正された違反はありません。期間を広げることができます。",
        "No violation was put right in this period. You can widen it.",
    ),
    "put_right_lead": Text(
        "あとからの判断や訂正で、違反ではなくなった記録です。もとの判断も履歴に残っています。",
        "What a later judgement or a correction ended as a violation. The judgements before stay in the history.",
    ),
    "show_period": Text("この期間を表示する", "Show this period"),
    "col_ended": Text("是正された日", "Put right"),
    "col_cause": Text("きっかけ", "By"),
    "col_try": Text("つぎの判定", "Next judgement"),
    "judged_up_to": Text(
        "台帳の{}番までの判断を、{}に調べました。", "Judgements up to entry {} were looked through on {}."
    ),
    "more_groups": Text("はじめの{}組だけを表示しています。", "Only the first {} groups are shown."),
    "col_recipient": Text("提供先", "Recipient"),
    "col_ground": Text("主張された根拠", "Ground claimed"),
    "col_people": Text("影響のある人", "People affected"),
    "col_records": Text("記録", "Records"),
    "col_since": Text("いつから", "Since"),
    "col_until": Text("最後", "Last"),
    "col_missing": Text("足りないもの", "Missing"),
    "col_open": Text("記録を見る", "See the records"),
    "open_records": Text("記録を探す", "Find the records"),
    "col_owner": Text("担当", "In charge"),
    "owner_nobody": Text("なし", "Nobody"),
    "owner_since": Text("{}から", "since {}"),
    "owner_take": Text("担当になる", "Take charge"),
    "owner_give_up": Text("担当をやめる", "Give up"),
    "owner_of": Text("：{}（{}）", ": {} ({})"),
    "owner_moved": Text(
        "あなたが開いたあとに、担当が変わりました。いまの担当を確かめてください。何も登録していません。",
        "Who is in charge has changed since you opened this page. See who is now. Nothing was entered.",
    ),
    "whose": Text("担当", "In charge"),
    "whose_": Text("すべて", "All"),
    "whose_mine": Text("自分", "Mine"),
    "whose_nobody": Text("なし", "Nobody"),
    "none_whose": Text("この担当のまとまりはありません。", "No group stands so."),
    "people": Text("{}人", "{}"),
    "records": Text("{}件", "{}"),
    "retry": Text(
        "足りない事実が届くと、期限の前でも自動で判定し直します。期限は、いちばん古い記録のものです。",
        "They are judged again by themselves as soon as the fact comes, before the time named too. The time is that of"
        " the oldest record.",
    ),
    "try_at": Text("期限：{}、自動で再判定", "By itself on {}"),
    "try_passed": Text(
        "期限（{}）は過ぎました。送信元が続きを知らせると、自動で再判定",
        "The time ended on {}. By itself once the source has told what followed",
    ),
    "try_when_it_comes": Text("足りないものが届くと、自動で再判定", "By itself when it comes"),
    "awaits_consent": Text("同意の記録", "The consent record"),
    "awaits_link": Text("本人の同一性の知らせ", "Whether ids are one person"),
    "awaits_register": Text("登録簿の版", "A register entry"),
    "awaits_judgement": Text("判断の規則", "A rule to judge by"),
    "awaits_acceptance": Text("遅れて届いた資料の承認", "That late evidence is accepted"),
    "too_many": Text(
        "時間内に数え終わりませんでした。検索から、期間を決めて探せます。",
        "Counting did not end in time. Search within a period instead.",
    ),
    "counting": Text(
        "まだ数えています。少し待って、このページを開き直してください。検索から、期間を決めて探すこともできます。",
        "Still being counted. Open this page again soon. You can also search within a period.",
    ),
    "by_range": Text(
        "あなたの担当の範囲は本人の種類で決まっているため、まとまりは表示しません。1人ずつ探してください。",
        "Your range names kinds of people, so groups are not shown. Look people up one at a time.",
    ),
    "alerts_caption": Text("まだ誰も確認していない知らせ（新しい順）", "Alerts nobody has acknowledged, newest first"),
    "no_alerts": Text("確認を待っている知らせはありません。", "No alert waits to be acknowledged."),
    "col_kind": Text("種類", "Kind"),
    "col_raised": Text("出た時", "Raised"),
    "col_about": Text("何について", "About"),
    "col_responsible": Text("担当", "Responsible"),
    "col_do": Text("操作", "Do"),
    "about_record": Text("記録 {}番", "Record {}"),
    "escalated": Text("{}に、{}へ上げました", "Escalated on {} to {}"),
    "everyone": Text("個人情報の担当全員", "every privacy officer"),
    "undelivered": Text(
        "まだ送り出していない知らせのまとまりが{}あります。最も古いものは台帳の{}番です。",
        "Runs of alerts not sent yet: {}. The oldest begins at entry {}.",
    ),
    "undelivered_since": Text("{}から待っています。", "It has waited since {}."),
    "undelivered_retry": Text(
        "数秒ごとに、自動で送り直しています。進まないときは「運用」の手順を見てください。",
        "It is tried again by itself every few seconds. If nothing moves, see the steps under “Operations”.",
    ),
    "unsent": Text("送り出し待ち。自動でやり直しています", "Waits to be sent; tried again by itself"),
    "delivered": Text("知らせはすべて送り出しました。", "All alerts were sent."),
    "acknowledge": Text("確認を記録する", "Acknowledge"),
    "acknowledge_title": Text("知らせの確認", "Acknowledge an alert"),
    "note": Text("どう扱うか", "What is done about it"),
    "alert_steps": Text("手順を見る", "What to do"),
    "note_missing": Text("どう扱うかを選んでください", "Choose what is done about it"),
    "own_alert": Text(
        "あなた自身がしたことの知らせです。ほかの担当者が確認してください",
        "You did this yourself: another officer acknowledges it",
    ),
}

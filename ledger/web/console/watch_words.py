"""Words of the console's pages about what is wrong or may be: violations, messages nobody could read, checks, and how
the programs run. In Japanese and English."""

from __future__ import annotations

from collections.abc import Mapping

from ledger.cases.texts import Text
from ledger.web.console.records_words import WORDS as RECORDS

WORDS: Mapping[str, Text] = {
    "no_gaps": RECORDS["no_gaps"],
    # Violations and undetermined
    "violations": Text("違反と判定待ち", "Violations and undetermined"),
    "tab_violation": Text("違反", "Violations"),
    "tab_undetermined": Text("判定待ち", "Undetermined"),
    "tab_alerts": Text("知らせ", "Alerts"),
    "sorted_people": Text("影響のある人数が多い順に並べています。", "Those that affect most people come first."),
    "group_caption": Text("提供先と根拠ごとのまとまり", "Groups by recipient and ground"),
    "none_violation": Text("違反はありません。", "No violations."),
    "none_undetermined": Text("判定待ちはありません。", "Nothing is undetermined."),
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
    "people": Text("{}人", "{}"),
    "records": Text("{}件", "{}"),
    "retry": Text(
        "足りない事実が届くか、届くはずの時が過ぎると、自動で判定し直します。",
        "They are judged again by themselves when the fact comes, or when the time for it has passed.",
    ),
    "awaits_consent": Text("同意の記録", "The consent record"),
    "awaits_link": Text("本人の同一性の知らせ", "Whether ids are one person"),
    "awaits_register": Text("登録簿の版", "A register entry"),
    "awaits_other": Text("その他の事実", "Another fact"),
    "too_many": Text(
        "時間内に数え終わりませんでした。検索から、期間を決めて探せます。",
        "Counting did not end in time. Search within a period instead.",
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
        "送り出しを待っている知らせのまとまりが{}あります。最も古いものは台帳の{}番です。送り出しは自動でやり直します。",
        "Runs of alerts that wait to be sent: {}. The oldest begins at entry {}. Sending is tried again by itself.",
    ),
    "delivered": Text("知らせはすべて送り出しました。", "All alerts were sent."),
    "acknowledge": Text("確認を記録する", "Acknowledge"),
    "acknowledge_title": Text("知らせの確認", "Acknowledge an alert"),
    "note": Text("どう扱うか", "What is done about it"),
    "note_missing": Text("どう扱うかを選んでください", "Choose what is done about it"),
    "kind_violation": Text("違反", "Violation"),
    "kind_incident": Text("漏えい等（26条）", "Incident (art. 26)"),
    "kind_overdue": Text("判定待ちの期限超過", "Undetermined for too long"),
    "kind_ignored_refusal": Text("事前確認で不可とされた後の提供", "Provided after the check had said no"),
    "kind_rejudged": Text("判定のし直し", "Judged again"),
    "kind_silence": Text("送信元の途絶", "A source is silent"),
    "kind_topic_recreated": Text("トピックの作り直し", "A topic was made anew"),
    "kind_numbers_missing": Text("番号の欠け", "Numbers never came"),
    "kind_unpublished": Text("封印が公表されていない", "Heads are not published"),
    "kind_clock_back": Text("封印の時計の逆戻り", "The notary’s clock went back"),
    "kind_many_by_one_agent": Text("1人の代理人による多数の請求", "Many cases by one agent"),
    "kind_block_lapsed": Text("停止措置の期限切れ", "A block lapsed"),
    "kind_mail_undelivered": Text("本人へのメールの不達", "Mail was not delivered"),
    # Quarantine
    "quarantine": Text("隔離", "Quarantine"),
    "quarantine_lead": Text(
        "読めなかったデータを、届いたまま封印して置いています。消すことも変えることもありません。",
        "What could not be read is kept sealed as it came. It is neither deleted nor changed.",
    ),
    "quarantine_count": Text("読めないまま待っているもの：{}件", "Waiting unread: {}"),
    "quarantine_none": Text("隔離はありません。最後の受信は{}です。", "Nothing is in quarantine. Last received on {}."),
    "quarantine_never": Text("隔離はありません。まだ何も受信していません。",
                             "Nothing is in quarantine. Nothing was received yet."),
    "by_reason": Text("理由ごとの件数", "By reason"),
    "quarantine_caption": Text("隔離したもの（待っているものから、新しい順）",
                               "What is in quarantine: what waits first, the newest first"),
    "more_unread": Text("はじめの{}件だけを表示しています。", "Only the first {} are shown."),
    "col_place": Text("場所", "Place"),
    "col_reason": Text("理由", "Reason"),
    "col_received": Text("届いた時", "Received"),
    "col_same": Text("同じ物", "Alike"),
    "col_outcome": Text("いま", "Now"),
    "outcome_waiting": Text("待っています", "Waits"),
    "outcome_replayed": Text("読み直しました", "Read again"),
    "outcome_dismissed": Text("そのままにしました", "Let rest"),
    "content_title": Text("隔離したデータの中身", "Content of a quarantined message"),
    "content_lead": Text(
        "個人の情報が含まれることがあります。見たことは、あなたの名前と理由とともに記録しました。",
        "It may hold personal data. That you looked was recorded with your name and reason.",
    ),
    "content_bytes": Text("{}バイト", "{} bytes"),
    "content_text": Text("文字として読んだもの", "Read as text"),
    "content_hex": Text("16進数", "In hexadecimal"),
    "content_erased": Text("その日の鍵を破棄したため、中身はもうありません。",
                           "The key of that day was destroyed, so the content is gone."),
    "replay_how": Text(
        "読み直すには「provision-ledger quarantine replay {0}」を、そのままにするには"
        "「provision-ledger quarantine dismiss {0}」を使います。どちらも元のデータは変わりません。",
        "To read it again, use “provision-ledger quarantine replay {0}”; to let it rest, “provision-ledger quarantine"
        " dismiss {0}”. Neither changes what came.",
    ),
    "replayed_how": Text("読み直した結果は、同じ送信元の新しい記録にあります。",
                         "What came of reading it again is among the source’s newest records."),
}

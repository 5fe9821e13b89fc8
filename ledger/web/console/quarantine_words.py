"""Words of the console's pages about messages that nobody could read, in Japanese and English."""

from __future__ import annotations

from collections.abc import Mapping

from ledger.cases.texts import Text

WORDS: Mapping[str, Text] = {
    "quarantine": Text("隔離", "Quarantine"),
    "quarantine_lead": Text(
        "読めなかったデータを、届いたまま封印して置いています。保存期間が終わるまで、消すことも変えることもありません。",
        "What could not be read is kept sealed as it came. Until its period ends it is neither deleted nor changed.",
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
    "unread_empty_value": Text("中身が空です", "It is empty"),
    "unread_too_large": Text("大きすぎます（8 MiBまで保存）", "It is too large; its first 8 MiB are kept"),
    "unread_not_avro": Text("この台帳のデータの形ではありません", "It is not in the ledger’s format"),
    "unread_unknown_fingerprint": Text("登録されていない版の形です", "Its version is not known here"),
    "unread_malformed": Text("途中で読めなくなります", "It cannot be read to its end"),
    "unread_time_out_of_range": Text("日時が範囲の外です", "A time is out of range"),
    "unread_trailing_bytes": Text("終わりの後に余分なデータがあります", "Something follows its end"),
    "unread_source_mismatch": Text("名乗った送信元が、届いた場所と違います", "It names another source than its topic"),
    "unread_wrong_topic_kind": Text("この場所に届く種類ではありません", "Its kind does not belong on its topic"),
    "unread_number_out_of_range": Text("通し番号が範囲の外です", "Its running number is out of range"),
    "unread_instance_invalid": Text("送り手の名前が読めません", "The name of what sent it cannot be read"),
    "unread_register_body_invalid": Text("登録簿の内容が決まりに合いません", "Its register row breaks the rules"),
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
    "content_closed": Text(
        "中身は、存否を答えない記録を扱う担当者だけが開けます。読めないものは、そうした記録かどうかを確かめられないためです。",
        "Its content opens to officers alone who work on what is neither confirmed nor denied: of what cannot be read,"
        " nobody can tell whether it is that.",
    ),
    "content_link": Text("理由を記録して、中身を見る", "Record a reason and see its content"),
    "unread_bytes_erased": Text("その日の鍵を破棄したため、中身がありません", "Its content is gone with its day’s key"),
    # One message
    "outcome_title": Text("隔離したもの1件", "One message in quarantine"),
    "outcome_lead": Text(
        "中身は表示しません。読み直しても、元のデータは変わりません。",
        "Its content is not shown. Reading it again changes nothing of what came.",
    ),
    "reread_button": Text("読み直す", "Read it again"),
    "reread_waits": Text(
        "読み直しを頼みました。取り込みのプログラムが動いていれば、数秒で結果が出ます。",
        "It was asked for. While a worker runs, the outcome stands here within seconds.",
    ),
    "reread_today": Text(
        "きょうは、もう読み直しを頼んでいます。同じ版の台帳では結果が変わらないため、つぎに頼めるのはあすです。"
        "版を入れ替えた日は「provision-ledger quarantine replay」を使ってください。",
        "It was asked for today. The same release reads it in the same way, so it can be asked for again tomorrow. On a"
        " day on which the release was changed, use “provision-ledger quarantine replay”.",
    ),
    "dismiss_waits": Text(
        "二人の担当者が、終わりにすることを同じ理由で記録しました。取り込みのプログラムが動いていれば、数秒で反映します。",
        "Two officers recorded, for the same reason, that it rests. While a worker runs, it holds within seconds.",
    ),
    "rest_title": Text("終わりにする提案", "Proposed to rest"),
    "rest_proposed": Text(
        "{}が、{}に、次の理由で終わりにすることを提案しました。ほかの担当者が同じ理由を選ぶと、終わりになります。",
        "{} proposed on {} to let it rest for this reason. It rests once another officer chooses the same reason.",
    ),
    "rest_mine": Text(
        "あなたが、{}に、次の理由で終わりにすることを提案しました。ほかの担当者が同じ理由を選ぶと、終わりになります。",
        "You proposed on {} to let it rest for this reason. It rests once another officer chooses the same reason.",
    ),
    "reload": Text("状況を更新する", "See how it stands now"),
    "before": Text("はじめの結果", "At first"),
    "after": Text("いまの結果", "Now"),
    "still": Text("読み直しましたが、まだ読めません：{}", "It was read again, and cannot be read still: {}"),
    "what_is_missing": Text("読めるようにするには", "What it takes"),
    "tries": Text("読み直しの記録（新しい順、10回まで）", "The last ten tries and answers, newest first"),
    "col_when": Text("日時", "When"),
    "col_who": Text("頼んだ人", "Who asked"),
    "col_said": Text("結果", "What came of it"),
    "try_asked": Text("読み直しを頼みました", "Asked"),
    "brought_entries": Text("記録になりました（台帳の{}番から）。", "It became entries, from {} on."),
    "brought_duplicate": Text(
        "同じ内容の記録が、すでに台帳の{}番にありました。", "The same stood in the log already, at entry {}."
    ),
    "brought_conflict": Text(
        "同じ番号で内容の違う記録があったため、台帳の{}番に食い違いとして記録しました。",
        "Another event bears its id: entered as a conflict at entry {}.",
    ),
    "brought_heartbeat": Text("送信元の合図でした。記録にはなりません。", "It was a heartbeat, which is no record."),
    "brought_gone": Text(
        "読み直しました。何になったかは、その日の鍵とともになくなりました。",
        "It was read again; what it came to is gone with the key of that day.",
    ),
    "see_record": Text("記録 {}番を見る", "See record {}"),
    "told_source": Text(
        "読めなかったことは、隔離したときに「provisions.dlq」へ送り出しています。送信元は、そこで場所と理由を知れます。",
        "That it could not be read goes out on “provisions.dlq” when it is quarantined: there its source learns the"
        " place and the reason.",
    ),
    "dismiss_link": Text("読めないまま終わりにする", "Let it rest unread"),
    "dismiss_title": Text("読めないまま終わりにする", "Let a message rest unread"),
    "dismiss_lead": Text(
        "担当者が提案し、ほかの担当者が同じ理由を選ぶと、終わりになります。その後は、判定がこれを待たなくなります。"
        "取り消すことはできません。元のデータは、保存期間が終わるまで残ります。",
        "One officer proposes it, and it rests once another chooses the same reason. From then on no judgement waits"
        " for it, and it cannot be taken back. What came stays until its period ends.",
    ),
    "dismiss_because": Text("なぜ終わりにしますか", "Why is it let rest?"),
    "dismiss_because_missing": Text("なぜ終わりにするかを選んでください", "Choose why it is let rest"),
    "because_incident": Text("事故・違反を調べて、要らないと分かった", "An incident was looked into: it is not needed"),
    "because_operation": Text("送信元が送り直した、または試しに送ったもの", "Its source sent it anew, or as a trial"),
    "because_inspection": Text("自己点検で、要らないと分かった", "A self-inspection found that it is not needed"),
    "dismiss_button": Text("理由を記録して終わりにする", "Record the reason and let it rest"),
    "propose_button": Text("理由を記録して提案する", "Record the reason and propose it"),
    # What it takes, by reason
    "missing_empty_value": Text(
        "中身がありません。送信元に、同じ番号（id）で送り直してもらいます。",
        "Nothing is in it. Have its source send it anew with the same id.",
    ),
    "missing_not_avro": Text(
        "この台帳の形（Avro）ではありません。送信元の送り方を確かめ、送り直してもらいます。",
        "It is no Avro message of the ledger’s. See how its source publishes, and have it send anew.",
    ),
    "missing_unknown_fingerprint": Text(
        "この版の形が、この台帳に登録されていません。その版を知る台帳に入れ替えると、自動で読み直します。",
        "This release does not know its version. Once one runs that does, it is read again by itself.",
    ),
    "missing_malformed": Text(
        "途中で壊れています。送信元に、同じ番号（id）で送り直してもらいます。",
        "It is broken on the way. Have its source send it anew with the same id.",
    ),
    "missing_time_out_of_range": Text(
        "日時が範囲の外です。送信元の時計と、日時の単位（マイクロ秒）を確かめ、送り直してもらいます。",
        "A time is out of range. See to its source’s clock and unit (microseconds), and have it send anew.",
    ),
    "missing_trailing_bytes": Text(
        "終わりの後に余分なデータがあります。送信元の送り方を確かめ、送り直してもらいます。",
        "Something follows its end. See how its source publishes, and have it send anew.",
    ),
    "missing_too_large": Text(
        "8 MiBを超えるものは読みません。送信元を確かめ、記録であれば分けて送り直してもらいます。"
        "残りは、Kafkaの保存期間の間だけ、Kafkaにあります。",
        "Nothing above 8 MiB is read. See who sent it; if it was a record, have it sent anew in parts. The rest lies in"
        " Kafka for as long as that keeps messages.",
    ),
    "missing_source_mismatch": Text(
        "送信元は、自分の名前のトピックにだけ送れます。トピックと名前を確かめ、送り直してもらいます。",
        "A source may publish on its own topics alone. See to topic and name, and have it send anew.",
    ),
    "missing_wrong_topic_kind": Text(
        "このトピックには届かない種類です。送信元に、正しいトピックへ送り直してもらいます。",
        "Its kind does not belong on this topic. Have its source send it on the right one.",
    ),
    "missing_number_out_of_range": Text(
        "通し番号は1から2の53乗−1までです。送信元の番号の振り方を直し、送り直してもらいます。",
        "Running numbers go from 1 to 2^53 − 1. Have its source number rightly and send anew.",
    ),
    "missing_instance_invalid": Text(
        "送り手の名前が読めません。送信元の設定を直し、送り直してもらいます。",
        "The name of what sent it cannot be read. Have its source set it right and send anew.",
    ),
    "missing_register_body_invalid": Text(
        "登録簿の内容が決まりに合いません。docs/registers.mdの形に直し、送り直してもらいます。",
        "The register row breaks the rules. Put it right by docs/registers.md and send it anew.",
    ),
    "missing_bytes_erased": Text(
        "中身がもうないため、読み直せません。読めないまま終わりにできます。",
        "Its content is gone, so it can be read no more. It can be let rest.",
    ),
}

"""Words of the console's page about what is kept for how long, in Japanese and English."""

from __future__ import annotations

from collections.abc import Mapping

from ledger.cases.texts import Text

WORDS: Mapping[str, Text] = {
    "retention": Text("保存期間と消去", "Retention"),
    "retention_lead": Text(
        "保存期間が終わったものは、毎日の実行が消去します。記録そのものは台帳に残り、中身の鍵だけがなくなります。"
        "この画面は数えるだけで、何も消去しません。",
        "What has outlived its period is destroyed by a daily run: its entries stay in the log, and only the keys of"
        " what they said go. This page counts and destroys nothing.",
    ),
    "periods": Text(
        "終わった案件は最後の手続から{}日、隔離と人に関わらない操作は{}日のあと、消去します。"
        "提供の記録の期間は、根拠ごとに決まります。",
        "A case that is over goes {} days after its last step; quarantine and acts about nobody after {} days. How"
        " long a record is kept follows from its ground.",
    ),
    "plan_button": Text("いま消去できるものを数える", "Count what may go now"),
    "plan_title": Text("いま消去できるもの", "What may go now"),
    "counted_at": Text("{}に数えました。数えたことを記録しました。", "Counted on {}. That it was counted is recorded."),
    "goes": Text(
        "月ごとの鍵{}個、日ごとの鍵{}個、案件{}件を消去できます。",
        "Keys of months: {}, keys of days: {} and cases: {} may go.",
    ),
    "goes_nothing": Text("いま消去できるものはありません。", "Nothing may go now."),
    "soon_title": Text("{}日以内に期間が終わるもの", "What falls due within {} days"),
    "soon_lead": Text(
        "いまは消去できず、このままなら期間が終わるものです。本人の月ごとの鍵は、その月の記録がすべて期間を終えてから消去します。",
        "It may not go yet, and its period ends if nothing more happens. A person’s month goes once that of all in"
        " it has ended, too.",
    ),
    "soon_days": Text(
        "{}日以内に消去できるようになる、日ごとの鍵：{}個。", "Keys of days that may go within {} days: {}."
    ),
    "soon_none": Text("期間が終わる提供の記録と案件はありません。", "The period of no record and no case ends."),
    "soon_records": Text("提供の記録（期間の決まり方ごと）", "Records of provision, by what their period follows from"),
    "soon_cases": Text("案件（いま残している理由ごと）", "Cases, by why they are kept still"),
    "not_whole": Text(
        "時間内に数え終わりませんでした。記録の件数は、途中までの数です。「provision-ledger retention plan」なら"
        "最後まで数えます。",
        "Counting did not end in time: of the records only a part was counted. “provision-ledger retention plan” counts"
        " to the end.",
    ),
    "records_caption": Text("提供の記録", "Records of provision"),
    "cases_caption": Text("案件", "Cases"),
    "col_why": Text("どの状態か", "How they stand"),
    "col_number": Text("件数", "Count"),
    "run_title": Text("消去の実行", "Runs"),
    "run_how": Text(
        "消去は、運用の担当者が「provision-ledger retention run」で行います。毎日の予定に入れてください。"
        "鍵の破棄は取り消せないため、この画面からは行えません。",
        "An operator carries it out by “provision-ledger retention run”, which belongs into a daily schedule. No key is"
        " destroyed from this page: it cannot be taken back.",
    ),
    "run_never": Text(
        "まだ、期間の満了による消去はありません。", "Nothing was destroyed yet because its period ended."
    ),
    "run_well": Text("最後の消去：{}。", "Last destroyed on {}."),
    "run_late": Text(
        "最後の消去：{}。それから2日を超えました。消去できるものがあれば、毎日の実行が動いているかを確かめてください。",
        "Last destroyed on {}, more than two days ago. Where anything may go, see that the daily run is scheduled.",
    ),
    "run_unfinished": Text(
        "始めた消去が、終わりまで進んでいません。つぎの実行が、はじめにこれを終わらせます。",
        "An erasure was begun and has not ended. The next run finishes it first.",
    ),
    "runs_caption": Text(
        "期間の満了による消去（新しい順、10回まで）", "The last ten that destroyed something, newest first"
    ),
    "col_when": Text("日時", "When"),
    "col_who": Text("担当者", "Officer"),
    "col_state": Text("状態", "State"),
    "run_done": Text("終わりました", "Done"),
    "run_open": Text("終わっていません", "Not finished"),
}

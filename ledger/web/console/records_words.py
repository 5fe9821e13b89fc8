"""Words of the console's pages that search provisions and show one record, in Japanese and English."""

from __future__ import annotations

from collections.abc import Mapping

from ledger.cases.texts import Text
from ledger.web.console.deciding_words import DECIDING

WORDS: Mapping[str, Text] = {
    **DECIDING,
    "records_title": Text("提供の記録を探す", "Search provisions"),
    "records_menu": Text("提供の記録", "Provisions"),
    # Why
    "records_reason_title": Text(
        "提供の記録を開く前に、理由を選んでください", "Before you open provisions: why do you look?"
    ),
    "records_reason_lead": Text(
        "開いた人、日時、理由、探した条件が記録されます。選んだ理由は、サインアウトするまで使われます。",
        "Who opens them, when, why and what was searched for is recorded. The reason holds until you sign out.",
    ),
    "records_what": Text("提供の記録の検索と閲覧", "Searching and reading provisions"),
    "looking_for": Text("開いた理由：{}", "Reason: {}"),
    "change_reason": Text("理由を変える", "Change the reason"),
    # The form
    "since": Text("期間の初めの日（この日から）", "First day"),
    "until": Text("期間の終わりの日（この日まで）", "Last day"),
    "day_hint": Text(
        "例：2026 4 1。和暦（令和8）でも書けます。", "For example: 2026 4 1. Japanese years (令和8) work too."
    ),
    "year": Text("年", "Year"),
    "month": Text("月", "Month"),
    "day": Text("日", "Day"),
    "since_missing": Text("期間の初めの日を入力してください", "Enter the first day"),
    "until_missing": Text("期間の終わりの日を入力してください", "Enter the last day"),
    "since_wrong": Text("期間の初めの日は、暦にある日です", "The first day is a day of the calendar"),
    "until_wrong": Text("期間の終わりの日は、暦にある日です", "The last day is a day of the calendar"),
    "until_before": Text("期間の終わりの日は、初めの日より後です", "The last day is not before the first"),
    "too_slow": Text(
        "時間内に調べ終わりませんでした。期間を短くするか、条件を足してください",
        "The search did not end in time. Take a shorter period, or add a filter",
    ),
    "recipient": Text("提供先", "Recipient"),
    "item": Text("項目", "Data item"),
    "ground": Text("主張された根拠", "Ground claimed"),
    "source": Text("送信元", "Source"),
    "any": Text("すべて", "All"),
    "filters": Text("絞り込む", "Filters"),
    "apply": Text("この条件で探す", "Search"),
    "active": Text("いまの条件：", "Filters in use: "),
    "without": Text("条件から外す", "Remove"),
    "clear_all": Text("条件を全部外す", "Remove all filters"),
    "none_active": Text("期間のほかに条件はありません。", "No filter besides the period."),
    # What was found
    "not_yet": Text(
        "期間を入れて探してください。探した条件は、あなたの名前と理由とともに記録されます。",
        "Enter a period and search. What you search for is recorded with your name and reason.",
    ),
    "found": Text("{}件", "Records: {}"),
    "found_more": Text("{}件以上", "{} records or more"),
    "period": Text("期間：{}から{}まで", "Period: {} to {}"),
    "checked": Text("台帳の{}番までを、{}に調べました。", "Checked up to entry {}, on {}."),
    "within": Text("あなたの担当の範囲の記録だけを表示しています。", "Only records within your range are shown."),
    "nothing": Text(
        "この条件で表示する記録はありません。期間を広げるか、条件を外すことができます。台帳にある提供は、{}から{}までです。",
        "There are no records to show for this choice. You can widen the period or remove filters. The ledger holds"
        " provisions from {} to {}.",
    ),
    "nothing_at_all": Text("台帳に提供の記録はまだありません。", "The ledger holds no provision yet."),
    "long": Text(
        "期間が1年を超えるため、件数だけを数えました。期間を短くするか条件を足すと、記録を表示します。",
        "The period is longer than a year, so records were counted only. Take a shorter period or add a filter to see"
        " them.",
    ),
    "long_anyway": Text("この期間のまま表示する", "Show them for this period all the same"),
    "col_when": Text("提供した時", "Provided"),
    "col_recipient": Text("提供先", "Recipient"),
    "col_items": Text("項目", "Data items"),
    "col_ground": Text("主張された根拠", "Ground claimed"),
    "col_person": Text("本人（仮の番号）", "Person (pseudonym)"),
    "col_verdict": Text("判断", "Verdict"),
    "nobody": Text("なし", "None"),
    "person_untold": Text("表示なし", "Not shown"),
    "previous": Text("前の{}件", "Previous {}"),
    "next_page": Text("次の{}件", "Next {}"),
    "pages": Text("ページ", "Pages"),
    "caption": Text("提供の記録（新しく届いた順）", "Provisions, those that came last first"),
    "gap_silent": Text("送信元{}は、{}から途絶しています。", "Source {} has sent nothing since {}."),
    "gap_never": Text("送信元{}は、まだ一度も届いていません。", "Source {} has never been heard."),
    "gap_partition": Text("{}は、{}から届いていません。", "{} has brought nothing since {}."),
    "gap_numbers": Text("届いていない番号のまとまりが{}か所あります。", "Runs of numbers that never came: {}."),
    "gap_numbers_unknown": Text(
        "届いていない番号があるかは、まだ数え終わっていません。",
        "Whether numbers never came has not been counted to the end yet.",
    ),
    "no_gaps": Text("途絶している送信元はありません。", "No source is silent."),
    "table": Text("表計算用（CSV）で受け取る", "Take them as a table (CSV)"),
    "table_note": Text(
        "新しいほうから{}件まで。受け取ったことも記録されます。", "The newest {} at most. That you took it is recorded."
    ),
    # What an officer keeps of it
    "saved": Text("保存した条件", "Saved searches"),
    "saved_remove": Text("消す", "Remove"),
    "saved_named": Text("：{}", ": {}"),
    "save": Text("この条件を保存する", "Save this search"),
    "name": Text("条件の名前", "Name of the search"),
    "name_hint": Text(
        "人の名前や番号は書かないでください。開いた日までの、同じ長さの期間で探します。見えるのはあなただけです。",
        "Write no person’s name or id. It searches a period of the same length up to the day it is opened on. Only you"
        " see it.",
    ),
    "name_missing": Text("条件の名前を入力してください", "Enter a name for the search"),
    "name_long": Text("条件の名前は{}文字までにしてください", "A name has at most {} characters"),
    "saved_full": Text(
        "保存できる条件は{}件までです。使わないものを消してください",
        "You can keep {} searches. Remove one you do not use",
    ),
    "columns": Text("列の並び", "Columns"),
    "columns_lead": Text(
        "左からの順番を選びます。「提供した時」はいつも左端にあります。",
        "Choose each column’s place from the left. When it was provided always comes first.",
    ),
    "column_hidden": Text("表示しない", "Not shown"),
    "columns_show": Text("この並びで表示する", "Show them so"),
    "columns_keep": Text("いま表示している並びを、いつも使う", "Always show them as they stand now"),
    # One person
    "person_title": Text("1人の記録を探す", "Look one person up"),
    "person_lead": Text(
        "案件や違反の調査のほかに1人の記録を探すには、ほかの担当者の承認が要ります。"
        "承認は24時間以内に受け、8時間使えます。",
        "Looking one person up outside a case or a violation takes a second officer, who agrees within 24 hours; the"
        " agreement holds for eight.",
    ),
    "person_range": Text(
        "あなたの担当の範囲は本人の種類で決まっています。1人ずつ探してください。",
        "Your range names kinds of people. Look them up one at a time.",
    ),
    "person_ask": Text("承認を求める", "Ask for agreement"),
    "namespace": Text("番号の種類", "Kind of id"),
    "namespace_hint": Text("例：member", "For example: member"),
    "subject": Text("本人の番号", "The person’s id"),
    "namespace_missing": Text("番号の種類を入力してください", "Enter the kind of id"),
    "subject_missing": Text("本人の番号を入力してください", "Enter the person’s id"),
    "subject_long": Text("番号は、種類を含めて200文字以内です", "An id has at most 200 characters, its kind included"),
    "ask_button": Text("承認を求めて記録する", "Record and ask for agreement"),
    "asked_done": Text("承認を求めました。ほかの担当者が承認すると、ここから開けます。",
                       "Asked. Once another officer agrees, it opens from here."),
    "confirmed_done": Text("承認しました。{}さんは、8時間のあいだ、この人の記録を探せます。",
                           "You agreed. {} may look this person up for eight hours."),
    "to_confirm": Text("承認を待っているもの", "Waiting for agreement"),
    "to_confirm_none": Text("ほかの担当者からの依頼はありません。", "No other officer is asking."),
    "mine": Text("あなたの依頼", "What you asked for"),
    "mine_none": Text("いま有効な依頼はありません。", "You have no request that is open."),
    "col_officer": Text("担当者", "Officer"),
    "col_reason": Text("理由", "Reason"),
    "col_id": Text("本人の番号", "Id"),
    "col_until": Text("期限", "Until"),
    "col_do": Text("操作", "Do"),
    "confirm_button": Text("承認する", "Agree"),
    "waiting": Text("承認待ち", "Waiting"),
    "open_person": Text("記録を探す", "Look up"),
    "person_found": Text("1人の記録", "One person’s records"),
    "person_by": Text("{}さんが{}に承認しました。{}まで開けます。", "{} agreed on {}. Open until {}."),
    "person_none": Text(
        "この番号の記録は、台帳にありません。", "The ledger holds no record under this id."
    ),
    "person_not_agreed": Text(
        "承認がまだないか、期限が過ぎています。記録は表示していません。もう一度承認を求めることができます。",
        "Nobody has agreed yet, or the time is over. Nothing was shown. You can ask again.",
    ),
    "person_not_agreed_title": Text("まだ開けません", "Not open yet"),
    "not_violation": Text(
        "この記録はいま違反ではありません。1人の記録を探すには、ほかの担当者の承認を受けてください。",
        "This record is no violation now. To look the person up, have another officer agree.",
    ),
    # One record
    "record_title": Text("提供の記録　{}番", "Record no. {}"),
    "facts": Text("事実", "Facts"),
    "happened": Text("提供した時", "Provided"),
    "written": Text("送信元が書いた時", "Written by the source"),
    "appended": Text("台帳が受け取った時", "Taken by the ledger"),
    "recipient_then": Text("提供先（その日の姿）", "Recipient, as on that day"),
    "other_side": Text("相手方（その日の姿）", "Other side, as on that day"),
    "address": Text("住所", "Address"),
    "representative": Text("代表者", "Representative"),
    "country": Text("国・地域", "Country or region"),
    "unregistered": Text("登録なし", "Not in the register"),
    "items": Text("項目", "Data items"),
    "purpose": Text("目的", "Purpose"),
    "person": Text("本人", "Person"),
    "pseudonym": Text("仮の番号 ****{}", "Pseudonym ****{}"),
    "no_person": Text("本人を特定しない提供です", "Names nobody"),
    "person_closed": Text(
        "この記録がどなたのものかは、表示しません。調べるには、存否の担当者に頼んでください。",
        "Whose record this is, is not shown. Ask an officer in charge of existence to look into it.",
    ),
    "kept": Text("保存", "Kept"),
    "kept_until": Text("{}まで", "Until {}"),
    "kept_no_period": Text("保存期間の定めなし", "No period is set"),
    "kept_open": Text("継続中の提供のため延びます", "The series goes on, so the day moves"),
    "kept_held": Text("法的な保全の対象です", "Under a legal hold"),
    "event": Text("出来事の番号", "Event"),
    "entry": Text("台帳の番号", "Entry"),
    "record_id": Text("記録の番号", "Record id"),
    "record_erased": Text(
        "この記録の内容は消去されています。以前に渡した証明は、いまも有効です。",
        "The content of this record was erased. Proofs given before are still valid.",
    ),
    "history": Text("判断の履歴（新しい順）", "Judgements, newest first"),
    "judged_at": Text("台帳{}番。規則 {}、台帳{}番までの事実で判断。",
                      "Entry {}. Rules {}, by the facts up to entry {}."),
    "first_judgement": Text("最初の判断", "The first judgement"),
    "erased_one": Text("消去されました", "Erased"),
    "cause": Text("きっかけ：{}", "Cause: {}"),
    "counterpart": Text("相手方の記録", "The other side’s record"),
    "counterpart_same": Text("一致", "The same"),
    "lookers": Text("この人の記録を見た人（新しい順）", "Who looked at this person’s records, newest first"),
    "lookers_none": Text("まだ誰も見ていません。", "Nobody has looked yet."),
    "col_at": Text("日時", "When"),
    "col_act": Text("操作", "Act"),
    "violation_person": Text(
        "違反の調査として、この人の記録を探す", "Look this person up, to investigate the violation"
    ),
    "proof": Text("証明", "Proof"),
    "proof_how": Text(
        "この記録が台帳にあることの証明は、コマンド「provision-ledger proof {}」で作れます。",
        "The command “provision-ledger proof {}” makes a proof that this record is in the ledger.",
    ),
    "out_of_range": Text(
        "この記録は、あなたの担当の範囲の外にあります。", "This record is outside your range."
    ),
}

#: What led to a later judgement, by the kind of fact.
CAUSES: Mapping[str, Text] = {
    "acceptance": Text("遅れて届いた資料の承認", "Late evidence was accepted"),
    "consent": Text("同意の変更", "A consent was given, changed or withdrawn"),
    "correction": Text("記録の訂正", "The provision was corrected or voided"),
    "link": Text("本人の同一性", "Ids were told to be one person, or no longer"),
    "refusal": Text("事前の確認への答え", "An answer given before the data left"),
    "register": Text("登録簿の変更", "A register changed"),
    "rules": Text("判断規則の変更", "The rule sets changed"),
    "stop": Text("停止", "The person stopped provision, or a stop ended"),
    "watermark": Text("届くべき資料がすべて届いた", "All facts of a kind had come"),
}

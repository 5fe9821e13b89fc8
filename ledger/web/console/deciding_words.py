"""Words of the console's pages on which a case is decided and answered, by code."""

from __future__ import annotations

from collections.abc import Mapping

from ledger.cases.texts import Text

DECIDING: Mapping[str, Text] = {
    # Records
    "progress": Text("{}件のうち{}件を判断しました。残りは{}件です。", "{1} of {0} records decided; {2} to go."),
    "looked_at": Text(
        "{}の台帳（{}番まで）で見ています。", "As of {}, entries up to {}."
    ),
    "beyond": Text(
        "担当の範囲の外の記録があります。ここには表示しません。",
        "There are records outside your range. They are not shown here.",
    ),
    "look_again": Text("いまの台帳で見直す", "Look again as of now"),
    "look_again_note": Text(
        "見直しても、変わっていない記録についての選択は残ります。",
        "What was chosen about records that have not changed stays.",
    ),
    "groups_caption": Text("同じ内容の記録ごとに{}組", "{} groups of records that are alike"),
    "groups_note": Text(
        "日付だけが違い、本人に見える内容も当社の判断も同じ記録を、1組にしています。",
        "Records of one group differ in their day alone: what the person reads and our judgement are the same.",
    ),
    "col_group": Text("相手先", "Other side"),
    "col_items": Text("項目", "Items"),
    "col_days": Text("日付", "Days"),
    "col_count": Text("件数", "Records"),
    "col_verdict": Text("台帳の判断", "Verdict"),
    "col_choice": Text("選択", "Choice"),
    "days_span": Text("{}から{}まで", "{} to {}"),
    "left_in_group": Text("残り{}件", "{} to go"),
    "chosen_line": Text("{}（{}件）", "{} ({})"),
    "no_records": Text(
        "この本人に開示する対象となる記録はありません。その旨の回答を判断できます。",
        "There is no record to disclose to this person. You can decide to answer so.",
    ),
    "start_rows": Text("1件ずつ判断する", "Decide one by one"),
    "to_decide": Text("判断をまとめる", "Put the decision together"),
    "previous": Text("前の{}組", "Previous {}"),
    "following": Text("次の{}組", "Next {}"),
    "previous_rows": Text("前の{}件", "Previous {}"),
    "following_rows": Text("次の{}件", "Next {}"),
    "row": Text("記録の判断", "Decide a record"),
    "row_place": Text("{}件目（全{}件）", "Record {} of {}"),
    "row_list": Text("行の一覧（{}件）", "All records ({})"),
    "row_list_skip": Text("行の一覧を飛ばす", "Skip the list of records"),
    "listed_give": Text("開示", "Disclose"),
    "listed_items": Text("項目を除いて開示", "In part"),
    "listed_withheld": Text("開示しない", "Withhold"),
    "listed_now": Text("いま", "Here"),
    "list_before": Text("前の部分", "Earlier part"),
    "list_after": Text("次の部分", "Later part"),
    "list_unchosen": Text("まだ判断していない最初の行", "First record not decided yet"),
    "place": Text("行の番号", "Number of the record"),
    "place_open": Text("この行を開く", "Open it"),
    "place_wrong": Text("行の番号は1から{}までの数字です", "A record’s number is from 1 to {}"),
    "rows_all_chosen": Text(
        "すべての行を判断しました。まとめて記録すると、次へ進みます。",
        "Every record is decided. Record them together to go on.",
    ),
    "rows_at_second": Text(
        "すべての行の判断を記録しました。二人目の担当者が確かめます。",
        "Every record’s decision is recorded. A second officer looks at it.",
    ),
    "to_second": Text("二人目の確認を見る", "See the second officer’s look"),
    "as_person": Text("本人に見える姿", "As the person will see it"),
    "granted": Text("法律にもとづいて開示する事項", "What the law grants"),
    "added": Text("当社が加えてお知らせする事項", "What we add"),
    "inside": Text("内部の記録（本人には見えません）", "Inside view (the person does not see it)"),
    "inside_gone": Text(
        "鍵が消去されたため、内部の記録は読めません。",
        "The key was destroyed; the inside view cannot be read.",
    ),
    "verdict": Text("台帳の判断", "Verdict"),
    "basis": Text("判断の理由", "Why"),
    "claimed_ground": Text("主張された根拠", "Ground claimed"),
    "duty": Text("記録の義務", "Duty to record"),
    "rules": Text("判断の筋道", "How it was judged"),
    "decisive": Text("決め手", "Decisive"),
    "answer_yes": Text("はい", "Yes"),
    "answer_no": Text("いいえ", "No"),
    "answer_missing": Text("不明", "Unknown"),
    "answer_not_asked": Text("問わない", "Not asked"),
    "missing": Text("足りないもの", "Missing"),
    "marks": Text("注記", "Marks"),
    "judged": Text("{}回目の判断。規則 {}、台帳 {}番まで。", "Judgement no. {}. Rules {}, entries up to {}."),
    "consents": Text("同意の記録", "Consents"),
    "no_consents": Text(
        "この相手先への同意の記録はありません。", "No consent that names this other side is on record."
    ),
    "consent_given": Text("同意", "Given"),
    "consent_changed": Text("変更", "Changed"),
    "consent_withdrawn": Text("撤回", "Withdrawn"),
    "consent_void": Text("取消し", "Void"),
    "consent_before": Text("この提供より前", "Before this provision"),
    "consent_after": Text("この提供より後", "After this provision"),
    "consent_late": Text("届いたのは申告された期間の後", "Came later than declared"),
    "choice": Text("この記録をどうしますか", "What becomes of this record?"),
    "choice_group": Text("この{}件をどうしますか", "What becomes of these {} records?"),
    "choice_give": Text("開示する", "Disclose"),
    "withhold_33(2)i": Text("開示しない（33条2項1号）", "Withhold (art. 33(2)(i))"),
    "withhold_33(2)ii": Text("開示しない（33条2項2号）", "Withhold (art. 33(2)(ii))"),
    "withhold_33(2)iii": Text("開示しない（33条2項3号）", "Withhold (art. 33(2)(iii))"),
    "choice_items": Text("項目を除いて開示する", "Disclose without some items"),
    "items_which": Text("開示しない項目", "Items that are not disclosed"),
    "items_hint": Text(
        "「項目を除いて開示する」を選んだときに、項目ごとに理由を選びます。本人には、数と理由だけを伝えます。",
        "Where you choose to disclose without some items: the ground for each. The person is told how many, and why.",
    ),
    "item_given": Text("開示する", "Disclosed"),
    "items_missing": Text(
        "開示しない項目と、その理由を選んでください", "Choose which items are not disclosed, and why"
    ),
    "items_unasked": Text(
        "開示しない項目は、「項目を除いて開示する」を選んだときにだけ選びます",
        "Items are left out only where you choose to disclose without some of them",
    ),
    "verdict_tell_it": Text("台帳の判断を本人に伝えますか", "Is the person told the verdict?"),
    "verdict_checking": Text("「確認中」と伝える", "They read that it is being checked"),
    "verdict_tell": Text("確かめたので、次のように伝える", "I have confirmed it; they read this"),
    "verdict_two": Text(
        "（違反を伝えるときは、二人目の確認が要ります。）", "(Telling of a violation takes a second officer.)"
    ),
    "verdict_unasked": Text(
        "判断を伝えられるのは、開示する記録だけです", "The verdict is told of records that are disclosed only"
    ),
    "verdict_told": Text("本人に伝える判断", "The verdict as the person reads it"),
    "choice_and_verdict": Text("{}・判断を伝える", "{}, verdict told"),
    "verdicts_told": Text("本人に伝える判断", "Verdicts that are told"),
    "verdicts_checking": Text("「確認中」（{}件）", "Being checked ({})"),
    "why": Text("開示しないと考えた理由", "Why you would withhold it"),
    "why_hint": Text(
        "「開示する」を選んだときは要りません。二人目の担当者が読みます。本人には渡りません。ほかの人の情報は書かないでください。",
        "Not needed where all of it is disclosed. The second officer reads it. It does not go to the person. Write"
        " nothing about other people.",
    ),
    "why_missing": Text("開示しないと考えた理由を入力してください", "Enter why you would withhold it"),
    "choice_missing": Text("開示するかどうかを選んでください", "Choose whether it is disclosed"),
    "chosen_meanwhile": Text(
        "あなたが開いたあとに、ほかの担当者がこの記録について選びました。いまの選択を見てから、もう一度選んでください",
        "Another officer chose about this since you opened it. See what stands now, then choose again",
    ),
    "moved_meanwhile": Text(
        "あなたが開いたあとに、この案件が進みました。いまの内容を確かめて、もう一度送ってください",
        "The case has moved on since you opened it. Look at what stands now, then send it again",
    ),
    "record_next": Text("記録して次の行へ", "Record and go on"),
    "stands_by": Text("いまの選択（{}）", "Chosen so far ({})"),
    "alike_link": Text("同じ内容の{}件をまとめて判断する", "Decide the {} records that are alike together"),
    "alike": Text("同じ記録をまとめて判断する", "Decide records that are alike together"),
    "alike_count": Text("同じ内容の記録は{}件です。", "There are {} records that are alike."),
    "alike_note": Text(
        "{}から{}までの記録です。日付のほかは、本人に見える内容も台帳の判断も同じです。1件ずつ選んだものがあれば、"
        "置きかわります。",
        "They are of {} to {}. But for the day, what the person reads and the verdict are the same. What was chosen"
        " about single ones is replaced.",
    ),
    "alike_record": Text("{}件をまとめて記録する", "Record for all {}"),
    "alike_rows": Text("この組の記録", "Records of this group"),
    "not_chosen": Text("まだ", "Not yet"),
    "decide": Text("判断を決める", "Make the decision"),
    "decide_lead": Text(
        "選んだ内容を、1つの判断として記録します。", "What was chosen is recorded as one decision."
    ),
    "decide_incomplete": Text(
        "まだ選んでいない記録があります。すべて選ぶと、判断を記録できます。",
        "Some records are not decided yet. Once all are, the decision can be made.",
    ),
    "decide_beyond": Text(
        "担当の範囲がすべての記録に及ぶ担当者が、判断を決めます。",
        "Somebody whose range covers every record makes the decision.",
    ),
    "moved": Text("案件", "Case"),
    "outcome": Text("回答の内容", "What the answer comes to"),
    "count_records": Text("{}件", "{} records"),
    "outcome_whole": Text("すべて開示します。", "Everything is disclosed."),
    "outcome_part": Text("一部を開示しません。", "A part is withheld."),
    "outcome_refused": Text("開示しません。", "Everything is withheld."),
    "outcome_none": Text(
        "開示の対象となる記録はないと回答します。",
        "The answer is that there is no record to disclose.",
    ),
    "goes_to_second": Text(
        "このあと、あなたとは別の担当者が確認します。", "Somebody else than you looks at it next."
    ),
    "goes_to_answer": Text("このあと、回答を発行できます。", "The answer can be released next."),
    "decide_button": Text("この内容で判断する", "Decide this"),
    "back_to_records": Text("記録の一覧に戻る", "Back to the records"),
    "not_deciding": Text(
        "この案件の判断は、いまは変えられません。段階は「{}」です。",
        "The decision of this case cannot be changed now. It stands at: {}.",
    ),
    # The second officer
    "second": Text("二人目の確認", "Second officer’s look"),
    "second_lead": Text(
        "開示しないとされた記録や項目と、本人に伝える違反の判断を、理由とあわせて確認します。",
        "Look at what is withheld or left out, and at each violation that is told, with the reasons.",
    ),
    "second_given": Text("開示する記録は{}件です。", "Records that are disclosed: {}."),
    "second_own": Text(
        "自分がした判断は確認できません。ほかの担当者が確認します。",
        "You cannot look at your own decision. Another officer has to.",
    ),
    "second_not": Text("二人目の確認を待つ判断はありません。", "No decision waits for a second officer."),
    "second_progress": Text("{}組のうち残り{}組です。", "{1} of {0} groups to go."),
    "second_place": Text("{}組目（全{}組）", "Group {} of {}"),
    "first_choice": Text("一人目（{}）の選択", "First officer’s ({}) choice"),
    "first_why": Text("一人目の理由", "First officer’s reason"),
    "second_choice": Text("この判断をどうしますか", "What do you say of this decision?"),
    "choice_agrees": Text("同じ判断です", "I agree"),
    "choice_differs": Text("差し戻します", "I send it back"),
    "differs_why": Text("差し戻す理由", "Why you send it back"),
    "differs_why_hint": Text(
        "差し戻すときに書きます。一人目の担当者が読みます。本人には渡りません。",
        "For sending back alone. The first officer reads it. It does not go to the person.",
    ),
    "differs_why_missing": Text("差し戻す理由を入力してください", "Enter why you send it back"),
    "second_missing": Text("同じ判断か、差し戻すかを選んでください", "Choose whether you agree or send it back"),
    "second_next": Text("記録して次の組へ", "Record and go on"),
    "second_agree": Text("同じ判断として記録する", "Record that you agree"),
    "second_send_back": Text("理由をつけて差し戻す", "Send it back with the reasons"),
    "explained": Text("本人に伝える当社の理由", "Our own reason, which the person reads"),
    "explained_hint": Text(
        "理由の条文だけでは分かりにくいときに書きます（36条）。本人がこのまま読みます。ほかの人のことは書かないでください。",
        "Where the ground alone says too little (art. 36). The person reads it as it is. Name nobody else.",
    ),
    "names": Text("この理由には、本人のほかの人のことが書かれていません", "This reason names nobody but the person"),
    "names_missing": Text(
        "当社の理由を読み、本人のほかの人のことが書かれていないことを確かめてください",
        "Read our own reason and see that it names nobody but the person",
    ),
    "second_one": Text("この内容で記録する", "Record this"),
    "second_all_seen": Text("すべて確認しました。", "You have looked at all of it."),
    "col_second": Text("あなたの確認", "Your word"),
    # Replies and the answer
    "reply": Text("回答を書いて判断する", "Write the reply and decide"),
    "reply_lead": Text(
        "この回答が、そのまま本人に届きます。断る場合は、理由を書いてください（36条）。",
        "The person reads this reply as it is. If you refuse, give the reason (art. 36).",
    ),
    "reply_write": Text("回答", "The reply"),
    "ground": Text("応じない理由", "Grounds of the refusal"),
    "ground_hint": Text(
        "全部または一部に応じないときに選びます。選んだ理由の文が、回答に入ります。",
        "Choose them where all or part is refused. Their words stand in the answer.",
    ),
    "ground_missing": Text("応じない理由を選んでください", "Choose the grounds of the refusal"),
    "ground_of_refusal": Text("理由は、応じないときにだけ選びます", "Grounds are chosen for a refusal only"),
    "measure": Text("代わりにとる措置", "What is done instead"),
    "measure_hint": Text(
        "代わりの措置を理由に選んだときに書きます。本人に伝わります。",
        "For the ground of other measures. The person is told.",
    ),
    "measure_missing": Text("代わりにとる措置を入力してください", "Enter what is done instead"),
    "measure_unasked": Text(
        "措置は、代わりの措置を理由に選んだときにだけ書きます", "Measures are for the ground of other measures only"
    ),
    "reply_text": Text("本人への回答", "Reply to the person"),
    "reply_missing": Text("本人への回答を入力してください", "Enter the reply"),
    "reply_outcome": Text("請求にどう答えますか", "How do you answer the request?"),
    "reply_whole": Text("応じる・お答えする", "Granted or answered"),
    "reply_part": Text("一部に応じない", "Refused in part"),
    "reply_refused": Text("応じない", "Refused"),
    "outcome_missing": Text("どう答えるかを選んでください", "Choose how you answer"),
    "reply_button": Text("この回答で判断する", "Decide by this reply"),
    "answer": Text("回答を発行する", "Release the answer"),
    "answer_lead": Text(
        "発行すると、次の発行時刻（毎時0分・15分・30分・45分）から、本人が回答を受け取れます。"
        "受け取りには、このあと表示する受取番号が要ります。",
        "Once released, the person can receive the answer from the next release time (each full quarter of an hour)."
        " It takes the code that is shown next.",
    ),
    "answer_again": Text(
        "すでに発行した回答です。もう一度発行すると、前の受取番号は使えなくなります。",
        "The answer was released before. Releasing it again makes the former code void.",
    ),
    "answer_not_ready": Text(
        "まだ発行できません。段階は「{}」です。", "It cannot be released yet. The case stands at: {}."
    ),
    "way_asked": Text(
        "本人が求めた受け取り方：{}。この方法で開示します（33条2項）。費用がかかりすぎるなど、難しいときは、"
        "その旨を遅滞なく本人に知らせ、書面で渡します（33条2項・3項）。",
        "How the person wants to receive it: {}. We disclose it that way (art. 33(2)). Where that is difficult, for"
        " example because it costs too much, tell them so without delay and give it on paper (art. 33(2) and (3)).",
    ),
    "by": Text("受取番号を伝える方法", "How the code goes to the person"),
    "by_missing": Text("受取番号を伝える方法を選んでください", "Choose how the code goes to the person"),
    "held": Text("伝える連絡先が登録された日", "Since when the contact it goes to is held"),
    "held_hint": Text(
        "請求が届く前から登録されている連絡先だけを使えます。",
        "Only a contact that was held before the request arrived."
    ),
    "held_missing": Text(
        "請求が届く前の日付を、年・月・日の数字で入力してください",
        "Enter a day before the request arrived as year, month and day"
    ),
    "answer_button": Text("回答を発行する", "Release the answer"),
    "answered": Text("回答を発行しました", "The answer is released"),
    "code": Text("受取番号", "Code"),
    "code_once": Text(
        "受取番号は、このページでしか見られません。控えを渡したときとは別の方法で、本人に伝えてください。",
        "The code is shown on this page and never again. Tell it to the person another way than the receipt went.",
    ),
    "code_to_principal": Text(
        "控えは代理人に渡したもので、本人は持っていません。本人には、回答の書面を送ってください。",
        "The receipt went to the agent, and the person does not have it. Send the person the answer as a letter.",
    ),
    "code_until": Text("{}から{}まで受け取れます。", "It opens the answer from {} to {}."),
    "back_to_case": Text("案件に戻る", "Back to the case"),
    # Supplements
    "supplement": Text("追加の回答", "Supplement the answer"),
    "supplement_lead": Text(
        "いまの台帳で、この案件を判断し直します。前の回答は、追加の回答を発行するまで変わりません。本人の画面にも、"
        "準備していることは出ません。",
        "The case is decided anew, as the ledger stands now. The former answer stays as it is until the new one is"
        " released, and nothing shows the person that one is prepared.",
    ),
    "supplement_button": Text("判断し直す", "Decide it anew"),
    "supplement_not": Text(
        "追加の回答は、回答を発行した記録の請求だけにできます。段階は「{}」です。",
        "Only a request for records that was answered is supplemented. This one stands at: {}.",
    ),
    "late": Text("回答のあとに分かったこと", "What came to be known after the answer"),
    "late_lead": Text(
        "回答より前にあった提供・受領の記録があとから届いたもの：{}件。本人に伝えた判断が変わったもの：{}件。",
        "Records that came since, of what had happened before the answer: {}. Told verdicts that have changed: {}.",
    ),
    "late_look": Text("確かめて、追加の回答を判断する", "Look at it, and decide whether to supplement the answer"),
    "late_caption": Text("回答のあとに分かった記録（{}件）", "Records that came to be known after the answer ({})"),
    "late_why": Text("変わったこと", "What changed"),
    "late_came": Text("回答のあとに届いた", "Came after the answer"),
    "late_changed": Text("伝えた判断が変わった", "The told verdict has changed"),
    "late_none": Text(
        "回答のあとに届いた記録や、変わった判断はありません。", "Nothing has come or changed since the answer."
    ),
    "late_cases": Text("回答のあとに変化がある案件", "Cases in which something changed after the answer"),
    "view_late": Text("回答のあとに変化", "Changed after the answer"),
}

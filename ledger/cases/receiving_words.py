"""Every word of the pages on which an answer is received, by code, in Japanese and English."""

from __future__ import annotations

from collections.abc import Mapping

from ledger.cases.texts import Text

RECEIVING: Mapping[str, Text] = {
    "records_title": Text("回答の中の記録", "Records in your answer"),
    "records_lead": Text(
        "日時のほかが同じ記録は、まとめて表示します。1件ずつ、質問・停止の請求・苦情を送れます。どの記録についてかは、当社に伝わります。",
        "Records that differ in their time alone are shown together. About each you can ask, ask us to stop, or"
        " complain. We are then told which record you mean.",
    ),
    "record_whole": Text("この記録のすべての事項", "All that this record says"),
    "series_provider": Text("提供{0}回（最初 {1}、最後 {2}）", "Provided {0} times (first {1}; last {2})"),
    "series_recipient": Text("受け取り{0}回（最初 {1}、最後 {2}）", "Received {0} times (first {1}; last {2})"),
    "series_each": Text("1件ずつの日時（{}件）", "The time of each ({})"),
    "series_which": Text("どの記録について送りますか", "About which of them?"),
    "records_page": Text("{1}ページのうち{0}ページ目", "page {0} of {1}"),
    "records_pages": Text("ページ", "Pages"),
    "page_number": Text("{}ページ目", "Page {}"),
    "narrow": Text("記録をしぼる", "Show only some records"),
    "narrow_period": Text("期間", "Period"),
    "narrow_recipient": Text("相手（提供先・提供元）", "Other side (recipient or provider)"),
    "narrow_verdict": Text("当社の判断", "Our judgement"),
    "narrow_all": Text("すべて", "All"),
    "narrow_show": Text("この条件で表示する", "Show these"),
    "narrowed": Text("いまの条件", "Shown now"),
    "narrowed_by": Text("{}：{}", "{}: {}"),
    "narrowed_not": Text("なし（すべての記録）", "No filter (all records)"),
    "narrowed_drop": Text("外す", "Remove"),
    "narrowed_count": Text("この条件に合う記録：{}件", "Records to show for this choice: {}"),
    "narrowed_none": Text(
        "この条件で表示する記録はありません。{}までを調べました。期間を広げることができます。",
        "There are no records to show for this choice. We checked up to {}. You can widen the period.",
    ),
    "records_open": Text("記録を見て、質問・停止の請求・苦情を送る", "See the records, and ask, stop or complain"),
    "receive_title": Text("回答を受け取る", "Receive the answer"),
    "receive_lead": Text(
        "別の方法（郵送・電話・メールなど）でお伝えした受取番号を入力してください。",
        "Enter the code that we gave you another way (by post, telephone or e-mail).",
    ),
    "receive_way": Text(
        "受取番号は、別の方法（{}）でお伝えします。その番号を入力してください。",
        "We give you the code another way ({}). Enter it here.",
    ),
    "code_by_mail": Text(
        "受け取るには、{}にメールで送る受取番号が要ります。番号は、送ってから{}分間使えます。",
        "To receive it you need a receipt code, which we send to {}. You can enter it within {} minutes.",
    ),
    "code_send": Text("受取番号を送る", "Send the code"),
    "code_mailed": Text(
        "{}にメールで送った受取番号を入力してください。{}まで使えます。",
        "Enter the receipt code that we sent to {}. It can be used until {}.",
    ),
    "code_again": Text("もう一度番号を送る", "Send another code"),
    "code_get_again": Text("もう一度受け取る", "Get it again"),
    "code_soon": Text(
        "次の番号は、{}から送れます。いちばん新しいメールの番号を確かめてください",
        "Another code can be sent from {}. Check the code in the newest e-mail",
    ),
    "code_asked_title": Text("担当者に伝えました", "We have told our staff"),
    "code_asked": Text(
        "新しい受取番号を、担当者がお送りします。お急ぎのときは、このページの「お問い合わせ」にご連絡ください。",
        "Our staff will send you a new code. Contact us (see “Contact” on this page) if it is urgent.",
    ),
    "code": Text("受取番号", "Receipt code"),
    "code_missing": Text("受取番号を入力してください", "Enter the receipt code"),
    "code_wrong": Text(
        "この受取番号では受け取れません。お伝えした番号を確かめてください",
        "This code does not open the answer. Check the code that we gave you",
    ),
    "code_over": Text(
        "受け取りの期限（{}）が過ぎました。「もう一度受け取る」を押すと、新しい番号を送ります。",
        "The download period ended on {}. Choose “Get it again” and we will send a new code.",
    ),
    "code_late": Text(
        "この受取番号は、{}まで使えました。「もう一度受け取る」を押すと、新しい番号を送ります。",
        "This code could be used until {}. Choose “Get it again” and we will send a new code.",
    ),
    "code_often": Text(
        "この受取番号で受け取れる回数を超えました。「もう一度受け取る」を押すと、新しい番号を送ります。",
        "This code has been used as often as it can be. Choose “Get it again” and we will send a new code.",
    ),
    "code_spent_title": Text("この受取番号では、もう受け取れません", "This code can no longer be used"),
    "receive_until": Text("受け取りの期限：{}", "You can receive it until {}"),
    "format": Text("形式", "Format"),
    "format_hint": Text(
        "2つ以上を選ぶと、1つのファイル（ZIP）にまとめてお渡しします。",
        "If you choose more than one, you receive them in one file (ZIP).",
    ),
    "format_missing": Text("形式を1つは選んでください", "Choose at least one format"),
    "format_html": Text("読むためのページ", "A page to read"),
    "format_pdf": Text("印刷できる書面（PDF、日本語）", "A document to print (PDF, in Japanese)"),
    "format_pdf_en": Text("印刷できる書面（PDF、英語）", "A document to print (PDF, in English)"),
    "format_glyph": Text(
        "記録の中に、PDFで表せない文字があります。ほかの形式を選んでください",
        "The records hold characters that the PDF cannot show. Choose another format",
    ),
    "format_json": Text("プログラムのためのデータ（JSON）", "Data for programs (JSON)"),
    "format_csv": Text("表のデータ（CSV）", "A table (CSV)"),
    "format_proof": Text(
        "証明つきのデータ（person.disclosure.json）", "Data with its proof (person.disclosure.json)"
    ),
    "receive": Text("受け取る", "Receive"),
    "file_receive": Text("ファイル{}を受け取る（{}）", "Receive file {} ({})"),
    "leave": Text("急いで閉じる", "Exit quickly"),
    "leave_note": Text(
        "次のページからは、右上に「急いで閉じる」があります。押すと、この窓口を閉じて天気のページに移ります。"
        "Shiftキーを3回続けて押しても同じです（スクリプトが動くブラウザーの場合）。ブラウザーの履歴は消えません。",
        "On the pages that follow, “Exit quickly” stands at the top right. It closes this desk and goes to"
        " a page about the weather. Pressing Shift three times does the same, where scripts run. It does not erase"
        " your browser’s history.",
    ),
    "leave_to": Text("気象庁", "Japan Meteorological Agency"),
    "reply_title": Text("お答え", "Our answer"),
    "reply_language": Text(
        "お答えは日本語です。", "The answer is in Japanese. Contact us if you need help to read it."
    ),
    "reply_refused": Text("ご請求の全部または一部にお応えしない理由", "Why we do not do all or part of what you ask"),
    "reply_court": Text(
        "請求が届いた日の翌日から数えて2週間を過ぎると、裁判所に訴えを起こすこともできます。"
        "請求の全部または一部を断られたときは、その前でもできます（39条）。",
        "Once two weeks have passed, counted from the day after your request arrived, you can also go to court. If all"
        " or part of your request was refused, you can do so earlier (art. 39).",
    ),
}

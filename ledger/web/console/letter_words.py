"""Words of the pages for letters, mail and files of a case, by code, in Japanese and English."""

from __future__ import annotations

from collections.abc import Mapping

from ledger.cases.texts import Text

LETTERS: Mapping[str, Text] = {
    "tab_letters": Text("書面", "Letters"),
    "letters_title": Text("書面とメール", "Letters and mail"),
    "letters_sent": Text("送った書面（{}通）", "Letters that went out ({})"),
    "letters_none": Text("まだ書面を送っていません。", "No letter has gone out yet."),
    "col_letter": Text("文書番号", "Number"),
    "col_letter_kind": Text("種類", "Kind"),
    "col_letter_day": Text("送った日時", "When"),
    "col_letter_hash": Text("書面の指紋（SHA-256）", "SHA-256 of the PDF"),
    "show_hash": Text("指紋を見る", "Show the hash"),
    "letter_kind_receipt": Text("受付のお知らせ", "Receipt"),
    "letter_kind_identity": Text("本人確認のお願い", "How to show who you are"),
    "letter_kind_answer": Text("請求への回答", "Answer"),
    "letter_kind_refusal": Text("応じないことの通知", "Refusal"),
    "letter_kind_none": Text("対象がないことの通知", "Nothing to disclose"),
    "letter_kind_stop": Text("停止についての通知", "About a stop"),
    "letter_kind_correction": Text("訂正についての通知", "About a correction"),
    "letter_kind_reply": Text("苦情・相談への回答", "Reply"),
    "letter_kind_late": Text("回答が遅れることのお知らせ", "The answer is late"),
    "letter_write": Text("書面を作る", "Write a letter"),
    "letter_kind": Text("どの書面ですか", "Which letter?"),
    "letter_kind_missing": Text("作る書面を選んでください", "Choose a letter"),
    "letter_not_now": Text(
        "この書面は、いまは作れません。案件の状態を確かめてください",
        "This letter cannot be written as the case stands",
    ),
    "letter_unreleased": Text(
        "回答を発行して、受け取れる時刻になってから送れます。いまは見本だけを作れます。",
        "It can go out once the answer is released and its time has come. Until then only a sample can be made.",
    ),
    "letter_only": Text(
        "いま作れる書面だけを並べています。遅れの書面は新しい予定日を知らせたあと、回答の書面は判断のあとに作れます。",
        "Only letters that can be written now are listed: that it is late once a new date was told, the answer once it"
        " was decided.",
    ),
    "letter_language": Text("書面の言語", "Language of the letter"),
    "letter_language_note": Text("日本語の書面が正本です。", "The Japanese letter governs."),
    "letter_to": Text("宛先", "To whom"),
    "letter_to_hint": Text(
        "1行目に名前、2行目から住所です。空けておくと「ご請求者　様」になります。",
        "The name on the first line, then the address. Left empty it is to the person who made the request.",
    ),
    "glyph_missing": Text(
        "書体にない文字があるため、書面を作れません。手書きで作るか、ほかの文字で書いてください",
        "The font lacks a character, so no letter was made. Write it by hand or in other characters",
    ),
    "font_missing": Text("書体が置かれていないため、書面を作れません", "The font is missing, so no letter can be made"),
    "letter_by": Text("渡す方法", "How it goes to the person"),
    "letter_by_missing": Text("渡す方法を選んでください", "Choose how it goes to the person"),
    "letter_by_post": Text("郵送", "Post"),
    "letter_by_counter": Text("店頭", "Counter"),
    "letter_by_email": Text("メール", "E-mail"),
    "letter_preview": Text("見本を見る", "See a sample"),
    "letter_sample": Text("書面の見本", "Sample of a letter"),
    "letter_text": Text("書面の内容", "What the letter says"),
    "letter_open": Text("見本をPDFで開く", "Open the sample as PDF"),
    "letter_final_lead": Text(
        "次のボタンを押すと、書面のPDFを渡し、送った書面として指紋と日時を登録します。取り消せません。",
        "The next button hands out the PDF and enters it as sent, by its hash and the time. This cannot be undone.",
    ),
    "letter_final": Text("書き出して、送った書面として登録する", "Write it out and enter it as sent"),
    "letter_once": Text(
        "同じ番号の書面が、もう登録されています。もう1通送るときは、見本から作り直してください",
        "A letter with this number is entered already. To send another one, begin with a sample",
    ),
    "letter_back": Text("書面の一覧に戻る", "Back to the letters"),
    "protected_letter": Text(
        "この人は保護が必要です。書面を郵送しないでください。", "This person is protected. Send nothing by post."
    ),
    # Mail
    "mail": Text("メール", "Mail"),
    "mail_to": Text("送る先：{}", "Goes to {}"),
    "mail_nowhere": Text("メールアドレスはありません。", "There is no address."),
    "mail_none": Text("まだメールを送っていません。", "No mail has been sent yet."),
    "mail_news": Text("お知らせ", "News"),
    "mail_proof": Text("本人確認の番号", "Code that proves an address"),
    "mail_receipt": Text("受取番号", "Code that opens the answer"),
    "mail_sent": Text("送りました", "Sent"),
    "mail_given_up": Text("届けられませんでした", "Could not be delivered"),
    "mail_blocked": Text("送るのをやめました", "Not sent any more"),
    "mail_waits": Text("送信待ちです", "Waits to be sent"),
    "mail_undelivered": Text(
        "届かなかったメールがあります。電話など、ほかの方法で知らせてください。",
        "A mail could not be delivered. Tell them another way, for example by telephone.",
    ),
    "col_mail": Text("メール", "Mail"),
    "col_mail_state": Text("状態", "State"),
    "col_mail_when": Text("日時", "When"),
    "mails_caption": Text("メール（{}通）", "Mail ({})"),
    "code_sent": Text("番号を送ったアドレス：{}（{}）", "A code went to {}: {}"),
    "code_typed": Text("本人が入力しました", "typed by the person"),
    "code_not_typed": Text("まだ入力されていません", "not typed yet"),
    # Files
    "tab_files": Text("ファイル", "Files"),
    "files_title": Text("ファイル", "Files"),
    "files_lead": Text(
        "ファイルの中身は、ここでは開きません。取り出したものは、ほかに害が及ばない場所で開いてください。"
        "取り出すたびに記録されます。",
        "Files are never opened here. Open what you take out where it can do no harm. Each time is recorded.",
    ),
    "files_caption": Text("この案件のファイル（{}件）", "Files of this case ({})"),
    "files_none": Text("ファイルはありません。", "There are no files."),
    "col_file": Text("ファイル", "File"),
    "col_file_size": Text("大きさ", "Size"),
    "col_file_by": Text("送った人、日時", "From whom, when"),
    "col_file_state": Text("状態", "State"),
    "file_named": Text("{}番（{}）", "No. {} ({})"),
    "file_take": Text("取り出す", "Take out"),
    "file_shows_identity": Text("本人確認のためのもの", "Shows who somebody is"),
    "file_kept": Text("保管しています", "Kept"),
    "file_destroyed": Text("消去済み", "Destroyed"),
    "file_to_destroy": Text("確認が終わったので消去する", "The check is done: destroy it"),
    "file_over": Text(
        "確認が終わりました。次の日ごとの処理で消去されます。",
        "The check is done. It is destroyed by the next daily run.",
    ),
    "bytes": Text("{}（{:,}バイト）", "{} ({:,} bytes)"),
    "file_add": Text("書面で届いたものを加える", "Attach what came on paper"),
    "file_add_lead": Text(
        "PDF、JPEG、PNGを1つずつ、5MBまで加えられます。ファイル名は残しません。",
        "PDF, JPEG or PNG, one at a time, up to 5 MB. What it is called is not kept.",
    ),
    "file": Text("ファイル", "File"),
    "file_missing": Text("ファイルを選んでください", "Choose a file"),
    "file_unusable": Text(
        "PDF、JPEG、PNGのどれでもないか、途中で切れているか、5MBを超えています",
        "The file is no PDF, JPEG or PNG, broke off, or is larger than 5 MB",
    ),
    "file_identity": Text("何のためのものですか", "What is it for?"),
    "file_identity_yes": Text(
        "本人確認のためのもの（確認が終わると消去します）", "It shows who somebody is (destroyed once that was checked)"
    ),
    "file_button": Text("この案件に加える", "Attach it"),
    "did_case_attach": Text("ファイルの追加", "File attached"),
    "did_case_discard": Text("ファイルの確認の終わり", "Done with a file"),
    "did_case_destroy": Text("ファイルの消去", "File destroyed"),
    "did_case_letter": Text("書面の送付", "Letter went out"),
    "did_case_mail": Text("メール", "Mail"),
    "did_case_code": Text("本人確認の番号の送付", "Code sent"),
    "did_case_prove": Text("本人確認の番号の入力", "Code typed"),
    "destroy_title": Text("ファイルを消去する", "Destroy a file"),
    "destroy_lead": Text(
        "{}を、だれにも読めなくします。取り消せません。消去したことは残ります。",
        "Nobody will be able to read {} again. This cannot be undone. That it was done is kept.",
    ),
    "destroy_button": Text("消去する", "Destroy it"),
    "destroy_back": Text("消去せずに戻る", "Go back without destroying it"),
}

"""What each problem says to whoever meets it: what happened, what was kept, and what to do next."""

from __future__ import annotations

from collections.abc import Mapping

from ledger.cases.texts import Text

#: By code: title and detail.
WORDS: Mapping[str, tuple[Text, Text]] = {
    "not_authorised": (
        Text("認証されていません", "Not authorised"),
        Text(
            "トークンがないか、誤り、期限切れ、または取消済みです。何も行っていません。"
            "有効なトークンを Authorization: Bearer で送ってください（provision-ledger api-client create）。",
            "The token is missing, wrong, expired or revoked. Nothing was done. Send a valid one as Authorization:"
            " Bearer (`provision-ledger api-client create`).",
        ),
    ),
    "role_missing": (
        Text("役割がありません", "The role is missing"),
        Text(
            "このトークンの担当者には、この操作をする役割がいまありません。何も行っていません。"
            "役割のある担当者のトークンを使うか、台帳の担当者の登録を確かめてください。",
            "The officer of this token does not have the role for this now. Nothing was done. Use the token of an"
            " officer who has it, or check the register of officers.",
        ),
    ),
    "lapsed": (
        Text("誓約または研修の期限が過ぎています", "The pledge or the training has lapsed"),
        Text(
            "このトークンの担当者の、秘密保持の誓約または年ごとの研修の期限が過ぎています。何も行っていません。"
            "どちらかは because にあります。済ませて、担当者の登録を更新してください。",
            "The pledge of confidentiality or the yearly training of this token's officer has lapsed; `because` says"
            " which. Nothing was done. Renew it, and have the register of officers say so.",
        ),
    ),
    "no_such_case": (
        Text("その番号の件はありません", "No such case"),
        Text(
            "その受付番号の件はないか、確認番号が違います。何も行っていません。受付のときの控えと見比べてください。",
            "There is no case with this number, or the secret is another one. Nothing was done. Compare with the"
            " receipt.",
        ),
    ),
    "file_gone": (
        Text("そのファイルはありません", "No such file"),
        Text(
            "この件にそのファイルはないか、破棄されたか、不要とされています。何も行っていません。"
            "ファイルの一覧（/files）を見てください。",
            "The case has no such file, or it was destroyed, or an officer is done with it. Nothing was done. See the"
            " list of files (/files).",
        ),
    ),
    "file_unusable": (
        Text("受け取れないファイルです", "The file cannot be taken"),
        Text(
            "PDF、JPEG、PNGのいずれでもないか、壊れているか、空か、5MBを超えています。何も保存していません。"
            "どれかの形式にして、新しいキーで送ってください。",
            "It is no PDF, JPEG or PNG, is damaged, empty or larger than 5 MB. Nothing was kept. Send it in one of"
            " these forms, under a new key.",
        ),
    ),
    "glyph_missing": (
        Text("書けない文字があります", "Characters that cannot be shown"),
        Text(
            "あて名か本文に、書体にない文字があります。空白で出すことはせず、何も作っていません。"
            "あて名の字を確かめるか、手で書いてください。",
            "The name or the text has characters that the font does not show. No letter was made, rather than one with"
            " blanks. Check the name, or write it by hand.",
        ),
    ),
    "letter_changed": (
        Text("この文書は、いまは同じものになりません", "The letter would say something else by now"),
        Text(
            "この要求の文書は送付済みとして記録されていますが、いま作り直すと同じ内容になりません。何も加えていません。"
            "件の letters に番号とハッシュがあります。届いていなければ、新しいキーで作ってください。",
            "The letter of this request is kept as sent, but made again it would say something else by now. Nothing was"
            " added. The case has its number and hash under `letters`. Write another under a new key if it did not"
            " reach you.",
        ),
    ),
    "not_found": (
        Text("アドレスがありません", "No such address"),
        Text(
            "このアドレスには何もありません。何も行っていません。/openapi.json の操作の一覧を見てください。",
            "There is nothing at this address. Nothing was done. See the operations in /openapi.json.",
        ),
    ),
    "method_not_allowed": (
        Text("このメソッドは使えません", "The method is not allowed"),
        Text(
            "このアドレスでは、このメソッドは使えません。何も行っていません。"
            "Allow ヘッダーのメソッドを使ってください。",
            "This address does not take this method. Nothing was done. Use one that the header Allow names.",
        ),
    ),
    "invalid": (
        Text("内容に誤りがあります", "What was sent is not valid"),
        Text(
            "送られた内容の一部が形式に合いません。何も行っていません。"
            "faults が示す箇所を直して、もう一度送ってください。",
            "A part of what was sent does not have its form. Nothing was done. Correct what `faults`"
            " points to, and send"
            " it again.",
        ),
    ),
    "json_unreadable": (
        Text("JSON として読めません", "Not readable as JSON"),
        Text(
            "本文が正しい JSON でないか、入れ子が深すぎるか、同じ名前が二度あります。何も行っていません。"
            "本文を直して、もう一度送ってください。",
            "The body is no valid JSON, is nested too deeply, or has a member twice. Nothing was done."
            " Correct the body,"
            " and send it again.",
        ),
    ),
    "not_json": (
        Text("本文が JSON ではありません", "The body is not JSON"),
        Text(
            "Content-Type が application/json ではありません。何も行っていません。JSON で送ってください。",
            "The Content-Type is not application/json. Nothing was done. Send JSON.",
        ),
    ),
    "too_large": (
        Text("本文が大きすぎます", "The body is too large"),
        Text(
            "本文が 65,536 バイト（ファイルは 5 MB）を超えています。何も行っていません。"
            "短くして、もう一度送ってください。",
            "The body has more than 65,536 bytes, or 5 MB of a file. Nothing was done. Shorten it, and send it again.",
        ),
    ),
    "too_slow": (
        Text("本文が届きませんでした", "The body did not arrive"),
        Text(
            "本文が 10 秒以内に届きませんでした。何も行っていません。もう一度送ってください。",
            "The body did not arrive within 10 seconds. Nothing was done. Send it again.",
        ),
    ),
    "key_missing": (
        Text("Idempotency-Key がありません", "The Idempotency-Key is missing"),
        Text(
            "POST には Idempotency-Key（表示できる ASCII 8 から 128 文字）が必要です。何も行っていません。"
            "依頼ごとに新しい UUID などを付けてください。",
            "A POST takes an Idempotency-Key of 8 to 128 visible ASCII characters. Nothing was done."
            " Add one, such as a"
            " new UUID for each request.",
        ),
    ),
    "key_busy": (
        Text("同じ依頼を処理しています", "The same request is being done"),
        Text(
            "この Idempotency-Key の依頼を処理しているところです。"
            "二度は行いません。少し待って、同じ内容で送ってください。",
            "What was asked under this Idempotency-Key is being done right now, and is not done twice."
            " Wait a moment, and"
            " send the same again.",
        ),
    ),
    "key_reused": (
        Text("Idempotency-Key が別の依頼に使われています", "The Idempotency-Key was used for another request"),
        Text(
            "この Idempotency-Key は、24 時間以内に別の依頼に使われました。何も行っていません。"
            "新しい依頼には新しいキーを付けてください。",
            "This Idempotency-Key came with another request within 24 hours. Nothing was done. Send a"
            " new key with a new"
            " request.",
        ),
    ),
    "moved_on": (
        Text("件が先へ進んでいます", "The case has moved on"),
        Text(
            "If-Match で示された時点のあとに、件が進みました。何も行っていません。"
            "件をもう一度見て、新しい ETag を付けて送ってください。",
            "The case has moved on since what If-Match names was looked at. Nothing was done. Look at"
            " the case again, and"
            " send its new ETag.",
        ),
    ),
    "not_looked_at": (
        Text("If-Match がありません", "If-Match is missing"),
        Text(
            "この操作には、件を見たときの ETag を If-Match に付ける必要があります。何も行っていません。"
            "件を見て、その ETag を付けて送ってください。",
            "This takes the ETag of the case as it was looked at, as If-Match. Nothing was done. Look"
            " at the case, and"
            " send its ETag.",
        ),
    ),
    "step_refused": (
        Text("いまはこの操作をできません", "The step may not be taken now"),
        Text(
            "件がこの操作をできる段階にないか、ほかの担当者が行う必要があります。何も行っていません。"
            "理由は because にあります。件をもう一度見てください。",
            "The case does not stand where this step may be taken, or another officer has to take it."
            " Nothing was done."
            " `because` says why; look at the case again.",
        ),
    ),
    "intake_shut": (
        Text("この窓口はウェブでの受付を休んでいます", "Requests by the web are not taken for now"),
        Text(
            "事業者がウェブでの受付を休んでいます。何も行っていません。"
            "notice を請求する方に伝え、郵便・電話・店頭を案内してください。",
            "The operator has shut the intake by the web. Nothing was done. Tell who asks what `notice` says, and show"
            " them the ways by post, telephone and counter.",
        ),
    ),
    "code_wrong": (
        Text("受取番号が違います", "The code is another one"),
        Text(
            "この受取番号では回答を受け取れません。回答は渡していません。別の方法で届いた番号と見比べてください。",
            "This code does not open the answer. Nothing was given. Compare with the code that came another way.",
        ),
    ),
    "code_spent": (
        Text("受取番号はもう使えません", "The code opens no more"),
        Text(
            "受取番号の期限が過ぎたか、使える回数を使い切りました。回答は渡していません。"
            "/v1/person/code で、新しい番号を送らせてください。",
            "The code is past its time, or has opened the answer as often as it may. Nothing was given. Have a new one"
            " sent by /v1/person/code.",
        ),
    ),
    "code_soon": (
        Text("次の番号はまだ送れません", "Another code cannot be sent yet"),
        Text(
            "受取番号を送ったばかりか、1日に送れる回数を送りました。送っていません。前の番号はそのままです。"
            "Retry-After の秒数を待って、もう一度送ってください。",
            "A code was sent a moment ago, or as many as are sent within a day. None was sent, and the former one"
            " stays. Wait the seconds that Retry-After says, and send it again.",
        ),
    ),
    "case_gone": (
        Text("件の内容は消去されました", "What the case said was erased"),
        Text(
            "件の内容は消去され、だれにも読めません。何も行っていません。必要なら、新しく申し出てください。",
            "What the case said was erased and can be read by nobody. Nothing was done. Open a new"
            " case if one is needed.",
        ),
    ),
    "person_gone": (
        Text("ご本人の記録は消去されました", "The person's records were erased"),
        Text(
            "回答のもとになる記録は消去されました。渡せるものは残っていません。"
            "先に渡した証明は、いまも確かめられます。",
            "The records that the answer was about were erased. Nothing is left to give. Proofs given"
            " before can still be"
            " checked.",
        ),
    ),
    "cursor_invalid": (
        Text("カーソルが使えません", "The cursor is not valid"),
        Text(
            "このカーソルは、この一覧のものではありません。何も見せていません。最初のページから始めてください。",
            "This cursor does not belong to this listing. Nothing was shown. Begin with the first page.",
        ),
    ),
    "too_often": (
        Text("依頼が多すぎます", "Too many requests"),
        Text(
            "短い時間に依頼が多すぎます。何も行っていません。Retry-After の秒数を待って、もう一度送ってください。",
            "Too many requests came in a short time. Nothing was done. Wait the seconds that"
            " Retry-After says, and send"
            " it again.",
        ),
    ),
    "too_many_at_once": (
        Text("同時の依頼が多すぎます", "Too many at once"),
        Text(
            "同時に処理できる数を超えています。何も行っていません。"
            "Retry-After の秒数を待って、もう一度送ってください。",
            "More is asked at once than can be done. Nothing was done. Wait the seconds that"
            " Retry-After says, and send"
            " it again.",
        ),
    ),
    "unavailable": (
        Text("いま使えません", "Not available now"),
        Text(
            "台帳がいま応えないか、準備が整っていません。"
            "行ったかどうか分からないときも、同じ Idempotency-Key で送れば"
            "二度は行いません。Retry-After の秒数を待ってください。",
            "The ledger does not answer now, or is not set up for this. Where it is not known whether"
            " it was done, the"
            " same Idempotency-Key does it once only. Wait the seconds that Retry-After says.",
        ),
    ),
    "failed": (
        Text("処理できませんでした", "It could not be done"),
        Text(
            "予期しない誤りです。内容は記録に出していません。同じ Idempotency-Key で送れば、二度は行いません。"
            "続くときは、運用の担当者に時刻を伝えてください。",
            "Something unforeseen went wrong. What was sent is in no log. The same Idempotency-Key"
            " does it once only. If"
            " it goes on, tell the operators the time.",
        ),
    ),
}  # fmt: skip

"""What a check of a disclosure says to people, in Japanese and English."""

from __future__ import annotations

from collections.abc import Mapping

from ledger.cases.texts import SENTENCES, Text

REFUSALS: Mapping[str, Text] = {
    "not_canonical": Text("発行された時の文字のままではありません", "its characters are not those it was issued with"),
    "members": Text("ファイルの項目が足りないか、余分にあります", "a part of the file is missing, or is too much"),
    "version": Text("この検証では読めない種類か版の文書です", "a kind or version that this check does not read"),
    "sd_jwt": Text(
        "発行者が署名した部分の書き方が、決まりと違います", "what the issuer signed is not written as it has to be"
    ),
    "issuer_unknown": Text("発行者が信頼方針に載っていません", "the issuer is not in the trust policy"),
    "issuer_signature": Text("発行者の署名が内容と合いません", "the issuer\u2019s signature is not of this content"),
    "checkpoint": Text(
        "記録簿が署名した部分の書き方が、決まりと違います", "what the log signed is not written as it has to be"
    ),
    "log_unknown": Text("記録簿が信頼方針に載っていません", "the log is not in the trust policy"),
    "signature_unknown": Text(
        "信頼方針に載っていない署名が付いています", "it carries a signature by somebody who is not in the trust policy"
    ),
    "signature": Text(
        "記録簿か証人の署名が、内容と合わないか、足りません",
        "a signature by the log or a witness is not of this content, or is missing",
    ),
    "quorum": Text(
        "証人の署名が、信頼方針の求める数に足りません", "fewer witnesses have signed than the trust policy asks for"
    ),
    "issuer_key": Text(
        "発行者の鍵が記録簿に載っていることを確かめられません",
        "it is not shown that the issuer\u2019s key stands in the log",
    ),
    "disclosures": Text(
        "示された項目の書き方か並びが、決まりと違います", "what is shown is not written or ordered as it has to be"
    ),
    "record_entry": Text("記録の書き方が、決まりと違います", "a record is not written as it has to be"),
    "record_place": Text(
        "記録の番号が、発行者の署名したものと違います",
        "a record\u2019s place in the log is not the one that the issuer signed",
    ),
    "record_digests": Text("記録が、発行者の署名したものと違います", "a record is not the one that the issuer signed"),
    "record_proof": Text(
        "記録が記録簿にあることを確かめられません", "it is not shown that the record stands in the log"
    ),
    "claim_name": Text("項目の名前が記録簿のものと違います", "a part of the record has another name than in the log"),
    "not_given": Text("会社が入れなかった項目が示されています", "it shows what the company did not put in"),
    "beside": Text(
        "発行のあと、ファイルのほかの部分が変わっています", "another part of the file was changed after it was issued"
    ),
    "time_stamp": Text(
        "時刻証明が、この記録簿の署名のものではありません", "a time stamp is not of what the log signed here"
    ),
}

_NEWER_POLICY = Text(
    "鍵は新しいものに替わることがあります。新しい信頼方針を、請求した会社・証人・監査人が公表している場所から受け取り、"
    "指紋を比べて、もう一度確かめてください。新しい信頼方針でも同じ結果のときは、この文書を信じないでください。",
    "Keys change over. Get the newest trust policy, where the company that you asked, its witness or its auditor"
    " publishes it, compare its fingerprint, and check again. If the result is the same, do not believe this file.",
)
#: What to do where it is not what `refused_next` says: the policy may be older than a key that followed.
REFUSED_NEXT: Mapping[str, Text] = {
    "issuer_unknown": _NEWER_POLICY, "log_unknown": _NEWER_POLICY, "signature_unknown": _NEWER_POLICY,
}  # fmt: skip

#: In the order in which people ask: when, to whom, what, why, on which ground, with what judgement.
CLAIMS: Mapping[str, Text] = {
    "time": Text("日時", "time"),
    "recipient": Text("相手方", "other side"),
    "items": Text("項目", "data items"),
    "manner": Text("方法など", "manner"),
    "statement": Text("提供の根拠（会社の申告）", "ground, as the company states it"),
    "evidence": Text("根拠の資料", "evidence"),
    "basis_and_duty": Text("会社が認めた根拠", "ground, as the company found it"),
    "verdict_and_policy": Text("会社の判断", "what the company judged"),
    "person": Text("本人", "person"),
}

#: Members of claims, as people read them; others are shown by their own names.
MEMBERS: Mapping[str, Text] = {
    "id": Text("番号", "number"),
    "namespace": Text("番号の種類", "kind of number"),
    "code": Text("記号", "code"),
    "name": Text("名称", "name"),
    "address": Text("住所", "address"),
    "representative": Text("代表者", "representative"),
    "country": Text("国・地域", "country or region"),
    "kind": Text("種類", "kind"),
    "ja": Text("日本語", "Japanese"),
    "en": Text("英語", "English"),
    "sensitive": Text("要配慮個人情報", "sensitive"),
    "happened_at": Text("提供・受領の日時", "provided or received"),
    "written_at": Text("送信元が書いた日時", "written by the source"),
    "appended_at": Text("届いた日時", "arrived"),
    "taken_at": Text("記録簿が受け取った日時", "taken by the ledger"),
    "ground": Text("根拠", "ground"),
    "stated_at": Text("申告の日時", "stated"),
    "sources": Text("送信元", "source"),
    "source": Text("記号", "code"),
    "heard_until": Text("この日時まで受信", "heard until"),
    "silent": Text("途絶", "silent"),
    "channels": Text("記録簿に流れない経路", "way that is not published"),
    "channel": Text("記号", "code"),
    "attested_until": Text("この日まで確認済み", "attested until"),
    "gaps": Text("分かっている欠け", "known gap"),
}

GROUNDS: Mapping[str, Text] = {
    code: SENTENCES[f"ground_{code}"] for code in ("consent", "28(1)consent", "31(1)", "27(2)")
}

ROLES: Mapping[str, Text] = {role: SENTENCES[role] for role in ("provider", "recipient")}

ACTIONS: Mapping[str, Text] = {
    "correct": Text("訂正した日時", "corrected"),
    "void": Text("誤りとして取り消した日時", "withdrawn as an error"),
}

_DISCLOSURE, _TRUST_POLICY = Text("開示文書", "a disclosure"), Text("信頼方針", "a trust policy")
#: What a file may be instead (`mistaken`), as far as one sentence says it.
_KINDS: Mapping[str, Text] = {
    "picture": Text("画像か動画", "a picture or a video"),
    "pdf": Text("PDF", "a PDF"),
    "archive": Text("圧縮されたファイルか事務ソフトの文書", "an archive or an office document"),
    "page": Text("ウェブページ（HTML）", "a web page (HTML)"),
}


def _instead(place: Text) -> dict[str, Text]:
    said = {
        code: Text(f"これは{kind.ja}です。{place.ja}ではありません。", f"This is {kind.en}, not {place.en}.")
        for code, kind in _KINDS.items()
    }
    return {"empty": Text("このファイルには何も書かれていません。", "This file is empty."), **said}


_FIND_DISCLOSURE = Text(
    "person.disclosure.jsonという名前のファイルを選んでください。ないときは、請求した会社からもう一度受け取ってください。",
    "Choose the file named person.disclosure.json. If you have none, get it once more from the company that you asked.",
)
_FIND_POLICY = Text(
    "信頼方針を選んでください。請求した会社のほか、証人や監査人が公表しています。",
    "Choose the trust policy. The company that you asked publishes it, and so may its witness or its auditor.",
)

#: What stands in the place of a disclosure, by `mistaken`: what it is, and what to do.
NO_DISCLOSURE: Mapping[str, tuple[Text, Text]] = {
    **{code: (words, _FIND_DISCLOSURE) for code, words in _instead(_DISCLOSURE).items()},
    "newer": (
        Text(
            "この検証より新しい版の開示文書です。変わっていないかどうかは、確かめていません。",
            "This disclosure is of a newer version than this check reads. Whether it was changed was not checked.",
        ),
        Text(
            "新しい版の検証の画面（verify.html）かプログラムを受け取り、もう一度確かめてください。会社のほか、証人や監査人からも受け取れます。",
            "Get a newer verify.html or program, from the company, its witness or its auditor, and check again.",
        ),
    ),
    "policy": (
        Text("これは信頼方針です。開示文書ではありません。", "This is a trust policy, not a disclosure."),
        Text(
            "信頼方針の場所で選び、ここでは開示文書（person.disclosure.json）を選んでください。",
            "Choose it in the place of the trust policy, and the disclosure (person.disclosure.json) here.",
        ),
    ),
    "other": (
        Text(
            "開示文書として読めません。別のファイルか、途中までしか届いていないファイルです。",
            "This does not read as a disclosure: another file, or one that arrived in part.",
        ),
        _FIND_DISCLOSURE,
    ),
}

#: What stands in the place of a trust policy, likewise. `disclosure` is what `mistaken` has no name for.
NO_POLICY: Mapping[str, tuple[Text, Text]] = {
    **{code: (words, _FIND_POLICY) for code, words in _instead(_TRUST_POLICY).items()},
    "disclosure": (
        Text("これは開示文書です。信頼方針ではありません。", "This is a disclosure, not a trust policy."),
        Text(
            "開示文書の場所で選び、ここでは信頼方針を選んでください。信頼方針は、開示文書とは別の方法で受け取ります。",
            "Choose it in the place of the disclosure, and the trust policy here. It comes another way.",
        ),
    ),
    "policy": (
        Text("信頼方針を読み取れません。", "The trust policy cannot be read."),
        Text(
            "別の方法でもう一度受け取ってください。編集したものや保存し直したものは読めないことがあります。",
            "Get it once more, another way. One that was edited or saved anew may not be readable.",
        ),
    ),
    "other": (Text("信頼方針として読めません。", "This does not read as a trust policy."), _FIND_POLICY),
}

SWAPPED = (
    Text("2つのファイルが入れ替わっています。", "The two files stand in each other\u2019s place."),
    Text(
        "開示文書と信頼方針を、それぞれの場所で選び直してください。",
        "Choose the disclosure and the trust policy once more, each in its own place.",
    ),
)

#: For whoever has the file and no policy: title, what is known, what is not, and what to do.
ALONE: Mapping[str, Text] = {
    "title": Text(
        "まだ何も確かめていません。信頼方針が必要です。", "Nothing has been checked yet: a trust policy is needed."
    ),
    "known": Text("いま分かること", "What you know now"),
    "calls_itself": Text(
        "このファイルは開示文書（版1）の形をしています。それだけでは、何の証明にもなりません。",
        "This file looks like a disclosure (version 1). That alone proves nothing.",
    ),
    "unknown": Text("まだ分からないこと", "What you do not know yet"),
    "who": Text("だれが発行したか", "Who issued it"),
    "changed": Text("発行のあと変わっていないか", "Whether it was changed since it was issued"),
    "stands": Text("書かれている記録が記録簿にあるか", "Whether the records it shows stand in the log"),
    "next": Text("次にすること", "What to do next"),
    "get": Text(
        "信頼方針（だれの署名を信じるかを書いたファイル）を受け取ります。請求した会社のほか、証人や監査人が公表しています。"
        "開示文書と一緒に届いたものだけに頼らないでください。",
        "Get the trust policy: a file that says whose signatures you trust. The company that you asked publishes it,"
        " and so may its witness or its auditor. Do not rely on one alone that came together with the disclosure.",
    ),
    "fingerprint": Text(
        "信頼方針を選ぶと、その指紋（64文字）が表示されます。会社・証人・監査人が別の場所で公表している指紋と、"
        "最初から最後まで比べます。空白は数えません。",
        "Once you choose it, its fingerprint is shown (64 characters). Compare it, from the first to the last, with the"
        " one that the company, its witness or its auditor publishes elsewhere. Spaces do not count.",
    ),
    "differs": Text(
        "1文字でも違うときは、その信頼方針を使わず、公表している人に知らせてください。",
        "If one character differs, do not use that policy, and tell whoever publishes it.",
    ),
}
ALONE_UNKNOWN, ALONE_NEXT = ("who", "changed", "stands"), ("get", "fingerprint", "differs")

#: What the words mean that nobody has to know: of each its name, and what it is.
TERMS: tuple[tuple[Text, Text], ...] = (
    (Text("記録簿", "Log"), Text(
        "会社が記録を順に書き足していく帳簿です。書いたものをあとから変えると、この検証で分かります。",
        "The book to which the company adds its records one after another. What is changed in it later fails this"
        " check.",
    )),
    (Text("証人", "Witness"), Text(
        "記録簿が書き足されただけであることを見届け、署名する人や団体です。会社から独立しているほど、頼りになります。",
        "Somebody who sees that the log was only ever added to, and signs. The more independent of the company, the"
        " more it is worth.",
    )),
    (Text("信頼方針", "Trust policy"), Text(
        "どの発行者・記録簿・証人の署名を信じるかを書いたファイルです。これが偽物なら、検証の結果も頼りになりません。",
        "A file that says which issuers, logs and witnesses you trust. If it is a forgery, the result is worth"
        " nothing.",
    )),
    (Text("指紋", "Fingerprint"), Text(
        "ファイルの中身から計算する64文字です。中身が1文字でも違えば、指紋も違います。",
        "64 characters computed from what is in a file. If one character in it differs, so does the fingerprint.",
    )),
    (Text("時刻証明", "Time stamp"), Text(
        "記録簿の署名がその時刻にあったことを、時刻認証局が示すものです。",
        "Shows by a time stamping authority that what the log signed existed at that time.",
    )),
)  # fmt: skip

#: What is proven of an accepted file, by whether it shows records and whether a witness has signed.
PROVEN: Mapping[str, Text] = {
    "witnessed": Text(
        "下の記録は、証人が署名した時に記録簿にあり、そのあと変わっていません。",
        "The records below stood in the log when its witnesses signed, and have not been changed since.",
    ),
    "alone": Text(
        "下の記録は、会社が記録簿に署名した時に記録簿にあり、そのあと変わっていません。",
        "The records below stood in the log when the company signed it, and have not been changed since.",
    ),
    "no_record": Text("発行者が、次の回答に署名しました。", "The issuer has signed this answer:"),
}

#: Of the page that checks in a browser, and of the command.
PAGE: Mapping[str, Text] = {
    "accepted": Text("確認できました。署名のあと変わっていません。", "Accepted: unchanged since it was signed."),
    "refused": Text("確認できません。この文書は何も証明しません。", "Refused: this file proves nothing."),
    "refused_next": Text(
        "開示文書と信頼方針を受け取り直し、もう一度確かめてください。"
        "同じ結果のときは、請求した会社か、証人・監査人に知らせてください。",
        "Get the disclosure and the trust policy once more, and check again. If the result is the same, tell the"
        " company that you asked, or its witness or auditor.",
    ),
    "record_accepted": Text("この記録は記録簿にあります", "this record stands in the log"),
    "withheld": Text("文書を持つ人が示していません", "withheld by the holder"),
    "not_given": Text("会社がこの文書に入れていません", "not put in by the company"),
    "not_shown": Text("示していません", "not shown"),
    "direction": SENTENCES["direction"],
    "issuer": Text("発行者", "Issued by"),
    "issued_at": Text("発行日時", "Issued"),
    "log": Text("記録簿", "Log"),
    "entries": Text("件", "entries"),
    "witness": Text("証人", "Seen by witness"),
    "coverage": Text("調べた範囲", "What it covers"),
    "show": Text("表示する", "Show"),
    "no_record": Text("開示の対象となる記録はありません。", "There is no record subject to disclosure."),
    "not_checked": Text("この画面が確かめないこと", "What this page does not check"),
    "stamps": Text("時刻証明", "Time stamps"),
    "truth": Text(
        "送信元（記録を送った部門やサービス）の申告が真実であること",
        "That what a source said is true: the service that sent the record",
    ),
    "all": Text("記録がこれで全部であること", "That these are all records"),
    "later": Text("発行の後に訂正されていないこと", "That nothing was corrected after it was issued"),
    "holder": Text("この文書を持つ人が誰か", "Who holds this file"),
    "terms": Text("ことば", "Words"),
    "choose_file": Text("開示文書を選んでください。", "Choose the disclosure."),
    "compare": Text(
        "この指紋を、会社・証人・監査人などが別の場所で公表しているものと、最初から最後まで比べてください。違うときは、下の結果を信じず、公表している人に知らせてください。",
        "Compare it, from the first to the last character, with the one that the company, its witness or its auditor"
        " publishes elsewhere. If it differs, do not believe what stands below, and tell whoever publishes it.",
    ),
    "compare_first": Text(
        "指紋を比べてから、検証の結果を表示します。", "The result is shown once you have compared the fingerprint."
    ),
    "result": Text("検証の結果", "Result"),
    "records": Text("記録", "Records"),
    "record": Text("記録", "Record"),
    "place": Text("記録簿での番号", "Place in the log"),
    "checked_at": Text("確かめた日時", "Checked"),
    "file_hash": Text("確かめた開示文書の指紋（SHA-256）", "Fingerprint of the disclosure checked (SHA-256)"),
    "policy_hash": Text("使った信頼方針の指紋（SHA-256）", "Fingerprint of the trust policy used (SHA-256)"),
    "no_witness": Text(
        "証人の署名はありません。会社の署名だけに基づいています。",
        "No witness has signed: this rests on the company\u2019s signature alone.",
    ),
    "not_opened": Text(
        "ファイルを開けません。大きすぎるか、移動したか、消えています。",
        "The file cannot be opened: it is too large, or was moved or removed.",
    ),
    "reading": Text("開示文書を読み取っています。", "Reading the disclosure."),
    "checking": Text("記録を確かめています。", "Checking the records."),
    "showing": Text("確かめました。記録を表示しています。", "Checked. Showing the records."),
    "cannot_check": Text(
        "このブラウザでは検証できませんでした。provision-ledger verify-disclosureをお使いください。",
        "This browser could not check it. Use provision-ledger verify-disclosure.",
    ),
    "old_browser": Text(
        "このブラウザは、検証に必要な署名方式（Ed25519）に対応していません。新しいブラウザをお使いください。",
        "This browser lacks a signature scheme that the check needs (Ed25519). Use a newer one.",
    ),
}

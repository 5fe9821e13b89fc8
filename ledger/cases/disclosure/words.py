"""What a check of a disclosure says to people, in Japanese and English."""

from __future__ import annotations

from collections.abc import Mapping

from ledger.cases.texts import SENTENCES, Text

REFUSALS: Mapping[str, Text] = {
    "not_canonical": Text("ファイルの文字が変わっています", "characters of the file were changed"),
    "members": Text("ファイルの項目が正しくありません", "the file has other members than it should"),
    "version": Text("この検証では読めない種類か版です", "a kind or version that this check does not read"),
    "sd_jwt": Text("署名付き記録の形が正しくありません", "the signed records have another form"),
    "issuer_unknown": Text("信頼する発行者ではありません", "the issuer is not one you trust"),
    "issuer_signature": Text("発行者の署名が合いません", "the issuer's signature does not fit"),
    "checkpoint": Text("記録簿の先頭の形が正しくありません", "the head of the log has another form"),
    "log_unknown": Text("信頼する記録簿ではありません", "the log is not one you trust"),
    "signature_unknown": Text("信頼していない署名が付いています", "it carries a signature by a key you do not trust"),
    "signature": Text("記録簿の署名が合いません", "a signature of the log does not fit"),
    "quorum": Text("証人の署名が足りません", "too few witnesses have cosigned"),
    "issuer_key": Text("発行者の鍵が記録簿で告知されていません", "the log has not announced the issuer's key"),
    "disclosures": Text("開示された項目の形が正しくありません", "what is disclosed has another form"),
    "record_entry": Text("記録の形が正しくありません", "a record has another form"),
    "record_place": Text("記録の番号が署名と異なります", "a record stands in another place than was signed"),
    "record_digests": Text("記録が署名と異なります", "a record is not the one that was signed"),
    "record_proof": Text("記録が記録簿にあることを示せません", "the record is not shown to stand in the log"),
    "claim_name": Text("項目の名前が記録と異なります", "a claim has another name than in the log"),
    "not_given": Text("発行者が渡していない項目があります", "a claim that the issuer did not give"),
    "beside": Text("署名されていない部分が変わっています", "something beside the signed records was changed"),
    "time_stamp": Text("時刻証明が合いません", "a time stamp does not fit"),
}

#: In the order in which people ask: when, to whom, what, why, on which ground, with what judgement.
CLAIMS: Mapping[str, Text] = {
    "time": Text("日時", "time"),
    "recipient": Text("相手方", "other side"),
    "items": Text("項目", "data items"),
    "manner": Text("方法など", "manner"),
    "statement": Text("主張された根拠", "ground claimed"),
    "evidence": Text("根拠の資料", "evidence"),
    "basis_and_duty": Text("判断の根拠", "basis found"),
    "verdict_and_policy": Text("判断", "verdict"),
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
    "written_at": Text("情報源が書いた日時", "written by the source"),
    "appended_at": Text("届いた日時", "arrived"),
    "taken_at": Text("記録簿が受け取った日時", "taken by the ledger"),
    "ground": Text("根拠", "ground"),
    "stated_at": Text("申告の日時", "stated"),
    "sources": Text("情報源", "source"),
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
        "信頼方針を受け取ります。請求した会社のほか、証人や監査人が公表しています。"
        "開示文書と一緒に届いたものだけに頼らないでください。",
        "Get the trust policy. The company that you asked publishes it, and so may its witness or its auditor. Do not"
        " rely on one alone that came together with the disclosure.",
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

#: Of the page that checks in a browser.
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
    "not_given": Text("発行者が渡していません", "not given by the operator"),
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
    "truth": Text("情報源の申告が真実であること", "That what a source said is true"),
    "all": Text("記録がこれで全部であること", "That these are all records"),
    "later": Text("発行の後に訂正されていないこと", "That nothing was corrected after it was issued"),
    "holder": Text("この文書を持つ人が誰か", "Who holds this file"),
    "choose_file": Text("開示文書を選んでください。", "Choose the disclosure."),
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
        "No witness has signed: this rests on the operator\u2019s signature alone.",
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

"""What a check of a disclosure says to people, in Japanese and English."""

from __future__ import annotations

from collections.abc import Mapping

from ledger.cases.texts import SENTENCES, Text

REFUSALS: Mapping[str, Text] = {
    "not_canonical": Text("ファイルの文字が変わっています", "characters of the file were changed"),
    "members": Text("ファイルの項目が正しくありません", "the file has other members than it should"),
    "version": Text("この検証では読めない版です", "a version that this check does not read"),
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

CLAIMS: Mapping[str, Text] = {
    "person": Text("本人", "person"),
    "recipient": Text("相手方", "other side"),
    "items": Text("項目", "data items"),
    "time": Text("日時", "time"),
    "statement": Text("主張された根拠", "ground claimed"),
    "evidence": Text("根拠の資料", "evidence"),
    "manner": Text("方法など", "manner"),
    "basis_and_duty": Text("判断の根拠", "basis found"),
    "verdict_and_policy": Text("判断", "verdict"),
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

#: Of the page that checks in a browser.
PAGE: Mapping[str, Text] = {
    "accepted": Text("確認できました。署名のあと変わっていません。", "Accepted: unchanged since it was signed."),
    "refused": Text("確認できません。この文書は何も証明しません。", "Refused: this file proves nothing."),
    "record_accepted": Text("この記録は記録簿にあります", "this record stands in the log"),
    "withheld": Text("提示されていません", "withheld by the holder"),
    "not_given": Text("発行者が渡していません", "not given by the operator"),
    "direction": SENTENCES["direction"],
    "issuer": Text("発行者", "Issued by"),
    "issued_at": Text("発行日時", "Issued"),
    "log": Text("記録簿", "Log"),
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
    "choose_policy": Text("信頼方針を選んでください。", "Choose the trust policy."),
    "compare_first": Text(
        "指紋を比べてから、検証の結果を表示します。", "The result is shown once you have compared the fingerprint."
    ),
    "reading": Text("開示文書を読み取っています。", "Reading the disclosure."),
    "checking": Text("記録を確かめています。", "Checking the records."),
    "showing": Text("確かめました。記録を表示しています。", "Checked. Showing the records."),
    "policy_unreadable": Text(
        "信頼方針を読み取れません。別の方法でもう一度受け取ってください。",
        "The trust policy cannot be read. Get it once more, another way.",
    ),
    "cannot_check": Text(
        "このブラウザでは検証できませんでした。provision-ledger verify-disclosure をお使いください。",
        "This browser could not check it. Use provision-ledger verify-disclosure.",
    ),
    "old_browser": Text(
        "このブラウザは、検証に必要な署名方式（Ed25519）に対応していません。新しいブラウザをお使いください。",
        "This browser lacks a signature scheme that the check needs (Ed25519). Use a newer one.",
    ),
}

"""What a check of a disclosure says to people, in Japanese and English."""

from __future__ import annotations

from collections.abc import Mapping

from ledger.cases.texts import Text

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
    "recipient": Text("提供先", "recipient"),
    "items": Text("提供した項目", "data items"),
    "time": Text("日時", "time"),
    "statement": Text("主張された根拠", "ground claimed"),
    "evidence": Text("根拠の資料", "evidence"),
    "manner": Text("方法など", "manner"),
    "basis_and_duty": Text("判断の根拠", "basis found"),
    "verdict_and_policy": Text("判断", "verdict"),
}

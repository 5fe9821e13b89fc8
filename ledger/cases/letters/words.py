"""Every word of letters that no single kind of letter owns, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from ledger.cases.texts import Text

_FRAME: Mapping[str, Text] = {
    "between": Text("　", " "),
    "colon": Text("：", ": "),
    "pages": Text(" ページ", ""),
    "goes_on": Text("（次のページに続く）", "(continued on the next page)"),
    "blank_below": Text("以下余白", "End of the list"),
    "below": Text("記", "Particulars"),
    "end": Text("以上", "End of particulars"),
    "enclosures": Text("別紙", "Enclosures"),
    "sample": Text("見本", "SAMPLE"),
    "sample_line": Text("見本（まだ送っていません）", "Sample (not sent)"),
}

#: What the template itself says, by language.
FRAME: Mapping[str, Mapping[str, str]] = {
    "ja": {code: words.ja for code, words in _FRAME.items()},
    "en": {code: words.en for code, words in _FRAME.items()},
}

#: What every answer about records says as a letter, beside the sentences that its page has too.
RECORDS: Mapping[str, Text] = {
    "given": Text(
        "ご請求のあった第三者提供記録{}件を、別紙のとおり開示します（個人情報保護法33条5項）。"
        "第三者提供記録とは、ほかの会社や人にご本人の個人データを渡した記録、または受け取った記録です。",
        "We disclose {} third-party provision records in answer to your request, in the annex (APPI art. 33(5))."
        " They are the records of your personal data being handed to, or received from, another company or person.",
    ),
    "part": Text(
        "このほかに、開示しない記録があります。件数と理由は、別紙に書いています。",
        "There are other records that we do not disclose. The annex says how many, and why.",
    ),
    "part_items": Text(
        "開示する記録のうちに、開示しない項目があります。項目の数と理由は、別紙に書いています。",
        "Some data items of these records are not disclosed. The annex says how many, and why.",
    ),
    "refused": Text(
        "ご請求の記録は、開示しません。件数と理由は、別紙に書いています。",
        "We do not disclose the records that you asked for. The annex says how many, and why.",
    ),
    "annex": Text("別紙　第三者提供記録", "Annex: third-party provision records"),
    "count": Text(
        "この別紙の件数：開示する記録{}件、開示しない記録{}件", "In this annex: {} disclosed, {} not disclosed"
    ),
    "withheld_row": Text("開示しない（理由{}）：{}件", "Not disclosed (reason {}): {}"),
    "reasons": Text(
        "開示しない理由（33条5項が準用する33条2項による）", "Reasons (art. 33(2), which art. 33(5) applies to records)"
    ),
    "reason": Text("理由{}：{}", "Reason {}: {}"),
    "none_number": Text("―", "–"),
    "enclosed": Text("第三者提供記録", "Third-party provision records"),
    "proof": Text("この回答の確かめ方", "How to check this answer"),
    "proof_lead": Text(
        "この回答の記録は、あとから書き換えるとそれと分かる台帳に保存しています。次の方法で、当社に頼らずに確かめられます。",
        "We keep these records in a ledger in which a later change shows. You can check them without us:",
    ),
    "proof_get": Text(
        "窓口の「回答を受け取る」で、証明つきのデータ（person.disclosure.json）を受け取ります。",
        "At our desk\u2019s \u201cReceive the answer\u201d, get the data with its proof (person.disclosure.json).",
    ),
    "proof_open": Text(
        "確認用のページ（verify.html）を開き、そのデータを選びます。ネットワークにはつながりません。",
        "Open the page verify.html and choose that file. It connects to nothing.",
    ),
    "proof_compare": Text(
        "出てきた記録の番号を、別紙の「記録の番号」と見比べます。",
        "Compare the numbers of the records that it shows with those in this annex.",
    ),
    "record_id": Text("記録の番号", "Record number"),
    "to": Text("ご請求者　様", "To the person who made the request"),
}

"""Words of the console's pages on what is neither confirmed nor denied, by code, for officers with the role alone."""

from __future__ import annotations

from collections.abc import Mapping

from ledger.cases.texts import Text

EXISTENCE_WORDS: Mapping[str, Text] = {
    "tab_existence": Text("存否を答えない記録", "Neither confirmed nor denied"),
    "existence_row": Text("存否を答えるかどうか", "Whether its existence is told"),
    "existence_lead": Text(
        "記録があると分かるだけで危険が生じうるものは、あるともないとも答えません（政令11条）。"
        "このページは、存否を判断する担当者だけが開けます。"
        "内容だけでなく、答えない記録があることも、ほかの担当者やご本人に伝えないでください。",
        "Where it may be dangerous that a record is known to be there, it is neither confirmed nor denied (Cabinet"
        " Order 11). Only officers with this role open this page. Tell neither other officers nor the person what it"
        " says, nor that there is any such record.",
    ),
    "existence_caption": Text(
        "存否を答えない記録{}件、回答に含められる記録{}件",
        "{} neither confirmed nor denied, {} that may be in the answer",
    ),
    "existence_none": Text(
        "ご本人についての第三者提供記録はありません。", "There is no record of provision about the person."
    ),
    "existence_state": Text("存否", "Existence"),
    "existence_shown": Text("回答に含められます", "May be in the answer"),
    "existence_silent": Text("存否を答えません", "Neither confirmed nor denied"),
    "existence_waits": Text("解除は、二人目の確認を待っています", "A release waits for a second officer"),
    "existence_reasons": Text("存否を答えない理由", "Why it is neither confirmed nor denied"),
    "existence_as_person": Text("解除したときに、ご本人に見える内容", "What the person would see once it is released"),
    "existence_open": Text("ご本人に見える内容", "What the person sees"),
    "existence_proposed": Text("{}の提案（{}）。理由：{}", "Proposed by {} ({}). Reason: {}"),
    "existence_own": Text(
        "あなたの提案です。ほかの担当者が確かめるまで、解除されません。",
        "It is your own. It releases nothing until another officer has confirmed it.",
    ),
    "existence_confirm": Text("確かめて、解除する", "Confirm the release"),
    "existence_confirm_note": Text(
        "上の理由のすべてについて、答えても危険がないことを自分で確かめてください。解除は取り消せません。"
        "あとから危険が分かったときは、新しい理由で答えないことにします。",
        "See for yourself that telling of it is safe in view of each reason above. A release is never taken back: where"
        " a danger is learned of later, hide the record for a new reason.",
    ),
    "existence_release": Text("解除を提案する理由", "Why it is to be released"),
    "existence_release_missing": Text("解除を提案する理由を選んでください", "Choose why it is to be released"),
    "existence_release_note": Text(
        "二人目の担当者が確かめると解除され、その後に判断する回答に含まれます。"
        "すでに答えた案件には、追加の回答で伝えます。",
        "Once a second officer has confirmed, it is in answers decided from then on. A case that was answered gets it"
        " by a supplement.",
    ),
    "existence_propose": Text("解除を提案する", "Propose the release"),
    "existence_hide": Text("存否を答えないことにする理由", "Why it is to be neither confirmed nor denied"),
    "existence_hide_missing": Text(
        "存否を答えないことにする理由を選んでください", "Choose why it is to be neither confirmed nor denied"
    ),
    "existence_hide_note": Text(
        "すぐに効き、これから発行する回答に含まれません。すでに発行した回答は変わりません。",
        "It binds at once: no answer that leaves from now on has it. An answer that has left stays as it is.",
    ),
    "existence_hide_button": Text("存否を答えないことにする", "Neither confirm nor deny it"),
    "existence_hide_more": Text("ほかの理由を加える", "Add another reason"),
    "existence_back": Text("存否を答えない記録の一覧に戻る", "Back to the list"),
}

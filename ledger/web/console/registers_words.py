"""Words of the console's pages about registers and their versions, in Japanese and English."""

from __future__ import annotations

from collections.abc import Mapping

from ledger.cases.texts import Text
from ledger.web.console.records_words import WORDS as RECORDS

WORDS: Mapping[str, Text] = {
    **{code: RECORDS[code] for code in ("day_hint", "year", "month", "day")},
    "registers": Text("登録簿", "Registers"),
    "registers_caption": Text("登録簿の一覧", "Registers there are"),
    "col_register": Text("登録簿", "Register"),
    "col_keys": Text("いま有効な項目", "Keys that hold now"),
    "col_key": Text("項目の番号", "Key"),
    "col_says": Text("内容", "What it says"),
    "col_from": Text("いつから", "From"),
    "col_to": Text("いつまで", "Until before"),
    "col_versions": Text("版", "Versions"),
    "on_day": Text("この日の姿を見る", "As of a day"),
    "on": Text("見たい日", "Day"),
    "on_wrong": Text("見たい日は、暦にある日です", "The day is a day of the calendar"),
    "show_day": Text("この日の姿を表示する", "Show this day"),
    "held_on": Text("{}に有効な項目：{}件（台帳の{}番まで）", "Keys that held on {}: {} (up to entry {})"),
    "none_held": Text("この日に有効な項目はありません。", "No key held on this day."),
    "make_how": Text(
        "新しい版は、登録簿の送信元から「provision-ledger publish」で送ります。上書きはできません。",
        "A new version is told by the registers’ source with “provision-ledger publish”. Nothing is overwritten.",
    ),
    "preview_how": Text(
        "送る前に「provision-ledger register preview」で、変わる判断を確かめられます。",
        "Before it is told, “provision-ledger register preview” says which judgements it would change.",
    ),
    "versions_of": Text("{}の版", "Versions: {}"),
    "version": Text("版{}", "Version {}"),
    "current": Text("いまの版", "Current"),
    "future": Text("施行前", "Not yet in force"),
    "past": Text("過去の版", "Past"),
    "told": Text("台帳の{}番、{}に届きました。", "Entry {}, told on {}."),
    "from_to": Text("{}から{}の前まで", "From {} until before {}"),
    "from_on": Text("{}から", "From {}"),
    "used": Text("この版の間の提供：{}", "Provisions while it held: {}"),
    "used_more": Text("{}件以上", "{} or more"),
    "used_count": Text("{}件", "{}"),
    "used_counting": Text("数えています（開き直すと表示します）", "being counted (open this page again soon)"),
    "difference": Text("前の版とのちがい", "What differs from the version before"),
    "first_version": Text("はじめての版です。", "The first version."),
    "removed": Text("なくなった", "Removed"),
    "added": Text("加わった", "Added"),
    "unchanged": Text("変わらない項目（{}）", "Unchanged ({})"),
    "same": Text("前の版とちがいはありません。", "It says the same as the version before."),
    "member": Text("項目", "Member"),
    "overlaps": Text(
        "この版の期間は、あとから届いた版と重なっています。重なるところは、あとから届いた版が有効です。",
        "This version’s period overlaps one told later. Where they overlap, the later one holds.",
    ),
    "touched": Text(
        "この版が届いて判定し直した記録：{}件、判断が変わった記録：{}件",
        "Records judged again because of it: {}, of which otherwise than before: {}",
    ),
}

#: What each register holds, in words.
REGISTERS: Mapping[str, Text] = {
    "agreements": Text("委託・承継・共同研究の契約", "Agreements"),
    "channels": Text("知らせを送らない提供の方法", "Ways that publish no events"),
    "countries": Text("国・地域", "Countries"),
    "data_items": Text("項目", "Data items"),
    "documents": Text("記録に代わる書類", "Documents that stand for records"),
    "holidays": Text("休日", "Holidays"),
    "interpretations": Text("解釈", "Interpretations"),
    "joint_use": Text("共同利用", "Joint use"),
    "legal_holds": Text("法的な保全", "Legal holds"),
    "notices": Text("本人への情報提供", "Notices to people"),
    "officers": Text("担当者", "Officers"),
    "operator": Text("事業者", "The operator"),
    "opt_out_notifications": Text("オプトアウトの届出", "Opt-out notifications"),
    "policies": Text("プライバシーポリシー", "Privacy policies"),
    "purposes": Text("利用目的", "Purposes"),
    "recipients": Text("提供先", "Recipients"),
    "retention_periods": Text("保存期間", "Retention periods"),
    "services": Text("サービス", "Services"),
    "sources": Text("送信元", "Sources"),
    "statutes": Text("法令", "Statutes"),
    "systems": Text("提供先の体制", "Recipients’ systems"),
    "terms": Text("同意の文面", "Terms of consent"),
}

"""Words of a case's first page and of the list, by code, in Japanese and English: its owner, and what came."""

from __future__ import annotations

from collections.abc import Mapping

from ledger.cases.texts import Text

OVERVIEW: Mapping[str, Text] = {
    "col_owner": Text("担当", "Owner"),
    "bar_owner": Text("担当", "Owner"),
    "bar_reviewer": Text("確認者", "Reviewer"),
    "owner_none": Text("なし", "Nobody"),
    "owner_title": Text("担当を決める", "Who sees to this case"),
    "owner_now": Text("いまの担当は{}です。", "{} sees to it now."),
    "owner_none_now": Text("まだ、だれの担当でもありません。", "Nobody sees to it yet."),
    "owner_whom": Text("だれが担当しますか", "Who is to see to it?"),
    "owner_missing": Text("担当する人を選んでください", "Choose who is to see to it"),
    "owner_moved": Text(
        "あなたが開いたあとに、担当が変わりました。確かめて、もう一度選んでください",
        "The owner has changed since you opened this page. Look, then choose again",
    ),
    "owner_changed": Text("担当が変わりました", "The owner has changed"),
    "owner_changed_by": Text(
        "{}に、{}が担当を{}にしました。あなたが選んだものは、下に残っています。",
        "At {} {} gave the case to {}. What you chose is kept below.",
    ),
    "owner_button": Text("担当を登録する", "Enter the owner"),
    "owner_take": Text("担当になる", "Take charge"),
    "filter_title": Text("絞り込み", "Filters"),
    "filter_owner": Text("担当", "Owner"),
    "filter_kind": Text("種類", "Kind"),
    "filter_due": Text("期限", "Due"),
    "filter_stage": Text("段階", "Stage"),
    "filter_any": Text("すべて", "All"),
    "filter_apply": Text("この条件で表示する", "Show"),
    "filter_in_use": Text("いまの条件：", "Filters in use: "),
    "filter_none": Text("条件はありません。", "No filter is in use."),
    "filter_without": Text("条件から外す", "Remove"),
    "filter_clear": Text("条件を全部外す", "Remove all filters"),
    "did_case_own": Text("担当の決定", "Owner named"),
    "tasks": Text("この案件の仕事", "Tasks of this case"),
    "came": Text("受けたもの", "What came"),
    "came_channel": Text("届いた方法", "How it arrived"),
    "came_language": Text("回答に使う言語", "Language of the answer"),
    "came_who": Text("請求した人", "Who asks"),
    "came_identity": Text("本人確認", "Identity"),
    "came_identified": Text("確認済み（番号{}件）", "Checked ({} ids)"),
    "came_messages": Text("やり取りとメモ", "Correspondence and notes"),
    "came_messages_count": Text("本人から{}件、本人へ{}件、メモ{}件", "{} from the person, {} to them, {} notes"),
    "came_files": Text("ファイル", "Files"),
    "came_files_count": Text("{}件（うち本人確認のためのもの{}件）", "{}, of which {} show who somebody is"),
    "tab_with": Text("{}（{}）", "{} ({})"),
    "checked": Text("確認済み", "checked"),
}

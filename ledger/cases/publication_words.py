"""Words of what the operator publishes, by code."""

from __future__ import annotations

from collections.abc import Mapping

from ledger.cases.texts import Text

PUBLISHED: Mapping[str, Text] = {
    "operator": Text("当社の名称・住所・代表者", "Our name, address and representative"),
    "operator_none": Text("まだ登録がありません。", "Not registered yet."),
    "name": Text("名称", "Name"),
    "address": Text("住所", "Address"),
    "representative": Text("代表者", "Representative"),
    "policy": Text("個人情報保護方針（第三者への提供について）", "Privacy policy (provision to third parties)"),
    "policy_none": Text("まだ登録がありません。", "Not registered yet."),
    "purposes": Text("利用目的", "Purposes of use"),
    "purposes_none": Text("まだ登録がありません。", "Not registered yet."),
    "since": Text("{}から", "since {}"),
    "joint_use": Text(
        "共同利用（決まった相手と一緒にデータを使うこと）", "Joint use (using data together with named others)"
    ),
    "joint_use_none": Text("いま公表している共同利用はありません。", "We publish no joint use at this time."),
    "items": Text("項目", "Data items"),
    "users": Text("一緒に使う者の範囲", "Range of those who use it together"),
    "manager": Text("管理の責任者（名称・住所・代表者）", "Who is responsible (name, address, representative)"),
    "opt_out": Text(
        "届出による第三者への提供（オプトアウト）", "Provision to third parties under a notification (opt-out)"
    ),
    "opt_out_none": Text(
        "いま公表している、届出による第三者への提供はありません。",
        "We publish no provision to third parties under a notification at this time.",
    ),
    "opt_out_operator": Text("提供する者の名称・住所・代表者", "Who provides (name, address, representative)"),
    "opt_out_purpose": Text("第三者への提供が利用目的であること", "Provision to third parties is a purpose of use"),
    "opt_out_acquisition": Text("データを得た方法", "How the data was acquired"),
    "opt_out_methods": Text("提供の方法", "How it is provided"),
    "opt_out_stops": Text("求めに応じて提供をやめること", "Provision stops at your request"),
    "opt_out_how": Text("求めを受け付ける方法", "How to ask"),
    "opt_out_updating": Text("データの更新の方法", "How the data is updated"),
    "opt_out_starts": Text("提供を始める予定の日", "Planned first day of provision"),
    "terms": Text("利用規約などで同意をお願いしている文", "Texts by which we ask for consent"),
    "terms_none": Text("まだ登録がありません。", "Not registered yet."),
    "terms_title": Text("名前と版", "Name and version"),
    "terms_text": Text("文", "Text"),
    "fees": Text("請求の手数料", "Fees for requests"),
    "fees_none": Text("手数料はかかりません。", "There is no fee."),
    "fee": Text("1件につき{:,}円", "{:,} yen for each request"),
    "not_said": Text("登録にありません", "Not in the register"),
    "yes": Text("はい", "Yes"),
    "no": Text("いいえ", "No"),
}

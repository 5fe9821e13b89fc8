"""Words of the tiles on the console's first page, by code, in Japanese and English."""

from __future__ import annotations

from collections.abc import Mapping

from ledger.cases.texts import Text

TILES: Mapping[str, Text] = {
    "tiles": Text("台帳の状態", "The ledger now"),
    "tile_checks": Text("自己点検で見つかったこと", "Found by the self-check"),
    "tile_checked_at": Text("最後の点検：{}", "Last check: {}"),
    "tile_checks_never": Text("まだ点検していません", "Never checked"),
    "tile_alerts": Text("確認していない知らせ", "Alerts nobody acknowledged"),
    "tile_undetermined": Text("判定待ちの記録", "Records undetermined"),
    "tile_quarantine": Text("隔離", "Quarantined"),
    "tile_silent": Text("途絶した送信元", "Sources silent"),
    "tile_published": Text("公開した封印の大きさ", "Size of the last checkpoint"),
    "tile_unit": Text("件", ""),
    "tile_since": Text("最も古いもの：{}", "Oldest: {}"),
    "tile_published_at": Text("公開：{}", "Published: {}"),
    "tile_since_unknown": Text("一度も届いていません", "Never heard"),
    "tile_alerts_none": Text("すべて確認済みです", "All are acknowledged"),
    "tile_undetermined_none": Text("すべて判定済みです", "All are judged"),
    "tile_quarantine_none": Text("ありません", "None"),
    "tile_silent_none": Text("すべて届いています", "All are heard"),
    "tile_published_none": Text("まだ公開していません", "Nothing is published yet"),
    "tile_away": Text("途絶", "Away"),
    "tile_unknown": Text("不明", "Unknown"),
    "tile_last_known": Text("最後に分かった時刻：{}", "Last known: {}"),
    "tile_counted_at": Text("数えた時刻：{}", "Counted: {}"),
    "tile_counting": Text("数えています。少し待って開き直してください", "Being counted. Open this page again soon"),
    "tile_never_known": Text("まだ一度も数えられていません", "It could not be counted yet"),
}

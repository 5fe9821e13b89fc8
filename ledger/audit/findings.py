"""What an audit finds: the kind of fault, where it begins, and what it means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

#: Every kind of finding, with what it says to people (ja / en). A kind that is no fault by itself is in NOTES.
KINDS: Mapping[str, str] = {
    "entry_changed": "記録が木と一致しません / an entry is not what the tree holds",
    "entry_malformed": "記録の形が定めのとおりではありません / an entry has not the one form that it can have",
    "entry_missing": "記録が欠けています / an entry is missing",
    "entry_beyond": "末尾より先に記録があります / there are entries beyond the head",
    "tile_changed": "木の節が記録と一致しません / a tile is not what its entries hash to",
    "head_differs": "先頭の根が記録と一致しません / the head is not what the entries hash to",
    "checkpoint_changed": "公表済みの署名が確認できません / a published head is not signed as it should be",
    "log_key_unannounced": "公開鍵の交代が先に告知されていません / a log key signed a head before the log announced it",
    "history_changed": "以前に公表された先頭と矛盾します / the log does not extend a head published before",
    "sealed_missing": "封印された内容が欠けています / what was sealed beside an entry is missing",
    "sealed_changed": "封印が開けません / a seal does not open under its key",
    "opening_differs": "封印の内容が記録と一致しません / what was sealed is not what the entry committed to",
    "digest_reused": "同じ要約値が二度使われています / a digest stands in two entries",
    "id_reused": "同じ番号の記録が二つあります / an entry's id stands twice",
    "key_missing": "消去の記録なしに鍵がありません / a key is missing and no erasure says so",
    "key_changed": "鍵が書き換えられています / a key does not open under the master key",
    "key_restored": "消去済みの鍵が残っています / a key that an erasure covers is still there",
    "identity_differs": "本人と識別番号の対応が異なります / whose id it is differs from whom the entry names",
    "stopped_differs": "停止した本人の控えが停止の記録と異なります / whom a stop binds is not kept as the stop says",
    "stamp_changed": "時刻の証明が確認できません / a time stamp is not that of its head",
    "clock_back": "公表の時刻が前後しています / a head is dated before the one before it: the clock was set back",
    "clock_ahead": "公表の時刻が先に進んでいます / a head is dated later than it can have been published",
    "erasure_unfinished": "消去が途中です / an erasure was begun and not finished",
    "intake_missing": "操作の原本が欠けています / the original of an act is missing",
    "intake_changed": "操作の原本が記録と異なります / the original of an act is not its entry",
    "intake_waiting": "記録されていない操作があります / an act was not moved into the log in time",
    "act_missing": "操作の記録がありません / an act in the log has no row that names its original",
    "position_differs": "取込位置が記録と一致しません / a position is not what the batches say",
    "batch_gap": "取込の範囲が連続していません / batches of a partition do not continue each other",
    "batch_claims": "取込の範囲に、実際の記録のない番号があります / a batch accounts for offsets by what is not there",
    "unaccounted": "どの取込にもない記録です / no batch and no replay brought this record or fact",
    "trace_differs": "取込の痕跡が記録と一致しません / the trace is not what the batches say",
    "hole": "届かなかった範囲があります / offsets were never delivered",
    "topic_recreated": "トピックが作り直されています / a topic was made anew",
    "quarantine_missing": "隔離した内容が欠けています / quarantined bytes are missing",
    "quarantine_changed": "隔離した内容が記録と異なります / quarantined bytes are not what the batch committed to",
    "file_missing": "廃棄の記録なしに、添付ファイルが欠けています / a file is missing and no act destroyed it",
    "file_changed": "添付ファイルが記録と異なります / a file is not the one that an act attached",
    "view_changed": "一覧が記録と一致しません / a view is not what the log says",
    "judgement_differs": "判断を再現できません / a judgement cannot be made again and nothing says why",
    "outbox_differs": "送信待ちの範囲が不正です / what waits to be sent lies beyond the log",
}
#: Kinds that somebody has to look into without anything having been changed.
NOTES = frozenset({"hole", "topic_recreated", "erasure_unfinished", "clock_back", "clock_ahead", "log_key_unannounced"})


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault. ``index``: of the entry at which it begins, or None where it is about none; ``what``: which table,
    key or partition, in codes that name nobody."""

    kind: str
    index: int | None
    what: str = ""

    @property
    def words(self) -> str:
        return KINDS[self.kind]

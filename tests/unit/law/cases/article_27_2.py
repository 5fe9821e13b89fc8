"""Article 27(2) to (4): opt-out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ledger.law.registered import ItemEntry, NotificationEntry
from ledger.law.types import Act, Found
from tests.unit.law.acts import NONE_PASSED, act, found
from tests.unit.law.cases.case import Article, lawful, open_still, violation
from tests.unit.law.cases.entries import (
    GOVERNMENT,
    LONG_AGO,
    NOTIFIED,
    SENSITIVE,
    TODAY,
    TOMORROW,
    YESTERDAY,
)


def _opted(**claimed: Any) -> Act:
    return act(**{"ground": "27(2)", "opt_out_notification": "notification", **claimed})


def _with(**changed: Any) -> Found:
    return found(notification=replace(NOTIFIED, **changed))


def _told(days_before: int) -> NotificationEntry:
    return replace(NOTIFIED, noticed=TODAY - days_before)


OPT_OUT = Article(
    "27(2)", "オプトアウト", "opt-out: notified, published, with time to ask for a stop",
    (
        lawful("N100", "届出・通知・公表のそろった提供", "Every step taken in time", "V",
               _opted(), _with(), "statutory"),
        violation("T55", "要配慮個人情報のオプトアウト", "Sensitive data", "V",
                  _opted(), found(notification=NOTIFIED, items=(SENSITIVE,)), "not_sensitive"),
        violation("N101", "組合せで要配慮となる項目", "An item that is sensitive beside this recipient", "I",
                  _opted(), found(notification=NOTIFIED, items=(ItemEntry("name", False, frozenset({"company"})),)),
                  "not_sensitive", confirm="what an item reveals beside another is kept as data"),
        violation("T57a", "不正取得した情報", "Acquired illegally", "V",
                  _opted(provenance="unlawful"), _with(), "lawfully_acquired"),
        violation("T57b", "不正取得した情報の加工物", "A copy of what was acquired illegally (pitfall 8)", "V",
                  _opted(provenance="unlawful_copy"), _with(), "lawfully_acquired"),
        violation("N102", "オプトアウトで取得した情報", "What itself came by opt-out", "V",
                  _opted(provenance="opt_out"), _with(), "not_by_opt_out"),
        violation("N103", "オプトアウトで取得した情報の加工物", "A copy of what came by opt-out (pitfall 8)", "V",
                  _opted(provenance="opt_out_copy"), _with(), "not_by_opt_out"),
        violation("N104", "由来の不明な情報", "A provenance nobody knows", "I",
                  _opted(provenance="bought"), _with(), "provenance_open",
                  confirm="that a provenance with no rule shuts opt-out"),
        violation("T58", "届け出ていない項目", "An item not in the notified list, which is exhaustive", "V",
                  _opted(), _with(items=frozenset({"phone"})), "items_notified"),
        violation("N105", "届け出ていない提供方法", "A method that was not notified", "V",
                  _opted(method="paper"), _with(), "method_notified"),
        *(
            violation(f"N106-{item}", f"届出事項{item}の欠落", f"Item {item} of the nine was not notified", "V",
                      _opted(), _with(lacking=frozenset({item})), "notification_whole")
            for item in ("1", "2", "4", "6", "7", "8")
        ),
        violation("N107", "届出が示されない", "No notification is named", "V",
                  _opted(opt_out_notification=None), found(), "notification_named"),
        open_still("N108", "届出の登録待ち", "The notification may still be registered", "I",
                   _opted(), found(passed=NONE_PASSED), "notification_known"),
        violation("N109", "届出が翌日", "Notified the day after", "V",
                  _opted(), _with(notified=TOMORROW), "notified_before"),
        violation("N110", "届出をしていない", "Never notified", "V", _opted(), _with(notified=None), "notified_before"),
        violation("N111", "委員会の公表が翌日", "Published by the Commission the day after", "I",
                  _opted(), _with(published=TOMORROW, own_published=None), "published_before own_publication_before",
                  confirm="27(2) itself names notice and notification only; that 27(4) must precede is our reading"),
        violation("N112", "自社の公表がない", "Never published by us (Rule 14)", "I",
                  _opted(), _with(own_published=None), "own_publication_before",
                  confirm="Rule 14 asks for it without delay after the Commission's; that it must precede, as N111"),
        violation("N113", "自社の公表が委員会の公表より前", "Published by us before the Commission did", "V",
                  _opted(), _with(own_published=TODAY - 61), "own_publication_before",
                  confirm="Rule 14 read as: after the Commission's publication"),
        violation("N114", "提供開始日の前日", "The day before the notified start", "V",
                  _opted(), _with(starts=TOMORROW), "started"),
        lawful("N115", "提供開始日", "On the notified first day", "V", _opted(), _with(starts=TODAY), "statutory"),
        violation("N116", "事業の終了後", "The day after the business was notified as ended", "V",
                  _opted(), _with(ended=YESTERDAY), "started"),
        violation("N117", "本人の求める期間が13日", "People told 13 days before", "I",
                  _opted(), found(notification=_told(13)), "time_to_ask_for_a_stop",
                  confirm="Rule 11(1)i asks for enough time and gives no number; 14 days is a default"),
        lawful("N118", "本人の求める期間が14日", "People told 14 days before", "I",
               _opted(), found(notification=_told(14)), "statutory", confirm="as above"),
        violation("N119", "通知も公表もない", "People never told", "V",
                  _opted(), _with(noticed=None), "noticed_before time_to_ask_for_a_stop"),
        violation("N120a", "変更の届出が変更の後", "A change notified after it took effect (27(3))", "V",
                  _opted(), _with(notified=TOMORROW, noticed=LONG_AGO), "notified_before"),
        violation("N120b", "項目の追加を届け出ていない", "An item added on file, never notified anew (27(3))", "V",
                  _opted(), _with(told_before_change=False), "opt_out_changed_rightly"),
        violation("N121", "本人の停止の求めの後", "The person had asked for a stop", "V",
                  _opted(), found(notification=NOTIFIED, stopped=frozenset({"27(2)"})), "not_stopped"),
        violation("N122", "本人のいない提供", "About nobody", "V",
                  _opted(has_person=False), _with(), "about_a_person"),
        violation("N123", "一括の記録", "Recorded in a lump (pitfall 21)", "V",
                  _opted(form="lump", in_series=True), _with(), "recorded_each_time",
                  marks=("form_failed",)),
        lawful("N123a", "国の機関へのオプトアウトの一括記録", "In a lump, to a public body: no record is due", "V",
               _opted(form="lump", in_series=True), found(notification=NOTIFIED, recipient=GOVERNMENT), "exempt"),
        violation("N124", "契約書による代用", "Recorded by a contract (pitfall 21)", "V",
                  _opted(form="substitute", substitute_document="contract"), _with(), "recorded_each_time",
                  marks=("form_failed",)),
        violation("N125", "公表前の利用目的", "The purpose was not announced", "V",
                  _opted(), found(notification=NOTIFIED, purpose_announced=False), "purpose_announced"),
    ),
)  # fmt: skip

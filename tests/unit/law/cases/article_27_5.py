"""Article 27(5), (6): recipients that are no third party."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ledger.law.types import Found
from tests.unit.law.acts import NONE_PASSED, act, found
from tests.unit.law.cases.case import Article, lawful, open_still, violation
from tests.unit.law.cases.entries import (
    ENTRUSTED,
    EXAMINED,
    JOINT_USE,
    MERGER,
    TODAY,
    TOMORROW,
    YESTERDAY,
)

_ENTRUSTING, _SUCCEEDING, _SHARING = (act(ground=f"27(5){item}") for item in ("i", "ii", "iii"))


def _under(**changed: Any) -> Found:
    return found(agreement=replace(ENTRUSTED, **changed))


def _shared(**changed: Any) -> Found:
    return found(joint_use=replace(JOINT_USE, **changed))


ENTRUSTMENT = Article(
    "27(5)i", "委託", "entrustment, within what the purpose needs",
    (
        lawful("T41", "データ入力の委託", "Data entry outsourced", "V",
               act(ground="27(5)i", recipient_purpose="data_entry"), _under(), "exempt"),
        lawful("T42", "百貨店から配送会社へ", "Department store gives a parcel company delivery data", "V",
               act(ground="27(5)i", recipient_purpose="delivery"), _under(), "exempt"),
        violation("N130", "受託者自身の目的への利用", "The contractor uses it for itself", "V",
                  _ENTRUSTING, _under(own_purposes=True), "no_purposes_of_its_own"),
        violation("N131", "委託された業務の範囲外", "For work that was not entrusted", "V",
                  act(ground="27(5)i", recipient_purpose="advertising"), _under(), "within_the_entrusted_work"),
        violation("N132", "契約開始の前日", "The day before the contract began", "V",
                  _ENTRUSTING, _under(concluded=TOMORROW), "agreement_in_force"),
        violation("N133", "契約終了の翌日", "The day after it ended", "V",
                  _ENTRUSTING, _under(ended=YESTERDAY), "agreement_in_force"),
        lawful("N134", "契約の初日", "On its first day", "V", _ENTRUSTING, _under(concluded=TODAY), "exempt"),
        violation("N135", "別の会社との契約", "A contract with another company", "V",
                  _ENTRUSTING, _under(parties=frozenset({"another"})), "agreement_with_the_recipient"),
        violation("N136", "委託されていない項目", "An item that was not entrusted", "V",
                  _ENTRUSTING, _under(items=frozenset({"phone"})), "agreement_covers_items"),
        violation("N137", "委託元の目的の外", "Not needed for our purpose", "V",
                  _ENTRUSTING, _under(purposes=frozenset({"advertising"})), "agreement_covers_purpose"),
        violation("N138", "契約が示されない", "No contract is named", "V",
                  act(ground="27(5)i", agreement=None), found(agreement=None), "agreement_named"),
        violation("N139", "台帳にない契約", "The contract named is in no register", "I",
                  _ENTRUSTING, found(agreement=None), "agreement_known"),
        open_still("N140", "契約の登録待ち", "The contract may still be registered", "I",
                   _ENTRUSTING, found(agreement=None, passed=NONE_PASSED), "agreement_known"),
        violation("N141", "未公表の利用目的", "For a purpose not announced: 27(5) lifts article 27 only", "V",
                  _ENTRUSTING, found(agreement=ENTRUSTED, purpose_announced=False), "purpose_announced"),
        violation("N142", "利用停止後の委託", "The person had use stopped (35(1))", "V",
                  _ENTRUSTING, found(agreement=ENTRUSTED, stopped=frozenset({"35(1)"})), "not_stopped",
                  confirm="that a stop of use reaches entrustment"),
        lawful("N143", "第三者提供停止後の委託", "The person had third-party provision stopped (35(3))", "I",
               _ENTRUSTING, found(agreement=ENTRUSTED, stopped=frozenset({"35(3)"})), "exempt",
               confirm="that 35(3) does not reach those who are no third party"),
    ),
)  # fmt: skip

SUCCESSION = Article(
    "27(5)ii", "事業の承継", "merger, split, transfer, and the examination before",
    (
        *(
            lawful(f"T44{letter}", ja, en, "V", _SUCCEEDING, found(agreement=replace(MERGER, deal=deal)), "exempt")
            for letter, ja, en, deal in (
                ("a", "合併", "Merger", "merger"), ("b", "会社分割", "Split", "split"),
                ("c", "事業譲渡", "Transfer of a business", "transfer"),
            )
        ),
        lawful("N150", "契約のあるデューデリジェンス", "Due diligence under a contract that fixes all four", "V",
               _SUCCEEDING, found(agreement=EXAMINED), "exempt"),
        *(
            violation(f"N151{letter}", f"デューデリジェンスの契約に{ja}の定めがない",
                      f"Due diligence, the contract says nothing of {en}", "V", _SUCCEEDING,
                      found(agreement=replace(EXAMINED, clauses=EXAMINED.clauses - {clause})),
                      "due_diligence_contract")
            for letter, ja, en, clause in (
                ("a", "利用目的", "the purpose", "purpose"), ("b", "取扱い", "handling", "handling"),
                ("c", "漏えい時の措置", "leaks", "leak_measures"),
                ("d", "交渉不調時の措置", "failing talks", "if_talks_fail"),
            )
        ),
        violation("N152", "承継前の目的の外", "For another purpose than before the merger", "V",
                  act(ground="27(5)ii", recipient_purpose="advertising"), found(agreement=MERGER),
                  "within_the_old_purpose"),
        violation("N153", "承継の日の前日", "The day before the merger took effect", "V",
                  _SUCCEEDING, found(agreement=replace(MERGER, concluded=TOMORROW)), "agreement_in_force"),
        violation("N154", "業務提携にとどまる", "A mere alliance", "V",
                  _SUCCEEDING, found(agreement=replace(MERGER, deal=None)), "a_succession"),
        violation("N155", "承継に含まれない会社", "A company that is no party to it", "V",
                  _SUCCEEDING, found(agreement=replace(MERGER, parties=frozenset({"another"}))),
                  "agreement_with_the_recipient"),
    ),
)  # fmt: skip

JOINT_USES = Article(
    "27(5)iii, 27(6)", "共同利用", "joint use, told beforehand with all five items",
    (
        lawful("T47", "グループの共同利用(通知完備)", "Joint use in a group, notice complete, original purpose", "V",
               _SHARING, _shared(), "exempt"),
        lawful("T48", "使用者と労働組合の共同利用", "Employer and union share employee data", "V",
               act(ground="27(5)iii", recipient_purpose="operation"), _shared(), "exempt"),
        *(
            violation(f"T49{letter}", f"通知事項の欠落({ja})", f"The notice lacks {en}", "V",
                      _SHARING, _shared(lacking=frozenset({item})), "joint_use_notice_whole")
            for letter, ja, en, item in (
                ("a", "①共同利用する旨", "the fact of joint use", "fact"), ("b", "②項目", "the items", "items"),
                ("c", "③利用者の範囲", "the range of users", "users"),
                ("d", "④利用目的", "the purposes", "purposes"),
                ("e", "⑤管理責任者", "who is responsible", "manager"),
            )
        ),
        violation("N160", "通知が翌日", "People told the day after", "V",
                  _SHARING, _shared(noticed=TOMORROW), "joint_use_notice_before"),
        lawful("N161", "通知の当日", "On the day on which people were told", "I",
               _SHARING, _shared(noticed=TODAY), "exempt", confirm="days, not instants, are compared"),
        violation("N162", "一度も通知していない", "People never told", "V",
                  _SHARING, _shared(noticed=None), "joint_use_notice_before"),
        violation("N163", "範囲外の会社", "A company outside the range of users", "V",
                  _SHARING, _shared(users=frozenset({"another"})), "a_joint_user"),
        lawful("N164", "範囲で示した利用者", "A user by the range shown", "V",
               _SHARING, _shared(users=frozenset(), ranges=frozenset({"group"})), "exempt"),
        violation("N165", "共同利用者に掲げた受託者", "A contractor listed among the users stays one", "V",
                  _SHARING, _shared(contractors=frozenset({"company"})), "no_mere_contractor"),
        violation("N166", "共同利用にない項目", "An item outside the joint use", "V",
                  _SHARING, _shared(items=frozenset({"phone"})), "items_in_joint_use"),
        violation("N167", "共同利用にない目的", "A purpose of the recipient that was not told", "V",
                  act(ground="27(5)iii", recipient_purpose="advertising"), _shared(), "purposes_in_joint_use"),
        violation("N168", "通知前の目的変更", "Purposes changed before people were told (27(6))", "V",
                  _SHARING, _shared(told_before_change=False), "joint_use_changed_rightly"),
        violation("N169", "同意のない項目・利用者の変更", "Users or items widened on none of the ways there are", "V",
                  _SHARING, _shared(altered=True), "joint_use_changed_rightly"),
        violation("N170", "共同利用が示されない", "No joint use is named", "V",
                  act(ground="27(5)iii", agreement=" "), found(), "joint_use_named"),
    ),
)  # fmt: skip

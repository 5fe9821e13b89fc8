"""Articles 31 and 41(6), 番号法 19, data in no database, what is no provision, and stops."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ledger.law.types import Act
from tests.unit.law.acts import AT, CONFIRMED, SECOND, TOLD_ABROAD, act, change, found
from tests.unit.law.cases.case import Article, lawful, no_provision, violation
from tests.unit.law.cases.entries import (
    ABROAD,
    BRANCH,
    CONTRACT,
    ENTRUSTED,
    GERMANY,
    GOVERNMENT,
    GROUP_COMPANY,
    HOSPITAL,
    IN_GERMANY,
    PERSON,
    SYSTEM,
    US,
    YESTERDAY,
)

_GIVEN = change(AT - 10 * SECOND)
_LAPSED = found(recipient=ABROAD, country=US, system=replace(SYSTEM, due=YESTERDAY))


def _related(evidence: dict[str, str], **claimed: Any) -> Act:
    plain = {"ground": "31(1)", "data_class": "personal_related", "has_person": False, "evidence": evidence}
    return act(**{**plain, **claimed})


RELATED = Article(
    "31", "個人関連情報", "personal-related information that becomes personal data at the recipient",
    (
        lawful("N260", "提供先の同意取得を確認", "The recipient declared that it has the person's consent", "V",
               _related(CONFIRMED), found(), "statutory", basis="31(1)"),
        violation("N261", "同意の確認なし", "Not confirmed: nothing personal to the sender (pitfall 10)", "V",
                  _related({}), found(), "consent_confirmed_shown"),
        lawful("N262", "提供元が取得した同意(提供先を明示)", "Consent we collected, recipient named (pitfall 14)", "V",
               _related({"consent_collected_for_recipient": "button", "recipient_named": "company"}), found(),
               "statutory"),
        violation("N263", "提供元が取得した同意(範囲のみ)", "Consent collected by us, a range shown (pitfall 14)", "V",
                  _related({"consent_collected_for_recipient": "button"}), found(), "consent_confirmed_shown"),
        no_provision("N264", "個人データとして取得しない契約", "The contract rules out use as personal data", "V",
                     _related({"not_expected_as_personal_data": "clause 7"}), found(),
                     confirm="signs to the contrary would bring 31 back; they are not judged"),
        lawful("N265", "外国の提供先(情報提供も確認)", "Abroad, also confirmed that the person was told", "V",
               _related(TOLD_ABROAD), found(recipient=ABROAD, country=US), "statutory"),
        violation("N266", "外国の提供先(情報提供の確認なし)", "Abroad, not confirmed that the person was told", "V",
                  _related(CONFIRMED), found(recipient=ABROAD, country=US), "foreign_information_confirmed_shown"),
        lawful("N267", "同等国の提供先", "To the EEA: as at home", "V",
               _related(CONFIRMED), found(recipient=IN_GERMANY, country=GERMANY), "statutory"),
        lawful("N268", "法令に基づく提供", "By an item of 27(1): 31 asks nothing", "V",
               _related({"statute": "jp-ccp-218"}, ground="27(1)i"), found(), "exempt"),
        violation("N269", "個人関連情報のオプトアウト", "Opt-out does not exist in 31(1)", "V",
                  _related({}, ground="27(2)"), found(), "ground_for_class"),
        violation("N270", "個人関連情報の委託", "Nor does 27(5)", "V",
                  _related({}, ground="27(5)i"), found(agreement=ENTRUSTED), "ground_for_class"),
        lawful("N271", "国の機関への提供", "To a public body: no record", "V",
               _related(CONFIRMED), found(recipient=GOVERNMENT), "exempt"),
        lawful("N272", "契約書による代用(31条)", "By the contract of supply, which Rule 27(3) allows", "V",
               _related(CONFIRMED, form="substitute", substitute_document="contract"), found(document=CONTRACT),
               "statutory"),
        violation("N273", "個人データを31条で主張", "Personal data, claimed under 31", "V",
                  act(ground="31(1)", evidence=CONFIRMED), found(_GIVEN), "ground_for_class"),
        lawful("N274", "体制の確認が失効、情報提供は確認", "A lapsed system, the person told of the country", "I",
               _related(TOLD_ABROAD, recipient_system="system"), _LAPSED, "statutory",
               confirm="that a lapsed check ends the exception"),
        violation("N275", "体制の確認が失効、情報提供の確認なし", "A lapsed system, nobody told of the country", "I",
                  _related(CONFIRMED, recipient_system="system"), _LAPSED, "foreign_information_confirmed_shown",
                  confirm="as N274"),
    ),
)  # fmt: skip


def _pseudonymised(ground: str, **evidence: str) -> Act:
    return act(ground=ground, data_class="pseudonymised", evidence=evidence)


PSEUDONYMISED = Article(
    "41(6)", "仮名加工情報", "pseudonymised data",
    (
        violation("N280", "同意による提供", "On consent (pitfall 9)", "V",
                  _pseudonymised("consent"), found(_GIVEN), "pseudonymised_by_law"),
        violation("N281", "オプトアウト", "By opt-out", "V", _pseudonymised("27(2)"), found(), "pseudonymised_by_law"),
        violation("N282", "生命の保護", "To protect life: 41(6) leaves law only", "V",
                  _pseudonymised("27(1)ii", necessity="life", consent_difficult="unconscious"), found(),
                  "pseudonymised_by_law"),
        lawful("N283", "法令に基づく提供", "Where law requires it", "V",
               _pseudonymised("27(1)i", statute="jp-ccp-218"), found(), "exempt"),
        lawful("N284", "委託", "Entrusted", "V", _pseudonymised("27(5)i"), found(agreement=ENTRUSTED), "exempt"),
        lawful("N285", "外国の委託先", "Entrusted abroad: 41(6) stands in the place of 28(1)", "I",
               _pseudonymised("27(5)i"), found(agreement=ENTRUSTED, recipient=ABROAD, country=US), "exempt",
               confirm="by the wording of 41(6), 第28条第1項の規定にかかわらず"),
    ),
)  # fmt: skip


def _number(ground: str, **evidence: str) -> Act:
    return act(ground=ground, data_class="specific_personal_information", evidence=evidence)


NUMBER_ACT = Article(
    "番号法19", "特定個人情報", "My Number",
    (
        lawful("N290", "番号法19条の号が示された提供", "An item of article 19 is named", "M",
               _number("number_act_19", number_act_item="1"), found(), "statutory",
               confirm="whether 29 reaches it, and that there are seventeen items"),
        violation("N291", "同意による提供", "On consent", "V", _number("consent"), found(_GIVEN), "number_act"),
        violation("N292", "共同利用", "In joint use", "V", _number("27(5)iii"), found(), "number_act"),
        violation("N293", "オプトアウト", "By opt-out", "V", _number("27(2)"), found(), "number_act"),
        violation("N294", "号が示されない", "No item is named", "M",
                  _number("number_act_19"), found(), "number_act_item_shown"),
        violation("N295", "存在しない号", "Item 18", "M",
                  _number("number_act_19", number_act_item="18"), found(), "number_act_item_shown"),
        violation("N296", "号の示されない受領", "Received, no item is named", "M",
                  act(ground="number_act_19", data_class="specific_personal_information", role="recipient",
                      confirmation="letter", acquisition="employee"), found(), "number_act_item_shown"),
        violation("N297", "個人データを番号法19条で主張", "Ordinary data, claimed under 番号法 19", "V",
                  act(ground="number_act_19", evidence={"number_act_item": "1"}), found(_GIVEN), "ground_for_class"),
    ),
)  # fmt: skip


def _not(ground: str, code: str = "") -> Act:
    return act(ground=ground, evidence={code: "shown"} if code else {})


NO_PROVISION = Article(
    "–", "第三者提供にあたらないもの", "no provision to a third party, and incidents (26)",
    (
        no_provision("T37", "同一事業者の他部門", "Another department of the same operator", "V",
                     _not("same_legal_person", "same_legal_person"), found(recipient=BRANCH)),
        violation("N300", "グループ会社を他部門と主張", "A group company, claimed as a department (pitfall 4)", "V",
                  _not("same_legal_person", "same_legal_person"), found(recipient=GROUP_COMPANY),
                  "the_same_legal_person"),
        no_provision("T51", "SNS利用者の投稿の表示", "SNS shows a user's post to the audience they chose", "V",
                     _not("own_posting", "own_posting"), found(recipient=None)),
        violation("N301", "根拠の示されない投稿", "A post, but not shown to be the person's own", "I",
                  _not("own_posting"), found(), "not_a_provision_shown"),
        no_provision("N302", "本人への交付", "To the person themself", "V",
                     _not("to_the_person", "to_the_person"), found(recipient=PERSON)),
        no_provision("N303", "取り扱わないクラウド", "A cloud vendor that handles nothing (pitfall 11)", "V2",
                     _not("non_handling_cloud", "no_handling"), found(), confirm="Q&A 7-53"),
        violation("N304", "契約の示されないクラウド", "A cloud vendor, no such contract shown", "V2",
                  _not("non_handling_cloud"), found(), "not_a_provision_shown"),
        no_provision("T65", "従業者による持出し", "An employee secretly takes customer data and gives it out", "V",
                     act(handling="theft"), found(), marks=("incident",), why="intended_provision",
                     confirm="Art. 26 (Rule 7(iii)) and the crime of Art. 179 are for the office"),
        no_provision("N305", "誤送信", "Sent to the wrong address", "V",
                     act(handling="mis_sent"), found(_GIVEN), marks=("incident",), why="intended_provision",
                     confirm="whether it is reportable, Rule 7 decides"),
        violation("N306", "意図した無断提供", "Given on purpose without consent: no leak (pitfall 41)", "V",
                  act(handling="intended"), found(), "consent_in_scope"),
        no_provision("N307", "データベースにない個人情報", "One business card: 個人情報, no 個人データ", "M",
                     act(data_class="personal_information"), found(_GIVEN), why="in_a_database",
                     confirm="guideline 2-2-2-1"),
        no_provision("N308", "データベースにない個人情報(同意なし)", "One business card, no consent", "M",
                     act(data_class="personal_information"), found(), why="in_a_database consent_in_scope",
                     confirm="as above"),
        no_provision("N309", "データベースにない個人情報をクラウドへ", "The same, to a cloud vendor", "I",
                     act(ground="non_handling_cloud", data_class="personal_information"), found(),
                     why="in_a_database not_a_provision_shown"),
        violation("N300a", "台帳の上は会社である相手を他部門と主張", "A company that no register calls ours",
                  "I", _not("same_legal_person", "same_legal_person"), found(), "the_same_legal_person",
                  confirm="that a company of which nothing is said is another person"),
        no_provision("N300b", "台帳が同一法人とする相手", "Ours by the register; the source shows nothing", "I",
                     act(ground="same_legal_person"), found(recipient=BRANCH),
                     confirm="that the register of the operator suffices"),
    ),
)  # fmt: skip

STOPS = Article(
    "27(2)vi, 35", "停止の求め", "what the person stopped",
    (
        lawful("N310", "停止後の新たな同意", "Consented to again after a stop (35(3))", "I",
               act(), found(_GIVEN, stopped=frozenset({"35(3)"})), "statutory",
               confirm="a consent given after the stop is another ground"),
        lawful("N311", "停止後の法令に基づく提供", "By statute after a stop: never barred", "V",
               act(ground="27(1)i", evidence={"statute": "jp-ccp-218"}), found(stopped=frozenset({"35(1)", "35(5)"})),
               "exempt"),
        lawful("N312", "停止後の緊急の提供", "To save a life after a stop", "V",
               act(ground="27(1)ii", evidence={"necessity": "life", "consent_difficult": "unconscious"}),
               found(recipient=HOSPITAL, stopped=frozenset({"35(3)"})), "exempt"),
        lawful("N313", "オプトアウト停止後の委託", "Entrusted after an opt-out stop, which bars opt-out only", "V",
               act(ground="27(5)i"), found(agreement=ENTRUSTED, stopped=frozenset({"27(2)"})), "exempt"),
        violation("N314", "35条5項の停止後の委託", "Entrusted after a stop of 35(5)", "I",
                  act(ground="27(5)i"), found(agreement=ENTRUSTED, stopped=frozenset({"35(5)"})), "not_stopped",
                  confirm="that a stop of use reaches entrustment"),
        violation("N315", "停止後の共同利用", "Joint use after a stop of 35(1)", "I",
                  act(ground="27(5)iii"), found(stopped=frozenset({"35(1)"})), "not_stopped joint_use_known",
                  confirm="as above"),
    ),
)  # fmt: skip

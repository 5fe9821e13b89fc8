"""Article 27(1): the principle of consent, and the seven exceptions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ledger.law.registered import RecipientEntry
from ledger.law.types import Act, Found
from tests.unit.law.acts import AT, NONE_PASSED, SECOND, act, change, found, instant, recipient
from tests.unit.law.cases.case import Article, lawful, open_still, violation
from tests.unit.law.cases.entries import (
    ABROAD,
    AGENCY,
    CHILD_GUIDANCE,
    GOVERNMENT,
    GROUP_COMPANY,
    HOSPITAL,
    MUNICIPALITY,
    NATIONAL_UNIVERSITY,
    OTHER,
    POLICE,
    RESEARCH,
    SENSITIVE,
    TERMS,
    TODAY,
    TOMORROW,
    UNIVERSITY,
    US,
    YESTERDAY,
)

GIVEN = change(AT - 10 * SECOND)


def _by(item: str, **evidence: str) -> Act:
    return act(ground=f"27(1){item}", evidence=evidence)


def _law(*statutes: str) -> Act:
    return replace(act(ground="27(1)i"), evidence=tuple(("statute", code) for code in statutes))


def _to(who: RecipientEntry | None, **known: Any) -> Found:
    return found(recipient=who, **known)


CONSENT = Article(
    "27(1)", "本人の同意", "the person's consent, beforehand",
    (
        lawful("T34a", "親子会社・兄弟会社間の交換(同意あり)", "Group companies exchange data, consented to", "V",
               act(), found(GIVEN, recipient=GROUP_COMPANY), "statutory", basis="consent"),
        violation("T34b", "親子会社・兄弟会社間の交換(同意なし)", "Group companies exchange data, no basis", "V",
                  act(), found(recipient=GROUP_COMPANY), "consent_in_scope"),
        lawful("T35a", "フランチャイズ本部と加盟店(同意あり)", "Franchise HQ and member shop, consented to", "V",
               act(), found(GIVEN), "statutory"),
        violation("T35b", "フランチャイズ本部と加盟店(同意なし)", "Franchise HQ and member shop, no consent", "V",
                  act(), found(), "consent_in_scope"),
        violation("N01", "同意が提供と同時", "Consent given at the very instant of provision", "I",
                  act(), found(change(AT)), "consent_in_scope", confirm="that あらかじめ excludes the same instant"),
        violation("N02", "10時に提供、14時に同意", "Provided at 10:00, consented to at 14:00", "V",
                  act(), found(change(instant("2026-06-15T14:00:00+09:00")),
                               at=instant("2026-06-15T10:00:00+09:00")), "consent_in_scope"),
        violation("N03", "撤回後の提供", "Withdrawn a second before", "I",
                  act(), found(GIVEN, change(AT - SECOND, "withdrawn", idx=1)), "consent_in_scope",
                  confirm="withdrawal is in no article; that it stops later provisions is our reading"),
        lawful("N04", "提供後の撤回", "Withdrawn a second after", "I",
               act(), found(GIVEN, change(AT + SECOND, "withdrawn", idx=1)), "statutory",
               confirm="that a withdrawal does not reach back"),
        lawful("N05", "提供先の範囲を示した同意", "Recipient not named, but within the range shown", "V2",
               act(), found(change(AT - 9, recipients=None, range="group")), "statutory",
               confirm="Q&A 7-9 was read in a secondary page"),
        violation("N06", "範囲外の提供先", "Recipient outside the range shown", "V2",
                  act(), found(change(AT - 9, recipients=None, range="group"), recipient=OTHER), "consent_in_scope"),
        violation("N07", "同意のない項目", "One item more than consented to", "V",
                  act(items=("name", "phone")),
                  found(GIVEN, items=(found().items[0], replace(SENSITIVE, code="phone", sensitive=False))),
                  "consent_in_scope"),
        violation("N08", "同意した目的の外", "For a purpose not consented to", "V",
                  act(purpose="advertising"), found(GIVEN), "consent_in_scope"),
        violation("N09", "同意の期間の前日", "One day before the period consented to", "V",
                  act(), found(change(AT - 9, first_day=TOMORROW)), "consent_in_scope"),
        lawful("N10", "同意の期間の最終日", "On the last day of the period consented to", "V",
               act(), found(change(AT - 9, last_day=TODAY)), "statutory"),
        violation("N11", "日本時間0時30分は翌日", "At 00:30 in Tokyo, after the last day ended", "V",
                  act(), found(change(AT - 9, last_day=TODAY), at=instant("2026-06-16T00:30:00+09:00")),
                  "consent_in_scope"),
        violation("N12", "未成年者本人だけの同意", "A minor who could not judge, no representative (pitfall 15)", "V",
                  act(), found(change(AT - 9, incapacity="minor")), "consent_in_scope",
                  confirm="the age from which a minor can judge (12 to 15) is from Q&A [M]"),
        lawful("N13", "法定代理人の同意", "A minor, consented to by a parent", "V",
               act(), found(change(AT - 9, incapacity="minor", consented_by="parent")), "statutory"),
        violation("N14", "規約の版に記載のない項目", "The terms shown, as registered, name other items", "V",
                  act(), found(GIVEN, terms=(replace(TERMS, items=frozenset({"phone"})),)), "consent_in_scope"),
        violation("N15", "本文の要旨が一致しない版", "The terms said something else than the source tells", "I",
                  act(), found(change(AT - 9, terms_said="digest-1"), terms=(replace(TERMS, said="digest-2"),)),
                  "consent_in_scope",
                  confirm="that a consent is worth no more than the text shown"),
        violation("N16", "公表前の利用目的", "Consented to, but the purpose was announced later", "I",
                  act(), found(GIVEN, purpose_announced=False), "purpose_announced",
                  confirm="21(1) asks for prompt announcement; that it has to precede provision is our reading"),
        open_still("N17", "同意の記録が未着", "Consents up to the act have not all come", "I",
                   act(), found(passed=NONE_PASSED), "consent_in_scope"),
        violation("N18", "遅れて届いた同意", "The consent came later than its source's declared lag", "I",
                  act(), found(change(AT - 9, late=True)), "consent_in_scope", marks=("late_evidence",),
                  confirm="that late evidence heals nothing until two officers accept it"),
        violation("N19", "台帳にない提供先", "Nobody registered the recipient", "I",
                  act(), found(GIVEN, recipient=None), "recipient_known",
                  confirm="that a record which can not name the recipient makes a violation"),
    ),
)  # fmt: skip

LAW = Article(
    "27(1)i", "法令に基づく場合", "based on laws and ordinances",
    (
        lawful("T01", "捜査関係事項照会(刑訴法197条2項)", "Police inquire in writing", "V",
               _law("jp-ccp-197-2"), _to(POLICE), "exempt",
               confirm="secrecy of communications may override (Telecommunications Business Act 4)"),
        lawful("T02", "令状による捜索(刑訴法218条)", "Search by a judge's warrant", "V",
               _law("jp-ccp-218"), _to(POLICE), "exempt"),
        lawful("T03", "税務調査(国税通則法74条の2等)", "Tax office investigates", "V",
               _law("jp-tax-74-2"), _to(GOVERNMENT), "exempt"),
        lawful("T05", "弁護士会照会(弁護士法23条の2)", "Bar association inquires", "V",
               _law("jp-attorney-23-2"), _to(OTHER), "exempt", confirm="blind bulk answers carry tort risk [V2]"),
        lawful("T06", "積極的疫学調査(感染症法15条1項)", "Public health centre investigates an epidemic", "V",
               _law("jp-infection-15-1"), _to(MUNICIPALITY), "exempt"),
        lawful("T09", "疑わしい取引の届出(犯罪収益移転防止法8条)", "Suspicious transaction reported", "M",
               _law("jp-proceeds-8"), _to(GOVERNMENT), "exempt", confirm="that it is item i"),
        lawful("T10", "児童虐待の通告(児童虐待防止法6条)", "Child abuse notified", "M",
               _law("jp-abuse-6"), _to(CHILD_GUIDANCE), "exempt", confirm="that it is item i"),
        lawful("T11", "文書送付嘱託・調査嘱託", "A court asks for documents", "M",
               _law("jp-civil-226"), _to(GOVERNMENT), "exempt", confirm="that it is item i"),
        lawful("N20", "条例に基づく提供", "Based on an ordinance of Tokyo", "V",
               _law("tokyo-ordinance"), _to(MUNICIPALITY), "exempt"),
        violation("N21", "外国の裁判所の命令", "A foreign court orders it (pitfall 3)", "V",
                  _law("us-subpoena"), _to(ABROAD, country=US), "statute_domestic"),
        violation("N22", "外国法の照会に国内から回答", "A foreign order, answered through a company in Japan", "V",
                  _law("us-subpoena"), _to(recipient("company")), "statute_domestic"),
        lawful("N23", "外国法と国内法の両方", "A foreign order beside a warrant of Japan", "I",
               _law("us-subpoena", "jp-ccp-218"), _to(POLICE), "exempt"),
        violation("N24", "根拠法令の記載なし", "A letter is named, no statute", "V",
                  _by("i", request="letter 12"), _to(POLICE), "statute_cited", duty="exempt"),
        violation("N25", "台帳にない法令", "The statute cited is in no register", "I",
                  _law("jp-unheard-of"), _to(OTHER), "statute_known"),
        open_still("N26", "法令の登録待ち", "The statute cited may still be registered", "I",
                   _law("jp-unheard-of"), _to(OTHER, passed=NONE_PASSED), "statute_known"),
        lawful("N27", "要配慮個人情報を法令に基づき提供", "Health check results by statute, sensitive data", "V",
               _law("jp-infection-15-1"), _to(MUNICIPALITY, items=(SENSITIVE,)), "exempt"),
        lawful("N28", "国立大学法人への法令に基づく提供", "By statute to a national university", "V",
               _law("jp-tax-74-2"), _to(NATIONAL_UNIVERSITY), "exempt"),
    ),
)  # fmt: skip

LIFE = Article(
    "27(1)ii", "人の生命、身体又は財産の保護", "life, body or property, and consent hard to obtain",
    (
        lawful("T13", "急病時の血液型・家族連絡先", "Sudden illness: blood type, family contact to a doctor", "V",
               _by("ii", necessity="unconscious", consent_difficult="unconscious"), _to(HOSPITAL), "exempt"),
        lawful("T14", "災害・事故の被災者情報", "Disaster: victims' information to the municipality", "V",
               _by("ii", necessity="safety of victims", consent_difficult="missing"), _to(MUNICIPALITY), "exempt"),
        lawful("T15", "反社会的勢力・不正口座の情報共有", "Companies share data on anti-social forces", "V",
               _by("ii", necessity="property", consent_difficult="would be hampered"), _to(recipient("company")),
               "exempt", confirm="existence of the record itself may have to stay unconfirmed (Cabinet Order 11)"),
        lawful("T17", "重大な製品事故、メーカーの緊急の求め", "Serious product defect, the maker asks", "V",
               _by("ii", necessity="fire risk", consent_difficult="thousands to reach"), _to(recipient("company")),
               "exempt"),
        lawful("N30", "法人の財産の保護", "To protect the property of a company (a legal person counts)", "V",
               _by("ii", necessity="fraud against a bank", consent_difficult="the suspect"),
               _to(recipient("company")), "exempt"),
        lawful("N31", "旅行先の外国の病院", "A hospital abroad treats an unconscious traveller", "V",
               _by("ii", necessity="unconscious", consent_difficult="unconscious"),
               _to(recipient("medical", "US"), country=US), "exempt",
               confirm="28(1) accepts the items of 27(1) wherever the recipient is"),
        violation("N32", "同意取得の困難が示されない", "Why consent was hard to obtain is not said (pitfall 2)", "V",
                  _by("ii", necessity="fire risk"), _to(HOSPITAL), "consent_difficult_shown"),
        violation("N33", "必要性が示されない", "Consent was hard to obtain, but nothing was at stake", "V",
                  _by("ii", consent_difficult="moved away"), _to(HOSPITAL), "necessity_shown"),
        violation("N34", "空白の理由", "A reason of blanks", "I",
                  _by("ii", necessity="fire risk", consent_difficult=" \u3000"), _to(HOSPITAL),
                  "consent_difficult_shown"),
        violation("N35", "3号の理由を2号で主張", "What item iii asks for, claimed under item ii", "V",
                  _by("ii", special_necessity="epidemic", consent_difficult="many"), _to(HOSPITAL),
                  "necessity_shown"),
    ),
)  # fmt: skip

HEALTH = Article(
    "27(1)iii", "公衆衛生・児童の健全育成", "public health and children, especially necessary",
    (
        lawful("T20", "健康保険者の検診結果の疫学利用", "Health insurer's check-up results for epidemiology", "V",
               _by("iii", special_necessity="cohort", consent_difficult="many years ago"), _to(UNIVERSITY), "exempt",
               confirm="the guideline's example is about use; that provision is alike is [I]"),
        lawful("T22", "児童虐待のおそれのある家庭の情報共有", "Suspected abuse: agencies, police, school share", "V",
               _by("iii", special_necessity="child", consent_difficult="parents suspected"), _to(CHILD_GUIDANCE),
               "exempt"),
        lawful("N40", "学校と病院の間の児童の情報", "School to hospital on a child in danger", "V",
               _by("iii", special_necessity="child", consent_difficult="parents suspected"), _to(HOSPITAL), "exempt"),
        violation("N41", "通常の必要性にとどまる", "Necessary, but not especially", "V",
                  _by("iii", necessity="useful for health", consent_difficult="many"), _to(UNIVERSITY),
                  "special_necessity_shown"),
        violation("N42", "同意取得の困難が示されない", "Especially necessary, but consent was easy to ask for", "V",
                  _by("iii", special_necessity="cohort"), _to(UNIVERSITY), "consent_difficult_shown"),
    ),
)  # fmt: skip

COOPERATION = Article(
    "27(1)iv", "国の機関等の事務への協力", "cooperation with a public duty that consent would impede",
    (
        lawful("T23", "税務署・税関の任意の求め", "Tax or customs officer asks, no order", "V",
               _by("iv", public_duty="tax", impediment="flight"), _to(GOVERNMENT), "exempt"),
        lawful("T24", "警察の任意の求め", "Police ask without a 197(2) letter", "V",
               _by("iv", public_duty="crime", impediment="flight"), _to(POLICE), "exempt"),
        lawful("N50", "市の委託を受けた会社", "A company to which a city entrusted the duty", "V",
               _by("iv", public_duty="survey", impediment="bias", entrusted_by="city"), _to(recipient("company")),
               "exempt"),
        violation("N51", "委託を受けていない会社", "A company that nobody entrusted", "V",
                  _by("iv", public_duty="survey", impediment="bias"), _to(recipient("company")),
                  "recipient_is_public_body"),
        violation("N52", "支障が示されない", "The duty is named, its impediment is not (pitfall 2)", "V",
                  _by("iv", public_duty="tax"), _to(GOVERNMENT), "impediment_shown", duty="exempt"),
        violation("N53", "事務が示されない", "An impediment, but of no duty set by law", "V",
                  _by("iv", impediment="flight"), _to(POLICE), "public_duty_shown", duty="exempt"),
        violation("N54", "外国の税務当局", "A foreign tax authority asks", "V",
                  _by("iv", public_duty="tax", impediment="flight"), _to(recipient("government", "US"), country=US),
                  "recipient_is_public_body"),
        violation("N55", "独立行政法人", "An incorporated agency, which is no 国の機関", "I",
                  _by("iv", public_duty="survey", impediment="bias"), _to(AGENCY), "recipient_is_public_body",
                  duty="exempt", confirm="that item iv does not name incorporated agencies"),
    ),
)  # fmt: skip

PUBLICATION = Article(
    "27(1)v", "学術研究の成果の公表又は教授", "an academic provider publishes or teaches",
    (
        lawful("T26", "顔面の皮膚病の論文", "Medical paper: masking the face would defeat it", "V",
               _by("v", publication_unavoidable="face", no_unjust_infringement="asked"), found(), "exempt"),
        lawful("N60", "大学の講義での利用", "Shown in a university lecture, unavoidably", "V",
               _by("v", publication_unavoidable="lecture", no_unjust_infringement="coded"), found(), "exempt"),
        violation("T32a", "権利利益を不当に侵害(5号)", "Rights unjustly infringed: masking was possible", "V",
                  _by("v", publication_unavoidable="face"), found(), "no_unjust_infringement_shown"),
        violation("N61", "やむを得ないことが示されない", "Publishing without the data was possible", "V",
                  _by("v", no_unjust_infringement="coded"), found(), "publication_unavoidable_shown"),
        violation("N62", "企業の研究所", "A company's laboratory, research not its main aim", "V",
                  _by("v", publication_unavoidable="face", no_unjust_infringement="asked"),
                  found(academic_operator=False), "operator_is_academic"),
    ),
)  # fmt: skip

_STUDY = {"academic_purpose": "study", "no_unjust_infringement": "coded"}
JOINT = Article(
    "27(1)vi", "共同して行う学術研究", "an academic provider researches together with the recipient",
    (
        lawful("T28", "大学病院と製薬会社の共同研究(契約あり)", "University hospital and pharma partner", "I",
               _by("vi", **_STUDY), found(agreement=RESEARCH), "exempt",
               confirm="built from the guideline's words"),
        violation("T29a", "共同研究でない提供", "The same, but no joint research agreement", "I",
                  act(ground="27(1)vi", evidence=_STUDY, agreement=None), found(agreement=None), "agreement_named"),
        lawful("T29b", "共同研究でないが同意あり", "No joint research, the patient consented", "I",
               act(), found(GIVEN), "statutory"),
        violation("T29c", "共同研究でなく同意もない", "No joint research and no consent", "I",
                  act(), found(), "consent_in_scope"),
        violation("T32b", "権利利益を不当に侵害(6号)", "Joint research, rights unjustly infringed", "V",
                  _by("vi", academic_purpose="study"), found(), "no_unjust_infringement_shown"),
        lawful("N70", "契約の最終日", "On the agreement's last day", "V",
               _by("vi", **_STUDY), found(agreement=replace(RESEARCH, ended=TODAY)), "exempt"),
        violation("N71", "契約終了の翌日", "The day after the agreement ended", "V",
                  _by("vi", **_STUDY), found(agreement=replace(RESEARCH, ended=YESTERDAY)), "agreement_in_force"),
        violation("N72", "契約開始の前日", "The day before the agreement began", "V",
                  _by("vi", **_STUDY), found(agreement=replace(RESEARCH, concluded=TOMORROW)), "agreement_in_force"),
        violation("N73", "別の相手との契約", "An agreement with somebody else", "V",
                  _by("vi", **_STUDY), found(agreement=replace(RESEARCH, parties=frozenset({"another"}))),
                  "agreement_with_the_recipient"),
        violation("N74", "契約にない項目", "An item outside the agreement", "V",
                  _by("vi", **_STUDY), found(agreement=replace(RESEARCH, items=frozenset({"phone"}))),
                  "agreement_covers_items"),
        violation("N75", "委託契約を共同研究と主張", "An entrustment, claimed as joint research", "V",
                  _by("vi", **_STUDY), found(agreement=replace(RESEARCH, kind="entrustment")),
                  "agreement_of_the_kind"),
        violation("N76", "製品開発のための共同作業", "Together with the partner, to develop a product", "V",
                  act(ground="27(1)vi", evidence=_STUDY, recipient_purpose="product_development"), found(),
                  "purpose_is_academic"),
        violation("N77", "提供元が学術研究機関等でない", "The provider is no academic institution", "V",
                  _by("vi", **_STUDY), found(academic_operator=False), "operator_is_academic"),
    ),
)  # fmt: skip

ACADEMIC_RECIPIENT = Article(
    "27(1)vii", "学術研究機関等への提供", "to an academic institution that needs it for research",
    (
        lawful("N80", "大学の疫学研究への提供", "To a university for epidemiology", "V",
               _by("vii", **_STUDY), _to(UNIVERSITY, academic_operator=False), "exempt"),
        lawful("N81", "国立大学法人への提供", "To a national university: item vii, so no record", "V",
               _by("vii", **_STUDY), _to(NATIONAL_UNIVERSITY), "exempt"),
        violation("T32c", "権利利益を不当に侵害(7号)", "Rights unjustly infringed, range not reduced", "V",
                  _by("vii", academic_purpose="study"), _to(UNIVERSITY), "no_unjust_infringement_shown"),
        violation("N82", "企業の研究部門", "A company's research department", "V",
                  _by("vii", **_STUDY), found(), "recipient_is_academic"),
        violation("N83", "病院(研究が主目的でない)", "A hospital whose main aim is no research", "V",
                  _by("vii", **_STUDY), _to(HOSPITAL), "recipient_is_academic"),
        violation("N84", "製品開発目的", "A university that develops a product", "V",
                  act(ground="27(1)vii", evidence=_STUDY, recipient_purpose="product_development"), _to(UNIVERSITY),
                  "purpose_is_academic"),
        violation("N85", "学術研究目的が示されない", "No research is named", "V",
                  _by("vii", no_unjust_infringement="coded"), _to(UNIVERSITY), "academic_purpose_shown"),
        open_still("N86", "提供先の登録待ち", "The recipient may still be registered", "I",
                   _by("vii", **_STUDY), _to(None, passed=NONE_PASSED), "recipient_known recipient_is_academic"),
    ),
)  # fmt: skip

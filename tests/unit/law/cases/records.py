"""Articles 29 and 30: the duty to record, the form of records, and the recipient's side."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ledger.law.types import Act
from tests.unit.law.acts import AT, NONE_PASSED, SECOND, act, change, found, recipient
from tests.unit.law.cases.case import Article, lawful, no_provision, open_still, violation
from tests.unit.law.cases.entries import (
    AGENCY,
    CONTRACT,
    ENTRUSTED,
    GOVERNMENT,
    MUNICIPALITY,
    NATIONAL_UNIVERSITY,
    PERSON,
    POLICE,
    READING,
    UNIVERSITY,
)

_GIVEN = change(AT - 10 * SECOND)
_NAMELESS = replace(recipient("company"), named=False)


def _read(code: str = "for-the-person") -> Act:
    return act(ground="interpretation", evidence={"interpretation": code})


DUTY = Article(
    "29(1)", "記録の義務", "the duty to record, and readings by which there is none",
    (
        *(
            lawful(f"N210{letter}", f"{ja}への提供(同意)", f"To {en} on consent: no record (pitfall 5)", "V",
                   act(), found(_GIVEN, recipient=who), "exempt")
            for letter, ja, en, who in (
                ("a", "国", "the state", GOVERNMENT), ("b", "地方公共団体", "a local government", MUNICIPALITY),
                ("c", "独立行政法人等", "an incorporated agency", AGENCY),
            )
        ),
        lawful("N211", "国立大学法人への提供(同意)", "To a national university on consent: a record (pitfall 5)", "V",
               act(), found(_GIVEN, recipient=NATIONAL_UNIVERSITY), "statutory", basis="consent"),
        violation("N212", "国への根拠のない提供", "To the state without basis: a violation without a duty", "I",
                  act(), found(recipient=GOVERNMENT), "consent_in_scope", duty="exempt",
                  confirm="that 29(1) asks for no record even of a violation there"),
        violation("N213", "違反の記録", "A violation is recorded as if a record were due", "I",
                  act(), found(), "consent_in_scope", confirm="29(1) has no exception, Rule 20(1) lists no such case"),
        lawful("T61", "銀行の振込依頼の転送", "A bank forwards a transfer order, on the person's behalf", "M",
               _read(), found(interpretation=READING), "exempt", confirm="guideline 2-2-1-1; that 27 is kept too"),
        lawful("T62", "コールセンターから修理業者へ", "Call centre passes a contact on, as the customer asked", "M",
               _read(), found(interpretation=READING), "exempt", confirm="guideline 2-2-1-1; that 27 is kept too"),
        lawful("T64", "公開情報・報道の転載", "Public website or press information", "M",
               _read("public"), found(interpretation=replace(READING, code="public")), "exempt",
               confirm="guideline 2-2-1-3; that 27 is kept too"),
        violation("N214", "承認されていない解釈", "A reading that no officer approved", "I",
                  _read(), found(interpretation=replace(READING, approved_by=None)), "interpretation_approved"),
        violation("N215", "受領側の解釈を提供側で主張", "A reading of the recipient's side", "I",
                  _read(), found(interpretation=replace(READING, side="recipient")), "interpretation_for_this_side"),
        violation("N216", "解釈が示されない", "No reading is named", "I",
                  act(ground="interpretation"), found(), "interpretation_named"),
        open_still("N217", "解釈の登録待ち", "The reading may still be registered", "I",
                   _read(), found(passed=NONE_PASSED), "interpretation_known"),
        lawful("N218", "速やかでない記録", "A record made long after the act: flagged", "I",
               act(), found(_GIVEN, made_late=True), "statutory", marks=("made_late",),
               confirm="Rule 19(2) says 速やかに; how many days that is no text says"),
    ),
)  # fmt: skip

_BY_CONTRACT: dict[str, Any] = {"form": "substitute", "substitute_document": "contract"}
FORM = Article(
    "Rules 19, 20", "記録の方法と事項", "how records are made",
    (
        lawful("N220", "都度の記録", "Recorded each time", "V", act(), found(_GIVEN), "statutory"),
        lawful("N221", "反復する提供の一括記録", "Repeated provision to one recipient, in a lump", "V",
               act(form="lump", in_series=True), found(_GIVEN), "statutory"),
        lawful("N222", "反復のない一括記録", "A lump of no series: kept as a record made each time", "V",
               act(form="lump"), found(_GIVEN), "statutory", marks=("form_failed",)),
        lawful("N223", "契約書による代用", "By the contract of supply, on consent", "V",
               act(**_BY_CONTRACT), found(_GIVEN, document=CONTRACT), "statutory"),
        lawful("N224", "物品・役務の提供と無関係な書面", "By a document of no supply to the person (pitfall 22)", "V",
               act(**_BY_CONTRACT), found(_GIVEN, document=replace(CONTRACT, for_supply=False)), "statutory",
               marks=("form_failed",)),
        lawful("N225", "事項の欠けた書面", "By a document that lacks an item", "V",
               act(**_BY_CONTRACT), found(_GIVEN, document=replace(CONTRACT, complete=False)), "statutory",
               marks=("form_failed",)),
        lawful("N226", "書面が示されない代用", "By a document that is not named", "V",
               act(form="substitute"), found(_GIVEN, document=CONTRACT), "statutory", marks=("form_failed",)),
        lawful("N227", "台帳にない書面", "By a document in no register: on the source's word", "I",
               act(**_BY_CONTRACT), found(_GIVEN), "statutory", marks=("document_unregistered",)),
        lawful("N228", "代表者の欠けた記録", "The recipient's representative is not on file (pitfall 16)", "V",
               act(), found(_GIVEN, recipient=_NAMELESS), "statutory", basis="consent",
               marks=("record_incomplete",)),
        violation("N227a", "同意のない提供の契約書による代用", "By the contract, but there was no consent", "I",
                  act(**_BY_CONTRACT), found(document=CONTRACT), "consent_in_scope", marks=("form_failed",),
                  confirm="19(3) is for provision on consent; three years is the safe period"),
        lawful("N229", "義務のない提供の形式", "No duty, so no form is asked for", "V",
               act(ground="27(5)i", form="lump"), found(agreement=ENTRUSTED, recipient=_NAMELESS), "exempt"),
    ),
)  # fmt: skip

_CONFIRMED: dict[str, Any] = {"role": "recipient", "confirmation": "its letter", "acquisition": "from customers"}
_CONSENTED = {"consent_confirmed": "its letter says so"}
_PUBLISHED = {"published_by_commission": "the Commission's website"}
_RESEARCHED = {"academic_purpose": "a joint study", "no_unjust_infringement": "coded"}
_PUBLISHING = {"publication_unavoidable": "no other photograph", "no_unjust_infringement": "eyes masked"}


def _received(ground: str, evidence: dict[str, str] | None = None, **claimed: Any) -> Act:
    return act(**{**_CONFIRMED, "ground": ground, "evidence": evidence or {}, **claimed})


RECEIVING = Article(
    "30", "受領側の確認と記録", "the recipient's side: confirm and record",
    (
        lawful("N230", "同意による提供の受領", "Received on consent, all confirmed", "V",
               _received("consent", _CONSENTED), found(), "statutory", basis="30"),
        lawful("N231", "オプトアウトによる提供の受領", "Received by opt-out, all confirmed", "V",
               _received("27(2)", _PUBLISHED), found(), "statutory", basis="30"),
        lawful("N232", "個人関連情報の受領", "Received under article 31: no circumstances asked", "V",
               _received("31(1)", _CONSENTED, acquisition=None), found(), "statutory", basis="30"),
        lawful("N233", "個人からの受領", "Received from a private person, who is no operator", "V",
               _received("30"), found(recipient=PERSON), "statutory"),
        violation("N234", "取得の経緯の未確認(同意)", "On consent; how the provider acquired it was not confirmed", "V",
                  _received("consent", _CONSENTED, acquisition=None), found(), "acquisition_shown"),
        violation("N235", "取得の経緯の未確認(オプトアウト)", "By opt-out; the same", "V",
                  _received("27(2)", _PUBLISHED, acquisition=" "), found(), "acquisition_shown"),
        lawful("N235a", "前の受領の記録を参照する受領", "The same as in an earlier record (Rule 22(3))", "V",
               _received("consent", _CONSENTED, acquisition=None, omits=True), found(), "statutory", basis="30",
               confirm="that the record pointed to is there is flagged, not asked"),
        violation("N235b", "確認方法のない前の記録の参照", "The same, but not said how that was confirmed", "V",
                  _received("consent", _CONSENTED, acquisition=None, confirmation=None, omits=True), found(),
                  "confirmation_shown"),
        violation("N236", "提供者の確認方法なし", "How the provider was confirmed is not shown", "V",
                  _received("consent", _CONSENTED, confirmation=None), found(), "confirmation_shown"),
        violation("N237", "提供者の代表者が不明", "The provider's representative is not known", "V",
                  _received("consent", _CONSENTED), found(recipient=_NAMELESS), "provider_named",
                  marks=("record_incomplete",)),
        violation("N238", "同意の確認なし", "That there was consent was not confirmed", "V",
                  _received("consent"), found(), "consent_confirmed_shown"),
        violation("N239", "委員会の公表の確認なし", "By opt-out; the Commission's publication was not confirmed", "V",
                  _received("27(2)"), found(), "published_by_commission_shown"),
        violation("N240", "本人の示されない受領", "Received on consent, about nobody", "V",
                  _received("consent", _CONSENTED, has_person=False), found(), "about_a_person"),
        violation("N241", "オプトアウト受領の一括記録", "By opt-out, recorded in a lump", "V",
                  _received("27(2)", _PUBLISHED, form="lump", in_series=True), found(), "recorded_each_time",
                  marks=("form_failed",)),
        lawful("N242", "国の機関からの受領", "Received from a public body: nothing to confirm or record", "V",
               _received("consent", confirmation=None, acquisition=None), found(recipient=POLICE), "exempt",
               basis="30", confirm="29(1) defines 第三者 for article 30 as well (practitioner's reading)"),
        lawful("N243", "法令に基づく提供の受領", "Received under item i of 27(1): exempt", "V",
               _received("27(1)i", {"statute": "jp-ccp-218"}, confirmation=None, acquisition=None), found(), "exempt"),
        lawful("N244", "委託による受領", "Received as a contractor: exempt", "V",
               _received("27(5)i", confirmation=None, acquisition=None, recipient_purpose="data_entry"),
               found(agreement=ENTRUSTED), "exempt"),
        violation("N245", "自らの目的を持つ受託者の受領", "Received as a contractor that uses it for itself", "V",
                  _received("27(5)i"), found(agreement=replace(ENTRUSTED, own_purposes=True)),
                  "no_purposes_of_its_own"),
        lawful("N246", "大学からの共同研究の受領", "Received from a university under item vi", "V",
               _received("27(1)vi", _RESEARCHED), found(recipient=UNIVERSITY), "exempt"),
        violation("N246a", "契約のない6号の受領", "Received under item vi, no joint research agreement", "V",
                  _received("27(1)vi", _RESEARCHED, agreement=None), found(recipient=UNIVERSITY), "agreement_named"),
        violation("N246b", "製品開発のための6号の受領", "Received under item vi, to develop a product", "V",
                  _received("27(1)vi", _RESEARCHED, recipient_purpose="product_development"),
                  found(recipient=UNIVERSITY), "purpose_is_academic"),
        lawful("N246c", "5号による受領", "Received under item v, from a university that publishes", "V",
               _received("27(1)v", _PUBLISHING), found(recipient=UNIVERSITY), "exempt"),
        violation("N246d", "やむを得ないことが示されない5号の受領", "Item v, nothing made it unavoidable", "V",
                  _received("27(1)v", {"no_unjust_infringement": "coded"}), found(recipient=UNIVERSITY),
                  "publication_unavoidable_shown"),
        violation("N247", "大学でない提供元の6号", "Received under item vi from a company", "V",
                  _received("27(1)vi", _RESEARCHED), found(), "provider_is_academic"),
        lawful("N248", "市の委託を受けた受領", "Received by us as a city's contractor under item iv", "V",
               _received("27(1)iv", {"public_duty": "survey", "impediment": "bias", "entrusted_by": "city"}),
               found(), "exempt"),
        lawful("N249", "閲覧のみの受領", "Only looked at: exempt by an approved reading", "M",
               _received("interpretation", {"interpretation": "only-viewed"}),
               found(interpretation=replace(READING, code="only-viewed", side="recipient")), "exempt",
               confirm="guideline 2-2-2-2"),
        no_provision("N250", "受領の取消し", "A receipt voided by a correction", "I",
                     _received("consent"), found(voided=True), marks=("voided",)),
    ),
)  # fmt: skip

"""Article 28: third parties abroad, and the matrix of records that follows from 29(1)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ledger.law.registered import CountryEntry, RecipientEntry
from ledger.law.rulesets import CURRENT, RULE_SETS
from ledger.law.types import Act, Found
from tests.unit.law.acts import AT, SECOND, act, change, found, instant, recipient
from tests.unit.law.cases.case import Article, Case, lawful, violation
from tests.unit.law.cases.entries import (
    ABROAD,
    ENTRUSTED,
    GERMANY,
    IN_GERMANY,
    INFORMED,
    NOTIFIED,
    SYSTEM,
    TODAY,
    TOMORROW,
    US,
    YESTERDAY,
)

_FRESH = "the list of countries is [V2]"
_GIVEN = change(AT - 10 * SECOND)
_TOLD = change(AT - 10 * SECOND, foreign_information="notice")
_UNSURVEYED = CountryEntry("US", False, None, None)
_OLD = instant("2022-03-31T12:00:00+09:00")


def _abroad(*changes: Any, **known: Any) -> Found:
    return found(*changes, **{"recipient": ABROAD, "country": US, "notices": (INFORMED,), **known})


def _conforming(*changes: Any, **known: Any) -> Found:
    changed = {name: known.pop(name) for name in tuple(known) if name in ("since", "until", "due", "stop_from")}
    who = known.pop("of", "company")
    return _abroad(*changes, system=replace(SYSTEM, recipient=who, **changed), **known)


def _with_system(**claimed: Any) -> Act:
    return act(**{"recipient_system": "system", **claimed})


FOREIGN = Article(
    "28", "外国にある第三者", "third parties abroad",
    (
        violation("T39a", "海外子会社(国内向けの同意のみ)", "Overseas subsidiary; consent, not informed (28(2))", "V",
                  act(), _abroad(_GIVEN), "foreign_information_shown"),
        lawful("T39b", "海外子会社(情報提供後の同意)", "Overseas subsidiary; consent after the information", "V",
               act(), _abroad(_TOLD), "statutory", basis="28(1)consent"),
        violation("T39c", "海外子会社を同一法人と主張", "Overseas subsidiary claimed as the same legal person", "V",
                  act(ground="same_legal_person", evidence={"same_legal_person": "subsidiary"}),
                  _abroad(recipient=replace(ABROAD, legal_person="other")), "the_same_legal_person"),
        violation("N180", "同意のない海外提供", "Abroad, no consent", "V", act(), _abroad(), "consent_in_scope"),
        violation("N181", "別の国の情報を示した同意", "The information named another country", "V",
                  act(), _abroad(_TOLD, notices=(replace(INFORMED, countries=frozenset({"TH"})),)),
                  "foreign_information_shown"),
        violation("N182", "措置の情報の欠落", "The recipient's measures were not shown, no reason given", "V",
                  act(), _abroad(_TOLD, notices=(replace(INFORMED, lacking=frozenset({"measures"})),)),
                  "foreign_information_shown"),
        lawful("N183", "2022年4月1日より前の同意", "Consented to before 2022-04-01, when 28(2) came", "V",
               act(), _abroad(change(_OLD)), "statutory", basis="28(1)consent",
               confirm="that the old consent was one to provision abroad is on the source's word"),
        violation("N184", "2022年4月1日の同意", "Consented to on 2022-04-01 without the information", "V",
                  act(), _abroad(change(instant("2022-04-01T00:00:00+09:00"))), "foreign_information_shown"),
        lawful("N185", "2022年3月31日の提供", "Provided on the day before 28(2) came", "V",
               act(), _abroad(change(_OLD - SECOND), at=_OLD, law="2017-05-30", rules=RULE_SETS["2017-05-30"]),
               "statutory", basis="28(1)consent", marks=()),
        violation("N186", "海外へのオプトアウト", "Opt-out abroad: not available", "V",
                  act(ground="27(2)", opt_out_notification="notification"), _abroad(notification=NOTIFIED),
                  "ground_under_28"),
        violation("N187", "海外への委託(同意なし)", "Entrusted abroad without 28(1) consent", "V",
                  act(ground="27(5)i"), _abroad(agreement=ENTRUSTED), "ground_under_28"),
        lawful("N188", "海外の委託先(28条1項の同意)", "US processor on 28(1) consent: a record is due (pitfall 6)", "V",
               act(ground="28(1)consent"), _abroad(_TOLD, agreement=ENTRUSTED), "statutory"),
        lawful("N189", "海外の委託先(基準適合体制)", "US processor with a conforming system: none (pitfall 6)", "V",
               _with_system(ground="27(5)i"), _conforming(agreement=ENTRUSTED), "exempt"),
        violation("N190", "同等国への根拠のない提供", "EEA, no basis at all: 27 still applies (pitfall 7)", "V",
                  act(), found(recipient=IN_GERMANY, country=GERMANY), "consent_in_scope", confirm=_FRESH),
        violation("N191", "指定前日のEU", "Germany on the day before the notice", "V2",
                  act(), found(_GIVEN, recipient=IN_GERMANY, country=replace(GERMANY, equivalent=False)),
                  "foreign_information_shown", marks=("country_not_surveyed",), confirm=_FRESH),
        lawful("N192", "日本で事業を行う外国会社", "A foreign company that is an operator in Japan", "V",
               act(), _abroad(_GIVEN, recipient=replace(ABROAD, domestic=True)), "statutory", basis="consent"),
        lawful("N193", "確認期限の最終日の体制", "Conforming system on the last day of its yearly check", "I",
               _with_system(ground="27(5)i"), _conforming(agreement=ENTRUSTED, due=TODAY), "exempt",
               confirm="about once a year is read as twelve months"),
        violation("N194", "確認期限の翌日の体制", "Conforming system, yearly check lapsed yesterday", "I",
                  _with_system(ground="27(5)i"), _conforming(agreement=ENTRUSTED, due=YESTERDAY), "system_checked",
                  confirm="that a lapsed check ends the exception"),
        violation("N195", "措置の継続が困難になった日", "Measures became hard to secure: provision has to stop", "V",
                  _with_system(ground="27(5)i"), _conforming(agreement=ENTRUSTED, stop_from=TODAY),
                  "system_not_to_be_stopped"),
        violation("N196", "認証の失効した翌日", "CBPR certification ended yesterday", "V",
                  _with_system(ground="27(5)i"), _conforming(agreement=ENTRUSTED, until=YESTERDAY),
                  "system_in_place"),
        violation("N197", "体制の整う前日", "The day before the system was in place", "V",
                  _with_system(ground="27(5)i"), _conforming(agreement=ENTRUSTED, since=TOMORROW),
                  "system_in_place"),
        violation("N198", "別の会社の体制", "A system of another company", "V",
                  _with_system(ground="27(5)i"), _conforming(agreement=ENTRUSTED, of="another"), "system_in_place"),
        lawful("N199", "失効した体制と28条1項の同意", "A lapsed system, but an informed consent", "V",
               _with_system(), _conforming(_TOLD, due=YESTERDAY), "statutory", basis="28(1)consent"),
        lawful("N200", "制度を確認していない国", "Consent to provision to a country never looked into: flagged", "I",
               act(), _abroad(_TOLD, country=_UNSURVEYED), "statutory", basis="28(1)consent",
               marks=("country_not_surveyed",)),
        lawful("N201", "制度の確認が期限切れの国", "The country was looked into more than its interval ago", "I",
               act(), _abroad(_TOLD, country=replace(US, due=YESTERDAY)), "statutory", basis="28(1)consent",
               marks=("country_not_surveyed",)),
        lawful("N203", "外国にある自らの支店", "The operator's own branch abroad is no foreign third party", "V",
               act(), _abroad(_GIVEN, recipient=replace(ABROAD, legal_person="operator")), "statutory",
               basis="consent"),
        violation("N202", "国内と称する海外提供", "The event says Japan, the register says abroad", "I",
                  act(recipient_country="JP"), _abroad(_GIVEN), "foreign_information_shown"),
        violation("N204", "同等国の相手方の、他の国への提供", "Registered in Germany, in the US by the event", "I",
                  act(recipient_country="US"), found(_GIVEN, recipient=IN_GERMANY, country=US),
                  "foreign_information_shown", confirm="that the event's country counts where it protects less"),
        violation("N205", "同等国と称する海外提供", "The event says Germany, the register says the US", "I",
                  act(recipient_country="DE"), _abroad(_GIVEN), "foreign_information_shown",
                  confirm="that the register's country counts where it protects less"),
    ),
)  # fmt: skip

_ROWS: tuple[tuple[str, str, str, RecipientEntry, CountryEntry | None, str | None], ...] = (
    ("JP", "日本", "Japan", recipient("company"), None, None),
    ("EEA", "同等国", "EEA or UK", IN_GERMANY, GERMANY, None),
    ("SYS", "基準適合体制", "conforming system", ABROAD, US, "system"),
    ("OTH", "その他の外国", "other foreign", ABROAD, US, None),
)


def _cell(row: tuple[str, str, str, RecipientEntry, CountryEntry | None, str | None], ground: str) -> Case:
    code, ja, en, who, country, system = row
    asked = act(
        ground=ground, recipient_system=system, opt_out_notification="notification",
        evidence={"statute": "jp-ccp-218"} if ground == "27(1)i" else {},
    )  # fmt: skip
    facts = found(
        _TOLD, recipient=who, country=country, system=SYSTEM if system else None, agreement=ENTRUSTED,
        notification=NOTIFIED, notices=(INFORMED,), rules=CURRENT,
    )  # fmt: skip
    name = f"M-{code}-{ground}"
    said = (f"{ja} × {ground}", f"{en}, {ground}", "V", asked, facts)
    if code == "OTH" and ground in ("27(5)i", "27(2)"):
        return violation(name, *said, "ground_under_28")
    basis = "28(1)consent" if (code, ground) == ("OTH", "consent") else ground
    return lawful(name, *said, "statutory" if ground in ("consent", "27(2)") else "exempt", basis=basis)


MATRIX = Article(
    "28, 29(1)", "外国と記録義務の表", "recipients and grounds: verdict and duty",
    tuple(_cell(row, ground) for row in _ROWS for ground in ("27(1)i", "27(5)i", "consent", "27(2)")),
)  # fmt: skip

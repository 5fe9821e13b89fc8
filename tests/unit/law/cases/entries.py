"""What the registers hold in the cases: whole, in time and on file. A case takes away or changes one thing."""

from __future__ import annotations

from dataclasses import replace

from ledger.law.days import day_number, jst_day
from ledger.law.registered import (
    AgreementEntry,
    CountryEntry,
    DocumentEntry,
    InterpretationEntry,
    ItemEntry,
    JointUseEntry,
    NoticeEntry,
    NotificationEntry,
    SystemEntry,
    TermsEntry,
)
from tests.unit.law.acts import AT, JOINT_RESEARCH, recipient

TODAY = jst_day(AT)
YESTERDAY, TOMORROW = TODAY - 1, TODAY + 1
LONG_AGO = day_number("2023-04-01")

POLICE, GOVERNMENT, MUNICIPALITY = recipient("police"), recipient("government"), recipient("local_government")
CHILD_GUIDANCE, HOSPITAL, UNIVERSITY = recipient("child_guidance"), recipient("medical"), recipient("academic")
OTHER, PERSON, AGENCY = recipient("other"), recipient("person"), recipient("incorporated_agency", article_16_2=True)
NATIONAL_UNIVERSITY = replace(recipient("academic"), annex_2=True)
ABROAD, IN_GERMANY = recipient("company", "US"), recipient("company", "DE")
BRANCH = replace(recipient("department"), legal_person="operator")
GROUP_COMPANY = replace(recipient("company"), legal_person="other")

US = CountryEntry("US", False, TODAY - 100, TODAY + 265)
GERMANY = CountryEntry("DE", True, None, None)
SYSTEM = SystemEntry("system", "company", "contract", LONG_AGO, None, TODAY - 100, TODAY + 265, None)
INFORMED = NoticeEntry("notice", frozenset({"US"}), frozenset())

RESEARCH = JOINT_RESEARCH
ENTRUSTED = AgreementEntry(
    "agreement 1", "entrustment", frozenset({"company"}), frozenset({"name"}), frozenset({"operation"}),
    frozenset({"data_entry", "delivery"}), False, LONG_AGO, None,
)  # fmt: skip
MERGER = replace(ENTRUSTED, kind="succession", deal="merger", work=frozenset())
EXAMINED = replace(
    MERGER, deal="due_diligence", clauses=frozenset({"purpose", "handling", "leak_measures", "if_talks_fail"})
)
JOINT_USE = JointUseEntry(
    "agreement 1", frozenset({"company"}), frozenset(), frozenset({"name"}), frozenset({"operation"}), frozenset(),
    LONG_AGO, frozenset(), False, True,
)  # fmt: skip
NOTIFIED = NotificationEntry(
    "notification", frozenset({"name"}), frozenset({"api"}), frozenset(), TODAY - 90, TODAY - 90, TODAY - 60,
    TODAY - 55, TODAY - 50, None, 14,
)  # fmt: skip
READING = InterpretationEntry("for-the-person", "provider", "officer")
CONTRACT = DocumentEntry("contract", True, True)
TERMS = TermsEntry("terms-1", frozenset(), None, LONG_AGO, None, None, None, None, None)
SENSITIVE = ItemEntry("name", True)

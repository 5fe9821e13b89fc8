"""Acts, findings and consents for the law's tests: lawful by consent unless a test says otherwise."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from ledger.law.consent import in_force
from ledger.law.days import jst_day
from ledger.law.registered import AgreementEntry, ItemEntry, PurposeEntry, RecipientEntry, StatuteEntry
from ledger.law.types import Act, ConsentChange, ConsentScope, Found

SECOND = 1_000_000
ALL_PASSED = frozenset({"consent", "link", "register"})
NONE_PASSED: frozenset[str] = frozenset()
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

COMPANY = RecipientEntry("company", "company", "JP", frozenset({"group"}), False)
STATUTES = tuple(
    StatuteEntry(code, domestic)
    for code, domestic in (
        ("jp-ccp-197-2", True), ("jp-ccp-218", True), ("jp-tax-74-2", True), ("jp-attorney-23-2", True),
        ("jp-infection-15-1", True), ("jp-proceeds-8", True), ("jp-abuse-6", True), ("jp-civil-226", True),
        ("tokyo-ordinance", True), ("us-subpoena", False),
    )
)  # fmt: skip


#: The agreement that an act names unless a test says otherwise: joint research with the recipient, of all items.
JOINT_RESEARCH = AgreementEntry(
    "agreement 1", "joint_research", frozenset({"company"}), None, None, frozenset(), False, 0, None
)


def instant(text: str) -> int:
    """µs UTC of an ISO 8601 time with its offset."""
    return (datetime.fromisoformat(text) - _EPOCH) // timedelta(microseconds=1)


AT = instant("2026-06-15T12:00:00+09:00")


def act(**claimed: Any) -> Act:
    evidence = dict(claimed.pop("evidence", {}))
    plain: dict[str, Any] = {
        "role": "provider", "recipient": "company", "items": ("name",), "purpose": "operation",
        "recipient_purpose": None, "ground": "consent", "evidence": tuple(evidence.items()), "form": "each",
        "method": "api", "data_class": "personal_data", "handling": "intended", "provenance": None,
        "recipient_country": None, "has_person": True, "agreement": "agreement 1",
    }  # fmt: skip
    return Act(**{**plain, **claimed})


def scope(**shown: Any) -> ConsentScope:
    plain: dict[str, Any] = {
        "terms": "terms-1", "recipients": ("company",), "range": None, "items": ("name",),
        "purposes": ("operation",), "first_day": None, "last_day": None, "channel": "web", "consented_by": None,
        "foreign_information": None,
    }  # fmt: skip
    return ConsentScope(**{**plain, **shown})


def change(
    at: int, kind: str = "given", *, idx: int = 0, consent: str = "c", late: bool = False, **shown: Any
) -> ConsentChange:
    return ConsentChange(idx, consent, kind, at, late, scope(**shown))


def found(*changes: ConsentChange, at: int = AT, **known: Any) -> Found:
    """What is found when all registers are complete and these consent changes were told."""
    plain = Found(
        recipient=COMPANY,
        items=(ItemEntry("name", False),),
        purpose=PurposeEntry("operation", "2022-04-01"),
        purpose_announced=True,
        statutes=STATUTES,
        consents=in_force(changes, at),
        passed=ALL_PASSED,
        law="2022-04-01",
        academic_operator=True,
        day=jst_day(at),
        agreement=JOINT_RESEARCH,
    )
    return replace(plain, **known)


def recipient(kind: str, country: str = "JP", *, article_16_2: bool | None = None) -> RecipientEntry:
    return RecipientEntry("company", kind, country, frozenset(), article_16_2)


#: Evidence that each exception's wording asks for, and a recipient that fits it.
COMPLETE: dict[str, tuple[dict[str, str], str]] = {
    "27(1)i": ({"statute": "jp-ccp-197-2"}, "police"),
    "27(1)ii": ({"necessity": "unconscious", "consent_difficult": "unconscious"}, "medical"),
    "27(1)iii": ({"special_necessity": "abuse suspected", "consent_difficult": "parents suspected"}, "child_guidance"),
    "27(1)iv": ({"public_duty": "tax inspection", "impediment": "evidence would vanish"}, "government"),
    "27(1)v": ({"publication_unavoidable": "no other photograph", "no_unjust_infringement": "eyes masked"}, "company"),
    "27(1)vi": ({"academic_purpose": "joint study", "no_unjust_infringement": "pseudonymous"}, "company"),
    "27(1)vii": ({"academic_purpose": "epidemiology", "no_unjust_infringement": "pseudonymous"}, "academic"),
}
#: Evidence for personal-related information, at home and abroad.
CONFIRMED = {"consent_confirmed": "written statement of 2026-06-01"}
TOLD_ABROAD = {**CONFIRMED, "foreign_information_confirmed": "the statement names the country and its system"}

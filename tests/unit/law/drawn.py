"""Acts, consents and findings as Hypothesis draws them: every ground, every register entry, whole more often than not.

Few codes, instants and days, so that what is drawn meets often.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from ledger.law.consent import in_force
from ledger.law.data_classes import CLASSES
from ledger.law.evidence import EVIDENCE
from ledger.law.judge import GROUNDS
from ledger.law.not_a_provision import NOT_A_PROVISION
from ledger.law.registered import ItemEntry, PurposeEntry, RecipientEntry
from ledger.law.rulesets import RULE_SETS
from ledger.law.stops import BARS
from ledger.law.types import Act, ConsentChange, ConsentScope, Found
from tests.unit.law.acts import ALL_PASSED, AT, COMPLETE, STATUTES, TOLD_ABROAD, act, scope
from tests.unit.law.cases.entries import (
    CONTRACT,
    ENTRUSTED,
    EXAMINED,
    GERMANY,
    INFORMED,
    JOINT_USE,
    MERGER,
    NOTIFIED,
    READING,
    RESEARCH,
    SYSTEM,
    TERMS,
    TODAY,
    TOMORROW,
    US,
    YESTERDAY,
)

recipients = st.sampled_from(["company", "advertiser"])
codes = st.lists(st.sampled_from(["name", "phone"]), max_size=2, unique=True).map(tuple)
days = st.none() | st.integers(TODAY - 1, TODAY + 1)
instants = st.integers(AT - 3, AT + 1)
kinds = st.frozensets(st.sampled_from(sorted(ALL_PASSED)))

scopes = st.builds(
    ConsentScope,
    terms=st.sampled_from(["terms-1", "terms-1", "terms-1", "terms-2", ""]),
    recipients=st.none() | st.lists(recipients, max_size=2, unique=True).map(tuple),
    range=st.sampled_from([None, "group"]),
    items=codes,
    purposes=st.sampled_from([("operation",), ("operation", "advertising"), ()]),
    first_day=days,
    last_day=days,
    channel=st.just("web"),
    consented_by=st.sampled_from([None, None, "parent", " "]),
    foreign_information=st.sampled_from([None, "notice", "said"]),
    incapacity=st.sampled_from([None, None, None, "minor", "under_16"]),
    terms_said=st.sampled_from(["said", "digest-1", "digest-2", None]),
)
_told = st.tuples(
    st.sampled_from(["c", "d"]), st.sampled_from(["given", "changed", "withdrawn"]), instants, st.booleans(), scopes
)
#: Changes in the order in which they were told.
histories = st.lists(_told, max_size=5).map(
    lambda told: tuple(ConsentChange(idx, *change) for idx, change in enumerate(told))
)
timely_histories = histories.map(lambda told: tuple(change._replace(late=False) for change in told))

#: All that each ground's wording asks to be shown.
WHOLE: dict[str, dict[str, str]] = {
    **{ground: shown for ground, (shown, _) in COMPLETE.items()},
    "27(1)iv": {**COMPLETE["27(1)iv"][0], "entrusted_by": "city"},
    "31(1)": TOLD_ABROAD,
    "number_act_19": {"number_act_item": "1"},
    "interpretation": {"interpretation": "for-the-person"},
    "27(2)": {"published_by_commission": "its website", "recipient_verified": "letter"},
    "same_legal_person": {"same_legal_person": "sales"},
    "to_the_person": {"to_the_person": "post"},
    "own_posting": {"own_posting": "public"},
    "non_handling_cloud": {"no_handling": "clause 5"},
}
evidence = st.lists(
    st.tuples(st.sampled_from(sorted(EVIDENCE)), st.sampled_from(["jp-ccp-218", "us-subpoena", "?", " "])), max_size=4
).map(tuple)
grounds = st.sampled_from(["consent", "28(1)consent", *sorted(GROUNDS), *sorted(NOT_A_PROVISION)])
#: The class of data that a ground is about, where it is about one.
_CLASS = {"number_act_19": "specific_personal_information", "31(1)": "personal_related"}

#: What a source may claim otherwise than the whole act has it.
_CLAIMED: dict[str, st.SearchStrategy[Any]] = {
    "data_class": st.sampled_from(sorted(CLASSES)),
    "opt_out_notification": st.sampled_from([None, " "]),
    "agreement": st.sampled_from([None, " "]),
    "items": st.sampled_from([("name", "phone"), ()]),
    "purpose": st.just("advertising"),
    "recipient_purpose": st.sampled_from(["operation", "delivery", "product_development"]),
    "role": st.just("recipient"),
    "has_person": st.just(False),
    "recipient_country": st.sampled_from(["JP", "US"]),
    "recipient_system": st.just("system"),
    "provenance": st.sampled_from(["opt_out", "opt_out_copy", "unlawful", "unlawful_copy", "?"]),
    "form": st.sampled_from(["lump", "substitute", "?"]),
    "in_series": st.just(True),
    "substitute_document": st.just("contract"),
    "acquisition": st.none(),
    "omits": st.just(True),
    "confirmation": st.none(),
    "handling": st.sampled_from(["mis_sent", "theft"]),
    "method": st.just("paper"),
}


@st.composite
def _acts(draw: st.DrawFn) -> Act:
    """An act that shows all its ground asks for, or not, with up to three claims of another kind."""
    ground = draw(grounds)
    claimed: dict[str, Any] = {
        "data_class": _CLASS.get(ground, "personal_data"), "opt_out_notification": "notification",
        "acquisition": "from customers", "confirmation": "its letter",
    }  # fmt: skip
    for name in draw(st.lists(st.sampled_from(sorted(_CLAIMED)), max_size=3, unique=True)):
        claimed[name] = draw(_CLAIMED[name])
    whole = (*WHOLE.get(ground, {}).items(), ("consent_confirmed", "its letter"))
    shown = whole if draw(st.integers(0, 3)) else ()
    return replace(act(ground=ground, **claimed), evidence=(*shown, *draw(st.just(()) | evidence)))


acts = _acts()

_COVERED = in_force((ConsentChange(0, "c", "given", AT - 2, False, scope(foreign_information="notice")),), AT)
_NAME = (ItemEntry("name", False),)
_WHOLE: dict[str, Any] = {
    "recipient": RecipientEntry("company", "company", "JP", frozenset({"group"}), None), "items": _NAME,
    "purpose": PurposeEntry("operation", "2022-04-01"), "purpose_announced": True, "statutes": STATUTES,
    "consents": _COVERED, "passed": ALL_PASSED, "law": "2022-04-01", "academic_operator": True, "day": TODAY,
    "joint_use": JOINT_USE, "notification": NOTIFIED, "country": US, "system": SYSTEM, "interpretation": READING,
    "document": CONTRACT, "notices": (INFORMED,),
}  # fmt: skip
_AGREEMENTS = st.sampled_from(
    [
        *[ENTRUSTED, RESEARCH, RESEARCH, MERGER, EXAMINED] * 3, replace(ENTRUSTED, own_purposes=True),
        replace(ENTRUSTED, ended=YESTERDAY), replace(MERGER, concluded=TOMORROW),
        replace(EXAMINED, clauses=frozenset({"purpose"})), replace(RESEARCH, parties=frozenset({"another"})),
        replace(MERGER, deal=None), replace(ENTRUSTED, items=frozenset()), None,
    ]
)  # fmt: skip
#: What may be known otherwise than the whole findings have it.
_KNOWN: dict[str, st.SearchStrategy[Any]] = {
    "recipient": st.none()
    | st.builds(
        RecipientEntry,
        st.just("company"),
        st.sampled_from(["company", "government", "academic", "department"]),
        st.sampled_from(["JP", "JP", "US", "DE"]),
        st.sampled_from([frozenset(), frozenset({"group"})]),
        st.sampled_from([None, None, True, False]),
        annex_2=st.booleans(),
        domestic=st.sampled_from([False, False, True]),
        legal_person=st.sampled_from([None, "operator", "other"]),
        named=st.booleans(),
    ),
    "items": st.sampled_from(
        [(*_NAME, ItemEntry("phone", False)), (ItemEntry("name", True),), (None,),
         (ItemEntry("name", False, frozenset({"company"})),)]
    ),
    "purpose": st.none(),
    "purpose_announced": st.just(False),
    "statutes": st.just(()),
    "consents": histories.map(lambda told: in_force(told, AT)),
    "academic_operator": st.sampled_from([None, False]),
    "country": st.sampled_from([GERMANY, None]),
    "rules": st.sampled_from([RULE_SETS["2017-05-30"], RULE_SETS["2026-amendment"]]),
    "joint_use": st.sampled_from(
        [
            None, replace(JOINT_USE, lacking=frozenset({"manager"})), replace(JOINT_USE, noticed=TOMORROW),
            replace(JOINT_USE, contractors=frozenset({"company"})), replace(JOINT_USE, altered=True),
            replace(JOINT_USE, users=frozenset()), replace(JOINT_USE, purposes=frozenset()),
        ]
    ),
    "notification": st.sampled_from(
        [
            None, replace(NOTIFIED, lacking=frozenset({"4"})), replace(NOTIFIED, noticed=YESTERDAY),
            replace(NOTIFIED, starts=TOMORROW), replace(NOTIFIED, published=None), replace(NOTIFIED, notified=None),
            replace(NOTIFIED, ended=YESTERDAY), replace(NOTIFIED, items=frozenset()),
        ]
    ),
    "system": st.sampled_from([None, replace(SYSTEM, due=YESTERDAY), replace(SYSTEM, stop_from=TODAY)]),
    "interpretation": st.sampled_from(
        [None, replace(READING, approved_by=None), replace(READING, side="both"), replace(READING, side="recipient")]
    ),
    "document": st.sampled_from([None, replace(CONTRACT, complete=False)]),
    "terms": st.sampled_from(
        [(TERMS,), (replace(TERMS, said="digest-1"),), (replace(TERMS, items=frozenset({"phone"})),)]
    ),
    "notices": st.sampled_from([(), (replace(INFORMED, lacking=frozenset({"measures"})),)]),
    "stopped": st.sampled_from([frozenset({ground}) for ground in sorted(BARS)]),
    "made_late": st.just(True),
    "voided": st.just(True),
    "void_late": st.just(True),
}  # fmt: skip


@st.composite
def _findings(draw: st.DrawFn) -> Found:
    """Findings that are whole, but for up to four."""
    known = {**_WHOLE, "agreement": draw(_AGREEMENTS), "passed": draw(st.just(ALL_PASSED) | kinds)}
    for name in draw(st.lists(st.sampled_from(sorted(_KNOWN)), max_size=4, unique=True)):
        known[name] = draw(_KNOWN[name])
    return Found(**known)


findings = _findings()

"""No ground makes an act lawful without what its wording asks for, and taking something away never helps.

What each ground needs is written down here a second time, plainly, beside the rules that are tested.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.law.evidence import EVIDENCE
from ledger.law.judge import judge, worst
from ledger.law.stops import CONSENTS
from ledger.law.types import Act, Found
from tests.unit.law.acts import ALL_PASSED
from tests.unit.law.cases.case import Case
from tests.unit.law.cases.entries import TODAY
from tests.unit.law.cases.table import CASES
from tests.unit.law.drawn import acts, findings

Needed = Callable[[Act, Found], bool]


def shows(*codes: str) -> Needed:
    return lambda act, found: all(any(kind == code and said.strip() for kind, said in act.evidence) for code in codes)


def _statute_of_japan(act: Act, found: Found) -> bool:
    cited = {said for kind, said in act.evidence if kind == "statute"}
    return any(entry.domestic and entry.code in cited for entry in found.statutes)


def _for_a_public_body(act: Act, found: Found) -> bool:
    assert found.recipient is not None
    public = found.recipient.kind in ("government", "local_government", "police", "child_guidance")
    return found.recipient.country == "JP" if public else shows("entrusted_by")(act, found)


def _agreed(kind: str) -> Needed:
    def needed(act: Act, found: Found) -> bool:
        entry = found.agreement
        return (
            bool((act.agreement or "").strip())
            and entry is not None
            and entry.kind == kind
            and act.recipient in entry.parties
            and entry.concluded <= found.day <= (entry.ended or found.day)
            and (entry.items is None or set(act.items) <= entry.items)
        )

    return needed


def _academic_operator(act: Act, found: Found) -> bool:
    return found.academic_operator is True


def _academic_other_side(act: Act, found: Found) -> bool:
    return found.recipient is not None and found.recipient.kind == "academic"


def _researching(act: Act, found: Found) -> bool:
    return act.recipient_purpose != "product_development"


def _consented(act: Act, found: Found) -> bool:
    """A consent in force that names everything there is to the act, told in time, by somebody who may."""
    return act.has_person and any(
        all(
            scope.terms and scope.terms_said and set(act.items) <= set(scope.items) and act.purpose in scope.purposes
            and (
                not (scope.consented_by or "").strip()
                if scope.incapacity is None
                else (scope.consented_by or "").strip() or scope.incapacity == "under_16"
            )
            for scope in consent.scopes
        )
        for consent in found.consents
        if consent.scopes
    )  # fmt: skip


def _told_of_the_country(act: Act, found: Found) -> bool:
    return not found.rules.informed_foreign_consent or any(
        scope.before_28_2 or scope.foreign_information for consent in found.consents for scope in consent.scopes
    )


def _announced(act: Act, found: Found) -> bool:
    return found.purpose is not None and found.purpose_announced


def _notified(act: Act, found: Found) -> bool:
    entry = found.notification
    steps = () if entry is None else (entry.notified, entry.noticed, entry.published, entry.own_published, entry.starts)
    return (
        entry is not None
        and not entry.lacking
        and all(step is not None and step <= found.day for step in steps)
        and found.day - (entry.noticed or found.day) >= entry.time_to_ask
        and set(act.items) <= entry.items
        and act.method in entry.methods
    )


def _open_to_opt_out(act: Act, found: Found) -> bool:
    shut = act.provenance is not None and found.rules.no_second_opt_out
    return act.has_person and not shut and not any(item and item.sensitive for item in found.items)


def _entrusted_work(act: Act, found: Found) -> bool:
    assert found.agreement is not None
    return not found.agreement.own_purposes and (act.recipient_purpose or "delivery") in found.agreement.work


def _deal(act: Act, found: Found) -> bool:
    assert found.agreement is not None
    clauses = len(found.agreement.clauses) == 4
    return found.agreement.deal in ("merger", "split", "transfer") or (
        found.agreement.deal == "due_diligence" and clauses
    )


def _used_jointly(act: Act, found: Found) -> bool:
    entry = found.joint_use
    return (
        entry is not None
        and not entry.lacking
        and entry.noticed is not None
        and entry.noticed <= found.day
        and not entry.altered
        and entry.told_before_change
        and act.recipient in entry.users | ({act.recipient} if entry.ranges else set())
        and act.recipient not in entry.contractors
        and set(act.items) <= entry.items
        and act.purpose in entry.purposes
    )


def _approved(act: Act, found: Found) -> bool:
    entry = found.interpretation
    return entry is not None and bool(entry.approved_by) and entry.side in (act.role, "both")


def _confirmed(act: Act, found: Found) -> bool:
    """Article 30, unless a public body provided."""
    assert found.recipient is not None
    public = found.recipient.kind == "government" and found.recipient.country == "JP" and not found.recipient.annex_2
    if found.recipient.article_16_2 if found.recipient.article_16_2 is not None else public:
        return True
    return (
        found.recipient.named
        and act.has_person
        and act.confirmation is not None
        and (act.acquisition is not None or act.omits or act.ground == "31(1)")
        and (act.ground not in ("consent", "28(1)consent", "31(1)") or _any(act, "consent_confirmed", "consent_record"))
        and (act.ground != "27(2)" or shows("published_by_commission")(act, found))
    )


def _any(act: Act, *codes: str) -> bool:
    return any(kind in codes and said.strip() for kind, said in act.evidence)


def _related_confirmed(act: Act, found: Found) -> bool:
    return _any(act, "consent_confirmed") or shows("consent_collected_for_recipient", "recipient_named")(act, found)


def _numbered(act: Act, found: Found) -> bool:
    first = next((said.strip() for kind, said in act.evidence if kind == "number_act_item" and said.strip()), "")
    return first.isdigit() and 1 <= int(first) <= 17 and act.data_class == "specific_personal_information"


_ON_PURPOSES: tuple[Needed, ...] = (_announced,)
NEEDED: dict[str, tuple[Needed, ...]] = {
    "consent": (_consented, *_ON_PURPOSES),
    "28(1)consent": (_consented, _told_of_the_country, *_ON_PURPOSES),
    "27(1)i": (_statute_of_japan,),
    "27(1)ii": (shows("necessity", "consent_difficult"),),
    "27(1)iii": (shows("special_necessity", "consent_difficult"),),
    "27(1)iv": (shows("public_duty", "impediment"), _for_a_public_body),
    "27(1)v": (shows("publication_unavoidable", "no_unjust_infringement"), _academic_operator),
    "27(1)vi": (
        shows("academic_purpose", "no_unjust_infringement"), _agreed("joint_research"), _academic_operator,
        _researching,
    ),
    "27(1)vii": (shows("academic_purpose", "no_unjust_infringement"), _academic_other_side, _researching),
    "27(2)": (_notified, _open_to_opt_out, lambda act, found: act.form == "each", *_ON_PURPOSES),
    "27(5)i": (_agreed("entrustment"), _entrusted_work, *_ON_PURPOSES),
    "27(5)ii": (_agreed("succession"), _deal, *_ON_PURPOSES),
    "27(5)iii": (_used_jointly, *_ON_PURPOSES),
    "31(1)": (_related_confirmed,),
    "30": (_confirmed,),
    "number_act_19": (_numbered,),
    "interpretation": (shows("interpretation"), _approved),
}  # fmt: skip


@given(acts, findings)
def test_what_is_lawful_has_all_that_its_ground_needs(asked: Act, facts: Found) -> None:
    judgement = judge(asked, facts)
    if judgement.verdict == "lawful" and (asked.role == "provider" or judgement.basis == "30"):
        lacking = [at for at, needed in enumerate(NEEDED[judgement.basis]) if not needed(asked, facts)]
        assert not lacking, judgement.basis
    if judgement.verdict == "lawful":
        # What an item of 27(1) allows needs no record, so nobody has to be named in one.
        known = facts.recipient is not None and None not in facts.items
        assert asked.items and (known or judgement.basis.startswith("27(1)"))


@given(acts, findings)
def test_what_was_stopped_is_lawful_on_no_ground_that_the_stop_bars(asked: Act, facts: Found) -> None:
    basis = judge(asked, facts).basis
    if asked.role == "provider" and facts.stopped & {"35(1)", "35(5)"}:
        assert basis in ("none", "31(1)", "number_act_19", *CONSENTS) or basis.startswith("27(1)")
    if asked.role == "provider" and facts.stopped & {"27(2)", "35(3)"}:
        assert basis != "27(2)"


@given(acts, findings)
def test_abroad_under_28_only_its_consent_and_the_items_of_27_1_are_lawful(asked: Act, facts: Found) -> None:
    judgement = judge(asked, facts)
    if asked.role == "recipient" or judgement.verdict != "lawful" or facts.recipient is None:
        return
    abroad = facts.recipient.country if facts.recipient.country != "JP" else asked.recipient_country or "JP"
    equivalent = facts.country is not None and facts.country.equivalent
    ours = facts.recipient.domestic or facts.recipient.legal_person == "operator"
    if abroad == "JP" or ours or equivalent or asked.data_class == "pseudonymised":
        return
    system = facts.system
    conforming = asked.recipient_system is not None and system is not None and (
        not facts.rules.system_checks or (system.due is not None and system.due >= TODAY and system.stop_from is None)
    )  # fmt: skip
    if not conforming:
        assert judgement.basis.startswith(("27(1)", "28(1)consent", "31(1)", "number_act_19", "interpretation"))


#: Entries whose absence takes something away from the act; none is the state of knowing nothing.
_ENTRIES = (
    "recipient", "purpose", "agreement", "joint_use", "notification", "system", "interpretation", "document",
    "academic_operator",
)  # fmt: skip
#: What an act rests on. A purpose of the recipient or a provenance is no evidence for it.
_CLAIMS = (
    "agreement", "opt_out_notification", "recipient_system", "acquisition", "confirmation", "substitute_document",
)  # fmt: skip


@given(acts, findings, st.data())
def test_taking_evidence_away_never_improves_a_verdict(asked: Act, facts: Found, data: st.DataObject) -> None:
    before = judge(asked, facts).verdict
    fewer = data.draw(st.lists(st.sampled_from(asked.evidence), unique=True) if asked.evidence else st.just([]))
    kept = tuple(piece for piece in asked.evidence if piece not in fewer)
    dropped = data.draw(st.lists(st.sampled_from(_CLAIMS), unique=True))
    after = judge(replace(asked, evidence=kept, **dict.fromkeys(dropped)), facts).verdict
    assert worst(before, after) == after


@given(acts, findings, st.lists(st.sampled_from([*_ENTRIES, "items", "statutes", "consents", "country"]), max_size=3))
def test_taking_a_register_entry_away_never_improves_a_verdict(asked: Act, facts: Found, gone: list[str]) -> None:
    """Once every register entry has come. A version of terms or a notice that is in no register is taken at the
    source's word, so those limit an act, and taking them away may help."""
    facts = replace(facts, passed=ALL_PASSED)
    nothing = {"items": tuple(None for _ in facts.items), "statutes": (), "consents": frozenset()}
    before = judge(asked, facts).verdict
    after = judge(asked, replace(facts, **{name: nothing.get(name) for name in gone})).verdict
    assert worst(before, after) == after


@given(acts, findings, st.sampled_from(["consent", "link", "register"]))
def test_a_fact_that_may_still_arrive_never_makes_a_violation_lawful_beforehand(
    asked: Act, facts: Found, kind: str
) -> None:
    complete = judge(asked, replace(facts, passed=ALL_PASSED))
    open_still = judge(asked, replace(facts, passed=ALL_PASSED - {kind}))
    if open_still.verdict in ("lawful", "not_provision"):
        assert complete.verdict == open_still.verdict


def _single_removals(case: Case) -> list[tuple[str, Act, Found]]:
    """Every act and finding from which one piece is missing."""
    act, found = case.act, case.found
    without = [
        (f"evidence:{kind}", replace(act, evidence=tuple(p for p in act.evidence if p[0] != kind)), found)
        for kind, _ in act.evidence
    ]
    without += [(name, replace(act, **{name: None}), found) for name in _CLAIMS if getattr(act, name) is not None]
    without += [(name, act, replace(found, **{name: None})) for name in _ENTRIES if getattr(found, name) is not None]
    return without


@pytest.mark.parametrize("case", [case for case in CASES if case.verdict == "lawful"], ids=lambda case: case.id)
def test_a_lawful_case_less_one_needed_piece_is_lawful_no_more(case: Case) -> None:
    """Each piece is needed or is asked about by no question; what is asked about and taken away decides."""
    before = {rule.question for rule in judge(case.act, case.found).rules if rule.answer == "yes"}
    assert before
    for name, act, found in _single_removals(case):
        judgement = judge(act, found)
        said_no = [rule for rule in judgement.rules if rule.answer == "no"]
        assert (judgement.verdict == "violation") == bool(said_no), name
        if name.startswith("evidence:") and f"{name.partition(':')[2]}_shown" in before:
            assert judgement.verdict == "violation", name


def test_every_kind_of_evidence_that_a_rule_asks_for_is_published() -> None:
    asked = {
        code.partition(":")[2]
        for case in CASES
        for rule in judge(case.act, case.found).rules
        for code in rule.missing
        if code.startswith("evidence:")
    }
    fields_of_the_event = {field.name for field in fields(Act)}
    # Said by a consent and by the register of systems.
    assert asked - set(EVIDENCE) - fields_of_the_event <= {"foreign_information", "system_check"}

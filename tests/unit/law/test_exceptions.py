"""The items of 27(1) by example: what each wording asks for, and what each lacks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ledger.law.evidence import EVIDENCE
from ledger.law.judge import judge
from ledger.law.types import Judgement
from tests.unit.law.acts import (
    ALL_PASSED,
    COMPLETE,
    NONE_PASSED,
    act,
    found,
    recipient,
)  # fmt: skip


def answer(judgement: Judgement, question: str) -> str:
    return next(rule.answer for rule in judgement.rules if rule.question == question)


@pytest.mark.parametrize("ground_claimed", COMPLETE)
def test_an_exception_with_all_its_wording_asks_for_is_lawful_and_exempt(ground_claimed: str) -> None:
    evidence, kind = COMPLETE[ground_claimed]
    judgement = judge(act(ground=ground_claimed, evidence=evidence), found(recipient=recipient(kind)))
    assert (judgement.verdict, judgement.basis, judgement.duty) == ("lawful", ground_claimed, "exempt")
    # The policy names five of the seven: what an academic operator may do it does not promise.
    promised = ground_claimed not in ("27(1)v", "27(1)vi")
    reason = "16(2)" if kind in ("police", "government", "child_guidance") else ground_claimed
    assert (judgement.duty_reason, judgement.policy) == (reason, "kept" if promised else "broken")


@pytest.mark.parametrize(
    ("ground_claimed", "lacking", "said"),
    [
        (ground_claimed, code, said)
        for ground_claimed, (evidence, _) in COMPLETE.items()
        for code in evidence
        for said in (None, "", " \u3000\t")
    ],
)
def test_an_exception_without_one_piece_of_its_evidence_is_a_violation(
    ground_claimed: str, lacking: str, said: str | None
) -> None:
    evidence, kind = COMPLETE[ground_claimed]
    assert lacking in EVIDENCE
    shown = {code: value for code, value in evidence.items() if code != lacking}
    if said is not None:
        shown[lacking] = said
    for passed in (NONE_PASSED, ALL_PASSED):
        judgement = judge(act(ground=ground_claimed, evidence=shown), found(recipient=recipient(kind), passed=passed))
        assert (judgement.verdict, judgement.basis, judgement.claimed) == ("violation", "none", ground_claimed)
        assert judgement.missing == (f"evidence:{lacking}",)
        asked = "statute_cited" if lacking == "statute" else f"{lacking}_shown"
        assert [rule.question for rule in judgement.rules if rule.answer == "no"] == [asked]


@pytest.mark.parametrize("ground_claimed", ["27(1)v", "27(1)vi"])
@pytest.mark.parametrize(
    ("academic", "passed", "verdict"),
    [(True, NONE_PASSED, "lawful"), (False, NONE_PASSED, "violation"), (None, NONE_PASSED, "undetermined"),
     (None, ALL_PASSED, "violation")],
)  # fmt: skip
def test_items_v_and_vi_are_for_an_operator_that_is_academic_itself(
    ground_claimed: str, academic: bool | None, passed: frozenset[str], verdict: str
) -> None:
    asked = act(ground=ground_claimed, evidence=COMPLETE[ground_claimed][0])
    judgement = judge(asked, found(academic_operator=academic, passed=passed))
    assert judgement.verdict == verdict
    assert judgement.missing == (("register:operator",) if academic is None else ())


@pytest.mark.parametrize("agreement", [None, "", " "])
def test_joint_research_names_its_agreement(agreement: str | None) -> None:
    asked = act(ground="27(1)vi", evidence=COMPLETE["27(1)vi"][0], agreement=agreement)
    judgement = judge(asked, found(agreement=None))
    assert (judgement.verdict, judgement.missing) == ("violation", ("evidence:agreement",))
    assert answer(judgement, "agreement_named") == "no"
    # Item vii asks for no agreement.
    assert judge(replace(asked, ground="27(1)vii"), found(recipient=recipient("academic"))).verdict == "lawful"


@pytest.mark.parametrize(
    ("cited", "passed", "verdict", "question"),
    [
        ("jp-ccp-197-2", NONE_PASSED, "lawful", "statute_domestic"),
        ("tokyo-ordinance", NONE_PASSED, "lawful", "statute_domestic"),
        ("us-subpoena", NONE_PASSED, "violation", "statute_domestic"),
        ("unheard-of", NONE_PASSED, "undetermined", "statute_known"),
        ("unheard-of", frozenset({"consent", "link"}), "undetermined", "statute_known"),
        ("unheard-of", ALL_PASSED, "violation", "statute_known"),
        ("", ALL_PASSED, "violation", "statute_cited"),
        ("", NONE_PASSED, "violation", "statute_cited"),
    ],
)
def test_item_i_needs_a_japanese_statute_that_is_known(
    cited: str, passed: frozenset[str], verdict: str, question: str
) -> None:
    asked = act(ground="27(1)i", evidence={"statute": cited} if cited else {"request": "letter 12"})
    judgement = judge(asked, found(recipient=recipient("police"), passed=passed))
    assert (judgement.verdict, judgement.rules[-1].question) == (verdict, question)
    lacking = {"statute_known": ("register:statute",), "statute_cited": ("evidence:statute",)}
    assert judgement.missing == lacking.get(question, ())


@pytest.mark.parametrize(
    ("kind", "country", "more", "verdict"),
    [
        ("government", "JP", {}, "lawful"),
        ("local_government", "JP", {}, "lawful"),
        ("police", "JP", {}, "lawful"),
        ("child_guidance", "JP", {}, "lawful"),
        ("company", "JP", {}, "violation"),
        ("incorporated_agency", "JP", {}, "violation"),
        ("company", "JP", {"entrusted_by": "ministry"}, "lawful"),
        ("company", "JP", {"entrusted_by": " "}, "violation"),
        ("government", "US", {}, "violation"),
    ],
)
def test_item_iv_is_for_public_bodies_of_japan_and_those_they_entrust(
    kind: str, country: str, more: dict[str, str], verdict: str
) -> None:
    asked = act(ground="27(1)iv", evidence={**COMPLETE["27(1)iv"][0], **more})
    assert judge(asked, found(recipient=recipient(kind, country))).verdict == verdict


@pytest.mark.parametrize(
    ("kind", "verdict"), [("academic", "lawful"), ("company", "violation"), ("medical", "violation")]
)
def test_item_vii_is_for_academic_recipients(kind: str, verdict: str) -> None:
    asked = act(ground="27(1)vii", evidence=COMPLETE["27(1)vii"][0])
    assert judge(asked, found(recipient=recipient(kind))).verdict == verdict


@pytest.mark.parametrize("ground_claimed", ["27(1)iv", "27(1)vii"])
def test_a_recipient_whose_kind_matters_is_waited_for(ground_claimed: str) -> None:
    asked = act(ground=ground_claimed, evidence=COMPLETE[ground_claimed][0])
    waiting = judge(asked, found(recipient=None, passed=NONE_PASSED))
    assert (waiting.verdict, waiting.missing) == ("undetermined", ("register:recipient",))
    assert judge(asked, found(recipient=None)).verdict == "violation"


def test_an_exception_needs_no_consent_and_no_rule_of_article_28() -> None:
    evidence, _ = COMPLETE["27(1)ii"]
    judgement = judge(act(ground="27(1)ii", evidence=evidence), found(recipient=recipient("medical", "US")))
    assert (judgement.verdict, judgement.basis) == ("lawful", "27(1)ii")

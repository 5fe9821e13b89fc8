"""The sample company: registers as their schemas ask, modelled on the seed, and a story that ends as it is told."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from ledger.cli.sample import ASKS, OFFICER, story
from ledger.cli.sample.registers import registers
from ledger.cli.sample.telling import event_id
from ledger.judging.registered import policy
from ledger.law.seed_policy import SEED
from ledger.registers.snapshot import RegisterRow
from schemas import register_names
from streams.recorder.bodies import body_fault
from streams.scenario_file import PARTS
from streams.trial import Tried, judge_scenario

TODAY = date(2026, 11, 25)
ROWS = registers(TODAY)
#: Section 3 of the seed.
PURPOSES = [
    "当社サービスを提供するにあたっての審査のため",
    "当社サービスの実施・運営管理、当社サービスに係る契約に基づく権利の行使及び義務の履行のため",
    "お問合せ・ご依頼への対応のため",
    "当社サービスに関する営業活動、お知らせのため",
    "当社サービスの検討及び開発のため",
    "当社サービスの効果の検証及び改善のため(アンケート調査の実施を含みます)",
    "その他、個別に本人の同意を得た利用目的がある場合は、当該利用目的を達成するため",
    "あらかじめ本人の同意を得た範囲で、個人情報を提供するため",
    "従業員等の採用、雇用管理及び人事管理のため",
    "防犯、安全管理及び情報セキュリティのための本人認証のため",
]


def bodies(register: str) -> dict[str, Any]:
    return {row["key"]: row["body"] for row in ROWS if row["register"] == register}


def test_every_register_is_filled_with_what_its_schema_accepts() -> None:
    assert {row["register"] for row in ROWS} == register_names()
    for row in ROWS:
        assert body_fault({**row, "body": json.dumps(row["body"])}) is None, (row["register"], row["key"])
    places = [(row["register"], row["key"]) for row in ROWS]
    assert len(places) == len(set(places))


def test_what_is_invented_says_so() -> None:
    for register, members in {
        "recipients": ("name", "address"), "agreements": ("ja",), "joint_use": ("ja",), "documents": ("ja",),
        "systems": ("ja",), "terms": ("title",), "services": ("ja",), "legal_holds": ("ja",), "notices": ("ja",),
    }.items():  # fmt: skip
        for key, body in bodies(register).items():
            of_the_seed = key in ("livels", "other-department", "the-person", "everybody")
            assert of_the_seed or any("見本" in body[member] for member in members), (register, key)


def test_the_ten_purposes_are_the_seeds_with_their_whole_text() -> None:
    found = {body["policy_item"]: body for body in bodies("purposes").values() if "policy_item" in body}
    assert [found[f"3.{number}"]["ja"] for number in range(1, 11)] == PURPOSES
    assert all(body["en"] and body["announced_on"] == "2022-04-01" for body in found.values())
    page = (Path(__file__).parents[3] / "docs" / "policy.md").read_text(encoding="utf-8")
    assert all(f"| 3.{number} | {text} |" in page for number, text in enumerate(PURPOSES, start=1))


def test_the_policy_says_what_the_seed_policy_of_the_law_says() -> None:
    ((key, body),) = bodies("policies").items()
    assert policy(RegisterRow(0, "policies", key, 0, None, body)).sentences == SEED.sentences


def test_terms_carry_the_digest_of_what_they_say_and_services_that_of_the_key_they_document() -> None:
    for body in bodies("terms").values():
        assert body["said"] == "sha256:" + sha256(body["ja"].encode()).hexdigest()
    for body in bodies("services").values():
        (key,) = re.findall(r"livels-sample-key-[a-z]+", body["ja"])
        assert body["key_digest"] == sha256(key.encode()).hexdigest()


def test_what_registers_point_to_is_registered() -> None:
    pointed = [
        *(("recipients", one) for body in bodies("agreements").values() for one in body["parties"]),
        *(("recipients", one) for body in bodies("joint_use").values() for one in body["users"]),
        *(("recipients", body["recipient"]) for body in bodies("systems").values()),
        *(("recipients", one) for body in bodies("services").values() for one in body["recipients"]),
        *(("sources", one) for body in bodies("services").values() for one in body["sources"]),
        *(("officers", body["responsible"]) for body in bodies("services").values()),
        *(("countries", body["country"]) for body in bodies("recipients").values() if body["country"] != "JP"),
        *(("data_items", one) for name in ("agreements", "joint_use", "opt_out_notifications", "services", "terms")
          for body in bodies(name).values() for one in body.get("items", ())),
    ]  # fmt: skip
    assert all(key in bodies(register) for register, key in pointed)
    assert OFFICER in bodies("officers") and ASKS[0] == "member"


EXPECTED = {
    "opt-out": "lawful", "opt-out-sensitive": "violation", "opt-out-unlisted": "violation",
    "opt-out-twice": "violation", "opt-out-stopped": "violation",
    "entrusted": "lawful", "own-use": "violation", "examined": "lawful", "examined-unsafely": "violation",
    "joint-use": "lawful", "joint-use-unmanaged": "violation",
    "us-informed": "lawful", "us-uninformed": "violation", "us-entrusted": "violation", "fr-consented": "lawful",
    "sg-checked": "lawful", "ph-lapsed": "violation", "in-stopped": "violation",
    "received": "lawful", "received-unconfirmed": "violation", "pair": "lawful", "pair-differing": "lawful",
    "affiliate-pair": "lawful", "affiliate-pair-differing": "lawful",
    "related": "lawful", "related-unconfirmed": "violation", "pseudonymised": "violation", "on-behalf": "lawful",
    "mis-sent": "not_provision",
    "child-with-a-parent": "lawful", "child-alone": "violation", "consent-told-too-late": "violation",
}  # fmt: skip


@pytest.fixture(scope="module")
def tried() -> dict[str, Tried]:
    """The story as `judge` sees it: all told now, nothing more to come."""
    now = datetime(2026, 11, 25, 12, tzinfo=UTC)
    told_at = int(now.timestamp()) * 1_000_000
    parts = {name: part for part, name in PARTS.items()}
    scenario: dict[str, list[Any]] = defaultdict(list)
    for chapter in story(now):
        for name, event in chapter.events:
            scenario[parts[name]].append({**event, "source": chapter.source, "written_at": told_at})
    by_id = {one.event_id: one for one in judge_scenario({part: scenario[part] for part in PARTS})}
    return {name: by_id[event_id("Provision", name)] for name in EXPECTED}


def test_each_chapter_ends_as_it_is_told(tried: dict[str, Tried]) -> None:
    assert {name: one.judgement.verdict for name, one in tried.items()} == EXPECTED


def test_the_story_shows_what_it_is_there_to_show(tried: dict[str, Tried]) -> None:
    decided = {name: one.judgement.decided_by for name, one in tried.items()}
    assert decided["opt-out-twice"] == "not_by_opt_out"
    assert decided["opt-out-stopped"] == "not_stopped"
    assert decided["own-use"] == "within_the_entrusted_work"
    assert decided["examined-unsafely"] == "due_diligence_contract"
    assert decided["joint-use-unmanaged"] == "joint_use_notice_whole"
    assert (decided["ph-lapsed"], decided["in-stopped"]) == ("system_checked", "system_not_to_be_stopped")
    assert tried["us-informed"].judgement.basis == "28(1)consent"
    assert tried["opt-out"].judgement.policy == "broken"
    assert tried["consent-told-too-late"].judgement.marks == ("late_evidence",)
    assert tried["child-alone"].judgement.marks == ()
    assert tried["mis-sent"].judgement.marks == ("incident",)
    pair, differing = tried["affiliate-pair"].counterpart, tried["pair-differing"].counterpart
    assert pair is not None and pair.differences == ()
    assert differing is not None and differing.differences == ("items",)

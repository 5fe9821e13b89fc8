"""The sample company's story: what its services handed on, what people had agreed to, and what went wrong.

Everything is told relative to the moment of the demo, because a consent that arrives much later than it was given is
late evidence and heals nothing. People and companies are invented; the operator and its promises are the sample's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from streams.scenario import from_json

#: Who asks in the demo, and the officer who answers.
ASKS = ("member", "A-000101")
OFFICER = "officer-1"

_NAMESPACE = UUID("5f1c8a4e-5a55-4c39-9d0c-2f6d5b6f7a10")
#: How late (s) the services say that their events may come.
_LAG = 6 * 3600

Told = tuple[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Chapter:
    """What one source publishes in one go; ``junk`` are messages on its provision topic that are no events."""

    source: str
    events: Sequence[Told]
    junk: Sequence[bytes | None] = ()


def story(now: datetime) -> list[Chapter]:
    """Return the chapters in the order in which they are published."""
    tell = _Teller(now)
    return [
        Chapter("operator", tell.registers()),
        Chapter("members", tell.consents_in_time()),
        Chapter("screening", tell.screening(), junk=(b"not Avro at all", None)),
        Chapter("support", tell.support(), junk=(b"\xc3\x01\x00\x11\x22\x33\x44\x55\x66\x77of a schema nobody has",)),
        Chapter("members", tell.consents_afterwards()),
        Chapter("screening", tell.again()),
    ]


class _Teller:
    def __init__(self, now: datetime) -> None:
        self._now = now

    def registers(self) -> list[Told]:
        """The operator's registers: who may receive, what, for what, by which statutes, and who publishes where."""
        rows: list[tuple[str, str, dict[str, Any]]] = [
            ("operator", "livels", {
                "name": "株式会社Livels", "address": "東京都千代田区（見本）", "representative": "代表取締役（見本）",
                "contact": "個人情報対応窓口（見本）",
            }),
            ("officers", OFFICER, {"display_name": "個人情報管理責任者（見本）", "roles": ["privacy_officer"]}),
            *(("sources", name, _source(name, kinds)) for name, kinds in (
                ("operator", ("registers",)), ("members", ("consents", "links")), ("screening", ("provisions",)),
                ("support", ("provisions",)),
            )),
            *(("data_items", code, {"ja": ja, "en": en, "sensitive": sensitive}) for code, ja, en, sensitive in (
                ("name", "氏名", "name", False), ("address", "住所", "address", False),
                ("phone", "電話番号", "telephone number", False), ("birthday", "生年月日", "date of birth", False),
                ("application", "申込内容", "application", False), ("health", "健康状態", "state of health", True),
            )),
            *(("purposes", code, {"ja": ja, "en": en, "announced_on": day}) for code, ja, en, day in (
                ("screening", "当社サービスを提供するにあたっての審査のため", "screening before service", "2022-04-01"),
                ("operation", "当社サービスの実施・運営管理のため", "running the service", "2022-04-01"),
                ("inquiry", "お問合せ・ご依頼への対応のため", "answering inquiries", "2022-04-01"),
                ("security", "防犯、安全管理のため", "security", "2022-04-01"),
                ("profiling", "新しい分析のため", "a new analysis", "2099-04-01"),
            )),
            *(("statutes", code, {"ja": ja, "domestic": domestic}) for code, ja, domestic in (
                ("jp-code-of-criminal-procedure-197-2", "刑事訴訟法197条2項", True),
                ("us-stored-communications-act", "米国の法令（外国の法令の例）", False),
            )),
            *(("recipients", code, {
                "name": name, "address": f"{place}（見本）", "representative": "代表者（見本）", "kind": kind,
                "country": "JP", **more,
            }) for code, name, place, kind, more in (
                ("credit-check", "見本信用調査株式会社", "東京都港区", "company", {}),
                ("delivery-partner", "見本配送株式会社", "大阪府大阪市", "company", {"range": ["delivery"]}),
                ("advertiser", "見本広告株式会社", "東京都渋谷区", "company", {}),
                ("hospital", "見本病院", "東京都新宿区", "medical", {}),
                ("city-office", "見本市役所", "神奈川県横浜市", "local_government", {"article_16_2": True}),
                ("police", "見本警察署", "東京都千代田区", "police", {"article_16_2": True}),
                ("child-guidance", "見本児童相談所", "埼玉県さいたま市", "child_guidance", {"article_16_2": True}),
                ("university", "見本大学", "京都府京都市", "academic", {}),
                ("cloud-vendor", "見本クラウド株式会社", "東京都品川区", "company", {}),
                ("other-department", "株式会社Livels 運営部", "東京都千代田区", "company", {}),
                ("the-person", "ご本人", "登録の住所", "person", {}),
            )),
        ]  # fmt: skip
        return [
            self._event("RegisterChange", f"{register}/{key}", 1, {
                "register": register, "key": key, "valid_from": "2022-04-01T00:00:00+09:00", "body": body,
            })
            for register, key, body in rows
        ]  # fmt: skip

    def consents_in_time(self) -> list[Told]:
        """Consents told before what rests on them, one withdrawal, and one person's second id."""
        return [
            *(self._consent(f"A-0001{number:02}", 300) for number in range(1, 7)),
            self._consent("A-000107", 300, recipients=None, range="delivery"),
            self._consent("A-000108", 320),
            self._consent("A-000108", 150, change="withdrawn"),
            self._event("PersonLink", "W-55", 330, {
                "change": "same", "person": _person("A-000101"), "other": {"namespace": "web", "id": "W-55"},
                "since": self._at(24 * 60), "evidence": [{"code": "proof", "value": "sign-in with both ids"}],
            }),
        ]  # fmt: skip

    def consents_afterwards(self) -> list[Told]:
        """A consent given in time but told only after the provision that rests on it."""
        return [self._consent("A-000109", 290)]

    def screening(self) -> list[Told]:
        """What the screening service handed on."""
        return [
            *(self._provision(f"screen-{number}", 240 - number, f"A-0001{number:02}") for number in range(1, 7)),
            self._provision("by-range", 200, "A-000107", recipient="delivery-partner", purpose="operation"),
            self._provision("before-withdrawal", 180, "A-000108"),
            self._provision("after-withdrawal", 100, "A-000108"),
            self._provision("told-before-consent", 210, "A-000109"),
            self._provision("nobody-asked", 30 * 60, "A-000110"),
            self._provision("too-much", 29 * 60, "A-000102", items=["name", "birthday", "phone"]),
            self._provision("to-an-advertiser", 28 * 60, "A-000103", recipient="advertiser"),
            self._provision("consent-may-come", 30, "A-000111"),
            self._provision("not-announced", 120, "A-000104", purpose="profiling"),
            self._provision("unknown-recipient", 26 * 60, "A-000105", recipient="nobody-registered-this"),
            self._provision("second-id", 170, "W-55", namespace="web"),
            self._provision("wrong-recipient", 110, "A-000101", recipient="advertiser"),
            self._event("ProvisionCorrection", "correction", 100, {
                "corrects": str(_id("Provision", "wrong-recipient")), "action": "correct", "reason": "mistyped",
                "author": "screening desk", "evidence": [{"code": "proof", "value": "transfer log"}],
                "replacement": {"recipient": "credit-check"},
            }),
            self._provision("never-sent", 27 * 60, "A-000106"),
            self._event("ProvisionCorrection", "void", 90, {
                "corrects": str(_id("Provision", "never-sent")), "action": "void", "reason": "the transfer failed",
                "author": "screening desk", "evidence": [{"code": "proof", "value": "transfer log"}],
            }),
        ]  # fmt: skip

    def support(self) -> list[Told]:
        """What the support desk handed on where the law allows it without consent, rightly and wrongly."""
        return [
            self._excepted("police-order", 220, "police", "27(1)i", statute="jp-code-of-criminal-procedure-197-2"),
            self._excepted("police-favour", 215, "police", "27(1)i"),
            self._excepted("foreign-order", 214, "advertiser", "27(1)i", statute="us-stored-communications-act"),
            self._excepted(
                "emergency", 213, "hospital", "27(1)ii", items=["name", "health"],
                necessity="collapsed at the counter", consent_difficult="unconscious",
            ),
            self._excepted("no-emergency", 212, "hospital", "27(1)ii", necessity="asked by telephone"),
            self._excepted(
                "child", 211, "child-guidance", "27(1)iii",
                special_necessity="notice under the child welfare law", consent_difficult="the guardian is concerned",
            ),
            self._excepted(
                "city", 209, "city-office", "27(1)iv", public_duty="disaster relief", impediment="no time to ask",
            ),
            self._excepted(
                "not-a-body", 208, "advertiser", "27(1)iv", public_duty="a survey", impediment="no time to ask",
            ),
            self._excepted(
                "research", 207, "university", "27(1)vii",
                academic_purpose="a study of usage", no_unjust_infringement="no contact, results in sums only",
            ),
            self._provision("three-people", 206, "A-000112", "A-000113", "A-000114", ground="27(1)iv",
                            recipient="city-office", purpose="inquiry",
                            evidence={"public_duty": "disaster relief", "impediment": "no time to ask"}),
            self._provision("cloud", 205, "A-000101", ground="non_handling_cloud", recipient="cloud-vendor",
                            evidence={"no_handling": "contract clause 7"}),
            self._provision("department", 204, "A-000102", ground="same_legal_person", recipient="other-department",
                            evidence={"same_legal_person": "operations"}),
            self._provision("own-copy", 203, "A-000103", ground="to_the_person", recipient="the-person",
                            evidence={"to_the_person": "by registered mail"}),
            self._provision("shelter", 202, "A-000101", ground="27(1)ii", recipient="hospital", purpose="security",
                            existence="ii", evidence={"necessity": "threat", "consent_difficult": "no contact"}),
        ]  # fmt: skip

    def again(self) -> list[Told]:
        """Two events sent again as they were, and one id that comes back saying something else."""
        return [
            self._provision("screen-1", 239, "A-000101"),
            self._provision("by-range", 200, "A-000107", recipient="delivery-partner", purpose="operation"),
            self._provision("screen-2", 238, "A-000102", recipient="advertiser"),
        ]

    def _consent(self, who: str, minutes: int, **more: Any) -> Told:
        told = {
            "consent": f"consent of {who}", "change": "given", "person": _person(who), "terms": "terms-2026-04",
            "terms_said": "sha256:sample", "recipients": ["credit-check"], "items": ["name", "address", "application"],
            "purposes": ["screening", "operation"], "channel": "web", **more,
        }  # fmt: skip
        return self._event("ConsentChange", f"{who} {told['change']}", minutes, told)

    def _excepted(
        self, name: str, minutes: int, recipient: str, ground: str, items: Sequence[str] = ("name", "address"),
        **evidence: str,
    ) -> Told:  # fmt: skip
        return self._provision(
            name, minutes, ASKS[1], recipient=recipient, ground=ground, items=list(items), purpose="inquiry",
            evidence=evidence,
        )  # fmt: skip

    def _provision(
        self, name: str, minutes: int, *who: str, namespace: str = "member", evidence: dict[str, str] | None = None,
        **more: Any,
    ) -> Told:  # fmt: skip
        return self._event("Provision", name, minutes, {
            "role": "provider", "people": [{"namespace": namespace, "id": one} for one in who],
            "recipient": "credit-check", "items": ["name", "address"], "purpose": "screening", "ground": "consent",
            "evidence": [{"code": code, "value": value} for code, value in (evidence or {}).items()],
            "form": "each", "method": "api", "data_class": "personal_data", "handling": "intended", **more,
        })  # fmt: skip

    def _event(self, name: str, key: str, minutes: int, told: dict[str, Any]) -> Told:
        written = {"id": str(_id(name, key)), "happened_at": self._at(minutes), **told}
        return name, from_json(name, written)

    def _at(self, minutes: int) -> str:
        return (self._now - timedelta(minutes=minutes)).isoformat()


def _id(name: str, key: str) -> UUID:
    return uuid5(_NAMESPACE, f"{name}/{key}")


def _person(who: str) -> dict[str, str]:
    return {"namespace": "member", "id": who}


def _source(name: str, kinds: Sequence[str]) -> dict[str, Any]:
    return {
        "owner_service": name, "topics": [{"topic": f"{kind}.{name}", "kind": kind} for kind in kinds],
        "lag_seconds": 60 if name == "operator" else _LAG, "heartbeat_seconds": 60,
    }  # fmt: skip

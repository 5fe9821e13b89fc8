"""Events for tests, in the fields of their schemas; whatever a test does not care about has a default."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from streams.scenario import from_json
from streams.wire import encode

SECOND = 1_000_000
HOUR = 3600 * SECOND
#: Declared lag (s) of the test sources.
LAG = 3600


def now_us() -> int:
    return time.time_ns() // 1000


def event(name: str, written: dict[str, Any], **header: Any) -> dict[str, Any]:
    """Complete an event: ``written`` as in a scenario, ``header`` in the schema's own fields."""
    at = header.pop("happened_at", now_us() - SECOND)
    told = from_json(name, {"happened_at": "2026-01-01T00:00:00Z", **written})
    return {**told, "id": uuid4().bytes, "written_at": at, "happened_at": at, "number": 1, "instance": "test", **header}


def provision(who: str | Sequence[str] = "A-1", **given: Any) -> dict[str, Any]:
    """A provision of a name to a known company for an announced purpose, on the ground of consent."""
    people = [who] if isinstance(who, str) else list(who)
    header = {name: given.pop(name) for name in list(given) if name in _HEADER}
    written = {
        "role": "provider",
        "people": [{"namespace": "member", "id": one} for one in people],
        "recipient": "company",
        "items": ["name"],
        "purpose": "operation",
        "ground": "consent",
        "evidence": [],
        "form": "each",
        "method": "api",
        "data_class": "personal_data",
        "handling": "intended",
        **given,
    }
    written["evidence"] = [{"code": code, "value": value} for code, value in dict(written["evidence"]).items()]
    return event("Provision", written, **header)


def consent(who: str = "A-1", change: str = "given", **given: Any) -> dict[str, Any]:
    """A consent that covers ``provision``."""
    header = {name: given.pop(name) for name in list(given) if name in _HEADER}
    header.setdefault("happened_at", now_us() - 10 * SECOND)
    written = {
        "consent": f"consent {who}",
        "change": change,
        "person": {"namespace": "member", "id": who},
        "terms": "terms-1",
        "terms_said": "sha256:1",
        "recipients": ["company"],
        "items": ["name"],
        "purposes": ["operation"],
        "channel": "web",
        **given,
    }
    return event("ConsentChange", written, **header)


def link(one: str, other: str | None, change: str = "same", since: str = "2020-01-01T00:00:00Z", **header: Any) -> Any:
    """A statement about two member ids (or one that was reassigned)."""
    written = {
        "change": change,
        "person": {"namespace": "member", "id": one},
        "other": other and {"namespace": "member", "id": other},
        "since": since,
        "evidence": [{"code": "proof", "value": "seen"}],
    }
    return event("PersonLink", written, **header)


def stop(who: str = "A-1", ground: str = "27(2)", **given: Any) -> dict[str, Any]:
    """A person's stop of everything, from now on."""
    header = {name: given.pop(name) for name in list(given) if name in _HEADER}
    return event("Stop", {"person": {"namespace": "member", "id": who}, "ground": ground, **given}, **header)


def acknowledgement(stopped: bytes, **given: Any) -> dict[str, Any]:
    """A service's word that it has put a stop into effect."""
    at = given.pop("effective_at", now_us() - SECOND)
    written = {"stop": str(UUID(bytes=stopped)), "effective_at": "2026-01-01T00:00:00Z"}
    return {**event("StopAcknowledgement", written, **given), "effective_at": at}


def task_answer(task: bytes, sealed: bytes = b"", **given: Any) -> dict[str, Any]:
    """A source's answer to a task."""
    written = {"task": str(UUID(bytes=task)), "sealed": ""}
    return {**event("TaskAnswer", written, **given), "sealed": sealed}


def correction(corrects: bytes, action: str = "correct", **given: Any) -> dict[str, Any]:
    """A correction or voiding of a provision."""
    header = {name: given.pop(name) for name in list(given) if name in _HEADER}
    written = {
        "corrects": str(UUID(bytes=corrects)),
        "action": action,
        "reason": "mistyped",
        "author": "desk",
        "evidence": [{"code": "proof", "value": "log"}],
        **given,
    }
    return event("ProvisionCorrection", written, **header)


def register(name: str, key: str, body: dict[str, Any], **given: Any) -> dict[str, Any]:
    """A register version that holds since 2022."""
    header = {one: given.pop(one) for one in list(given) if one in _HEADER}
    written = {"register": name, "key": key, "valid_from": "2022-04-01T00:00:00+09:00", "body": body, **given}
    return event("RegisterChange", written, **header)


def heartbeat(happened_at: int, last_number: int, final: bool = False) -> dict[str, Any]:
    """A source's sign of life at an instant."""
    return {
        "id": uuid4().bytes,
        "source": "",
        "instance": "test",
        "number": last_number,
        "happened_at": happened_at,
        "written_at": happened_at,
        "last_number": last_number,
        "final": final,
    }


def source_body(name: str, *kinds: str, lag: int = LAG) -> dict[str, Any]:
    """The register's body of a source with a topic for each kind."""
    return {
        "owner_service": name,
        "topics": [{"topic": f"{kind}.{name}", "kind": kind} for kind in kinds],
        "lag_seconds": lag,
        "heartbeat_seconds": 86_400,
    }


def base_registers(operator: str, services: dict[str, Sequence[str]], lag: int = LAG) -> list[dict[str, Any]]:
    """What a small company has registered: itself, an officer, its sources, and one of everything."""
    return [
        register("operator", "us", {"name": "見本", "address": "東京", "representative": "代表", "contact": "窓口"}),
        register("officers", "officer-1", {"display_name": "Officer", "roles": ["privacy_officer"]}),
        register("sources", operator, source_body(operator, "registers", lag=60)),
        *(register("sources", name, source_body(name, *kinds, lag=lag)) for name, kinds in services.items()),
        register("data_items", "name", {"ja": "氏名", "en": "name", "sensitive": False}),
        register("data_items", "phone", {"ja": "電話番号", "en": "phone", "sensitive": False}),
        register("purposes", "operation", {"ja": "運営のため", "en": "operation", "announced_on": "2022-04-01"}),
        register("statutes", "jp-1", {"ja": "刑事訴訟法", "domestic": True}),
        *(
            register(
                "recipients",
                key,
                {"name": key, "address": "東京", "representative": "代表", "kind": kind, "country": "JP"},
            )
            for key, kind in (("company", "company"), ("advertiser", "company"), ("police", "police"))
        ),
    ]


_HEADER = frozenset({"id", "source", "instance", "number", "happened_at", "written_at"})


def name_of(told: dict[str, Any]) -> str:
    """Return the schema an event belongs to."""
    for field, name in (
        ("register", "RegisterChange"),
        ("corrects", "ProvisionCorrection"),
        ("consent", "ConsentChange"),
        ("last_number", "SourceHeartbeat"),
        ("since", "PersonLink"),
        ("effective_at", "StopAcknowledgement"),
        ("sealed", "TaskAnswer"),
        ("ends_at", "Stop"),
    ):
        if field in told:
            return name
    return "Provision"


def encoded(told: dict[str, Any] | bytes | None, source: str, number: int) -> bytes | None:
    """Return a message's bytes: an event of a source with its running number, or bytes as they are."""
    if not isinstance(told, dict):
        return told
    event_source = told["source"] or source if "source" in told else source
    changed = {**told, "source": event_source}
    if "last_number" not in told:
        changed["number"] = number
    return encode(name_of(told), changed)

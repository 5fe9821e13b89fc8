"""The work every candidate is given: 300,000 provisions of about 320 bytes by 100,000 people, with 30,000 consents."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator
from uuid import UUID

from streams.producer import Outgoing, Producer
from streams.scenario import from_json
from streams.topics import create_topics
from streams.wire import encode

PROVISIONS, PEOPLE, CONSENTS = 300_000, 100_000, 30_000
SOURCE = "bench"
PROVISION_TOPIC, CONSENT_TOPIC, REGISTER_TOPIC = f"provisions.{SOURCE}", f"consents.{SOURCE}", "registers.operator"
TOPICS = (REGISTER_TOPIC, CONSENT_TOPIC, PROVISION_TOPIC)
PARTITIONS = 4
_MANY = 20_000
_RECIPIENTS = [f"recipient-{number:02}" for number in range(40)]
_ITEMS = ["name", "address", "phone", "birthday", "application"]
_PURPOSES = ["operation", "screening"]


def person(number: int) -> dict[str, str]:
    """One of the hundred thousand."""
    return {"namespace": "member", "id": f"A-{number:08d}"}


def publish(bootstrap: str, provisions: int = PROVISIONS) -> int:
    """Make the topics and fill them; return the mean size (bytes) of a provision."""
    create_topics(bootstrap, TOPICS, {}, partitions=PARTITIONS)
    producer = Producer(bootstrap)
    producer.send_all(_messages(REGISTER_TOPIC, "RegisterChange", registers()))
    producer.send_all(_messages(CONSENT_TOPIC, "ConsentChange", consent_events()))
    total = 0
    portion: list[Outgoing] = []
    for message in _messages(PROVISION_TOPIC, "Provision", provision_events(provisions)):
        portion.append(message)
        total += len(message.value or b"")
        if len(portion) == _MANY:
            producer.send_all(portion)
            portion = []
    producer.send_all(portion)
    producer.close()
    return total // provisions


def provision_events(count: int, start: int = 1, seed: int = 1) -> Iterator[dict[str, object]]:
    """Provisions of the last hour by random people, most on the ground of consent."""
    draw = random.Random(seed)
    now = time.time_ns() // 1000
    base = from_json("Provision", {
        "happened_at": "2026-01-01T00:00:00Z", "role": "provider", "people": [], "recipient": "", "items": [],
        "purpose": "", "recipient_purpose": "delivery", "ground": "consent",
        "evidence": [{"code": "consent_record", "value": "ledger of consents, terms-2026-04, article 3, paragraph 2"}],
        "form": "each", "method": "api", "data_class": "personal_data", "handling": "intended",
        "series": "service agreement 2026-04", "agreement": "no. 0042", "recipient_country": "JP",
    })  # fmt: skip
    for number in range(start, start + count):
        yield {
            **base, "id": UUID(int=draw.getrandbits(128)).bytes, "source": SOURCE, "instance": "bench-1",
            "number": number, "happened_at": now - draw.randrange(1, 3_000_000_000), "written_at": now,
            "people": [person(draw.randrange(PEOPLE))], "recipient": draw.choice(_RECIPIENTS),
            "items": draw.sample(_ITEMS, 3), "purpose": draw.choice(_PURPOSES),
        }  # fmt: skip


def consent_events() -> Iterator[dict[str, object]]:
    """Consents of the first thirty thousand people, in force before every provision."""
    now = time.time_ns() // 1000
    for number in range(CONSENTS):
        told = from_json("ConsentChange", {
            "happened_at": "2026-01-01T00:00:00Z", "consent": f"c-{number}", "change": "given",
            "person": person(number), "terms": "terms-2026-04", "terms_said": "sha256:bench",
            "recipients": _RECIPIENTS, "items": _ITEMS, "purposes": _PURPOSES, "channel": "web",
        })  # fmt: skip
        yield {
            **told, "id": UUID(int=2**100 + number).bytes, "source": SOURCE, "instance": "bench-2",
            "number": number + 1, "happened_at": now - 3_500_000_000, "written_at": now,
        }  # fmt: skip


def registers() -> Iterator[dict[str, object]]:
    """What the company has registered."""
    now = time.time_ns() // 1000
    rows: list[tuple[str, str, dict[str, object]]] = [
        ("sources", SOURCE, {
            "owner_service": "bench", "lag_seconds": 86_400, "heartbeat_seconds": 60,
            "topics": [{"topic": topic, "kind": topic.partition(".")[0]} for topic in (CONSENT_TOPIC, PROVISION_TOPIC)],
        }),
        ("officers", "officer-1", {"display_name": "bench", "roles": ["privacy_officer"]}),
        ("operator", "us", {"name": "bench", "address": "bench", "representative": "bench", "contact": "bench"}),
        *(("recipients", code, {
            "name": f"Company {code}", "address": "1-2-3 Chiyoda, Tokyo", "representative": "R", "kind": "company",
            "country": "JP",
        }) for code in _RECIPIENTS),
        *(("data_items", code, {"ja": code, "en": code, "sensitive": False}) for code in _ITEMS),
        *(("purposes", code, {"ja": code, "en": code, "announced_on": "2022-04-01"}) for code in _PURPOSES),
    ]  # fmt: skip
    for number, (register, key, body) in enumerate(rows, start=1):
        yield {
            "id": UUID(int=2**101 + number).bytes, "source": "operator", "instance": "bench-3", "number": number,
            "happened_at": now, "written_at": now, "register": register, "key": key, "valid_from": 0, "valid_to": None,
            "body": json.dumps(body),
        }  # fmt: skip


def _messages(topic: str, name: str, events: Iterator[dict[str, object]]) -> Iterator[Outgoing]:
    for event in events:
        key = event["id"]
        assert isinstance(key, bytes)
        yield Outgoing(topic, key, encode(name, event))

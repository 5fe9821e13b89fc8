"""Which entries of registers a judgement of an act rests on, so that a change of one finds the records it touches.

Only what the act itself names stands here. What it reaches through another entry (a country through its recipient, a
policy through its source) or through a person's consents (terms, notices) is found from there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from ledger.law.types import Act
from ledger.log.canonical import canonical

#: (register, key)
Reference = tuple[str, str]

#: The operator, whoever it is: asked about by the items of 27(1) that only academic bodies have.
OPERATOR: Reference = ("operator", "*")
_ASKS_FOR_OPERATOR = frozenset({"27(1)v", "27(1)vi", "27(1)vii"})
#: Registers whose keys events may name by numbers of their own, such as a person's contract.
_PERSONAL = frozenset({"agreements", "joint_use", "documents", "statutes"})
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/()-]{0,79}")


def reference(register: str, key: str) -> Reference:
    """Return the reference to a key. What is no plain code stands unsealed nowhere, so all of these share one; and a
    key that a source may have drawn for one person stands for one 256th of all keys."""
    if register in _PERSONAL:
        return (register, "#" + sha256(key.encode()).hexdigest()[:2])
    return (register, key if _CODE.fullmatch(key) else "?")


def references(act: Act) -> frozenset[Reference]:
    """Return every register entry that the act names."""
    named = {
        reference("recipients", act.recipient), reference("purposes", act.purpose), reference("sources", act.source),
        *_of_items(act.items), *_of_evidence(act.evidence), *_of_ground(act.ground),
    }  # fmt: skip
    for register, key in (
        ("agreements", act.agreement), ("joint_use", act.agreement), ("systems", act.recipient_system),
        ("opt_out_notifications", act.opt_out_notification), ("countries", act.recipient_country),
        ("documents", act.substitute_document),
    ):  # fmt: skip
        if key:
            named.add(reference(register, key))
    return frozenset(named)


def references_of_replacement(replacement: Mapping[str, Any]) -> frozenset[Reference]:
    """Return every register entry that a correction puts in place of what was claimed."""
    named: set[Reference] = set()
    for register, member in (("recipients", "recipient"), ("purposes", "purpose")):
        if replacement.get(member) is not None:
            named.add(reference(register, replacement[member]))
    named |= _of_items(replacement.get("items") or ())
    named |= _of_evidence((item["code"], item["value"]) for item in replacement.get("evidence") or ())
    named |= _of_ground(replacement.get("ground"))
    return frozenset(named)


def touch_of(named: frozenset[Reference]) -> int:
    """Return the number of a set of references: the first 64 bits of a hash of it, as PostgreSQL's bigint."""
    return int.from_bytes(sha256(canonical(sorted(named))).digest()[:8], "big", signed=True)


def _of_items(items: Iterable[str]) -> set[Reference]:
    return {reference("data_items", item) for item in items}


def _of_evidence(evidence: Iterable[tuple[str, str]]) -> set[Reference]:
    registers = {"statute": "statutes", "interpretation": "interpretations"}
    return {reference(registers[code], value) for code, value in evidence if code in registers and value.strip()}


def _of_ground(ground: str | None) -> set[Reference]:
    return {OPERATOR} if ground in _ASKS_FOR_OPERATOR else set()

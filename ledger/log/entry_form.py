"""The one form that an entry has (docs/log.md): what is anything else was not written by a worker of ours.

Two readers must not find different things in one entry, and an entry must not say more than its kind does: canonical
JSON, in which no member stands twice, and exactly the members of its kind. A kind unknown here is opaque but for what
every entry has.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from ledger.log.canonical import canonical
from ledger.log.entry import MAX_ENTRY_BYTES, VERSION
from ledger.log.record import RECORD_CLAIMS

#: Kinds of what came out of Kafka, one entry for each record, fact or conflict.
TAKEN_IN = frozenset({
    "record", "conflict", "register", "link", "consent", "correction", "stop", "stop_acknowledgement", "task_answer",
})  # fmt: skip
#: Kinds that say everything in clear, with nothing sealed beside them.
CLEAR = frozenset({"batch", "watermark", "erasure"})
#: Kinds of which salted digests stand in the entry: one, but for a record, which has seven.
SALTED = TAKEN_IN | frozenset({"act", "key", "alert", "rules", "cause", "judgement", "replay", "dismissal", "reread"})
#: Kinds that judge.
JUDGED = frozenset({"record", "judgement"})

_NUMBER = re.compile(r"[0-9a-f]{32}")
_DIGEST = re.compile(r"[A-Za-z0-9_-]{43}")
_Check = Callable[[Any], bool]


class EntryMalformed(ValueError):
    """The bytes are no entry of the form of its kind. Nothing that they say counts."""


def read_entry(entry: bytes) -> dict[str, Any]:
    """Return what an entry says. Raises EntryMalformed."""
    try:
        said = json.loads(entry)
        if len(entry) > MAX_ENTRY_BYTES or canonical(said) != entry:
            raise EntryMalformed("not in canonical form")
    except (ValueError, RecursionError) as error:
        raise EntryMalformed("not canonical JSON") from error
    if not (isinstance(said, dict) and said.keys() >= _ALWAYS.keys() and _hold(_ALWAYS, said)):
        raise EntryMalformed("without what every entry has")
    members = _members(said["kind"])
    if members is not None and not (said.keys() == members.keys() and _hold(members, said)):
        raise EntryMalformed(f"with other members than a {said['kind']} has")
    return said


def _hold(checks: Mapping[str, _Check], said: Mapping[str, Any]) -> bool:
    return all(check(said[name]) for name, check in checks.items())


def _members(kind: str) -> Mapping[str, _Check] | None:
    """Return what the members of a kind have to be, None of one that is not known here."""
    if kind in _IN_CLEAR:
        return _IN_CLEAR[kind]
    if kind not in SALTED:
        return None
    claims = RECORD_CLAIMS if kind == "record" else ("body",)
    return {**_ALWAYS, **(_JUDGING if kind in JUDGED else {}), "claims": lambda value: _are_digests(value, claims)}


def _are_digests(value: Any, names: tuple[str, ...]) -> bool:
    return isinstance(value, dict) and value.keys() == set(names) and all(map(_is_digest, value.values()))


def _is_digest(value: Any) -> bool:
    return isinstance(value, str) and _DIGEST.fullmatch(value) is not None


def _is_number(value: Any) -> bool:
    return isinstance(value, str) and _NUMBER.fullmatch(value) is not None


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_count(value: Any) -> bool:
    return type(value) is int and value >= 0


def _all(check: _Check) -> _Check:
    return lambda value: isinstance(value, list) and all(map(check, value))


def _is_span(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(map(_is_count, value)) and value[0] < value[1]


def _is_run(value: Any) -> bool:
    """Tell whether it is a run of a batch: offsets that became the same, and what."""
    if not isinstance(value, dict) or not _is_span([value.get("first"), value.get("next")]):
        return False
    members = _RUNS.get(value["is"]) if _is_text(value.get("is")) else None
    return members is not None and value.keys() == {"first", "next", "is", *members} and _hold(members, value)


def _is_claim(value: Any) -> bool:
    """Tell whether it is what a heartbeat says of itself."""
    return (
        isinstance(value, dict)
        and value.keys() == {"instance", "last", "final"}
        and _is_text(value["instance"])
        and type(value["last"]) is int
        and isinstance(value["final"], bool)
    )


_PLACED: Mapping[str, _Check] = {"from": _is_count, "to": _is_count}
#: What a run has beside its offsets, by what became of them.
_RUNS: Mapping[str, Mapping[str, _Check]] = {
    "entries": _PLACED,
    "conflict": _PLACED,
    "duplicate": {"from": _is_count, "instance": _is_text, "number": lambda value: type(value) is int},
    "quarantine": {"what": _is_digest},
    "heartbeat": {"what": _is_claim},
    "hole": {},
}
_ALWAYS: Mapping[str, _Check] = {
    "v": lambda value: type(value) is int and value == VERSION,
    "kind": _is_text,
    "id": _is_number,
    "refs": _all(_is_number),
}
_JUDGING: Mapping[str, _Check] = {"as_of": _is_count, "law": _is_text, "engine": _is_text}
_IN_CLEAR: Mapping[str, Mapping[str, _Check]] = {
    "batch": {
        **_ALWAYS, "topic": _is_text, "topic_id": _is_number, "partition": _is_count, "first": _is_count,
        "next": _is_count, "log_start": _is_count, "runs": _all(_is_run),
    },
    "watermark": {**_ALWAYS, "fact": _is_text, "reached": lambda value: type(value) is int},
    "erasure": {
        **_ALWAYS, "erasure": _is_number, "ground": _is_text, "officer": _is_text, "at": _is_text,
        "covers": _all(_is_span), "days": _all(_is_count),
    },
}  # fmt: skip

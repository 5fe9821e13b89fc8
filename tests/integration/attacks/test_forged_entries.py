"""What somebody may write into the log who makes tree and head fit, where no head was seen yet: the entry itself has to
betray it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from ledger.log.canonical import canonical
from ledger.log.entry import clear_entry
from ledger.log.record import Entropy, RecordOpening, record_entry, record_opening, wording
from ledger.vault.seal import open_sealed, seal
from tests.events import provision
from tests.integration.attacks.attackers import Attacker, attacking, audited, found, record, rewrite_tree, told
from tests.integration.world import World

__all__ = ["told"]


def append(attacker: Attacker, idx: int, entry: bytes) -> None:
    attacker.execute("insert into entry (log_id, idx, entry) values (1, %s, %s)", (idx, entry))
    rewrite_tree(attacker)


@pytest.mark.parametrize("entry", [
    b"{}", b"[]", b"Yamada Taro", b"\xff", b'{"kind":"erasure"}', b'{"kind":[]}',
    b'{"kind":"batch","id":"00000000000000000000000000000000"}',
    canonical({"kind": "erasure", "id": "0" * 32, "refs": [], "v": 1, "covers": [[1]], "days": []}),
    canonical({"kind": "watermark", "id": "0" * 32, "refs": [], "v": 1, "fact": "consent", "reached": True}),
    canonical({"kind": "act", "id": "0" * 32, "refs": [], "v": 1, "claims": {"body": "=" * 43}}),
    canonical({"kind": "act", "id": "0" * 32, "refs": [], "v": 2, "claims": {"body": "A" * 43}}),
])  # fmt: skip
def test_bytes_that_are_no_entry(told: World, entry: bytes) -> None:
    end = told.size
    with attacking(told) as attacker:
        append(attacker, end, entry)
    found(told, "entry_malformed", end, "seals")


#: The same to a reader who takes the last of two equal members, or passes by blanks, and another text in the tree.
SPELLED_OTHERWISE = {
    "a blank": lambda entry: entry.replace(b'":', b'": ', 1),
    "a line feed behind it": lambda entry: entry + b"\n",
    "a member twice": lambda entry: b'{"kind":"act",' + entry[1:],
    "another order": lambda entry: canonical_backwards(entry),
    "an escaped letter": lambda entry: entry.replace(b'"kind"', b'"\\u006bind"', 1),
    "a name beside it": lambda entry: entry[:-1] + b',"zz":"Yamada Taro"}',
    "a reference that is none": lambda entry: entry.replace(b'"refs":[]', b'"refs":["Yamada Taro"]'),
}


def canonical_backwards(entry: bytes) -> bytes:
    said = json.loads(entry)
    return json.dumps(dict(sorted(said.items(), reverse=True)), separators=(",", ":")).encode()


@pytest.mark.parametrize("how", SPELLED_OTHERWISE)
def test_an_entry_that_parses_the_same_in_another_spelling(told: World, how: str) -> None:
    ((idx, entry),) = told.ask("select idx, entry from consent join entry using (log_id, idx) order by idx limit 1")
    changed = SPELLED_OTHERWISE[how](bytes(entry))
    assert changed != bytes(entry)
    with attacking(told) as attacker:
        attacker.execute("update entry set entry = %s where idx = %s", (changed, idx))
        rewrite_tree(attacker)
    found(told, "entry_malformed", idx, "seals", "batches")


def test_a_record_that_no_batch_brought(told: World) -> None:
    """Well formed and sealed under the person's own key, by somebody who has the master key too."""
    idx, end = record(told), told.size
    ((entry, key_id, sealed),) = told.ask(
        "select entry, key_id, sealed from entry join sealed using (log_id, idx) where idx = %s", idx
    )
    said, key = json.loads(entry), told.vault.open_keys({key_id})[key_id]
    opening = RecordOpening.parse(open_sealed(key.cipher, sealed, bytes.fromhex(said["id"])))
    values, entropy = opening.values(), Entropy()
    words = wording(
        values.recipient, values.items, values.statement, values.evidence, values.manner, values.basis_and_duty,
        values.verdict_and_policy,
    )  # fmt: skip
    number, salts = entropy.entry_id(), entropy.salts(len(values.items))
    forged = record_entry(number, salts, values.person, values.time, words, said["as_of"], said["law"].encode(),
                          said["engine"].encode())  # fmt: skip
    event = canonical({**opening.event, "id": "0" * 32})
    with attacking(told) as attacker:
        append(attacker, end, forged)
        sealed = seal(key.cipher, record_opening(salts, values.person, values.time, words, event), number)
        attacker.execute("insert into sealed values (1, %s, %s, %s)", (end, key_id, sealed))
    found(told, "unaccounted", end, "batches")


def test_a_judgement_of_what_was_to_come(told: World) -> None:
    """A record that says it was judged by a longer log than there was: it would be judged again by what followed."""
    idx = record(told)
    ((entry,),) = told.ask("select entry from entry where idx = %s", idx)
    with attacking(told) as attacker:
        changed = re.sub(rb'"as_of":\d+', b'"as_of":%d' % (idx + 1), bytes(entry))
        attacker.execute("update entry set entry = %s where idx = %s", (changed, idx))
        rewrite_tree(attacker)
    found(told, "entry_malformed", idx, "seals", "batches")


@pytest.mark.parametrize("opening", [b"", b"\x01", b"\x01" + bytes(6), b"{}", b"[1]", b"null", b"\xff"])
def test_an_opening_that_is_none_written_by_who_holds_the_keys(told: World, opening: bytes) -> None:
    """Beside an entry of every kind: the audit goes on and names each."""
    sealed = told.ask("select idx, entry, key_id from entry join sealed using (log_id, idx)")
    keys = told.vault.open_keys({key_id for *_, key_id in sealed})
    with attacking(told) as attacker:
        for idx, entry, key_id in sealed:
            anew = seal(keys[key_id].cipher, opening, bytes.fromhex(json.loads(entry)["id"]))
            attacker.execute("update sealed set sealed = %s where idx = %s", (anew, idx))
    faults = {(one.kind, one.index) for one in audited(told).faults}
    assert {("opening_differs", idx) for idx, *_ in sealed} <= faults


def batch_of(world: World, runs: Sequence[Mapping[str, Any]], end: int) -> tuple[bytes, tuple[Any, ...]]:
    """A batch entry that goes on where the provisions were read to, until ``end`` offsets further."""
    ((topic, topic_id, at),) = world.ask("select topic, topic_id, next_offset from position where topic like 'prov%%'")
    runs = [{**run, "first": at + run["first"], "next": at + run["next"]} for run in runs]
    members = {"topic": topic, "topic_id": topic_id.hex, "partition": 0, "first": at, "next": at + end,
               "log_start": 0, "runs": runs}  # fmt: skip
    return clear_entry("batch", members).entry, (topic_id, at, at + end)


@pytest.mark.parametrize("claims", [
    {"first": 0, "next": 1_000, "is": "entries", "from": 0, "to": 1},
    {"first": 0, "next": 2, "is": "entries", "from": 0, "to": 2},
    {"first": 0, "next": 1, "is": "entries", "from": 900_000, "to": 900_001},
    {"first": 0, "next": 1, "is": "entries", "from": 4, "to": 4},
    {"first": 0, "next": 500, "is": "quarantine", "what": "A" * 43},
    {"first": 0, "next": 500, "is": "heartbeat", "what": {"instance": "a", "last": 1, "final": False}},
    {"first": 0, "next": 500, "is": "duplicate", "from": 0, "instance": "a", "number": 1},
])  # fmt: skip
def test_a_batch_that_claims_offsets_by_what_is_not_there(told: World, claims: Mapping[str, Any]) -> None:
    end = told.size
    entry, (topic_id, at, reached) = batch_of(told, [claims], claims["next"])
    with attacking(told) as attacker:
        append(attacker, end, entry)
        attacker.execute("update position set next_offset = %s where topic_id = %s", (reached, topic_id))
        attacker.execute("insert into trace values (1, %s, 0, %s, %s, %s, %s, %s)",
                         (topic_id, at, reached, claims["is"], claims.get("from"), end))  # fmt: skip
    assert ("batch_claims", end) in {(one.kind, one.index) for one in audited(told, frozenset({"batches"})).faults}


def test_offsets_passed_by_through_a_position_that_was_there_before(told: World) -> None:
    """Whoever makes the position of a partition before it is first read has the worker begin behind its messages."""
    batch = told.batch("provisions.crm", *(provision("A-1") for _ in range(5)), partition=1)
    with attacking(told) as attacker:
        attacker.execute("insert into position (log_id, topic_id, partition, topic, next_offset)"
                         " values (1, %s, 1, %s, 5)", (batch.topic_id, batch.topic))  # fmt: skip
    told.tell("provisions.crm", provision("A-1"), partition=1)
    ((idx,),) = told.ask("select max(batch_index) from trace")
    told.settle()
    found(told, "batch_gap", idx, "batches")

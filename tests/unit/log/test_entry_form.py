"""The one form of an entry: what was written by us has it, and nothing that differs in a member does."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.log.canonical import canonical
from ledger.log.entry import body_entry, clear_entry, judgement_entry, new_id, runs
from ledger.log.entry_form import SALTED, EntryMalformed, read_entry
from ledger.log.record import Entropy, record_entry, wording

_ENTROPY = Entropy()
_DIGEST = "A" * 43
_OUTCOMES = [
    (0, "entries", 4, 1), (1, "entries", 5, 1), (2, "entries", 6, 3), (3, "conflict", 9, None),
    (4, "duplicate", 4, ("a", 7)), (5, "quarantine", None, _DIGEST),
    (6, "heartbeat", None, {"instance": "a", "last": 3, "final": True}), (7, "hole", None, 12),
]  # fmt: skip


def written() -> list[bytes]:
    """An entry of every kind, as they are written."""
    said = wording(b"{}", [b"{}"], b"{}", b"[]", b"{}", b"{}", b"{}")
    batch = {"topic": "provisions.crm", "topic_id": "0" * 32, "partition": 0, "first": 0, "next": 12, "log_start": 0,
             "runs": list(runs(_OUTCOMES))}  # fmt: skip
    erasure = {"erasure": "0" * 32, "ground": "request", "officer": "officer-1", "at": "2026-04-01T00:00:00+00:00",
               "covers": [[0, 3]], "days": [20_260_401]}  # fmt: skip
    return [
        record_entry(_ENTROPY.entry_id(), _ENTROPY.salts(1), b"{}", b"{}", said, 7, b"2026-04-01", b"0.2.0"),
        judgement_entry(b"{}", b"{}", [new_id()], (7, "2026-04-01", "0.2.0"), b"{}").entry,
        clear_entry("batch", batch).entry,
        clear_entry("watermark", {"fact": "consent", "reached": -1}).entry,
        clear_entry("erasure", erasure).entry,
        *(body_entry(kind, {"a": 1}, [new_id()]).entry for kind in sorted(SALTED - {"record", "judgement"})),
    ]


WRITTEN = {json.loads(entry)["kind"]: entry for entry in written()}
_KIND = st.sampled_from(sorted(WRITTEN))
_OTHER = st.sampled_from([None, True, -1, 1.5, "", "x", [], ["x"], {}, {"x": 1}])


@given(kind=_KIND)
def test_what_is_written_has_it(kind: str) -> None:
    assert read_entry(WRITTEN[kind]) == json.loads(WRITTEN[kind])


@given(kind=_KIND, data=st.data())
def test_no_member_can_be_added_left_out_or_be_of_another_kind(kind: str, data: st.DataObject) -> None:
    said = json.loads(WRITTEN[kind])
    member = data.draw(st.sampled_from([*sorted(said), "name"]))
    if member == "name" or data.draw(st.booleans()):
        said[member] = data.draw(_OTHER.filter(lambda value: type(value) is not type(said.get(member))))
    else:
        del said[member]
    entry = json.dumps(said, sort_keys=True, separators=(",", ":")).encode()
    with pytest.raises(EntryMalformed):
        read_entry(entry)


@pytest.mark.parametrize("run", [
    {}, {"first": 0, "next": 0, "is": "hole"}, {"first": 0, "next": 1}, {"first": 0, "next": 1, "is": "lost"},
    {"first": 0, "next": 1, "is": ["hole"]}, {"first": 0, "next": 1, "is": "hole", "name": "x"},
    {"first": 0, "next": 1, "is": "entries", "from": 1}, {"first": -1, "next": 1, "is": "hole"},
    {"first": 0, "next": True, "is": "hole"}, {"first": 0, "next": 1, "is": "quarantine", "what": "x"},
    {"first": 0, "next": 1, "is": "heartbeat", "what": {"instance": "a", "last": 1, "final": 1}},
])  # fmt: skip
def test_a_run_has_the_members_of_what_became_of_it(run: dict[str, object]) -> None:
    said = json.loads(WRITTEN["batch"])
    with pytest.raises(EntryMalformed):
        read_entry(canonical({**said, "runs": [run]}))


def test_a_kind_unknown_here_is_opaque_but_for_what_every_entry_has() -> None:
    of_later = {"id": "0" * 32, "kind": "of later", "refs": [], "v": 1, "whatever": {"it": "is"}}
    assert read_entry(canonical(of_later)) == of_later
    for member in ("id", "refs", "v"):
        with pytest.raises(EntryMalformed):
            read_entry(canonical({name: value for name, value in of_later.items() if name != member}))


@given(kind=_KIND, data=st.data())
def test_no_second_spelling_is_read(kind: str, data: st.DataObject) -> None:
    entry = WRITTEN[kind]
    at = data.draw(st.sampled_from([0, len(entry), *(colon.end() for colon in re.finditer(b'":', entry))]))
    blank = data.draw(st.sampled_from([b" ", b"\n", b"\t"]))
    with pytest.raises(EntryMalformed):
        read_entry(entry[:at] + blank + entry[at:])
    member = data.draw(st.sampled_from(sorted(json.loads(entry))))
    twice = b'{"%b":%b,' % (member.encode(), canonical(json.loads(entry)[member])) + entry[1:]
    with pytest.raises(EntryMalformed):
        read_entry(twice)

"""Entry bytes: canonical, salted as SD-JWT salts, and readable back."""

from __future__ import annotations

import base64
import json
from hashlib import sha256

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from ledger.log.canonical import NotCanonical, canonical
from ledger.log.entry import EntryTooLarge, body_entry, clear_entry, new_id, runs
from ledger.log.record import (
    LEAVES,
    NESTING,
    RECORD_CLAIMS,
    Entropy,
    RecordOpening,
    RecordValues,
    record_entry,
    record_opening,
    wording,
)  # fmt: skip

texts = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=30)
keys = st.text(alphabet=st.characters(codec="ascii"), max_size=8)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=12,
)


def sd_digest(disclosure: object) -> str:
    """RFC 9901, 4.2.3, read slowly: SHA-256 over the base64url of the disclosure's JSON."""
    encoded = base64.urlsafe_b64encode(rfc8785.dumps(disclosure)).rstrip(b"=")  # type: ignore[arg-type]
    return base64.urlsafe_b64encode(sha256(encoded).digest()).rstrip(b"=").decode()


@given(values)
def test_canonical_json_is_rfc_8785(value: object) -> None:
    assert canonical(value) == rfc8785.dumps(value)  # type: ignore[arg-type]


@pytest.mark.parametrize("value", [1.5, 2**53, "\ud800", {"é": 1}, [float("nan")], {1: 2}, b"x"])
def test_what_has_no_canonical_form_is_refused(value: object) -> None:
    with pytest.raises(NotCanonical):
        canonical(value)


@given(texts, texts, st.lists(texts, max_size=5), st.integers(0, 2**53 - 1))
def test_a_record_entry_is_canonical_and_its_digests_are_those_of_sd_jwt(
    text: str, moment: str, items: list[str], as_of: int
) -> None:
    said = RecordValues(
        canonical({"id": text}), canonical({"code": text}), tuple(canonical({"code": item}) for item in items),
        canonical({"happened_at": moment}), canonical({"ground": text}), canonical([]), canonical({"role": text}),
        canonical({"basis": "none"}), canonical({"verdict": text}),
    )  # fmt: skip
    salts = Entropy().salts(len(items))
    entry_id = new_id()
    worded = wording(
        said.recipient, said.items, said.statement, said.evidence, said.manner, said.basis_and_duty,
        said.verdict_and_policy,
    )  # fmt: skip
    entry = record_entry(entry_id, salts, said.person, said.time, worded, as_of, b"2022-04-01", b"0.1.0")
    read = json.loads(entry)
    assert canonical(read) == entry
    assert (read["v"], read["kind"], read["id"], read["as_of"]) == (1, "record", entry_id.hex(), as_of)
    assert sorted(read["claims"]) == sorted(RECORD_CLAIMS)

    opening = RecordOpening.parse(record_opening(salts, said.person, said.time, worded, b'{"existence":null}'))
    assert opening.values() == said
    spelled = [salt.decode() for salt in opening.salts]
    assert [base64.urlsafe_b64decode(salt + "==") for salt in spelled] == [
        salts.drawn[at : at + 16] for at in range(0, len(salts.drawn), 16)
    ]
    assert len(set(spelled)) == len(spelled) == len(LEAVES) + len(items) + len(NESTING)
    person, time, recipient, manner, statement, evidence, basis, verdict, *each = spelled[: -len(NESTING)]
    ground, judgement, item_salt = spelled[-len(NESTING) :]
    plain = {"person": (person, opening.person), "recipient": (recipient, opening.recipient),
             "time": (time, opening.time), "manner": (manner, opening.manner)}  # fmt: skip
    for name, (salt, value) in plain.items():
        assert read["claims"][name] == sd_digest([salt, name, value])
    inner = [{"...": sd_digest([salt, item])} for salt, item in zip(each, opening.items, strict=True)]
    assert read["claims"]["items"] == sd_digest([item_salt, "items", inner])
    halves = [sd_digest([statement, "statement", opening.statement]), sd_digest([evidence, "evidence", []])]
    assert read["claims"]["ground_and_evidence"] == sd_digest([ground, "ground_and_evidence", {"_sd": halves}])
    halves = [
        sd_digest([basis, "basis_and_duty", opening.basis_and_duty]),
        sd_digest([verdict, "verdict_and_policy", opening.verdict_and_policy]),
    ]
    assert read["claims"]["judgement"] == sd_digest([judgement, "judgement", {"_sd": halves}])


def test_an_entry_with_one_digest_opens() -> None:
    sealable = body_entry("consent", {"consent": "C-1"}, refs=[bytes(16)])
    entry, opening = json.loads(sealable.entry), json.loads(sealable.opening or b"")
    assert entry["claims"]["body"] == sd_digest([opening["salts"], "body", opening["body"]])
    assert b"C-1" not in sealable.entry


def test_the_same_words_twice_leave_no_value_that_repeats() -> None:
    first, second = (json.loads(body_entry("consent", {"consent": "C-1"}).entry) for _ in range(2))
    assert first["claims"] != second["claims"] and first["id"] != second["id"]


def test_an_entry_beyond_65535_bytes_is_refused() -> None:
    clear_entry("batch", {"runs": "x" * 65_000})
    with pytest.raises(EntryTooLarge):
        clear_entry("batch", {"runs": "x" * 65_536})


def test_runs_pair_offsets_and_indexes_one_to_one_or_stand_alone() -> None:
    told = [
        (10, "entries", 5, 1), (11, "entries", 6, 1), (12, "entries", 7, 3), (13, "entries", 10, 1),
        (14, "duplicate", 5, ("a", 1)), (15, "duplicate", 6, ("a", 2)), (16, "duplicate", 7, ("b", 3)),
        (17, "hole", None, 20), (20, "quarantine", None, "d"), (21, "quarantine", None, "d"),
    ]  # fmt: skip
    assert list(runs(told)) == [
        {"first": 10, "next": 12, "is": "entries", "from": 5, "to": 7},
        {"first": 12, "next": 13, "is": "entries", "from": 7, "to": 10},
        {"first": 13, "next": 14, "is": "entries", "from": 10, "to": 11},
        {"first": 14, "next": 16, "is": "duplicate", "from": 5, "instance": "a", "number": 1},
        {"first": 16, "next": 17, "is": "duplicate", "from": 7, "instance": "b", "number": 3},
        {"first": 17, "next": 20, "is": "hole"},
        {"first": 20, "next": 21, "is": "quarantine", "what": "d"},
        {"first": 21, "next": 22, "is": "quarantine", "what": "d"},
    ]

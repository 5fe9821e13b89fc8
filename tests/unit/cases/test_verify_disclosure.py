"""The corpus of changed disclosures, as the command checks it."""

from __future__ import annotations

import pytest

from ledger.cases.disclosure.issuer import IssuerKey
from ledger.cases.disclosure.verify import verify
from ledger.log.note import NoteSigner
from ledger.log.trust_policy import parse_policy
from tests.disclosures import CORPUS, disclosure, policy

GOOD = disclosure()
POLICY = parse_policy(policy())


@pytest.mark.parametrize("name", CORPUS)
def test_a_file_is_accepted_or_refused_by_name(name: str) -> None:
    expected, change = CORPUS[name]
    checked = verify(change(GOOD), POLICY)
    names = {refusal.name for refusal in checked.refusals}
    assert (expected is None and checked.accepted) or expected in names, checked.refusals


@pytest.mark.parametrize(
    ("expected", "trusted"),
    [
        ("issuer_unknown", policy(IssuerKey.generate())),
        ("issuer_unknown", policy(issuer="somebody.else")),
        ("log_unknown", policy(log=NoteSigner("other.example/log", bytes(32)))),
    ],
)
def test_whoever_is_not_trusted_is_not_believed(expected: str, trusted: bytes) -> None:
    assert [refusal.name for refusal in verify(GOOD, parse_policy(trusted)).refusals] == [expected]


def test_no_byte_can_be_changed() -> None:
    for at in range(0, len(GOOD), 17):
        mutated = bytearray(GOOD)
        mutated[at] ^= 1
        assert not verify(bytes(mutated), POLICY).accepted, at


def test_a_file_without_records_is_accepted_too() -> None:
    checked = verify(disclosure(records=0), POLICY)
    assert checked.accepted
    assert checked.records == ()

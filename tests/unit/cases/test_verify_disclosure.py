"""The corpus of changed disclosures, as the command checks it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.cases.disclosure.issuer import IssuerKey
from ledger.cases.disclosure.mistaken import mistaken, refused_as
from ledger.cases.disclosure.verify import verify
from ledger.log.note import NoteSigner
from ledger.log.trust_policy import parse_policy
from tests.disclosures import CORPUS, changed, disclosure, policy
from tests.forged import FORGED
from tests.instead import INSTEAD
from tests.mutated import mutated_together

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


@pytest.mark.parametrize("name", FORGED)
def test_what_a_dishonest_operator_signs_is_refused_by_name(name: str) -> None:
    expected, made = FORGED[name]
    checked = verify(made(), POLICY)
    assert [(refusal.name, refusal.record) for refusal in checked.refusals] == expected


@pytest.mark.parametrize("name", INSTEAD)
def test_what_people_choose_instead_is_known_and_refused_for_its_form(name: str) -> None:
    data, kind, _ = INSTEAD[name]
    assert mistaken(data) == kind
    assert refused_as(verify(data, POLICY).refusals[0].name, data) == kind


@pytest.mark.parametrize("version", [2, 3, 2**53 - 1])
def test_a_good_file_that_calls_itself_newer_is_newer_and_refused(version: int) -> None:
    data = changed(GOOD, lambda file: file.update(version=version))
    assert (mistaken(data), verify(data, POLICY).accepted) == ("newer", False)
    assert mistaken(GOOD) is None


@pytest.mark.parametrize("version", [0, 1, -1, True, "2", None, [2]])
def test_a_version_that_is_no_later_one_is_a_change(version: object) -> None:
    assert mistaken(changed(GOOD, lambda file: file.update(version=version))) is None


def test_of_what_has_the_form_of_a_disclosure_nothing_else_is_said() -> None:
    assert refused_as("issuer_signature", b"%PDF-1.7") is None


def test_one_character_that_is_another_does_not_make_a_disclosure_something_else() -> None:
    kinds = [mistaken(file) for file, _ in mutated_together(300, seed=3)]
    assert set(kinds) <= {None, "newer"}, kinds


def test_no_byte_can_be_changed() -> None:
    for at in range(0, len(GOOD), 17):
        mutated = bytearray(GOOD)
        mutated[at] ^= 1
        assert not verify(bytes(mutated), POLICY).accepted, at


def _parts() -> dict[str, str]:
    """Every part of the file that one character can be changed in, one of each kind."""
    file = json.loads(GOOD)
    jwt, *told, _ = file["sd_jwt"].split("~")
    text, lines = file["checkpoint"].split("\n\n")
    parts = dict(zip(("header", "payload", "signature"), jwt.split("."), strict=True))
    parts |= dict(zip(("origin", "size", "root"), text.split("\n"), strict=True))
    parts |= {f"signature line {number}": line for number, line in enumerate(lines.splitlines())}
    parts |= {f"disclosure {number}": one for number, one in enumerate(told)}
    for name, proven in (("key", file["issuer_key"]), *((str(n), one) for n, one in enumerate(file["records"]))):
        parts |= {f"entry {name}": json.dumps(proven["entry"])[1:-1], f"path {name}": proven["proof"][0]}
        parts[f"index {name}"] = f'"index":{proven["index"]},'
    return parts | {"opening": file["issuer_key"]["opening"], "document": file["document"], "version": '"version":1'}


PARTS = _parts()


@pytest.mark.parametrize("part", PARTS)
@given(data=st.data())
def test_no_character_of_any_part_can_be_changed_added_or_taken(part: str, data: st.DataObject) -> None:
    text, word = GOOD.decode(), PARTS[part]
    at = text.index(word) + data.draw(st.integers(0, len(word) - 1))
    character = data.draw(st.sampled_from("AaZz09+/-_=~.{}[]\",: \n\u2014\u00e9\u0000"))
    taken = data.draw(st.integers(0, 1))
    mutated = text[:at] + data.draw(st.sampled_from([character, ""] if taken else [character])) + text[at + taken :]
    assert mutated == text or not verify(mutated.encode(), POLICY).accepted


def test_a_file_without_records_is_accepted_too() -> None:
    checked = verify(disclosure(records=0), POLICY)
    assert checked.accepted
    assert checked.records == ()

"""What is given of a record: claims that say no more than the answer for people shows.

Whether one is given must follow from what that answer shows as well. Were a claim left out because of what it says, its
absence would say it: so those that may name an exemption, an agreement or an incident are never given, and a correction
takes with it all that it might have changed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from ledger.cases.answer import PersonId
from ledger.cases.disclosure.strict import digest_of, to_base64url
from ledger.cases.projection import RecordShown
from ledger.log.canonical import canonical
from ledger.log.record import LEAVES, NESTING, RecordOpening

#: What the register may say of a recipient or a data item besides, without regard to any record: public facts.
_OF_A_RECIPIENT = frozenset({
    "code", "name", "address", "representative", "kind", "country", "range", "article_16_2", "annex_2",
    "operator_in_japan", "legal_person",
})  # fmt: skip
_OF_AN_ITEM = frozenset({"code", "ja", "en", "sensitive"})


def given(shown: RecordShown, opening: RecordOpening, asked_with: Collection[PersonId]) -> tuple[str, ...]:
    """Return the names of the claims to give, ascending (`docs/disclosure.md`, last section)."""
    names = {"time"}
    person = opening.person
    if person is not None and PersonId(person["namespace"], person["id"]) in asked_with:
        names.add("person")
    if not any(amendment.action == "correct" for amendment in shown.amendments):
        if opening.recipient.keys() <= _OF_A_RECIPIENT:
            names.add("recipient")
        if all(item.keys() <= _OF_AN_ITEM for item in opening.items if item["code"] in _items_shown(shown)):
            names.add("items")
        if opening.statement["ground"] == _class_shown(shown):
            names.add("statement")
    return tuple(sorted(names))


def disclosures(shown: RecordShown, opening: RecordOpening, names: Collection[str]) -> Iterator[str]:
    """Return the disclosures of these claims, and of what nests them. An item that was left out stays closed."""
    words = _Words(opening)
    for name in names:
        yield words.texts[name]
    if "items" in names:
        there = _items_shown(shown)
        yield from (text for item, text in zip(opening.items, words.items, strict=True) if item["code"] in there)
    for nesting, halves in (
        ("ground_and_evidence", {"statement", "evidence"}),
        ("judgement", {"basis_and_duty", "verdict_and_policy"}),
    ):
        if halves & set(names):
            yield words.texts[nesting]


def digests(opening: RecordOpening) -> dict[str, str]:
    """Return the digests of a record's seven claims, made again from its opening."""
    words = _Words(opening)
    return {name: digest_of(words.texts[name]) for name in (*LEAVES[:4], *NESTING)}


class _Words:
    """Every disclosure of a record, spelled as its digests were made (``record_entry``)."""

    def __init__(self, opening: RecordOpening) -> None:
        leaves = dict(zip(LEAVES, opening.salts, strict=False))
        nesting = dict(zip(NESTING, opening.salts[-len(NESTING) :], strict=True))
        salts = {name: salt.decode() for name, salt in (leaves | nesting).items()}
        said: Mapping[str, Any] = {
            "person": opening.person, "time": opening.time, "recipient": opening.recipient, "manner": opening.manner,
            "statement": opening.statement, "evidence": list(opening.evidence),
            "basis_and_duty": opening.basis_and_duty, "verdict_and_policy": opening.verdict_and_policy,
        }  # fmt: skip
        self.texts = {name: _text(salts[name], name, value) for name, value in said.items()}
        own = opening.salts[len(LEAVES) : -len(NESTING)]
        self.items = [_text(salt.decode(), item) for salt, item in zip(own, opening.items, strict=True)]
        for name, halves in (
            ("ground_and_evidence", ("statement", "evidence")),
            ("judgement", ("basis_and_duty", "verdict_and_policy")),
        ):
            inside = {"_sd": [digest_of(self.texts[half]) for half in halves]}
            self.texts[name] = _text(salts[name], name, inside)
        each = [{"...": digest_of(text)} for text in self.items]
        self.texts["items"] = _text(salts["items"], "items", each)


def _text(*members: object) -> str:
    return to_base64url(canonical(list(members)))


def _items_shown(shown: RecordShown) -> frozenset[str]:
    """Return the codes of the data items that the answer for people shows."""
    told = [fact.value for fact in (*shown.granted_by_act, *shown.added_by_operator) if fact.code == "items"]
    return frozenset(str(item["code"]) for value in told if isinstance(value, list) for item in value)


def _class_shown(shown: RecordShown) -> str:
    (ground,) = (fact for fact in (*shown.granted_by_act, *shown.added_by_operator) if fact.code == "ground")
    assert isinstance(ground.value, dict)
    return ground.value["code"]

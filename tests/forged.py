"""Disclosures that a dishonest operator could sign: every signature fits, and something in them is not as it should be.

Both verifiers are run over them: what `tests/disclosures.py` cannot reach, because a changed file's signatures break
first.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from types import MappingProxyType
from typing import Any

from ledger.cases.disclosure.issuer import IssuerKey
from ledger.cases.disclosure.strict import digest_of, to_base64url
from ledger.log.canonical import canonical
from ledger.log.checkpoint import Checkpoint
from tests.disclosures import COSIGNER, ISSUER, KEY, NOW, SIGNER
from tests.hostile import SparseTree


def _nothing(_: Any) -> None:
    """Change nothing."""


def _salt(number: int) -> str:
    return to_base64url(number.to_bytes(16, "big"))


def said(number: int, *members: Any) -> str:
    """Return a disclosure with a salt of its own."""
    return to_base64url(canonical([_salt(number), *members]))


@dataclass
class Record:
    """A record: its disclosures by what they say, and which of them are given. ``claims`` are the entry's digests."""

    number: int
    claims: dict[str, str] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)
    given: list[str] = field(default_factory=list)
    entry: dict[str, Any] = field(default_factory=dict)
    payload: dict[str, Any] = field(default_factory=dict)


def record(number: int = 0, **values: Any) -> Record:
    """Return a record with these values in place of plain ones; ``nested`` replaces those that nest others, ``more``
    are disclosures beside."""
    base = 1000 * (number + 1)
    made = Record(number)
    plain: dict[str, Any] = {
        "person": {"id": "A-1", "namespace": "member"}, "recipient": {"code": "company"},
        "time": {"happened_at": "2026-03-01T00:00:00Z"}, "manner": {"purpose": "operation"},
    }  # fmt: skip
    plain |= {name: value for name, value in values.items() if name in plain}
    for at, (name, value) in enumerate(plain.items()):
        made.claims[name] = digest_of(text := said(base + at, name, value))
        made.told.append(text)
    items = [said(base + 10 + at, item) for at, item in enumerate(values.get("items", [{"code": "name"}]))]
    halves = {
        "ground_and_evidence": [
            said(base + 20, "statement", values.get("statement", {"ground": "consent"})),
            said(base + 21, "evidence", values.get("evidence", [{"code": "x", "value": "y"}])),
        ],
        "judgement": [
            said(base + 30, "basis_and_duty", values.get("basis_and_duty", {})),
            said(base + 31, "verdict_and_policy", values.get("verdict_and_policy", {})),
        ],
    }
    made.told += items
    nesting: dict[str, Any] = {"items": [{"...": digest_of(text)} for text in items]}
    for name, pair in halves.items():
        made.told += pair
        nesting[name] = {"_sd": [digest_of(text) for text in pair]}
    nesting |= values.get("nested", {})
    for at, (name, value) in enumerate(nesting.items()):
        made.claims[name] = digest_of(text := said(base + 40 + at, name, value))
        made.told.append(text)
    made.given = ["basis_and_duty", "evidence", "items", "manner", "person", "recipient", "statement", "time",
                  "verdict_and_policy"]  # fmt: skip
    made.told += values.get("more", [])
    return made


def signed(
    records: Sequence[Record], *, payload: Callable[[dict[str, Any]], Any] = _nothing,
    file: Callable[[dict[str, Any]], Any] = _nothing, key: Callable[[dict[str, Any]], Any] = _nothing,
    header: Callable[[dict[str, Any]], Any] = _nothing, told: Callable[[list[str]], list[str]] = sorted,
    at: int = NOW, size: int | None = None, wide: int | None = None,
) -> bytes:  # fmt: skip
    """Return a file of these records, signed by log, witness and issuer after the changes were made. ``wide``: the log
    has so many entries, the first of them known."""
    announced: dict[str, Any] = {"entry": _key_entry(), "opening": [_salt(1), "body", _key_body()]}
    key(announced)
    opening = to_base64url(canonical(announced["opening"]))
    announced["entry"]["claims"].setdefault("body", digest_of(opening))
    entries = [canonical(announced["entry"]), b"a", b"b"]
    for one in records:
        entries.append(canonical({
            "as_of": 3, "claims": one.claims, "engine": "0.3.0", "id": f"{one.number:032x}", "kind": "record",
            "law": "2022-04", "refs": [], "v": 1, **one.entry,
        }))  # fmt: skip
    tree = SparseTree(wide or len(entries), dict(enumerate(entries)))
    text = Checkpoint(SIGNER.key.name, size or wide or len(entries), tree.root()).text()
    lines = sorted((one.line() for one in (SIGNER.sign(text), COSIGNER.cosign(text, at))), key=str.encode)

    def proven(index: int) -> dict[str, Any]:
        path = [b64encode(one).decode() for one in tree.path(index)]
        return {"entry": entries[index].decode(), "index": index, "proof": path}

    value: dict[str, Any] = {
        "checkpoint": text + "\n" + "".join(f"{line}\n" for line in lines),
        "document": "provision-ledger/person-disclosure", "issuer_key": {**proven(0), "opening": opening},
        "records": [proven(3 + place) for place in range(len(records))], "time_stamps": [], "version": 1,
    }  # fmt: skip
    file(value)
    claim: dict[str, Any] = {
        "_sd_alg": "sha-256", "beside": to_base64url(sha256(canonical(value)).digest()),
        "coverage": {"stated_at": "2026-04-01T01:00:00Z"}, "iat": NOW, "iss": ISSUER, "origin": SIGNER.key.name,
        "records": [
            {
                "_sd": sorted(one.claims.values()), "amendments": [], "entry_id": f"{one.number:032x}",
                "given": one.given, "index": 3 + place, "role": "provider", **one.payload,
            }
            for place, one in enumerate(records)
        ],
    }  # fmt: skip
    payload(claim)
    head = {"alg": "ES256", "kid": KEY.public.thumbprint, "typ": "person-disclosure+sd-jwt"}
    header(head)
    jwt = f"{to_base64url(canonical(head))}.{to_base64url(canonical(claim))}"
    disclosures = told([text for one in records for text in one.told])
    value["sd_jwt"] = "~".join([f"{jwt}.{to_base64url(KEY.sign(jwt.encode()))}", *disclosures, ""])
    return canonical(value)


def _key_body() -> dict[str, Any]:
    return {"issuer": ISSUER, "jwk": KEY.public.jwk, "valid_from": NOW - 60}


def _key_entry() -> dict[str, Any]:
    return {"claims": {}, "id": "0" * 31 + "9", "kind": "key", "refs": [], "v": 1}


def _with(change: Callable[[Record], Any], **values: Any) -> bytes:
    """Return a file of two records of which the second is changed."""
    second = record(1, **values)
    change(second)
    return signed([record(0), second])


def _one(**values: Any) -> bytes:
    return signed([record(0, **values)])


def _claim(more: Mapping[str, Any] = MappingProxyType({}), **members: Any) -> bytes:
    return signed(_pair(), payload=lambda claim: claim.update(members | dict(more)))


def _header(**members: Any) -> bytes:
    return signed(_pair(), header=lambda head: head.update(members))


def _key(change: Callable[[dict[str, Any], list[Any]], Any]) -> bytes:
    return signed(_pair(), key=lambda key: change(key["entry"], key["opening"]))


def _deep(depth: int) -> Any:
    value: Any = []
    for _ in range(depth):
        value = [value]
    return value


def _swapped(one: Record) -> None:
    one.claims["person"], one.claims["recipient"] = one.claims["recipient"], one.claims["person"]


def _twice(one: Record) -> None:
    one.claims["person"] = one.claims["recipient"]


_OTHER = IssuerKey.generate()


def _pair() -> list[Record]:
    return [record(0), record(1)]


_WHOLE: list[tuple[str, list[str], Callable[[], bytes]]] = [
    ("nothing wrong", [], lambda: signed(_pair())),
    ("no record", [], lambda: signed([])),
    ("nothing disclosed", [], lambda: signed(_pair(), told=lambda _: [])),
    ("a person of nobody", [], lambda: _one(person=None)),
    ("no data item", [], lambda: _one(items=[])),
    ("depth 64", [], lambda: _claim(coverage={"deep": _deep(62)})),
    ("depth 65", ["sd_jwt"], lambda: _claim(coverage={"deep": _deep(63)})),
    ("depth 1,000", ["sd_jwt"], lambda: _claim(coverage={"deep": _deep(700)})),
    ("a member named __proto__ in the coverage", [], lambda: _claim(coverage={"__proto__": {"x": 1}})),
    ("a member named __proto__ beside", ["sd_jwt"], lambda: _claim({"__proto__": 1})),
    ("digests in the coverage", ["sd_jwt"], lambda: _claim(coverage={"x": [{"_sd": []}]})),
    ("dots in the coverage", ["sd_jwt"], lambda: _claim(coverage={"x": {"...": 1}})),
    ("coverage as a list", ["sd_jwt"], lambda: _claim(coverage=[])),
    ("another algorithm", ["sd_jwt"], lambda: _header(alg="none")),
    ("another type", ["sd_jwt"], lambda: _header(typ="JWT")),
    ("one member more in the header", ["sd_jwt"], lambda: _header(crit=[])),
    ("another thumbprint", ["issuer_unknown"], lambda: _header(kid=_OTHER.public.thumbprint)),
    ("another issuer", ["issuer_unknown"], lambda: _claim(iss="x")),
    ("another hash", ["sd_jwt"], lambda: _claim(_sd_alg="sha-512")),
    ("a time before 1970", ["sd_jwt"], lambda: _claim(iat=-1)),
    ("a time after 9999", ["sd_jwt"], lambda: _claim(iat=253_402_300_800)),
    ("a time that is true", ["sd_jwt"], lambda: _claim(iat=True)),
    ("an unknown claim given", ["sd_jwt"], lambda: _with(lambda one: one.given.append("zzz"))),
    ("claims given in another order", ["sd_jwt"], lambda: _with(lambda one: one.given.reverse())),
    ("a claim given twice", ["sd_jwt"], lambda: _with(lambda one: one.given.insert(0, one.given[0]))),
    ("digests in another order", ["sd_jwt"],
     lambda: _with(lambda one: one.payload.update(_sd=sorted(one.claims.values(), reverse=True)))),
    ("six digests", ["sd_jwt"], lambda: _with(lambda one: one.payload.update(_sd=sorted(one.claims.values())[1:]))),
    ("a digest of another length", ["sd_jwt"],
     lambda: _with(lambda one: one.payload.update(_sd=["AAAA", *sorted(one.claims.values())[1:]]))),
    ("an unknown role", ["sd_jwt"], lambda: _with(lambda one: one.payload.update(role="toString"))),
    ("an unknown action", ["sd_jwt"],
     lambda: _with(lambda one: one.payload.update(amendments=[{"action": "x", "made_at": "y"}]))),
    ("a correction told", [],
     lambda: _with(lambda one: one.payload.update(amendments=[{"action": "correct", "made_at": "y"}]))),
    ("one member more in an amendment", ["sd_jwt"],
     lambda: _with(lambda one: one.payload.update(amendments=[{"action": "void", "made_at": "y", "z": 1}]))),
    ("an id in capitals", ["sd_jwt"], lambda: _with(lambda one: one.payload.update(entry_id="A" * 32))),
    ("an id with a line feed", ["sd_jwt"], lambda: _with(lambda one: one.payload.update(entry_id="1" * 32 + "\n"))),
    ("a negative index", ["sd_jwt"], lambda: _with(lambda one: one.payload.update(index=-1))),
    ("an index twice", ["sd_jwt"], lambda: _with(lambda one: one.payload.update(index=3))),
    ("another origin", ["checkpoint"], lambda: _claim(origin="x")),
    ("a log of 2^53 entries and one", [], lambda: signed(_pair(), wide=2**53 + 1)),
    ("a log as large as any", [], lambda: signed(_pair(), wide=2**63 - 1)),
    ("a log larger than any", ["checkpoint"], lambda: signed(_pair(), size=2**63)),
    ("an odd size told as the even one beside it", ["issuer_key"],
     lambda: signed(_pair(), wide=2**53 + 1, size=2**53)),
    ("a head of more entries", ["issuer_key"], lambda: signed(_pair(), size=9)),
    ("a cosignature of the year 300,000", [], lambda: signed(_pair(), at=2**43)),
    ("a cosignature of the last time there is", [], lambda: signed(_pair(), at=2**63 - 1)),
    ("a cosignature of no time", ["signature"], lambda: signed(_pair(), at=2**63)),
    ("another kind of key entry", ["issuer_key"], lambda: _key(lambda entry, _: entry.update(kind="act"))),
    ("a key entry of version true", ["issuer_key"], lambda: _key(lambda entry, _: entry.update(v=True))),
    ("a key entry that follows another", [], lambda: _key(lambda entry, _: entry.update(refs=["a" * 32]))),
    ("a key entry that follows no id", ["issuer_key"], lambda: _key(lambda entry, _: entry.update(refs=["a"]))),
    ("a key entry of another digest", ["issuer_key"],
     lambda: _key(lambda entry, _: entry["claims"].update(body=digest_of("x")))),
    ("a key of another issuer", ["issuer_key"], lambda: _key(lambda _, opening: opening[2].update(issuer="x"))),
    ("a key that did not sign", ["issuer_key"],
     lambda: _key(lambda _, opening: opening[2].update(jwk=_OTHER.public.jwk))),
    ("a key valid from later on", ["issuer_key"],
     lambda: _key(lambda _, opening: opening[2].update(valid_from=NOW + 1))),
    ("one member more in a key", ["issuer_key"], lambda: _key(lambda _, opening: opening[2].update(use="sig"))),
    ("one member more in a jwk", ["issuer_key"],
     lambda: _key(lambda _, opening: opening[2].update(jwk={**KEY.public.jwk, "use": "sig"}))),
    ("a key's opening with another name", ["issuer_key"], lambda: _key(lambda _, opening: opening.__setitem__(1, "x"))),
    ("a key's opening with a short salt", ["issuer_key"],
     lambda: _key(lambda _, opening: opening.__setitem__(0, "AAAA"))),
    ("disclosures in another order", ["disclosures"],
     lambda: signed(_pair(), told=lambda told: sorted(told, reverse=True))),
    ("a disclosure twice", ["disclosures"], lambda: signed(_pair(), told=lambda told: sorted([*told, told[0]]))),
    ("a disclosure that is none", ["disclosures"], lambda: signed(_pair(), told=lambda told: sorted([*told, "!"]))),
    ("an empty disclosure", ["disclosures"], lambda: signed(_pair(), told=lambda told: sorted([*told, ""]))),
    ("a disclosure nobody refers to", ["disclosures"], lambda: _one(more=[said(7, "person", {})])),
    ("a data item under a name", ["disclosures"],
     lambda: _one(nested={"items": [{"...": digest_of(said(7, "x", {}))}]}, more=[said(7, "x", {})])),
    ("a data item that is a text", ["disclosures"], lambda: _one(items=["name"])),
    ("digests in a data item", ["disclosures"], lambda: _one(items=[{"_sd": []}])),
    ("a claim in a data item's place", ["disclosures"],
     lambda: _one(nested={"items": [{"...": digest_of(said(0, "x"))}] * 2})),
    ("data items as an object", ["disclosures"], lambda: _one(nested={"items": {}})),
    ("a data item with one member more", ["disclosures"],
     lambda: _one(nested={"items": [{"...": digest_of("x"), "y": 1}]})),
    ("a data item's digest of another length", ["disclosures"],
     lambda: _one(nested={"items": [{"...": "AAAA"}]})),
    ("three halves", ["disclosures"],
     lambda: _one(nested={"judgement": {"_sd": [digest_of(str(one)) for one in range(3)]}})),
    ("one half", ["disclosures"],
     lambda: _one(nested={"judgement": {"_sd": [digest_of("1")]}})),
    ("a half of the other", ["disclosures"], lambda: signed([_crossed()])),
    ("the same half twice", ["disclosures"],
     lambda: _one(nested={"judgement": {"_sd": [digest_of(text) for text in _SAME]}}, more=_SAME)),
    ("a person as a text", ["disclosures"], lambda: _one(person="A-1")),
    ("a person as a list", ["disclosures"], lambda: _one(person=[])),
    ("a recipient as null", ["disclosures"], lambda: _one(recipient=None)),
    ("evidence as an object", ["disclosures"], lambda: _one(evidence={})),
    ("a statement as a list", ["disclosures"], lambda: _one(statement=[])),
    ("digests in a person", ["disclosures"], lambda: _one(person={"x": {"_sd": []}})),
    ("dots in evidence", ["disclosures"], lambda: _one(evidence=[{"...": "x"}])),
    ("a depth of 64 in a claim", [], lambda: _one(person={"deep": _deep(62)})),
    ("a depth of 65 in a claim", ["disclosures"], lambda: _one(person={"deep": _deep(63)})),
    ("one digest of two claims", ["sd_jwt"], lambda: _with(_twice)),
    ("a digest of two records", ["disclosures"], lambda: signed([record(0), _same_person()])),
    ("markup and turned text", [], lambda: _one(recipient={"name": "<b>\u202e\x00</script>"})),
    ("a file changed beside", ["beside"],
     lambda: _claim(beside=digest_of("x"))),
]  # fmt: skip

_SAME = [said(7, "basis_and_duty", {}), said(8, "basis_and_duty", {})]

_OF_A_RECORD: list[tuple[str, list[str], Callable[[], bytes]]] = [
    ("another kind of entry", ["record_entry"], lambda: _with(lambda one: one.entry.update(kind="judgement"))),
    ("an entry of version 2", ["record_entry"], lambda: _with(lambda one: one.entry.update(v=2))),
    ("an entry of version true", ["record_entry"], lambda: _with(lambda one: one.entry.update(v=True))),
    ("an entry that replaces another", ["record_entry"], lambda: _with(lambda one: one.entry.update(refs=["a" * 32]))),
    ("one member more in an entry", ["record_entry"], lambda: _with(lambda one: one.entry.update(more=1))),
    ("an entry's id of another form", ["record_entry"], lambda: _with(lambda one: one.entry.update(id="x"))),
    ("another entry's id", ["record_place"], lambda: _with(lambda one: one.entry.update(id="e" * 32))),
    ("another index", ["record_place"], lambda: _with(lambda one: one.payload.update(index=99))),
    ("digests of another", ["record_digests"],
     lambda: _with(_of_another)),
    ("claims under each other's names", ["claim_name"], lambda: _with(_swapped)),
    ("a claim that was not given", ["not_given"], lambda: _with(lambda one: one.given.remove("recipient"))),
    ("items that were not given", ["not_given"], lambda: _with(lambda one: one.given.remove("items"))),
    ("a half that was not given", ["not_given"], lambda: _with(lambda one: one.given.remove("evidence"))),
]  # fmt: skip


def _crossed() -> Record:
    texts = [said(7, "statement", {}), said(8, "evidence", [])]
    return record(0, nested={"judgement": {"_sd": [digest_of(text) for text in texts]}}, more=texts)


def _of_another(one: Record) -> None:
    one.payload["_sd"] = sorted(digest_of(str(number)) for number in range(7))
    one.told.clear()


def _same_person() -> Record:
    other = record(1)
    other.claims["person"] = record(0).claims["person"]
    del other.told[0]
    return other


#: Every forged file: by what it is, the refusals expected in their order, and how it is made.
FORGED: Mapping[str, tuple[list[tuple[str, int | None]], Callable[[], bytes]]] = {
    **{name: ([(one, None) for one in refusals], made) for name, refusals, made in _WHOLE},
    **{name: ([(one, 1) for one in refusals], made) for name, refusals, made in _OF_A_RECORD},
}

"""The SD-JWT of a disclosure (RFC 9901), in the one form that `docs/disclosure.md` gives it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ledger.cases.disclosure.issuer import IssuerKey
from ledger.cases.disclosure.strict import (
    Malformed,
    ascending,
    digest_of,
    exactly,
    from_base64url,
    read_canonical,
    texts,
    to_base64url,
)
from ledger.log.canonical import canonical
from ledger.log.record import RECORD_CLAIMS, SALT_BYTES

TYPE = "person-disclosure+sd-jwt"
#: What may be given of a record: its claims, where one nests others those instead.
GIVEN = (
    "basis_and_duty", "evidence", "items", "manner", "person", "recipient", "statement", "time", "verdict_and_policy",
)  # fmt: skip
ROLES = ("provider", "recipient")
ACTIONS = ("correct", "void")
ENTRY_ID = re.compile(r"[0-9a-f]{32}\Z")
#: The end of 9999: what readers can write as a date (s since 1970).
LAST_SECOND = 253_402_300_799
_DIGEST_BYTES, _SIGNATURE_BYTES = 32, 64


@dataclass(frozen=True, slots=True)
class RecordOf:
    """A record as the payload names it: ``digests`` are its entry's, ``given`` what the issuer disclosed of it."""

    entry_id: str
    index: int
    role: str
    amendments: tuple[Mapping[str, str], ...]
    given: tuple[str, ...]
    digests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Payload:
    """What the issuer signed. ``issued_at``: seconds since 1970 UTC; ``beside``: the digest of the rest of the file."""

    issuer: str
    issued_at: int
    origin: str
    beside: str
    coverage: Mapping[str, Any]
    records: tuple[RecordOf, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the payload's members."""
        return {
            "_sd_alg": "sha-256",
            "beside": self.beside,
            "coverage": dict(self.coverage),
            "iat": self.issued_at,
            "iss": self.issuer,
            "origin": self.origin,
            "records": [
                {
                    "_sd": list(record.digests),
                    "amendments": [dict(amendment) for amendment in record.amendments],
                    "entry_id": record.entry_id,
                    "given": list(record.given),
                    "index": record.index,
                    "role": record.role,
                }
                for record in self.records
            ],
        }


@dataclass(frozen=True, slots=True)
class SdJwt:
    """A compact SD-JWT taken apart; nothing about its signature or its disclosures is checked yet."""

    payload: Payload
    thumbprint: str
    signed: bytes
    signature: bytes
    disclosures: tuple[str, ...]


def sign(payload: Payload, disclosures: Collection[str], key: IssuerKey) -> str:
    """Return the compact SD-JWT with all disclosures, in their order."""
    header = {"alg": "ES256", "kid": key.public.thumbprint, "typ": TYPE}
    signed = f"{to_base64url(canonical(header))}.{to_base64url(canonical(payload.as_json()))}"
    return join(f"{signed}.{to_base64url(key.sign(signed.encode()))}", disclosures)


def join(jwt: str, disclosures: Collection[str]) -> str:
    """Return a signed JWT with these disclosures in their order."""
    return "~".join([jwt, *sorted(disclosures), ""])


def parse(text: str) -> SdJwt:
    """Take a compact SD-JWT apart. Raises Malformed."""
    jwt, *disclosures, end = text.split("~") if "~" in text else (text, "?")
    if end or jwt.count(".") != 2:
        raise Malformed("expected a compact SD-JWT without key binding")
    header, payload, signature = jwt.split(".")
    said = exactly(read_canonical(from_base64url(header)), {"alg": str, "kid": str, "typ": str})
    if (said["alg"], said["typ"]) != ("ES256", TYPE):
        raise Malformed(f"expected ES256 and {TYPE}")
    return SdJwt(
        _payload(read_canonical(from_base64url(payload))),
        said["kid"],
        f"{header}.{payload}".encode(),
        from_base64url(signature, _SIGNATURE_BYTES),
        tuple(disclosures),
    )


def _payload(value: Any) -> Payload:
    said = exactly(
        value,
        {
            "_sd_alg": str, "beside": str, "coverage": dict, "iat": int, "iss": str, "origin": str, "records": list,
        },
    )  # fmt: skip
    if said["_sd_alg"] != "sha-256":
        raise Malformed("expected sha-256")
    if not 0 <= said["iat"] <= LAST_SECOND:
        raise Malformed("expected a time before the year 10000")
    from_base64url(said["beside"], _DIGEST_BYTES)
    check_plain(said["coverage"])
    records = tuple(_record(each) for each in said["records"])
    if len({record.index for record in records}) != len(records):
        raise Malformed("an index twice")
    return Payload(said["iss"], said["iat"], said["origin"], said["beside"], said["coverage"], records)


def _record(value: Any) -> RecordOf:
    said = exactly(
        value, {"_sd": list, "amendments": list, "entry_id": str, "given": list, "index": int, "role": str}
    )  # fmt: skip
    digests, given = texts(said["_sd"]), texts(said["given"])
    for digest in digests:
        from_base64url(digest, _DIGEST_BYTES)
    if len(digests) != len(RECORD_CLAIMS) or not ascending(digests):
        raise Malformed("expected seven digests, ascending")
    if not set(given) <= set(GIVEN) or not ascending(given):
        raise Malformed("expected names of claims, ascending")
    amendments = [exactly(each, {"action": str, "made_at": str}) for each in said["amendments"]]
    if said["role"] not in ROLES or any(each["action"] not in ACTIONS for each in amendments):
        raise Malformed("an unknown role or action")
    if not ENTRY_ID.match(said["entry_id"]) or said["index"] < 0:
        raise Malformed("expected an entry's id and index")
    return RecordOf(
        said["entry_id"], said["index"], said["role"], tuple(amendments), tuple(given), tuple(digests)
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Disclosed:
    """What is disclosed of one record: ``claims`` by name, those that nest others only through them.

    ``named`` gives the digest under which each of the entry's own claims stands; ``items`` has None for each data item
    that is withheld, and is None where the list is.
    """

    named: Mapping[str, str]
    claims: Mapping[str, Any]
    items: tuple[Any, ...] | None


def resolve(records: Collection[RecordOf], disclosures: tuple[str, ...]) -> list[Disclosed]:
    """Return what the disclosures say of each record (RFC 9901, 7.1). Raises Malformed where one has another form,
    another place, or is referred to by no digest or by two."""
    if not ascending(list(disclosures)):
        raise Malformed("expected disclosures in ascending order")
    left = {digest_of(text): read_canonical(from_base64url(text)) for text in disclosures}
    seen: set[str] = set()
    found = [_disclosed(record, left, seen) for record in records]
    if left:
        raise Malformed("a disclosure that no digest refers to")
    return found


def _disclosed(record: RecordOf, left: dict[str, Any], seen: set[str]) -> Disclosed:
    named: dict[str, str] = {}
    claims: dict[str, Any] = {}
    items: tuple[Any, ...] | None = None
    for digest, name, value in _taken(record.digests, RECORD_CLAIMS, left, seen):
        named[name] = digest
        if name in _NESTED:
            inside = texts(exactly(value, {"_sd": list})["_sd"])
            if len(inside) != len(_NESTED[name]):
                raise Malformed(f"{name} has two digests")
            claims |= {half: said for _, half, said in _taken(inside, _NESTED[name], left, seen)}
        elif name == "items":
            items = tuple(_items(value, left, seen))
        else:
            claims[name] = value
    for name, value in claims.items():
        _check_claim(name, value)
    return Disclosed(named, claims, items)


_NESTED = {"ground_and_evidence": ("statement", "evidence"), "judgement": ("basis_and_duty", "verdict_and_policy")}


def _taken(
    digests: Collection[str], names: Collection[str], left: dict[str, Any], seen: set[str]
) -> Iterator[tuple[str, str, Any]]:
    """Take the disclosures of these digests, each a claim of one of these names, none of them twice."""
    told: set[str] = set()
    for digest in digests:
        _see(digest, seen)
        if digest in left:
            said = left.pop(digest)
            if not (isinstance(said, list) and len(said) == 3 and said[1] in names and said[1] not in told):
                raise Malformed("a disclosure in another's place")
            _check_salt(said[0])
            told.add(said[1])
            yield digest, said[1], said[2]


def _items(value: Any, left: dict[str, Any], seen: set[str]) -> Iterator[Any]:
    if not isinstance(value, list):
        raise Malformed("expected an array of data items")
    for each in value:
        digest = exactly(each, {"...": str})["..."]
        _see(digest, seen)
        if digest not in left:
            yield None
            continue
        said = left.pop(digest)
        if not (isinstance(said, list) and len(said) == 2 and isinstance(said[1], dict)):
            raise Malformed("a disclosure in another's place")
        _check_salt(said[0])
        check_plain(said[1])
        yield said[1]


def _see(digest: str, seen: set[str]) -> None:
    from_base64url(digest, _DIGEST_BYTES)
    if digest in seen:
        raise Malformed("a digest twice")
    seen.add(digest)


def _check_salt(salt: Any) -> None:
    if not isinstance(salt, str):
        raise Malformed("expected a salt")
    from_base64url(salt, SALT_BYTES)


def _check_claim(name: str, value: Any) -> None:
    kinds: tuple[type, ...] = {"evidence": (list,), "person": (dict, type(None))}.get(name, (dict,))
    if not isinstance(value, kinds):
        raise Malformed(f"{name} has another type")
    check_plain(value)


def check_plain(value: Any) -> None:
    """Refuse what a reader of SD-JWT would take for digests inside a plain value. Raises Malformed."""
    if isinstance(value, dict):
        if "_sd" in value or "..." in value:
            raise Malformed("digests inside a value")
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            check_plain(each)

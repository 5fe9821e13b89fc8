"""Checking a disclosure: every step of `docs/disclosure.md` in its order, with neither network nor disk.

Whoever holds the file may leave disclosures out of it; anything else that is changed is refused, by name.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from ledger.cases.disclosure.file import DOCUMENT, VERSION, Anchor, DisclosureFile, Proven, read_members
from ledger.cases.disclosure.issuer import IssuerPublicKey
from ledger.cases.disclosure.sd_jwt import ENTRY_ID, Disclosed, RecordOf, SdJwt, parse, resolve
from ledger.cases.disclosure.strict import (
    Malformed,
    ascending,
    digest_of,
    exactly,
    from_base64url,
    read_canonical,
    texts,
)
from ledger.log.checkpoint import Checkpoint
from ledger.log.notary.stamps import StampInvalid, check_stamp
from ledger.log.note import Note, NoteInvalid, VerifierKey, parse_note
from ledger.log.proofs import ProofInvalid, verify_inclusion
from ledger.log.record import RECORD_CLAIMS, SALT_BYTES
from ledger.log.tiles import leaf_hash
from ledger.log.trust_policy import Cosigned, TrustPolicy, Untrusted

Answer = TypeVar("Answer")


class Refused(Exception):
    """A step of the check refuses the file. ``name`` is the step's."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(why)
        self.name, self.why = name, why


@dataclass(frozen=True, slots=True)
class Refusal:
    """What was refused: by which step, why, and at which record (from 0) if it is about one."""

    name: str
    why: str
    record: int | None = None


@dataclass(frozen=True, slots=True)
class RecordRead:
    """One record as the file shows it: what was given and is disclosed, what the holder withheld, and what was never
    given. ``items`` has None for each data item that is withheld."""

    entry_id: str
    index: int
    role: str
    amendments: tuple[Mapping[str, str], ...]
    claims: Mapping[str, Any]
    items: tuple[Any, ...] | None
    withheld: tuple[str, ...]
    not_given: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """What an accepted file proves: issued by whom and when (s since 1970), in which log of how many entries, seen by
    which witnesses when, stamped when (µs since 1970), and what the issuer says it covers."""

    issuer: str
    issued_at: int
    origin: str
    size: int
    witnesses: tuple[tuple[str, int], ...]
    stamped_at: tuple[int, ...]
    unchecked_stamps: int
    coverage: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Checked:
    """The outcome: accepted where nothing was refused. ``proven`` and ``records`` are None and empty where the file as
    a whole was refused."""

    refusals: tuple[Refusal, ...]
    proven: Proof | None
    records: tuple[RecordRead, ...]

    @property
    def accepted(self) -> bool:
        return not self.refusals


def verify(data: bytes, policy: TrustPolicy) -> Checked:
    """Check a file by a trust policy."""
    try:
        file = _file(data)
        jwt = _sd_jwt(file)
        key = _issuer(jwt, policy)
        note, cosigned, checkpoint = _head(file, jwt, policy)
        _key_entry(file.issuer_key, jwt, key, checkpoint)
        disclosed = _disclosed(jwt)
    except Refused as refused:
        return Checked((Refusal(refused.name, refused.why),), None, ())
    refusals = []
    for at, (record, proven, said) in enumerate(zip(jwt.payload.records, file.records, disclosed, strict=True)):
        try:
            _record(record, proven, said, checkpoint)
        except Refused as refused:
            refusals.append(Refusal(refused.name, refused.why, at))
    if file.beside() != jwt.payload.beside:
        refusals.append(Refusal("beside", "the rest of the file is not what the issuer signed"))
    stamped, unchecked, faults = _stamps(file, note, policy)
    refusals += faults
    return Checked(
        tuple(refusals),
        Proof(
            jwt.payload.issuer, jwt.payload.issued_at, checkpoint.origin, checkpoint.size,
            tuple((witness.name, at) for witness, at in cosigned.witnesses), stamped, unchecked, jwt.payload.coverage,
        ),
        tuple(_read(record, said) for record, said in zip(jwt.payload.records, disclosed, strict=True)),
    )  # fmt: skip


def _file(data: bytes) -> DisclosureFile:
    value = _step("not_canonical", lambda: read_canonical(data))
    file, said = _step("members", lambda: read_members(value))
    if said != (DOCUMENT, VERSION):
        raise Refused("version", "another document or version")
    return file


def _sd_jwt(file: DisclosureFile) -> SdJwt:
    jwt = _step("sd_jwt", lambda: parse(file.sd_jwt))
    if len(jwt.payload.records) != len(file.records):
        raise Refused("sd_jwt", "another number of records than the file has")
    return jwt


def _issuer(jwt: SdJwt, policy: TrustPolicy) -> IssuerPublicKey:
    named = [spki for name, spki in policy.issuers if name == jwt.payload.issuer]
    # All keys of the name are read before one is chosen: the order of the policy's lines must not decide.
    keys = _step("issuer_unknown", lambda: [IssuerPublicKey.from_spki(spki) for spki in named])
    key = next((one for one in keys if one.thumbprint == jwt.thumbprint), None)
    if key is None:
        raise Refused("issuer_unknown", "the policy names no such issuer with this key")
    if not key.verifies(jwt.signature, jwt.signed):
        raise Refused("issuer_signature", "the issuer's signature does not fit")
    return key


def _head(file: DisclosureFile, jwt: SdJwt, policy: TrustPolicy) -> tuple[Note, Cosigned, Checkpoint]:
    note = _step("checkpoint", lambda: parse_note(file.checkpoint.encode()))
    checkpoint = _step("checkpoint", lambda: Checkpoint.parse(note.text))
    if bytes(note).decode() != file.checkpoint or not ascending([one.line() for one in note.signatures]):
        raise Refused("checkpoint", "signature lines in another order, or twice")
    if checkpoint.origin != jwt.payload.origin:
        raise Refused("checkpoint", "another log than the issuer names")
    logs = [log.key for log in policy.logs if log.key.name == checkpoint.origin]
    if not logs:
        raise Refused("log_unknown", "the policy names no such log")
    _known(note, [*logs, *(witness.key for witness in policy.witnesses)])
    try:
        return note, policy.check(note), checkpoint
    except NoteInvalid as error:
        raise Refused("signature", str(error)) from None
    except Untrusted as error:
        # Of the two reasons the first is that no signature of the log is there.
        signed = any((key.name, key.key_id) == (one.name, one.key_id) for key in logs for one in note.signatures)
        raise Refused("quorum" if signed else "signature", str(error)) from None


def _known(note: Note, keys: Sequence[VerifierKey]) -> None:
    """See that each signature is by a key of the policy, and say by which it is not: keys change over."""
    names, known = {key.name for key in keys}, {(key.name, key.key_id) for key in keys}
    for one in note.signatures:
        if (one.name, one.key_id) not in known:
            # A name that the policy does not have either is whatever somebody wrote: it is not repeated.
            name = one.name if one.name in names else ""
            raise Refused("signature_unknown", f"the policy does not name the key {name}+{one.key_id.hex()}")


def _key_entry(anchor: Anchor, jwt: SdJwt, key: IssuerPublicKey, checkpoint: Checkpoint) -> None:
    said = _step("issuer_key", lambda: _opened_key(anchor))
    if said["issuer"] != jwt.payload.issuer or IssuerPublicKey.from_jwk(said["jwk"]) != key:
        raise Refused("issuer_key", "the log announced another key")
    if said["valid_from"] > jwt.payload.issued_at:
        raise Refused("issuer_key", "the key was not valid yet")
    _proof("issuer_key", anchor.proven, checkpoint)


def _opened_key(anchor: Anchor) -> dict[str, Any]:
    entry = exactly(
        read_canonical(anchor.proven.entry), {"claims": dict, "id": str, "kind": str, "refs": list, "v": int}
    )
    claims = exactly(entry["claims"], {"body": str})
    if entry["kind"] != "key" or entry["v"] != 1 or not ENTRY_ID.match(entry["id"]):
        raise Malformed("expected a key entry")
    if not all(ENTRY_ID.match(ref) for ref in texts(entry["refs"])):
        raise Malformed("expected ids of entries")
    opening = read_canonical(from_base64url(anchor.opening))
    if not (isinstance(opening, list) and len(opening) == 3 and opening[1] == "body" and isinstance(opening[0], str)):
        raise Malformed("expected the disclosure of a body")
    from_base64url(opening[0], SALT_BYTES)
    if digest_of(anchor.opening) != claims["body"]:
        raise Malformed("the opening is not the entry's")
    said = exactly(opening[2], {"issuer": str, "jwk": dict, "valid_from": int})
    IssuerPublicKey.from_jwk(said["jwk"])
    return said


def _disclosed(jwt: SdJwt) -> list[Disclosed]:
    return _step("disclosures", lambda: resolve(jwt.payload.records, jwt.disclosures))


def _record(record: RecordOf, proven: Proven, said: Disclosed, checkpoint: Checkpoint) -> None:
    entry = _step("record_entry", lambda: _record_entry(proven.entry))
    if (entry["id"], proven.index) != (record.entry_id, record.index):
        raise Refused("record_place", "another entry or index than the issuer names")
    if sorted(entry["claims"].values()) != list(record.digests):
        raise Refused("record_digests", "other digests than the issuer names")
    _proof("record_proof", proven, checkpoint)
    for name, digest in said.named.items():
        if entry["claims"][name] != digest:
            raise Refused("claim_name", "a claim under another name than in the log")
    shown = {*said.claims, *(["items"] if said.items is not None else [])}
    if not shown <= set(record.given):
        raise Refused("not_given", "a claim that the issuer did not give")


def _record_entry(data: bytes) -> dict[str, Any]:
    entry = exactly(read_canonical(data), {
        "as_of": int, "claims": dict, "engine": str, "id": str, "kind": str, "law": str, "refs": list, "v": int,
    })  # fmt: skip
    claims = exactly(entry["claims"], dict.fromkeys(RECORD_CLAIMS, str))
    if (entry["kind"], entry["v"], entry["refs"]) != ("record", 1, []) or not ENTRY_ID.match(entry["id"]):
        raise Malformed("expected a record's entry")
    for digest in claims.values():
        from_base64url(digest, 32)
    return entry


def _proof(name: str, proven: Proven, checkpoint: Checkpoint) -> None:
    try:
        verify_inclusion(leaf_hash(proven.entry), proven.index, checkpoint.size, proven.proof, checkpoint.root)
    except ProofInvalid as error:
        raise Refused(name, str(error)) from None


def _stamps(file: DisclosureFile, note: Note, policy: TrustPolicy) -> tuple[tuple[int, ...], int, list[Refusal]]:
    """Check time stamps by the policy's authorities; where it names none, they are told as not checked."""
    if not policy.authorities:
        return (), len(file.time_stamps), []
    at: list[int] = []
    refusals = []
    for token in file.time_stamps:
        for certificate in policy.authorities.values():
            try:
                at.append(check_stamp(token, note.text, certificate))
                break
            except StampInvalid:
                continue
        else:
            refusals.append(Refusal("time_stamp", "a time stamp that no trusted authority made for this head"))
    return tuple(at), 0, refusals


def _read(record: RecordOf, said: Disclosed) -> RecordRead:
    shown = {*said.claims, *(["items"] if said.items is not None else [])}
    every = ("person", "recipient", "items", "time", "statement", "evidence", "manner", "basis_and_duty",
             "verdict_and_policy")  # fmt: skip
    return RecordRead(
        record.entry_id, record.index, record.role, record.amendments, said.claims, said.items,
        tuple(name for name in record.given if name not in shown),
        tuple(name for name in every if name not in record.given),
    )  # fmt: skip


def _step(name: str, made: Callable[[], Answer]) -> Answer:
    try:
        return made()
    except (Malformed, NoteInvalid) as error:
        raise Refused(name, str(error)) from None


def as_json(checked: Checked) -> dict[str, Any]:
    """Return the outcome for programs."""
    proven = checked.proven
    return {
        "accepted": checked.accepted,
        "refusals": [{"name": one.name, "why": one.why, "record": one.record} for one in checked.refusals],
        "proven": None if proven is None else {
            "issuer": proven.issuer, "issued_at": proven.issued_at, "origin": proven.origin, "size": proven.size,
            "witnesses": [{"name": name, "at": at} for name, at in proven.witnesses],
            "stamped_at": list(proven.stamped_at), "time_stamps_not_checked": proven.unchecked_stamps,
            "coverage": json.loads(json.dumps(proven.coverage)),
        },
        "records": [
            {
                "entry_id": one.entry_id, "index": one.index, "role": one.role,
                "amendments": [dict(each) for each in one.amendments], "claims": dict(one.claims),
                "items": None if one.items is None else list(one.items), "withheld": list(one.withheld),
                "not_given": list(one.not_given),
            }
            for one in checked.records
        ],
    }  # fmt: skip

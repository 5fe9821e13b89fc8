"""A disclosure made in memory, and every way to change it: the same corpus for the command and for the page."""

from __future__ import annotations

import json
from base64 import b64encode, urlsafe_b64decode
from collections.abc import Callable, Mapping
from typing import Any

from ledger.cases.answer import Answer, Coded, DisclosableRecord, Operator, PersonId, Recipient
from ledger.cases.disclosure.build import Announced, Evidence, KeptRecord, build
from ledger.cases.disclosure.issuer import IssuerKey
from ledger.cases.disclosure.strict import to_base64url
from ledger.cases.projection import project
from ledger.log.canonical import canonical
from ledger.log.checkpoint import Checkpoint
from ledger.log.entry import body_entry
from ledger.log.note import Cosigner, Note, NoteSigner
from ledger.log.proofs import Prover
from ledger.log.record import Entropy, RecordOpening, record_entry, record_opening, wording
from ledger.log.tiles import RightEdge, leaf_hash

ISSUER, KEY = "issuer.example", IssuerKey.generate()
SIGNER, COSIGNER = NoteSigner("example.com/log", bytes(31) + b"\x01"), Cosigner("witness.example", bytes(31) + b"\x02")
#: The key of the same log that follows the one by which files here are signed.
FOLLOWING = NoteSigner(SIGNER.key.name, bytes(31) + b"\x05")
NOW = 1_775_005_200
_ITEMS = ({"code": "name", "ja": "氏名", "en": "Name", "sensitive": False},
          {"code": "phone", "ja": "電話番号", "en": "Phone", "sensitive": False})  # fmt: skip
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def policy(key: IssuerKey = KEY, issuer: str = ISSUER, log: NoteSigner = SIGNER, quorum: str = "one") -> bytes:
    """Return a trust policy."""
    spki = b64encode(key.public.spki).decode()
    return (
        f"log {log.key}\nwitness one {COSIGNER.key}\ngroup both all one\nquorum {quorum}\nissuer {issuer} {spki}\n"
    ).encode()  # fmt: skip


def disclosure(records: int = 3, filling: int = 260) -> bytes:
    """Return a file of some records of one person, in a log of some more entries."""
    made = [_record(number) for number in range(records)]
    key = body_entry("key", {"issuer": ISSUER, "jwk": KEY.public.jwk, "valid_from": NOW - 60})
    assert key.opening is not None
    entries = [key.entry, *(b"entry %d" % number for number in range(filling)), *(entry for entry, _ in made)]
    edge = RightEdge(0, {})
    tiles = {(level, n): hashes for level, n, hashes in edge.append([leaf_hash(one) for one in entries]).tiles}
    text = Checkpoint(SIGNER.key.name, len(entries), edge.root()).text()
    opened = json.loads(key.opening)
    kept = {
        json.loads(entry)["id"]: KeptRecord(1 + filling + number, entry, opening)
        for number, (entry, opening) in enumerate(made)
    }
    answer = Answer(
        NOW * 1_000_000, NOW * 1_000_000, Operator("株式会社見本", "東京都", "山田", "窓口"),
        (PersonId("member", "A-1"),), tuple(_shown(identity, number) for number, identity in enumerate(kept)),
    )  # fmt: skip
    return build(project(answer), kept, Evidence(
        ISSUER, KEY, Announced(0, key.entry, to_base64url(canonical([opened["salts"], "body", opened["body"]]))),
        Note(text, (SIGNER.sign(text), COSIGNER.cosign(text, NOW))), Prover(len(entries), lambda *at: tiles[at]), (),
        {"stated_at": "2026-04-01T01:00:00Z", "sources": [], "channels": [], "gaps": []},
    ))  # fmt: skip


def _record(number: int) -> tuple[bytes, RecordOpening]:
    entropy, items = Entropy(), _ITEMS[: 1 + number % 2]
    said = wording(
        canonical({"code": "company", "name": "見本<b>商会", "country": "JP"}), [canonical(item) for item in items],
        canonical({"ground": "consent"}), canonical([]), canonical({"purpose": "operation"}),
        canonical({"basis": "consent"}), canonical({"verdict": "lawful"}),
    )  # fmt: skip
    entry_id, salts = entropy.entry_id(), entropy.salts(len(items))
    person = canonical({"id": "A-1", "namespace": "member"})
    at = canonical({"happened_at": f"2026-03-0{number + 1}T00:00:00Z"})
    entry = record_entry(entry_id, salts, person, at, said, 3, b"2022-04", b"0.3.0")
    return entry, RecordOpening.parse(record_opening(salts, person, at, said, canonical({})))


def _shown(identity: str, number: int) -> DisclosableRecord:
    items = tuple(Coded(item["code"], item["ja"], item["en"]) for item in _ITEMS[: 1 + number % 2])  # type: ignore[arg-type]
    return DisclosableRecord(
        identity, (NOW - 86_400 * (30 - number)) * 1_000_000, "provider",
        Recipient("company", "見本<b>商会", None, None, "company", "JP"), items,
        Coded("operation", "運営", "Operation"), "consent", "api", "statutory",
    )  # fmt: skip


def changed(data: bytes, change: Callable[[dict[str, Any]], Any]) -> bytes:
    """Return the file with a change to its value, written canonically."""
    value = json.loads(data)
    change(value)
    return canonical(value)


def decoded(text: str) -> bytes:
    """Decode base64url."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _in(member: str, change: Callable[[str], str]) -> Callable[[bytes], bytes]:
    return lambda data: changed(data, lambda file: file.update({member: change(file[member])}))


def _of(change: Callable[[dict[str, Any]], Any]) -> Callable[[bytes], bytes]:
    return lambda data: changed(data, change)


def _other_signature(text: str) -> str:
    """Return the same signature with the other of its two values of s."""
    jwt, rest = text.split("~", 1)
    head, signature = jwt.rsplit(".", 1)
    raw = decoded(signature)
    other = (_ORDER - int.from_bytes(raw[32:], "big")).to_bytes(32, "big")
    return f"{head}.{to_base64url(raw[:32] + other)}~{rest}"


def _signed_by_another(note: str) -> str:
    text, lines = note.split("\n\n")
    stranger = Cosigner("stranger.example", bytes(31) + b"\x09").cosign(text + "\n", 1).line()
    return text + "\n\n" + "".join(f"{line}\n" for line in sorted([*lines.splitlines(), stranger], key=str.encode))


def _grown(note: str) -> str:
    origin, size, rest = note.split("\n", 2)
    return f"{origin}\n{int(size) + 1}\n{rest}"


def _without(note: str, name: str) -> str:
    text, lines = note.split("\n\n")
    return text + "\n\n" + "".join(f"{line}\n" for line in lines.splitlines() if name not in line)


def _one_person_withheld(text: str) -> str:
    jwt, *told, _ = text.split("~")
    person = next(one for one in told if json.loads(decoded(one))[1] == "person")
    return "~".join([jwt, *(one for one in told if one != person), ""])


#: How a file is changed, and the steps of which one at least refuses it. None: it is accepted.
CORPUS: Mapping[str, tuple[str | None, Callable[[bytes], bytes]]] = {
    "as it was issued": (None, lambda data: data),
    "a claim left out": (None, _in("sd_jwt", _one_person_withheld)),
    "a space added": ("not_canonical", lambda data: data.replace(b'{"checkpoint"', b'{ "checkpoint"')),
    "a line feed at the end": ("not_canonical", lambda data: data + b"\n"),
    "a byte order mark": ("not_canonical", lambda data: b"\xef\xbb\xbf" + data),
    "a member twice": ("not_canonical", lambda data: data.replace(b'"version":1', b'"version":1,"version":1')),
    "a number with a point": ("not_canonical", lambda data: data.replace(b'"version":1', b'"version":1.0')),
    "no JSON": ("not_canonical", lambda _: b"\xff"),
    "one member more": ("members", _of(lambda file: file.update(more=1))),
    "one member less": ("members", _of(lambda file: file.pop("time_stamps"))),
    "one member more in a record": ("members", _of(lambda file: file["records"][0].update(more=1))),
    "an index as text": ("members", _of(lambda file: file["records"][0].update(index="1"))),
    "a proof of another spelling": ("members", _of(lambda file: file["records"][0]["proof"].append("AAA"))),
    "another version": ("version", _of(lambda file: file.update(version=2))),
    "a record less": ("sd_jwt", _of(lambda file: file["records"].pop())),
    "a key binding": ("sd_jwt", _in("sd_jwt", lambda text: text + "e30.e30.")),
    "the other signature": ("issuer_signature", _in("sd_jwt", _other_signature)),
    "an extension line": ("checkpoint", _in("checkpoint", lambda note: note.replace("\n\n", "\nmore\n\n"))),
    "a stranger's signature": ("signature_unknown", _in("checkpoint", _signed_by_another)),
    "another size": ("signature", _in("checkpoint", _grown)),
    "no witness": ("quorum", _in("checkpoint", lambda note: _without(note, COSIGNER.key.name))),
    "no log": ("signature", _in("checkpoint", lambda note: _without(note, SIGNER.key.name))),
    "another index of the key": ("issuer_key", _of(lambda file: file["issuer_key"].update(index=1))),
    "a disclosure of nobody": ("disclosures", _in("sd_jwt", lambda text: text + to_base64url(b'["x","y"]') + "~")),
    "records in another order": ("record_place", _of(lambda file: file["records"].reverse())),
    "a path in another order": ("record_proof", _of(lambda file: file["records"][0]["proof"].reverse())),
    "another entry": ("record_entry", _of(lambda file: file["records"][0].update(entry="{}"))),
    "a time stamp more": ("beside", _of(lambda file: file["time_stamps"].append("AAAA"))),
}

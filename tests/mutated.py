"""Files and policies changed at random, the same ones in every run: for what two verifiers find to be compared."""

from __future__ import annotations

import copy
import json
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from random import Random
from typing import Any

from ledger.cases.disclosure.issuer import IssuerKey
from ledger.cases.disclosure.strict import to_base64url
from ledger.log.note import Cosigner, NoteSigner
from tests.disclosures import KEY, decoded, disclosure, policy

_VALUES: tuple[Any, ...] = (
    "", 0, -1, 1, 2**53 - 1, 2**53, None, True, [], {}, "A", "AAAA", "=", "0" * 32, "\u0085", "\ufeff", "\x7f", "é",
    "😀", {"_sd": []}, {"...": "x"}, 3.0,
)  # fmt: skip
_CHARACTERS = "\u0085\ufeff\u00a0\u2028\u2014\n\t +=a~.-_/0A\r\x00\x1fé"


def mutated_files(count: int, seed: int = 1) -> Iterator[bytes]:
    """Return changed files: of most, what was changed is signed anew by the issuer."""
    random = Random(seed)
    whole = [disclosure(), disclosure(records=0), disclosure(records=1, filling=0)]
    for number in range(count):
        data = random.choice(whole)
        value = json.loads(data)
        jwt, *told, _ = value.pop("sd_jwt").split("~")
        head, claim = (json.loads(decoded(part)) for part in jwt.split(".")[:2])
        match number % 6:
            case 0:
                at = random.randrange(len(data))
                yield data[:at] + random.randbytes(1) + data[at + 1 :]
                continue
            case 1:
                yield _canonical(_changed(json.loads(data), random))
                continue
            case 2:
                value = _changed(value, random)
            case 3:
                claim = _changed(claim, random)
            case 4 if told:
                at = random.randrange(len(told))
                told[at] = to_base64url(_canonical(_changed(json.loads(decoded(told[at])), random)))
            case 4:
                head = _changed(head, random)
            case _:
                one = random.choice([*value["records"], value["issuer_key"]])
                one["entry"] = _canonical(_changed(json.loads(one["entry"]), random)).decode()
        if isinstance(claim, dict) and "beside" in claim and number % 3 != 0:
            claim["beside"] = to_base64url(sha256(_canonical(value)).digest())
        signed = f"{to_base64url(_canonical(head))}.{to_base64url(_canonical(claim))}"
        value["sd_jwt"] = "~".join([f"{signed}.{to_base64url(KEY.sign(signed.encode()))}", *sorted(told), ""])
        yield _canonical(value)


def mutated_policies(count: int, seed: int = 1) -> Iterator[bytes]:
    """Return changed policies, most of which cannot be read."""
    random, lines = Random(seed), _more_lines()
    for _ in range(count):
        made = policy().decode().split("\n")
        for _ in range(random.randrange(1, 4)):
            at = random.randrange(len(made))
            match random.randrange(5):
                case 0:
                    made.insert(at, random.choice(lines))
                case 1:
                    made.insert(at, random.choice(made))
                case 2 if len(made) > 1:
                    del made[at]
                case 3:
                    made[at] = _text(made[at], random)
                case _:
                    random.shuffle(made)
        yield "\n".join(made).encode()


def mutated_together(count: int, seed: int = 1) -> Iterator[tuple[bytes, bytes]]:
    """Return pairs of a file and a policy, in each of which one byte or one character is another than it was.

    Of the policy the change falls on a comment half of the time: what has to be read then, and is, is the file."""
    random = Random(seed)
    whole = [disclosure(), disclosure(records=0), disclosure(records=1, filling=0)]
    for number in range(count):
        trusted = policy()
        if number % 2:
            remark = "# whom I trust: 公表"
            changed = _otherwise(remark.encode(), random).replace(b"\n", b" ")
            trusted = (changed if changed.startswith(b"#") else b"#" + changed) + b"\n" + trusted
        else:
            trusted = _otherwise(trusted, random)
        yield _otherwise(random.choice(whole), random), trusted


def _otherwise(data: bytes, random: Random) -> bytes:
    """Return the data with one byte flipped, or one character put in, taken out or put in another's place."""
    if random.randrange(2):
        at = random.randrange(len(data))
        return data[:at] + bytes([data[at] ^ random.randrange(1, 256)]) + data[at + 1 :]
    text = data.decode()
    at = random.randrange(len(text))
    other = random.choice([one for one in (*_CHARACTERS, "") if one != text[at]])
    return (text[:at] + other + text[at + (1 if other == "" else random.randrange(2)) :]).encode()


def _more_lines() -> list[str]:
    spki = b64encode(IssuerKey.generate().public.spki).decode()
    return [
        f"issuer issuer.example {spki}", "issuer issuer.example AAAA", "authority a AAAA", "# words", "",
        "group any-of any one", "group two-of 2 one both", "group none any one", "group bad 0 one", "group odd 01 one",
        "quorum both", "quorum none", f"log {NoteSigner('x', bytes(31) + bytes([9])).key} https://x.example",
        f"witness two {Cosigner('two', bytes(31) + bytes([7])).key} https://w.example",
        f"witness one {Cosigner('one', bytes(31) + bytes([8])).key}", f"log {Cosigner('x', bytes(32)).key}",
    ]  # fmt: skip


def _changed(value: Any, random: Random) -> Any:
    """Return the JSON value with a change somewhere inside."""
    value = copy.deepcopy(value)
    path = random.choice(list(_paths(value))[1:])
    around = value
    for step in path[:-1]:
        around = around[step]
    place, old = path[-1], around[path[-1]]
    match random.randrange(6):
        case 0:
            del around[place]
        case 1 if isinstance(around, list):
            around.insert(place, old)
        case 1:
            around[random.choice(["more", "__proto__", "constructor", "é"])] = old
        case 2 if isinstance(old, int):
            around[place] = old + random.choice([-1, 1, 2**32, 2**53])
        case 2 | 3 | 4 if isinstance(old, str):
            around[place] = _text(old, random)
        case _:
            around[place] = copy.deepcopy(random.choice(_VALUES))
    return value


def _paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    if isinstance(value, dict | list):
        for step in value if isinstance(value, dict) else range(len(value)):
            yield from _paths(value[step], (*path, step))


def _text(text: str, random: Random) -> str:
    at = random.randrange(len(text) + 1)
    return text[:at] + random.choice([*_CHARACTERS, ""]) + text[at + random.randrange(2) :]


def _canonical(value: Any) -> bytes:
    # Not the ledger's own: it would refuse to write what has to be refused.
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()

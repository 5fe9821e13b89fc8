"""Whom a reader trusts: logs, witnesses and a quorum (C2SP tlog-policy), and who issues and stamps.

The notary's own policy has only the lines of tlog-policy. A *trust policy*, by which somebody checks what they were
given, may say two things more: ``issuer <name> <key>`` names who may sign disclosures (base64 of the DER of a P-256
public key), ``authority <name> <certificate>`` who may stamp the time (base64 of the DER of a certificate).

Lines end with a line feed and words stand between spaces and tabs, whatever else Unicode takes for either: two readers
must not find different statements in one file. tlog-policy was read as of commit 5ba5ee83 (2026-07-22); unlike there, a
file that is not UTF-8 is refused, and so is a key that a log and a witness share.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from hashlib import sha256

from ledger.log.note import COSIGNATURE, ED25519, Note, NoteInvalid, VerifierKey, verified
from ledger.log.strict_base64 import decode_strictly

_MOST_LINES = 1_000
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_BETWEEN_WORDS = re.compile(r"[\t ]+")
_COUNT = re.compile(r"[1-9][0-9]{0,3}")


class PolicyInvalid(Exception):
    """The policy cannot be read. Nothing was checked by it; the line named is the first that is wrong: mend it, or
    fetch the policy anew from where it is published."""


class Untrusted(Exception):
    """The checkpoint does not carry what the policy asks for: the log's signature and the witnesses' quorum."""


@dataclass(frozen=True, slots=True)
class Log:
    """A log whose checkpoints count."""

    key: VerifierKey
    url: str | None


@dataclass(frozen=True, slots=True)
class Witness:
    """A witness, by the name that groups call it."""

    name: str
    key: VerifierKey
    url: str | None


@dataclass(frozen=True, slots=True)
class Group:
    """Members of which ``least`` must have cosigned: names of witnesses and of other groups."""

    least: int
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cosigned:
    """A checkpoint's text that satisfies a policy: by which log, and which witnesses saw it when (s since 1970)."""

    text: str
    log: VerifierKey
    witnesses: tuple[tuple[Witness, int], ...]


@dataclass(frozen=True, slots=True)
class TrustPolicy:
    """What was read from a policy file. ``quorum`` is None where the policy asks for no witness."""

    text: str
    logs: tuple[Log, ...]
    witnesses: tuple[Witness, ...]
    groups: Mapping[str, Group]
    quorum: str | None
    issuers: tuple[tuple[str, bytes], ...]
    authorities: Mapping[str, bytes]

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the file's bytes in hex: what is published elsewhere, for people to compare."""
        return sha256(self.text.encode()).hexdigest()

    def check(self, note: Note) -> Cosigned:
        """Check a checkpoint by log and quorum. Raises NoteInvalid, or Untrusted."""
        found = verified(note, [*(log.key for log in self.logs), *(witness.key for witness in self.witnesses)])
        origin = found.text.partition("\n")[0]
        log = next((key for key, _ in found.by if key.kind == ED25519 and key.name == origin), None)
        if log is None:
            raise Untrusted("the log that the checkpoint names has not signed it")
        # By the public key alone: nobody counts twice by signing under two names.
        at = {key.public: time for key, time in found.by if time is not None}
        seen = tuple((one, at.pop(one.key.public)) for one in self.witnesses if one.key.public in at)
        if not self.is_quorum({witness.name for witness, _ in seen}):
            raise Untrusted("too few witnesses have cosigned the checkpoint")
        return Cosigned(found.text, log, seen)

    def is_quorum(self, names: Collection[str]) -> bool:
        """Tell whether these witnesses, by the names that groups call them, are as many as the policy asks for."""
        return self.quorum is None or self._holds(self.quorum, names)

    def _holds(self, name: str, names: Collection[str]) -> bool:
        group = self.groups.get(name)
        if group is None:
            return name in names
        return sum(self._holds(member, names) for member in group.members) >= group.least


def parse_policy(data: bytes) -> TrustPolicy:
    """Read a policy file: one statement a line, ``#`` begins a comment line. Raises PolicyInvalid."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        raise PolicyInvalid("a policy is UTF-8") from None
    if _FORBIDDEN.search(text):
        raise PolicyInvalid("a policy has no control characters but tabs and line feeds")
    lines = text.split("\n")
    if len(lines) > _MOST_LINES:
        raise PolicyInvalid("the policy is too long")
    reading = _Reading()
    for number, line in enumerate(lines, start=1):
        words = [word for word in _BETWEEN_WORDS.split(line) if word]
        if not words or words[0].startswith("#"):
            continue
        try:
            reading.take(words)
        except (NoteInvalid, ValueError) as error:
            raise PolicyInvalid(f"line {number}: {error}") from None
    if reading.quorum is None:
        raise PolicyInvalid("the policy names no quorum; one that wants no witness says `quorum none`")
    return TrustPolicy(
        text, tuple(reading.logs), tuple(reading.witnesses), reading.groups,
        None if reading.quorum == "none" else reading.quorum, tuple(reading.issuers), reading.authorities,
    )  # fmt: skip


class _Reading:
    """What the lines so far said."""

    def __init__(self) -> None:
        self.logs: list[Log] = []
        self.witnesses: list[Witness] = []
        self.groups: dict[str, Group] = {}
        self.quorum: str | None = None
        self.issuers: list[tuple[str, bytes]] = []
        self.authorities: dict[str, bytes] = {}

    def take(self, words: list[str]) -> None:
        match words:
            case ["log", key, *url] if len(url) <= 1:
                self.logs.append(Log(self._new_key(key, ED25519), url[0] if url else None))
            case ["witness", name, key, *url] if len(url) <= 1:
                self._new_name(name)
                self.witnesses.append(Witness(name, self._new_key(key, COSIGNATURE), url[0] if url else None))
            case ["group", name, least, *members] if members:
                self._new_name(name)
                self.groups[name] = self._group(least, members)
            case ["quorum", name] if self.quorum is None:
                if name != "none":
                    self._known(name)
                self.quorum = name
            case ["issuer", name, key] if (name, decode_strictly(key)) not in self.issuers:
                # A key that was changed over stays beside the one that follows it.
                self.issuers.append((name, decode_strictly(key)))
            case ["authority", name, certificate] if name not in self.authorities:
                self.authorities[name] = decode_strictly(certificate)
            case _:
                raise ValueError("no statement known here, or one said twice")

    def _new_key(self, text: str, kind: int) -> VerifierKey:
        key = VerifierKey.parse(text)
        if key.kind != kind:
            raise ValueError("a key of another kind")
        named = [*(log.key for log in self.logs), *(witness.key for witness in self.witnesses)]
        if any(key.public == other.public for other in named):
            raise ValueError("a key named twice")
        return key

    def _new_name(self, name: str) -> None:
        if name == "none" or name in self.groups or any(name == witness.name for witness in self.witnesses):
            raise ValueError("a name given twice")

    def _known(self, name: str) -> None:
        if name not in self.groups and all(name != witness.name for witness in self.witnesses):
            raise ValueError("a name that no earlier line gives")

    def _unclaimed(self, name: str) -> None:
        """Refuse who is a member elsewhere: each counts to the quorum in one way only (tlog-policy, groups)."""
        if any(name in group.members for group in self.groups.values()):
            raise ValueError(f"{name} is a member of another group already; each counts to the quorum once")

    def _group(self, least: str, members: list[str]) -> Group:
        for member in members:
            self._known(member)
            self._unclaimed(member)
        if len(set(members)) != len(members):
            raise ValueError("a member named twice")
        if least not in ("any", "all") and not _COUNT.fullmatch(least):
            raise ValueError("a group wants any, all or a number")
        count = {"any": 1, "all": len(members)}.get(least) or int(least)
        if count > len(members):
            raise ValueError("a group that can never hold")
        return Group(count, tuple(members))

"""What the Act asks the operator to publish, as the registers have it, and the record of what was shown when.

The pages that show it are the publication itself: articles 32(1), 27(2) and 27(5)iii let it be put where people easily
learn of it. Each change of what is shown is an act, committed before the first page with it leaves, so that it can be
said for any day what stood there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from ledger.cases.fees import fee_said, fees_at
from ledger.cases.moments import day, spoken
from ledger.cases.publication_words import PUBLISHED
from ledger.cases.requests import KINDS
from ledger.cases.texts import SENTENCES, Text
from ledger.judging.acts import PUBLISHED_BY_WINDOW, enter_publication, said_in
from ledger.log.head import LOG_ID
from ledger.registers.snapshot import RegisterRow, Registers
from ledger.store.connect import Connection
from ledger.vault.vault import Vault

_KEPT = """
select made_at, entry_id, key_id, sealed from intake where log_id = %s and command = %s and made_at < %s
order by made_at desc, intake_id desc limit %s
"""


@dataclass(frozen=True, slots=True)
class Line:
    """One fact with its label. ``recorded``: the operator's own words, which have no second language."""

    label: Text
    words: Text
    recorded: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the page: entries of lines, or the sentence that there is nothing of it."""

    title: Text
    entries: tuple[tuple[Line, ...], ...]
    none: Text


@dataclass(frozen=True, slots=True)
class Publication:
    """All that the page shows of the registers. ``digest``: SHA-256 over its JSON, in hex."""

    sections: tuple[Section, ...]

    @property
    def digest(self) -> str:
        """Two publications that show the same have the same."""
        return sha256(json.dumps(self.told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()

    @property
    def told(self) -> list[Mapping[str, Any]]:
        """Return it as JSON."""
        return [asdict(section) for section in self.sections]


@dataclass(frozen=True, slots=True)
class Kept:
    """What was shown from an instant (µs UTC) on, until the next one."""

    since: int
    digest: str
    sections: Sequence[Mapping[str, Any]]


def publication(registers: Registers, at: int) -> Publication:
    """Return what is to be shown at an instant (µs UTC)."""
    coded = _Coded(registers, at)
    return Publication((
        _section("operator", [_operator(row.body) for row in registers.keys_at("operator", at)]),
        _section("policy", [
            line for row in registers.keys_at("policies", at) if _services(row) is None for line in _policy(row.body)
        ]),
        _section("purposes", [
            (Line(Text(row.body["ja"], row.body["en"]), _since(row)),) for row in registers.keys_at("purposes", at)
        ]),
        _section("joint_use", [_joint(row.body, coded) for row in registers.keys_at("joint_use", at)]),
        _section("opt_out", [_opt_out(row.body, coded) for row in registers.keys_at("opt_out_notifications", at)]),
        _section("terms", [_terms(row.body) for row in registers.keys_at("terms", at)]),
        _section("fees", [
            (Line(KINDS[kind].words, fee_said(PUBLISHED["fee"], fee)),) for kind, fee in fees_at(registers, at).items()
        ]),
    ))  # fmt: skip


def keep(connection: Connection, vault: Vault, shown: Publication, now: int) -> None:
    """Commit what is shown, unless it is what was shown last."""
    last = kept(connection, vault, now + 1, 1)
    if not last or last[0].digest != shown.digest:
        enter_publication(connection, vault, {"digest": shown.digest, "sections": shown.told}, now)


def kept(connection: Connection, vault: Vault, until: int, limit: int) -> list[Kept]:
    """Return what was shown before an instant (µs UTC), the newest first, at most ``limit`` changes."""
    rows = connection.execute(_KEPT, (LOG_ID, PUBLISHED_BY_WINDOW, until, limit)).fetchall()
    keys = vault.open_keys({key_id for _, _, key_id, _ in rows})
    found = []
    for made_at, entry_id, key_id, sealed in rows:
        body = said_in(keys[key_id], entry_id, sealed)
        found.append(Kept(made_at, body["digest"], body["sections"]))
    return found


class _Coded:
    """Words for codes, as the registers have them at an instant."""

    def __init__(self, registers: Registers, at: int) -> None:
        self._registers, self._at = registers, at

    def listed(self, register: str, codes: Sequence[str]) -> Text:
        found = [self._one(register, code) for code in codes]
        return Text("、".join(one.ja for one in found), ", ".join(one.en for one in found))

    def recipients(self, codes: Sequence[str]) -> Iterator[str]:
        for code in codes:
            row = self._registers.valid_at("recipients", code, self._at)
            yield row.body["name"] if row is not None else code

    def _one(self, register: str, code: str) -> Text:
        row = self._registers.valid_at(register, code, self._at)
        return Text(row.body["ja"], row.body["en"]) if row is not None else Text(code, code)


def _section(code: str, entries: Sequence[tuple[Line, ...]]) -> Section:
    return Section(PUBLISHED[code], tuple(entries), PUBLISHED[f"{code}_none"])


def _operator(body: Mapping[str, Any]) -> tuple[Line, ...]:
    return tuple(_own(name, body[name]) for name in ("name", "address", "representative"))


def _services(row: RegisterRow) -> Any:
    # A policy of single services is shown by those.
    return row.body.get("services")


def _policy(body: Mapping[str, Any]) -> Iterator[tuple[Line, ...]]:
    since = spoken(date.fromisoformat(body["in_force_from"]))
    yield (Line(Text(body["title"], body["title"]), Text(*(
        words.format(told) for words, told in zip(PUBLISHED["since"], since, strict=True)
    ))),)  # fmt: skip
    for sentence in body["sentences"]:
        yield (Line(Text(sentence["number"], sentence["number"]), Text(sentence["ja"], sentence["en"])),)


def _since(row: RegisterRow) -> Text:
    return Text(*(words.format(told) for words, told in zip(PUBLISHED["since"], day(row.valid_from), strict=True)))


def _joint(body: Mapping[str, Any], coded: _Coded) -> tuple[Line, ...]:
    """The five things of article 27(5)iii."""
    manager = body.get("manager") or {}
    return (
        Line(PUBLISHED["items"], coded.listed("data_items", body.get("items", []))),
        _own("users", "、".join([*_ranges(body), *coded.recipients(body.get("users", []))])),
        Line(PUBLISHED["purposes"], coded.listed("purposes", body.get("purposes", []))),
        _own("manager", "、".join(str(manager[name]) for name in ("name", "address", "representative")
                                 if manager.get(name))),
    )  # fmt: skip


def _ranges(body: Mapping[str, Any]) -> Sequence[str]:
    """Ranges are codes; where the group has words, they say it."""
    return [body["ja"]] if body.get("ja") else body.get("ranges", [])


def _opt_out(body: Mapping[str, Any], coded: _Coded) -> tuple[Line, ...]:
    """The things of article 27(2) and Rule 11, in its order."""
    starts = body.get("starts_on")
    return (
        _own("opt_out_operator", body.get("operator", "")),
        _said("opt_out_purpose", body.get("provision_is_a_purpose")),
        Line(PUBLISHED["items"], coded.listed("data_items", body["items"])),
        _own("opt_out_acquisition", body.get("acquisition", "")),
        Line(PUBLISHED["opt_out_methods"], _methods(body["methods"])),
        _said("opt_out_stops", body.get("stops_on_request")),
        _own("opt_out_how", body.get("how_to_ask", "")),
        _own("opt_out_updating", body.get("updating", "")),
        Line(PUBLISHED["opt_out_starts"], spoken(date.fromisoformat(starts)) if starts else PUBLISHED["not_said"]),
    )


def _terms(body: Mapping[str, Any]) -> tuple[Line, ...]:
    return (_own("terms_title", f"{body['title']}（{body['version']}）"), _own("terms_text", body["ja"]))


def _methods(codes: Sequence[str]) -> Text:
    found = [SENTENCES.get(f"method_{code}", Text(code, code)) for code in codes]
    return Text("、".join(one.ja for one in found), ", ".join(one.en for one in found))


def _own(code: str, words: str) -> Line:
    return Line(PUBLISHED[code], Text(words, words), True) if words else Line(PUBLISHED[code], PUBLISHED["not_said"])


def _said(code: str, told: bool | None) -> Line:
    return Line(PUBLISHED[code], PUBLISHED["not_said" if told is None else "yes" if told else "no"])

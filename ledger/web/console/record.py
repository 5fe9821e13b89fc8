"""One record: what happened, how it was judged and by which rule, what it was judged before, and who has looked."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from fastapi.responses import Response

from ledger.cases.inside import Inside, inside_of
from ledger.cases.moments import short, spoken
from ledger.cases.one_record import record_within
from ledger.cases.outside import Outside, outside
from ledger.cases.texts import Text
from ledger.cases.visible import grouped
from ledger.judging.acts import LOOKS, enter_act
from ledger.judging.history import NoSuchRecord, Told, find_record, judgements_of
from ledger.judging.keeping import Keeping, keeping_of
from ledger.judging.lookup import linked
from ledger.judging.paired import Paired, pairs_of
from ledger.judging.pairs import DIFFERENCES
from ledger.judging.reads import Read, reads
from ledger.judging.records import Opened, RecordRow, open_records, owners_of
from ledger.judging.said import instant
from ledger.law.catalogue import VERDICTS
from ledger.log.head import LOG_ID, read_head
from ledger.registers.snapshot import Registers
from ledger.web.console.act_words import act_words
from ledger.web.console.case_rows import consent_lines
from ledger.web.console.console import Console
from ledger.web.console.parts import coded, country_of, filled, joined, reason_words
from ledger.web.console.records_words import CAUSES, WORDS
from ledger.web.console.routes import Asked, Route
from ledger.web.desks import Desk

#: Looks that are shown, the newest.
_LOOKS = 20


def shown(console: Console, asked: Asked) -> Response:
    """Show one record. The look is entered with its person before anything is shown."""
    registers = console.desks.registers()
    with console.desks.one() as desk:
        at = look_of(desk, registers, asked)
        found, as_of = record_of(at, asked), at.as_of
        if found is None:
            return console.said(asked.lang, "missing", 404, asked.who)
        row, closed = found
        (owner,) = owners_of(desk.vault, [row])
        enter_act(
            desk.connection, desk.vault, registers, asked.who.officer, asked.reason or "", "judgement",
            {"record_index": row.idx, "as_of": as_of}, owner, asked.now, None, LOOKS,
        )  # fmt: skip
        (opened,) = open_records(desk.connection, desk.vault, [row])
        inside = inside_of(desk.connection, desk.vault, registers, row, as_of)
        if closed:
            return _closed(console, asked, row, opened, inside)
        told = judgements_of(desk.connection, desk.vault, row.idx, as_of)
        kept = keeping_of(desk.connection, registers, [row], as_of, asked.now)[row.idx]
        pairs = pairs_of(desk.connection, desk.vault, registers, row, as_of)
        looks = _looks(at, owner, asked.now)
    return _page(
        console, asked, row, opened, inside, facts=_facts(registers, opened, closed), kept=_kept(kept),
        consents=consent_lines(inside), history=[_judgement(one) for one in reversed(told)],
        pairs=[_pair(one) for one in pairs], looks=looks, closed=False,
    )  # fmt: skip


def _closed(console: Console, asked: Asked, row: RecordRow, opened: Opened, inside: Inside | None) -> Response:
    """Show what happened and how it is judged now, and nothing that its person's other records may have in common with
    it: no history, since one fact judges all of them again, no consents, no looks."""
    facts = _facts(console.desks.registers(), opened, True)
    return _page(console, asked, row, opened, inside, facts=facts, kept=(), consents=(), closed=True)


def _page(
    console: Console, asked: Asked, row: RecordRow, opened: Opened, inside: Inside | None, **more: Any
) -> Response:  # fmt: skip
    return console.render(
        asked, "record.html", filled(WORDS["record_title"], str(row.idx)).told_in(asked.lang), words=WORDS,
        crumbs=[("/records", WORDS["records_title"].told_in(asked.lang))], row=row,
        verdict=Text(*VERDICTS[row.verdict]), inside=inside,
        record_id=grouped(row.entry_id.hex()), event=str(UUID(bytes=row.event_id)),
        times=(short(row.happened_at), _written(opened), short(row.appended_at)),
        reason=reason_words(asked.reason), **more,
    )  # fmt: skip


def look_of(desk: Desk, registers: Registers, asked: Asked) -> Outside:
    """Return how the officer looks at a record: outside a case, as of now."""
    as_of = read_head(desk.connection, LOG_ID).size
    return outside(desk.connection, desk.vault, registers, asked.who.officer, as_of, asked.now)


def record_of(at: Outside, asked: Asked) -> tuple[RecordRow, bool] | None:
    """Return the record that the address names, and whether it is closed to the officer; None for one that is not
    there, or outside the officer's range: both look alike. Raises Conflicted."""
    named, who = asked.params["record"], asked.who
    try:
        idx = find_record(at.connection, named if named.isdecimal() else "", at.as_of)
    except NoSuchRecord:
        return None
    return record_within(at, who.officer, who.range, idx, at.as_of, asked.now)


def _facts(registers: Registers, opened: Opened, closed: bool) -> list[tuple[Text, Text]] | None:
    """Return what was provided, to whom and why, as on that day, and to whom it belongs where that is not closed; None
    where the content was erased."""
    opening, row = opened.opening, opened.row
    if opening is None:
        return None
    provided, other = opening.manner["role"] == "provider", opening.recipient
    country = other.get("country")
    person = WORDS["no_person"] if row.identity is None else WORDS["person_untold"] if closed else (
        filled(WORDS["pseudonym"], f"{row.identity % 10_000:04}"))
    purpose = opening.manner["purpose"]
    told: list[tuple[Text, Text | None]] = [
        (WORDS["recipient_then" if provided else "other_side"],
         _same(other["name"]) if other.get("name") else joined([_same(row.recipient), WORDS["unregistered"]])),
        (WORDS["address"], _maybe(other.get("address"))),
        (WORDS["representative"], _maybe(other.get("representative"))),
        (WORDS["country"], country_of(registers, str(country), row.happened_at) if country else None),
        (WORDS["items"], joined([
            Text(str(one.get("ja", one["code"])), str(one.get("en") or one.get("ja") or one["code"]))
            for one in opening.items
        ])),
        (WORDS["purpose"], coded(registers, "purposes", str(purpose), row.happened_at)),
        (WORDS["person"], person),
    ]  # fmt: skip
    return [(label, words) for label, words in told if words is not None]


def _written(opened: Opened) -> str:
    said = opened.opening.time.get("written_at") if opened.opening is not None else None
    return short(instant(str(said))) if said else "–"


def _kept(kept: Keeping) -> list[Text]:
    said = [filled(WORDS["kept_until"], spoken(kept.until)) if kept.until else WORDS["kept_no_period"]]
    said += [WORDS[code] for code, holds in (("kept_open", kept.open), ("kept_held", kept.held)) if holds]
    return said


def _judgement(one: Told) -> dict[str, Any]:
    verdict = one.verdict_and_policy["verdict"] if one.verdict_and_policy is not None else None
    cause = WORDS["first_judgement"] if one.cause is None else (
        filled(WORDS["cause"], CAUSES.get(one.cause.kind or "", WORDS["erased_one"])))
    return {
        "verdict": verdict, "words": Text(*VERDICTS[verdict]) if verdict else WORDS["erased_one"], "cause": cause,
        "made": filled(WORDS["judged_at"], str(one.idx), one.law, str(one.as_of)),
    }  # fmt: skip


def _pair(one: Paired) -> tuple[str, Text]:
    where = f"{one.source} {UUID(bytes=one.event_id)}"
    if one.differing is None:
        return where, WORDS["erased_one"]
    same = [WORDS["counterpart_same"]]
    return where, joined([Text(*DIFFERENCES[code]) for code in one.differing] or same)


def _looks(at: Outside, owner: int | None, now: int) -> list[tuple[str, str, Text, Text]]:
    """Return who looked at the person's records: when, by which act, and why; at closed ones nobody did."""
    if owner is None:
        return []
    people, _ = linked(at.connection, LOG_ID, at.as_of, [owner])
    found: list[Read] = reads(
        at.connection, at.vault, people=people, officer=None, since=None, until=now + 1, limit=_LOOKS,
        existence=at.everything, closed=at.closed_at,
    )  # fmt: skip
    return [(short(one.made_at), one.officer, act_words(one.command), reason_words(one.reason)) for one in found]


def _same(words: str) -> Text:
    return Text(words, words)


def _maybe(words: Any) -> Text | None:
    return _same(str(words)) if words else None


ROUTES = (Route("GET", "/records/{record}", LOOKS, shown, personal=True),)

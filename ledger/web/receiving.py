"""What a person receives, in the form they choose: made anew from the log each time, as of when it was decided."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ledger.cases import csv, html, json, pdf
from ledger.cases.case import Case
from ledger.cases.disclosure.build import KeptRecord
from ledger.cases.disclosure.file import FILE_NAME
from ledger.cases.disclosure.kept import kept_records
from ledger.cases.disclosure.signing import signed
from ledger.cases.given import Given, answer_of
from ledger.cases.projection import Projection
from ledger.cases.release import tick_before
from ledger.cases.texts import Language
from ledger.judging.coverage import coverage
from ledger.log.head import LOG_ID
from ledger.registers.snapshot import load_registers
from ledger.web.desks import Desk

_RENDERED: Mapping[str, tuple[str, str, Callable[[Projection], bytes]]] = {
    "html": (html.FILE_NAME, "text/html; charset=utf-8", html.render),
    "json": (json.FILE_NAME, "application/json", json.render),
    "csv": (csv.FILE_NAME, "text/csv; charset=utf-8", csv.render),
}
#: One document in each language.
_SET: Mapping[str, Language] = {"pdf": "ja", "pdf_en": "en"}
#: In which forms an answer about records is given; the last where an issuer signs answers.
FORMATS = ("html", *_SET, "csv", "json", "proof")


@dataclass(frozen=True, slots=True)
class Document:
    """A file for the person; its name says nothing of them."""

    name: str
    media_type: str
    content: bytes


def documents(desk: Desk, case: Case, form: str) -> Document:
    """Return the answer to a case about records. Whoever was erased since is given what is left: nothing.

    Raises NotAnnounced, NoHeadYet and OpeningDiffers for a proof, GlyphMissing and FontMissing for a PDF.
    """
    assert case.decision is not None and case.gives_records, "an answer with records was decided"
    decision = case.decision
    with desk.connection.transaction():
        registers = load_registers(desk.connection, LOG_ID, decision.as_of)
        given = answer_of(desk.connection, desk.vault, registers, case)
        if form == "proof":
            covered = coverage(desk.connection, registers, decision.as_of, tick_before(decision.decided_at))
            kept = _kept(desk, given, decision.as_of)
    if form in _RENDERED:
        name, media_type, render = _RENDERED[form]
        return Document(name, media_type, render(given.projection))
    if form in _SET:
        content = pdf.render(given.projection, case.number, _SET[form])
        return Document(pdf.FILE_NAMES[_SET[form]], "application/pdf", content)
    assert desk.issuer is not None, "a proof is offered where somebody signs"
    evidence = signed(desk.connection, desk.vault, desk.issuer, given.projection, kept, covered, decision.as_of)
    return Document(FILE_NAME, "application/json", evidence)


def _kept(desk: Desk, given: Given, as_of: int) -> dict[str, KeptRecord]:
    shown = {record.record_id for record in given.projection.records}
    return {
        record_id: record
        for person in given.people
        for record_id, record in kept_records(desk.connection, desk.vault, person, shown, as_of).items()
    }

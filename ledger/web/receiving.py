"""What a person receives, in the form they choose: made anew from the log each time, as of when it was decided."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

from ledger.cases import csv, held_files, html, json, pdf
from ledger.cases.case import Case
from ledger.cases.casebook import Casebook
from ledger.cases.collect import operator_of
from ledger.cases.disclosure.build import KeptRecord
from ledger.cases.disclosure.file import FILE_NAME
from ledger.cases.disclosure.kept import kept_records
from ledger.cases.disclosure.signing import Issuer, signed
from ledger.cases.files.store import taken_out
from ledger.cases.given import Given, answer_of
from ledger.cases.letters import setting
from ledger.cases.letters.compose import own_receipt
from ledger.cases.parts import parts_shown, with_parts
from ledger.cases.projection import Projection
from ledger.cases.release import tick_before
from ledger.cases.texts import Language
from ledger.judging.coverage import coverage
from ledger.log.head import LOG_ID
from ledger.registers.snapshot import Registers, load_registers
from ledger.web.desks import Desk

_RENDERED: Mapping[str, tuple[str, str, Callable[[Projection], bytes]]] = {
    "html": (html.FILE_NAME, "text/html; charset=utf-8", html.render),
    "json": (json.FILE_NAME, "application/json", json.render),
    "csv": (csv.FILE_NAME, "text/csv; charset=utf-8", csv.render),
}
#: One document in each language.
_SET: Mapping[str, Language] = {"pdf": "ja", "pdf_en": "en"}
#: The forms that are set for paper, which takes longer.
SET_FOR_PAPER = frozenset(_SET)
#: In which forms an answer about records is given; the last where an issuer signs answers.
FORMATS = ("html", *_SET, "csv", "json", "proof")
#: The form that is ticked before a person has chosen: what they can read, keep and print, in their language.
FOR_MOST: Mapping[Language, str] = {"ja": "pdf", "en": "pdf_en"}
#: What the receipt is called as a file.
_RECEIPTS: Mapping[Language, str] = {"ja": "uketsuke.pdf", "en": "uketsuke-en.pdf"}
#: How a file that a service sent is called at its end, and of which type it is, by kind.
_FILES = {"pdf": ("pdf", "application/pdf"), "jpeg": ("jpg", "image/jpeg"), "png": ("png", "image/png")}
#: The first instant that a ZIP can name: when a file was packed is nobody's business.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def formats(issuer: Issuer | None) -> list[str]:
    """Return the forms in which an answer about records is given here."""
    return [one for one in FORMATS if one != "proof" or issuer is not None]


@dataclass(frozen=True, slots=True)
class Document:
    """A file for the person; its name says nothing of them."""

    name: str
    media_type: str
    content: bytes


def documents(desk: Desk, case: Case, forms: Sequence[str]) -> list[Document]:
    """Return the answer to a case about records, once in each form. What the services hold stands in it; beside the
    table and the proof, which are of records alone, it is a file of its own. Whoever was erased since is given what is
    left: nothing.

    Raises NotAnnounced, NoHeadYet and OpeningDiffers for a proof, GlyphMissing and FontMissing for a PDF.
    """
    assert case.decision is not None and case.gives_records, "an answer with records was decided"
    decision = case.decision
    with desk.connection.transaction():
        registers = load_registers(desk.connection, LOG_ID, decision.as_of)
        found = answer_of(desk.connection, desk.vault, registers, case)
        given = with_parts(desk.connection, desk.vault, case, found)
        if "proof" in forms:
            covered = coverage(desk.connection, registers, decision.as_of, tick_before(decision.decided_at))
            kept = _kept(desk, given, decision.as_of)

    def document(form: str) -> Document:
        if form in _RENDERED:
            name, media_type, render = _RENDERED[form]
            return Document(name, media_type, render(given.projection))
        if form in _SET:
            content = pdf.render(given.projection, case.number, _SET[form])
            return Document(pdf.FILE_NAMES[_SET[form]], "application/pdf", content)
        assert desk.issuer is not None, "a proof is offered where somebody signs"
        evidence = signed(desk.connection, desk.vault, desk.issuer, given.projection, kept, covered, decision.as_of)
        return Document(FILE_NAME, "application/json", evidence)

    return [*map(document, forms), *_held(given.projection, forms)]


def receipt(registers: Registers, case: Case, language: Language) -> Document:
    """Return the receipt of a request as PDF, the same bytes whenever it is asked for.

    Raises OperatorUnknown, GlyphMissing and FontMissing.
    """
    letter = own_receipt(case, operator_of(registers, case.received_at), language)
    return Document(_RECEIPTS[language], "application/pdf", setting.pdf(letter))


def passed_on(desk: Desk, case: Case, number: int) -> Document | None:
    """Return the file with a number in an answer that a service sent, as it came; None where there is none.

    Raises FileGone, FileDiffers, PersonErased and OperatorUnknown.
    """
    parts = parts_shown(desk.connection, desk.vault, case)
    found = next((file for part in parts for file in part.files if file.number == number), None)
    if found is None:
        return None
    content = taken_out(Casebook(desk.connection, desk.vault), case, found.file_id)
    ends, media_type = _FILES[found.kind]
    return Document(f"kaiji-file-{number}.{ends}", media_type, content)


def shown(desk: Desk, case: Case) -> Projection:
    """Return what the answer to a case about records shows. Raises PersonErased."""
    assert case.decision is not None and case.gives_records, "an answer with records was decided"
    with desk.connection.transaction():
        registers = load_registers(desk.connection, LOG_ID, case.decision.as_of)
        found = answer_of(desk.connection, desk.vault, registers, case)
        return with_parts(desk.connection, desk.vault, case, found).projection


def together(files: Sequence[Document]) -> Document:
    """Return one file of several: the one there is, or a ZIP of them, whose bytes follow from theirs alone."""
    if len(files) == 1:
        return files[0]
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for one in files:
            entry = zipfile.ZipInfo(one.name, _NO_TIME)
            # As it is: a size that followed from hashes and from the release of a library would be no file's own.
            entry.create_system, entry.compress_type = 3, zipfile.ZIP_STORED
            archive.writestr(entry, one.content)
    return Document("kaiji.zip", "application/zip", packed.getvalue())


def _held(projection: Projection, forms: Sequence[str]) -> list[Document]:
    """Return what the services hold as files beside those forms that have no place for it."""
    if not projection.parts:
        return []
    beside = {
        "csv": Document(held_files.TABLE_NAME, "text/csv; charset=utf-8", held_files.table(projection)),
        "proof": Document(held_files.BESIDE_PROOF_NAME, "application/json", held_files.beside_proof(projection)),
    }
    return [document for form, document in beside.items() if form in forms]


def _kept(desk: Desk, given: Given, as_of: int) -> dict[str, KeptRecord]:
    shown = {record.record_id for record in given.projection.records}
    return {
        record_id: record
        for person in given.people
        for record_id, record in kept_records(desk.connection, desk.vault, person, shown, as_of).items()
    }

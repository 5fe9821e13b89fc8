"""The services' parts of an answer as the person reads them: one for each, in one document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ledger.cases.case import Case
from ledger.cases.files.filed import Filed
from ledger.cases.given import Given, held_of
from ledger.cases.grounds import GROUNDS
from ledger.cases.holding import name_of
from ledger.cases.own_part import own_row
from ledger.cases.part import FileShown, PartShown
from ledger.cases.projection import RecordShown, project_held
from ledger.cases.service_tasks import OWN, Part
from ledger.cases.task_words import FILE_WORDS, TOLD
from ledger.cases.texts import Text
from ledger.cases.window_words import FILE_KINDS, size_in_words
from ledger.log.head import LOG_ID
from ledger.registers.snapshot import Registers, load_registers
from ledger.store.connect import Connection
from ledger.vault.vault import Vault


def parts_shown(connection: Connection, vault: Vault, case: Case) -> tuple[PartShown, ...]:
    """Return the parts of a decided case, services and items named as the registers were when it was decided. Raises
    OperatorUnknown, PersonErased."""
    decision = case.decision
    if decision is None or not decision.parts:
        return ()
    registers = load_registers(connection, LOG_ID, decision.as_of)
    own: Mapping[str, RecordShown] = {}
    if any(part.source == OWN and part.held for part in decision.parts):
        whole, _ = held_of(
            connection, vault, registers, case.ids, decision.as_of, decision.decided_at, case.answered_at
        )
        own = {record.record_id: record for record in project_held(whole).records}
    shown, number = [], 0
    for part in decision.parts:
        shown.append(_shown(registers, part, decision.decided_at, own, _files(case, part, number)))
        number += len(part.files)
    return tuple(shown)


def _files(case: Case, part: Part, before: int) -> list[tuple[FileShown, Filed]]:
    """Return the files of a part, numbered on from those of the parts before."""
    there = {one.file_id: one for one in case.files}
    return [
        (FileShown(before + place, file_id, there[file_id].kind, there[file_id].size), there[file_id])
        for place, file_id in enumerate(part.files, start=1)
    ]


def _told(file: FileShown, filed: Filed) -> tuple[Text, Text]:
    """Return that there is a file as a piece of data: its number, and how to know it again."""
    kind, size = FILE_KINDS[filed.kind], size_in_words(filed.size)
    item, value = FILE_WORDS
    return (
        Text(item.ja.format(file.number), item.en.format(file.number)),
        Text(value.ja.format(kind.ja, size.ja, filed.sha256), value.en.format(kind.en, size.en, filed.sha256)),
    )


def with_parts(connection: Connection, vault: Vault, case: Case, given: Given) -> Given:
    """Return an answer about records with the parts of the data that was asked for beside them."""
    parts = parts_shown(connection, vault, case)
    return replace(given, projection=replace(given.projection, parts=parts))


def _shown(
    registers: Registers, part: Part, at: int, own: Mapping[str, RecordShown], files: Sequence[tuple[FileShown, Filed]]
) -> PartShown:  # fmt: skip
    held: Sequence[tuple[Text, Text]]
    if part.source == OWN:
        held = [own_row(own[one.item]) for one in part.held if one.item in own]
    else:
        held = [(item_named(registers, one.item, at), Text(one.value, one.value)) for one in part.held]
    held = [*held, *(_told(file, filed) for file, filed in files)]
    outcome = "none_held" if part.outcome == "given" and not held else part.outcome
    because = GROUNDS[part.kind][part.ground].words if part.ground else None
    return PartShown(
        part.source, outcome, part.ground, name_of(registers, part.source, at), TOLD[part.kind, outcome], because,
        tuple(held), part.text if held or part.source != OWN else "", tuple(file for file, _ in files),
    )  # fmt: skip


def item_named(registers: Registers, item: str, at: int) -> Text:
    """Return what a data item is called: by the register where it is one of its codes, else in the service's words."""
    row = registers.valid_at("data_items", item, at)
    return Text(item, item) if row is None else Text(row.body["ja"], row.body["en"])

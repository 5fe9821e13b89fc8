"""What the services hold (33(1)), where it was asked for beside the records: a file of its own beside the table of
records and beside the proof.

As a table: UTF-8 with BOM, one header row, one row for each piece of data, so that it can be sorted; a service that
gives none has one row that says why. As JSON beside `person.disclosure.json`: ``document`` (``personal_data_held``),
``version``, ``answered_at``, ``proof`` {ja, en}, which says that nothing of it stands in the proof, and ``parts``
(`part.as_json`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from ledger.cases.csv import sheet_of
from ledger.cases.moments import rfc3339
from ledger.cases.part import PartShown, as_json
from ledger.cases.projection import Projection
from ledger.cases.texts import Text
from ledger.cases.visible import escaped

TABLE_NAME, BESIDE_PROOF_NAME = "kaiji-hoyuu.csv", "kaiji-hoyuu.json"

_HEADER = (
    Text("保有している部門・サービス", "Service that holds it"), Text("回答", "What it answered"),
    Text("理由", "Reason"), Text("項目", "Data item"), Text("内容", "What it says"),
    Text("部門・サービスの説明", "In the service's words"),
)  # fmt: skip
_UNPROVEN = Text(
    "この内容は、各部門・サービスが当社の窓口に答えたものです。台帳に記録した提供の記録ではないため、"
    "person.disclosure.json の証明の対象ではありません。",
    "The services told our desk what stands here. It is no provision that the ledger recorded, so"
    " person.disclosure.json proves nothing of it.",
)


def table(projection: Projection) -> bytes:
    """Return the services' parts for spreadsheets."""
    header = [words for label in _HEADER[:-1] for words in label]
    rows = (row for part in projection.parts for row in _rows(part))
    return sheet_of([*header, f"{_HEADER[-1].ja} / {_HEADER[-1].en}"], rows)


def beside_proof(projection: Projection) -> bytes:
    """Return the services' parts as they lie beside the proof of the records; ends with a line feed."""
    document = {
        "document": "personal_data_held", "version": 1, "answered_at": rfc3339(projection.answered_at),
        "proof": _UNPROVEN._asdict(), "parts": as_json(projection.parts),
    }  # fmt: skip
    return (escaped(json.dumps(document, ensure_ascii=False, indent=2)) + "\n").encode()


def _rows(part: PartShown) -> Iterator[list[str]]:
    nothing = Text("", "")
    for item, value in part.held or ((nothing, nothing),):
        yield [*part.name, *part.told, *(part.because or nothing), *item, *value, part.text]

"""What the services hold, as files beside the records and their proof."""

from __future__ import annotations

import csv
import io
import json

from ledger.cases.answer import Operator
from ledger.cases.held_files import beside_proof, table
from ledger.cases.part import PartShown
from ledger.cases.projection import Projection
from ledger.cases.texts import Text

GIVEN = PartShown(
    "members", "given", "", Text("会員サイト", "Member site"), Text("開示します。", "We disclose it."), None,
    ((Text("氏名", "name"), Text("山田 花子", "山田 花子")), (Text("式", "formula"), Text("=1+1", "=1+1"))),
    "ご登録の内容",
)  # fmt: skip
REFUSED = PartShown(
    "support", "refused", "33(2)i", Text("窓口", "Desk"), Text("開示しません。", "We do not disclose it."),
    Text("理由", "Because"), (), "",
)  # fmt: skip
ANSWER = Projection(0, 0, Operator("", "", "", ""), (), (), parts=(GIVEN, REFUSED))


def test_a_piece_of_data_is_a_row_and_who_gives_none_has_one_that_says_why() -> None:
    written = table(ANSWER)
    assert written.startswith(b"\xef\xbb\xbf") and b"\r\n" in written
    header, *rows = csv.reader(io.StringIO(written.decode("utf-8-sig"), newline=""))
    assert len(header) == len(set(header)) and {len(row) for row in rows} == {len(header)}
    told = [dict(zip(header, row, strict=True)) for row in rows]
    assert [(row["保有している部門・サービス"], row["項目"], row["内容"], row["Reason"]) for row in told] == [
        ("会員サイト", "氏名", "山田 花子", ""), ("会員サイト", "式", "'=1+1", ""), ("窓口", "", "", "Because"),
    ]  # fmt: skip


def test_beside_the_proof_it_is_said_that_nothing_of_it_is_proven() -> None:
    told = json.loads(beside_proof(ANSWER))
    assert "証明の対象ではありません" in told["proof"]["ja"] and "proves nothing of it" in told["proof"]["en"]
    assert [part["service"]["code"] for part in told["parts"]] == ["members", "support"]

"""Words for why a record or a case is kept still, or that it is not, in Japanese and English."""

from __future__ import annotations

from collections.abc import Mapping

from ledger.cases.keeping import Standing as CaseStanding
from ledger.cases.texts import Text
from ledger.judging.due import Standing

RECORDS: Mapping[Standing, Text] = {
    "due": Text("保存期間が満了", "the period has ended"),
    "period_runs": Text("保存期間中", "its period runs"),
    "series_open": Text("一括記録が継続中", "its series is open"),
    "legal_hold": Text("法的な保全", "under a legal hold"),
    "no_period_set": Text("期間の定めなし", "no period is set"),
}
CASES: Mapping[CaseStanding, Text] = {
    "due": Text("保存期間が満了", "the period has ended"),
    "open": Text("手続中", "open"),
    "answer_open": Text("回答を受け取れる期間中", "its answer can be received still"),
    "period_runs": Text("保存期間中", "its period runs"),
    "protected": Text("保護の必要な方", "of a protected person"),
    "legal_hold": Text("法的な保全", "under a legal hold"),
}

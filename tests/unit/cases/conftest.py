from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ledger.cases.answer import Answer, Coded, DisclosableRecord, Operator, PersonId, Recipient

MakeRecord = Callable[..., DisclosableRecord]
MakeAnswer = Callable[..., Answer]

AOZORA = Recipient("aozora", "青空保険株式会社", "東京都港区芝公園四丁目2番8号", "鈴木一郎", "company", "JP")


@pytest.fixture(scope="session")
def make_record() -> MakeRecord:
    def make(**changed: Any) -> DisclosableRecord:
        facts: dict[str, Any] = {
            "record_id": "0f" * 16,
            "happened_at": 1_772_410_440_000_000,  # 2026-03-02 09:14 in Japan
            "role": "provider",
            "recipient": AOZORA,
            "items": (Coded("name", "氏名", "Name"), Coded("address", "住所", "Address")),
            "purpose": Coded("quote", "保険の見積りのため", "To quote insurance"),
            "ground": "consent",
            "method": "api",
            "duty": "statutory",
        }
        return DisclosableRecord(**(facts | changed))

    return make


@pytest.fixture(scope="session")
def make_answer() -> MakeAnswer:
    def make(*records: DisclosableRecord, **changed: Any) -> Answer:
        facts: dict[str, Any] = {
            "answered_at": 1_775_005_200_000_000,  # 2026-04-01 10:00 in Japan
            "checked_up_to": 1_775_005_200_000_000,
            "operator": Operator("株式会社サンプル", "東京都千代田区1", "山田太郎", "窓口\n03-0000-0000"),
            "asked_with": (PersonId("member", "A-001234"),),
            "records": records,
        }
        return Answer(**(facts | changed))

    return make

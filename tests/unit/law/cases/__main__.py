"""Write docs/law/cases.md, and what is told of every case."""

from __future__ import annotations

from tests.unit.law.cases.document import PAGE, page
from tests.unit.law.cases.told import TOLD, told

PAGE.parent.mkdir(exist_ok=True)
PAGE.write_text(page(), encoding="utf-8")
TOLD.write_text(told(), encoding="utf-8")

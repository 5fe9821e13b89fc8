"""Write docs/law/cases.md."""

from __future__ import annotations

from tests.unit.law.cases.document import PAGE, page

PAGE.parent.mkdir(exist_ok=True)
PAGE.write_text(page(), encoding="utf-8")

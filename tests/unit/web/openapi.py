"""The OpenAPI document as the application says it; run as a module it writes docs/openapi.json anew."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

from ledger.cases.keeping import Periods
from ledger.cli.asking import now_us
from ledger.web.api.app import api_app
from ledger.web.desks import Desks
from ledger.web.rate import Rates

PAGE = Path(__file__).parents[3] / "docs" / "openapi.json"


def said() -> dict[str, Any]:
    """Return what the application says of itself; no database is asked."""

    def away() -> Any:
        raise AssertionError("nobody asks a database here")

    return api_app(Desks(away, away, None, Periods(1, 1)), Rates(time.monotonic), now_us).openapi()


def page() -> str:
    """Return the document as it is checked in."""
    return json.dumps(said(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")

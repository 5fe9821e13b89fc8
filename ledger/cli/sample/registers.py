"""The sample's registers, as data: `registers.json`, one key a line.

Where a day has to be near the day of the demo (a check that is fresh, one that has lapsed) it stands as ``TODAY-120``:
so many days before. What names no ``valid_from`` holds since the seed's policy is in force.
"""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from importlib.resources import files
from typing import Any

_SINCE = "2022-04-01T00:00:00+09:00"
_BEFORE_TODAY = re.compile(r'"TODAY-([0-9]+)"')


def registers(today: date) -> list[dict[str, Any]]:
    """Return what the sample's registers hold, in the fields of a RegisterChange but for its header."""
    text = (files("ledger.cli.sample") / "registers.json").read_text("utf-8")
    dated = _BEFORE_TODAY.sub(lambda found: f'"{today - timedelta(days=int(found[1]))}"', text)
    return [{"valid_from": _SINCE, **row} for row in json.loads(dated)]

"""Countries and regions as people read them: `countries.json` names every code of ISO 3166-1, by Unicode CLDR."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files

from ledger.cases.texts import Text

#: By code of ISO 3166-1 alpha-2.
COUNTRIES: Mapping[str, Text] = {
    code: Text(*words)
    for code, words in json.loads((files("ledger.cases") / "countries.json").read_text("utf-8"))["names"].items()
}


def country_named(code: str) -> Text:
    """Return the name of a country or region (ISO 3166-1 alpha-2); the code itself where it is none of them."""
    return COUNTRIES.get(code, Text(code, code))

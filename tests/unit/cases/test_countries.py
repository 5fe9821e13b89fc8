"""Countries are read as words, in answers of every form."""

from __future__ import annotations

import csv as spreadsheet
import io
import json as plain
import re
from dataclasses import replace

from ledger.cases import csv, html, json
from ledger.cases.countries import COUNTRIES, country_named
from ledger.cases.letters.font import REGULAR
from ledger.cases.letters.glyphs import glyphs_of
from ledger.cases.pdf import answer
from ledger.cases.projection import project
from tests.unit.cases.conftest import MakeAnswer, MakeRecord


def test_every_code_of_iso_3166_has_a_name_in_both_languages_that_letters_can_show() -> None:
    assert len(COUNTRIES) == 249 and all(re.fullmatch("[A-Z]{2}", code) for code in COUNTRIES)
    assert country_named("JP") == ("日本", "Japan") and country_named("US") == ("アメリカ合衆国", "United States")
    for code, (ja, en) in COUNTRIES.items():
        assert code not in (ja, en) and not re.search(r"[ (){}]", ja), code
        assert not glyphs_of(REGULAR).missing(ja + en), code
    assert country_named("XX") == ("XX", "XX"), "what is no country of the list keeps its code"


def test_an_answer_names_the_country_and_keeps_the_code_for_programs(
    make_answer: MakeAnswer, make_record: MakeRecord
) -> None:
    record = make_record()
    abroad = replace(record, recipient=replace(record.recipient, country="US"))
    given = project(make_answer(abroad))
    page = html.render(given).decode()
    assert "アメリカ合衆国" in page and "United States" in page and "記号" not in page and ">US<" not in page
    header, row = spreadsheet.reader(io.StringIO(csv.render(given).decode("utf-8-sig")))
    cells = dict(zip(header, row, strict=True))
    assert cells["相手の国・地域（記号）"] == "アメリカ合衆国 (US)"
    assert cells["Country or region (code)"] == "United States (US)"
    assert '"recipient_country": "US"' in json.render(given).decode() and plain.loads(json.render(given))
    for lang, said in (("ja", "提供先の国・地域：アメリカ合衆国"), ("en", "country or region: United States")):
        letter = answer(given, "ABCDEFGHJK", lang)  # type: ignore[arg-type]
        assert letter.annex is not None and said in str(letter.annex.rows[0])

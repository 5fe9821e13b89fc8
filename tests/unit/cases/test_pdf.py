"""The answer as PDF: read back with pypdf, which is not what set it."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from ledger.cases import pdf
from ledger.cases.answer import Operator, PersonId
from ledger.cases.letters import font, setting
from ledger.cases.letters.font import REGULAR, FontMissing
from ledger.cases.letters.glyphs import glyphs_of
from ledger.cases.letters.letter import Letter
from ledger.cases.letters.setting import GlyphMissing
from ledger.cases.projection import project
from ledger.cases.texts import SENTENCES
from tests.unit.cases.conftest import AOZORA, MakeAnswer, MakeRecord

CASE = "ABCDEFGHJK"
PLAIN = Letter("receipt", "ja", "R8-1", "令和8（2026）年4月1日", "様", ("会社",), "件名", ("本文",))


def read(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


def text(content: bytes) -> str:
    """Return all text without the breaks of lines, which are the template's."""
    return re.sub(r"[\s\u200b]", "", "".join(page.extract_text() for page in read(content).pages))



def test_an_answer_of_many_pages_is_tagged_titled_and_holds_every_fact_in_order(
    make_answer: MakeAnswer, make_record: MakeRecord
) -> None:
    there = [make_record(record_id=f"{at:032x}", happened_at=1_772_410_440_000_000 - at) for at in range(30)]
    projection = project(make_answer(*there), {there[0].record_id: "33(2)i", there[1].record_id: "33(2)iii"})
    content = pdf.render(projection, CASE, "ja")
    found = read(content)
    root = found.trailer["/Root"]
    assert isinstance(root, DictionaryObject)
    assert str(root["/Lang"]).startswith("ja") and "/StructTreeRoot" in root and root["/MarkInfo"]["/Marked"]
    assert found.metadata is not None
    assert found.metadata.title == "第三者提供記録についての回答　R8-ABCDE-FGHJK"
    assert set(found.metadata) <= {"/Title", "/Creator", "/Producer"}
    assert [str(one["/Title"]) for one in found.outline if isinstance(one, dict)] == [
        "第三者提供記録についての回答",
    ]
    said = text(content)
    facts = [f"{fact.label.ja}：{fact.words.ja}" for record in projection.records for fact in record.granted_by_act]
    at = said.index("別紙第三者提供記録この別紙の件数：開示する記録28件、開示しない記録2件")
    for fact in facts:
        at = said.index(re.sub(r"\s", "", fact), at)
    at = said.index("開示しない（理由1）：1件", at)
    at = said.index("以下余白", at)
    assert said.index("理由2：開示すると、ほかの法令に違反する", at) < said.index("この回答の確かめ方")
    pages = [re.sub(r"\s", "", page.extract_text()) for page in found.pages]
    assert len(pages) > 3
    for number, page in enumerate(pages, start=1):
        assert f"R8-ABCDE-FGHJK{number}/{len(pages)}ページ" in page
        assert ("番号法律にもとづいて開示する事項当社が加えてお知らせする事項" in page) == (number > 1)
        assert ("（次のページに続く）" in page) == (1 < number < len(pages))


def test_every_font_is_an_embedded_subset_of_the_japanese_one(make_answer: MakeAnswer, make_record: MakeRecord) -> None:
    content = pdf.render(project(make_answer(make_record())), CASE, "ja")
    fonts = [font for page in read(content).pages for font in page["/Resources"]["/Font"].values()]
    assert fonts
    for each in fonts:
        descriptor = each["/DescendantFonts"][0]["/FontDescriptor"]
        assert re.fullmatch(r"[A-Z]{6}\+NotoSansCJKjp-(Regular|Bold)", descriptor["/FontName"].lstrip("/"))
        assert "/FontFile3" in descriptor
    assert len(content) < 150_000


def test_the_same_answer_is_the_same_bytes_and_english_is_a_document_of_its_own(
    make_answer: MakeAnswer, make_record: MakeRecord
) -> None:
    projection = project(make_answer(make_record()))
    english = pdf.render(projection, CASE, "en")
    assert pdf.render(projection, CASE, "ja") != english == pdf.render(projection, CASE, "en")
    root = read(english).trailer["/Root"]
    assert isinstance(root, DictionaryObject) and str(root["/Lang"]).startswith("en")
    assert "theJapaneseholds" in text(english) and "R8-ABCDE-FGHJK" in text(english)
    assert not re.search("[ぁ-ん]", text(english))


def test_nothing_to_disclose_is_one_page_of_one_sentence(make_answer: MakeAnswer, make_record: MakeRecord) -> None:
    """What is hidden makes the same bytes as what is not there; another person's number changes nothing of size."""
    absent = pdf.render(project(make_answer()), CASE, "ja")
    hidden = pdf.render(project(make_answer(make_record(existence="order_11_1"))), CASE, "ja")
    assert absent == hidden
    assert len(read(absent).pages) == 1
    said = text(absent)
    assert re.sub(r"\s", "", SENTENCES["none"].ja) in said
    assert "別紙" not in said and "確かめ方" not in said


def test_what_the_font_cannot_show_stops_the_job(make_answer: MakeAnswer, make_record: MakeRecord) -> None:
    for name in ("外字\ue000商店", "葛\U000e01ef城", "\U0001f3a9商店"):
        projection = project(make_answer(make_record(recipient=replace(AOZORA, name=name))))
        with pytest.raises(GlyphMissing) as raised:
            pdf.render(projection, CASE, "ja")
        assert name not in str(raised.value)
    shown = project(make_answer(make_record(recipient=replace(AOZORA, name="葛\U000e0100城の髙﨑𠮷野"))))
    assert "髙﨑𠮷野" in text(pdf.render(shown, CASE, "ja"))


def test_the_cmap_says_what_typst_finds() -> None:
    """The check before and PDF/UA's own agree, so neither can silently pass what the other would stop."""
    glyphs = glyphs_of(REGULAR)
    for character in "あ亜①㈱髙﨑鷗𠮷ー—…〔é":
        assert not glyphs.missing(character)
        setting.pdf(replace(PLAIN, opening=(character,)))
    for character in "\ue000\u0e01\U0001f3a9":
        assert glyphs.missing(character) == 1


def test_without_the_font_one_sentence_says_what_to_do(
    make_answer: MakeAnswer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(font, "BOLD", REGULAR.with_name("Absent.ttc"))
    with pytest.raises(FontMissing, match=r"^Absent\.ttc$"):
        pdf.render(project(make_answer()), CASE, "ja")


def test_a_record_longer_than_a_page_loses_nothing(make_answer: MakeAnswer, make_record: MakeRecord) -> None:
    wording = "".join(f"第{at}条、この文面は同意のときに示しました。" for at in range(200))
    content = pdf.render(project(make_answer(make_record(terms=wording), make_record())), CASE, "ja")
    shown = re.sub("（次のページに続く）|R8-ABCDE-FGHJK\\d/\\dページ|第三者提供記録についての回答|"
                   "番号法律にもとづいて開示する事項当社が加えてお知らせする事項", "", text(content))  # fmt: skip
    assert wording in shown


_CHARACTERS = "#$*_`~@<>[]{}()\\/=-+'\"&%|^;:!?,. \n#let あ山髙﨑株式会社𠮷ー１Ａ"


@given(st.text(_CHARACTERS, min_size=1, max_size=80))
@settings(max_examples=25, deadline=None)
def test_what_people_wrote_is_never_markup(written: str) -> None:
    content = setting.pdf(replace(PLAIN, opening=(f"始{written}終",), sender=(written,)))
    assert re.sub(r"\s", "", f"始{written}終") in text(content)


def test_a_name_that_is_code_stays_a_name(make_answer: MakeAnswer) -> None:
    name = '#panic("x") $x^2$ #sys.inputs *b* \\u{41} @ref <label> // 注'
    told = make_answer(operator=Operator(name, name, name, name), asked_with=(PersonId("member", name),))
    assert text(pdf.render(project(told), CASE, "ja")).count(re.sub(r"\s", "", name)) == 5

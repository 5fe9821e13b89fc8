"""Every question the law asks, with the words of its answers in Japanese and English: yes, no, and still missing.

One row a question, in the order of the Act's articles. A judgement keeps codes only, so words can be bettered without
touching what was judged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ledger.law.words import article_27_1, article_27_2_and_5, other_articles
from ledger.law.words.sentence import Sentence

__all__ = ["ANSWERS", "Sentence"]

_PARTS = (
    article_27_1.KNOWN,
    article_27_1.CONSENT,
    article_27_1.EXCEPTIONS,
    article_27_2_and_5.AGREEMENTS,
    article_27_2_and_5.OPT_OUT,
    article_27_2_and_5.NOT_THIRD_PARTY,
    other_articles.ABROAD,
    other_articles.CLASSES,
    other_articles.RECORDS,
)
#: What is still awaited, by question; every other question waits for its register entry.
_AWAITED: Mapping[str, Sentence] = {
    "consent_in_scope": Sentence("同意の記録が届くのを待っています", "a consent may still arrive"),
    "role": Sentence("立場の判断規則がありません", "no rule for the side it was reported from"),
    "handling": Sentence("取扱いの判断規則がありません", "no rule for how it was handled"),
    "data_class": Sentence("この種の情報の判断規則がありません", "no rule for this class of data"),
    "ground": Sentence("この根拠の判断規則がありません", "no rule for the ground claimed"),
}


def _rows() -> Iterator[tuple[tuple[str, str], Sentence]]:
    for question, yes, no in (row for part in _PARTS for row in part):
        yield (question, "yes"), Sentence(*yes)
        yield (question, "no"), Sentence(*no)
        yield (question, "missing"), Sentence(f"登録を待っています（{no[0]}）", f"waiting for the register ({no[1]})")
    for question, awaited in _AWAITED.items():
        yield (question, "missing"), awaited


#: Sentences by (question, answer).
ANSWERS: Mapping[tuple[str, str], Sentence] = dict(_rows())

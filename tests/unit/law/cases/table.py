"""Every case, article by article."""

from __future__ import annotations

from tests.unit.law.cases import article_27_1, article_27_2, article_27_5, article_28, classes, records
from tests.unit.law.cases.case import Article, Case

ARTICLES: tuple[Article, ...] = (
    article_27_1.CONSENT,
    article_27_1.LAW,
    article_27_1.LIFE,
    article_27_1.HEALTH,
    article_27_1.COOPERATION,
    article_27_1.PUBLICATION,
    article_27_1.JOINT,
    article_27_1.ACADEMIC_RECIPIENT,
    article_27_2.OPT_OUT,
    article_27_5.ENTRUSTMENT,
    article_27_5.SUCCESSION,
    article_27_5.JOINT_USES,
    article_28.FOREIGN,
    article_28.MATRIX,
    records.DUTY,
    records.FORM,
    records.RECEIVING,
    classes.RELATED,
    classes.PSEUDONYMISED,
    classes.NUMBER_ACT,
    classes.NO_PROVISION,
    classes.STOPS,
)
CASES: tuple[Case, ...] = tuple(case for article in ARTICLES for case in article.cases)

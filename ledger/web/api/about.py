"""About the API itself: whether it serves, which codes it takes, which problems it tells. No personal data, no act."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import psycopg
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from ledger.cases.agents import CUSTODY, INTERESTS, PROOFS, TOLD_BY, UNSAFE
from ledger.cases.clock import DELAYS, PAUSES
from ledger.cases.complaints import ARTICLE26, CATEGORIES, LEADS_TO, OUTCOMES
from ledger.cases.existence import HIDDEN_BECAUSE, RELEASED_BECAUSE
from ledger.cases.grounds import grounds_of
from ledger.cases.protection import PROTECTED_BECAUSE
from ledger.cases.requests import CHANNELS, IDENTITY_METHODS, KINDS, WITHHELD
from ledger.cases.stops import CLOSED
from ledger.cases.task_words import OUTCOMES as ANSWERS
from ledger.cases.texts import Text
from ledger.cases.wishes import DELIVERIES
from ledger.judging.acts import REASONS
from ledger.web.api.answers import CodeTold, KindTold, Vocabulary
from ledger.web.api.calls import HEADERS, answer
from ledger.web.api.documented import problems
from ledger.web.api.problem_words import WORDS
from ledger.web.api.problems import Problem, language_of, written
from ledger.web.receiving import FORMATS

router = APIRouter(tags=["about"])
_OF_STEPS: Mapping[str, Mapping[str, Text]] = {
    "open.delivery": DELIVERIES, "pause.cause": PAUSES, "extend.because": DELAYS, "agent.proof": PROOFS,
    "principal.by": TOLD_BY, "principal.unsafe": UNSAFE, "screen.interest": INTERESTS, "screen.custody": CUSTODY,
    "protect.because": PROTECTED_BECAUSE, "stop/close.because": CLOSED, "assign.category": CATEGORIES,
    "conclude.outcome": OUTCOMES, "refer.to": LEADS_TO, "refer.handling": ARTICLE26, "tasks/answer.outcome": ANSWERS,
    "existence/hide.because": HIDDEN_BECAUSE, "existence/release.because": RELEASED_BECAUSE,
}


@router.get(
    "/healthz", operation_id="healthy", summary="Whether the API serves", status_code=204,
    responses=problems("unavailable"), response_class=Response,
)  # fmt: skip
def healthy(request: Request) -> Response:
    """Takes no token."""
    try:
        request.app.state.desks.registers()
    except psycopg.Error:
        raise Problem("unavailable") from None
    return Response(status_code=204, headers=HEADERS)


@router.get(
    "/v1/vocabulary", operation_id="vocabulary", summary="Every code with its words", response_model=Vocabulary,
    responses=problems(),
)  # fmt: skip
def vocabulary() -> Response:
    """Kinds of request with what follows from the Act, channels, methods of identity, grounds, reasons, formats: a
    program needs no copy of them."""
    return answer(Vocabulary(
        kinds=[
            KindTold(
                code=kind.code, ja=kind.words.ja, en=kind.words.en, article=kind.article, about_ja=kind.about.ja,
                about_en=kind.about.en, told=kind.told, personal=kind.personal, sued_over=kind.sued_over,
                fee_possible=kind.fee_possible,
                grounds=_codes({code: ground.words for code, ground in grounds_of(kind.code).items()}),
            )
            for kind in KINDS.values()
        ],
        channels=_codes(CHANNELS), identity_methods=_codes(IDENTITY_METHODS), grounds=_codes(WITHHELD),
        reasons=_codes({code: Text(*words.split(" / ")) for code, words in REASONS.items()}), formats=list(FORMATS),
        steps={where: _codes(words) for where, words in _OF_STEPS.items()},
    ))  # fmt: skip


@router.get("/v1/problems", operation_id="listProblems", summary="Every problem that is told", responses=problems())
def list_problems(request: Request) -> Response:
    """Takes no token."""
    lang = language_of(request.headers.get("accept-language", ""))
    return _about([written(code, lang, {}) for code in WORDS])


@router.get(
    "/v1/problems/{code}", operation_id="showProblem", summary="What a problem means",
    responses=problems("not_found"),
)  # fmt: skip
def show_problem(request: Request, code: str) -> Response:
    """The address of a problem's `type`. Takes no token."""
    if code not in WORDS:
        raise Problem("not_found")
    return _about(written(code, language_of(request.headers.get("accept-language", "")), {}))


def _about(told: Any) -> Response:
    return JSONResponse(told, 200, HEADERS)


def _codes(words: Mapping[str, Text]) -> list[CodeTold]:
    return [CodeTold(code=code, ja=text.ja, en=text.en) for code, text in words.items()]

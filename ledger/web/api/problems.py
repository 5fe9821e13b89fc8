"""Problems as RFC 9457 writes them: one type for each thing that can be wrong, and none with anybody's data."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import psycopg
from fastapi.responses import Response

from ledger.cases.casebook import CaseErased, MovedOn, NoSuchCase
from ledger.cases.collect import OperatorUnknown
from ledger.cases.disclosure.build import OpeningDiffers
from ledger.cases.disclosure.kept import NoHeadYet, NotAnnounced
from ledger.cases.files.kinds import FileUnusable
from ledger.cases.files.store import FileGone
from ledger.cases.given import PersonErased
from ledger.cases.letters.font import FontMissing
from ledger.cases.letters.setting import GlyphMissing
from ledger.cases.letters.writing import LetterChanged
from ledger.cases.once import KeyBusy, KeyReused
from ledger.cases.steps import StepRefused
from ledger.cases.texts import Language
from ledger.judging.acts import ActRefused
from ledger.vault.master import WrongMasterKey
from ledger.web.api.problem_words import WORDS

MEDIA_TYPE = "application/problem+json"
#: Where a type is told about: relative to the API itself, so that whoever meets one can look it up.
TYPES = "/v1/problems/"
#: Every code with its status of HTTP.
STATUS: Mapping[str, int] = {
    "invalid": 400, "json_unreadable": 400, "key_missing": 400, "cursor_invalid": 400, "not_authorised": 401,
    "role_missing": 403, "lapsed": 403, "code_wrong": 403, "no_such_case": 404, "not_found": 404,
    "method_not_allowed": 405, "too_slow": 408, "key_busy": 409, "step_refused": 409, "case_gone": 410,
    "person_gone": 410, "code_spent": 410, "file_gone": 404, "letter_changed": 410, "file_unusable": 415,
    "glyph_missing": 422,
    "moved_on": 412, "too_large": 413, "not_json": 415, "key_reused": 422, "not_looked_at": 428, "too_often": 429,
    "code_soon": 429,
    "failed": 500, "intake_shut": 503, "too_many_at_once": 503, "unavailable": 503,
}  # fmt: skip
#: What the rooms below raise, and the problem that it is; the first that fits.
FORESEEN: Sequence[tuple[type[Exception], str]] = (
    (MovedOn, "moved_on"), (StepRefused, "step_refused"), (NoSuchCase, "no_such_case"), (CaseErased, "case_gone"),
    (PersonErased, "person_gone"), (ActRefused, "role_missing"), (KeyBusy, "key_busy"), (KeyReused, "key_reused"),
    (FileUnusable, "file_unusable"), (FileGone, "file_gone"), (GlyphMissing, "glyph_missing"),
    (LetterChanged, "letter_changed"), (FontMissing, "unavailable"),
    (OperatorUnknown, "unavailable"), (NoHeadYet, "unavailable"), (NotAnnounced, "unavailable"),
    (OpeningDiffers, "unavailable"), (WrongMasterKey, "unavailable"), (psycopg.Error, "unavailable"),
)  # fmt: skip
#: Seconds after which to ask again where nobody knows better.
_LATER = 2



class Problem(Exception):
    """Something is wrong with what was asked. ``more``: members beside those of every problem."""

    def __init__(self, code: str, headers: Mapping[str, str] | None = None, **more: Any) -> None:
        super().__init__(code)
        self.code, self.headers, self.more = code, headers or {}, more


def foreseen(error: Exception) -> Problem | None:
    """Return the problem that an error of the rooms below is, None where nobody foresaw it."""
    for kind, code in FORESEEN:
        if isinstance(error, kind):
            return Problem(code, because=_because(error)) if code == "step_refused" else Problem(code)
    return None


def _because(error: Exception) -> str:
    return str(error) or " ".join((type(error).__doc__ or "").split())


def language_of(accepted: str) -> Language:
    """Return in which language to say it: English, unless Japanese is asked for first."""
    return "ja" if accepted.lstrip().lower().startswith("ja") else "en"


def written(code: str, lang: Language, more: Mapping[str, Any]) -> dict[str, Any]:
    """Return a problem's members."""
    title, detail = (words.ja if lang == "ja" else words.en for words in WORDS[code])
    return {"type": f"{TYPES}{code}", "title": title, "status": STATUS[code], "detail": detail, **more}


def response_of(problem: Problem, accepted: str) -> Response:
    """Return the answer that says a problem. ``accepted``: the header Accept-Language."""
    lang, status = language_of(accepted), STATUS[problem.code]
    headers = {"Cache-Control": "no-store", "Content-Language": lang, **problem.headers}
    if status in (409, 429, 503) and problem.code != "step_refused":
        headers.setdefault("Retry-After", str(_LATER))
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    said = json.dumps(written(problem.code, lang, problem.more), ensure_ascii=False)
    return Response(said, status, headers, MEDIA_TYPE)

"""The page that checks a disclosure in a browser: one file, which asks no network and needs none."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from html import escape
from importlib.resources import files

from ledger.cases.countries import COUNTRIES
from ledger.cases.disclosure.words import (
    ACTIONS,
    ALONE,
    ALONE_NEXT,
    ALONE_UNKNOWN,
    CLAIMS,
    GROUNDS,
    MEMBERS,
    NO_DISCLOSURE,
    NO_POLICY,
    PAGE,
    REFUSALS,
    REFUSED_NEXT,
    ROLES,
    SWAPPED,
    TERMS,
)
from ledger.cases.texts import Text

FILE_NAME = "verify.html"
#: In the order in which each builds on those before it.
_SCRIPTS = (
    "portions.js", "bytes.js", "note.js", "policy.js", "tree.js", "issuer.js", "file.js", "check.js", "mistaken.js",
    "show.js",
)  # fmt: skip


def verify_page() -> bytes:
    """Return the page. Its policy allows its own style and script, by their hashes, and nothing else."""
    parts = files(__name__)
    style = (parts / "style.css").read_text(encoding="utf-8")
    words = {
        "refusals": _words(REFUSALS), "refused_next": _words(REFUSED_NEXT), "claims": _words(CLAIMS),
        "roles": _words(ROLES), "actions": _words(ACTIONS), "members": _words(MEMBERS), "grounds": _words(GROUNDS),
        "countries": _words(COUNTRIES), "page": _words(PAGE),
        "no_disclosure": _advice(NO_DISCLOSURE), "no_policy": _advice(NO_POLICY),
        "swapped": _advice({"swapped": SWAPPED})["swapped"],
        "alone": {**_words(ALONE), "not_known": ALONE_UNKNOWN, "to_do": ALONE_NEXT},
    }  # fmt: skip
    # In a script element `</` would end it, whatever stands around it.
    said = json.dumps(words, ensure_ascii=False).replace("</", "<\\/")
    sources = [(parts / name).read_text(encoding="utf-8") for name in _SCRIPTS]
    script = "\n".join(['"use strict";', f"const WORDS = {said};", *sources])
    page = (parts / "verify.html").read_text(encoding="utf-8")
    for name, value in {
        "style_hash": _hash(style), "script_hash": _hash(script), "style": style, "terms": _terms(), "script": script,
    }.items():  # fmt: skip
        page = page.replace("{" + name + "}", value, 1)
    return page.encode()


def _terms() -> str:
    """What words mean, in markup."""
    rows = "".join(f"<div><dt>{_both(name)}</dt><dd>{_both(meaning)}</dd></div>" for name, meaning in TERMS)
    return f"<h2>{_both(PAGE['terms'])}</h2>\n<dl>{rows}</dl>"


def _both(words: Text) -> str:
    return f'{escape(words.ja)}<span class="second" lang="en">{escape(words.en)}</span>'


def _words(texts: Mapping[str, Text]) -> dict[str, dict[str, str]]:
    return {code: {"ja": words.ja, "en": words.en} for code, words in texts.items()}


def _advice(said: Mapping[str, tuple[Text, Text]]) -> dict[str, list[dict[str, str]]]:
    return {code: [{"ja": words.ja, "en": words.en} for words in both] for code, both in said.items()}


def _hash(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()

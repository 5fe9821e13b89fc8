"""A person who asks, in a browser: one question after another, to the page on which everything is checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.browser.pages import Pages

#: What is typed and chosen by question, where nothing else is said.
ANSWERS: Mapping[str, Mapping[str, str]] = {
    "who": {"who": "self"},
    "agent": {"agent_name": "山田 太郎"},
    "alone": {"alone": "alone"},
    "name": {"name": "山田 花子"},
    "scope": {"scope": "all"},
    "both": {"both": "no"},
    "asked": {"asked": "すべての記録"},
    "claimed": {"claimed": "A-1"},
    "period": {"since_year": "2020", "since_month": "4", "since_day": "1"},
    "delivery": {"delivery": "page"},
    "contact": {"phone": "03-0000-0000", "address": "東京都千代田区見本町一丁目2番3号"},
    "safety": {"protected": "no"},
}
#: Fields that are chosen, not typed.
_CHOSEN = frozenset({"who", "alone", "scope", "both", "delivery", "protected"})


def answer(pages: Pages, look: Callable[[str], None] = lambda _: None, **more: str) -> None:
    """Begin on the page that tells what to know, and answer until everything stands together."""
    pages.press("main form button")
    while (at := str(pages.browser.evaluate("document.querySelector('[name=at]').value"))) != "check":
        look(at)
        for name, words in ANSWERS[at].items():
            if name in _CHOSEN:
                pages.choose(name, more.get(name, words))
            else:
                pages.type(**{name: more.get(name, words)})
        pages.press("main form button")
    look(at)


def ask(pages: Pages, kind: str = "records", **more: str) -> tuple[str, str]:
    """Ask from the first page on; return number and secret."""
    pages.open("/ja/")
    pages.go("請求・相談・苦情を送る")
    pages.choose("kind", kind)
    pages.press("main form button")
    answer(pages, **more)
    pages.press("main form button")
    number, secret = pages.codes()
    return number, secret

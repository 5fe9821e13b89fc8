"""Pages of a running window in a browser: what a person does to them, and what axe and the eye find on them."""

from __future__ import annotations

import json
import time
from importlib.resources import files
from pathlib import Path
from typing import Any

from tests.browser.chromium import Chromium

_AXE = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
#: WCAG 2.2 AA, and what axe holds for good practice.
_RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
_SECONDS = 20.0


class Pages:
    """One browser at one address. Elements are named as CSS does."""

    def __init__(self, browser: Chromium, address: str) -> None:
        self.browser = browser
        self._address = address

    def open(self, path: str) -> None:
        """Go to a page and wait until it is there."""
        self._leave(f"location.href = {json.dumps(self._address + path)}")

    def type(self, **fields: str) -> None:
        """Type into fields, by their names."""
        for name, words in fields.items():
            assert self.browser.evaluate(
                f"(field => field && (field.value = {json.dumps(words)}, true))"
                f"(document.querySelector('[name={name}]:not([type=hidden])'))"
            ), f"no field {name} on {self.title}"

    def choose(self, name: str, value: str) -> None:
        """Choose one of several."""
        assert self.browser.evaluate(
            f"(field => field && (field.checked = true))(document.querySelector('[name={name}][value=\"{value}\"]'))"
        ), f"no choice {value} of {name} on {self.title}"

    def choose_alone(self, name: str, value: str) -> None:
        """Tick one of several boxes, and take away the others' ticks."""
        self.browser.evaluate(f"document.querySelectorAll('[name={name}]').forEach(one => one.checked = false)")
        self.choose(name, value)

    def press(self, selector: str) -> None:
        """Press what it names, and wait until the next page is there."""
        assert self.browser.evaluate(f"!!document.querySelector({json.dumps(selector)})"), (
            f"no {selector} on {self.title}"
        )
        self._leave(f"document.querySelector({json.dumps(selector)}).click()")

    def take(self, selector: str, folder: Path) -> bytes:
        """Press what it names, and return the file that comes of it."""
        to = folder / f"taken-{len(list(folder.iterdir()))}"
        to.mkdir()
        self.browser.send("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(to))
        assert self.browser.evaluate(
            f"(one => one && (one.click(), true))(document.querySelector({json.dumps(selector)}))"
        ), f"no {selector} on {self.title}"
        until = time.monotonic() + _SECONDS
        while not (files := [one for one in to.iterdir() if one.suffix != ".crdownload"]):
            assert time.monotonic() < until, f"no file came of {selector} on {self.title}"
            time.sleep(0.02)
        return files[0].read_bytes()

    def attach(self, name: str, file: Path) -> None:
        """Choose a file, by the name of the field."""
        found = self.browser.send("Runtime.evaluate", expression=f"document.querySelector('[name={name}]')")
        self.browser.send("DOM.setFileInputFiles", files=[str(file)], objectId=found["result"]["objectId"])

    def go(self, words: str) -> None:
        """Follow the first link that says these words."""
        self._leave(
            "[...document.querySelectorAll('main a')]"
            f".find(one => one.innerText.includes({json.dumps(words)})).click()"
        )

    @property
    def text(self) -> str:
        """All that the page says."""
        return str(self.browser.evaluate("document.documentElement.innerText"))

    @property
    def title(self) -> str:
        """The page's title."""
        return str(self.browser.evaluate("document.title"))

    def codes(self) -> list[str]:
        """Return what the page sets in code letters: numbers and secrets."""
        found: list[str] = self.browser.evaluate("[...document.querySelectorAll('code')].map(one => one.innerText)")
        return found

    def header_links(self) -> list[str]:
        """Return where the links of the languages lead, Japanese first."""
        found: list[str] = self.browser.evaluate(
            "[...document.querySelectorAll('header nav a')].map(one => one.getAttribute('href'))"
        )
        return found

    def faults(self) -> list[str]:
        """Return what axe finds on the page, each with where."""
        if not self.browser.evaluate("'axe' in window"):
            self.browser.evaluate(_AXE)
        options = json.dumps({"runOnly": {"type": "tag", "values": _RULES}, "resultTypes": ["violations"]})
        found = self._awaited(f"axe.run(document, {options}).then(found => found.violations.flatMap("
                              "one => one.nodes.map(node => one.id + ': ' + node.target.join(' '))))")  # fmt: skip
        assert isinstance(found, list)
        return found

    def sideways(self) -> bool:
        """Tell whether the page has to be scrolled sideways."""
        return bool(self.browser.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        ))

    def _awaited(self, expression: str) -> Any:
        told = self.browser.send("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in told, told.get("exceptionDetails")
        return told["result"].get("value")

    def _leave(self, expression: str) -> None:
        """Do what leads to another page, and wait until that has been drawn."""
        self.browser.evaluate("window.before = true")
        self.browser.evaluate(expression)
        until = time.monotonic() + _SECONDS
        while not self._there():
            assert time.monotonic() < until, "the next page did not come"
            time.sleep(0.005)  # who asks without end keeps the browser from loading

    def _there(self) -> bool:
        try:
            leaving = self.browser.evaluate("window.before === true || document.readyState !== 'complete'")
        except RuntimeError as error:
            # It was asked of a page that went while it was asked.
            if "navigated" not in str(error):
                raise
            return False
        return leaving is False

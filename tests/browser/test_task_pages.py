"""The pages of what services are asked for, and the answer made of their parts, in a browser: nothing on any of them
keeps anybody out."""

from __future__ import annotations

import json

import pytest

from ledger.runtime.ports import LOOPBACK
from tests.browser.chromium import Chromium
from tests.browser.pages import Pages
from tests.browser.test_case_pages import sit_down
from tests.browser.test_window_pages import Looked
from tests.integration.consoles import console
from tests.integration.pages import Browser
from tests.integration.test_case_pages import enter, hidden, identify, path
from tests.integration.test_tasks import asking, case_of, task_of_source, window
from tests.integration.windows import answered
from tests.integration.world import World

__all__ = ["asking", "window"]

pytestmark = pytest.mark.browser


def test_services_are_asked_and_answer_and_no_page_keeps_anybody_out(
    browser: Chromium, asking: World, window: Browser
) -> None:  # fmt: skip
    with console(asking, "officer-1") as (seat,):
        pages = Pages(browser, f"http://{LOOPBACK}:{seat.browser.port}")
        looked = Looked(pages)
        receipt = enter(seat, kind="data")
        number, at = receipt["number"], path(receipt)
        seat.look(number)
        identify(seat, receipt)
        sit_down(pages, seat)
        for lang in ("ja", "en"):
            pages.open(at.replace("/ja/", f"/{lang}/") + "/tasks")
            looked.look(f"{lang} nobody asked")
        for box in pages.browser.evaluate("[...document.querySelectorAll('[name=source]')].map(one => one.id)"):
            pages.browser.evaluate(f"document.getElementById('{box}').checked = false")
        pages.press("main form button")
        assert pages.title.startswith("Error:")
        looked.look("nothing chosen")
        pages.open(f"{at}/tasks")
        pages.press("main form button")
        looked.look("asked")
        for lang in ("ja", "en"):
            pages.open(at.replace("/ja/", f"/{lang}/"))
            looked.look(f"{lang} overview")
        place = f"{at}/tasks/{task_of_source(asking, number, 'support').task}"
        pages.open(place)
        looked.look("to enter")
        pages.press("main form button")
        assert pages.title.startswith("エラー：")
        looked.look("nothing entered")
        pages.choose("outcome", "given")
        pages.type(held="name: 山田 花子\n住所：東京都千代田区\n  1-2-3", text="ご登録の内容です。")
        pages.press("main form button")
        looked.look("answered")
        pages.open(f"{at}/tasks/{task_of_source(asking, number, '(ledger)').task}")
        looked.look("the ledger's own")
        pages.press("main form button")
        seat.send(place.replace(task_of_source(asking, number, "support").task,
                                task_of_source(asking, number, "members").task),
                  {"outcome": "none_held", "turn": str(case_of(asking, number).turn)})  # fmt: skip
        reply = seat.get(f"{at}/reply")
        seat.send(f"{at}/reply", {"outcome": "whole", "turn": hidden(reply, "turn")})
    code = answered(asking, number)
    pages = Pages(browser, f"http://{LOOPBACK}:{window.port}")
    looked.pages = pages
    for lang in ("ja", "en"):
        pages.open(f"/{lang}/follow")
        pages.type(**receipt)
        pages.press("main form button")
        pages.type(code=code)
        pages.press("form[action$=receive] button")
        assert "千代田区" in pages.text
        looked.look(f"{lang} answer")
    assert not looked.faults, json.dumps(looked.faults, ensure_ascii=False, indent=1)

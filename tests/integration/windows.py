"""Somebody who asks at the contact window, and the staff who answer by their commands."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from ledger.cases.release import tick_after
from ledger.cli.window_command import open_desks
from ledger.web.rate import Rates
from ledger.web.window import window_app
from tests.events import consent, now_us, provision, register
from tests.integration.commands import run
from tests.integration.pages import Browser, browsing
from tests.integration.world import World

FIRST = ("--as", "officer-1", "--reason", "request")
SECOND = ("--as", "officer-2", "--reason", "request")
#: Everything that the questions ask, as the last page sends it.
FORM = {
    "at": "check", "who": "self", "name": "山田 花子", "asked": "すべて", "claimed": "A-1", "both": "no",
    "delivery": "page", "phone": "03-0000-0000", "protected": "no",
}  # fmt: skip


@pytest.fixture
def told(world: World) -> World:
    """Two people, each with a lawful provision and one to the police, who must not show."""
    world.registered()
    world.tell("registers.operator", register("officers", "officer-2", {
        "display_name": "Officer", "roles": ["privacy_officer"],
    }))  # fmt: skip
    world.tell("consents.members", consent("A-1"), consent("A-2"))
    world.tell("provisions.crm", provision("A-1"), provision("A-1"), provision("A-2"))
    world.settle()
    return world


@pytest.fixture
def window(told: World) -> Iterator[Browser]:
    desks = open_desks(told.settings)
    app = window_app(desks, Rates(lambda: 0.0), lambda: told.clock)
    with browsing(app) as browser:
        yield browser
    desks.close()


def ask(window: Browser, kind: str = "records", lang: str = "ja", **more: str) -> dict[str, str]:
    form = {**FORM, **more}
    page = window.post(f"/{lang}/ask/{kind}", form)
    assert page.status == 200, page.text
    number, secret = re.findall(r"<code>([0-9A-Z-]+)</code>", page.text)
    return {"number": number, "secret": secret}


def staff(world: World, *arguments: str, told: str = "") -> str:
    done = run(world, *arguments, person=told)
    assert done.returncode == 0, done.stderr
    return str(done.stdout)


def identified(world: World, number: str, who: str = "A-1") -> None:
    staff(world, "case", "identify", number, *FIRST, "--method", "call_back", told=f"member {who}\n")


def looked(world: World, number: str, *more: str) -> list[str]:
    """Look at a case; return the options by which a step says what was seen."""
    said = staff(world, "case", "show", number, *FIRST, *more)
    turn, as_of = re.findall(r"Seen at turn (\d+), as of entry (\d+)", said)[0]
    return ["--turn", turn, *(["--as-of", as_of] if more else [])]


def decide(world: World, number: str, *more: str) -> str:
    return staff(world, "case", "decide", number, *FIRST, *looked(world, number, "--records"), *more)


def second(world: World, number: str, *says: str) -> str:
    return staff(world, "case", "second", number, *SECOND, *looked(world, number), *(says or ("--agrees",)))


def answered(world: World, number: str) -> str:
    """Release the answer and let its tick come; return the code that goes to the person another way."""
    code = str(re.findall(r"code  ([0-9A-Z-]+)", staff(world, "case", "answer", number, *FIRST))[0])
    world.clock = max(world.clock, tick_after(now_us()))
    return code


def decided(world: World, number: str) -> str:
    """Identify, decide and release; return the code."""
    identified(world, number)
    decide(world, number)
    return answered(world, number)


def received(window: Browser, receipt: dict[str, str], code: str, form: str = "json") -> Any:
    page = window.post("/ja/receive", {**receipt, "code": code, "format": form})
    assert page.status == 200, page.text
    assert "attachment" in page.headers["content-disposition"]
    return json.loads(page.content) if form == "json" else page.text

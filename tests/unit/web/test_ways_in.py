"""The ways in are equal: every step of a case, and every act beside it, is a command, a page of the console and an
operation of the API, or it says here why not. A step that is new fails until it has all three."""

from __future__ import annotations

import sys
from inspect import getsource, isfunction
from typing import Any, get_args, get_type_hints

import pytest
from fastapi.routing import APIRoute

from ledger.cases import conflicts
from ledger.cases.existence import Doing
from ledger.cases.folding import _STEPS
from ledger.web.api import beside, files, letters, person, services, staff
from ledger.web.api import conflicts as conflicts_api
from ledger.web.api import existence as existence_api
from ledger.web.api.app import api_app
from ledger.web.console.app import ROUTES
from ledger.web.window import window_app
from tests.unit.cli.test_acts import COMMANDS

NOBODY: Any = None
ALL_AT_ONCE = "a click of an officer that the console keeps from page to page; elsewhere `decide` says all of them"
NO_KEY = "no key is destroyed by what can be come in by: `discard` says that it is needed no more"
AT_ONCE = "the command destroys the file itself"
THEIRS = "the person does it, at the window or through the operator's portal"
WATCHED = "the system saw it"

#: By step or act: its command, the address of its page, and that of its operation; a reason where one is not there.
WAYS: dict[str, tuple[str, str, str]] = {
    "case open": ("case open", "/cases/new", "/v1/cases"),
    "case attach": ("case attachment add", "/cases/{number}/files", "files"),
    "case discard": (f"({AT_ONCE})", "/cases/{number}/files/{file}/destroy", "files/{file}/discard"),
    "case destroy": ("case attachment destroy", f"({NO_KEY})", f"({NO_KEY})"),
    "case choose": (f"({ALL_AT_ONCE})", "/cases/{number}/records", f"({ALL_AT_ONCE})"),
    "case decide": ("case decide", "/cases/{number}/decide", "decide"),
    "case letter": ("case letter", "/cases/{number}/letters/final", "letters"),
    "case message": ("case message", "/cases/{number}/thread", "message"),
    "case note": ("case note", "/cases/{number}/thread", "note"),
    "case resume": ("case resume", "/cases/{number}/clock", "resume"),
    "case pause": ("case pause", "/cases/{number}/clock", "pause"),
    "case assign": ("case assign", "/cases/{number}/complaint", "assign"),
    "case conclude": ("case conclude", "/cases/{number}/complaint", "conclude"),
    "case own": ("case own", "/cases/{number}/owner", "own"),
    "case task": ("case task send", "/cases/{number}/tasks", "tasks"),
    "case report": ("case task enter", "/cases/{number}/tasks/{task}", "tasks/answer"),
    **{f"case stop {step}": (f"case stop {step}", f"/cases/{{number}}/stop/{step}", f"stop/{step}")
       for step in ("scope", "id", "close")},
    **{f"case {step}": (f"case {step}", f"/cases/{{number}}/{step}", step) for step in (
        "code", "identify", "second", "answer", "supplement", "withdraw", "death", "protect", "unsafe", "fee", "extend",
        "agent", "principal", "screen", "refer",
    )},
    **{f"existence {act}": (f"case existence {act}", "/cases/{number}/existence/{record}", f"existence/{act}")
       for act in ("hide", "release", "confirm")},
    "case conflicts declare": ("case conflicts declare", "/conflicts", "/v1/conflicts"),
    **{f"case {step}": (f"({THEIRS})",) * 3 for step in ("prove", "receive", "receive code", "write")},
    **{f"case {step}": (f"({WATCHED})",) * 3 for step in ("mail", "stop")},
}  # fmt: skip
#: What the person does: by step, at the window and through the operator's portal.
THEIR_WAYS = {
    "case prove": ("/ja/prove", "prove"), "case receive": ("/ja/receive", "receive"),
    "case receive code": ("/ja/code", "code"), "case write": ("/ja/write", "write"),
    "case unsafe": ("/ja/unsafe", "unsafe"), "case withdraw": ("/ja/withdraw", "withdraw"),
    "case attach": ("/ja/upload", "files"),
}  # fmt: skip
OPERATIONS = {
    route.path: route.endpoint
    for part in (staff, beside, services, files, letters, existence_api, conflicts_api, person)
    for route in part.router.routes if isinstance(route, APIRoute) and "POST" in route.methods
}  # fmt: skip
PAGES = {route.path: route.handler for route in ROUTES if route.method == "POST"}


def says(served: Any, step: str) -> bool:
    """Tell whether a way takes a step: the module that serves it names the step, or one whose function it calls."""
    module = sys.modules[served.__module__]
    called = {sys.modules[one.__module__] for one in vars(module).values() if isfunction(one)}
    if any(f'"{step}"' in getsource(one) for one in {module, *called} if one.__name__.startswith("ledger.")):
        return True
    about, _, act = step.partition(" ")
    return about == "existence" and f".{act}(" in getsource(module)


def test_every_step_and_act_stands_in_the_table() -> None:
    acts = {f"existence {act}" for act in get_args(Doing)} | {conflicts._DECLARE}
    assert set(WAYS) == {*_STEPS, "case open"} | acts


@pytest.mark.parametrize("step", WAYS)
def test_a_way_in_that_is_named_is_there_and_takes_the_step(step: str) -> None:
    command, page, operation = WAYS[step]
    if not command.startswith("("):
        assert command in COMMANDS
    if not page.startswith("("):
        assert says(PAGES[page], step), page
    if not operation.startswith("("):
        path = operation if operation.startswith("/") else f"/v1/cases/{{number}}/{operation}"
        assert says(OPERATIONS[path], step), path


def test_what_the_person_does_at_the_window_they_do_through_a_portal() -> None:
    assert {step for step, (command, *_) in WAYS.items() if command == f"({THEIRS})"} < set(THEIR_WAYS)
    documented = api_app(NOBODY, NOBODY, NOBODY).openapi()["paths"]
    routes = {getattr(route, "path", ""): route for route in window_app(NOBODY, NOBODY, NOBODY).routes}
    endpoint = routes["/{lang}/{step}"].endpoint  # type: ignore[attr-defined]
    steps = {*get_args(get_type_hints(endpoint)["step"]), *(path.removeprefix("/{lang}/") for path in routes)}
    for step, (page, operation) in THEIR_WAYS.items():
        assert page.rpartition("/")[2] in steps, step
        assert f"/v1/person/{operation}" in documented, step

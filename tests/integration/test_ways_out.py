"""Rule 7: whether there are hidden records can be told from nothing that goes out to their person, by any way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

from ledger.cases.case import Stage
from ledger.cases.letters.compose import KINDS as LETTERS
from ledger.cases.mail.queue import MailKind
from ledger.runtime.postgres import Postgres
from ledger.web import window
from ledger.web.api.app import api_app
from ledger.web.receiving import FORMATS
from tests.integration.silent_pairs import Pairs, at_the_clock_of, pairs
from tests.integration.test_routes import ways
from tests.integration.ways_out import Walk
from tests.unit.cli.test_acts import COMMANDS, HOLDERS, MACHINES, NOBODY_S_DATA, PUBLISHERS

NOBODY: Any = None
#: Ways that are not walked, by why nothing goes out to the person of records by them. Who adds a way says here why, or
#: walks it in `ways_out.py`.
UNWALKED: dict[str, set[str]] = {
    "it asks nothing of the ledger": {
        "window POST /{lang}/leave",
        "api GET /healthz", "api GET /v1/problems", "api GET /v1/problems/{code}", "api GET /v1/vocabulary",
    },
    "it tells officers how long a case is kept, by its steps alone": {"api GET /v1/cases/{number}/retention"},
    "it opens a case, as the page does that is walked": {"api POST /v1/cases"},
    "it tells the officer's program where the case stands after a step, which the walked look tells too": {
        f"api POST /v1/cases/{{number}}/{step}" for step in (
            "identify", "decide", "second", "answer", "note", "supplement", "withdraw", "pause", "resume", "extend",
            "fee", "agent", "principal", "screen", "protect", "unsafe", "message", "own", "assign", "conclude", "refer",
            "stop/scope", "stop/id", "stop/close", "tasks", "tasks/answer", "death", "code", "files",
            "files/{file}/discard",
        )
    },
    "it gives officers what somebody sent in, and tells them that it did": {
        "api GET /v1/cases/{number}/files", "api GET /v1/cases/{number}/files/{file}", "api POST /v1/conflicts",
    },
    "machines that serve or send: by what they serve they are walked": {f"command {name}" for name in MACHINES},
    "it reads nobody's data": {f"command {name}" for name in NOBODY_S_DATA | PUBLISHERS | HOLDERS},
    "it shows officers where a case stands after a step, and nothing of records": {
        f"command case {name}" for name in (
            "agent", "assign", "attachment destroy", "attachment list", "attachment take", "conclude",
            "conflicts declare", "death", "fee", "note", "own", "pause", "principal", "protect", "refer", "resume",
            "screen", "unsafe", "withdraw", "stop close", "stop id", "stop scope",
        )
    },
    "what is hidden is there for officers with the role to see": {
        *(f"command case existence {name}" for name in ("confirm", "hide", "list", "release")),
        *(f"api POST /v1/cases/{{number}}/existence/{act}" for act in ("confirm", "hide", "release")),
        "api GET /v1/cases/{number}/existence",
    },
    "it shows officers everything, hidden records too: nothing of it is given to a person": {
        f"command {name}" for name in (
            "alerts acknowledge", "alerts list", "audit", "evidence accept", "evidence list", "export-entries",
            "judgement", "law diff", "quarantine dismiss", "quarantine list", "quarantine replay", "reproduce",
            "retention plan", "retention run", "search", "erase resume", "stop end",
        )
    },
    "it is about sources, registers, keys or staff, and about no person": {
        f"command {name}" for name in (
            "api-client create", "api-client list", "api-client revoke", "block confirm", "block lift", "block list",
            "block recipient", "block source", "completeness", "issuer announce", "keys rotate index",
            "keys rotate kafka", "keys rotate master", "keys sweep", "keys trial-restore", "log-key announce",
            "rebuild", "register history", "register list", "register preview", "register published", "register show",
            "staff invite", "staff list", "staff revoke",
        )
    },
}  # fmt: skip


def every_way() -> set[str]:
    """Everything by which anything can leave: routes with their steps, commands, formats, letters, mail, and each
    place where a case can stand while its person looks."""
    made = window.window_app(NOBODY, NOBODY, NOBODY)
    (step,) = (route for route in made.routes if route.path == "/{lang}/{step}")  # type: ignore[attr-defined]
    steps = get_args(get_type_hints(step.endpoint)["step"])  # type: ignore[attr-defined]
    pages = {(method, path.replace("{step}", one)) for method, path in ways(made)
             for one in (steps if "{step}" in path else ("",))}  # fmt: skip
    documented = api_app(NOBODY, NOBODY, NOBODY).openapi()["paths"]
    return {
        *(f"window {method} {path}" for method, path in pages),
        *(f"api {method.upper()} {path}" for path, said in documented.items() for method in said),
        *(f"command {name}" for name in COMMANDS),
        *(f"format {one}" for one in FORMATS), *(f"letter {one}" for one in LETTERS),
        *(f"mail {one}" for one in get_args(MailKind)), *(f"stage {one}" for one in get_args(Stage)),
    }  # fmt: skip


@pytest.fixture(scope="module")
def made(postgres: Postgres, folder: Path) -> Iterator[Pairs]:
    with pytest.MonkeyPatch.context() as patch:
        found = pairs(postgres, folder, patch)
        yield found
        found.close()


def differing(way: str, one: list[bytes], other: list[bytes]) -> str:
    """Say where two begin to differ."""
    for at, (mine, theirs) in enumerate(zip(one, other, strict=True)):
        if mine != theirs:
            place = next(place for place, pair in enumerate(zip(mine, theirs, strict=False)) if len(set(pair)) > 1)
            return f"{way} {at}: {mine[max(0, place - 60):place + 60]!r} {theirs[max(0, place - 60):place + 60]!r}"
    return way


@pytest.mark.parametrize(("hidden", "visible"), [(7, 0), (1, 1), (7, 50)])
def test_hidden_records_change_no_byte_of_any_way_out(made: Pairs, tmp_path: Path, hidden: int, visible: int) -> None:
    mine, theirs = made.pair(hidden, visible)
    assert mine.size == theirs.size
    walked = []
    for world, whose in ((mine, "A-1"), (theirs, "B-1")):
        with pytest.MonkeyPatch.context() as patch:
            at_the_clock_of(world, patch)
            walked.append(Walk(world, made.draws, tmp_path / "walk", whose, visible).all())
    one, other = walked
    assert list(one) == list(other)
    unwalked = [way for ways in UNWALKED.values() for way in ways]
    assert len(unwalked) == len(set(unwalked))
    ours = {way for way in one if not way.startswith("file ")}
    assert ours | set(unwalked) == every_way() and not ours & set(unwalked), "walk a new way out, or say why not"
    different = [differing(way, went, other[way]) for way, went in one.items() if went != other[way]]
    assert not different, "\n".join(different)

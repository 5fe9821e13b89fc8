"""Every way in over HTTP, by who comes: a route that is not in these tables fails, and so does one that lets in others
than they say."""

from __future__ import annotations

import json
import re
from itertools import count
from typing import Any

from ledger.web.api.app import api_app
from ledger.web.console.app import ROUTES, console_app
from ledger.web.preflight import preflight_app
from ledger.web.window import window_app
from tests.events import consent, provision, register
from tests.integration.apis import api
from tests.integration.commands import run
from tests.integration.consoles import Seat, seated, served
from tests.integration.pages import Browser, Page
from tests.integration.test_case_pages import enter, identify
from tests.integration.world import World

Way = tuple[str, str]

#: By route of the console: roles that open it (auditor, existence officer, operator, privacy officer), and whether it
#: is about a person: then only after a reason, and never after pledge or training have lapsed.
CONSOLE: dict[Way, tuple[str, bool]] = {
    ("GET", "/"): ("aeop", False),
    ("POST", "/sign-out"): ("aeop", False),
    ("GET", "/people"): ("op", False),
    ("GET", "/people/{version}"): ("op", False),
    ("POST", "/people/invite"): ("op", False),
    ("POST", "/people/revoke"): ("op", False),
    ("POST", "/people/revoked"): ("op", False),
    ("GET", "/reason/{number}"): ("ap", False),
    ("POST", "/reason/{number}"): ("ap", False),
    ("GET", "/records/reason"): ("ap", False),
    ("POST", "/records/reason"): ("ap", False),
    ("GET", "/records"): ("ap", True),
    ("GET", "/records/table"): ("ap", True),
    ("POST", "/records/saved"): ("ap", True),
    ("POST", "/records/saved/remove"): ("ap", True),
    ("POST", "/records/columns"): ("ap", True),
    ("GET", "/records/person"): ("ap", True),
    ("POST", "/records/person"): ("ap", True),
    ("POST", "/records/person/confirm"): ("ap", True),
    ("GET", "/records/person/{request}"): ("ap", True),
    ("GET", "/records/{record}/person"): ("ap", True),
    ("GET", "/records/{record}"): ("ap", True),
    ("GET", "/flows"): ("ap", True),
    ("GET", "/flows/table"): ("ap", True),
    ("GET", "/flows/counts"): ("o", False),
    ("GET", "/violations"): ("ap", True),
    ("POST", "/violations"): ("p", True),
    ("GET", "/violations/alerts/{alert}"): ("p", True),
    ("POST", "/violations/alerts/{alert}"): ("p", True),
    ("GET", "/quarantine"): ("aop", False),
    ("GET", "/quarantine/{seal}"): ("e", True),
    ("GET", "/quarantine/{seal}/outcome"): ("aop", False),
    ("POST", "/quarantine/{seal}/outcome"): ("op", False),
    ("GET", "/quarantine/{seal}/dismiss"): ("op", False),
    ("POST", "/quarantine/{seal}/dismiss"): ("op", False),
    ("GET", "/registers"): ("ap", False),
    ("GET", "/checks"): ("aop", False),
    ("POST", "/checks"): ("aop", False),
    ("GET", "/checks/report"): ("ap", False),
    ("GET", "/checks/report/table"): ("ap", False),
    ("GET", "/checks/report/pdf"): ("ap", False),
    ("GET", "/operations"): ("aeop", False),
    ("GET", "/runbook"): ("aeop", False),
    ("GET", "/runbook/{kind}"): ("aeop", False),
    ("GET", "/retention"): ("op", False),
    ("POST", "/retention"): ("op", False),
    ("GET", "/registers/{register}"): ("ap", False),
    ("GET", "/registers/{register}/{version}"): ("ap", False),
    ("GET", "/cases"): ("p", False),
    ("GET", "/cases/open"): ("p", False),
    ("GET", "/cases/new"): ("p", False),
    ("POST", "/cases/new"): ("p", False),
    ("GET", "/cases/{number}"): ("p", False),
    ("GET", "/cases/{number}/history"): ("p", False),
    ("GET", "/cases/{number}/thread"): ("p", True),
    ("POST", "/cases/{number}/thread"): ("p", True),
    ("GET", "/cases/{number}/complaint"): ("p", True),
    ("GET", "/cases/{number}/extend"): ("p", True),
    ("GET", "/conflicts"): ("p", False),
    ("POST", "/conflicts"): ("p", False),
    ("GET", "/cases/{number}/asker"): ("p", True),
    **{(method, f"/cases/{{number}}/{page}"): ("p", True) for method in ("GET", "POST") for page in (
        "fee", "agent", "principal", "screen", "protect", "unsafe", "death", "withdraw", "letters",
        "unproven", "code", "refer",
    )},
    ("GET", "/cases/{number}/owner"): ("p", False),
    ("POST", "/cases/{number}/owner"): ("p", False),
    ("POST", "/cases/{number}/letters/sample"): ("p", True),
    ("GET", "/cases/{number}/stop"): ("p", True),
    ("POST", "/cases/{number}/stop/scope"): ("p", True),
    ("POST", "/cases/{number}/stop/id"): ("p", True),
    ("POST", "/cases/{number}/stop/close"): ("p", True),
    ("GET", "/cases/{number}/files"): ("p", True),
    ("POST", "/cases/{number}/files"): ("p", True),
    ("GET", "/cases/{number}/files/{file}"): ("p", True),
    ("GET", "/cases/{number}/files/{file}/destroy"): ("p", True),
    ("POST", "/cases/{number}/files/{file}/destroy"): ("p", True),
    ("POST", "/cases/{number}/letters/final"): ("p", True),
    ("GET", "/cases/{number}/clock"): ("p", True),
    ("POST", "/cases/{number}/clock"): ("p", True),
    ("POST", "/cases/{number}/complaint"): ("p", True),
    ("POST", "/cases/{number}/extend"): ("p", True),
    ("GET", "/cases/{number}/identify"): ("p", True),
    ("POST", "/cases/{number}/identify"): ("p", True),
    ("GET", "/cases/{number}/records"): ("p", True),
    ("POST", "/cases/{number}/records"): ("p", True),
    ("GET", "/cases/{number}/records/{record}"): ("p", True),
    ("POST", "/cases/{number}/records/{record}"): ("p", True),
    ("GET", "/cases/{number}/alike/{mark}"): ("p", True),
    ("POST", "/cases/{number}/alike/{mark}"): ("p", True),
    ("GET", "/cases/{number}/decide"): ("p", True),
    ("POST", "/cases/{number}/decide"): ("p", True),
    ("GET", "/cases/{number}/second"): ("p", True),
    ("POST", "/cases/{number}/second"): ("p", True),
    ("GET", "/cases/{number}/second/{mark}"): ("p", True),
    ("POST", "/cases/{number}/second/{mark}"): ("p", True),
    ("GET", "/cases/{number}/tasks"): ("p", True),
    ("POST", "/cases/{number}/tasks"): ("p", True),
    ("GET", "/cases/{number}/tasks/{task}"): ("p", True),
    ("POST", "/cases/{number}/tasks/{task}"): ("p", True),
    ("GET", "/cases/{number}/reply"): ("p", True),
    ("POST", "/cases/{number}/reply"): ("p", True),
    ("GET", "/cases/{number}/answer"): ("p", True),
    ("POST", "/cases/{number}/answer"): ("p", True),
    ("GET", "/cases/{number}/existence"): ("e", True),
    ("GET", "/cases/{number}/existence/{record}"): ("e", True),
    ("POST", "/cases/{number}/existence/{record}"): ("e", True),
    ("GET", "/cases/{number}/supplement"): ("p", True),
    ("POST", "/cases/{number}/supplement"): ("p", True),
}
#: What is there before anybody is known. It shows nothing of anybody.
OPEN: dict[str, set[Way]] = {
    "console": {
        ("GET", "/"), ("GET", "/static/{name}"), ("GET", "/healthz"), ("GET", "/{lang}/sign-in"),
        ("POST", "/{lang}/sign-in"), ("GET", "/{lang}/enrol"), ("POST", "/{lang}/enrol"),
    },
    "window": {
        ("GET", "/"), ("GET", "/static/window.css"), ("GET", "/static/leave.js"), ("GET", "/healthz"),
        ("GET", "/{lang}/"),
        ("GET", "/{lang}/policy"), ("GET", "/{lang}/ask"), ("GET", "/{lang}/ask/{kind}"),
        ("POST", "/{lang}/ask/{kind}"), ("GET", "/{lang}/follow"), ("POST", "/{lang}/{step}"),
        ("POST", "/{lang}/upload"), ("POST", "/{lang}/leave"),
    },
    "preflight": {("GET", "/healthz")},
    "api": {("GET", "/healthz"), ("GET", "/v1/problems"), ("GET", "/v1/problems/{code}")},
}  # fmt: skip
#: What asks for a token, in every case.
TOKEN: dict[str, set[Way]] = {
    "preflight": {("POST", "/v1/preflight")},
    "api": {
        ("GET", "/v1/vocabulary"), ("GET", "/v1/cases"), ("GET", "/v1/cases/{number}"),
        ("GET", "/v1/cases/{number}/records"), ("POST", "/v1/cases"),
        *(("POST", f"/v1/cases/{{number}}/{step}") for step in (
            "identify", "decide", "second", "answer", "supplement", "note", "withdraw", "pause", "resume", "extend",
            "fee", "agent", "principal", "screen", "protect", "unsafe", "message", "own", "assign", "conclude", "refer",
            "stop/scope", "stop/id", "stop/close", "tasks", "tasks/answer", "death", "code", "files",
            "files/{file}/discard", "letters", "letters/sample", "existence/hide", "existence/release",
            "existence/confirm",
        )),
        *(("GET", f"/v1/cases/{{number}}/{look}") for look in ("existence", "files", "files/{file}", "retention")),
        ("POST", "/v1/conflicts"),
        *(("POST", f"/v1/person/{step}") for step in (
            "state", "receipt", "code", "receive", "withdraw", "write", "unsafe", "prove", "files",
        )),
    },
}  # fmt: skip
NOT_YOURS, CLOSED, OLD = "この役割では開けません", "誓約の期限が過ぎています", "この画面からは送れません"
NOBODY: Any = None


def ways(app: Any) -> set[Way]:
    """Every route of an application that is documented or served."""
    return {(method, one.path) for one in app.routes for method in one.methods - {"HEAD"}}


def test_every_route_there_is_stands_in_a_table() -> None:
    assert {(one.method, one.path): ("".join(sorted(role[0] for role in one.roles)), one.personal)
            for one in ROUTES} == CONSOLE  # fmt: skip
    console = ways(console_app(NOBODY, NOBODY, NOBODY, NOBODY, NOBODY, NOBODY, False))
    assert console == OPEN["console"] | {(method, "/{lang}" + path) for method, path in CONSOLE}
    assert ways(window_app(NOBODY, NOBODY, NOBODY)) == OPEN["window"]
    assert ways(preflight_app(NOBODY, NOBODY, NOBODY, NOBODY)) == OPEN["preflight"] | TOKEN["preflight"]
    api = {(method.upper(), path) for path, said in api_app(NOBODY, NOBODY, NOBODY).openapi()["paths"].items()
           for method in said}  # fmt: skip
    assert api == OPEN["api"] | TOKEN["api"]


BOTH = ["privacy_officer", "existence_officer"]
OFFICERS: dict[str, dict[str, Any]] = {
    "existence-1": {"roles": ["existence_officer", "auditor"]},
    "auditor-1": {"roles": ["auditor"]},
    "operator-1": {"roles": ["operator"]},
    "officer-2": {"roles": BOTH, "range": {"recipients": ["advertiser"]}},
    "officer-3": {"roles": BOTH, "range": {"people": ["customer"]}},
    "officer-4": {"roles": BOTH, "pledged_until": "2026-01-01"},
    "officer-5": {"roles": BOTH, "trained_until": "2026-01-01"},
}


def spelled(path: str, number: str, record: str) -> str:
    named = path.replace("{number}", number).replace("{record}", record)
    return "/ja" + named.replace("{mark}", "0" * 32).replace("{task}", "0" * 32).replace("{file}", "0" * 32)


def come(seat: Seat, way: Way, address: str) -> Page:
    return seat.get(address) if way[0] == "GET" else seat.send(address, {})


def test_the_console_lets_in_whom_the_table_names_and_nobody_else(world: World) -> None:
    world.registered()
    world.tell("registers.operator", *(
        register("officers", name, {"display_name": name, **body}) for name, body in OFFICERS.items()
    ))  # fmt: skip
    world.tell("consents.members", consent("A-1"))
    world.tell("provisions.crm", provision("A-1"))
    world.settle()
    record = world.rows()[0].entry_id.hex()
    with served(world) as (accounts, browser):
        seats = {name: seated(accounts, browser, name, world.clock) for name in ("officer-1", *OFFICERS)}
        receipt = enter(seats["officer-1"])
        number = receipt["number"].replace("-", "")
        before = {
            name: seat.get(f"/ja/cases/{number}/thread").headers.get("location", "") for name, seat in seats.items()
        }  # fmt: skip
        assert "/reason/" in before["officer-1"] and "/reason/" in before["officer-2"]
        for name in ("officer-1", "officer-2", "officer-3", "officer-4", "officer-5", "existence-1"):
            seats[name].look(number)
        identify(seats["officer-1"], receipt)
        shown = spelled("/cases/{number}/records/{record}", number, record)
        assert {name: seats[name].get(shown).status for name in ("officer-1", "officer-2", "officer-3")} == {
            "officer-1": 200, "officer-2": 404, "officer-3": 404,
        }  # fmt: skip
        assert "担当の範囲の外" in seats["officer-2"].get(f"/ja/cases/{number}/records").text
        # Who signs out is out for what follows.
        for way, (roles, personal) in sorted(CONSOLE.items(), key=lambda one: one[0][1] == "/sign-out"):
            address = spelled(way[1], number, record)
            told = {name: come(seat, way, address) for name, seat in seats.items()}
            stranger = Browser(browser.port)
            page = stranger.get(address) if way[0] == "GET" else stranger.post(address, {})
            assert page.status == 303 and page.headers["location"] == "/ja/sign-in", way
            for name, letters in (("auditor-1", "a"), ("operator-1", "o"), ("officer-1", "p"), ("existence-1", "ae")):
                refused = told[name].status == 403 and NOT_YOURS in told[name].text
                assert refused == set(letters).isdisjoint(roles), (way, name)
                assert refused or told[name].status in (200, 303, 400, 404, 409), (way, name, told[name].status)
            for name, words in (("officer-4", CLOSED), ("officer-5", "研修の期限が過ぎています")):
                assert (told[name].status == 403 and words in told[name].text) == personal, (way, name)
            for name in ("officer-2", "officer-3"):
                assert not personal or record not in told[name].text, (way, name, "out of range")
        assert seats["officer-1"].get("/ja/").status == 303, "signed out"


def test_the_commands_keep_to_an_officers_range_too(world: World) -> None:
    world.registered()
    world.tell("registers.operator", *(
        register("officers", name, {"display_name": name, **OFFICERS[name]}) for name in ("officer-2", "officer-3")
    ))  # fmt: skip
    world.tell("consents.members", consent("A-1"))
    world.tell("provisions.crm", provision("A-1"), provision("A-1", recipient="advertiser"))
    world.settle()
    asked = ("--reason", "request", "--json")
    assert len(json.loads(run(world, "search", "--as", "officer-1", *asked).stdout)["records"]) == 2
    (mine,) = json.loads(run(world, "search", "--as", "officer-2", *asked).stdout)["records"]
    assert mine["recipient"] == "advertiser"
    for person in ((), ("--person", "-")):
        refused = run(world, "search", "--as", "officer-3", *asked, *person, person="member A-1\n")
        assert refused.returncode == 2 and "range names people" in refused.stderr
    form = json.dumps({"asked": "", "contact": "x", "claimed": ""})
    opened = run(world, "case", "open", "--as", "officer-1", "--reason", "request", "--kind", "records",
                 "--channel", "post", "-", person=form)  # fmt: skip
    number = re.findall(r"number  ([0-9A-Z-]+)", opened.stdout)[0]
    as_officer = ("--as", "officer-2", "--reason", "request")
    named = run(world, "case", "identify", number, *as_officer, "--method", "call_back", person="member A-1\n")
    assert named.returncode == 0, named.stderr
    seen = run(world, "case", "show", number, *as_officer, "--records")
    assert seen.returncode == 2 and "outside the officer's range" in seen.stderr
    whole = run(world, "case", "show", number, "--as", "officer-1", "--reason", "request", "--records")
    turn, as_of = re.findall(r"Seen at turn (\d+), as of entry (\d+)", whole.stdout)[0]
    decided = run(world, "case", "decide", number, *as_officer, "--turn", turn, "--as-of", as_of)
    assert decided.returncode == 2 and "outside the officer's range" in decided.stderr


def test_commands_about_people_stay_closed_once_pledge_or_training_has_lapsed(world: World) -> None:
    world.registered()
    world.tell("registers.operator", *(
        register("officers", name, {"display_name": name, **OFFICERS[name]}) for name in ("officer-4", "officer-5")
    ))  # fmt: skip
    world.tell("consents.members", consent("A-1"))
    world.tell("provisions.crm", provision("A-1"))
    world.settle()
    record = str(world.rows()[0].idx)
    for name, lapsed in (("officer-4", "pledge"), ("officer-5", "training")):
        by = ("--as", name, "--reason", "request")
        for command, said in (
            (("search", *by), ""), (("judgement", record, *by), ""), (("case", "show", "2222222222", *by), ""),
            (("search-person", "request", "-", *by), "member A-1\n"),
            (("case", "existence", "list", "2222222222", *by), ""),
        ):  # fmt: skip
            refused = run(world, *command, person=said)
            assert refused.returncode == 2 and f"the {lapsed} of {name} has lapsed" in refused.stderr, command
        assert run(world, "case", "list", *by).returncode == 0


def test_a_form_counts_with_the_sessions_token_and_from_this_very_place(world: World) -> None:
    world.registered()
    with served(world) as (accounts, browser):
        seat = seated(accounts, browser, "officer-1", world.clock).browser
        good = {"csrf": seat.get("/ja/").text.partition('name="csrf" value="')[2].partition('"')[0]}
        for method, path in CONSOLE:
            if method == "GET":
                continue
            address = spelled(path, "2222222222", "0" * 32)
            wrong = (
                seat.post(address, {}), seat.post(address, {"csrf": "x"}), seat.post(address, good, origin="null"),
                seat.post(address, good, origin="http://127.0.0.1:1"), seat.post(address, good, origin=""),
                seat.post(address, good, sec_fetch_site="cross-site"),
                seat.post(address, good, sec_fetch_site="same-site"),
            )  # fmt: skip
            assert all(page.status == 403 for page in wrong), path
            assert OLD in wrong[0].text or NOT_YOURS in wrong[0].text, path
        for path in ("/ja/sign-in", "/ja/enrol"):
            assert seat.post(path, {}, origin="http://127.0.0.1:1").status == 403
        assert seat.get("/ja/").status == 200, "nobody was signed out by it"


def test_a_program_without_a_token_gets_nowhere(world: World) -> None:
    world.registered()
    with api(world, "officer-1", seconds=count().__next__) as (program,):
        for method, path in sorted(TOKEN["api"]):
            for headers in ({}, {"authorization": "Bearer wrong"}):
                address = path.replace("{number}", "2222222222")
                assert program.ask(method, address, b"{}", headers).status == 401, path
        for method, path in OPEN["api"]:
            assert program.ask(method, path.replace("{code}", "invalid"), None, {}).status in (200, 204), path

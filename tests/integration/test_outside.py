"""Outside a case too, who has hidden records (Cabinet Order 11) is learned by officers with the role alone."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from click.testing import CliRunner

from ledger.cases.conflicts import Conflicted, declare
from ledger.cases.one_person import ask, confirm, open_requests
from ledger.cli.main import commands
from ledger.runtime.postgres import Postgres
from tests.events import SECOND, consent, now_us, provision, register
from tests.integration.consoles import Seat, console
from tests.integration.test_existence import identified
from tests.integration.workers import environment
from tests.integration.world import World, new_ledger

#: Who looks: without the role, with it, close to A-1, whose range holds one recipient, whose training has lapsed.
OFFICERS: dict[str, dict[str, Any]] = {
    "plain": {}, "knows": {"roles": ["privacy_officer", "existence_officer"]}, "kin": {},
    "ranged": {"range": {"recipients": ["company"]}}, "lapsed": {"trained_until": "2020-03-31"}, "agrees": {},
}  # fmt: skip
HIDDEN: tuple[dict[str, Any], ...] = (
    {"recipient": "shelter"}, {"existence": "ii"}, {"ground": "27(1)i", "existence": "i"},
)  # fmt: skip
WHO = "member A-1\n"
_DRAWN = re.compile(
    r'[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32}|([0-9a-f]{4} ){7}[0-9a-f]{4}'
    r'|[2-9A-Z]{5}-?[2-9A-Z]{5}|(?<=name="csrf" value=")[^"]+'
)


def ledger(postgres: Postgres, folder: Path, whose: str, visible: int, at: int) -> World:
    """A ledger in which somebody has three hidden records among the ``visible`` ones of A-1, and C-1 has one. Where A-1
    has none, nothing else makes them known."""
    world = World(new_ledger(postgres, folder))
    world.clock = at
    world.registered()
    world.tell("registers.operator", *(
        register("officers", name, {"display_name": name, "roles": ["privacy_officer"], **body})
        for name, body in OFFICERS.items()
    ), register("recipients", "shelter", {
        "name": "見本支援センター", "address": "東京", "representative": "代表", "kind": "victim_support",
        "country": "JP",
    }))  # fmt: skip
    if visible:
        world.tell("consents.members", *(
            consent(who, happened_at=at - before * SECOND) for who, before in (("A-1", 90), ("B-1", 900))
        ))  # fmt: skip
    for number, hidden in enumerate(HIDDEN):
        if number < visible:
            world.tell("provisions.crm", provision("A-1", happened_at=at - 60 * SECOND))
        world.tell("provisions.crm", provision(whose, happened_at=at - 30 * SECOND, **hidden))
    world.tell("provisions.crm", provision("C-1", ground="27(1)i", happened_at=at - 10 * SECOND))
    world.settle()
    return world


@pytest.fixture(params=[0, 2])
def both(postgres: Postgres, folder: Path, request: pytest.FixtureRequest) -> Iterator[tuple[World, World]]:
    """Two ledgers that differ only in whose the hidden records are: A-1's, and somebody else's."""
    at = now_us()
    made = tuple(ledger(postgres, folder, whose, request.param, at) for whose in ("A-1", "B-1"))
    yield made  # type: ignore[misc]
    for world in made:
        world.close()


class Look:
    """What one officer gets to see by commands and pages, drawn values taken out."""

    def __init__(self, world: World, folder: Path) -> None:
        self.world, self.folder, self.seen = world, folder, list[str]()
        self._people: dict[str, str] = {}

    def all(self) -> list[str]:
        with pytest.MonkeyPatch.context() as patch, console(self.world, "plain", "kin", "knows") as seats:
            plain, kin, knows = seats
            for name, value in environment(self.world.settings).items():
                patch.setenv(name, value)
            for command in ("search", "search-person", "disclose", "judgement", "reads", "erase"):
                CliRunner().invoke(commands, [command, "--help"])  # so that its module is there
            for name, module in list(sys.modules.items()):
                if name.startswith("ledger.cli.") and hasattr(module, "now_us"):
                    patch.setattr(module, "now_us", lambda: self.world.clock)
            self._commands()
            self._pages(plain)
            declare(self.world.connection, self.world.vault, self.world.registers(), "kin", "request",
                    [("kin", "member", "A-1")], self.world.clock)  # fmt: skip
            self._pages(kin, alone=False)
            self._refused()
            self._looked_by_who_knows(knows)
        return self.seen

    def _commands(self) -> None:
        for officer in ("plain", "ranged"):
            self._agreed(officer)
            self._run("search", officer, "--person", "-", "--json")
            self._run("disclose", officer, "--out", str(self.folder / officer), "-")
            self._add((self.folder / officer / "kaiji.csv").read_text("utf-8-sig"))
            for more in ((), ("--json",)):
                self._run("erase person", officer, "--ground", "request", "--dry-run", *more, "-")
        for row in self.world.rows():
            self._run("judgement", "plain", str(row.idx), "--json")
        self._run("search", "plain")
        self._run("reads", "plain", "--person", "-", "--json")
        self._run("reads", "plain", "--person", "-", "--told")

    def _pages(self, seat: Seat, alone: bool = True) -> None:
        assert seat.send("/ja/records/reason", {"reason": "incident", "to": "/records"}).status == 303
        year = {f"{name}_{part}": said for name, day in (("since", "1 1"), ("until", "12 31"))
                for part, said in zip(("year", "month", "day"), ("2026", *day.split()), strict=True)}  # fmt: skip
        shown = ["", *(f"/{row.idx}{end}" for row in self.world.rows() for end in ("", "/person"))]
        if alone:
            (request,) = [one.request for one in open_requests(self.world.connection, self.world.vault,
                                                              self.world.clock) if one.officer == "plain"]  # fmt: skip
            shown += ["?" + urlencode(year), "/table?" + urlencode(year), f"/person/{request}"]
        # Twice: what the first look left behind is there for the second one.
        for path in (*shown, *shown):
            self._page(seat.get(f"/ja/records{path}"))
        if alone:
            for page in ("violations", "violations?show=undetermined", "flows", "people"):
                self._page(seat.get(f"/ja/{page}"))
            case = identified(self.world, "C-1").number
            seat.look(case)
            self._page(seat.send(f"/ja/cases/{case}/identify", {"method": "call_back", "ids": "member A-1"}))
            self._run("reads", "plain", "--person", "-", "--json")

    def _looked_by_who_knows(self, seat: Seat) -> None:
        """What an officer with the role looks at, whoever's it is, shows in no list of looks that others are told."""
        seat.send("/ja/records/reason", {"reason": "incident", "to": "/records"})
        for row in self.world.rows(verdict="violation"):
            for end in ("", "/person"):
                assert seat.get(f"/ja/records/{row.idx}{end}").status == 200
        for officer in ("plain", "knows"):
            self._run("reads", officer, "--person", "-", "--told")
        self._run("reads", "plain", "--person", "-", "--json")

    def _refused(self) -> None:
        for officer in ("kin", "lapsed"):
            self._run("search-person request", officer, "-")
        with pytest.raises(Conflicted):
            ask(self.world.connection, self.world.vault, self.world.registers(), "kin", "audit", ("member", "A-1"),
                self.world.clock)  # fmt: skip

    def _agreed(self, officer: str) -> None:
        db, registers, now = (self.world.connection, self.world.vault), self.world.registers(), self.world.clock
        ask(*db, registers, officer, "incident", ("member", "A-1"), now)
        (waits,) = [one.request for one in open_requests(*db, now) if one.confirmed_by is None]
        confirm(*db, registers, "agrees", "incident", waits, now)

    def _run(self, command: str, officer: str, *arguments: str) -> None:
        self.world.clock += SECOND
        by = ("--as", officer, "--reason", "incident")
        done = CliRunner().invoke(commands, [*command.split(), *by, *arguments], input=WHO)
        self._add(f"{command} {officer} {arguments} {done.exit_code} {done.exception!r} {done.output}")

    def _page(self, page: Any) -> None:
        self._add(f"{page.status} {page.text}")

    def _add(self, said: str) -> None:
        said = _DRAWN.sub("", said).replace(str(self.folder), "")
        # Pseudonyms are drawn: the first one that is seen is the first, wherever it stands again.
        self.seen.append(re.sub(
            r"\*{4}\d{4}", lambda found: self._people.setdefault(found[0], f"person {len(self._people)}"), said
        ))  # fmt: skip


def test_two_ledgers_look_alike_to_who_has_no_role(both: tuple[World, World], tmp_path: Path) -> None:
    one, other = (Look(world, tmp_path / str(number)).all() for number, world in enumerate(both))
    assert len(one) == len(other) > 40
    different = [(mine, theirs) for mine, theirs in zip(one, other, strict=True) if mine != theirs]
    assert not different, "\n\n".join(
        "\n".join(unified_diff(mine.splitlines(), theirs.splitlines(), n=1)) for mine, theirs in different
    )
    assert sum(page.startswith("judgement") and "RecordClosed" in page for page in one) == len(HIDDEN)
    (listed,) = [page for page in one if 'id="records-caption"' in page and "見本支援センター" in page][:1]
    assert listed.count("表示なし") == len(HIDDEN), "every record is listed, without a person where it is hidden"


def test_who_has_the_role_goes_on_from_record_to_person(both: tuple[World, World]) -> None:
    world, visible = both[0], sum(row.recipient == "company" for row in both[0].rows()) - len(HIDDEN)
    hidden = [row for row in world.rows() if row.recipient == "shelter"]
    with console(world, "knows", "plain") as seats:
        pages = []
        for seat in seats:
            seat.send("/ja/records/reason", {"reason": "incident", "to": "/records"})
            pages.append(seat.get(f"/ja/records/{hidden[0].idx}").text)
    assert visible in (0, 2) and len(hidden) == 1
    assert "この人の記録を見た人" in pages[0] and "仮の番号" in pages[0] and "存否の担当者" not in pages[0]
    assert "この人の記録を見た人" not in pages[1] and "仮の番号" not in pages[1] and "存否の担当者" in pages[1]

"""From a granted request to the stop, once and for who held the ids, and to 「停止しました」, when all have done it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast

import pytest

from ledger.cases.case import Case, as_told
from ledger.cases.casebook import Casebook, readable
from ledger.cases.given import confirmed
from ledger.cases.grounds import GROUNDS
from ledger.cases.letters.days import written
from ledger.cases.letters.phrases import DONE, PARTLY, PHRASES
from ledger.cases.moments import spoken
from ledger.cases.steps import PERSON
from ledger.cases.stopped_before import stopped_before
from ledger.cases.stopping import stop_states
from ledger.cases.stops import CLOSED
from ledger.cli.wiring import ledger_connection, open_vault
from ledger.judging.said import iso
from ledger.judging.stops import stops_below
from ledger.law.days import calendar, jst_day
from ledger.log.head import LOG_ID
from streams.producer import Outgoing, Producer
from streams.recorder.granted import Granter
from streams.relay import Relay
from streams.wire import decode
from tests.events import HOUR, acknowledgement, consent, link, now_us, provision, register, source_body
from tests.integration.commands import run
from tests.integration.consoles import console
from tests.integration.pages import Page
from tests.integration.test_stops import NOTIFICATION, opted_out
from tests.integration.windows import FIRST, SECOND, looked, staff
from tests.integration.world import World

DAY, MINUTE = 24 * HOUR, HOUR // 60


@pytest.fixture
def selling(world: World) -> World:
    """A world in which opt-out was notified, two sources provide, and two officers decide."""
    world.registered()
    world.tell(
        "registers.operator",
        register("opt_out_notifications", "n-1", NOTIFICATION),
        register("sources", "shop", source_body("shop", "provisions", "stops")),
        register("officers", "officer-2", {"display_name": "Officer", "roles": ["privacy_officer"]}),
    )
    return world


def book(world: World) -> Casebook:
    return Casebook(world.connection, world.vault)


def asked(world: World, kind: str, *who: str, **more: Any) -> Case:
    """A request whose person was identified."""
    said = {
        "kind": kind, "channel": "post", "language": "ja", "arrived": "2026-04-01", "asked": "", "contact": "",
        "claimed": "", **more,
    }  # fmt: skip
    _, case = book(world).open(said, PERSON, world.clock)
    ids = confirmed(world.connection, world.vault, [("member", one) for one in who], world.size, world.clock)
    said = {"method": "call_back", "ids": [one.written() for one in ids]}
    return book(world).step(case.number, "officer-1", "request", "case identify", said, world.clock)


def decide(world: World, case: Case, outcome: str = "whole", **scope: Any) -> Case:
    said: dict[str, Any] = {
        "outcome": outcome, "as_of": world.size, "withheld": {}, "text": "止めます",
        "grounds": {"refused": ["identity"], "part": ["no_opt_out"]}.get(outcome, []),
    }  # fmt: skip
    if outcome != "refused":
        said["scope"] = scope
    return book(world).step(case.number, "officer-1", "request", "case decide", said, world.clock)


def stops(world: World) -> list[tuple[str, int, Any, Any]]:
    return [
        (row.ground, row.since, row.recipients, row.items) for row in stops_below(world.connection, LOG_ID, world.size)
    ]


class _Producer:
    """Keeps what would be sent."""

    def __init__(self) -> None:
        self.sent: list[Outgoing] = []

    def send_all(self, messages: Iterable[Outgoing]) -> list[Outgoing]:
        self.sent += messages
        return self.sent


def announced(world: World) -> list[dict[str, Any]]:
    """Let the relay send; return the stops of which services were told."""
    producer = _Producer()
    relay = Relay(cast(Producer, producer), open_vault(world.settings, "pl_relay"))
    with ledger_connection(world.settings, "pl_relay") as connection:
        while relay.turn(connection):
            pass
    return [decode(one.value).event for one in producer.sent if one.topic == "stops" and one.value is not None]


def state(world: World, case: Case) -> Any:
    now = book(world).find(case.number)
    return stop_states(world.connection, world.registers(), [now], world.size, world.clock)[case.number]


def turn(page: Page) -> str:
    return re.findall(r'name="turn" value="([^"]*)"', page.text)[0]


def letter(world: World, number: str, out: Path) -> str:
    """The letter that tells the answer, as a sample."""
    return staff(world, "case", "letter", number, *FIRST, "--kind", "stop", "--out", str(out))


def test_what_is_granted_is_stopped_from_the_decision_on_and_once(selling: World) -> None:
    kinds = {"opt_out": "27(2)", "stop_use": "35(1)", "stop_provision": "35(3)", "no_longer_needed": "35(5)"}
    cases = [
        decide(selling, asked(selling, kind, f"A-{place}", scope="recipient"), recipients=["company"], items=None)
        for place, kind in enumerate(kinds)
    ]
    decided_at = selling.clock
    selling.clock += HOUR
    for _ in range(2):
        selling.another_recorder().housekeeping()
    selling.settle()
    assert sorted(stops(selling)) == sorted((ground, decided_at, ["company"], None) for ground in kinds.values())
    for place in range(len(kinds)):
        who = f"A-{place}"
        selling.tell("provisions.crm", *(opted_out(who, happened_at=decided_at + past) for past in (-1, 1)))
    assert selling.verdicts() == ["lawful", "violation"] * len(kinds)
    assert [len(book(selling).find(case.number).stops.given) for case in cases] == [1] * len(kinds)
    assert len(announced(selling)) == len(kinds)


def test_a_refusal_gives_no_stop_and_a_part_only_with_its_second_officer(selling: World) -> None:
    decide(selling, asked(selling, "opt_out", "A-1"), "refused")
    part = decide(selling, asked(selling, "opt_out", "A-2"), "part", recipients=["company"], items=None)
    selling.settle()
    assert stops(selling) == []
    book(selling).step(part.number, "officer-2", "request", "case second", {"agrees": True}, selling.clock)
    selling.settle()
    assert [ground for ground, *_ in stops(selling)] == ["27(2)"]


def test_a_case_granted_before_decisions_said_what_they_cover_waits_for_an_officer(selling: World) -> None:
    selling.clock = now_us()
    case = asked(selling, "opt_out", "A-1")
    said = {"outcome": "whole", "as_of": selling.size, "withheld": {}, "text": "止めます"}
    book(selling).step(case.number, "officer-1", "request", "case decide", said, selling.clock)
    selling.settle()
    assert (stops(selling), state(selling, case).state) == ([], "in_hand")
    assert "does not say what it covers" in staff(selling, "case", "show", case.number, *FIRST)
    with console(selling, "officer-1") as (seat,):
        seat.look(case.number)
        page = seat.get(f"/ja/cases/{case.number}/stop")
        assert "止める範囲が決まっていません" in page.text
        named = f"/ja/cases/{case.number}/stop/scope"
        assert seat.send(named, {"turn": turn(page)}).text.count("どこまで止めるかを選んでください。") == 2
        assert seat.send(named, {"turn": turn(page), "covers": "all"}).status == 303
        named_at = selling.clock
        selling.clock += MINUTE
        selling.settle()
        assert stops(selling) == [("27(2)", named_at, None, None)], "from when it was named, not from the decision on"
        assert "返答がありません" in seat.get(f"/ja/cases/{case.number}/stop").text


def test_where_the_id_is_anothers_by_now_an_officer_confirms_one_that_is_theirs_or_closes_it(selling: World) -> None:
    selling.clock = now_us() - 4 * HOUR
    selling.tell("provisions.crm", opted_out("A-1", happened_at=selling.clock - 2 * HOUR))
    case = asked(selling, "opt_out", "A-1")
    handed_over = selling.clock + HOUR
    selling.clock += 2 * HOUR
    selling.tell("links.members", link("A-1", None, "reassigned", iso(handed_over)))
    decide(selling, case)
    selling.settle()
    selling.tell("registers.operator", register("officers", "officer-2", {
        "display_name": "Second", "roles": ["privacy_officer"],
    }))  # fmt: skip
    with console(selling, "officer-1", "officer-2") as (seat, other):
        for one in (seat, other):
            one.look(case.number)
        place = f"/ja/cases/{case.number}/stop"
        page = seat.get(place)
        assert "この番号は、いまはほかの人のものです。" in page.text and "この停止をどうしますか" in page.text
        had = seat.send(f"{place}/id", {"turn": turn(page), "method": "call_back", "ids": "member A-1"})
        assert had.status == 400 and had.text.count("この番号は、もう確かめてあります") == 2
        theirs = {"turn": turn(page), "method": "call_back", "ids": "member C-1"}
        assert seat.send(f"{place}/id", theirs).status == 303
        confirmed_at = selling.clock
        selling.clock += MINUTE
        selling.settle()
        assert [since for _, since, *_ in stops(selling)][1:] == [confirmed_at]
        assert [one["person"]["id"] for one in announced(selling)] == ["C-1"]
        assert seat.send(f"{place}/close", {"turn": turn(seat.get(place))}).text.count("終わりにする理由を選んで") == 2
        close = {"turn": turn(seat.get(place)), "because": "id_passed_on"}
        assert seat.send(f"{place}/close", close).status == 303
        page = seat.get(place)
        assert "あなたの提案です" in page.text and "終わりにしました" not in page.text
        assert not book(selling).find(case.number).stops.closed
        close["turn"] = turn(page)
        assert seat.send(f"{place}/close", close).status == 409, "not oneself"
        assert "officer-1さんが、終わりにすることを提案しています" in other.get(place).text
        assert other.send(f"{place}/close", close).status == 303
        page = seat.get(place)
        assert CLOSED["id_passed_on"].ja in page.text and "この停止をどうしますか" not in page.text
    given = book(selling).find(case.number).stops
    assert list(given.closed) == [given.given[0]]
    assert state(selling, case).awaited == ("crm", "shop"), "of the id that is theirs services are waited for"
    for source in ("crm", "shop"):
        selling.tell(f"stops.{source}", acknowledgement(given.given[1].bytes, effective_at=selling.clock))
    assert state(selling, case).state == "done"


def test_who_crashes_between_the_stop_and_the_step_that_names_it_leaves_neither(
    selling: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = decide(selling, asked(selling, "opt_out", "A-1", "B-1"))
    connection, vault = selling.worker()
    taken = Casebook.step

    def crash(self: Casebook, number: str, officer: str, reason: str, command: str, *more: Any, **named: Any) -> Case:
        if command == "case stop":
            raise RuntimeError("away")
        return taken(self, number, officer, reason, command, *more, **named)

    with monkeypatch.context() as broken:
        broken.setattr(Casebook, "step", crash)
        with pytest.raises(RuntimeError):
            Granter(vault).give(connection, selling.clock)
    assert selling.ask("select count(*) from intake where command = 'stop give'") == [(0,)]
    # Two that both looked before either gave.
    first, second = Granter(vault), Granter(selling.worker()[1])
    assert (first.give(connection, selling.clock), second.give(selling.worker()[0], selling.clock)) == (1, 0)
    assert first.give(connection, selling.clock) == 0
    selling.settle()
    assert sorted(len(one) for one in stops(selling)) == [4, 4], "one for each id"
    assert len(book(selling).find(case.number).stops.given) == 2


def test_a_stop_binds_who_held_the_id_when_it_was_confirmed_and_nobody_after(selling: World) -> None:
    selling.tell("provisions.crm", opted_out("A-1", happened_at=selling.clock - 2 * HOUR))
    case = asked(selling, "opt_out", "A-1")
    handed_over = selling.clock + HOUR
    selling.clock += 2 * HOUR
    selling.tell("links.members", link("A-1", None, "reassigned", iso(handed_over)))
    decide(selling, case)
    selling.settle()
    assert announced(selling) == [], "services know the id alone, which is another's by now"
    earlier, present = selling.vault.find(("member", "A-1"))
    assert selling.ask("select identity from stop") == [(earlier.identity,)]
    selling.tell("provisions.crm", opted_out("A-1", happened_at=selling.clock))
    assert selling.verdicts() == ["lawful", "lawful"]
    assert present.identity != earlier.identity


def test_who_asks_again_for_what_is_stopped_everywhere_is_told_since_when(selling: World) -> None:
    selling.tell("provisions.crm", opted_out("A-1", happened_at=selling.clock - HOUR))
    first = decide(selling, asked(selling, "opt_out", "A-1"))
    selling.settle()
    (stop,) = book(selling).find(first.number).stops.given

    def told(kind: str = "opt_out", *who: str) -> Any:
        again = asked(selling, kind, *(who or ("A-1",)))
        return stopped_before(selling.connection, selling.registers(), again, selling.clock)

    selling.tell("stops.crm", acknowledgement(stop.bytes, effective_at=selling.clock))
    assert told() is None, "one service has not said so"
    selling.clock += 2 * DAY
    selling.tell("stops.shop", acknowledgement(stop.bytes, effective_at=selling.clock))
    since = spoken(calendar(jst_day(selling.clock))).ja
    selling.clock += DAY
    assert told().ja == f"すでに停止しています（{since}から）。同じ停止を、もう一度求める必要はありません。"
    own = as_told(book(selling).find(first.number), selling.clock)
    assert stopped_before(selling.connection, selling.registers(), own, selling.clock) is None, "of its own no word yet"
    assert told("stop_use") is None, "on another ground"
    assert told("opt_out", "A-1", "B-1") is None, "not for every id"


def test_somebody_the_ledger_never_saw_is_stopped_too(selling: World) -> None:
    decide(selling, asked(selling, "opt_out", "NEW-1"))
    selling.settle()
    selling.tell("provisions.crm", opted_out("NEW-1", happened_at=selling.clock + 1))
    assert selling.verdicts() == ["violation"]


def test_a_withdrawn_consent_no_longer_counts_and_one_given_after_it_does(selling: World) -> None:
    selling.tell("consents.members", consent("A-1", happened_at=selling.clock - HOUR))
    decide(selling, asked(selling, "withdrawal", "A-1"))
    withdrawn = selling.clock
    selling.settle()
    selling.tell("provisions.crm", *(provision("A-1", happened_at=withdrawn + past) for past in (-HOUR // 2, 1)))
    selling.tell("consents.members", consent("A-1", happened_at=withdrawn + HOUR))
    selling.tell("provisions.crm", provision("A-1", happened_at=withdrawn + 2 * HOUR))
    selling.pass_time(4 * 3600)
    assert selling.verdicts() == ["lawful", "violation", "lawful"]


def test_done_is_told_when_the_last_service_has_said_so_and_who_is_late_raises_an_alert(
    selling: World, tmp_path: Path
) -> None:
    """By the commands, with one service that is late."""
    selling.clock = now_us()
    form = {"asked": "止めて", "contact": "山田", "claimed": "A-1", "scope": "all"}
    opened = staff(
        selling, "case", "open", *FIRST, "--kind", "opt_out", "--channel", "post", told=json.dumps(form)
    )  # fmt: skip
    number = opened.split("case number")[1].split()[0]
    staff(selling, "case", "identify", number, *FIRST, "--method", "call_back", told="member A-1\n")
    unknown = run(
        selling, "case", "decide", number, *FIRST, *looked(selling, number), "--reply", "-", "--recipient", "nobody",
        person="止めます",
    )  # fmt: skip
    assert unknown.returncode == 2 and "no nobody in the register" in unknown.stderr
    narrow = staff(
        selling, "case", "decide", number, *FIRST, *looked(selling, number), "--reply", "-", "--recipient", "company",
        "--part", "--ground", "no_opt_out", told="一部を止めます",
    )  # fmt: skip
    assert "stands at: second" in narrow, "less than what was asked takes two"
    staff(selling, "case", "second", number, *SECOND, *looked(selling, number), "--agrees")
    selling.clock = now_us()
    selling.settle()
    case = book(selling).find(number)
    (stop,) = case.stops.given
    selling.tell("stops.crm", acknowledgement(stop.bytes, effective_at=selling.clock))
    assert state(selling, case).awaited == ("shop",)
    early = run(selling, "case", "answer", number, *FIRST)
    assert early.returncode == 2 and "not every service" in early.stderr and "shop" in early.stderr
    staff(selling, "case", "answer", number, *FIRST, "--in-hand", "-", told="いま止めています")
    in_hand = letter(selling, number, tmp_path / "in-hand.pdf")
    assert PHRASES["not_yet"].ja in in_hand and "いま止めています" in in_hand
    assert PARTLY["opt_out"].ja not in in_hand and DONE["opt_out"].ja not in in_hand
    assert GROUNDS["opt_out"]["no_opt_out"].words.ja in in_hand
    (listed,) = json.loads(staff(selling, "case", "list", *FIRST, "--json"))
    assert (listed["number"], listed["stage"], listed["stop"], listed["awaited"]) == (
        readable(number.replace("-", "")), "answered", "in_hand", ["shop"],
    )  # fmt: skip
    selling.clock += 4 * DAY
    selling.another_recorder().housekeeping()
    alerts = selling.ask("select about from alert where kind = 'stop_unacknowledged'")
    assert alerts == [(f"shop/{stop}",)]
    selling.clock += HOUR
    selling.another_recorder().housekeeping()
    assert selling.ask("select count(*) from alert where kind = 'stop_unacknowledged'") == [(1,)]
    selling.tell("stops.shop", acknowledgement(stop.bytes, effective_at=now_us()))
    assert "停止しました" in staff(selling, "case", "show", number, *FIRST)
    staff(selling, "case", "answer", number, *FIRST)
    told = book(selling).find(number)
    assert told.stops.in_hand == "" and told.stops.done_at is not None
    assert json.loads(staff(selling, "case", "list", *FIRST, "--json")) == []
    done = letter(selling, number, tmp_path / "done.pdf")
    assert PARTLY["opt_out"].ja in done and DONE["opt_out"].ja not in done
    assert written(calendar(jst_day(told.stops.done_at))).ja in done
    assert PHRASES["not_yet"].ja not in done and "一部を止めます" in done

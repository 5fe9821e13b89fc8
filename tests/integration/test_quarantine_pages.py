"""A message that could not be read is read again, or let rest, from its page: the worker does it, the page tells."""

from __future__ import annotations

import re
from uuid import UUID

from ledger.cli.rebuild_command import rebuild_and_compare
from streams.recorder import quarantine
from tests.events import LAG, SECOND, provision, register
from tests.integration.consoles import Seat, console
from tests.integration.test_case_pages import whole
from tests.integration.world import World


def page_of(seat: Seat, place: str) -> str:
    """The address of a message's page, from the list."""
    found = re.findall(rf'href="(/ja/quarantine/\w+/outcome)">{place}<', seat.get("/ja/quarantine").text)
    return str(found[0])


def entered(world: World, command: str) -> int:
    return int(world.ask(f"select count(*) from intake where command = '{command}'")[0][0])


def asked(world: World) -> int:
    return entered(world, "quarantine replay")


def told(world: World) -> None:
    world.registered()
    world.tell("registers.operator", register("officers", "operator-1", {
        "display_name": "Operator", "roles": ["operator"],
    }))  # fmt: skip


def test_a_message_is_read_again_from_its_page_and_both_outcomes_stand_there(world: World) -> None:
    told(world)
    world.tell("provisions.crm", b"nobody can read this")
    with console(world, "operator-1", "officer-1") as (operator, officer):
        at = page_of(operator, "provisions.crm/0/0")
        for lang in ("ja", "en"):
            whole(officer, at, lang)
            whole(officer, at.replace("/outcome", "/dismiss"), lang)
        before = operator.get(at).text
        assert "はじめの結果" in before and "この台帳の形（Avro）ではありません" in before and "読み直す" in before
        assert "nobody can read" not in before and "provisions.dlq" in before
        assert 'href="' + at.removesuffix("/outcome") + '"' not in before, "an operator opens no content"
        assert 'href="' + at.removesuffix("/outcome") + '"' not in officer.get(at).text, "nor one without the role"
        waits = operator.send(at, {}).text
        assert "読み直しを頼みました" in waits and "読み直す</button>" not in waits and "状況を更新する" in waits
        assert world.ask("select count(*) from quarantine_reread") == [(0,)], "the act waits for the worker"
        assert "状況を更新する" in operator.send(at, {}).text and asked(world) == 1, "again is once"
        world.settle()
        still = operator.get(at).text
        assert "読み直しましたが、まだ読めません：この台帳のデータの形ではありません" in still
        assert "operator-1" in still and "読み直す</button>" not in still and "つぎに頼めるのはあすです" in still
        operator.send(at, {})
        world.settle()
        assert asked(world) == 1, "the same outcome is not said again"
        world.clock += 86_400 * SECOND
    with console(world, "operator-1") as (operator,):
        assert "読み直す</button>" in operator.get(at).text, "another day, another release"
        (message,) = quarantine.unresolved(world.connection)
        changed = world.readable_again(message, provision("A-1"))
        with world.owner() as owner:
            owner.execute("update quarantine set sealed = %s where seal_id = %s",
                          (changed.sealed, UUID(bytes=changed.seal_id)))  # fmt: skip
        operator.send(at, {})
        world.settle()
        done = operator.get(at).text
        (record,) = re.findall(r'href="/ja/records/(\d+)"', done)
        assert "読み直しました" in done and "記録になりました" in done and "読み直す</button>" not in done
        assert [str(row.idx) for row in world.rows()] == [record]
        assert "この台帳のデータの形ではありません" in done, "the first outcome stands beside it"
        world.settle()
        said = "select officer, reason from quarantine_reread order by idx"
        assert world.ask(said) == [("operator-1", None), ("operator-1", "not_avro"), ("operator-1", None)]
        operator.send(at, {})
        world.settle()
        assert len(world.ask(said)) == 3 and asked(world) == 2, "what was read is not asked for again"
    _, found = rebuild_and_compare(world.settings, "rebuilt")
    assert {view: count for view, count in found.items() if count} == {}


def test_a_message_rests_once_two_officers_say_why_and_nothing_waits_for_it(world: World) -> None:
    told(world)
    world.tell("provisions.crm", provision("A-1"))
    world.tell("consents.members", b"noise")
    world.pass_time(3 * LAG)
    assert world.verdicts() == ["undetermined"]
    with console(world, "operator-1", "officer-1") as (operator, officer):
        at = page_of(operator, "consents.members/0/0").replace("/outcome", "/dismiss")
        unsaid = operator.send(at, {})
        assert unsaid.status == 400 and unsaid.text.count("なぜ終わりにするかを選んでください") == 2
        for _ in range(2):
            assert "あなたが、" in operator.send(at, {"because": "operation"}).text
        assert entered(world, "quarantine propose") == 1, "nobody agrees to their own proposal, and twice is once"
        assert "operator-1が、" in officer.get(at).text and "送り直した、または試しに" in officer.get(at).text
        assert "officer-1" not in officer.send(at, {"because": "incident"}).text, "another reason is another proposal"
        world.settle()
        assert world.verdicts() == ["undetermined"], "and until two say the same it is waited for"
        agreed = operator.send(at, {"because": "incident"})
        assert "二人の担当者が、終わりにすることを同じ理由で記録しました" in agreed.text
        for seat in (operator, officer):
            assert "二人の担当者が" in seat.send(at, {"because": "incident"}).text
        assert (entered(world, "quarantine propose"), entered(world, "quarantine dismiss")) == (2, 1)
        world.settle()
        assert world.verdicts() == ["violation"]
        rests = operator.get(at.replace("/dismiss", "/outcome")).text
        assert "そのままにしました" in rests and "読み直す</button>" not in rests and "終わりにする" not in rests
    outcomes = world.ask('select "offset", outcome from quarantine_resolution')
    assert outcomes == [(0, "dismissed")]
    assert quarantine.unresolved(world.connection) == []
    _, found = rebuild_and_compare(world.settings, "rebuilt")
    assert {view: count for view, count in found.items() if count} == {}

"""Signing in to the console: who gets in by what, for how long, and what a stranger can and cannot bring about."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pyotp
import pytest

from ledger.cli.console_command import staff_store
from ledger.store.connect import VAULT_SCHEMA, Connection, connect
from ledger.vault import tries
from ledger.vault.accounts import Accounts, digest
from ledger.vault.tries import Tries
from ledger.web.console import entrance
from ledger.web.console.slowing import Slowing
from ledger.web.slots import in_slots
from tests.events import register
from tests.integration.commands import run
from tests.integration.consoles import PASSWORD, enrolled, seated, served
from tests.integration.pages import Browser, Page
from tests.integration.test_case_pages import whole
from tests.integration.world import World

MINUTE = 60_000_000


@pytest.fixture
def staffed(world: World) -> World:
    world.registered()
    world.tell("registers.operator", register("officers", "officer-2", {
        "display_name": "鈴木 一郎", "roles": ["privacy_officer"],
    }))  # fmt: skip
    return world


@contextmanager
def ready(world: World) -> Iterator[tuple[Accounts, Browser, str]]:
    """The console, with officer-1 enrolled; give the secret of their codes."""
    with served(world) as (accounts, browser):
        yield accounts, browser, enrolled(accounts, "officer-1", world.clock)


@contextmanager
def staff(world: World) -> Iterator[Connection]:
    """The key store, as who has the database role of the staff and not the key."""
    with connect(world.settings.vault_dsn, "pl_staff", VAULT_SCHEMA) as connection:
        connection.autocommit = True
        yield connection


def code(secret: str, world: World) -> str:
    return pyotp.TOTP(secret).at(world.clock // 1_000_000)


def sign_in(browser: Browser, world: World, secret: str, **more: str) -> Page:
    form = {"officer": "officer-1", "password": PASSWORD, "code": code(secret, world), **more}
    return browser.post("/ja/sign-in", form)


def inside(browser: Browser) -> bool:
    return browser.get("/ja/").status == 200


def another(browser: Browser) -> Browser:
    return Browser(browser.port)


def test_who_has_all_three_gets_in_and_is_out_again(staffed: World) -> None:
    with ready(staffed) as (_, browser, secret):
        assert browser.get("/ja/").headers["location"] == "/ja/sign-in"
        page = sign_in(browser, staffed, secret)
        assert page.status == 303 and page.headers["location"] == "/ja/"
        session = next(line for line in page.headers["set-cookie"].split("\n") if line.startswith("console="))
        assert "HttpOnly" in session and "SameSite=strict" in session and "Secure" not in session
        home = browser.get("/ja/")
        assert home.status == 200
        token = re.findall(r'name="csrf" value="([^"]+)"', home.text)[0]
        assert browser.post("/ja/sign-out", {"csrf": token}).headers["location"] == "/ja/sign-in"
        assert not inside(browser)


def test_a_wrong_name_password_or_code_is_told_alike_and_a_code_works_once(staffed: World) -> None:
    with ready(staffed) as (_, browser, secret):
        said = {
            re.sub(r'value="[^"]*"', "", page.text) for page in (
                sign_in(another(browser), staffed, secret, officer="nobody"),
                sign_in(another(browser), staffed, secret, officer="officer-2"),
                sign_in(another(browser), staffed, secret, password="another long sentence"),
                sign_in(another(browser), staffed, secret, code="000000"),
            )
        }  # fmt: skip
        assert len(said) == 1 and "どれかが違います" in said.pop()
        assert sign_in(browser, staffed, secret).status == 303
        assert sign_in(another(browser), staffed, secret).status == 400, "the code was used"
        staffed.clock += MINUTE
        assert sign_in(another(browser), staffed, secret).status == 303


def test_every_try_takes_its_slot_whatever_comes_of_it(staffed: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entrance, "in_slots", in_slots)
    monkeypatch.setattr(entrance, "_SLOT", 0.4)
    with ready(staffed) as (_, browser, secret):
        for more in ({"officer": "nobody"}, {"password": "another long sentence"}, {"code": ""}, {}):
            began = time.monotonic()
            sign_in(another(browser), staffed, secret, **more)
            assert time.monotonic() - began >= 0.4, more


def test_a_session_ends_by_itself_and_with_role_or_account(staffed: World) -> None:
    with served(staffed) as (accounts, browser):
        seat = seated(accounts, browser, "officer-1", staffed.clock).browser
        for _ in range(24):
            assert inside(seat)
            staffed.clock += 29 * MINUTE
        assert inside(seat)
        staffed.clock += 29 * MINUTE
        assert not inside(seat), "12 hours are over"
        seat = seated(accounts, browser, "officer-1", staffed.clock).browser
        staffed.clock += 30 * MINUTE
        assert not inside(seat), "nobody used it"
        seat = seated(accounts, browser, "officer-1", staffed.clock).browser
        assert accounts.revoke("officer-1", staffed.clock)
        assert not inside(seat) and accounts.material("officer-1") is None


def test_what_a_stranger_tries_does_not_keep_the_officer_out(staffed: World) -> None:
    with ready(staffed) as (_, browser, secret):
        assert sign_in(browser, staffed, secret).status == 303
        stranger = another(browser)
        tries = [sign_in(stranger, staffed, secret, password="another long sentence").status for _ in range(6)]
        assert tries[:4] == [400] * 4 and tries[4:] == [429] * 2
        staffed.clock += MINUTE // 2 + 1
        del browser.jar["console"]
        assert sign_in(browser, staffed, secret).status == 303, "a known browser, at the stranger's own address"
        assert sign_in(stranger, staffed, secret, officer="officer-2").status == 400, "another account"


def test_codes_tried_by_who_has_the_password_close_the_account_to_strangers_alone(staffed: World) -> None:
    with ready(staffed) as (_, browser, secret):
        assert sign_in(browser, staffed, secret).status == 303
        stranger = another(browser)
        for _ in range(10):
            staffed.clock += 15 * MINUTE
            sign_in(stranger, staffed, secret, code="000000")
        assert staffed.ask("select officer from intake where command = 'staff lock'") == [("(console)",)]
        staffed.clock += 16 * MINUTE
        assert sign_in(stranger, staffed, secret).status == 429, "even with the right code"
        del browser.jar["console"]
        assert sign_in(browser, staffed, secret).status == 303


def test_what_was_tried_is_known_to_another_console_and_to_one_started_anew(staffed: World) -> None:
    with ready(staffed) as (_, browser, secret), served(staffed) as (_, beside):
        first, second = another(browser), another(beside)
        for one in (first, first, second, second):
            assert sign_in(one, staffed, secret, password="another long sentence").status == 400
        assert sign_in(first, staffed, secret, password="another long sentence").status == 429
        assert sign_in(second, staffed, secret).status == 429, "counted together, and not looked at"
    with served(staffed) as (_, anew):
        assert sign_in(another(anew), staffed, secret).status == 429
        staffed.clock += 15 * 1_000_000
        assert sign_in(another(anew), staffed, secret).status == 303
        staffed.clock += 61 * MINUTE
        sign_in(another(anew), staffed, secret, officer="nobody")
    with staff(staffed) as store:
        rows = store.execute("select name, wrong from tried").fetchall()
    assert [wrong for _, wrong in rows] == [1, 1], "what is over is forgotten: a pair and an address are left"
    assert all(len(name) == 32 for name, _ in rows)


def test_a_flood_from_many_networks_gives_back_no_code_to_who_has_the_password(
    staffed: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tries, "_MOST", 20)
    with ready(staffed) as (_, browser, secret):
        stranger = another(browser)
        for _ in range(10):
            staffed.clock += 15 * MINUTE
            sign_in(stranger, staffed, secret, code="000000")
        kept = staff_store(staffed.settings)
        slowing = Slowing(Tries(kept), lambda: staffed.clock)
        for network in range(40):
            staffed.clock += 100_000
            slowing.begin(f"name {network}", f"198.51.100.{network}", None)
        staffed.clock += 1_000_000
        assert sign_in(stranger, staffed, secret).status == 429, "closed still, even with the right code"
        with staff(staffed) as store:
            rows = dict(store.execute("select anybodys, count(*) from tried group by 1").fetchall())
        assert rows == {False: 1, True: 20}, "the account’s own count beside the latest of the flood"
        kept.close()


def test_who_can_write_to_the_key_store_without_its_key_sits_in_nobodys_seat(staffed: World) -> None:
    with ready(staffed) as (accounts, browser, _), staff(staffed) as store:
        seat = seated(accounts, browser, "officer-1", staffed.clock).browser
        enrolled(accounts, "officer-2", staffed.clock)
        assert inside(seat)
        forged = Browser(browser.port, {"console": "forged"})
        beginning = "insert into session (digest, officer, begun_at, seen_at, proof) values (%s, %s, %s, %s, %s)"
        (proof,) = store.execute("select proof from session").fetchone() or (None,)
        for said in (None, b"", proof):
            store.execute(beginning, (digest("forged"), "officer-1", staffed.clock, staffed.clock, said))
            assert not inside(forged)
            store.execute("delete from session where digest = %s", (digest("forged"),))
        for column, value in (("officer", "officer-2"), ("begun_at", staffed.clock - 1)):
            before = store.execute(f"select {column} from session").fetchone()  # type: ignore[arg-type]
            store.execute(f"update session set {column} = %s", (value,))  # type: ignore[arg-type]
            assert not inside(seat), column
            store.execute(f"update session set {column} = %s", before)  # type: ignore[arg-type]
        assert inside(seat)

        accounts.invite("officer-2", "officer-1", "INVITED", pyotp.random_base32(), staffed.clock + MINUTE)
        assert accounts.invited("INVITED", staffed.clock) is not None
        store.execute("update invitation set officer = 'officer-1'")
        assert accounts.invited("INVITED", staffed.clock) is None, "it was made out to somebody else"


def test_an_officer_is_invited_by_another_and_enrols_once(staffed: World) -> None:
    with ready(staffed) as (accounts, browser, _):
        alone = run(staffed, "staff", "invite", "officer-1", "--as", "officer-1", "--reason", "operation")
        assert alone.returncode == 2 and "who invites is who is invited" in alone.stderr
        done = run(staffed, "staff", "invite", "officer-2", "--as", "officer-1", "--reason", "operation")
        invitation = re.findall(r"code  (.+)", done.stdout)[0]
        page = browser.post("/en/enrol", {"invitation": invitation})
        assert page.status == 200 and "officer-2" in page.text
        secret = re.findall(r"<code>([A-Z2-7 ]+)</code>", page.text)[0].replace(" ", "")
        form = {"invitation": invitation, "password": "short", "again": "short", "code": "1"}
        refused = browser.post("/en/enrol", form)
        assert refused.status == 400 and "at least 12 characters" in refused.text and "code is wrong" in refused.text
        named = {**form, "password": "officer-2 is my name", "again": "officer-2 is my name"}
        assert "Leave your name out" in browser.post("/en/enrol", named).text
        right = {**form, "password": PASSWORD, "again": PASSWORD, "code": code(secret, staffed)}
        assert browser.post("/en/enrol", right).status == 303 and inside(browser)
        assert "does not work" in another(browser).post("/en/enrol", right).text
        assert [one.officer for one in accounts.all() if one.enrolled_at is not None] == ["officer-1", "officer-2"]
        listed = run(staffed, "staff", "list", "--as", "officer-1", "--reason", "inspection").stdout
        assert listed.count("Two factors") == 2
        revoked = run(staffed, "staff", "revoke", "officer-2", "--as", "officer-1", "--reason", "operation")
        assert revoked.returncode == 0
        assert not inside(browser)
    commands = staffed.ask("select officer, command from intake where command like 'staff %%' order by intake_id")
    assert commands == [
        ("officer-1", "staff invite"), ("officer-2", "staff enrol"), ("officer-1", "staff list"),
        ("officer-1", "staff revoke"),
    ]  # fmt: skip


def test_people_and_roles_are_seen_to_by_whoever_looks_after_them(staffed: World) -> None:
    with served(staffed) as (accounts, browser):
        seat = seated(accounts, browser, "officer-1", staffed.clock)
        page = seat.get("/ja/people")
        assert "鈴木 一郎" in page.text and "未登録" in page.text
        invited = seat.send("/ja/people/invite", {"officer": "officer-2"})
        assert "招待コードを作りました" in invited.text and "招待中" in invited.text
        assert seat.send("/ja/people/invite", {"officer": "officer-1"}).status == 409
        assert "取り消さずに戻る" in seat.send("/ja/people/revoke", {"officer": "officer-2"}).text
        assert seat.send("/ja/people/revoked", {"officer": "officer-2"}).headers["location"] == "/ja/people"
        assert accounts.all()[-1].officer == "officer-1"
        staffed.clock += 91 * 1440 * MINUTE
        fresh = seated(accounts, browser, "officer-1", staffed.clock)
        enrolled(accounts, "officer-2", staffed.clock - 91 * 1440 * MINUTE)
        assert "休眠" in fresh.get("/ja/people").text


def test_an_officers_page_says_which_roles_they_had_when_and_why_they_acted(staffed: World) -> None:
    staffed.tell("registers.operator", register("officers", "officer-2", {
        "display_name": "鈴木 一郎", "roles": ["auditor", "privacy_officer"], "pledged_until": "2026-01-01",
        "range": {"recipients": ["company"]},
    }, valid_from="2022-10-01T00:00:00+09:00"))  # fmt: skip
    with served(staffed) as (accounts, browser):
        seat = seated(accounts, browser, "officer-1", staffed.clock)
        second = seated(accounts, browser, "officer-2", staffed.clock)
        second.get("/ja/checks")
        second.send("/ja/checks", {})
        listed = seat.get("/ja/people").text
        assert "判断した人と二人目の確認をした人が同じ案件：0件" in listed
        assert "二要素なしでサインインできる人：0人" in listed
        (address,) = re.findall(r'href="(/ja/people/\d+)"><bdi lang="ja">鈴木 一郎<', listed)
        page = whole(seat, address, "ja")
        assert page.count("<tr><th scope=\"row\"><span class=\"mono\">") == 2, "a line for each version"
        for words in ("誓約の期限が過ぎています", "2026年1月1日（木）", "一部", "いま</b>"):
            assert words in page, words
        assert "監査と決定を兼ねています" in page and "自己点検のため" in page and "二要素あり" in page
        assert "鈴木" not in page.split("</head>")[0]
        assert "Acts in 30 days" in whole(seat, address, "en")
        for missing in ("/ja/people/0", "/ja/people/x", "/ja/people/99999999999999999999"):
            assert seat.get(missing).status == 404
        # The row names an officer: rows of other registers are none.
        recipient = staffed.ask("select idx from register where register = 'recipients' limit 1")[0][0]
        assert seat.get(f"/ja/people/{recipient}").status == 404

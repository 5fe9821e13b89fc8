"""The console's pages for cases over HTTP, without scripts: from what came on paper to the answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from ledger.cases.casebook import Casebook
from ledger.cases.conflicts import declare
from ledger.cases.release import TICK
from ledger.cases.stops import StopScope
from ledger.cli.window_command import open_desks
from ledger.web.desks import Desk
from ledger.web.rate import Rates
from ledger.web.window import window_app
from tests.events import consent, provision, register
from tests.integration.consoles import Seat, console
from tests.integration.pages import Page, browsing
from tests.integration.windows import received
from tests.integration.world import World

PAPER = {
    "kind": "records", "channel": "post", "language": "ja", "year": "令和8", "month": "４", "day": "1",
    "asked": "すべての記録", "contact": "山田 花子 電話 03-0000-0000", "claimed": "A-1",
    "by_whom": "person",
}  # fmt: skip


@pytest.fixture
def told(world: World) -> World:
    """Three provisions of A-1 that are alike, one to somebody else, one to the police, and one of A-2."""
    world.registered()
    world.tell("registers.operator", register("officers", "officer-2", {
        "display_name": "Second", "roles": ["privacy_officer"],
    }))  # fmt: skip
    world.tell("consents.members", consent("A-1"), consent("A-2"))
    world.tell(
        "provisions.crm", provision("A-1"), provision("A-1"), provision("A-1"),
        provision("A-1", recipient="advertiser"),
        provision("A-1", recipient="police"), provision("A-2"),
    )  # fmt: skip
    world.settle()
    return world


@pytest.fixture
def seats(told: World) -> Iterator[tuple[Seat, Seat]]:
    with console(told, "officer-1", "officer-2") as (first, second):
        yield first, second


def enter(seat: Seat, **more: str) -> dict[str, str]:
    """Enter what came on paper; return its receipt."""
    page = seat.send("/ja/cases/new", {**PAPER, **more})
    assert page.status == 200, page.text
    number, secret = re.findall(r"<code>([0-9A-Z-]+)</code>", page.text)
    return {"number": number, "secret": secret}


def follow(seat: Seat, page: Page) -> Page:
    """Follow where a form led."""
    assert page.status == 303, page.text
    return seat.get(page.headers["location"])


def hidden(page: Page, name: str) -> str:
    return re.findall(rf'name="{name}" value="([^"]*)"', page.text)[0]


def path(receipt: dict[str, str]) -> str:
    return f"/ja/cases/{receipt['number'].replace('-', '')}"


def identify(seat: Seat, receipt: dict[str, str], who: str = "member A-1") -> Page:
    """See what the ids lead to, then enter them."""
    looked = seat.send(f"{path(receipt)}/identify", {"method": "call_back", "ids": who})
    assert looked.status == 200 and "番号の行き先" in looked.text, looked.text
    return follow(seat, seat.send(f"{path(receipt)}/identify", {
        "method": "call_back", "ids": who, "sure": who, "turn": hidden(looked, "turn"),
    }))  # fmt: skip


def choose(seat: Seat, address: str, choice: str, text: str = "", page: Page | None = None) -> Page:
    page = page or seat.get(address)
    return seat.send(address, {"choice": choice, "text": text, "turn": hidden(page, "turn")})


def decide(seat: Seat, receipt: dict[str, str], **more: str) -> Page:
    page = seat.get(f"{path(receipt)}/decide")
    return seat.send(f"{path(receipt)}/decide", {**{name: hidden(page, name) for name in ("turn", "as_of")}, **more})


def groups(seat: Seat, receipt: dict[str, str]) -> list[str]:
    """Addresses of the groups, or of the single records, of a case."""
    page = seat.get(f"{path(receipt)}/records")
    assert page.status == 200, page.text
    return re.findall(r'<th scope="row"><a href="([^"]+)"', page.text)


def release(seat: Seat, receipt: dict[str, str]) -> str:
    page = seat.get(f"{path(receipt)}/answer")
    unsaid = seat.send(f"{path(receipt)}/answer", {"turn": hidden(page, "turn")})
    assert unsaid.status == 400 and "受取番号を伝える方法を選んでください" in unsaid.text
    done = seat.send(f"{path(receipt)}/answer", {"turn": hidden(page, "turn"), "by": "phone"})
    assert done.status == 200, done.text
    return str(re.findall(r"<code>([0-9A-Z-]+)</code>", done.text)[0])


def given(told: World, receipt: dict[str, str], code: str) -> Any:
    """What the person receives at the window."""
    desks = open_desks(told.settings)
    with browsing(window_app(desks, Rates(lambda: 0.0), lambda: told.clock)) as browser:
        answer = received(browser, receipt, code)
    desks.close()
    return answer


@contextmanager
def console_desk(told: World) -> Iterator[Desk]:
    """A desk at which a step is taken that no page of these has."""
    desks = open_desks(told.settings)
    with desks.one() as desk:
        yield desk
    desks.close()


def test_from_paper_to_the_answer_with_a_second_officer(told: World, seats: tuple[Seat, Seat]) -> None:
    first, second = seats
    receipt = enter(first)
    assert "令和" not in receipt["number"]
    overview = first.get(path(receipt))
    asked_why = first.get(f"{path(receipt)}/thread")
    assert asked_why.status == 303 and "/reason/" in asked_why.headers["location"]
    for seat in seats:
        seat.look(receipt["number"])
    assert "2026年4月1日" in overview.text and "本人であることを確かめる" in overview.text
    assert "山田" not in overview.text, "who the person is stands on no page before its reason"
    assert "山田" in first.get(f"{path(receipt)}/thread").text
    assert "判断する" in identify(first, receipt).text
    assert len(groups(first, receipt)) == 2, "three are alike, one is not, and the police's is none"
    assert first.send(f"{path(receipt)}/extend", {"because": "records", "year": "2020"}).status == 400
    later = {"because": "records", "year": "2099", "month": "12", "day": "25"}
    assert "遅れ" in follow(first, first.send(f"{path(receipt)}/extend", later)).text
    alike = next(one for one in groups(first, receipt) if "/alike/" in one)
    single = next(one for one in groups(first, receipt) if "/records/" in one)
    counted = first.get(alike)
    assert "同じ内容の記録は3件です" in counted.text
    assert "残り" in first.get(follow(first, choose(first, alike, "give")).text and f"{path(receipt)}/records").text
    led = follow(first, choose(first, single, "33(2)i", "ほかの人の住所が分かる"))
    assert "一部を開示しません" in led.text
    too_long = decide(first, receipt, explained="長" * 1_001)
    assert "1,000文字までにしてください" in too_long.text and "長" * 1_001 in too_long.text
    assert "二人目" in follow(first, decide(first, receipt, explained="お隣の住所です。")).text
    assert "ほかの担当者が確認します" in first.get(f"{path(receipt)}/second").text
    page = second.get(f"{path(receipt)}/second")
    (part,) = re.findall(r'<th scope="row"><a href="([^"]+)"', page.text)
    looked = second.get(part)
    assert "ほかの人の住所が分かる" in looked.text and "officer-1" in looked.text and "33条2項1号" in looked.text
    done = follow(second, choose(second, part, "agrees"))
    assert "同じ判断として記録する" in done.text
    assert "お隣の住所です。" in done.text
    agreed = {"turn": hidden(done, "turn")}
    assert "ほかの人のこと" in second.send(f"{path(receipt)}/second", agreed).text
    follow(second, second.send(f"{path(receipt)}/second", {**agreed, "names": "yes"}))
    code = release(first, receipt)
    assert "受取番号" not in first.get(f"{path(receipt)}").text
    told.clock += TICK
    answer = given(told, receipt, code)
    assert len(answer["records"]) == 3 and answer["explained"] == "お隣の住所です。"
    assert [(one["ground"], one["count"]) for one in answer["withheld"]] == [("33(2)i", 1)]


def test_two_officers_clash_and_nothing_is_lost(told: World, seats: tuple[Seat, Seat]) -> None:
    first, second = seats
    receipt = enter(first)
    for seat in seats:
        seat.look(receipt["number"])
    identify(first, receipt)
    alike = next(one for one in groups(first, receipt) if "/alike/" in one)
    single = next(one for one in groups(first, receipt) if "/records/" in one)
    mine, theirs, other = first.get(alike), second.get(alike), second.get(single)
    assert choose(first, alike, "give", page=mine).status == 303
    late = choose(second, alike, "33(2)ii", "業務に支障", theirs)
    assert late.status == 409 and "ほかの担当者がこの記録について選びました" in late.text
    assert "業務に支障</textarea>" in late.text and "<title>エラー：" in late.text
    assert choose(second, single, "give", page=other).status == 303, "who chose about other records is no hindrance"
    page = first.get(f"{path(receipt)}/decide")
    assert choose(second, alike, "33(2)ii", "業務に支障").status == 303
    stale = first.send(f"{path(receipt)}/decide", {name: hidden(page, name) for name in ("turn", "as_of")})
    assert stale.status == 409 and "この案件が進みました" in stale.text
    again = first.get(alike)
    assert choose(first, alike, "give", page=again).status == 303
    decide(first, receipt)
    assert "回答を発行できます" not in first.get(f"{path(receipt)}/decide").text
    assert choose(second, alike, "give", page=theirs).status in (303, 409)
    release(first, receipt)
    told.clock += TICK
    assert told.ask("select count(*) from intake where command = 'case decide'") == [(1,)]


def test_what_changed_since_is_decided_again(told: World, seats: tuple[Seat, Seat]) -> None:
    first, _ = seats
    receipt = enter(first)
    first.look(receipt["number"])
    identify(first, receipt)
    for one in groups(first, receipt):
        choose(first, one, "give")
    assert "すべて開示します" in first.get(f"{path(receipt)}/decide").text
    told.tell("provisions.crm", provision("A-1"))
    told.settle()
    assert "すべて開示します" in first.get(f"{path(receipt)}/decide").text, "a sitting sees one head size"
    first.send(f"{path(receipt)}/records", {})
    page = first.get(f"{path(receipt)}/decide").text
    assert "まだ選んでいない記録があります" in page and "5件のうち1件を判断しました" in page


def test_what_is_sent_back_comes_with_its_reason(told: World, seats: tuple[Seat, Seat]) -> None:
    first, second = seats
    receipt = enter(first, claimed="A-2")
    for seat in seats:
        seat.look(receipt["number"])
    identify(first, receipt, "member A-2")
    (single,) = groups(first, receipt)
    choose(first, single, "33(2)i", "ほかの人のこと")
    decide(first, receipt)
    (part,) = re.findall(r'<th scope="row"><a href="([^"]+)"', second.get(f"{path(receipt)}/second").text)
    own = first.get(part)
    assert "自分がした判断は確認できません" in own.text and "<textarea" not in own.text
    unsaid = second.send(part, {"choice": "differs", "text": "", "turn": hidden(second.get(part), "turn")})
    assert unsaid.status == 400 and unsaid.text.count("差し戻す理由を入力してください") == 2
    done = follow(second, choose(second, part, "differs", "根拠が足りません"))
    assert "理由をつけて差し戻す" in done.text
    second.send(f"{path(receipt)}/second", {"turn": hidden(done, "turn")})
    assert "二人目から差し戻されました" in first.get(path(receipt)).text
    assert "根拠が足りません" in first.get(single).text
    assert told.ask("select count(*) from intake where command = 'case second'") == [(1,)]


def test_a_complaint_is_refused_in_words_and_looked_at_by_two(told: World, seats: tuple[Seat, Seat]) -> None:
    first, second = seats
    receipt = enter(first, kind="correction", claimed="A-1")
    for seat in seats:
        seat.look(receipt["number"])
    identify(first, receipt)
    page = first.get(f"{path(receipt)}/reply")
    form = {"outcome": "refused", "text": "調べました。", "turn": hidden(page, "turn")}
    bare = first.send(f"{path(receipt)}/reply", form)
    assert bare.status == 400 and bare.text.count("応じない理由を選んでください") == 2
    assert "調べました。</textarea>" in bare.text
    assert first.send(f"{path(receipt)}/reply", {**form, "ground": "not_untrue"}).status == 303
    assert first.send(f"{path(receipt)}/reply", {**form, "ground": "not_untrue"}).status == 400, "it has moved on"
    looked = second.get(f"{path(receipt)}/second")
    assert "調べました。" in looked.text
    second.send(f"{path(receipt)}/second", {"choice": "agrees", "text": "", "turn": hidden(looked, "turn")})
    release(first, receipt)


def test_a_stop_is_granted_for_what_is_ticked_and_no_more_than_was_asked(
    told: World, seats: tuple[Seat, Seat]
) -> None:  # fmt: skip
    first, _ = seats
    receipt = enter(first, kind="opt_out", claimed="A-1")
    first.look(receipt["number"])
    identify(first, receipt)
    reply = f"{path(receipt)}/reply"
    page = first.get(reply)
    assert "本人が止めるよう求めた範囲：すべての第三者への提供" in page.text
    form = {"outcome": "whole", "text": "止めます。", "turn": hidden(page, "turn")}
    unsaid = "どこまで止めるかを選んでください。"
    for wrong in ({}, {"covers": "some"}, {"covers": "all", "recipient": "company"}):
        assert first.send(reply, {**form, **wrong}).text.count(unsaid) == 2, wrong
    less = first.send(reply, {**form, "covers": "some", "recipient": "company"})
    assert less.status == 400 and less.text.count("「一部に応じない」を選んでください") == 2
    assert re.search(r'value="company" checked', less.text)
    part = {"outcome": "part", "ground": "no_opt_out", "covers": "some", "recipient": "company", "item": "name"}
    assert first.send(reply, {**form, **part}).status == 303
    (case,) = Casebook(told.connection, told.vault).all()
    assert case.decision is not None and case.decision.scope == StopScope(("company",), ("name",))


def test_what_is_missing_on_paper_is_said_and_what_was_typed_stays(seats: tuple[Seat, Seat]) -> None:
    first, _ = seats
    page = first.send("/ja/cases/new", {**PAPER, "kind": "", "month": "13", "contact": ""})
    assert page.status == 400 and "<title>エラー：" in page.text and "入力内容を確認してください（3件）" in page.text
    assert 'href="#arrived"' in page.text and 'id="arrived"' in page.text and 'value="令和8"' in page.text
    tomorrow = first.send("/en/cases/new", {**PAPER, "year": "2999"})
    assert "The day of arrival is today or earlier" in tomorrow.text
    unfit = first.send("/ja/cases/new", {**PAPER, "kind": "complaint", "with_data": "yes"})
    assert unfit.status == 400 and unfit.text.count("種類が「第三者提供記録の開示」のとき") == 2
    assert "第三者提供記録と保有個人データの開示" in first.get(path(enter(first, with_data="yes"))).text
    assert first.get("/ja/cases/open?number=zzz").status == 400
    one, other = enter(first), enter(first)
    assert other["number"] in first.get(path(one)).text, "the same contact is shown, and nothing is merged"


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_page_is_whole_in_both_languages(told: World, seats: tuple[Seat, Seat], lang: str) -> None:
    first, second = seats
    receipt, other = enter(first), enter(first, kind="complaint")
    for seat in seats:
        seat.look(receipt["number"])
        seat.look(other["number"])
    identify(first, receipt)
    alike, single = sorted(groups(first, receipt))
    choose(first, alike, "give")
    pages = [(first, f"/ja/cases{view}") for view in ("", "?show=mine", "?show=second", "?show=closed", "/new")]
    pages += [(first, path(receipt) + tab) for tab in ("", "/thread", "/records", "/history", "/identify", "/decide")]
    pages += [(first, "/ja/"), (first, alike), (first, single)]
    pages += [(first, path(other) + tab) for tab in ("", "/reply", "/complaint", "/extend")]
    seen = [whole(seat, address, lang) for seat, address in pages]
    choose(first, single, "33(2)i", "理由")
    seen.append(whole(first, path(receipt) + "/decide", lang))
    decide(first, receipt)
    (part,) = re.findall(r'<th scope="row"><a href="([^"]+)"', second.get(f"{path(receipt)}/second").text)
    seen += [whole(second, address, lang) for address in (path(receipt) + "/second", part, path(receipt) + "/answer")]
    assert len(seen) == len(pages) + 4


def whole(seat: Seat, address: str, lang: str) -> str:
    """See that a page is complete in a language, safe, and says nothing of the person outside its body."""
    page = seat.get(address.replace("/ja/", f"/{lang}/", 1))
    assert page.status == 200, page.text
    body = page.text.split("<main", 1)[1].split("</main>", 1)[0]
    assert f'<html lang="{lang}">' in page.text and page.text.count("<h1>") == 1
    assert len(re.findall(r'<button type="submit"|class="button"', body)) <= 1, "one solid button"
    switched = address.replace("/ja/", f"/{'en' if lang == 'ja' else 'ja'}/", 1)
    assert f'href="{switched}"' in page.text, "the switch keeps the page"
    assert "style=" not in page.text and "<script" not in page.text
    assert "山田" not in page.text.split("</head>")[0]
    for form in re.findall(r'<form [^>]*method="post".*?</form>', page.text, re.DOTALL):
        assert 'name="csrf"' in form
    if lang == "en":
        ours = re.sub(r'<[^>]*lang="ja"[^>]*>.*?</(?:bdi|dd|span|p|a|textarea)>|<textarea.*?</textarea>', "", body,
                      flags=re.DOTALL)  # fmt: skip
        assert not re.search(r"[\u3041-\u30ff\u4e00-\u9fff]", ours), ours
    return page.text


def test_words_to_the_person_and_notes_are_told_apart_and_a_complaint_ends(
    told: World, seats: tuple[Seat, Seat]
) -> None:
    first, _ = seats
    receipt = enter(first, kind="complaint")
    first.look(receipt["number"])
    thread = f"{path(receipt)}/thread"
    assert first.send(thread, {"text": "折り返す"}).text.count("だれが読むかを選んでください") == 2
    first.send(thread, {"text": "折り返す", "goes": "note"})
    told.clock += 1_000_000
    first.send(thread, {"text": "お調べしています", "goes": "message"})
    said = first.get(thread).text
    assert said.index("お調べしています") < said.index("折り返す"), "newest first"
    assert "本人への連絡" in said and "メモ（本人には渡りません）" in said
    complaint = f"{path(receipt)}/complaint"
    assert first.send(complaint, {"outcome": "open"}).status == 400
    first.send(complaint, {"category": "provision", "outcome": "put_right", "lessons": "手順を改めた"})
    done = first.get(complaint).text
    assert "officer-1" in done and "手順を改めた</textarea>" in done and 'value="put_right" checked' in done


def test_a_protected_case_is_looked_at_by_two_and_takes_no_post(told: World, seats: tuple[Seat, Seat]) -> None:
    first, second = seats
    receipt = enter(first, claimed="A-2")
    for seat in seats:
        seat.look(receipt["number"])
    identify(first, receipt, "member A-2")
    with console_desk(told) as desk:
        Casebook(desk.connection, desk.vault).step(
            receipt["number"], "officer-1", "request", "case protect", {"on": True, "because": "person"}, told.clock,
            told.registers(),
        )  # fmt: skip
    assert "保護が必要な人です" in first.get(f"{path(receipt)}/thread").text
    assert "保護" not in first.get(path(receipt)).text
    (single,) = groups(first, receipt)
    choose(first, single, "give")
    decide(first, receipt)
    looked = second.get(f"{path(receipt)}/second")
    assert second.send(f"{path(receipt)}/second", {"turn": hidden(looked, "turn")}).status == 400
    second.send(f"{path(receipt)}/second", {"turn": hidden(looked, "turn"), "choice": "agrees"})
    page = first.get(f"{path(receipt)}/answer")
    assert 'value="post"' not in page.text
    form = {"turn": hidden(page, "turn"), "by": "phone", "year": "2026", "month": "4", "day": "1"}
    assert "請求が届く前の日付を" in first.send(f"{path(receipt)}/answer", form).text
    assert first.send(f"{path(receipt)}/answer", {**form, "year": "R7"}).status == 200


def test_nobody_opens_a_case_on_themselves(told: World, seats: tuple[Seat, Seat]) -> None:
    first, second = seats
    with console_desk(told) as desk:
        declare(
            desk.connection, desk.vault, told.registers(), "officer-2", "operation", [("self", "member", "A-1")],
            told.clock,
        )  # fmt: skip
    receipt = enter(first)
    closed = second.get(path(receipt))
    assert closed.status == 403 and "この案件は担当できません" in closed.text
    assert first.get(path(receipt)).status == 200

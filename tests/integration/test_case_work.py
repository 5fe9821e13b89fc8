"""What officers do beside the way from request to answer, on the console's pages, over HTTP without scripts."""

from __future__ import annotations

import re
from hashlib import sha256
from urllib.parse import urlencode

from ledger.cases.grounds import UNPROVEN
from ledger.cases.release import TICK
from tests.events import provision, register
from tests.files import PDF, PNG
from tests.integration.commands import run
from tests.integration.consoles import Seat, console
from tests.integration.pages import Browser
from tests.integration.test_case_pages import (
    PAPER,
    choose,
    decide,
    enter,
    follow,
    groups,
    hidden,
    identify,
    path,
    release,
    seats,
    told,
    whole,
)
from tests.integration.world import World

__all__ = ["seats", "told"]


def opened(seat: Seat, **more: str) -> dict[str, str]:
    """Enter a request, and say why it is looked at."""
    receipt = enter(seat, **more)
    seat.look(receipt["number"])
    return receipt


def test_the_clock_pauses_for_what_only_the_person_can_give(told: World, seats: tuple[Seat, Seat]) -> None:
    first, _ = seats
    receipt = opened(first)
    clock = f"{path(receipt)}/clock"
    page = first.get(clock)
    assert 'value="identity"' in page.text and 'value="fee"' not in page.text
    assert "手数料：前もって知らせた手数料が" in page.text, "which causes there are is said"
    wrong = first.send(clock, {"does": "pause", "cause": "fee"})
    assert wrong.status == 400 and wrong.text.count("待っているものを選んでください") == 2
    day_14 = re.findall(r"14日目（止まらず、動きません）.*?</tr>", page.text, re.DOTALL)
    told.clock += 1_000_000
    paused = follow(first, first.send(clock, {"does": "pause", "cause": "identity"}))
    assert "いま止まっています" in paused.text and "社内の目標の停止" in paused.text and "officer-1" in paused.text
    assert re.findall(r"14日目（止まらず、動きません）.*?</tr>", paused.text, re.DOTALL) == day_14
    assert first.send(clock, {"does": "pause", "cause": "identity"}).status == 409, "it is paused already"
    told.clock += 1_000_000
    assert "いま止まっています" not in follow(first, first.send(clock, {"does": "resume"})).text
    assert first.send(clock, {"does": "resume"}).status == 409
    for lang in ("ja", "en"):
        assert "<svg" in whole(first, clock, lang)
    identify(first, receipt)
    assert "いま、止められる理由はありません" in first.get(clock).text
    assert told.ask("select count(*) from intake where command in ('case pause', 'case resume')") == [(2,)]


def test_an_agents_case_is_worked_from_the_proof_to_word_to_the_person(told: World, seats: tuple[Seat, Seat]) -> None:
    first, second = seats
    unnamed = first.send("/ja/cases/new", {**PAPER, "by_whom": "parent"})
    assert unnamed.status == 400 and unnamed.text.count("代理人の名前を入力してください") == 2
    receipt = opened(first, by_whom="parent", agent_name="山田 太郎", claimed="A-2")
    at = path(receipt)
    asker = first.get(f"{at}/asker").text
    assert "親権者" in asker and "山田 太郎" in asker and "証明：まだ確かめていません" in asker
    assert first.send(f"{at}/screen", {"interest": "none_adverse"}).text.count("一人で請求できる理由を選んで") == 2
    for page in ("screen", "agent", "principal"):
        for lang in ("ja", "en"):
            whole(first, f"{at}/{page}", lang)
    tasks = re.findall(r'<li class="(\w+)">\s*(?:<a href="[^"]+">|<span>)([^<]+)', first.get(at).text)
    assert ("next", "代理人について確かめる") in tasks and ("not_yet", "判断する") in tasks
    assert f'href="{at}/screen">代理人について確かめる' in first.get(at).text
    assert 'value="mandate"' not in first.get(f"{at}/agent").text, "a mandate does not show a parent's right"
    assert first.send(f"{at}/agent", {"proof": "mandate"}).status == 400
    follow(first, first.send(f"{at}/screen", {"interest": "none_adverse", "custody": "both"}))
    follow(first, first.send(f"{at}/agent", {"proof": "family_register"}))
    late = first.send(f"{at}/principal", {"told": "notice", "year": "2026", "month": "4", "day": "1"})
    assert late.status == 400 and late.text.count("連絡先を持った日は、請求が届く前の日付です") == 2
    done = follow(first, first.send(f"{at}/principal", {"told": "too_young"}))
    assert "本人には知らせません：ご本人が幼く、知らせても分からない" in done.text
    assert "証明：戸籍の証明書（確認済み）" in done.text and "もう一人の親権者も同意している" in done.text
    assert "代理人について確かめてから判断します" not in identify(first, receipt, "member A-2").text
    (single,) = groups(first, receipt)
    choose(first, single, "give")
    decide(first, receipt)
    assert "二人目" in second.get(at).text, "who was not told is looked at by two"
    second.look(receipt["number"])
    looked = second.get(f"{at}/second")
    second.send(f"{at}/second", {"turn": hidden(looked, "turn"), "choice": "agrees"})
    form = {"turn": hidden(first.get(f"{at}/answer"), "turn"), "by": "phone"}
    assert first.send(f"{at}/answer", form).text.count("だれに渡すかを選んでください") == 2
    assert first.send(f"{at}/answer", {**form, "to": "principal"}).status == 200
    held = {"told": "notice", "year": "R7", "month": "4", "day": "1", "objects": "yes"}
    objected = follow(first, first.send(f"{at}/principal", held))
    assert "本人は、この代理人の請求を望んでいません" in objected.text
    assert "代理人の確認がそろうまで" in first.get(f"{at}/answer").text
    assert told.ask("select count(*) from intake where command = 'case principal'") == [(2,)]


def test_who_cannot_be_shown_to_be_an_agent_is_refused_in_one_wording_and_by_two(
    told: World, seats: tuple[Seat, Seat]
) -> None:  # fmt: skip
    first, second = seats
    receipt = opened(first, by_whom="mandated", agent_name="山田 太郎", claimed="A-2")
    at = path(receipt)
    offered = first.get(f"{at}/unproven").text
    assert 'value="agent"' in offered and 'value="identity"' in offered
    identify(first, receipt, "member A-2")
    (single,) = groups(first, receipt)
    choose(first, single, "give")
    held_up = first.get(f"{at}/decide").text
    assert "代理人の確認がそろうまで、判断できません" in held_up and f'action="/ja{at}/decide"' not in held_up
    assert f"{at}/unproven" in held_up and f"{at}/unproven" in first.get(f"{at}/asker").text
    for lang in ("ja", "en"):
        whole(first, f"{at}/unproven", lang)
    page = first.get(f"{at}/unproven")
    assert 'value="identity"' not in page.text, "who the person is was confirmed"
    unsaid = first.send(f"{at}/unproven", {"turn": hidden(page, "turn")})
    assert unsaid.status == 400 and unsaid.text.count("応じない理由を選んでください") == 2
    follow(first, first.send(f"{at}/unproven", {"turn": hidden(page, "turn"), "ground": "agent"}))
    assert "断れません" in first.get(f"{at}/unproven").text
    second.look(receipt["number"])
    looked = second.get(f"{at}/second")
    assert "本人への回答" not in looked.text, "nothing was written"
    assert UNPROVEN["agent"].words.ja in looked.text, "on which ground it is refused is agreed to, too"
    follow(second, second.send(f"{at}/second", {"turn": hidden(looked, "turn"), "choice": "agrees"}))
    form = {"turn": hidden(first.get(f"{at}/answer"), "turn"), "by": "phone", "to": "agent"}
    assert first.send(f"{at}/answer", form).status == 200
    told.clock += TICK
    letter = {"letter_kind": "refusal", "letter_language": "ja", "letter_by": "post", "letter_to": "山田 太郎"}
    assert UNPROVEN["agent"].words.ja in first.send(f"{at}/letters", letter).text
    other = opened(first, kind="opt_out", by_whom="mandated", agent_name="山田 太郎", claimed="A-2")
    identify(first, other, "member A-2")
    turn = hidden(first.get(f"{path(other)}/reply"), "turn")
    reply = {"turn": turn, "outcome": "whole", "text": "止めます", "covers": "all"}
    wrong = first.send(f"{path(other)}/reply", reply)
    assert wrong.status == 400 and wrong.text.count("代理人の確認がそろうまで、判断できません") == 2
    refused = {**reply, "outcome": "refused", "ground": "agent", "covers": ""}
    assert first.send(f"{path(other)}/reply", refused).status == 303


def test_a_fee_that_was_named_is_paid_or_waived_before_the_answer(told: World, seats: tuple[Seat, Seat]) -> None:
    first, _ = seats
    free = opened(first)
    assert "手数料を知らせていない" in first.get(f"{path(free)}/fee").text
    assert first.send(f"{path(free)}/fee", {"settled": "paid"}).status == 409
    told.tell("registers.operator", register("operator", "us", {
        "name": "見本", "address": "東京", "representative": "代表", "contact": "窓口", "fees": {"records": 300},
    }))  # fmt: skip
    told.settle()
    with console(told, "officer-1") as (seat,):
        receipt = opened(seat)
        at = path(receipt)
        assert "300円（請求中" in seat.get(f"{at}/asker").text and 'value="fee"' in seat.get(f"{at}/clock").text
        identify(seat, receipt)
        seat.send(f"{at}/clock", {"does": "pause", "cause": "fee"})
        for one in groups(seat, receipt):
            choose(seat, one, "give")
        decide(seat, receipt)
        assert "手数料が支払われるか免除されるまで" in seat.get(f"{at}/answer").text
        assert seat.send(f"{at}/fee", {}).text.count("手数料がどうなったかを選んでください") == 2
        assert "300円（免除）" in follow(seat, seat.send(f"{at}/fee", {"settled": "waived"})).text
        assert "いま止まっています" not in seat.get(f"{at}/clock").text, "what was waited for has come"
        for lang in ("ja", "en"):
            whole(seat, f"{at}/fee", lang)


def test_protection_shows_nowhere_else_and_a_death_ends_the_case(told: World, seats: tuple[Seat, Seat]) -> None:
    first, _ = seats
    receipt = opened(first)
    at = path(receipt)
    before = first.get(at).text
    for page in ("asker", "protect", "death"):
        for lang in ("ja", "en"):
            whole(first, f"{at}/{page}", lang)
    assert first.send(f"{at}/protect", {"because": "over"}).status == 400, "what is not set does not end"
    assert "設定しています" in follow(first, first.send(f"{at}/protect", {"because": "violence"})).text
    assert re.sub(r'name="csrf"[^>]*', "", first.get(at).text) == re.sub(r'name="csrf"[^>]*', "", before)
    assert "保護が必要な人です" in first.get(f"{at}/thread").text
    assert 'value="violence"' not in first.get(f"{at}/protect").text
    follow(first, first.send(f"{at}/protect", {"because": "over"}))
    assert "保護が必要な人です" not in first.get(f"{at}/thread").text
    kept = opened(first, to_protect="yes", unsafe="自宅の電話")
    for page in ("asker", "identify", "code", "letters"):
        assert "自宅の電話" in first.get(f"{path(kept)}/{page}").text
    assert "自宅の電話" not in first.get(path(kept)).text
    assert "設定しています" in first.get(f"{path(kept)}/asker").text, "the person said so when they asked"
    for lang in ("ja", "en"):
        whole(first, f"{at}/unsafe", lang)
    wrong = first.send(f"{at}/unsafe", {"contacts": ""})
    assert wrong.status == 400 and wrong.text.count("本人が申し出た連絡先を書いてください") == 2
    assert "自宅の電話" in follow(first, first.send(f"{path(kept)}/unsafe", {"contacts": "職場の電話"})).text
    for page in ("asker", "identify", "code", "letters", "unsafe"):
        assert "職場の電話" in first.get(f"{path(kept)}/{page}").text
    unsure = first.send(f"{at}/death", {})
    assert unsure.status == 400 and unsure.text.count("死亡を確かめたうえで") == 2
    assert "終了" in follow(first, first.send(f"{at}/death", {"sure": "yes"})).text
    assert "すでに終わっています" in first.get(f"{at}/death").text


def test_a_withdrawal_that_came_otherwise_closes_the_case_until_its_answer(
    told: World, seats: tuple[Seat, Seat]
) -> None:  # fmt: skip
    first, _ = seats
    receipt = opened(first)
    at = path(receipt)
    for lang in ("ja", "en"):
        whole(first, f"{at}/withdraw", lang)
    assert f'href="{at}/withdraw"' in first.get(f"{at}/asker").text
    unsure = first.send(f"{at}/withdraw", {})
    assert unsure.status == 400 and unsure.text.count("意思を確かめたうえで") == 2
    assert "終了" in follow(first, first.send(f"{at}/withdraw", {"sure": "yes"})).text
    assert f'href="{at}/withdraw"' not in first.get(f"{at}/asker").text
    assert "取り下げることはできません" in first.send(f"{at}/withdraw", {"sure": "yes"}).text
    assert told.ask("select officer from intake where command = 'case withdraw'") == [("officer-1",)]

    other = opened(first)["number"]
    done = run(told, "case", "withdraw", other, "--as", "officer-1", "--reason", "request")
    assert done.returncode == 0 and "stands at: closed" in done.stdout
    again = run(told, "case", "withdraw", other, "--as", "officer-1", "--reason", "request")
    assert again.returncode == 2 and "this one is at closed" in again.stderr


def test_an_officer_declares_whom_they_must_not_work_a_case_about(told: World, seats: tuple[Seat, Seat]) -> None:
    first, second = seats
    receipt = opened(first)
    wrong = second.send("/ja/conflicts", {"conflict_kin": "A-1", "conflict_self": "member B-1"})
    assert wrong.status == 400 and "member B-1</textarea>" in wrong.text
    done = second.send("/ja/conflicts", {"conflict_kin": "member A-1\nmember A-7"})
    assert "番号2件" in done.text and "A-7" not in done.text, "what was declared is shown to nobody"
    assert second.get(path(receipt)).status == 403
    assert "番号0件" in second.send("/ja/conflicts", {}).text
    assert second.get(path(receipt)).status == 200
    for lang in ("ja", "en"):
        whole(second, "/ja/conflicts", lang)
    assert told.ask("select count(*) from intake where command = 'case conflicts declare'") == [(2,)]
    told.settle()
    assert told.ask("select kind, about from alert where kind = 'conflict_removed'") == [
        ("conflict_removed", "officer-2")
    ], "who opens a case to themselves again is seen by somebody else, once"
    ((idx,),) = told.ask("select idx from alert where kind = 'conflict_removed'")
    one = f"/ja/violations/alerts/{idx}"
    for seat in (first, second):
        seat.send("/ja/records/reason", {"reason": "inspection", "to": "/records"})
    assert "ほかの担当者が確認してください" in second.send(one, {"note": "looking_into"}).text
    assert first.send(one, {"note": "looking_into"}).status == 303
    told.settle()
    assert told.ask("select officer from alert_acknowledgement") == [("officer-1",)]
    acknowledging = ("alerts", "acknowledge", str(idx), "--note-code", "corrected", "--reason", "inspection")
    assert "another officer has to acknowledge it" in run(told, *acknowledging, "--as", "officer-2").stderr


def test_a_letter_is_looked_at_and_goes_out_once_by_its_hash(told: World, seats: tuple[Seat, Seat]) -> None:
    first, _ = seats
    receipt = opened(first, claimed="A-2", email="hanako@example.jp")
    letters = f"{path(receipt)}/letters"
    form = {"letter_kind": "receipt", "letter_language": "ja", "letter_by": "post",
            "letter_to": "山田 花子\n東京都千代田区1-1"}
    empty = first.get(letters).text
    assert "まだ書面を送っていません" in empty and "h***@e***.jp" in empty and "hanako" not in empty
    assert 'value="identity"' in empty and 'value="answer"' not in empty and 'value="late"' not in empty
    assert first.send(letters, {**form, "letter_kind": "answer"}).text.count("作る書面を選んでください") == 2
    for lang in ("ja", "en"):
        whole(first, letters, lang)
    seen = first.send(letters, form)
    assert seen.status == 200 and "お申し出を受け付けました" in seen.text and "東京都千代田区1-1" in seen.text
    assert receipt["secret"] not in seen.text
    sample = first.send(f"{letters}/sample", form)
    assert sample.content.startswith(b"%PDF") and sample.headers["content-type"] == "application/pdf"
    assert sample.headers["content-disposition"].startswith("inline; filename=\"kaito-R8-")
    assert told.ask("select count(*) from intake where command = 'case letter' and case_id is not null") == [(0,)]
    number = hidden(seen, "number")
    unshowable = first.send(f"{letters}/final", {**form, "letter_to": "山田\U0003ffff", "number": number})
    assert unshowable.status == 400 and "書体にない文字があるため" in unshowable.text
    written = first.send(f"{letters}/final", {**form, "number": number})
    assert written.content.startswith(b"%PDF") and "sample" not in written.headers["content-disposition"]
    again = first.send(f"{letters}/final", {**form, "number": number})
    assert again.status == 400 and "同じ番号の書面が、もう登録されています" in again.text
    after = first.get(letters).text
    assert number in after and "送った書面（1通）" in after
    assert sha256(written.content).hexdigest() in after.replace(" ", "")
    english = first.send(letters, {**form, "letter_language": "en"})
    assert "We have received your request" in english.text
    identify(first, receipt, "member A-2")
    (single,) = groups(first, receipt)
    choose(first, single, "give")
    decide(first, receipt)
    answer = {**form, "letter_kind": "answer"}
    early = first.send(letters, answer)
    assert "いまは見本だけを作れます" in early.text and f"{letters}/final" in early.text
    refused = first.send(f"{letters}/final", {**answer, "number": hidden(early, "number")})
    assert refused.status == 400 and "この書面は、いまは作れません" in refused.text
    release(first, receipt)
    waits = first.get(letters).text
    assert "お知らせ" in waits and "送信待ちです" in waits
    told.clock += TICK
    due = first.send(letters, answer)
    assert first.send(f"{letters}/final", {**answer, "number": hidden(due, "number")}).content.startswith(b"%PDF")
    assert told.ask("select count(*) from intake where command = 'case letter' and case_id is not null") == [(2,)]


def test_a_file_is_attached_taken_out_inert_and_goes_once_somebody_is_done_with_it(
    told: World, seats: tuple[Seat, Seat]
) -> None:  # fmt: skip
    first, _ = seats
    receipt = opened(first)
    files = f"{path(receipt)}/files"
    assert "ファイルはありません" in first.get(files).text
    for content, words in ((b"", "ファイルを選んでください"), (b"GIF89a", "PDF、JPEG、PNGのどれでもない")):
        refused = first.send_file(files, {"shows_identity": "yes"}, content)
        assert refused.status == 400 and refused.text.count(words) == 2 and 'value="yes" checked' in refused.text
    assert first.send_file(files, {}, b"x" * 5_100_000).status == 413
    assert Browser(first.browser.port).send_file(files, {}, PDF).headers["location"] == "/ja/sign-in"
    assert first.browser.send_file(files, {"csrf": "x"}, PDF).status == 403
    assert first.send_file(files, {"shows_identity": "yes"}, PDF + b"\nbehind its end").status == 303
    assert first.send_file(files, {}, PNG).status == 303
    page = first.get(files)
    assert "1番（PDF）" in page.text and "本人確認のためのもの" in page.text
    assert "この案件のファイル（2件）" in page.text
    for lang in ("ja", "en"):
        whole(first, files, lang)
    paper, picture = re.findall(r'<th scope="row"><a href="([^"]+)"', page.text)
    out = first.get(paper)
    assert out.content == PDF and out.headers["content-type"] == "application/octet-stream"
    assert out.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in out.headers["content-security-policy"]
    assert told.ask("select count(*) from intake where command = 'case attachment take'") == [(1,)]
    for lang in ("ja", "en"):
        whole(first, f"{picture}/destroy", lang)
    done = follow(first, first.send(f"{picture}/destroy", {}))
    assert "次の日ごとの処理で消去されます" in done.text
    assert first.get(picture).status == 404 and first.send(f"{picture}/destroy", {}).status == 404
    assert first.get(f"{files}/{'0' * 32}").status == 404
    identify(first, receipt)
    assert first.get(files).text.count("次の日ごとの処理で消去されます") == 2, "identity was looked at"
    told.settle()
    ran = run(told, "retention", "run", "--as", "officer-1", "--reason", "operation")
    assert ran.returncode == 0, ran.stderr
    assert first.get(files).text.count("消去済み") == 2
    assert told.ask("select count(*) from attachment") == [(0,)]


def test_a_case_is_one_officers_and_who_takes_it_over_too_late_is_told(told: World, seats: tuple[Seat, Seat]) -> None:
    first, second = seats
    receipt = opened(first)
    second.look(receipt["number"])
    owner, number = f"{path(receipt)}/owner", receipt["number"]
    page, stale = first.get(owner), second.get(owner)
    assert "まだ、だれの担当でもありません" in page.text
    assert number in first.get("/ja/cases?show=mine").text, "who entered it has it in hand"
    assert first.send(owner, {"before": hidden(page, "before"), "owner": "auditor-9"}).status == 400
    told.clock += 60_000_000
    unowned, mine = (f"/ja/cases?{urlencode({'show': 'all', 'owner': one})}" for one in ("(nobody)", "officer-1"))
    assert number in first.get(unowned).text and number not in first.get(mine).text
    assert "担当：なし" in first.get(unowned).text, "the filter in use is told"
    assert number not in first.get(f"{unowned}&kind=complaint").text
    button = first.get(path(receipt))
    assert "担当になる</button>" in button.text
    taken = follow(first, first.send(owner, {"before": hidden(button, "before"), "owner": hidden(button, "owner")}))
    assert "<bdi>officer-1</bdi>" in taken.text and "担当になる</button>" not in taken.text
    assert number in first.get(mine).text and number not in first.get(unowned).text
    late = second.send(owner, {"before": hidden(stale, "before"), "owner": "officer-2"})
    assert late.status == 409 and "担当が変わりました" in late.text and "<title>エラー：" in late.text
    assert 'value="officer-2" checked' in late.text and hidden(late, "before") == "officer-1"
    assert number not in second.get("/ja/cases?show=mine").text
    second.send(owner, {"before": hidden(late, "before"), "owner": "officer-2"})
    assert number in second.get("/ja/cases?show=mine").text and number not in first.get("/ja/cases?show=mine").text
    for lang in ("ja", "en"):
        whole(first, owner, lang)
        whole(first, path(receipt), lang)
    assert told.ask("select count(*) from intake where command = 'case own'") == [(2,)]


def test_the_first_page_of_a_case_says_what_is_next_and_what_came(told: World, seats: tuple[Seat, Seat]) -> None:
    first, _ = seats
    receipt = opened(first)
    page = first.get(path(receipt)).text
    assert re.search(r'つぎにすること</b>：<a href="[^"]+/extend">', page), "the day is over: that is told first"
    for tab in ("やり取り（0）", "書面（0）", "ファイル（0）"):
        assert tab in page, "0 is told, not hidden"
    later = {"because": "records", "year": "2099", "month": "12", "day": "25"}
    first.send(f"{path(receipt)}/extend", later)
    assert re.search(r'つぎにすること</b>：<a href="[^"]+/identify">', first.get(path(receipt)).text)
    first.send(f"{path(receipt)}/thread", {"text": "折り返す", "goes": "note"})
    identify(first, receipt)
    after = first.get(path(receipt)).text
    for words in ("本人から0件、本人へ0件、メモ1件", "確認済み（番号1件）", "請求した人（確認済み）"):
        assert words in after
    assert re.search(r'つぎにすること</b>：<a href="[^"]+/records">', after)


def test_the_first_page_counts_what_waits_and_tells_no_zero_for_what_it_cannot_know(
    told: World, seats: tuple[Seat, Seat]
) -> None:  # fmt: skip
    first, _ = seats

    def tile(words: str) -> str:
        found = re.findall(r'class="tile".*?</li>', first.get("/ja/").text, re.DOTALL)
        return next(one for one in found if words in one)

    assert "<b>0</b>件" in tile("隔離") and "ありません" in tile("隔離")
    assert "不明" in tile("自己点検") and "まだ点検していません" in tile("自己点検")
    first.send("/ja/checks", {})
    assert "<b>0</b>件" in tile("自己点検") and "最後の点検：" in tile("自己点検")
    assert "<b>2</b>件" in tile("判定待ちの記録"), "no consent names the advertiser or the police"
    told.tell("provisions.crm", provision("B-7"))
    told.settle()
    told.clock += 60_000_000
    waits = tile("判定待ちの記録")
    assert "<b>3</b>件" in waits and "最も古いもの：" in waits
    whole(first, "/ja/", "ja")
    whole(first, "/ja/", "en")
    with told.owner() as owner:
        owner.execute("alter table quarantine rename to quarantine_away")
    told.clock += 60_000_000
    away = tile("隔離")
    assert "途絶" in away and "<b>0</b>件" in away and "最後に分かった時刻：" in away
    assert "途絶" not in tile("判定待ちの記録"), "the others are counted still"
    with console(told, "officer-1") as (seat,):
        never = seat.get("/ja/").text
        assert "不明" in never and "まだ一度も数えられていません" in never


def test_a_letter_tells_an_officer_nothing_outside_their_range(told: World, seats: tuple[Seat, Seat]) -> None:
    first, _ = seats
    receipt = opened(first, claimed="A-2")
    identify(first, receipt, "member A-2")
    (single,) = groups(first, receipt)
    choose(first, single, "give")
    decide(first, receipt)
    told.tell("registers.operator", register("officers", "officer-2", {
        "display_name": "Second", "roles": ["privacy_officer"], "range": {"recipients": ["advertiser"]},
    }))  # fmt: skip
    told.settle()
    with console(told, "officer-1", "officer-2") as both:
        for seat, status in zip(both, (200, 400), strict=True):
            seat.look(receipt["number"])
            form = {"letter_kind": "answer", "letter_language": "ja", "letter_by": "counter"}
            page = seat.send(f"{path(receipt)}/letters", form)
            assert page.status == status, page.text
            assert ("提供先" in page.text) == (status == 200)

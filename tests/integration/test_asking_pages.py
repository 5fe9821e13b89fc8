"""The questions of a request, page by page over HTTP: what is kept, what comes next, and what the staff learn."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest

from ledger.cases.casebook import Casebook
from ledger.cases.deciding import lacking
from ledger.cli.window_command import open_desks
from ledger.web.rate import Rates
from ledger.web.window import window_app
from tests.events import register
from tests.integration.commands import run
from tests.integration.pages import Browser, Page, browsing
from tests.integration.windows import FIRST, FORM, ask, identified, staff
from tests.integration.world import World

PDF, DAY = "application/pdf", 86_400_000_000
_FIELD = re.compile(r'<(?:input|textarea)[^>]* name="([^"]+)"[^>]*>')


@pytest.fixture
def window(world: World) -> Iterator[Browser]:
    world.registered()
    desks = open_desks(world.settings)
    with browsing(window_app(desks, Rates(lambda: 0.0), lambda: world.clock)) as browser:
        yield browser
    desks.close()


class Form:
    """A form that is filled in page by page, as a browser without scripts sends it."""

    def __init__(self, window: Browser, kind: str = "records", lang: str = "ja") -> None:
        self._window, self._path = window, f"/{lang}/ask/{kind}"
        self.page = window.post(self._path, {})

    def kept(self, part: str = "novalidate") -> dict[str, str]:
        """What the page carries on: of its main form, or of the one by which it leads back."""
        (form,) = re.findall(rf"<form [^>]*{part}[^>]*>(.*?)</form>", self.page.text, re.DOTALL)
        found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form)
        return {name: unescape(value) for name, value in found}

    def say(self, **fields: str) -> Page:
        """Answer the question that is shown."""
        self.page = self._window.post(self._path, {**self.kept(), **fields})
        return self.page

    def show(self, code: str, lang: str = "ja") -> Page:
        """Press a button that leads to a question."""
        assert f'name="show" value="{code}"' in self.page.text
        path = re.sub("^/..", f"/{lang}", self._path)
        self.page = self._window.post(path, {**self.kept('id="draft"'), "show": code})
        return self.page

    @property
    def at(self) -> str:
        return re.findall('name="at" value="([a-z]+)"', self.page.text)[0]


def filled(window: Browser) -> Form:
    """A form of which every question is answered and nothing was sent."""
    form = Form(window)
    for fields in (
        {"who": "self"}, {"name": "山田 花子"}, {"both": "no"}, {"asked": "三月の<b>分"}, {"claimed": ""},
        {"since_year": "令和8", "since_month": "３", "since_day": "1", "until_year": "", "until_month": "",
         "until_day": ""},
        {"delivery": "page"}, {"phone": "03-0000-0000", "address": "", "email": ""}, {"protected": "no"},
    ):  # fmt: skip
        assert form.say(**fields).status == 200
    return form


def test_one_question_after_another_and_nothing_is_kept_before_it_is_sent(world: World, window: Browser) -> None:
    form, asked = Form(window), []
    for fields in ({"who": "self"}, {"name": "山田 花子"}, {"both": "no"}, {"asked": ""}, {"claimed": ""},
                   {"since_year": ""}, {"delivery": "any"}, {"email": "h@example.jp", "phone": ""},
                   {"protected": "no"}):  # fmt: skip
        page = form.page.text
        assert page.count("<h1>") == 1 and len(re.findall('<button type="submit">', page)) == 1
        assert "<script" not in page and "style=" not in page
        asked.append(form.at)
        form.say(**fields)
    assert asked == ["who", "name", "both", "asked", "claimed", "period", "delivery", "contact", "safety"]
    page = form.page.text
    assert "まだ送信されていません" in page and page.count('<bdi class="said">指定なし</bdi>') == 3
    assert world.ask("select count(*) from intake where case_id is not null") == [(0,)]
    assert "申し出を受け付けました" in form.say().text
    assert world.ask("select count(*) from intake where case_id is not null") == [(1,)]


def test_an_answer_is_changed_and_leads_back_to_all_of_them(window: Browser) -> None:
    form = filled(window)
    assert "2026年3月1日（日）から" in form.page.text and "三月の&lt;b&gt;分" in form.page.text
    form.show("name")
    assert 'value="山田 花子"' in form.page.text and 'name="show" value="check"' in form.page.text
    assert "まだ送信されていません" in form.say(name="山田 はな子").text and "山田 はな子" in form.page.text
    assert "三月の&lt;b&gt;分" in form.page.text, "everything else is kept"
    form.show("name")
    assert "山田 はな子" in form.show("check").text, "back without a change"
    form.show("who")
    form.say(who="parent")
    assert form.at == "agent", "what the changed answer asks anew comes first"
    form.say(agent_name="山田 太郎")
    form.say(alone="alone")
    assert form.at == "check" and "山田 太郎" in form.page.text


def test_what_is_wrong_is_said_where_it_is_and_what_was_typed_stays(window: Browser) -> None:
    form = Form(window)
    page = form.say()
    assert page.status == 400 and "<title>エラー：" in page.text and 'href="#who"' in page.text
    assert page.text.count("請求する方を選んでください") == 2
    form.say(who="self")
    form.say(name="山")
    assert form.say().text.count("請求するものを選んでください") == 2
    form.say(both="no")
    form.say(asked="")
    form.say(claimed="あ" * 401)
    assert form.at == "claimed" and "400文字までにしてください" in form.page.text and "あ" * 401 in form.page.text
    form.say(claimed="")
    day = {"since_year": "2026", "since_month": "13", "since_day": "1"}
    page = form.say(**day)
    assert page.text.count("「いつから」の「月」は1から12までの数字です") == 2 and 'value="13"' in page.text
    page = form.say(**{**day, "since_month": "2", "since_day": "30"})
    assert "「いつから」の「日」は、その月にある日の数字です" in page.text
    assert "「いつから」の「年」を入力してください" in form.say(**{**day, "since_year": "", "since_month": "2"}).text
    page = form.say(since_year="2026", since_month="4", since_day="2", until_year="R8", until_month="4", until_day="1")
    assert "「いつまで」は、「いつから」と同じ日か" in page.text
    form.say(since_year="", since_month="", since_day="", until_year="", until_month="", until_day="")
    form.say(delivery="post")
    assert "連絡してよい方法を1つは書いてください" in form.say(phone="", address="", email="").text
    assert "書面を送る住所を書いてください" in form.say(phone="03", address="", email="").text
    assert "name@example.jp" in form.say(phone="", address="東京", email="nobody").text
    form.say(phone="", address="東京", email="")
    assert form.at == "safety"
    english = form.show("safety", "en")
    assert "Do we have to take special care" in english.text, "the switch keeps the question"
    assert form.kept()["address"] == "東京", "and the draft"


def test_back_leads_to_the_question_before(window: Browser) -> None:
    form = Form(window)
    assert 'href="/ja/ask/records"' in form.page.text
    form.say(who="mandated")
    form.say(agent_name="弁護士")
    assert form.at == "name" and "ご本人のお名前" in form.page.text
    assert 'value="弁護士"' in form.show("agent").text and "委任状と、弁護士などの資格の証明" in form.page.text
    form.say(agent_name="弁護士 一郎")
    assert form.at == "name"


def test_nobody_is_promised_that_a_contact_held_before_stays_unused(window: Browser) -> None:
    """Who asks is seen through contacts held before; an agent is told of the person concerned, not of themselves."""
    form, held, own = filled(window), "この請求の前から登録されている連絡先", "ご本人であることの確認のため"
    assert held in form.show("contact").text and "だけでご連絡します" not in form.page.text
    form.show("check")
    done = form.say().text
    assert own in done and held not in done
    form = filled(window)
    form.show("who")
    form.say(who="mandated")
    form.say(agent_name="弁護士 一郎")
    done = form.say().text
    assert own not in done and held in done


def test_a_form_that_is_sent_twice_makes_one_case(world: World, window: Browser) -> None:
    form = filled(window).kept('id="draft"')
    first = ask(window, **form)
    assert ask(window, **form) == first
    changed = ask(window, **{**form, "asked": "つぎ"})
    assert changed["number"] != first["number"], "what was changed in between is a request of its own"
    assert len({first["number"], changed["number"], ask(window)["number"]}) == 3
    assert len(json.loads(staff(world, "case", "list", *FIRST, "--json"))) == 3


def test_the_staff_learn_who_asks_for_whom_and_what_they_wish(world: World, window: Browser) -> None:
    receipt = ask(window, who="parent", alone="alone", agent_name="山田 太郎", delivery="post", address="東京都",
                  since_year="2026", since_month="3", since_day="1")  # fmt: skip
    case = Casebook(world.connection, world.vault).find(receipt["number"])
    assert case.agent is not None and (case.agent.kind, case.agent.name, case.agent.asks_alone) == (
        "parent", "山田 太郎", True,
    )  # fmt: skip
    assert case.contact == "ご本人のお名前：山田 花子\n代理人のお名前：山田 太郎\n電話番号：03-0000-0000\n住所：東京都"
    told = staff(world, "case", "show", receipt["number"], *FIRST)
    assert "親権者 山田 太郎" in told and "期間：2026年3月1日（日）から" in told and "書面を郵送で受け取る" in told
    refused = run(world, "case", "identify", receipt["number"], *FIRST, "--method", "call_back", person="member A-1\n")
    assert refused.returncode == 2 and "before their interest was looked at" in refused.stderr


@pytest.mark.parametrize("for_another", [False, True])
def test_who_is_to_be_protected_is_said_once_and_no_page_tells(
    world: World, window: Browser, for_another: bool
) -> None:
    def shown(protected: str) -> tuple[str, str, str]:
        form = filled(window)
        if for_another:
            form.show("who")
            form.say(who="mandated")
            form.say(agent_name="弁護士 一郎")
        form.show("safety")
        assert ("代理人の方にはお渡しせず" in form.page.text) == for_another
        assert ("ご本人への連絡に、特に" in form.page.text) == for_another
        assert ('id="unsafe"' in form.page.text) != for_another, "an agent does not say where the person is not told"
        check = re.sub('value="[^"]*"', "", form.say(protected=protected, unsafe="自宅の電話").text)
        assert "自宅の電話" not in check
        sent = window.post("/ja/ask/records", {**form.kept('id="draft"'), "at": "check"})
        number, secret = re.findall(r"<code>([0-9A-Z-]+)</code>", sent.text)
        state = window.post("/ja/follow", {"number": number, "secret": secret}).text
        case = Casebook(world.connection, world.vault).find(number)
        flags.append(case.protected)
        assert case.unsafe == ("" if for_another else "自宅の電話") and "自宅の電話" not in sent.text + state
        assert ("NOT TO BE USED" in staff(world, "case", "show", number, *FIRST)) != for_another
        if protected == "yes":
            assert lacking(case) == ("no agent may act in this case" if for_another else None)
        receipt, after = (page.replace(number, "").replace(secret, "") for page in (sent.text, state))
        return check, receipt, after

    flags: list[bool] = []
    assert shown("yes") == shown("no")
    assert flags == [True, False]


def test_contacts_that_are_not_to_be_used_are_said_later_too_and_no_page_tells(world: World, window: Browser) -> None:
    form = filled(window)
    sent = window.post("/ja/ask/records", {**form.kept('id="draft"'), "at": "check"})
    number, secret = re.findall(r"<code>([0-9A-Z-]+)</code>", sent.text)
    own = {"number": number, "secret": secret}
    before = window.post("/ja/follow", own).text
    for wrong, told in (("", "使わないでほしい連絡先を書いてください"), ("あ" * 401, "400文字までにしてください")):
        page = window.post("/ja/unsafe", {**own, "unsafe": wrong})
        assert page.status == 400 and page.text.count(told) == 2 and f">{wrong}</textarea>" in page.text
    said = window.post("/ja/unsafe", {**own, "unsafe": "自宅の電話"})
    assert said.status == 200 and "その連絡先を使いません" in said.text and "自宅" not in said.text
    assert window.post("/ja/follow", own).text == before, "nothing shows it"
    assert Casebook(world.connection, world.vault).find(number).unsafe == "自宅の電話"
    assert "NOT TO BE USED" in staff(world, "case", "show", number, *FIRST)


@pytest.mark.parametrize("kind", ["complaint", "consultation", "withdrawal", "data"])
def test_other_kinds_ask_what_they_need_and_no_more(window: Browser, kind: str) -> None:
    form, asked = Form(window, kind, "en"), []
    for _ in range(10):
        if form.at == "check":
            break
        asked.append(form.at)
        shown = [name for name in _FIELD.findall(form.page.text) if name not in form.kept()]
        form.say(at=form.at, **{name: {**FORM, "scope": "all"}.get(name, "") for name in shown})
    personal = kind in ("withdrawal", "data")
    assert asked == [
        *(["who"] if personal else []), "name", *(["scope"] if kind == "withdrawal" else []),
        *(["both"] if kind == "data" else []), "asked",
        *(["claimed"] if personal else []), *(["delivery"] if kind == "data" else []), "contact",
        *(["safety"] if personal else []),
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["records", "data"])
def test_records_and_the_data_held_are_asked_for_together_from_either_form(
    world: World, window: Browser, kind: str
) -> None:
    form = Form(window, kind)
    form.say(who="self")
    form.say(name="山田 花子")
    assert ("対象にしたいものが" in form.say(both="no").text) == (kind == "data")
    form.show("both")
    form.say(both="yes")
    assert "第三者提供記録と保有個人データの開示" in form.page.text and form.at == "asked"
    form.say(asked="")
    form.say(claimed="")
    assert form.at == "period", "the records are asked for too"
    form.say(since_year="")
    form.say(delivery="page")
    form.say(phone="03")
    form.say(protected="no")
    assert "はい。記録とデータの内容の両方を請求します" in form.page.text
    number, secret = re.findall(r"<code>([0-9A-Z-]+)</code>", form.say().text)
    case = Casebook(world.connection, world.vault).find(number)
    assert (case.kind.code, case.also_data, case.task_kind) == ("records", True, "data")
    state = window.post("/en/follow", {"number": number, "secret": secret}).text
    assert "Disclosure of provision records and of the personal data we hold" in state
    assert len(json.loads(staff(world, "case", "list", *FIRST, "--json"))) == 1


def test_the_receipt_is_kept_without_an_account_and_stays_the_same(world: World, window: Browser) -> None:
    sent = filled(window).say()
    number, secret = re.findall(r"<code>([0-9A-Z-]+)</code>", sent.text)
    own = {"number": number, "secret": secret}
    assert 'action="/ja/receipt"' in sent.text and 'action="/ja/receipt"' in window.post("/ja/follow", own).text
    first = window.post("/ja/receipt", own)
    assert first.status == 200 and first.content.startswith(b"%PDF") and first.headers["content-type"] == PDF
    assert first.headers["content-disposition"] == 'attachment; filename="uketsuke.pdf"'
    english = window.post("/en/receipt", own)
    assert english.headers["content-disposition"].endswith('"uketsuke-en.pdf"') and english.content != first.content
    staff(world, "case", "extend", number, *FIRST, "--because", "volume", "--until", "2099-01-01")
    identified(world, number)
    world.clock += 40 * DAY
    assert window.post("/ja/receipt", own).content == first.content, "as it was when the request came in"
    wrong = window.post("/ja/receipt", {**own, "secret": "22222-22222-22222-22222"})
    assert wrong.status == 400 and "この受付番号と確認番号の組み合わせはありません" in wrong.text


def test_while_the_intake_is_shut_other_ways_stand_and_what_was_typed_is_kept(
    world: World, window: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ledger.web.desks._FRESH", 0.0)
    sent = filled(window).kept('id="draft"')
    own, form = ask(window, **sent), filled(window)
    (operator,) = world.registers().keys_at("operator", world.clock)

    def told(**more: Any) -> None:
        world.tell("registers.operator", register("operator", operator.key, {**operator.body, **more}))

    told(web_intake_shut={"ja": "4月5日まで<b>休みます", "en": "Closed until 5 April"})
    home = window.get("/ja/")
    assert home.status == 200 and "4月5日まで&lt;b&gt;休みます" in home.text and 'href="/ja/ask"' not in home.text
    for path in ("/ask", "/ask/records"):
        page = window.get(f"/en{path}")
        assert page.status == 503 and "Closed until 5 April" in page.text
        assert all(f"<dt>{way}</dt>" in page.text for way in ("Post", "Telephone", "Counter"))
    shut = form.say()
    assert shut.status == 503 and "まだ送られていません" in shut.text and len(shut.text.split("<h1>")) == 2
    assert form.kept('id="draft"')["asked"] == "三月の<b>分"
    assert len(json.loads(staff(world, "case", "list", *FIRST, "--json"))) == 1
    assert "Closed until" in form.show("check", "en").text
    assert ask(window, **sent) == own, "what was sent before is not told to be unsent"
    assert window.post("/ja/follow", own).status == 200 and window.post("/ja/receipt", own).status == 200
    told()
    assert "まだ送信されていません" in form.show("check").text and "三月の&lt;b&gt;分" in form.page.text
    assert form.say().status == 200

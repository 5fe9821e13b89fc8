"""One person's way through everything that ever goes out to them, and the bytes of each way.

The walk is the same whatever the ledger holds. Under the name of a way stands all that went out by it, in its order.
"""

from __future__ import annotations

import json
import re
import shutil
from base64 import b64encode
from collections import defaultdict
from email import message_from_bytes
from email.policy import default
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID
from zipfile import ZipFile

from click.testing import CliRunner

from ledger.cases.casebook import Casebook
from ledger.cases.inspection import inspected
from ledger.cases.mail.sender import Sender
from ledger.cases.release import tick_after
from ledger.cases.service_tasks import OWN
from ledger.cli.main import commands
from ledger.cli.window_command import open_desks
from ledger.cli.wiring import ledger_connection, open_vault
from ledger.log.trust_policy import parse_policy
from ledger.web.api.app import api_app
from ledger.web.console.inspection_tables import tables
from ledger.web.rate import Rates
from ledger.web.receiving import FORMATS
from ledger.web.window import window_app
from tests.disclosures import decoded
from tests.events import acknowledgement
from tests.integration.apis import Program, token_for
from tests.integration.notaries import SIGNER, Desk
from tests.integration.pages import Page, browsing
from tests.integration.silent_pairs import DAY, NOW, Draws, late
from tests.integration.test_attachments import PDF, send
from tests.integration.windows import FORM
from tests.integration.world import World

FIRST, SECOND, THIRD = (("--as", f"officer-{number}", "--reason", "request") for number in (1, 2, 3))
ADDRESS = "hanako@mail.example.jp"
MINUTE = 60_000_000
#: Hashes and signatures rest on the entries of others too: in their place stands as much of nothing.
_DRAWN = re.compile(rb"[A-Za-z0-9+/_-]{43,}={0,2}")
_UUID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Walk:
    """A person and two officers at one ledger. ``hidden_of``: whose record it is that comes late and is hidden."""

    def __init__(self, world: World, draws: Draws, folder: Path, hidden_of: str, visible: int) -> None:
        self.world, self.draws, self.folder = world, draws, folder
        self.hidden_of, self.visible = hidden_of, visible
        self.went: dict[str, list[bytes]] = defaultdict(list)
        self._acts = 10_000

    def all(self) -> dict[str, list[bytes]]:
        """Walk, and return what went out by each way."""
        self.folder.mkdir()
        desks = open_desks(self.world.settings)
        policy = parse_policy(f"log {SIGNER.key}\nquorum none\n".encode())
        notary = Desk(self.world, self.folder / "notary", policy)
        token = token_for(self.world, "officer-1", days=1000)
        clock = lambda: self.world.clock  # noqa: E731
        try:
            with (
                browsing(window_app(desks, Rates(count(0, 60).__next__), clock)) as window,
                browsing(api_app(desks, Rates(count(0, 60).__next__), clock)) as api,
            ):
                self.window, self.api, self.notary = window, Program(api.port, token), notary
                self._walk()
        finally:
            notary.close()
            desks.close()
            shutil.rmtree(self.folder)
        return dict(self.went)

    def _walk(self) -> None:
        self._pages()
        self._by_hand()
        self._screened()
        receipt = self._asked("records", email=ADDRESS)
        self._answer_about_records(receipt)
        self._supplement(receipt)
        self._part(self._asked("records"))
        self._beside_records(self._asked("records", both="yes"))
        self._refusal(self._asked("records", "en"))
        self._other_kinds()
        self._withdrawn(self._asked("records"), self._asked("records"))
        self._commands()
        self._erased(receipt)

    def _pages(self) -> None:
        for lang in ("ja", "en"):
            for path in ("/", "/policy", "/ask", "/follow"):
                self._get(f"/{{lang}}{path}", f"/{lang}{path}")
            self._get("/{lang}/ask/{kind}", f"/{lang}/ask/records")
        self._get("/", "/")
        self._get("/static/window.css", "/static/window.css")
        self._get("/static/leave.js", "/static/leave.js")
        self._get("/healthz", "/healthz")

    def _asked(self, kind: str, lang: str = "ja", **more: str) -> dict[str, str]:
        drawn = f"{self._acts}".rjust(30, "A")
        form = {**FORM, "form": drawn, **more}
        page = self._post("/{lang}/ask/{kind}", f"/{lang}/ask/{kind}", form)
        number, secret = re.findall(r"<code>([0-9A-Z-]+)</code>", page.text)
        return {"number": number, "secret": secret}

    def _answer_about_records(self, receipt: dict[str, str]) -> None:
        number = receipt["number"]
        self._follow(receipt, "identity")
        self._write_and_send(receipt)
        self._letter(number, "identity")
        self._staff("case code", number, *FIRST, "--held-since", "2020-01-01", told=ADDRESS)
        self._post("/{lang}/prove", "/ja/prove", {**receipt, "mailed": "22222-22222"})
        self._api("POST /v1/person/prove", {**receipt, "mailed": "22222-22222"})
        self._post("/{lang}/prove", "/ja/prove", {**receipt, "mailed": self._code_by_mail()})
        self._identify(number)
        self._follow(receipt, "decision")
        self._letter(number, "receipt", "--final")
        self._staff("case extend", number, *FIRST, "--because", "volume", "--until", "2026-06-20")
        self._letter(number, "late", "--final")
        self._mails()
        self._decide(number)
        self._follow(receipt, "answer")
        self._api("POST /v1/person/receive", {**receipt, "code": "22222-22222"})
        self._post("/{lang}/receive", "/ja/receive", {**receipt, "code": "22222-22222"})
        self._staff("case answer", number, *FIRST, "--by", "email")
        self._follow(receipt, "answer")
        self._have_code_sent(receipt)
        assert not self._mails(), "nothing leaves before its tick"
        self.world.clock = tick_after(self.world.clock)
        self._mails()
        self._follow(receipt, "answered")
        self._have_code_sent(receipt)
        self._have_code_sent(receipt)
        code = self._code_by_mail()
        self._follow(receipt, "answered")
        self._receive(receipt, code)
        self._post("/{lang}/ease", "/ja/ease", {**receipt, "ease": "easy", "improve": "ない"})
        self.world.clock += 2 * 3600 * 1_000_000
        self._post("/{lang}/receive", "/ja/receive", {**receipt, "code": code})
        self._api("POST /v1/person/receive", {**receipt, "code": code})
        self._api("POST /v1/person/code", receipt)
        code = self._code_by_mail()
        self._receive(receipt, code, ("html",))
        for kind in ("answer", "none"):
            for lang in ("ja", "en"):
                self._letter(number, kind, "--final", "--lang", lang)

    def _supplement(self, receipt: dict[str, str]) -> None:
        """A hidden record comes late; the answer is supplemented with nothing."""
        number = receipt["number"]
        self._act()
        self.world.tell("provisions.crm", late(self.hidden_of))
        self.world.settle()
        self._follow(receipt, "answered")
        self._staff("case supplement", number, *FIRST, "--turn", self._looked(number)[1])
        self._follow(receipt, "decision")
        self._decide(number)
        self._follow(receipt, "answer")
        code = self._release(number)
        self._follow(receipt, "answered")
        self._receive(receipt, code)
        again = self._release(number)
        self._receive(receipt, again)

    def _part(self, receipt: dict[str, str]) -> None:
        """One visible record, where there is one, is withheld by two officers."""
        number = receipt["number"]
        self._identify(number)
        turn = self._looked(number, "--records")
        times = {NOW - DAY * (2 + number % 300) - number * 1_000_000 for number in range(self.visible)}
        shown = [row.entry_id.hex() for row in self.world.rows() if row.happened_at in times]
        assert len(shown) == self.visible
        withheld = [f"--withhold={one}=33(2)i" for one in shown[:1]]
        self._staff("case decide", number, *FIRST, *turn, *withheld)
        self._follow(receipt, "second")
        if withheld:
            self._staff("case second", number, *SECOND, *self._looked(number), "--agrees")
        self._receive(receipt, self._release(number))
        for kind in ("answer", "refusal", "none"):
            self._letter(number, kind, "--final")
        self._letter_by_program(number, "answer", int(self._looked(number)[1]))

    def _beside_records(self, receipt: dict[str, str]) -> None:
        """What the services hold was asked for too: one sends data and a file, and the ledger says what it keeps
        without a duty, which hidden records are too."""
        number = receipt["number"]
        self._identify(number)
        self._staff("case task send", number, *FIRST, "--source", "support", "--source", OWN)
        tasks = {one.source: one.task for one in Casebook(self.world.connection, self.world.vault).find(number).tasks}
        held, scan = self.folder / "held.txt", self.folder / "scan.pdf"
        held.write_text("name: 山田 花子\n住所：東京都\n", encoding="utf-8")
        scan.write_bytes(PDF)
        file = self._staff("case attachment add", number, str(scan), *FIRST).split()[0]
        given = ("--outcome", "given", "--held", str(held), "--file", file)
        self._staff("case task enter", number, tasks["support"], *FIRST, *given)
        self._staff("case task enter", number, tasks[OWN], *FIRST, "--from-ledger")
        self._staff("case task list", number, *FIRST)
        self._decide(number)
        code = self._release(number)
        self._follow(receipt, "answered")
        self._receive(receipt, code, ("html", "csv", "json", "proof"))
        for form in ("html", "csv", "json", "proof"):
            assert "お問合せ窓口".encode() in self.went[f"format {form}"][-1], "data held stands beside the records"
        given_on = self._post("/{lang}/receive", "/ja/receive", {**receipt, "code": code, "file": "1"})
        assert given_on.content == PDF, "the file of the service goes out as it came"
        self._api("POST /v1/person/receive", {**receipt, "code": code, "file": 1})
        assert self.went["api POST /v1/person/receive"][-1].endswith(PDF)

    def _refusal(self, receipt: dict[str, str]) -> None:
        number = receipt["number"]
        self._staff("case decide", number, *FIRST, *self._looked(number), "--refused", "--ground", "identity")
        self._follow(receipt, "second")
        self._staff("case second", number, *SECOND, *self._looked(number), "--agrees")
        self._letter(number, "refusal")
        code = self._release(number)
        self._receive(receipt, code, ("html",))
        self._letter(number, "refusal", "--final", "--lang", "en")

    def _other_kinds(self) -> None:
        for kind, letter in (("correction", "correction"), ("opt_out", "stop"), ("consultation", "reply"),
                             ("data", "answer")):  # fmt: skip
            receipt = self._asked(kind, **({"scope": "all"} if kind == "opt_out" else {}))
            number = receipt["number"]
            if kind != "consultation":
                self._identify(number)
            self._staff("case decide", number, *FIRST, *self._looked(number)[:2], "--reply", "-", told="確認しました。")
            self._stopped_everywhere(number)
            code = self._release(number)
            self._receive(receipt, code, ("html",))
            self._letter(number, letter, "--final")

    def _stopped_everywhere(self, number: str) -> None:
        """The worker gives the stops of a granted request, and the one service says that they are in effect."""
        self._act()
        self.world.settle()
        for stop in Casebook(self.world.connection, self.world.vault).find(number).stops.given:
            self.world.tell("stops.crm", acknowledgement(stop.bytes, effective_at=self.world.clock))

    def _withdrawn(self, one: dict[str, str], other: dict[str, str]) -> None:
        self._post("/{lang}/withdraw", "/ja/withdraw", one)
        self._follow(one, "closed")
        self._api("POST /v1/person/withdraw", other)
        self._follow(other, "closed")

    def _by_hand(self) -> None:
        """What the staff enter for somebody."""
        form = json.dumps({"asked": "すべて", "contact": "山田 花子", "claimed": "A-1"})
        said = self._staff("case open", *FIRST, "--kind", "records", "--channel", "post", told=form)
        number = re.findall(r"number  ([0-9A-Z-]+)", said)[0]
        self._letter(number, "receipt", "--final")
        self._letter_by_program(number, "receipt", 1)

    def _screened(self) -> None:
        """What officers do about hidden records, in a case of whose they are; it goes out to nobody."""
        form = json.dumps({"asked": "", "contact": "x", "claimed": "x"})
        said = self._run("case", "open", *FIRST, "--kind", "records", "--channel", "post", told=form, good=True)
        number = re.findall(r"number  ([0-9A-Z-]+)", said)[0]
        who = f"member {self.hidden_of}"
        self._run("case", "identify", number, *FIRST, "--method", "call_back", told=who, good=True)
        acting = ("case", "existence")
        listed = self._run(*acting, "list", number, *THIRD, good=True)
        hidden = dict(re.findall(r"^([0-9a-f]{32})  .*((?:\n  .*)+)", listed, re.MULTILINE))
        one, *others = hidden
        self._run(*acting, "hide", number, one, *THIRD, "--because", "i", good=True)
        for other in others[:1]:
            seen = [f"--from={reason}" for reason in re.findall(r"^  ([a-z]+:\S+)  ", hidden[other], re.MULTILINE)]
            self._run(*acting, "release", number, other, *THIRD, *seen, "--because", "not_met", good=True)
        self.world.settle()

    def _commands(self) -> None:
        who = "member A-1"
        answer = self.folder / "answer"
        self._staff("search-person request", "-", *FIRST, told=who)
        (request,) = json.loads(self._staff("search-person list", *SECOND, "--json"))
        self._staff("search-person confirm", request["request"], *SECOND)
        self.notary.turn()
        self._staff("disclose", *FIRST, "--out", str(answer), told=who)
        for file in sorted(answer.iterdir()):
            content = file.read_bytes()
            self.went[f"file {file.name}"].append(unsigned(content) if "disclosure" in file.name else content)
        self._staff("coverage", *FIRST)
        self._staff("stop give", *FIRST, "--ground", "27(2)", "--person", "-", told=who)
        self._act()
        self.world.settle()
        self._staff("stop list", *FIRST, "--person", "-", told=who)
        self._staff("reads", *FIRST, "--told", "--person", "-", told=who)
        cases = Casebook(self.world.connection, self.world.vault).all()
        report = inspected(self.world.connection, self.world.vault, cases, NOW - 400 * DAY, NOW + 400 * DAY)
        self.went["file self-inspection"].append(repr(tables(report)).encode())
        self._staff("case list", *FIRST, "--all")
        self._staff("case list", *FIRST, "--all", "--json")
        self._call("GET /v1/cases", lambda: self.api.get("/v1/cases"))

    def _erased(self, receipt: dict[str, str]) -> None:
        """Whatever comes of an erasure, the reply is one; and so is what is left to receive."""
        erasing = ("erase", "person", *FIRST, "--ground", "request")
        kept = self._run(*erasing, told="member A-1")
        self.world.clock += 4 * 366 * DAY
        code = self._release(receipt["number"])
        said = self._run(*erasing, told="member A-1")
        self.went["command erase person"] += ["\n".join(one.splitlines()[:3]).encode() for one in (kept, said)]
        self.world.vault.forget_people()
        self._follow(receipt, "answered")
        self._post("/{lang}/receive", "/ja/receive", {**receipt, "code": code})
        self._api("POST /v1/person/receive", {**receipt, "code": code})

    def _write_and_send(self, receipt: dict[str, str]) -> None:
        self._post("/{lang}/write", "/ja/write", {**receipt, "message": "まだですか"})
        self._api("POST /v1/person/write", {**receipt, "text": "まだですか"})
        self._post("/{lang}/unsafe", "/ja/unsafe", {**receipt, "unsafe": "自宅の電話"})
        self._api("POST /v1/person/unsafe", {**receipt, "contacts": "職場の電話"})
        self._staff("case message", receipt["number"], *FIRST, told="お待ちください")
        self._act()
        self._out("window POST /{lang}/upload", send(self.window, receipt, PDF))
        self._api("POST /v1/person/files", {**receipt, "content": b64encode(PDF).decode()})
        self._mails()

    def _have_code_sent(self, receipt: dict[str, str]) -> None:
        self._post("/{lang}/code", "/ja/code", receipt)
        self._api("POST /v1/person/code", receipt)

    def _identify(self, number: str) -> None:
        self._staff("case identify", number, *FIRST, "--method", "call_back", told="member A-1")

    def _decide(self, number: str) -> None:
        seen = self._looked(number, "--records")
        self._call("GET /v1/cases/{number}", lambda: self.api.get(f"/v1/cases/{number}"))
        self._call("GET /v1/cases/{number}/records", lambda: self.api.get(f"/v1/cases/{number}/records"))
        self._staff("case decide", number, *FIRST, *seen)

    def _release(self, number: str) -> str:
        said = self._staff("case answer", number, *FIRST)
        self.world.clock = tick_after(self.world.clock)
        self._mails()
        return str(re.findall(r"code  ([0-9A-Z-]+)", said)[0])

    def _looked(self, number: str, *more: str) -> list[str]:
        said = self._staff("case show", number, *FIRST, *more)
        turn, as_of = re.findall(r"Seen at turn (\d+), as of entry (\d+)", said)[0]
        return ["--turn", turn, *(["--as-of", as_of] if more else [])]

    def _follow(self, receipt: dict[str, str], stage: str) -> None:
        for lang in ("ja", "en"):
            page = self._post("/{lang}/follow", f"/{lang}/follow", receipt)
            self.went[f"stage {stage}"].append(page.content)
            self._post("/{lang}/receipt", f"/{lang}/receipt", receipt)
            self._api("POST /v1/person/receipt", {**receipt, "language": lang})
        self._api("POST /v1/person/state", receipt)

    def _receive(self, receipt: dict[str, str], code: str, forms: tuple[str, ...] = FORMATS) -> None:
        self.notary.turn()
        for narrow in ({}, {"page": "1", "recipient": "1", "verdict": "being_checked", "drop": "recipient"}):
            self._post("/{lang}/records", "/ja/records", {**receipt, "code": code, **narrow})
        for form in forms:
            page = self._post("/{lang}/receive", "/ja/receive", {**receipt, "code": code, "format": form})
            assert page.status == 200, page.text
            self.went[f"format {form}"].append(b"\n".join(comparable(page.content)))
            self._api("POST /v1/person/receive", {**receipt, "code": code, "format": form})

    def _letter(self, number: str, kind: str, *more: str) -> None:
        """A letter as a sample and as what goes out; where it is refused, that it is."""
        out = self.folder / f"{len(self.went[f'letter {kind}'])}-{kind}.pdf"
        said = self._run("case", "letter", number, *FIRST, "--kind", kind, "--to", "-", "--out", str(out), *more,
                         told="山田 花子\n東京都")  # fmt: skip
        self.went["command case letter"].append(said.encode())
        self.went[f"letter {kind}"].append(out.read_bytes() if out.exists() else b"refused")

    def _letter_by_program(self, number: str, kind: str, turn: int) -> None:
        for step in ("letters/sample", "letters"):
            said = {"kind": kind, "to": "山田 花子\n東京都"}
            self._call(f"POST /v1/cases/{{number}}/{step}", lambda step=step, said=said: self.api.step(
                number, step, said, turn, idempotency_key=f"key-{self._acts:030}"
            ))  # fmt: skip

    def _mails(self) -> list[bytes]:
        """Send what is due, and return it; each with the instant at which it left."""
        sent: list[bytes] = []
        due = "select kind from mail where state = 'waiting' and due_at <= %s order by due_at, kind"
        kinds = [kind for (kind,) in self.world.ask(due, self.world.clock)]

        class Server:
            def send(_, sender: str, to: str, message: bytes) -> None:
                kind = kinds[len(sent)]
                sent.append(message)
                left = self.world.clock - NOW
                self.went[f"mail {kind}"].append(f"{sender} {to} left at {left}\n".encode() + message)

        sending = Sender(
            open_vault(self.world.settings, "pl_relay"), Server(), self.world.settings.mail_from,  # type: ignore[arg-type]
            self.world.settings.window_address, lambda: self.world.clock,
        )  # fmt: skip
        with ledger_connection(self.world.settings, "pl_mail") as connection:
            self._act()
            while sending.turn(connection):
                self._act()
        sending.vault.close()
        return sent

    def _code_by_mail(self) -> str:
        (sent,) = self._mails()
        lines = message_from_bytes(sent, policy=default).get_content().splitlines()
        (code,) = [line for line in lines if re.fullmatch("[2-9A-Z]{5}-[2-9A-Z]{5}", line)]
        return str(code)

    def _get(self, way: str, path: str) -> Page:
        self._act()
        return self._out(f"window GET {way}", self.window.get(path))

    def _post(self, way: str, path: str, form: dict[str, str]) -> Page:
        self._act()
        return self._out(f"window POST {way}", self.window.post(path, form))

    def _api(self, way: str, told: dict[str, Any]) -> None:
        self._call(way, lambda: self.api.post(way.split()[1], told, idempotency_key=f"key-{self._acts:030}"))

    def _call(self, way: str, ask: Any) -> None:
        self._act()
        self._out(f"api {way}", ask())

    def _out(self, way: str, page: Any) -> Any:
        headers = {name: value for name, value in page.headers.items() if name != "date"}
        self.went[way].append(b"\n".join([json.dumps([page.status, headers]).encode(), *comparable(page.content)]))
        return page

    def _staff(self, command: str, *arguments: str, told: str = "") -> str:
        said = self._run(*command.split(), *arguments, told=told, good=True)
        # The id of a stop is drawn after whatever else its person needed; it is no more than random.
        self.went[f"command {command}"].append(_UUID.sub(str(UUID(int=0)), said).encode())
        return said

    def _run(self, *arguments: str, told: str = "", good: bool = False) -> str:
        self._act()
        done = CliRunner().invoke(commands, arguments, input=told)
        assert not good or done.exit_code == 0, (arguments, done.output, done.exception)
        return done.output if done.exception is None else f"{done.output}{done.exception}"

    def _act(self) -> None:
        """The next act: a minute later, drawing from its own place in the source."""
        self.world.clock += 1_000_000
        self._acts += 1
        self.draws.at(self._acts)


def comparable(content: bytes) -> list[bytes]:
    """Return what went out, each file of an archive by itself, without what rests on the entries of others."""
    if not content.startswith(b"PK"):
        return [unsigned(content) if b'"sd_jwt"' in content else content]
    with ZipFile(BytesIO(content)) as archive:
        return [part for one in archive.infolist() for part in (
            repr((one.filename, one.compress_size)).encode(), *comparable(archive.read(one)),
        )]  # fmt: skip


def unsigned(file: bytes) -> bytes:
    """Return a disclosure taken apart, with hashes and signatures replaced by as much of nothing."""
    told = json.loads(file)
    jwt, *disclosures, _ = told.pop("sd_jwt").split("~")
    head, payload, signature = jwt.split(".")
    parts = [json.dumps(told).encode(), decoded(head), decoded(payload), signature.encode()]
    return b"\n".join(_DRAWN.sub(lambda found: b"0" * len(found[0]), part) for part in (
        *parts, *(decoded(one) for one in disclosures),
    ))  # fmt: skip

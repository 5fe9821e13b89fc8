"""Files and letters by programs: bytes as they came, the PDF that goes out, and what a case keeps of each."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from typing import Any

from ledger.cases.files.kinds import MOST_BYTES
from ledger.cases.moments import rfc3339
from tests.events import register
from tests.files import PDF, PNG
from tests.integration.api_steps import acts, identified, opened, programs, told
from tests.integration.apis import DAY_US, Answer, Program
from tests.integration.world import World

__all__ = ["programs", "told"]


def attach(program: Program, number: str, content: bytes, key: str, query: str = "") -> Answer:
    return program.ask("POST", f"/v1/cases/{number}/files{query}", content, {
        "authorization": f"Bearer {program.token}", "act-reason": "request", "idempotency-key": key,
        "content-type": "text/html",
    })  # fmt: skip


def test_a_file_is_attached_once_listed_and_given_out_as_inert_bytes(told: World, programs: list[Program]) -> None:
    one, _, auditor = programs
    number = opened(one)["number"]
    first, again = (attach(one, number, PDF, "file-0001", "?shows_identity=true") for _ in range(2))
    assert (first.status, first.headers["etag"]) == (201, '"2"') and again.told == first.told
    assert again.headers["idempotency-replayed"] == "true" and acts(told, "case attach") == 1
    filed = first.told
    assert (filed["kind"], filed["bytes"], filed["sha256"]) == ("pdf", len(PDF), sha256(PDF).hexdigest())
    assert (filed["officer"], filed["shows_identity"], filed["given_out"]) == ("officer-1", True, True)
    for content, query in ((PNG, "?shows_identity=true"), (PDF, "")):
        assert attach(one, number, content, "file-0001", query).problem == "key_reused", "bytes and flag are asked for"
    for unusable in (b"", b"MZ program", PDF[:-6], b"%PDF-1.7\n" + b"0" * MOST_BYTES):
        assert attach(one, number, unusable, "file-0002").problem in ("file_unusable", "too_large")
    assert attach(one, number, b"0" * (MOST_BYTES + 2), "file-0002").problem == "too_large"
    assert auditor.get(f"/v1/cases/{number}/files").problem == "role_missing"
    assert attach(auditor, number, PDF, "file-0003").problem == "role_missing"
    assert one.get(f"/v1/cases/{number}/files").told == {"files": [filed]}
    taken = one.get(f"/v1/cases/{number}/files/{filed['file']}")
    assert (taken.content, taken.headers["content-type"]) == (PDF, "application/octet-stream")
    assert taken.headers["content-disposition"] == f'attachment; filename="{filed["file"][:8]}.bin"'
    assert taken.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert taken.headers["x-content-type-options"] == "nosniff"
    assert acts(told, "case attachment list") == acts(told, "case attachment take") == 1
    assert one.get(f"/v1/cases/{number}/files/{'0' * 32}").problem == "file_gone"
    assert one.get(f"/v1/cases/{number}/files/other").problem == "invalid"
    assert one.step(number, f"files/{filed['file']}/discard", {}).status == 200
    assert one.step(number, f"files/{filed['file']}/discard", {}).problem == "step_refused"
    assert one.get(f"/v1/cases/{number}/files/{filed['file']}").problem == "file_gone"
    (left,) = one.get(f"/v1/cases/{number}/files").told["files"]
    assert (left["given_out"], left["destroyed"]) == (False, False), "the daily run destroys it"


def test_a_person_sends_files_through_a_portal_and_gets_none_of_them_back(
    told: World, programs: list[Program]
) -> None:  # fmt: skip
    one, two, portal = programs
    own = opened(one)
    number = own["number"]

    def sent(content: bytes, key: str, **more: str) -> Answer:
        written = b64encode(content).decode()
        return portal.post("/v1/person/files", {**own, "content": written, **more}, idempotency_key=key)

    first, again = (sent(PDF + b"behind its end", "own-0001") for _ in range(2))
    assert first.status == 201 and again.told == first.told and acts(told, "case attach") == 1
    assert again.headers["idempotency-replayed"] == "true"
    (filed,) = first.told["files"]
    assert filed == {"kind": "pdf", "bytes": len(PDF), "at": filed["at"], "destroyed": False}
    assert sent(PNG, "own-0001").problem == "key_reused"
    assert sent(PDF, "own-0002", secret="22222").problem == "no_such_case"
    for unusable in (b"", b"MZ program", PDF[:-6], b"%PDF-1.7\n" + b"0" * (MOST_BYTES - 8)):
        assert sent(unusable, "own-0002").problem == "file_unusable"
    assert sent(b"0" * (MOST_BYTES + 65_536), "own-0002").problem == "too_large"
    told_wrong = portal.post("/v1/person/files", {**own, "content": "not base64!"})
    assert told_wrong.told["faults"] == [{"pointer": "/content", "fault": "not base64"}]
    (kept,) = two.get(f"/v1/cases/{number}/files").told["files"]
    assert (kept["officer"], kept["shows_identity"]) == (None, True), "it shows who somebody is until that is looked at"
    assert two.get(f"/v1/cases/{number}/files/{kept['file']}").content == PDF
    identified(one, number, turn=2)
    for at in range(4):
        assert sent(PNG, f"own-more-{at}").status == 201
    assert sent(PNG, "own-0003").problem == "step_refused", "five are taken"
    state = portal.post("/v1/person/state", own).told
    assert [one["kind"] for one in state["files"]] == ["pdf", "png", "png", "png", "png"]
    assert [one["shows_identity"] for one in two.get(f"/v1/cases/{number}/files").told["files"]] == [
        True, False, False, False, False,
    ]  # fmt: skip


def test_a_case_tells_how_long_it_is_kept(told: World, programs: list[Program]) -> None:
    one, _, auditor = programs
    number = opened(one, "complaint")["number"]
    kept = one.get(f"/v1/cases/{number}/retention")
    assert (kept.headers["etag"], kept.told) == ('"1"', {
        "standing": "open", "ja": "手続中", "en": "open", "goes_from": None, "case_days": told.settings.case_days,
    })  # fmt: skip
    assert one.step(number, "withdraw", {}, 1).status == 200
    over = one.get(f"/v1/cases/{number}/retention").told
    assert (over["standing"], over["goes_from"]) == (
        "period_runs", rfc3339(told.clock + told.settings.case_days * DAY_US)
    )  # fmt: skip
    told.tell("registers.operator", register("legal_holds", "suit-1", {"ja": "訴訟"}))
    held = one.get(f"/v1/cases/{number}/retention").told
    assert (held["standing"], held["goes_from"]) == ("legal_hold", None)
    assert auditor.get(f"/v1/cases/{number}/retention").problem == "role_missing"
    assert acts(told, "case show") == 3


def test_a_letter_is_read_goes_out_once_and_is_kept_by_its_hash(told: World, programs: list[Program]) -> None:
    one, two, auditor = programs
    number = opened(one)["number"]
    said: dict[str, Any] = {"kind": "receipt", "to": "見本 太郎\n東京都"}
    assert one.step(number, "letters/sample", {"kind": "letter"}).problem == "invalid"
    assert one.step(number, "letters/sample", {"kind": "answer"}).problem == "step_refused", "nothing was decided"
    assert auditor.step(number, "letters/sample", said).problem == "role_missing"
    looks = acts(told, "case letter")
    samples = [one.step(number, "letters/sample", said, idempotency_key="letter-0001") for _ in range(2)]
    assert samples[0].content == samples[1].content and samples[0].content.startswith(b"%PDF")
    assert samples[0].headers["content-type"] == "application/pdf"
    assert acts(told, "case letter") == looks + 2, "each look is entered"
    assert one.get(f"/v1/cases/{number}").told["letters"] == []
    assert one.step(number, "letters", said).problem == "not_looked_at"
    assert one.step(number, "letters", said, 2).problem == "moved_on"
    out = one.step(number, "letters", {**said, "by": "post"}, 1, idempotency_key="letter-0002")
    assert out.status == 200 and out.content.startswith(b"%PDF") and out.content != samples[0].content
    (kept,) = one.get(f"/v1/cases/{number}").told["letters"]
    assert (kept["number"], kept["kind"]) == (out.headers["letter-number"], "receipt")
    assert kept["sha256"] == sha256(out.content).hexdigest()
    told.clock += 3_600_000_000
    again = one.step(number, "letters", {**said, "by": "post"}, 1, idempotency_key="letter-0002")
    assert (again.content, again.headers["idempotency-replayed"]) == (out.content, "true"), "made once more"
    assert again.headers["letter-number"] == out.headers["letter-number"]
    assert len(one.get(f"/v1/cases/{number}").told["letters"]) == 1
    assert one.step(number, "letters", {**said, "by": "counter"}, 1, idempotency_key="letter-0002").problem == (
        "key_reused"
    )
    assert one.step(number, "letters", {"kind": "receipt", "to": "𠮷\U0001f600"}, 1).problem == "glyph_missing"
    assert one.step(number, "unsafe", {"contacts": "03-0000-0000"}, 1).status == 200
    assert one.get(f"/v1/cases/{number}").told["unsafe"] == "03-0000-0000"
    assert one.step(number, "protect", {"because": "violence"}, 2).status == 200
    assert one.step(number, "letters", {**said, "by": "post"}, 3).problem == "step_refused", "nothing goes by post"
    assert two.step(number, "letters", {**said, "by": "counter"}, 3).status == 200


def test_a_letter_that_would_say_something_else_by_now_is_not_made_again(told: World, programs: list[Program]) -> None:
    one, _, _ = programs
    number = opened(one)["number"]
    identified(one, number)
    as_of = one.get(f"/v1/cases/{number}/records").told["as_of"]
    assert one.step(number, "decide", {"as_of": as_of, "withheld": []}, 2).status == 200
    early = one.step(number, "letters", {"kind": "answer"}, 3)
    assert early.problem == "step_refused", "it was not released"
    assert one.step(number, "extend", {"because": "volume", "until": "2999-01-01"}).status == 200
    late = {"kind": "late", "by": "post"}
    assert one.step(number, "letters", late, 3, idempotency_key="letter-0003").status == 200
    assert one.step(number, "extend", {"because": "services", "until": "2999-02-01"}).status == 200
    changed = one.step(number, "letters", late, 3, idempotency_key="letter-0003")
    assert (changed.status, changed.problem) == (410, "letter_changed")
    assert len(one.get(f"/v1/cases/{number}").told["letters"]) == 1

"""The page that checks a disclosure: it accepts and refuses what the command does, and asks no network."""

from __future__ import annotations

import json
import time
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256, sha512
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from ledger.cases.disclosure.mistaken import mistaken
from ledger.cases.disclosure.page import FILE_NAME, verify_page
from ledger.cases.disclosure.verify import verify
from ledger.log.canonical import canonical
from ledger.log.trust_policy import PolicyInvalid, parse_policy
from tests.browser.chromium import Chromium
from tests.disclosures import CORPUS, FOLLOWING, SIGNER, disclosure, policy
from tests.forged import FORGED
from tests.hostile import encoded, policies
from tests.instead import INSTEAD
from tests.mutated import mutated_files, mutated_policies, mutated_together

pytestmark = pytest.mark.browser

GOOD = disclosure()
#: The order of Ed25519's group (RFC 8032, 5.1).
_GROUP = 2**252 + 27742317777372353535851937790883648493


#: Whether the page has shown all it will show.
DONE = "document.getElementById('result').getAttribute('aria-busy') === 'false'"
#: A file that takes the page some seconds.
_MANY = 1000


@pytest.fixture
def page(browser: Chromium, tmp_path: Path) -> Chromium:
    written = tmp_path / FILE_NAME
    written.write_bytes(verify_page())
    browser.media()
    browser.width(1280)
    browser.open(written)
    return browser


def choose(page: Chromium, name: str, data: bytes, tmp_path: Path) -> None:
    """Choose a file as a person does."""
    path = tmp_path / f"{name}-{len(list(tmp_path.iterdir()))}"  # the same file chosen again is no change
    path.write_bytes(data)
    found = page.send("Runtime.evaluate", expression=f"document.getElementById('{name}')")["result"]["objectId"]
    page.send("DOM.setFileInputFiles", files=[str(path)], objectId=found)


def wait(page: Chromium, expression: str) -> None:
    until = time.monotonic() + 20
    while not page.evaluate(expression):
        assert time.monotonic() < until, page.evaluate("document.body.innerText")
        time.sleep(0.02)


def check(page: Chromium, data: bytes, tmp_path: Path, trusted: bytes | None = None) -> set[str]:
    """Let the page check a file; return the names of the steps that refuse."""
    choose(page, "file", data, tmp_path)
    choose(page, "policy", trusted or policy(), tmp_path)
    wait(page, "!document.getElementById('compare').hidden")
    page.evaluate("document.getElementById('compared').click()")
    wait(page, f"document.querySelector('[data-accepted]') !== null && {DONE}")
    refusals = "[...document.querySelectorAll('[data-refusal]')]"
    names = page.evaluate(f"{refusals}.map((one) => one.dataset.refusal).join(' ')")
    accepted = page.evaluate("document.querySelector('[data-accepted]').dataset.accepted") == "true"
    assert accepted is (names == "")
    return set(names.split())


#: What the page's own functions find, file by file and policy by policy, without its windows.
_CHECK = """
(async () => {
  const bytes = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
  const found = [];
  for (const [file, policy] of CASES) {
    try {
      const outcome = await verify(bytes(file), await parsePolicy(bytes(policy)));
      found.push(outcome.refusals.map((one) => [one.name, one.record]));
    } catch (error) { found.push(error instanceof Malformed ? "policy" : String(error)); }
  }
  return found;
})()
"""


def found_by_page(page: Chromium, cases: Sequence[tuple[bytes, bytes]], how: str = _CHECK) -> list[Any]:
    """Return the refusals of each (file, policy) as the page finds them."""
    written = json.dumps([[b64encode(file).decode(), b64encode(trusted).decode()] for file, trusted in cases])
    expression = how.replace("CASES", written)
    answer = page.send("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
    found: list[Any] = answer["result"]["value"]
    return found


#: What the page shows of each file by each policy, as if the fingerprint had been compared: the refusals, how many
#: cards there are, and how many parts are green.
_SHOW = """
(async () => {
  const bytes = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
  const found = [];
  for (const [file, policy] of CASES) {
    let outcome;
    try { outcome = await verify(bytes(file), await parsePolicy(bytes(policy))); }
    catch (error) { found.push([error instanceof Malformed ? "policy" : String(error), 0, 0]); continue; }
    await show(outcome, { policy: "0".repeat(64), file: "0".repeat(64) }, () => {});
    const count = (what) => document.querySelectorAll(what).length;
    const refusals = outcome.refusals.map((one) => [one.name, one.record]);
    found.push([refusals, count("#result article"), count("#result .accepted")]);
  }
  return found;
})()
"""


def shown_by_page(page: Chromium, cases: Sequence[tuple[bytes, bytes]]) -> list[Any]:
    """Return of each (file, policy) the refusals, how many cards are shown, and how many parts are green."""
    return found_by_page(page, cases, _SHOW)


def found_by_command(file: bytes, trusted: bytes) -> Any:
    """Return the refusals as the command finds them."""
    try:
        return [[refusal.name, refusal.record] for refusal in verify(file, parse_policy(trusted)).refusals]
    except PolicyInvalid:
        return "policy"


def test_it_finds_what_the_command_finds_in_what_a_dishonest_operator_signs(page: Chromium) -> None:
    found = found_by_page(page, [(made(), policy()) for _, made in FORGED.values()])
    for (name, (expected, _)), names in zip(FORGED.items(), found, strict=True):
        assert names == [list(one) for one in expected], name


def test_it_finds_what_the_command_finds_whatever_is_changed(page: Chromium) -> None:
    cases = [(file, policy()) for file in mutated_files(400)]
    cases += [(GOOD, trusted) for trusted in mutated_policies(400)]
    for (file, trusted), names in zip(cases, found_by_page(page, cases), strict=True):
        assert names == found_by_command(file, trusted), (file, trusted)


def test_nothing_is_green_where_one_character_of_the_file_is_another_whatever_is_changed_in_the_policy(
    page: Chromium,
) -> None:
    cases = list(mutated_together(400))
    shown = shown_by_page(page, [*cases, (GOOD, policy())])
    assert shown.pop() == [[], 3, 4], "what is unchanged is green: three cards and the result"
    for (file, trusted), (names, _, green) in zip(cases, shown, strict=True):
        assert names == found_by_command(file, trusted), (file, trusted)
        assert names != [] and green == 0, (file, trusted)
    assert sum(names != "policy" for names, _, _ in shown) > 100, "half of the policies can be read"
    assert sum(cards > 0 for _, cards, _ in shown) > 3, "some refusals are about a record, whose card is shown"


def test_it_reads_a_hostile_policy_as_the_command_does(page: Chromium) -> None:
    hostile = list(policies())
    found = found_by_page(page, [(GOOD, trusted) for _, trusted, _ in hostile])
    for (name, trusted, readable), names in zip(hostile, found, strict=True):
        assert names == ([["issuer_unknown", None]] if readable else "policy"), name
        assert names == found_by_command(GOOD, trusted), name


def test_it_reads_a_policy_of_as_many_lines_as_the_command_reads(page: Chromium) -> None:
    trusted = policy() + b"\n" * (999 - policy().count(b"\n"))
    assert found_by_page(page, [(GOOD, trusted)]) == [found_by_command(GOOD, trusted)] == [[]]


def test_it_takes_no_weak_signature_by_a_key_that_is_trusted(page: Chromium) -> None:
    """The log's own key signs in a way that not every verifier takes: R of small order, S beyond the group."""
    note = json.loads(GOOD)["checkpoint"]
    text, _, lines = note.rpartition("\n\n")
    scalar = int.from_bytes(sha512(bytes(31) + b"\x01").digest()[:32], "little") & (2**254 - 8) | 2**254
    nobody = encoded(1, 0)
    challenge = int.from_bytes(sha512(nobody + SIGNER.key.public + text.encode() + b"\n").digest(), "little")
    weak = nobody + (challenge * scalar % _GROUP).to_bytes(32, "little")
    plain = SIGNER.sign(text + "\n")
    higher = plain.blob[:32] + (int.from_bytes(plain.blob[32:], "little") + _GROUP).to_bytes(32, "little")
    Ed25519PublicKey.from_public_bytes(SIGNER.key.public).verify(weak, text.encode() + b"\n")  # the equation holds
    files = []
    for blob in (weak, higher):
        line = replace(plain, blob=blob).line()
        changed = json.loads(GOOD)
        others = [one for one in lines.splitlines() if one != plain.line()]
        changed["checkpoint"] = text + "\n\n" + "".join(f"{one}\n" for one in sorted([*others, line], key=str.encode))
        files.append(canonical(changed))
    expected = [[["signature", None]]] * 2
    assert found_by_page(page, [(file, policy()) for file in files]) == expected
    assert [found_by_command(file, policy()) for file in files] == expected


@pytest.mark.parametrize("name", CORPUS)
def test_it_refuses_what_the_command_refuses(page: Chromium, tmp_path: Path, name: str) -> None:
    expected, change = CORPUS[name]
    names = check(page, change(GOOD), tmp_path)
    assert names == set() if expected is None else expected in names


def test_nothing_turns_green_before_the_fingerprint_was_compared(page: Chromium, tmp_path: Path) -> None:
    choose(page, "file", GOOD, tmp_path)
    choose(page, "policy", policy(), tmp_path)
    wait(page, "!document.getElementById('compare').hidden")
    time.sleep(0.2)
    assert page.evaluate("document.querySelectorAll('.accepted').length") == 0
    page.evaluate("document.getElementById('compared').click()")
    wait(page, "document.querySelectorAll('article.accepted').length === 3")
    choose(page, "policy", policy(issuer="somebody.else"), tmp_path)
    wait(page, "document.querySelectorAll('.accepted').length === 0")
    assert page.evaluate("document.getElementById('compared').checked") is False


def test_a_fingerprint_that_was_not_there_before_was_not_compared(page: Chromium, tmp_path: Path) -> None:
    """A policy that is read while the box is still ticked for another: the box speaks of what stood above it."""
    assert check(page, GOOD, tmp_path) == set()
    assert page.evaluate("document.querySelectorAll('.accepted').length") == 4
    other = b64encode(policy() + b"# another file\n").decode()
    page.send("Runtime.evaluate", awaitPromise=True, expression=f"""
      chosen.policy = Uint8Array.from(atob("{other}"), (one) => one.charCodeAt(0));
      run();
    """)
    assert page.evaluate("document.querySelectorAll('.accepted').length") == 0
    assert page.evaluate("document.getElementById('compared').checked") is False


def test_no_result_stands_beside_the_name_of_another_file(page: Chromium, tmp_path: Path) -> None:
    assert check(page, GOOD, tmp_path) == set()
    page.evaluate("take('file', { arrayBuffer: () => new Promise(() => {}) }); 0")
    assert page.evaluate("document.getElementById('result').innerText") == ""


def test_the_file_chosen_last_is_checked_however_long_an_earlier_one_took_to_read(page: Chromium) -> None:
    good, bad = (b64encode(one).decode() for one in (GOOD, b"%PDF-1.7"))
    page.send("Runtime.evaluate", awaitPromise=True, expression=f"""
      const read = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0)).buffer;
      let late;
      const first = take("file", {{ arrayBuffer: () => new Promise((resume) => {{ late = resume; }}) }});
      const second = take("file", {{ arrayBuffer: async () => read("{bad}") }});
      second.then(() => late(read("{good}"))).then(() => first);
    """)
    assert page.evaluate("text(chosen.file)") == "%PDF-1.7"


def test_a_file_that_cannot_be_opened_is_said_and_leaves_nothing_chosen(page: Chromium, tmp_path: Path) -> None:
    assert check(page, GOOD, tmp_path) == set()
    page.evaluate("take('file', { arrayBuffer: async () => { throw new Error(); } }); 0")
    wait(page, "document.getElementById('status').innerText.includes('cannot be opened')")
    assert page.evaluate("chosen.file === null && document.querySelectorAll('.accepted').length === 0") is True


@pytest.mark.parametrize("name", INSTEAD)
def test_what_is_no_disclosure_is_named_before_a_policy_is_asked_for(page: Chromium, tmp_path: Path, name: str) -> None:
    data, _, words = INSTEAD[name]
    choose(page, "file", data, tmp_path)
    wait(page, "document.querySelector('.box.unread') !== null")
    shown = page.evaluate("document.getElementById('result').innerText")
    assert all(one in shown for one in words)
    assert "変わっています" not in shown and "were changed" not in shown
    # With a policy too, and with the fingerprint compared: neither green nor red.
    assert check(page, data, tmp_path) <= {"not_canonical", "members", "version"}
    assert page.evaluate("document.querySelectorAll('.accepted, .refused').length") == 0
    assert all(one in page.evaluate("document.getElementById('result').innerText") for one in words)


def test_it_takes_a_file_for_what_the_command_takes_it(page: Chromium) -> None:
    cases = [data for data, _, _ in INSTEAD.values()] + list(mutated_files(400)) + list(mutated_policies(100))
    cases += [change(GOOD) for _, change in CORPUS.values()]
    found = found_by_page(page, [(data, b"") for data in cases], """
      CASES.map(([file]) => mistaken(Uint8Array.from(atob(file), (one) => one.charCodeAt(0))))
    """)
    assert found == [mistaken(data) for data in cases]
    assert {None, "policy", "newer", "other"} <= set(found)


def test_with_the_file_alone_it_says_what_is_known_what_is_not_and_what_to_do(page: Chromium, tmp_path: Path) -> None:
    choose(page, "file", GOOD, tmp_path)
    wait(page, "document.querySelector('.box.unread') !== null")
    shown = page.evaluate("document.getElementById('result').innerText")
    for words in (
        "信頼方針が必要です", "What you know now", "Who issued it", "What to do next", "Compare it, from the first",
    ):  # fmt: skip
        assert words in shown
    assert "見本" not in shown and "issuer.example" not in shown, "nothing of a file whose issuer nobody knows"
    terms = page.evaluate("document.getElementById('terms').innerText")
    assert "A file that says which issuers" in terms and "証人" in terms, "what the words mean stands below"
    assert page.evaluate("document.querySelectorAll('.accepted, .refused').length") == 0
    assert "a trust policy is needed" in page.evaluate("document.getElementById('status').textContent")


@pytest.mark.parametrize(
    ("file", "trusted", "words"),
    [
        (GOOD, GOOD, "This is a disclosure, not a trust policy."),
        (policy(), GOOD, "The two files stand in each other\u2019s place."),
        (GOOD, b"%PDF-1.7", "This is a PDF, not a trust policy."),
        (GOOD, policy().replace(b"\n", b"\r\n"), "The trust policy cannot be read."),
        (GOOD, b"", "This file is empty."),
    ],
    ids=["the disclosure twice", "each in the other's place", "a PDF", "carriage returns", "nothing"],
)
def test_what_stands_in_the_place_of_the_policy_is_named(
    page: Chromium, tmp_path: Path, file: bytes, trusted: bytes, words: str
) -> None:
    choose(page, "file", file, tmp_path)
    wait(page, "document.querySelector('.box.unread') !== null")
    choose(page, "policy", trusted, tmp_path)
    wait(page, f"document.getElementById('result').innerText.includes({json.dumps(words)})")
    assert page.evaluate("document.getElementById('compare').hidden") is True


def test_whoever_is_not_trusted_turns_nothing_green(page: Chromium, tmp_path: Path) -> None:
    assert check(page, GOOD, tmp_path, policy(issuer="somebody.else")) == {"issuer_unknown"}
    assert page.evaluate("document.querySelectorAll('article').length") == 0


def test_a_key_that_followed_is_named_as_the_command_names_it(page: Chromium, tmp_path: Path) -> None:
    assert check(page, GOOD, tmp_path, policy(log=FOLLOWING)) == {"signature_unknown"}
    shown = page.evaluate("document.getElementById('result').innerText")
    assert verify(GOOD, parse_policy(policy(log=FOLLOWING))).refusals[0].why in shown
    assert "Get the newest trust policy" in shown and "Get the disclosure" not in shown
    assert check(page, CORPUS["a stranger's signature"][1](GOOD), tmp_path) == {"signature_unknown"}
    shown = page.evaluate("document.getElementById('result').innerText")
    assert "the policy does not name the key +" in shown and "stranger.example" not in shown


def test_it_asks_no_network_and_runs_nothing_from_a_file(page: Chromium, tmp_path: Path) -> None:
    assert check(page, GOOD, tmp_path) == set()
    assert page.requested == [(tmp_path / FILE_NAME).as_uri()]
    assert page.logged == []
    assert page.evaluate("document.querySelectorAll('article b').length") == 0
    assert "見本<b>商会" in page.evaluate("document.getElementById('result').textContent")


def test_what_the_holder_withheld_is_shown_as_withheld(page: Chromium, tmp_path: Path) -> None:
    _, change = CORPUS["a claim left out"]
    assert check(page, change(GOOD), tmp_path) == set()
    assert page.evaluate("document.querySelectorAll('article .withheld').length") == 1


def test_it_fits_a_telephone_and_the_dark(page: Chromium, tmp_path: Path) -> None:
    page.width(360)
    page.media(prefers_color_scheme="dark")
    assert check(page, GOOD, tmp_path) == set()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.picture(tmp_path / "page.png")


def test_a_record_is_told_in_the_order_in_which_people_ask_and_its_numbers_come_last(
    page: Chromium, tmp_path: Path
) -> None:
    assert check(page, GOOD, tmp_path) == set()
    terms = page.evaluate("[...document.querySelector('article').querySelectorAll('dt')].map((e) => e.firstChild.data)")
    assert terms[:5] == ["提供・受領", "日時", "相手方", "項目", "方法など"]
    assert terms[-1] == "記録簿での番号"
    assert page.evaluate("document.querySelector('article details').open") is False
    assert "（264件）" in page.evaluate("document.querySelector('.box').innerText")
    assert "264 entries" in page.evaluate("document.querySelector('.box').innerText")
    assert "2026-03-03 09:00:00 (JST)" in page.evaluate("document.querySelector('article').innerText")
    shown = page.evaluate("document.querySelector('article').innerText")
    assert "日本" in shown and "Japan" in shown and "（JP）" in shown, "a country is a word, and its code beside it"
    titles = "[...document.querySelectorAll('main :is(h1, h2, h3, h4, h5, h6)')]"
    headings = page.evaluate(f"{titles}.map((e) => +e.tagName[1])")
    assert headings[0] == 1 and all(after - before <= 1 for before, after in pairwise(headings))


def test_an_instant_that_no_calendar_has_is_shown_as_it_was_written(page: Chromium) -> None:
    written = ["2026-03-01T15:00:00.5Z", "2026-02-30T00:00:00Z", "2026-03-01T15:00:00+09:00", "tomorrow"]
    shown = page.evaluate(f"{json.dumps(written)}.map((one) => moment(one) ?? one)")
    assert shown == ["2026-03-02 00:00:00.5 (JST)", *written[1:]]


def test_paper_says_what_was_checked_by_which_policy_with_nothing_folded(page: Chromium, tmp_path: Path) -> None:
    assert check(page, GOOD, tmp_path) == set()
    page.media("print", prefers_color_scheme="dark")
    page.evaluate("dispatchEvent(new Event('beforeprint')); 0")
    shown = page.evaluate("document.body.innerText.replaceAll(' ', '')")
    for digest in (sha256(GOOD), sha256(policy())):
        assert digest.hexdigest() in shown
    assert page.evaluate("document.querySelectorAll('details:not([open])').length") == 0
    assert page.evaluate("getComputedStyle(document.getElementById('inputs')).display") == "none"
    page.evaluate("dispatchEvent(new Event('afterprint')); 0")
    assert page.evaluate("document.querySelectorAll('details[open]').length") == 0


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
@pytest.mark.parametrize("state", ["file alone", "no disclosure", "accepted", "refused"])
def test_no_state_scrolls_sideways_or_has_small_text_or_small_targets(
    page: Chromium, tmp_path: Path, state: str, width: int
) -> None:
    page.width(width)
    if state == "file alone":
        choose(page, "file", GOOD, tmp_path)
        wait(page, "document.querySelector('.box') !== null")
    else:
        _, change = CORPUS["a path in another order"]
        check(page, {"no disclosure": b"%PDF-1.7", "accepted": GOOD, "refused": change(GOOD)}[state], tmp_path)
    page.evaluate("document.querySelectorAll('dt, dd, li, h2, h3, p').forEach((e) => e.append('A'.repeat(120))); 0")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    # Cards far below are not laid out yet.
    drawn = "filter((e) => e.checkVisibility({ contentVisibilityAuto: true }))"
    texts = f"[...document.querySelectorAll('main *')].{drawn}"
    assert min(page.evaluate(f"{texts}.map((e) => parseFloat(getComputedStyle(e).fontSize))")) >= 14
    targets = f"[...document.querySelectorAll('input, summary')].{drawn}"
    assert min(page.evaluate(f"{targets}.map((e) => e.getBoundingClientRect().height)")) >= 44


def test_it_says_how_far_it_is_and_answers_while_it_works(page: Chromium, tmp_path: Path) -> None:
    choose(page, "file", disclosure(_MANY, _MANY), tmp_path)
    choose(page, "policy", policy(), tmp_path)
    wait(page, "!document.getElementById('compare').hidden")
    page.evaluate("""
      window.heard = [];
      const status = document.getElementById('status');
      new MutationObserver(() => heard.push([status.innerText, document.querySelectorAll('.accepted').length]))
        .observe(status, { childList: true });
      0
    """)
    # A person who unticks the box in the middle is heard at once, and nothing turns green after all.
    page.evaluate("document.getElementById('compared').click()")
    wait(page, "document.getElementById('status').innerText.includes('%')")
    assert page.evaluate(DONE) is False
    page.evaluate("document.getElementById('compared').click()")
    wait(page, DONE)
    time.sleep(1)
    assert page.evaluate("document.querySelectorAll('.accepted').length") == 0
    assert "compared the fingerprint" in page.evaluate("document.getElementById('status').innerText")
    page.evaluate("heard.length = 0; document.getElementById('compared').click()")
    wait(page, f"document.querySelectorAll('article.accepted').length === {_MANY} && {DONE}")
    heard = page.evaluate("heard")
    told = [text for text, _ in heard]
    assert "Reading the disclosure." in told[0]
    assert any("Checking the records." in text and "%" in text for text in told)
    assert "Accepted" in told[-1]
    assert len(told) <= 40, "whoever listens is spoken to without end"
    assert all(green == 0 for text, green in heard if "Reading" in text or "Checking" in text)
    assert page.evaluate("document.querySelector('[aria-live]').contains(document.querySelector('article'))") is False

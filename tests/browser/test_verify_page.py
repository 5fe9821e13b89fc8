"""The page that checks a disclosure: it accepts and refuses what the command does, and asks no network."""

from __future__ import annotations

import json
import time
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha512
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from ledger.cases.disclosure.page import FILE_NAME, verify_page
from ledger.cases.disclosure.verify import verify
from ledger.log.canonical import canonical
from ledger.log.trust_policy import PolicyInvalid, parse_policy
from tests.browser.chromium import Chromium
from tests.disclosures import CORPUS, SIGNER, disclosure, policy
from tests.forged import FORGED
from tests.hostile import encoded, policies
from tests.mutated import mutated_files, mutated_policies

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


def found_by_page(page: Chromium, cases: Sequence[tuple[bytes, bytes]]) -> list[Any]:
    """Return the refusals of each (file, policy) as the page finds them."""
    written = json.dumps([[b64encode(file).decode(), b64encode(trusted).decode()] for file, trusted in cases])
    expression = _CHECK.replace("CASES", written)
    answer = page.send("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
    found: list[Any] = answer["result"]["value"]
    return found


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


def test_it_reads_a_hostile_policy_as_the_command_does(page: Chromium) -> None:
    hostile = list(policies())
    found = found_by_page(page, [(GOOD, trusted) for _, trusted, _ in hostile])
    for (name, trusted, readable), names in zip(hostile, found, strict=True):
        assert names == ([["issuer_unknown", None]] if readable else "policy"), name
        assert names == found_by_command(GOOD, trusted), name


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


def test_whoever_is_not_trusted_turns_nothing_green(page: Chromium, tmp_path: Path) -> None:
    assert check(page, GOOD, tmp_path, policy(issuer="somebody.else")) == {"issuer_unknown"}
    assert page.evaluate("document.querySelectorAll('article').length") == 0


def test_it_asks_no_network_and_runs_nothing_from_a_file(page: Chromium, tmp_path: Path) -> None:
    assert check(page, GOOD, tmp_path) == set()
    assert page.requested == [(tmp_path / FILE_NAME).as_uri()]
    assert page.logged == []
    assert page.evaluate("document.querySelectorAll('article b').length") == 0
    assert "見本<b>商会" in page.evaluate("document.getElementById('result').textContent")


def test_what_the_holder_withheld_is_shown_as_withheld(page: Chromium, tmp_path: Path) -> None:
    _, change = CORPUS["a claim left out"]
    assert check(page, change(GOOD), tmp_path) == set()
    assert page.evaluate("document.querySelectorAll('article em').length") == 1


def test_it_fits_a_telephone_and_the_dark(page: Chromium, tmp_path: Path) -> None:
    page.width(360)
    page.media(prefers_color_scheme="dark")
    assert check(page, GOOD, tmp_path) == set()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.picture(tmp_path / "page.png")


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

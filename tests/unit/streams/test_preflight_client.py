"""The client says yes only when the ledger did, whatever happens on the way."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.law.evidence import EVIDENCE
from streams.preflight_client import Answer, Override, PreflightClient, _read
from tests.events import provision

KEY = "key-of-a-test"
YES = b'{"answer": "yes", "reason": "permitted", "id": "f", "as_of": 7}'


@contextmanager
def listening(answer: Callable[[socket.socket], None]) -> Iterator[str]:
    """A server on loopback that does to each connection what ``answer`` does."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    answer(connection)

        threading.Thread(target=serve, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        server.shutdown(socket.SHUT_RDWR)


def saying(said: bytes) -> Callable[[socket.socket], None]:
    def answer(connection: socket.socket) -> None:
        connection.recv(65_536)
        connection.sendall(said)

    return answer


def http(status: int, body: bytes) -> bytes:
    return b"HTTP/1.1 %d X\r\nContent-Length: %d\r\n\r\n%b" % (status, len(body), body)


def ask(url: str) -> Answer:
    client = PreflightClient(url, KEY, timeout=0.2)
    try:
        return client.may_i(provision())
    finally:
        client.close()


def test_yes_and_no_are_passed_on_with_their_id() -> None:
    with listening(saying(http(200, YES))) as url:
        assert ask(url) == Answer("yes", "permitted", "f")
    with listening(saying(http(200, YES.replace(b"yes", b"no").replace(b"permitted", b"not_yet")))) as url:
        assert ask(url) == Answer("no", "not_yet", "f")


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"\0" * 500,
        b"HTTP/1.1 200 X\r\n\r\n" + YES[:-5],
        b"HTTP/1.1 200 X\r\nContent-Length: 5000\r\n\r\n" + YES,
        http(200, b"[]"),
        http(200, b'"yes"'),
        http(200, b"{}"),
        http(200, b"[" * 4_000),
        http(200, b'{"answer": "yes"}'),
        http(200, b'{"answer": "yes", "reason": "permitted", "id": null}'),
        http(200, b'{"answer": "YES", "reason": "permitted", "id": "f"}'),
        http(200, b'{"answer": true, "reason": "permitted", "id": "f"}'),
        http(200, YES + b" " * 10_000),
        http(200, b"\xff" * 50),
        http(302, YES),
        http(401, YES),
        http(429, YES),
        http(500, YES),
        http(503, YES),
        b"HTTP/1.1 100000 X\r\n\r\n",
    ],
)
def test_whatever_else_is_said_is_unknown(said: bytes) -> None:
    with listening(saying(said)) as url:
        assert ask(url).answer == "unknown"


def test_silence_is_unknown_within_the_timeout() -> None:
    def silent(connection: socket.socket) -> None:
        time.sleep(1)

    begun = time.monotonic()
    with listening(silent) as url:
        assert ask(url) == Answer("unknown", "timeout")
    assert time.monotonic() - begun < 0.9


def test_nobody_there_is_unknown() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert ask(f"http://127.0.0.1:{port}") == Answer("unknown", "unreachable")
    assert ask("http://name.invalid").answer == "unknown"


def test_a_question_that_cannot_be_written_is_unknown() -> None:
    client = PreflightClient("http://127.0.0.1:9", KEY)
    assert client.may_i({"people": object()}) == Answer("unknown", "not_written")


def test_a_kept_connection_that_was_closed_is_opened_again() -> None:
    connections = []

    def once(connection: socket.socket) -> None:
        connections.append(1)
        connection.recv(65_536)
        connection.sendall(http(200, YES))

    with listening(once) as url:
        client = PreflightClient(url, KEY, timeout=1)
        assert [client.may_i(provision()).answer for _ in range(3)] == ["yes"] * 3
        client.close()
    assert len(connections) == 3


@given(st.integers(100, 599), st.binary(max_size=200) | st.builds(lambda one: json.dumps(one).encode(), st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(["yes", "no", "answer", "id"]),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["answer", "reason", "id"]), inner), max_leaves=6,
)))  # fmt: skip
def test_only_a_whole_answer_with_status_200_is_ever_yes(status: int, said: bytes) -> None:
    answer = _read(status, said)
    if answer.answer != "unknown":
        told = json.loads(said)
        assert status == 200 and told["answer"] == answer.answer and told["id"] == answer.answer_id


OVERRIDE = Override("27(1)ii", "a life is in danger", "the person is unconscious")


def test_closed_means_that_unknown_is_not_sent_whatever_the_override() -> None:
    decision = PreflightClient("http://127.0.0.1:9", KEY, closed=True).decide(provision(), OVERRIDE)
    assert (decision.send, decision.answer.answer, decision.publish_with) == (False, "unknown", {})


def test_an_override_sends_what_is_unknown_and_says_what_to_publish() -> None:
    client = PreflightClient("http://127.0.0.1:9", KEY, closed=False)
    assert not client.decide(provision()).send
    decision = client.decide(provision(), OVERRIDE)
    assert decision.send
    assert decision.publish_with["ground"] == "27(1)ii"
    evidence = {item["code"]: item["value"] for item in decision.publish_with["evidence"]}
    assert evidence == {
        "necessity": "a life is in danger", "consent_difficult": "the person is unconscious",
        "override_of": "no answer",
    }  # fmt: skip
    assert evidence.keys() <= EVIDENCE.keys()


def test_no_override_goes_against_a_no() -> None:
    with listening(saying(http(200, YES.replace(b"yes", b"no")))) as url:
        client = PreflightClient(url, KEY, timeout=1, closed=False)
        assert not client.decide(provision(), OVERRIDE).send


@pytest.mark.parametrize(("necessity", "difficult"), [("", "x"), ("x", " ")])
def test_an_override_says_what_the_wording_asks_for(necessity: str, difficult: str) -> None:
    with pytest.raises(ValueError, match="27"):
        Override("27(1)ii", necessity, difficult)


@pytest.mark.parametrize(("url", "key"), [("ftp://x", KEY), ("http://", KEY), ("http://x", ""), ("http://x", "a\nb")])
def test_what_cannot_work_is_said_at_once(url: str, key: str) -> None:
    with pytest.raises(ValueError):
        PreflightClient(url, key)

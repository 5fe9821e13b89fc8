"""What a witness may do to the notary that asks it: nothing but not cosign."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest

from ledger.log.checkpoint import Checkpoint
from ledger.log.notary.asking import Asking, WitnessKnowsMore
from ledger.log.note import Cosigner, Note, NoteSigner
from ledger.log.tiles import EMPTY_ROOT
from ledger.log.trust_policy import Witness, parse_policy
from ledger.runtime.ports import LOOPBACK

SIGNER = NoteSigner("example.com/log", bytes(31) + b"\x01")
GOOD = Cosigner("good.example", bytes(31) + b"\x02")
BAD = Cosigner("bad.example", bytes(31) + b"\x03")
TEXT = Checkpoint(SIGNER.key.name, 0, EMPTY_ROOT).text()
NOTE = Note(TEXT, (SIGNER.sign(TEXT),))
SECONDS = 1.0

Behaviour = Callable[[socket.socket, bytes], None]


@contextmanager
def behaving(behaviour: Behaviour) -> Iterator[str]:
    """Listen, and treat every connection by ``behaviour`` once its question has begun to arrive."""
    with socket.create_server((LOOPBACK, 0)) as server:

        def work() -> None:
            with suppress(OSError):
                while True:
                    connected, _ = server.accept()
                    threading.Thread(target=one, args=[connected], daemon=True).start()

        def one(connected: socket.socket) -> None:
            with connected, suppress(OSError):
                behaviour(connected, connected.recv(65_536))

        threading.Thread(target=work, daemon=True).start()
        yield f"http://{LOOPBACK}:{server.getsockname()[1]}"
        server.shutdown(socket.SHUT_RDWR)


def answering(status: str, body: bytes) -> Behaviour:
    head = f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    return lambda connected, _: connected.sendall(head + body)


def line(cosigner: Cosigner, text: str = TEXT) -> bytes:
    return f"{cosigner.cosign(text, 1).line()}\n".encode()


def drip(connected: socket.socket, _: bytes) -> None:
    connected.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
    for _ in range(60):
        connected.sendall(b"a")
        time.sleep(0.2)


def drip_the_head(connected: socket.socket, _: bytes) -> None:
    for letter in b"HTTP/1.1 200 OK\r\n" + b"x" * 60:
        connected.sendall(bytes((letter,)))
        time.sleep(0.2)


def pour(connected: socket.socket, _: bytes) -> None:
    connected.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 104857600\r\n\r\n")
    for _ in range(100):
        connected.sendall(b"a" * 1_048_576)


def ever_more() -> Behaviour:
    asked = iter(range(1, 1_000))
    return lambda connected, said: answering("409 Conflict", f"{next(asked)}\n".encode())(connected, said)


BEHAVIOURS: dict[str, Behaviour] = {
    "says nothing": lambda *_: time.sleep(10),
    "drips its answer": drip,
    "drips its head": drip_the_head,
    "answers 100 MB": pour,
    "no line of a note": answering("200 OK", b"what?\n"),
    "not UTF-8": answering("200 OK", b"\xff\xfe\n"),
    "in a name nobody knows": answering("200 OK", line(Cosigner("else.example", bytes(31) + b"\x04"))),
    "spoils another's line": answering("200 OK", line(Cosigner(GOOD.key.name, bytes(32)))),
    "of another head": answering("200 OK", line(BAD, TEXT.replace("\n0\n", "\n1\n"))),
    "redirects": answering("302 Found\r\nLocation: http://127.0.0.1:9/", b""),
    "no HTTP": lambda connected, _: connected.sendall(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\r\n\r\n"),
    "hangs up": lambda *_: None,
    "knows ever more": ever_more(),
    "knows less than nothing": answering("409 Conflict", b"-5\n"),
    "knows a word": answering("409 Conflict", b"many\n"),
}


def witnesses(bad: str, good: str) -> tuple[Witness, ...]:
    text = f"log {SIGNER.key}\nwitness bad {BAD.key} {bad}\nwitness good {GOOD.key} {good}\nquorum good\n"
    return parse_policy(text.encode()).witnesses


@pytest.mark.parametrize("how", BEHAVIOURS)
def test_a_witness_that_misbehaves_takes_nothing_from_the_others(how: str, caplog: pytest.LogCaptureFixture) -> None:
    with behaving(BEHAVIOURS[how]) as bad, behaving(answering("200 OK", line(GOOD))) as good:
        asking = Asking(witnesses(bad, good), SECONDS)
        for _ in range(2):
            began = time.monotonic()
            given = asking.cosignatures(NOTE, 0, lambda _: ())
            assert time.monotonic() - began < SECONDS + 0.5
            assert [one.name for one in given] == [GOOD.key.name]
    assert caplog.text.count("witness bad") >= 2
    assert "what?" not in caplog.text


@pytest.mark.parametrize("how", BEHAVIOURS)
def test_a_witness_that_claims_to_know_more_stops_nobody_but_itself(how: str) -> None:
    with behaving(BEHAVIOURS[how]) as bad, behaving(answering("200 OK", line(GOOD))) as good:
        asking = Asking(witnesses(bad, good), SECONDS)
        for _ in range(2):
            began = time.monotonic()
            assert "good" in asking.know_no_more(NOTE, [SIGNER.key])
            assert time.monotonic() - began < SECONDS + 0.5
            assert [one.name for one in asking.cosignatures(NOTE, 0, lambda _: ())] == [GOOD.key.name]


def holding(note: Note) -> Behaviour:
    """Behave as a witness that has cosigned this head."""
    size = Checkpoint.parse(note.text).size

    def answer(connected: socket.socket, asked: bytes) -> None:
        told = ("200 OK", bytes(note)) if asked.startswith(b"GET ") else ("409 Conflict", b"%d" % size)
        answering(*told)(connected, asked)

    return answer


def head(size: int, signer: NoteSigner = SIGNER) -> Note:
    text = Checkpoint(SIGNER.key.name, size, bytes(32)).text()
    return Note(text, (signer.sign(text),))


def test_a_witness_that_shows_a_later_head_of_ours_is_believed() -> None:
    forged, ours = head(7, NoteSigner(SIGNER.key.name, bytes(32))), head(7)
    with behaving(answering("200 OK", line(GOOD))) as good:
        for shown, believed in ((forged, False), (head(0), True), (ours, True)):
            with behaving(holding(shown)) as bad:
                asking = Asking(witnesses(bad, good), SECONDS)
                if believed:
                    with pytest.raises(WitnessKnowsMore, match="witness bad holds"):
                        asking.know_no_more(NOTE, [SIGNER.key])
                else:
                    assert asking.know_no_more(NOTE, [SIGNER.key]) == {"good"}


def test_tls_junk_is_no_more_than_a_missing_cosignature() -> None:
    junk = behaving(lambda connected, _: connected.sendall(b"junk" * 100))
    with junk as bad, behaving(answering("200 OK", line(GOOD))) as good:
        asking = Asking(witnesses(bad.replace("http:", "https:"), good), SECONDS)
        assert [one.name for one in asking.cosignatures(NOTE, 0, lambda _: ())] == [GOOD.key.name]


def test_a_witness_that_dripped_is_asked_again_in_the_next_turn() -> None:
    turns = iter([drip, answering("200 OK", line(BAD))])
    with behaving(lambda *asked: next(turns)(*asked)) as bad, behaving(lambda *_: None) as good:
        asking = Asking(witnesses(bad, good), SECONDS)
        assert asking.cosignatures(NOTE, 0, lambda _: ()) == []
        time.sleep(0.2)
        assert [one.name for one in asking.cosignatures(NOTE, 0, lambda _: ())] == [BAD.key.name]

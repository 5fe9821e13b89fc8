"""What a command says when it cannot do what it was asked for."""

from __future__ import annotations

import resource

import pytest
from kafka.errors import KafkaTimeoutError

from ledger.cases.given import PersonErased
from ledger.cli import main as roof
from ledger.runtime.supervise import AlreadyRunning
from streams.recorder.rebuild import RootDiffers


def _said(error: Exception, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    def commands(standalone_mode: bool) -> None:
        raise error

    monkeypatch.setattr(roof, "commands", commands)
    with pytest.raises(SystemExit) as ended:
        roof.main()
    assert ended.value.code == 2
    return capsys.readouterr().err


def test_a_failure_that_names_nothing_says_only_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    meaning = "Another process uses this data folder. Nothing was started; stop that one first, or name another folder."
    assert _said(AlreadyRunning(), monkeypatch, capsys) == f"provision-ledger: {meaning}\n"
    assert _said(AlreadyRunning("it"), monkeypatch, capsys) == f"provision-ledger: it\n  {meaning}\n"


def test_a_broker_that_does_not_answer_is_said_and_no_fault_of_ours(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "check that the broker runs" in _said(KafkaTimeoutError(), monkeypatch, capsys)


@pytest.mark.parametrize(
    ("error", "said"), [(PersonErased(), "was erased since"), (RootDiffers(), "the log was changed")]
)
def test_what_a_case_or_a_rebuild_may_meet_is_said(
    error: Exception, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said in _said(error, monkeypatch, capsys)


def test_no_process_leaves_its_memory_on_a_disk(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = resource.getrlimit(resource.RLIMIT_CORE)
    try:
        resource.setrlimit(resource.RLIMIT_CORE, (before[1], before[1]))
        _said(AlreadyRunning(), monkeypatch, capsys)
        assert resource.getrlimit(resource.RLIMIT_CORE) == (0, before[1])
    finally:
        resource.setrlimit(resource.RLIMIT_CORE, before)

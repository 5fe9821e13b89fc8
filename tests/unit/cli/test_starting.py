"""What the processes that stay say when they start, for who reads their logs."""

from __future__ import annotations

import ast
import logging
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from click.testing import CliRunner
from fastapi import FastAPI

from ledger.cli import serving
from ledger.cli.local import LocalSystem
from ledger.cli.relay_command import relay
from ledger.cli.settings import SettingsInvalid
from ledger.web.connections import Connection

COMMANDS = Path(serving.__file__).parent


def test_what_is_served_and_where_is_said_before_it_is(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    served: dict[str, Any] = {}
    monkeypatch.setattr(uvicorn, "run", lambda *_, **more: served.update(more))
    with caplog.at_level(logging.INFO):
        serving.serve(FastAPI(), "the contact window", "127.0.0.1:8082")
    assert caplog.messages == ["serving the contact window at http://127.0.0.1:8082/"]
    assert served["http"] is Connection and served["limit_concurrency"], "one that asks nothing keeps nobody out"


def test_each_process_of_up_says_what_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROVISION_LEDGER_SMTP_HOST", "mail.example.com")  # with it mail is a process too
    names = {program.argv[-1] for program in LocalSystem(tmp_path, tmp_path).programs(workers=1)}
    silent = {name for name in names - {"worker"} if not _says(COMMANDS / f"{name}_command.py")}
    assert silent == set()  # a worker says which partitions it resumes (streams/worker.py)


def test_a_relay_that_is_given_no_outbox_says_so_and_does_not_end_as_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # no file of settings stands here
    for name in ("POSTGRES", "OUTBOX_POSTGRES", "FILE"):
        monkeypatch.delenv(f"PROVISION_LEDGER_{name}", raising=False)
    ended = CliRunner().invoke(relay, ["--kafka", "127.0.0.1:9"])
    assert isinstance(ended.exception, SettingsInvalid) and "PROVISION_LEDGER_POSTGRES" in str(ended.exception)


def _says(module: Path) -> bool:
    called = [ast.unparse(node.func) for node in ast.walk(ast.parse(module.read_text())) if isinstance(node, ast.Call)]
    return "serve" in called or "logger.info" in called

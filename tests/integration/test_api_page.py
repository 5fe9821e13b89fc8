"""The walk through the API runs as its page prints it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.runtime import processes
from ledger.runtime.ports import LOOPBACK, free_port, wait_until_answers
from tests.events import consent, provision, register
from tests.integration.workers import environment
from tests.integration.world import World

PAGE = Path(__file__).parents[2] / "docs" / "api.md"


@pytest.fixture
def address(world: World) -> Iterator[str]:
    """The real command over a ledger with two officers."""
    world.registered()
    world.tell("registers.operator", register("officers", "officer-2", {
        "display_name": "Officer", "roles": ["privacy_officer"],
    }))  # fmt: skip
    world.tell("consents.members", consent("A-000123"))
    world.tell("provisions.crm", provision("A-000123"))
    world.settle()
    port = free_port()
    process = processes.start(
        [sys.executable, "-m", "ledger.cli", "api", "--listen", f"{LOOPBACK}:{port}"],
        env={**os.environ, **environment(world.settings)}, output=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        assert wait_until_answers(port, 30, lambda: process.poll() is None)
        yield f"{LOOPBACK}:{port}"
    finally:
        processes.stop(process, 15, 10)


def test_the_walk_runs_as_printed(world: World, address: str, tmp_path: Path) -> None:
    printed = "\n".join(re.findall(r"^```sh\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL))
    for name, runs in (("provision-ledger", "-m ledger.cli"), ("python", "")):
        command = tmp_path / name
        command.write_text(f'#!/bin/sh\nexec {sys.executable} {runs} "$@"\n')
        command.chmod(0o755)
    done = subprocess.run(
        ["bash", "-eu", "-o", "pipefail", "-c", printed], cwd=tmp_path, text=True,
        capture_output=True, check=False,
        env={**os.environ, **environment(world.settings), "PROVISION_LEDGER_API_LISTEN": address,
             "PATH": f"{tmp_path}:{os.environ['PATH']}"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    problems = re.findall(r'"type": "/v1/problems/(\w+)"', done.stdout + (tmp_path / "answer.json").read_text())
    assert problems == ["not_authorised", "code_wrong"], "the revoked client, and what is received before its tick"
    assert '"stage":"answer"' in done.stdout and 'etag: "1"' in done.stdout
    (looked,) = json.loads((tmp_path / "looked.json").read_text())["records"]
    assert looked["role"] == "provider"
    assert world.ask("select count(*) from intake where command = 'case answer'") == [(1,)]

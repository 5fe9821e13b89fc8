"""The scripts that make secrets and keys for containers, cut off at each of their steps and run again."""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from ledger.store import logins

DEPLOY = Path(__file__).parents[2] / "deploy"
#: In place of Docker: makes a key and prints its line, and begins a memory once.
DOCKER = """#!/bin/sh
set -eu
echo "$*" >> docker.log
case "$*" in
*" keymaker "*)
    for file; do case "$file" in *_key) break ;; esac; done
    case "$file" in /signing/*) file=deploy/signing/${file#/signing/} ;; *) file=deploy/secrets/$file ;; esac
    [ ! -e "$file" ] || exit 1
    echo private > "$file"
    echo "line of ${file##*/}" ;;
*" begin") [ ! -e refuse-begin ] || exit 2 ;;
esac
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the scripts in a folder of its own, with something in Docker's place."""
    (tmp_path / "deploy").mkdir()
    for name in ("make-secrets.sh", "make-notary.sh"):
        shutil.copy(DEPLOY / name, tmp_path / "deploy" / name)
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "docker").write_text(DOCKER)
    (tmp_path / "bin" / "docker").chmod(0o755)
    return tmp_path


def run(root: Path, script: str, *arguments: str, before: str = "") -> subprocess.CompletedProcess[str]:
    """Run a script, after ``before`` in the same shell."""
    command = f'{before}\nset -- {" ".join(arguments)}\n. "$0"'
    environment = {**os.environ, "PATH": f"{root / 'bin'}:{os.environ['PATH']}"}
    return subprocess.run(
        ["sh", "-c", command, f"./deploy/{script}"], cwd=root, env=environment, text=True, capture_output=True,
        check=False,
    )  # fmt: skip


def cut_off_before(name: str) -> str:
    """Have the shell end before it renames anything to a path that ends so: what a power cut leaves."""
    return f"""mv() {{ case "$2" in *{name}) exit 9 ;; esac; command mv "$@"; }}"""


def secrets(root: Path) -> dict[str, tuple[int, str]]:
    files = [*(root / "deploy" / "secrets").iterdir(), *(root / "deploy" / "signing").iterdir(), root / ".env"]
    return {file.name: (stat.S_IMODE(file.stat().st_mode), file.read_text()) for file in files if file.exists()}


LOGINS = {f"{login.process}_postgres_password" for login in logins.LOGINS}


@pytest.mark.parametrize("name", ["postgres_password", "notary_postgres_password", "master_key", ".env"])
def test_secrets_are_whole_or_not_there(root: Path, name: str) -> None:
    assert run(root, "make-secrets.sh", before=cut_off_before(name)).returncode == 9
    assert name not in secrets(root)
    made = run(root, "make-secrets.sh")
    assert made.returncode == 0, made.stderr
    kept = secrets(root)
    assert re.fullmatch("[0-9a-f]{48}", kept["postgres_password"][1]) and kept["postgres_password"][0] == 0o444
    assert re.fullmatch("[0-9a-f]{64}\n", kept["master_key"][1]) and kept["master_key"][0] == 0o400
    assert re.fullmatch("PROVISION_LEDGER_UID=\\d+\nPROVISION_LEDGER_GID=\\d+\n", kept[".env"][1])
    assert set(kept) == {"postgres_password", "master_key", ".env", *LOGINS}, "nothing unfinished stays"
    assert all(re.fullmatch("[0-9a-f]{48}", kept[one][1]) and kept[one][0] == 0o400 for one in LOGINS)
    assert len({kept[one][1] for one in {"postgres_password", *LOGINS}}) == 1 + len(LOGINS), "each has its own"
    assert run(root, "make-secrets.sh").stdout == "" and secrets(root) == kept


def test_a_disk_that_is_full_leaves_no_secret(root: Path) -> None:
    assert run(root, "make-secrets.sh", before="ulimit -f 0").returncode != 0
    assert {text for _, text in secrets(root).values()} <= {""}
    assert not {"postgres_password", "master_key", ".env", *LOGINS} & set(secrets(root))
    assert run(root, "make-secrets.sh").returncode == 0


def test_without_randomness_there_is_no_secret(root: Path) -> None:
    assert run(root, "make-secrets.sh", before="od() { echo 00; }").returncode != 0
    assert secrets(root) == {}


@pytest.mark.parametrize("name", ["notary.policy", "trust.policy"])
def test_policies_are_whole_or_not_there(root: Path, name: str) -> None:
    assert run(root, "make-secrets.sh").returncode == 0
    assert run(root, "make-notary.sh", "example.com", before=cut_off_before(name)).returncode == 9
    assert name not in secrets(root)
    made = run(root, "make-notary.sh", "example.com")
    assert made.returncode == 0, made.stderr
    kept = secrets(root)
    assert kept["notary.policy"][1].endswith("quorum local\n")
    assert not [one for one in kept if one.endswith(".part")]
    assert run(root, "make-notary.sh", "example.com").returncode == 0 and secrets(root) == kept
    assert (root / "docker.log").read_text().count(" begin") == 1


def test_a_key_whose_line_was_cut_off_is_named_and_nothing_is_made_over(root: Path) -> None:
    assert run(root, "make-secrets.sh").returncode == 0
    assert run(root, "make-notary.sh", "example.com", before=cut_off_before("log.line")).returncode == 9
    refused = run(root, "make-notary.sh", "example.com")
    assert refused.returncode == 1 and "not deploy/secrets/log.line, its public line" in refused.stderr
    (root / "deploy" / "secrets" / "notary_key").unlink()
    assert run(root, "make-notary.sh", "example.com").returncode == 0

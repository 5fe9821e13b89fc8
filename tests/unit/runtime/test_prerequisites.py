"""What is missing on a bare machine is installed by packages that its release has, after saying so."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ledger.runtime.prerequisites import ProgramsMissing, provide

#: In place of apt: its lists are empty until they are got, and then hold one Java, of which 11 is too old.
APT_GET = """#!/bin/sh
echo "$*" >> "{folder}/asked"
case "$1" in
update) : > "{folder}/lists" ;;
install)
    for package; do :; done
    case "$package" in openjdk-*) version=${{package#openjdk-}} version=${{version%%-*}} ;; *) version=11 ;; esac
    echo "#!/bin/sh
echo 'openjdk version \\"$version.0.1\\"' >&2" > "{folder}/java"
    /bin/chmod 755 "{folder}/java" ;;
esac
"""
APT_CACHE = """#!/bin/sh
[ -e "{folder}/lists" ] || exit 0
case "$2" in {listed}) echo "$2 | 1 | a list" ;; esac
"""


def machine(folder: Path, monkeypatch: pytest.MonkeyPatch, listed: str, user: int = 0) -> Path:
    for name, text in (("apt-get", APT_GET), ("apt-cache", APT_CACHE)):
        (folder / name).write_text(text.format(folder=folder, listed=listed))
        (folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr(os, "geteuid", lambda: user)
    return folder / "asked"


@pytest.mark.parametrize("version", [17, 21, 25])
def test_the_java_of_the_release_is_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: int) -> None:
    package = f"openjdk-{version}-jre-headless"
    asked, said = machine(tmp_path, monkeypatch, package), list[str]()
    provide(said.append, ("java",))
    command = f"install -y --no-install-recommends {package}"
    assert asked.read_text().splitlines() == ["update -q", command]
    assert said == ["asking apt-get for java", f"installing them: apt-get {command}"]
    provide(said.append, ("java",))
    assert len(said) == 2, "nothing is done for what is there"


def test_a_java_that_is_too_old_is_still_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    machine(tmp_path, monkeypatch, "default-jre-headless")
    with pytest.raises(ProgramsMissing, match="java still missing after apt-get install"):
        provide(lambda _: None, ("java",))


def test_who_may_not_install_is_told_the_one_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = machine(tmp_path, monkeypatch, "openjdk-21-jre-headless", user=1000)
    (tmp_path / "lists").touch()
    command = "sudo apt-get install -y --no-install-recommends openjdk-21-jre-headless maven"
    with pytest.raises(ProgramsMissing, match=f"^java and mvn missing: {command}$"):
        provide(lambda _: None, ("java", "mvn"))
    assert not asked.exists()


def test_without_apt_get_they_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ProgramsMissing, match="java missing, and this machine has no apt-get"):
        provide(lambda _: None, ("java",))

"""Programs that are not Python packages: found, installed with apt-get after saying so, or asked for by one command."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Sequence

from ledger.cases.letters.font import BOLD, REGULAR

JAVA_MAJOR = 17
FOR_BROKER = ("java", "mvn")
#: What the contact window needs: the font that its answers and letters are set in.
FOR_WINDOW = ("japanese font",)
#: What only tests need: a browser and kcat.
FOR_TESTS = ("chromium", "kcat")
#: By what it is, the packages that bring it, the best first: no release of Debian or Ubuntu has each Java.
_PACKAGES = {
    "java": ("openjdk-17-jre-headless", "openjdk-21-jre-headless", "openjdk-25-jre-headless", "default-jre-headless"),
    "mvn": ("maven",), "chromium": ("chromium",), "kcat": ("kcat",), "japanese font": ("fonts-noto-cjk",),
}  # fmt: skip


class ProgramsMissing(Exception):
    """Programs are missing and may not be installed from here. Nothing was changed; run the command above."""


def missing_programs(needed: tuple[str, ...] = FOR_BROKER) -> list[str]:
    """Return which of the programs are missing; a Java older than 17 counts as missing."""
    return [name for name in needed if not _present(name)]


def provide(say: Callable[[str], None], needed: tuple[str, ...] = FOR_BROKER) -> None:
    """Install what is missing when that is permitted. Raises ProgramsMissing, naming the one command to run."""
    missing = missing_programs(needed)
    if not missing:
        return
    if not shutil.which("apt-get"):
        raise ProgramsMissing(f"{' and '.join(missing)} missing, and this machine has no apt-get: install them by hand")
    privilege = []
    if os.geteuid() != 0:
        may = shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
        if not may or may.returncode != 0:
            raise ProgramsMissing(f"{' and '.join(missing)} missing: sudo {' '.join(_installing(missing))}")
        privilege = ["sudo", "-n"]
    say(f"asking apt-get for {' and '.join(missing)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    # A bare machine has no lists yet. Where they cannot be had, old ones may do.
    subprocess.run([*privilege, "apt-get", "update", "-q"], capture_output=True, env=environment, check=False)
    command = [*privilege, *_installing(missing)]
    say(f"installing them: {' '.join(command)}")
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    if done.returncode:
        raise ProgramsMissing(f"apt-get failed ({done.stderr.strip()[-200:]}): {' '.join(command)}")
    still = missing_programs(needed)
    if still:
        raise ProgramsMissing(f"{' and '.join(still)} still missing after {' '.join(command)}")


def _installing(missing: Sequence[str]) -> list[str]:
    return ["apt-get", "install", "-y", "--no-install-recommends", *map(_package, missing)]


def _package(name: str) -> str:
    """Return the first package that this machine's lists have, the last one where they have none."""
    *better, last = _PACKAGES[name]
    return next((package for package in better if _listed(package)), last)


def _listed(package: str) -> bool:
    told = subprocess.run(["apt-cache", "madison", package], capture_output=True, check=False)
    return bool(told.stdout.strip())


def _present(name: str) -> bool:
    if name == "java":
        return _java_fits()
    if name == "japanese font":
        return REGULAR.is_file() and BOLD.is_file()
    return shutil.which(name) is not None


def _java_fits() -> bool:
    if not shutil.which("java"):
        return False
    told = subprocess.run(["java", "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(\d+)', told)
    return found is not None and int(found.group(1)) >= JAVA_MAJOR

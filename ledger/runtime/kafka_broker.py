"""Apache Kafka on one machine: a single KRaft node from Maven's jars, each checked against its committed SHA-512."""

from __future__ import annotations

import hashlib
import json
import signal
import subprocess
from base64 import urlsafe_b64encode
from importlib.resources import files
from pathlib import Path
from uuid import uuid4

from ledger.runtime import processes
from ledger.runtime.ports import LOOPBACK, answers, free_port, wait_until_answers
from ledger.runtime.supervise import ServerUnavailable
from ledger.store.files import write_durably

_FOLDER = files("ledger.runtime") / "kafka"
#: One machine's broker has little to collect and little to gain from the second compiler: at 5,000 messages a second it
#: takes half of the processor time that it takes with G1 and both compilers (21 to 46 µs a message).
_JVM = ("-Xms256m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
#: How long (s) a broker that starts may take: after a power cut it first reads every segment that was open.
_RECOVERY = 900.0


class KafkaUnavailable(ServerUnavailable):
    """The embedded broker could not be started. No data was touched; mend what is named above and start again."""


class JarsWrong(Exception):
    """The broker's jars are not the ones whose SHA-512 sums are committed. They were not run; delete the folder and
    run `make setup` again."""


def fetch_jars(folder: Path) -> None:
    """Get the jars with Maven unless they are there, and check every one. Raises KafkaUnavailable or JarsWrong."""
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        part = folder.with_name(folder.name + ".part")
        done = subprocess.run(
            ["mvn", "-q", "-B", "-f", str(_FOLDER / "pom.xml"), "dependency:copy-dependencies",
             "-DincludeScope=runtime", f"-DoutputDirectory={part.resolve()}"],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise KafkaUnavailable(f"Maven could not get the broker's jars: {done.stdout.strip()[-500:]}")
        part.rename(folder)
    check_jars(folder)


def check_jars(folder: Path) -> None:
    """Compare every jar with its committed sum. Raises JarsWrong, naming the first that differs."""
    lines = (_FOLDER / "SHA512SUMS").read_text("utf-8").splitlines()
    expected = {name: digest for digest, name in (line.split() for line in lines)}
    present = {path.name: path for path in folder.glob("*.jar")}
    for name in sorted(expected.keys() ^ present.keys()):
        raise JarsWrong(f"{name} is {'missing' if name in expected else 'not listed'}")
    for name, path in sorted(present.items()):
        if hashlib.sha512(path.read_bytes()).hexdigest() != expected[name]:
            raise JarsWrong(f"{name} has another sum")


class Kafka:
    """A broker over one data folder, with the jars of another. Not started until ``start``."""

    def __init__(self, data: Path, jars: Path) -> None:
        self._data = data
        self._jars = jars
        self._process: subprocess.Popen[bytes] | None = None
        self._port = 0

    @property
    def bootstrap(self) -> str:
        """Address for clients."""
        return f"{LOOPBACK}:{self._port}"

    @property
    def pid(self) -> int | None:
        """Process id of the broker, when it runs."""
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Start the broker; a new folder is formatted first. Raises KafkaUnavailable or JarsWrong."""
        check_jars(self._jars)
        self._data.mkdir(parents=True, exist_ok=True)
        # What services say names people, and the broker keeps it for all to read.
        self._data.chmod(0o700)
        self._port, controller = self._keep_ports()
        properties = self._data / "server.properties"
        template = (_FOLDER / "server.properties").read_text("utf-8")
        for name, value in (("port", self._port), ("controller_port", controller), ("data", self._data.resolve())):
            template = template.replace(f"{{{name}}}", str(value))
        properties.write_text(template)
        (self._data / "log4j2.properties").write_text((_FOLDER / "log4j2.properties").read_text("utf-8"))
        if not (self._data / "log" / "meta.properties").exists():
            cluster = urlsafe_b64encode(uuid4().bytes).decode().rstrip("=")
            self._tool("format", "--standalone", f"--cluster-id={cluster}", "-c", str(properties))
        with (self._data / "server.log").open("ab") as log:
            self._process = processes.start(
                [*self._java(), "kafka.Kafka", str(properties)], death=signal.SIGKILL, output=log
            )
        if not wait_until_answers(self._port, _RECOVERY, self.running):
            raise KafkaUnavailable(f"Kafka did not start; see {self._data / 'server.log'}")

    def stop(self) -> None:
        """Stop the broker, closing its segments."""
        if self._process is not None:
            processes.stop(self._process, signal.SIGTERM, 20)
            self._process = None

    def kill(self) -> None:
        """Stop the broker as a power cut would."""
        if self._process is not None:
            processes.stop(self._process, signal.SIGKILL, 10)
            self._process = None

    def running(self) -> bool:
        """Tell whether the broker's process runs."""
        return self._process is not None and self._process.poll() is None

    def _java(self) -> list[str]:
        return [
            "java", *_JVM, f"-Dkafka.logs.dir={self._data / 'logs'}",
            f"-Dlog4j2.configurationFile={self._data / 'log4j2.properties'}", "-cp", f"{self._jars.resolve()}/*",
        ]  # fmt: skip

    def _tool(self, *arguments: str) -> str:
        try:
            done = subprocess.run(
                [*self._java(), "kafka.tools.StorageTool", *arguments], capture_output=True, text=True, check=False
            )
        except FileNotFoundError as error:
            raise KafkaUnavailable("java is missing; run `make setup`") from error
        if done.returncode:
            raise KafkaUnavailable(f"Kafka's storage tool failed: {done.stderr.strip()[-500:]}")
        return done.stdout

    def _keep_ports(self) -> tuple[int, int]:
        """Return the ports of the last start when they are free, so that addresses stay. The controller's is written
        into the folder when it is formatted and cannot move."""
        kept = self._data / "ports.json"
        before = json.loads(kept.read_text()) if kept.exists() else None
        port, controller = before or (free_port(), free_port())
        if answers(port):
            port = free_port()
        if [port, controller] != before:
            write_durably(kept, json.dumps([port, controller]).encode())
        return port, controller

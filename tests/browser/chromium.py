"""A headless Chromium of one test, spoken to over its debugging pipe: no port, no driver to install."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Any

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--host-resolver-rules=MAP *.test 127.0.0.1",
    "--remote-debugging-pipe",
)


def executable() -> str | None:
    """Return the browser's path, or None where none is installed."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


class Chromium:
    """One browser with one page. ``profile`` must be a new empty directory."""

    def __init__(self, path: str, profile: Path) -> None:
        command_read, self._commands = os.pipe()
        self._answers, answer_write = os.pipe()
        # The browser reads at 3 and writes at 4, whatever numbers our pipes happened to get.
        shell = f'exec "$@" 3<&{command_read} 4>&{answer_write}'
        self._process = subprocess.Popen(
            ["bash", "-c", shell, "bash", path, *FLAGS, f"--user-data-dir={profile}", "about:blank"],
            pass_fds=(command_read, answer_write),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(command_read)
        os.close(answer_write)
        self._number = 0
        self._unread = b""
        self._session: str | None = None
        self.requested: list[str] = []
        self.logged: list[str] = []
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Log"):
            self.send(f"{domain}.enable")

    def __enter__(self) -> Chromium:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        self._process.wait(timeout=20)
        os.close(self._commands)
        os.close(self._answers)

    def send(self, method: str, **params: Any) -> dict[str, Any]:
        """Send one command and return its result; what happens meanwhile is noted."""
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": params}
        if self._session is not None:
            message["sessionId"] = self._session
        os.write(self._commands, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._read()
            if answer.get("id") == self._number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                result: dict[str, Any] = answer["result"]
                return result

    def open(self, page: Path) -> None:
        """Load the page and wait until it has loaded."""
        self.requested, self.logged = [], []
        self.send("Page.navigate", url=page.as_uri())
        while self.evaluate("document.readyState") != "complete":
            time.sleep(0.005)  # who asks without end keeps the browser from loading

    def evaluate(self, expression: str) -> Any:
        """Return the value of an expression in the page."""
        return self.send("Runtime.evaluate", expression=expression, returnByValue=True)["result"].get("value")

    def width(self, pixels: int) -> None:
        """Make the window so many CSS pixels wide."""
        self.send("Emulation.setDeviceMetricsOverride", width=pixels, height=800, deviceScaleFactor=1, mobile=False)

    def media(self, kind: str = "", **features: str) -> None:
        """Emulate a medium (``print``) or features such as ``prefers_color_scheme="dark"``."""
        wanted = [{"name": name.replace("_", "-"), "value": value} for name, value in features.items()]
        self.send("Emulation.setEmulatedMedia", media=kind, features=wanted)

    def picture(self, to: Path) -> bytes:
        """Write a picture of the whole page and return it."""
        data = self.send("Page.captureScreenshot", format="png", captureBeyondViewport=True)["data"]
        to.write_bytes(base64.b64decode(data))
        return to.read_bytes()

    def pdf(self) -> bytes:
        """Return the page as printed."""
        printed = self.send("Page.printToPDF", preferCSSPageSize=True, printBackground=False)["data"]
        return base64.b64decode(printed)

    def _read(self) -> dict[str, Any]:
        while b"\0" not in self._unread:
            piece = os.read(self._answers, 1 << 20)
            if not piece:
                raise RuntimeError("the browser ended before it answered")
            self._unread += piece
        line, self._unread = self._unread.split(b"\0", 1)
        message: dict[str, Any] = json.loads(line)
        if message.get("method") == "Network.requestWillBeSent":
            self.requested.append(message["params"]["request"]["url"])
        if message.get("method") == "Log.entryAdded":
            self.logged.append(message["params"]["entry"]["text"])
        return message

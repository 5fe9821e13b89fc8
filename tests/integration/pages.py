"""Pages over HTTP, as a browser without scripts sees them."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode

import uvicorn
from fastapi import FastAPI

from ledger.runtime.ports import LOOPBACK, free_port, wait_until_answers


@dataclass(frozen=True, slots=True)
class Page:
    """An answer. Names of headers are in small letters; values of one that came several times stand on lines."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode()


@dataclass(frozen=True, slots=True)
class Browser:
    """Asks one address. Redirects are not followed; cookies are kept and sent back, and forms say where they come
    from."""

    port: int
    jar: dict[str, str] = field(default_factory=dict)

    @property
    def origin(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    def get(self, path: str, **headers: str) -> Page:
        return self._ask("GET", path, None, {name.replace("_", "-"): value for name, value in headers.items()})

    def post(self, path: str, form: Mapping[str, str | list[str]], **headers: str) -> Page:
        sent = {"origin": self.origin, "content-type": "application/x-www-form-urlencoded"}
        return self._ask("POST", path, urlencode(form, doseq=True), {
            **sent, **{name.replace("_", "-"): value for name, value in headers.items()},
        })  # fmt: skip

    def send_file(self, path: str, form: Mapping[str, str], content: bytes) -> Page:
        """Send a form with a file in the field ``file``."""
        parts = [f'--cut\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
                 for name, value in form.items()]  # fmt: skip
        parts.append(b'--cut\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\n' + content)
        return self._ask("POST", path, b"".join(parts) + b"\r\n--cut--\r\n", {
            "origin": self.origin, "content-type": "multipart/form-data; boundary=cut",
        })  # fmt: skip

    def _ask(self, method: str, path: str, body: str | bytes | None, headers: Mapping[str, str]) -> Page:
        connection = http.client.HTTPConnection(LOOPBACK, self.port, timeout=20)
        cookies = "; ".join(f"{name}={value}" for name, value in self.jar.items())
        try:
            connection.request(method, path, body, {**({"cookie": cookies} if cookies else {}), **headers})
            response = connection.getresponse()
            for line in response.headers.get_all("set-cookie") or ():
                for name, morsel in SimpleCookie(line).items():
                    self.jar[name] = morsel.value
            told: dict[str, str] = {}
            for name, value in response.getheaders():
                told[name.lower()] = f"{told[name.lower()]}\n{value}" if name.lower() in told else value
            return Page(response.status, told, response.read())
        finally:
            connection.close()


@contextmanager
def browsing(app: FastAPI) -> Iterator[Browser]:
    """Serve an application and give a browser for it."""
    with serving(uvicorn.Config(app, host=LOOPBACK, port=free_port(), log_level="error")) as browser:
        yield browser


@contextmanager
def serving(config: uvicorn.Config) -> Iterator[Browser]:
    """Serve as a configuration says, until the test is over, and give a browser for it."""
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    assert wait_until_answers(config.port, 10, thread.is_alive)
    try:
        yield Browser(config.port)
    finally:
        server.should_exit = True
        thread.join()

"""A server of this process that answers as a test says, over real sockets."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

import p2f
from p2f._transport import Transport


@dataclass
class Request:
    method: str
    path: str
    query: list[tuple[str, str]]
    headers: Any
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Answer:
    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    missing: int = 0  # bytes that are promised, but never come

    @classmethod
    def of(cls, value: Any, status: int = 200) -> Answer:
        return cls(status, json.dumps(value).encode(), {"Content-Type": "application/json"})

    @classmethod
    def problem(cls, status: int, type: str, detail: str = "", **more: Any) -> Answer:
        headers = more.pop("headers", {})
        body = {
            "type": f"https://p2f.org/problems/{type}",
            "title": type.replace("-", " ").capitalize(),
            "status": status,
            "detail": detail,
            "correlationId": "c-1",
        } | more
        answer = cls.of(body, status)
        answer.headers |= {"Content-Type": "application/problem+json"} | headers
        return answer


class Broken(Exception):
    """Closes the connection in place of an answer."""


Handler = Callable[[Request], Answer]


class Stub:
    """Answers `routes`, keyed by method and path, and keeps what was asked."""

    def __init__(self) -> None:
        self.routes: dict[tuple[str, str], Handler] = {}
        self.requests: list[Request] = []
        stub = self

        class Web(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self) -> None:
                parts = urlsplit(self.path)
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                request = Request(
                    self.command, parts.path, parse_qsl(parts.query), self.headers, body
                )
                stub.requests.append(request)
                handler = stub.routes.get((self.command, parts.path))
                try:
                    answer = (
                        handler(request)
                        if handler
                        else Answer.problem(404, "not-found", parts.path)
                    )
                except Broken:
                    self.close_connection = True
                    return
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(answer.body) + answer.missing))
                self.end_headers()
                self.wfile.write(answer.body)
                self.close_connection = self.close_connection or answer.missing > 0

            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Web)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def on(self, method: str, path: str, *answers: Any) -> None:
        """Answers with each in turn, with the last from then on; a function is called."""
        left = list(answers)

        def handle(request: Request) -> Answer:
            answer = left.pop(0) if len(left) > 1 else left[0]
            if isinstance(answer, type) and issubclass(answer, Exception):
                raise answer
            answer = answer(request) if callable(answer) else answer
            return answer if isinstance(answer, Answer) else Answer.of(answer)

        self.routes[method, path] = handle

    def asked(self, method: str, path: str) -> list[Request]:
        return [r for r in self.requests if (r.method, r.path) == (method, path)]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def stub() -> Iterator[Stub]:
    server = Stub()
    yield server
    server.close()


@pytest.fixture
def pauses() -> list[float]:
    """What was slept; nothing really is."""
    return []


@pytest.fixture
def transport(stub: Stub, pauses: list[float]) -> Iterator[Transport]:
    # slept seconds count as passed, so that patience ends without waiting for it
    made = Transport(
        stub.url, "secret", patience=30, sleep=pauses.append, clock=lambda: sum(pauses)
    )
    yield made
    made.close()


@pytest.fixture
def client(transport: Transport) -> p2f.Client:
    return p2f.Client(transport)

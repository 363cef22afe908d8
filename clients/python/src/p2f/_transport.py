"""HTTP: tokens, retries, problems, pages."""

from __future__ import annotations

import random
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from ._errors import NotConnected, Problem

#: Seconds. Reading is patient: a caller waits while a model is loaded and compiled.
TIMEOUT = httpx.Timeout(connect=10, read=300, write=300, pool=300)
LONGEST_PAUSE = 8.0
REFUSED_BEFORE_WORK = frozenset({429, 503})
FAILED_ON_THE_WAY = frozenset({502, 504})

Content = bytes | Callable[[], Iterator[bytes]]


def new_key() -> str:
    """A fresh Idempotency-Key: with it a request can be sent again without being done twice."""
    return str(uuid.uuid4())


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds that a ``Retry-After`` header asks to wait (RFC 9110, 10.2.3), if it does."""
    if not value:
        return None
    if value.strip().isdigit():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except (TypeError, ValueError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
    return max(0.0, (moment - now).total_seconds())


class Transport:
    """Sends requests to one platform; safe to use from several threads.

    Answers 429 and 503 say that a request was not taken in: it is sent again after what
    ``Retry-After`` says, or after pauses that double, for as long as `patience` seconds in all.
    Connections that break and answers 502 and 504 leave open whether it was done; then only
    what can be repeated without harm is.
    """

    def __init__(
        self,
        url: str,
        token: str | None,
        *,
        project: str | None = None,
        patience: float = 120.0,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.url = url.rstrip("/")
        self.patience = patience
        self._sleep, self._clock = sleep, clock
        headers = {"User-Agent": "p2f-python"} | (
            ({"Authorization": f"Bearer {token}"} if token else {})
            | ({"P2F-Project": project} if project else {})
        )
        self._http = httpx.Client(base_url=self.url, headers=headers, timeout=TIMEOUT)

    def close(self) -> None:
        self._http.close()

    def json(self, method: str, path: str, **request: Any) -> Any:
        """The answer's JSON, None if it is empty; arguments as of `send`."""
        response = self.send(method, path, **request)
        return response.json() if response.content else None

    def content(self, method: str, path: str, **request: Any) -> bytes:
        """The answer's bytes; arguments as of `send`."""
        return self.send(method, path, **request).content

    def send(self, method: str, path: str, **request: Any) -> httpx.Response:
        """Sends a request until it is answered.

        :param query: parameters; what is None is left out
        :param body: sent as JSON
        :param content: sent as it is, or made anew for each attempt if it can be called
        :param files: sent as a form, as httpx takes it
        :param headers: more headers; what is None is left out
        :param idempotency_key: makes a repetition harmless
        :param repeatable: whether it is harmless anyway
        :raises Problem: if the answer is an error
        :raises NotConnected: if there is none
        """
        with self._answered(method, path, stream=False, **request) as response:
            return response

    @contextmanager
    def stream(self, method: str, path: str, **request: Any) -> Iterator[httpx.Response]:
        """As `send`, but the answer's body is yet to be read."""
        try:
            with self._answered(method, path, stream=True, **request) as response:
                yield response
        except httpx.TransportError as broken:
            raise NotConnected(f"The answer of {self.url}{path} broke off: {broken}") from broken

    def pages(
        self, path: str, query: Mapping[str, Any] | None = None, page: int = 100
    ) -> Iterator[dict[str, Any]]:
        """The items of a list, page after page, each page when it is needed."""
        cursor: str | None = None
        while True:
            answer = self.json(
                "GET", path, query={**(query or {}), "limit": page, "cursor": cursor}
            )
            yield from answer["items"]
            cursor = answer.get("nextCursor")
            if cursor is None:
                return

    @contextmanager
    def _answered(
        self,
        method: str,
        path: str,
        *,
        stream: bool,
        query: Mapping[str, Any] | None = None,
        body: Any = None,
        content: Content | None = None,
        files: Any = None,
        headers: Mapping[str, Any] | None = None,
        idempotency_key: str | None = None,
        repeatable: bool | None = None,
    ) -> Iterator[httpx.Response]:
        sent = {k: str(v) for k, v in (headers or {}).items() if v is not None}
        if idempotency_key:
            sent["Idempotency-Key"] = idempotency_key
        if repeatable is None:
            repeatable = method in ("GET", "HEAD", "PUT", "DELETE") or idempotency_key is not None
        began, attempt = self._clock(), 0
        while True:
            attempt += 1
            request = self._http.build_request(
                method,
                path,
                params=_parameters(query),
                json=body,
                content=content() if callable(content) else content,
                files=files,
                headers=sent,
            )
            left = self.patience - (self._clock() - began)
            try:
                response = self._http.send(request, stream=True)
                if not (stream and response.is_success):
                    response.read()  # an answer that breaks off is none
            except httpx.TransportError as broken:
                harmless = repeatable or isinstance(broken, httpx.ConnectError)
                pause = self._pause(attempt)
                if harmless and pause <= left:
                    self._sleep(pause)
                    continue
                told = str(broken) or type(broken).__name__
                raise NotConnected(f"No answer from {self.url}{path}: {told}") from broken
            try:
                if response.is_success:
                    yield response
                    return
                problem = _problem(response)
            finally:
                response.close()
            if not _worth_repeating(problem, repeatable):
                raise problem
            told_pause = retry_after(
                response.headers.get("Retry-After"), datetime.now(timezone.utc)
            )
            pause = self._pause(attempt) if told_pause is None else told_pause
            if pause > left:
                raise problem
            self._sleep(pause)

    @staticmethod
    def _pause(attempt: int) -> float:
        # half of it by chance, so that callers who were refused together do not come back together
        return float(min(LONGEST_PAUSE, 0.5 * 2 ** (attempt - 1)) * random.uniform(0.5, 1.0))


def _parameters(query: Mapping[str, Any] | None) -> list[tuple[str, Any]]:
    pairs: list[tuple[str, Any]] = []
    for name, value in (query or {}).items():
        if value is None:
            continue
        values = value if isinstance(value, (list, tuple)) else [value]
        pairs += [(name, str(v).lower() if isinstance(v, bool) else str(v)) for v in values]
    return pairs


def _problem(response: httpx.Response) -> Problem:
    try:
        body = response.json()
    except ValueError:
        body = None
    correlation = response.headers.get("X-Correlation-Id")
    return Problem.of(response.status_code, response.reason_phrase, body, correlation)


def _worth_repeating(problem: Problem, repeatable: bool) -> bool:
    if problem.status in REFUSED_BEFORE_WORK or problem.type == "idempotency-key-in-flight":
        return True
    return repeatable and problem.status in FAILED_ON_THE_WAY

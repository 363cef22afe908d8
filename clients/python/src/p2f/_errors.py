"""What can go wrong, as exceptions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

PROBLEMS = "https://p2f.org/problems/"


@dataclass(frozen=True)
class FieldError:
    """A field of a request that is to blame, and what it must be."""

    field: str
    message: str


class P2FError(Exception):
    """Base of everything this package raises about the platform."""


class NotConnected(P2FError):
    """No platform was found, or none answered."""


class Problem(P2FError):
    """An answer that is an error: a problem of RFC 9457.

    Programs switch on `type`, the last part of the problem's URI, such as ``"queue-full"``.
    """

    def __init__(
        self,
        status: int,
        type: str = "about:blank",
        title: str = "",
        detail: str = "",
        errors: tuple[FieldError, ...] = (),
        instance: str | None = None,
        correlation_id: str | None = None,
    ) -> None:
        self.status = status
        self.type = type.removeprefix(PROBLEMS)
        self.title = title
        self.detail = detail
        self.errors = errors
        self.instance = instance
        self.correlation_id = correlation_id
        super().__init__(self._text())

    def _text(self) -> str:
        lines = [f"{self.title or 'HTTP ' + str(self.status)} ({self.type}, {self.status})"]
        if self.errors:
            lines += [f"  {error.field}: {error.message}" for error in self.errors]
        elif self.detail:
            lines[0] += f": {self.detail}"
        if self.status >= 500 and self.correlation_id:
            lines.append(f"  The service's log names this call {self.correlation_id}.")
        return "\n".join(lines)

    def with_errors(self, errors: tuple[FieldError, ...]) -> Problem:
        """The same, with other fields to blame."""
        told = (self.status, self.type, self.title, self.detail, errors)
        return type(self)(*told, self.instance, self.correlation_id)

    def __reduce__(self) -> tuple[Any, ...]:
        fields = (self.status, self.type, self.title, self.detail, self.errors)
        return type(self), (*fields, self.instance, self.correlation_id)

    @classmethod
    def of(cls, status: int, reason: str, body: Any, correlation_id: str | None) -> Problem:
        """From an answer's parts; `body` is its JSON, or None where it has none."""
        if not isinstance(body, dict) or "status" not in body:
            return cls(status, title=reason, correlation_id=correlation_id)
        errors = tuple(FieldError(e["field"], e["message"]) for e in body.get("errors", ()))
        return cls(
            status,
            body.get("type", "about:blank"),
            body.get("title", reason),
            body.get("detail", ""),
            errors,
            body.get("instance"),
            body.get("correlationId", correlation_id),
        )


class JobFailed(P2FError):
    """Work in the background that ended without a result.

    `state` is ``"failed"`` or ``"cancelled"``; `blame` says whose act would mend a failure:
    ``"user"``, ``"infrastructure"`` or ``"defect"``.
    """

    def __init__(
        self,
        id: str,
        state: str,
        code: str | None = None,
        detail: str = "",
        blame: str | None = None,
    ) -> None:
        self.id, self.state, self.code, self.detail, self.blame = id, state, code, detail, blame
        told = f" ({code}): {detail}" if code else f": {detail}" if detail else ""
        super().__init__(f"{id} {'failed' if state == 'failed' else 'was cancelled'}{told}")

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.id, self.state, self.code, self.detail, self.blame)


class Missing(P2FError, ImportError):
    """A package is needed that is not installed."""

    @classmethod
    def package(cls, name: str, extra: str, purpose: str) -> Missing:
        return cls(f"{purpose} needs {name}: pip install 'p2f[{extra}]'")

"""Finding the platform that ``./p2f up`` runs on this machine."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ._errors import NotConnected

START = (
    "Start one with ./p2f up, or name another with p2f.connect(url, token) "
    "or P2F_URL and P2F_TOKEN."
)


@dataclass(frozen=True)
class Address:
    """Where a platform is, and what opens it; the token is not printed."""

    url: str
    token: str | None = field(repr=False)


def find(
    url: str | None, token: str | None, environment: Mapping[str, str] = os.environ
) -> Address:
    """What was said, else ``P2F_URL`` and ``P2F_TOKEN``, else what runs in this user's home of P2F.

    That is ``P2F_HOME``, or ``~/.p2f``.

    A home's token is shown to that home's platform alone, never to an address from elsewhere.

    :raises NotConnected: if no address or no token is found; says what to do
    """
    url = url or environment.get("P2F_URL") or None
    token = token or environment.get("P2F_TOKEN") or None
    if url and token:
        return Address(url, token)
    home = Path(environment.get("P2F_HOME") or Path.home() / ".p2f")
    running = _running(home)
    if url is None:
        if running is None:
            raise NotConnected(f"No platform runs with {home}. {START}")
        return Address(running, token or _token(home))
    if running is not None and running.rstrip("/") == url.rstrip("/"):
        return Address(url, _token(home))
    raise NotConnected(
        f"There is no token for {url}: pass one to p2f.connect(url, token) or set P2F_TOKEN. "
        "For a platform of this machine ./p2f token prints one."
    )


def _running(home: Path) -> str | None:
    """The address of the platform that runs in this home, None if none does."""
    try:
        told = _properties((home / "run" / "platform.properties").read_text(encoding="latin-1"))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as refused:
        raise NotConnected(f"{home} cannot be read ({refused.strerror}). {START}") from refused
    return told["url"] if _is_alive(int(told["pid"])) else None  # killed, it leaves the file


def _token(home: Path) -> str:
    """The token that ``./p2f up`` keeps for programs of the user who started it."""
    try:
        return (home / "keys" / "user-token").read_text(encoding="ascii").strip()
    except OSError as refused:
        raise NotConnected(
            f"A platform runs with {home}, but its token cannot be read "
            f"({refused.strerror}): only who started it can. "
            "Ask for one made with ./p2f token, and set P2F_TOKEN to it."
        ) from refused


def _properties(text: str) -> dict[str, str]:
    """The lines of a Java properties file that this one has: key=value with escaped colons."""
    lines = (line for line in text.splitlines() if "=" in line and not line.startswith("#"))
    pairs = (line.split("=", 1) for line in lines)
    return {key.strip(): value.strip().replace("\\", "") for key, value in pairs}


def _is_alive(pid: int) -> bool:
    if os.name == "nt":
        return True  # a signal would end it there; whoever connects is told if nothing answers
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True

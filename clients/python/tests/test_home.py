"""Where connect() looks for a platform and its token."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Answer, Stub

import p2f
from p2f import NotConnected
from p2f._home import find


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """As ./p2f up leaves it: Java escapes colons."""
    (tmp_path / "run").mkdir()
    (tmp_path / "keys").mkdir()
    (tmp_path / "run" / "platform.properties").write_text(
        f"#Sat Nov 28 22:03:04 UTC 2026\npid={os.getpid()}\nurl=http\\://127.0.0.1\\:8085\n"
    )
    (tmp_path / "keys" / "user-token").write_text("home-token")
    return tmp_path


def test_what_is_said_comes_first(home: Path):
    environment = {"P2F_HOME": str(home), "P2F_URL": "http://env", "P2F_TOKEN": "env-token"}
    address = find("http://said", "said-token", environment)
    assert (address.url, address.token) == ("http://said", "said-token")
    address = find(None, None, environment)
    assert (address.url, address.token) == ("http://env", "env-token")


def test_a_running_home_gives_address_and_token(home: Path):
    address = find(None, None, {"P2F_HOME": str(home)})
    assert (address.url, address.token) == ("http://127.0.0.1:8085", "home-token")
    assert "home-token" not in repr(address)


def test_a_homes_token_is_never_sent_elsewhere(home: Path):
    with pytest.raises(NotConnected, match="no token for http://elsewhere"):
        find("http://elsewhere", None, {"P2F_HOME": str(home)})
    assert find("http://127.0.0.1:8085/", None, {"P2F_HOME": str(home)}).token == "home-token"


def test_a_home_that_was_killed_is_not_taken_for_running(home: Path):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    file = home / "run" / "platform.properties"
    file.write_text(f"pid={ended.pid}\nurl=http\\://127.0.0.1\\:8085\n")
    with pytest.raises(NotConnected, match="p2f up"):
        find(None, None, {"P2F_HOME": str(home)})


def test_no_home_at_all_says_what_to_do(tmp_path: Path):
    with pytest.raises(NotConnected, match=r"p2f up.*P2F_URL and P2F_TOKEN"):
        find(None, None, {"P2F_HOME": str(tmp_path / "none")})


def test_a_token_that_cannot_be_read_says_what_to_do(home: Path):
    (home / "keys" / "user-token").unlink()
    with pytest.raises(NotConnected, match="p2f token"):
        find(None, None, {"P2F_HOME": str(home)})


def test_connecting_makes_sure_that_the_token_is_taken(stub: Stub):
    stub.on("GET", "/v1/models", Answer.problem(401, "invalid-token", "expired"))
    with pytest.raises(NotConnected, match="expired"):
        p2f.connect(stub.url, "old")
    stub.on("GET", "/v1/models", {"items": []})
    with p2f.connect(stub.url, "new") as client:
        assert client.url == stub.url
        assert "new" not in repr(client)

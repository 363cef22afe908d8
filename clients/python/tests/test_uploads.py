"""Large files: in parts, and gone on with."""

from __future__ import annotations

import base64
import hashlib

import pytest
from conftest import Answer, Broken, Request, Stub

import p2f

PART = 1000
ID = "rup-1"
HERE = f"/v1/resumable-uploads/{ID}"


class Parts:
    """A platform that takes one file in parts."""

    def __init__(self, stub: Stub) -> None:
        self.received, self.sizes, self.begun = b"", [], 0
        self.breaks: set[int] = set()  # before which parts the connection breaks
        self.loses: set[int] = set()  # after which parts the answer is lost
        self.name = self.digest = ""
        self.bytes = 0
        stub.on("POST", "/v1/resumable-uploads", self.begin)
        stub.on("GET", "/v1/resumable-uploads", lambda _: {"items": [self.view()] * self.begun})
        stub.on("GET", HERE, lambda _: self.view())
        stub.on("PATCH", HERE, self.append)
        stub.on("GET", "/v1/uploads/upl-1", lambda _: {"id": "upl-1", "name": self.name})

    def begin(self, request: Request) -> Answer:
        self.bytes = int(request.headers["Upload-Length"])
        pairs = dict(pair.split(" ") for pair in request.headers["Upload-Metadata"].split(","))
        told = {key: base64.b64decode(value).decode() for key, value in pairs.items()}
        self.name, self.digest = told["filename"], told["sha256"]
        self.begun += 1
        return Answer.of(self.view(), 201)

    def append(self, request: Request) -> Answer:
        assert request.headers["Content-Type"] == "application/offset+octet-stream"
        number = len(self.sizes)
        if number in self.breaks:
            self.breaks.remove(number)
            raise Broken
        if int(request.headers["Upload-Offset"]) != len(self.received):
            return Answer.problem(409, "offset-mismatch")
        self.received += request.body
        self.sizes.append(len(request.body))
        if number in self.loses:
            raise Broken
        return Answer(204)

    def view(self) -> dict[str, object]:
        view = {
            "id": ID,
            "name": self.name,
            "bytes": self.bytes,
            "sha256": self.digest,
            "received": len(self.received),
        }
        return view | ({"uploadId": "upl-1"} if len(self.received) == self.bytes else {})


@pytest.fixture
def parts(stub: Stub, monkeypatch) -> Parts:
    monkeypatch.setattr("p2f._uploads.PART", PART)
    monkeypatch.setattr("p2f._datasets.PART", PART)
    return Parts(stub)


@pytest.fixture
def file(tmp_path):
    file = tmp_path / "birds.zip"
    file.write_bytes(bytes(i * 7 % 251 for i in range(3500)))
    return file


def test_a_large_file_goes_in_parts_with_its_digest(parts: Parts, client, file):
    assert client.datasets.send_file(file, progress=False) == {"id": "upl-1", "name": "birds.zip"}
    assert parts.received == file.read_bytes()
    assert parts.sizes == [1000, 1000, 1000, 500]
    assert parts.digest == hashlib.sha256(file.read_bytes()).hexdigest()


def test_a_broken_connection_costs_one_part(parts: Parts, client, file):
    parts.breaks, parts.loses = {1}, {2}
    client.datasets.send_file(file, progress=False)
    assert parts.received == file.read_bytes()
    assert parts.sizes == [1000, 1000, 1000, 500]


def test_a_service_that_starts_again_is_waited_for(parts: Parts, stub: Stub, client, file):
    taken = stub.routes["PATCH", HERE]
    stub.on("PATCH", HERE, Answer.problem(502, "service-unavailable"), taken)
    client.datasets.send_file(file, progress=False)
    assert parts.received == file.read_bytes()


def test_another_process_goes_on_where_the_first_one_stopped(parts: Parts, client, file):
    client.datasets.send_file(file, progress=False)
    parts.received, parts.sizes = parts.received[:1700], []
    assert client.datasets.send_file(file, progress=False)["id"] == "upl-1"
    assert (parts.begun, parts.sizes) == (1, [1000, 800])
    assert parts.received == file.read_bytes()


def test_another_file_of_that_name_and_size_is_begun_anew(parts: Parts, client, file):
    client.datasets.send_file(file, progress=False)
    parts.received = parts.received[:1700]
    file.write_bytes(bytes(3500))
    parts_begun = parts.begun
    parts.received = b""
    client.datasets.send_file(file, progress=False)
    assert parts.begun == parts_begun + 1
    assert parts.received == bytes(3500)


def test_a_platform_that_stays_away_is_told(parts: Parts, stub: Stub, client, file):
    stub.on("PATCH", HERE, Broken)
    with pytest.raises(p2f.NotConnected):
        client.datasets.send_file(file, progress=False)

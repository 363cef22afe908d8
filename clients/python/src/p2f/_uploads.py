"""Large files, sent in parts: an interruption costs a part at most, and so does a new start."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ._errors import Problem
from ._transport import Transport

PART = 16 << 20
PATH = "/v1/resumable-uploads"


def send_in_parts(
    transport: Transport,
    source: Path,
    name: str,
    digest: bytes,
    tell: Callable[[int], None],
) -> Any:
    """The upload that a file has become.

    A file that was begun and not finished is gone on with, by this process or by another one.

    :param digest: SHA-256 of the file, which is checked where it arrives
    :param tell: called with the bytes that have come
    """
    size = source.stat().st_size
    state = _unfinished(transport, name, size, digest.hex()) or _begun(
        transport, name, size, digest.hex()
    )
    with source.open("rb") as file:
        while "uploadId" not in state:
            tell(state["received"])
            file.seek(state["received"])
            try:
                _append(transport, state["id"], state["received"], file.read(PART))
            except Problem as problem:
                if problem.type != "offset-mismatch":  # its answer was lost, or a half was kept
                    raise
            state = transport.json("GET", f"{PATH}/{state['id']}")
    tell(size)
    return transport.json("GET", f"/v1/uploads/{state['uploadId']}")


def _append(transport: Transport, id: str, offset: int, part: bytes) -> None:
    transport.send(
        "PATCH",
        f"{PATH}/{id}",
        content=part,
        headers={"Content-Type": "application/offset+octet-stream", "Upload-Offset": offset},
        repeatable=True,  # a part that is there already is refused
    )


def _unfinished(transport: Transport, name: str, size: int, digest: str) -> Any:
    for one in transport.pages(PATH):
        same = (one["name"], one["bytes"], one.get("sha256")) == (name, size, digest)
        if same and "uploadId" not in one:
            return one
    return None


def _begun(transport: Transport, name: str, size: int, digest: str) -> Any:
    metadata = f"filename {_base64(name)},sha256 {_base64(digest)}"
    return transport.json(
        "POST", PATH, headers={"Upload-Length": size, "Upload-Metadata": metadata}
    )


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()

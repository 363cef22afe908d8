"""Data sets and the files they are made from."""

from __future__ import annotations

import base64
import hashlib
import io
import os
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from ._images import as_array
from ._progress import bar
from ._resources import Collection, Job, Resource, camel, id_of, only
from ._uploads import PART, send_in_parts

if TYPE_CHECKING:
    from ._client import Client
    from ._generated import schema

CHUNK = 1 << 20
Path_ = str | os.PathLike[str]


class Dataset(Resource):
    """Images with their factors, split for training, validation and test."""

    path = "/v1/datasets"

    @property
    def factors(self) -> dict[str, list[str]]:
        """The names of each factor's classes; empty where they have none."""
        return {
            factor["name"]: list(factor.get("classNames", ())) for factor in self.info["factors"]
        }

    def __len__(self) -> int:
        """Images of all splits."""
        return int(self.info["images"])

    def picture(self, index: int, *, t: float = 0.0, seed: int = 0) -> bytes:
        """An image as PNG, noised as the diffusion does to time t; 0 is clean."""
        return self._client.operations.get_dataset_image(self.id, index, t=t, seed=seed)

    def image(self, index: int, *, t: float = 0.0, seed: int = 0) -> Any:
        """As `picture`, as a PIL image."""
        from ._images import opened

        return opened(io.BytesIO(self.picture(index, t=t, seed=seed)))

    def _summary(self) -> dict[str, Any]:
        return super()._summary() | {"images": self.info["images"], "factors": list(self.factors)}


class Datasets(Collection[Dataset]):
    """All data sets, and how new ones are made."""

    def __init__(self, client: Client) -> None:
        super().__init__(client, Dataset)

    def create(
        self, name: str, source: str, uploads: Sequence[Any] = (), **settings: Any
    ) -> Job[Dataset]:
        """Has a data set made; ``.wait()`` gives it.

        :param source: such as ``"synthetic"``, which needs no files
        :param uploads: the source's files, as `send_file` gives them, or their ids
        :param settings: such as ``image_size``, ``train_limit``, ``test_limit``, ``seed``
        """
        job = self._client.operations.create_dataset(self._request(name, source, uploads, settings))
        return Job(self._client, job, lambda ids: self[only(ids, "ds-")])

    def upload(
        self,
        path: Path_ | Sequence[Path_],
        name: str | None = None,
        source: str | None = None,
        *,
        progress: bool | None = None,
        **settings: Any,
    ) -> Job[Dataset]:
        """Sends files and has a data set made of them; ``.wait()`` gives it.

        :param path: an archive, a folder of class folders (sent as a zip), or several files
        :param name: the file's own if left out
        :param source: ``"npy"`` for .npy and .npz, else ``"image-folder"`` if left out
        :param settings: as of `create`
        """
        paths = (
            [Path(path)] if isinstance(path, (str, os.PathLike)) else [Path(one) for one in path]
        )
        if not paths:
            raise ValueError("Need a path at least")
        source = source or ("npy" if paths[0].suffix in (".npy", ".npz") else "image-folder")
        uploads = [self.send_file(one, progress=progress) for one in paths]
        return self.create(name or paths[0].name.split(".")[0], source, uploads, **settings)

    def from_arrays(
        self, images: Any, labels: Any, name: str, *, progress: bool | None = None, **settings: Any
    ) -> Job[Dataset]:
        """Has a data set made of arrays or tensors; ``.wait()`` gives it.

        :param images: uint8 [N,H,W], [N,H,W,C] or [N,C,H,W]
        :param labels: whole numbers [N], or [N,F] for F factors
        """
        pixels, classes = as_array(images), as_array(labels)
        if pixels.dtype != np.uint8 or not np.issubdtype(classes.dtype, np.integer):
            raise ValueError(
                "Images must be uint8 and labels whole numbers, "
                f"got {pixels.dtype} and {classes.dtype}"
            )
        if len(pixels) != len(classes):
            raise ValueError(f"There are {len(pixels)} images, but {len(classes)} labels")
        uploads = []
        with tempfile.TemporaryDirectory(prefix="p2f-") as folder:
            for file, array in (("images.npy", pixels), ("labels.npy", classes.astype(np.int64))):
                np.save(Path(folder) / file, array)
                uploads.append(self.send_file(Path(folder) / file, progress=progress))
        return self.create(name, "npy", uploads, **settings)

    def preview(
        self, source: str, uploads: Sequence[Any], name: str = "preview", **settings: Any
    ) -> schema.DatasetPreviewView:
        """What would be read as which class and split, without making anything."""
        return self._client.operations.preview_dataset(
            self._request(name, source, uploads, settings)
        )

    def send_file(
        self, path: Path_, *, name: str | None = None, progress: bool | None = None
    ) -> schema.UploadView:
        """Sends a file, or a folder as a zip, and has its digest checked where it arrives.

        Large ones go in parts: sent again after an interruption, they go on where they stopped.
        """
        source = Path(path)
        if source.is_dir():
            with tempfile.TemporaryDirectory(prefix="p2f-") as folder:
                packed = Path(folder) / (source.resolve().name + ".zip")
                _pack(source, packed)
                return self.send_file(packed, name=name, progress=progress)
        size = source.stat().st_size
        with source.open("rb") as file:
            digest = _sha256(file)
        with bar(f"Sending {source.name}", progress) as shown:

            def tell(sent: int) -> None:
                shown.update(sent / max(1, size), f"{sent / 1e6:,.1f} of {size / 1e6:,.1f} MB")

            if size > PART:
                whole: schema.UploadView = send_in_parts(
                    self._client.transport, source, name or source.name, digest, tell
                )
                return whole
            answer: schema.UploadView = self._client.transport.json(
                "POST",
                "/v1/uploads",
                query={"name": name or source.name},
                content=lambda: _chunks(source, tell),
                headers={
                    "Content-Type": "application/octet-stream",
                    "Content-Length": size,
                    "Content-Digest": f"sha-256=:{base64.b64encode(digest).decode()}:",
                },
            )
        return answer

    @staticmethod
    def _request(name: str, source: str, uploads: Sequence[Any], settings: dict[str, Any]) -> Any:
        ids = [one["id"] if isinstance(one, dict) else id_of(one) for one in uploads]
        return (
            {"name": name, "source": source} | ({"uploadIds": ids} if ids else {}) | camel(settings)
        )


def _chunks(path: Path, tell: Callable[[int], None]) -> Iterator[bytes]:
    sent = 0
    with path.open("rb") as file:
        while part := file.read(CHUNK):
            yield part
            sent += len(part)
            tell(sent)


def _pack(folder: Path, archive: Path) -> None:
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    if not files:
        raise ValueError(f"{folder} holds no files")
    # pictures are compressed already
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as out:
        for file in files:
            out.write(file, file.relative_to(folder))


def _sha256(file: BinaryIO) -> bytes:
    """The SHA-256 of what is left of a file."""
    state = hashlib.sha256()
    while part := file.read(CHUNK):
        state.update(part)
    return state.digest()

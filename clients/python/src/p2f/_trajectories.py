"""Codes of whole data sets."""

from __future__ import annotations

import base64
import io
import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from ._errors import P2FError
from ._images import encoded
from ._resources import Collection, Job, Resource, camel, only
from ._tables import frame

if TYPE_CHECKING:
    import pandas

    from ._client import Client
    from ._generated import schema

Split = Literal["train", "test"]


class Trajectories(Resource):
    """Codes of a data set's images at times, with the images' labels."""

    path = "/v1/trajectories"

    @property
    def times(self) -> NDArray[np.float64]:
        """Distinct and ascending."""
        return np.asarray(self.info["times"], dtype=np.float64)

    @property
    def factors(self) -> list[str]:
        """The columns of `labels`."""
        return [factor["name"] for factor in self.info["factors"]]

    def count(self, split: Split) -> int:
        """Images of a split; those for validation are among those for training."""
        return int(self.info[split])

    def to_numpy(
        self, split: Split = "train", dtype: Literal["float32", "float16"] = "float32"
    ) -> NDArray[Any]:
        """A split's codes: an array [n, number of times, d]."""
        return self._array(split, "npy", dtype)

    def labels(self, split: Split = "train", factor: str | None = None) -> NDArray[np.int32]:
        """A split's labels [n, number of factors], or one factor's [n]."""
        labels = self._array(split, "npy-labels", None)
        if factor is None:
            return labels
        if factor not in self.factors:
            raise ValueError(f"There is no factor {factor!r}; there are {', '.join(self.factors)}")
        return labels[:, self.factors.index(factor)]

    def to_parquet(self, path: str | Path, split: Split = "train") -> Path:
        """Saves a split as Parquet: a row for each image and time, with labels and the code."""
        query = {"split": split, "format": "parquet"}
        return self._client.download(f"{self.path}/{self.id}/export", path, query)

    def neighbours(
        self,
        image: Any = None,
        *,
        row: int | None = None,
        split: Split = "test",
        among: Split = "train",
        stages: Sequence[schema.NeighbourStage] | None = None,
        t: float | None = None,
        keep: int = 10,
        metric: Literal["euclidean", "cosine"] = "cosine",
    ) -> pandas.DataFrame:
        """Images whose codes are like an image's: row, index in the data set, distance, labels.

        :param image: a picture or a path; or `row` of `split` for an image of the data set
        :param among: the split that is searched
        :param t: the time whose codes are compared; or `stages`, such as
            ``[{"t": 0.8, "keep": 100}, {"t": 0.1, "keep": 10, "order": "farthest"}]``
        """
        if (image is None) == (row is None):
            raise ValueError("Name either image or row")
        body: schema.NeighboursRequest = {
            "split": among,
            "metric": metric,
            "stages": _stages(t, keep, stages),
        }
        if row is not None:
            body["item"] = {"split": split, "row": row}
        else:
            shape = self._client.models[self.info["modelId"]].image_shape
            body["image"] = {"content": base64.b64encode(encoded(image, shape)).decode()}
        found = self._client.operations.find_neighbours(self.id, body)["neighbours"]
        rows = [
            {
                "row": one["row"],
                "index": one["index"],
                "distance": one["distance"],
                **dict(zip(self.factors, one["labels"])),
            }
            for one in found
        ]
        return frame(rows, columns=("row", "index", "distance", *self.factors))

    def _array(self, split: Split, format: str, dtype: str | None) -> NDArray[Any]:
        query = {"split": split, "format": format, "type": dtype}
        with self._client.transport.stream(
            "GET", f"{self.path}/{self.id}/export", query=query
        ) as response:
            return read_npy(response.iter_bytes())

    def _summary(self) -> dict[str, Any]:
        told = {key: self.info[key] for key in ("modelId", "datasetId", "train", "test")}
        return told | {"times": len(self.info["times"]), "d": self.info["codes"]}


class TrajectoriesCollection(Collection[Trajectories]):
    """All trajectories, and how new ones are computed."""

    def __init__(self, client: Client) -> None:
        super().__init__(client, Trajectories)

    def create(
        self,
        *,
        model: Any,
        dataset: Any,
        t: Sequence[float] | None = None,
        grid: int | None = None,
        **settings: Any,
    ) -> Job[Trajectories]:
        """Has a data set encoded; ``.wait()`` gives the codes.

        :param model: a model, its id, alias or name
        :param dataset: a data set, its id or name
        :param t: times in [0, 1], or `grid`: n for 0, 1/n, …, 1
        :param settings: such as ``storage="float16"``, ``weights="ema"``
        """
        times = None if t is None else [float(time) for time in t]
        body: Any = {
            "modelId": self._client.id_in(self._client.models, model),
            "datasetId": self._client.id_in(self._client.datasets, dataset),
        } | camel({"t": times, "grid": grid} | settings)
        job = self._client.operations.create_trajectories(body)
        return Job(self._client, job, lambda ids: self[only(ids, "trj-")])


def _stages(
    t: float | None, keep: int, stages: Sequence[schema.NeighbourStage] | None
) -> list[schema.NeighbourStage]:
    if stages is not None and t is None:
        return list(stages)
    if t is None or stages is not None:
        raise ValueError("Name either t or stages")
    return [{"t": t, "keep": keep}]


def read_npy(parts: Iterator[bytes]) -> NDArray[Any]:
    """An NPY file that arrives in parts, straight into the array: nothing is held twice.

    :raises P2FError: if it ends early or goes on after its end
    """
    head = b""
    while len(head) < 10:
        head += next(parts, b"") or _short(len(head))
    if head[:6] != b"\x93NUMPY" or head[6] not in (1, 2):
        raise P2FError("The answer is no NPY file")
    length = (
        10 + int.from_bytes(head[8:10], "little")
        if head[6] == 1
        else 12 + int.from_bytes(head[8:12], "little")
    )
    while len(head) < length:
        head += next(parts, b"") or _short(len(head))

    read = (
        np.lib.format.read_array_header_1_0 if head[6] == 1 else np.lib.format.read_array_header_2_0
    )
    shape, fortran, dtype = read(io.BytesIO(head[8:length]))
    if fortran or dtype.hasobject:
        raise P2FError("The answer is an NPY file of another kind than the platform writes")
    array = np.empty(shape, dtype)
    room, at = array.reshape(-1).view(np.uint8), 0
    for part in itertools.chain([head[length:]], parts):
        if at + len(part) > len(room):
            raise P2FError("The answer goes on after its array's end")
        room[at : at + len(part)] = np.frombuffer(part, np.uint8)
        at += len(part)
    if at < len(room):
        _short(length + at)
    return array


def _short(got: int) -> bytes:
    raise P2FError(f"The answer ended early, after {got:,} bytes of an array")

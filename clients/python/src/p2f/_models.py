"""Models, and codes of images."""

from __future__ import annotations

import io
import re
import time
import zipfile
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from ._errors import FieldError, P2FError, Problem
from ._images import Files, Group, ImageShape, Layout, batches
from ._progress import bar
from ._reconstructions import Reconstructions, read, sent
from ._resources import Resource

NPY = "application/x-npy"

MOST_RECONSTRUCTED = 16
"""Images of one request."""


class Model(Resource):
    """A trained encoder E(x, t)."""

    path = "/v1/models"

    @property
    def image_shape(self) -> ImageShape:
        """Of the images it takes."""
        return ImageShape(self.info["channels"], self.info["height"], self.info["width"])

    @property
    def latent_size(self) -> int:
        """Values of a code, d."""
        return int(self.info["latentSize"])

    @property
    def aliases(self) -> list[str]:
        return list(self.info["aliases"])

    def encode(
        self,
        images: Any,
        t: float | Sequence[float] | NDArray[Any] | None = None,
        *,
        grid: int | None = None,
        weights: Literal["raw", "ema"] | None = None,
        interpolation_grid: int | None = None,
        dtype: Literal["float32", "float16"] = "float32",
        layout: Layout = "auto",
        resize: bool = False,
        batch_size: int = 128,
        workers: int = 2,
        progress: bool | None = None,
    ) -> NDArray[Any]:
        """Codes of images at times: an array [n, number of times, d].

        :param images: an array or tensor of one image or many, [H,W], [C,H,W], [H,W,C] or with n
            before these, whole numbers 0 … 255 or floats 0 … 1; a PIL image, a path or the bytes
            of a PNG or JPEG file; or an iterable of any of these. Standardising is the
            model's affair.
        :param t: a time or several, each in [0, 1]; 0 is the clean end
        :param grid: in place of `t`: n for the times 0, 1/n, …, 1
        :param weights: ``"ema"`` for a model's averaged weights
        :param interpolation_grid: n to have codes interpolated between exact ones at 0, 1/n, …, 1
        :param dtype: float16 halves what goes over the wire
        :param layout: where an array could be read in two ways, which it is
        :param resize: whether pictures and files of another size are cropped to the middle and
            resized; arrays never are
        :param batch_size: images of one request, 1 to 1,024; of files 50 at most
        :param workers: requests that are on their way at once
        :param progress: True and False decide; None shows a bar where somebody can see it
        :raises ValueError: if the images or times are not what the model takes
        :raises Problem: if the platform refuses
        """
        if not 1 <= batch_size <= 1024 or workers < 1:
            raise ValueError(
                f"Need 1 to 1,024 images a batch and a worker, got {batch_size} and {workers}"
            )
        if (t is None) == (grid is None):
            raise ValueError("Name either t or grid")
        query: dict[str, Any] = {
            "modelId": self.id,  # not the alias: all batches are of one model, though it be moved
            "t": None if t is None else _times(t),
            "grid": grid,
            "weights": weights,
            "interpolationGrid": interpolation_grid,
            "encoding": "base64-float16" if dtype == "float16" else None,
        }
        parts = batches(images, self.image_shape, layout, resize, batch_size)
        codes: list[NDArray[Any]] = []
        done, began = 0, time.monotonic()
        with bar(f"Encoding with {self.info['name']}", progress) as shown:
            for batch in self._encoded(parts.groups, query, workers):
                codes.append(batch)
                done += len(batch)
                rate = done / max(1e-9, time.monotonic() - began)
                shown.update(
                    done / parts.count if parts.count else 0.0, f"{done} images, {rate:,.0f}/s"
                )
        if not codes:
            times = len(query["t"]) if t is not None else (1 if grid == 1 else int(grid or 0) + 1)
            return np.empty((0, times, self.latent_size), dtype)
        return np.concatenate(codes)

    def reconstruct(
        self,
        images: Any,
        t: float | Sequence[float] | NDArray[Any] | None = None,
        *,
        grid: int | None = None,
        seed: int = 0,
        weights: Literal["raw", "ema"] | None = None,
        layout: Layout = "auto",
        resize: bool = False,
    ) -> Reconstructions:
        """What the model makes of images' codes at times, and of the codes of other images.

        A score network is shown the noised image and the code, and tells the mean of the clean
        images that may lie behind; a decoder is shown the code alone. Each image is also made
        with the code of the next one, the first after the last: what its own code is worth.

        :param images: 1 to 16, as of `encode`, all pictures and files or all arrays
        :param t: a time or several, each in [0, 1]; 0 is the clean end
        :param grid: in place of `t`: n for the times 0, 1/n, …, 1
        :param seed: of the noise, which is the same at all times
        :param weights: ``"ema"`` for a model's averaged weights
        :param layout: where an array could be read in two ways, which it is
        :param resize: whether pictures and files of another size are cropped and resized
        :raises ValueError: if the images or times are not what the model takes
        :raises Problem: if the platform refuses, as it does where a model is its encoder alone
        """
        if (t is None) == (grid is None):
            raise ValueError("Name either t or grid")
        groups = list(batches(images, self.image_shape, layout, resize, MOST_RECONSTRUCTED).groups)
        if len(groups) != 1:
            raise ValueError(
                f"Need 1 to {MOST_RECONSTRUCTED} images, all pictures and files or all arrays"
            )
        asked = {
            "modelId": self.id,
            "t": None if t is None else _times(t),
            "grid": grid,
            "seed": seed,
            "weights": weights,
            "format": "float32",
        }
        given = sent(groups[0])
        request: dict[str, Any] = (
            {"query": asked, **given}
            if "files" in given
            else {"body": {k: v for k, v in asked.items() if v is not None} | given}
        )
        answer = self._client.transport.json(
            "POST", "/v1/reconstructions", repeatable=True, **request
        )
        return read(answer)

    def _encoded(
        self, groups: Iterator[Group], query: dict[str, Any], workers: int
    ) -> Iterator[NDArray[Any]]:
        """The batches' codes in their order; a few are on their way while one is awaited."""
        with ThreadPoolExecutor(workers, thread_name_prefix="p2f-encode") as pool:
            waiting: deque[Future[NDArray[Any]]] = deque()
            start = 0
            for batch in groups:
                waiting.append(pool.submit(self._request, batch, start, query))
                start += len(batch)
                if len(waiting) > workers:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()

    def _request(self, batch: Group, start: int, query: dict[str, Any]) -> NDArray[Any]:
        sent: dict[str, Any]
        if isinstance(batch, Files):
            sent = {"files": [("images", item) for item in batch.items]}
            headers = {"Accept": NPY}
        else:
            out = io.BytesIO()
            np.save(out, batch.array)
            sent = {"content": out.getvalue()}
            headers = {"Accept": NPY, "Content-Type": NPY}
        try:
            # codes are a pure function of what is asked
            answer = self._client.transport.content(
                "POST", "/v1/encodings", query=query, headers=headers, repeatable=True, **sent
            )
        except Problem as problem:
            raise _of_all(problem, batch, start) from None
        codes: NDArray[Any] = np.load(io.BytesIO(answer), allow_pickle=False)
        if len(codes) != len(batch):
            raise P2FError(f"Sent {len(batch)} images, got codes of {len(codes)}")
        return codes

    def set_alias(self, alias: str) -> Model:
        """Makes a name stand for this model, wherever it stood before."""
        self.info = self._client.operations.set_model_alias(self.id, alias)
        return self

    def export(
        self,
        path: str | Path,
        format: Literal["torchscript", "onnx", "encoder", "huggingface"] = "torchscript",
        *,
        weights: Literal["raw", "ema"] = "raw",
        license: str | None = None,
    ) -> Path:
        """Saves it as a file that runs without P2F.

        With ``huggingface`` the path becomes a folder that can be pushed to the Hub as it is;
        ``license`` is the Hub's name of the licence that its card tells.
        """
        source = f"{self.path}/{self.id}/exports/{format}"
        query = {"weights": weights} | ({"license": license} if license else {})
        if format != "huggingface":
            return self._client.download(source, path, query)
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        archive = self._client.download(source, folder / "folder.zip", query)
        try:
            with zipfile.ZipFile(archive) as files:
                files.extractall(folder)
        finally:
            archive.unlink()
        return folder

    def _summary(self) -> dict[str, Any]:
        told = {key: self.info[key] for key in ("objective", "latentSize")}
        return (
            super()._summary() | told | {"images": str(self.image_shape), "aliases": self.aliases}
        )


def _times(t: Any) -> list[float]:
    times = [float(time) for time in np.atleast_1d(np.asarray(t, dtype=np.float64)).ravel()]
    if not times or not all(0 <= time <= 1 for time in times):
        raise ValueError(f"Times lie in [0, 1] and there is at least one, got {times}")
    return times


def _of_all(problem: Problem, batch: Group, start: int) -> Problem:
    """A batch's problem, with images counted as the caller does, and files by name."""

    def told(error: FieldError) -> FieldError:
        place = re.fullmatch(r"images\[(\d+)\]", error.field)
        if not place or int(place[1]) >= len(batch):
            return error
        index = int(place[1])
        name = f"{batch.items[index][0]}: " if isinstance(batch, Files) else ""
        return FieldError(f"images[{start + index}]", name + error.message)

    return problem.with_errors(tuple(told(error) for error in problem.errors))

"""Images as a model makes them of codes."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ._images import Files, Group


@dataclass(frozen=True)
class Reconstructions:
    """What a model makes of images' codes at times, and how far that is from the images.

    Images are float32 [n, times, C, H, W] in units of pixels, 0 black and 1 white, not clamped;
    errors are means over an image's values, [n, times]. What was not made is None: `noised` of a
    decoder, and all of the other image's code where one image was sent.
    """

    made_by: str
    times: NDArray[np.float64]
    noised: NDArray[np.float32] | None
    with_code: NDArray[np.float32]
    with_other_code: NDArray[np.float32] | None
    squared_error: NDArray[np.float64]
    other_squared_error: NDArray[np.float64] | None

    @property
    def gain(self) -> NDArray[np.float64] | None:
        """How much smaller the error is with the own code, in dB."""
        if self.other_squared_error is None:
            return None
        gain: NDArray[np.float64] = 10 * np.log10(self.other_squared_error / self.squared_error)
        return gain


def sent(images: Group) -> dict[str, Any]:
    """What of a request holds the images: files of a form, or a JSON body's field."""
    if isinstance(images, Files):
        return {"files": [("images", item) for item in images.items]}
    floats = images.array
    if floats.dtype == np.uint8:
        floats = floats / np.float32(255)
    data = np.ascontiguousarray(floats, "<f4").tobytes()
    return {"pixels": {"shape": list(floats.shape), "data": base64.b64encode(data).decode()}}


def read(answer: dict[str, Any]) -> Reconstructions:
    rows = [image["reconstructions"] for image in answer["images"]]
    shape = answer["shape"]

    def images(part: str) -> NDArray[np.float32] | None:
        if part not in rows[0][0]:
            return None
        data = b"".join(base64.b64decode(one[part]["image"]) for row in rows for one in row)
        return np.frombuffer(data, "<f4").reshape(len(rows), -1, *shape)

    def errors(part: str) -> NDArray[np.float64] | None:
        if part not in rows[0][0]:
            return None
        return np.array([[one[part]["squaredError"] for one in row] for row in rows])

    own, error = images("withCode"), errors("withCode")
    assert own is not None and error is not None
    return Reconstructions(
        made_by=answer["madeBy"],
        times=np.array(answer["times"]),
        noised=images("noised"),
        with_code=own,
        with_other_code=images("withOtherCode"),
        squared_error=error,
        other_squared_error=errors("withOtherCode"),
    )

"""Images of every kind, as what goes over the wire: arrays [n, C, H, W], or PNG and JPEG files."""

from __future__ import annotations

import io
import itertools
import os
from collections.abc import Iterable, Iterator, Sized
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from ._errors import Missing

Layout = Literal["auto", "NCHW", "NHWC"]
Array = NDArray[Any]


@dataclass(frozen=True)
class ImageShape:
    """What a model takes."""

    channels: int
    height: int
    width: int

    @property
    def chw(self) -> tuple[int, int, int]:
        return self.channels, self.height, self.width

    def __str__(self) -> str:
        return f"{self.channels}×{self.height}×{self.width}"


@dataclass(frozen=True)
class Pixels:
    """Images [n, C, H, W], uint8 or float32 in [0, 1]."""

    array: Array

    def __len__(self) -> int:
        return len(self.array)

    def __getitem__(self, part: slice) -> Pixels:
        return Pixels(self.array[part])


@dataclass(frozen=True)
class Files:
    """Encoded pictures, (name, bytes) each; the service decodes them as it does at an import.

    They are the parts of a form, of which servers take 50 at most.
    """

    MOST: ClassVar[int] = 50

    items: tuple[tuple[str, bytes], ...]

    def __len__(self) -> int:
        return len(self.items)


Group = Pixels | Files


@dataclass(frozen=True)
class Batches:
    """Images divided into groups that are sent at once, in their order.

    `count` is how many images there are, None if that is not known before the end.
    """

    count: int | None
    groups: Iterator[Group]


def batches(images: Any, shape: ImageShape, layout: Layout, resize: bool, size: int) -> Batches:
    """Divides images into groups of at most `size`.

    :param images: an array or tensor, a picture or a path, or any iterable of them
    :raises ValueError: here or from the groups, if they are not images of the model's shape
    """
    if is_array(images):
        whole = pixels(images, shape, layout, "images")
        parts = (whole[start : start + size] for start in range(0, len(whole), size))
        return Batches(len(whole), parts)
    several = [images] if _is_single(images) else images
    if not isinstance(several, Iterable):
        told = type(images).__name__
        raise ValueError(f"images must be arrays, tensors, pictures or paths, not {told}")
    ones = (_one(image, index, shape, layout, resize) for index, image in enumerate(several))
    return Batches(len(several) if isinstance(several, Sized) else None, _runs(ones, size))


def _one(image: Any, index: int, shape: ImageShape, layout: Layout, resize: bool) -> Group:
    if not is_array(image):
        if isinstance(image, (str, os.PathLike, bytes)) and not resize:
            return Files((_file(image, index),))
        picture = _fitted(image, index, shape, resize)
        if picture.mode not in (
            "L",
            "RGB",
        ):  # what is transparent lies on white: the service's rule
            return Files((_png(picture, index),))
        array = np.asarray(picture).reshape(1, shape.height, shape.width, -1)
        return pixels(array, shape, "NHWC", f"images[{index}]")
    one = pixels(image, shape, layout, f"images[{index}]")
    if len(one) != 1:
        raise ValueError(
            f"images[{index}] has {len(one)} images; pass one array, or one image each"
        )
    return one


def _runs(ones: Iterator[Group], size: int) -> Iterator[Group]:
    """Joins neighbours of one kind."""
    for kind, run in itertools.groupby(ones, _kind):
        most = min(size, Files.MOST) if kind == "files" else size
        while part := list(itertools.islice(run, most)):
            if isinstance(part[0], Pixels):
                yield Pixels(np.concatenate([one.array for one in part if isinstance(one, Pixels)]))
            else:
                yield Files(tuple(f for one in part if isinstance(one, Files) for f in one.items))


def _kind(group: Group) -> str:
    return str(group.array.dtype) if isinstance(group, Pixels) else "files"


def pixels(images: Any, shape: ImageShape, layout: Layout, name: str) -> Pixels:
    """An array or tensor of one image or many as [n, C, H, W].

    Taken are [C,H,W], [H,W,C] and, of grey images, [H,W], with or without n before them; grey
    images become three equal channels for a model of three. Whole numbers are 0 … 255,
    others 0 … 1.
    """
    array = _values(as_array(images), name)
    placed = _placed(array, shape, layout)
    if placed is None:
        order = "" if layout == "auto" else f" in the order {layout}"
        raise ValueError(
            f"{name} has shape {list(array.shape)}; the model takes images of {shape}{order}"
        )
    return Pixels(np.ascontiguousarray(placed))


def _placed(array: Array, shape: ImageShape, layout: Layout) -> Array | None:
    channels, height, width = shape.chw
    if array.ndim == 2 and array.shape == (height, width):
        return _grey(array[None], channels)
    if array.ndim == 3:
        # first as one image; [n, H, W] of grey ones is what is left
        one = (
            _placed(array[None], shape, layout)
            if 1 in _ends(array) or channels in _ends(array)
            else None
        )
        if one is not None:
            return one
        return _grey(array, channels) if array.shape[1:] == (height, width) else None
    if array.ndim != 4:
        return None
    if layout != "NHWC" and array.shape[2:] == (height, width):
        if array.shape[1] == channels:
            return array
        if array.shape[1] == 1:
            return _grey(array[:, 0], channels)
    if layout != "NCHW" and array.shape[1:3] == (height, width):
        if array.shape[3] == channels:
            return array.transpose(0, 3, 1, 2)
        if array.shape[3] == 1:
            return _grey(array[..., 0], channels)
    return None


def _ends(array: Array) -> tuple[int, int]:
    return array.shape[0], array.shape[-1]


def _grey(images: Array, channels: int) -> Array:
    return np.broadcast_to(images[:, None], (len(images), channels, *images.shape[1:]))


def _values(array: Array, name: str) -> Array:
    if array.dtype == np.uint8:
        return array
    if array.dtype == np.bool_:
        return array.astype(np.float32)
    if array.size and np.issubdtype(array.dtype, np.integer):
        if array.min() < 0 or array.max() > 255:
            raise ValueError(
                f"{name} holds {array.min()} … {array.max()}; whole numbers must be 0 … 255"
            )
        return array.astype(np.uint8)
    if not np.issubdtype(array.dtype, np.floating) and array.size:
        raise ValueError(f"{name} holds {array.dtype}, which are no pixels")
    values = array.astype(np.float32)
    finite = bool(np.isfinite(values).all())
    if not finite or (values.size and (values.min() < 0 or values.max() > 1)):
        held = f"{values.min():g} … {values.max():g}" if finite else "NaN or infinity"
        raise ValueError(
            f"{name} holds {held}; floats must lie in [0, 1]: divide by 255, "
            "and leave standardising to the model"
        )
    return values


def as_array(images: Any) -> Array:
    if isinstance(images, np.ndarray):
        return images
    if hasattr(images, "detach"):  # a tensor, perhaps on a GPU or with a gradient
        images = images.detach().cpu()
    return np.asarray(images)


def is_array(images: Any) -> bool:
    return not _is_picture(images) and (
        isinstance(images, np.ndarray) or hasattr(images, "__array__") or hasattr(images, "detach")
    )


def _is_picture(image: Any) -> bool:
    return hasattr(image, "save") and hasattr(image, "mode") and hasattr(image, "resize")


def _is_single(image: Any) -> bool:
    return _is_picture(image) or isinstance(image, (str, os.PathLike, bytes))


def encoded(image: Any, shape: ImageShape) -> bytes:
    """A picture, or a file of one, as the bytes of a file."""
    if isinstance(image, (str, os.PathLike, bytes)):
        return _file(image, 0)[1]
    return _png(_fitted(image, 0, shape, resize=False), 0)[1]


def _file(image: str | os.PathLike[str] | bytes, index: int) -> tuple[str, bytes]:
    if isinstance(image, bytes):
        return f"{index}.image", image
    return Path(image).name, Path(image).read_bytes()


def _png(picture: Any, index: int) -> tuple[str, bytes]:
    out = io.BytesIO()
    picture.save(out, "PNG", compress_level=1)
    return f"{index}.png", out.getvalue()


def _fitted(image: Any, index: int, shape: ImageShape, resize: bool) -> Any:
    """A picture of the model's size."""
    if isinstance(image, (str, os.PathLike, bytes)):
        image = opened(io.BytesIO(image) if isinstance(image, bytes) else image)
    if not _is_picture(image):
        raise ValueError(f"images[{index}] is a {type(image).__name__}, which is no image")
    if image.size == (shape.width, shape.height):
        return image
    if not resize:
        raise ValueError(
            f"images[{index}] has {image.height}×{image.width} pixels; "
            f"the model takes {shape}. resize=True cuts out the middle and shrinks it"
        )
    return _resized(image, shape)


def opened(source: Any) -> Any:
    """A picture from a file, by Pillow."""
    try:
        from PIL import Image
    except ImportError:
        raise Missing.package("Pillow", "images", "A picture") from None
    return Image.open(source)


def _resized(image: Any, shape: ImageShape) -> Any:
    """The largest middle part of the model's aspect, each pixel the mean of the area under it."""
    width, height = image.size
    scale = min(width / shape.width, height / shape.height)
    across, down = scale * shape.width, scale * shape.height
    left, top = (width - across) / 2, (height - down) / 2
    if image.mode not in ("L", "RGB"):  # palettes have no means
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    box = (left, top, left + across, top + down)
    return image.resize((shape.width, shape.height), resample=4, box=box)  # 4: BOX

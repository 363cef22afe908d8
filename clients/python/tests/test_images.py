"""Images of every kind as what is sent."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from p2f._images import Files, ImageShape, Pixels, batches, pixels

RGB = ImageShape(3, 4, 5)
GREY = ImageShape(1, 4, 5)
RANDOM = np.random.default_rng(1)
CHW = RANDOM.integers(0, 256, (2, 3, 4, 5), dtype=np.uint8)


def sent(images, shape=RGB, layout="auto", resize=False, size=100):
    return list(batches(images, shape, layout, resize, size).groups)


@pytest.mark.parametrize(
    "given",
    [CHW, CHW.transpose(0, 2, 3, 1), CHW.astype(np.int64), list(CHW), CHW.tolist()],
    ids=["NCHW", "NHWC", "int64", "list of arrays", "nested lists"],
)
def test_arrays_of_every_order_are_the_same_pixels(given):
    if isinstance(given, list) and isinstance(given[0], list):
        given = np.asarray(given)
    (group,) = sent(given)
    assert group.array.dtype == np.uint8 and group.array.flags.c_contiguous
    np.testing.assert_array_equal(group.array, CHW)


def test_one_image_is_a_batch_of_one():
    np.testing.assert_array_equal(pixels(CHW[0], RGB, "auto", "x").array, CHW[:1])
    np.testing.assert_array_equal(
        pixels(CHW[0].transpose(1, 2, 0), RGB, "auto", "x").array, CHW[:1]
    )


@pytest.mark.parametrize("given", [CHW[:, 0], CHW[:, :1], CHW[:, 0][..., None]])
def test_grey_images_become_the_models_channels(given):
    three = pixels(given, RGB, "auto", "x").array
    np.testing.assert_array_equal(three, np.stack([CHW[:, 0]] * 3, axis=1))
    np.testing.assert_array_equal(pixels(given, GREY, "auto", "x").array, CHW[:, :1])
    np.testing.assert_array_equal(pixels(CHW[0, 0], GREY, "auto", "x").array, CHW[:1, :1])


def test_where_both_orders_fit_the_layout_decides():
    square = RANDOM.random((2, 3, 3, 3), dtype=np.float32)
    shape = ImageShape(3, 3, 3)
    np.testing.assert_array_equal(pixels(square, shape, "auto", "x").array, square)
    swapped = pixels(square, shape, "NHWC", "x").array
    np.testing.assert_array_equal(swapped, square.transpose(0, 3, 1, 2))


def test_floats_are_float32_and_a_tensor_is_an_array():
    class Tensor:  # what torch's tensors have of what is used
        def __init__(self, array):
            self.array = array

        def detach(self):
            return self

        def cpu(self):
            return self

        def __array__(self, dtype=None, copy=None):
            return self.array

    values = RANDOM.random((2, 3, 4, 5))
    (group,) = sent(Tensor(values))
    assert group.array.dtype == np.float32
    np.testing.assert_allclose(group.array, values, rtol=1e-7)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (CHW.astype(float), "divide by 255"),
        (CHW.astype(float) / -255, r"floats must lie in \[0, 1\]"),
        (np.full((1, 3, 4, 5), np.nan), "NaN"),
        (np.full((1, 3, 4, 5), 256), "0 … 255"),
        (
            np.zeros((2, 3, 5, 4), np.uint8),
            r"shape \[2, 3, 5, 4\]; the model takes images of 3×4×5",
        ),
        (np.zeros((2, 2, 4, 5), np.uint8), "shape"),
        (np.array([["a"]]), "no pixels"),
        ([CHW[0], CHW], r"images\[1\] has 2 images"),
        (3, "not int"),
        ([None], r"images\[0\] is a NoneType"),
    ],
)
def test_what_is_no_image_is_told(given, told):
    with pytest.raises(ValueError, match=told):
        sent(given)


def test_batches_keep_order_and_size():
    many = RANDOM.integers(0, 256, (10, 3, 4, 5), dtype=np.uint8)
    for given in (many, list(many), iter(many)):
        groups = sent(given, size=4)
        assert [len(group) for group in groups] == [4, 4, 2]
        np.testing.assert_array_equal(np.concatenate([g.array for g in groups]), many)
    assert batches(many, RGB, "auto", False, 4).count == 10
    assert batches(iter(many), RGB, "auto", False, 4).count is None


def test_kinds_are_not_mixed_in_a_batch(tmp_path):
    path = tmp_path / "é 1.png"
    Image.fromarray(CHW[0].transpose(1, 2, 0)).save(path)
    raw = path.read_bytes()
    groups = sent([CHW[0], CHW[0] / 255, path, raw, str(path), CHW[1]])
    kinds = [(type(group), len(group)) for group in groups]
    assert kinds == [(Pixels, 1), (Pixels, 1), (Files, 3), (Pixels, 1)]
    assert {data for _, data in groups[2].items} == {raw}  # files are sent as they are


def test_a_picture_is_sent_without_loss():
    picture = Image.fromarray(CHW[0].transpose(1, 2, 0))
    (group,) = sent(picture)
    np.testing.assert_array_equal(group.array, CHW[:1])
    (group,) = sent(picture.convert("L"))
    np.testing.assert_array_equal(
        group.array, np.asarray(picture.convert("L"))[None, None] + 0 * CHW[:1]
    )
    (group,) = sent(picture.convert("RGBA"))  # how transparency is shown is the service's affair
    decoded = Image.open(io.BytesIO(group.items[0][1]))
    assert decoded.mode == "RGBA"
    np.testing.assert_array_equal(np.asarray(decoded.convert("RGB")), CHW[0].transpose(1, 2, 0))


def test_a_picture_of_another_size_is_told_unless_it_may_be_resized():
    array = RANDOM.integers(0, 256, (20, 45, 3), dtype=np.uint8)
    picture = Image.fromarray(array)
    with pytest.raises(ValueError, match=r"20×45 pixels; the model takes 3×4×5.*resize=True"):
        sent(picture)
    (group,) = sent(picture, resize=True)
    (turned,) = sent(picture.transpose(Image.Transpose.TRANSPOSE), ImageShape(3, 5, 4), resize=True)
    np.testing.assert_array_equal(turned.array, group.array.transpose(0, 1, 3, 2))
    small = group.array[0].transpose(1, 2, 0).astype(float)
    # the middle 20×25 has the model's aspect: five by five pixels under each new one
    means = array[:, 10:35].astype(float).reshape(4, 5, 5, 5, 3).mean(axis=(1, 3))
    assert np.abs(small - means).max() <= 1  # rounded after each of two passes

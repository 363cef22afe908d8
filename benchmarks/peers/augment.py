"""Checksums of Pillow's operations on RandAugmentTest's picture: bytes [C, H, W].

The operations and Cutout are those that `weak` and `strong` are made of, at fixed magnitudes, as the
published code calls Pillow. Needs numpy and Pillow (13.0 for the checksums in the test).
"""

import zlib

import numpy as np
from PIL import Image, ImageDraw, ImageEnhance, ImageOps

SIDE = 12


def picture(side=SIDE):
    state, values = 7, []
    for _ in range(3 * side * side):
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        values.append(40 + (state >> 16) % 150)
    return Image.fromarray(np.array(values, np.uint8).reshape(3, side, side).transpose(1, 2, 0))


def affine(*matrix):
    return lambda image: image.transform(image.size, Image.Transform.AFFINE, matrix)


def cutout(centre_x, centre_y, size):
    """A square of `size` pixels around a centre, cut at the image's border."""

    def work(image):
        width, height = image.size
        left = int(max(0, centre_x - size / 2))
        top = int(max(0, centre_y - size / 2))
        right, bottom = min(width, left + size), min(height, top + size)
        ImageDraw.Draw(image).rectangle((left, top, right, bottom), (125, 123, 114))
        return image

    return work


OPERATIONS = {
    "none": lambda image: image,
    "shear x .09": affine(1, 0.09, 0, 0, 1, 0),
    "shear x -.287": affine(1, -0.287, 0, 0, 1, 0),
    "shear y .3": affine(1, 0, 0, 0.3, 1, 0),
    "translate x 3.4": affine(1, 0, 3.4, 0, 1, 0),
    "translate y -2.7": affine(1, 0, 0, 0, 1, -2.7),
    "rotate 30": lambda image: image.rotate(30),
    "rotate -17.3": lambda image: image.rotate(-17.3),
    "brightness .05": lambda image: ImageEnhance.Brightness(image).enhance(0.05),
    "brightness .61": lambda image: ImageEnhance.Brightness(image).enhance(0.61),
    "colour .05": lambda image: ImageEnhance.Color(image).enhance(0.05),
    "contrast .33": lambda image: ImageEnhance.Contrast(image).enhance(0.33),
    "sharpness .05": lambda image: ImageEnhance.Sharpness(image).enhance(0.05),
    "posterize 4": lambda image: ImageOps.posterize(image, 4),
    "solarize 99.5": lambda image: ImageOps.solarize(image, 99.5),
    "solarize 100": lambda image: ImageOps.solarize(image, 100),
    "auto-contrast": ImageOps.autocontrast,
    "equalize": ImageOps.equalize,
    "cutout in the middle": cutout(6.7, 5.2, 4.9),
    "cutout at the border": cutout(0.4, 11.8, 6.0),
    "cutout of nothing": cutout(3.9, 8.1, 0.001),
}

if __name__ == "__main__":
    for name, operation in OPERATIONS.items():
        pixels = np.asarray(operation(picture())).transpose(2, 0, 1)
        print(name, zlib.crc32(np.ascontiguousarray(pixels).tobytes()))

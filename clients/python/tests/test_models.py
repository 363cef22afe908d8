"""Encoding, against a server whose codes can be reckoned from the pixels."""

from __future__ import annotations

import base64
import io
import json
import re
import threading
import time
import zipfile

import numpy as np
import pytest
from conftest import Answer, Request, Stub
from PIL import Image

from p2f import NotFound, Problem

# as a platform told it
MODEL = {
    "id": "mdl-01m8j2xs3mz98k4q2663p06ak1",
    "name": "synthetic-vdrl",
    "preset": "tiny",
    "objective": "vdrl",
    "step": 2400,
    "latentSize": 2,
    "channels": 3,
    "height": 4,
    "width": 5,
    "parameterCount": {"encoder": 163968, "scoreNetwork": 0},
    "weights": ["raw"],
    "aliases": ["synthetic-vdrl"],
    "digest": "6356a1d0",
    "createdAt": "2026-11-28T22:03:02.644425Z",
}
IMAGES = np.random.default_rng(2).integers(0, 256, (23, 3, 4, 5), dtype=np.uint8)
TIMES = [0.0, 0.25, 1.0]


def expected(images, times):
    """A code of two values: mean pixel × (1 + t), and the first pixel."""
    values = np.asarray(images, np.float64) / 255
    means = values.mean(axis=(1, 2, 3))
    first = np.repeat(values[:, 0, 0, 0, None], len(times), axis=1)
    return np.stack([means[:, None] * (1 + np.asarray(times)), first], axis=-1)


def encode(request: Request) -> Answer:
    query = request.query
    if request.headers["Content-Type"] == "application/x-npy":
        array = np.load(io.BytesIO(request.body))
        images = array if array.dtype == np.uint8 else array * 255
    else:
        boundary = re.search("boundary=(.*)", request.headers["Content-Type"])[1].encode()
        parts = request.body.split(b"--" + boundary)[1:-1]
        if len(parts) > 50:  # what servers take of a form
            return Answer.problem(413, "body-too-large", "Maximum upload size exceeded")
        pictures = []
        for part in parts:
            head, data = part[2:-2].split(b"\r\n\r\n", 1)
            assert b'name="images"' in head
            pictures.append(np.asarray(Image.open(io.BytesIO(data)).convert("RGB")))
        images = np.stack(pictures).transpose(0, 3, 1, 2)
    assert ("modelId", MODEL["id"]) in query
    times = [float(value) for name, value in query if name == "t"]
    narrow = ("encoding", "base64-float16") in query
    out = io.BytesIO()
    np.save(out, expected(images, times).astype(np.float16 if narrow else np.float32))
    return Answer(200, out.getvalue(), {"Content-Type": "application/x-npy"})


@pytest.fixture
def model(stub: Stub, client):
    stub.on("GET", "/v1/models/synthetic-vdrl", MODEL)
    stub.on("POST", "/v1/encodings", encode)
    return client.models["synthetic-vdrl"]


def test_codes_have_a_row_an_image_and_a_column_a_time(model):
    codes = model.encode(IMAGES, TIMES)
    assert codes.shape == (23, 3, 2) and codes.dtype == np.float32
    np.testing.assert_allclose(codes, expected(IMAGES, TIMES), rtol=1e-6)


def test_files_pictures_and_floats_give_the_codes_of_the_bytes(model, tmp_path):
    pictures = [Image.fromarray(image.transpose(1, 2, 0)) for image in IMAGES]
    pictures[0].save(tmp_path / "a.png")
    mixed = [tmp_path / "a.png", *pictures[1:10], *(IMAGES[10:] / 255)]
    np.testing.assert_allclose(model.encode(mixed, TIMES), expected(IMAGES, TIMES), rtol=1e-6)


def test_many_files_are_sent_in_as_many_forms_as_that_takes(model, tmp_path, stub: Stub):
    paths = []
    for number in range(120):
        paths.append(tmp_path / f"{number:03}.png")
        Image.fromarray(IMAGES[number % 23].transpose(1, 2, 0)).save(paths[-1])
    codes = model.encode(paths, TIMES, batch_size=128)
    np.testing.assert_allclose(codes[:23], expected(IMAGES, TIMES), rtol=1e-6)
    assert codes.shape == (120, 3, 2)
    assert len(stub.asked("POST", "/v1/encodings")) == 3


def test_batches_are_put_together_in_order_whichever_is_answered_first(model, stub: Stub):
    together, most = 0, 0
    lock = threading.Lock()

    def slowly(request: Request) -> Answer:
        nonlocal together, most
        with lock:
            together += 1
            most = max(most, together)
            first = len(stub.asked("POST", "/v1/encodings")) == 1
        time.sleep(0.2 if first else 0.02)
        with lock:
            together -= 1
        return encode(request)

    stub.on("POST", "/v1/encodings", slowly)
    codes = model.encode(IMAGES, TIMES, batch_size=3, workers=3)
    np.testing.assert_allclose(codes, expected(IMAGES, TIMES), rtol=1e-6)
    assert len(stub.asked("POST", "/v1/encodings")) == 8
    assert 1 < most <= 3


def test_a_batch_that_is_refused_for_being_busy_comes_again(model, stub: Stub, pauses):
    busy = Answer.problem(429, "queue-full", headers={"Retry-After": "2"})
    stub.on("POST", "/v1/encodings", encode, busy, Answer(502), encode)
    codes = model.encode(IMAGES, 0.5, batch_size=10, workers=1)
    np.testing.assert_allclose(codes, expected(IMAGES, [0.5]), rtol=1e-6)
    assert 2 in pauses


def test_a_refusal_ends_the_call(model, stub: Stub):
    refused = Answer.problem(422, "invalid-request", errors=[{"field": "body", "message": "no"}])
    stub.on("POST", "/v1/encodings", encode, refused)
    with pytest.raises(Problem, match="body: no"):
        model.encode(IMAGES, 0.5, batch_size=1, workers=2)
    # what was on its way already is all that was sent
    assert len(stub.asked("POST", "/v1/encodings")) <= 5


def test_an_image_to_blame_is_counted_among_all_and_named(model, stub: Stub, tmp_path):
    paths = []
    for number in range(6):
        paths.append(tmp_path / f"{number}.png")
        Image.fromarray(IMAGES[number].transpose(1, 2, 0)).save(paths[-1])
    errors = [{"field": "images[1]", "message": "ends early"}, {"field": "t", "message": "no"}]
    stub.on("POST", "/v1/encodings", encode, Answer.problem(422, "invalid-request", errors=errors))
    with pytest.raises(Problem) as caught:
        model.encode(paths, 0.5, batch_size=4, workers=1)
    told = [(error.field, error.message) for error in caught.value.errors]
    assert told == [("images[5]", "5.png: ends early"), ("t", "no")]
    assert "images[5]: 5.png: ends early" in str(caught.value)


def test_float16_and_no_images(model, stub: Stub):
    assert model.encode(IMAGES, TIMES, dtype="float16").dtype == np.float16
    asked = len(stub.requests)
    assert model.encode([], grid=4).shape == (0, 5, 2)
    assert model.encode([], grid=1).shape == (0, 1, 2)
    assert model.encode(IMAGES[:0], TIMES).shape == (0, 3, 2)
    assert len(stub.requests) == asked


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"t": 0.5, "grid": 2},
        {"t": 1.5},
        {"t": []},
        {"t": float("nan")},
        {"t": 0.5, "batch_size": 0},
        {"t": 0.5, "batch_size": 1025},
        {"t": 0.5, "workers": 0},
    ],
)
def test_wrong_questions_are_not_sent(model, stub: Stub, wrong):
    with pytest.raises(ValueError):
        model.encode(IMAGES, **wrong)
    assert not stub.asked("POST", "/v1/encodings")


def test_all_batches_are_of_the_model_that_the_alias_named_at_first(model, stub: Stub):
    # encode() asserts the id; the alias now stands for another model
    stub.on("GET", "/v1/models/synthetic-vdrl", MODEL | {"id": "mdl-other"})
    model.encode(IMAGES, 0.5, batch_size=5)


def test_a_model_is_found_by_name_if_only_one_has_it(client, stub: Stub):
    stub.on(
        "GET",
        "/v1/models",
        {
            "items": [
                MODEL | {"id": "mdl-1", "name": "mine", "aliases": []},
                MODEL | {"id": "mdl-2", "name": "twice", "aliases": []},
                MODEL | {"id": "mdl-3", "name": "twice", "aliases": []},
            ]
        },
    )
    assert client.models["mine"].id == "mdl-1"
    with pytest.raises(NotFound, match="mdl-2, mdl-3"):
        client.models["twice"]
    with pytest.raises(NotFound, match="there are mine"):
        client.models["mime"]
    with pytest.raises(TypeError):
        client.models[3]


def reconstruct(request: Request) -> Answer:
    """Noised images are x + t, those with the own code x, with the next one's code x − 0.5."""
    if request.headers["Content-Type"] == "application/json":
        asked = json.loads(request.body)
        assert asked["format"] == "float32" and asked["seed"] in (0, 3)
        times = asked["t"]
        images = np.frombuffer(base64.b64decode(asked["pixels"]["data"]), "<f4")
        images = images.reshape(asked["pixels"]["shape"])
    else:
        assert ("format", "float32") in request.query
        times = [float(value) for name, value in request.query if name == "t"]
        boundary = re.search("boundary=(.*)", request.headers["Content-Type"])[1].encode()
        files = [
            part[2:-2].split(b"\r\n\r\n", 1)[1]
            for part in request.body.split(b"--" + boundary)[1:-1]
        ]
        images = np.stack([np.asarray(Image.open(io.BytesIO(file))) for file in files])
        images = images.transpose(0, 3, 1, 2) / np.float32(255)

    def made(array, error):
        data = base64.b64encode(np.ascontiguousarray(array, "<f4").tobytes()).decode()
        return {"image": data, "squaredError": error}

    answer = [
        {
            "reconstructions": [
                {"t": t, "noised": made(x + t, 0), "withCode": made(x, 0.1)}
                | ({"withOtherCode": made(x - 0.5, 1.0)} if len(images) > 1 else {})
                for t in times
            ]
        }
        for x in images
    ]
    told = {"madeBy": "score-network", "shape": [3, 4, 5], "times": times, "images": answer}
    return Answer.of(told)


def test_reconstructions_are_arrays_by_image_and_time(model, stub: Stub):
    stub.on("POST", "/v1/reconstructions", reconstruct)
    made = model.reconstruct(IMAGES[:4], TIMES, seed=3)
    pixels = IMAGES[:4, None] / np.float32(255)
    assert made.made_by == "score-network" and list(made.times) == TIMES
    np.testing.assert_allclose(made.noised, pixels + np.reshape(TIMES, (1, 3, 1, 1, 1)), rtol=1e-6)
    np.testing.assert_allclose(made.with_code, np.repeat(pixels, 3, axis=1), rtol=1e-6)
    np.testing.assert_allclose(made.with_other_code, made.with_code - 0.5, atol=1e-6)
    np.testing.assert_allclose(made.gain, np.full((4, 3), 10.0))


def test_one_picture_has_no_other_code(model, stub: Stub):
    stub.on("POST", "/v1/reconstructions", reconstruct)
    made = model.reconstruct(Image.fromarray(IMAGES[0].transpose(1, 2, 0)), 0.5)
    assert made.with_code.shape == (1, 1, 3, 4, 5)
    assert made.with_other_code is None and made.gain is None
    with pytest.raises(ValueError, match="1 to 16 images"):
        model.reconstruct(IMAGES[:17], 0.5)


def test_an_export_for_the_hub_is_a_folder(model, stub: Stub, tmp_path):
    asked = {}

    def export(request: Request) -> Answer:
        asked.update(request.query)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("README.md", "# card")
            archive.writestr("model.safetensors", b"weights")
        return Answer(200, out.getvalue())

    stub.on("GET", f"/v1/models/{MODEL['id']}/exports/huggingface", export)
    folder = model.export(
        tmp_path / "a" / "mine", format="huggingface", weights="ema", license="mit"
    )
    assert sorted(file.name for file in folder.iterdir()) == ["README.md", "model.safetensors"]
    assert (folder / "README.md").read_text() == "# card"
    assert asked == {"weights": "ema", "license": "mit"}


def test_other_exports_are_files(model, stub: Stub, tmp_path):
    stub.on("GET", f"/v1/models/{MODEL['id']}/exports/onnx", Answer(200, b"ONNX"))
    assert model.export(tmp_path / "e.onnx", format="onnx").read_bytes() == b"ONNX"

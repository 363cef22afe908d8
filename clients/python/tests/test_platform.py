"""Against a running platform: P2F_URL and P2F_TOKEN, or ./p2f up of this machine.

What only reads and encodes runs wherever one is found. What makes data sets and trains (some
seconds) runs where P2F_TEST_WRITES=1 says that it may.
"""

from __future__ import annotations

import io
import os
from pathlib import Path

import numpy as np
import pandas
import pytest
from PIL import Image

import p2f
from p2f.sklearn import TrajectoryEncoder

EXAMPLE = (
    Path(__file__).resolve().parents[3] / "reference-models" / "synthetic-vdrl" / "example.png"
)
TIMES = [0.0, 0.5, 1.0]


@pytest.fixture(scope="module")
def platform():
    try:
        client = p2f.connect()
    except p2f.NotConnected as none:
        pytest.skip(f"Needs a running platform: {none}")
    with client:
        yield client


@pytest.fixture(scope="module")
def model(platform):
    return platform.models["synthetic-vdrl"]


def images(n: int) -> np.ndarray:
    return np.random.default_rng(5).integers(0, 256, (n, 3, 16, 16), dtype=np.uint8)


def test_codes_are_those_that_the_api_gives_as_json(platform, model):
    pixels = images(3)
    floats = (pixels / np.float32(255)).astype("<f4")
    import base64

    told = platform.operations.create_encodings(
        {
            "modelId": "synthetic-vdrl",
            "t": TIMES,
            "pixels": {
                "shape": list(floats.shape),
                "data": base64.b64encode(floats.tobytes()).decode(),
            },
        }
    )
    # decimal numbers of JSON are float32's shortest: nothing is lost on the way
    np.testing.assert_array_equal(np.float32(told["z"]), model.encode(floats, TIMES))
    assert model.encode(pixels, TIMES).shape == tuple(told["shape"]) == (3, 3, 32)


@pytest.mark.skipif(not EXAMPLE.exists(), reason="reference-models/ is not beside the package")
def test_a_path_a_picture_and_an_array_have_one_code(model):
    picture = Image.open(EXAMPLE)
    codes = model.encode(EXAMPLE, TIMES)
    for same in (picture, np.asarray(picture.convert("RGB")), EXAMPLE.read_bytes()):
        np.testing.assert_array_equal(model.encode(same, TIMES), codes)
    np.testing.assert_array_equal(model.encode([EXAMPLE] * 60, TIMES), np.repeat(codes, 60, axis=0))
    clear = picture.convert("RGBA")
    clear.putalpha(0)
    white = Image.new("RGB", picture.size, "white")
    np.testing.assert_array_equal(model.encode(clear, TIMES), model.encode(white, TIMES))


def test_batches_and_float16_change_nothing_but_rounding(model):
    pixels = images(20)
    whole = model.encode(pixels, grid=4)
    assert whole.shape == (20, 5, 32)
    # other batch sizes may take other kernels, whose last bits differ; equal where measured
    np.testing.assert_allclose(model.encode(list(pixels), grid=4, batch_size=3), whole, atol=2e-5)
    half = model.encode(pixels, grid=4, dtype="float16")
    np.testing.assert_allclose(half, whole, rtol=2**-11, atol=1e-6)  # half an ulp of 11 bits


def test_what_the_platform_refuses_names_the_field(model):
    with pytest.raises(p2f.Problem) as caught:
        model.encode(images(1), 0.5, weights="ema")
    assert caught.value.type == "invalid-request"
    assert [error.field for error in caught.value.errors] == ["weights"]
    with pytest.raises(p2f.Problem, match="16"):
        big = io.BytesIO()
        Image.new("RGB", (17, 16)).save(big, "PNG")
        model.encode(big.getvalue(), 0.5)


def test_a_wrong_token_is_told(platform):
    with pytest.raises(p2f.NotConnected, match="refuses the token"):
        p2f.connect(platform.url, "not-a-token")


def test_an_unknown_model_is_told_with_those_that_are_alike(platform):
    with pytest.raises(p2f.NotFound, match="synthetic-vdrl"):
        _ = platform.models["synthetic-vdlr"]


def test_every_list_can_be_read(platform):
    for name in ("models", "datasets", "runs", "trajectories", "evaluations", "analyses", "jobs"):
        for one in getattr(platform, name).list(3):
            assert one.id and repr(one)
    for study in platform.studies.list(1):
        assert len(study.steps())


def test_an_encoder_is_a_step_of_scikit_learn(platform, model):
    encoder = TrajectoryEncoder("synthetic-vdrl", TIMES, client=platform)
    features = encoder.fit_transform(images(2).reshape(2, -1))
    assert features.shape == (2, 96) == (2, len(encoder.get_feature_names_out()))
    np.testing.assert_allclose(features, model.encode(images(2), TIMES).reshape(2, -1), atol=2e-5)


@pytest.fixture(scope="module")
def writable(platform):
    if os.environ.get("P2F_TEST_WRITES") != "1":
        pytest.skip("Makes data sets and trains: set P2F_TEST_WRITES=1 where that is welcome")
    return platform


@pytest.fixture(scope="module")
def dataset(writable):
    settings = {"image_size": 16, "train_limit": 300, "test_limit": 100, "seed": 7}
    return writable.datasets.create("python-client", "synthetic", **settings).wait(timeout=1200)


def test_a_run_is_started_awaited_and_its_model_encodes(writable, dataset):
    run = writable.runs.start(
        dataset=dataset, preset="tiny", steps=20, probe={"every_steps": 10}, name="python-client"
    )
    run.wait(timeout=1200)  # a machine may have much else to do
    metrics = run.metrics()
    assert metrics.index[-1] == 20 and np.isfinite(metrics["loss"]).all()
    probes = run.probes()
    assert set(probes["factor"]) == set(dataset.factors) and set(probes["step"]) == {0, 10, 20}
    assert run.model.encode(images(2), 0.5).shape == (2, 1, run.model.latent_size)
    with pytest.raises(p2f.Problem) as caught:
        writable.runs.start(dataset=dataset, steps=-1, batch_size=0)
    assert {error.field for error in caught.value.errors} >= {"steps", "batchSize"}
    plan = dict(writable.runs.plan(dataset=dataset, steps=20)["plan"])
    again = writable.operations.plan_training_run(plan)["plan"]
    assert again == plan, "a plan is a request for itself"


def test_trajectories_are_the_codes_of_the_data_sets_images(writable, dataset, model, tmp_path):
    codes = writable.trajectories.create(
        model="synthetic-vdrl", dataset=dataset, t=TIMES, precision="float32"
    ).wait(timeout=1200)
    train, test = codes.to_numpy("train"), codes.to_numpy("test")
    assert train.shape == (300, 3, 32) and test.shape == (100, 3, 32)
    # a drawn data set has its images for testing behind those for training
    shown = [dataset.image(300 + row) for row in range(4)]
    np.testing.assert_allclose(test[:4], model.encode(shown, TIMES), atol=2e-5)

    table = pandas.read_parquet(codes.to_parquet(tmp_path / "test.parquet", "test"))
    assert len(table) == 300
    np.testing.assert_array_equal(np.stack(list(table["code"])).reshape(test.shape), test)
    np.testing.assert_array_equal(table[codes.factors].to_numpy()[::3], codes.labels("test"))

    near = codes.neighbours(row=5, split="test", among="test", t=0.5, keep=3)
    # the picture that is sent along is the row's own
    sent = codes.neighbours(dataset.image(305), among="test", t=0.5, keep=3)
    assert list(sent["row"]) == list(near["row"])
    assert near["row"].iloc[0] == 5 and near["index"].iloc[0] == 305
    assert near["distance"].iloc[0] == pytest.approx(0, abs=1e-6)

    read = writable.evaluations.create(codes, heads=["linear"], epochs=2, learning_rates=[0.01])
    results = read.wait(timeout=1200).results()
    assert set(results["factor"]) == set(codes.factors)
    assert results["accuracy"].between(0, 1).all()


def test_own_arrays_and_folders_become_data_sets(writable, tmp_path):
    pixels = images(40)
    made = writable.datasets.from_arrays(pixels, np.arange(40) % 2, "python-arrays")
    own = made.wait(timeout=1200)
    assert (len(own), own.info["channels"], own.info["height"]) == (40, 3, 16)
    for index, image in enumerate(pixels):
        folder = tmp_path / "birds" / ("owl", "wren")[index % 2]
        folder.mkdir(parents=True, exist_ok=True)
        Image.fromarray(image.transpose(1, 2, 0)).save(folder / f"{index}.png")
    upload = writable.datasets.send_file(tmp_path / "birds")
    preview = writable.datasets.preview("image-folder", [upload], image_size=16)
    assert preview["imagesFound"] == 40
    birds = writable.datasets.create("birds", "image-folder", [upload], image_size=16)
    assert birds.wait(timeout=1200).factors == {"class": ["owl", "wren"]}

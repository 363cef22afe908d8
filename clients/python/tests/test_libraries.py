"""scikit-learn, PyTorch, pickles, and the generated core."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from conftest import Stub
from sklearn.base import clone
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from test_models import IMAGES, MODEL, TIMES, encode, expected

import p2f
from p2f._generated import schema
from p2f._generated.operations import Operations
from p2f.sklearn import TrajectoryEncoder

ROOT = Path(__file__).resolve().parents[1]
DOCUMENT = ROOT.parents[1] / "openapi" / "p2f.json"


@pytest.fixture
def encoder(stub: Stub, client):
    stub.on("GET", "/v1/models/synthetic-vdrl", MODEL)
    stub.on("POST", "/v1/encodings", encode)
    return TrajectoryEncoder("synthetic-vdrl", TIMES, client=client)


def test_an_encoder_gives_features_with_names(encoder):
    features = encoder.fit_transform(IMAGES)
    np.testing.assert_allclose(features, expected(IMAGES, TIMES).reshape(23, 6), rtol=1e-6)
    names = list(encoder.get_feature_names_out())
    assert names == ["t=0 z0", "t=0 z1", "t=0.25 z0", "t=0.25 z1", "t=1 z0", "t=1 z1"]
    encoder.set_params(flatten=False)
    assert encoder.transform(IMAGES).shape == (23, 3, 2)


def test_an_encoder_is_a_step_of_a_pipeline_that_can_be_cloned(encoder):
    pipeline = clone(make_pipeline(encoder, StandardScaler()))
    rows = IMAGES.reshape(23, -1)  # as scikit-learn's own image sets are
    scaled = pipeline.fit_transform(rows)
    np.testing.assert_allclose(scaled.mean(axis=0), 0, atol=1e-5)
    assert pipeline[0].get_params()["model"] == "synthetic-vdrl"
    assert pipeline[0].client is encoder.client


def test_a_pickle_holds_no_token(stub: Stub, client, monkeypatch):
    data = pickle.dumps(client)
    assert b"secret" not in data
    stub.on("GET", "/v1/models", {"items": []})
    monkeypatch.setenv("P2F_TOKEN", "other")
    assert pickle.loads(data).url == client.url
    assert stub.requests[-1].headers["Authorization"] == "Bearer other"


def test_a_torch_data_set_gives_codes_and_labels(stub: Stub, client):
    torch = pytest.importorskip("torch", reason="PyTorch is not installed")
    from p2f import Trajectories
    from p2f.torch import TrajectoryDataset

    class Fixed(Trajectories):
        times = np.array([0.0, 1.0])
        to_numpy = staticmethod(lambda split: np.ones((4, 2, 3), np.float32))
        labels = staticmethod(lambda split, factor: np.arange(4, dtype=np.int32))

    data = TrajectoryDataset(Fixed(client, {"id": "trj-1"}), factor="digit")
    codes, labels = next(iter(torch.utils.data.DataLoader(data, batch_size=4)))
    assert codes.shape == (4, 2, 3) and labels.tolist() == [0, 1, 2, 3]


def test_torch_tensors_are_images(encoder):
    torch = pytest.importorskip("torch", reason="PyTorch is not installed")
    tensor = torch.from_numpy(IMAGES).float().div(255).requires_grad_()
    want = expected(IMAGES, TIMES).reshape(23, 6)
    np.testing.assert_allclose(encoder.fit_transform(tensor), want, rtol=1e-6)
    np.testing.assert_allclose(encoder.transform(list(tensor)), want, rtol=1e-6)


def test_what_is_not_installed_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    from p2f._tables import frame

    with pytest.raises(p2f.Missing, match=r"pip install 'p2f\[pandas\]'"):
        frame([])


@pytest.mark.skipif(not DOCUMENT.exists(), reason="openapi/p2f.json is not beside the package")
class TestGenerated:
    def test_it_is_what_the_document_says(self):
        told = subprocess.run(
            [sys.executable, ROOT / "tools" / "generate.py", "--check"],
            capture_output=True,
            text=True,
        )
        assert told.returncode == 0, told.stderr

    def test_every_operation_and_schema_is_there(self):
        document = json.loads(DOCUMENT.read_text())
        operations = [o for path in document["paths"].values() for o in path.values()]
        methods = [name for name in vars(Operations) if not name.startswith("_")]
        assert len(methods) == len(operations) - 1  # all but the stream of events
        for name, told in document["components"]["schemas"].items():
            made = getattr(schema, name)
            assert set(made.__annotations__) == set(told.get("properties", {})), name

    def test_a_name_in_a_path_cannot_lead_elsewhere(self, stub: Stub, client):
        stub.on("GET", "/v1/models/..%2Fjobs%3Fx", MODEL)
        assert client.operations.get_model("../jobs?x")["id"] == MODEL["id"]

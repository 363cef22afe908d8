"""Data sets, runs, codes of data sets, studies."""

from __future__ import annotations

import base64
import hashlib
import html
import io
import json
import re
import zipfile

import numpy as np
import pytest
from conftest import Answer, Request, Stub

from p2f import JobFailed, NotConnected, P2FError, Problem
from p2f._trajectories import read_npy

JOB = {
    "id": "trn-1",
    "service": "training",
    "kind": "dataset-import",
    "state": "queued",
    "phases": [],
    "progress": 0.0,
    "attempt": 0,
    "createdAt": "2026-11-28T22:03:05.759676Z",
    "artifacts": [],
    "plan": {"name": "birds", "source": "image-folder"},
}
DATASET = {
    "id": "ds-1",
    "name": "birds",
    "images": 16,
    "factors": [{"name": "class", "classes": 2, "classNames": ["a", "b"]}],
}
RUN = {
    "id": "trn-2",
    "name": "birds: vdrl",
    "job": JOB | {"id": "trn-2", "kind": "training"},
    "plan": {},
    "step": 0,
    "steps": 20,
}
TRAJECTORIES = {
    "id": "trj-1",
    "modelId": "mdl-1",
    "datasetId": "ds-1",
    "times": [0.0, 0.5],
    "codes": 3,
    "train": 12,
    "test": 4,
    "factors": [{"name": "digit", "classes": 10}, {"name": "colour", "classes": 9}],
    "storage": "float32",
}


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch):
    monkeypatch.setattr("p2f._resources.SHORTEST_POLL", 0.001)
    monkeypatch.setattr("p2f._resources.LONGEST_POLL", 0.001)


@pytest.fixture
def imports(stub: Stub):
    """A platform that keeps uploads and makes a data set of them in three looks."""
    stub.uploads = {}

    def upload(request: Request) -> Answer:
        digest = base64.b64encode(hashlib.sha256(request.body).digest()).decode()
        assert request.headers["Content-Digest"] == f"sha-256=:{digest}:"
        assert request.headers["Content-Type"] == "application/octet-stream"
        id = f"upl-{len(stub.uploads)}"
        stub.uploads[id] = (dict(request.query)["name"], request.body)
        return Answer.of({"id": id, "name": dict(request.query)["name"]}, 201)

    stub.on("POST", "/v1/uploads", upload)
    stub.on("POST", "/v1/datasets", Answer.of(JOB, 202))
    running = JOB | {"state": "running", "progress": 0.5, "phase": "reading", "etaSeconds": 2}
    done = JOB | {"state": "succeeded", "progress": 1.0, "artifacts": ["ds-1"]}
    stub.on("GET", "/v1/jobs/trn-1", JOB, running, done)
    stub.on("GET", "/v1/datasets/ds-1", DATASET)
    return stub


def test_a_folder_of_class_folders_becomes_a_data_set(imports: Stub, client, tmp_path):
    for name in ("train/cat/1.png", "train/dog/2.png"):
        (tmp_path / "birds" / name).parent.mkdir(parents=True)
        (tmp_path / "birds" / name).write_bytes(name.encode())
    dataset = client.datasets.upload(tmp_path / "birds", image_size=16).wait()
    assert (dataset.id, dataset.factors, len(dataset)) == ("ds-1", {"class": ["a", "b"]}, 16)
    ((name, body),) = imports.uploads.values()
    assert name == "birds.zip"
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        assert {n: archive.read(n).decode() for n in archive.namelist()} == {
            "train/cat/1.png": "train/cat/1.png",
            "train/dog/2.png": "train/dog/2.png",
        }
    (request,) = imports.asked("POST", "/v1/datasets")
    assert request.json == {
        "name": "birds",
        "source": "image-folder",
        "uploadIds": ["upl-0"],
        "imageSize": 16,
    }
    assert request.headers["Idempotency-Key"]


def test_an_upload_that_is_refused_for_being_busy_is_sent_whole_again(
    imports: Stub, client, tmp_path
):
    file = tmp_path / "a.zip"
    file.write_bytes(bytes(range(256)) * 9000)  # more than one piece
    kept = imports.routes["POST", "/v1/uploads"]
    imports.on("POST", "/v1/uploads", Answer.problem(503, "draining"), kept)
    assert client.datasets.send_file(file)["id"] == "upl-0"
    assert imports.uploads["upl-0"] == ("a.zip", file.read_bytes())


def test_arrays_become_a_data_set_of_two_npy_files(imports: Stub, client):
    images = np.arange(2 * 4 * 4, dtype=np.uint8).reshape(2, 4, 4)
    client.datasets.from_arrays(images, [1, 0], "mine", seed=3).wait()
    (first, second) = imports.uploads.values()
    assert (first[0], second[0]) == ("images.npy", "labels.npy")
    np.testing.assert_array_equal(np.load(io.BytesIO(first[1])), images)
    np.testing.assert_array_equal(np.load(io.BytesIO(second[1])), [1, 0])
    (request,) = imports.asked("POST", "/v1/datasets")
    assert (request.json["source"], request.json["seed"]) == ("npy", 3)
    with pytest.raises(ValueError, match="2 images, but 1 labels"):
        client.datasets.from_arrays(images, [1], "mine")
    with pytest.raises(ValueError, match="uint8"):
        client.datasets.from_arrays(images / 255, [1, 0], "mine")


def test_a_failed_job_tells_why_and_whose_act_mends_it(imports: Stub, client):
    failure = {"code": "invalid-data", "detail": "cat/1.png is cut short", "blame": "user"}
    imports.on("GET", "/v1/jobs/trn-1", JOB | {"state": "failed", "failure": failure})
    with pytest.raises(JobFailed, match=r"invalid-data.*cat/1.png is cut short") as caught:
        client.datasets.create("birds", "image-folder", ["upl-0"]).wait()
    assert (caught.value.code, caught.value.blame) == ("invalid-data", "user")


def test_a_bar_tells_how_far_it_is(imports: Stub, client, capsys):
    client.datasets.create("birds", "synthetic").wait(progress=True)
    told = capsys.readouterr().err
    assert "birds" in told and " 50% reading · 2 s left" in told and "100%" in told
    client.datasets.create("birds", "synthetic").wait()
    assert capsys.readouterr().err == ""  # nobody sees it live


def test_waiting_ends_after_a_timeout_and_the_job_goes_on(imports: Stub, client):
    imports.on("GET", "/v1/jobs/trn-1", JOB)
    with pytest.raises(TimeoutError, match="goes on"):
        client.datasets.create("birds", "synthetic").wait(timeout=0.01)
    assert not imports.asked("POST", "/v1/jobs/trn-1/cancel")


@pytest.fixture
def run(stub: Stub, client):
    stub.on("GET", "/v1/datasets/birds", Answer.problem(404, "unknown-dataset"))
    stub.on("GET", "/v1/datasets", {"items": [DATASET]})
    stub.on("POST", "/v1/training-runs", Answer.of(RUN, 202))
    ended = RUN["job"] | {"state": "succeeded", "progress": 1.0}
    done = RUN | {"step": 20, "job": ended, "modelId": "mdl-1"}
    stub.on("GET", "/v1/training-runs/trn-2", RUN, done)
    return client.runs.start(dataset="birds", steps=20, probe={"every_steps": 10}, seed=None)


def test_a_run_takes_names_and_the_settings_of_python(run, stub: Stub):
    assert run.wait().state == "succeeded"
    (request,) = stub.asked("POST", "/v1/training-runs")
    assert request.json == {
        "datasetId": "ds-1",
        "preset": "tiny",
        "objective": "vdrl",
        "steps": 20,
        "probe": {"everySteps": 10},
    }


def test_metrics_are_a_table_by_step(run, stub: Stub):
    points = [{"step": 10, "loss": 4.0}, {"step": 20, "loss": 2.0}]
    stub.on("GET", "/v1/training-runs/trn-2/metrics", {"points": points, "lastStep": 20})
    stub.on("GET", "/v1/training-runs/trn-2/probes", {"points": []})
    table = run.metrics(points=2)
    assert list(table.index) == [10, 20] and list(table["loss"]) == [4.0, 2.0]
    assert stub.requests[-1].query == [("points", "2")]
    assert list(run.probes().columns) == ["step", "t", "factor", "accuracy"]
    loss, accuracy = run.plot()
    np.testing.assert_array_equal(loss.lines[0].get_xydata(), [[10, 4], [20, 2]])
    assert "probe" in accuracy.texts[0].get_text()


def test_a_clone_can_go_back_to_the_presets_value(run, stub: Stub):
    stub.on("POST", "/v1/training-runs/trn-2/clone", Answer.of(RUN, 202))
    run.clone(seed=4, optimizer={"learning_rate": None})
    (request,) = stub.asked("POST", "/v1/training-runs/trn-2/clone")
    assert request.json == {"seed": 4, "optimizer": {"learningRate": None}}


def test_a_run_without_a_model_says_so(run, stub: Stub):
    stub.on("GET", "/v1/training-runs/trn-2", RUN)
    with pytest.raises(P2FError, match="queued and has no model"):
        _ = run.model


@pytest.fixture
def trajectories(stub: Stub, client):
    codes = np.random.default_rng(3).random((4, 2, 3)).astype(np.float32)
    labels = np.arange(8, dtype=np.int32).reshape(4, 2)

    def export(request: Request) -> Answer:
        query = dict(request.query)
        if query["format"] == "parquet":
            return Answer(200, b"PAR1")
        out = io.BytesIO()
        np.save(out, labels if query["format"] == "npy-labels" else codes.astype(query["type"]))
        return Answer(200, out.getvalue())

    stub.on("GET", "/v1/trajectories/trj-1", TRAJECTORIES)
    stub.on("GET", "/v1/trajectories/trj-1/export", export)
    made = client.trajectories["trj-1"]
    made.codes, made.values = codes, labels
    return made


def test_trajectories_are_arrays(trajectories, tmp_path):
    np.testing.assert_array_equal(trajectories.to_numpy("test"), trajectories.codes)
    assert trajectories.to_numpy("test", "float16").dtype == np.float16
    np.testing.assert_array_equal(trajectories.labels("test"), trajectories.values)
    np.testing.assert_array_equal(trajectories.labels("test", "colour"), trajectories.values[:, 1])
    with pytest.raises(ValueError, match="digit, colour"):
        trajectories.labels("test", "shape")
    path = trajectories.to_parquet(tmp_path / "x.parquet", "test")
    assert path.read_bytes() == b"PAR1"


def test_a_download_that_breaks_leaves_nothing_behind(trajectories, stub: Stub, tmp_path):
    stub.on("GET", "/v1/trajectories/trj-1/export", Answer.problem(404, "unknown-trajectories"))
    with pytest.raises(Problem):
        trajectories.to_parquet(tmp_path / "x.parquet")
    stub.on("GET", "/v1/trajectories/trj-1/export", Answer(200, b"PAR1", missing=9))
    with pytest.raises(NotConnected, match="broke off"):
        trajectories.to_parquet(tmp_path / "x.parquet")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("size", [1, 7, 64, 10_000])
def test_an_array_that_comes_in_pieces_is_put_together(size):
    array = np.random.default_rng(4).random((5, 3, 2)).astype(np.float32)
    for whole in (array, array[:0]):
        out = io.BytesIO()
        np.save(out, whole)
        data = out.getvalue()
        pieces = [data[at : at + size] for at in range(0, len(data), size)]
        np.testing.assert_array_equal(read_npy(iter(pieces)), whole)
    with pytest.raises(P2FError, match="ended early"):
        read_npy(iter([data[:40]]))
    out = io.BytesIO()
    np.save(out, array)
    with pytest.raises(P2FError, match="ended early"):
        read_npy(iter([out.getvalue()[:-1]]))
    with pytest.raises(P2FError, match="goes on"):
        read_npy(iter([out.getvalue(), b"x"]))
    with pytest.raises(P2FError, match="no NPY"):
        read_npy(iter([b"<html><body>"]))


def test_neighbours_are_a_table(trajectories, stub: Stub):
    found = [{"row": 7, "index": 307, "distance": 0.1, "labels": [3, 5]}]
    stub.on("POST", "/v1/trajectories/trj-1/neighbours", {"neighbours": found})
    table = trajectories.neighbours(row=0, t=0.5, keep=1)
    told = {"row": 7, "index": 307, "distance": 0.1, "digit": 3, "colour": 5}
    assert table.to_dict("records") == [told]
    assert stub.requests[-1].json["stages"] == [{"t": 0.5, "keep": 1}]
    model = {"id": "mdl-1", "channels": 3, "height": 4, "width": 5}
    stub.on("GET", "/v1/models/mdl-1", model)
    stages = [{"t": 0.8, "keep": 9}, {"t": 0.1, "keep": 1, "order": "farthest"}]
    trajectories.neighbours(b"a picture", stages=stages, metric="euclidean", among="test")
    assert stub.requests[-1].json == {
        "split": "test",
        "metric": "euclidean",
        "stages": stages,
        "image": {"content": base64.b64encode(b"a picture").decode()},
    }
    for wrong in ({"row": 0}, {"t": 0.5}, {"row": 0, "t": 0.5, "stages": stages}):
        with pytest.raises(ValueError, match="Name either"):
            trajectories.neighbours(**wrong)


def test_a_report_is_shown_in_a_frame_that_it_cannot_leave(stub: Stub, client):
    page = '<html><body title="a &quot; b"><script>alert(1)</script></body></html>'
    study = {"id": "std-1", "name": "s", "state": "succeeded", "progress": 1.0, "steps": []}
    stub.on("GET", "/v1/studies/std-1", study | {"reportId": "rep-1"})
    stub.on("GET", "/v1/artifacts/rep-1/files/report.html", Answer(200, page.encode()))
    numbers = json.dumps({"findings": [1]}).encode()
    stub.on("GET", "/v1/artifacts/rep-1/files/report.json", Answer(200, numbers))
    report = client.studies["std-1"].report()
    assert report.json == {"findings": [1]}
    shown = report._repr_html_()
    assert "<script" not in shown and 'sandbox=""' in shown
    assert html.unescape(re.search('srcdoc="([^"]*)"', shown)[1]) == page


def test_a_study_that_failed_names_the_step(stub: Stub, client):
    steps = [
        {"name": "m", "title": "Training VDRL 0", "state": "failed", "failure": "no room"},
        {"name": "c", "title": "Codes", "state": "waiting"},
    ]
    study = {"id": "std-1", "name": "s", "state": "failed", "progress": 0.1, "steps": steps}
    stub.on("GET", "/v1/studies/std-1", study)
    with pytest.raises(JobFailed, match="Training VDRL 0: no room"):
        client.studies["std-1"].wait()
    with pytest.raises(P2FError, match="no report yet"):
        client.studies["std-1"].report()

"""Bars and pictures, where they are seen: in a kernel."""

from __future__ import annotations

import base64
import io
import re

import nbformat
import numpy as np
import pytest
from conftest import Answer, Stub
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook
from PIL import Image
from test_models import IMAGES, MODEL, TIMES, encode
from test_work import RUN

SOURCE = """
import numpy as np, p2f
client = p2f.connect()
run = client.runs["trn-2"].wait()
codes = client.models["synthetic-vdrl"].encode(np.zeros((5, 3, 4, 5)), t=[0, 1], batch_size=2)
"""


@pytest.fixture
def outputs(stub: Stub, monkeypatch):
    """What a cell shows that waits for a run and encodes."""
    monkeypatch.setenv("P2F_URL", stub.url)
    monkeypatch.setenv("P2F_TOKEN", "secret")
    running = RUN["job"] | {"state": "running", "progress": 0.5, "phase": "<training>"}
    done = RUN["job"] | {"state": "succeeded", "progress": 1.0, "phase": "<training>"}
    stub.on("GET", "/v1/models", {"items": []})
    stub.on(
        "GET",
        "/v1/training-runs/trn-2",
        RUN,
        RUN | {"step": 10, "job": running},
        RUN | {"step": 20, "job": done},
    )
    points = [{"step": step, "loss": 100.0 / step} for step in range(1, 21)]
    stub.on("GET", "/v1/training-runs/trn-2/metrics", {"points": points, "lastStep": 20})
    probes = [
        {"step": step, "t": t, "factor": factor, "accuracy": (step / 20 + t) / 2}
        for step in (0, 10, 20)
        for t in (0.0, 1.0)
        for factor in ("shape", "location")
    ]
    stub.on("GET", "/v1/training-runs/trn-2/probes", {"points": probes})
    stub.on("GET", "/v1/models/synthetic-vdrl", MODEL)
    stub.on("POST", "/v1/encodings", encode)
    notebook = new_notebook(cells=[new_code_cell(SOURCE)])
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    nbformat.validate(notebook)
    return notebook.cells[0].outputs


def test_a_cell_shows_one_bar_for_each_wait_and_one_picture_of_the_run(outputs):
    shown = [output["data"] for output in outputs if output.output_type == "display_data"]
    bars = [data["text/html"] for data in shown if "text/html" in data]
    assert len(bars) == 2 and len(shown) == 3 and len(outputs) == 3
    assert "birds: vdrl" in bars[0] and "step 20 of 20" in bars[0] and "100%" in bars[0]
    assert "&lt;training&gt;" in bars[0], "what the platform tells is no HTML"
    assert "Encoding with synthetic-vdrl" in bars[1] and "5 images" in bars[1]
    assert all(re.search('value="1.0000" max="1"', bar) for bar in bars)
    (picture,) = [data["image/png"] for data in shown if "image/png" in data]
    pixels = np.asarray(Image.open(io.BytesIO(base64.b64decode(picture))).convert("RGB"))
    colours = {tuple(colour) for colour in pixels.reshape(-1, 3)}
    # the line of losses and one of each factor, in the palette's own colours
    assert {(0x00, 0x72, 0xB2), (0xD5, 0x5E, 0x00)} <= colours


def test_a_terminal_has_one_line(monkeypatch, client, stub: Stub, capsys):
    stub.on("GET", "/v1/models/synthetic-vdrl", MODEL)
    stub.on("POST", "/v1/encodings", encode)
    model = client.models["synthetic-vdrl"]
    model.encode(iter(IMAGES), TIMES, batch_size=10, progress=True)
    told = capsys.readouterr().err
    assert told.endswith("\n") and told.count("\n") == 1 and told.count("\r") == 3
    assert "23 images" in told.split("\r")[-1]
    stub.on("POST", "/v1/encodings", Answer.problem(422, "invalid-request", "no"))
    model.encode([], TIMES, progress=True)
    assert capsys.readouterr().err == ""

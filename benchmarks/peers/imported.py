"""Imports a checkpoint over HTTP and compares the codes that P2F serves with those of PyTorch.

    python imported.py URL DIRECTORY            (checkpoint.pth, codes.safetensors; TOKEN in the environment)

DIRECTORY is what `checkpoint.py DIRECTORY small` wrote. Needs numpy and safetensors, and a platform
(`./p2f up`). Prints one JSON object a line and fails where codes differ by more than 1e-5 of the
largest; PyTorch's own float32 phases of ln sigma(t) are worth some 3e-6.
"""

import io
import json
import os
import sys
import time
import urllib.request

import numpy as np
from safetensors.numpy import load_file

BOUND = 1e-5
JSON, OCTETS, NPY = "application/json", "application/octet-stream", "application/x-npy"


def call(path, body=None, kind=JSON, accept=JSON):
    headers = {"Authorization": "Bearer " + os.environ["TOKEN"], "Content-Type": kind, "Accept": accept}
    with urllib.request.urlopen(urllib.request.Request(sys.argv[1] + path, body, headers)) as answer:
        content = answer.read()
    return json.loads(content) if accept == JSON else content


def imported(checkpoint):
    """The model's id."""
    upload = call("/v1/uploads?name=checkpoint.pth", checkpoint, OCTETS)
    request = {"name": "from PyTorch", "weightsId": upload["id"], "preset": "paper-cifar10", "objective": "drl",
               "encoder": {"latentSize": 128}}
    job = call("/v1/models", json.dumps(request).encode())
    while job["state"] not in ("succeeded", "failed", "cancelled"):
        time.sleep(0.5)
        job = call("/v1/jobs/" + job["id"])
    if job["state"] != "succeeded":
        raise SystemExit(f"{job['state']}: {job.get('failure')}")
    return job["artifacts"][0]


def main(directory):
    with open(os.path.join(directory, "checkpoint.pth"), "rb") as file:
        model = imported(file.read())
    expected = load_file(os.path.join(directory, "codes.safetensors"))
    images = io.BytesIO()
    np.save(images, expected["x"])
    times = "".join(f"&t={t}" for t in expected["t"])
    for weights, codes in (("raw", expected["z"]), ("ema", expected["z_ema"])):
        path = f"/v1/encodings?modelId={model}&weights={weights}{times}"
        served = np.load(io.BytesIO(call(path, images.getvalue(), NPY, NPY)))
        off = float(np.abs(served - codes).max() / np.abs(codes).max())
        print(json.dumps({"bench": "import", "weights": weights, "codes": served.size, "error": off}), flush=True)
        if not off <= BOUND:
            raise SystemExit(f"the {weights} codes are off by {off} of the largest")


if __name__ == "__main__":
    main(sys.argv[2])

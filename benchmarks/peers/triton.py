"""Loads a platform by the Open Inference Protocol with tritonclient, in closed loops as perf_analyzer
does: so many callers, each of whom asks again as soon as it is answered.

    python triton.py URL GRPC TOKEN MODEL [SECONDS]

Needs tritonclient[http,grpc] and numpy. Prints one JSON object a line. No two requests have a pair of
image and time in common, so no cache helps.
"""

import itertools
import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import tritonclient.grpc
import tritonclient.http

CALLERS, IMAGES, WARM_UP, SIDE = (1, 4, 16), (1, 32), 2, 32
URL, GRPC, TOKEN, MODEL = sys.argv[1:5]
SECONDS = float(sys.argv[5]) if len(sys.argv) > 5 else 8
HEADERS = {"authorization": f"Bearer {TOKEN}"}  # copied for each call: tritonclient adds to them
numbers = itertools.count(1)


def connected(protocol):
    if protocol == "http":
        return tritonclient.http.InferenceServerClient(URL.removeprefix("http://"), network_timeout=60)
    return tritonclient.grpc.InferenceServerClient(GRPC)


def calls(protocol, images, until):
    """What a caller waits for each answer, in seconds, and when it had it."""
    library = getattr(tritonclient, protocol)
    client = connected(protocol)
    pixels = library.InferInput("images", list(images.shape), "FP32")
    pixels.set_data_from_numpy(images)
    waits = []
    while time.monotonic() < until:
        times = library.InferInput("t", [1], "FP32")
        times.set_data_from_numpy(np.array([next(numbers) * 0.618033988749895 % 1], dtype=np.float32))
        began = time.monotonic()
        codes = client.infer(MODEL, [pixels, times], headers=dict(HEADERS)).as_numpy("z")
        waits.append((time.monotonic(), time.monotonic() - began))
        assert codes.shape[0] == len(images)
    client.close()
    return waits


def load(protocol, callers, images):
    began = time.monotonic() + WARM_UP
    until = began + SECONDS
    array = np.random.default_rng(images).random((images, 3, SIDE, SIDE), dtype=np.float32)
    with ThreadPoolExecutor(callers) as pool:
        waits = [wait for caller in pool.map(lambda _: calls(protocol, array, until), range(callers)) for wait in caller]
    ms = np.array([wait for at, wait in waits if began <= at < until]) * 1000
    print(
        json.dumps(
            {
                "bench": "serve",
                "path": "tritonclient",
                "format": protocol,
                "loop": "closed",
                "callers": callers,
                "images": images,
                "pairsPerSecond": round(len(ms) * images / SECONDS, 1),
                "ms": {name: round(float(np.quantile(ms, q)), 1) for name, q in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99))},
            }
        ),
        flush=True,
    )


for protocol in ("http", "grpc"):
    for images in IMAGES:
        for callers in CALLERS:
            load(protocol, callers, images)

"""E(x, t) of a batch in PyTorch: eager float32, and the best of what PyTorch offers besides.

    python encode.py MODEL_DIRECTORY        (weights.safetensors, model.json, goldens.safetensors)

Needs torch and safetensors. One JSON object a line, as ./p2f bench encode prints them.
"""

import json
import sys
import time

import torch

import model

BATCH = 128
RUNS = 15


def measure(name, encoder, pixels):
    t = torch.full((BATCH,), 0.5)
    with torch.inference_mode():
        for _ in range(3):
            encoder(pixels, t)
        times = []
        for _ in range(RUNS):
            start = time.perf_counter()
            encoder(pixels, t)
            times.append(time.perf_counter() - start)
    times.sort()
    print(json.dumps({
        "bench": "encode", "peer": "pytorch " + torch.__version__, "way": name,
        "imagesPerSecond": round(BATCH / times[RUNS // 2], 1),
        "stepMs": {"p50": round(1e3 * times[RUNS // 2], 1)}}), flush=True)


def main(directory):
    encoder, spec = model.load(directory)
    model.check(encoder, directory, 1e-4)
    p = spec["preprocessing"]
    pixels = torch.rand(BATCH, p["channels"], p["height"], p["width"])
    measure("eager float32", encoder, pixels)

    last = encoder.to(memory_format=torch.channels_last)
    pixels = pixels.to(memory_format=torch.channels_last)
    measure("channels-last float32", last, pixels)
    traced = torch.jit.freeze(torch.jit.trace(last, (pixels, torch.full((BATCH,), 0.5))))
    measure("frozen channels-last float32", torch.jit.optimize_for_inference(traced), pixels)
    try:
        measure("compiled channels-last float32", torch.compile(last), pixels)
    except Exception as failure:  # no compiler on this machine
        print(json.dumps({"way": "compiled", "skipped": str(failure).splitlines()[0]}))

    half, _ = model.load(directory)
    half = half.to(memory_format=torch.channels_last)
    for module in half.modules():
        if isinstance(module, (torch.nn.Conv2d, torch.nn.BatchNorm2d)) or type(module) is model.Block:
            module.to(torch.bfloat16)
    model.check(half, directory, 2e-2)
    measure("channels-last bfloat16", half, pixels)


if __name__ == "__main__":
    main(sys.argv[1])

"""The plainest Python server of E(x, t): FastAPI, one request at a time through PyTorch.

    python serve.py MODEL_DIRECTORY [PORT]

Needs torch, safetensors, numpy, fastapi, uvicorn. It takes POST /v1/encodings?t=0.5 with a body of
application/x-npy, images [n, C, H, W] in [0, 1], and answers with little-endian float32 [n, d].
"""

import asyncio
import io
import sys

import numpy
import torch
import uvicorn
from fastapi import FastAPI, Request, Response

import model

app = FastAPI()
turn = asyncio.Lock()
encoder = None


def encode(pixels, t):
    with torch.inference_mode():
        x = torch.from_numpy(pixels).to(memory_format=torch.channels_last)
        return encoder(x, torch.full((len(pixels),), t)).numpy().tobytes()


@app.post("/v1/encodings")
async def encodings(request: Request, t: float):
    pixels = numpy.load(io.BytesIO(await request.body()), allow_pickle=False)
    async with turn:
        codes = await asyncio.to_thread(encode, pixels, t)
    return Response(codes, media_type="application/octet-stream")


if __name__ == "__main__":
    encoder, _ = model.load(sys.argv[1])
    model.check(encoder, sys.argv[1], 1e-4)
    encoder = encoder.to(memory_format=torch.channels_last)
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[2]) if len(sys.argv) > 2 else 8090, access_log=False)

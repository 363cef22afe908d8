"""The critics of `./p2f bench mine` in plain PyTorch, one after another: the published way.

mine.py WIDTH IMAGES STEPS TRAINED MEMBERS: trains TRAINED critics and reckons for MEMBERS.
"""

import json
import sys
import time

import torch
from torch import nn

width, images, steps, trained, members = map(int, sys.argv[1:])
BATCH = 256


def critic():
    return nn.Sequential(
        nn.Linear(2 * width, 256), nn.ELU(), nn.Linear(256, 256), nn.ELU(), nn.Linear(256, 1)
    )


def train(x, y):
    net = critic()
    adam = torch.optim.Adam(net.parameters(), lr=1e-4)
    average = torch.ones(())
    bound = None
    for _ in range(steps):
        rows = torch.randperm(len(x))[:BATCH]
        joint = torch.cat([x[rows], y[rows]], 1)
        apart = torch.cat([x[rows], y[rows].roll(1, 0)], 1)
        t = net(joint).mean()
        e = net(apart).exp().mean()
        average = 0.99 * average + 0.01 * e.detach()
        adam.zero_grad()
        (e / average - t).backward()
        adam.step()
        bound = t.detach() - e.detach().log()
    return bound


torch.manual_seed(0)
codes = [torch.randn(images, width).abs() for _ in range(2)]
train(*codes)
begun = time.perf_counter()
for _ in range(trained):
    train(*codes)
seconds = (time.perf_counter() - begun) * members / trained
print(
    json.dumps(
        {
            "bench": "mine",
            "peer": "pytorch " + torch.__version__,
            "members": members,
            "steps": steps,
            "seconds": round(seconds, 2),
            "threads": torch.get_num_threads(),
        }
    ),
    flush=True,
)

"""Activations of the small NCSN++ network, taken from its plain PyTorch form by forward hooks.

    python activations.py FOLDER

Writes activations.safetensors into the folder: float32 weights, images in [0, 1], noise and times, and in
float64 the mean over pixels of what each layer gives, by P2F's names of layers. Attention belongs to the
block before it. Needs torch and safetensors.
"""

import math
import sys

import torch
from safetensors.torch import save_file
from torch import nn

from score import Attention, ResidualBlock, ScoreNetwork

SIZE, CODE, MULTIPLIERS, BLOCKS, ATTENTION, FEATURES = 16, 6, (1, 2), 2, (8,), 4
MEAN, STD = (0.4, 0.5, 0.6), (0.2, 0.25, 0.3)


def layers():
    """In order of execution."""
    levels = range(len(MULTIPLIERS))
    down = [f"down.{level}.{block}" for level in levels for block in range(BLOCKS)]
    up = [f"up.{level}.{block}" for level in reversed(levels) for block in range(BLOCKS + 1)]
    return down + ["bottom.0", "bottom.1"] + up


def activations(network, x, t):
    """Pooled outputs of the blocks that keep the size, of a network that is told zeros as code."""
    found = []

    def block(module, _, output):
        if module.resample is None:
            found.append(output)

    def attention(_, __, output):
        found[-1] = output

    for module in network.all_modules:
        if isinstance(module, ResidualBlock):
            module.register_forward_hook(block)
        elif isinstance(module, Attention):
            module.register_forward_hook(attention)
    network(x, t, torch.zeros(len(x), CODE, dtype=x.dtype))
    return {name: output.mean(dim=(2, 3)) for name, output in zip(layers(), found, strict=True)}


def main(folder):
    torch.manual_seed(1)
    network = ScoreNetwork(CODE, FEATURES, MULTIPLIERS, BLOCKS, ATTENTION, SIZE).eval()
    for parameter in network.parameters():
        spread = 0.3 if parameter.dim() == 1 else 1 / math.sqrt(parameter[0].numel())
        nn.init.normal_(parameter, 0, spread)
    pixels, noise = torch.rand(3, 3, SIZE, SIZE), torch.randn(3, 3, SIZE, SIZE)
    t = torch.tensor([0.0625, 0.5, 1])
    tensors = {"pixels": pixels, "noise": noise, "t": t}
    tensors |= {f"w.{name}": p.detach().clone() for name, p in network.named_parameters()}

    network.double()
    mean, std = (torch.tensor(values, dtype=torch.float64)[:, None, None] for values in (MEAN, STD))
    time = t.double()
    x = (pixels.double() - mean) / std + network.std(time)[:, None, None, None] * noise.double()
    with torch.no_grad():
        tensors |= {f"layer.{name}": h for name, h in activations(network, x, time).items()}
    tensors["x_t"] = x
    settings = {"made-by": "benchmarks/peers/activations.py"}
    save_file({name: h.contiguous() for name, h in tensors.items()}, f"{folder}/activations.safetensors", settings)


if __name__ == "__main__":
    main(sys.argv[1])

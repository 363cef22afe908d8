"""The encoder E(x, t) of a P2F model in plain PyTorch, read from the model's own files."""

import json
import math

import torch
from safetensors.torch import load_file
from torch import nn
from torch.nn import functional as F


class Block(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.bn1 = nn.BatchNorm2d(inputs)
        self.conv1 = nn.Conv2d(inputs, outputs, 3, padding=1)
        self.Dense_0 = nn.Linear(64, outputs)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, stride=stride, padding=1)
        same = stride == 1 and inputs == outputs
        self.shortcut = nn.Sequential() if same else nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride=stride))

    def forward(self, x, time):
        h = self.conv1(F.relu(self.bn1(x)))
        h = h + self.Dense_0(time)[:, :, None, None]
        return self.conv2(F.relu(self.bn2(h))) + self.shortcut(x)


class Embedding(nn.Module):
    """Fourier features of ln sigma(t), then two linear maps; module 0 holds the fixed frequencies.

    Phases have the type of t.
    """

    def __init__(self):
        super().__init__()
        frequencies = nn.Module()
        frequencies.W = nn.Parameter(torch.zeros(16), requires_grad=False)
        self.all_modules = nn.ModuleList([frequencies, nn.Linear(32, 64), nn.Linear(64, 64)])

    def forward(self, t, sigma_min, sigma_max):
        log_sigma = math.log(sigma_min) + t * math.log(sigma_max / sigma_min)
        angles = 2 * math.pi * log_sigma[:, None] * self.all_modules[0].W[None, :]
        h = torch.cat([angles.sin(), angles.cos()], dim=1).to(self.all_modules[1].weight.dtype)
        return self.all_modules[2](F.silu(self.all_modules[1](h)))


class Encoder(nn.Module):
    def __init__(self, spec):
        super().__init__()
        encoder = spec["encoder"]
        widen = encoder["widen"] if "widen" in encoder else encoder["widenFactor"]
        if encoder["latent"] != "deterministic":
            raise SystemExit("the peer reads deterministic encoders only")
        self.sigma = (spec["sde"]["sigmaMin"], spec["sde"]["sigmaMax"])
        self.register_buffer("mean", torch.tensor(spec["preprocessing"]["mean"]).reshape(1, -1, 1, 1), False)
        self.register_buffer("std", torch.tensor(spec["preprocessing"]["std"]).reshape(1, -1, 1, 1), False)
        widths = [int(16 * widen), int(32 * widen), int(64 * widen)] if widen > 0 else [32, 64, 2]
        blocks = (encoder["depth"] - 4) // 6
        self.time_embedding = Embedding()
        self.conv1 = nn.Conv2d(encoder["channels"], 16, 3, padding=1)
        inputs = 16
        for stage, width in enumerate(widths):
            layer = nn.ModuleList()
            for i in range(blocks):
                layer.append(Block(inputs, width, 2 if stage > 0 and i == 0 else 1))
                inputs = width
            setattr(self, f"layer{stage + 1}", layer)
        self.bn1 = nn.BatchNorm2d(inputs, momentum=0.9)

    def forward(self, pixels, t):
        time = F.silu(self.time_embedding(t, *self.sigma)).to(self.conv1.weight.dtype)
        h = self.conv1(((pixels - self.mean) / self.std).to(self.conv1.weight.dtype))
        for layer in (self.layer1, self.layer2, self.layer3):
            for block in layer:
                h = block(h, time)
        h = F.relu(self.bn1(h))
        return (h if h.dtype == torch.float64 else h.float()).mean(dim=(2, 3))


def load(directory):
    """The encoder in evaluation mode, with its raw weights."""
    with open(f"{directory}/model.json", encoding="utf-8") as file:
        spec = json.load(file)
    encoder = Encoder(spec)
    tensors = load_file(f"{directory}/weights.safetensors")
    prefix = "encoder."
    own = {name[len(prefix):]: tensor for name, tensor in tensors.items() if name.startswith(prefix)}
    missing, unexpected = encoder.load_state_dict(own, strict=False)
    missing = [name for name in missing if not name.endswith("num_batches_tracked")]
    if missing or unexpected:
        raise SystemExit(f"the model's tensors do not fit: missing {missing}, unexpected {unexpected}")
    return encoder.eval(), spec


def check(encoder, directory, bound):
    """Refuses a peer that computes something else than the model's reference codes."""
    golden = load_file(f"{directory}/goldens.safetensors")
    with torch.inference_mode():
        for k, t in enumerate(golden["t"]):
            codes = encoder(golden["x"], t.expand(golden["x"].shape[0]))
            off = (codes - golden["z"][:, k]).abs().max() / golden["z"].abs().max()
            if not off <= bound:
                raise SystemExit(f"at t = {t} the peer is off by {off} of the largest value")

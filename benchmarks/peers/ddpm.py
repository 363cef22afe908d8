"""Networks of variance-preserving diffusions in plain PyTorch, and the reference tensors that P2F's are held against.

    python ddpm.py FOLDER

Writes one file for each of FORMS into the folder: DDPM's network, and NCSN++ told of such diffusions. Each
has the inputs and, in float64, x_t, the score, the loss, and the loss's gradient in every weight, summed over
all axes but the first; the keys' bias has none, as softmax does not see it. Weights are not in the files: both
sides draw them (`drawn`). Needs torch and safetensors. Modules are named as in the published code, and so in
P2F's files.

Sources: Ho et al., arXiv:2006.11239; Song et al., arXiv:2011.13456, sections 3.4 and App. B, C for the
diffusions and what networks are told of t. A code is P2F's addition.
"""

import math
import sys
import zlib

import torch
from safetensors.torch import save_file
from torch import nn
from torch.nn import functional as F

from score import CodedNetwork, Mixing, Pyramid, ScoreNetwork

BETA = (0.1, 20)
STEPS = 1000
CODE = 6


def group_norm(channels):
    return nn.GroupNorm(32, channels, eps=1e-6)


def per_image(values):
    return values[:, None, None, None]


class ResidualBlock(nn.Module):
    def __init__(self, inputs, outputs, condition):
        super().__init__()
        self.GroupNorm_0, self.GroupNorm_1 = group_norm(inputs), group_norm(outputs)
        self.Conv_0 = nn.Conv2d(inputs, outputs, 3, padding=1)
        self.Dense_0 = nn.Linear(condition, outputs)
        self.Conv_1 = nn.Conv2d(outputs, outputs, 3, padding=1)
        if inputs != outputs:
            self.NIN_0 = Mixing(inputs, outputs)

    def forward(self, x, condition):
        h = self.Conv_0(F.silu(self.GroupNorm_0(x))) + self.Dense_0(F.silu(condition))[:, :, None, None]
        h = self.Conv_1(F.silu(self.GroupNorm_1(h)))
        if hasattr(self, "NIN_0"):
            x = self.NIN_0(x.movedim(1, -1)).movedim(-1, 1)
        return x + h


class Attention(nn.Module):
    """Of all pixels, one head."""

    def __init__(self, channels):
        super().__init__()
        self.GroupNorm_0 = group_norm(channels)
        for i in range(4):
            setattr(self, f"NIN_{i}", Mixing(channels, channels))

    def forward(self, x, _):
        tokens = self.GroupNorm_0(x).flatten(2).transpose(1, 2)
        query, key, value = self.NIN_0(tokens), self.NIN_1(tokens), self.NIN_2(tokens)
        weights = (query @ key.transpose(1, 2) / math.sqrt(x.shape[1])).softmax(dim=-1)
        return x + self.NIN_3(weights @ value).transpose(1, 2).reshape(x.shape)


class Halving(Pyramid):
    def __init__(self, channels):
        super().__init__(channels, channels)

    def forward(self, x, _):
        return super().forward(x)


class Doubling(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.Conv_0 = nn.Conv2d(channels, channels, 3, padding=1)

    def forward(self, x, _):
        return self.Conv_0(x.repeat_interleave(2, dim=2).repeat_interleave(2, dim=3))


class Ddpm(CodedNetwork):
    """The noise in x_t. Sizes change by convolutions; `code` is 0 for none."""

    def __init__(self, code, features, multipliers, attention, size, blocks=2, channels=3):
        super().__init__()
        self.features = features
        condition = 8 * features if code else 4 * features
        if code:
            self.hear_code(code, features, size >> (len(multipliers) - 1))
        self.all_modules = nn.ModuleList([
            nn.Linear(features, 4 * features), nn.Linear(4 * features, 4 * features),
            nn.Conv2d(channels, features, 3, padding=1)])
        self.way = []  # what to do with each further module: "keep" its output, "join" what was kept, or neither

        def then(module, *what):
            self.all_modules.append(module)
            self.way.append(what)

        width, kept, resolution = features, [features], size
        for level, multiplier in enumerate(multipliers):
            for _ in range(blocks):
                attended = resolution in attention
                then(ResidualBlock(width, multiplier * features, condition), *([] if attended else ["keep"]))
                width = multiplier * features
                if attended:
                    then(Attention(width), "keep")
                kept.append(width)
            if level + 1 < len(multipliers):
                then(Halving(width), "keep")
                kept.append(width)
                resolution //= 2
        if code:
            width += self.code_channels
        then(ResidualBlock(width, width, condition), "code")
        then(Attention(width))
        then(ResidualBlock(width, width, condition))
        for level, multiplier in reversed(list(enumerate(multipliers))):
            for _ in range(blocks + 1):
                then(ResidualBlock(width + kept.pop(), multiplier * features, condition), "join")
                width = multiplier * features
            if resolution in attention:
                then(Attention(width))
            if level > 0:
                then(Doubling(width))
                resolution *= 2
        self.all_modules.extend([group_norm(width), nn.Conv2d(width, channels, 3, padding=1)])

    def condition(self, label, code):
        half = self.features // 2
        waves = 10000 ** (-torch.arange(half, dtype=torch.float64) / (half - 1))
        phases = label[:, None] * waves
        first, second, *_ = self.all_modules
        time = second(F.silu(first(torch.cat([phases.sin(), phases.cos()], dim=1))))
        return time if code is None else torch.cat([time, self.latent_to_temb(code)], dim=1)

    def output(self, x, t, code):
        condition = self.condition(999 * t, code)
        _, _, begin, *middle, norm, end = self.all_modules
        h = begin(x)
        kept = [h]
        for module, what in zip(middle, self.way, strict=True):
            if "code" in what and code is not None:
                h = torch.cat([h, self.code_map(condition)], dim=1)
            h = module(torch.cat([h, kept.pop()], dim=1) if "join" in what else h, condition)
            if "keep" in what:
                kept.append(h)
        return end(F.silu(norm(h)))


class NcsnPlusPlus(ScoreNetwork):
    """The small form, told of a variance-preserving diffusion: the logarithm of the label."""

    def told(self, t):
        return (999 * t).log()


def marginal(diffusion, t):
    """The factor of x_0 in x_t, and the standard deviation of its noise."""
    if diffusion == "vp-chain":
        kept = torch.cumprod(1 - torch.linspace(BETA[0], BETA[1], STEPS, dtype=torch.float64) / STEPS, dim=0)
        kept = kept[(t * (STEPS - 1)).round().long()]
        return kept.sqrt(), (1 - kept).sqrt()
    integral = BETA[0] * t + (BETA[1] - BETA[0]) * t.square() / 2
    variance = -torch.expm1(-integral)
    return (-integral / 2).exp(), variance if diffusion == "sub-vp" else variance.sqrt()


def drawn(name, shape):
    """Uniform float32 values, of standard deviation 0.3 around 1 or 0 where there is one axis, else 1/√fan-in.

    Value i is the finaliser of MurmurHash3 on i + CRC-32 of the name, as a share of 2³² in [−1, 1), by √3 times
    the deviation: whole numbers and one product, so that any language draws the same bits. Frequencies of
    Fourier features are 16 times as far apart.
    """
    bits = 0xFFFFFFFF
    h = (torch.arange(math.prod(shape)) + zlib.crc32(name.encode())) & bits
    h = ((h ^ h >> 16) * 0x85EBCA6B) & bits
    h = ((h ^ h >> 13) * 0xC2B2AE35) & bits
    share = (h ^ h >> 16).double() / 2**31 - 1
    flat = len(shape) == 1
    spread = 16 if name.endswith(".0.W") else 0.3 if flat else 1 / math.sqrt(math.prod(shape[1:]))
    centre = 1 if flat and "GroupNorm" in name and name.endswith("weight") else 0
    return (centre + spread * math.sqrt(3) * share).float().reshape(shape)


def reference(form, settings, diffusion, t, code, seed=1):
    torch.manual_seed(seed)
    network = form(code, **settings).eval()
    with torch.no_grad():
        for name, parameter in network.named_parameters():
            parameter.copy_(drawn(name, parameter.shape))
    size = settings["size"]
    inputs = {"x0": torch.rand(len(t), 3, size, size), "noise": torch.randn(len(t), 3, size, size)}
    if code:
        inputs["z"] = torch.rand(len(t), code)

    network.double()
    x0, noise, z = (inputs[name].double() if name in inputs else None for name in ("x0", "noise", "z"))
    t = torch.tensor(t, dtype=torch.float64)
    mean, std = (per_image(values) for values in marginal(diffusion, t))
    x = mean * x0 + std * noise
    score = -network.output(x, t, z) / std
    loss = 0.5 * (score * std + noise).square().sum(dim=(1, 2, 3)).mean()
    loss.backward()
    tensors = inputs | {"t": t, "x_t": x, "output": score.detach(), "loss": loss.detach().reshape(1)}
    tensors |= {f"grad.{name}": p.grad.flatten(1).sum(dim=1) if p.dim() > 1 else p.grad
                for name, p in network.named_parameters() if p.requires_grad and not name.endswith("NIN_1.b")}
    words = {key: ",".join(map(str, value)) if isinstance(value, tuple) else str(value)
             for key, value in settings.items()}
    words |= {"network": form.__name__, "diffusion": diffusion, "made-by": "benchmarks/peers/ddpm.py"}
    return {name: tensor.contiguous() for name, tensor in tensors.items()}, words


# of 64 features and more: of 32, each is a group of its own, and its normalisation takes the time out again
WIDE = {"features": 64, "multipliers": (1, 2), "attention": (4,), "size": 8}
WIDER = {"features": 96, "multipliers": (1, 1, 2), "attention": (8,), "size": 16}
SMALL = {"features": 8, "multipliers": (1, 2), "attention": (8,), "size": 16}
CHAIN = tuple(step / 999 for step in (40, 500, 999))
TIMES = (0.0625, 0.4, 1.0)
FORMS = {
    "ddpm-vp": (Ddpm, WIDE, "vp", TIMES, 0),
    "ddpm-vp-chain-code": (Ddpm, WIDE, "vp-chain", CHAIN, CODE),
    "ddpm-sub-vp": (Ddpm, WIDER, "sub-vp", TIMES, 0),
    "ncsnpp-vp-code": (NcsnPlusPlus, SMALL, "vp", TIMES, CODE),
    "ncsnpp-vp-chain-code": (NcsnPlusPlus, SMALL, "vp-chain", CHAIN, CODE),
    "ncsnpp-sub-vp-code": (NcsnPlusPlus, SMALL, "sub-vp", TIMES, CODE),
}


def main(folder):
    for name, form in FORMS.items():
        tensors, words = reference(*form)
        save_file(tensors, f"{folder}/{name}.safetensors", words)


if __name__ == "__main__":
    main(sys.argv[1])

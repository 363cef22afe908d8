"""The NCSNv2 score network in plain PyTorch, and the reference tensors that P2F's own is held against.

    python ncsnv2.py FOLDER

Writes ncsnv2-32px.safetensors (no code, as published) and ncsnv2-64px-code.safetensors (with one) into
the folder: float32 weights and inputs, and in float64 the score, the loss and its gradient in every
weight. Needs torch and safetensors. Modules are named as in the published code, and so in P2F's files.

Source: Song and Ermon, arXiv:2006.09011, the form for images under 96 pixels; InstanceNorm++ from
arXiv:1907.05600, App. A.1; the RefineNet from Lin et al., arXiv:1611.06612. A code is P2F's addition.
"""

import math
import sys

import torch
from safetensors.torch import save_file
from torch import nn
from torch.nn import functional as F

SIGMA = (0.01, 50)


def conv3x3(inputs, outputs, dilation=1, bias=True):
    return nn.Conv2d(inputs, outputs, 3, padding=dilation, dilation=dilation, bias=bias)


class InstanceNormPlus(nn.Module):
    """The channel normalised over its pixels, and where its mean lies among all channels' means.

    Pixels' variance is divided by their number, the means' by one less, as the published weights had it.
    """

    def __init__(self, channels, code):
        super().__init__()
        self.alpha, self.gamma, self.beta = (nn.Parameter(torch.zeros(channels)) for _ in range(3))
        if code:
            self.code = nn.Linear(code, channels)

    def forward(self, x, code):
        mean = x.mean(dim=(2, 3), keepdim=True)
        variance = (x - mean).square().mean(dim=(2, 3), keepdim=True)
        off = mean - mean.mean(dim=1, keepdim=True)
        spread = off.square().sum(dim=1, keepdim=True) / (x.shape[1] - 1)
        alpha, gamma, beta = (v[None, :, None, None] for v in (self.alpha, self.gamma, self.beta))
        h = gamma * ((x - mean) / (variance + 1e-5).sqrt() + alpha * off / (spread + 1e-5).sqrt()) + beta
        return h if code is None else h + self.code(code)[:, :, None, None]


class Pooled(nn.Module):
    """A convolution, then means of two by two pixels."""

    def __init__(self, inputs, outputs, kernel):
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, kernel, padding=kernel // 2)

    def forward(self, x):
        return F.avg_pool2d(self.conv(x), 2)


class Residual(nn.Module):
    """`down` blocks halve the image, or where they are dilated leave its size alone."""

    def __init__(self, inputs, outputs, code, down=False, dilation=1):
        super().__init__()
        middle = inputs if down else outputs
        self.normalize1, self.normalize2 = InstanceNormPlus(inputs, code), InstanceNormPlus(middle, code)
        self.conv1 = conv3x3(inputs, middle, dilation)
        halves = down and dilation == 1
        self.conv2 = Pooled(middle, outputs, 3) if halves else conv3x3(middle, outputs, dilation)
        if down:
            self.shortcut = Pooled(inputs, outputs, 1) if halves else conv3x3(inputs, outputs, dilation)

    def forward(self, x, code):
        h = self.conv1(F.elu(self.normalize1(x, code)))
        h = self.conv2(F.elu(self.normalize2(h, code)))
        return h + (self.shortcut(x) if hasattr(self, "shortcut") else x)


class Units(nn.Module):
    """Residual units of two convolutions, each after an ELU."""

    def __init__(self, width, count):
        super().__init__()
        self.count = count
        for unit in range(1, count + 1):
            for stage in (1, 2):
                self.add_module(f"{unit}_{stage}_conv", conv3x3(width, width, bias=False))

    def forward(self, x):
        for unit in range(1, self.count + 1):
            h = x
            for stage in (1, 2):
                h = getattr(self, f"{unit}_{stage}_conv")(F.elu(h))
            x = x + h
        return x


class Fusion(nn.Module):
    """Levels convolved to one width, brought to the first one's size, and added up."""

    def __init__(self, widths, outputs):
        super().__init__()
        self.convs = nn.ModuleList(conv3x3(width, outputs) for width in widths)

    def forward(self, levels):
        size = levels[0].shape[2:]
        return sum(F.interpolate(conv(level), size=size, mode="bilinear", align_corners=True)
                   for conv, level in zip(self.convs, levels))


class ChainedPooling(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.convs = nn.ModuleList(conv3x3(width, width, bias=False) for _ in range(2))

    def forward(self, x):
        path = total = F.elu(x)
        for conv in self.convs:
            path = conv(F.max_pool2d(path, 5, stride=1, padding=2))
            total = total + path
        return total


class Refine(nn.Module):
    def __init__(self, widths, outputs, units=1):
        super().__init__()
        self.adapt_convs = nn.ModuleList(Units(width, 2) for width in widths)
        if len(widths) > 1:
            self.msf = Fusion(widths, outputs)
        self.crp, self.output_convs = ChainedPooling(outputs), Units(outputs, units)

    def forward(self, *levels):
        adapted = [units(level) for units, level in zip(self.adapt_convs, levels)]
        return self.output_convs(self.crp(self.msf(adapted) if hasattr(self, "msf") else adapted[0]))


class NcsnV2(nn.Module):
    """s(x_t, t, z); t only divides the output. `code` is 0 for none."""

    def __init__(self, features, code=0, channels=3):
        super().__init__()
        fine, coarse = features, 2 * features
        self.begin_conv, self.end_conv = conv3x3(channels, fine), conv3x3(fine, channels)
        self.normalizer = InstanceNormPlus(fine, code)

        def level(inputs, outputs, **first):
            dilation = first.get("dilation", 1)
            return nn.ModuleList([Residual(inputs, outputs, code, **first),
                                  Residual(outputs, outputs, code, dilation=dilation)])

        self.res1 = level(fine, fine)
        self.res2 = level(fine, coarse, down=True)
        self.res3 = level(coarse, coarse, down=True, dilation=2)
        self.res4 = level(coarse, coarse, down=True, dilation=4)
        self.refine1 = Refine([coarse], coarse)
        self.refine2 = Refine([coarse, coarse], coarse)
        self.refine3 = Refine([coarse, coarse], fine)
        self.refine4 = Refine([fine, fine], fine, units=3)

    def forward(self, x, t, code=None):
        h, levels = self.begin_conv(x), []
        for blocks in (self.res1, self.res2, self.res3, self.res4):
            for block in blocks:
                h = block(h, code)
            levels.append(h)
        h = self.refine1(levels[3])
        for refine, level in zip((self.refine2, self.refine3, self.refine4), reversed(levels[:3])):
            h = refine(level, h)
        return self.end_conv(F.elu(self.normalizer(h, code))) / std(t)


def std(t):
    return (SIGMA[0] * (SIGMA[1] / SIGMA[0]) ** t)[:, None, None, None]


def reference(size, code, features=4, seed=1):
    """All tensors of one form; no parameter is left at a value at which its term would vanish."""
    torch.manual_seed(seed)
    network = NcsnV2(features, code)
    for name, parameter in network.named_parameters():
        centre = 1 if name.endswith(("alpha", "gamma")) else 0
        spread = 0.3 if parameter.dim() == 1 else 1 / math.sqrt(parameter[0].numel())
        nn.init.normal_(parameter, centre, spread)
    t = torch.tensor([0.25, 0.75])
    x0, noise = torch.rand(2, 3, size, size), torch.randn(2, 3, size, size)
    inputs = {"t": t, "noise": noise, "x_t": (x0 + std(t) * noise)}
    if code:
        inputs["z"] = torch.rand(2, code)
    tensors = inputs | {f"w.{name}": p.detach().clone() for name, p in network.named_parameters()}

    network.double()
    exact = {name: tensor.double() for name, tensor in inputs.items()}
    output = network(exact["x_t"], exact["t"], exact.get("z"))
    loss = 0.5 * (output * std(exact["t"]) + exact["noise"]).square().sum(dim=(1, 2, 3)).mean()
    loss.backward()
    tensors |= {"output": output.detach(), "loss": loss.detach().reshape(1)}
    tensors |= {f"grad.{name}": p.grad for name, p in network.named_parameters()}
    settings = {"features": str(features), "image": str(size), "made-by": "benchmarks/peers/ncsnv2.py"}
    return {name: tensor.contiguous() for name, tensor in tensors.items()}, settings


def main(folder):
    for name, size, code in (("ncsnv2-32px", 32, 0), ("ncsnv2-64px-code", 64, 6)):
        tensors, settings = reference(size, code)
        save_file(tensors, f"{folder}/{name}.safetensors", settings)


if __name__ == "__main__":
    main(sys.argv[1])

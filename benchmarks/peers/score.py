"""The small NCSN++ score network s(x_t, t, z) in plain PyTorch; modules are named as in P2F's files.

Source: Song et al., arXiv:2011.13456, App. H, in the small form of Mittal et al., arXiv:2210.13774.
"""

import math

import torch
from torch import nn
from torch.nn import functional as F


def group_norm(channels):
    return nn.GroupNorm(min(channels // 4, 32), channels, eps=1e-6)


class ResidualBlock(nn.Module):
    """`resample` is None, "down" or "up"; it changes the size of both branches."""

    def __init__(self, inputs, outputs, condition, dropout, resample=None):
        super().__init__()
        self.resample, self.dropout = resample, dropout
        self.GroupNorm_0 = group_norm(inputs)
        self.Conv_0 = nn.Conv2d(inputs, outputs, 3, padding=1)
        self.Dense_0 = nn.Linear(condition, outputs)
        self.GroupNorm_1 = group_norm(outputs)
        self.Conv_1 = nn.Conv2d(outputs, outputs, 3, padding=1)
        if inputs != outputs or resample is not None:
            self.Conv_2 = nn.Conv2d(inputs, outputs, 1)

    def resampled(self, x):
        if self.resample == "down":
            return F.avg_pool2d(x, 2)
        return x if self.resample is None else F.interpolate(x, scale_factor=2, mode="nearest")

    def forward(self, x, activated):
        h = self.Conv_0(self.resampled(F.silu(self.GroupNorm_0(x))))
        h = h + self.Dense_0(activated)[:, :, None, None]
        h = F.dropout(F.silu(self.GroupNorm_1(h)), self.dropout, self.training)
        x = self.resampled(x)
        shortcut = self.Conv_2(x) if hasattr(self, "Conv_2") else x
        return (shortcut + self.Conv_1(h)) / math.sqrt(2)


class Mixing(nn.Module):
    """A 1x1 convolution of tokens with its weight as [in, out]."""

    def __init__(self, inputs, outputs):
        super().__init__()
        self.W = nn.Parameter(torch.zeros(inputs, outputs))
        self.b = nn.Parameter(torch.zeros(outputs))

    def forward(self, tokens):
        return tokens @ self.W + self.b


class Attention(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.GroupNorm_0 = group_norm(channels)
        for i in range(4):
            setattr(self, f"NIN_{i}", Mixing(channels, channels))

    def forward(self, x, _):
        tokens = self.GroupNorm_0(x).flatten(2).transpose(1, 2)
        query, key, value = (nin(tokens)[:, None] for nin in (self.NIN_0, self.NIN_1, self.NIN_2))
        h = self.NIN_3(F.scaled_dot_product_attention(query, key, value)[:, 0])
        return (x + h.transpose(1, 2).reshape(x.shape)) / math.sqrt(2)


class Pyramid(nn.Module):
    """Halves the input's pyramid; zeros are padded below and to the right alone."""

    def __init__(self, inputs, outputs):
        super().__init__()
        self.Conv_0 = nn.Conv2d(inputs, outputs, 3, stride=2)

    def forward(self, x):
        return self.Conv_0(F.pad(x, (0, 1, 0, 1)))


class CodedNetwork(nn.Module):
    """What a network that is told a code makes of it: a vector beside the time's, and a map at the bottom."""

    def hear_code(self, code, features, lowest):
        self.lowest, self.code_channels = lowest, 2 * features
        hidden = self.code_channels * lowest
        self.latent_to_temb = nn.Linear(code, 4 * features)
        self.z_dec_1 = nn.Linear(8 * features, hidden)
        self.z_dec_2 = nn.Linear(hidden, hidden)
        self.z_dec_3 = nn.Linear(hidden, hidden * lowest)

    def code_map(self, condition):
        h = F.silu(self.z_dec_1(condition))
        h = F.silu(self.z_dec_3(F.silu(self.z_dec_2(h))))
        return h.reshape(-1, self.code_channels, self.lowest, self.lowest)


class ScoreNetwork(CodedNetwork):
    def __init__(self, code, features=16, multipliers=(1, 2, 2, 2), blocks=2, attention=(16,), size=32,
                 channels=3, dropout=0.1, sigma=(0.01, 50)):
        super().__init__()
        self.sigma = sigma
        self.blocks, self.levels = blocks, len(multipliers)
        self.attends = [size >> level in attention for level in range(self.levels)]
        embedding, condition = 4 * features, 8 * features
        self.hear_code(code, features, size >> (self.levels - 1))

        frequencies = nn.Module()
        frequencies.W = nn.Parameter(16 * torch.randn(features), requires_grad=False)
        modules = [frequencies, nn.Linear(2 * features, embedding), nn.Linear(embedding, embedding),
                   nn.Conv2d(channels, features, 3, padding=1)]

        def block(inputs, outputs, resample=None):
            modules.append(ResidualBlock(inputs, outputs, condition, dropout, resample))

        width, pyramid, skips = features, channels, [features]
        for level, multiplier in enumerate(multipliers):
            for _ in range(blocks):
                block(width, multiplier * features)
                width = multiplier * features
                if self.attends[level]:
                    modules.append(Attention(width))
                skips.append(width)
            if level < self.levels - 1:
                block(width, width, "down")
                modules.append(Pyramid(pyramid, width))
                pyramid = width
                skips.append(width)
        width += self.code_channels
        block(width, width)
        modules.append(Attention(width))
        block(width, width)
        for level in reversed(range(self.levels)):
            for _ in range(blocks + 1):
                block(width + skips.pop(), multipliers[level] * features)
                width = multipliers[level] * features
            if self.attends[level]:
                modules.append(Attention(width))
            if level > 0:
                block(width, width, "up")
        modules += [group_norm(width), nn.Conv2d(width, channels, 3, padding=1)]
        self.all_modules = nn.ModuleList(modules)

    def condition(self, t, code):
        """Time and code side by side; phases have the type of t."""
        modules = self.all_modules
        angles = 2 * math.pi * self.told(t)[:, None] * modules[0].W[None, :]
        features = torch.cat([angles.sin(), angles.cos()], dim=1).to(modules[1].weight.dtype)
        time = modules[2](F.silu(modules[1](features)))
        return torch.cat([time, self.latent_to_temb(code)], dim=1)

    def told(self, t):
        """The number that stands for the time."""
        return math.log(self.sigma[0]) + t * math.log(self.sigma[1] / self.sigma[0])

    def forward(self, x, t, code):
        """The score s(x_t, t, z)."""
        return self.output(x, t, code) / self.std(t)[:, None, None, None].to(x.dtype)

    def output(self, x, t, code):
        condition = self.condition(t, code)
        activated = F.silu(condition)
        modules = iter(self.all_modules[3:])
        h = next(modules)(x)
        pyramid, skips = x, [h]
        for level in range(self.levels):
            for _ in range(self.blocks):
                h = next(modules)(h, activated)
                if self.attends[level]:
                    h = next(modules)(h, activated)
                skips.append(h)
            if level < self.levels - 1:
                h = next(modules)(h, activated)
                pyramid = h = (next(modules)(pyramid) + h) / math.sqrt(2)
                skips.append(h)
        h = torch.cat([h, self.code_map(condition).to(h.dtype)], dim=1)
        for _ in range(3):
            h = next(modules)(h, activated)
        for level in reversed(range(self.levels)):
            for _ in range(self.blocks + 1):
                h = next(modules)(torch.cat([h, skips.pop()], dim=1), activated)
            if self.attends[level]:
                h = next(modules)(h, activated)
            if level > 0:
                h = next(modules)(h, activated)
        norm, last = next(modules), next(modules)
        return last(F.silu(norm(h)))

    def std(self, t):
        return self.sigma[0] * (self.sigma[1] / self.sigma[0]) ** t

    def initialise(self):
        """Variance scaling, fan average, uniform; biases 0; what ends a branch as good as silent."""
        for name, weight in self.named_parameters():
            if not weight.requires_grad or weight.dim() < 2:
                if name.endswith("bias"):
                    nn.init.zeros_(weight)
                continue
            silent = "Conv_1" in name or "NIN_3" in name or name == f"all_modules.{len(self.all_modules) - 1}.weight"
            scale = 1e-10 if silent else 0.1 if "NIN" in name else 1
            nn.init.xavier_uniform_(weight, gain=math.sqrt(scale))

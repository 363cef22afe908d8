"""A checkpoint in the form of the published code (sarthmit/traj_drl), with random weights, and the
codes E(x, t) that PyTorch gives with it.

    python checkpoint.py DIRECTORY [tiny|small]

Needs torch, numpy and safetensors. Writes `checkpoint.pth`, as torch.save of {"optimizer", "model",
"ema", "step"} with the names of torch.nn.DataParallel, and `codes.safetensors`: images `x`, times
`t`, codes `z` of the raw weights and `z_ema` of the averages, [images, times, values]. `small` is
the published configuration of 32 pixels; `tiny` has the same parts and few channels.
"""

import os
import sys

import torch
from safetensors.torch import save_file
from torch import nn

import model
import score

CHANNELS, IMAGES, STEP = 3, 3, 7
TIMES = [0.0, 0.25, 0.5, 1.0]
MEAN, STD = (0.4914, 0.4822, 0.4465), (0.2470, 0.2435, 0.2616)
SIZES = {
    "tiny": {"side": 16, "depth": 10, "widen": 0.125, "features": 4, "multipliers": (1, 1, 1), "blocks": 1, "attention": (8,)},
    "small": {"side": 32, "depth": 28, "widen": 2, "features": 16, "multipliers": (1, 2, 2, 2), "blocks": 2, "attention": (16,)},
}


class Published(nn.Module):
    """Encoder and score network, and the parts of the published modules that codes do not need."""

    def __init__(self, side, depth, widen, features, multipliers, blocks, attention):
        super().__init__()
        self.register_buffer("sigmas", torch.logspace(1.7, -2, 1000, dtype=torch.float64))
        self.encoder = model.Encoder({
            "encoder": {"depth": depth, "widen": widen, "latent": "deterministic", "channels": CHANNELS},
            "sde": {"sigmaMin": 0.01, "sigmaMax": 50},
            "preprocessing": {"mean": MEAN, "std": STD}})
        self.encoder.time_embedding.param_t = nn.Parameter(torch.tensor(0.0))
        self.encoder.linear = nn.Linear(self.encoder.bn1.num_features, 10)
        network = score.ScoreNetwork(self.encoder.bn1.num_features, features=features, multipliers=multipliers,
                                     blocks=blocks, attention=attention, size=side, channels=CHANNELS)
        for name, child in network.named_children():
            self.add_module(name, child)


def randomise(networks):
    """No tensor is left at 0 or 1, so that none can be confused with another or forgotten."""
    with torch.no_grad():
        for name, tensor in networks.state_dict().items():
            if not tensor.is_floating_point() or name.endswith("sigmas"):
                continue
            if name.endswith("running_var"):
                tensor.uniform_(0.5, 2)
            elif name.endswith("all_modules.0.W"):
                tensor.normal_(std=16)
            elif tensor.dim() < 2:
                tensor.normal_(std=0.3).add_(1 if "bn" in name and name.endswith("weight") else 0)
            else:
                tensor.normal_(std=(2 / tensor[0].numel()) ** 0.5)


def averaged(networks):
    """The list that the published code keeps: of all that is trained, in the modules' order."""
    return [(0.9 * p + 0.05 * torch.randn_like(p)).detach() for p in networks.parameters() if p.requires_grad]


@torch.inference_mode()
def codes(encoder, x):
    return torch.stack([encoder(x, torch.full((len(x),), t)) for t in TIMES], dim=1)


def main(directory, size):
    torch.manual_seed(7)
    networks = Published(**SIZES[size])
    randomise(networks)
    networks.eval()
    parallel = nn.Module()
    parallel.module = networks  # names as torch.nn.DataParallel gives them
    adam = torch.optim.Adam(networks.parameters(), lr=2e-4)
    for parameter in networks.parameters():
        parameter.grad = torch.zeros_like(parameter)
    adam.step()  # moves nothing, and leaves moments as a run does
    averages = averaged(networks)
    os.makedirs(directory, exist_ok=True)
    torch.save(
        {
            "optimizer": adam.state_dict(),
            "model": parallel.state_dict(),
            "ema": {"decay": 0.999, "num_updates": STEP, "shadow_params": averages},
            "step": STEP,
        },
        os.path.join(directory, "checkpoint.pth"))

    x = torch.rand(IMAGES, CHANNELS, SIZES[size]["side"], SIZES[size]["side"])
    raw = codes(networks.encoder, x)
    with torch.no_grad():
        for parameter, average in zip([p for p in networks.parameters() if p.requires_grad], averages):
            parameter.copy_(average)
    save_file(
        {"x": x, "t": torch.tensor(TIMES), "z": raw, "z_ema": codes(networks.encoder, x)},
        os.path.join(directory, "codes.safetensors"),
        metadata={"pytorch": torch.__version__, "size": size})


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "tiny")

"""Steps of PyTorch's own Adam and AdamW under its own schedules of the learning rate.

    python adamw.py FOLDER

Writes adamw.safetensors into the folder, all float64: first parameters [5] and gradients [12, 5], and for
Adam with L2 in the gradient and for AdamW, at a rate that stays and at one that falls along half a cosine,
both after 4 steps of warm-up, the rate of each step [12] and the parameters after it [12, 5]. Needs torch
and safetensors.
"""

import sys

import torch
from safetensors.torch import save_file
from torch.optim.lr_scheduler import ConstantLR, CosineAnnealingLR, LambdaLR, SequentialLR

STEPS, WARMUP, RATE, DECAY = 12, 4, 0.03, 0.2


def after_warmup(kind, optimizer):
    if kind == "cosine":
        return CosineAnnealingLR(optimizer, T_max=STEPS - WARMUP)
    return ConstantLR(optimizer, factor=1)


def main(folder):
    torch.manual_seed(0)
    first = torch.randn(5, dtype=torch.float64)
    gradients = torch.randn(STEPS, 5, dtype=torch.float64)
    tensors = {"first": first, "gradients": gradients}
    for optimizer_type in (torch.optim.Adam, torch.optim.AdamW):
        for kind in ("constant", "cosine"):
            weights = first.clone().requires_grad_()
            optimizer = optimizer_type([weights], lr=RATE, betas=(0.8, 0.95), eps=1e-6, weight_decay=DECAY)
            warmup = LambdaLR(optimizer, lambda step: step / WARMUP)
            schedule = SequentialLR(optimizer, [warmup, after_warmup(kind, optimizer)], [WARMUP])
            rates, course = [], []
            for gradient in gradients:
                rates.append(schedule.get_last_lr()[0])
                weights.grad = gradient.clone()
                optimizer.step()
                schedule.step()
                course.append(weights.detach().clone())
            name = f"{optimizer_type.__name__.lower()}.{kind}"
            tensors[f"rates.{name}"] = torch.tensor(rates, dtype=torch.float64)
            tensors[f"course.{name}"] = torch.stack(course)
    save_file(tensors, f"{folder}/adamw.safetensors")


if __name__ == "__main__":
    main(sys.argv[1])

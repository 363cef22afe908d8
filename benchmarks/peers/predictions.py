"""Losses of networks that predict the noise, the image or v, in plain PyTorch.

    python predictions.py FOLDER

Writes predictions.safetensors into the folder: images, noise and a network's outputs, [B, 1, 2, 2], times
[B], and for each diffusion, prediction and weighting half the sum of the weighted squared errors of each
image, [B], and its gradient in the output, all float64. Each loss is the squared error of what the network
predicts, as its users write it, times what makes the noise's error of it. Needs torch and safetensors.

Source: Salimans and Ho, arXiv:2202.00512, sect. 4 and app. D; the diffusions are those of Song et al.,
arXiv:2011.13456, App. C, the chain of 1000 steps that of Ho et al., arXiv:2006.11239.
"""

import sys

import torch
from safetensors.torch import save_file

DATA_STD = 0.6
SIGMA, BETA = (0.02, 40.0), (0.1, 20.0)
TIMES = [i / 999 for i in (1, 150, 500, 999)]


def signal_and_noise(diffusion, t):
    """α and σ of x_t = α·x_0 + σ·ε."""
    if diffusion == "ve":
        return torch.ones_like(t), SIGMA[0] * (SIGMA[1] / SIGMA[0]) ** t
    if diffusion == "chain":
        betas = torch.linspace(BETA[0] / 1000, BETA[1] / 1000, 1000, dtype=torch.float64)
        mean = torch.cumprod(1 - betas, 0)[(t * 999).round().long()]
    else:
        mean = torch.exp(-(BETA[1] - BETA[0]) * t**2 / 2 - BETA[0] * t)
    return mean.sqrt(), 1 - mean if diffusion == "sub-vp" else (1 - mean).sqrt()


def error_of_noise(prediction, alpha, sigma):
    """What the squared error of a prediction is multiplied by to be that of the noise."""
    return {"none": torch.ones_like(alpha), "denoised": (alpha / sigma) ** 2, "velocity": alpha**2}[prediction]


def weight(weighting, alpha, sigma):
    """Of the noise's squared error."""
    snr = (DATA_STD * alpha / sigma) ** 2
    return {"noise": torch.ones_like(snr), "edm": (snr + 1) / snr, "image": 1 / snr,
            "min-snr": snr.clamp(max=5) / snr}[weighting]


def target(prediction, x0, noise, alpha, sigma):
    return {"none": noise, "denoised": x0, "velocity": alpha * noise - sigma * x0}[prediction]


def main(folder):
    torch.manual_seed(0)
    x0, noise, output = (torch.randn(len(TIMES), 1, 2, 2, dtype=torch.float64) for _ in range(3))
    t = torch.tensor(TIMES, dtype=torch.float64)
    tensors = {"x0": x0, "noise": noise, "output": output, "t": t}
    for diffusion in ("ve", "vp", "chain", "sub-vp"):
        alpha, sigma = (v[:, None, None, None] for v in signal_and_noise(diffusion, t))
        for prediction in ("none", "denoised", "velocity"):
            if prediction == "velocity" and diffusion in ("ve", "sub-vp"):
                continue
            for weighting in ("noise", "edm", "image", "min-snr"):
                if prediction == "none" and weighting != "noise":
                    continue
                predicted = output.clone().requires_grad_()
                # P2F's networks give minus the noise for ve, the score times σ
                meant = -predicted if (prediction, diffusion) == ("none", "ve") else predicted
                error = (meant - target(prediction, x0, noise, alpha, sigma)).square()
                scale = weight(weighting, alpha, sigma) * error_of_noise(prediction, alpha, sigma)
                loss = (scale * error).sum(dim=(1, 2, 3)) / 2
                name = f"{diffusion}.{prediction}.{weighting}"
                tensors[f"loss.{name}"] = loss.detach()
                tensors[f"grad.{name}"] = torch.autograd.grad(loss.sum(), predicted)[0]
    save_file(tensors, f"{folder}/predictions.safetensors", {"dataStd": str(DATA_STD)})


if __name__ == "__main__":
    main(sys.argv[1])

"""Training steps of the published small configuration in plain PyTorch: batch, noise, forward pass,
gradients, clipping, Adam, averages.

    python train.py GOLDEN_FILE [STEPS]         (training-drl-small.safetensors)

Needs torch and safetensors. The step is first held against the golden file; a peer that computes
something else measures nothing. Prints one JSON object a line, as ./p2f bench train does, before
them how far PyTorch's own float32 is from the float64 of the golden file.
"""

import contextlib
import json
import math
import sys
import time

import torch
from safetensors import safe_open
from torch import nn

import model
import score

BATCH, SIDE, CHANNELS, WARM_UPS = 100, 32, 3, 2
VANISHING = 1e-14  # a gradient that is 0 but for rounding, as a share of the whole gradient's norm
PEER = "pytorch " + torch.__version__


class Model(nn.Module):
    """The encoder and the score network, with the names of the golden file."""

    def __init__(self, depth, widen, **score_options):
        super().__init__()
        sigma = score_options.get("sigma", (0.01, 50))
        self.encoder = model.Encoder({
            "encoder": {"depth": depth, "widen": widen, "latent": "deterministic", "channels": CHANNELS},
            "sde": {"sigmaMin": sigma[0], "sigmaMax": sigma[1]},
            "preprocessing": {"mean": [0.0] * CHANNELS, "std": [1.0] * CHANNELS}})
        nn.init.normal_(self.encoder.time_embedding.all_modules[0].W, std=16)
        network = score.ScoreNetwork(self.encoder.bn1.num_features, **score_options)
        network.initialise()
        for name, child in network.named_children():
            self.add_module(name, child)
        self.__dict__["network"] = network  # its parts are registered above, under their own names

    def loss(self, x0, t, noise, penalty=1e-5):
        """Half the squared error of the score, summed over pixels, and the codes' L1; the batch's mean.

        t may be float64: then phases and noise levels are computed in it.
        """
        code = self.encoder(x0, t)
        std = self.network.std(t)[:, None, None, None].to(x0.dtype)
        off = self.network(x0 + std * noise, t, code) * std + noise
        return (0.5 * off.square().sum(dim=(1, 2, 3)) + penalty * code.abs().sum(dim=1)).mean()


class Step:
    """One training step; `fused` updates all parameters by one kernel, else tensor by tensor."""

    def __init__(self, networks, rate=2e-4, warmup=5000, clip=1.0, decay=0.999, fused=False, context=None):
        self.networks, self.rate, self.warmup, self.clip, self.decay = networks, rate, warmup, clip, decay
        self.parameters = [p for p in networks.parameters() if p.requires_grad]
        self.averages = [p.detach().clone() for p in self.parameters]
        self.adam = torch.optim.Adam(self.parameters, lr=rate, fused=fused)
        self.fused, self.context, self.done = fused, context or contextlib.nullcontext, 0
        self.loss = networks.loss

    def __call__(self, x0, t, noise):
        """Loss and gradient norm before the clipping."""
        self.adam.zero_grad()
        with self.context():
            loss = self.loss(x0, t, noise)
        loss.backward()
        norm = nn.utils.clip_grad_norm_(self.parameters, self.clip)
        for group in self.adam.param_groups:
            group["lr"] = self.rate * min(self.done / self.warmup, 1)
        self.adam.step()
        self.done += 1
        towards = 1 - min(self.decay, (1 + self.done) / (10 + self.done))
        with torch.no_grad():
            if self.fused:
                torch._foreach_lerp_(self.averages, self.parameters, towards)
            else:
                for average, parameter in zip(self.averages, self.parameters):
                    average.lerp_(parameter, towards)
        return loss.item(), norm.item()


class Golden:
    """The reference run; errors are shares of the expected tensor's largest magnitude."""

    def __init__(self, path):
        with safe_open(path, "pt") as file:
            self.settings = file.metadata()
            self.tensors = {name: file.get_tensor(name) for name in file.keys()}
        self.shape = json.loads(self.settings["model"])
        self.steps = int(self.settings["steps"])

    def model(self, dtype):
        s = self.shape
        networks = Model(28, s["widen_factor"], features=s["nf"], multipliers=s["ch_mult"],
                         blocks=s["num_res_blocks"], attention=s["attn_resolutions"],
                         size=int(self.settings["image"]), dropout=0.0, sigma=(s["sigma_min"], s["sigma_max"]))
        own = {name[2:]: tensor for name, tensor in self.tensors.items() if name.startswith("w.")}
        missing, unexpected = networks.load_state_dict(own, strict=False)
        if unexpected or any(not name.endswith("num_batches_tracked") for name in missing):
            raise SystemExit(f"the golden file's tensors do not fit: missing {missing}, unexpected {unexpected}")
        return networks.to(dtype)

    def error(self, actual, name):
        expected = self.tensors[name].double()
        return ((actual.detach().double() - expected).abs().max() / expected.abs().max()).item()

    def evaluation_error(self, networks, dtype, context=contextlib.nullcontext):
        """Of the score and the code in evaluation mode."""
        x0, noise = self.tensors["eval.x0"].to(dtype), self.tensors["eval.noise"].to(dtype)
        t = self.tensors["eval.t"].double()
        networks.eval()
        with torch.no_grad(), context():
            code = networks.encoder(x0, t)
            std = networks.network.std(t)[:, None, None, None].to(dtype)
            output = networks.network(x0 + std * noise, t, code)
        networks.train()
        return max(self.error(output, "eval.output"), self.error(code, "eval.z"))

    def run(self, dtype, phases):
        """The file's steps: errors by tensor, and on which side of 0 each ReLU's inputs were."""
        networks = self.model(dtype).train()
        sides = {}
        for name, module in networks.encoder.named_modules():
            if isinstance(module, nn.BatchNorm2d):
                module.register_forward_hook(
                    lambda _, __, out, name=name: sides.setdefault(name, []).append(out.detach() > 0))
        s = self.settings
        step = Step(networks, float(s["lr"]), int(s["warmup"]), float(s["clip"]), float(s["ema"]))
        losses, norms = [], []
        for n in range(self.steps):
            u = self.tensors[f"step{n}.u"].to(phases)
            loss, norm = step(self.tensors[f"step{n}.x0"].to(dtype), u * (1 - 1e-5) + 1e-5,
                              self.tensors[f"step{n}.noise"].to(dtype))
            losses.append(loss)
            norms.append(norm)
        errors = {"losses": self.error(torch.tensor(losses, dtype=torch.float64), "losses"),
                  "gradnorms": self.error(torch.tensor(norms, dtype=torch.float64), "gradnorms")}
        averages = dict(zip((n for n, p in networks.named_parameters() if p.requires_grad), step.averages))
        for name, tensor in networks.state_dict().items():
            if f"after.{name}" in self.tensors:
                errors[name] = self.error(tensor, f"after.{name}")
            if f"after.ema.{name}" in self.tensors:
                errors[f"ema.{name}"] = self.error(averages[name], f"after.ema.{name}")
            if f"after.norm.{name}" in self.tensors and not self.vanishes(name):
                errors[f"norm.{name}"] = self.error(tensor.double().norm(), f"after.norm.{name}")
        return errors, sides

    def vanishes(self, name):
        """Whether a gradient is rounding alone: Adam moves such a tensor by whole learning rates."""
        norm = self.tensors.get(f"step0.gradnorm.{name}")
        return norm is not None and norm.item() < VANISHING * self.tensors["gradnorms"][0].item()

    def check(self):
        """Refuses a step that is not the reference's; prints what float32 makes of it."""
        exact = self.model(torch.float64)
        off = self.evaluation_error(exact, torch.float64)
        errors, sides = self.run(torch.float64, torch.float64)
        off = max(off, *errors.values())
        if not off <= 1e-9:
            raise SystemExit(f"the peer's float64 is off by {off}: {worst(errors)}")
        for name, phases in (("float64", torch.float64), ("float32", torch.float32)):
            rounded, others = self.run(torch.float32, phases)
            crossed = {f"{layer}, step {n}": count for layer, steps in sides.items()
                       for n, (a, b) in enumerate(zip(steps, others[layer]))
                       if (count := int((a != b).sum()))}
            print(json.dumps({
                "bench": "train-error", "peer": PEER, "way": "eager float32", "phases": name, "float64Error": off,
                "losses": rounded["losses"], "gradientNorms": rounded["gradnorms"],
                "worstTensors": worst(rounded), "reluInputsOnTheOtherSide": crossed}), flush=True)


def worst(errors, count=5):
    return dict(sorted(errors.items(), key=lambda item: -item[1])[:count])


class Images:
    """Random pictures, and batches of them in random order."""

    def __init__(self, layout):
        self.bytes = torch.randint(0, 256, (10 * BATCH, CHANNELS, SIDE, SIDE), dtype=torch.uint8)
        self.layout, self.order = layout, []

    def batch(self):
        if not self.order:
            self.order = list(torch.randperm(len(self.bytes)).split(BATCH))
        x0 = (self.bytes[self.order.pop()].float() / 255).contiguous(memory_format=self.layout)
        t = torch.rand(BATCH) * (1 - 1e-5) + 1e-5
        return x0, t, torch.randn_like(x0)


def measure(name, step, layout, steps):
    images, times = Images(layout), []
    for n in range(WARM_UPS + steps):
        start = time.perf_counter()
        loss, norm = step(*images.batch())
        if n >= WARM_UPS:
            times.append(1e3 * (time.perf_counter() - start))
        if not (math.isfinite(loss) and math.isfinite(norm)):
            raise SystemExit(f"{name}: loss {loss}, gradient norm {norm}")
    times.sort()
    print(json.dumps({
        "bench": "train", "peer": PEER, "config": "small", "way": name, "threads": torch.get_num_threads(),
        "imagesPerSecond": round(1e3 * BATCH / quantile(times, 0.5), 1),
        "stepMs": {"p50": round(quantile(times, 0.5), 1), "p95": round(quantile(times, 0.95), 1)}}), flush=True)


def quantile(ordered, share):
    return ordered[round(share * (len(ordered) - 1))]


def compiled(name, step, layout):
    """Compiles the loss with its gradient; None, with a line, where that cannot be done."""
    eager, arguments = step.loss, Images(layout).batch()
    step.loss = torch.compile(eager)
    try:
        step.networks.eval()  # without dropout both must agree
        with torch.no_grad():
            off = abs(step.loss(*arguments) / eager(*arguments) - 1).item()
        step.networks.train()
        step.loss(*arguments).backward()
    except Exception as failure:  # no compiler on this machine, or one that refuses what it is given
        lines = [line for line in str(failure).splitlines() if line.strip()]
        reason = next((line for line in lines if "error:" in line), lines[0])
        print(json.dumps({"bench": "train", "peer": PEER, "way": name, "skipped": reason.strip()[-160:]}), flush=True)
        return None
    if not off <= 1e-4:
        raise SystemExit(f"the compiled loss is off by {off}")
    return step


def main(path, steps):
    golden = Golden(path)
    golden.check()

    def bfloat16():
        return torch.autocast("cpu", torch.bfloat16)

    def checked(name, layout, bound, context=contextlib.nullcontext):
        off = golden.evaluation_error(golden.model(torch.float32).to(memory_format=layout), torch.float32, context)
        if not off <= bound:
            raise SystemExit(f"{name}: the peer is off by {off} of the largest value")
        torch.manual_seed(1)
        return Model(28, 2).to(memory_format=layout).train()

    name = "eager float32"
    networks = checked(name, torch.contiguous_format, 2e-5)
    measure(name, Step(networks), torch.contiguous_format, steps)
    name = "channels-last float32, fused"
    networks = checked(name, torch.channels_last, 2e-5)
    measure(name, Step(networks, fused=True), torch.channels_last, steps)
    name = "channels-last bfloat16 autocast, fused"
    networks = checked(name, torch.channels_last, 5e-2, bfloat16)
    measure(name, Step(networks, fused=True, context=bfloat16), torch.channels_last, steps)
    for name, layout in (("compiled channels-last float32, fused", torch.channels_last),
                         ("compiled contiguous float32, fused", torch.contiguous_format)):
        step = compiled(name, Step(checked(name, layout, 2e-5), fused=True), layout)
        if step is not None:
            measure(name, step, layout, steps)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 6)

"""Heads trained one after another by plain PyTorch, as published: the peer of `./p2f bench sweep`.

The same designs, sizes, batches, optimizer and number of steps; codes and labels are random, as no
figure here depends on what is learned. Codes lie in memory and batches are cut by index: a
DataLoader would only be slower. Prints one JSON object a line.
"""
import json
import sys
import time

try:
    import torch
    from torch import nn
    from torch.nn import functional as F
except ImportError:
    print("no torch for this python3: the peer is skipped", file=sys.stderr)
    sys.exit(3)

IMAGES, TIMES, CODES, CLASSES, BATCH = (int(x) for x in sys.argv[1:6])


class Mlp(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(
            nn.Linear(CODES, 512), nn.ReLU(), nn.Dropout(0.25), nn.Linear(512, CLASSES))

    def forward(self, z):
        return self.body(z[:, 0])


class Gru(nn.Module):
    def __init__(self):
        super().__init__()
        self.cell, self.out = nn.GRUCell(CODES, 256), nn.Linear(256, CLASSES)

    def forward(self, z):
        h = z.new_zeros(z.shape[0], 256)
        for t in range(TIMES):
            h = F.dropout(self.cell(z[:, t], h), 0.25, self.training)
        return self.out(h)


class Transformer(nn.Module):
    def __init__(self, passes):
        super().__init__()
        self.passes = passes
        self.embed, self.readout = nn.Linear(CODES, 256), nn.Parameter(torch.randn(1, 1, 256))
        angle = torch.arange(TIMES)[:, None] * torch.exp(
            torch.arange(128) * (-2 * torch.log(torch.tensor(10000.0)) / 256))
        self.register_buffer("places", torch.stack([angle.sin(), angle.cos()], 2).reshape(TIMES, 256))
        self.block = nn.TransformerEncoderLayer(256, 4, 512, 0.25, batch_first=True)
        self.out = nn.Linear(256, CLASSES)

    def forward(self, z):
        x = F.dropout(self.embed(z), 0.25, self.training) + self.places
        x = torch.cat([x, self.readout.expand(len(z), 1, 256)], 1)
        for _ in range(self.passes):
            x = self.block(x)
        return self.out(x[:, -1])


def train(make, clip, epochs, rate, seed, z, y):
    torch.manual_seed(seed)
    model = make()
    optimizer = torch.optim.Adam(model.parameters(), lr=rate, weight_decay=1e-5)
    order = torch.randperm(IMAGES)
    held, seen = order[: IMAGES // 10], order[IMAGES // 10:]
    for _ in range(epochs):
        model.train()
        shuffled = seen[torch.randperm(len(seen))]
        for i in range(len(seen) // BATCH):
            rows = shuffled[i * BATCH: (i + 1) * BATCH]
            loss = F.cross_entropy(model(z[rows]), y[rows])
            optimizer.zero_grad()
            loss.backward()
            if clip:
                nn.utils.clip_grad_norm_(model.parameters(), 1)
            optimizer.step()
            loss.item()
        model.eval()
        with torch.no_grad():
            for part in held.split(1024):
                (model(z[part]).argmax(1) == y[part]).sum().item()


def main():
    z, y = torch.randn(IMAGES, TIMES, CODES), torch.randint(CLASSES, (IMAGES,))
    heads = {"mlp": (Mlp, False), "gru": (Gru, True), "transformer": (lambda: Transformer(2), True)}
    for word in sys.argv[6:]:
        name, epochs, members = word.split(":")
        make, clip = heads[name]
        train(make, clip, 1, 1e-3, 0, z, y)
        begun = time.perf_counter()
        for member in range(int(members)):
            train(make, clip, int(epochs), 1e-3, member, z, y)
        seconds = time.perf_counter() - begun
        print(json.dumps({
            "bench": "sweep", "peer": "pytorch " + torch.__version__, "head": name,
            "members": int(members), "seconds": round(seconds, 2),
            "secondsPerMember": round(seconds / int(members), 4)}), flush=True)


main()

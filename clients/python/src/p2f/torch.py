"""Codes as a data set of PyTorch."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ._errors import Missing
from ._trajectories import Split, Trajectories

try:
    import torch
    from torch.utils.data import Dataset
except ImportError:
    raise Missing.package("PyTorch", "torch", "TrajectoryDataset") from None


class TrajectoryDataset(Dataset):  # type: ignore[misc]
    """A split's codes and labels: item i is (codes [number of times, d], label).

    They are read once, when it is made, and kept in memory.

    :param factor: whose label; None for all, in the order of `Trajectories.factors`
    :param transform: what is done to codes before they are given
    """

    def __init__(
        self,
        trajectories: Trajectories,
        split: Split = "train",
        factor: str | None = None,
        transform: Callable[[torch.Tensor], Any] | None = None,
    ) -> None:
        self.times = torch.from_numpy(trajectories.times)
        self.codes = torch.from_numpy(trajectories.to_numpy(split))
        self.labels = torch.from_numpy(trajectories.labels(split, factor).astype("int64"))
        self.transform = transform

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, index: int) -> tuple[Any, torch.Tensor]:
        codes = self.codes[index]
        return (self.transform(codes) if self.transform else codes), self.labels[index]

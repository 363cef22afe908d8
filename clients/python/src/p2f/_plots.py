"""Pictures of runs, with matplotlib."""

from __future__ import annotations

import importlib.util
import io
from collections.abc import Mapping, Sequence
from typing import Any

#: Okabe and Ito's colours, which all eyes can tell apart.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
SIZE = (9.0, 3.2)
Rows = Sequence[Mapping[str, Any]]


def available() -> bool:
    """Whether matplotlib is installed."""
    return importlib.util.find_spec("matplotlib") is not None


def run_axes(metrics: Rows, probes: Rows) -> Any:
    """A figure of pyplot's, which a notebook shows at the end of its cell; its two axes."""
    from matplotlib import pyplot

    _, axes = pyplot.subplots(1, 2, figsize=SIZE, layout="constrained")
    _run(axes, metrics, probes)
    return axes


def run_png(metrics: Rows, probes: Rows) -> bytes:
    """The same as a picture, without touching pyplot's state."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=SIZE, layout="constrained")
    FigureCanvasAgg(figure)
    _run(figure.subplots(1, 2), metrics, probes)
    out = io.BytesIO()
    figure.savefig(out, format="png", dpi=110)
    return out.getvalue()


def _run(axes: Any, metrics: Rows, probes: Rows) -> None:
    loss, accuracy = axes
    losses = [row["loss"] for row in metrics]
    loss.plot(
        [row["step"] for row in metrics],
        losses,
        color=COLOURS[0],
        marker="." if len(losses) < 8 else "",
    )
    if losses and min(losses) > 0 and max(losses) > 5 * min(losses):
        loss.set_yscale("log")
    loss.set(xlabel="step", ylabel="loss", title="Loss")
    accuracy.set(
        xlabel="step",
        ylabel="accuracy",
        ylim=(0, 1.02),
        title="Probes: best t, and all t as a band",
    )
    for colour, factor in zip(COLOURS, dict.fromkeys(row["factor"] for row in probes)):
        by_step: dict[int, list[float]] = {}
        for row in probes:
            if row["factor"] == factor:
                by_step.setdefault(row["step"], []).append(row["accuracy"])
        steps = sorted(by_step)
        low, high = [min(by_step[s]) for s in steps], [max(by_step[s]) for s in steps]
        accuracy.fill_between(steps, low, high, color=colour, alpha=0.15, linewidth=0)
        accuracy.plot(steps, high, color=colour, label=factor, marker=".")
    if probes:
        accuracy.legend(frameon=False, fontsize="small", loc="lower right")
    else:
        accuracy.text(0.5, 0.5, "none yet: probe", ha="center", transform=accuracy.transAxes)
    for one in axes:
        one.spines[["top", "right"]].set_visible(False)

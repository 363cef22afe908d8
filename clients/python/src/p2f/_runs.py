"""Training runs."""

from __future__ import annotations

import io
import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from . import _plots
from ._errors import Missing, P2FError
from ._models import Model
from ._progress import display_png, in_notebook
from ._resources import ENDED, Collection, Work, camel
from ._tables import frame

if TYPE_CHECKING:
    import pandas

    from ._client import Client
    from ._generated import schema

SECONDS_BETWEEN_PICTURES = 3.0


class Run(Work):
    """A training run."""

    path = "/v1/training-runs"

    def _job(self) -> Mapping[str, Any]:
        return self.info["job"]  # type: ignore[no-any-return]

    def _line(self) -> str:
        step = f"step {self.info['step']:,} of {self.info['steps']:,}"
        return f"{step} · {super()._line()}"

    @property
    def tags(self) -> list[str]:
        """What people sort their runs by."""
        return list(self.info["tags"])

    @property
    def notes(self) -> str:
        """What people have noted of it."""
        return str(self.info["notes"])

    def label(self, *, tags: Sequence[str] | None = None, notes: str | None = None) -> Run:
        """Writes tags or notes on it, in the place of those it has; what is left out stays."""
        self.info = self._client.transport.json(
            "PATCH",
            f"{self.path}/{self.id}",
            body={
                **({"tags": list(tags)} if tags is not None else {}),
                **({"notes": notes} if notes is not None else {}),
            },
        )
        return self

    def wait(
        self,
        *,
        progress: bool | None = None,
        plot: bool | None = None,
        timeout: float | None = None,
    ) -> Run:
        """Waits for the end, with a bar and, in a notebook, a picture of losses and probes.

        :param plot: False for the bar alone
        :raises JobFailed: if it fails or is cancelled
        :raises TimeoutError: if it takes longer; it goes on all the same
        """
        live = plot is not False and progress is not False and in_notebook() and _plots.available()
        handle, drawn = None, 0.0

        def draw() -> None:
            nonlocal handle, drawn
            ended = self.state in ENDED
            if live and (ended or time.monotonic() - drawn > SECONDS_BETWEEN_PICTURES):
                metrics, probes = self._points()
                if metrics:
                    handle = display_png(_plots.run_png(metrics, probes), handle)
                drawn = time.monotonic()

        self._await(progress, timeout, draw)
        return self

    @property
    def model(self) -> Model:
        """What it made, once it has succeeded."""
        if not self.info.get("modelId"):
            self.refresh()
        if not self.info.get("modelId"):
            raise P2FError(f"{self.id} is {self.state} and has no model; wait() for it")
        return self._client.models[self.info["modelId"]]

    def metrics(self, points: int = 500) -> pandas.DataFrame:
        """Loss, gradient norm, learning rate and speed by step, thinned to so many means."""
        view = self._client.operations.get_training_metrics(self.id, points=points)
        return frame(view["points"], index="step")

    def probes(self) -> pandas.DataFrame:
        """What linear probes read: a row for each step, t and factor, with its accuracy."""
        return frame(
            self._client.operations.get_training_probes(self.id)["points"],
            columns=("step", "t", "factor", "accuracy"),
        )

    def held_out_losses(self) -> pandas.DataFrame:
        """Loss and rate of validation images: a row for each step and t."""
        return frame(
            self._client.operations.get_held_out_losses(self.id)["points"],
            columns=("step", "t", "heldOutLoss", "rate"),
        )

    def plot(self) -> Any:
        """Loss and probes against step; a matplotlib figure's axes."""
        if not _plots.available():
            raise Missing.package("matplotlib", "notebook", "A plot")
        return _plots.run_axes(*self._points())

    def samples(self, step: int) -> Any:
        """The picture of images and samples after a step, as a PIL image."""
        from ._images import opened

        return opened(io.BytesIO(self._client.operations.get_training_samples(self.id, step)))

    def clone(self, **changes: Any) -> Run:
        """Starts a run as this one but for these settings; None gives the preset's value back.

        :param changes: as `Runs.start` takes them, such as ``optimizer={"learning_rate": None}``
        """
        patch = camel(changes, nulls=True)
        return Run(self._client, self._client.operations.clone_training_run(self.id, patch))

    def cancel(self, keep: Literal["checkpoint", "discard"] = "discard") -> Run:
        """Asks it to stop."""
        self.info = self._client.operations.cancel_training_run(self.id, keep=keep)
        return self

    def _points(self) -> tuple[list[Any], list[Any]]:
        operations = self._client.operations
        metrics = operations.get_training_metrics(self.id, points=300)["points"]
        return list(metrics), list(operations.get_training_probes(self.id)["points"])


class Runs(Collection[Run]):
    """All training runs, and how new ones are started."""

    def __init__(self, client: Client) -> None:
        super().__init__(client, Run)

    def start(
        self, *, dataset: Any, preset: str = "tiny", objective: str = "vdrl", **settings: Any
    ) -> Run:
        """Starts a training run.

        :param dataset: a data set, its id or its name
        :param preset: one of ``client.operations.list_presets()``
        :param objective: ``drl``, ``vdrl``, … of the API's document
        :param settings: what is to differ from the preset, such as ``steps=200``,
            ``probe={"every_steps": 50}``, ``optimizer={"learning_rate": 1e-3}``
        :raises Problem: if a setting is refused; `errors` names each
        """
        return Run(
            self._client,
            self._client.operations.create_training_run(
                self._request(dataset, preset, objective, settings)
            ),
        )

    def plan(
        self, *, dataset: Any, preset: str = "tiny", objective: str = "vdrl", **settings: Any
    ) -> schema.TrainingPlanView:
        """What a run would be and take, by a few small steps; nothing is started."""
        return self._client.operations.plan_training_run(
            self._request(dataset, preset, objective, settings)
        )

    def _request(self, dataset: Any, preset: str, objective: str, settings: dict[str, Any]) -> Any:
        named = {"datasetId": self._client.id_in(self._client.datasets, dataset)}
        return named | {"preset": preset, "objective": objective} | camel(settings)

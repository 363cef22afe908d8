"""What heads read from codes; studies and their reports."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ._errors import JobFailed, P2FError
from ._resources import Collection, Job, Resource, Work, camel, id_of, only
from ._tables import frame

if TYPE_CHECKING:
    import pandas

    from ._client import Client


class Evaluation(Resource):
    """What heads trained on codes read of each factor."""

    path = "/v1/evaluations"

    def results(self) -> pandas.DataFrame:
        """A row for each head, factor and time, with the test accuracy and its 95 % interval."""
        rows = []
        for result in self.info["results"]:
            accuracy = result["testAccuracy"]
            rows.append(
                {
                    key: result.get(key)
                    for key in ("encoder", "head", "factor", "t", "labelFraction")
                }
                | {"accuracy": accuracy["mean"], "low": accuracy["low"], "high": accuracy["high"]}
                | {key: result.get(key) for key in ("chance", "majority")}
            )
        return frame(rows)


class Evaluations(Collection[Evaluation]):
    """All evaluations, and how new ones are made."""

    def __init__(self, client: Client) -> None:
        super().__init__(client, Evaluation)

    def create(self, trajectories: Any, **settings: Any) -> Job[Evaluation]:
        """Has heads trained on codes; ``.wait()`` gives what they read.

        :param settings: such as ``heads=["linear", "mlp"]``, ``factors``, ``epochs``, ``seeds``
        """
        body: Any = {"trajectoriesId": id_of(trajectories)} | camel(settings)
        job = self._client.operations.create_evaluation(body)
        return Job(self._client, job, lambda ids: self[only(ids, "evl-")])


class Analysis(Resource):
    """Attention profiles, masks, divergences, mutual information or label propagation."""

    path = "/v1/analyses"


class Analyses(Collection[Analysis]):
    """All analyses, and how new ones are made."""

    def __init__(self, client: Client) -> None:
        super().__init__(client, Analysis)

    def create(self, trajectories: Any, type: str, **settings: Any) -> Job[Analysis]:
        """Has codes analysed; ``.wait()`` gives what came out."""
        body: Any = {"trajectoriesId": id_of(trajectories), "type": type} | camel(settings)
        job = self._client.operations.create_analysis(body)
        return Job(self._client, job, lambda ids: self[only(ids, "ana-")])


class Report:
    """A study's report; a notebook shows it as it is."""

    def __init__(self, page: str, numbers: str) -> None:
        self.html = page
        self._numbers = numbers

    @cached_property
    def json(self) -> dict[str, Any]:
        """Every number in it."""
        return dict(json.loads(self._numbers))

    def save(self, path: str | Path) -> Path:
        """Saves the page, which needs nothing beside it."""
        target = Path(path)
        target.write_text(self.html, encoding="utf-8")
        return target

    def _repr_html_(self) -> str:
        # a frame of its own, without scripts: neither page can change how the other looks
        return (
            f'<iframe srcdoc="{html.escape(self.html, quote=True)}" sandbox="" title="Report" '
            'style="width:100%;height:42em;border:1px solid #8888;background:#fff"></iframe>'
        )

    def __repr__(self) -> str:
        return f"<Report of {len(self.html):,} characters; .save(path), or show it in a notebook>"


class Study(Work):
    """A data set carried through training, encoding, heads and analyses."""

    path = "/v1/studies"

    def _job(self) -> Mapping[str, Any]:
        return self.info  # type: ignore[no-any-return]

    def _line(self) -> str:
        steps = self.info["steps"]
        done = sum(step["state"] == "succeeded" for step in steps)
        now = ", ".join(step["title"] for step in steps if step["state"] == "running")
        return f"{done} of {len(steps)} steps" + (f" · {now}" if now else f" · {self.state}")

    def _failed(self) -> JobFailed:
        wrong = "; ".join(
            f"{step['title']}: {step.get('failure', 'no reason told')}"
            for step in self.info["steps"]
            if step["state"] == "failed"
        )
        return JobFailed(self.id, self.state, detail=wrong)

    def wait(self, *, progress: bool | None = None, timeout: float | None = None) -> Study:
        """Waits for the end, with a bar where somebody sees it."""
        self._await(progress, timeout)
        return self

    def steps(self) -> pandas.DataFrame:
        """A row for each step: title, state, progress."""
        columns = ("name", "title", "state", "progress", "artifactId", "startedAt", "finishedAt")
        return frame(({c: step.get(c) for c in columns} for step in self.info["steps"]), columns)

    def report(self) -> Report:
        """The report, once the study has succeeded."""
        if not self.info.get("reportId"):
            self.refresh()
        id = self.info.get("reportId")
        if not id:
            raise P2FError(f"{self.id} is {self.state} and has no report yet; wait() for it")
        file = self._client.operations.download_artifact_file
        return Report(file(id, "report.html").decode(), file(id, "report.json").decode())

    def cancel(self) -> Study:
        """Stops it and its jobs."""
        self.info = self._client.operations.cancel_study(self.id)
        return self


class Studies(Collection[Study]):
    """All studies, and how new ones are started."""

    def __init__(self, client: Client) -> None:
        super().__init__(client, Study)

    def start(self, *, dataset: Any, preset: str = "demo", **settings: Any) -> Study:
        """Starts a study.

        :param preset: one of ``client.operations.list_study_presets()``
        :param settings: what is to differ, such as ``steps``, ``encoder_seeds``, ``grid``
        """
        body: Any = {
            "datasetId": self._client.id_in(self._client.datasets, dataset),
            "preset": preset,
        } | camel(settings)
        return Study(self._client, self._client.operations.create_study(body))

"""The platform as an object."""

from __future__ import annotations

import os
from pathlib import Path
from types import TracebackType
from typing import Any

from . import _home
from ._datasets import Datasets
from ._errors import NotConnected, Problem
from ._evaluations import Analyses, Evaluations, Studies
from ._generated.operations import Operations
from ._models import Model
from ._resources import Collection, Job, Resource
from ._runs import Runs
from ._trajectories import TrajectoriesCollection
from ._transport import Transport


def connect(
    url: str | None = None,
    token: str | None = None,
    *,
    project: str | None = None,
    patience: float = 120.0,
) -> Client:
    """Connects to a platform and makes sure that it answers and takes the token.

    What is left out is read from ``P2F_URL`` and ``P2F_TOKEN``, else from the platform that
    ``./p2f up`` runs on this machine (``P2F_HOME``, ``~/.p2f``).

    :param project: the one of the token's projects to work in; else ``P2F_PROJECT``, else all of
        them, and new things go into the first
    :param patience: seconds for which a call is repeated when the platform is busy
    :raises NotConnected: if none is found, none answers, or the token is refused; says what to do
    """
    address = _home.find(url, token)
    project = project or os.environ.get("P2F_PROJECT") or None
    # a first call that is not answered is told at once, not after the patience of later ones
    first = Transport(address.url, address.token, project=project, patience=5.0)
    try:
        first.json("GET", "/v1/models", query={"limit": 1})
    except Problem as problem:
        if problem.status == 401:
            raise NotConnected(
                f"{address.url} refuses the token: {problem.detail}. "
                "./p2f token prints a fresh one."
            ) from problem
        raise
    finally:
        first.close()
    return Client(Transport(address.url, address.token, project=project, patience=patience))


class Client:
    """A platform. Threads may share it; ``with connect() as client`` closes it at the end."""

    def __init__(self, transport: Transport) -> None:
        self.transport = transport
        self.operations = Operations(transport)
        self.models: Collection[Model] = Collection(self, Model)
        self.datasets = Datasets(self)
        self.runs = Runs(self)
        self.trajectories = TrajectoriesCollection(self)
        self.evaluations = Evaluations(self)
        self.analyses = Analyses(self)
        self.studies = Studies(self)
        self.jobs: Collection[Job[list[str]]] = Collection(self, Job)

    @property
    def url(self) -> str:
        return self.transport.url

    def download(self, path: str, to: str | Path, query: dict[str, Any] | None = None) -> Path:
        """Saves an answer; the file is there whole or not at all."""
        target = Path(to)
        part = target.with_name(target.name + ".part")
        try:
            with (
                self.transport.stream("GET", path, query=query) as response,
                part.open("wb") as out,
            ):
                for chunk in response.iter_bytes():
                    out.write(chunk)
            os.replace(part, target)
        finally:
            part.unlink(missing_ok=True)
        return target

    def id_in(self, collection: Collection[Any], thing: Any) -> str:
        """The id of a resource, or of what has this id or name in the collection."""
        return thing.id if isinstance(thing, Resource) else collection[thing].id

    def close(self) -> None:
        """Closes its connections."""
        self.transport.close()

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<p2f.Client {self.url}>"

    def __deepcopy__(self, memo: dict[int, Any]) -> Client:
        return self  # scikit-learn's clone copies parameters; a connection is not copied

    def __reduce__(self) -> tuple[Any, ...]:
        return connect, (self.url,)  # the token stays out of pickles: the other side finds its own

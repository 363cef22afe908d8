"""What all collections and their members have in common."""

from __future__ import annotations

import difflib
import time
from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from ._errors import JobFailed, P2FError, Problem
from ._progress import bar

if TYPE_CHECKING:
    from ._client import Client

ENDED = frozenset({"succeeded", "failed", "cancelled"})
SHORTEST_POLL, LONGEST_POLL = 0.25, 2.0

R = TypeVar("R", bound="Resource")
T = TypeVar("T")


class NotFound(P2FError, LookupError):
    """Nothing, or more than one thing, has that name."""


class Resource:
    """One thing that the platform keeps.

    `info` is what it told, with the names of the API's document; `refresh` asks again.
    """

    #: Where things of this kind are, such as ``/v1/models``.
    path: str

    def __init__(self, client: Client, info: Mapping[str, Any]) -> None:
        self._client = client
        self.info: Any = dict(info)

    @property
    def id(self) -> str:
        return str(self.info["id"])

    def refresh(self: R) -> R:
        """Asks the platform anew; returns itself."""
        self.info = self._client.transport.json("GET", f"{self.path}/{self.id}")
        return self

    def __repr__(self) -> str:
        told = ", ".join(f"{key}={value!r}" for key, value in self._summary().items())
        return f"<{type(self).__name__} {self.id}{' ' + told if told else ''}>"

    def _summary(self) -> dict[str, Any]:
        return {"name": self.info["name"]} if "name" in self.info else {}


class Collection(Generic[R]):
    """All things of a kind: iterate over it, newest first, or take one by id or name."""

    def __init__(self, client: Client, kind: type[R]) -> None:
        self._client, self._kind = client, kind

    def __iter__(self) -> Iterator[R]:
        for info in self._client.transport.pages(self._kind.path):
            yield self._kind(self._client, info)

    def list(self, limit: int = 20) -> list[R]:
        """The newest of them."""
        return list(islice(iter(self), limit))

    def __getitem__(self, key: str) -> R:
        """The one with this id, alias or name.

        :raises NotFound: if there is none, or more than one of this name
        """
        if not isinstance(key, str) or not key:
            raise TypeError(f"An id or a name is a non-empty text, not {key!r}")
        path = self._client.operations._path(self._kind.path + "/{id}", key)
        try:
            return self._kind(self._client, self._client.transport.json("GET", path))
        except Problem as problem:
            if problem.status != 404:
                raise
        named: dict[str, list[R]] = {}
        for one in self:
            for name in {one.info.get("name", one.id), *one.info.get("aliases", ())}:
                named.setdefault(name, []).append(one)
        found = named.get(key, [])
        if len(found) == 1:
            return found[0]
        kind = self._kind.__name__
        if found:
            ids = ", ".join(one.id for one in found)
            raise NotFound(f"{len(found)} of kind {kind} are called {key!r}; take one by id: {ids}")
        close = difflib.get_close_matches(key, named, n=3, cutoff=0.4) or list(named)[:5]
        hint = f"; there are {', '.join(close)}" if close else "; there is none yet"
        raise NotFound(f"No {kind} has the id or name {key!r}{hint}")

    def __repr__(self) -> str:
        return f"<{self._kind.__name__} collection of {self._client.url}>"


class Work(Resource):
    """Something that is done in the background."""

    @property
    def state(self) -> str:
        """``waiting``, ``queued``, ``running``, ``cancelling``, or one of `ENDED`."""
        return str(self._job()["state"])

    @property
    def progress(self) -> float:
        """In [0, 1]."""
        return float(self._job()["progress"])

    @abstractmethod
    def _job(self) -> Mapping[str, Any]:
        """The part of `info` that tells state and progress."""

    def _title(self) -> str:
        return str(self.info.get("name", self.id))

    def _line(self) -> str:
        """What a bar tells beside it."""
        job = self._job()
        parts = [job.get("phase") or job["state"]]
        if job.get("rate"):
            parts.append(f"{job['rate']:,.0f} {job.get('rateUnit', 'units')}/s")
        if job.get("etaSeconds") is not None and job["state"] == "running":
            parts.append(f"{duration(job['etaSeconds'])} left")
        return " · ".join(parts)

    def _failed(self) -> JobFailed:
        failure = self._job().get("failure") or {}
        return JobFailed(
            self.id,
            self.state,
            failure.get("code"),
            failure.get("detail", ""),
            failure.get("blame"),
        )

    def _await(
        self,
        progress: bool | None,
        timeout: float | None,
        seen: Callable[[], None] = lambda: None,
    ) -> None:
        """Waits for the end.

        :param seen: called after every look
        :raises JobFailed: if it ends without a result
        :raises TimeoutError: if it has not ended after `timeout` seconds; it goes on all the same
        """
        began, pause = time.monotonic(), SHORTEST_POLL
        with bar(self._title(), progress) as shown:
            while True:
                self.refresh()
                shown.update(self.progress, self._line())
                seen()
                if self.state in ENDED:
                    break
                if timeout is not None and time.monotonic() - began > timeout:
                    raise TimeoutError(f"{self.id} is {self.state} after {timeout:g} s; it goes on")
                time.sleep(pause)
                pause = min(LONGEST_POLL, pause * 1.3)
        if self.state != "succeeded":
            raise self._failed()

    def _summary(self) -> dict[str, Any]:
        return super()._summary() | {"state": self.state, "progress": round(self.progress, 3)}


class Job(Work, Generic[T]):
    """A job whose `wait` gives what it made."""

    path = "/v1/jobs"

    def __init__(
        self,
        client: Client,
        info: Mapping[str, Any],
        made: Callable[[list[str]], T] | None = None,
    ) -> None:
        super().__init__(client, info)
        self._made = made

    def _job(self) -> Mapping[str, Any]:
        return self.info  # type: ignore[no-any-return]

    def _title(self) -> str:
        return str(self.info["plan"].get("name") or self.info["kind"])

    def wait(self, *, progress: bool | None = None, timeout: float | None = None) -> T:
        """Waits for the end, with a bar where somebody sees it, and gives the result.

        A job that was taken from ``client.jobs`` gives the ids of its artifacts.
        """
        self._await(progress, timeout)
        ids = [str(id) for id in self.info["artifacts"]]
        return self._made(ids) if self._made else ids  # type: ignore[return-value]

    def cancel(self) -> Job[T]:
        """Asks it to stop."""
        self.info = self._client.operations.cancel_job(self.id)
        return self

    def _summary(self) -> dict[str, Any]:
        return {"kind": self.info["kind"]} | super()._summary()


def duration(seconds: float) -> str:
    """``45 s``, ``3 min``, ``2.5 h``."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


def id_of(thing: Any) -> str:
    """The id of a resource, or what was given as one."""
    if isinstance(thing, Resource):
        return thing.id
    if isinstance(thing, str) and thing:
        return thing
    raise TypeError(f"Needed is an id, a name or what has one, not {thing!r}")


def only(ids: list[str], prefix: str) -> str:
    """The one artifact of a kind among a job's."""
    found = [id for id in ids if id.startswith(prefix)]
    if len(found) != 1:
        raise P2FError(f"Expected one artifact {prefix}…, the job made {ids or 'none'}")
    return found[0]


def camel(settings: Mapping[str, Any], *, nulls: bool = False) -> dict[str, Any]:
    """Settings as the API writes them, ``batchSize`` for ``batch_size``, nested ones too.

    :param nulls: whether None is a null, as merge patches have them; otherwise it is left out
    """
    out = {}
    for name, value in settings.items():
        head, *rest = name.split("_")
        if value is not None or nulls:
            inner = camel(value, nulls=nulls) if isinstance(value, Mapping) else value
            out[head + "".join(part[:1].upper() + part[1:] for part in rest)] = inner
    return out

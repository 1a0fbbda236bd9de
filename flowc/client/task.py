"""`Task`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from typing import Any

from flowc.client import places
from flowc.client.artifact import DataArtifact
from flowc.client.base import local_time, parts_of
from flowc.client.data import MetaflowData
from flowc.client.errors import MetaflowNotFound
from flowc.client.facts import Facts
from flowc.client.listing import children
from flowc.runtime_shim.store import Missing, Store
from flowc.runtime_shim.store.documents import Document, read_document
from flowc.runtime_shim.store.layout import TaskKeys


class Task(Facts):
    """A task, as `Flow/run/step/path`. Raises `MetaflowNotFound` when there is none.

    What it says is read once, from the winner where there is one, else from the manifest of the last attempt.
    """

    KEPT = ("keys", "attempt")
    attempt: int | None = None
    """The number of the attempt that is asked about; None: the winner, or the last."""

    def __init__(
        self,
        pathspec: str,
        *,
        attempt: int | None = None,
        store: Store | None = None,
        _namespace_check: bool = True,
    ) -> None:
        self.store = store or places.default_store()
        self.attempt = attempt
        self.parts = parts_of(pathspec, 4, "task")
        flow, run, step, path = self.parts
        self.keys = places.find_run(self.store, flow, run)[0].task(step, path)
        if next(children(self.store, self.keys.root), None) is None:
            raise MetaflowNotFound(f"the run {run} has no task {path!r} of a step {step!r}")
        if attempt is not None and not self._attempts:
            raise MetaflowNotFound(f"{pathspec} has no attempt {attempt}")
        self._check_namespace(_namespace_check)

    @classmethod
    def at(cls, store: Store, keys: TaskKeys) -> Task:
        """A task whose place is known; whether it is there is not looked at."""
        task = cls.__new__(cls)
        task.store, task.keys = store, keys
        task.parts = (keys.run.flow.flow, keys.run.id, keys.step, keys.path)
        return task

    @property
    def parent(self) -> Any:
        """The step."""
        from flowc.client.step import Step

        return Step.at(self.store, self.keys.run, self.keys.step)

    @cached_property
    def _winner(self) -> Document | None:
        winner = self._document(self.keys.winner)
        return winner if winner and self.attempt in (None, winner["number"]) else None

    @cached_property
    def manifest(self) -> Document:
        """The winner, else the manifest of the last attempt that has one, else nothing."""
        if self._winner is not None:
            return self._winner
        manifests = (self._document(self.keys.manifest(attempt)) for attempt in reversed(self._attempts))
        return next((manifest for manifest in manifests if manifest is not None), {})

    def _document(self, key: str) -> Document | None:
        try:
            return read_document(self.store, key)
        except Missing:
            return None

    @cached_property
    def _attempts(self) -> list[str]:
        """The ids of the attempts, in the order of their numbers."""
        attempts = [
            each
            for each in children(self.store, f"{self.keys.root}/attempts")
            if self.attempt in (None, int(each.partition("-")[0]))
        ]
        return sorted(attempts, key=lambda attempt: (int(attempt.partition("-")[0]), attempt))

    @property
    def done(self) -> bool:
        """Whether the run goes on after it: an attempt succeeded, or its failure was caught."""
        return self._winner is not None

    @property
    def successful(self) -> bool:
        """Whether an attempt succeeded; False where `@catch` went on, as in Metaflow."""
        return self._winner is not None and self._winner["status"] == "done"

    @property
    def finished(self) -> bool:
        """Whether it is done, or the last attempt has failed for good as far as is known."""
        return self.done or self.manifest.get("status") == "failed"

    @property
    def current_attempt(self) -> int:
        """The number of the attempt that is shown, from 0."""
        if "number" in self.manifest:
            return int(self.manifest["number"])
        return int(self._attempts[-1].partition("-")[0]) if self._attempts else 0

    @property
    def created_at(self) -> datetime | None:
        """When the attempt began."""
        return self._time("started")

    @property
    def finished_at(self) -> datetime | None:
        """When the attempt ended."""
        return self._time("ended")

    def _time(self, field: str) -> datetime | None:
        seconds = self.manifest.get(field)
        return None if seconds is None else local_time(float(seconds))

    @property
    def index(self) -> int | None:
        """The index in the innermost foreach."""
        stack = self.manifest.get("stack")
        return int(stack[-1][0]) if stack else None

    @property
    def exception(self) -> Any:
        """What the attempt raised, as a `MetaflowExceptionWrapper`; None when nothing, or what was caught."""
        raised = self.manifest.get("exception")
        if not raised or self.done:
            return None
        from flowc.runtime_shim.dsl.exceptions import MetaflowExceptionWrapper

        wrapper = MetaflowExceptionWrapper()
        wrapper.exception, wrapper.type = raised["message"], raised["type"]
        wrapper.stacktrace = raised.get("stacktrace")
        return wrapper

    @cached_property
    def artifacts(self) -> Any:
        """The artifacts, by name and in the order of names; those that begin with an underscore are left out."""
        from collections import namedtuple

        found = list(self)
        kind: Any = namedtuple
        return kind("MetaflowArtifacts", [artifact.id for artifact in found], rename=True)(*found)

    @property
    def data(self) -> MetaflowData:
        """The artifacts as attributes: `task.data.x`."""
        return MetaflowData(self._all())

    def _all(self) -> Iterator[DataArtifact]:
        for name, entry in sorted(self._entries.items()):
            yield DataArtifact.of(self, name, entry)

    @cached_property
    def _entries(self) -> dict[str, Any]:
        """What the task wrote or inherited, and what every task of the run has, such as its parameters."""
        from flowc.client.run_values import entries_of_run

        if not self.manifest:
            return {}
        return {**entries_of_run(self.store, self.keys.run), **self.manifest.get("artifacts", {})}

    def __iter__(self) -> Iterator[DataArtifact]:
        return (artifact for artifact in self._all() if not artifact.id.startswith("_"))

    def __getitem__(self, name: str) -> DataArtifact:
        entry = self._entries.get(name)
        if entry is None:
            raise KeyError(f"{self.pathspec} has no artifact {name!r}")
        return DataArtifact.of(self, name, entry)

    def __contains__(self, name: object) -> bool:
        return name in self._entries

    @property
    def parent_tasks(self) -> Iterator[Task]:
        """The tasks that ran just before, in the order of `inputs`."""
        for parent in self.manifest.get("parents", ()):
            step, _, path = parent.partition("/")
            yield Task.at(self.store, self.keys.run.task(step, path))

    @property
    def parent_task_pathspecs(self) -> Iterator[str]:
        """Their addresses."""
        return (task.pathspec for task in self.parent_tasks)

    @property
    def child_task_pathspecs(self) -> Iterator[str]:
        """The addresses of the tasks that this one ran just before."""
        return (task.pathspec for task in self.child_tasks)

    @property
    def child_tasks(self) -> Iterator[Task]:
        """The tasks that this one ran just before: found by looking at every task of the run."""
        own = f"{self.keys.step}/{self.keys.path}"
        for step in children(self.store, f"{self.keys.run.root}/tasks"):
            for path in children(self.store, f"{self.keys.run.root}/tasks/{step}"):
                task = Task.at(self.store, self.keys.run.task(step, path))
                if own in task.manifest.get("parents", ()):
                    yield task

    @property
    def origin_pathspec(self) -> str | None:
        """The task that this one was cloned from."""
        origin = self.manifest.get("cloned_from")
        return f"{self.parts[0]}/{origin}/{self.parts[2]}/{self.parts[3]}" if origin else None

    @property
    def is_control(self) -> bool:
        """Whether it is the first member of a gang."""
        stack = self.manifest.get("stack") or [(None, 0, "")]
        return bool(stack[-1][2] is None and stack[-1][0] == 0)

    @property
    def stdout(self) -> str:
        """What the attempt printed."""
        return self._log("stdout")

    @property
    def stderr(self) -> str:
        """What the attempt wrote to stderr."""
        return self._log("stderr")

    @property
    def stdout_size(self) -> int:
        """Its length in bytes."""
        return len(self.stdout.encode())

    @property
    def stderr_size(self) -> int:
        """Its length in bytes."""
        return len(self.stderr.encode())

    def loglines(self, stream: str) -> Iterator[tuple[datetime, str]]:
        """The lines of `stdout` or `stderr`, each with the time at which it was begun, as near as is known."""
        from flowc.client.logs import chunks

        rest, begun = b"", 0.0
        for chunk in chunks(self.store, self._log_keys, self._log_attempt, stream):
            begun = begun if rest else chunk.time
            *lines, rest = (rest + chunk.data).split(b"\n")
            for line in lines:
                yield local_time(begun), line.decode("utf-8", "replace")
                begun = chunk.time
        if rest:
            yield local_time(begun), rest.decode("utf-8", "replace")

    def _log(self, stream: str) -> str:
        from flowc.client.logs import read_stream

        return read_stream(self.store, self._log_keys, self._log_attempt, stream)

    @property
    def _log_keys(self) -> TaskKeys:
        """Where the logs are: of a cloned task, in the run that it was cloned from."""
        origin = self.manifest.get("cloned_from")
        keys = self.keys
        return keys.run.flow.run(origin).task(keys.step, keys.path) if origin else keys

    @property
    def _log_attempt(self) -> str | None:
        return self.manifest.get("attempt") or (self._attempts[-1] if self._attempts else None)

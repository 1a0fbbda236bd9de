"""Events of a run on an engine, found by looking at its store and at the engine again and again."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TypeAlias

from flowc.backends.deployment import RunState, StepState
from flowc.backends.local.events import Ending, Event, TaskEnded, TaskStarted
from flowc.deploying.tasks import Attempt, TaskView, manifest_of, tasks_of, winner_of
from flowc.runtime_shim.store import Store
from flowc.runtime_shim.store.documents import Document
from flowc.runtime_shim.store.layout import RunKeys

_Timed: TypeAlias = tuple[float, Event]
"""When it happened, in seconds since 1970, and what."""


class StoreProgress:
    """What has happened to the tasks of a run since the last look, from its store."""

    def __init__(self, store: Store, keys: RunKeys) -> None:
        self._store = store
        self._keys = keys
        self._begun: set[tuple[str, str, str]] = set()
        self._ended: set[tuple[str, str, str]] = set()
        self._done: set[tuple[str, str]] = set()

    @property
    def tasks(self) -> int:
        """How many tasks are done."""
        return len(self._done)

    def look(self, *, is_over: bool) -> Iterator[Event]:
        """The events since the last look, in the order in which they happened as far as that is known.

        A failure is told when it is clear whether another attempt follows.
        """
        found: list[_Timed] = []
        for task in tasks_of(self._store, self._keys):
            if (task.step, task.path) not in self._done:
                found += self._of_task(task, is_over)
        yield from (event for _, event in sorted(found, key=lambda timed: timed[0]))

    def _of_task(self, task: TaskView, is_over: bool) -> Iterator[_Timed]:
        winner = winner_of(self._store, self._keys, task) if task.done else {}
        won = str(winner.get("attempt", ""))
        for place, attempt in enumerate(task.attempts):
            if attempt.id == won:
                continue
            follows = place + 1 < len(task.attempts) or task.done
            manifest = manifest_of(self._store, self._keys, task, attempt) if attempt.ended else {}
            yield from self._begin(task, attempt, manifest)
            if follows or is_over:  # one that never ended was killed
                yield from self._end(task, attempt, "retried" if follows else "failed", manifest)
        if task.done:
            self._done.add((task.step, task.path))
            attempt = Attempt(id=won or "0", ended=True)
            yield from self._begin(task, attempt, winner)
            yield from self._end(task, attempt, "cloned" if winner.get("cloned_from") else "done", winner)

    def _begin(self, task: TaskView, attempt: Attempt, manifest: Document) -> Iterator[_Timed]:
        key = (task.step, task.path, attempt.id)
        if key not in self._begun:
            self._begun.add(key)
            event = TaskStarted(step=task.step, path=task.path, attempt=attempt.number)
            yield _time(manifest, "started"), event

    def _end(self, task: TaskView, attempt: Attempt, ending: Ending, manifest: Document) -> Iterator[_Timed]:
        key = (task.step, task.path, attempt.id)
        if key in self._ended:
            return
        self._ended.add(key)
        splits = manifest.get("splits")
        yield (
            _time(manifest, "ended"),
            TaskEnded(
                step=task.step,
                path=task.path,
                attempt=attempt.number,
                ending=ending,
                seconds=_seconds(manifest),
                splits=splits if isinstance(splits, int) else None,
                detail=_detail(manifest) if ending in ("failed", "retried") else None,
            ),
        )


class EngineProgress:
    """The same from the engine's counts, where the store cannot be read: tasks without their paths."""

    def __init__(self) -> None:
        self._known: dict[str, StepState] = {}
        self.tasks = 0
        """How many tasks are done."""

    def look(self, state: RunState) -> Iterator[Event]:
        """The events since the last look."""
        for step in state.steps:
            before = self._known.get(step.step, StepState(step=step.step))
            self._known[step.step] = step
            begun = _begun(step) - _begun(before)
            yield from (TaskStarted(step=step.step, path="r", attempt=0) for _ in range(begun))
            yield from self._ended(step, "done", step.succeeded - before.succeeded)
            yield from self._ended(step, "failed", step.failed - before.failed)
        self.tasks = sum(step.succeeded for step in state.steps)

    def _ended(self, step: StepState, ending: Ending, count: int) -> Iterator[Event]:
        for _ in range(count):
            yield TaskEnded(step=step.step, path="r", attempt=0, ending=ending, seconds=0.0)


def _begun(step: StepState) -> int:
    return step.running + step.succeeded + step.failed


def _time(manifest: Document, field: str) -> float:
    """When it happened; after everything else when that is not known yet."""
    return float(manifest.get(field) or math.inf)


def _seconds(manifest: Document) -> float:
    begun, ended = _time(manifest, "started"), _time(manifest, "ended")
    return max(0.0, ended - begun) if math.isfinite(begun) and math.isfinite(ended) else 0.0


def _detail(manifest: Document) -> str | None:
    if not manifest:
        return "it was killed"
    raised = manifest.get("exception")
    if not isinstance(raised, dict):
        return None
    return f"{str(raised.get('type')).removeprefix('builtins.')}: {raised.get('message')}"

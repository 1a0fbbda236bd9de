"""What the controller starts and what comes back: the only things that a run of steps shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from flowc.ir.trace import TaskId


class Refused(Exception):  # noqa: N818 - it names what happened
    """Argo would refuse the manifest, or end the workflow with an error that no flow may cause."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pod:
    """One attempt of a task."""

    task: TaskId
    attempt: int
    outputs: tuple[str, ...]
    """The files that Argo will read when the pod has succeeded."""
    parameters: bool
    """Whether it gets the parameters of the workflow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """How a pod ended, and the files it left."""

    exit_code: int = 0
    files: Mapping[str, str] = field(default_factory=dict)


Runner: TypeAlias = Callable[[Pod], Result]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A pod that started, or ended."""

    kind: str
    pod: Pod
    exit_code: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """How the workflow ended, and all that its pods did, in order."""

    phase: str
    events: tuple[Event, ...]

    def executed(self) -> list[TaskId]:
        """The tasks that succeeded, one entry for each time, in order."""
        return [event.pod.task for event in self.events if event.kind == "end" and event.exit_code == 0]

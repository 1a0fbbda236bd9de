"""The settings of a step to arguments of its task."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from flowc.backends.airflow import aws, pods
from flowc.backends.airflow.config import Own
from flowc.backends.airflow.executors import CLASSES, default_executor, executors
from flowc.backends.airflow.literals import pretty, text
from flowc.backends.airflow.starts import finished
from flowc.backends.protocol import Executor, Request
from flowc.ir.exhaustive import assert_never
from flowc.ir.flow import End, Step
from flowc.ir.regions import Name
from flowc.ir.settings import Settings
from flowc.ir.values import Json

Options: TypeAlias = Mapping[Name, Sequence[tuple[str, str]]]
"""For each step, keyword arguments of its task and their source text."""

GRACE = 60
"""Seconds that Airflow waits longer than `@timeout`, which the task itself keeps."""

INDENT = 4


def options_of(request: Request, own: Own, identity: str) -> Options:
    """The arguments of all steps."""
    kinds, default = executors(request, own), default_executor(request)
    found: dict[Name, list[tuple[str, str]]] = {}
    for step in request.flow.steps:
        kind = kinds[step.id]
        options = [] if kind == default else [("on", CLASSES[kind])]
        options += _attempts(step.settings)
        options += _limit(step.settings, kind, own)
        options += [
            (name, pretty(value, INDENT)) for name, value in _place(step, kind, request, own) if value
        ]
        if isinstance(step.transition, End):
            options.append(("outlets", f"[Asset({text(finished(identity))})]"))
        found[step.id] = options
    return found


def _attempts(settings: Settings) -> list[tuple[str, str]]:
    """`@retry`, and one more attempt for `@catch`, which records what no process can."""
    options: list[tuple[str, str]] = []
    times = settings.retry.times if settings.retry else 0
    attempts = times + (settings.catch is not None)
    if attempts:
        options.append(("retries", str(attempts)))
        pause = round(settings.retry.minutes_between_retries * 60) if settings.retry and times else 0
        options.append(("retry_delay", f"timedelta(seconds={max(pause, 0)})"))
    return options


def _limit(settings: Settings, kind: Executor, own: Own) -> list[tuple[str, str]]:
    """Airflow's own limit is for tasks that do not keep theirs, and counts from when they are asked for. What waits
    in a queue of Batch has none: there the job has it."""
    if settings.timeout is None or kind == "batch":
        return []
    starts = 0 if kind == "process" else own.startup_seconds
    return [("execution_timeout", f"timedelta(seconds={settings.timeout.seconds + starts + GRACE})")]


def _place(step: Step, kind: Executor, request: Request, own: Own) -> list[tuple[str, dict[str, Json]]]:
    match kind:
        case "process":
            return []
        case "kubernetes":
            return [("pod", pods.of_step(step, request.settings))]
        case "batch":
            return [("job", aws.job_of_step(step))]
        case "ecs":
            return [("task", aws.task_of_step(step, own))]
        case _:
            assert_never(kind)

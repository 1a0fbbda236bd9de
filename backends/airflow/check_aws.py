"""Findings about steps that Batch or ECS runs: what their definition decides, and what they cannot have."""

from __future__ import annotations

import json
from collections.abc import Iterator

from flowc.backends import bootstrap
from flowc.backends.airflow.config import Own
from flowc.backends.fargate import size
from flowc.backends.protocol import Executor, Request
from flowc.diagnostics import Finding, error, warning
from flowc.ir.flow import Step

OVERRIDES = 8192
"""Bytes of all that a job or a task is told besides its definition."""

TOLD = 3072
"""Bytes of these for what flowc tells: the run, the task, parameters, of which longer ones go to the store."""


def aws_findings(step: Step, kind: Executor, request: Request, own: Own) -> Iterator[Finding]:
    """Findings about one step; none when something else runs it."""
    if kind not in ("batch", "ecs"):
        return
    yield from _decided_elsewhere(step, kind)
    yield from _too_long(step, request)
    if kind == "ecs" and own.launch_type == "FARGATE":
        yield from _not_on_fargate(step)


def _decided_elsewhere(step: Step, kind: Executor) -> Iterator[Finding]:
    batch, resources = step.settings.batch, step.settings.resources
    asked = [name for name in ("disk", "shared_memory") if getattr(resources, name) is not None]
    if batch is not None and kind == "batch":
        asked += [name for name in ("image", "iam_role", "execution_role") if getattr(batch, name)]
        asked += [name for name, value in batch.options.items() if value and name not in asked]
    if asked:
        names = " and ".join(f"`{name}`" for name in asked)
        yield warning(
            "FLOW302",
            batch.span if batch is not None else step.span,
            f"{names} of step `{step.id}` {'has' if len(asked) == 1 else 'have'} no effect on Airflow",
            label=f"the {'job' if kind == 'batch' else 'task'} definition in flowc.toml decides it",
            help="say it in that definition",
        )


def _too_long(step: Step, request: Request) -> Iterator[Finding]:
    pairs = [{"name": name, "value": value} for name, value in step.settings.environment]
    own = len(json.dumps(pairs, separators=(",", ":")).encode()) if pairs else 0
    program = 0 if request.settings.delivery == "image" else len(json.dumps(bootstrap.program()).encode())
    if own + program + TOLD > OVERRIDES:
        yield error(
            "FLOW412",
            step.span,
            f"the settings of step `{step.id}` are {own:,} bytes long",
            label=f"a job takes at most {OVERRIDES - program - TOLD:,} bytes of variables of its own",
            help="read long values from a file: IncludeFile or Config",
        )


def _not_on_fargate(step: Step) -> Iterator[Finding]:
    resources = step.settings.resources
    if resources.gpu:
        why = "it has no GPU"
    elif size(resources) is None:
        why = f"its largest task has 16 cores and 120 GiB, not {resources.cpu} and {resources.memory} MiB"
    else:
        return
    yield error(
        "FLOW316",
        step.span,
        f"step `{step.id}` asks for what Fargate does not have",
        label=why,
        help='run it on EC2: set `launch-type = "EC2"` in [airflow]',
    )

"""Which decorators there are: their arguments and what reads them, by the name that Metaflow gives them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flowc.diagnostics.record import small_record
from flowc.frontend.arguments import Arguments
from flowc.frontend.decorators import (
    batch,
    card,
    catch,
    environment,
    exit_hook,
    kubernetes,
    packages,
    parallel,
    project,
    resources,
    retry,
    schedule,
    secrets,
    timeout,
    trigger,
    trigger_on_finish,
)
from flowc.frontend.decorators.draft import FlowDraft, StepDraft


@small_record
class StepDecorator:
    """A decorator of steps. `several` may stand on one step."""

    arguments: tuple[str, ...]
    apply: Callable[[StepDraft, Arguments], None]
    several: bool = False


@small_record
class FlowDecorator:
    """A decorator of flow classes. `several` may stand on one flow."""

    arguments: tuple[str, ...]
    apply: Callable[[FlowDraft, Arguments], None]
    several: bool = False


STEP_DECORATORS: Mapping[str, StepDecorator] = {
    "batch": StepDecorator(batch.ARGUMENTS, batch.apply),
    "card": StepDecorator(card.ARGUMENTS, card.apply, several=True),
    "catch": StepDecorator(catch.ARGUMENTS, catch.apply),
    "conda": StepDecorator(packages.CONDA_ARGUMENTS, packages.apply_conda),
    "environment": StepDecorator(environment.ARGUMENTS, environment.apply),
    "kubernetes": StepDecorator(kubernetes.ARGUMENTS, kubernetes.apply),
    "parallel": StepDecorator(parallel.ARGUMENTS, parallel.apply),
    "pypi": StepDecorator(packages.PYPI_ARGUMENTS, packages.apply_pypi),
    "pytorch_parallel": StepDecorator(parallel.PYTORCH_ARGUMENTS, parallel.apply),
    "resources": StepDecorator(resources.ARGUMENTS, resources.apply),
    "retry": StepDecorator(retry.ARGUMENTS, retry.apply),
    "secrets": StepDecorator(secrets.ARGUMENTS, secrets.apply),
    "timeout": StepDecorator(timeout.ARGUMENTS, timeout.apply),
}

FLOW_DECORATORS: Mapping[str, FlowDecorator] = {
    "conda_base": FlowDecorator(packages.CONDA_ARGUMENTS, packages.apply_conda),
    "exit_hook": FlowDecorator(exit_hook.ARGUMENTS, exit_hook.apply, several=True),
    "project": FlowDecorator(project.ARGUMENTS, project.apply),
    "pypi_base": FlowDecorator(packages.PYPI_ARGUMENTS, packages.apply_pypi),
    "schedule": FlowDecorator(schedule.ARGUMENTS, schedule.apply),
    "trigger": FlowDecorator(trigger.ARGUMENTS, trigger.apply),
    "trigger_on_finish": FlowDecorator(trigger_on_finish.ARGUMENTS, trigger_on_finish.apply),
}

ENGINE_ONLY = frozenset({"airflow_external_task_sensor", "airflow_s3_key_sensor"})
"""Flow decorators that one engine of Metaflow reads and all others ignore: a warning, not an error."""

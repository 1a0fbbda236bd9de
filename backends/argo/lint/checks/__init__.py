"""The checks of a manifest, one file for each part of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from flowc.backends.argo.lint.checks.arguments import check_arguments
from flowc.backends.argo.lint.checks.calls import check_calls
from flowc.backends.argo.lint.checks.conditions import check_conditions
from flowc.backends.argo.lint.checks.environment import check_environment
from flowc.backends.argo.lint.checks.names import check_names
from flowc.backends.argo.lint.checks.outputs import check_outputs
from flowc.backends.argo.lint.checks.quantities import check_quantities
from flowc.backends.argo.lint.checks.references import check_references
from flowc.backends.argo.lint.checks.tasks import check_tasks
from flowc.backends.argo.lint.checks.templates import check_templates
from flowc.backends.argo.lint.checks.volumes import check_volumes
from flowc.backends.argo.lint.model import Workflow
from flowc.diagnostics import Finding

WORKFLOW_CHECKS: tuple[Callable[[Workflow], Iterator[Finding]], ...] = (
    check_templates,
    check_calls,
    check_tasks,
    check_arguments,
    check_references,
    check_conditions,
    check_outputs,
    check_volumes,
    check_environment,
    check_quantities,
    check_names,
)
"""Checks of a workflow spec; each looks at one part and reports nothing that another does."""

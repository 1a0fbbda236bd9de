"""`@schedule` to a CronWorkflow, which submits the WorkflowTemplate beside it."""

from __future__ import annotations

from collections.abc import Mapping

from flowc.backends.argo.model import Workflow
from flowc.backends.argo.objects import metadata
from flowc.backends.unix_cron import convert
from flowc.ir.flow import Schedule
from flowc.ir.values import Json

LATEST_START = 600
"""Seconds after its time that a run is still started, when the controller was away."""


def cron_workflow(schedule: Schedule, workflow: Workflow, annotations: Mapping[str, str]) -> dict[str, Json]:
    """The CronWorkflow, named like the template, with the annotations of every object.

    `schedules` is a list since Argo 3.6.
    """
    spec: dict[str, Json] = {"schedules": [convert(schedule.cron)]}
    if schedule.timezone:
        spec["timezone"] = schedule.timezone
    spec["startingDeadlineSeconds"] = LATEST_START
    spec["workflowSpec"] = {"workflowTemplateRef": {"name": workflow.name}}
    return {
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "CronWorkflow",
        "metadata": metadata(workflow.name, workflow.namespace, workflow.labels, tuple(annotations.items())),
        "spec": spec,
    }

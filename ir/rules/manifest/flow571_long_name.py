"""FLOW571: name of the object is too long."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

RULE = Rule(
    code="FLOW571",
    title="Name of the object is too long",
    severity=Severity.ERROR,
    why=(
        "The name of a workflow becomes a label of its pods, which has at most 63 characters; a "
        "CronWorkflow adds a time stamp of 11."
    ),
    bad="""\
apiVersion: argoproj.io/v1alpha1
kind: CronWorkflow
metadata:
  name: train-the-model-on-all-the-data-of-all-the-customers-daily
spec:
  schedules: ["0 6 * * *"]
  timezone: Europe/Berlin
  workflowSpec:
    workflowTemplateRef: {name: train}
""",
    good="""\
apiVersion: argoproj.io/v1alpha1
kind: CronWorkflow
metadata:
  name: train
spec:
  schedules: ["0 6 * * *"]
  timezone: Europe/Berlin
  workflowSpec:
    workflowTemplateRef: {name: train}
""",
    target="manifest",
    ignorable=False,
)

"""FLOW583: CronWorkflow without a schedule."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

RULE = Rule(
    code="FLOW583",
    title="CronWorkflow without a schedule",
    severity=Severity.ERROR,
    why=("A CronWorkflow that has no schedules never runs."),
    bad="""\
apiVersion: argoproj.io/v1alpha1
kind: CronWorkflow
metadata:
  name: train
spec:
  schedules: []
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

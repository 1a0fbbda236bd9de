"""FLOW580: schedule cannot be read."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

RULE = Rule(
    code="FLOW580",
    title="Schedule cannot be read",
    severity=Severity.ERROR,
    why=(
        "A schedule has five fields: minute, hour, day of the month, month, day of the week (0 to "
        "6, 0 is Sunday). A CronWorkflow with any other never runs."
    ),
    bad="""\
apiVersion: argoproj.io/v1alpha1
kind: CronWorkflow
metadata:
  name: train
spec:
  schedules: ["0 25 * * *"]
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

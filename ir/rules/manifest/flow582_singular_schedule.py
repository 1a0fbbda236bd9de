"""FLOW582: `schedule` is gone."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

RULE = Rule(
    code="FLOW582",
    title="`schedule` is gone",
    severity=Severity.ERROR,
    why=("Argo 4 knows `schedules`, a list, only. The old field is refused, or dropped without a word."),
    bad="""\
apiVersion: argoproj.io/v1alpha1
kind: CronWorkflow
metadata:
  name: train
spec:
  schedule: "0 6 * * *"
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

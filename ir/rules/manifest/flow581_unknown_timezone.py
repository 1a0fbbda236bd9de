"""FLOW581: time zone does not exist."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

RULE = Rule(
    code="FLOW581",
    title="Time zone does not exist",
    severity=Severity.ERROR,
    why=(
        "Time zones are those of the IANA database, such as `Europe/Berlin`. With any other the "
        "CronWorkflow never runs."
    ),
    bad="""\
apiVersion: argoproj.io/v1alpha1
kind: CronWorkflow
metadata:
  name: train
spec:
  schedules: ["0 6 * * *"]
  timezone: Europe/Berln
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

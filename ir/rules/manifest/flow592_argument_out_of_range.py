"""FLOW592: a value for an argument that is not there."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

RULE = Rule(
    code="FLOW592",
    title="Value for an argument that is not there",
    severity=Severity.ERROR,
    why=(
        "`dest` names an argument of the workflow by its number, from 0. One that is not in the list is made "
        "without a name, and Argo refuses the workflow."
    ),
    bad="""\
apiVersion: argoproj.io/v1alpha1
kind: Sensor
metadata:
  name: report
spec:
  dependencies:
    - name: orders
      eventSourceName: webhook
      eventName: orders
  triggers:
    - template:
        name: run
        k8s:
          operation: create
          source:
            resource:
              apiVersion: argoproj.io/v1alpha1
              kind: Workflow
              metadata: {generateName: report-}
              spec:
                workflowTemplateRef: {name: report}
                arguments:
                  parameters:
                    - {name: table, value: none}
          parameters:
            - src: {dependencyName: orders, dataKey: body.payload.table}
              dest: spec.arguments.parameters.1.value
""",
    good="""\
apiVersion: argoproj.io/v1alpha1
kind: Sensor
metadata:
  name: report
spec:
  dependencies:
    - name: orders
      eventSourceName: webhook
      eventName: orders
  triggers:
    - template:
        name: run
        k8s:
          operation: create
          source:
            resource:
              apiVersion: argoproj.io/v1alpha1
              kind: Workflow
              metadata: {generateName: report-}
              spec:
                workflowTemplateRef: {name: report}
                arguments:
                  parameters:
                    - {name: table, value: none}
          parameters:
            - src: {dependencyName: orders, dataKey: body.payload.table}
              dest: spec.arguments.parameters.0.value
""",
    target="manifest",
    ignorable=False,
)

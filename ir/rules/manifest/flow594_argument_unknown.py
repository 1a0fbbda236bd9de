"""FLOW594: an argument that the WorkflowTemplate does not have."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

RULE = Rule(
    code="FLOW594",
    title="Argument that the WorkflowTemplate does not have",
    severity=Severity.ERROR,
    why=(
        "The Sensor gives the run an argument that the WorkflowTemplate in the same file does not declare. Argo "
        "takes it, and no step ever sees it."
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
                    - {name: tabel, value: none}
          parameters:
            - src: {dependencyName: orders, dataKey: body.payload.table}
              dest: spec.arguments.parameters.0.value
---
apiVersion: argoproj.io/v1alpha1
kind: WorkflowTemplate
metadata:
  name: report
spec:
  entrypoint: main
  arguments:
    parameters:
      - {name: table, value: none}
  templates:
    - name: main
      suspend: {}
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
---
apiVersion: argoproj.io/v1alpha1
kind: WorkflowTemplate
metadata:
  name: report
spec:
  entrypoint: main
  arguments:
    parameters:
      - {name: table, value: none}
  templates:
    - name: main
      suspend: {}
""",
    target="manifest",
    ignorable=False,
)

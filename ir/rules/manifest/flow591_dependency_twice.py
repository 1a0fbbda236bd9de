"""FLOW591: two dependencies or triggers of one name."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

RULE = Rule(
    code="FLOW591",
    title="Two dependencies or triggers of one name",
    severity=Severity.ERROR,
    why=(
        "Events are kept by the name of the dependency, and triggers by theirs: of two with one name, a Sensor "
        "keeps one, or refuses to start."
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
    - name: orders
      eventSourceName: webhook
      eventName: prices
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
    - name: prices
      eventSourceName: webhook
      eventName: prices
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

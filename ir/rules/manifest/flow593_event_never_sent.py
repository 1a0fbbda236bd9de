"""FLOW593: an event that its EventSource does not send."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

RULE = Rule(
    code="FLOW593",
    title="Event that the EventSource does not send",
    severity=Severity.ERROR,
    why=(
        "A Sensor waits for an event by the names of the EventSource and of the event in it. The EventSource in "
        "the same file has no event of that name, so the Sensor never fires."
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
      eventName: order
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
kind: EventSource
metadata:
  name: webhook
spec:
  webhook:
    orders: {port: "12000", endpoint: /orders, method: POST}
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
kind: EventSource
metadata:
  name: webhook
spec:
  webhook:
    orders: {port: "12000", endpoint: /orders, method: POST}
""",
    target="manifest",
    ignorable=False,
)

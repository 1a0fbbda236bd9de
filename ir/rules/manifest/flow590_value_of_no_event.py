"""FLOW590: a value from a dependency that a Sensor does not have."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

RULE = Rule(
    code="FLOW590",
    title="Dependency that the Sensor does not have",
    severity=Severity.ERROR,
    why=(
        "Each parameter of a trigger takes its value from the event of one dependency, by its name. Without that "
        "event the trigger fails whenever it fires."
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
            - src: {dependencyName: order, dataKey: body.payload.table}
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

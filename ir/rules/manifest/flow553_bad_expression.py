"""FLOW553: expression is not complete."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

RULE = Rule(
    code="FLOW553",
    title="Expression is not complete",
    severity=Severity.ERROR,
    why=(
        "An expression with a quote or a bracket that is not closed cannot be read, and ends the "
        "run with an error."
    ),
    bad="""\
apiVersion: argoproj.io/v1alpha1
kind: WorkflowTemplate
metadata:
  name: train
spec:
  entrypoint: flow
  templates:
    - name: flow
      outputs:
        parameters:
          - name: score
            valueFrom:
              expression: tasks['fit'.outputs.parameters.score
      dag:
        tasks:
          - name: fit
            template: fit
    - name: fit
      outputs:
        parameters:
          - name: score
            valueFrom: {path: /tmp/score}
      container: {image: "python:3.12", command: [python, fit.py]}
""",
    good="""\
apiVersion: argoproj.io/v1alpha1
kind: WorkflowTemplate
metadata:
  name: train
spec:
  entrypoint: flow
  templates:
    - name: flow
      outputs:
        parameters:
          - name: score
            valueFrom:
              expression: tasks['fit'].outputs.parameters.score
      dag:
        tasks:
          - name: fit
            template: fit
    - name: fit
      outputs:
        parameters:
          - name: score
            valueFrom: {path: /tmp/score}
      container: {image: "python:3.12", command: [python, fit.py]}
""",
    target="manifest",
    ignorable=False,
)

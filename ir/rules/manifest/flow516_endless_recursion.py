"""FLOW516: template calls itself without end."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

RULE = Rule(
    code="FLOW516",
    title="Template calls itself without end",
    severity=Severity.ERROR,
    why=(
        "A template that calls itself needs a condition that ends the recursion at some time. "
        "Without one Argo goes on to its limit of 100 levels and then fails the run."
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
      dag:
        tasks:
          - name: fit
            template: fit
          - name: again
            template: flow
            depends: fit.Succeeded
    - name: fit
      outputs:
        parameters:
          - name: next
            valueFrom: {path: /tmp/next}
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
      dag:
        tasks:
          - name: fit
            template: fit
          - name: again
            template: flow
            depends: fit.Succeeded
            when: "'{{tasks.fit.outputs.parameters.next}}' == 'fit'"
    - name: fit
      outputs:
        parameters:
          - name: next
            valueFrom: {path: /tmp/next}
      container: {image: "python:3.12", command: [python, fit.py]}
""",
    target="manifest",
    ignorable=False,
)

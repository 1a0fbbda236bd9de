"""FLOW502: key occurs twice."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

RULE = Rule(
    code="FLOW502",
    title="Key occurs twice",
    severity=Severity.ERROR,
    why=("A mapping has each key once. Tools differ in which of the two values they take, and none says so."),
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
          - name: load
            template: load
          - name: fit
            template: fit
            depends: load.Succeeded
    - name: load
      name: load2
      container: {image: "python:3.12", command: [python, load.py]}
    - name: fit
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
          - name: load
            template: load
          - name: fit
            template: fit
            depends: load.Succeeded
    - name: load
      container: {image: "python:3.12", command: [python, load.py]}
    - name: fit
      container: {image: "python:3.12", command: [python, fit.py]}
""",
    target="manifest",
    ignorable=False,
)

"""FLOW528: task has no such result."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

RULE = Rule(
    code="FLOW528",
    title="Task has no such result",
    severity=Severity.ERROR,
    why=(
        "`depends` asks for Succeeded, Failed, Errored, Skipped, Omitted, Daemoned, AnySucceeded "
        "or AllFailed, with just these letters. Argo refuses any other word."
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
          - name: load
            template: load
          - name: fit
            template: fit
            depends: load.Suceeded
    - name: load
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

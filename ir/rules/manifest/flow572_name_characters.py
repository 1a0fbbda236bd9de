"""FLOW572: name of a template or task."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

RULE = Rule(
    code="FLOW572",
    title="Name of a template or task",
    severity=Severity.ERROR,
    why=(
        "Names of templates and tasks have letters, digits and `-`, and do not begin with `-`; nor do those of "
        "tasks with a digit where tasks wait for one another. Pods take the name of their template, so that it "
        "must be in lower case there."
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
            template: Fit
            depends: load.Succeeded
    - name: load
      container: {image: "python:3.12", command: [python, load.py]}
    - name: Fit
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

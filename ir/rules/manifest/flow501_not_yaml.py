"""FLOW501: manifest is not YAML."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

RULE = Rule(
    code="FLOW501",
    title="Manifest is not YAML",
    severity=Severity.ERROR,
    why=(
        "What cannot be read cannot be applied. Mostly a quote or a bracket is not closed, or a "
        "line is indented by one blank too many. Aliases that repeat themselves and absurdly deep "
        "nesting are refused too."
    ),
    bad="""\
apiVersion: argoproj.io/v1alpha1
kind: WorkflowTemplate
metadata: {name: train
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

"""FLOW514: container has no command."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

RULE = Rule(
    code="FLOW514",
    title="Container has no command",
    severity=Severity.WARNING,
    why=(
        "Argo puts itself in front of the command of a container. Without one it asks the "
        "registry for the entrypoint of the image, which needs credentials and network and fails "
        "often."
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
            depends: load.Succeeded
    - name: load
      container: {image: "python:3.12", command: [python, load.py]}
    - name: fit
      container: {image: "python:3.12", args: [fit.py]}
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

"""FLOW563: name of an environment variable."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

RULE = Rule(
    code="FLOW563",
    title="Name of an environment variable",
    severity=Severity.ERROR,
    why=("Kubernetes refuses names that are empty, not printable ASCII, or that hold `=`."),
    bad="""\
apiVersion: argoproj.io/v1alpha1
kind: WorkflowTemplate
metadata:
  name: train
  labels: {team: data}
spec:
  entrypoint: fit
  volumes:
    - name: scratch
      emptyDir: {}
  templates:
    - name: fit
      retryStrategy: {limit: "2"}
      container:
        image: "python:3.12"
        command: [python, fit.py]
        env:
          - name: ATTEMPT=
            value: "{{retries}}"
        resources:
          requests: {memory: 4Gi}
        volumeMounts:
          - name: scratch
            mountPath: /scratch
""",
    good="""\
apiVersion: argoproj.io/v1alpha1
kind: WorkflowTemplate
metadata:
  name: train
  labels: {team: data}
spec:
  entrypoint: fit
  volumes:
    - name: scratch
      emptyDir: {}
  templates:
    - name: fit
      retryStrategy: {limit: "2"}
      container:
        image: "python:3.12"
        command: [python, fit.py]
        env:
          - name: ATTEMPT
            value: "{{retries}}"
        resources:
          requests: {memory: 4Gi}
        volumeMounts:
          - name: scratch
            mountPath: /scratch
""",
    target="manifest",
    ignorable=False,
)

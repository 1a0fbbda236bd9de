"""FLOW562: environment variable is set twice."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

RULE = Rule(
    code="FLOW562",
    title="Environment variable is set twice",
    severity=Severity.ERROR,
    why=("Of two variables with one name only one counts, and which one depends on the tool."),
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
          - {name: ATTEMPT, value: "0"}
          - name: ATTEMPT
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

"""FLOW561: ConfigMap is not in this file."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

RULE = Rule(
    code="FLOW561",
    title="ConfigMap is not in this file",
    severity=Severity.NOTE,
    why=(
        "A volume takes a ConfigMap that this file does not bring, although it brings another. "
        "Pods wait until it exists; mostly the name is stale."
    ),
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
      configMap: {name: train-cod}
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
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: train-code
data: {fit.py: "print(1)"}
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
      configMap: {name: train-code}
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
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: train-code
data: {fit.py: "print(1)"}
""",
    target="manifest",
    ignorable=False,
)

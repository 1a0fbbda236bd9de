"""FLOW560: mount of a volume that is not declared."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

RULE = Rule(
    code="FLOW560",
    title="Mount of a volume that is not declared",
    severity=Severity.ERROR,
    why=(
        "A container mounts volumes that the template or the workflow declares. Kubernetes "
        "refuses a pod that mounts any other."
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
          - name: scrach
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

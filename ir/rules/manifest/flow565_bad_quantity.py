"""FLOW565: amount of a resource cannot be read."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

RULE = Rule(
    code="FLOW565",
    title="Amount of a resource cannot be read",
    severity=Severity.ERROR,
    why=(
        "Kubernetes reads amounts such as `500m`, `2`, `512Mi` and `4G`. It refuses a pod with "
        "any other, and only when the pod is made: the run has begun by then."
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
          requests: {memory: 4GiB}
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

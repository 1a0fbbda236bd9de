"""FLOW506: value has the wrong form."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

RULE = Rule(
    code="FLOW506",
    title="Value has the wrong form",
    severity=Severity.ERROR,
    why=(
        "A list where a mapping belongs, a number where text belongs, or a required field left "
        "out: the API server refuses the whole object."
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
            value: 3
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

"""FLOW543: output that the task does not have."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

RULE = Rule(
    code="FLOW543",
    title="Output that the task does not have",
    severity=Severity.ERROR,
    why=(
        "A task puts out what its template declares under `outputs`. Any other name stays "
        "unresolved, and the run fails when the task that reads it starts."
    ),
    bad="""\
apiVersion: argoproj.io/v1alpha1
kind: WorkflowTemplate
metadata:
  name: train
spec:
  entrypoint: flow
  arguments:
    parameters:
      - {name: mode, value: fast}
  templates:
    - name: flow
      dag:
        tasks:
          - name: load
            template: load
          - name: fit
            template: fit
            depends: load.Succeeded
            when: "'{{workflow.parameters.mode}}' == 'fast'"
            arguments:
              parameters:
                - name: rows
                  value: "{{tasks.load.outputs.parameters.count}}"
    - name: load
      outputs:
        parameters:
          - name: rows
            valueFrom: {path: /tmp/rows}
      container: {image: "python:3.12", command: [python, load.py]}
    - name: fit
      inputs:
        parameters:
          - name: rows
      container:
        image: "python:3.12"
        command: [python, fit.py, "{{inputs.parameters.rows}}"]
""",
    good="""\
apiVersion: argoproj.io/v1alpha1
kind: WorkflowTemplate
metadata:
  name: train
spec:
  entrypoint: flow
  arguments:
    parameters:
      - {name: mode, value: fast}
  templates:
    - name: flow
      dag:
        tasks:
          - name: load
            template: load
          - name: fit
            template: fit
            depends: load.Succeeded
            when: "'{{workflow.parameters.mode}}' == 'fast'"
            arguments:
              parameters:
                - name: rows
                  value: "{{tasks.load.outputs.parameters.rows}}"
    - name: load
      outputs:
        parameters:
          - name: rows
            valueFrom: {path: /tmp/rows}
      container: {image: "python:3.12", command: [python, load.py]}
    - name: fit
      inputs:
        parameters:
          - name: rows
      container:
        image: "python:3.12"
        command: [python, fit.py, "{{inputs.parameters.rows}}"]
""",
    target="manifest",
    ignorable=False,
)

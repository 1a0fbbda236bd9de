"""FLOW551: text without quotes in `when`."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

RULE = Rule(
    code="FLOW551",
    title="Text without quotes in `when`",
    severity=Severity.WARNING,
    why=(
        "Variables are replaced in the text of the condition before it is read. Without quotes a "
        "value with a blank, a `-` or a digit in front is read as something else, or not at all."
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
            when: "{{workflow.parameters.mode}} == fast"
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

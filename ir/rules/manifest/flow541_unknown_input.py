"""FLOW541: input that the template does not have."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

RULE = Rule(
    code="FLOW541",
    title="Input that the template does not have",
    severity=Severity.ERROR,
    why=(
        "`inputs.parameters.x` is the input `x` of the same template. If the template does not "
        "declare it, Argo refuses the workflow."
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
        command: [python, fit.py, "{{inputs.parameters.row}}"]
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

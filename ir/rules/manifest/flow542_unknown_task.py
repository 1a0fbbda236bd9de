"""FLOW542: variable of a task that does not exist."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

RULE = Rule(
    code="FLOW542",
    title="Variable of a task that does not exist",
    severity=Severity.ERROR,
    why=(
        "`tasks.x` is a task of the same DAG; templates do not see the tasks of one another. Argo "
        "refuses the variable, or leaves it as it stands."
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
                  value: "{{tasks.laod.outputs.parameters.rows}}"
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

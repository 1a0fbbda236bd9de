"""FLOW545: `item` outside a loop."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

RULE = Rule(
    code="FLOW545",
    title="`item` outside a loop",
    severity=Severity.ERROR,
    why=(
        "`{{item}}` is the current item of the task that has `withItems`, `withParam` or "
        "`withSequence`. Templates do not see it: the task passes it to them as an argument."
    ),
    bad="""\
apiVersion: argoproj.io/v1alpha1
kind: WorkflowTemplate
metadata:
  name: train
spec:
  entrypoint: flow
  templates:
    - name: flow
      dag:
        tasks:
          - name: load
            template: load
          - name: fit
            template: fit
            depends: load.Succeeded
            arguments:
              parameters:
                - name: index
                  value: "{{item}}"
          - name: report
            template: load
            depends: fit.Succeeded || fit.Skipped
    - name: load
      container: {image: "python:3.12", command: [python, load.py]}
    - name: fit
      inputs:
        parameters:
          - name: index
      container:
        image: "python:3.12"
        command: [python, fit.py, "{{inputs.parameters.index}}"]
""",
    good="""\
apiVersion: argoproj.io/v1alpha1
kind: WorkflowTemplate
metadata:
  name: train
spec:
  entrypoint: flow
  templates:
    - name: flow
      dag:
        tasks:
          - name: load
            template: load
          - name: fit
            template: fit
            depends: load.Succeeded
            withSequence: {count: "3"}
            arguments:
              parameters:
                - name: index
                  value: "{{item}}"
          - name: report
            template: load
            depends: fit.Succeeded || fit.Skipped
    - name: load
      container: {image: "python:3.12", command: [python, load.py]}
    - name: fit
      inputs:
        parameters:
          - name: index
      container:
        image: "python:3.12"
        command: [python, fit.py, "{{inputs.parameters.index}}"]
""",
    target="manifest",
    ignorable=False,
)

"""FLOW549: outputs of all items of a loop."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

RULE = Rule(
    code="FLOW549",
    title="Outputs of all items of a loop",
    severity=Severity.WARNING,
    why=(
        "The outputs of a task that loops are one list of those of all its items. The list grows "
        "with the items up to the limits of a workflow object, and it is missing when there are "
        "no items. Keep results in a store instead."
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
            withSequence: {count: "3"}
            arguments:
              parameters:
                - name: index
                  value: "{{item}}"
          - name: report
            template: load
            depends: fit.Succeeded || fit.Skipped
            when: "'{{tasks.fit.outputs.result}}' != ''"
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

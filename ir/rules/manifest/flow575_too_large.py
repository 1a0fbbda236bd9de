"""FLOW575: object or its annotations are too large."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

RULE = Rule(
    code="FLOW575",
    title="Object or its annotations are too large",
    severity=Severity.ERROR,
    why=(
        "The store of a cluster takes objects of up to 1.5 MiB, and annotations of up to 256 KiB "
        "in all. Aliases count as often as they are used: YAML knows them, Kubernetes does not."
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
            withItems:
              - &ten [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
              - &hundred [*ten, *ten, *ten, *ten, *ten, *ten, *ten, *ten, *ten, *ten]
              - &thousand [*hundred, *hundred, *hundred, *hundred, *hundred, *hundred, *hundred, *hundred]
              - &more [*thousand, *thousand, *thousand, *thousand, *thousand, *thousand, *thousand, *thousand]
              - &many [*more, *more, *more, *more, *more, *more, *more, *more, *more, *more]
              - [*many, *many, *many, *many, *many, *many, *many, *many, *many, *many]
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

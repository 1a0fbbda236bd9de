"""FLOW222: a setting depends on an environment variable of whoever compiles."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

RULE = Rule(
    code="FLOW222",
    title="Environment variable taken to be unset",
    severity=Severity.WARNING,
    why=(
        "Metaflow reads such a variable on the machine that deploys, so that what is deployed depends on who "
        "does it. flowc does not: the same sources give the same output everywhere. It takes the default "
        "that the flow gives, unless `--define os.environ.NAME=VALUE` or the table `defines` of the "
        "configuration has a value. A variable without a default is an error (`FLOW201`)."
    ),
    bad="""\
import os

from metaflow import FlowSpec, kubernetes, step


class TrainFlow(FlowSpec):
    @kubernetes(image=os.environ.get("TRAIN_IMAGE", "python:3.12"))
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
    good="""\
from metaflow import Config, FlowSpec, kubernetes, step


class TrainFlow(FlowSpec):
    settings = Config("settings", default_value={"image": "python:3.12"})

    @kubernetes(image=settings.image)
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
)

"""FLOW041: the file does something for its steps only where it is run as a program."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

RULE = Rule(
    code="FLOW041",
    title="Work that no step sees",
    severity=Severity.WARNING,
    why=(
        'Tasks import the flow file, so they do not run what stands below `if __name__ == "__main__":`. '
        "Metaflow runs it for each task. Variables, environment variables and settings of libraries that are "
        "set there are missing in the steps."
    ),
    bad="""\
import os

from metaflow import FlowSpec, step


class HelloFlow(FlowSpec):
    @step
    def start(self):
        self.threads = os.environ.get("OMP_NUM_THREADS")
        self.next(self.end)

    @step
    def end(self):
        print(self.threads)


if __name__ == "__main__":
    os.environ["OMP_NUM_THREADS"] = "1"
    HelloFlow()
""",
    good="""\
import os

from metaflow import FlowSpec, step

os.environ["OMP_NUM_THREADS"] = "1"


class HelloFlow(FlowSpec):
    @step
    def start(self):
        self.threads = os.environ.get("OMP_NUM_THREADS")
        self.next(self.end)

    @step
    def end(self):
        print(self.threads)


if __name__ == "__main__":
    HelloFlow()
""",
)

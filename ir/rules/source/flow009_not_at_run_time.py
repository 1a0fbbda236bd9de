"""FLOW009: a name or module does not exist where the steps run."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

RULE = Rule(
    code="FLOW009",
    title="Import that fails at run time",
    severity=Severity.WARNING,
    why=(
        "Inside a task `metaflow` is the small run time of flowc, which has the language, the client and the "
        "exceptions, but not everything that Metaflow has. Where the flow file imports such a name at its "
        "top, no step can start, and it is an error. A module whose name is computed may be missing too, as "
        "flowc cannot pack what it cannot see."
    ),
    bad="""\
from metaflow import FlowSpec, step


class HelloFlow(FlowSpec):
    @step
    def start(self):
        from metaflow import S3

        with S3(run=self) as s3:
            s3.put("greeting", "hello")
        self.next(self.end)

    @step
    def end(self):
        pass
""",
    good="""\
from metaflow import FlowSpec, step


class HelloFlow(FlowSpec):
    @step
    def start(self):
        self.greeting = "hello"
        self.next(self.end)

    @step
    def end(self):
        print(self.greeting)
""",
)

"""FLOW006: the bases of a class go in a circle or contradict each other."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

RULE = Rule(
    code="FLOW006",
    title="Impossible base classes",
    severity=Severity.ERROR,
    why=(
        "Python looks attributes up along one order of all base classes. When a class is its own base, or its "
        "bases ask for opposite orders, there is none, and Python refuses to define the class."
    ),
    bad="""\
from metaflow import FlowSpec, step


class Base(FlowSpec):
    pass


class HelloFlow(FlowSpec, Base):
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
    good="""\
from metaflow import FlowSpec, step


class Base(FlowSpec):
    pass


class HelloFlow(Base):
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
    ignorable=False,
)

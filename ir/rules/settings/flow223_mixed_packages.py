"""FLOW223: packages of conda and of PyPI in one step."""

from __future__ import annotations

from flowc.diagnostics import Severity
from flowc.ir.rule import Rule

RULE = Rule(
    code="FLOW223",
    title="Packages of conda and of PyPI in one step",
    severity=Severity.ERROR,
    why=(
        "A step has one environment, which one manager installs: Metaflow refuses to mix them, and an image "
        "would have the packages of one only. `@conda` without packages, which chooses the Python, may stand "
        "beside `@pypi`; and `disabled` in one of them switches off both, which is a warning when packages "
        "are lost by it."
    ),
    bad="""\
from metaflow import FlowSpec, conda_base, kubernetes, pypi, step


@conda_base(packages={"scipy": "1.14.1"})
class TrainFlow(FlowSpec):
    @kubernetes(image="registry.example/train:1")
    @pypi(packages={"pandas": "2.2.3"})
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
    good="""\
from metaflow import FlowSpec, conda_base, kubernetes, pypi, step


@conda_base(python="3.12")
class TrainFlow(FlowSpec):
    @kubernetes(image="registry.example/train:1")
    @pypi(packages={"pandas": "2.2.3", "scipy": "1.14.1"})
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
    ignorable=False,
)

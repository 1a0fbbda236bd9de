"""FLOW206: a parameter has the name of an option of Metaflow."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.diagnostics import Finding, Severity, error
from flowc.ir.analysis import Analysis
from flowc.ir.flow import Config, IncludeFile, Parameter
from flowc.ir.rule import Rule

RESERVED = frozenset(
    (
        "decospecs",
        "max-log-size",
        "max-num-splits",
        "max-workers",
        "namespace",
        "obj",
        "params",
        "run-id",
        "run-id-file",
        "runner-attribute-file",
        "tag",
        "tags",
        "task-id",
        "user-namespace",
        "with",
    )
)
"""Options of Metaflow's `run` command (`metaflow/parameters.py` 2.19); `_` counts as `-`."""


def _check(analysis: Analysis) -> Iterator[Finding]:
    flow = analysis.flow
    declared: tuple[Parameter | IncludeFile | Config, ...] = (
        *flow.parameters,
        *flow.include_files,
        *flow.configs,
    )
    for parameter in declared:
        if parameter.name.replace("_", "-") in RESERVED:
            yield error(
                "FLOW206",
                parameter.span,
                f"`{parameter.name}` cannot be the name of a parameter",
                label="a name that Metaflow uses itself",
                help=f"choose another name, such as '{parameter.name}_value'",
            )


RULE = Rule(
    code="FLOW206",
    title="Reserved parameter name",
    severity=Severity.ERROR,
    why=(
        "Metaflow uses these names for options of its own, such as `--tag`. A Parameter cannot have one of "
        "them, or the same file would not run there."
    ),
    bad="""\
from metaflow import FlowSpec, Parameter, step


class TrainFlow(FlowSpec):
    tag = Parameter("tag", default="v1")

    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
    good="""\
from metaflow import FlowSpec, Parameter, step


class TrainFlow(FlowSpec):
    label = Parameter("label", default="v1")

    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
    check=_check,
)

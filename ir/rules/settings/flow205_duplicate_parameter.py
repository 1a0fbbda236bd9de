"""FLOW205: two parameters share a name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flowc.diagnostics import Finding, Label, Severity, error
from flowc.ir.analysis import Analysis
from flowc.ir.flow import Config, IncludeFile, Parameter
from flowc.ir.rule import Rule


def _check(analysis: Analysis) -> Iterator[Finding]:
    flow = analysis.flow
    yield from _twice("parameter", (*flow.parameters, *flow.include_files))
    yield from _twice("Config", flow.configs)


def _twice(kind: str, declared: Sequence[Parameter | IncludeFile | Config]) -> Iterator[Finding]:
    first: dict[str, Parameter | IncludeFile | Config] = {}
    for item in sorted(declared, key=lambda item: item.span):
        known = first.setdefault(item.name.lower().replace("-", "_"), item)
        if known is not item:
            yield error(
                "FLOW205",
                item.span,
                f"two {kind}s of this flow are called `{item.name}`"
                if known.name == item.name
                else f"the {kind}s `{known.name}` and `{item.name}` cannot be told apart",
                label="the second one",
                help=f"give it another name, such as '{item.attribute}'"
                if item.attribute != known.name
                else None,
                notes=("names count in lower case, with `-` and `_` alike",),
                related=(Label(span=known.span, text="the first one"),),
            )


RULE = Rule(
    code="FLOW205",
    title="Two parameters share a name",
    severity=Severity.ERROR,
    why=(
        "The name of a Parameter is what users type to set it, in any case, with `-` or `_`. Two that "
        "differ in nothing else cannot be told apart."
    ),
    bad="""\
from metaflow import FlowSpec, Parameter, step


class TrainFlow(FlowSpec):
    alpha = Parameter("alpha", default=1)
    beta = Parameter("Alpha", default=2)

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
    alpha = Parameter("alpha", default=1)
    beta = Parameter("beta", default=2)

    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
""",
    check=_check,
)

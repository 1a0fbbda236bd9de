"""Findings about a flow's parameters on Argo."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowc.backends.argo.braces import has_braces
from flowc.backends.argo.events.waited import PREFIX
from flowc.backends.argo.parameters import IMAGE, STORE, is_rewritten
from flowc.diagnostics import Finding, error, note
from flowc.ir.flow import Flow, IncludeFile, Parameter

RESERVED = (STORE, IMAGE)

ALL_PARAMETERS = "json"
"""`workflow.parameters.json` is Argo's variable for all parameters, unless there is one of this name."""


def parameter_findings(flow: Flow) -> Iterator[Finding]:
    """Names that Argo or flowc cannot take, and defaults that it would rewrite."""
    for parameter in flow.parameters:
        yield from _name(parameter)
        yield from _choices(parameter)
        yield from _default(parameter)
        if parameter.required and flow.schedule is not None:
            yield error(
                "FLOW307",
                parameter.span,
                f"parameter `{parameter.name}` has no default, but the flow is scheduled",
                label="a scheduled run has nobody to give it a value",
                help="give it a `default`, or remove `@schedule`",
            )
    for file in flow.include_files:
        yield from _file(file)


def _name(parameter: Parameter) -> Iterator[Finding]:
    if parameter.name in RESERVED or parameter.name.startswith(PREFIX):
        yield error(
            "FLOW308",
            parameter.span,
            f"parameter `{parameter.name}` has the name of a parameter of flowc's own",
            label="flowc uses this name in every workflow",
            help="choose another name",
        )
    elif parameter.name == ALL_PARAMETERS:
        yield error(
            "FLOW308",
            parameter.span,
            f"a parameter named `{parameter.name}` hides all others on Argo",
            label=f"`workflow.parameters.{parameter.name}` is how Argo hands all parameters to a task",
            help="give it another name; the attribute can stay as it is",
        )
    elif re.fullmatch(r"[-A-Za-z0-9_]+", parameter.name) is None:
        yield error(
            "FLOW308",
            parameter.span,
            f"Argo does not take `{parameter.name}` as the name of a parameter",
            label="only letters, digits, `-` and `_` are allowed",
            help="give it another name; the attribute can stay as it is",
        )


def _choices(parameter: Parameter) -> Iterator[Finding]:
    for choice in parameter.choices:
        if has_braces(choice):
            yield error(
                "FLOW306",
                parameter.span,
                f"a choice of parameter `{parameter.name}` contains `{{{{`",
                label="Argo would replace it by the value of a variable",
                help="choose values without two braces in a row",
            )
            return


def _default(parameter: Parameter) -> Iterator[Finding]:
    if is_rewritten(parameter):
        yield note(
            "FLOW311",
            parameter.span,
            f"the default of parameter `{parameter.name}` is not shown in the manifest",
            label="it contains `{{`, which Argo would replace",
            help="nothing: tasks take it from the code package when no value is given",
        )


def _file(file: IncludeFile) -> Iterator[Finding]:
    if file.required and file.default is None:
        yield error(
            "FLOW310",
            file.span,
            f"the file of `{file.name}` has to be named when a run starts, which Argo cannot do",
            label="no default, and a cluster has no files of yours",
            help="give it a `default`: the file then travels in the code package",
        )

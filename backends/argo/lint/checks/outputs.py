"""Where outputs come from: FLOW552."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.backends.argo.lint.model import Template, Workflow
from flowc.diagnostics import Finding, error

SOURCES = (
    "path",
    "parameter",
    "expression",
    "jsonPath",
    "jqFilter",
    "event",
    "configMapKeyRef",
    "supplied",
    "default",
)
"""The fields of `valueFrom` that say where a value comes from."""


def check_outputs(workflow: Workflow) -> Iterator[Finding]:
    """Every output parameter of every template."""
    for template in workflow.templates:
        yield from _outputs(template)


def _outputs(template: Template) -> Iterator[Finding]:
    runs_pod = template.container is not None
    for name, record in template.outputs.items():
        source = record.fields("valueFrom")
        given = [key for key in SOURCES if source is not None and source.get(key) is not None]
        wanted = "path" if runs_pod else "expression"
        if record.get("value") is None and not given:
            problem = f"output `{name}` of template `{template.name}` says not where its value comes from"
        elif (
            runs_pod
            and source is not None
            and source.get(
                "expression",
            )
            is not None
        ):
            problem = f"output `{name}` of template `{template.name}` cannot be computed from a pod"
        elif template.tasks and source is not None and source.get("path") is not None:
            problem = f"output `{name}` of template `{template.name}` cannot be read from a file"
        else:
            continue
        yield error(
            "FLOW552",
            record.span_of("valueFrom") if source is not None else record.span_of("name"),
            problem,
            label="a container has files, a `dag` has tasks",
            help=f"give it `valueFrom: {{{wanted}: ...}}`",
        )

"""Environment variables: FLOW562 (twice) and FLOW563 (no valid name)."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.backends.argo.lint.model import Workflow
from flowc.backends.argo.lint.tree import Fields
from flowc.diagnostics import Finding, Label, error


def check_environment(workflow: Workflow) -> Iterator[Finding]:
    """The variables of every container and of the defaults."""
    defaults = [workflow.spec.fields("templateDefaults", kind) for kind in ("container", "script")]
    containers = [
        *defaults,
        *(template.container for template in workflow.templates),
        *(one for template in workflow.templates for one in _others(template.fields)),
    ]
    for container in containers:
        if container is not None:
            yield from _variables(container)


def _others(fields: Fields) -> list[Fields]:
    return [
        *fields.records("initContainers"),
        *fields.records("sidecars"),
        *fields.records("containerSet", "containers"),
    ]


def _variables(container: Fields) -> Iterator[Finding]:
    first: dict[str, Fields] = {}
    for variable in container.records("env"):
        name = variable.value("name")
        if name is None:
            continue
        if not name or "=" in name or not name.isprintable() or not name.isascii():
            yield error(
                "FLOW563",
                variable.span_of("name"),
                f"`{name}` cannot be the name of an environment variable",
                label="printable ASCII without `=`",
            )
        if name in first:
            yield error(
                "FLOW562",
                variable.span_of("name"),
                f"the environment variable `{name}` is set twice",
                label="this value wins",
                help="remove one of them",
                related=(Label(span=first[name].span_of("name"), text="first here"),),
            )
        first.setdefault(name, variable)

"""Names: of templates and tasks (FLOW572, FLOW573), and what Kubernetes takes for a name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from flowc.backends.argo.lint.model import Task, Workflow
from flowc.diagnostics import Finding, Span, error

LONGEST = 128
"""Templates and tasks: workflow/validate of Argo."""

WORDS = frozenset(
    {"let", "in", "not", "and", "or", "matches", "contains", "startsWith", "endsWith", "if", "else"}
    | {"nil", "true", "false"}
)
"""Words of the language that `depends` is evaluated in."""


def check_names(workflow: Workflow) -> Iterator[Finding]:
    """The names of templates and tasks."""
    for template in workflow.templates:
        yield from _name(template.name, "template", template.span)
        if template.container is not None or "resource" in template.kinds:
            yield from _pod(template.name, template.span)
        waits = any(task.fields.get("depends") is not None for task in template.tasks)
        for task in template.tasks:
            yield from _name(task.name, "task" if task.scope == "tasks" else "step", task.span)
            yield from _digit(task, waits)
            if task.scope == "tasks" and task.name in WORDS:
                yield error(
                    "FLOW573",
                    task.span,
                    f"a task cannot be named `{task.name}`",
                    label="a word of the language of `depends`, which would be misread",
                    help=f"rename it, to `step-{task.name}` say",
                )


def _name(name: str, what: str, span: Span) -> Iterator[Finding]:
    if name and not (_plain().fullmatch(name) and len(name) <= LONGEST) and "{{" not in name:
        long = len(name) > LONGEST
        yield error(
            "FLOW572",
            span,
            f"`{name[:40]}{'...' if len(name) > 40 else ''}` cannot be the name of a {what}",
            label=f"{len(name)} characters; {LONGEST} are allowed"
            if long
            else "letters, digits and `-`, not beginning with `-`",
        )


def _digit(task: Task, waits: bool) -> Iterator[Finding]:
    """Where one task has a `depends`, no task may begin with a digit, and none with `dependencies` may."""
    if "0" <= task.name[:1] <= "9" and (waits or task.fields.get("dependencies") is not None):
        yield error(
            "FLOW572",
            task.span,
            f"`{task.name}` cannot be the name of a task",
            label="begins with a digit, in a template whose tasks wait for one another",
            help=f"rename it, to `step-{task.name}` say",
        )


def _pod(name: str, span: Span) -> Iterator[Finding]:
    """Pods are named after their template, without a change of case."""
    if _plain().fullmatch(name) and len(name) <= LONGEST and name != name.lower():
        yield error(
            "FLOW572",
            span,
            f"template `{name}` cannot give its name to its pods",
            label="a pod's name has no capitals",
            help=f"rename it to `{name.lower()}`",
        )


def is_label_name(text: str) -> bool:
    """A DNS-1123 label: what volumes and containers are named."""
    return len(text) <= 63 and _dns_label().fullmatch(text) is not None


def is_object_name(text: str) -> bool:
    """A DNS-1123 subdomain: what objects are named."""
    return len(text) <= 253 and all(_dns_label().fullmatch(part) for part in text.split("."))


def is_qualified(text: str) -> bool:
    """The key of a label or annotation: a name of up to 63 characters, perhaps behind a domain and `/`."""
    prefix, slash, name = text.rpartition("/")
    if slash and not is_object_name(prefix):
        return False
    return 0 < len(name) <= 63 and is_label_value(name)


def is_label_value(text: str) -> bool:
    """The value of a label: empty, or up to 63 of letters, digits, `-`, `_` and `.`."""
    return len(text) <= 63 and _label().fullmatch(text) is not None


@lru_cache(maxsize=1)
def _plain() -> re.Pattern[str]:
    """`workflowFieldNameFmt` of Argo's workflow/validate."""
    return re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")


@lru_cache(maxsize=1)
def _dns_label() -> re.Pattern[str]:
    return re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?")


@lru_cache(maxsize=1)
def _label() -> re.Pattern[str]:
    return re.compile(r"([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?")

"""`when`: FLOW550 (cannot be read) and FLOW551 (quotes are missing)."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.backends.argo.lint.model import Workflow
from flowc.backends.argo.lint.tree import Text
from flowc.backends.argo.lint.when_text import BadWhen, check_when
from flowc.diagnostics import Finding, error, warning


def check_conditions(workflow: Workflow) -> Iterator[Finding]:
    """The condition of every task that has one."""
    for template in workflow.templates:
        for task in template.tasks:
            when = task.fields.text("when")
            if when is not None:
                yield from _condition(when, task.name, workflow)


def _condition(when: Text, task: str, workflow: Workflow) -> Iterator[Finding]:
    try:
        unquoted = check_when(when.value)
    except BadWhen as fault:
        yield error(
            "FLOW550",
            workflow.source.span_in(when, fault.piece) if fault.piece else when.span,
            f"the `when` of task `{task}` cannot be read: {fault.problem}",
            label="here",
            help="compare quoted texts or numbers, as in `'{{inputs.parameters.mode}}' == 'fast'`",
        )
        return
    for word in dict.fromkeys(unquoted):
        yield warning(
            "FLOW551",
            workflow.source.span_in(when, word.text),
            f"`{word.text}` stands without quotes in the `when` of task `{task}`",
            label="a blank or a `-` in its value changes what this means",
            help=f"write `'{word.text}'`",
        )

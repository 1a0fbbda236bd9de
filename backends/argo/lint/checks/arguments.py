"""What templates want and what they are given: FLOW530 to FLOW532."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.backends.argo.lint.model import Task, Template, Workflow
from flowc.backends.argo.lint.similar import did_you_mean
from flowc.backends.argo.lint.tree import Fields
from flowc.diagnostics import Finding, Label, error


def check_arguments(workflow: Workflow) -> Iterator[Finding]:
    """Arguments of every call, and names given twice in any list of parameters or artifacts."""
    yield from _twice(workflow.spec, "arguments")
    for template in workflow.templates:
        yield from _twice(template.fields, "inputs")
        yield from _twice(template.fields, "outputs")
        for task in template.tasks:
            yield from _twice(task.fields, "arguments")
            called = workflow.called(task)
            if called is not None:
                yield from _call(task, called, "parameters")
                yield from _call(task, called, "artifacts")


def _call(task: Task, called: Template, kind: str) -> Iterator[Finding]:
    passed = {
        name: record
        for record in task.fields.records("arguments", kind)
        if (name := record.value("name")) is not None
    }
    wanted = {
        name: record
        for record in called.fields.records("inputs", kind)
        if (name := record.value("name")) is not None
    }
    one = kind.removesuffix("s")
    for name, record in passed.items():
        if name not in wanted:
            yield error(
                "FLOW531",
                record.span_of("name"),
                f"template `{called.name}` has no input {one} `{name}`",
                label="passed, but not wanted",
                help=did_you_mean(name, wanted, f"remove it, or add it to the inputs of `{called.name}`"),
            )
    for name, record in wanted.items():
        if name not in passed and not _has_own_value(record):
            yield error(
                "FLOW530",
                task.span,
                f"task `{task.name}` does not pass the {one} `{name}` to template `{called.name}`",
                label=f"`{name}` is missing",
                help=f"add it to the `arguments` of `{task.name}`, or give the input a default",
                related=(Label(span=record.span_of("name"), text="wanted here"),),
            )


def _has_own_value(record: Fields) -> bool:
    """Whether an input has a value without being passed one. Artifacts may name their source themselves."""
    if record.value("optional") == "true":
        return True
    plain = {"name", "path", "mode", "archive", "enum", "description", "globalName", "recurseMode", "deleted"}
    return any(key not in plain and record.get(key) is not None for key in record.entries)


def _twice(fields: Fields, where: str) -> Iterator[Finding]:
    for kind in ("parameters", "artifacts"):
        first: dict[str, Fields] = {}
        for record in fields.records(where, kind):
            name = record.value("name")
            if name is None:
                continue
            if name in first:
                yield error(
                    "FLOW532",
                    record.span_of("name"),
                    f"`{name}` occurs twice in `{where}.{kind}`",
                    label="the second one",
                    help="remove one of them",
                    related=(Label(span=first[name].span_of("name"), text="the first one"),),
                )
            first.setdefault(name, record)

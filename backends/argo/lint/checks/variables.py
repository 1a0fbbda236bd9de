"""One variable of Argo, in the place where it stands: whether it exists there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from flowc.backends.argo.lint.model import Place, Task, Template
from flowc.backends.argo.lint.similar import did_you_mean
from flowc.diagnostics import Finding, Span, error, warning

Name: TypeAlias = tuple[str, ...]
"""The parts of a variable: ("inputs", "parameters", "path")."""

GLOBALS = (
    "name",
    "namespace",
    "mainEntrypoint",
    "serviceAccountName",
    "uid",
    "parameters",
    "outputs",
    "annotations",
    "labels",
    "creationTimestamp",
    "priority",
    "duration",
    "scheduledTime",
    "status",
    "failures",
)
"""What follows `workflow.`: docs/variables.md of Argo."""

OTHER_ROOTS = (
    "pod",
    "node",
    "outputs",
    "request",
    "response",
    "status",
    "duration",
    "exitCode",
    "resourcesDuration",
    "cronworkflow",
)
"""Variables whose parts are not followed here."""

FACTS = frozenset({"id", "ip", "status", "exitCode", "startedAt", "finishedAt", "hostNodeName", "name"})
"""What is known of a task besides its outputs."""


def check_variable(name: Name, span: Span, place: Place) -> Iterator[Finding]:
    """Findings about one variable."""
    match name[0]:
        case "workflow":
            yield from _workflow(name, span, place)
        case "inputs":
            yield from _inputs(name, span, place)
        case "tasks" | "steps":
            yield from _tasks(name, span, place)
        case "item":
            yield from _item(span, place)
        case "retries" | "lastRetry":
            yield from _retries(name, span, place)
        case root if root not in OTHER_ROOTS:
            yield _unknown(
                name, span, (*OTHER_ROOTS, "workflow", "inputs", "tasks", "steps", "item", "retries")
            )


def _dotted(name: Name) -> str:
    return ".".join(name)


def _unknown(name: Name, span: Span, known: tuple[str, ...]) -> Finding:
    return error(
        "FLOW548",
        span,
        f"Argo has no variable `{_dotted(name)}`",
        label="it would stay as it stands, or be refused",
        help=did_you_mean(name[-1] if name[0] == "workflow" else name[0], known),
    )


def _workflow(name: Name, span: Span, place: Place) -> Iterator[Finding]:
    match name:
        case ("workflow", "parameters", parameter) if parameter != "json":
            declared = place.workflow.parameters
            if place.workflow.is_whole and parameter not in declared:
                yield error(
                    "FLOW547",
                    span,
                    f"the workflow has no parameter `{parameter}`",
                    label="not in `spec.arguments.parameters`",
                    help=did_you_mean(parameter, declared, "declare it in `spec.arguments.parameters`"),
                )
        case ("workflow", known, *_) if known in GLOBALS:
            pass
        case _:
            yield _unknown(name, span, GLOBALS)


def _inputs(name: Name, span: Span, place: Place) -> Iterator[Finding]:
    template = place.template
    if len(name) < 3 and name[1:] in (("parameters",), ("artifacts",)):
        return
    if template is None or len(name) < 3 or name[1] not in ("parameters", "artifacts"):
        if template is not None:
            yield _unknown(name, span, ("inputs",))
        return
    records = template.fields.records("inputs", name[1])
    known = [value for record in records if (value := record.value("name")) is not None]
    if name[2] not in known:
        one = name[1].removesuffix("s")
        yield error(
            "FLOW541",
            span,
            f"template `{template.name}` has no input {one} `{name[2]}`",
            label=f"not in its `inputs.{name[1]}`",
            help=did_you_mean(name[2], known, f"add it to `inputs.{name[1]}` of `{template.name}`"),
        )


def _item(span: Span, place: Place) -> Iterator[Finding]:
    if place.task is None or not place.task.is_loop:
        yield error(
            "FLOW545",
            span,
            "there is no `item` here",
            label="only a task with `withItems`, `withParam` or `withSequence` has one",
            help="pass it on as an argument of the task that loops" if place.task is None else None,
        )


def _retries(name: Name, span: Span, place: Place) -> Iterator[Finding]:
    if place.template is None:
        return
    if place.task is not None or place.template.fields.get("retryStrategy") is None:
        yield error(
            "FLOW546",
            span,
            f"there is no `{_dotted(name)}` here",
            label="only a template with a `retryStrategy` counts its attempts",
            help=f"add a `retryStrategy` to template `{place.template.name}`, or remove this",
        )


def _tasks(name: Name, span: Span, place: Place) -> Iterator[Finding]:
    template = place.template
    if template is None or len(name) < 2:
        return
    if len(name) == 2 and name[1] == "name":
        return
    task = template.by_name.get(name[1])
    if task is None or task.scope != name[0]:
        yield error(
            "FLOW542",
            span,
            f"template `{template.name}` has no {name[0].removesuffix('s')} `{name[1]}`",
            label="variables see only the tasks of the same template",
            help=did_you_mean(name[1], template.by_name),
        )
        return
    if place.task is not None and not _has_ended(task, place.task, template):
        yield error(
            "FLOW544",
            span,
            f"`{task.name}` need not have ended when `{place.task.name}` starts",
            label=f"`{place.task.name}` does not wait for it",
            help=f"add `{task.name}.Succeeded` to the `depends` of `{place.task.name}`"
            if task.scope == "tasks"
            else None,
        )
    yield from _fact(name, task, span, place)


def _has_ended(task: Task, at: Task, template: Template) -> bool:
    """Whether `at` starts after `task`, by the dependencies named. A hook of a task may read the task itself."""
    if task is at:
        return at.fields.get("hooks") is not None
    seen: set[str] = set()
    work = list(at.before)
    while work:
        name = work.pop()
        if name == task.name:
            return True
        if name not in seen and name in template.by_name:
            seen.add(name)
            work.extend(template.by_name[name].before)
    return False


def _fact(name: Name, task: Task, span: Span, place: Place) -> Iterator[Finding]:
    """What is read of the task."""
    called = place.workflow.called(task)
    match name[2:]:
        case () | ("outputs",) | ("outputs", "parameters") | ("outputs", "result"):
            pass
        case ("outputs", ("parameters" | "artifacts") as kind, output, *_):
            if called is not None:
                yield from _output(output, kind, task, called, span)
        case (fact, *_) if fact in FACTS:
            return
        case _:
            yield error(
                "FLOW543",
                span,
                f"a task has no `{_dotted(name[2:])}`",
                label="a task has `status`, `exitCode`, `outputs.parameters.<name>` and the like",
                help=did_you_mean(name[2], (*sorted(FACTS), "outputs")),
            )
            return
    if task.is_loop:
        yield warning(
            "FLOW549",
            span,
            f"the outputs of `{task.name}` are those of all its items",
            label="a list that grows with the number of items, and is not there when there are none",
            help="let the items leave their results in a store, and read them there",
        )


def _output(output: str, kind: str, task: Task, called: Template, span: Span) -> Iterator[Finding]:
    records = called.fields.records("outputs", kind)
    known = [value for record in records if (value := record.value("name")) is not None]
    if output not in known:
        one = kind.removesuffix("s")
        yield error(
            "FLOW543",
            span,
            f"`{task.name}` has no output {one} `{output}`",
            label=f"template `{called.name}` does not put it out",
            help=did_you_mean(output, known, f"add it to `outputs.{kind}` of template `{called.name}`"),
        )

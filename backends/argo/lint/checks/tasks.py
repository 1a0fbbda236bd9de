"""Tasks of DAGs and steps, and what they wait for: FLOW520 to FLOW529."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.backends.argo.lint.depends_text import RESULTS, BadDepends, parse_depends
from flowc.backends.argo.lint.model import Task, Template, Workflow
from flowc.backends.argo.lint.similar import did_you_mean
from flowc.backends.argo.lint.tree import Fields, Text
from flowc.diagnostics import Finding, Label, error, warning
from flowc.ir.structure.components import strong_components


def check_tasks(workflow: Workflow) -> Iterator[Finding]:
    """Every task of every template, and the hooks."""
    yield from _hooks(workflow.spec, workflow)
    for template in workflow.templates:
        for task in template.tasks:
            yield from _twice(task, template)
            yield from _template(task, workflow)
            yield from _hooks(task.fields, workflow)
            yield from _waits(task, template, workflow)
        yield from _cycles(template)


def _twice(task: Task, template: Template) -> Iterator[Finding]:
    first = template.by_name[task.name]
    if first is not task and task.name:
        yield error(
            "FLOW521",
            task.span,
            f"two tasks of template `{template.name}` are named `{task.name}`",
            label="the second one",
            help="rename one of them",
            related=(Label(span=first.span, text="the first one"),),
        )


def _template(task: Task, workflow: Workflow) -> Iterator[Finding]:
    fields = task.fields
    given = [key for key in ("template", "templateRef", "inline") if fields.get(key) is not None]
    if len(given) != 1:
        several = " and ".join(f"`{key}`" for key in given)
        message = f"task `{task.name}` has {several}" if given else f"task `{task.name}` calls no template"
        yield error(
            "FLOW529",
            task.span,
            message,
            label="a task calls exactly one template",
            help="keep one of them" if given else "add `template:` with the name of a template",
        )
    if task.template is not None:
        yield from _known(task.template, workflow)


def _known(name: Text, workflow: Workflow) -> Iterator[Finding]:
    if workflow.is_whole and name.value not in workflow.by_name and "{{" not in name.value:
        yield error(
            "FLOW520",
            name.span,
            f"there is no template `{name.value}`",
            label="no template of this workflow has this name",
            help=did_you_mean(name.value, workflow.by_name),
        )


def _hooks(fields: Fields, workflow: Workflow) -> Iterator[Finding]:
    hooks = fields.fields("hooks")
    called = (
        [hook.text("template") for hook in hooks.entries.values() if isinstance(hook, Fields)]
        if hooks
        else []
    )
    for name in (*called, fields.text("onExit")):
        if name is not None:
            yield from _known(name, workflow)


def _waits(task: Task, template: Template, workflow: Workflow) -> Iterator[Finding]:
    if task.scope == "steps":
        return
    depends, source = task.fields.text("depends"), workflow.source
    listed = [item for item in task.fields.items("dependencies") if isinstance(item, Text)]
    if depends is not None and listed:
        yield error(
            "FLOW527",
            task.fields.keys["dependencies"],
            f"task `{task.name}` has both `depends` and `dependencies`",
            label="Argo takes one of the two",
            help="put all of it into `depends`",
        )
    for item in listed:
        yield from _known_task(item.value, item, task, template, workflow)
    if depends is None:
        return
    try:
        expression = parse_depends(depends.value)
    except BadDepends as fault:
        yield error(
            "FLOW522",
            source.span_in(depends, fault.piece) if fault.piece else depends.span,
            f"the `depends` of task `{task.name}` cannot be read: {fault.problem}",
            label="here",
            help="write tasks with their results, `&&`, `||`, `!` and parentheses: `a.Succeeded && b.Succeeded`",
        )
        return
    for name in expression.tasks():
        yield from _known_task(name, depends, task, template, workflow)
    for operand in dict.fromkeys(expression.operands()):
        yield from _result(operand.task, operand.result, depends, workflow)


def _known_task(
    name: str, where: Text, task: Task, template: Template, workflow: Workflow
) -> Iterator[Finding]:
    span = workflow.source.span_in(where, name)
    if name == task.name:
        yield error(
            "FLOW524",
            span,
            f"task `{name}` waits for itself",
            label="it can never start",
            help="remove it here",
        )
    elif name not in template.by_name:
        yield error(
            "FLOW523",
            span,
            f"task `{task.name}` waits for `{name}`, which does not exist",
            label=f"template `{template.name}` has no such task",
            help=did_you_mean(name, template.by_name),
        )


def _result(task: str, result: str | None, depends: Text, workflow: Workflow) -> Iterator[Finding]:
    if result is None:
        yield warning(
            "FLOW526",
            workflow.source.span_in(depends, task),
            f"`{task}` without a result also holds when the task was skipped",
            label="means Succeeded, Skipped or Daemoned",
            help=f"write `{task}.Succeeded`",
        )
    elif result not in RESULTS:
        yield error(
            "FLOW528",
            workflow.source.span_in(depends, f"{task}.{result}"),
            f"a task has no result `{result}`",
            label="Argo knows " + ", ".join(RESULTS),
            help=did_you_mean(result, RESULTS),
        )


def _cycles(template: Template) -> Iterator[Finding]:
    names = list(template.by_name)
    number = {name: index for index, name in enumerate(names)}
    before = {
        number[task.name]: [number[name] for name in task.before if name in number and name != task.name]
        for task in template.by_name.values()
        if task.scope == "tasks"
    }
    for component in strong_components(list(before), before):
        if len(component) > 1:
            members = [names[node] for node in sorted(component)]
            task = template.by_name[members[0]]
            yield error(
                "FLOW525",
                task.span,
                "tasks wait for one another: " + ", ".join(f"`{name}`" for name in members),
                label="none of them can ever start",
                help="remove one of the dependencies",
            )

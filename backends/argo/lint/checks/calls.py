"""Which templates call which: FLOW515 (never called) and FLOW516 (calls itself without end)."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.backends.argo.lint.model import Task, Template, Workflow
from flowc.backends.argo.lint.tree import Fields
from flowc.diagnostics import Finding, error, warning
from flowc.ir.structure.components import strong_components


def check_calls(workflow: Workflow) -> Iterator[Finding]:
    """Templates that nothing reaches, and recursion that nothing ends."""
    if workflow.is_whole and workflow.spec.value("entrypoint") in workflow.by_name:
        yield from _unreached(workflow)
    yield from _endless(workflow)


def _unreached(workflow: Workflow) -> Iterator[Finding]:
    work = [workflow.spec.value("entrypoint") or "", *_hooked(workflow.spec)]
    manifests = [
        manifest
        for template in workflow.templates
        if (manifest := template.fields.value("resource", "manifest")) is not None
    ]
    work += [name for name in workflow.by_name if any(_mentions(text, name) for text in manifests)]
    reached: set[str] = set()
    while work:
        name = work.pop()
        if name in reached or name not in workflow.by_name:
            continue
        reached.add(name)
        for task in workflow.by_name[name].tasks:
            work.extend([task.template.value] if task.template is not None else [])
            work.extend(_hooked(task.fields))
            work.extend(filter(None, [task.fields.value("templateRef", "template")]))
    for name, template in workflow.by_name.items():
        if name and name not in reached:
            yield warning(
                "FLOW515",
                template.span,
                f"template `{name}` is never used",
                label="no task, hook or entrypoint leads to it",
                help="remove it, or call it",
            )


def _hooked(fields: Fields) -> list[str]:
    hooks = fields.fields("hooks")
    named = (
        [hook.value("template") for hook in hooks.entries.values() if isinstance(hook, Fields)]
        if hooks
        else []
    )
    return [name for name in (*named, fields.value("onExit")) if name is not None]


def _mentions(manifest: str, name: str) -> bool:
    """Whether a manifest that a `resource` template submits names a template."""
    return any(name in line.split() for line in manifest.splitlines())


def _endless(workflow: Workflow) -> Iterator[Finding]:
    """Cycles of calls that are made whatever happens."""
    number = {name: index for index, name in enumerate(workflow.by_name)}
    certain: dict[int, list[tuple[int, Task]]] = {}
    for name, template in workflow.by_name.items():
        certain[number[name]] = [
            (number[task.template.value], task)
            for task in _certain_tasks(template)
            if task.template is not None and task.template.value in number
        ]
    successors = {node: [target for target, _ in calls] for node, calls in certain.items()}
    for component in strong_components(list(successors), successors):
        members = set(component)
        calls = [(target, task) for node in sorted(component) for target, task in certain[node]]
        inside = [task for target, task in calls if target in members]
        if inside and (len(component) > 1 or component[0] in successors[component[0]]):
            task = inside[-1]
            assert task.template is not None
            yield error(
                "FLOW516",
                task.template.span,
                f"template `{task.template.value}` calls itself without end",
                label="nothing decides whether to call it again",
                help="give this task a `when`",
            )


def _certain_tasks(template: Template) -> list[Task]:
    """The tasks that run in every run of the template in which nothing fails."""
    certain: set[str] = set()
    found: list[Task] = []
    for task in _in_order(template):
        if task.is_conditional:
            continue
        if task.depends is not None:
            runs = task.depends.holds(
                lambda operand: (
                    operand.task in certain and operand.result in (None, "Succeeded", "AnySucceeded")
                )
            )
        else:
            runs = task.scope == "steps" or all(name in certain for name in task.before)
        if runs:
            certain.add(task.name)
            found.append(task)
    return found


def _in_order(template: Template) -> list[Task]:
    """Tasks after those they wait for; tasks in a cycle in any order."""
    number = {name: index for index, name in enumerate(template.by_name)}
    before = {
        number[name]: [number[other] for other in task.before if other in number]
        for name, task in template.by_name.items()
    }
    names = list(template.by_name)
    components = strong_components(list(before), before)
    return [template.by_name[names[node]] for component in components for node in component]

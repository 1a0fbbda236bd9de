"""Trees to the model. Whatever has the wrong form is left out: the check of fields has reported it."""

from __future__ import annotations

from collections.abc import Iterable

from flowc.backends.argo.lint.depends_text import BadDepends, Depends, parse_depends
from flowc.backends.argo.lint.model import KINDS, Document, Scope, Task, Template, Workflow
from flowc.backends.argo.lint.source import Source
from flowc.backends.argo.lint.tree import Fields, Items, Node, Text

SPECS = {
    "Workflow": ("spec",),
    "WorkflowTemplate": ("spec",),
    "ClusterWorkflowTemplate": ("spec",),
    "CronWorkflow": ("spec", "workflowSpec"),
}
"""Where the workflow spec of an object is."""

LOOPS = ("withItems", "withParam", "withSequence")


def read_documents(nodes: Iterable[Node], sizes: Iterable[int], source: Source) -> list[Document]:
    """The objects of a file; only mappings that name a kind."""
    named = [
        (kind, node, size)
        for node, size in zip(nodes, sizes, strict=True)
        if isinstance(node, Fields) and (kind := node.value("kind")) is not None
    ]
    neighbours: dict[str, frozenset[str]] = {}
    for kind, node, _ in named:
        name = node.value("metadata", "name")
        neighbours[kind] = neighbours.get(kind, frozenset()) | ({name} if name else frozenset())
    return [
        Document(kind=kind, size=size, fields=node, workflow=_workflow(kind, node, source, neighbours))
        for kind, node, size in named
    ]


def _workflow(
    kind: str, node: Fields, source: Source, neighbours: dict[str, frozenset[str]]
) -> Workflow | None:
    spec = node.fields(*SPECS[kind]) if kind in SPECS else None
    if spec is None:
        return None
    templates = tuple(read_template(fields) for fields in spec.records("templates"))
    by_name: dict[str, Template] = {}
    for template in templates:
        by_name.setdefault(template.name, template)
    return Workflow(
        spec=spec,
        source=source,
        templates=templates,
        by_name=by_name,
        parameters=_by_name(spec.records("arguments", "parameters")),
        is_whole=spec.get("workflowTemplateRef") is None,
        neighbours=neighbours,
    )


def read_template(fields: Fields) -> Template:
    """One template."""
    tasks = tuple(
        [_dag_task(one) for one in fields.records("dag", "tasks")]
        if fields.fields("dag") is not None
        else _steps(fields)
    )
    by_name: dict[str, Task] = {}
    for task in tasks:
        by_name.setdefault(task.name, task)
    return Template(
        name=fields.value("name") or "",
        fields=fields,
        kinds=tuple(kind for kind in KINDS if kind in fields.entries),
        inputs=_by_name(fields.records("inputs", "parameters")),
        outputs=_by_name(fields.records("outputs", "parameters")),
        tasks=tasks,
        by_name=by_name,
    )


def _by_name(records: Iterable[Fields]) -> dict[str, Fields]:
    found: dict[str, Fields] = {}
    for record in records:
        if (name := record.value("name")) is not None:
            found.setdefault(name, record)
    return found


def _dag_task(fields: Fields) -> Task:
    depends = _depends(fields.text("depends"))
    named = depends.tasks() if depends is not None else []
    listed = [item.value for item in fields.items("dependencies") if isinstance(item, Text)]
    return _task(fields, "tasks", tuple(dict.fromkeys([*named, *listed])), depends)


def _steps(fields: Fields) -> list[Task]:
    tasks: list[Task] = []
    before: tuple[str, ...] = ()
    for group in fields.items("steps"):
        members = group.items if isinstance(group, Items) else [group]
        steps = [_task(one, "steps", before, None) for one in members if isinstance(one, Fields)]
        tasks.extend(steps)
        before = tuple(step.name for step in steps)
    return tasks


def _task(fields: Fields, scope: Scope, before: tuple[str, ...], depends: Depends | None) -> Task:
    return Task(
        name=fields.value("name") or "",
        fields=fields,
        scope=scope,
        template=fields.text("template"),
        before=before,
        depends=depends,
        is_loop=any(fields.get(loop) is not None for loop in LOOPS),
    )


def _depends(text: Text | None) -> Depends | None:
    if text is None:
        return None
    try:
        return parse_depends(text.value)
    except BadDepends:
        return None

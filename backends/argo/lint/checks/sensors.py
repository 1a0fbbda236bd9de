"""Sensors: FLOW590 to FLOW594. What a controller or a run would refuse; see `reconciler/sensor` of Argo Events."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from flowc.backends.argo.lint.model import Document
from flowc.backends.argo.lint.similar import did_you_mean
from flowc.backends.argo.lint.tree import Fields, Items, Node, Text
from flowc.diagnostics import Finding, error

ARGUMENT = re.compile(r"spec\.arguments\.parameters\.(\d+)\.value")


def check_sensor(document: Document, documents: Mapping[str, tuple[Document, ...]]) -> Iterator[Finding]:
    """What a Sensor waits for and starts. `documents` are those of the file, by kind."""
    spec = document.fields.fields("spec") if document.kind == "Sensor" else None
    if spec is None:
        return
    dependencies = spec.records("dependencies")
    triggers = [one for each in spec.records("triggers") if (one := each.fields("template")) is not None]
    yield from _twice(dependencies, "dependencies")
    yield from _twice(triggers, "triggers")
    for dependency in dependencies:
        yield from _event(dependency, documents.get("EventSource", ()))
    known = [name for one in dependencies if (name := one.value("name")) is not None]
    for trigger in triggers:
        yield from _trigger(trigger, known, documents.get("WorkflowTemplate", ()))


def started(document: Document) -> Iterator[Fields]:
    """The workflows that a Sensor makes, as far as they are written out in it."""
    for trigger in document.fields.records("spec", "triggers") if document.kind == "Sensor" else ():
        for how in ("k8s", "argoWorkflow"):
            found = trigger.fields("template", how, "source", "resource")
            if found is not None and found.value("kind") == "Workflow":
                yield found


def _twice(named: list[Fields], what: str) -> Iterator[Finding]:
    seen: set[str] = set()
    for one in named:
        name = one.text("name")
        if name is not None and name.value in seen:
            yield error(
                "FLOW591",
                name.span,
                f"two {what} of this Sensor are named `{name.value}`",
                label="the second one",
                help="give it another name",
            )
        seen |= {name.value} if name is not None else set()


def _event(dependency: Fields, sources: tuple[Document, ...]) -> Iterator[Finding]:
    """An event of an EventSource in the same file; others are not known."""
    event, wanted = dependency.text("eventName"), dependency.value("eventSourceName")
    for source in sources:
        spec = source.fields.fields("spec")
        if event is None or spec is None or source.fields.value("metadata", "name") != wanted:
            continue
        sent = [name for part in spec.entries.values() for name in _events_of(part)]
        if event.value not in sent:
            yield error(
                "FLOW593",
                event.span,
                f"the EventSource `{wanted}` sends no event `{event.value}`",
                label="this Sensor waits in vain",
                help=did_you_mean(event.value, sent),
            )


def _events_of(part: Node) -> list[str]:
    """The events in a field of an EventSource; `template` and `service` have other things."""
    others = {"serviceAccountName", "container", "metadata", "securityContext", "ports", "clusterIP"}
    return [*part.entries] if isinstance(part, Fields) and not others & set(part.entries) else []


def _trigger(trigger: Fields, known: list[str], templates: tuple[Document, ...]) -> Iterator[Finding]:
    for how in ("k8s", "argoWorkflow"):
        resource = trigger.fields(how, "source", "resource")
        for parameter in trigger.records(how, "parameters"):
            yield from _source(parameter, known)
            if resource is not None:
                yield from _destination(parameter, resource)
        if resource is not None:
            yield from _arguments(resource, templates)


def _source(parameter: Fields, known: list[str]) -> Iterator[Finding]:
    name = parameter.text("src", "dependencyName")
    if name is not None and name.value not in known:
        yield error(
            "FLOW590",
            name.span,
            f"this Sensor has no dependency `{name.value}`",
            label="nothing to take a value from",
            help=did_you_mean(name.value, known),
        )


def _destination(parameter: Fields, resource: Fields) -> Iterator[Finding]:
    """An argument by its number: one that is not there would be made without a name, which Argo refuses."""
    dest = parameter.text("dest")
    found = ARGUMENT.fullmatch(dest.value) if dest is not None else None
    if dest is None or found is None:
        return
    count = len(resource.items("spec", "arguments", "parameters"))
    if int(found[1]) >= count:
        yield error(
            "FLOW592",
            dest.span,
            f"the workflow has no argument number {found[1]}",
            label=f"it has {count}, counted from 0",
            help="add it to `spec.arguments.parameters` of the resource",
        )


def _arguments(resource: Fields, templates: tuple[Document, ...]) -> Iterator[Finding]:
    """Arguments that the WorkflowTemplate in the same file does not have."""
    wanted = resource.value("spec", "workflowTemplateRef", "name")
    for template in templates:
        if template.workflow is None or template.fields.value("metadata", "name") != wanted:
            continue
        held = resource.get("spec", "arguments", "parameters")
        for one in held.items if isinstance(held, Items) else ():
            name = one.text("name") if isinstance(one, Fields) else None
            if isinstance(name, Text) and name.value not in template.workflow.parameters:
                yield error(
                    "FLOW594",
                    name.span,
                    f"the WorkflowTemplate `{wanted}` has no parameter `{name.value}`",
                    label="no step would see it",
                    help=did_you_mean(name.value, sorted(template.workflow.parameters)),
                )

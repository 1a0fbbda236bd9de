"""Volumes and the places they are mounted at: FLOW560, FLOW561 and FLOW564."""

from __future__ import annotations

from collections.abc import Iterator

from flowc.backends.argo.lint.checks.names import is_label_name
from flowc.backends.argo.lint.model import Template, Workflow
from flowc.backends.argo.lint.similar import did_you_mean
from flowc.backends.argo.lint.tree import Fields
from flowc.diagnostics import Finding, error, note


def check_volumes(workflow: Workflow) -> Iterator[Finding]:
    """Volumes of the spec and of every template, and every mount."""
    common = _volumes(workflow.spec)
    claims = [
        name
        for one in workflow.spec.records("volumeClaimTemplates")
        if (name := one.value("metadata", "name"))
    ]
    yield from _declared(workflow.spec, workflow)
    for container in _defaults(workflow):
        yield from _mounts(container, [*common, *claims], "templateDefaults", workflow)
    for template in workflow.templates:
        yield from _declared(template.fields, workflow)
        own = [*_volumes(template.fields), *common, *claims]
        for container in _containers(template):
            yield from _mounts(container, own, f"template `{template.name}`", workflow)


def _volumes(fields: Fields) -> list[str]:
    return [name for one in fields.records("volumes") if (name := one.value("name")) is not None]


def _defaults(workflow: Workflow) -> list[Fields]:
    found = [workflow.spec.fields("templateDefaults", kind) for kind in ("container", "script")]
    return [container for container in found if container is not None]


def _containers(template: Template) -> list[Fields]:
    main = [template.container] if template.container is not None else []
    others = ("initContainers", "sidecars")
    return [
        *main,
        *(one for key in others for one in template.fields.records(key)),
        *template.fields.records("containerSet", "containers"),
    ]


def _declared(fields: Fields, workflow: Workflow) -> Iterator[Finding]:
    seen: set[str] = set()
    for volume in fields.records("volumes"):
        name = volume.value("name") or ""
        if name in seen:
            yield error(
                "FLOW564",
                volume.span_of("name"),
                f"the volume `{name}` is declared twice",
                label="the second one",
            )
        elif not is_label_name(name):
            yield error(
                "FLOW564",
                volume.span_of("name"),
                f"`{name}` cannot be the name of a volume",
                label="up to 63 of a-z, 0-9 and `-`, with a letter or digit at both ends",
            )
        seen.add(name)
        yield from _config_map(volume, workflow)


def _config_map(volume: Fields, workflow: Workflow) -> Iterator[Finding]:
    name = volume.text("configMap", "name")
    here = workflow.neighbours.get("ConfigMap", frozenset())
    if name is None or name.value in here or "{{" in name.value:
        return
    if not here:  # nothing says that this file should have it
        return
    yield note(
        "FLOW561",
        name.span,
        f"the ConfigMap `{name.value}` is not in this file",
        label="pods wait until it exists",
        help=did_you_mean(name.value, here),
    )


def _mounts(container: Fields, known: list[str], where: str, workflow: Workflow) -> Iterator[Finding]:
    places: set[str] = set()
    for mount in container.records("volumeMounts"):
        name, place = mount.value("name") or "", mount.value("mountPath")
        if name not in known and workflow.is_whole:
            yield error(
                "FLOW560",
                mount.span_of("name"),
                f"{where} mounts the volume `{name}`, which is not declared",
                label="neither the template nor the spec has this volume",
                help=did_you_mean(name, known, "add it to `spec.volumes`"),
            )
        if place is not None and place in places:
            yield error(
                "FLOW564",
                mount.span_of("mountPath"),
                f"two volumes are mounted at `{place}`",
                label="the second one",
            )
        places.add(place or "")

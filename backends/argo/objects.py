"""The model to plain mappings and lists in the order in which they are written."""

from __future__ import annotations

from flowc.backends.argo.depends import render
from flowc.backends.argo.model import (
    Container,
    DagTask,
    DagTemplate,
    Pairs,
    Parameter,
    Retry,
    StepTemplate,
    Workflow,
)
from flowc.backends.argo.settings import NEVER_AGAIN
from flowc.backends.protocol import TargetSettings
from flowc.ir.values import Json

CODE = "/flowc/flow.pyz"
"""Where a task finds the code package."""

MANAGED: Pairs = (("app.kubernetes.io/managed-by", "flowc"),)
"""The label that all objects have."""


def workflow_template(workflow: Workflow) -> dict[str, Json]:
    """The WorkflowTemplate as an object of the Kubernetes API."""
    return {
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "WorkflowTemplate",
        "metadata": metadata(workflow.name, workflow.namespace, workflow.labels, workflow.annotations),
        "spec": _spec(workflow),
    }


def metadata(
    name: str, namespace: str | None, labels: Pairs = MANAGED, annotations: Pairs = ()
) -> dict[str, Json]:
    """The metadata of an object of the Kubernetes API."""
    fields: dict[str, Json] = {"name": name}
    if namespace is not None:
        fields["namespace"] = namespace
    fields["labels"] = dict(labels)
    if annotations:
        fields["annotations"] = dict(annotations)
    return fields


def common_metadata(name: str, settings: TargetSettings) -> dict[str, Json]:
    """The metadata of an object that is no workflow, with what the configuration gives every object."""
    labels = (*MANAGED, *settings.labels.items())
    return metadata(name, settings.namespace, labels, tuple(settings.annotations.items()))


def _spec(workflow: Workflow) -> dict[str, Json]:
    spec: dict[str, Json] = {"entrypoint": workflow.spec["entrypoint"]}
    if workflow.parameters:
        spec["arguments"] = {"parameters": [_parameter(parameter) for parameter in workflow.parameters]}
    spec |= {key: value for key, value in workflow.spec.items() if key != "entrypoint"}
    spec["templates"] = [
        _dag(template) if isinstance(template, DagTemplate) else _step(template)
        for template in workflow.templates
    ]
    return spec


def _parameter(parameter: Parameter) -> dict[str, Json]:
    fields: dict[str, Json] = {"name": parameter.name}
    if parameter.value is not None:
        fields["value"] = parameter.value
    if parameter.choices:
        fields["enum"] = list(parameter.choices)
    if parameter.description:
        fields["description"] = parameter.description
    return fields


def _dag(template: DagTemplate) -> dict[str, Json]:
    fields: dict[str, Json] = {"name": template.name}
    if template.inputs:
        fields["inputs"] = {"parameters": [{"name": name} for name in template.inputs]}
    if template.outputs:
        fields["outputs"] = {
            "parameters": [
                {"name": name, "valueFrom": {"expression": expression}}
                for name, expression in template.outputs
            ]
        }
    fields["dag"] = {"tasks": [_task(task) for task in template.tasks]}
    return fields


def _task(task: DagTask) -> dict[str, Json]:
    fields: dict[str, Json] = {"name": task.name, "template": task.template}
    if task.depends is not None:
        fields["depends"] = render(task.depends)
    if task.when is not None:
        fields["when"] = task.when
    if task.count is not None:
        fields["withSequence"] = {"count": task.count}
    if task.arguments:
        fields["arguments"] = {"parameters": _values(task.arguments)}
    return fields


def _step(template: StepTemplate) -> dict[str, Json]:
    fields: dict[str, Json] = {
        "name": template.name,
        "metadata": {"labels": dict(template.labels), "annotations": dict(template.annotations)},
    }
    inputs: dict[str, Json] = {"parameters": [{"name": "path"}]} if template.takes_path else {}
    if template.code is not None:
        inputs["artifacts"] = [_code(template.code)]
    if inputs:
        fields["inputs"] = inputs
    if template.outputs:
        fields["outputs"] = {"parameters": [_output(name) for name in template.outputs]}
    if template.retry is not None:
        fields["retryStrategy"] = _retry(template.retry)
    if template.deadline is not None:
        fields["activeDeadlineSeconds"] = template.deadline
    fields |= template.fields
    fields["container"] = _container(template.container)
    return fields


def _code(key: str) -> Json:
    """A file of the artifact repository. Argo unpacks what is a tar file and leaves a zip as it is."""
    return {"name": "code", "path": CODE, "s3": {"key": key}}


def _output(name: str) -> Json:
    return {"name": name, "valueFrom": {"path": f"/tmp/flowc/{name}"}}  # noqa: S108 - the container's


def _retry(retry: Retry) -> dict[str, Json]:
    fields: dict[str, Json] = {"limit": str(retry.limit), "retryPolicy": "Always"}
    if retry.duration is not None:
        fields["backoff"] = {"duration": retry.duration, "factor": "1"}
    fields["expression"] = f"asInt(lastRetry.exitCode) != {NEVER_AGAIN}"
    return fields


def _container(container: Container) -> dict[str, Json]:
    fields: dict[str, Json] = {"image": container.image, "command": list(container.command)}
    if container.env:
        fields["env"] = _values(container.env)
    resources: dict[str, Json] = {}
    if container.requests:
        resources["requests"] = dict(container.requests)
    if container.limits:
        resources["limits"] = dict(container.limits)
    if resources:
        fields["resources"] = resources
    if container.mounts:
        fields["volumeMounts"] = [{"name": name, "mountPath": path} for name, path in container.mounts]
    return {**fields, **container.fields}


def _values(pairs: Pairs) -> list[Json]:
    return [{"name": name, "value": value} for name, value in pairs]

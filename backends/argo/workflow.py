"""A request to the WorkflowTemplate: everything that is common to all steps, and the templates."""

from __future__ import annotations

from flowc.backends.argo.bodies import guard_template, lower_dags
from flowc.backends.argo.braces import without_braces
from flowc.backends.argo.events.waited import described
from flowc.backends.argo.exit_hook import lower_hooks
from flowc.backends.argo.model import DagTemplate, Pairs, StepTemplate, Workflow
from flowc.backends.argo.names import label, workflow_name
from flowc.backends.argo.objects import MANAGED
from flowc.backends.argo.package import artifact_key, config_map_name, delivery
from flowc.backends.argo.packing import slices_of
from flowc.backends.argo.parameters import lower_parameters
from flowc.backends.argo.settings import DEFAULT, size
from flowc.backends.argo.state import ROOT, Lowering
from flowc.backends.argo.step import IMAGE, StepTarget, lower_step
from flowc.backends.protocol import Request
from flowc.ir.flow import Flow, StepId
from flowc.ir.regions import entry
from flowc.ir.values import Json

USER = 1000
"""The user and group of the tasks: any but root will do."""


def lower_workflow(request: Request) -> Workflow:
    """The WorkflowTemplate of a flow that `check` has passed."""
    flow = request.flow
    assert flow.region is not None, "only flows with structure come to a backend"
    lowering = Lowering(flow, slices_of(flow, request.settings))
    templates: list[DagTemplate | StepTemplate] = [*lower_dags(flow.region, lowering)]
    if lowering.guard is not None:
        templates.append(guard_template(lowering.guard))
    steps = {step.id: step for step in flow.steps}
    start = StepId(entry(flow.region))
    code = artifact_key(request.package) if delivery(request) == "store" else None
    events = described(flow) if flow.trigger is not None or flow.trigger_on_finish is not None else ""
    target = StepTarget(start=start, events=events, code=code, settings=request.settings)
    templates += [lower_step(steps[StepId(name)], lowering, target) for name in lowering.order]
    hooks = lower_hooks(flow, lowering, target)
    if hooks is not None:
        templates.append(hooks)
    name = manifest_name(flow)
    return Workflow(
        name=name,
        namespace=request.settings.namespace,
        labels=_labels(request),
        annotations=_annotations(request),
        spec=_spec(request, name, templates[0].name, None if hooks is None else hooks.name),
        parameters=lower_parameters(flow, request.settings),
        templates=tuple(templates),
    )


def manifest_name(flow: Flow) -> str:
    """The name of the flow's WorkflowTemplate: project, branch and flow."""
    parts = [flow.name]
    if flow.project is not None:
        parts = [
            flow.project.name,
            *_branch(flow.project.branch, production=flow.project.production),
            flow.name,
        ]
    return workflow_name("-".join(parts), scheduled=flow.schedule is not None)


def _branch(branch: str | None, *, production: bool) -> list[str]:
    if production:
        return ["prod", branch] if branch else ["prod"]
    return ["test", branch] if branch else []


def _labels(request: Request) -> Pairs:
    return (
        *MANAGED,
        ("flowc.dev/flow", label(request.flow.name)),
        *request.settings.labels.items(),
    )


def _annotations(request: Request) -> Pairs:
    doc = without_braces(request.flow.doc.strip())
    described = (("workflows.argoproj.io/description", doc),) if doc else ()
    return (
        ("workflows.argoproj.io/title", request.flow.name),
        *described,
        *request.settings.annotations.items(),
    )


def _spec(request: Request, name: str, entrypoint: str, on_exit: str | None) -> dict[str, Json]:
    flow = label(request.flow.name)
    build = request.package.digest[:12]
    own = dict(request.settings.labels)
    pod_labels = {
        "flowc.dev/flow": flow,
        "flowc.dev/run": "{{workflow.name}}",
        "flowc.dev/build": build,
        **own,
    }
    spec: dict[str, Json] = {"entrypoint": entrypoint}
    if on_exit is not None:
        spec["onExit"] = on_exit
    spec["parallelism"] = request.settings.max_parallel
    if request.settings.service_account:
        spec["serviceAccountName"] = request.settings.service_account
    if secrets := _pull_secrets(request.flow):
        spec["imagePullSecrets"] = [{"name": secret} for secret in secrets]
    spec["podGC"] = {"strategy": "OnWorkflowSuccess"}
    spec["workflowMetadata"] = {"labels": {"flowc.dev/flow": flow, "flowc.dev/build": build, **own}}
    spec["podMetadata"] = {"labels": pod_labels}
    if request.settings.restricted:
        spec["securityContext"] = {
            "runAsNonRoot": True,
            "runAsUser": USER,
            "fsGroup": USER,
            "seccompProfile": {"type": "RuntimeDefault"},
        }
    spec["volumes"] = _volumes(request, name)
    spec["templateDefaults"] = {"container": _container(request)}
    return spec


def _container(request: Request) -> dict[str, Json]:
    """What every container has, unless its step says otherwise."""
    settings = request.settings
    store = settings.store if settings.store is not None else "{{workflow.parameters.flowc-store}}"
    container: dict[str, Json] = {
        "image": settings.image or IMAGE,
        "env": [
            {"name": "FLOWC_RUN_ID", "value": "{{workflow.name}}"},
            {"name": "FLOWC_RUN_UID", "value": "{{workflow.uid}}"},
            {"name": "FLOWC_PATH", "value": ROOT},
            {"name": "FLOWC_STORE", "value": store},
        ],
        "resources": {"requests": {"cpu": DEFAULT.cpu, "memory": size(DEFAULT.memory)}},
        "volumeMounts": _mounts(request),
    }
    if settings.restricted:
        container["securityContext"] = {
            "allowPrivilegeEscalation": False,
            "capabilities": {"drop": ["ALL"]},
        }
    return container


def _volumes(request: Request, name: str) -> list[Json]:
    tmp: Json = {"name": "tmp", "emptyDir": {}}
    if delivery(request) != "inline":
        return [tmp]
    config_map = config_map_name(name, request.package)
    return [{"name": "flowc-code", "configMap": {"name": config_map}}, tmp]


def _mounts(request: Request) -> list[Json]:
    tmp: Json = {"name": "tmp", "mountPath": "/tmp"}  # noqa: S108 - the container's
    if delivery(request) != "inline":
        return [tmp]
    return [{"name": "flowc-code", "mountPath": "/flowc", "readOnly": True}, tmp]


def _pull_secrets(flow: Flow) -> tuple[str, ...]:
    """Argo has them for the whole workflow only, so every pod gets those of all steps."""
    return tuple(
        dict.fromkeys(
            secret
            for step in flow.steps
            if step.settings.kubernetes is not None
            for secret in step.settings.kubernetes.image_pull_secrets
        )
    )

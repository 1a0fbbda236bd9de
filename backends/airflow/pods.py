"""Pods of steps as plain mappings: what all have, and what a step has besides."""

from __future__ import annotations

from flowc.backends.pod import settings as pod
from flowc.backends.pod.labels import label
from flowc.backends.protocol import Request, TargetSettings
from flowc.ir.flow import Step
from flowc.ir.values import Json

XCOM = "/airflow/xcom/return.json"
"""The file whose content the sidecar hands to Airflow."""

USER = 1000
"""The user and group of the tasks: any but root will do."""

TMP: Json = {"name": "tmp", "emptyDir": {}}
MOUNT: Json = {"name": "tmp", "mountPath": "/tmp"}  # noqa: S108 - the container's


def default_image(target: TargetSettings) -> str:
    """The image of a step for which none is named."""
    major, minor = target.target_python
    return target.image or f"python:{major}.{minor}"


def metadata(request: Request) -> dict[str, Json]:
    """Labels and annotations of every pod."""
    settings = request.settings
    labels = {
        "app.kubernetes.io/managed-by": "flowc",
        "flowc.dev/flow": label(request.flow.name),
        "flowc.dev/build": request.package.digest[:12],
    }
    return {"labels": {**labels, **settings.labels}, "annotations": dict(settings.annotations)}


def spec(target: TargetSettings) -> dict[str, Json]:
    """The pod's part of every pod."""
    found: dict[str, Json] = {"restartPolicy": "Never", "volumes": [TMP]}
    if target.service_account:
        found["serviceAccountName"] = target.service_account
    if target.restricted:
        profile: Json = {"type": "RuntimeDefault"}
        found["securityContext"] = {
            "runAsNonRoot": True,
            "runAsUser": USER,
            "fsGroup": USER,
            "seccompProfile": profile,
        }
    return found


def container(target: TargetSettings) -> dict[str, Json]:
    """The container's part of every pod."""
    requests = {"cpu": pod.DEFAULT.cpu, "memory": pod.size(pod.DEFAULT.memory)}
    found: dict[str, Json] = {"name": "base", "image": default_image(target)}
    found["resources"] = {"requests": requests}
    found["volumeMounts"] = [MOUNT]
    if target.restricted:
        found["securityContext"] = confined()
    return found


def confined() -> dict[str, Json]:
    """What a container must not do in a pod of the `restricted` level."""
    return {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}}


def of_step(step: Step, target: TargetSettings) -> dict[str, Json]:
    """What differs for a step: its namespace, labels, annotations, and fields of the pod and of the container."""
    kubernetes = step.settings.kubernetes
    found: dict[str, Json] = {
        "labels": {"flowc.dev/step": label(step.id), **dict(kubernetes.labels if kubernetes else ())},
        "annotations": {
            "flowc.dev/source": f"{step.span.file}:{step.span.line}",
            **dict(kubernetes.annotations if kubernetes else ()),
        },
    }
    if kubernetes is not None and kubernetes.namespace:
        found["namespace"] = kubernetes.namespace
    if own := _spec(step):
        found["spec"] = own
    if own := _container(step, target):
        found["container"] = own
    return found


def _spec(step: Step) -> dict[str, Json]:
    found = dict(pod.template_fields(step.settings))
    volumes = found.get("volumes")
    if isinstance(volumes, list):
        found["volumes"] = [TMP, *volumes]
    kubernetes = step.settings.kubernetes
    if kubernetes is not None and kubernetes.image_pull_secrets:
        found["imagePullSecrets"] = [{"name": name} for name in kubernetes.image_pull_secrets]
    return found


def _container(step: Step, target: TargetSettings) -> dict[str, Json]:
    settings = step.settings
    kubernetes = settings.kubernetes
    found: dict[str, Json] = {}
    if kubernetes is not None and kubernetes.image:
        found["image"] = kubernetes.image
    if kubernetes is not None and kubernetes.executable:
        found["python"] = kubernetes.executable
    resources: dict[str, Json] = {}
    if requests := pod.requests(settings):
        resources["requests"] = dict(requests)
    if limits := pod.limits(settings):
        resources["limits"] = dict(limits)
        resources.setdefault("requests", {"cpu": pod.DEFAULT.cpu, "memory": pod.size(pod.DEFAULT.memory)})
    if resources:
        found["resources"] = resources
    if mounts := pod.mounts(settings):
        found["volumeMounts"] = [MOUNT, *({"name": name, "mountPath": path} for name, path in mounts)]
    if environment := pod.environment(settings):
        found["env"] = [{"name": name, "value": value} for name, value in environment]
    found.update(pod.container_fields(settings))
    wishes = found.get("securityContext")
    if target.restricted and isinstance(wishes, dict):
        found["securityContext"] = {**confined(), **wishes}
    return found

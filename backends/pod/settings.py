"""The settings of a step to the fields of a pod and its container, in Kubernetes' own terms."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeAlias

from flowc.ir.settings import Kubernetes, Resources, Settings
from flowc.ir.values import Json

Pairs: TypeAlias = tuple[tuple[str, str], ...]

DEFAULT = Resources()


def requests(settings: Settings) -> Pairs:
    """What is asked for, when it differs from what every step gets."""
    resources = settings.resources
    pairs = _amounts(resources)
    if pairs == _amounts(DEFAULT) and not is_guaranteed(settings):
        return ()
    return pairs


def limits(settings: Settings) -> Pairs:
    """Devices, extended resources, and what is asked for when the pod has to be `Guaranteed`."""
    kubernetes = settings.kubernetes
    pairs = list(_amounts(settings.resources)) if is_guaranteed(settings) else []
    if settings.resources.gpu:
        vendor = (kubernetes.gpu_vendor if kubernetes else None) or "nvidia"
        pairs.append((f"{vendor.lower()}.com/gpu", str(settings.resources.gpu)))
    if kubernetes is not None:
        pairs += kubernetes.extended_resources
    return tuple(pairs)


def environment(settings: Settings) -> Pairs:
    """`@environment`, and where `current.tempdir` points to with a tmpfs."""
    variables = {name: unexpanded(value) for name, value in settings.environment}
    kubernetes = settings.kubernetes
    if kubernetes is not None and tmpfs(settings) and kubernetes.tmpfs_tempdir:
        variables["METAFLOW_TEMPDIR"] = unexpanded(kubernetes.tmpfs_path)
    return tuple(variables.items())


def unexpanded(value: str) -> str:
    """`value` as Kubernetes hands it on: it makes `$` of `$$`, and puts the variable NAME in place of `$(NAME)`."""
    return re.sub(r"\$(?=[$(])", "$$", value) if "$" in value else value


def tmpfs(settings: Settings) -> int | None:
    """The size of the tmpfs in MiB; half the memory when the flow does not say."""
    kubernetes = settings.kubernetes
    if kubernetes is None or not (kubernetes.use_tmpfs or kubernetes.tmpfs_size):
        return None
    return kubernetes.tmpfs_size or settings.resources.memory // 2


def template_fields(settings: Settings) -> Mapping[str, Json]:
    """What of `@kubernetes` belongs to the pod."""
    fields: dict[str, Json] = {}
    kubernetes = settings.kubernetes
    if kubernetes is not None:
        if kubernetes.node_selector:
            fields["nodeSelector"] = dict(kubernetes.node_selector)
        if kubernetes.tolerations:
            fields["tolerations"] = [_camel(toleration) for toleration in kubernetes.tolerations]
        if kubernetes.service_account:
            fields["serviceAccountName"] = kubernetes.service_account
    if volumes := _volumes(settings):
        fields["volumes"] = volumes
    return fields


def container_fields(settings: Settings) -> Mapping[str, Json]:
    """What of `@kubernetes` belongs to the container, less image, resources, environment and mounts."""
    fields: dict[str, Json] = {}
    kubernetes = settings.kubernetes
    if kubernetes is None:
        return fields
    if kubernetes.image_pull_policy:
        fields["imagePullPolicy"] = kubernetes.image_pull_policy
    if kubernetes.secrets:
        fields["envFrom"] = [{"secretRef": {"name": name}} for name in kubernetes.secrets]
    if kubernetes.port is not None:
        fields["ports"] = [{"containerPort": kubernetes.port}]
    if kubernetes.security_context:
        fields["securityContext"] = _security(kubernetes.security_context)
    return fields


def mounts(settings: Settings) -> Pairs:
    """Names of volumes, and where they are mounted."""
    kubernetes = settings.kubernetes
    pairs = [("dshm", "/dev/shm")] if settings.resources.shared_memory else []  # noqa: S108 - shared memory
    if kubernetes is not None:
        if tmpfs(settings):
            pairs.append(("tmpfs", kubernetes.tmpfs_path))
        pairs += [(f"claim-{number}", path) for number, (_, path) in _claims(kubernetes)]
    return tuple(pairs)


def _volumes(settings: Settings) -> list[Json]:
    volumes: list[Json] = []
    if settings.resources.shared_memory:
        volumes.append(_memory("dshm", settings.resources.shared_memory))
    if size := tmpfs(settings):
        volumes.append(_memory("tmpfs", size))
    if settings.kubernetes is not None:
        volumes += [
            {"name": f"claim-{number}", "persistentVolumeClaim": {"claimName": claim}}
            for number, (claim, _) in _claims(settings.kubernetes)
        ]
    return volumes


def _claims(kubernetes: Kubernetes) -> enumerate[tuple[str, str]]:
    return enumerate(kubernetes.persistent_volume_claims, start=1)


def _memory(name: str, mebibytes: int) -> Json:
    return {"name": name, "emptyDir": {"medium": "Memory", "sizeLimit": size(mebibytes)}}


def _amounts(resources: Resources) -> Pairs:
    pairs = [("cpu", resources.cpu), ("memory", size(resources.memory))]
    if resources.disk is not None:
        pairs.append(("ephemeral-storage", size(resources.disk)))
    return tuple(pairs)


def size(mebibytes: int) -> str:
    """A quantity of memory, in the largest unit that is exact."""
    return f"{mebibytes // 1024}Gi" if mebibytes % 1024 == 0 else f"{mebibytes}Mi"


def is_guaranteed(settings: Settings) -> bool:
    """Whether the pod has to be of the quality of service `Guaranteed`, which all its containers have to be for."""
    kubernetes = settings.kubernetes
    return kubernetes is not None and (kubernetes.qos or "").lower() == "guaranteed"


def _security(context: Mapping[str, Json]) -> Json:
    """The user's wishes. What they contradict of the pod's own settings has to give way, else nothing starts:
    a privileged container may escalate, and user 0 is root.
    """
    wishes = _camel(context)
    if wishes.get("privileged"):
        wishes.setdefault("allowPrivilegeEscalation", True)
    if wishes.get("runAsUser") == 0:
        wishes.setdefault("runAsNonRoot", False)
    return wishes


def _camel(fields: Mapping[str, Json]) -> dict[str, Json]:
    """Python's spelling of a field to Kubernetes'; `None` means absent."""
    return {_camel_name(name): value for name, value in fields.items() if value is not None}


def _camel_name(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)

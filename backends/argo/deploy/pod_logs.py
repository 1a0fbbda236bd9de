"""What the containers of a run have written, as long as their pods are there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flowc.backends.argo.deploy.api import Api, Object, Refused
from flowc.backends.argo.deploy.kinds import path_of
from flowc.backends.argo.deploy.states import STEP
from flowc.backends.deployment import NotDeployed

CONTAINER = "main"
"""Argo's name of the container of the step."""
NOT_STARTED = 400
"""What the API server answers when a container has not begun."""


def pod_logs(api: Api, namespace: str, pods: Iterable[Object], step: str | None) -> Iterator[str]:
    """The lines of each pod of a step, or of all, in the order in which the pods were made."""
    for pod in sorted(pods, key=lambda one: (str(one["metadata"].get("creationTimestamp")), _name(one))):
        if step in (None, pod["metadata"].get("labels", {}).get(STEP)):
            yield from _lines(api, path_of("Pod", namespace, _name(pod)))


def _lines(api: Api, pod: str) -> Iterator[str]:
    try:
        yield from api.text(f"{pod}/log", container=CONTAINER).splitlines()
    except NotDeployed:  # the pod has just been collected
        return
    except Refused as refusal:
        if refusal.status != NOT_STARTED:
            raise


def _name(pod: Object) -> str:
    return str(pod["metadata"]["name"])

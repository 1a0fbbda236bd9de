"""What Argo's executor does in the container `wait`: read the outputs, write them into a WorkflowTaskResult.

It speaks as the pod's own service account, so that the API server checks what `flowc compile --emit rbac` allows.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from tests.engines.argo.kube.api import WORKFLOWS, Access, Api, ApiError, Object
from tests.engines.argo.node.container import Start

NODE_ID = "workflows.argoproj.io/node-id"
WORKFLOW = "workflows.argoproj.io/workflow"
COMPLETED = "workflows.argoproj.io/report-outputs-completed"
TOKEN = "/var/run/secrets/kubernetes.io/serviceaccount"
"""Where a container finds the token of its account."""
OUTSIDE = "/mainctrfs"
"""Where the executor has the volumes of `main`."""


def report(pod: Object, start: Start, code: int, server: Access) -> str | None:
    """Report once; what went wrong, or None."""
    template = json.loads(start.environment["ARGO_TEMPLATE"])
    outputs: Object = {"exitCode": str(code)}
    try:
        parameters = _parameters(template, start.mounts) if code == 0 else []
    except OSError as error:
        return f"cannot save parameters: {error}"
    if parameters:
        outputs["parameters"] = parameters
    account = _inside(start.mounts, TOKEN) / "token"
    return _send(pod, outputs, Access(server.port, server.authority, account.read_text()))


def _parameters(template: Object, mounts: Sequence[tuple[str, str, bool]]) -> list[Object]:
    found = []
    for parameter in template.get("outputs", {}).get("parameters", []):
        path = _inside(mounts, OUTSIDE + parameter["valueFrom"]["path"])
        found.append({**parameter, "value": path.read_text().removesuffix("\n")})
    return found


def _inside(mounts: Sequence[tuple[str, str, bool]], path: str) -> Path:
    """The file of this machine that a container sees at a path, which is on one of its volumes."""
    for source, target, _ in sorted(mounts, key=lambda mount: -len(mount[1])):
        if path == target or path.startswith(f"{target}/"):
            return Path(source + path[len(target) :])
    raise FileNotFoundError(f"{path} is on no volume")


def _send(pod: Object, outputs: Object, access: Access) -> str | None:
    metadata = pod["metadata"]
    name = metadata["annotations"][NODE_ID]
    folder = f"{WORKFLOWS}/namespaces/{metadata['namespace']}/workflowtaskresults"
    labels = {WORKFLOW: metadata["labels"][WORKFLOW], COMPLETED: "true"}
    body = {
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "WorkflowTaskResult",
        "metadata": {"name": name, "labels": labels},
        "outputs": outputs,
    }
    api = Api(access)
    try:
        try:
            api.create(folder, body)
        except ApiError as error:
            if error.code != 409:
                raise
            api.merge(f"{folder}/{name}", body)
    except ApiError as error:
        return str(error)
    finally:
        api.close()
    return None

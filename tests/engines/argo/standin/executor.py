"""Argo's executor in a pod, as `workflowpod.go` puts it there, for a kubelet that runs all containers."""

from __future__ import annotations

from tests.engines.argo.kube.api import Object
from tests.engines.argo.node.report import NODE_ID, WORKFLOW
from tests.engines.argo.standin.pods import SECURITY, Task
from tests.engines.argo.standin.run import WorkflowRun

SHARED = "/var/run/argo"


class ExecutedRun(WorkflowRun):
    """A run whose pods have the executor in all of their containers."""

    def pod(self, task: Task) -> Object:
        """The pod of an attempt."""
        return with_executor(super().pod(task))


def with_executor(pod: Object) -> Object:
    """A container more, which lays the executor out; `main` is run by it; `wait` knows for what it reports."""
    wait, main = pod["spec"]["containers"]
    metadata = pod["metadata"]
    init = {
        **{key: wait[key] for key in ("image", "env")},
        "name": "init",
        "command": ["argoexec", "init"],
        "volumeMounts": [{"name": "var-run-argo", "mountPath": SHARED}],
        "securityContext": SECURITY,
    }
    known = {
        "ARGO_NODE_ID": metadata["annotations"][NODE_ID],
        "ARGO_WORKFLOW_NAME": metadata["labels"][WORKFLOW],
    }
    wait = {**wait, "env": [{"name": name, "value": value} for name, value in known.items()]}
    command = [f"{SHARED}/argoexec", "emissary", "--", *main["command"]]
    spec = {**pod["spec"], "initContainers": [init], "containers": [wait, {**main, "command": command}]}
    return {**pod, "spec": spec}

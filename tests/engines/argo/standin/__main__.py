"""`python -m tests.engines.argo.standin SETTINGS`: run every Workflow of the namespace, until ended."""

from __future__ import annotations

import json
import sys
import threading
import time
import traceback
from collections.abc import Mapping
from pathlib import Path

from tests.argo_sim.expressions import BadExpression
from tests.argo_sim.pods import Refused
from tests.engines.argo.kube.api import WORKFLOWS, Access, Api, ApiError, Object
from tests.engines.argo.kube.setup import NAMESPACE
from tests.engines.argo.node.container import stamp
from tests.engines.argo.node.report import WORKFLOW
from tests.engines.argo.standin.executor import ExecutedRun
from tests.engines.argo.standin.run import PODS, WorkflowRun
from tests.engines.argo.standin.seen import Seen
from tests.engines.argo.standin.size import as_stored, size_of, status_of

HERE = f"{WORKFLOWS}/namespaces/{NAMESPACE}"
PHASE = "workflows.argoproj.io/phase"
COMPLETED = "workflows.argoproj.io/completed"
NONE: Mapping[str, str] = {}
OVER = ("Succeeded", "Failed", "Error")


class Workflows:
    """The Workflows of the namespace, a thread for each that runs."""

    def __init__(self, api: Api, kind: type[WorkflowRun]) -> None:
        self.api = api
        self.kind = kind
        self.seen = Seen()
        self.running: dict[str, threading.Thread] = {}

    def work(self) -> None:
        """List and watch, for ever."""
        threading.Thread(target=self.seen.follow, args=(self.api, PODS), daemon=True).start()
        while True:
            try:
                listed = self.api.get(f"{HERE}/workflows")
                for workflow in listed["items"]:
                    self._see(workflow)
                for event in self.api.watch(f"{HERE}/workflows", listed["metadata"]["resourceVersion"]):
                    if event["type"] in ("ADDED", "MODIFIED"):
                        self._see(event["object"])
            except (OSError, ApiError, ValueError) as error:
                print(f"controller: the watch ended: {error}", file=sys.stderr, flush=True)
                time.sleep(0.2)

    def _see(self, workflow: Object) -> None:
        uid = workflow["metadata"]["uid"]
        alive = uid in self.running and self.running[uid].is_alive()
        if not alive and workflow.get("status", {}).get("phase") not in OVER:
            self.running[uid] = threading.Thread(target=self._run, args=(workflow,), daemon=True)
            self.running[uid].start()

    def _run(self, workflow: Object) -> None:
        try:
            spec = self._template(workflow)
            own = spec.get("workflowMetadata", {}).get("labels", {})
            begun = {"phase": "Running", "startedAt": stamp(), "storedWorkflowTemplateSpec": spec}
            self._put(workflow, begun, own)
            run = self.kind(self.api, self.seen, workflow, spec)
            phase, message = run.outcome(), ""
            self._put_nodes(workflow, run)
            if phase == "Succeeded" and spec.get("podGC", {}).get("strategy") == "OnWorkflowSuccess":
                self._collect(workflow["metadata"]["name"])
        except (Refused, BadExpression, ApiError) as refusal:
            phase, message = "Error", str(refusal)
        except Exception:
            traceback.print_exc()
            phase, message = "Error", traceback.format_exc()
        self._put(workflow, {"phase": phase, "message": message, "finishedAt": stamp()})

    def _template(self, workflow: Object) -> Object:
        """What the run began with, whatever was deployed since."""
        stored = workflow.get("status", {}).get("storedWorkflowTemplateSpec")
        if stored is None:
            name = workflow["spec"]["workflowTemplateRef"]["name"]
            stored = self.api.get(f"{HERE}/workflowtemplates/{name}")["spec"]
        spec: Object = stored
        return spec

    def _put(self, workflow: Object, status: Object, labels: Mapping[str, str] = NONE) -> None:
        """The status, and the labels by which others know of it."""
        ended = {COMPLETED: "true"} if status["phase"] in OVER else {}
        change = {"metadata": {"labels": {**labels, PHASE: status["phase"], **ended}}, "status": status}
        self.api.merge(f"{HERE}/workflows/{workflow['metadata']['name']}", change)

    def _put_nodes(self, workflow: Object, run: WorkflowRun) -> None:
        """At the end; Argo does it whenever something has changed. Raises `Refused` when they are too many."""
        path = f"{HERE}/workflows/{workflow['metadata']['name']}"
        now = self.api.get(path)
        whole = {**now, "status": {**now["status"], **status_of(run.statuses())}}
        if not size_of(whole).fits:
            raise Refused("offload node status is not supported")
        status = as_stored(whole)["status"]
        other = "nodes" if "compressedNodes" in status else "compressedNodes"
        self._put(workflow, {**status, other: None})

    def _collect(self, name: str) -> None:
        self.api.delete(PODS, labelSelector=f"{WORKFLOW}={name}")


def main(file: str) -> None:
    """`file` is JSON: port, authority, token; `executor` where pods are to have one."""
    settings = json.loads(Path(file).read_text())
    api = Api(Access(settings["port"], Path(settings["authority"]), settings["token"]))
    Workflows(api, ExecutedRun if settings.get("executor") else WorkflowRun).work()


if __name__ == "__main__":
    main(sys.argv[1])

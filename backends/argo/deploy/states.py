"""Argo's status of a workflow in the words of deployments."""

from __future__ import annotations

import base64
import gzip
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from flowc.backends.argo.deploy.api import Object
from flowc.backends.deployment import Phase, RunState, StepState

PHASES: Mapping[str, Phase] = {
    "": "pending",
    "Pending": "pending",
    "Running": "running",
    "Succeeded": "succeeded",
    "Failed": "failed",
    "Error": "failed",
}
STEP = "flowc.dev/step"
ATTEMPT = re.compile(r"\(\d+\)$")
"""The end of the name of an attempt's node, below the node of a template that may be retried."""
MESSAGES = 3
"""How many nodes that failed are told of."""


def run_state(run: Object, *, pods: Iterable[Object] = (), link: str = "") -> RunState:
    """A run. `pods` are counted when Argo keeps its nodes elsewhere."""
    status = run.get("status") or {}
    tasks = [*task_nodes(run)]
    states = [(step, phase) for step, phase, _ in tasks] or [*_of_pods(pods)]
    return RunState(
        run=run["metadata"]["name"],
        phase=_phase(run),
        message=_message(status, tasks),
        steps=_counted(states),
        created=seconds(run["metadata"].get("creationTimestamp")),
        ended=seconds(status.get("finishedAt")),
        link=link,
    )


def task_nodes(run: Object) -> Iterator[tuple[str, str, str]]:
    """Step, phase and message of each task, in the order in which they began: attempts of one are one."""
    nodes = sorted(_nodes(run).values(), key=lambda node: str(node.get("startedAt") or "~"))
    steps = _steps(run)
    retried = {str(node.get("name")) for node in nodes if node.get("type") == "Retry"}
    for node in nodes:
        step = steps.get(str(node.get("templateName", "")))
        name = str(node.get("name"))
        is_attempt = node.get("type") == "Pod" and ATTEMPT.sub("", name) in retried
        if step and node.get("type") in ("Pod", "Retry") and not is_attempt:
            yield step, str(node.get("phase", "")), str(node.get("message") or "")


def _phase(run: Object) -> Phase:
    found = PHASES.get(str((run.get("status") or {}).get("phase") or ""), "unknown")
    return "stopped" if found == "failed" and run["spec"].get("shutdown") else found


def _message(status: Object, tasks: list[tuple[str, str, str]]) -> str:
    failed = [f"{step}: {why}" for step, phase, why in tasks if phase in ("Failed", "Error") and why]
    more = [f"and {len(failed) - MESSAGES} more"] if len(failed) > MESSAGES else []
    return "\n".join([*filter(None, [str(status.get("message") or "")]), *failed[:MESSAGES], *more])


def _nodes(run: Object) -> Mapping[str, Object]:
    status = run.get("status") or {}
    if status.get("compressedNodes"):
        found: Mapping[str, Object] = json.loads(gzip.decompress(base64.b64decode(status["compressedNodes"])))
        return found
    return status.get("nodes") or {}


def _steps(run: Object) -> dict[str, str]:
    """Steps by the names of their templates."""
    status = run.get("status") or {}
    stored = (status.get("storedWorkflowTemplateSpec") or {}).get("templates") or ()
    found = {}
    for template in (*stored, *(status.get("storedTemplates") or {}).values()):
        step = (template.get("metadata") or {}).get("labels", {}).get(STEP)
        if step:
            found[str(template["name"])] = str(step)
    return found


def _of_pods(pods: Iterable[Object]) -> Iterator[tuple[str, str]]:
    for pod in sorted(pods, key=lambda each: str(each["metadata"].get("creationTimestamp"))):
        if STEP in pod["metadata"].get("labels", {}):
            yield pod["metadata"]["labels"][STEP], str((pod.get("status") or {}).get("phase", ""))


def _counted(states: Iterable[tuple[str, str]]) -> tuple[StepState, ...]:
    counts: dict[str, list[int]] = {}
    for step, phase in states:
        count = counts.setdefault(step, [0, 0, 0])
        count[0] += phase in ("Pending", "Running")
        count[1] += phase == "Succeeded"
        count[2] += phase in ("Failed", "Error")
    return tuple(
        StepState(step=step, running=running, succeeded=done, failed=failed)
        for step, (running, done, failed) in counts.items()
    )


def seconds(text: object) -> float | None:
    """Seconds since 1970 of a time of the API."""
    return datetime.fromisoformat(str(text).replace("Z", "+00:00")).timestamp() if text else None

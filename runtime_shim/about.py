"""What `current` says in a task."""

from __future__ import annotations

import os

from flowc.runtime_shim.dsl.current import NoCard, Parallel
from flowc.runtime_shim.plan import Plan, Step
from flowc.runtime_shim.request import Request
from flowc.runtime_shim.store.documents import Document

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


def facts_of(request: Request, record: Document, members: int) -> dict[str, Any]:
    """The attributes of `current`; those that belong to a decorator only where it is.

    `members` is the size of the innermost foreach or gang.
    """
    plan, step = request.plan, request.plan.steps[request.step]
    return {
        "flow_name": plan.name,
        "run_id": request.run.id,
        "step_name": step.name,
        "task_id": request.path,
        "retry_count": request.attempt,
        "origin_run_id": record["origin_run_id"],
        "pathspec": f"{plan.name}/{request.run.id}/{step.name}/{request.path}",
        "namespace": f"user:{record['user']}" if record["user"] else None,
        "username": record["user"] or None,
        "tags": frozenset(record["tags"]),
        "tempdir": os.environ.get("TMPDIR", "/tmp"),  # noqa: S108 - what Metaflow gives
        "is_running_flow": True,
        "_place": (request.store, request.run.task(step.name, request.path)),
        "parameter_names": [node["attribute"] for node in plan.nodes("parameters")],
        "graph": {"file": plan.file, "steps": {name: _in_graph(each) for name, each in plan.steps.items()}},
        **_project(request),
        **_of_step(request, step, members),
        **_trigger(request, record["trigger"]),
    }


def _trigger(request: Request, record: dict[str, Any] | None) -> dict[str, Any]:
    """`current.trigger`, where an event has started the run."""
    if record is None:
        return {}
    from flowc.runtime_shim.dsl.trigger import Trigger

    own = request.run.flow

    def run_of(event: Mapping[str, Any]) -> Any:
        """The client's object of a run of another flow, in the same store."""
        from importlib import import_module

        from flowc.runtime_shim.store.layout import NO_PROJECT, FlowKeys

        try:
            client = import_module("flowc.client")
        except ImportError:
            raise AttributeError(
                "runs of `current.trigger` need flowc's client: pip install flowc in the image"
            ) from None
        project = event["project"] or NO_PROJECT
        branch = event["branch"] or (own.branch if event["project"] else NO_PROJECT)
        return client.Run.at(request.store, FlowKeys(project, branch, event["flow"]).run(event["run"]))

    return {"trigger": Trigger(record, run_of)}


def _in_graph(step: Step) -> dict[str, Any]:
    return {
        "name": step.name,
        "type": "join" if step.is_join else step.kind.lower(),
        "next": list(step.targets),
    }


def _project(request: Request) -> dict[str, Any]:
    project = request.plan.flow.get("project")
    if project is None:
        return {}
    keys = request.run.flow
    return {
        "project_name": keys.project,
        "branch_name": keys.branch,
        "is_user_branch": keys.branch.startswith("user."),
        "is_production": keys.branch == "prod" or keys.branch.startswith("prod."),
        "project_flow_name": f"{keys.project}.{keys.branch}.{keys.flow}",
    }


def _of_step(request: Request, step: Step, members: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if step.settings.get("cards"):
        found["card"] = NoCard()
    if step.in_gang:
        member = request.path.rpartition(".")[2]
        found["is_parallel"] = True
        found["parallel"] = Parallel(
            main_ip=_main_ip(),
            num_nodes=members,
            node_index=int(member) if member.isdigit() else 0,
            control_task_id=request.path[: -len(member)] + "0",
        )
    return found


def _main_ip() -> str:
    """Where the first member is: as the engine says; AWS Batch says it to all members but the first."""
    for name in ("FLOWC_MAIN_IP", "AWS_BATCH_JOB_MAIN_NODE_PRIVATE_IPV4_ADDRESS"):
        if os.environ.get(name):
            return os.environ[name]
    if "AWS_BATCH_JOB_NODE_INDEX" in os.environ:
        import socket

        return socket.gethostbyname(socket.gethostname())
    return "127.0.0.1"


def flow_keys(plan: Plan, branch: str = "", user: str = "") -> Any:
    """Where a flow's runs are kept: by project and branch where it has a project."""
    from flowc.runtime_shim.store.layout import NO_PROJECT, FlowKeys

    project = plan.flow.get("project")
    if project is None:
        return FlowKeys(NO_PROJECT, NO_PROJECT, plan.name)
    branch = branch or project.get("branch") or ""
    if project.get("production"):
        branch = f"prod.{branch}" if branch else "prod"
    else:
        branch = f"test.{branch}" if branch else f"user.{user or 'default'}"
    return FlowKeys(project["name"], branch, plan.name)

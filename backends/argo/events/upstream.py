"""How the runs of another flow are known: by the label of the flow, and by their WorkflowTemplate."""

from __future__ import annotations

from collections.abc import Sequence

from flowc.backends.argo.names import workflow_name
from flowc.ir.flow import Flow, Upstream


def templates_of(upstream: Upstream, flow: Flow) -> tuple[str, ...]:
    """The names that its WorkflowTemplate may have: a schedule, unknown here, shortens long ones."""
    text = "-".join((*_place(upstream, flow), upstream.flow))
    names = [workflow_name(text, scheduled=scheduled) for scheduled in (False, True)]
    return tuple(dict.fromkeys(names))


def event_name(upstream: Upstream, flow: Flow) -> str:
    """What Metaflow calls the event that a flow has ended."""
    project = project_of(upstream, flow)
    branch = branch_of(upstream, flow)
    parts = [part for part in (project, branch if project else None, upstream.flow) if part]
    return ".".join(("metaflow", *parts, "end"))


def project_of(upstream: Upstream, flow: Flow) -> str | None:
    """Its project; that of `flow`, unless it says otherwise."""
    return upstream.project or (flow.project.name if flow.project else None)


def branch_of(upstream: Upstream, flow: Flow) -> str | None:
    """Its branch as Metaflow writes it, `prod` or `test.x`; None for that of the user who deploys."""
    if upstream.branch:
        return upstream.branch
    parts = _own_branch(flow)
    return ".".join(parts) if parts else None


def _place(upstream: Upstream, flow: Flow) -> Sequence[str]:
    project = project_of(upstream, flow)
    if project is None:
        return ()
    branch = branch_of(upstream, flow)
    # A user's own branch is no part of the name of a template: `backends/argo/workflow.py`.
    return (project,) if branch is None or branch.startswith("user.") else (project, branch)


def _own_branch(flow: Flow) -> list[str]:
    if flow.project is None:
        return []
    branch = [flow.project.branch] if flow.project.branch else []
    return [*(["prod"] if flow.project.production else ["test"] if branch else []), *branch]

"""`@trigger_on_finish`: flows whose success starts this one."""

from __future__ import annotations

import re
from collections.abc import Mapping

from flowc.frontend.arguments import Arguments
from flowc.frontend.decorators.draft import FlowDraft
from flowc.frontend.decorators.trigger import waited_for
from flowc.ir.flow import TriggerOnFinish, Upstream

ARGUMENTS = ("flow", "flows", "options")
_FORMS = "write flow='OtherFlow', 'project.branch.OtherFlow', or {'name': 'OtherFlow', 'project': 'project'}"


def apply(draft: FlowDraft, arguments: Arguments) -> None:
    """Sets `trigger_on_finish`."""
    waited = waited_for(arguments, "flow", "flows")
    if waited is None:
        return
    name, items = waited
    flows = [_upstream(item, name, arguments) for item in items]
    known = tuple(flow for flow in flows if flow is not None)
    draft.trigger_on_finish = TriggerOnFinish(
        flows=known, options=arguments.json("options"), span=arguments.span
    )


def _upstream(item: object, argument: str, arguments: Arguments) -> Upstream | None:
    found = _read(item)
    if found is not None and re.fullmatch("[A-Za-z0-9_]+", found.flow):
        return found
    arguments.wrong(argument, "the name of a flow, or a dict with its `name`", help=_FORMS)
    return None


def _read(item: object) -> Upstream | None:
    if isinstance(item, str) and item.count(".") != 1:
        project, _, rest = item.partition(".")
        under, _, flow = rest.rpartition(".")
        return Upstream(flow=flow, project=project, branch=under) if rest else Upstream(flow=item)
    if isinstance(item, Mapping):
        name, owner, branch = item.get("name"), item.get("project"), item.get("project_branch")
        if isinstance(name, str) and isinstance(owner, str | None) and isinstance(branch, str | None):
            return Upstream(flow=name, project=owner, branch=branch)
    return None

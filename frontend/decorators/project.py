"""`@project`: the project that a flow belongs to."""

from __future__ import annotations

import re

from flowc.frontend.arguments import Arguments
from flowc.frontend.decorators.draft import FlowDraft
from flowc.ir.flow import Project

ARGUMENTS = ("name", "branch", "production")
_LONGEST = 128


def apply(draft: FlowDraft, arguments: Arguments) -> None:
    """Sets `project`."""
    name = arguments.text("name")
    if not name:
        if not arguments.unread("name"):
            arguments.report(
                "FLOW217",
                "name",
                "`@project` needs a name",
                label="no name",
                help="write @project(name='my_project')",
            )
        return
    branch = arguments.text("branch") or None
    if _fits("name", name, arguments) and (branch is None or _fits("branch", branch, arguments)):
        production = arguments.flag("production")
        draft.project = Project(name=name, branch=branch, production=production, span=arguments.span)


def _fits(argument: str, text: str, arguments: Arguments) -> bool:
    if re.fullmatch("[a-z0-9_]+", text) and len(text) <= _LONGEST:
        return True
    arguments.report(
        "FLOW217",
        argument,
        f"`{text}` cannot be the {argument} of a project",
        label=f"only a-z, 0-9 and _, at most {_LONGEST} characters",
        help=f"write {argument}='{re.sub('[^a-z0-9_]', '_', text.lower())[:_LONGEST]}'",
    )
    return False

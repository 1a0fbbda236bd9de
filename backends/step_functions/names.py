"""Names that AWS accepts."""

from __future__ import annotations

import hashlib

from flowc.ir.flow import Flow

LONGEST_STATE = 80
LONGEST_MACHINE = 80
LONGEST_SCHEDULE = 64
"""Names of schedules and of EventBridge rules."""
LONGEST_JOB = 128


def state_name(step: str, role: str = "") -> str:
    """The name of a step's state, or of one that stands beside it: no step's name has a colon."""
    return fit(f"{step}: {role}" if role else step, LONGEST_STATE)


def machine_name(flow: Flow) -> str:
    """The name of the flow's state machine: project, branch and flow."""
    parts = [flow.name]
    project = flow.project
    if project is not None:
        branch = [project.branch] if project.branch else []
        kind = ["prod"] if project.production else ["test"] if branch else []
        parts = [project.name, *kind, *branch, flow.name]
    return legal("-".join(parts), LONGEST_MACHINE)


def legal(text: str, longest: int) -> str:
    """`text` as every service of AWS takes it, told apart by a hash where it says less: `流程` is `---f00dcafe`."""
    name = plain(text)
    return name if name == text and len(name) <= longest else _hashed(name, text, longest)


def plain(text: str) -> str:
    """Letters, digits, `-` and `_`: what every service of AWS takes."""
    return "".join(char if char.isascii() and (char.isalnum() or char in "-_") else "-" for char in text)


def fit(name: str, longest: int) -> str:
    """`name`, cut and told apart by a hash when it is too long."""
    return name if len(name) <= longest else _hashed(name, name, longest)


def _hashed(name: str, text: str, longest: int) -> str:
    return f"{name[: longest - 9]}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"

"""What an engine refuses, as a finding."""

from __future__ import annotations

from flowc.backends.deployment import DeployError
from flowc.diagnostics import Finding, error
from flowc.diagnostics.span import whole_file


def fault_finding(subject: str, fault: DeployError) -> Finding:
    """The finding about a fault. `subject` is what the command was about: a file, or a name."""
    return error(fault.code, whole_file(subject), fault.message, help=fault.help)

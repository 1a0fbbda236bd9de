"""`@parallel` and `@pytorch_parallel`: a step whose tasks run as a gang."""

from __future__ import annotations

from flowc.frontend.arguments import Arguments
from flowc.frontend.decorators.draft import StepDraft

ARGUMENTS: tuple[str, ...] = ()
PYTORCH_ARGUMENTS = ("master_port",)


def apply(draft: StepDraft, arguments: Arguments) -> None:
    """Sets `parallel`."""
    arguments.whole("master_port")  # for its findings: the port is the decorator's own business at run time
    draft.parallel = True

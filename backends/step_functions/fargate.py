"""What Fargate has nothing of: the host's, and tasks that are larger than all of its sizes."""

from __future__ import annotations

from flowc.backends.fargate import size
from flowc.backends.step_functions.settings import options
from flowc.ir.settings import Settings

NOT_THERE = (
    *("host_volumes", "privileged", "max_swap", "swappiness", "use_tmpfs", "tmpfs_size"),
    *("inferentia", "trainium", "efa"),
)


def fargate_problem(settings: Settings) -> str | None:
    """Why Fargate cannot run a step, or None."""
    if settings.resources.gpu:
        return "it has no GPU"
    if settings.resources.shared_memory:
        return "the size of its shared memory cannot be set"
    for name in NOT_THERE:
        if options(settings).get(name):
            return f"it has no `{name}`"
    if size(settings.resources) is None:
        wanted = settings.resources
        return f"its largest task has 16 cores and 120 GiB, not {wanted.cpu} and {wanted.memory} MiB"
    return None

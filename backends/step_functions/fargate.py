"""What Fargate gives a task: sizes from a table, and nothing of the host's."""

from __future__ import annotations

from flowc.backends.step_functions.settings import options
from flowc.ir.settings import Resources, Settings

GIB = 1024

SIZES = (
    ("0.25", (512, 1 * GIB, 2 * GIB)),
    ("0.5", tuple(range(1 * GIB, 5 * GIB, GIB))),
    ("1", tuple(range(2 * GIB, 9 * GIB, GIB))),
    ("2", tuple(range(4 * GIB, 17 * GIB, GIB))),
    ("4", tuple(range(8 * GIB, 31 * GIB, GIB))),
    ("8", tuple(range(16 * GIB, 61 * GIB, 4 * GIB))),
    ("16", tuple(range(32 * GIB, 121 * GIB, 8 * GIB))),
)
"""Cores, and the MiB of memory that there are for them."""

NOT_THERE = (
    *("host_volumes", "privileged", "max_swap", "swappiness", "use_tmpfs", "tmpfs_size"),
    *("inferentia", "trainium", "efa"),
)


def size(wanted: Resources) -> tuple[str, int] | None:
    """The smallest size that has what a step asks for; None when there is none."""
    for cpu, memories in SIZES:
        for memory in memories:
            if float(cpu) >= float(wanted.cpu) and memory >= wanted.memory:
                return cpu, memory
    return None


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

"""Sizes of tasks on Fargate: pairs of cores and memory, from a table."""

from __future__ import annotations

from flowc.ir.settings import Resources

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


def size(wanted: Resources) -> tuple[str, int] | None:
    """The smallest size that has what a step asks for; None when there is none."""
    for cpu, memories in SIZES:
        for memory in memories:
            if float(cpu) >= float(wanted.cpu) and memory >= wanted.memory:
                return cpu, memory
    return None

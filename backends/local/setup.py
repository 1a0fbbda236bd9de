"""What the zygote has to know of a job, as plain JSON."""

from __future__ import annotations

from typing import Any

from flowc.backends.local.job import Job


def setup_of(job: Job) -> dict[str, Any]:
    """The message that a zygote, or a process that runs tasks itself, starts from."""
    name = job.name
    return {
        "file": str(job.file.absolute()),
        "plan": dict(job.plan),
        "store": job.store,
        "keys": [name.project, name.branch, name.flow, name.run],
        "facts": dict(job.facts),
        "show": job.show_output,
    }
